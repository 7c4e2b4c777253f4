//! The views that are kept under a name.

use crate::session::action::Action;
use crate::session::table::TableAction;
use crate::ui::controls::close_button;
use crate::ui::customers::column_menu::{ColumnEdit, field};
use crate::ui::screen::Screen;
use crate::ui::theme::Palette;
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Align, Button, Layout, Popup, PopupCloseBehavior, RichText, Ui};

const WIDTH: f32 = 300.0;

/// Draws the button that opens the list of views, and the list while it is open.
pub(super) fn views(ui: &mut Ui, screen: &Screen<'_>, edit: &mut ColumnEdit) -> Option<Action> {
    let words = &screen.words.customer_table;
    let button = ui.button(&words.views).on_hover_text(&words.views_tooltip);
    let popup = Popup::menu(&button).gap(4.0).width(WIDTH).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let shown = popup.show(|ui| {
        ui.set_width(WIDTH - 16.0);
        let mut asked = None;
        if screen.views.is_empty() {
            ui.label(RichText::new(&words.views_none).color(Palette::of(ui).weak));
        }
        for view in screen.views {
            let name = visible(&view.name);
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if close_button(ui, &fill(&words.forget_view, &[("view", &name)])).clicked() {
                        asked = Some(TableAction::ForgetView(view.name.clone()));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let button = ui.add(Button::new(&*name).truncate().frame_when_inactive(false));
                        if button.on_hover_text(&words.use_view_tooltip).clicked() {
                            asked = Some(TableAction::UseView(view.name.clone()));
                            ui.close();
                        }
                    });
                });
            });
        }
        ui.separator();
        ui.horizontal(|ui| {
            field(ui, &mut edit.view_name, &words.view_name, 180.0);
            let name = edit.view_name.trim();
            let save = ui.add_enabled(!name.is_empty(), Button::new(&words.save_view));
            if save.on_hover_text(&words.save_view_tooltip).clicked() {
                asked = Some(TableAction::SaveView(name.to_owned()));
                edit.view_name.clear();
            }
        });
        asked
    });
    shown.and_then(|shown| shown.inner).map(Action::Table)
}
