//! The whitespace map: customers by products, with what each owns and what is left to sell.
//!
//! On a job: the order of the rows, the totals, and one bit a customer and product of what is owned, flagged for upsell
//! or held by a competitor. Everything else of a cell is read when it is drawn. Totals come from
//! [`WhitespaceColumns::add`], the same sum that the card and the table have.
//!
//! Edges: a product whose owners no file tells is neither owned nor not; an amount that nobody tells is none, and such
//! customers come last in the order by amount, whichever way round.

use crate::domain::end_of_service::{SupportCalendar, SupportedProduct};
use crate::domain::family::Family;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::play::{PlayArea, PlayGuide};
use crate::insight::ScoredPortfolio;
use crate::insight::marks::Marks;
use crate::insight::whitespace::{WhitespaceColumns, WhitespaceTotals};
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::scoring::engine::owners::Owners;
use crate::support::progress::{Cancelled, Progress};
use crate::support::text::comparison_key;
use rayon::slice::ParallelSliceMut;
use std::cmp::Reverse;
use std::sync::Arc;

/// What the rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MapKey {
    /// What all products together would bring.
    #[default]
    Total,
    /// What one product would bring.
    Product(Model),
    /// The order of the table.
    Table,
}

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapOrder {
    /// By what.
    pub key: MapKey,
    /// The largest first; who has no amount comes last either way.
    pub descending: bool,
}

impl Default for MapOrder {
    /// Who would bring most first.
    fn default() -> Self {
        Self { key: MapKey::Total, descending: true }
    }
}

/// The map for one filter and order.
#[derive(Debug)]
pub struct WhitespaceMap {
    /// What it was made of; cells are read from it.
    pub scored: Arc<ScoredPortfolio>,
    /// The customers, in the order of the rows.
    pub rows: Vec<CustomerIndex>,
    /// The order.
    pub order: MapOrder,
    /// The totals of products, and of all together.
    pub totals: WhitespaceTotals,
    /// How many of the rows own each product; `None` where no file tells.
    pub owners: Vec<Option<u32>>,
    facts: Arc<MapFacts>,
}

/// What holds of the customers whatever the filter: a bit a product, in the order of the columns.
#[derive(Debug, Default)]
struct MapFacts {
    models: Vec<Model>,
    owned: Vec<u8>,
    told: Vec<u8>,
    upsell: Vec<u8>,
    competitor: Vec<u8>,
    /// The products to which each ending product's customers move.
    ending: Vec<u8>,
}

/// A cell of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MapCell {
    /// Whether the customer owns the product; `None` when no file tells.
    pub owned: Option<bool>,
    /// What the product would bring in a year.
    pub amount: Option<Money>,
    /// The file flags the customer for a higher plan or more seats.
    pub is_upsell: bool,
    /// A workload of the product is likely next.
    pub is_next: bool,
    /// A competitor's product is in use.
    pub has_competitor: bool,
    /// Something loses its support that the product takes the place of.
    pub is_ending: bool,
    /// The customer is marked for the product: someone works on it.
    pub is_in_work: bool,
}

