//! The page of one customer: who it is, why it has its scores, what to offer, and what is not known.

mod header;
mod identity;
pub(super) mod lists;
mod marks;
pub(super) mod models;
mod money;
mod plays;
pub(super) mod reasons;
pub(super) mod section;
mod trend;

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::similar::SimilarOwners;
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::action::Action;
use crate::session::customer::CustomerAction;
use crate::session::history::Trend;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, Palette};
use egui::{Align, Key, Layout, Modifiers, RichText, ScrollArea, Ui, vec2};

/// From this width on the page has two columns.
const WIDE: f32 = 860.0;
/// The share of the width that the left one takes.
const LEFT: f32 = 0.58;

/// What is shown of a customer, borrowed.
#[derive(Debug, Clone, Copy)]
pub struct CustomerView<'a> {
    /// Who.
    pub customer: CustomerIndex,
    /// What is known, once it is worked out.
    pub page: Option<&'a CustomerPage>,
    /// The model that is explained.
    pub model: Option<Model>,
    /// The owners like it, once they are found.
    pub similar: Option<&'a SimilarOwners>,
    /// Its place in the table, counted from 0.
    pub position: Option<usize>,
    /// How many customers stand in the table.
    pub rows: usize,
    /// What was seen of it month by month, once it is read.
    pub trend: Option<&'a Trend>,
}

impl<'a> CustomerView<'a> {
    /// What `session` shows of a customer; `None` while no page is open.
    pub(super) fn of(session: &'a Session) -> Option<Self> {
        Some(Self {
            customer: session.customer_shown()?,
            page: session.customer_page().map(AsRef::as_ref),
            model: session.customer_model(),
            similar: session.similar_owners().map(AsRef::as_ref),
            position: session.customer_position(),
            rows: session.dashboard().map_or(0, |dashboard| dashboard.rows.len()),
            trend: session.trend().map(AsRef::as_ref),
        })
    }
}

/// Draws the page.
#[must_use]
pub(super) fn customer(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    view: &CustomerView<'_>,
) -> Vec<Action> {
    let mut actions: Vec<Action> = keys(ui).into_iter().collect();
    actions.extend(header::header(ui, screen, view));
    ui.add_space(GUTTER - ui.spacing().item_spacing.y);
    let Some(page) = view.page else {
        ui.add_space(32.0);
        let text = RichText::new(&screen.words.customer.loading).font(theme::body()).color(Palette::of(ui).weak);
        ui.vertical_centered(|ui| ui.label(text));
        return actions;
    };
    let hidden = screen.pseudonyms.map(|names| names.page(page));
    let page = hidden.as_ref().unwrap_or(page);
    let line = view.model.and_then(|model| page.model(model)).or_else(|| page.models.first());
    ScrollArea::vertical().id_salt(("customer", view.customer)).auto_shrink(false).show(ui, |ui| {
        let width = ui.available_width();
        let left = |ui: &mut Ui, actions: &mut Vec<Action>| {
            actions.extend(models::models(ui, screen, page, line));
            if let Some(line) = line {
                reasons::fit(ui, screen, scored, page, line);
                reasons::intent(ui, screen, scored, line);
                money::money(ui, screen, line);
                actions.extend(lists::similar(ui, screen, line.model, view.similar));
            }
            if let Some((line, trend)) = line.zip(view.trend) {
                trend::trend(ui, screen, trend, line.model);
            }
            lists::signals(ui, screen, page);
        };
        let right = |ui: &mut Ui, actions: &mut Vec<Action>| {
            actions.extend(marks::marks(ui, screen, view.customer, line.map(|line| line.model)));
            plays::plays(ui, screen, page);
            lists::agreements(ui, screen, page);
            lists::ending(ui, screen, page);
            lists::holdings(ui, screen, page);
            lists::upsells(ui, screen, page);
            lists::next(ui, screen, page);
            identity::identity(ui, screen, scored, page);
            lists::missing(ui, screen, page);
        };
        if width < WIDE {
            left(ui, &mut actions);
            right(ui, &mut actions);
            return;
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GUTTER;
            let left_width = ((width - GUTTER) * LEFT).floor();
            column(ui, left_width, |ui| left(ui, &mut actions));
            column(ui, width - GUTTER - left_width, |ui| right(ui, &mut actions));
        });
    });
    actions
}

fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = GUTTER;
        content(ui);
    });
}

/// The keys that leaf through the customers, unless something is being written.
fn keys(ui: &Ui) -> Option<Action> {
    if ui.ctx().text_edit_focused() {
        return None;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::ALT, Key::ArrowRight) || pressed(Modifiers::NONE, Key::PageDown) {
        return Some(Action::Customer(CustomerAction::Next));
    }
    let is_back = pressed(Modifiers::ALT, Key::ArrowLeft) || pressed(Modifiers::NONE, Key::PageUp);
    is_back.then_some(Action::Customer(CustomerAction::Previous))
}
