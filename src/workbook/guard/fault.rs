//! What the guard finds wrong with a part.

use super::{MAX_DEPTH, MAX_ROWS, MAX_STRINGS, MAX_TEXT_BYTES};
use crate::workbook::error::{OpenProblem, Unit};

/// A reason to refuse a part; small, since the scanner passes it at every tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    CutOff,
    NoRoot,
    SecondRoot,
    TextOutsideRoot,
    NamelessTag,
    TagInTag,
    NamelessInstruction,
    LateDeclaration,
    UnfitEnd,
    BadComment,
    DocumentType,
    TooDeep,
    TooManyAttributes,
    NoSheetData,
    NoStringTable,
    SecondTable,
    TooLong,
    TooManyRows,
    TooManyStrings,
}

impl Fault {
    /// The problem of a workbook whose `part` has this fault.
    pub(super) fn of(self, part: &str) -> OpenProblem {
        let too_large = |unit, limit| OpenProblem::TooLarge { place: part.to_owned(), unit, limit };
        let cause = match self {
            Self::TooLong => return too_large(Unit::TextBytes, MAX_TEXT_BYTES),
            Self::TooManyRows => return too_large(Unit::Rows, MAX_ROWS),
            Self::TooManyStrings => return too_large(Unit::Strings, MAX_STRINGS),
            Self::TooDeep => return OpenProblem::damaged(part, format!("elements nested deeper than {MAX_DEPTH}")),
            Self::CutOff => "the XML is cut off",
            Self::NoRoot => "no root element",
            Self::SecondRoot => "a second root element",
            Self::TextOutsideRoot => "text outside the root element",
            Self::NamelessTag => "a tag without a name",
            Self::TagInTag => "a tag that begins inside another",
            Self::NamelessInstruction => "a processing instruction without a name",
            Self::LateDeclaration => "an XML declaration that is not at the beginning",
            Self::UnfitEnd => "an end tag that fits no start tag",
            Self::BadComment => "a comment that ends where it begins",
            Self::DocumentType => "a document type or another declaration",
            Self::TooManyAttributes => "a tag with thousands of attributes",
            Self::NoSheetData => "no sheetData element",
            Self::NoStringTable => "no sst element",
            Self::SecondTable => "its rows or strings stand in two places",
        };
        OpenProblem::damaged(part, cause)
    }
}
