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

/// A header that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownColumn {
    /// What it is about.
    pub meaning: Meaning,
    /// The dictionary's name of it; for plays and own marks the header itself.
    pub name: String,
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
    play_starts: Vec<String>,
    reports: Vec<ReportSignature>,
}

struct ReportSignature {
    kind: ReportKind,
    any: HashSet<String>,
    unless: HashSet<String>,
    title: Option<String>,
    expects: Vec<String>,
}

/// A play's header is a sentence; shorter ones that begin alike are something else.
const SHORTEST_PLAY: usize = 12;

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
        Self { by_key: HashMap::new(), japanese: HashMap::new(), play_starts: Vec::new(), reports: Vec::new() }
    }

    /// What `header` names, or `None` when it is not known.
    #[must_use]
    pub fn recognise(&self, header: &str) -> Option<KnownColumn> {
        let key = comparison_key(header);
        if let Some(known) = self.by_key.get(&key) {
            return Some(known.clone());
        }
        let as_header = |meaning| Some(KnownColumn { meaning, name: header.trim().to_owned() });
        if key.starts_with(OWN_MARK_START) {
            return as_header(Meaning::OwnMark);
        }
        let is_play = key.chars().count() >= SHORTEST_PLAY && self.play_starts.iter().any(|s| key.starts_with(s));
        if is_play { as_header(Meaning::Play) } else { None }
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlayEntry {
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
        let mut japanese = HashMap::new();
        let first_japanese = |names: &[String]| names.iter().find(|name| !name.is_ascii()).cloned();
        for entry in asset.columns {
            let Some(name) = entry.names.first().cloned() else { continue };
            if let Some(translated) = first_japanese(&entry.names) {
                japanese.insert(name.clone(), translated);
            }
            for alias in &entry.names {
                by_key.insert(comparison_key(alias), KnownColumn { meaning: entry.means, name: name.clone() });
            }
        }
        for model in asset.models {
            let Some(first) = model.names.first() else { continue };
            for part in ScorePart::ALL {
                let Some(suffixes) = asset.scores.get(&part) else { continue };
                let name = format!("{first}{}", suffixes.first().map_or("", String::as_str));
                if let Some(translated) = first_japanese(suffixes) {
                    japanese.insert(name.clone(), format!("{first} {translated}"));
                }
                for alias in model.names.iter().flat_map(|m| suffixes.iter().map(move |s| format!("{m}{s}"))) {
                    let meaning = Meaning::Score(model.model, part);
                    by_key.insert(comparison_key(&alias), KnownColumn { meaning, name: name.clone() });
                }
            }
        }
        let play_starts = asset.plays.starts.iter().map(|start| comparison_key(start)).collect();
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
        Self { by_key, japanese, play_starts, reports }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(header: &str) -> Option<Meaning> {
        Dictionary::get().recognise(header).map(|known| known.meaning)
    }

    #[test]
    fn headers_of_all_generations_and_both_languages_are_known() {
        for (header, expected) in [
            ("CustomerID", Meaning::CustomerId),
            ("customer_id", Meaning::CustomerId),
            ("顧客ID", Meaning::CustomerId),
            ("M365Fit", Meaning::Score(Model::M365, ScorePart::Fit)),
            ("Surface Intent", Meaning::Score(Model::Surface, ScorePart::Intent)),
            ("M365 クラスター", Meaning::Score(Model::M365, ScorePart::Cluster)),
            ("D365BCFit", Meaning::Score(Model::D365BusinessCentral, ScorePart::Fit)),
            ("Azure Estimated Whitespace Revenue", Meaning::Score(Model::Azure, ScorePart::WhitespaceRevenue)),
            ("Agreement End Date", Meaning::AgreementEnd),
            ("MW_Upsell Existing Cloud Customer - O365 A1", Meaning::Play),
            ("Propensity Desk M365 Cell", Meaning::OwnMark),
            ("Has M365", Meaning::Attribute(AttributeKind::Flag)),
        ] {
            assert_eq!(meaning(header), Some(expected), "{header}");
        }
    }

    #[test]
    fn japanese_headers_mean_what_their_english_ones_do() {
        let pairs: std::collections::BTreeMap<String, String> =
            serde_json::from_str(include_str!("../../assets/sample/headers_ja.json")).unwrap();
        assert!(pairs.len() > 80);
        for (english, japanese) in pairs {
            let name = |header| Dictionary::get().recognise(header).map(|known| known.name);
            assert_eq!(name(&english), name(&japanese), "{english}: {japanese}");
            assert!(name(&english).is_some(), "{english}");
        }
    }

    #[test]
    fn what_only_looks_like_a_score_is_none() {
        assert_eq!(meaning("IsNonprofit"), Some(Meaning::Attribute(AttributeKind::Text)));
        assert_eq!(meaning("Benefit"), None);
        assert_eq!(meaning("M365"), None);
        assert_eq!(meaning("Azure notes"), None);
        assert_eq!(meaning(""), None);
    }

    #[test]
    fn reports_are_told_apart_by_columns_and_twins_by_title() {
        let dictionary = Dictionary::get();
        let columns = |headers: &[&str]| -> Vec<KnownColumn> {
            headers.iter().filter_map(|header| dictionary.recognise(header)).collect()
        };
        let customers = columns(&["CustomerID", "M365Fit", "M365Intent", "SurfaceFit"]);
        let report = dictionary.recognise_report(&customers, &["report.xlsx", "Data"]);
        assert_eq!(report.kind, ReportKind::CLASM365Propensity);
        assert!(report.missing.contains(&"AccountName".to_owned()));
        assert_eq!(
            dictionary.recognise_report(&customers, &["CLASSurfacePropensity.xlsx", "Data"]).kind,
            ReportKind::CLASSurfacePropensity
        );
        let agreements = columns(&["CustomerID", "Agreement End Date", "AzureCluster"]);
        assert_eq!(dictionary.recognise_report(&agreements, &[]).kind, ReportKind::CLASAgreementRenewalsPropensity);
    }
}
