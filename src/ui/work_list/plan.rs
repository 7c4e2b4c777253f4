//! How much can be done, and by whom.

use super::{WorkListPlace, export};
use crate::insight::ScoredPortfolio;
use crate::insight::work_list::{self, Territory, WorkList, WorkPlan};
use crate::session::action::Action;
use crate::session::work_list::{MOST_OF_PLAN, WorkListAction};
use crate::ui::commands::Command;
use crate::ui::controls::command_button;
use crate::ui::format;
use crate::ui::icons;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::accesskit::Role;
use egui::{Button, CollapsingHeader, ComboBox, DragValue, Id, RichText, ScrollArea, TextEdit, Ui, WidgetInfo};
use std::sync::Arc;

/// Height of a territory's row.
const TERRITORY_HEIGHT: f32 = 28.0;
/// Height of the territories before they scroll.
const TERRITORIES_HEIGHT: f32 = 150.0;

/// Draws the inputs; the plan that a person asks for.
pub(super) fn plan(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    place: &mut WorkListPlace,
) -> Option<Action> {
    let words = &screen.words.work_list;
    let known = &screen.work_choices.plan;
    let mut plan = known.clone();
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let [calls, weeks, _] = MOST_OF_PLAN;
        number(ui, &words.calls, &words.calls_tooltip, calls, &mut plan.calls_per_week);
        number(ui, &words.weeks, &words.weeks_tooltip, weeks, &mut plan.weeks);
        sellers(ui, screen, place, &mut plan);
        split(ui, screen, scored, &mut plan);
        let is_changed = !screen.work_choices.edits.is_empty();
        let reset = ui.add_enabled(is_changed, Button::new(&words.reset));
        if reset.on_hover_text(&words.reset_tooltip).clicked() {
            action = Some(Action::WorkList(WorkListAction::Reset));
        }
        if command_button(ui, screen, Command::Merge).clicked() {
            action = Command::Merge.action(screen);
        }
        let has_calls = screen.work_list.is_some_and(|list| list.calls() > 0);
        let export = ui.add_enabled(has_calls, Button::new(&words.export));
        if export.on_hover_text(&words.export_tooltip).clicked() {
            let table = screen.work_list.map(|list| Arc::new(export::table(screen, scored, list)));
            action = table.map(|table| Action::AskList { name: words.export_name.clone(), table });
        }
    });
    (plan != *known).then_some(Action::WorkList(WorkListAction::Plan(plan))).or(action)
}

fn caption(ui: &mut Ui, text: &str) -> Id {
    ui.label(RichText::new(text).font(theme::small()).color(Palette::of(ui).weak)).id
}

fn number(ui: &mut Ui, name: &str, tooltip: &str, most: u32, value: &mut u32) {
    caption(ui, name);
    let response = ui.add(DragValue::new(value).range(1..=most));
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
    response.on_hover_text(tooltip);
}

fn sellers(ui: &mut Ui, screen: &Screen<'_>, place: &mut WorkListPlace, plan: &mut WorkPlan) {
    let words = &screen.words.work_list;
    caption(ui, &words.sellers);
    let mut text = place.sellers.clone().unwrap_or_else(|| plan.sellers.join(&screen.words.list_separator));
    let hint = RichText::new(&words.sellers_hint).color(Palette::of(ui).weak);
    let response = ui.add(TextEdit::singleline(&mut text).hint_text(hint).desired_width(220.0));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &words.sellers));
    if response.has_focus() {
        place.sellers = Some(text);
    } else if let Some(written) = place.sellers.take().or_else(|| response.lost_focus().then_some(text)) {
        let names = written.split([',', '、', '，', ';', '；']).map(str::trim).filter(|name| !name.is_empty());
        plan.sellers = names.map(str::to_owned).collect();
    }
    response.on_hover_text(&words.sellers_tooltip);
}

fn split(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, plan: &mut WorkPlan) {
    let words = &screen.words.work_list;
    let columns = columns(ui, scored);
    let name = |column: &str| {
        let known = columns.iter().find(|(name, _)| name == column);
        known.map_or_else(|| column.to_owned(), |(_, header)| visible(header).into_owned())
    };
    let shown = plan.territory.as_deref().map_or_else(|| words.split_evenly.clone(), name);
    caption(ui, &words.split);
    let list = ComboBox::from_id_salt("split")
        .width(150.0)
        .truncate()
        .selected_text(&shown)
        .icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
    let mut picked = None;
    let response = list.show_ui(ui, |ui| {
        let evenly = [(None, words.split_evenly.as_str())].into_iter();
        for (column, header) in evenly.chain(columns.iter().map(|(name, header)| (Some(name), header.as_str()))) {
            let is_chosen = plan.territory.as_ref() == column;
            let header = visible(header);
            let response = ui.add(Button::selectable(is_chosen, header.as_ref()));
            response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, is_chosen, header.as_ref()));
            if response.clicked() {
                picked = Some(column.cloned());
                ui.close();
            }
        }
    });
    let label = fill(&words.split_label, &[("choice", &shown)]);
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    response.response.on_hover_text(&words.split_tooltip);
    if let Some(picked) = picked {
        plan.territory = picked;
        plan.assigned.clear();
    }
}

