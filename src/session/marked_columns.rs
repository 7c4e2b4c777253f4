//! The columns that a marked-up copy gets, and what stands in them.

use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::model::Model;
use crate::domain::money::{Currency, Money};
use crate::insight::ScoredPortfolio;
use crate::insight::reasons::{Described, Explainer};
use crate::portfolio::{CustomerIndex, PortfolioFile};
use crate::scoring::local::ScoreSource;
use crate::scoring::wallet::expected::three_figures;
use crate::session::copy_columns::{CopyColumns, CopyPart};
use crate::session::marks::columns::{OwnColumns, OwnWords};
use crate::workbook::dictionary::ScorePart;
use crate::workbook::markup::{MarkColumn, MarkValue, MarkedSheet, Marks, SaveWarning, foresee};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Puts the reasons of the customer at a row of an explainer into one sentence.
type ReasonSentence = dyn Fn(&ScoredPortfolio, Model, &Explainer<'_>, usize) -> String + Send + Sync;

/// How reasons become a sentence of a language.
#[derive(Clone)]
pub struct ReasonWords(Arc<ReasonSentence>);

impl ReasonWords {
    /// By `sentence`, which gives an empty text where there is nothing to say.
    pub fn new(
        sentence: impl Fn(&ScoredPortfolio, Model, &Explainer<'_>, usize) -> String + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(sentence))
    }
}

impl Default for ReasonWords {
    fn default() -> Self {
        Self::new(|_, _, _, _| String::new())
    }
}

impl fmt::Debug for ReasonWords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ReasonWords")
    }
}

/// The words of a marked-up copy, in one language.
#[derive(Debug, Clone, Default)]
pub struct MarkWords {
    /// Header of each part, with `{model}` for the model.
    pub headers: [String; 7],
    /// The headers in every language: a copy may have been marked in another.
    pub all_headers: Vec<[String; 7]>,
    /// The bands, High first.
    pub bands: [String; 4],
    /// The clusters, Act Now first.
    pub clusters: [String; 4],
    /// The words of the columns of marks.
    pub own: OwnWords,
    /// The same in every language: a copy may have been made in another.
    pub copies: Vec<OwnWords>,
    /// How reasons are told.
    pub reason: ReasonWords,
}

/// What a row of the sheet is to the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// No customer: left as it is.
    Other,
    /// A customer who stood in the sheet before, perhaps with other scores: it gets no mark rather than a wrong one.
    Repeated,
    /// This customer.
    Customer(CustomerIndex),
}

/// The marks of one opened file.
pub struct PortfolioMarks {
    scored: Arc<ScoredPortfolio>,
    words: MarkWords,
    columns: Vec<MarkColumn>,
    /// For each column the model's position in the portfolio, and the part.
    parts: Vec<(usize, CopyPart)>,
    /// What each row of the sheet is, counted from 0.
    rows: Vec<Row>,
    /// What people note, at the right of what the models say.
    own: OwnColumns,
    /// The reasons of the rows asked for last; saving goes through the rows once, from above.
    reasons: Mutex<ReasonBlock>,
}

/// Rows whose reasons are worked out together.
const BLOCK: u32 = 1 << 10;

/// The reasons of [`BLOCK`] rows.
#[derive(Default)]
struct ReasonBlock {
    /// Which block it is; `None` before the first.
    block: Option<u32>,
    /// For each model's position and each row of the block its sentence.
    sentences: HashMap<(usize, u32), String>,
}

impl PortfolioMarks {
    /// The marks of `file`, a file of `scored`: the columns that are `chosen`, and what people note.
    #[must_use]
    pub fn new(
        scored: Arc<ScoredPortfolio>,
        file: &PortfolioFile,
        words: MarkWords,
        currency: Currency,
        own: OwnColumns,
        chosen: &CopyColumns,
    ) -> Self {
        let last = file.rows.iter().max().map_or(0, |row| *row as usize + 1);
        let mut rows = vec![Row::Other; last];
        let mut seen = HashSet::new();
        for (row, customer) in file.rows.iter().zip(&file.customers) {
            if let Some(slot) = rows.get_mut(*row as usize) {
                let is_first = file.kind.has_several_rows_a_customer() || seen.insert(*customer);
                *slot = if is_first { Row::Customer(*customer) } else { Row::Repeated };
            }
        }
        let reasons = Mutex::default();
        let mut marks = Self { scored, words, columns: Vec::new(), parts: Vec::new(), rows, own, reasons };
        marks.add_columns(chosen, file, currency);
        marks.columns.extend(marks.own.columns());
        marks
    }

    fn add_columns(&mut self, chosen: &CopyColumns, file: &PortfolioFile, currency: Currency) {
        let there: HashSet<&str> = file.origin.headers.iter().map(|(_, header)| header.trim()).collect();
        let is_there = |model: Model, part: CopyPart| {
            let mut headers = self.words.all_headers.iter().filter_map(|headers| headers.get(part.index()));
            headers.any(|header| there.contains(header.replace("{model}", model.key()).trim()))
        };
        for (position, model, part) in chosen.parts_of(&self.scored, &file.models, is_there) {
            let Some(header) = self.words.headers.get(part.index()) else { continue };
            self.columns.push(MarkColumn {
                key: format!("{}.{}", model.key(), part.key()),
                header: header.replace("{model}", model.key()),
                kind: part.kind(currency),
                width: part.width(),
            });
            self.parts.push((position, part));
        }
    }

