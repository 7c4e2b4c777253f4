//! The customers behind a number of the page of months.

use crate::insight::ScoredPortfolio;
use crate::insight::filter::Standing;
use crate::insight::months::comparison::{MonthList, MonthRow};
use crate::insight::pseudonym::Pseudonyms;
use crate::portfolio::CustomerIndex;
use crate::session::months::{Compared, MonthsAction};
use crate::ui::controls::{close_button, plain_button};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::accesskit::Role;
use egui::{Align, Align2, Label, Layout, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW_HEIGHT: f32 = 30.0;

/// Draws the list that is asked for.
#[must_use]
pub(super) fn list(ui: &mut Ui, screen: &Screen<'_>, compared: &Compared) -> Option<MonthsAction> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let Some(reason) = screen.months.listed else {
        ui.add(Label::new(RichText::new(&words.months.list_choose).color(palette.weak)).wrap());
        return None;
    };
    let mut action = None;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if close_button(ui, &words.close).clicked() {
                action = Some(MonthsAction::CloseList);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = words.months.reason(words, reason);
                ui.add(Label::new(theme::heavy(text, theme::title())).truncate());
            });
        });
    });
    let Some(list) = screen.months.list else {
        ui.label(RichText::new(&words.months.list_updating).color(palette.weak));
        return action;
    };
    ui.horizontal(|ui| {
        let count = u32::try_from(list.rows.len()).unwrap_or(u32::MAX);
        ui.label(RichText::new(words.customers(count)).color(palette.weak));
        let is_now = list.rows.iter().take(1).any(|row| row.pair[1].is_some());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if is_now {
                if plain_button(ui, &words.months.list_show, &words.months.list_show_tooltip).clicked() {
                    action = Some(MonthsAction::ShowListed);
                }
            } else if !list.rows.is_empty() {
                ui.label(RichText::new(&words.months.list_none_now).font(theme::small()).color(palette.weak));
            }
        });
    });
    ui.add_space(GAP / 2.0);
    rows(ui, screen, compared, list);
    action
}

fn rows(ui: &mut Ui, screen: &Screen<'_>, compared: &Compared, list: &MonthList) {
    ui.spacing_mut().item_spacing.y = 0.0;
    if list.rows.is_empty() {
        ui.label(RichText::new(&screen.words.months.list_empty).color(Palette::of(ui).weak));
        return;
    }
    let area = ScrollArea::vertical().auto_shrink(false).id_salt(("month list", list.reason));
    area.show_rows(ui, ROW_HEIGHT, list.rows.len(), |ui, seen| {
        for row in list.rows.iter().skip(seen.start).take(seen.len()) {
            draw(ui, screen, compared, row);
        }
    });
}

fn draw(ui: &mut Ui, screen: &Screen<'_>, compared: &Compared, row: &MonthRow) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    if response.hovered() {
        ui.painter().rect_filled(rect, 0, palette.raised);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    let [was, is] = row.pair;
    let shown = |name: String, of: fn(&Pseudonyms, CustomerIndex) -> String, customer| {
        screen.pseudonyms.filter(|_| !name.is_empty()).map_or(name, |names| of(&names, customer))
    };
    let name = match (was, is) {
        (_, Some(is)) => shown(name(&compared.newer, is), Pseudonyms::of, is),
        (Some(was), None) => shown(name(&compared.older, was), Pseudonyms::of_former, was),
        (None, None) => String::new(),
    };
    let place = |at: usize, before: bool| {
        let standing = row.standings.get(at).copied().unwrap_or(Standing::Absent);
        match row.cells.get(at).copied().flatten() {
            Some(cell) => cell.code().to_owned(),
            None => words.months.standing(words, standing, before).to_owned(),
        }
    };
    let (before, after) = (place(0, true), place(1, false));
    let money = row.money[1].or(row.money[0]);
    let money = money.map_or_else(|| words.missing_mark.clone(), |money| format::money_whole(money, screen.currency));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let (middle, right) = (rect.center().y, rect.right() - 6.0);
    painter.text(pos2(right, middle), Align2::RIGHT_CENTER, &money, theme::body(), palette.text);
    let way = fill(&words.months.list_cells, &[("before", &before), ("after", &after)]);
    let way_right = right - 96.0;
    let way = painter.text(pos2(way_right, middle), Align2::RIGHT_CENTER, way, theme::small(), palette.weak);
    let room = Rect::from_min_max(rect.min, pos2(way.left() - GAP, rect.bottom()));
    let painter = painter.with_clip_rect(room.intersect(painter.clip_rect()));
    let at = pos2(rect.left() + 6.0, middle);
    painter.text(at, Align2::LEFT_CENTER, visible(&name), theme::body(), palette.text);
    let label = fill(
        &words.months.list_row,
        &[("name", &visible(&name)), ("before", &before), ("after", &after), ("money", &money)],
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &label));
    response.on_hover_text(label);
}

/// The customer's name, else its id.
pub(in crate::ui) fn name(scored: &ScoredPortfolio, customer: CustomerIndex) -> String {
    let (customers, at) = (&scored.portfolio.customers, customer as usize);
    let texts = [&customers.name, &customers.customer_id, &customers.domain, &customers.duns];
    let text = texts.into_iter().filter_map(|column| column.get(at)).find(|id| !id.is_missing());
    text.map_or_else(String::new, |id| scored.portfolio.texts.text(*id).to_owned())
}
