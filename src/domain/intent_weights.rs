//! How much each kind of buying signal counts for Intent: a table that a user may edit.

use crate::domain::family::{Family, Topics};
use crate::domain::model::Model;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What sort of buying signal something is. Microsoft's types, and the places where signals are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SignalKind {
    /// A visit to the partner's or a product's website.
    WebsiteVisit,
    /// Asked for a price, a quote, a trial or a demo.
    PricingTrialDemo,
    /// A question in a forum or to support.
    ForumSupport,
    /// A blog entry.
    Blog,
    /// Written of in the press.
    Press,
    /// A post in social media.
    Social,
    /// A competitor's product is used or looked at.
    CompetitorMention,
    /// Looks for people with certain skills.
    Hiring,
    /// Got money from investors.
    Funding,
    /// Bought, or was bought by, another company.
    Merger,
    /// Technology that is, or is about to be, without support.
    TechnologyRetirement,
    /// An agreement or subscription that ends.
    Renewal,
    /// Technology in use, and what it lacks.
    TechnologyUse,
    /// Money spent on technology: purchases and orders.
    TechnologySpend,
    /// More or fewer employees, new offices.
    CompanySizeChange,
    /// Revenue that rose or fell.
    RevenueShift,
    /// News and events: a fair, a webinar, a launch.
    NewsEvent,
    /// Anything else.
    Other,
}

impl SignalKind {
    /// All kinds, in the order in which their parts are added.
    pub const ALL: [Self; 18] = [
        Self::WebsiteVisit,
        Self::PricingTrialDemo,
        Self::ForumSupport,
        Self::Blog,
        Self::Press,
        Self::Social,
        Self::CompetitorMention,
        Self::Hiring,
        Self::Funding,
        Self::Merger,
        Self::TechnologyRetirement,
        Self::Renewal,
        Self::TechnologyUse,
        Self::TechnologySpend,
        Self::CompanySizeChange,
        Self::RevenueShift,
        Self::NewsEvent,
        Self::Other,
    ];

    /// Position in [`SignalKind::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// The name in profiles, rules and columns: `website_visit`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WebsiteVisit => "website_visit",
            Self::PricingTrialDemo => "pricing_trial_demo",
            Self::ForumSupport => "forum_support",
            Self::Blog => "blog",
            Self::Press => "press",
            Self::Social => "social",
            Self::CompetitorMention => "competitor_mention",
            Self::Hiring => "hiring",
            Self::Funding => "funding",
            Self::Merger => "merger",
            Self::TechnologyRetirement => "technology_retirement",
            Self::Renewal => "renewal",
            Self::TechnologyUse => "technology_use",
            Self::TechnologySpend => "technology_spend",
            Self::CompanySizeChange => "company_size_change",
            Self::RevenueShift => "revenue_shift",
            Self::NewsEvent => "news_event",
            Self::Other => "other",
        }
    }

    /// The weights that hold unless a profile says otherwise. The first twelve are the method's; the last six kinds
    /// have none there and stand between blog and hiring by what they resemble: use as a blog entry, news as press,
    /// a change of size or revenue a little below hiring. Spending tells more over a season than over a month.
    #[must_use]
    pub fn default_weight(self) -> KindWeight {
        let (days_30, days_90) = match self {
            Self::WebsiteVisit => (0.5, 0.25),
            Self::PricingTrialDemo => (2.5, 1.0),
            Self::ForumSupport => (0.6, 0.3),
            Self::Press | Self::NewsEvent => (0.5, 0.3),
            Self::Social => (0.3, 0.15),
            Self::Blog | Self::CompetitorMention | Self::TechnologyUse => (0.4, 0.2),
            Self::Hiring => (0.6, 0.4),
            Self::Funding | Self::Merger => (0.6, 0.5),
            Self::TechnologyRetirement => (0.9, 0.7),
            Self::Renewal => (1.0, 0.8),
            Self::TechnologySpend => (0.4, 0.6),
            Self::CompanySizeChange | Self::RevenueShift => (0.5, 0.4),
            Self::Other => (0.3, 0.2),
        };
        KindWeight { days_30: Factor(days_30), days_90: Factor(days_90) }
    }
}

/// A finite number that is not negative: more signals never lower Intent.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Factor(f64);

/// Larger factors say nothing more: one such signal is Intent 100.
const LARGEST_FACTOR: f64 = 1e6;

impl Factor {
    /// `value` as a factor; `None` below 0, above a million, and for what is no number.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=LARGEST_FACTOR).contains(&value).then_some(Self(value))
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Factor {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        Self::new(value).ok_or_else(|| format!("{value} is not in 0 to {LARGEST_FACTOR}"))
    }
}

impl From<Factor> for f64 {
    fn from(factor: Factor) -> Self {
        factor.0
    }
}

/// What one kind of signal counts.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWeight {
    /// For activity that halves every 30 days.
    pub days_30: Factor,
    /// For activity that halves every 90 days.
    pub days_90: Factor,
}

