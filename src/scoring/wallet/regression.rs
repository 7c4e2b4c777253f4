//! A number foreseen from a table: straight lines in the logarithms of sizes, and bins of every column.
//!
//! y = a + sum c_j z_j + sum f_j(bin), z = standardised ln(1 + x). The solver, the bins and their priors are those of
//! Fit ([`crate::scoring::scorecard`]), with the identity link; so a foreseen number is a sum of parts.
//!
//! Constants: .05 on the squared slope of a standardised size is next to nothing once there are a dozen rows, and keeps
//! two sizes that say the same from pulling against each other. A size is a column of numbers without a negative one
//! and with at least 10 different ones: fewer are better told by their bins.
//!
//! Degenerate cases: columns that are constant, row numbers, and words that hardly repeat are left out; without a row
//! or a column the constant alone is foreseen; a missing size counts as the mean; a size beyond twice the largest known
//! counts as that, and is told.

use crate::scoring::scorecard::attributes::MOST_COEFFICIENTS;
use crate::scoring::scorecard::bins::{Bins, Coder, NumberProfile, UNKNOWN, WordProfile};
use crate::scoring::scorecard::design::{Covariate, Design, Shape, Term};
use crate::scoring::scorecard::solve::{Link, Rows, fit_additive};
use crate::support::data_table::{DataColumn, DataTable, DataValues};
use crate::support::progress::{Cancelled, Progress};
use serde::{Deserialize, Serialize};

/// The penalty on the squared slope of a size.
pub const SIZE_PENALTY: f64 = 0.05;
/// Fewest different values of a size.
const FEWEST_SIZES: usize = 10;
/// How many times the largest known size a customer may be.
pub const FARTHEST: f64 = 2.0;
/// How many bins a number and a category may have, tried from the front.
const BIN_COUNTS: [(usize, usize); 6] = [(64, 64), (32, 64), (16, 32), (8, 16), (4, 8), (2, 4)];
/// A category with more levels than this and than a fifth of the rows is an id.
const MOST_LEVELS: usize = 50;

/// A column that is a size alone, and never one in bins; no header begins with a space.
pub const FORESEEN: &str = " foreseen";

/// What was learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regression {
    /// The number foreseen when nothing else speaks.
    pub constant: f64,
    /// The sizes.
    pub sizes: Vec<Size>,
    /// The columns in bins.
    pub columns: Vec<Column>,
}

/// A size: its slope, and how it is standardised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// The column.
    pub name: String,
    /// Mean of ln(1 + x) over the rows learnt from.
    pub mean: f64,
    /// Standard deviation of ln(1 + x).
    pub deviation: f64,
    /// The largest x.
    pub largest: f64,
    /// The slope of the standardised logarithm.
    pub slope: f64,
}

/// A column in bins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The column.
    pub name: String,
    /// Its bins.
    pub bins: Bins,
    /// What each code adds; an unknown level adds 0.
    pub adds: Vec<f64>,
}

/// One part of a foreseen number.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// The column; the constant has none.
    pub column: Option<&'a str>,
    /// What it adds.
    pub adds: f64,
}

/// A fit, and what is known of its own rows.
pub(super) struct Fit {
    pub regression: Regression,
    /// What is foreseen of each row.
    pub foreseen: Vec<f64>,
    /// How much each row pulls its own foreseen number, 0 to 1.
    pub leverages: Vec<f64>,
}

impl Regression {
    /// Learns `target` from `table`; both have the same rows.
    pub(super) fn fit(table: &DataTable, target: &[f64], progress: &Progress) -> Result<Fit, Cancelled> {
        let sizes: Vec<Size> = table.columns.iter().filter_map(size).collect();
        let bins = bins(table);
        let terms = bins.iter().map(|(column, bins)| {
            let coder = Coder::new(bins, Some(&column.values));
            let codes = (0..table.rows).map(|row| coder.code(row)).collect();
            let shape = match bins {
                Bins::Numbers { .. } => Shape::Ordered { position: None },
                Bins::Words { .. } => Shape::Unordered,
            };
            Term::new(codes, bins.levels(), bins.has_missing(), shape)
        });
        let covariates = sizes.iter().map(|size| {
            let reader = SizeReader { size, values: numbers(table, &size.name) };
            Covariate { values: (0..table.rows).map(|row| reader.standard(row).0).collect(), penalty: SIZE_PENALTY }
        });
        let design = Design { rows: table.rows, terms: terms.collect(), covariates: covariates.collect() };
        let rows = Rows { target, weights: None, offset: None };
        let fitted = fit_additive(&design, rows, Link::Identity, progress)?;
        let leverages = fitted.leverages(&design, &vec![1.0; table.rows]);
        let mut slopes = fitted.slopes.iter();
        let sizes = sizes.into_iter().map(|size| Size { slope: slopes.next().copied().unwrap_or(0.0), ..size });
        let columns = bins.into_iter().zip(&fitted.tables);
        let columns =
            columns.map(|((column, bins), adds)| Column { name: column.name.clone(), bins, adds: adds.clone() });
        let regression = Self { constant: fitted.constant, sizes: sizes.collect(), columns: columns.collect() };
        let reader = regression.read(table);
        let foreseen = (0..table.rows).map(|row| reader.foreseen(row)).collect();
        drop(reader);
        Ok(Fit { regression, foreseen, leverages })
    }