impl WhitespaceMap {
    /// The map of `customers`, which stand in the order of the table; `before` is an older map, whose facts stay true for
    /// the same scores.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn compute(
        scored: Arc<ScoredPortfolio>,
        customers: &[CustomerIndex],
        order: MapOrder,
        before: Option<&Self>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let known = before.filter(|before| Arc::ptr_eq(&before.scored, &scored));
        let facts = match known {
            Some(before) => Arc::clone(&before.facts),
            None => Arc::new(MapFacts::of(&scored, progress)?),
        };
        let columns = WhitespaceColumns::of(&scored);
        let mut totals = columns.nothing();
        customers.iter().for_each(|customer| columns.add(&mut totals, *customer));
        progress.advance(0)?;
        let rows = ordered(&columns, customers, order);
        progress.advance(0)?;
        let owners = (0..facts.models.len()).map(|at| facts.owners(customers, at)).collect();
        drop(columns);
        Ok(Self { scored, rows, order, totals, owners, facts })
    }

    /// The products, in the order of the columns.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.facts.models
    }

    /// The cell of `customer` in the column at `at`; `marks` tell who is in work.
    #[must_use]
    pub fn cell(&self, customer: CustomerIndex, at: usize, marks: &Marks) -> MapCell {
        let Some(model) = self.facts.models.get(at).copied() else { return MapCell::default() };
        let row = customer as usize;
        let has = |bits: &[u8]| bits.get(row).is_some_and(|bits| bits & bit(at) != 0);
        let columns = self.scored.columns(model);
        let local = self.scored.local.as_deref();
        let next = local.and_then(|local| local.next_workloads.as_ref()).filter(|_| model == Model::Azure);
        let ending = local.and_then(|local| local.end_of_service.as_ref());
        let is_ending = ending.is_some_and(|ending| {
            let mut entries = ending.of(row).iter();
            entries
                .any(|entry| self.facts.ending.get(usize::from(entry.product)).is_some_and(|bits| bits & bit(at) != 0))
        });
        MapCell {
            owned: has(&self.facts.told).then(|| has(&self.facts.owned)),
            amount: columns.and_then(|columns| columns.whitespace_revenue.get(row)).copied().flatten(),
            is_upsell: has(&self.facts.upsell),
            is_next: next.is_some_and(|next| next.of(row).next().is_some()),
            has_competitor: has(&self.facts.competitor),
            is_ending,
            is_in_work: is_in_work(marks, customer, model),
        }
    }

    /// What all products together would bring at `customer`.
    #[must_use]
    pub fn row_total(&self, customer: CustomerIndex) -> Option<Money> {
        WhitespaceColumns::of(&self.scored).total_of(customer)
    }
}

/// Whether someone works on `customer` for `model`: a status, of the model before that of the whole customer, that is
/// neither an end nor a rest, or the word that it is a target.
fn is_in_work(marks: &Marks, customer: CustomerIndex, model: Model) -> bool {
    let (of_model, whole) = (marks.of(customer, Some(model)), marks.of(customer, None));
    match of_model.status.or(whole.status) {
        Some(status) => !status.needs_no_call(),
        None => of_model.target || whole.target,
    }
}

fn bit(at: usize) -> u8 {
    u32::try_from(at).ok().and_then(|at| 1_u8.checked_shl(at)).unwrap_or(0)
}

fn ordered(columns: &WhitespaceColumns<'_>, customers: &[CustomerIndex], order: MapOrder) -> Vec<CustomerIndex> {
    let amount: Box<dyn Fn(CustomerIndex) -> Option<Money> + '_> = match order.key {
        MapKey::Table if order.descending => return customers.iter().rev().copied().collect(),
        MapKey::Table => return customers.to_vec(),
        MapKey::Total => Box::new(|customer| columns.total_of(customer)),
        MapKey::Product(model) => {
            let at = columns.models().position(|known| known == model);
            Box::new(move |customer| at.and_then(|at| columns.of_customer(customer).nth(at)).flatten())
        }
    };
    // Equal amounts keep the order of the table.
    let mut keyed: Vec<(bool, Reverse<i64>, u32, CustomerIndex)> = (0..)
        .zip(customers)
        .map(|(place, customer)| {
            let amount = amount(*customer).map(Money::hundredths);
            let key = amount.unwrap_or(0);
            (amount.is_none(), Reverse(if order.descending { key } else { key.saturating_neg() }), place, *customer)
        })
        .collect();
    keyed.par_sort_unstable();
    keyed.into_iter().map(|(.., customer)| customer).collect()
}

impl MapFacts {
    fn of(scored: &ScoredPortfolio, progress: &Progress) -> Result<Self, Cancelled> {
        let portfolio = &scored.portfolio;
        let count = portfolio.customer_count();
        let models: Vec<Model> = scored.models().collect();
        let mut facts = Self { models, ..Self::default() };
        for bits in [&mut facts.owned, &mut facts.told, &mut facts.upsell, &mut facts.competitor] {
            bits.resize(count, 0);
        }
        for (at, model) in facts.models.iter().enumerate() {
            progress.advance(0)?;
            let Some(owners) = Owners::of(portfolio, *model) else { continue };
            set(&mut facts.owned, &owners.owned, bit(at));
            set(&mut facts.told, &owners.told, bit(at));
        }
        for attribute in &portfolio.attributes {
            let AttributeData::Flag(cells) = &attribute.data else { continue };
            let flags = || cells.iter().map(|cell| *cell == Some(true)).collect::<Vec<bool>>();
            let (upsell, competitor) = (
                facts.mask(|model| tells_upsell(attribute, model)),
                facts.mask(|model| tells_competitor(attribute, model)),
            );
            if upsell != 0 {
                set(&mut facts.upsell, &flags(), upsell);
            }
            if competitor != 0 {
                set(&mut facts.competitor, &flags(), competitor);
            }
        }
        let calendar = SupportCalendar::shipped().corrected_by(&scored.profile.support_calendar);
        let ending = scored.local.as_deref().and_then(|local| local.end_of_service.as_ref());
        let products = ending.map(|ending| ending.products.as_slice()).unwrap_or_default();
        facts.ending = products
            .iter()
            .map(|ending| {
                let topics = calendar.products.get(ending.product).map(SupportedProduct::all_topics);
                facts.mask(|model| {
                    topics.is_some_and(|topics| topics.names(model) || topics.names_family_itself(Family::of(model)))
                })
            })
            .collect();
        Ok(facts)
    }

