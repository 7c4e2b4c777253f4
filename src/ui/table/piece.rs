//! What is copied or exported of the table.

use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::table::TableColumn;
use crate::session::table_text::{CellWords, PieceRows, TablePiece};
use crate::ui::screen::Screen;
use crate::ui::words::Words;
use std::ops::RangeInclusive;

/// Which rows and columns.
pub(in crate::ui) enum Rows {
    /// All that are shown.
    All,
    /// The block of cells when it has several, else the rows that are selected, else the cell of the cursor.
    Chosen(Option<(RangeInclusive<usize>, RangeInclusive<usize>)>),
}

/// The piece of the table of `columns`.
pub(in crate::ui) fn piece(
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    columns: &[TableColumn],
    rows: Rows,
) -> Box<TablePiece> {
    let has_selection = !screen.selection.is_empty();
    let (rows, columns) = match rows {
        Rows::All => (PieceRows::All, columns),
        Rows::Chosen(Some((rows, range)))
            if !has_selection || rows.start() != rows.end() || range.start() != range.end() =>
        {
            let chosen = columns.get(range).unwrap_or_default();
            (PieceRows::Range(*rows.start()..rows.end().saturating_add(1)), chosen)
        }
        Rows::Chosen(_) => (PieceRows::Selected, columns),
    };
    let header = |column: &TableColumn| (*column, screen.words.column_header(scored, *column).into_owned());
    Box::new(TablePiece {
        rows,
        columns: columns.iter().map(header).collect(),
        words: cell_words(screen.words),
        pseudonyms: screen.pseudonyms,
    })
}

fn cell_words(words: &Words) -> CellWords {
    CellWords {
        bands: Band::ALL.map(|band| words.band(band).to_owned()),
        clusters: Cluster::ALL.map(|cluster| words.cluster(cluster).to_owned()),
        segments: Segment::ALL.map(|segment| words.segment(segment).to_owned()),
        flags: [words.yes.clone(), words.no.clone()],
    }
}
