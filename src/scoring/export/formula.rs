//! The card as formulas of a workbook: one where it fits, else points by attribute that look them up in a sheet.
//!
//! Excel's limits: a formula has at most 8,192 characters, a text in it 255, and numbers in it 15 digits. So one formula
//! holds the whole card only where its cuts lose nothing in 15 digits; a cell keeps all 17. Bins stand with falling
//! cuts, and `MATCH(…, -1)` finds the smallest that is not below the value: the `<=` rule, exactly. The bin without a
//! cut has the largest number that Excel knows. Words are compared by `EXACT`: `MATCH` would ignore case and take `*`
//! and `?` for any letters.

use crate::scoring::export::card::{Attribute, PairPoints, PointCard, Rule};

/// The most characters of a formula, with some room for the sign before it.
const FORMULA_LENGTH: usize = 8_100;
/// The most characters of a text in a formula.
const TEXT_LENGTH: usize = 255;
/// The largest number that Excel takes.
pub const LARGEST: f64 = 9.999_999_999_999_99e307;

/// The rows of the sheet that holds the points.
#[derive(Debug, Clone, PartialEq)]
pub struct PointRow {
    /// The attribute's name.
    pub attribute: String,
    /// The upper end of a bin, inclusive.
    pub up_to: Option<f64>,
    /// A level.
    pub word: Option<String>,
    /// The points.
    pub points: f64,
}

/// How a sheet computes the decision.
#[derive(Debug, Clone, PartialEq)]
pub enum Layout {
    /// One formula a row.
    OneFormula,
    /// A column of points for each attribute, looked up in these rows.
    PointsSheet(Vec<PointRow>),
}

/// The first row, from 1, of the points in their sheet: below its header.
pub const FIRST_POINT_ROW: usize = 2;

/// Which layout the card needs. `cells` are the widest references that the values will have, such as `AB1048576`.
#[must_use]
pub fn layout(card: &PointCard, cells: &[String]) -> Layout {
    if card.pairs.is_empty() && is_exact(card) && decision(card, cells).chars().count() <= FORMULA_LENGTH {
        Layout::OneFormula
    } else {
        let pairs =
            card.pairs.iter().flat_map(|pair| [rows(&pair.first), rows(&pair.second), cell_rows(pair)].concat());
        Layout::PointsSheet(card.attributes.iter().flat_map(rows).chain(pairs).collect())
    }
}

/// Whether all cuts and words survive in a formula's text.
fn is_exact(card: &PointCard) -> bool {
    card.attributes.iter().all(|attribute| match &attribute.rule {
        Rule::Number { cuts, .. } => cuts.iter().all(|cut| number(*cut).parse() == Ok(*cut)),
        Rule::Word { levels, .. } => levels.iter().all(|(level, _)| level.encode_utf16().count() <= TEXT_LENGTH),
    })
}

/// A number in a formula, 15 digits.
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.14e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    if exponent == "0" { digits.to_owned() } else { format!("{digits}E{exponent}") }
}

/// A text in a formula.
fn text(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}

/// The decision in one formula, without the sign before it; `cells` hold the attributes' values.
#[must_use]
pub fn decision(card: &PointCard, cells: &[String]) -> String {
    let points = card.attributes.iter().zip(cells).map(|(attribute, cell)| format!("+{}", inline(attribute, cell)));
    number(card.constant) + &points.collect::<String>()
}

fn inline(attribute: &Attribute, cell: &str) -> String {
    let missing = number(attribute.missing);
    let list = |values: &mut dyn Iterator<Item = String>| values.collect::<Vec<_>>().join(";");
    match &attribute.rule {
        Rule::Number { cuts, points, .. } => match cuts.as_slice() {
            [] => format!("IF(ISNUMBER({cell}),{},{missing})", number(points.last().copied().unwrap_or(0.0))),
            cuts => {
                let ends = list(&mut std::iter::once(LARGEST).chain(cuts.iter().rev().copied()).map(number));
                let points = list(&mut points.iter().rev().copied().map(number));
                format!("IF(ISNUMBER({cell}),INDEX({{{points}}},MATCH({cell},{{{ends}}},-1)),{missing})")
            }
        },
        Rule::Word { levels, unknown } if levels.is_empty() => {
            format!("IF({cell}=\"\",{missing},{})", number(*unknown))
        }
        // EXACT is true of one level at most, so the sum is its points above those of the unknown, or 0.
        Rule::Word { levels, unknown } => {
            let words = list(&mut levels.iter().map(|(level, _)| text(level)));
            let points = list(&mut levels.iter().map(|(_, points)| number(points - unknown)));
            let sum = format!("SUMPRODUCT(--EXACT({cell},{{{words}}}),{{{points}}})");
            format!("IF({cell}=\"\",{missing},{}+{sum})", number(*unknown))
        }
    }
}

