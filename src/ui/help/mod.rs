//! Help: the user guide and About, inside the program and without a network.

mod about;
mod document;
mod draw;
mod guide;

use crate::session::action::Action;
use crate::ui::controls::close_button;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, INSET, Palette};
use egui::accesskit::Role;
use egui::{
    Align, CentralPanel, Frame, Label, Layout, Panel, RichText, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2,
};

/// The list of questions; in a narrow window at most this share of it.
const LIST_WIDTH: f32 = 280.0;
const LIST_SHARE: f32 = 0.36;
/// Lines longer than this are hard to read.
const MAX_WIDTH: f32 = 760.0;

/// Where the reader of the help is.
#[derive(Debug, Clone, Default)]
pub struct HelpPlace {
    /// What is read.
    pub shown: HelpPage,
    /// What was typed to find a page.
    pub search: String,
}

/// A page of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpPage {
    /// The page of the guide at this position.
    Guide(usize),
    /// About the program.
    About,
}

impl Default for HelpPage {
    fn default() -> Self {
        Self::Guide(0)
    }
}

/// Draws help in place of everything below the bar on top.
#[must_use]
pub(super) fn help(ui: &mut Ui, screen: &Screen<'_>, place: &mut HelpPlace) -> Option<Action> {
    let palette = Palette::of(ui);
    let width = LIST_WIDTH.min(ui.available_width() * LIST_SHARE);
    let list_frame = Frame::new().fill(palette.page).inner_margin(INSET);
    let list = Panel::left("help pages").resizable(false).show_separator_line(false).exact_size(width);
    let shown = list.frame(list_frame).show(ui, |ui| contents(ui, screen, place));
    let rect = shown.response.rect;
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), (1.0, palette.hairline));
    let frame = Frame::new().fill(palette.surface).inner_margin(INSET);
    CentralPanel::no_frame()
        .frame(frame)
        .show(ui, |ui| {
            let closed = ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                let is_closed = close_button(ui, &screen.words.close).clicked();
                ui.with_layout(Layout::top_down(Align::Min), |ui| text(ui, screen, place.shown));
                is_closed
            });
            closed.inner.then_some(Action::ToggleHelp)
        })
        .inner
}

fn text(ui: &mut Ui, screen: &Screen<'_>, shown: HelpPage) {
    let width = ui.available_width().min(MAX_WIDTH);
    match shown {
        HelpPage::About => {
            ui.set_max_width(width);
            about::about(ui, screen);
        }
        HelpPage::Guide(position) => {
            let pages = guide::pages(screen.words.language);
            // Each page is read from its beginning.
            let area = ScrollArea::vertical().id_salt(position).auto_shrink(false);
            area.show(ui, |ui| {
                ui.set_max_width(width.min(ui.available_width()));
                if let Some(page) = pages.get(position) {
                    draw::page(ui, page);
                }
            });
        }
    }
}

/// The questions, and About under them.
fn contents(ui: &mut Ui, screen: &Screen<'_>, place: &mut HelpPlace) {
    let words = &screen.words.help;
    ui.label(theme::heavy(&words.help, theme::heading()));
    let label = ui.label(RichText::new(&words.search).font(theme::small()).color(Palette::of(ui).weak));
    let edit = TextEdit::singleline(&mut place.search).desired_width(f32::INFINITY);
    ui.add(edit).labelled_by(label.id);
    ui.add_space(GAP);
    // About stays in sight, however long the list is.
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        if entry(ui, &words.about, place.shown == HelpPage::About) {
            place.shown = HelpPage::About;
        }
        ui.add_space(GAP);
        ui.with_layout(Layout::top_down(Align::Min), |ui| questions(ui, screen, place));
    });
}

/// The questions whose pages hold what is searched for.
fn questions(ui: &mut Ui, screen: &Screen<'_>, place: &mut HelpPlace) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let wanted = place.search.trim().to_lowercase();
        let mut found = 0;
        for (position, page) in guide::pages(screen.words.language).iter().enumerate() {
            if !page.holds(&wanted) {
                continue;
            }
            found += 1;
            let this = HelpPage::Guide(position);
            if entry(ui, &page.title, place.shown == this) {
                place.shown = this;
            }
        }
        if found == 0 {
            let text = RichText::new(&screen.words.help.nothing_found).color(Palette::of(ui).weak);
            ui.add(Label::new(text).wrap());
        }
    });
}

/// A line of the list; true when it was clicked.
fn entry(ui: &mut Ui, text: &str, is_shown: bool) -> bool {
    let palette = Palette::of(ui);
    let inset = vec2(10.0, 6.0);
    let width = ui.available_width();
    let ink = if is_shown { palette.accent_strong } else { palette.text };
    let galley = ui.painter().layout(text.to_owned(), theme::body(), ink, width - inset.x * 2.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y + inset.y * 2.0), Sense::click());
    if is_shown {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
    }
    ui.painter().galley(rect.min + inset, galley, ink);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_shown, text));
    response.clicked()
}
