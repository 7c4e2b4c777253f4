//! The customers that search and conditions leave, worked out on jobs and kept for the next question.
//!
//! Every condition and every searched word keeps its set of customers; a word that grows while it is typed is looked for
//! only among what it left before. All pages ask here, so they agree.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::condition::Condition;
use crate::insight::filter::Filter;
use crate::insight::table::{ColumnCells, SortOrder, TableColumn, permutation};
use crate::portfolio::attribute::AttributeData;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::support::bits::Bits;
use crate::support::interner::TextId;
use crate::support::progress::{Cancelled, Progress};
use crate::support::text::search_key;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How many answers of a kind are kept: an eighth of a byte a customer each, four bytes for orders.
const SETS_KEPT: usize = 24;
const ORDERS_KEPT: usize = 3;
/// A column with more distinct texts than this is searched customer by customer.
const FEW_TEXTS: usize = 1 << 10;

/// What was worked out for earlier questions.
#[derive(Debug, Default)]
pub struct Narrowing {
    conditions: Kept<(TableColumn, Condition), Bits>,
    words: Kept<String, Found>,
    orders: Kept<(Option<Model>, SortOrder), Vec<CustomerIndex>>,
    columns: OnceLock<Vec<SearchedColumn>>,
}

/// What a word was found in.
#[derive(Debug)]
struct Found {
    /// Texts, by their id.
    texts: Bits,
    customers: Bits,
}

/// A column of text, and which texts it holds where those are few.
#[derive(Debug)]
struct SearchedColumn {
    column: TableColumn,
    few: Option<Vec<TextId>>,
}

/// The latest answers, the newest first.
#[derive(Debug)]
struct Kept<K, V>(Mutex<Vec<(K, Arc<V>)>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    fn find(&self, is_one: impl Fn(&K) -> bool) -> Option<Arc<V>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = all.iter().position(|(key, _)| is_one(key))?;
        let found = all.remove(at);
        let value = Arc::clone(&found.1);
        all.insert(0, found);
        Some(value)
    }

    /// The answer kept under the key for which `fitness` is greatest.
    fn best(&self, fitness: impl Fn(&K) -> Option<usize>) -> Option<Arc<V>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fitting = all.iter().filter_map(|(key, value)| Some((fitness(key)?, value)));
        fitting.max_by_key(|(fitness, _)| *fitness).map(|(_, value)| Arc::clone(value))
    }

    fn keep(&self, limit: usize, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(known, _)| *known != key);
        all.insert(0, (key, Arc::clone(&value)));
        all.truncate(limit);
        value
    }
}

