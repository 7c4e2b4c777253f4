//! Which columns of a table a card is fitted to, and in which bins.
//!
//! Left out, each with its reason: columns that are constant, ids, mostly missing without telling anything, switched
//! off, or caught by the leak alarm. The number of bins is the largest that keeps all coefficients within 1,024, beyond
//! which the algebra would cost more than the rows. Wider tables get fewer bins, then only the columns that tell most
//! alone.
//!
//! Degenerate cases: a table without a usable column gives none, and the caller falls back.

use crate::scoring::scorecard::bins::{Bins, Coder, NumberProfile, UNKNOWN, WordProfile};
use crate::scoring::scorecard::design::{Design, Shape, Term};
use crate::scoring::scorecard::leaks::{Counts, TOO_GOOD};
use crate::support::data_table::{DataColumn, DataTable, DataValues};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use serde::Serialize;

/// Most coefficients.
pub const MOST_COEFFICIENTS: usize = 1024;
/// How many bins a number may have, and how many levels a category, tried from the front.
const BIN_COUNTS: [(usize, usize); 9] =
    [(256, 64), (128, 64), (64, 64), (48, 64), (32, 64), (24, 64), (16, 64), (12, 16), (8, 8)];
/// A category with more levels than this and than a fifth of the rows is an id.
const MOST_LEVELS: usize = 50;
/// Share of missing rows from which a column must tell something.
const MOSTLY: f64 = 0.95;
/// What a mostly missing column's AUC must pass.
const TELLS: f64 = 0.51;

/// Why a column is no attribute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum LeftOut {
    /// Switched off by the user.
    Excluded,
    /// A score, a cluster or an id by its name, which the caller told.
    Supplied,
    /// The same for all rows.
    Constant,
    /// Hardly filled, and telling nothing.
    MostlyMissing,
    /// Different for each row.
    Id,
    /// A row number.
    RowNumber,
    /// Alone it tells owners from others too well.
    Leak {
        /// Its AUC alone, 0 to 1.
        auc: f64,
    },
    /// Only owners have a value.
    OnlyOwners,
    /// It tells less than others, and there are too many columns.
    TooMany,
}

/// An attribute that a card is fitted to.
pub struct Candidate {
    /// The column's place in the table.
    pub column: usize,
    /// Its bins.
    pub bins: Bins,
    /// Where bins of a number lie.
    position: Option<Vec<f64>>,
    codes: Vec<u16>,
    /// Its AUC alone, out of fold.
    pub auc: f64,
}

/// What is chosen of a table.
pub struct Chosen {
    /// The attributes, by name, so that the order of the columns does not matter.
    pub candidates: Vec<Candidate>,
    /// The columns that are none.
    pub left_out: Vec<(String, LeftOut)>,
    /// How many bins a number could have.
    pub most_bins: usize,
}

/// A column's bins for each of [`BIN_COUNTS`].
struct Prepared {
    column: usize,
    choices: Vec<(Bins, Option<Vec<f64>>)>,
}

/// What decides about columns.
pub struct Question<'a> {
    /// For each row whether it is an owner.
    pub owners: &'a [bool],
    /// For each row the key of its id.
    pub keys: &'a [u64],
    /// Columns that are switched off.
    pub excluded: &'a [String],
    /// Columns that are scores, clusters or ids by their names.
    pub supplied: &'a [String],
    /// Columns that are taken in spite of the leak alarm and the other reasons.
    pub put_back: &'a [String],
}

/// Chooses the attributes of `table`.
#[must_use]
pub fn choose(table: &DataTable, question: &Question<'_>) -> Chosen {
    let mut places: Vec<usize> = (0..table.columns.len()).collect();
    places.sort_by_key(|place| table.columns.get(*place).map(|column| column.name.as_str()));
    let looked: Vec<(usize, Result<Prepared, LeftOut>)> =
        places.into_par_iter().with_max_len(1).map(|place| (place, prepare(table, place, question))).collect();
    let (mut prepared, mut left_out) = (Vec::new(), Vec::new());
    let name = |place: usize| table.columns.get(place).map(|column| column.name.clone()).unwrap_or_default();
    for (place, looked) in looked {
        match looked {
            Ok(found) => prepared.push(found),
            Err(reason) => left_out.push((name(place), reason)),
        }
    }
    let size = |count: usize| -> usize {
        let sizes = prepared.iter().filter_map(|column| column.choices.get(count));
        1 + sizes.map(|(bins, _)| bins.size()).sum::<usize>()
    };
    let count = (0..BIN_COUNTS.len()).find(|count| size(*count) <= MOST_COEFFICIENTS).unwrap_or(BIN_COUNTS.len() - 1);
    let judged: Vec<(usize, Result<Candidate, LeftOut>)> = prepared
        .into_par_iter()
        .with_max_len(1)
        .map(|column| (column.column, judge(table, column, count, question)))
        .collect();
    let mut candidates = Vec::new();
    for (place, judged) in judged {
        match judged {
            Ok(candidate) => candidates.push(candidate),
            Err(reason) => left_out.push((name(place), reason)),
        }
    }
    leave_the_weakest(&mut candidates, &mut left_out, &name);
    left_out.sort_by(|one, two| one.0.cmp(&two.0));
    Chosen { candidates, left_out, most_bins: BIN_COUNTS.get(count).map_or(0, |(bins, _)| *bins) }
}

