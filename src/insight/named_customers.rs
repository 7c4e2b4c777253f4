//! Customers found by their names.

use crate::portfolio::{CustomerIndex, Portfolio};
use crate::support::progress::{Cancelled, Progress};
use crate::support::text::search_key;

/// How many are listed.
const LISTED: usize = 8;
/// Customers between two looks at whether to stop.
const STEP: usize = 1 << 14;

/// Customers whose names hold all words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCustomers {
    /// The words, as they were typed.
    pub words: String,
    /// The first of them: names that begin with the words come before others, each in the order of the files.
    pub customers: Vec<CustomerIndex>,
    /// How many there are.
    pub count: usize,
}

impl NamedCustomers {
    /// Finds those of `portfolio` whose names hold all of `words`, whatever the case, width and kind of kana; where
    /// `by_number`, a number among the words is also that of a pseudonym.
    ///
    /// # Errors
    /// [`Cancelled`] when other words are looked for meanwhile.
    pub fn find(portfolio: &Portfolio, words: String, by_number: bool, progress: &Progress) -> Result<Self, Cancelled> {
        let key = search_key(words.trim());
        let texts = portfolio.search_texts();
        let mut found: Option<crate::support::bits::Bits> = None;
        for word in key.split_whitespace() {
            found = Some(texts.find(word, found.as_ref()));
            progress.advance(0)?;
        }
        let numbered = if by_number { numbered(portfolio, &key) } else { None };
        let (mut first, mut others, mut count) = (Vec::new(), Vec::new(), 0);
        if let Some(found) = found {
            for (at, id) in portfolio.customers.name.iter().enumerate() {
                if at % STEP == 0 {
                    progress.advance(0)?;
                }
                let Some(customer) = CustomerIndex::try_from(at).ok().filter(|_| found.has(id.index())) else {
                    continue;
                };
                if Some(customer) == numbered {
                    continue;
                }
                count += 1;
                let list = if texts.key(*id).starts_with(&key) { &mut first } else { &mut others };
                if list.len() < LISTED {
                    list.push(customer);
                }
            }
        }
        let mut customers: Vec<CustomerIndex> = numbered.into_iter().chain(first).chain(others).collect();
        customers.truncate(LISTED);
        Ok(Self { words, customers, count: count + usize::from(numbered.is_some()) })
    }
}

/// The customer whose pseudonym bears the number that is typed.
fn numbered(portfolio: &Portfolio, key: &str) -> Option<CustomerIndex> {
    let number: usize = key.split_whitespace().find_map(|word| word.parse().ok())?;
    let customer = CustomerIndex::try_from(number.checked_sub(1)?).ok()?;
    ((customer as usize) < portfolio.customer_count()).then_some(customer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portfolio() -> Portfolio {
        let mut portfolio = Portfolio::default();
        let names = ["Northwind Traders", "株式会社コントソ", "Contoso Northwind", "", "contoso"];
        portfolio.customers.grow(names.len());
        portfolio.customers.name = names.map(|name| portfolio.texts.intern(name).unwrap()).to_vec();
        portfolio
    }

    fn found(words: &str, by_number: bool) -> (Vec<CustomerIndex>, usize) {
        let found = NamedCustomers::find(&portfolio(), words.to_owned(), by_number, &Progress::default()).unwrap();
        (found.customers, found.count)
    }

    #[test]
    fn names_are_found_whatever_case_width_and_kana_and_beginnings_come_first() {
        assert_eq!(found("CONTOSO", false), (vec![2, 4], 2));
        assert_eq!(found("northwind", false), (vec![0, 2], 2));
        assert_eq!(found("wind conto", false), (vec![2], 1), "all words, in any order");
        assert_eq!(found("こんとｿ", false), (vec![1], 1));
        assert_eq!(found("nobody", false), (vec![], 0));
        assert_eq!(found("  ", false), (vec![], 0));
    }

    #[test]
    fn a_pseudonym_is_found_by_its_number() {
        assert_eq!(found("Customer 00002", true), (vec![1], 1));
        assert_eq!(found("2", false), (vec![], 0), "a number says nothing while names are shown");
        assert_eq!(found("99", true), (vec![], 0));
    }
}
