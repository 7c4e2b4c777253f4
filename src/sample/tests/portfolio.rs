//! The embedded portfolio: as the generator writes it, and as the latent model promises.

use super::{column, first_sheet, pack, request, written};
use crate::domain::band::BandLimits;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::sample::embedded::{AGREEMENTS, CUSTOMERS, M365, RENEWALS, SEED};
use crate::sample::latent::Latent;
use crate::sample::{SampleKind, SampleRequest};
use calamine::{Data, DataType, Range, Reader, Xlsx};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static M365_SHEET: LazyLock<Range<Data>> = LazyLock::new(|| first_sheet(M365.1));
static RENEWALS_SHEET: LazyLock<Range<Data>> = LazyLock::new(|| first_sheet(RENEWALS.1));

fn requests() -> [(SampleRequest, (&'static str, &'static [u8])); 2] {
    let embedded = |kind, rows| SampleRequest { seed: SEED, ..request(kind, rows) };
    [(embedded(SampleKind::M365, CUSTOMERS), M365), (embedded(SampleKind::Renewals, AGREEMENTS), RENEWALS)]
}

fn text(cell: &Data) -> Option<&str> {
    match cell {
        Data::String(text) => Some(text),
        _ => None,
    }
}

/// `UPDATE_SAMPLES=1 cargo test the_embedded_files` writes them anew after a change of the generator.
#[test]
fn the_embedded_files_are_what_the_generator_writes() {
    if std::env::var_os("UPDATE_SAMPLES").is_some() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        for (request, (name, _)) in requests() {
            std::fs::write(folder.join(name), pack::packed(&written(&request))).unwrap();
        }
        panic!("written; build and test again without UPDATE_SAMPLES");
    }
    for (request, (name, bytes)) in requests() {
        let written = written(&request);
        let names = |bytes: &[u8]| Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap().sheet_names();
        assert_eq!(names(&written), names(bytes), "{name}");
        assert!(first_sheet(&written) == first_sheet(bytes), "{name} is not what the generator writes");
    }
    assert!(M365.1.len() + RENEWALS.1.len() < 4_000_000, "together {}", M365.1.len() + RENEWALS.1.len());
}

#[test]
fn segments_are_near_13_39_and_47_percent() {
    let named = column(&M365_SHEET, "SMCTypeSummary");
    let share = |word| {
        let count = named.iter().filter(|cell| text(cell).and_then(Segment::from_word) == Some(word)).count();
        100.0 * count as f64 / named.len() as f64
    };
    for (segment, percent) in [(Segment::UpperMedium, 13.0), (Segment::Medium, 39.0), (Segment::VerySmall, 47.0)] {
        assert!((share(segment) - percent).abs() < 1.5, "{segment:?} {}", share(segment));
    }
}

#[test]
fn every_cell_of_every_models_matrix_holds_customers() {
    let limits = BandLimits::default();
    let mut counts: HashMap<Model, [u32; Cell::COUNT]> = HashMap::new();
    for customer in 0..u64::from(CUSTOMERS) {
        for standing in Latent::of(SEED, customer).standings {
            if let (Some(fit), Some(intent)) = (standing.fit, standing.intent) {
                let band = |score| limits.band(Score::new(score).unwrap());
                let cell = Cell { fit: band(fit), intent: band(intent) };
                counts.entry(standing.model).or_default()[cell.index()] += 1;
            }
        }
    }
    assert_eq!(counts.len(), 7);
    for (model, counts) in counts {
        assert!(counts.iter().all(|count| *count >= 20), "{model:?} {counts:?}");
    }
}

/// The chance that an owner's score is above another's, ties counted half.
fn auc(scored: &[(f64, bool)]) -> f64 {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut others, mut won, mut owners) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let owned = tied.iter().filter(|(_, owned)| *owned).count() as f64;
        let rest = tied.len() as f64 - owned;
        won += owned * (others + rest / 2.0);
        owners += owned;
        others += rest;
    }
    won / (owners * others)
}

