//! The card as one SELECT.
//!
//! Steps, one inside the other: each attribute's value as a number or text, its points by CASE (missing first, then
//! `<=` cuts or levels, what is unknown last), the points of pairs, and the sum. A pair's two coarse bins are found like
//! points. The points stay as columns: they are the reasons. The sum is cut into parts of fifty, because SQLite lets an expression be a thousand deep. Numbers have up to 17 digits.
//! A text with a NUL can stand in no SQL and equal no column, so such a level is left out.

use crate::scoring::export::card::{Attribute, PairPoints, PointCard, Rule};
use crate::scoring::export::dialect::Dialect;

/// Additions in a row.
const SUMMANDS: usize = 50;
/// What the names of all added columns begin with.
const PREFIX: &str = "propensity_desk_";

/// The statement that scores the table called `table`. Its result is the table's own columns and, in columns whose
/// names begin with `propensity_desk_`, each attribute's value and points, and at the end `propensity_desk_decision`
/// (log-odds against the overall rate), `propensity_desk_fit` (0 to 100, not rounded) and
/// `propensity_desk_probability`.
#[must_use]
pub fn select(card: &PointCard, dialect: Dialect, table: &str) -> String {
    let mut inner = Step::new(dialect);
    for (at, attribute) in (1..).zip(all_attributes(card)) {
        let source = format!("t.{}", dialect.name(&attribute.name));
        let value = match &attribute.rule {
            Rule::Number { .. } => dialect.as_number(&source),
            Rule::Word { .. } => dialect.as_text(&source),
        };
        inner.add(&value, &format!("value_{at}"));
    }
    let mut middle = Step::new(dialect);
    for (at, attribute) in (1..).zip(all_attributes(card)) {
        middle.add(&case(attribute, &column(dialect, &format!("value_{at}")), dialect), &format!("points_{at}"));
    }
    let alone = card.attributes.len();
    let mut pairs = Step::new(dialect);
    for (at, pair) in card.pairs.iter().enumerate() {
        let coarse = |which: usize| column(dialect, &format!("points_{}", alone + 2 * at + which));
        pairs.add(&cells(pair, &coarse(1), &coarse(2), dialect), &format!("pair_{}", at + 1));
    }
    let mut sum = Step::new(dialect);
    let names: Vec<String> = (1..=alone)
        .map(|at| column(dialect, &format!("points_{at}")))
        .chain((1..=card.pairs.len()).map(|at| column(dialect, &format!("pair_{at}"))))
        .collect();
    sum.add(&summed(card.constant, &names, dialect), "decision");
    let decision = column(dialect, "decision");
    let odds = |exponent: &str, top: f64| {
        let (one, top) = (dialect.number(1.0), dialect.number(top));
        format!("{top} / ({one} + EXP(-({exponent})))")
    };
    let mut last = Step::new(dialect);
    last.add(&odds(&decision, 100.0), "fit");
    last.add(&odds(&format!("{decision} + {}", dialect.number(card.base)), 1.0), "probability");
    let from = [inner, middle, pairs, sum].iter().fold(dialect.table(table), |from, step| step.of(&from));
    last.statement(&from, dialect)
}

/// The sum of a constant and of columns.
pub(super) fn summed(constant: f64, names: &[String], dialect: Dialect) -> String {
    let parts = names.chunks(SUMMANDS).map(|part| format!("\n  + ({})", part.join(" + ")));
    dialect.number(constant) + &parts.collect::<String>()
}

/// The attributes, and behind them the coarse bins of pairs, two a pair.
fn all_attributes(card: &PointCard) -> impl Iterator<Item = &Attribute> {
    card.attributes.iter().chain(card.pairs.iter().flat_map(|pair| [&pair.first, &pair.second]))
}

/// An added column.
pub(super) fn column(dialect: Dialect, name: &str) -> String {
    dialect.name(&format!("{PREFIX}{name}"))
}

/// Columns that one SELECT adds.
pub(super) struct Step {
    dialect: Dialect,
    columns: String,
}

impl Step {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, columns: String::new() }
    }

    pub(super) fn add(&mut self, value: &str, name: &str) {
        self.columns.push_str(&format!(",\n  {value} AS {}", column(self.dialect, name)));
    }

    /// The SELECT from `from`, in brackets.
    pub(super) fn of(&self, from: &str) -> String {
        if self.columns.is_empty() {
            from.to_owned()
        } else {
            format!("(SELECT t.*{}\nFROM {from} AS t)", self.columns)
        }
    }

    /// The whole statement, with its head.
    pub(super) fn statement(&self, from: &str, dialect: Dialect) -> String {
        format!("{}SELECT t.*{}\nFROM {from} AS t;\n", dialect.head(), self.columns)
    }
}

/// The points of a pair's cell.
fn cells(pair: &PairPoints, first: &str, second: &str, dialect: Dialect) -> String {
    let mut case = format!("CASE WHEN {first} < 0 OR {second} < 0 THEN {}", dialect.number(0.0));
    for (row, points) in pair.points.chunks(pair.width.max(1)).enumerate() {
        for (at, points) in points.iter().enumerate() {
            let points = dialect.number(*points);
            case.push_str(&format!("\n    WHEN {first} = {row} AND {second} = {at} THEN {points}"));
        }
    }
    format!("{case}\n    ELSE {} END", dialect.number(0.0))
}

/// The points of one attribute.
pub(super) fn case(attribute: &Attribute, value: &str, dialect: Dialect) -> String {
    let mut case = format!("CASE WHEN {value} IS NULL THEN {}", dialect.number(attribute.missing));
    let other = match &attribute.rule {
        Rule::Number { cuts, points, .. } => {
            for (cut, points) in cuts.iter().zip(points) {
                case.push_str(&format!(
                    "\n    WHEN {value} <= {} THEN {}",
                    dialect.number(*cut),
                    dialect.number(*points)
                ));
            }
            points.last().copied().unwrap_or(0.0)
        }
        Rule::Word { levels, unknown } => {
            for (level, points) in levels.iter().filter(|(level, _)| !level.contains('\0')) {
                case.push_str(&format!(
                    "\n    WHEN {value} = {} THEN {}",
                    dialect.text(level),
                    dialect.number(*points)
                ));
            }
            *unknown
        }
    };
    format!("{case}\n    ELSE {} END", dialect.number(other))
}
