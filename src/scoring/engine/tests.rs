//! The engine on the sample portfolio, whose truth is known.

use super::kept::PortfolioShelf;
use super::*;
use crate::domain::band::{Band, BandLimits};
use crate::portfolio::PortfolioBuilder;
use crate::sample::latent::Latent;
use crate::sample::{SampleKind, SampleRequest, write_sample};
use crate::support::language::Language;
use crate::support::statistics::auc::auc;
use crate::support::statistics::spearman::spearman;
use crate::workbook::choices::ReadChoices;
use crate::workbook::read::read_report;
use crate::workbook::source::Source;

const SEED: u64 = 7;
const ROWS: u32 = 4_000;

fn portfolio(kind: SampleKind) -> Portfolio {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.xlsx");
    let request = SampleRequest { rows: ROWS, kind, language: Language::English, decorated: false, seed: SEED };
    write_sample(&request, &path).unwrap();
    let table = read_report(&Source::File(path), &ReadChoices::default(), &mut |_| {}, &Progress::default()).unwrap();
    let mut builder = PortfolioBuilder::default();
    builder.add(table).unwrap();
    builder.finish()
}

fn scored(portfolio: &Portfolio) -> LocalScores {
    let day = jiff::civil::date(2026, 10, 1);
    score(portfolio, &Request::new(&ScoringProfile::default(), day), &Progress::default()).unwrap()
}

#[test]
fn fit_recovers_the_truth_behind_the_sample() {
    let portfolio = portfolio(SampleKind::M365);
    let scores = scored(&portfolio);
    for model in [Model::M365, Model::Azure] {
        let local = scores.model(model).unwrap();
        let truth: Vec<f64> =
            (0..u64::from(ROWS)).map(|row| Latent::of(SEED, row).standing(model).unwrap().affinity).collect();
        let owned: Vec<bool> = (0..u64::from(ROWS)).map(|row| Latent::of(SEED, row).owns(model)).collect();
        // The report leaves out of one customer in a hundred whether it is an owner.
        let (told, all) = (local.learnt.as_ref().unwrap().owners, owned.iter().filter(|owned| **owned).count());
        assert!((all * 97 / 100..=all).contains(&told), "{told} of {all}");
        // The half of the affinity that no column shows cannot be learnt.
        let correlation = spearman(&local.decision, &truth).unwrap();
        let told_apart = auc(&local.decision, &owned).unwrap().area;
        let lifts = band_lifts(local, &owned);
        println!("{model:?}: rank correlation {correlation:.3}, AUC {told_apart:.3}, lifts by band (lift, customers):");
        println!("  {lifts:.2?}");
        // Bands of a few customers tell nothing.
        let told: Vec<f64> = lifts.iter().filter(|(_, customers)| *customers >= 30).map(|(lift, _)| *lift).collect();
        assert!(told.len() >= 3 && told.windows(2).all(|pair| pair[0] > pair[1]), "{model:?} {lifts:?}");
        assert!(told.first().is_some_and(|best| *best > 1.3), "{model:?} {lifts:?}");
        assert!(told.last().is_some_and(|worst| *worst < 0.7), "{model:?} {lifts:?}");
        assert!(correlation > 0.5, "{model:?} {correlation}");
        assert!(told_apart > 0.66, "{model:?} {told_apart}");
    }
}

/// For each band, High first, the share of true owners over that of all customers, and how many customers there are.
fn band_lifts(local: &LocalModel, owned: &[bool]) -> [(f64, usize); 4] {
    let all = owned.iter().filter(|owned| **owned).count() as f64 / owned.len() as f64;
    Band::ALL.map(|band| {
        let is_in = |fit: &Option<Score>| fit.is_some_and(|fit| BandLimits::default().band(fit) == band);
        let of_band: Vec<bool> =
            local.fit.iter().zip(owned).filter(|(fit, _)| is_in(fit)).map(|(_, owned)| *owned).collect();
        let share = of_band.iter().filter(|owned| **owned).count() as f64 / of_band.len().max(1) as f64;
        (share / all, of_band.len())
    })
}

#[test]
fn kept_models_score_as_they_did_when_they_were_fitted() {
    let portfolio = portfolio(SampleKind::M365);
    let (profile, day) = (ScoringProfile::default(), jiff::civil::date(2026, 10, 1));
    let fitted = scored(&portfolio);
    let text = serde_json::to_string(&PortfolioShelf::new(KeptModels::of(&fitted, &portfolio, day))).unwrap();
    let shelf = PortfolioShelf::from_json(&text).unwrap();
    let request = Request { kept: Some(&shelf.champion), ..Request::new(&profile, day) };
    let kept = score(&portfolio, &request, &Progress::default()).unwrap();
    for (one, other) in fitted.models.iter().zip(&kept.models) {
        assert_eq!((one.model, &one.fit), (other.model, &other.fit), "owners are shown without their own lesson again");
        assert!(other.learnt.as_ref().is_none_or(|learnt| learnt.report.is_none()), "nothing was fitted");
    }
}

#[test]
fn nothing_told_is_not_scored_and_rules_serve_where_nobody_owns_anything() {
    let mut builder = PortfolioBuilder::default();
    let rows = ["C1|Northwind|400|Yes", "C2|Fabrikam|5|No", "C3|Contoso||"];
    builder.add(crate::portfolio::tests::report("CustomerID|AccountName|OrgSize|HasGoogle", &rows)).unwrap();
    let scores = scored(&builder.finish());
    let local = scores.model(Model::M365).unwrap();
    assert!(local.learnt.is_none());
    let fits: Vec<Option<f32>> = local.fit.iter().map(|fit| fit.map(Score::value)).collect();
    // Upper Medium and a competitor: .7 + .2; Very Small: -.7; nothing known: no Fit, not the average.
    assert_eq!(fits, [Some(71.0), Some(33.0), None]);
}