/// How much a signal about one thing counts for a product.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Relevance {
    /// It names the product.
    pub product: Factor,
    /// It names the family, or another product of it.
    pub family: Factor,
    /// It names no product.
    pub general: Factor,
    /// It names products of other families only.
    pub other_family: Factor,
}

impl Default for Relevance {
    fn default() -> Self {
        Self { product: Factor(1.0), family: Factor(0.4), general: Factor(0.15), other_family: Factor(0.0) }
    }
}

impl Relevance {
    /// What a signal about `topics` counts for `model`; for no product in particular every signal counts whole.
    #[must_use]
    pub fn of(&self, topics: Topics, model: Option<Model>) -> f64 {
        let factor = match model {
            None => return 1.0,
            Some(_) if topics.is_general() => self.general,
            Some(model) if topics.names(model) => self.product,
            Some(model) if topics.names_family(Family::of(model)) => self.family,
            Some(_) => self.other_family,
        };
        factor.value()
    }
}

/// Everything about Intent that a user may change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IntentWeights {
    /// The decision value of a customer without signals: -2.2 is Intent 10.
    pub constant: Constant,
    /// Weights by kind; a kind that is not listed has its default.
    pub kinds: BTreeMap<SignalKind, KindWeight>,
    /// How much the products a signal names matter.
    pub relevance: Relevance,
    /// The strength, in the file's own scale, of one ordinary signal: 50 for a file that rates from 0 to 100.
    pub ordinary_strength: Strength,
}

/// The decision value without signals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Constant(f64);

impl Default for Constant {
    fn default() -> Self {
        Self(-2.2)
    }
}

impl Constant {
    /// The number, -30 to 30.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Constant {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        // Beyond 30 Intent is 0 or 100 whatever happens.
        (-30.0..=30.0).contains(&value).then_some(Self(value)).ok_or_else(|| format!("{value} is not in -30 to 30"))
    }
}

impl From<Constant> for f64 {
    fn from(constant: Constant) -> Self {
        constant.0
    }
}

/// The strength of an ordinary signal, above 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Strength(f64);

impl Default for Strength {
    fn default() -> Self {
        Self(1.0)
    }
}

impl Strength {
    /// The number.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Strength {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        let is_strength = (1e-6..=LARGEST_FACTOR).contains(&value);
        is_strength.then_some(Self(value)).ok_or_else(|| format!("{value} is not above 0, or too large"))
    }
}

impl From<Strength> for f64 {
    fn from(strength: Strength) -> Self {
        strength.0
    }
}

impl Default for IntentWeights {
    fn default() -> Self {
        Self {
            constant: Constant::default(),
            kinds: SignalKind::ALL.into_iter().map(|kind| (kind, kind.default_weight())).collect(),
            relevance: Relevance::default(),
            ordinary_strength: Strength::default(),
        }
    }
}

impl IntentWeights {
    /// The weights of `kind`.
    #[must_use]
    pub fn of(&self, kind: SignalKind) -> KindWeight {
        self.kinds.get(&kind).copied().unwrap_or_else(|| kind.default_weight())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_by_position_and_key() {
        for (index, kind) in SignalKind::ALL.into_iter().enumerate() {
            assert_eq!(kind.index(), index);
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.key()));
        }
    }

    #[test]
    fn weights_survive_json_and_wrong_ones_are_refused() {
        let weights = IntentWeights::default();
        let json = serde_json::to_string(&weights).unwrap();
        assert_eq!(serde_json::from_str::<IntentWeights>(&json).unwrap(), weights);
        let one = r#"{"kinds":{"blog":{"days_30":9,"days_90":0}}}"#;
        let one: IntentWeights = serde_json::from_str(one).unwrap();
        assert_eq!(one.of(SignalKind::Blog).days_30.value(), 9.0);
        assert_eq!(
            one.of(SignalKind::Press),
            SignalKind::Press.default_weight(),
            "what is not listed keeps its default"
        );
        for wrong in [
            r#"{"kinds":{"blog":{"days_30":-1,"days_90":0}}}"#,
            r#"{"constant":1e9}"#,
            r#"{"ordinary_strength":0}"#,
            r#"{"relevance":{"family":1e300}}"#,
            r#"{"unknown":1}"#,
        ] {
            assert!(serde_json::from_str::<IntentWeights>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn relevance_is_by_product_family_and_neither() {
        use crate::domain::family::Topic;
        let relevance = Relevance::default();
        let azure = Topics::of(Topic::Model(Model::Azure));
        assert_eq!(relevance.of(azure, Some(Model::Azure)), 1.0);
        assert_eq!(relevance.of(azure, Some(Model::M365)), 0.0);
        assert_eq!(relevance.of(azure, None), 1.0);
        let surface = Topics::of(Topic::Model(Model::Surface));
        assert_eq!(relevance.of(surface, Some(Model::M365)), 0.4);
        assert_eq!(relevance.of(Topics::GENERAL, Some(Model::M365)), 0.15);
    }
}
