//! The words of charts and tables that are saved.

use crate::session::drawing::Chart;
use crate::ui::words::section::section;

section! {
    /// Saving charts as pictures, and their tables.
    PictureWords, "pictures.json", {
        menu, menu_tooltip, save_picture, save_picture_tooltip, save_table, save_table_tooltip, dialog_png, dialog_svg,
        subtitle, subtitle_model, file_division, file_matrix, file_scores, file_renewals, file_whitespace_map,
        file_months, file_quality, from, to, customers, before, after, measure, group, value, least, most, owned,
    }
}

impl PictureWords {
    /// What the file of a picture or table of `chart` is proposed to be called, without its kind.
    #[must_use]
    pub fn file_name(&self, chart: Chart) -> &str {
        match chart {
            Chart::Division => &self.file_division,
            Chart::Matrix => &self.file_matrix,
            Chart::Scores => &self.file_scores,
            Chart::Renewals => &self.file_renewals,
            Chart::WhitespaceMap => &self.file_whitespace_map,
            Chart::Months => &self.file_months,
            Chart::Quality => &self.file_quality,
        }
    }
}