#[test]
fn fit_tells_owners_from_others_but_not_too_well() {
    let fits = column(&M365_SHEET, "M365Fit");
    let flags = column(&M365_SHEET, "Has M365");
    let scored: Vec<(f64, bool)> =
        fits.iter().zip(flags).filter_map(|(fit, flag)| Some((fit.as_f64()?, text(flag)? == "Yes"))).collect();
    assert!(scored.len() > 27_000);
    assert!((0.65..0.9).contains(&auc(&scored)), "{}", auc(&scored));
    for model in [Model::Azure, Model::D365BusinessCentral, Model::PowerApps] {
        let scored: Vec<(f64, bool)> = (0..8_000)
            .filter_map(|customer| {
                let latent = Latent::of(SEED, customer);
                let standing = latent.standing(model)?;
                Some((standing.fit?, standing.owned))
            })
            .collect();
        assert!((0.65..0.9).contains(&auc(&scored)), "{model:?} {}", auc(&scored));
    }
}

#[test]
fn agreements_belong_to_customers_of_the_portfolio_and_agree_with_their_flags() {
    let flag = |cell: &Data| text(cell).map(str::to_owned);
    let enterprise: HashMap<&str, Option<String>> = column(&M365_SHEET, "CustomerID")
        .into_iter()
        .zip(column(&M365_SHEET, "HasEA"))
        .map(|(id, has)| (text(id).unwrap(), flag(has)))
        .collect();
    let ids = column(&RENEWALS_SHEET, "CustomerID");
    let programs = column(&RENEWALS_SHEET, "License Program");
    assert_eq!(ids.len(), AGREEMENTS as usize);
    let mut several = HashMap::new();
    for (id, program) in ids.iter().zip(programs) {
        let id = text(id).unwrap();
        *several.entry(id).or_insert(0) += 1;
        let has = enterprise.get(id).unwrap_or_else(|| panic!("{id} is no customer of m365.xlsx"));
        if text(program) == Some("Enterprise") {
            assert_ne!(has.as_deref(), Some("N"), "{id}");
        }
    }
    assert!(several.values().filter(|count| **count > 1).count() > 500);
}

#[test]
fn expiring_revenue_grows_with_the_customer() {
    let mean = |word| {
        let segments = column(&RENEWALS_SHEET, "SMCTypeSummary");
        let amounts: Vec<f64> = segments
            .iter()
            .zip(column(&RENEWALS_SHEET, "Expiring Revenue"))
            .filter(|(segment, _)| text(segment) == Some(word))
            .filter_map(|(_, revenue)| revenue.as_f64())
            .collect();
        amounts.iter().sum::<f64>() / amounts.len() as f64
    };
    assert!(mean("Small") * 3.0 < mean("Medium"), "{} {}", mean("Small"), mean("Medium"));
    assert!(mean("Medium") * 3.0 < mean("Upper Medium"));
}

