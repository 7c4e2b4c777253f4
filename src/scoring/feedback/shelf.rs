//! The models that are kept: the champion, a challenger that waits, and the champion before, to which one step leads
//! back. A versioned document, the same for every kind of model.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The version that is written.
const VERSION: u32 = 1;
/// What the document calls itself.
const FORMAT: &str = "propensity-desk model shelf";

/// The models of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelShelf<M> {
    format: String,
    version: u32,
    /// The model in use.
    pub champion: M,
    /// A model that has not won yet.
    pub challenger: Option<M>,
    /// The champion before the last change.
    pub previous: Option<M>,
}

/// Why a shelf could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ShelfProblem {
    /// It is no such document, or it is damaged.
    #[error("this is not a file of saved models: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It is another kind of document.
    #[error("this file calls itself {0:?}, not {FORMAT:?}")]
    OtherFormat(String),
    /// A newer program wrote it.
    #[error("the saved models have version {0}, and this program knows up to {VERSION}: a newer program wrote them")]
    Newer(u32),
}

/// What every version begins with.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

impl<M> ModelShelf<M> {
    /// A shelf with one model.
    #[must_use]
    pub fn new(champion: M) -> Self {
        Self { format: FORMAT.to_owned(), version: VERSION, champion, challenger: None, previous: None }
    }

    /// Puts `champion` in the place of the one in use, which is kept as the one before.
    pub fn replace(&mut self, champion: M) {
        self.previous = Some(std::mem::replace(&mut self.champion, champion));
    }

    /// Makes the challenger the champion, and keeps the champion as the one before. Whether there was a challenger.
    pub fn promote(&mut self) -> bool {
        let Some(challenger) = self.challenger.take() else { return false };
        self.replace(challenger);
        true
    }

    /// Goes back to the champion before; the one that leaves becomes the challenger again, so that this can be taken
    /// back as well. Whether there was one.
    pub fn back(&mut self) -> bool {
        let Some(previous) = self.previous.take() else { return false };
        self.challenger = Some(std::mem::replace(&mut self.champion, previous));
        true
    }
}

impl<M: DeserializeOwned> ModelShelf<M> {
    /// Reads a document.
    ///
    /// # Errors
    /// [`ShelfProblem`]: it is damaged, something else, or of a newer program.
    pub fn from_json(text: &str) -> Result<Self, ShelfProblem> {
        let head: Head = serde_json::from_str(text)?;
        if head.format != FORMAT {
            return Err(ShelfProblem::OtherFormat(head.format));
        }
        if head.version > VERSION {
            return Err(ShelfProblem::Newer(head.version));
        }
        Ok(serde_json::from_str(text)?)
    }
}
