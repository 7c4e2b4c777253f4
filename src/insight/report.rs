//! What the report workbook tells: the customers that the filter leaves, those to call first on top.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::{Currency, Money};
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::expiry::{CountedOnce, ExpiryCalendar, ExpiryMonth};
use crate::insight::table::SortOrder;
use crate::portfolio::CustomerIndex;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::model_scores::ModelScores;
use crate::support::bits::Bits;
use crate::support::interner::TextId;
use crate::support::language::Language;
use crate::workbook::report_book::{AgreementRow, CustomerRow, ReportFacts, ReportMonth, ReportSource};
use std::sync::Arc;

/// The words of the report that the workbook does not bring itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportNames {
    /// The language of the workbook.
    pub language: Language,
    /// The bands, High first.
    pub bands: [String; 4],
    /// The clusters, Act Now first.
    pub clusters: [String; 4],
    /// The segments, in the order of [`Segment::ALL`].
    pub segments: [String; 4],
}

impl Default for ReportNames {
    /// Microsoft's English names.
    fn default() -> Self {
        Self {
            language: Language::English,
            bands: ["High", "Medium", "Low", "Very Low"].map(str::to_owned),
            clusters: Cluster::ALL.map(|cluster| cluster.name().to_owned()),
            segments: Segment::ALL.map(|segment| segment.name().to_owned()),
        }
    }
}

/// The report of one portfolio, model and filter.
#[derive(Debug)]
pub struct PortfolioReport {
    scored: Arc<ScoredPortfolio>,
    model: Option<Model>,
    rows: Vec<CustomerIndex>,
    /// Positions of the agreements told, each with whether it counts.
    agreements: Vec<(usize, bool)>,
    facts: ReportFacts,
}

impl PortfolioReport {
    /// The report of what `answer` shows of `scored`; `filter` are its choices in words.
    #[must_use]
    pub fn new(
        scored: &Arc<ScoredPortfolio>,
        answer: &Dashboard,
        names: ReportNames,
        filter: String,
        currency: Currency,
    ) -> Self {
        let model = answer.question.model;
        let mut is_shown = Bits::none(scored.portfolio.customer_count());
        for row in &answer.rows {
            is_shown.set(*row as usize, true);
        }
        let ordered = scored.ordered(model, &SortOrder::default());
        let rows = ordered.iter().copied().filter(|row| is_shown.has(*row as usize)).collect();
        let files: Vec<String> = scored.portfolio.files.iter().map(|file| file.origin.source.name()).collect();
        let facts = ReportFacts {
            language: names.language,
            currency,
            model: model.map(Model::product_name).unwrap_or_default().to_owned(),
            files: files.join(", "),
            filter,
            as_of: scored.as_of,
            fiscal_year: answer.cards.fiscal_year.label(),
            bands: names.bands,
            clusters: names.clusters,
            segments: names.segments,
            map: scored.profile.clusters,
            cells: [0; Cell::COUNT],
            by_segment: [0; 4],
            by_cluster: [0; 4],
            expiring_agreements: answer.cards.expiring_agreements,
            open_expiring_revenue: answer.cards.open_expiring_revenue,
            whitespace_revenue: None,
            months: Vec::new(),
        };
        let mut report = Self { scored: Arc::clone(scored), model, rows, agreements: Vec::new(), facts };
        report.count_customers();
        report.count_agreements(answer);
        report
    }

    fn scores(&self) -> Option<&ModelScores> {
        self.scored.scores.models.iter().find(|scores| Some(scores.model) == self.model)
    }

    fn columns(&self) -> Option<&ModelColumns> {
        self.model.and_then(|model| self.scored.columns(model))
    }

    #[expect(clippy::indexing_slicing, reason = "as many counts as cells, segments and clusters")]
    fn count_customers(&mut self) {
        let (mut cells, mut segments, mut clusters) = ([0; Cell::COUNT], [0; 4], [0; 4]);
        let mut revenue: Option<Money> = None;
        for row in 0..self.customers() {
            let customer = self.customer(row);
            segments[customer.segment.index()] += 1;
            if let Some(cell) = customer.cell {
                cells[cell.index()] += 1;
            }
            if let Some(cluster) = customer.cluster {
                clusters[cluster.index()] += 1;
            }
            if let Some(amount) = customer.whitespace_revenue {
                revenue = Some(revenue.unwrap_or(Money::ZERO) + amount);
            }
        }
        (self.facts.cells, self.facts.by_segment, self.facts.by_cluster) = (cells, segments, clusters);
        self.facts.whitespace_revenue = revenue;
    }

