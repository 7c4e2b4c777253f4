//! What the choice of columns would mean: whom the rows join, and what could not be read.

use crate::session::columns::ColumnPage;
use crate::ui::icons;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use egui::accesskit::Role;
use egui::{Frame, Label, Margin, RichText, Sense, Ui, WidgetInfo, vec2};

/// Draws it; while a newer choice is worked out, the answer before stays.
pub(super) fn trial(ui: &mut Ui, screen: &Screen<'_>, page: &ColumnPage) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let frame = Frame::new().fill(palette.page).corner_radius(CONTROL_RADIUS).inner_margin(Margin::symmetric(12, 8));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.horizontal(|ui| {
            let title = theme::heavy(&words.column_words.trial, theme::strong());
            ui.label(title).on_hover_text(&words.column_words.trial_tooltip);
            if page.trial.is_running() {
                ui.add(egui::Spinner::new().size(14.0));
                ui.label(RichText::new(&words.column_words.working).font(theme::small()).color(palette.weak));
            }
        });
        match page.trial.join() {
            None => String::new(),
            Some(Err(error)) => {
                let problem = words.open_error(error);
                concern(ui, &problem.title);
                ui.add(Label::new(RichText::new(&problem.cause).font(theme::small()).color(palette.weak)).wrap());
                problem.title
            }
            Some(Ok(join)) => {
                let (plain, concerns) = words.join_trial(join);
                let plain = plain.join("  ·  ");
                ui.add(Label::new(RichText::new(&plain).color(palette.text)).wrap());
                concerns.iter().for_each(|text| concern(ui, text));
                format!("{plain} {}", concerns.join(" "))
            }
        }
    });
    let label = format!("{}: {}", words.column_words.trial, shown.inner);
    shown.response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &label));
}

fn concern(ui: &mut Ui, text: &str) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 18.0), Sense::hover());
        icons::warning(ui.painter(), rect.center(), 7.0, palette.bad, palette.surface);
        ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
    });
}