#[test]
fn end_dates_are_days_from_2026_to_mid_2028_and_some_are_text() {
    let (first, last) = (46_023.0, 46_934.0);
    let ends = column(&RENEWALS_SHEET, "Agreement End Date");
    let mut texts = 0;
    for end in ends {
        match end {
            Data::DateTime(day) => assert!((first..=last).contains(&day.as_f64()), "{day:?}"),
            Data::String(day) => {
                day.parse::<crate::domain::Date>().unwrap();
                texts += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!((50..300).contains(&texts), "{texts}");
}

#[test]
fn identifiers_are_text_with_their_leading_zeros() {
    for (name, digits) in [("MPNID", 8), ("CustomerID", 8), ("DUNSNumber", 9)] {
        let cells = column(&M365_SHEET, name);
        let ids: Vec<&str> =
            cells.iter().filter(|cell| ***cell != Data::Empty).map(|cell| text(cell).unwrap()).collect();
        assert!(ids.iter().all(|id| id.len() == digits && id.bytes().all(|byte| byte.is_ascii_digit())), "{name}");
        assert!(ids.iter().any(|id| id.starts_with('0')), "{name}");
        if name != "MPNID" {
            assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{name} repeats");
        }
    }
    let postal = column(&M365_SHEET, "PostalCode");
    assert!(postal.iter().all(|cell| matches!(cell, Data::String(_) | Data::Empty)));
    assert!(postal.iter().filter_map(|cell| text(cell)).any(|code| code.starts_with('0')));
}

#[test]
fn names_that_look_like_formulas_are_text() {
    let names = column(&M365_SHEET, "AccountName");
    for start in ["=", "+", "-", "@"] {
        assert!(names.iter().filter_map(|cell| text(cell)).any(|name| name.starts_with(start)), "{start}");
    }
    let mut workbook = Xlsx::new(std::io::Cursor::new(M365.1)).unwrap();
    let formulas = workbook.worksheet_formula(SampleKind::M365.report().name()).unwrap();
    assert_eq!(formulas.used_cells().count(), 0);
}

#[test]
fn names_are_written_in_many_scripts() {
    let names = column(&M365_SHEET, "AccountName");
    let share = |wanted: fn(char) -> bool| {
        let with = names.iter().filter_map(|cell| text(cell)).filter(|name| name.chars().any(wanted)).count();
        100.0 * with as f64 / names.len() as f64
    };
    let kana_or_han =
        share(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff61}'..='\u{ff9f}'));
    assert!((28.0..42.0).contains(&kana_or_han), "{kana_or_han}");
    assert!(share(|c| matches!(c, '\u{ff61}'..='\u{ff9f}')) > 1.0);
    assert!(share(|c| matches!(c, '\u{c0}'..='\u{17f}')) > 15.0);
    assert!(share(|c| matches!(c, '\u{590}'..='\u{6ff}')) > 1.0);
    assert!(share(|c| matches!(c, '\u{1f300}'..='\u{1faff}')) > 0.2);
}

#[test]
fn sizes_are_numbers_texts_bands_and_blanks() {
    let sizes = column(&M365_SHEET, "OrgSize");
    let texts = sizes.iter().filter_map(|cell| text(cell));
    assert!(sizes.iter().filter(|cell| cell.is_empty()).count() > 100);
    assert!(texts.clone().any(|size| size.contains(',')));
    assert!(texts.clone().any(|size| size == "25-300") && texts.clone().any(|size| size == "300+"));
    assert!((400..1_200).contains(&texts.count()));
}

#[test]
fn usage_is_of_azure_owners_and_adds_up() {
    let sheet = first_sheet(&written(&request(SampleKind::Usage, 9_000)));
    let azure = first_sheet(&written(&request(SampleKind::Azure, 4_000)));
    let ids = column(&azure, "CustomerID");
    let owners: HashMap<&str, (&Data, &Data)> = ids
        .iter()
        .zip(column(&azure, "Has Azure").into_iter().zip(column(&azure, "SMCTypeSummary")))
        .map(|(id, rest)| (text(id).unwrap(), rest))
        .collect();
    let mut totals: HashMap<(String, String), (f64, f64)> = HashMap::new();
    let mut monthly: HashMap<(&str, String), f64> = HashMap::new();
    let columns = [
        "CustomerTpid",
        "SubscriptionId",
        "Month",
        "IsACRDuplicateAtPGALevel",
        "TotalACR",
        "MonthlySubscriptionLevelACR",
    ];
    let [tpids, subscriptions, months, duplicates, revenues, levels] = columns.map(|name| column(&sheet, name));
    for row in 0..sheet.height() - 1 {
        let tpid = text(tpids[row]).unwrap();
        assert_ne!(text(owners[tpid].0), Some("No"), "{tpid} does not own Azure");
        if duplicates[row] == &Data::Bool(true) {
            continue;
        }
        let revenue = revenues[row].as_f64().unwrap();
        let total = totals.entry((subscriptions[row].to_string(), months[row].to_string())).or_default();
        *total = (total.0 + revenue, levels[row].as_f64().unwrap());
        *monthly.entry((tpid, months[row].to_string())).or_default() += revenue;
    }
    // The last subscription may be cut off by the number of rows.
    let wrong = totals.values().filter(|(sum, level)| (sum - level).abs() > 0.005).count();
    assert!(wrong <= 1, "{wrong} of {}", totals.len());
    for ((tpid, month), revenue) in monthly {
        if text(owners[tpid].1) == Some("Small") {
            assert!(revenue <= 1_000.0, "{tpid} {month} {revenue}");
        }
    }
}
