//! Words of the field: bands, clusters, segments, reports, columns, and those that go into workbooks.

use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::profile::ScoringProfile;
use crate::domain::report::ReportKind;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::filter::Filter;
use crate::insight::report::ReportNames;
use crate::insight::table::TableColumn;
use crate::session::marked_columns::{MarkWords, ReasonWords};
use crate::session::settings::Language;
use crate::support::text::one_visible_line;
use crate::ui::format;
use crate::ui::words::marks::own_words;
use crate::ui::words::{Words, fill};
use crate::workbook::table::KnownBy;
use std::borrow::Cow;

/// The words of marked-up copies. Every header begins with the program's name, by which they are known again.
#[must_use]
pub fn mark_words(language: Language) -> MarkWords {
    let words = Words::of(language);
    MarkWords {
        headers: mark_headers(words),
        all_headers: Language::ALL.map(|language| mark_headers(Words::of(language))).to_vec(),
        bands: Band::ALL.map(|band| words.band(band).to_owned()),
        clusters: Cluster::ALL.map(|cluster| words.cluster(cluster).to_owned()),
        own: own_words(&words.marks),
        copies: Language::ALL.map(|language| own_words(&Words::of(language).marks)).to_vec(),
        reason: ReasonWords::new(move |scored, model, explainer, row| words.reason(scored, model, explainer, row)),
    }
}

/// The header of each part of a marked-up copy, with `{model}` for the model.
#[must_use]
pub(crate) fn mark_headers(words: &Words) -> [String; 7] {
    [
        &words.mark_cell,
        &words.mark_cluster,
        &words.mark_fit_band,
        &words.mark_intent_band,
        &words.mark_whitespace_revenue,
        &words.mark_expected_revenue,
        &words.mark_reason,
    ]
    .map(Clone::clone)
}

/// The words that go into reports, in `language`.
#[must_use]
pub fn report_names(language: Language) -> ReportNames {
    let words = Words::of(language);
    ReportNames {
        language,
        bands: Band::ALL.map(|band| words.band(band).to_owned()),
        clusters: Cluster::ALL.map(|cluster| words.cluster(cluster).to_owned()),
        segments: Segment::ALL.map(|segment| words.segment(segment).to_owned()),
    }
}

impl Words {
    /// The name of `band`.
    #[must_use]
    pub fn band(&self, band: Band) -> &str {
        match band {
            Band::High => &self.band_high,
            Band::Medium => &self.band_medium,
            Band::Low => &self.band_low,
            Band::VeryLow => &self.band_very_low,
        }
    }

    /// The name of `cluster`.
    #[must_use]
    pub fn cluster(&self, cluster: Cluster) -> &str {
        match cluster {
            Cluster::ActNow => &self.cluster_act_now,
            Cluster::Evaluate => &self.cluster_evaluate,
            Cluster::Nurture => &self.cluster_nurture,
            Cluster::Educate => &self.cluster_educate,
        }
    }

    /// What `cluster` means for those in it.
    #[must_use]
    pub fn cluster_tooltip(&self, cluster: Cluster) -> &str {
        match cluster {
            Cluster::ActNow => &self.cluster_act_now_tooltip,
            Cluster::Evaluate => &self.cluster_evaluate_tooltip,
            Cluster::Nurture => &self.cluster_nurture_tooltip,
            Cluster::Educate => &self.cluster_educate_tooltip,
        }
    }

    /// The name of `segment`.
    #[must_use]
    pub fn segment(&self, segment: Segment) -> &str {
        match segment {
            Segment::UpperMedium => &self.segment_upper_medium,
            Segment::Medium => &self.segment_medium,
            Segment::VerySmall => &self.segment_very_small,
            Segment::Unknown => &self.segment_unknown,
        }
    }