/// An attribute's rows of the points sheet: the missing value first, then bins with falling ends, or the unknown word
/// and the levels.
pub(super) fn rows(attribute: &Attribute) -> Vec<PointRow> {
    let row = |up_to, word, points| PointRow { attribute: attribute.name.clone(), up_to, word, points };
    let mut rows = vec![row(None, None, attribute.missing)];
    match &attribute.rule {
        Rule::Number { cuts, points, .. } => {
            let ends = std::iter::once(LARGEST).chain(cuts.iter().rev().copied());
            rows.extend(ends.zip(points.iter().rev()).map(|(end, points)| row(Some(end), None, *points)));
        }
        Rule::Word { levels, unknown } => {
            rows.push(row(None, None, *unknown));
            rows.extend(levels.iter().map(|(level, points)| row(None, Some(level.clone()), *points)));
        }
    }
    rows
}

/// A pair's rows: its cells.
fn cell_rows(pair: &PairPoints) -> Vec<PointRow> {
    let attribute = format!("{} x {}", pair.first.name, pair.second.name);
    let row = |points: &f64| PointRow { attribute: attribute.clone(), up_to: None, word: None, points: *points };
    pair.points.iter().map(row).collect()
}

/// A column that is added beside the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedColumn {
    /// Its title.
    pub title: String,
    /// Its formula, without the sign before it.
    pub formula: String,
    /// Whether it is added up for the decision; coarse bins of pairs are not.
    pub counts: bool,
}

/// The columns of points by the points sheet called `sheet`, whose columns are attribute, up to, word, points. `cells`
/// hold the values of the attributes, then those of each pair's two; `added` gives the cell of an added column.
#[must_use]
pub fn by_sheet(card: &PointCard, cells: &[String], sheet: &str, added: &dyn Fn(usize) -> String) -> Vec<AddedColumn> {
    let mut cells = cells.iter();
    let mut columns: Vec<AddedColumn> = Vec::new();
    let mut first = FIRST_POINT_ROW;
    let mut next = |attribute: &Attribute, first: &mut usize| {
        let formula = look_up(attribute, cells.next().map_or("", String::as_str), sheet, *first);
        *first += rows(attribute).len();
        formula
    };
    for attribute in &card.attributes {
        let formula = next(attribute, &mut first);
        columns.push(AddedColumn { title: attribute.name.clone(), formula, counts: true });
    }
    for pair in &card.pairs {
        let title = format!("{} x {}", pair.first.name, pair.second.name);
        let (one, two) = (added(columns.len()), added(columns.len() + 1));
        for (attribute, which) in [(&pair.first, 1), (&pair.second, 2)] {
            let formula = next(attribute, &mut first);
            columns.push(AddedColumn { title: format!("{title} {which}"), formula, counts: false });
        }
        let last = (first + pair.points.len()).saturating_sub(1);
        let found = format!("INDEX({sheet}!$D${first}:$D${last},{one}*{}+{two}+1)", pair.width);
        let formula = format!("IF(OR({one}<0,{two}<0),0,{found})");
        columns.push(AddedColumn { title, formula, counts: true });
        first += pair.points.len();
    }
    columns
}

/// The points of the value in `cell`; the attribute's rows begin at `first`.
fn look_up(attribute: &Attribute, cell: &str, sheet: &str, first: usize) -> String {
    let last = first + rows(attribute).len() - 1;
    let range = |column: char, from: usize| format!("{sheet}!${column}${from}:${column}${last}");
    let missing = format!("{sheet}!$D${first}");
    match &attribute.rule {
        Rule::Number { .. } => {
            let (points, ends) = (range('D', first + 1), range('B', first + 1));
            format!("IF(ISNUMBER({cell}),INDEX({points},MATCH({cell},{ends},-1)),{missing})")
        }
        Rule::Word { levels, .. } => {
            let unknown = format!("{sheet}!$D${}", first + 1);
            if levels.is_empty() {
                return format!("IF({cell}=\"\",{missing},{unknown})");
            }
            let same = format!("--EXACT({cell},{})", range('C', first + 2));
            let sum = format!("SUMPRODUCT({same},{})", range('D', first + 2));
            format!("IF({cell}=\"\",{missing},IF(SUMPRODUCT({same})=0,{unknown},{sum}))")
        }
    }
}

/// The score of 0 to 100 from the cell that holds the decision.
#[must_use]
pub fn fit(decision: &str) -> String {
    format!("100/(1+EXP(-{decision}))")
}

/// The probability of owning from the cell that holds the decision.
#[must_use]
pub fn probability(card: &PointCard, decision: &str) -> String {
    format!("1/(1+EXP(-({decision}+({}))))", number(card.base))
}