    fn mask(&self, is_meant: impl Fn(Model) -> bool) -> u8 {
        let meant = self.models.iter().enumerate().filter(|(_, model)| is_meant(**model));
        meant.fold(0, |mask, (at, _)| mask | bit(at))
    }

    fn owners(&self, customers: &[CustomerIndex], at: usize) -> Option<u32> {
        let has = |bits: &[u8], customer: &CustomerIndex| {
            bits.get(*customer as usize).is_some_and(|bits| bits & bit(at) != 0)
        };
        let is_told = customers.iter().any(|customer| has(&self.told, customer));
        let owners = customers.iter().filter(|customer| has(&self.owned, customer)).count();
        is_told.then(|| u32::try_from(owners).unwrap_or(u32::MAX))
    }
}

fn set(bits: &mut [u8], flags: &[bool], mask: u8) {
    for (bits, flag) in bits.iter_mut().zip(flags) {
        *bits |= if *flag { mask } else { 0 };
    }
}

/// Whether a column flags customers for a higher plan of `model`.
fn tells_upsell(attribute: &Attribute, model: Model) -> bool {
    match attribute.name.as_str() {
        "M365UpsellCustomer" => model == Model::M365,
        "AzureUpsellCustomer" => model == Model::Azure,
        name => {
            attribute.is_play
                && model == Model::M365
                && PlayGuide::of(name).is_some_and(|guide| guide.key == "m365_upsell")
        }
    }
}

/// Whether a column says that something of a competitor is used in place of `model`.
fn tells_competitor(attribute: &Attribute, model: Model) -> bool {
    match attribute.name.as_str() {
        "HasGoogle" => model == Model::M365,
        "HasAWS" => model == Model::Azure,
        name => {
            let is_play = attribute.is_play && comparison_key(name).contains("compete");
            is_play && PlayGuide::of(name).is_some_and(|guide| is_about(guide.area, model))
        }
    }
}