    fn band(&self, bands: &[Option<Band>], customer: usize) -> MarkValue<'_> {
        let band = bands.get(customer).copied().flatten();
        band.and_then(|band| self.words.bands.get(band.index()))
            .map_or(MarkValue::Missing, |word| MarkValue::Text(word))
    }

    /// An estimate says no more than three figures.
    fn estimate(amount: Option<Money>) -> MarkValue<'static> {
        let shown = amount.and_then(|amount| Money::from_units(three_figures(amount.units())));
        shown.map_or(MarkValue::Missing, MarkValue::Money)
    }

    /// The sentence of the model at `position` for the customer in the sheet's row `row`.
    fn reason(&self, position: usize, row: u32) -> MarkValue<'_> {
        let mut known = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        if known.block != Some(row / BLOCK) {
            *known = self.block(row / BLOCK);
        }
        known.sentences.get(&(position, row)).map_or(MarkValue::Missing, |text| MarkValue::Made(text.clone()))
    }

    fn block(&self, block: u32) -> ReasonBlock {
        let from = block * BLOCK;
        let rows = (from..).zip(self.rows.iter().skip(from as usize).take(BLOCK as usize));
        let customers = rows.filter_map(|(row, of)| match of {
            Row::Customer(customer) => Some((row, *customer)),
            Row::Other | Row::Repeated => None,
        });
        let (rows, customers): (Vec<u32>, Vec<CustomerIndex>) = customers.unzip();
        let mut sentences = HashMap::new();
        let Some(described) = Described::of(&self.scored, customers) else {
            return ReasonBlock { block: Some(block), sentences };
        };
        for (position, _) in self.parts.iter().filter(|(_, part)| *part == CopyPart::Reason) {
            let model = self.scored.scores.models.get(*position).map(|scores| scores.model);
            let explainer = model.and_then(|model| Some((model, Explainer::new(&self.scored, model, &described)?)));
            let Some((model, explainer)) = explainer else { continue };
            let told: Vec<String> = (0..rows.len())
                .into_par_iter()
                .map(|at| not_a_formula((self.words.reason.0)(&self.scored, model, &explainer, at)))
                .collect();
            sentences.extend(rows.iter().map(|row| (*position, *row)).zip(told));
        }
        ReasonBlock { block: Some(block), sentences }
    }

    fn cluster(&self, cluster: Option<Cluster>) -> MarkValue<'_> {
        let word = cluster.and_then(|cluster| self.words.clusters.get(cluster.index()));
        word.map_or(MarkValue::Missing, |word| MarkValue::Text(word))
    }
}

impl Marks for PortfolioMarks {
    fn columns(&self) -> &[MarkColumn] {
        &self.columns
    }

    /// The words of bands and clusters are all the texts there are, beside the codes of cells and reasons, which never do.
    fn may_look_like_formulas(&self) -> bool {
        if !self.own.is_empty() {
            return true;
        }
        let mut words = self.words.bands.iter().chain(&self.words.clusters);
        words.any(|word| word.starts_with(FORMULA_SIGNS))
    }

    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        let found = self.rows.get(row as usize).copied().unwrap_or(Row::Other);
        if let Some(column) = column.checked_sub(self.parts.len()) {
            return match found {
                Row::Customer(customer) => self.own.value(customer, column),
                Row::Repeated => MarkValue::Missing,
                Row::Other => MarkValue::Keep,
            };
        }
        let (customer, (position, part)) = match (found, self.parts.get(column)) {
            (Row::Customer(customer), Some(part)) => (customer as usize, part),
            (Row::Repeated, Some(_)) => return MarkValue::Missing,
            _ => return MarkValue::Keep,
        };
        let Some(scores) = self.scored.scores.models.get(*position) else { return MarkValue::Missing };
        match part {
            CopyPart::Cell => scores.cell(customer).map_or(MarkValue::Missing, |cell| MarkValue::Text(cell.code())),
            CopyPart::Cluster => self.cluster(scores.cluster(customer)),
            CopyPart::Fit => self.band(&scores.fit_band, customer),
            CopyPart::Intent => self.band(&scores.intent_band, customer),
            CopyPart::Revenue => {
                let columns = self.scored.columns(scores.model);
                let revenue = columns.and_then(|columns| columns.whitespace_revenue.get(customer)).copied().flatten();
                match self.scored.source(scores.model, ScorePart::WhitespaceRevenue) {
                    Some(ScoreSource::File) => revenue.map_or(MarkValue::Missing, MarkValue::Money),
                    _ => Self::estimate(revenue),
                }
            }
            CopyPart::Expected => {
                let local = self.scored.local_model(scores.model);
                Self::estimate(local.and_then(|local| local.expected_revenue.get(customer).copied().flatten()))
            }
            CopyPart::Reason => self.reason(*position, row),
        }
    }
}

/// What a text begins with that spreadsheets take for a formula.
const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// `sentence`, so that no spreadsheet takes it for a formula, whatever words a report's headers put into it.
fn not_a_formula(sentence: String) -> String {
    if sentence.starts_with(FORMULA_SIGNS) { format!(" {sentence}") } else { sentence }
}

/// What a marked-up copy of `file` will mean for what its workbook carries beside its cells. Reads the file, so it is for
/// a job or the command line; empty when the file cannot be read any more, which saving it will tell.
#[must_use]
pub fn foreseen(file: &PortfolioFile) -> Vec<SaveWarning> {
    foresee(&file.origin.source, &file.origin.sheet).unwrap_or_default()
}

/// The place of `file`'s table, as the mark-up needs it.
#[must_use]
pub fn marked_sheet(file: &PortfolioFile) -> MarkedSheet {
    MarkedSheet {
        sheet: file.origin.sheet.clone(),
        header_row: file.origin.header_row,
        last_column: file.origin.last_column,
        headers: file.origin.headers.clone(),
        read_as: file.origin.read_as,
    }
}
