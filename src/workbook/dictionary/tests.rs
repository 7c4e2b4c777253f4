//! Headers of every generation, in the ways people and programs write them.

use super::*;
use crate::support::random::Random;

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
        serde_json::from_str(include_str!("../../../assets/sample/headers_ja.json")).unwrap();
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

/// All column names of the reports of Partner Center from 2021 to 2023, with what each holds.
fn report_columns() -> Vec<(&'static str, String)> {
    let lines = include_str!("report_columns.csv").lines().filter(|line| !line.starts_with('#'));
    let columns = lines.map(|line| {
        let (kind, name) = line.split_once(',').unwrap();
        (kind, name.trim_matches('"').to_owned())
    });
    columns.collect()
}

fn fits(kind: &str, meaning: Meaning) -> bool {
    use AttributeKind::{Date, Flag, Money, Number, Text};
    match kind {
        "id" => matches!(
            meaning,
            Meaning::CustomerId
                | Meaning::Duns
                | Meaning::Tpid
                | Meaning::Tenant
                | Meaning::AgreementId
                | Meaning::Attribute(Text)
        ),
        "text" => matches!(meaning, Meaning::Name | Meaning::Domain | Meaning::Attribute(Text)),
        "category" => matches!(meaning, Meaning::SubSegment | Meaning::AgreementStatus | Meaning::Attribute(Text)),
        "list" => meaning == Meaning::Attribute(Text),
        "count" => matches!(meaning, Meaning::Employees | Meaning::Attribute(Number)),
        "number" => meaning == Meaning::Attribute(Number),
        "money" => matches!(meaning, Meaning::ExpiringRevenue | Meaning::Attribute(Money)),
        "date" => matches!(meaning, Meaning::AgreementEnd | Meaning::Attribute(Date)),
        "flag" => meaning == Meaning::Attribute(Flag),
        "subsegment" => meaning == Meaning::Segment,
        "fit" => matches!(meaning, Meaning::Score(_, ScorePart::Fit)),
        "intent" => matches!(meaning, Meaning::Score(_, ScorePart::Intent)),
        "cluster" => matches!(meaning, Meaning::Score(_, ScorePart::Cluster)),
        "play" => meaning == Meaning::Play,
        other => panic!("{other}"),
    }
}

/// `name` in another case, width and spacing.
fn disguised(name: &str, random: &mut Random) -> String {
    let style = random.below(3);
    let mut written = String::new();
    for (at, c) in name.chars().enumerate() {
        let c = match style {
            0 => c.to_ascii_uppercase(),
            1 => c.to_ascii_lowercase(),
            _ => c,
        };
        let full_width = random.chance(0.3) && c.is_ascii_graphic();
        // What stands between words may be any sign, but a solution area stays apart from what follows.
        let c = if matches!(c, ' ' | '_') { *random.pick(&[' ', '_', '-', '\n']).unwrap() } else { c };
        if at > 0 && random.chance(0.1) {
            written.push(*random.pick(&[' ', '_', '\u{3000}']).unwrap());
        }
        written.push(if full_width && c.is_ascii_graphic() {
            char::from_u32(u32::from(c) + 0xfee0).unwrap()
        } else {
            c
        });
    }
    written
}

#[test]
fn every_column_of_every_generation_is_known_however_it_is_written() {
    let mut random = Random::new(2026, 7);
    let mut columns = report_columns();
    assert!(columns.len() > 340);
    for at in (1..columns.len()).rev() {
        columns.swap(at, random.below(at as u32 + 1) as usize);
    }
    for (kind, name) in &columns {
        for written in std::iter::once(name.clone()).chain((0..8).map(|_| disguised(name, &mut random))) {
            let known = Dictionary::get().recognise(&written);
            assert!(known.as_ref().is_some_and(|known| fits(kind, known.meaning)), "{kind} {written:?} {known:?}");
        }
    }
}

#[test]
fn every_column_but_the_plays_has_a_japanese_header() {
    let pairs: std::collections::BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../../assets/sample/headers_ja.json")).unwrap();
    let japanese: HashMap<String, &String> = pairs.iter().map(|(english, ja)| (comparison_key(english), ja)).collect();
    for (kind, name) in report_columns().iter().filter(|(kind, _)| *kind != "play") {
        let header = japanese.get(&comparison_key(name)).copied().unwrap_or_else(|| panic!("{name}"));
        assert!(fits(kind, meaning(header).unwrap_or(Meaning::OwnMark)), "{name}: {header}");
    }
}

#[test]
fn plays_of_years_to_come_are_known_by_their_pattern() {
    for header in [
        "FY27 MW_Copilot for Frontline Workers",
        "FY26_Azure_Migrate SQL Server 2016 EOS",
        "fy25-BA_Business Central for QuickBooks",
        "BA_Sales Copilot Attach",
        "AI - Copilot Chat to Copilot",
        "Security_Defender Suite Attach >100",
    ] {
        assert_eq!(meaning(header), Some(Meaning::Play), "{header}");
    }
    assert_eq!(meaning("FY27 Offers"), Some(Meaning::Attribute(AttributeKind::Text)));
    for header in [
        "FY27 Revenue Target",
        "Bank account number",
        "Azure note",
        "Security",
        "Mwanza branch office",
        "FY26",
        "Air freight company",
    ] {
        assert_eq!(meaning(header), None, "{header}");
    }
}
