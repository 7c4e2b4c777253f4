//! Who moved from one month to the other, model by model, with the money that moved with them.
//!
//! Both months are banded by the same profile, so that what moved are the customers and not the limits.

use crate::domain::Date;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::insight::filter::{ListReason, Standing};
use crate::portfolio::CustomerIndex;
use crate::portfolio::same_customers::SameCustomers;
use crate::scoring::model_scores::ModelScores;
use crate::support::progress::{Cancelled, Progress};

/// How many customers pass between two looks at the cancel flag.
const CUSTOMERS_PER_STEP: usize = 1 << 16;

/// Customers who took one way, and their whitespace revenue in both months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// How many.
    pub customers: u32,
    /// Their whitespace revenue in the older month; nothing of those without any.
    pub before: Money,
    /// Their whitespace revenue now.
    pub after: Money,
}

impl Flow {
    /// Counts one customer more.
    pub(crate) fn add(&mut self, before: Option<Money>, after: Option<Money>) {
        self.customers += 1;
        self.before += before.unwrap_or(Money::ZERO);
        self.after += after.unwrap_or(Money::ZERO);
    }

    fn merge(&mut self, more: Self) {
        self.customers += more.customers;
        self.before += more.before;
        self.after += more.after;
    }
}

/// Customers by where they stood (row) and where they stand (column), in the order of [`Standing::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flows([[Flow; 6]; 6]);

#[expect(clippy::indexing_slicing, reason = "there are six standings, and as many rows and columns")]
impl Flows {
    /// Those who went from `from` to `to`.
    #[must_use]
    pub fn between(&self, from: Standing, to: Standing) -> Flow {
        self.0[from.index()][to.index()]
    }

    pub(crate) fn add(&mut self, from: Standing, to: Standing, before: Option<Money>, after: Option<Money>) {
        self.0[from.index()][to.index()].add(before, after);
    }

    /// Adds what other customers make.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (flow, more) in self.0.iter_mut().flatten().zip(other.0.iter().flatten()) {
            flow.merge(*more);
        }
    }

    /// The sum of the ways that `takes` lets through.
    #[must_use]
    pub fn sum(&self, takes: impl Fn(Standing, Standing) -> bool) -> Flow {
        let mut sum = Flow::default();
        for from in Standing::ALL {
            for to in Standing::ALL.into_iter().filter(|to| takes(from, *to)) {
                sum.merge(self.between(from, to));
            }
        }
        sum
    }

    /// Those who stood at `place` before.
    #[must_use]
    pub fn before(&self, place: Standing) -> Flow {
        self.sum(|from, _| from == place)
    }

    /// Those who stand at `place` now.
    #[must_use]
    pub fn after(&self, place: Standing) -> Flow {
        self.sum(|_, to| to == place)
    }

    /// Those who came to `place` from elsewhere.
    #[must_use]
    pub fn entered(&self, place: Standing) -> Flow {
        self.sum(|from, to| to == place && from != place)
    }

    /// Those who went from `place` elsewhere.
    #[must_use]
    pub fn left(&self, place: Standing) -> Flow {
        self.sum(|from, to| from == place && to != place)
    }

    /// Those who stand elsewhere than before.
    #[must_use]
    pub fn moved(&self) -> Flow {
        self.sum(|from, to| from != to)
    }
}

/// Customers who went from one cell to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellMove {
    /// The older month's cell.
    pub from: Cell,
    /// The cell now.
    pub to: Cell,
    /// How many, and their money.
    pub flow: Flow,
}

/// One model in both months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelMonths {
    /// The model.
    pub model: Model,
    /// Whether the older month has scores of it; else nothing of it can be compared.
    pub has_before: bool,
    /// Whether the newer month has.
    pub has_after: bool,
    /// Whether each of the months tells whitespace revenue of it.
    pub has_money: [bool; 2],
    /// Between clusters.
    pub flows: Flows,
    /// Between cells, the most frequent first.
    pub cells: Vec<CellMove>,
}