    /// The rule by which `profile` puts customers into `segment`.
    #[must_use]
    pub fn segment_rule(&self, segment: Segment, profile: &ScoringProfile) -> String {
        let rule = profile.segment_rule;
        let [upper, medium] = [rule.upper_medium_employees, rule.medium_employees].map(format::count);
        let below = |limit: u32| format::count(limit.saturating_sub(1));
        match segment {
            Segment::UpperMedium => {
                let revenue = format::usd_limit(rule.upper_medium_azure_revenue);
                fill(&self.segment_upper_medium_rule, &[("upper", &upper), ("revenue", &revenue)])
            }
            Segment::Medium => {
                fill(&self.segment_medium_rule, &[("from", &medium), ("to", &below(rule.upper_medium_employees))])
            }
            Segment::VerySmall => fill(&self.segment_very_small_rule, &[("to", &below(rule.medium_employees))]),
            Segment::Unknown => self.segment_unknown_rule.clone(),
        }
    }

    /// The name of a kind of report.
    #[must_use]
    pub fn report(&self, kind: ReportKind) -> &str {
        match kind {
            ReportKind::CLASM365Propensity => &self.report_m365,
            ReportKind::CLASAzurePropensity => &self.report_azure,
            ReportKind::CLASD365Propensity => &self.report_d365,
            ReportKind::CLASSurfacePropensity => &self.report_surface,
            ReportKind::CLASAgreementRenewalsPropensity => &self.report_renewals,
            ReportKind::CustomersAndTenants => &self.report_tenants,
            ReportKind::SeatsSubscriptionsAndRevenue => &self.report_seats,
            ReportKind::AzureUsage => &self.report_azure_usage,
            ReportKind::Signals => &self.report_signals,
            ReportKind::Outcomes => &self.report_outcomes,
            ReportKind::PropensityModel => &self.report_model,
        }
    }

    /// How an as-of day is known.
    #[must_use]
    pub fn known_by(&self, known_by: KnownBy) -> &str {
        match known_by {
            KnownBy::User => &self.known_by_user,
            KnownBy::FileName => &self.known_by_file_name,
            KnownBy::Properties => &self.known_by_properties,
            KnownBy::FileTime => &self.known_by_file_time,
        }
    }

    /// `count` customers, in words.
    #[must_use]
    pub fn customers(&self, count: u32) -> String {
        let text = if count == 1 { &self.customers_one } else { &self.customers_many };
        fill(text, &[("count", &format::count(count))])
    }

    /// Whom `cell` holds, in words.
    #[must_use]
    pub fn cell_place(&self, cell: Cell) -> String {
        fill(&self.cell_tooltip, &[("fit", self.band(cell.fit)), ("intent", self.band(cell.intent))])
    }

    /// The choices of `filter` in words, one after the other; empty where everything is shown.
    #[must_use]
    pub fn filter(&self, filter: &Filter) -> String {
        let cells = filter.cells.iter().map(|cell| self.filter_cell(cell));
        let clusters = filter.clusters.iter().map(|cluster| self.filter_cluster(cluster));
        let segments = filter.segments.iter().map(|segment| self.filter_segment(segment));
        cells.chain(clusters).chain(segments).collect::<Vec<_>>().join(&self.list_separator)
    }

    /// The choice of `cell`, in words.
    #[must_use]
    pub fn filter_cell(&self, cell: Cell) -> String {
        let bands = [("code", cell.code()), ("fit", self.band(cell.fit)), ("intent", self.band(cell.intent))];
        fill(&self.filter_cell, &bands)
    }

    /// The choice of `cluster`, in words.
    #[must_use]
    pub fn filter_cluster(&self, cluster: Cluster) -> String {
        fill(&self.filter_cluster, &[("cluster", self.cluster(cluster))])
    }

    /// The choice of `segment`, in words.
    #[must_use]
    pub fn filter_segment(&self, segment: Segment) -> String {
        fill(&self.filter_segment, &[("segment", self.segment(segment))])
    }

