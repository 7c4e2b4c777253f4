//! A wallet model for other programs: as one SELECT with EXP and LN, and as formulas of a workbook.
//!
//! ln y = constant + the sizes' straight lines + the bins' additions; the spread of ln y in the same way, with the foreseen
//! ln y as one more size; quantiles = e^(ln y + spread x quantile), mean = e^(ln y) x balance. A missing size adds 0, one
//! beyond twice the largest known counts as that, as in the model. Nothing is merged: what leaves is the model itself.

use crate::scoring::export::card::{Attribute, PointCard, Rule};
use crate::scoring::export::dialect::Dialect;
use crate::scoring::export::formula::{self, AddedColumn, PointRow};
use crate::scoring::export::sql::{Step, case, column, summed};
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::wallet::model::{QUANTILES, WalletModel};
use crate::scoring::wallet::regression::{FARTHEST, FORESEEN, Regression, Size};

/// The farthest that a foreseen spread's logarithm may be, and the largest logarithm of an amount: 10 million millions.
const SPREAD_LIMIT: f64 = 20.0;
const LARGEST_LOGARITHM: f64 = 29.933_606_208_922_594;

/// A wallet model that can leave.
#[derive(Debug, Clone, PartialEq)]
pub struct WalletCard {
    middle: Line,
    spread: Line,
    /// The foreseen logarithm as a size of the spread: mean and deviation of the logarithm over the owners, and the size.
    along: Option<((f64, f64), Size)>,
    quantiles: [f64; 4],
    balance: f64,
}

/// A number foreseen from a table.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    constant: f64,
    sizes: Vec<Size>,
    bins: Vec<Attribute>,
}

impl Line {
    fn of(regression: &Regression) -> Self {
        let bins = regression.columns.iter().map(|column| {
            let levels = column.bins.levels();
            let missing = column.adds.get(levels).copied().filter(|_| column.bins.has_missing()).unwrap_or(0.0);
            let points: Vec<f64> = column.adds.iter().take(levels).copied().collect();
            let rule = match &column.bins {
                Bins::Numbers { cuts, .. } => {
                    Rule::Number { cuts: cuts.clone(), rows: vec![1.0; points.len()], points }
                }
                Bins::Words { levels, .. } => {
                    Rule::Word { levels: levels.iter().cloned().zip(points).collect(), unknown: 0.0 }
                }
            };
            Attribute { name: column.name.clone(), missing, rule }
        });
        let sizes = regression.sizes.iter().filter(|size| size.name != FORESEEN).cloned().collect();
        Self { constant: regression.constant, sizes, bins: bins.collect() }
    }
}

/// A term of one of the two lines.
enum Term<'a> {
    Size(&'a Size),
    Bins(&'a Attribute),
}

impl Term<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Size(size) => &size.name,
            Self::Bins(attribute) => &attribute.name,
        }
    }
}

impl WalletCard {
    /// The card of `model`.
    #[must_use]
    pub fn of(model: &WalletModel) -> Self {
        let along = model.spread.sizes.iter().find(|size| size.name == FORESEEN);
        Self {
            middle: Line::of(&model.middle),
            spread: Line::of(&model.spread),
            along: along.map(|size| (model.foreseen, size.clone())),
            quantiles: model.quantiles,
            balance: model.balance,
        }
    }

    /// The columns that a table must have, each once, and whether it holds words.
    #[must_use]
    pub fn columns(&self) -> Vec<(&str, bool)> {
        let mut columns: Vec<(&str, bool)> = Vec::new();
        for term in self.terms(&self.middle).chain(self.terms(&self.spread)) {
            let is_words = matches!(&term, Term::Bins(Attribute { rule: Rule::Word { .. }, .. }));
            let name = match term {
                Term::Size(size) => size.name.as_str(),
                Term::Bins(attribute) => attribute.name.as_str(),
            };
            if columns.iter().all(|(known, _)| *known != name) {
                columns.push((name, is_words));
            }
        }
        columns
    }

