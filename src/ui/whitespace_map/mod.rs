//! The whitespace map: customers by products, of which only what is seen is drawn.

mod cell;
mod export;
mod grid;
mod header;
mod legend;
mod place;

use crate::insight::whitespace_map::WhitespaceMap;
use crate::session::action::Action;
use crate::session::drawing::Chart;
use crate::session::whitespace_map::MapAction;
use crate::ui::panel::{panel_with_inset, title};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, Palette};
use crate::ui::words::fill;
use crate::ui::{format, save_menu};
use egui::{Align, Layout, Rect, RichText, Ui, UiBuilder, pos2, vec2};
use std::sync::Arc;

pub use place::MapPlace;

const HEAD: f32 = 34.0;

/// Draws the page.
#[must_use]
pub(super) fn whitespace_map(ui: &mut Ui, screen: &Screen<'_>, place: &mut MapPlace) -> Option<Action> {
    let words = &screen.words.map;
    let room = ui.max_rect();
    let palette = Palette::of(ui);
    let head = Rect::from_min_size(room.min, vec2(room.width(), HEAD));
    let mut child = ui.new_child(UiBuilder::new().max_rect(head).layout(Layout::left_to_right(Align::Center)));
    title(&mut child, &words.title, &words.title_tooltip);
    let Some(map) = screen.whitespace_map else {
        child.label(RichText::new(&words.loading).color(palette.weak));
        return None;
    };
    child.add_space(GUTTER);
    let mut action = None;
    child.with_layout(Layout::right_to_left(Align::Center), |ui| {
        action = save_menu::menu(ui, screen, Chart::WhitespaceMap, |ui| {
            let asks = save_menu::table_item(ui, screen);
            asks.then(|| Action::WhitespaceMap(MapAction::AskExport(Arc::new(export::texts(screen, map)))))
        });
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let text = RichText::new(summary(screen, map)).font(theme::body()).color(palette.weak);
            ui.add(egui::Label::new(text).truncate());
        });
    });
    let bottom = room.bottom() - legend::legend(ui, room, screen);
    let rect = Rect::from_min_max(head.left_bottom(), pos2(room.right(), bottom - 4.0));
    let empty = match (map.models().is_empty(), map.rows.is_empty()) {
        (true, _) => Some(&words.no_products),
        (_, true) => Some(&words.empty),
        _ => None,
    };
    let chosen = panel_with_inset(ui, "whitespace map", rect, 1.0, |ui| {
        if let Some(text) = empty {
            let text = RichText::new(text).color(palette.weak);
            ui.centered_and_justified(|ui| ui.label(text));
            return None;
        }
        grid::grid(ui, rect.shrink(1.0), screen, map, place)
    });
    action.or(chosen)
}

/// How large it is, and what all of it would bring.
pub(super) fn summary(screen: &Screen<'_>, map: &WhitespaceMap) -> String {
    let words = &screen.words.map;
    let customers = screen.words.customers(u32::try_from(map.rows.len()).unwrap_or(u32::MAX));
    let products = format::count(map.models().len() as u64);
    match map.totals.all {
        Some(total) => {
            let total = format::money(total, screen.currency);
            fill(&words.summary, &[("customers", &customers), ("products", &products), ("total", &total)])
        }
        None => fill(&words.summary_untold, &[("customers", &customers), ("products", &products)]),
    }
}
