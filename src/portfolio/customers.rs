//! Who the customers are: one vector a property, all of one length.

use crate::domain::money::Money;
use crate::domain::segment::Segment;
use crate::support::interner::TextId;

/// Identity and size of the customers.
#[derive(Debug, Default)]
pub struct Customers {
    /// Partner Center's id.
    pub customer_id: Vec<TextId>,
    /// Dun & Bradstreet number.
    pub duns: Vec<TextId>,
    /// Name.
    pub name: Vec<TextId>,
    /// Web domain.
    pub domain: Vec<TextId>,
    /// Microsoft's number of the account; that of the customer's first row that has one.
    pub tpid: Vec<TextId>,
    /// Number of employees; of a band its lower end.
    pub employees: Vec<Option<u32>>,
    /// The subsegment that a file names; the rule serves the rest.
    pub named_segment: Vec<Option<Segment>>,
    /// The segment that a file's finer subsegment names; used where there is no summary.
    pub sub_segment: Vec<Option<Segment>>,
    /// Azure consumed revenue of the latest month that a file tells.
    pub azure_revenue: Vec<Option<Money>>,
}

impl Customers {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.name.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_empty()
    }

    /// Makes room up to `count` customers of whom nothing is known yet.
    pub fn grow(&mut self, count: usize) {
        for texts in [&mut self.customer_id, &mut self.duns, &mut self.name, &mut self.domain, &mut self.tpid] {
            texts.resize(count, TextId::MISSING);
        }
        self.employees.resize(count, None);
        self.named_segment.resize(count, None);
        self.sub_segment.resize(count, None);
        self.azure_revenue.resize(count, None);
    }
}