    fn terms<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = Term<'a>> {
        line.sizes.iter().map(Term::Size).chain(line.bins.iter().map(Term::Bins))
    }

    /// The statement that estimates the table called `table`. Its result is the table's own columns and, in columns whose
    /// names begin with `propensity_desk_`, each term, the foreseen `logarithm` and `spread`, the quantiles `q10`, `q50`,
    /// `q80` and `q90`, and the `mean`.
    #[must_use]
    pub fn select(&self, dialect: Dialect, table: &str) -> String {
        let columns = self.columns();
        let place = |name: &str| columns.iter().position(|(known, _)| *known == name).map_or(0, |at| at + 1);
        let mut values = Step::new(dialect);
        for (at, (name, is_words)) in (1..).zip(&columns) {
            let source = format!("t.{}", dialect.name(name));
            let value = if *is_words { dialect.as_text(&source) } else { dialect.as_number(&source) };
            values.add(&value, &format!("value_{at}"));
        }
        let mut terms = Step::new(dialect);
        for (line, kind) in [(&self.middle, "adds"), (&self.spread, "spreads")] {
            for (at, term) in (1..).zip(self.terms(line)) {
                let value = column(dialect, &format!("value_{}", place(term.name())));
                let term = match term {
                    Term::Size(size) => size_in(size, &value, dialect),
                    Term::Bins(attribute) => case(attribute, &value, dialect),
                };
                terms.add(&term, &format!("{kind}_{at}"));
            }
        }
        let names = |line: &Line, kind: &str| -> Vec<String> {
            (1..=self.terms(line).count()).map(|at| column(dialect, &format!("{kind}_{at}"))).collect()
        };
        let mut logarithm = Step::new(dialect);
        logarithm.add(&summed(self.middle.constant, &names(&self.middle, "adds"), dialect), "logarithm");
        let own = column(dialect, "logarithm");
        let mut exponent = Step::new(dialect);
        let mut sum = summed(self.spread.constant, &names(&self.spread, "spreads"), dialect);
        if let Some(((mean, deviation), size)) = &self.along {
            let standard = if *deviation > 0.0 {
                format!("({own} - {}) / {}", dialect.number(*mean), dialect.number(*deviation))
            } else {
                dialect.number(0.0)
            };
            let shifted = within(&format!("{standard} + {}", dialect.number(10.0)), 0.0, 20.0, dialect);
            sum += &format!("\n  + {}", line_of(size, &shifted, dialect));
        }
        exponent.add(&sum, "spread_exponent");
        let mut spread = Step::new(dialect);
        let limited = within(&column(dialect, "spread_exponent"), -SPREAD_LIMIT, SPREAD_LIMIT, dialect);
        spread.add(&format!("EXP({limited})"), "spread");
        let mut exponents = Step::new(dialect);
        let sigma = column(dialect, "spread");
        for (share, quantile) in QUANTILES.iter().zip(self.quantiles) {
            let at = format!("{own} + {sigma} * {}", dialect.number(quantile));
            exponents.add(&at, &format!("q{:.0}_exponent", share * 100.0));
        }
        let mut last = Step::new(dialect);
        let amount = |exponent: &str| format!("EXP({})", at_most(exponent, LARGEST_LOGARITHM, dialect));
        for share in QUANTILES {
            let name = format!("q{:.0}", share * 100.0);
            last.add(&amount(&column(dialect, &format!("{name}_exponent"))), &name);
        }
        last.add(&format!("{} * {}", amount(&own), dialect.number(self.balance)), "mean");
        let steps = [values, terms, logarithm, exponent, spread, exponents];
        last.statement(&steps.iter().fold(dialect.table(table), |from, step| step.of(&from)), dialect)
    }

    /// The rows of the points sheet, of both lines.
    #[must_use]
    pub fn point_rows(&self) -> Vec<PointRow> {
        self.points().attributes.iter().flat_map(formula::rows).collect()
    }

    /// All bins, those of the middle first.
    fn points(&self) -> PointCard {
        let attributes = self.middle.bins.iter().chain(&self.spread.bins).cloned().collect();
        PointCard { constant: 0.0, base: 0.0, attributes, pairs: Vec::new() }
    }

    /// The formulas of a row, in the order of their columns. `cell` gives the cell of a column of the table; `added` that of
    /// an added column; `sheet` is the points sheet; `titles` are those of logarithm and spread.
    #[must_use]
    pub fn formulas(
        &self,
        cell: &dyn Fn(&str) -> String,
        added: &dyn Fn(usize) -> String,
        sheet: &str,
        titles: [&str; 2],
    ) -> Vec<AddedColumn> {
        let mut columns: Vec<AddedColumn> = Vec::new();
        let mut push = |title: String, formula: String| columns.push(AddedColumn { title, formula, counts: false });
        for (line, kind) in [(&self.middle, titles[0]), (&self.spread, titles[1])] {
            for size in &line.sizes {
                push(format!("{} · {kind}", size.name), size_formula(size, &cell(&size.name)));
            }
        }
        let card = self.points();
        let cells: Vec<String> = card.attributes.iter().map(|attribute| cell(&attribute.name)).collect();
        for (at, column) in formula::by_sheet(&card, &cells, sheet, &|_| String::new()).into_iter().enumerate() {
            let kind = if at < self.middle.bins.len() { titles[0] } else { titles[1] };
            push(format!("{} · {kind}", column.title), column.formula);
        }
        let sizes = self.middle.sizes.len();
        let all_sizes = sizes + self.spread.sizes.len();
        let sum = |constant: f64, ranges: [std::ops::Range<usize>; 2]| {
            let ranges = ranges.into_iter().filter(|range| !range.is_empty());
            let ranges: String =
                ranges.map(|range| format!("+SUM({}:{})", added(range.start), added(range.end - 1))).collect();
            formula::number(constant) + &ranges
        };
        let bins = all_sizes + self.middle.bins.len();
        let end = bins + self.spread.bins.len();
        push(titles[0].to_owned(), sum(self.middle.constant, [0..sizes, all_sizes..bins]));
        let logarithm = added(end);
        let mut exponent = sum(self.spread.constant, [sizes..all_sizes, bins..end]);
        if let Some(((mean, deviation), size)) = &self.along {
            let standard = if *deviation > 0.0 {
                format!("({logarithm}-({}))/{}", formula::number(*mean), formula::number(*deviation))
            } else {
                "0".to_owned()
            };
            exponent += &format!("+{}", line_formula(size, &format!("MIN(MAX({standard}+10,0),20)")));
        }
        push(titles[1].to_owned(), format!("EXP(MIN(MAX({exponent},-{SPREAD_LIMIT}),{SPREAD_LIMIT}))"));
        let spread = added(end + 1);
        let limit = formula::number(LARGEST_LOGARITHM);
        for (share, quantile) in QUANTILES.iter().zip(self.quantiles) {
            let at = format!("{logarithm}+{spread}*({})", formula::number(quantile));
            push(format!("q{:.0}", share * 100.0), format!("EXP(MIN({at},{limit}))"));
        }
        push("mean".to_owned(), format!("EXP(MIN({logarithm},{limit}))*{}", formula::number(self.balance)));
        columns
    }
}

