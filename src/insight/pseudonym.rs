//! What stands for customers while others look on: numbers for names, and a cover over what else tells who they are.

use crate::insight::ScoredPortfolio;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::identity::Identity;
use crate::insight::table::{TableCell, TableColumn};
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::Attribute;

/// Columns that are no name or key of a customer, and yet belong to it alone.
const OWN: [&str; 4] = ["CustomerTenantName", "EnrollmentNumber", "SubscriptionId", "PostalCode"];

/// Names that stand for customers. The number of a customer is its place among the opened files' customers, so it is the
/// same everywhere, and again whenever the same files are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pseudonyms {
    /// What a customer is called; `{number}` stands for its number.
    pub pattern: &'static str,
    /// What a customer of an older month alone is called.
    pub former: &'static str,
    /// What stands for all else that tells who somebody is.
    pub cover: &'static str,
}

impl Pseudonyms {
    /// The pseudonym of `customer`.
    #[must_use]
    pub fn of(&self, customer: CustomerIndex) -> String {
        self.pattern.replace("{number}", &format!("{:05}", u64::from(customer) + 1))
    }

    /// The pseudonym of a customer that only an older month has.
    #[must_use]
    pub fn of_former(&self, customer: CustomerIndex) -> String {
        self.former.replace("{number}", &format!("{:05}", u64::from(customer) + 1))
    }

    /// What is shown instead of a text in `column`; `None` where it tells nobody who the customer is.
    #[must_use]
    pub fn instead(&self, scored: &ScoredPortfolio, column: TableColumn, customer: CustomerIndex) -> Option<String> {
        match column {
            TableColumn::Name => Some(self.of(customer)),
            column => tells_who(scored, column).then(|| self.cover.to_owned()),
        }
    }

    /// What is known of a customer, without what tells who it is.
    #[must_use]
    pub fn page(&self, page: &CustomerPage) -> CustomerPage {
        let cover = |text: &Option<String>| text.as_ref().map(|_| self.cover.to_owned());
        let mut page = page.clone();
        let identity = &page.identity;
        let mut facts = identity.facts.clone();
        for fact in facts.iter_mut().filter(|fact| OWN.contains(&fact.name.as_str())) {
            fact.cover(self.cover);
        }
        page.identity = Identity {
            name: identity.name.as_ref().map(|_| self.of(page.customer)),
            customer_id: cover(&identity.customer_id),
            duns: cover(&identity.duns),
            domain: cover(&identity.domain),
            address: identity.address.iter().take(1).map(|_| self.cover.to_owned()).collect(),
            facts,
            ..identity.clone()
        };
        for agreement in &mut page.agreements {
            agreement.number = cover(&agreement.number);
        }
        page
    }
}

/// Whether the texts of `column` tell who a customer is.
#[must_use]
pub fn tells_who(scored: &ScoredPortfolio, column: TableColumn) -> bool {
    match column {
        TableColumn::Name | TableColumn::CustomerId | TableColumn::Duns | TableColumn::Domain => true,
        TableColumn::Attribute(at) => scored.portfolio.attributes.get(at).is_some_and(is_own),
        _ => false,
    }
}

fn is_own(attribute: &Attribute) -> bool {
    OWN.contains(&attribute.name.as_str())
}

/// `cell`, with `instead` in place of its text.
#[must_use]
pub fn covered<'a>(cell: TableCell<'a>, instead: Option<&'a String>) -> TableCell<'a> {
    match (cell, instead) {
        // What is missing stays missing.
        (TableCell::Text(_), Some(text)) => TableCell::Text(text),
        (cell, _) => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Pseudonyms =
        Pseudonyms { pattern: "Customer {number}", former: "Former {number}", cover: "•••" };

    #[test]
    fn numbers_begin_at_one_and_missing_stays_missing() {
        assert_eq!(NAMES.of(0), "Customer 00001");
        assert_eq!(NAMES.of(123_455), "Customer 123456");
        assert_eq!(NAMES.of_former(7), "Former 00008");
        let instead = NAMES.of(1);
        assert_eq!(covered(TableCell::Text("Contoso"), Some(&instead)), TableCell::Text("Customer 00002"));
        assert_eq!(covered(TableCell::Missing, Some(&instead)), TableCell::Missing);
        assert_eq!(covered(TableCell::Text("Contoso"), None), TableCell::Text("Contoso"));
    }
}
