//! What the additive solver is fitted to: rows as codes, one term an attribute.
//!
//! A term's codes run from 0; the levels come first, the code behind them is "missing" where the term has one. Every
//! larger code, such as that of a level never seen, contributes nothing.

/// Rows as codes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// How many rows there are.
    pub rows: usize,
    /// One term an attribute, in the order in which contributions are added.
    pub terms: Vec<Term>,
    /// Plain numbers beside the terms, one coefficient each.
    pub covariates: Vec<Covariate>,
}

/// One attribute: its bins, and which bin each row falls into.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Term {
    codes: Vec<u16>,
    levels: usize,
    has_missing: bool,
    shape: Shape,
}

/// How the levels of a term are related, and so what is thought of them before any data.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Shape {
    /// Bins of a number: neighbours resemble each other (a random walk).
    Ordered {
        /// Where each bin lies, centred and scaled, for a straight line beside the walk; none without a line.
        position: Option<Vec<f64>>,
    },
    /// Levels of a category: each its own.
    #[default]
    Unordered,
}

/// A number that enters as it is; the caller scales it to mean 0 and variance 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Covariate {
    /// For each row its value, finite.
    pub values: Vec<f64>,
    /// The fixed penalty on the squared coefficient, in units of one row's weight.
    pub penalty: f64,
}

impl Term {
    /// The code of a row to which a term contributes nothing.
    pub const NOTHING: u16 = u16::MAX;

    /// A term of `levels` levels, and "missing" behind them where `has_missing`. Codes beyond contribute nothing. A
    /// position of another length than `levels` is no line.
    #[must_use]
    pub fn new(mut codes: Vec<u16>, levels: usize, has_missing: bool, shape: Shape) -> Self {
        let levels = levels.min(usize::from(Self::NOTHING) - 2);
        let nothing = u16::try_from(levels + usize::from(has_missing)).unwrap_or(Self::NOTHING);
        codes.iter_mut().for_each(|code| *code = (*code).min(nothing));
        let shape = match shape {
            Shape::Ordered { position: Some(position) } if position.len() != levels => {
                Shape::Ordered { position: None }
            }
            other => other,
        };
        Self { codes, levels, has_missing, shape }
    }

    /// For each row the code of its bin; [`Term::size`] where the term contributes nothing.
    #[must_use]
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// How many bins or levels there are, without "missing".
    #[must_use]
    pub fn levels(&self) -> usize {
        self.levels
    }

    /// Whether the code behind the levels stands for a missing value.
    #[must_use]
    pub fn has_missing(&self) -> bool {
        self.has_missing
    }

    /// How its levels are related.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// How many coefficients the term has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.levels + usize::from(self.has_missing)
    }

    /// Where the bins lie, if the term has a straight line beside its walk.
    #[must_use]
    pub fn position(&self) -> Option<&[f64]> {
        match &self.shape {
            Shape::Ordered { position } => position.as_deref(),
            Shape::Unordered => None,
        }
    }
}

impl Design {
    /// How many coefficients there are with the constant, without straight lines and covariates.
    #[must_use]
    pub fn coefficients(&self) -> usize {
        1 + self.terms.iter().map(Term::size).sum::<usize>()
    }

    /// The same terms with only the rows at these positions; positions beyond the end are left out.
    #[must_use]
    pub fn with_rows(&self, positions: &[usize]) -> Self {
        let terms = self.terms.iter().map(|term| Term {
            codes: positions.iter().filter_map(|row| term.codes.get(*row).copied()).collect(),
            ..Term { codes: Vec::new(), shape: term.shape.clone(), ..*term }
        });
        let covariates = self.covariates.iter().map(|covariate| Covariate {
            values: positions.iter().filter_map(|row| covariate.values.get(*row).copied()).collect(),
            penalty: covariate.penalty,
        });
        let rows = positions.iter().filter(|row| **row < self.rows).count();
        Self { rows, terms: terms.collect(), covariates: covariates.collect() }
    }
}
