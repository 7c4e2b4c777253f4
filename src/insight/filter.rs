//! Which customers are looked at.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::segment::Segment;
use crate::insight::condition::Condition;
use crate::insight::table::TableColumn;
use crate::portfolio::CustomerIndex;
use crate::support::bits::Bits;
use std::marker::PhantomData;
use std::sync::Arc;

/// A thing of which few are to choose from.
pub trait Choice: Copy {
    /// Position among all of its kind, below 16.
    fn position(self) -> usize;
    /// The one at `position`, if there is one.
    fn at(position: usize) -> Option<Self>;
}

impl Choice for Cell {
    fn position(self) -> usize {
        self.index()
    }
    fn at(position: usize) -> Option<Self> {
        Self::from_index(position)
    }
}

impl Choice for Cluster {
    fn position(self) -> usize {
        self.index()
    }
    fn at(position: usize) -> Option<Self> {
        Self::ALL.get(position).copied()
    }
}

impl Choice for Segment {
    fn position(self) -> usize {
        self.index()
    }
    fn at(position: usize) -> Option<Self> {
        Self::ALL.get(position).copied()
    }
}

/// The ones that are chosen; none chosen means that all are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices<T> {
    bits: u16,
    of: PhantomData<T>,
}

impl<T> Default for Choices<T> {
    fn default() -> Self {
        Self { bits: 0, of: PhantomData }
    }
}

impl<T: Choice> FromIterator<T> for Choices<T> {
    fn from_iter<I: IntoIterator<Item = T>>(chosen: I) -> Self {
        let bits = chosen.into_iter().fold(0, |bits, one| bits | 1 << one.position());
        Self { bits, of: PhantomData }
    }
}

impl<T: Choice> Choices<T> {
    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits == 0
    }

    /// Whether `one` is chosen.
    #[must_use]
    pub fn has(&self, one: T) -> bool {
        self.bits >> one.position() & 1 == 1
    }

    /// Whether `one` is let through: it is chosen, or nothing is.
    #[must_use]
    pub fn allows(&self, one: Option<T>) -> bool {
        self.is_empty() || one.is_some_and(|one| self.has(one))
    }

    /// Those chosen, in their order.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        (0..16).filter_map(T::at).filter(|one| self.has(*one))
    }

    /// Chooses `one` alone, or lets it go when it alone is chosen.
    pub fn toggle(&mut self, one: T) {
        let alone = Self::from_iter([one]);
        *self = if self.bits == alone.bits { Self::default() } else { alone };
    }

    /// Chooses `one` beside the others, or lets it go.
    pub fn toggle_beside(&mut self, one: T) {
        self.bits ^= 1 << one.position();
    }
}

/// Customers named one by one, such as those who entered Act Now.
#[derive(Debug, Clone)]
pub struct CustomerList {
    /// What they have in common.
    pub reason: ListReason,
    /// Who they are, in rising order.
    pub customers: Arc<[CustomerIndex]>,
}

impl PartialEq for CustomerList {
    /// Of one reason and the very same list: a million numbers are not compared on every frame.
    fn eq(&self, other: &Self) -> bool {
        self.reason == other.reason && Arc::ptr_eq(&self.customers, &other.customers)
    }
}

impl Eq for CustomerList {}

/// Where a customer stands in a model's matrix in one of two months, or by one of two profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// In this cluster.
    In(Cluster),
    /// In no cluster.
    Unscored,
    /// Not in the month's files.
    Absent,
}

impl Standing {
    /// All there are, the most urgent first.
    pub const ALL: [Self; 6] = [
        Self::In(Cluster::ActNow),
        Self::In(Cluster::Evaluate),
        Self::In(Cluster::Nurture),
        Self::In(Cluster::Educate),
        Self::Unscored,
        Self::Absent,
    ];

    /// Position in [`Standing::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Self::In(cluster) => cluster.index(),
            Self::Unscored => 4,
            Self::Absent => 5,
        }
    }

    /// That of a customer who is there.
    #[must_use]
    pub fn of(cluster: Option<Cluster>) -> Self {
        cluster.map_or(Self::Unscored, Self::In)
    }
}

/// What the customers of a list have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListReason {
    /// In this cluster now, and not in the older month.
    Entered(Cluster),
    /// In this cluster in the older month, and no longer.
    Left(Cluster),
    /// From where they stood in the older month to where they stand now.
    Moved(Standing, Standing),
    /// From one cell in the older month to another now.
    MovedCell(Cell, Cell),
    /// Not in the older month's files.
    New,
    /// In the older month's files only.
    Gone,
    /// Would move from one to the other by the draft of the profile.
    WouldMove(Standing, Standing),
    /// Would move to any other cluster by the draft of the profile.
    WouldMoveAnywhere,
}

