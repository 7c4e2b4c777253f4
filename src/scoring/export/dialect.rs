//! How the dialects of SQL write names, texts, numbers and conversions.
//!
//! Every name and text that comes from a model is written by this file alone, so that none can end its quotes:
//! SQL:2016 doubles the quote; Spark's texts also know the backslash, its names have backticks; T-SQL has brackets.

use std::fmt::Write;

/// A dialect of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Standard SQL with `EXP`; numbers must be stored as numbers, and words are compared as the database does.
    #[default]
    Generic,
    /// SQLite 3.35 or later with its mathematical functions.
    Sqlite,
    /// DuckDB.
    DuckDb,
    /// Spark SQL 3.4 or later, and Databricks.
    Spark,
    /// T-SQL of Fabric's warehouse and of SQL Server 2019 or later.
    Fabric,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 5] = [Self::Generic, Self::Sqlite, Self::DuckDb, Self::Spark, Self::Fabric];

    /// Its name on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::Sqlite => "sqlite",
            Self::DuckDb => "duckdb",
            Self::Spark => "spark",
            Self::Fabric => "fabric",
        }
    }

    /// The dialect with this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.key() == key)
    }

    /// What a statement begins with: comments that name the dialect and where it differs from the others.
    #[must_use]
    pub fn head(self) -> String {
        let lines: &[&str] = match self {
            Self::Generic => &[
                "Standard SQL with EXP and LN. Numbers must be stored as numbers: a text in a column of numbers is an error.",
                "Words are compared as the database compares them; some take upper and lower case for the same.",
            ],
            Self::Sqlite => &[
                "SQLite 3.35 or later, built with its mathematical functions (EXP, LN).",
                "Numbers stored as texts are read; words are compared letter by letter.",
            ],
            Self::DuckDb => &[
                "DuckDB. Numbers stored as texts are read by TRY_CAST, what is none is missing, as is NaN.",
                "Words are compared letter by letter.",
            ],
            Self::Spark => &[
                "Spark SQL 3.4 or later, Databricks, and the lakehouse of Fabric.",
                "Names stand in backticks, texts know the backslash, numbers are DOUBLE by their suffix D.",
                "Numbers stored as texts are read by TRY_CAST, what is none is missing, as is NaN.",
                "Written for a Spark that it was not run in: its syntax alone is checked.",
            ],
            Self::Fabric => &[
                "T-SQL of Fabric's warehouse and of SQL Server 2019 or later.",
                "Names stand in brackets, texts are N'...'; LOG is the natural logarithm; numbers are FLOAT by TRY_CAST.",
                "Words are compared letter by letter by a binary UTF-8 collation, up to 4,000 bytes.",
                "Written for a server that it was not run on: its syntax alone is checked.",
            ],
        };
        let text: String = lines.iter().map(|line| format!("-- {line}\n")).collect();
        format!("-- Written by Propensity Desk for the dialect \"{}\".\n{text}", self.key())
    }

    /// The function of the natural logarithm.
    #[must_use]
    pub fn logarithm(self) -> &'static str {
        if self == Self::Fabric { "LOG" } else { "LN" }
    }

    /// A name in quotes.
    #[must_use]
    pub fn name(self, name: &str) -> String {
        match self {
            Self::Spark => format!("`{}`", name.replace('`', "``")),
            Self::Fabric => format!("[{}]", name.replace(']', "]]")),
            Self::Generic | Self::Sqlite | Self::DuckDb => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A table, whose schema may stand before a dot.
    #[must_use]
    pub fn table(self, name: &str) -> String {
        name.split('.').map(|part| self.name(part)).collect::<Vec<_>>().join(".")
    }

    /// A text in quotes.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        match self {
            Self::Spark => {
                let mut quoted = String::with_capacity(text.len() + 2);
                quoted.push('\'');
                for c in text.chars() {
                    match c {
                        '\\' | '\'' => quoted.extend(['\\', c]),
                        c => quoted.push(c),
                    }
                }
                quoted.push('\'');
                quoted
            }
            // A backslash before a line's end would join the lines; written apart it does not.
            Self::Fabric => {
                let doubled = text.replace('\'', "''");
                format!("N'{}'", doubled.replace("\\\n", "\\'+N'\n").replace("\\\r", "\\'+N'\r"))
            }
            Self::Generic | Self::Sqlite | Self::DuckDb => format!("'{}'", text.replace('\'', "''")),
        }
    }

    /// A number that is read back to the last bit: up to 17 digits, with an exponent, so that it is no decimal.
    #[must_use]
    pub fn number(self, value: f64) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = write!(text, "{value:e}");
        if self == Self::Spark {
            text.push('D');
        }
        text
    }

    /// A column as a number; NULL where it holds none.
    #[must_use]
    pub fn as_number(self, column: &str) -> String {
        match self {
            Self::Generic => format!("CAST({column} AS DOUBLE PRECISION)"),
            // An empty text would be read as 0.
            Self::Sqlite => self.finite(&format!("CASE WHEN TRIM({column}) <> '' THEN CAST({column} AS REAL) END")),
            Self::DuckDb | Self::Spark => self.finite(&format!("TRY_CAST({column} AS DOUBLE)")),
            Self::Fabric => format!("TRY_CAST({column} AS FLOAT)"),
        }
    }

    /// `value` where it is finite. NaN stands above every number in these dialects.
    fn finite(self, value: &str) -> String {
        let [low, high] = [f64::MIN, f64::MAX].map(|end| self.number(end));
        format!("CASE WHEN {value} BETWEEN {low} AND {high} THEN {value} END")
    }

    /// A column as a text that is compared letter by letter; NULL where it is empty.
    #[must_use]
    pub fn as_text(self, column: &str) -> String {
        match self {
            Self::Generic => format!("NULLIF({column}, '')"),
            Self::Sqlite => format!("NULLIF(CAST({column} AS TEXT), '') COLLATE BINARY"),
            Self::DuckDb => format!("NULLIF(CAST({column} AS VARCHAR), '')"),
            Self::Spark => format!("NULLIF(CAST({column} AS STRING), '')"),
            // 4000 is the longest that every column can be converted to.
            Self::Fabric => {
                format!("NULLIF(CAST({column} AS VARCHAR(4000)) COLLATE Latin1_General_100_BIN2_UTF8, '')")
            }
        }
    }
}
