//! Why an Intent is what it is, in words: "two requests for a price, trial or demo in the last 30 days".

use crate::domain::intent_weights::SignalKind;
use crate::scoring::intent::{IntentExplanation, IntentPart};
use crate::ui::format;
use crate::ui::words::{Words, fill};

impl Words {
    /// What the signals of one kind are, how many, and when.
    #[must_use]
    pub fn intent_part(&self, part: &IntentPart) -> String {
        let is_due = matches!(part.kind, SignalKind::Renewal | SignalKind::TechnologyRetirement);
        let (count, text) = match part {
            IntentPart { within_30_days: count @ 1.., .. } => {
                (*count, if is_due { &self.signals_due_30 } else { &self.signals_within_30 })
            }
            IntentPart { within_90_days: count @ 1.., .. } => {
                (*count, if is_due { &self.signals_due_90 } else { &self.signals_within_90 })
            }
            IntentPart { newest_age: Some(_), .. } => {
                (part.count, if is_due { &self.signals_due_later } else { &self.signals_earlier })
            }
            IntentPart { .. } => return self.signals_counted(part.kind, part.count),
        };
        let days = part.newest_age.map_or_else(String::new, |days| format::count(u64::from(days)));
        fill(text, &[("what", &self.signals_counted(part.kind, count)), ("days", &days)])
    }

    /// The parts of an Intent that count most, at most `limit` of them, in one line; empty when there is none.
    #[must_use]
    pub fn intent_reasons(&self, explanation: &IntentExplanation, limit: usize) -> String {
        let parts = explanation.leading().into_iter().take(limit).map(|part| self.intent_part(part));
        parts.collect::<Vec<String>>().join(&self.list_separator)
    }

    /// What several signals of `kind` are called.
    pub(super) fn signal_name(&self, kind: SignalKind) -> &str {
        names(self, kind).1
    }

    pub(super) fn signals_counted(&self, kind: SignalKind, count: u32) -> String {
        let (one, many) = names(self, kind);
        let spelled = usize::try_from(count).ok().and_then(|count| count.checked_sub(1));
        let spelled = spelled.and_then(|at| self.number_words.split(',').nth(at)).filter(|word| !word.is_empty());
        let number = spelled.map_or_else(|| format::count(u64::from(count)), str::to_owned);
        fill(&self.signals_counted, &[("count", &number), ("what", if count == 1 { one } else { many })])
    }
}

/// The name of one signal of `kind`, and of several.
fn names(words: &Words, kind: SignalKind) -> (&str, &str) {
    match kind {
        SignalKind::WebsiteVisit => (&words.signal_website_visit_one, &words.signal_website_visit_many),
        SignalKind::PricingTrialDemo => (&words.signal_pricing_trial_demo_one, &words.signal_pricing_trial_demo_many),
        SignalKind::ForumSupport => (&words.signal_forum_support_one, &words.signal_forum_support_many),
        SignalKind::Blog => (&words.signal_blog_one, &words.signal_blog_many),
        SignalKind::Press => (&words.signal_press_one, &words.signal_press_many),
        SignalKind::Social => (&words.signal_social_one, &words.signal_social_many),
        SignalKind::CompetitorMention => (&words.signal_competitor_mention_one, &words.signal_competitor_mention_many),
        SignalKind::Hiring => (&words.signal_hiring_one, &words.signal_hiring_many),
        SignalKind::Funding => (&words.signal_funding_one, &words.signal_funding_many),
        SignalKind::Merger => (&words.signal_merger_one, &words.signal_merger_many),
        SignalKind::TechnologyRetirement => {
            (&words.signal_technology_retirement_one, &words.signal_technology_retirement_many)
        }
        SignalKind::Renewal => (&words.signal_renewal_one, &words.signal_renewal_many),
        SignalKind::TechnologyUse => (&words.signal_technology_use_one, &words.signal_technology_use_many),
        SignalKind::TechnologySpend => (&words.signal_technology_spend_one, &words.signal_technology_spend_many),
        SignalKind::CompanySizeChange => {
            (&words.signal_company_size_change_one, &words.signal_company_size_change_many)
        }
        SignalKind::RevenueShift => (&words.signal_revenue_shift_one, &words.signal_revenue_shift_many),
        SignalKind::NewsEvent => (&words.signal_news_event_one, &words.signal_news_event_many),
        SignalKind::Other => (&words.signal_other_one, &words.signal_other_many),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::language::Language;

    fn part(
        kind: SignalKind,
        [within_30_days, within_90_days, count]: [u32; 3],
        newest_age: Option<u16>,
    ) -> IntentPart {
        IntentPart {
            kind,
            points: 1.0,
            activity_30: 1.0,
            activity_90: 1.0,
            within_30_days,
            within_90_days,
            count,
            undated: 0,
            newest_age,
            origins: Vec::new(),
        }
    }

    #[test]
    fn parts_say_what_how_many_and_when_in_both_languages() {
        let said = |language, part: &IntentPart| Words::of(language).intent_part(part);
        let demos = part(SignalKind::PricingTrialDemo, [2, 3, 3], Some(4));
        assert_eq!(said(Language::English, &demos), "two requests for a price, trial or demo in the last 30 days");
        assert_eq!(said(Language::Japanese, &demos), "過去 30 日に価格・試用・デモの依頼 2 件");
        let renewal = part(SignalKind::Renewal, [0, 1, 2], Some(60));
        assert_eq!(said(Language::English, &renewal), "one renewal due within 90 days");
        let old = part(SignalKind::Blog, [0, 0, 12], Some(120));
        assert_eq!(said(Language::English, &old), "12 blog entries, the latest 120 days ago");
        let undated = part(SignalKind::CompetitorMention, [0, 0, 1], None);
        assert_eq!(said(Language::English, &undated), "one sign of a competitor's product");
        assert_eq!(said(Language::Japanese, &undated), "競合製品の兆候 1 件");
    }

    #[test]
    fn the_heaviest_parts_lead() {
        let mut light = part(SignalKind::Blog, [1, 1, 1], Some(1));
        light.points = 0.2;
        let parts = vec![light, part(SignalKind::Hiring, [1, 1, 1], Some(1))];
        let explanation = IntentExplanation { constant: -2.2, parts, decision: -1.0, intent: 26.9 };
        let words = Words::of(Language::English);
        assert_eq!(words.intent_reasons(&explanation, 1), "one sign of hiring in the last 30 days");
        assert!(words.intent_reasons(&explanation, 2).ends_with("one blog entry in the last 30 days"));
    }
}