/// Two months of a portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The day the older files speak of.
    pub since: Date,
    /// The day the newer files speak of.
    pub until: Date,
    /// Customers of the older month.
    pub customers_before: u32,
    /// Customers now.
    pub customers_after: u32,
    /// Customers who were not there before.
    pub new: u32,
    /// Customers who are there no longer.
    pub gone: u32,
    /// Customers now without any key; they count as new.
    pub without_key: u32,
    /// Each model that either month has.
    pub models: Vec<ModelMonths>,
}

impl Comparison {
    /// Compares two months whose customers `same` has found again.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn compute(
        older: &ScoredPortfolio,
        newer: &ScoredPortfolio,
        same: &SameCustomers,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let count = |customers: usize| u32::try_from(customers).unwrap_or(u32::MAX);
        let is_either =
            |model: &Model| [older, newer].into_iter().any(|scored| scored.models().any(|own| own == *model));
        let models = Model::ALL.into_iter().filter(is_either);
        Ok(Self {
            since: older.as_of,
            until: newer.as_of,
            customers_before: count(older.portfolio.customer_count()),
            customers_after: count(newer.portfolio.customer_count()),
            new: count(same.before.iter().filter(|before| before.is_none()).count()),
            gone: count(same.gone.len()),
            without_key: same.without_key,
            models: models.map(|model| of_model(older, newer, same, model, progress)).collect::<Result<_, _>>()?,
        })
    }

    /// What is known of `model`.
    #[must_use]
    pub fn model(&self, model: Model) -> Option<&ModelMonths> {
        self.models.iter().find(|months| months.model == model)
    }
}

/// One model's scores of one month.
struct Side<'a> {
    scores: Option<&'a ModelScores>,
    revenue: &'a [Option<Money>],
}

impl<'a> Side<'a> {
    fn of(scored: &'a ScoredPortfolio, model: Model) -> Self {
        let revenue = scored.columns(model).map(|columns| columns.whitespace_revenue.as_slice());
        Self {
            scores: scored.scores.models.iter().find(|scores| scores.model == model),
            revenue: revenue.unwrap_or_default(),
        }
    }

    fn has_scores(&self) -> bool {
        self.scores.is_some_and(|scores| !scores.cluster.is_empty())
    }

    fn standing(&self, customer: Option<CustomerIndex>) -> Standing {
        let Some(customer) = customer else { return Standing::Absent };
        Standing::of(self.scores.and_then(|scores| scores.cluster(customer as usize)))
    }

    fn cell(&self, customer: Option<CustomerIndex>) -> Option<Cell> {
        self.scores?.cell(customer? as usize)
    }

    fn money(&self, customer: Option<CustomerIndex>) -> Option<Money> {
        self.revenue.get(customer? as usize).copied().flatten()
    }
}

/// A customer of either month: who it was, and who it is.
pub type Pair = [Option<CustomerIndex>; 2];

/// The customers of the newer month, then those who are gone.
fn pairs(same: &SameCustomers) -> impl Iterator<Item = Pair> + '_ {
    let now = (0..).zip(&same.before).map(|(customer, before)| [*before, Some(customer)]);
    now.chain(same.gone.iter().map(|gone| [Some(*gone), None]))
}

