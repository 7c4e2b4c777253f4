//! The columns that a marked-up copy gets, and what stands in them.

use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::portfolio::{CustomerIndex, PortfolioFile};
use crate::session::marks::columns::{OwnColumns, OwnWords};
use crate::workbook::markup::{MarkColumn, MarkKind, MarkValue, MarkedSheet, Marks, SaveWarning, foresee};
use std::collections::HashSet;
use std::sync::Arc;

/// The words of a marked-up copy, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkWords {
    /// Header of each part, with `{model}` for the model.
    pub headers: [String; 5],
    /// The bands, High first.
    pub bands: [String; 4],
    /// The clusters, Act Now first.
    pub clusters: [String; 4],
    /// The words of the columns of marks.
    pub own: OwnWords,
    /// The same in every language: a copy may have been made in another.
    pub copies: Vec<OwnWords>,
}

/// What a column says of its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Cell,
    Cluster,
    FitBand,
    IntentBand,
    WhitespaceRevenue,
}

impl Part {
    const ALL: [Self; 5] = [Self::Cell, Self::Cluster, Self::FitBand, Self::IntentBand, Self::WhitespaceRevenue];

    /// What the part is called in files, the same in every language.
    fn key(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Cluster => "cluster",
            Self::FitBand => "fit",
            Self::IntentBand => "intent",
            Self::WhitespaceRevenue => "revenue",
        }
    }

    fn width(self) -> f64 {
        match self {
            Self::Cell => 9.0,
            Self::Cluster | Self::FitBand | Self::IntentBand => 12.0,
            Self::WhitespaceRevenue => 16.0,
        }
    }
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
    parts: Vec<(usize, Part)>,
    /// What each row of the sheet is, counted from 0.
    rows: Vec<Row>,
    /// What people note, at the right of what the models say.
    own: OwnColumns,
}

impl PortfolioMarks {
    /// The marks of `file`, a file of `scored`.
    #[must_use]
    pub fn new(
        scored: Arc<ScoredPortfolio>,
        file: &PortfolioFile,
        words: MarkWords,
        currency: Currency,
        own: OwnColumns,
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
        let mut marks = Self { scored, words, columns: Vec::new(), parts: Vec::new(), rows, own };
        marks.add_columns(currency);
        marks.columns.extend(marks.own.columns());
        marks
    }

    /// Only what some file says is written: a model without scores gets no columns, and one without revenue no amounts.
    fn add_columns(&mut self, currency: Currency) {
        let scored = Arc::clone(&self.scored);
        let models = scored.models().filter_map(|model| scored.columns(model)).enumerate();
        for (position, columns) in models.filter(|(_, columns)| columns.has_scores()) {
            for (part, header) in Part::ALL.into_iter().zip(&self.words.headers) {
                let there = match part {
                    Part::Cell => columns.has_matrix(),
                    Part::Cluster => true,
                    Part::FitBand => !columns.fit.is_empty(),
                    Part::IntentBand => !columns.intent.is_empty(),
                    Part::WhitespaceRevenue => !columns.whitespace_revenue.is_empty(),
                };
                if there {
                    self.columns.push(MarkColumn {
                        key: format!("{}.{}", columns.model.key(), part.key()),
                        header: header.replace("{model}", columns.model.key()),
                        kind: if part == Part::WhitespaceRevenue { MarkKind::Money(currency) } else { MarkKind::Text },
                        width: part.width(),
                    });
                    self.parts.push((position, part));
                }
            }
        }
    }

    fn band(&self, bands: &[Option<Band>], customer: usize) -> MarkValue<'_> {
        let band = bands.get(customer).copied().flatten();
        band.and_then(|band| self.words.bands.get(band.index()))
            .map_or(MarkValue::Missing, |word| MarkValue::Text(word))
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

    /// The words of bands and clusters are all the texts there are, beside the codes of cells.
    fn may_look_like_formulas(&self) -> bool {
        if !self.own.is_empty() {
            return true;
        }
        let mut words = self.words.bands.iter().chain(&self.words.clusters);
        words.any(|word| word.starts_with(['=', '+', '-', '@', '\t', '\r']))
    }

    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        let row = self.rows.get(row as usize).copied().unwrap_or(Row::Other);
        if let Some(column) = column.checked_sub(self.parts.len()) {
            return match row {
                Row::Customer(customer) => self.own.value(customer, column),
                Row::Repeated => MarkValue::Missing,
                Row::Other => MarkValue::Keep,
            };
        }
        let (customer, (position, part)) = match (row, self.parts.get(column)) {
            (Row::Customer(customer), Some(part)) => (customer as usize, part),
            (Row::Repeated, Some(_)) => return MarkValue::Missing,
            _ => return MarkValue::Keep,
        };
        let Some(scores) = self.scored.scores.models.get(*position) else { return MarkValue::Missing };
        match part {
            Part::Cell => scores.cell(customer).map_or(MarkValue::Missing, |cell| MarkValue::Text(cell.code())),
            Part::Cluster => self.cluster(scores.cluster(customer)),
            Part::FitBand => self.band(&scores.fit_band, customer),
            Part::IntentBand => self.band(&scores.intent_band, customer),
            Part::WhitespaceRevenue => {
                let columns = self.scored.columns(scores.model);
                let revenue = columns.and_then(|columns| columns.whitespace_revenue.get(customer)).copied().flatten();
                revenue.map_or(MarkValue::Missing, MarkValue::Money)
            }
        }
    }
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
