//! All columns with a box for each: which of them are shown.

use crate::insight::ScoredPortfolio;
use crate::insight::table::TableColumn;
use crate::session::action::Action;
use crate::session::table::TableAction;
use crate::support::text::search_key;
use crate::ui::customers::column_menu::{ColumnEdit, field};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::words::fill;
use egui::{Popup, PopupCloseBehavior, ScrollArea, TextWrapMode, Ui};

const WIDTH: f32 = 320.0;
const HEIGHT: f32 = 320.0;
const ROW_HEIGHT: f32 = 24.0;

/// Draws the button that opens the list, and the list while it is open.
pub(super) fn column_list(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    edit: &mut ColumnEdit,
) -> Option<Action> {
    let words = &screen.words.customer_table;
    let layout = screen.layout?;
    let hidden = layout.hidden().len();
    let name = match hidden {
        0 => words.columns.clone(),
        hidden => fill(&words.columns_hidden, &[("count", &format::count(hidden as u64))]),
    };
    let button = ui.button(name).on_hover_text(&words.columns_tooltip);
    let popup = Popup::menu(&button).gap(4.0).width(WIDTH).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let shown = popup.show(|ui| {
        ui.set_width(WIDTH - 16.0);
        ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
        field(ui, &mut edit.column_search, &words.find_column, f32::INFINITY);
        let key = search_key(&edit.column_search);
        let name = |column: TableColumn| screen.words.column_header(scored, column);
        let all = layout.shown().iter().map(|column| (*column, true));
        let all = all.chain(layout.hidden().iter().map(|column| (*column, false)));
        let rows: Vec<(TableColumn, bool)> =
            all.filter(|(column, _)| search_key(&name(*column)).contains(&key)).collect();
        let mut action = None;
        let area = ScrollArea::vertical().id_salt("columns").max_height(HEIGHT).auto_shrink([false, true]);
        area.show_rows(ui, ROW_HEIGHT, rows.len(), |ui, range| {
            for (column, is_shown) in rows.get(range).unwrap_or_default() {
                let mut ticked = *is_shown;
                if ui.checkbox(&mut ticked, name(*column).into_owned()).changed() {
                    let asked = if ticked { TableAction::ShowColumn(*column) } else { TableAction::Hide(*column) };
                    action = Some(Action::Table(asked));
                }
            }
        });
        ui.separator();
        if ui.button(&words.reset_columns).on_hover_text(&words.reset_columns_tooltip).clicked() {
            action = Some(Action::Table(TableAction::ResetColumns));
        }
        action
    });
    shown.and_then(|shown| shown.inner)
}
