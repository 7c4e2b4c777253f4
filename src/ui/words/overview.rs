//! The words of the overview's charts.

use crate::insight::breakdown::Dimension;
use crate::insight::matrix::Measure;
use crate::ui::words::Words;
use crate::ui::words::section::section;

section! {
    /// Breakdown, renewals, measures of the matrix, and cards.
    OverviewWords, "overview.json", {
        divide_by, divide_by_tooltip, segment, industry, vertical, area, country, territory, by_value,
        by_value_tooltip, other_values, value_missing, renewals, renewals_tooltip, scores, scores_tooltip,
        soon, soon_label, month_label, without_cluster, no_renewals, card_whitespace, card_whitespace_tooltip,
        card_whitespace_missing_tooltip, card_whitespace_note, card_act_now, card_act_now_tooltip,
        card_act_now_missing_tooltip, card_act_now_note, measure, measure_tooltip,
        measure_customers, measure_whitespace, measure_renewals, heat, heat_tooltip, all_models,
        all_models_tooltip, cell_amount, card_open, card_open_expiring, card_open_revenue, card_open_map, card_change,
    }
}

impl OverviewWords {
    /// What `dimension` is called.
    #[must_use]
    pub fn dimension(&self, dimension: Dimension) -> &str {
        match dimension {
            Dimension::Segment => &self.segment,
            Dimension::Industry => &self.industry,
            Dimension::Vertical => &self.vertical,
            Dimension::Area => &self.area,
            Dimension::Country => &self.country,
            Dimension::Territory => &self.territory,
        }
    }

    /// What `measure` is called.
    #[must_use]
    pub fn measure(&self, measure: Measure) -> &str {
        match measure {
            Measure::Customers => &self.measure_customers,
            Measure::WhitespaceRevenue => &self.measure_whitespace,
            Measure::OpenRevenue => &self.measure_renewals,
        }
    }

    /// The title of the customers divided by `dimension`.
    #[must_use]
    pub fn dimension_title<'a>(&'a self, dimension: Dimension, has_choice: bool, words: &'a Words) -> &'a str {
        // Where there is something to choose, the choice says by what.
        if dimension == Dimension::Segment && !has_choice { &words.segments } else { &self.by_value }
    }

    /// What that chart tells.
    #[must_use]
    pub fn dimension_tooltip<'a>(&'a self, dimension: Dimension, words: &'a Words) -> &'a str {
        if dimension == Dimension::Segment { &words.segments_tooltip } else { &self.by_value_tooltip }
    }
}
