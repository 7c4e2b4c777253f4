//! What a workbook has that a new workbook made of its values lacks.

/// Something that only the source has, beside its colours and borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Formulas; their values are in the copy.
    Formulas,
    /// Cells merged into one.
    MergedCells,
    /// Comments and notes.
    Comments,
    /// Pictures, charts and shapes.
    Drawings,
    /// Links in cells.
    Links,
    /// Filters of columns.
    Filters,
    /// Rules for what may be entered.
    Validations,
    /// Formats that depend on values.
    ConditionalFormats,
    /// Pivot tables.
    Pivots,
    /// Macros.
    Macros,
}
