//! What a column holds, in a few lines.

use crate::insight::ScoredPortfolio;
use crate::insight::column_facts::{ColumnFacts, Spread};
use crate::insight::table::TableColumn;
use crate::ui::controls::elided;
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::{Grid, RichText, Ui};

/// A value takes no more width than this.
const VALUE_WIDTH: f32 = 176.0;
/// How many values are named.
const VALUES_NAMED: usize = 5;

/// Draws the statistics of `column`, once they are known.
pub(in crate::ui) fn facts(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, column: TableColumn) {
    let words = &screen.words.customer_table;
    let palette = Palette::of(ui);
    let Some(facts) = screen.facts.filter(|facts| facts.question.column == column) else {
        ui.label(RichText::new(&words.facts_pending).color(palette.weak));
        return;
    };
    Grid::new("facts").num_columns(2).spacing([16.0, 2.0]).show(ui, |ui| {
        let names_values = !screen.covers(scored, column);
        for (name, value) in lines(screen, facts, names_values) {
            ui.label(RichText::new(name).font(theme::small()).color(palette.weak));
            ui.label(elided(ui.painter(), value, theme::small(), VALUE_WIDTH, palette.text));
            ui.end_row();
        }
    });
}

/// Names and values, in their order.
fn lines<'a>(screen: &Screen<'a>, facts: &ColumnFacts, names_values: bool) -> Vec<(&'a str, String)> {
    let words = &screen.words.customer_table;
    let mut lines = vec![
        (words.facts_filled.as_str(), format::count(facts.filled)),
        (words.facts_missing.as_str(), format::count(facts.missing)),
        (words.facts_distinct.as_str(), format::count(facts.distinct as u64)),
    ];
    let names = [&words.facts_least, &words.facts_median, &words.facts_most].map(String::as_str);
    match facts.spread {
        Some(Spread::Numbers { range, sum }) => {
            lines.extend(names.into_iter().zip(range.map(format::number)));
            lines.extend(sum.map(|sum| (words.facts_sum.as_str(), format::number(sum))));
        }
        Some(Spread::Amounts { range, sum }) => {
            let money = |amount| format::money(amount, screen.currency);
            lines.extend(names.into_iter().zip(range.map(money)));
            lines.push((&words.facts_sum, money(sum)));
        }
        Some(Spread::Days(range)) => {
            let day = |day| format::day(day, screen.words.language);
            lines.extend(names.into_iter().zip(range.map(day)));
        }
        None => {}
    }
    let named = if names_values { VALUES_NAMED } else { 0 };
    for (at, (value, count)) in facts.values.iter().take(named).enumerate() {
        let name = if at == 0 { words.facts_top.as_str() } else { "" };
        let values = [("value", &*screen.words.column_value(value)), ("count", &*format::count(*count))];
        lines.push((name, fill(&words.facts_top_value, &values)));
    }
    lines
}
