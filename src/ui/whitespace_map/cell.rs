//! One cell: its signs at the left, its amount at the right.

use crate::insight::whitespace_map::{MapCell, WhitespaceMap};
use crate::portfolio::CustomerIndex;
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::whitespace_map::legend::Sign;
use crate::ui::words::fill;
use egui::{Align2, Rect, Ui, vec2};
use std::borrow::Cow;

const SIGN: f32 = 18.0;
const INSET: f32 = 8.0;

/// The name of a customer, as it is written.
pub(super) fn name<'a>(screen: &'a Screen<'_>, map: &'a WhitespaceMap, customer: CustomerIndex) -> Cow<'a, str> {
    let people = &map.scored.portfolio.customers;
    let name = people.name.get(customer as usize).map_or("", |id| map.scored.portfolio.texts.text(*id));
    if name.trim().is_empty() {
        Cow::Borrowed(screen.words.customer.unnamed.as_str())
    } else {
        screen.name_of(customer, name)
    }
}

/// Draws what the customer owns of a product and what it would bring.
pub(super) fn paint(ui: &Ui, rect: Rect, screen: &Screen<'_>, cell: &MapCell) {
    let palette = Palette::of(ui);
    let words = &screen.words.map;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    if cell.owned != Some(true) && cell.amount.is_some() {
        painter.rect_filled(rect.shrink(1.0), 0, palette.accent_soft);
    }
    let mut left = rect.left() + INSET;
    for sign in Sign::ALL.into_iter().filter(|sign| sign.holds(cell)) {
        let square = Rect::from_center_size(egui::pos2(left + SIGN / 2.0, rect.center().y), vec2(SIGN, SIGN));
        sign.paint(&painter, square, palette, words);
        left += SIGN + 3.0;
    }
    let text = match cell.amount {
        Some(amount) => format::money_compact(amount, screen.currency),
        None if left > rect.left() + INSET => return,
        None => screen.words.missing_mark.clone(),
    };
    let ink = if cell.amount.is_some() { palette.text } else { palette.weak };
    let right = rect.right_center() - vec2(INSET, 0.0);
    painter.text(right, Align2::RIGHT_CENTER, text, theme::body(), ink);
}

/// What a cell says, in words.
pub(super) fn label(screen: &Screen<'_>, map: &WhitespaceMap, customer: CustomerIndex, column: usize) -> String {
    let words = &screen.words.map;
    let name = name(screen, map, customer);
    let Some(at) = column.checked_sub(1) else {
        let amount = map.row_total(customer).map(|amount| format::money(amount, screen.currency));
        let amount = amount.unwrap_or_else(|| screen.words.not_in_file.clone());
        return fill(&words.cell_total, &[("customer", &name), ("amount", &amount)]);
    };
    let cell = map.cell(customer, at, screen.marks);
    let mut states: Vec<String> = Vec::new();
    for sign in Sign::ALL.into_iter().filter(|sign| sign.holds(&cell)) {
        if sign != Sign::Whitespace || cell.amount.is_none() {
            states.push(sign.name(words).to_owned());
        }
    }
    if let Some(amount) = cell.amount {
        let text = if cell.owned == Some(true) { &words.state_amount_owned } else { &words.state_amount };
        states.push(fill(text, &[("amount", &format::money(amount, screen.currency))]));
    }
    if states.is_empty() {
        states.push(words.state_none.clone());
    }
    let product = map.models().get(at).map_or("", |model| model.product_name());
    let states = states.join(&words.state_separator);
    fill(&words.cell, &[("customer", &name), ("product", product), ("states", &states)])
}