    /// The header of `column` in the table of `scored`.
    #[must_use]
    pub fn column_header<'a>(&'a self, scored: &'a ScoredPortfolio, column: TableColumn) -> Cow<'a, str> {
        Cow::Borrowed(match column {
            TableColumn::Name => &self.column_name,
            TableColumn::CustomerId => &self.column_customer_id,
            TableColumn::Duns => &self.customer_table.column_duns,
            TableColumn::Domain => &self.customer_table.column_domain,
            TableColumn::Of(model, part) => {
                let part = self.column_header(scored, part.of_chosen());
                let values = [("model", model.product_name()), ("part", &*part)];
                return Cow::Owned(fill(&self.customer_table.of_model, &values));
            }
            TableColumn::Segment => &self.column_segment,
            TableColumn::Employees => &self.column_employees,
            TableColumn::Fit => &self.column_fit,
            TableColumn::Intent => &self.column_intent,
            TableColumn::LocalFit => &self.column_local_fit,
            TableColumn::LocalIntent => &self.column_local_intent,
            TableColumn::LocalWhitespaceRevenue => &self.column_local_revenue,
            TableColumn::ExpectedRevenue => &self.column_expected_revenue,
            TableColumn::Cell => &self.column_cell,
            TableColumn::Cluster => &self.column_cluster,
            TableColumn::FileCluster => &self.column_file_cluster,
            TableColumn::WhitespaceRevenue => &self.column_whitespace_revenue,
            TableColumn::NextAgreementEnd => &self.column_next_agreement_end,
            TableColumn::OpenExpiringRevenue => &self.column_open_expiring_revenue,
            TableColumn::Attribute(at) => {
                let attribute = scored.portfolio.attributes.get(at);
                return attribute.map_or(Cow::Borrowed(""), |attribute| visible(&attribute.header));
            }
        })
    }

    /// What `column` means.
    #[must_use]
    pub fn column_tooltip<'a>(&'a self, scored: &ScoredPortfolio, column: TableColumn) -> Cow<'a, str> {
        Cow::Borrowed(match column {
            TableColumn::Name => &self.column_name_tooltip,
            TableColumn::CustomerId => &self.column_customer_id_tooltip,
            TableColumn::Duns => &self.customer_table.column_duns_tooltip,
            TableColumn::Domain => &self.customer_table.column_domain_tooltip,
            TableColumn::Of(_, part) => return self.column_tooltip(scored, part.of_chosen()),
            TableColumn::Segment => &self.column_segment_tooltip,
            TableColumn::Employees => &self.column_employees_tooltip,
            TableColumn::Fit => &self.fit_tooltip,
            TableColumn::Intent => &self.intent_tooltip,
            TableColumn::LocalFit => &self.column_local_fit_tooltip,
            TableColumn::LocalIntent => &self.column_local_intent_tooltip,
            TableColumn::LocalWhitespaceRevenue => &self.column_local_revenue_tooltip,
            TableColumn::ExpectedRevenue => &self.column_expected_revenue_tooltip,
            TableColumn::Cell => &self.column_cell_tooltip,
            TableColumn::Cluster => &self.column_cluster_tooltip,
            TableColumn::FileCluster => &self.column_file_cluster_tooltip,
            TableColumn::WhitespaceRevenue => &self.column_whitespace_revenue_tooltip,
            TableColumn::NextAgreementEnd => &self.column_next_agreement_end_tooltip,
            TableColumn::OpenExpiringRevenue => &self.column_open_expiring_revenue_tooltip,
            TableColumn::Attribute(at) => {
                let Some(attribute) = scored.portfolio.attributes.get(at) else { return Cow::Borrowed("") };
                let text = if attribute.is_play { &self.column_play_tooltip } else { &self.column_attribute_tooltip };
                return Cow::Owned(fill(text, &[("header", &visible(&attribute.header))]));
            }
        })
    }
}

/// `text` on one line with what hides in it made visible; borrowed where there is nothing of the kind.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().all(plain) { Cow::Borrowed(text) } else { Cow::Owned(one_visible_line(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_both_languages_are_known_again_by_their_beginning() {
        for language in Language::ALL {
            for header in mark_words(language).headers {
                assert!(header.starts_with("Propensity Desk {model} "), "{header}");
            }
        }
    }

    #[test]
    fn one_customer_is_not_several() {
        assert_eq!(Words::of(Language::English).customers(1), "1 customer");
        assert_eq!(Words::of(Language::English).customers(1204), "1,204 customers");
        assert_eq!(Words::of(Language::Japanese).customers(1204), "1,204 社");
    }

    #[test]
    fn text_is_copied_only_where_something_hides_in_it() {
        assert!(matches!(visible("株式会社 東京"), Cow::Borrowed(_)));
        assert_eq!(visible("a\u{202e}b\tc"), "a\u{fffd}b c");
    }
}
