//! Which column a header names. The names are data: `assets/columns.json`.
//!
//! Headers are compared by [`comparison_key`], so case, width, spaces and punctuation do not matter.
//! A score column is a model's name followed by a score's name, so `IsNonprofit` is no Fit.

mod asset;
mod plays;

use crate::domain::model::Model;
use crate::domain::report::ReportKind;
use crate::support::text::comparison_key;
use crate::workbook::dictionary::asset::Asset;
use crate::workbook::dictionary::plays::{PlayPattern, fiscal_year};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Partner Center's id of the customer.
    CustomerId,
    /// Dun & Bradstreet number.
    Duns,
    /// Microsoft's top parent id.
    Tpid,
    /// Tenant id.
    Tenant,
    /// The customer's name.
    Name,
    /// Web domain.
    Domain,
    /// Number of employees, or a band of it.
    Employees,
    /// The subsegment as Microsoft summarises it; wins over the rule.
    Segment,
    /// The finer subsegment; used where it names one of ours.
    SubSegment,
    /// Agreement number.
    AgreementId,
    /// Last day of an agreement.
    AgreementEnd,
    /// Revenue that expires with an agreement.
    ExpiringRevenue,
    /// Whether an agreement is open, renewed or expired.
    AgreementStatus,
    /// A property of a buying signal.
    Signal(SignalPart),
    /// A property of an opportunity that was won, lost, or is open.
    Outcome(OutcomePart),
    /// One of a model's own columns.
    #[serde(skip)]
    Score(Model, ScorePart),
    /// A flag that names a sales motion.
    #[serde(skip)]
    Play,
    /// A column that this program added to a marked-up copy.
    #[serde(skip)]
    OwnMark,
    /// Anything else that is known, kept for the table.
    Attribute(AttributeKind),
}

impl Meaning {
    /// Whether it tells who the customer is.
    #[must_use]
    pub fn is_identity(self) -> bool {
        matches!(self, Self::CustomerId | Self::Duns | Self::Tpid | Self::Tenant | Self::Name | Self::Domain)
    }

    /// Whether several columns of one table may have it.
    #[must_use]
    pub fn may_repeat(self) -> bool {
        matches!(self, Self::Play | Self::OwnMark | Self::Attribute(_))
    }
}

/// The columns that each model has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScorePart {
    /// How much the customer looks like an owner.
    Fit,
    /// How strongly signals point to a purchase.
    Intent,
    /// The report's own cluster.
    Cluster,
    /// What the product would bring in a year.
    WhitespaceRevenue,
}

impl ScorePart {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Fit, Self::Intent, Self::Cluster, Self::WhitespaceRevenue];
}

/// The columns of a buying signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalPart {
    /// The day it was seen.
    Day,
    /// Where: blog, press, website and so on.
    Source,
    /// What sort: hiring, funding and so on.
    Kind,
    /// The product it speaks of.
    Product,
    /// Its words.
    Keywords,
    /// How strong it is.
    Strength,
}

/// The columns of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomePart {
    /// The product it was about.
    Product,
    /// The day it was opened.
    Opened,
    /// The day it was closed.
    Closed,
    /// Whether it was won or lost.
    Result,
    /// What it brought.
    Revenue,
}

/// What the cells of an attribute hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// Text, also ids and postal codes.
    Text,
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// An amount of money.
    Money,
    /// A day.
    Date,
}

/// What the cells of a customer's rows make together, where a report has several rows a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverRows {
    /// The first value known: it is the same in all rows.
    #[default]
    First,
    /// The sum of all rows: what was billed or consumed.
    Sum,
    /// The sum of the rows of the customer's latest month: what there is, such as seats.
    LatestMonth,
    /// As the latest month, but each subscription once: every row of a subscription repeats its amount.
    LatestMonthOnceASubscription,
    /// As the latest month where all its rows count in one unit; else nothing.
    LatestMonthInOneUnit,
    /// The earliest day.
    Earliest,
    /// The latest day.
    Latest,
}

/// What a column is needed for beyond its own value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The month that the row speaks of.
    Month,
    /// The subscription that the row speaks of.
    Subscription,
    /// The unit that the row's quantity counts in.
    Unit,
    /// Says of the partner and not of the customer: rows that differ only here are one row.
    Partner,
    /// Marks rows that another row of the partner's global account repeats: they stay out of sums.
    PartnerDuplicate,
    /// Azure consumed revenue of the row's month.
    AzureRevenue,
}

/// A header that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownColumn {
    /// What it is about.
    pub meaning: Meaning,
    /// The dictionary's name of it; for plays and own marks the header itself.
    pub name: String,
    /// What a customer's several rows make together.
    pub over_rows: OverRows,
    /// What else it is needed for.
    pub role: Option<Role>,
}

