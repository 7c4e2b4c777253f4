//! Who a customer is.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::support::interner::TextId;

/// What makes an address, in the order it is written.
const ADDRESS: [&str; 4] = ["PostalCode", "City", "State", "Country"];
/// Lists that stand elsewhere on the page.
const ELSEWHERE: [&str; 4] = ["ExistingWorkloads", "RecommendedWorkloads", "AgreementEndDate", "ExpiringRevenue"];

/// Names, numbers and place of a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// Its name.
    pub name: Option<String>,
    /// Partner Center's id.
    pub customer_id: Option<String>,
    /// Dun & Bradstreet number.
    pub duns: Option<String>,
    /// Web domain.
    pub domain: Option<String>,
    /// Postal code, city, state and country, as far as they are told.
    pub address: Vec<String>,
    /// Number of employees; of a band its lower end.
    pub employees: Option<u32>,
    /// Azure consumed revenue of the latest month.
    pub azure_revenue: Option<Money>,
    /// Its segment.
    pub segment: Segment,
    /// What gave it.
    pub segment_by: SegmentBy,
    /// Every other column that tells something, in the order of the files.
    pub facts: Vec<Fact>,
}

/// What gave a customer its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentBy {
    /// The file names it.
    File,
    /// The file's finer subsegment names it.
    FinerSubsegment,
    /// The rule, by Azure consumed revenue.
    AzureRevenue,
    /// The rule, by employees.
    Employees,
    /// There is nothing to go by.
    Nothing,
}

/// What a column says of a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The dictionary's name of the column.
    pub name: String,
    /// The column's header.
    pub header: String,
    /// What it says.
    pub value: FactValue,
}

impl Fact {
    /// Puts `cover` over what it says.
    pub(in crate::insight) fn cover(&mut self, cover: &str) {
        self.value = FactValue::Text(cover.to_owned());
    }
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// Words.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// An amount.
    Money(Money),
    /// A day.
    Day(Date),
}

impl Identity {
    pub(super) fn of(scored: &ScoredPortfolio, customer: CustomerIndex) -> Self {
        let portfolio = &scored.portfolio;
        let people = &portfolio.customers;
        let at = customer as usize;
        let text = |ids: &[TextId]| ids.get(at).and_then(|id| told(portfolio.texts.text(*id)));
        let address = ADDRESS.iter().filter_map(|name| {
            let attribute = portfolio.attributes.iter().find(|attribute| attribute.name == *name)?;
            match value(scored, attribute, at)? {
                FactValue::Text(text) => Some(text),
                _ => None,
            }
        });
        let is_fact = |attribute: &&Attribute| {
            let name = attribute.name.as_str();
            !attribute.is_play && !ADDRESS.contains(&name) && !ELSEWHERE.contains(&name)
        };
        let facts = portfolio.attributes.iter().filter(is_fact).filter_map(|attribute| {
            let (name, header) = (attribute.name.clone(), attribute.header.clone());
            Some(Fact { name, header, value: value(scored, attribute, at)? })
        });
        Self {
            name: text(&people.name),
            customer_id: text(&people.customer_id),
            duns: text(&people.duns),
            domain: text(&people.domain),
            address: address.collect(),
            employees: people.employees.get(at).copied().flatten(),
            azure_revenue: people.azure_revenue.get(at).copied().flatten(),
            segment: scored.scores.segments.get(at).copied().unwrap_or(Segment::Unknown),
            segment_by: segment_by(scored, at),
            facts: facts.collect(),
        }
    }
}

fn told(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The same order of questions as [`crate::scoring::segments`] asks.
fn segment_by(scored: &ScoredPortfolio, at: usize) -> SegmentBy {
    let people = &scored.portfolio.customers;
    let rule = &scored.profile.segment_rule;
    if people.named_segment.get(at).copied().flatten().is_some() {
        return SegmentBy::File;
    }
    if people.sub_segment.get(at).copied().flatten().is_some() {
        return SegmentBy::FinerSubsegment;
    }
    let revenue = people.azure_revenue.get(at).copied().flatten();
    if revenue.is_some_and(|revenue| revenue > rule.upper_medium_azure_revenue) {
        return SegmentBy::AzureRevenue;
    }
    match people.employees.get(at).copied().flatten() {
        None | Some(0) => SegmentBy::Nothing,
        Some(_) => SegmentBy::Employees,
    }
}

/// What `attribute` says of the customer at `at`.
fn value(scored: &ScoredPortfolio, attribute: &Attribute, at: usize) -> Option<FactValue> {
    match &attribute.data {
        AttributeData::Text(cells) => told(scored.portfolio.texts.text(*cells.get(at)?)).map(FactValue::Text),
        AttributeData::Flag(cells) => cells.get(at).copied().flatten().map(FactValue::Flag),
        AttributeData::Number(cells) => cells.get(at).copied().flatten().map(FactValue::Number),
        AttributeData::Money(cells) => cells.get(at).copied().flatten().map(FactValue::Money),
        AttributeData::Day(cells) => cells.get(at).copied().flatten().map(FactValue::Day),
    }
}
