//! The dictionary as it stands in `assets/columns.json`.

use crate::domain::model::Model;
use crate::domain::report::ReportKind;
use crate::support::text::comparison_key;
use crate::workbook::dictionary::plays::PlayPattern;
use crate::workbook::dictionary::{Dictionary, KnownColumn, Meaning, OverRows, ReportSignature, Role, ScorePart};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asset {
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
        let mut japanese = HashMap::new();
        let first_japanese = |names: &[String]| names.iter().find(|name| !name.is_ascii()).cloned();
        for entry in asset.columns {
            let Some(name) = entry.names.first().cloned() else { continue };
            if let Some(translated) = first_japanese(&entry.names) {
                japanese.insert(name.clone(), translated);
            }
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
                if let Some(translated) = first_japanese(suffixes) {
                    japanese.insert(name.clone(), format!("{first} {translated}"));
                }
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
        Self { by_key, japanese, plays, units, reports }
    }
}
