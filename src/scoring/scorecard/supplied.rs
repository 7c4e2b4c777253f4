//! Columns that are no attributes by what they are: scores and clusters that the file brings, marks of this program, and
//! columns that say who a customer is. A score made from ownership would tell ownership.
//!
//! By the header, as the dictionary of reports knows it, and by the values: a column of nothing but the names of
//! clusters or the codes of cells is one whatever its header. Degenerate: a column without values is not supplied.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::support::data_table::{DataColumn, DataTable, DataValues};
use crate::workbook::dictionary::{Dictionary, Meaning};

/// The names of such columns of `table`.
#[must_use]
pub fn supplied_columns(table: &DataTable) -> Vec<String> {
    let supplied = |column: &&DataColumn| by_header(&column.name) || by_values(&column.values);
    table.columns.iter().filter(supplied).map(|column| column.name.clone()).collect()
}

fn by_header(header: &str) -> bool {
    let known = Dictionary::get().recognise(header);
    known.is_some_and(|known| {
        known.meaning.is_identity() || matches!(known.meaning, Meaning::Score(..) | Meaning::OwnMark)
    })
}

fn by_values(values: &DataValues) -> bool {
    let DataValues::Words(words) = values else { return false };
    let is_cluster =
        |word: &String| Cluster::from_word(word).is_some() || Cell::all().any(|cell| cell.code() == word.trim());
    words.words.len() > 1 && words.words.iter().all(is_cluster)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::data_table::Words;

    #[test]
    fn scores_clusters_and_names_are_supplied_and_attributes_are_not() {
        let words = |name: &str, words: &[&str]| DataColumn {
            name: name.to_owned(),
            values: DataValues::Words(Words {
                codes: vec![0, 1],
                words: words.iter().map(|word| (*word).to_owned()).collect(),
            }),
        };
        let columns = vec![
            words("M365Fit", &["High", "Low"]),
            words("Gruppe", &["Act Now", "Nurture"]),
            words("Feld", &["A1", "N9"]),
            words("CustomerName", &["A", "B"]),
            words("Industry", &["Legal", "Retail"]),
            words("Grade", &["A1", "B2"]),
        ];
        let table = DataTable { columns, rows: 2 };
        assert_eq!(supplied_columns(&table), ["M365Fit", "Gruppe", "Feld", "CustomerName"]);
    }
}
