//! The words of the page of tuning: the parts of a profile, and how two of them differ.

use crate::domain::band::Band;
use crate::domain::intent_weights::{KindWeight, SignalKind};
use crate::domain::model::Model;
use crate::domain::segment::SegmentRule;
use crate::insight::profile_difference::{Difference, OtherPart};
use crate::scoring::feedback::evaluation::ScoreKind;
use crate::session::profiles::ProfileChoice;
use crate::ui::format;
use crate::ui::words::section::section;
use crate::ui::words::terms::visible;
use crate::ui::words::{Words, fill};

section! {
    /// Limits, map, rules and weights.
    TuningWords, "tuning.json", {
        section_limits, section_limits_tooltip, section_rules, section_rules_tooltip, section_weights,
        section_weights_tooltip, section_attributes, section_attributes_tooltip, section_profiles,
        section_profiles_tooltip, limits, limits_tooltip, own_limits, own_limits_tooltip, limit_label,
        limit_tooltip, map, map_tooltip, map_cell, map_cell_tooltip, preset_microsoft, preset_microsoft_tooltip,
        preset_intent, preset_intent_tooltip, preset_learnt, preset_learnt_tooltip, preset_learnt_none,
        learnt_purity, learnt_cell, segments, segments_tooltip, upper_medium_employees, medium_employees,
        upper_medium_revenue, fiscal_year, fiscal_year_tooltip, month_names, as_of, as_of_tooltip, as_of_own,
        as_of_bad, weights, weights_tooltip, weight_30, weight_90, weight_label, without_signals,
        without_signals_tooltip, adoption, adoption_tooltip, adoption_own, adoption_label, weights_reset,
        weights_reset_tooltip, attributes, attributes_tooltip, attribute_search, attribute_on, attribute_alarm,
        attribute_put_back, attribute_put_back_tooltip, attribute_auc, attributes_none,
        left_out_switched_off, profiles, profiles_tooltip, profile_name, save_as, save_as_tooltip, no_profiles, version,
        version_no_day, revert, revert_tooltip, compare, compare_tooltip, compare_close, remove, remove_tooltip,
        import, import_tooltip, export, export_tooltip, profile_in_use, profile_default, profile_draft,
        differences_title, differences_none, preview, preview_tooltip, no_draft, accept, accept_tooltip, discard,
        discard_tooltip, updating, nobody_moves, moved_summary, cluster_row, cluster_row_bare, before, customers, no_revenue, after, change, revenue,
        revenue_tooltip, flows, flows_tooltip, movers, movers_tooltip, movers_more, show_movers,
        show_movers_tooltip, other_models, segments_moved, segments_moved_row, needs_refit, refit_quick, refit_minute,
        refit_minutes, work_out, work_out_tooltip, working_out, differing, diff_limit, diff_limit_model, diff_cell,
        diff_segment, diff_segment_rule, diff_fiscal_year, diff_currency, diff_as_of, diff_as_of_files, diff_weight,
        diff_weight_value, diff_without_signals, diff_adoption_owners, diff_adoption, diff_adoption_none, diff_attribute_off,
        diff_attribute_on, diff_attribute_back, diff_attribute_not_back, diff_all_models, diff_relevance,
        diff_calendar, diff_rules, diff_prices, changes_title, }
}

impl TuningWords {
    /// The name of a month, 1 to 12.
    #[must_use]
    pub fn month(&self, month: i8) -> &str {
        let at = usize::from(month.unsigned_abs()).saturating_sub(1);
        self.month_names.split(',').nth(at).unwrap_or_default()
    }

    /// What `choice` is called.
    #[must_use]
    pub fn choice(&self, choice: &ProfileChoice) -> String {
        match choice {
            ProfileChoice::InUse => self.profile_in_use.clone(),
            ProfileChoice::Draft => self.profile_draft.clone(),
            ProfileChoice::Default => self.profile_default.clone(),
            ProfileChoice::Kept { name, number } => {
                let number = number.to_string();
                fill(&self.version_no_day, &[("name", &visible(name)), ("number", &number)])
            }
        }
    }

