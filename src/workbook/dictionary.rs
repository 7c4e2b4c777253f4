//! Which column a header names. The names are data: `assets/columns.json`.
//!
//! Headers are compared by [`comparison_key`], so case, width, spaces and punctuation do not matter.
//! A score column is a model's name followed by a score's name, so `IsNonprofit` is no Fit.

use crate::domain::model::Model;
use crate::domain::report::ReportKind;
use crate::support::text::comparison_key;
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

/// How the names of plays begin.
#[derive(Default)]
struct PlayPattern {
    /// Solution areas, which stand apart from what follows: `MW_`, `Azure - `.
    areas: Vec<String>,
    /// What sentences without spaces begin with: `EnableRemoteWork`.
    starts: Vec<String>,
}

/// A play's name is a sentence; shorter ones that begin alike are something else.
const SHORTEST_PLAY: usize = 12;
/// The same after a fiscal year, which few other columns begin with.
const SHORTEST_PLAY_OF_A_YEAR: usize = 8;

impl PlayPattern {
    /// Whether `header`, whose comparison key is `key`, is named as plays are in any year.
    fn fits(&self, header: &str, key: &str) -> bool {
        let (year, key) = match fiscal_year(key) {
            Some((year, rest)) => (Some(year), rest),
            None => (None, key),
        };
        let shortest = if year.is_some() { SHORTEST_PLAY_OF_A_YEAR } else { SHORTEST_PLAY };
        if key.chars().count() < shortest {
            return false;
        }
        let bare = if year.is_some() {
            header.nfkc().skip_while(|c| !c.is_ascii_digit()).skip(2).collect()
        } else {
            header.nfkc().collect::<String>()
        };
        self.starts.iter().any(|start| key.starts_with(start))
            || self.areas.iter().any(|area| stands_apart(&bare, area))
    }
}

/// The two digits of a fiscal year that `key` begins with, and what follows.
fn fiscal_year(key: &str) -> Option<(&str, &str)> {
    let rest = key.strip_prefix("fy")?;
    let (year, rest) = (rest.get(..2)?, rest.get(2..)?);
    year.bytes().all(|byte| byte.is_ascii_digit()).then_some((year, rest))
}

/// Whether `header` begins with the letters of `area`, and something else than a letter or digit follows.
fn stands_apart(header: &str, area: &str) -> bool {
    let mut rest = header.chars().skip_while(|c| !c.is_alphanumeric());
    let mut wanted = area.chars().peekable();
    while let Some(&next) = wanted.peek() {
        match rest.next() {
            Some(c) if c.to_lowercase().eq([next]) => {
                wanted.next();
            }
            Some(c) if !c.is_alphanumeric() => {}
            _ => return false,
        }
    }
    rest.next().is_some_and(|c| !c.is_alphanumeric())
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
        Self { by_key: HashMap::new(), plays: PlayPattern::default(), units: HashSet::new(), reports: Vec::new() }
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    models: Vec<ModelEntry>,
    scores: HashMap<ScorePart, Vec<String>>,
    columns: Vec<ColumnEntry>,
    plays: PlayEntry,
    units: Vec<String>,
    reports: Vec<ReportEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelEntry {
    model: Model,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    means: Meaning,
    names: Vec<String>,
    #[serde(default)]
    over_rows: OverRows,
    #[serde(default)]
    role: Option<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlayEntry {
    areas: Vec<String>,
    starts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportEntry {
    kind: ReportKind,
    any: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    title: Option<String>,
    expects: Vec<String>,
}

impl From<Asset> for Dictionary {
    fn from(asset: Asset) -> Self {
        let mut by_key = HashMap::new();
        for entry in asset.columns {
            let Some(name) = entry.names.first().cloned() else { continue };
            for alias in &entry.names {
                let known = KnownColumn {
                    over_rows: entry.over_rows,
                    role: entry.role,
                    ..KnownColumn::new(entry.means, name.clone())
                };
                by_key.insert(comparison_key(alias), known);
            }
        }
        for model in asset.models {
            let Some(first) = model.names.first() else { continue };
            for part in ScorePart::ALL {
                let Some(suffixes) = asset.scores.get(&part) else { continue };
                let name = format!("{first}{}", suffixes.first().map_or("", String::as_str));
                for alias in model.names.iter().flat_map(|m| suffixes.iter().map(move |s| format!("{m}{s}"))) {
                    let meaning = Meaning::Score(model.model, part);
                    by_key.insert(comparison_key(&alias), KnownColumn::new(meaning, name.clone()));
                }
            }
        }
        let keys = |names: &[String]| names.iter().map(|name| comparison_key(name)).collect();
        let plays = PlayPattern { areas: keys(&asset.plays.areas), starts: keys(&asset.plays.starts) };
        let canonical = |names: Vec<String>| -> Vec<String> {
            let known = names.iter().filter_map(|name| by_key.get(&comparison_key(name)));
            known.map(|column| column.name.clone()).collect()
        };
        let reports = asset
            .reports
            .into_iter()
            .map(|report| ReportSignature {
                kind: report.kind,
                any: canonical(report.any).into_iter().collect(),
                unless: canonical(report.unless).into_iter().collect(),
                title: report.title.map(|title| comparison_key(&title)),
                expects: canonical(report.expects),
            })
            .collect();
        let units = asset.units.iter().map(|unit| comparison_key(unit)).collect();
        Self { by_key, plays, units, reports }
    }
}

#[cfg(test)]
mod tests;
