//! When a deal was won or lost, and what it was worth.

use super::{Form, Marked, written};
use crate::domain::mark::{Mark, MarkEdit, MarkPart};
use crate::domain::money::Money;
use crate::session::action::Action;
use crate::ui::format;
use crate::ui::screen::Screen;
use egui::Ui;

/// The two fields; what cannot be understood changes nothing.
pub(super) fn closing(
    ui: &mut Ui,
    screen: &Screen<'_>,
    marked: Marked<'_>,
    shown: &Mark,
    form: Form,
) -> Option<Action> {
    let day = shown.closed.map(|day| format!("{day}")).unwrap_or_default();
    let closed = written(ui, screen, marked, MarkPart::Closed, &day, form).and_then(|text| day_of(&text));
    let amount = shown.revenue.map(amount_text).unwrap_or_default();
    let revenue = written(ui, screen, marked, MarkPart::Revenue, &amount, form).and_then(|text| amount_of(&text));
    closed
        .map(|day| marked.change(MarkEdit::Closed(day)))
        .or(revenue.map(|amount| marked.change(MarkEdit::Revenue(amount))))
}

fn amount_text(amount: Money) -> String {
    let (units, cents) = (amount.hundredths() / 100, amount.hundredths() % 100);
    if cents == 0 { units.to_string() } else { format!("{units}{}{:02}", format::decimal(), cents.abs()) }
}

/// A day such as `2026-11-02` or `2026/11/02`; empty takes it away.
fn day_of(text: &str) -> Option<Option<crate::domain::Date>> {
    let text = text.trim().replace('/', "-");
    if text.is_empty() {
        return Some(None);
    }
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let [month, day] = [parts.next()?.parse().ok()?, parts.next()?.parse().ok()?];
    if parts.next().is_some() {
        return None;
    }
    crate::domain::Date::new(year, month, day).ok().map(Some)
}

/// An amount such as `12,000.50`; empty takes it away. A sign of the currency before it is left out.
fn amount_of(text: &str) -> Option<Option<Money>> {
    let digits = format::typed(&text.replace(['$', '¥', '€', '￥'], ""));
    if digits.is_empty() {
        return Some(None);
    }
    Money::from_units(digits.parse().ok()?).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_amounts_as_people_write_them() {
        assert_eq!(day_of("2026/11/2"), Some(Some(date(2026, 11, 2))));
        assert_eq!(day_of(" "), Some(None));
        for wrong in ["2026-13-01", "11-2", "soon", "2026-1-1-1"] {
            assert_eq!(day_of(wrong), None, "{wrong}");
        }
        assert_eq!(amount_of("$12,000.50"), Some(Some(Money::from_hundredths(1_200_050))));
        assert_eq!(amount_of("much"), None);
        assert_eq!(amount_text(Money::from_hundredths(1_200_050)), "12000.50");
    }
}
