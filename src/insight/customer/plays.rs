//! What is flagged to be sold to a customer: plays, one line a motion.

use crate::domain::play::PlayGuide;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::AttributeData;

/// A motion, and the columns that flag it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayLine {
    /// What to say and do; `None` when the name of the column tells no motion.
    pub guide: Option<&'static PlayGuide>,
    /// The headers of the columns.
    pub headers: Vec<String>,
}

/// The plays of `customer`, in the order of the files' columns.
pub(super) fn lines(scored: &ScoredPortfolio, customer: CustomerIndex) -> Vec<PlayLine> {
    let at = customer as usize;
    let mut lines: Vec<PlayLine> = Vec::new();
    for attribute in scored.portfolio.attributes.iter().filter(|attribute| attribute.is_play) {
        let AttributeData::Flag(cells) = &attribute.data else { continue };
        if cells.get(at).copied().flatten() != Some(true) {
            continue;
        }
        let guide = PlayGuide::of(&attribute.name).or_else(|| PlayGuide::of(&attribute.header));
        match lines.iter_mut().find(|line| guide.is_some() && line.guide == guide) {
            Some(line) => line.headers.push(attribute.header.clone()),
            None => lines.push(PlayLine { guide, headers: vec![attribute.header.clone()] }),
        }
    }
    lines
}