    /// One part in which two profiles differ.
    #[must_use]
    pub fn difference(&self, words: &Words, difference: &Difference) -> String {
        let both = |text: &str, name: &str, before: &str, after: &str| {
            fill(text, &[("name", name), ("before", before), ("after", after)])
        };
        let percent = |rate: f64| format::percent(rate);
        match difference {
            Difference::Limit { model, score, band, limits } => self.limit(words, *model, *score, *band, *limits),
            Difference::Cell(cell, [before, after]) => {
                both(&self.diff_cell, &words.filter_cell(*cell), words.cluster(*before), words.cluster(*after))
            }
            Difference::SegmentRule([before, after]) => {
                both(&self.diff_segment, "", &self.segment_rule(before), &self.segment_rule(after))
            }
            Difference::FiscalYearStart([before, after]) => {
                both(&self.diff_fiscal_year, "", self.month(before.month()), self.month(after.month()))
            }
            Difference::Currency([before, after]) => both(&self.diff_currency, "", before.symbol(), after.symbol()),
            Difference::AsOf(days) => {
                let [before, after] = days.map(|day| {
                    day.map_or_else(|| self.diff_as_of_files.clone(), |day| format::day(day, words.language))
                });
                both(&self.diff_as_of, "", &before, &after)
            }
            Difference::Weight(kind, weights) => {
                let [before, after] = weights.map(|weight| self.weight(weight));
                both(&self.diff_weight, &words.signal_kind(*kind), &before, &after)
            }
            Difference::WithoutSignals([before, after]) => {
                both(&self.diff_without_signals, "", &format::number(*before), &format::number(*after))
            }
            Difference::AdoptionOfOwners([before, after]) => {
                both(&self.diff_adoption_owners, "", &percent(*before), &percent(*after))
            }
            Difference::Adoption(model, rates) => {
                let [before, after] = rates.map(|rate| rate.map_or_else(|| self.diff_adoption_none.clone(), percent));
                both(&self.diff_adoption, model.product_name(), &before, &after)
            }
            Difference::AttributeAllowed(model, name, [_, is_on]) => {
                let text = if *is_on { &self.diff_attribute_on } else { &self.diff_attribute_off };
                fill(text, &[("name", &visible(name)), ("model", self.model(*model))])
            }
            Difference::AttributePutBack(model, name, [_, is_back]) => {
                let text = if *is_back { &self.diff_attribute_back } else { &self.diff_attribute_not_back };
                fill(text, &[("name", &visible(name)), ("model", self.model(*model))])
            }
            Difference::Other(part) => match part {
                OtherPart::Relevance => self.diff_relevance.clone(),
                OtherPart::SupportCalendar => self.diff_calendar.clone(),
                OtherPart::RulePrior => self.diff_rules.clone(),
                OtherPart::PriceBook => self.diff_prices.clone(),
            },
        }
    }

    fn limit(&self, words: &Words, model: Option<Model>, score: ScoreKind, band: Band, limits: [f32; 2]) -> String {
        let score = words.score_kind(score);
        let [before, after] = limits.map(|limit| format::number(f64::from(limit)));
        let text = if model.is_some() { &self.diff_limit_model } else { &self.diff_limit };
        let values = [
            ("model", self.model(model)),
            ("score", score),
            ("band", words.band(band)),
            ("before", &before),
            ("after", &after),
        ];
        fill(text, &values)
    }

    fn model(&self, model: Option<Model>) -> &str {
        match model {
            Some(model) => model.product_name(),
            None => &self.diff_all_models,
        }
    }

    fn weight(&self, weight: KindWeight) -> String {
        let [short, long] = [weight.days_30, weight.days_90].map(|factor| format::number(factor.value()));
        fill(&self.diff_weight_value, &[("short", &short), ("long", &long)])
    }

    fn segment_rule(&self, rule: &SegmentRule) -> String {
        let [upper, medium] = [rule.upper_medium_employees, rule.medium_employees].map(format::count);
        let revenue = format::usd_limit(rule.upper_medium_azure_revenue);
        fill(&self.diff_segment_rule, &[("upper", &upper), ("medium", &medium), ("revenue", &revenue)])
    }
}

impl Words {
    /// Fit or Intent.
    #[must_use]
    pub fn score_kind(&self, kind: ScoreKind) -> &str {
        match kind {
            ScoreKind::Fit => &self.fit,
            ScoreKind::Intent => &self.intent,
        }
    }

    /// What signals of `kind` are called, beginning with a capital where the language has them.
    #[must_use]
    pub fn signal_kind(&self, kind: SignalKind) -> String {
        let name = self.signal_name(kind);
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}
