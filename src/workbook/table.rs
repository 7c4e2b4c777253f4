//! One report as it was read: typed columns over shared texts, and what could not be understood.

use crate::domain::Date;
use crate::domain::cluster::Cluster;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::report::ReportKind;
use crate::domain::segment::Segment;
use crate::support::interner::{Interner, TextId};
use crate::workbook::delimited::TextForm;
use crate::workbook::dictionary::KnownColumn;
use crate::workbook::markup::SourceStamp;
use crate::workbook::source::Source;

/// A report read from one sheet.
#[derive(Debug)]
pub struct ReportTable {
    /// Where it came from.
    pub origin: Origin,
    /// Which report it is.
    pub kind: ReportKind,
    /// The texts that the columns refer to.
    pub texts: Interner,
    /// The sheet's row number, from 1, of each row read.
    pub rows: Vec<u32>,
    /// The columns that were read, each as long as `rows`.
    pub columns: Vec<ReadColumn>,
    /// What to tell the user about the reading.
    pub understanding: Understanding,
}

/// The file and sheet of a table, and the day it speaks of.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The file.
    pub source: Source,
    /// The sheet's name.
    pub sheet: String,
    /// The header's row number, from 1.
    pub header_row: u32,
    /// The rightmost column that the table's rows use, from 0.
    pub last_column: u32,
    /// All header cells: column from 0, and text.
    pub headers: Vec<(u32, String)>,
    /// The day the data speak of, if the file says.
    pub as_of: Option<AsOf>,
    /// By what it is noticed that the file was replaced since it was read.
    pub read_as: Option<SourceStamp>,
}

/// The day that data speak of, and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The day.
    pub day: Date,
    /// How it is known.
    pub known_by: KnownBy,
}

/// How an as-of day is known, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KnownBy {
    /// The user said so.
    User,
    /// It stands in the file's name.
    FileName,
    /// The workbook's own properties.
    Properties,
    /// When the file was last written.
    FileTime,
}

/// One column.
#[derive(Debug)]
pub struct ReadColumn {
    /// What it is.
    pub known: KnownColumn,
    /// Its header in the file.
    pub header: String,
    /// Its values.
    pub data: ColumnData,
}

/// A column's values, one a row; what is missing is `None` or [`TextId::MISSING`].
#[derive(Debug, Clone)]
pub enum ColumnData {
    /// Text.
    Text(Vec<TextId>),
    /// Fit or Intent.
    Rating(Vec<Option<Rating>>),
    /// Clusters.
    Cluster(Vec<Option<Cluster>>),
    /// Subsegments.
    Segment(Vec<Option<Segment>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Numbers of employees.
    Count(Vec<Option<u32>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Amounts.
    Money(Vec<Option<Money>>),
    /// Days.
    Day(Vec<Option<Date>>),
}

/// What was understood of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Understanding {
    /// Headers of the columns that were read.
    pub used: Vec<String>,
    /// Headers that are not known, or stand twice.
    pub ignored: Vec<String>,
    /// Headers of the columns that are read, or left out, as a person chose.
    pub chosen: Vec<String>,
    /// Columns the report should have and has not.
    pub missing: Vec<String>,
    /// How many cells did not parse.
    pub unparsed: u64,
    /// The first of them.
    pub first_unparsed: Vec<UnparsedCell>,
    /// How the text was taken apart, when the file is separated text.
    pub read_as_text: Option<TextForm>,
    /// Further things worth telling.
    pub warnings: Vec<OpenWarning>,
}

/// A cell that holds something else than its column promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnparsedCell {
    /// Its place, such as `K17`.
    pub place: String,
    /// The column's header.
    pub header: String,
    /// What it holds, shortened.
    pub content: String,
}

/// Something about a file that the user should know though it opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenWarning {
    /// Other sheets hold a table as well; the one with the most known columns was taken.
    OtherTables(Vec<String>),
    /// Hidden sheets hold a table; they are not read.
    HiddenTables(Vec<String>),
    /// Rows below the header that name no customer, such as totals and notes.
    RowsWithoutCustomer(u64),
    /// Rows that repeat the header, as printed pages do; they are not read.
    RepeatedHeaders(u64),
    /// A known column stands more than once; the first was read.
    ColumnTwice(String),
    /// A score column held fractions of 1; they were read as percentages.
    ScoresAsFractions(String),
    /// A score column has no values though its cells are there: formulas never calculated.
    NoStoredValues(String),
    /// Cells hold error values such as `#N/A`; they count as missing.
    ErrorCells(u64),
    /// Rows repeat a customer of the same sheet; the first value of each column counts.
    RepeatedCustomers(u64),
    /// The workbook is signed; a marked-up copy will not be.
    Signed,
}

impl OpenWarning {
    /// The key of its words in the language files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::OtherTables(_) => "other_tables",
            Self::HiddenTables(_) => "hidden_tables",
            Self::RowsWithoutCustomer(_) => "rows_without_customer",
            Self::RepeatedHeaders(_) => "repeated_headers",
            Self::ColumnTwice(_) => "column_twice",
            Self::ScoresAsFractions(_) => "scores_as_fractions",
            Self::NoStoredValues(_) => "no_stored_values",
            Self::ErrorCells(_) => "error_cells",
            Self::RepeatedCustomers(_) => "repeated_customers",
            Self::Signed => "signed",
        }
    }
}
