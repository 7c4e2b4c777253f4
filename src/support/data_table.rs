//! A table of numbers and words with gaps: what a model is fitted to.

/// Columns of one length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataTable {
    /// The columns.
    pub columns: Vec<DataColumn>,
    /// How many rows each column has.
    pub rows: usize,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct DataColumn {
    /// Its header.
    pub name: String,
    /// Its values.
    pub values: DataValues,
}

/// A column's values.
#[derive(Debug, Clone, PartialEq)]
pub enum DataValues {
    /// Finite numbers; NaN where there is none.
    Numbers(Vec<f64>),
    /// Words.
    Words(Words),
}

/// Words, each kept once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// For each row the position of its word, [`Words::MISSING`] where there is none.
    pub codes: Vec<u32>,
    /// The different words, in the order in which they first appear.
    pub words: Vec<String>,
}

impl Words {
    /// The code of a row without a word.
    pub const MISSING: u32 = u32::MAX;

    /// The word of `row`; `None` where there is none.
    #[must_use]
    pub fn word(&self, row: usize) -> Option<&str> {
        let code = *self.codes.get(row)?;
        self.words.get(usize::try_from(code).ok()?).map(String::as_str)
    }
}

impl DataTable {
    /// The column called `name`, in exactly these letters.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&DataColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The table of the rows at these positions, in their order; a position beyond the end is a gap.
    #[must_use]
    pub fn with_rows(&self, positions: &[usize]) -> Self {
        let columns = self.columns.iter().map(|column| {
            let values = match &column.values {
                DataValues::Numbers(numbers) => DataValues::Numbers(
                    positions.iter().map(|row| numbers.get(*row).copied().unwrap_or(f64::NAN)).collect(),
                ),
                DataValues::Words(words) => DataValues::Words(Words {
                    codes: positions
                        .iter()
                        .map(|row| words.codes.get(*row).copied().unwrap_or(Words::MISSING))
                        .collect(),
                    words: words.words.clone(),
                }),
            };
            DataColumn { name: column.name.clone(), values }
        });
        Self { columns: columns.collect(), rows: positions.len() }
    }

    /// Takes the column called `name` out.
    pub fn take(&mut self, name: &str) -> Option<DataColumn> {
        let position = self.columns.iter().position(|column| column.name == name)?;
        Some(self.columns.remove(position))
    }
}

impl DataValues {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Words(words) => words.codes.len(),
        }
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