impl KnownColumn {
    fn new(meaning: Meaning, name: String) -> Self {
        Self { meaning, name, over_rows: OverRows::First, role: None }
    }
}

/// A report recognised by its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecognisedReport {
    /// Which one.
    pub kind: ReportKind,
    /// Columns that it should have and has not, by the dictionary's names.
    pub missing: Vec<String>,
}

/// The dictionary.
pub struct Dictionary {
    by_key: HashMap<String, KnownColumn>,
    japanese: HashMap<String, String>,
    plays: PlayPattern,
    /// What may stand in brackets after a name without changing what the cells hold.
    units: HashSet<String>,
    reports: Vec<ReportSignature>,
}

struct ReportSignature {
    kind: ReportKind,
    any: HashSet<String>,
    unless: HashSet<String>,
    title: Option<String>,
    expects: Vec<String>,
}

/// How the key of a column added by this program begins.
const OWN_MARK_START: &str = "propensitydesk";

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let asset = include_str!("../../assets/columns.json");
    // The asset is part of the program and read by a test; an empty dictionary recognises nothing.
    serde_json::from_str::<Asset>(asset).map(Dictionary::from).unwrap_or_else(|_| Dictionary::empty())
});

impl Dictionary {
    /// The one that ships with the program.
    #[must_use]
    pub fn get() -> &'static Self {
        &DICTIONARY
    }

    fn empty() -> Self {
        Self {
            by_key: HashMap::new(),
            japanese: HashMap::new(),
            plays: PlayPattern::default(),
            units: HashSet::new(),
            reports: Vec::new(),
        }
    }

    /// What `header` names, or `None` when it is not known.
    #[must_use]
    pub fn recognise(&self, header: &str) -> Option<KnownColumn> {
        let key = comparison_key(header);
        if let Some(known) = self.by_key.get(&key) {
            return Some(known.clone());
        }
        if key.starts_with(OWN_MARK_START) {
            return Some(KnownColumn::new(Meaning::OwnMark, header.trim().to_owned()));
        }
        if let Some((year, known)) = fiscal_year(&key).and_then(|(year, rest)| Some((year, self.by_key.get(rest)?))) {
            // Of the columns that are no plays, only the offers carry a year.
            let is_text = known.meaning == Meaning::Attribute(AttributeKind::Text);
            return is_text.then(|| KnownColumn::new(known.meaning, format!("FY{year} {}", known.name)));
        }
        if let Some(known) = self.without_unit(header, &key) {
            return Some(known.clone());
        }
        let is_play = self.plays.fits(header, &key);
        is_play.then(|| KnownColumn::new(Meaning::Play, header.trim().to_owned()))
    }

    /// The Japanese name of the column with the dictionary's name `name`, where it has one.
    #[must_use]
    pub fn japanese_name(&self, name: &str) -> Option<&str> {
        self.japanese.get(name).map(String::as_str)
    }

    /// Every column that has a name of its own, once, by name; plays and own marks have none.
    #[must_use]
    pub fn columns(&self) -> Vec<&KnownColumn> {
        let names: std::collections::BTreeMap<&str, &KnownColumn> =
            self.by_key.values().map(|known| (known.name.as_str(), known)).collect();
        names.into_values().collect()
    }

    /// What `header` names without the unit in brackets at its end.
    fn without_unit(&self, header: &str, key: &str) -> Option<&KnownColumn> {
        let whole: String = header.nfkc().collect();
        let inside = whole.trim().strip_suffix([')', ']', '】'])?;
        let (_, unit) = inside.rsplit_once(['(', '[', '【'])?;
        let unit_key = comparison_key(unit);
        // Signs such as $ and % have no key; words must be units, or the brackets say more than that.
        let is_unit = if unit_key.is_empty() { unit.chars().count() <= 2 } else { self.units.contains(&unit_key) };
        self.by_key.get(key.strip_suffix(unit_key.as_str())?).filter(|_| is_unit)
    }

    /// Which report has these `columns`; `titles` are the file's and the sheet's names.
    #[must_use]
    pub fn recognise_report(&self, columns: &[KnownColumn], titles: &[&str]) -> RecognisedReport {
        let has = |name: &String| columns.iter().any(|column| column.name == *name);
        let titles: Vec<String> = titles.iter().map(|title| comparison_key(title)).collect();
        let signature = self.reports.iter().find(|report| {
            report.any.iter().any(has)
                && !report.unless.iter().any(has)
                && report.title.as_ref().is_none_or(|wanted| titles.iter().any(|title| title.contains(wanted)))
        });
        signature.map_or(RecognisedReport { kind: ReportKind::PropensityModel, missing: Vec::new() }, |report| {
            RecognisedReport {
                kind: report.kind,
                missing: report.expects.iter().filter(|name| !has(name)).cloned().collect(),
            }
        })
    }
}

#[cfg(test)]
mod tests;