impl ScoredPortfolio {
    /// The customers that the list, the search and the conditions of `filter` leave, whatever cells, clusters and segments are
    /// chosen; `None` when that is all of them. `model` is the one that is chosen.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn narrowed(
        &self,
        model: Option<Model>,
        filter: &Filter,
        progress: &Progress,
    ) -> Result<Option<Bits>, Cancelled> {
        let mut left: Option<Bits> = None;
        let mut narrow = |bits: &Bits| match &mut left {
            Some(left) => left.keep(bits),
            None => left = Some(bits.clone()),
        };
        if let Some(list) = &filter.among {
            narrow(&list.bits(self.portfolio.customer_count()));
        }
        for (column, condition) in &filter.conditions {
            narrow(&self.meeting(column.fixed(model), condition));
            progress.advance(0)?;
        }
        for word in search_key(&filter.search).split_whitespace() {
            narrow(&self.holding(word).customers);
            progress.advance(0)?;
        }
        Ok(left)
    }

    /// The customers that all of `filter` leaves: search, conditions, and the chosen cells, clusters and segments of
    /// `model`.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn left_by(&self, model: Option<Model>, filter: &Filter, progress: &Progress) -> Result<Bits, Cancelled> {
        let scores = self.scores.models.iter().find(|scores| Some(scores.model) == model);
        let segments = &self.scores.segments;
        let is_chosen = |customer: usize| {
            let cell = scores.and_then(|scores| scores.cell(customer));
            let cluster = scores.and_then(|scores| scores.cluster(customer));
            segments.get(customer).is_some_and(|segment| filter.allows_segment(*segment))
                && filter.allows_place(cell, cluster)
        };
        Ok(match self.narrowed(model, filter, progress)? {
            Some(left) => left.those(is_chosen),
            None => Bits::of(self.portfolio.customer_count(), is_chosen),
        })
    }

    /// All customers in `order`; `model` is the one that is chosen.
    #[must_use]
    pub fn ordered(&self, model: Option<Model>, order: &SortOrder) -> Arc<Vec<CustomerIndex>> {
        let is_one = |(known_model, known): &(Option<Model>, SortOrder)| *known_model == model && known == order;
        self.narrowing.orders.find(is_one).unwrap_or_else(|| {
            let rows = permutation(self, model, order);
            self.narrowing.orders.keep(ORDERS_KEPT, (model, order.clone()), rows)
        })
    }

    /// Does beforehand what the first search and the first order by text would wait for.
    ///
    /// # Errors
    /// [`Cancelled`] when the portfolio was closed meanwhile.
    pub fn prepare_search(&self, progress: &Progress) -> Result<(), Cancelled> {
        let texts = self.portfolio.search_texts();
        progress.advance(0)?;
        self.searched_columns();
        progress.advance(0)?;
        texts.ranks();
        Ok(())
    }

    fn meeting(&self, column: TableColumn, condition: &Condition) -> Arc<Bits> {
        let is_one = |(known_column, known): &(TableColumn, Condition)| *known_column == column && known == condition;
        self.narrowing.conditions.find(is_one).unwrap_or_else(|| {
            let bits = condition.customers(&self.portfolio, ColumnCells::of(self, None, column));
            self.narrowing.conditions.keep(SETS_KEPT, (column, condition.clone()), bits)
        })
    }

    /// Where the folded `word` is found.
    fn holding(&self, word: &str) -> Arc<Found> {
        if let Some(found) = self.narrowing.words.find(|known| known == word) {
            return found;
        }
        let before = self.narrowing.words.best(|known| word.contains(known.as_str()).then_some(known.len()));
        let texts = self.portfolio.search_texts().find(word, before.as_ref().map(|before| &before.texts));
        let columns: Vec<&[TextId]> = self
            .searched_columns()
            .iter()
            .filter(|column| column.few.as_ref().is_none_or(|few| few.iter().any(|id| texts.has(id.index()))))
            .filter_map(|column| match ColumnCells::of(self, None, column.column) {
                ColumnCells::Texts(_, ids) => Some(ids),
                _ => None,
            })
            .collect();
        let holds =
            |customer: usize| columns.iter().any(|ids| ids.get(customer).is_some_and(|id| texts.has(id.index())));
        let customers = match &before {
            Some(before) => before.customers.those(holds),
            None => Bits::of(self.portfolio.customer_count(), holds),
        };
        self.narrowing.words.keep(SETS_KEPT, word.to_owned(), Found { texts, customers })
    }

    fn searched_columns(&self) -> &[SearchedColumn] {
        self.narrowing.columns.get_or_init(|| searched_columns(self))
    }
}

/// Every column of text: who the customer is first, as that is what is searched for most.
fn searched_columns(scored: &ScoredPortfolio) -> Vec<SearchedColumn> {
    let portfolio = &scored.portfolio;
    let named = [TableColumn::Name, TableColumn::CustomerId, TableColumn::Domain, TableColumn::Duns];
    let is_text = |at: &usize| {
        portfolio.attributes.get(*at).is_some_and(|attribute| matches!(attribute.data, AttributeData::Text(_)))
    };
    let attributes = (0..portfolio.attributes.len()).filter(is_text).map(TableColumn::Attribute);
    let columns = named.into_iter().chain(attributes).filter_map(|column| {
        let ColumnCells::Texts(_, ids) = ColumnCells::of(scored, None, column) else { return None };
        Some(SearchedColumn { column, few: few_texts(portfolio, ids) })
    });
    columns.collect()
}

