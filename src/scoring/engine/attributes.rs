//! The portfolio's columns as a table that a model is fitted to.
//!
//! Computes nothing but the form: numbers, amounts in units, flags and texts as words, each column under the dictionary's
//! name whatever its header. Which columns speak of a product, or are ids, is data ([`AttributeRules`]). Degenerate: a
//! column that is shorter than the portfolio is left out; a missing cell is NaN or no word, never 0.

use crate::domain::money::Money;
use crate::domain::segment::Segment;
use crate::portfolio::attribute::AttributeData;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::engine::products::AttributeRules;
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words};
use crate::support::interner::{Interner, TextId};

/// What the size of a customer is called.
pub const EMPLOYEES: &str = "OrgSize";
/// What the segment of a customer is called.
pub const SEGMENT: &str = "SMCTypeSummary";

/// Every customer of `portfolio`.
#[must_use]
pub fn all_customers(portfolio: &Portfolio) -> Vec<CustomerIndex> {
    (0..).zip(0..portfolio.customer_count()).map(|(customer, _)| customer).collect()
}

/// Every column that some model may learn from, under the dictionary's names, for `customers`; `segments` are as shown.
///
/// Days are left out: load dates say when a report was made, and ends of agreements are signals, not traits.
#[must_use]
pub fn attribute_table(portfolio: &Portfolio, segments: &[Segment], customers: &[CustomerIndex]) -> DataTable {
    let mut table = DataTable { columns: Vec::new(), rows: customers.len() };
    let employees = of(&portfolio.customers.employees, customers);
    if employees.iter().any(Option::is_some) {
        let numbers = employees.iter().map(|count| count.map_or(f64::NAN, f64::from)).collect();
        table.columns.push(DataColumn { name: EMPLOYEES.to_owned(), values: DataValues::Numbers(numbers) });
    }
    let segments = of(segments, customers);
    if segments.iter().any(|segment| *segment != Segment::Unknown) {
        table
            .columns
            .push(DataColumn { name: SEGMENT.to_owned(), values: DataValues::Words(segment_words(&segments)) });
    }
    let rules = AttributeRules::get();
    for attribute in portfolio.attributes.iter().filter(|attribute| !rules.is_left_out(&attribute.name)) {
        let values = match &attribute.data {
            AttributeData::Text(ids) => DataValues::Words(text_words(&portfolio.texts, &of(ids, customers))),
            AttributeData::Flag(flags) => DataValues::Words(flag_words(&of(flags, customers))),
            AttributeData::Number(cells) => numbers(cells, customers, |number| number),
            AttributeData::Money(cells) => numbers(cells, customers, Money::units),
            AttributeData::Day(_) => continue,
        };
        if values.len() == table.rows {
            table.columns.push(DataColumn { name: attribute.name.clone(), values });
        }
    }
    table
}

/// The cells of `customers`; none at all where the column is shorter.
fn of<T: Copy>(cells: &[T], customers: &[CustomerIndex]) -> Vec<T> {
    customers.iter().filter_map(|customer| cells.get(*customer as usize).copied()).collect()
}

fn numbers<T: Copy>(cells: &[Option<T>], customers: &[CustomerIndex], number: impl Fn(T) -> f64) -> DataValues {
    DataValues::Numbers(of(cells, customers).into_iter().map(|cell| cell.map_or(f64::NAN, &number)).collect())
}

fn segment_words(segments: &[Segment]) -> Words {
    let code = |segment: &Segment| match segment {
        Segment::Unknown => Words::MISSING,
        known => u32::try_from(known.index()).unwrap_or(Words::MISSING),
    };
    Words {
        codes: segments.iter().map(code).collect(),
        words: Segment::ALL.iter().map(|segment| format!("{segment:?}")).collect(),
    }
}

fn flag_words(flags: &[Option<bool>]) -> Words {
    Words {
        codes: flags.iter().map(|flag| flag.map_or(Words::MISSING, u32::from)).collect(),
        words: vec!["No".to_owned(), "Yes".to_owned()],
    }
}

/// Equal texts get one code, whatever their ids.
fn text_words(texts: &Interner, ids: &[TextId]) -> Words {
    let mut different: Vec<TextId> = ids.iter().copied().filter(|id| !id.is_missing()).collect();
    different.sort_unstable();
    different.dedup();
    let mut words: Vec<&str> =
        different.iter().map(|id| texts.text(*id).trim()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    let code_of = |id: &TextId| {
        let word = texts.text(*id).trim();
        words.binary_search(&word).ok().and_then(|code| u32::try_from(code).ok()).unwrap_or(Words::MISSING)
    };
    let codes_of_different: Vec<u32> = different.iter().map(code_of).collect();
    let code = |id: &TextId| {
        let found = different.binary_search(id).ok();
        found.and_then(|position| codes_of_different.get(position)).copied().unwrap_or(Words::MISSING)
    };
    Words { codes: ids.iter().map(code).collect(), words: words.into_iter().map(str::to_owned).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_word_and_no_text_is_a_gap() {
        let mut texts = Interner::default();
        let ids: Vec<TextId> = ["Legal", "", "Retail", " Legal"].map(|text| texts.intern(text).unwrap()).to_vec();
        let words = text_words(&texts, &ids);
        let read: Vec<_> = (0..4).map(|row| words.word(row)).collect();
        assert_eq!(read, [Some("Legal"), None, Some("Retail"), Some("Legal")]);
        assert_eq!(words.words.len(), 2);
    }
}
