//! What a customer holds, and what it will run next.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::report::ReportKind;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::AttributeData;
use crate::scoring::next::workloads::list_parts;

/// How many reasons a workload gets.
const REASONS: usize = 3;
/// The dictionary's name of the file's own list.
const RECOMMENDED: &str = "RecommendedWorkloads";

/// A product that the customer holds.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldingLine {
    /// Its name in the report.
    pub name: String,
    /// The report that tells of it.
    pub kind: ReportKind,
    /// The model it belongs to, if its words tell.
    pub model: Option<Model>,
    /// Seats in the latest month.
    pub seats: Option<f64>,
    /// What it brought in the months that are told.
    pub revenue: Option<Money>,
    /// How many of the last twelve months are told; 0 when none is named.
    pub months: i32,
}

/// A workload that the customer will run next.
#[derive(Debug, Clone, PartialEq)]
pub struct NextLine {
    /// Its name.
    pub name: String,
    /// Its score: the sum of its reasons, larger is likelier.
    pub score: f32,
    /// Whether the file recommends it as well.
    pub is_recommended: bool,
    /// The workloads it runs that speak for it, and how much, what says most first.
    pub reasons: Vec<(String, f64)>,
}

/// What `customer` holds, what brings most first.
pub(super) fn holdings(scored: &ScoredPortfolio, customer: CustomerIndex) -> Vec<HoldingLine> {
    let Some(holdings) = &scored.portfolio.holdings else { return Vec::new() };
    let lines = holdings.of(customer).iter().filter_map(|line| {
        let product = holdings.products.get(line.product as usize)?;
        Some(HoldingLine {
            name: scored.portfolio.texts.text(product.name).to_owned(),
            kind: product.kind,
            model: product.model,
            seats: line.seats,
            revenue: line.revenue,
            months: product.months,
        })
    });
    let mut lines: Vec<HoldingLine> = lines.collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.revenue));
    lines
}

/// What `customer` will run next.
pub(super) fn next(scored: &ScoredPortfolio, customer: CustomerIndex) -> Vec<NextLine> {
    let next = scored.local.as_deref().and_then(|local| local.next_workloads.as_ref());
    let Some(next) = next else { return Vec::new() };
    let at = customer as usize;
    let line = |workload: crate::scoring::next::workloads::NextWorkload<'_>| NextLine {
        name: workload.name.to_owned(),
        score: workload.score,
        is_recommended: workload.is_recommended,
        reasons: next
            .reasons(at, workload.name)
            .into_iter()
            .take(REASONS)
            .map(|reason| (reason.because.to_owned(), reason.adds))
            .collect(),
    };
    next.of(at).map(line).collect()
}

/// What the file recommends to `customer`.
pub(super) fn recommended(scored: &ScoredPortfolio, customer: CustomerIndex) -> Vec<String> {
    let column = scored.portfolio.attributes.iter().find(|attribute| attribute.name == RECOMMENDED);
    let Some(AttributeData::Text(cells)) = column.map(|attribute| &attribute.data) else { return Vec::new() };
    let list = cells.get(customer as usize).map_or("", |id| scored.portfolio.texts.text(*id));
    list_parts(list).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
