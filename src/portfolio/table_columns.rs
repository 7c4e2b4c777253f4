//! A table's columns by what they are about.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::support::interner::{Interner, TextId};
use crate::workbook::dictionary::{Meaning, Role};
use crate::workbook::table::{ColumnData, ReadColumn};

/// The columns of one table.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableColumns<'a>(pub &'a [ReadColumn]);

impl<'a> TableColumns<'a> {
    /// The first column of `meaning`.
    pub(super) fn column(self, meaning: Meaning) -> Option<&'a ColumnData> {
        self.0.iter().find(|column| column.known.meaning == meaning).map(|column| &column.data)
    }

    /// The first column in `role`.
    pub(super) fn in_role(self, role: Role) -> Option<&'a ColumnData> {
        self.0.iter().find(|column| column.known.role == Some(role)).map(|column| &column.data)
    }

    pub(super) fn texts(self, meaning: Meaning) -> Option<&'a [TextId]> {
        texts(self.column(meaning)?)
    }

    /// The texts of the column that the dictionary calls `name`.
    pub(super) fn texts_named(self, name: &str) -> Option<&'a [TextId]> {
        texts(&self.0.iter().find(|column| column.known.name == name)?.data)
    }

    pub(super) fn days(self, meaning: Meaning) -> Option<&'a [Option<Date>]> {
        days(self.column(meaning)?)
    }

    pub(super) fn money(self, meaning: Meaning) -> Option<&'a [Option<Money>]> {
        match self.column(meaning)? {
            ColumnData::Money(cells) => Some(cells),
            _ => None,
        }
    }
}

pub(super) fn texts(data: &ColumnData) -> Option<&[TextId]> {
    match data {
        ColumnData::Text(cells) => Some(cells),
        _ => None,
    }
}

pub(super) fn days(data: &ColumnData) -> Option<&[Option<Date>]> {
    match data {
        ColumnData::Day(cells) => Some(cells),
        _ => None,
    }
}

/// What `parse` makes of each cell's word, asked once a distinct word.
pub(super) fn by_word<T: Copy>(
    texts: &Interner,
    cells: &[TextId],
    parse: impl Fn(&str) -> Option<T>,
) -> Vec<Option<T>> {
    let mut known: Vec<Option<Option<T>>> = vec![None; texts.id_count()];
    let mut of_cell = |id: TextId| {
        let slot = known.get_mut(id.index())?;
        *slot.get_or_insert_with(|| if id.is_missing() { None } else { parse(texts.text(id)) })
    };
    cells.iter().map(|id| of_cell(*id)).collect()
}