fn of_model(
    older: &ScoredPortfolio,
    newer: &ScoredPortfolio,
    same: &SameCustomers,
    model: Model,
    progress: &Progress,
) -> Result<ModelMonths, Cancelled> {
    let [before, after] = [older, newer].map(|scored| Side::of(scored, model));
    let mut flows = Flows::default();
    let mut cells = vec![Flow::default(); Cell::COUNT * Cell::COUNT];
    for (at, [was, is]) in pairs(same).enumerate() {
        if at % CUSTOMERS_PER_STEP == 0 {
            progress.advance(0)?;
        }
        let money = [before.money(was), after.money(is)];
        flows.add(before.standing(was), after.standing(is), money[0], money[1]);
        let way = before.cell(was).zip(after.cell(is)).filter(|(from, to)| from != to);
        let flow = way.and_then(|(from, to)| cells.get_mut(from.index() * Cell::COUNT + to.index()));
        if let Some(flow) = flow {
            flow.add(money[0], money[1]);
        }
    }
    let move_at = |(at, flow): (usize, &Flow)| {
        let (from, to) = (Cell::from_index(at / Cell::COUNT)?, Cell::from_index(at % Cell::COUNT)?);
        (flow.customers > 0).then_some(CellMove { from, to, flow: *flow })
    };
    let mut cells: Vec<CellMove> = cells.iter().enumerate().filter_map(move_at).collect();
    cells.sort_by_key(|cell| (std::cmp::Reverse(cell.flow.customers), cell.from.index(), cell.to.index()));
    let has_money = [&before, &after].map(|side| !side.revenue.is_empty());
    let (has_before, has_after) = (before.has_scores(), after.has_scores());
    Ok(ModelMonths { model, has_before, has_after, has_money, flows, cells })
}

/// A list of customers of either month, those with the most money at stake first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthList {
    /// The model it is about.
    pub model: Model,
    /// What they have in common.
    pub reason: ListReason,
    /// Who they are.
    pub rows: Vec<MonthRow>,
}

/// A customer in both months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthRow {
    /// Who it was, and who it is.
    pub pair: Pair,
    /// Where it stood and stands.
    pub standings: [Standing; 2],
    /// Its cells.
    pub cells: [Option<Cell>; 2],
    /// Its whitespace revenue.
    pub money: [Option<Money>; 2],
}

impl MonthList {
    /// The customers whom `reason` names.
    ///
    /// # Errors
    /// [`Cancelled`] when another list is asked for.
    pub fn compute(
        [older, newer]: [&ScoredPortfolio; 2],
        same: &SameCustomers,
        model: Model,
        reason: ListReason,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let [before, after] = [older, newer].map(|scored| Side::of(scored, model));
        let mut rows = Vec::new();
        for (at, pair) in pairs(same).enumerate() {
            if at % CUSTOMERS_PER_STEP == 0 {
                progress.advance(0)?;
            }
            let [was, is] = pair;
            let row = MonthRow {
                pair,
                standings: [before.standing(was), after.standing(is)],
                cells: [before.cell(was), after.cell(is)],
                money: [before.money(was), after.money(is)],
            };
            if row.is_named_by(reason) {
                rows.push(row);
            }
        }
        rows.sort_by_key(|row| (std::cmp::Reverse(row.money[1].max(row.money[0])), row.pair[1], row.pair[0]));
        Ok(Self { model, reason, rows })
    }

    /// Those of the newer month, in rising order.
    #[must_use]
    pub fn customers(&self) -> Vec<CustomerIndex> {
        let mut customers: Vec<CustomerIndex> = self.rows.iter().filter_map(|row| row.pair[1]).collect();
        customers.sort_unstable();
        customers
    }
}

impl MonthRow {
    fn is_named_by(&self, reason: ListReason) -> bool {
        let [from, to] = self.standings;
        let in_cluster = |standing: Standing, cluster: Cluster| standing == Standing::In(cluster);
        match reason {
            ListReason::Entered(cluster) => in_cluster(to, cluster) && !in_cluster(from, cluster),
            ListReason::Left(cluster) => in_cluster(from, cluster) && !in_cluster(to, cluster),
            ListReason::Moved(was, is) => (was, is) == (from, to),
            ListReason::MovedCell(was, is) => self.cells == [Some(was), Some(is)],
            ListReason::New => from == Standing::Absent,
            ListReason::Gone => to == Standing::Absent,
            ListReason::WouldMove(..) | ListReason::WouldMoveAnywhere => false,
        }
    }
}
