//! Which product's propensity is shown.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::session::action::Action;
use crate::ui::controls::segmented;
use crate::ui::screen::Screen;
use crate::ui::words::fill;
use crate::ui::{icons, theme};
use egui::accesskit::Role;
use egui::{ComboBox, Ui, WidgetInfo};

/// Draws the models as buttons where they fit in `width`, else as a list that opens.
#[must_use]
pub(super) fn model_picker(ui: &mut Ui, width: f32, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let chosen = screen.question.model?;
    let models: Vec<Model> = scored.models().collect();
    let tooltip = |model: Model| fill(&screen.words.matrix_model_tooltip, &[("model", model.product_name())]);
    if let [only] = models.as_slice() {
        // There is nothing to choose.
        let name = egui::RichText::new(only.product_name()).font(theme::body());
        ui.add(egui::Label::new(name).truncate());
        return None;
    }
    let widths = models.iter().map(|model| {
        let name = model.product_name().to_owned();
        ui.painter().layout_no_wrap(name, theme::small(), ui.visuals().text_color()).size().x + 24.0
    });
    let needed = widths.sum::<f32>() + 6.0;
    if needed <= width {
        // The picker runs from the right like the line it stands on.
        let choices = models.iter().rev().map(|model| (*model, model.product_name(), tooltip(*model)));
        return segmented(ui, &choices.collect::<Vec<_>>(), chosen).map(Action::ChooseModel);
    }
    let mut clicked = None;
    let list = ComboBox::from_id_salt("models").width(width.min(220.0)).truncate().selected_text(chosen.product_name());
    let list = list.icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
    let response = list.show_ui(ui, |ui| {
        for model in &models {
            let response = ui.selectable_label(*model == chosen, model.product_name());
            if response.on_hover_text(tooltip(*model)).clicked() && *model != chosen {
                clicked = Some(Action::ChooseModel(*model));
            }
        }
    });
    let name = format!("{}: {}", screen.words.matrix_model, chosen.product_name());
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    response.response.on_hover_text(tooltip(chosen));
    clicked
}
