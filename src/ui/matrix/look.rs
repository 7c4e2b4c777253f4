//! How the matrix is looked at: its measure and colours, and the blocks of cells that are chosen.

use crate::domain::matrix::Cell;
use crate::insight::dashboard::Dashboard;
use crate::insight::filter::Choices;
use crate::insight::matrix::{Matrix, Measure};
use crate::session::action::Action;
use crate::session::drawing::Chart;
use crate::session::view::View;
use crate::ui::icons;
use crate::ui::panel::focus_ring;
use crate::ui::save_menu::picture_item;
use crate::ui::screen::Screen;
use crate::ui::theme::{CONTROL_RADIUS, Palette};
use egui::accesskit::Role;
use egui::{Popup, PopupCloseBehavior, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

/// Room that the button of the options takes, with its gap.
pub(super) const OPTIONS_WIDTH: f32 = 36.0;

/// What the views keep of the matrix between frames.
#[derive(Debug, Clone, Copy, Default)]
pub struct MatrixLook {
    /// What the cells show.
    pub(super) measure: Measure,
    /// Coloured by how much a cell holds in place of its cluster.
    pub(super) heat: bool,
    /// Where the block that is being chosen begins.
    pub(super) anchor: Option<Cell>,
}

/// All cells between two corners.
pub(super) fn block(from: Cell, to: Cell) -> Choices<Cell> {
    let within = |at: usize, a: usize, b: usize| (a.min(b)..=a.max(b)).contains(&at);
    Cell::all()
        .filter(|cell| {
            within(cell.fit.index(), from.fit.index(), to.fit.index())
                && within(cell.intent.index(), from.intent.index(), to.intent.index())
        })
        .collect()
}

/// The button that opens measure, heat and all models.
#[must_use]
pub(super) fn options(ui: &mut Ui, screen: &Screen<'_>, answer: &Dashboard, look: &mut MatrixLook) -> Option<Action> {
    let words = &screen.words.overview;
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::click());
    let edge = if response.hovered() { palette.outline } else { palette.hairline };
    ui.painter().rect(rect, CONTROL_RADIUS, palette.surface, Stroke::new(1.0, edge), StrokeKind::Inside);
    icons::page(ui.painter(), rect.center(), View::Tuning, palette.weak);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words.measure));
    let response = response.on_hover_text(&words.measure_tooltip);
    let menu = Popup::menu(&response).gap(4.0).width(220.0).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    menu.show(|ui| {
        ui.set_min_width(200.0);
        let matrix = answer.matrix.as_ref();
        for measure in Measure::ALL {
            let is_told =
                measure == Measure::Customers || matrix.and_then(|matrix| Matrix::amounts(matrix, measure)).is_some();
            ui.add_enabled_ui(is_told, |ui| ui.radio_value(&mut look.measure, measure, words.measure(measure)))
                .inner
                .on_disabled_hover_text(&screen.words.not_in_file);
        }
        ui.separator();
        ui.checkbox(&mut look.heat, &words.heat).on_hover_text(&words.heat_tooltip);
        let mut all = screen.question.all_models;
        let clicked = ui.checkbox(&mut all, &words.all_models).on_hover_text(&words.all_models_tooltip).clicked();
        ui.separator();
        let picture = picture_item(ui, screen, Chart::Matrix);
        clicked.then_some(Action::ShowAllModels(all)).or(picture)
    })
    .and_then(|shown| shown.inner)
}