fn is_about(area: PlayArea, model: Model) -> bool {
    match area {
        PlayArea::ModernWork | PlayArea::Security => model == Model::M365,
        PlayArea::Surface => model == Model::Surface,
        PlayArea::Azure => model == Model::Azure,
        PlayArea::Dynamics => model == Model::D365CustomerEngagement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::ScoringProfile;
    use crate::insight::dashboard::{Dashboard, Question};
    use crate::insight::filter::{CustomerList, Filter, ListReason};
    use crate::portfolio::PortfolioBuilder;
    use crate::portfolio::tests::report;
    use crate::workbook::table::{AsOf, KnownBy};
    use proptest::prelude::*;

    /// Amounts in hundredths of Microsoft 365 and Azure; `None` is an empty cell.
    type Amounts = Vec<(Option<i32>, Option<i32>)>;

    fn scored(amounts: &Amounts) -> Arc<ScoredPortfolio> {
        let cell = |amount: &Option<i32>| {
            amount.map_or_else(String::new, |amount| format!("{:.2}", f64::from(amount) / 100.0))
        };
        let lines: Vec<String> = (0..)
            .zip(amounts)
            .map(|(id, (m365, azure)): (usize, _)| {
                let owns = if id % 3 == 0 { "Yes" } else { "No" };
                format!("C{id}|80|40|{}|30|90|{}|{owns}|{owns}|No", cell(m365), cell(azure))
            })
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut builder = PortfolioBuilder::default();
        let headers = "CustomerID|M365Fit|M365Intent|M365 whitespace revenue|AzureFit|AzureIntent|Azure whitespace revenue|Has M365|HasAWS|HasGoogle";
        builder.add(report(headers, &lines)).unwrap();
        let as_of = AsOf { day: jiff::civil::date(2026, 10, 1), known_by: KnownBy::User };
        Arc::new(ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), as_of))
    }

    fn map(scored: &Arc<ScoredPortfolio>, rows: &[CustomerIndex], order: MapOrder) -> WhitespaceMap {
        WhitespaceMap::compute(Arc::clone(scored), rows, order, None, &Progress::default()).unwrap()
    }

    proptest! {
        #![proptest_config(crate::support::property_tests::cases(48))]
        #[test]
        fn rows_columns_and_the_card_have_one_total(
            amounts in prop::collection::vec((prop::option::of(0..2_000_000_000), prop::option::of(0..2_000_000_000)), 1..40),
            keep in prop::collection::vec(any::<bool>(), 40),
            descending in any::<bool>(),
        ) {
            let scored = scored(&amounts);
            let rows: Vec<CustomerIndex> = (0..).zip(&amounts).zip(&keep).filter(|(_, keep)| **keep).map(|((row, _), _)| row).collect();
            let map = map(&scored, &rows, MapOrder { key: MapKey::Total, descending });
            let of_rows: Money = map.rows.iter().filter_map(|row| map.row_total(*row)).sum();
            let of_columns: Money = map.totals.by_model.iter().map(|(_, sum)| *sum).sum();
            let of_cells: Money = map.rows.iter().flat_map(|row| (0..map.models().len()).map(|at| map.cell(*row, at, Marks::none()).amount)).flatten().sum();
            let list = CustomerList { reason: ListReason::New, customers: rows.as_slice().into() };
            let question = Question { filter: Filter { among: Some(list), ..Filter::default() }, ..Question::default() };
            let card = Dashboard::compute(&scored, &question, &Progress::default()).unwrap().cards.whitespace;
            prop_assert_eq!(&card, &map.totals);
            let card = card.all;
            let told = amounts.iter().any(|(m365, azure)| m365.is_some() || azure.is_some());
            prop_assert_eq!(card.is_some(), told);
            let card = card.unwrap_or(Money::ZERO);
            prop_assert_eq!(of_rows, card);
            prop_assert_eq!(of_columns, card);
            prop_assert_eq!(of_cells, card);
            // Against the amounts themselves, beside the sum function.
            let kept = rows.iter().map(|row| amounts[*row as usize]);
            let by_hand: i64 = kept.flat_map(|(m365, azure)| [m365, azure]).flatten().map(i64::from).sum();
            prop_assert_eq!(card.hundredths(), by_hand);
            let mut sorted = map.rows.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, rows);
        }
    }

    #[test]
    fn rows_are_ordered_by_an_amount_and_who_has_none_comes_last() {
        let scored = scored(&vec![(Some(100), None), (None, None), (Some(300), Some(5)), (Some(200), Some(900))]);
        let by = |key, descending| map(&scored, &[0, 1, 2, 3], MapOrder { key, descending }).rows;
        assert_eq!(by(MapKey::Total, true), [3, 2, 0, 1]);
        assert_eq!(by(MapKey::Total, false), [0, 2, 3, 1]);
        assert_eq!(by(MapKey::Product(Model::M365), true), [2, 3, 0, 1]);
        assert_eq!(by(MapKey::Product(Model::Azure), false), [2, 3, 0, 1]);
        assert_eq!(by(MapKey::Table, false), [0, 1, 2, 3]);
    }

    #[test]
    fn a_cell_tells_what_is_owned_and_who_competes() {
        let map = map(&scored(&vec![(Some(100), None), (None, Some(7))]), &[0, 1], MapOrder::default());
        assert_eq!(map.models(), [Model::M365, Model::Azure]);
        let (m365, azure) = (map.cell(0, 0, Marks::none()), map.cell(0, 1, Marks::none()));
        assert_eq!((m365.owned, m365.amount.map(Money::hundredths)), (Some(true), Some(100)));
        assert!(azure.has_competitor && !m365.has_competitor);
        assert_eq!(azure.amount, None, "missing is not 0");
        assert_eq!(map.cell(1, 0, Marks::none()).owned, Some(false));
        assert_eq!(map.owners, [Some(1), None]);
    }
}
