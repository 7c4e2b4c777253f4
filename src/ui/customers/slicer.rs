//! The values of a column with how many customers have each; those that are ticked are shown.

use crate::insight::column_facts::VALUES_LISTED;
use crate::insight::condition::{ColumnValue, Condition};
use crate::insight::table::TableColumn;
use crate::support::text::search_key;
use crate::ui::customers::column_menu::{ColumnEdit, field};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align, Checkbox, Layout, RichText, ScrollArea, TextWrapMode, Ui, WidgetInfo};

const HEIGHT: f32 = 176.0;
const ROW_HEIGHT: f32 = 24.0;
/// With fewer values than this nobody needs to look for one.
const WORTH_FINDING: usize = 9;

/// Draws the values of `column`; `condition` is the one that it has.
pub(super) fn slicer(
    ui: &mut Ui,
    screen: &Screen<'_>,
    column: TableColumn,
    condition: Option<&Condition>,
    edit: &mut ColumnEdit,
    changed: &mut Option<Option<Condition>>,
) {
    let words = &screen.words.customer_table;
    let Some(facts) = screen.facts.filter(|facts| facts.question.column == column) else { return };
    let chosen = match condition {
        Some(Condition::Values(values)) => values.as_slice(),
        _ => &[],
    };
    if facts.values.len() >= WORTH_FINDING {
        field(ui, &mut edit.find, &words.find_value, f32::INFINITY);
    }
    let key = search_key(&edit.find);
    // What is chosen stays in sight though nobody has it by now.
    let is_listed = |value: &ColumnValue| facts.values.iter().any(|(known, _)| known == value);
    let unlisted = chosen.iter().filter(|value| !is_listed(value)).map(|value| (value, 0));
    let listed = facts.values.iter().map(|(value, count)| (value, *count));
    let is_found = |value: &ColumnValue| key.is_empty() || search_key(&screen.words.column_value(value)).contains(&key);
    let rows: Vec<(&ColumnValue, u32)> = unlisted.chain(listed).filter(|(value, _)| is_found(value)).collect();
    let area = ScrollArea::vertical().id_salt("values").max_height(HEIGHT).auto_shrink([false, true]);
    area.show_rows(ui, ROW_HEIGHT, rows.len(), |ui, range| {
        for (value, count) in rows.get(range).unwrap_or_default() {
            if row(ui, screen, value, *count, chosen.contains(value)) {
                let mut values = chosen.to_vec();
                match values.iter().position(|known| known == *value) {
                    Some(at) => drop(values.remove(at)),
                    None => values.push((*value).clone()),
                }
                *changed = Some(Some(Condition::Values(values)));
            }
        }
    });
    if facts.distinct > VALUES_LISTED {
        let text = fill(&words.values_listed, &[("count", &format::count(VALUES_LISTED as u64))]);
        ui.label(RichText::new(text).font(theme::small()).color(Palette::of(ui).weak));
    }
}

/// One value with its count; true when it was ticked or let go.
fn row(ui: &mut Ui, screen: &Screen<'_>, value: &ColumnValue, count: u32, is_chosen: bool) -> bool {
    let name = screen.words.column_value(value);
    let label = fill(&screen.words.customer_table.facts_value, &[("value", &name), ("count", &format::count(count))]);
    ui.horizontal(|ui| {
        ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
        ui.set_height(ROW_HEIGHT - ui.spacing().item_spacing.y);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let count = RichText::new(format::count(count)).font(theme::small()).color(Palette::of(ui).weak);
            ui.label(count);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let mut ticked = is_chosen;
                let response = ui.add(Checkbox::new(&mut ticked, (*name).to_owned()));
                response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_chosen, &label));
                response.changed()
            })
            .inner
        })
        .inner
    })
    .inner
}
