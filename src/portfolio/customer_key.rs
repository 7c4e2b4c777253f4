//! By what a customer is known again in next month's files.

use crate::domain::mark::CustomerKey;
use crate::portfolio::keys::{normal_domain, normal_duns, normal_id};
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::support::interner::TextId;
use crate::support::text::comparison_key;

impl Portfolio {
    /// The key of `customer` that outlives these files: CustomerID, else DUNS number, else web domain, else TPID, each
    /// in its one form, so that case, width and lost zeros change nothing.
    ///
    /// A customer with none of these is known by its name; customers of one name without any key cannot be told apart.
    /// `None` when there is not even a name.
    #[must_use]
    pub fn customer_key(&self, customer: CustomerIndex) -> Option<CustomerKey> {
        let at = customer as usize;
        let people = &self.customers;
        let text =
            |column: &[TextId]| column.get(at).filter(|id| !id.is_missing()).map_or("", |id| self.texts.text(*id));
        let key = |kind: &str, form: Option<String>| form.map(|form| CustomerKey(format!("{kind}:{form}")));
        let of = |kind: &str, column: &[TextId], form: fn(&str) -> Option<String>| match text(column) {
            "" => None,
            text => key(kind, form(text)),
        };
        let id: fn(&str) -> Option<String> = |text| normal_id(text, false);
        of("id", &people.customer_id, id)
            .or_else(|| of("duns", &people.duns, normal_duns))
            .or_else(|| of("domain", &people.domain, normal_domain))
            .or_else(|| of("tpid", &people.tpid, id))
            .or_else(|| of("name", &people.name, |name| Some(comparison_key(name)).filter(|key| !key.is_empty())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portfolio(rows: &[[&str; 5]]) -> Portfolio {
        let mut portfolio = Portfolio::default();
        portfolio.customers.grow(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let [id, duns, domain, tpid, name] = row.map(|text| portfolio.texts.intern(text).unwrap());
            let people = &mut portfolio.customers;
            (people.customer_id[at], people.duns[at], people.domain[at]) = (id, duns, domain);
            (people.tpid[at], people.name[at]) = (tpid, name);
        }
        portfolio
    }

    #[test]
    fn the_best_key_there_is_in_its_one_form() {
        let portfolio = portfolio(&[
            ["ABC-1", "1234567", "a.com", "7", "A"],
            ["N/A", "1234567", "a.com", "7", "A"],
            ["", "", "https://www.A.com/x", "7", "A"],
            ["", "", "info@gmail.com", "７", "A"],
            ["", "", "", "", "Ａdatum 株式会社"],
            ["", "", "", "", ""],
        ]);
        let keys: Vec<Option<String>> = (0..6).map(|at| portfolio.customer_key(at).map(|key| key.0)).collect();
        let expected = ["id:abc-1", "duns:001234567", "domain:a.com", "tpid:7"].map(|key| Some(key.to_owned()));
        assert_eq!(keys[..4], expected);
        assert!(keys[4].as_deref().is_some_and(|key| key.starts_with("name:adatum")), "{keys:?}");
        assert_eq!(keys[5], None);
    }
}
