//! What happened: buying signals, and opportunities won or lost. One vector a property.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::domain::report::ReportKind;
use crate::portfolio::reconciliation::LeftOut;
use crate::portfolio::table_columns::{TableColumns, by_word};
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::support::interner::TextId;
use crate::support::text::comparison_key;
use crate::workbook::dictionary::{Meaning, OutcomePart, SignalPart};
use crate::workbook::table::ColumnData;

/// Buying signals.
#[derive(Debug, Default)]
pub struct Signals {
    /// Whose they are.
    pub customer: Vec<CustomerIndex>,
    /// The day each was seen.
    pub day: Vec<Option<Date>>,
    /// Where: blog, press, website and so on.
    pub source: Vec<TextId>,
    /// What sort: hiring, funding and so on.
    pub kind: Vec<TextId>,
    /// The product each speaks of.
    pub product: Vec<TextId>,
    /// Their words.
    pub keywords: Vec<TextId>,
    /// How strong each is, in the file's own scale.
    pub strength: Vec<Option<f64>>,
}

/// Opportunities.
#[derive(Debug, Default)]
pub struct Outcomes {
    /// Whose they are.
    pub customer: Vec<CustomerIndex>,
    /// What each was about.
    pub product: Vec<TextId>,
    /// The day each was opened.
    pub opened: Vec<Option<Date>>,
    /// The day each was closed.
    pub closed: Vec<Option<Date>>,
    /// Whether it was won; `None` while open, and for words that say neither.
    pub won: Vec<Option<bool>>,
    /// What it brought.
    pub revenue: Vec<Option<Money>>,
}

/// Whether a report's word for an outcome says won or lost; `None` for other words.
#[must_use]
pub fn won_by_word(word: &str) -> Option<bool> {
    match comparison_key(word).as_str() {
        "won" | "win" | "closedwon" | "yes" | "true" | "1" | "受注" | "成約" | "獲得" => Some(true),
        "lost" | "loss" | "closedlost" | "no" | "false" | "0" | "失注" | "不成立" | "敗退" => Some(false),
        _ => None,
    }
}

impl Portfolio {
    /// Takes the rows of a table of signals or outcomes in, but for those that a file before has; other tables have none.
    pub(super) fn add_events(
        &mut self,
        kind: ReportKind,
        columns: TableColumns<'_>,
        customers: &[CustomerIndex],
        left_out: &[Option<LeftOut>],
    ) {
        let counts = |row: &usize| left_out.get(*row).copied().flatten().is_none();
        let rows: Vec<usize> = (0..customers.len()).filter(counts).collect();
        match kind {
            ReportKind::Signals => add_signals(self.signals.get_or_insert_default(), columns, customers, &rows),
            ReportKind::Outcomes => {
                let won = columns.texts(Meaning::Outcome(OutcomePart::Result));
                let won = won.map(|words| by_word(&self.texts, words, won_by_word));
                let outcomes = self.outcomes.get_or_insert_default();
                add_outcomes(outcomes, columns, won.as_deref(), customers, &rows);
            }
            _ => {}
        }
    }
}

fn add_signals(signals: &mut Signals, columns: TableColumns<'_>, customers: &[CustomerIndex], rows: &[usize]) {
    let texts = |part| columns.texts(Meaning::Signal(part));
    extend(&mut signals.customer, Some(customers), rows, 0);
    extend(&mut signals.day, columns.days(Meaning::Signal(SignalPart::Day)), rows, None);
    extend(&mut signals.source, texts(SignalPart::Source), rows, TextId::MISSING);
    extend(&mut signals.kind, texts(SignalPart::Kind), rows, TextId::MISSING);
    let product = texts(SignalPart::Product).or_else(|| columns.texts_named("Product"));
    extend(&mut signals.product, product, rows, TextId::MISSING);
    extend(&mut signals.keywords, texts(SignalPart::Keywords), rows, TextId::MISSING);
    let strength = match columns.column(Meaning::Signal(SignalPart::Strength)) {
        Some(ColumnData::Number(cells)) => Some(cells.as_slice()),
        _ => None,
    };
    extend(&mut signals.strength, strength, rows, None);
}

fn add_outcomes(
    outcomes: &mut Outcomes,
    columns: TableColumns<'_>,
    won: Option<&[Option<bool>]>,
    customers: &[CustomerIndex],
    rows: &[usize],
) {
    extend(&mut outcomes.customer, Some(customers), rows, 0);
    let product = columns.texts(Meaning::Outcome(OutcomePart::Product)).or_else(|| columns.texts_named("Product"));
    extend(&mut outcomes.product, product, rows, TextId::MISSING);
    extend(&mut outcomes.opened, columns.days(Meaning::Outcome(OutcomePart::Opened)), rows, None);
    extend(&mut outcomes.closed, columns.days(Meaning::Outcome(OutcomePart::Closed)), rows, None);
    extend(&mut outcomes.won, won, rows, None);
    extend(&mut outcomes.revenue, columns.money(Meaning::Outcome(OutcomePart::Revenue)), rows, None);
}

/// Appends the `cells` of these `rows`, or as many that are `missing` when the table has no such column.
fn extend<T: Copy>(column: &mut Vec<T>, cells: Option<&[T]>, rows: &[usize], missing: T) {
    let cell = |row: &usize| cells.and_then(|cells| cells.get(*row)).copied().unwrap_or(missing);
    column.extend(rows.iter().map(cell));
}