/// Leaves out the columns that tell least until the rest has few enough coefficients.
fn leave_the_weakest(
    candidates: &mut Vec<Candidate>,
    left_out: &mut Vec<(String, LeftOut)>,
    name: &impl Fn(usize) -> String,
) {
    let mut coefficients = 1 + candidates.iter().map(|candidate| candidate.bins.size()).sum::<usize>();
    if coefficients <= MOST_COEFFICIENTS {
        return;
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    let strength = |at: &usize| candidates.get(*at).map_or(0.0, |candidate| candidate.auc);
    order.sort_by(|one, two| strength(one).total_cmp(&strength(two)));
    let mut gone = vec![false; candidates.len()];
    for at in order {
        if coefficients <= MOST_COEFFICIENTS {
            break;
        }
        if let (Some(candidate), Some(gone)) = (candidates.get(at), gone.get_mut(at)) {
            coefficients -= candidate.bins.size();
            left_out.push((name(candidate.column), LeftOut::TooMany));
            *gone = true;
        }
    }
    let mut gone = gone.into_iter();
    candidates.retain(|_| !gone.next().unwrap_or(false));
}

fn prepare(table: &DataTable, place: usize, question: &Question<'_>) -> Result<Prepared, LeftOut> {
    let Some(column) = table.columns.get(place) else { return Err(LeftOut::Constant) };
    if question.excluded.contains(&column.name) {
        return Err(LeftOut::Excluded);
    }
    let is_put_back = question.put_back.contains(&column.name);
    if question.supplied.contains(&column.name) && !is_put_back {
        return Err(LeftOut::Supplied);
    }
    let choices: Vec<(Bins, Option<Vec<f64>>)> = match &column.values {
        DataValues::Numbers(values) => {
            let profile = NumberProfile::of(values);
            if profile.counts_rows() && !is_put_back {
                return Err(LeftOut::RowNumber);
            }
            BIN_COUNTS.iter().map(|(bins, _)| profile.bins(*bins)).collect()
        }
        DataValues::Words(words) => {
            let profile = WordProfile::of(words);
            if profile.levels.len() > MOST_LEVELS.max(table.rows / 5) && !is_put_back {
                return Err(LeftOut::Id);
            }
            BIN_COUNTS.iter().map(|(_, levels)| (profile.bins(*levels), None)).collect()
        }
    };
    Ok(Prepared { column: place, choices })
}

fn judge(table: &DataTable, mut from: Prepared, count: usize, question: &Question<'_>) -> Result<Candidate, LeftOut> {
    let Some(column) = table.columns.get(from.column) else { return Err(LeftOut::Constant) };
    let (bins, position) = from.choices.swap_remove(count.min(from.choices.len() - 1));
    let codes = codes(column, &bins, table.rows);
    let counts = Counts::of(&codes, bins.size(), question.owners, question.keys);
    let filled = (0..=bins.size()).filter(|code| counts.bin(*code).0 > 0).count();
    if filled < 2 {
        return Err(LeftOut::Constant);
    }
    let auc = counts.auc();
    if !question.put_back.contains(&column.name) {
        if auc > TOO_GOOD {
            return Err(LeftOut::Leak { auc });
        }
        if bins.has_missing() {
            if counts.only_owners_have_one(bins.levels()) {
                return Err(LeftOut::OnlyOwners);
            }
            let gaps = counts.bin(bins.levels()).0 as f64;
            if gaps > MOSTLY * table.rows as f64 && auc < TELLS && !counts.missing_tells(bins.levels()) {
                return Err(LeftOut::MostlyMissing);
            }
        }
    }
    Ok(Candidate { column: from.column, bins, position, codes, auc })
}

/// The codes of a column's rows.
fn codes(column: &DataColumn, bins: &Bins, rows: usize) -> Vec<u16> {
    let coder = Coder::new(bins, Some(&column.values));
    let size = u16::try_from(bins.size()).unwrap_or(UNKNOWN);
    (0..rows).map(|row| coder.code(row).min(size)).collect()
}

impl Chosen {
    /// The design of the chosen attributes, whose codes it takes.
    #[must_use]
    pub fn design(&mut self, rows: usize) -> Design {
        let terms = self.candidates.iter_mut().map(|candidate| {
            let shape = match candidate.bins {
                Bins::Numbers { .. } => Shape::Ordered { position: candidate.position.take() },
                Bins::Words { .. } => Shape::Unordered,
            };
            let (levels, missing) = (candidate.bins.levels(), candidate.bins.has_missing());
            Term::new(std::mem::take(&mut candidate.codes), levels, missing, shape)
        });
        Design { rows, terms: terms.collect(), covariates: Vec::new() }
    }
}
