//! Portfolios that were open before, in words.

use crate::ui::format;
use crate::ui::words::fill;
use crate::ui::words::section::section;
use crate::ui::words::terms::visible;
use std::path::PathBuf;

section! {
    /// Portfolios as they were left.
    PortfolioWords, "portfolios.json", { recent, recent_tooltip, open, and_more, profile_title, profile_cause }
}

impl PortfolioWords {
    /// What a portfolio of `files` is called: by its first file, and how many more there are.
    #[must_use]
    pub fn name(&self, files: &[PathBuf]) -> String {
        let first = files.first().and_then(|path| path.file_name());
        let first = first.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match files.len().saturating_sub(1) {
            0 => visible(&first).into_owned(),
            more => fill(&self.and_more, &[("file", &visible(&first)), ("count", &format::count(more as u64))]),
        }
    }
}
