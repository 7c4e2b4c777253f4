use super::*;
use crate::domain::model::Model;
use crate::domain::profile::ClusterMap;
use crate::session::settings::Language;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

fn matrix() -> Matrix {
    let mut cells = [0; Cell::COUNT];
    for (position, count) in cells.iter_mut().enumerate() {
        *count = position as u32 * 10 + 1;
    }
    let map = ClusterMap::default();
    Matrix { model: Model::M365, cells, unscored: 3, map, whitespace_revenue: None, open_revenue: None }
}

fn harness(filter: Filter) -> Harness<'static, Vec<Action>> {
    let mut look = MatrixLook::default();
    let mut harness =
        Harness::builder().with_context_setup(crate::ui::install).with_size(vec2(480.0, 320.0)).build_ui_state(
            move |ui, actions: &mut Vec<Action>| {
                let rect = ui.max_rect();
                let matrix = matrix();
                let place = MatrixPlace { matrix: &matrix, filter: &filter, currency: Currency::default() };
                actions.extend(matrix_view(ui, rect, &place, &mut look, Words::of(Language::English)));
            },
            Vec::new(),
        );
    harness.run();
    harness
}

#[test]
fn every_cell_is_a_button_that_names_its_place_count_and_cluster() {
    let mut harness = harness(Filter::default());
    harness.get_by_label("Cell A1, Fit High, Intent High: 1 customer, 0.1%, Act Now").click();
    harness.run();
    harness.get_by_label_contains("Cell N9, Fit Low, Intent Very Low: 111 customers").click();
    harness.run();
    let [high, low] = [(Band::High, Band::High), (Band::Low, Band::VeryLow)].map(|(fit, intent)| Cell { fit, intent });
    assert_eq!(harness.state(), &[Action::ToggleCell(high), Action::ToggleCell(low)]);
}

#[test]
fn arrow_keys_move_between_cells_and_space_chooses() {
    let mut harness = harness(Filter::default());
    harness.get_by_label_contains("Cell A1,").focus();
    harness.run();
    for key in [Key::ArrowRight, Key::ArrowDown, Key::ArrowUp, Key::ArrowUp, Key::ArrowDown] {
        harness.key_press(key);
        harness.run();
    }
    assert!(harness.get_by_label_contains("Cell E6,").is_focused());
    harness.key_press(Key::Space);
    harness.run();
    let expected = Cell { fit: Band::Medium, intent: Band::Medium };
    assert_eq!(harness.state(), &[Action::ToggleCell(expected)]);
}

#[test]
fn shift_with_the_arrows_chooses_a_block() {
    let mut harness = harness(Filter::default());
    harness.get_by_label_contains("Cell A1,").focus();
    harness.run();
    for key in [Key::ArrowRight, Key::ArrowDown] {
        harness.key_press_modifiers(Modifiers::SHIFT, key);
        harness.run();
    }
    let block = ["A1", "A2", "E5", "E6"];
    let chosen = Cell::all().filter(|cell| block.contains(&cell.code())).collect();
    assert_eq!(harness.state().last(), Some(&Action::ChooseCells(chosen)));
}

#[test]
fn ctrl_adds_a_cell_to_those_chosen() {
    let mut harness = harness(Filter::default());
    harness.get_by_label_contains("Cell A2,").click_modifiers(Modifiers::COMMAND);
    harness.run();
    let expected = Cell { fit: Band::High, intent: Band::Medium };
    assert_eq!(harness.state(), &[Action::ChooseCellBeside(expected)]);
}