/// slope x (ln(1 + x) - mean) / deviation, for an x from 0 up.
fn line_of(size: &Size, value: &str, dialect: Dialect) -> String {
    let [slope, mean, deviation, one] = [size.slope, size.mean, size.deviation, 1.0].map(|value| dialect.number(value));
    format!("{slope} * (({}({one} + {value}) - {mean}) / {deviation})", dialect.logarithm())
}

fn line_formula(size: &Size, value: &str) -> String {
    let [slope, mean, deviation] = [size.slope, size.mean, size.deviation].map(formula::number);
    format!("({slope})*(LN(1+{value})-({mean}))/{deviation}")
}

fn size_in(size: &Size, value: &str, dialect: Dialect) -> String {
    let limited = within(value, 0.0, size.largest * FARTHEST, dialect);
    format!("CASE WHEN {value} IS NULL THEN {} ELSE {} END", dialect.number(0.0), line_of(size, &limited, dialect))
}

fn size_formula(size: &Size, cell: &str) -> String {
    let limited = format!("MIN(MAX({cell},0),{})", formula::number(size.largest * FARTHEST));
    format!("IF(ISNUMBER({cell}),{},0)", line_formula(size, &limited))
}

/// `value` between two ends. Not every dialect has LEAST.
fn within(value: &str, low: f64, high: f64, dialect: Dialect) -> String {
    let [low, high] = [low, high].map(|end| dialect.number(end));
    format!("CASE WHEN {value} < {low} THEN {low} WHEN {value} > {high} THEN {high} ELSE {value} END")
}

fn at_most(value: &str, high: f64, dialect: Dialect) -> String {
    let high = dialect.number(high);
    format!("CASE WHEN {value} > {high} THEN {high} ELSE {value} END")
}