/// Whose each territory is; a person may give one to another seller.
pub(super) fn territories(ui: &mut Ui, screen: &Screen<'_>, list: &WorkList) -> Option<Action> {
    let words = &screen.words.work_list;
    if list.sellers.len() < 2 || list.territories.is_empty() {
        return None;
    }
    let by_hand = list.territories.iter().filter(|territory| territory.by_hand).count();
    let values = [("count", format::count(list.territories.len() as u64)), ("by_hand", format::count(by_hand as u64))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let title = RichText::new(fill(&words.territories, &values)).font(theme::strong());
    let opened = CollapsingHeader::new(title).id_salt("territories").show(ui, |ui| {
        let rows = ScrollArea::vertical().id_salt("territory rows").max_height(TERRITORIES_HEIGHT);
        let mut action = None;
        rows.auto_shrink([false, true]).show_rows(ui, TERRITORY_HEIGHT, list.territories.len(), |ui, shown| {
            for territory in list.territories.iter().skip(shown.start).take(shown.len()) {
                let drawn = ui.push_id(&territory.name, |ui| territory_row(ui, screen, list, territory)).inner;
                action = action.take().or(drawn);
            }
        });
        action
    });
    opened.header_response.on_hover_text(&words.territories_tooltip);
    let (territory, seller) = opened.body_returned.flatten()?;
    let mut plan = screen.work_choices.plan.clone();
    match seller {
        Some(seller) => drop(plan.assigned.insert(territory, seller)),
        None => drop(plan.assigned.remove(&territory)),
    }
    Some(Action::WorkList(WorkListAction::Plan(plan)))
}

/// One territory; the answer is its name, and the seller it was given to, or `None` to leave it to the program.
fn territory_row(
    ui: &mut Ui,
    screen: &Screen<'_>,
    list: &WorkList,
    territory: &Territory,
) -> Option<(String, Option<String>)> {
    let words = &screen.words.work_list;
    let name =
        if territory.name.is_empty() { words.no_territory.clone() } else { visible(&territory.name).into_owned() };
    let seller = list.sellers.get(territory.seller).map(|seller| visible(&seller.name).into_owned());
    let seller = seller.unwrap_or_default();
    let automatic = fill(&words.territory_automatic, &[("seller", &seller)]);
    let shown = if territory.by_hand { &seller } else { &automatic };
    let mut picked = None;
    ui.horizontal(|ui| {
        ui.set_height(TERRITORY_HEIGHT);
        let combo = ComboBox::from_id_salt("seller")
            .width(190.0)
            .truncate()
            .selected_text(shown)
            .icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
        let response = combo.show_ui(ui, |ui| {
            let sellers = list.sellers.iter().map(|seller| Some(seller.name.as_str()));
            for choice in std::iter::once(None).chain(sellers) {
                let is_chosen = territory.by_hand == choice.is_some() && choice.is_none_or(|name| name == seller);
                let text = choice.map_or_else(|| words.territory_leave.clone(), |name| visible(name).into_owned());
                let response = ui.add(Button::selectable(is_chosen, &text));
                response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, is_chosen, &text));
                if response.clicked() {
                    picked = Some(choice.map(str::to_owned));
                    ui.close();
                }
            }
        });
        let label = fill(&words.territory_label, &[("territory", &name), ("seller", shown)]);
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
        response.response.on_hover_text(&words.territories_tooltip);
        let customers = screen.words.customers(u32::try_from(territory.customers).unwrap_or(u32::MAX));
        ui.label(theme::heavy(&name, theme::strong()));
        ui.label(RichText::new(customers).font(theme::small()).color(Palette::of(ui).weak));
    });
    picked.map(|seller| (territory.name.clone(), seller))
}

/// The columns of territories, found once a portfolio: a look at thousands of cells is not for every frame.
fn columns(ui: &Ui, scored: &ScoredPortfolio) -> Arc<Vec<(String, String)>> {
    type Known = (usize, usize, Arc<Vec<(String, String)>>);
    let id = Id::unique("territory columns");
    let portfolio = Arc::as_ptr(&scored.portfolio) as usize;
    let key = (portfolio, scored.portfolio.customer_count());
    let known = ui.data(|data| data.get_temp::<Known>(id)).filter(|known| (known.0, known.1) == key);
    known.map(|known| known.2).unwrap_or_else(|| {
        let columns = Arc::new(work_list::territories(scored));
        ui.data_mut(|data| data.insert_temp(id, (key.0, key.1, Arc::clone(&columns))));
        columns
    })
}