    /// Reads the rows of `table`; columns that it lacks are missing in all rows.
    #[must_use]
    pub fn read<'a>(&'a self, table: &'a DataTable) -> Reader<'a> {
        let sizes = self.sizes.iter().map(|size| SizeReader { size, values: numbers(table, &size.name) });
        let columns = self.columns.iter().map(|column| {
            let values = table.column(&column.name).map(|found| &found.values);
            (column, Coder::new(&column.bins, values))
        });
        Reader { constant: self.constant, sizes: sizes.collect(), columns: columns.collect() }
    }
}

/// Reads a table's rows for a [`Regression`].
pub struct Reader<'a> {
    constant: f64,
    sizes: Vec<SizeReader<'a>>,
    columns: Vec<(&'a Column, Coder<'a>)>,
}

impl<'a> Reader<'a> {
    /// The number foreseen of `row`: the sum of its [`Reader::parts`] in their order.
    #[must_use]
    pub fn foreseen(&self, row: usize) -> f64 {
        self.each(row).map(|part| part.adds).sum()
    }

    /// The parts of the number foreseen of `row`, the constant first.
    #[must_use]
    pub fn parts(&self, row: usize) -> Vec<Part<'a>> {
        self.each(row).collect()
    }

    /// Whether a size of `row` lies beyond twice the largest that the model has seen, and counts as that.
    #[must_use]
    pub fn is_capped(&self, row: usize) -> bool {
        self.sizes.iter().any(|size| size.standard(row).1)
    }

    fn each(&self, row: usize) -> impl Iterator<Item = Part<'a>> + '_ {
        let sizes = self.sizes.iter().map(move |reader| Part {
            column: Some(reader.size.name.as_str()),
            adds: reader.size.slope * reader.standard(row).0,
        });
        let columns = self.columns.iter().map(move |(column, coder)| Part {
            column: Some(column.name.as_str()),
            adds: column.adds.get(usize::from(coder.code(row))).copied().unwrap_or(0.0),
        });
        std::iter::once(Part { column: None, adds: self.constant }).chain(sizes).chain(columns)
    }
}

struct SizeReader<'a> {
    size: &'a Size,
    values: Option<&'a [f64]>,
}

impl SizeReader<'_> {
    /// The standardised logarithm, 0 where the size is missing, and whether the size was capped.
    fn standard(&self, row: usize) -> (f64, bool) {
        let Some(value) = self.values.and_then(|values| values.get(row)).filter(|value| value.is_finite()) else {
            return (0.0, false);
        };
        let most = self.size.largest * FARTHEST;
        let logarithm = value.clamp(0.0, most).ln_1p();
        ((logarithm - self.size.mean) / self.size.deviation, *value > most)
    }
}

fn numbers<'a>(table: &'a DataTable, name: &str) -> Option<&'a [f64]> {
    match &table.column(name)?.values {
        DataValues::Numbers(values) => Some(values),
        DataValues::Words(_) => None,
    }
}

/// The column as a size, without a slope yet.
fn size(column: &DataColumn) -> Option<Size> {
    let DataValues::Numbers(values) = &column.values else { return None };
    let profile = NumberProfile::of(values);
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (least, largest) =
        finite().fold((f64::INFINITY, 0.0_f64), |(least, largest), value| (least.min(value), largest.max(value)));
    if profile.distinct() < FEWEST_SIZES || profile.counts_rows() || least < 0.0 {
        return None;
    }
    let count = finite().count() as f64;
    let mean = finite().map(f64::ln_1p).sum::<f64>() / count;
    let variance = finite().map(|value| (value.ln_1p() - mean).powi(2)).sum::<f64>() / count;
    let deviation = variance.sqrt();
    (deviation > 1e-9).then(|| Size { name: column.name.clone(), mean, deviation, largest, slope: 0.0 })
}

/// The columns that tell rows apart, by name, with the most bins that keep all coefficients few enough.
fn bins(table: &DataTable) -> Vec<(&DataColumn, Bins)> {
    let mut columns: Vec<&DataColumn> = table.columns.iter().filter(|column| column.name != FORESEEN).collect();
    columns.sort_by(|one, other| one.name.cmp(&other.name));
    let mut chosen = Vec::new();
    for (bins, levels) in BIN_COUNTS {
        chosen =
            columns.iter().filter_map(|column| Some((*column, bins_of(column, table.rows, bins, levels)?))).collect();
        let coefficients: usize = chosen.iter().map(|(_, bins)| bins.size()).sum();
        if coefficients < MOST_COEFFICIENTS {
            return chosen;
        }
    }
    // Hundreds of columns: those first by name, so that the choice is the same in any order.
    let mut left = MOST_COEFFICIENTS;
    chosen.retain(|(_, bins)| {
        left = left.saturating_sub(bins.size());
        left > 0
    });
    chosen
}

fn bins_of(column: &DataColumn, rows: usize, most: usize, most_levels: usize) -> Option<Bins> {
    let bins = match &column.values {
        DataValues::Numbers(values) => {
            let profile = NumberProfile::of(values);
            if profile.counts_rows() {
                return None;
            }
            profile.bins(most).0
        }
        DataValues::Words(words) => {
            let profile = WordProfile::of(words);
            if profile.levels.len() > MOST_LEVELS.max(rows / 5) {
                return None;
            }
            profile.bins(most_levels)
        }
    };
    (bins.size() > 1 && bins.size() < usize::from(UNKNOWN)).then_some(bins)
}