impl CustomerList {
    /// The customers of the list, of `count` there are.
    #[must_use]
    pub fn bits(&self, count: usize) -> Bits {
        let mut bits = Bits::none(count);
        for customer in self.customers.iter().map(|customer| *customer as usize).filter(|customer| *customer < count) {
            bits.set(customer, true);
        }
        bits
    }
}

/// The choices of every chart; together they narrow the customers down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Cells of the chosen model's matrix.
    pub cells: Choices<Cell>,
    /// Clusters of the chosen model.
    pub clusters: Choices<Cluster>,
    /// Segments.
    pub segments: Choices<Segment>,
    /// What columns must hold, each column once; parts of a model name it, so that choosing another moves none.
    pub conditions: Vec<(TableColumn, Condition)>,
    /// Words that are all found in a customer's texts, whatever their case, width and kind of kana.
    pub search: String,
    /// A list of customers; only they are let through.
    pub among: Option<CustomerList>,
}

impl Filter {
    /// Whether everything is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether no list, search or condition narrows anything.
    #[must_use]
    pub fn narrows_nothing(&self) -> bool {
        self.among.is_none() && self.conditions.is_empty() && self.search.trim().is_empty()
    }

    /// The condition on `column`, if there is one.
    #[must_use]
    pub fn condition(&self, column: TableColumn) -> Option<&Condition> {
        self.conditions.iter().find(|(known, _)| *known == column).map(|(_, condition)| condition)
    }

    /// Puts `condition` on `column` in place of an older one; one that everything meets, or none, lets it go.
    pub fn set_condition(&mut self, column: TableColumn, condition: Option<Condition>) {
        let condition = condition.filter(|condition| !condition.is_open());
        match (self.conditions.iter().position(|(known, _)| *known == column), condition) {
            (Some(at), Some(condition)) => {
                if let Some((_, known)) = self.conditions.get_mut(at) {
                    *known = condition;
                }
            }
            (Some(at), None) => drop(self.conditions.remove(at)),
            (None, Some(condition)) => self.conditions.push((column, condition)),
            (None, None) => {}
        }
    }

    /// Chooses `cell` alone, or lets it go when it is chosen already. Cells and clusters exclude each other.
    pub fn toggle_cell(&mut self, cell: Cell) {
        self.cells.toggle(cell);
        self.clusters = Choices::default();
    }

    /// Chooses `cluster` alone, or lets it go when it is chosen already. Cells and clusters exclude each other.
    pub fn toggle_cluster(&mut self, cluster: Cluster) {
        self.clusters.toggle(cluster);
        self.cells = Choices::default();
    }

    /// Chooses `segment` alone, or lets it go when it is chosen already.
    pub fn toggle_segment(&mut self, segment: Segment) {
        self.segments.toggle(segment);
    }

    /// What is chosen of a model, which says nothing of another model.
    pub fn clear_places(&mut self) {
        self.cells = Choices::default();
        self.clusters = Choices::default();
    }

    pub(crate) fn allows_segment(&self, segment: Segment) -> bool {
        self.segments.allows(Some(segment))
    }

    pub(crate) fn allows_place(&self, cell: Option<Cell>, cluster: Option<Cluster>) -> bool {
        self.cells.allows(cell) && self.clusters.allows(cluster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_alone_goes_when_it_is_chosen_again_and_several_stand_beside_each_other() {
        let mut chosen = Choices::default();
        chosen.toggle(Cluster::Evaluate);
        chosen.toggle(Cluster::ActNow);
        assert_eq!(chosen.iter().collect::<Vec<_>>(), [Cluster::ActNow]);
        chosen.toggle_beside(Cluster::Educate);
        assert_eq!(chosen.iter().collect::<Vec<_>>(), [Cluster::ActNow, Cluster::Educate]);
        assert!(!chosen.allows(Some(Cluster::Nurture)) && !chosen.allows(None));
        chosen.toggle_beside(Cluster::Educate);
        chosen.toggle(Cluster::ActNow);
        assert!(chosen.is_empty() && chosen.allows(None));
    }

    #[test]
    fn cells_and_clusters_exclude_each_other() {
        let mut filter = Filter::default();
        filter.toggle_cluster(Cluster::ActNow);
        filter.toggle_cell(Cell::all().next().unwrap());
        assert!(filter.clusters.is_empty() && !filter.cells.is_empty());
        filter.toggle_cluster(Cluster::ActNow);
        assert!(filter.cells.is_empty());
    }
}