    fn count_agreements(&mut self, answer: &Dashboard) {
        let Some(agreements) = &self.scored.portfolio.agreements else { return };
        let mut is_told = Bits::none(self.scored.portfolio.customer_count());
        for row in &self.rows {
            is_told.set(*row as usize, true);
        }
        let year = answer.cards.fiscal_year;
        let is_told = |customer: usize| is_told.has(customer);
        let mut once = CountedOnce::default();
        let mut told = Vec::new();
        let rows = agreements.customer.iter().zip(&agreements.number).zip(&agreements.terms);
        for (position, ((customer, number), terms)) in rows.enumerate() {
            if is_told(*customer as usize) {
                told.push((position, terms.expires_in(year) && once.counts(*customer, *number)));
            }
        }
        let calendar = ExpiryCalendar::compute(&self.scored, self.scores(), year, is_told);
        let month = |month: ExpiryMonth| ReportMonth {
            first: month.first,
            by_cluster: month.by_cluster,
            without_cluster: month.without_cluster,
        };
        self.facts.months =
            calendar.map(|calendar| calendar.months.into_iter().map(month).collect()).unwrap_or_default();
        self.agreements = told;
    }

    fn text(&self, id: Option<&TextId>) -> &str {
        id.map_or("", |id| self.scored.portfolio.texts.text(*id))
    }
}

fn value<T: Copy>(cells: &[Option<T>], at: usize) -> Option<T> {
    cells.get(at).copied().flatten()
}

fn score(rating: Option<Rating>) -> Option<Score> {
    match rating {
        Some(Rating::Score(score)) => Some(score),
        Some(Rating::Band(_)) | None => None,
    }
}

impl ReportSource for PortfolioReport {
    fn facts(&self) -> &ReportFacts {
        &self.facts
    }

    fn customers(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    fn customer(&self, row: u32) -> CustomerRow<'_> {
        let at = self.rows.get(row as usize).map_or(usize::MAX, |customer| *customer as usize);
        let customers = &self.scored.portfolio.customers;
        let (scores, columns) = (self.scores(), self.columns());
        CustomerRow {
            name: self.text(customers.name.get(at)),
            id: self.text(customers.customer_id.get(at)),
            segment: self.scored.scores.segments.get(at).copied().unwrap_or(Segment::Unknown),
            fit: score(columns.and_then(|columns| value(&columns.fit, at))),
            intent: score(columns.and_then(|columns| value(&columns.intent, at))),
            cell: scores.and_then(|scores| scores.cell(at)),
            cluster: scores.and_then(|scores| scores.cluster(at)),
            whitespace_revenue: columns.and_then(|columns| value(&columns.whitespace_revenue, at)),
            open_expiring_revenue: value(&self.scored.agreements.open_revenue, at),
            next_end: value(&self.scored.agreements.next_end, at),
        }
    }

    fn agreements(&self) -> u32 {
        u32::try_from(self.agreements.len()).unwrap_or(u32::MAX)
    }

    fn agreement(&self, row: u32) -> AgreementRow<'_> {
        let (position, counts) = self.agreements.get(row as usize).copied().unwrap_or((usize::MAX, false));
        let portfolio = &self.scored.portfolio;
        let agreements = portfolio.agreements.as_ref();
        let customer = agreements.and_then(|all| all.customer.get(position)).map_or(usize::MAX, |at| *at as usize);
        let terms = agreements.and_then(|all| all.terms.get(position));
        let name = self.text(portfolio.customers.name.get(customer));
        let id = self.text(portfolio.customers.customer_id.get(customer));
        AgreementRow {
            customer: if name.is_empty() { id } else { name },
            cluster: self.scores().and_then(|scores| scores.cluster(customer)),
            number: self.text(agreements.and_then(|all| all.number.get(position))),
            ends: terms.and_then(|terms| terms.ends),
            revenue: terms.and_then(|terms| terms.expiring_revenue),
            is_open: terms.is_some_and(|terms| terms.is_open_on(self.scored.as_of)),
            counts,
        }
    }
}