/// The texts that `ids` are of, if those are few.
fn few_texts(portfolio: &Portfolio, ids: &[TextId]) -> Option<Vec<TextId>> {
    let mut seen = Bits::none(portfolio.texts.id_count());
    let mut few = Vec::new();
    for id in ids {
        if !id.is_missing() && !seen.has(id.index()) {
            seen.set(id.index(), true);
            few.push(*id);
            if few.len() > FEW_TEXTS {
                return None;
            }
        }
    }
    Some(few)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use crate::domain::profile::ScoringProfile;
    use crate::insight::condition::{ColumnValue, Number, Span};
    use crate::insight::table::{ModelPart, Sort, TableCell, table_cell};
    use crate::portfolio::PortfolioBuilder;
    use crate::portfolio::tests::report;
    use crate::workbook::table::{AsOf, KnownBy};

    fn scored() -> ScoredPortfolio {
        let rows = [
            "C1|株式会社コントソ|10|Retail|Yes|80|90",
            "C2|Fabrikam ＡＧ|300|retail|No|60|10",
            "C3|fabrikam ag|40||No|74.5|",
            "C4|Adatum|40|Legal||20|55",
        ];
        let mut builder = PortfolioBuilder::default();
        builder.add(report("CustomerID|AccountName|OrgSize|Industry|Has Azure|M365Fit|M365Intent", &rows)).unwrap();
        let as_of = AsOf { day: jiff::civil::date(2026, 10, 1), known_by: KnownBy::User };
        ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), as_of)
    }

    fn attribute(scored: &ScoredPortfolio, name: &str) -> TableColumn {
        let attributes = &scored.portfolio.attributes;
        TableColumn::Attribute(attributes.iter().position(|attribute| attribute.header == name).unwrap())
    }

    /// The ids of the customers that `filter` leaves.
    fn left(scored: &ScoredPortfolio, filter: &Filter) -> Vec<String> {
        let bits = scored.left_by(Some(Model::M365), filter, &Progress::default()).unwrap();
        bits.iter().map(|at| format!("C{}", at + 1)).collect()
    }

    fn searched(scored: &ScoredPortfolio, search: &str) -> Vec<String> {
        left(scored, &Filter { search: search.to_owned(), ..Filter::default() })
    }

    fn meeting(scored: &ScoredPortfolio, column: TableColumn, condition: Condition) -> Vec<String> {
        let mut filter = Filter::default();
        filter.set_condition(column, Some(condition));
        left(scored, &filter)
    }

    #[test]
    fn a_search_finds_every_word_in_any_text_whatever_its_case_width_and_kana() {
        let scored = scored();
        assert_eq!(searched(&scored, "ＦＡＢＲＩＫＡＭ ag"), ["C2", "C3"]);
        assert_eq!(searched(&scored, "こんとそ"), ["C1"]);
        assert_eq!(searched(&scored, "fabrikam RETAIL"), ["C2"], "words may stand in different columns");
        assert_eq!(searched(&scored, "c4"), ["C4"]);
        assert_eq!(searched(&scored, "  "), ["C1", "C2", "C3", "C4"]);
        assert!(searched(&scored, "nobody").is_empty());
    }

    fn fresh() -> ScoredPortfolio {
        scored()
    }

    #[test]
    fn a_search_that_is_typed_and_taken_back_answers_like_one_asked_at_once() {
        let scored = scored();
        for typed in ["f", "fa", "fab", "fabx", "fab", "f", "a", "ad", "da", "t"] {
            assert_eq!(searched(&scored, typed), searched(&fresh(), typed), "{typed}");
        }
    }

    #[test]
    fn each_kind_of_column_has_its_conditions_and_missing_is_a_value_of_its_own() {
        let scored = scored();
        let industry = attribute(&scored, "Industry");
        let text = |text: &str| ColumnValue::Text(text.to_owned());
        let values = |values: &[ColumnValue]| Condition::Values(values.to_vec());
        assert_eq!(meeting(&scored, industry, values(&[text("Retail"), text("Legal")])), ["C1", "C4"]);
        assert_eq!(meeting(&scored, industry, values(&[text("Retail"), ColumnValue::Missing])), ["C1", "C3"]);
        assert_eq!(meeting(&scored, industry, Condition::Contains("ＲＥＴ".to_owned())), ["C1", "C2"]);
        let azure = attribute(&scored, "Has Azure");
        assert_eq!(meeting(&scored, azure, values(&[ColumnValue::Flag(false)])), ["C2", "C3"]);
        assert_eq!(meeting(&scored, azure, values(&[ColumnValue::Missing])), ["C4"]);
        let span = |least: Option<f64>, most: Option<f64>| {
            Condition::Numbers(Span { least: least.and_then(Number::new), most: most.and_then(Number::new) })
        };
        assert_eq!(meeting(&scored, TableColumn::Employees, span(Some(40.0), Some(299.0))), ["C3", "C4"]);
        assert_eq!(meeting(&scored, TableColumn::Intent, span(None, Some(60.0))), ["C2", "C4"], "missing is not 0");
        assert_eq!(meeting(&scored, TableColumn::Fit, span(Some(74.5), None)), ["C1", "C3"]);
        let medium = values(&[ColumnValue::Band(crate::domain::band::Band::Medium)]);
        assert_eq!(meeting(&scored, TableColumn::Of(Model::M365, ModelPart::Fit), medium), ["C2", "C3"]);
        let amounts = Condition::Amounts(Span { least: Some(Money::ZERO), most: None });
        assert!(meeting(&scored, TableColumn::Employees, amounts).is_empty(), "an amount is no count");
    }

    #[test]
    fn conditions_and_search_narrow_each_other_and_open_ones_go() {
        let scored = scored();
        let mut filter = Filter { search: "a".to_owned(), ..Filter::default() };
        let azure = attribute(&scored, "Has Azure");
        filter.set_condition(azure, Some(Condition::Values(vec![ColumnValue::Flag(false)])));
        filter.set_condition(TableColumn::Employees, Some(Condition::Numbers(Span::default())));
        assert_eq!(filter.conditions.len(), 1, "an open condition is none");
        assert_eq!(left(&scored, &filter), ["C2", "C3"]);
        filter.segments.toggle(crate::domain::segment::Segment::UpperMedium);
        assert_eq!(left(&scored, &filter), ["C2"]);
        filter.set_condition(azure, None);
        assert!(filter.condition(azure).is_none() && !filter.narrows_nothing());
    }

    #[test]
    fn several_columns_order_the_table_each_its_own_way() {
        let scored = scored();
        let order = |keys: &[(TableColumn, bool)]| {
            let keys = keys.iter().map(|(column, descending)| Sort { column: *column, descending: *descending });
            scored.ordered(Some(Model::M365), &SortOrder::new(keys.collect())).to_vec()
        };
        assert_eq!(order(&[(TableColumn::Employees, true), (TableColumn::Fit, false)]), [1, 3, 2, 0]);
        assert_eq!(order(&[(TableColumn::Name, false)]), [3, 1, 2, 0], "equal but for width and case: as in the file");
        assert_eq!(order(&[(TableColumn::Name, false), (TableColumn::Fit, true)]), [3, 2, 1, 0]);
        assert_eq!(order(&[(TableColumn::Intent, true)]), [0, 3, 1, 2], "missing comes last");
        assert_eq!(order(&[(attribute(&scored, "Industry"), true)]), [0, 1, 3, 2]);
        let cell = table_cell(&scored, Some(Model::M365), TableColumn::Intent, 2);
        assert_eq!(cell, TableCell::Missing);
    }
}
