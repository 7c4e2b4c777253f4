//! Closed deals against scores whose truth is known.

use super::calibrate::{Calibration, Evidence};
use super::challenge::{challenge, chances};
use super::champion::{ClosedDeal, Contender, Verdict, contest, walk_forward};
use super::conversion::{Conversion, by_group};
use super::deals::ScoredDeal;
use super::quality::{Judgement, chances_unseen, judge};
use super::shelf::{ModelShelf, ShelfProblem};
use super::{agreement, decision, products};
use crate::domain::Date;
use crate::domain::band::{Band, BandLimits};
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::support::random::Random;
use crate::support::statistics::{logit, sigmoid};
use jiff::ToSpan;
use jiff::civil::date;

fn day(after: u32) -> Date {
    date(2026, 1, 1) + i64::from(after).days()
}

/// Deals won with P = sigmoid(-0.5 + 1.2 fit + 0.8 intent).
fn drawn(count: u32, seed: u64) -> Vec<ScoredDeal> {
    let mut random = Random::new(seed, 9);
    let deal = |at| {
        let (fit, intent) = (random.normal(), random.normal() - 1.0);
        let won = random.chance(sigmoid(-0.5 + 1.2 * fit + 0.8 * intent));
        let band = if fit > 1.0 { Band::High } else { Band::Low };
        let cluster = if fit > 1.0 { Cluster::ActNow } else { Cluster::Nurture };
        let cell = Some(Cell { fit: band, intent: Band::Low });
        ScoredDeal { won, closed: Some(day(at)), fit: Some(fit), intent: Some(intent), cell, cluster: Some(cluster) }
    };
    (0..count).map(deal).collect()
}

fn evidence(deals: &[ScoredDeal]) -> Vec<Evidence> {
    deals.iter().map(|deal| Evidence { fit: deal.fit, intent: deal.intent, won: deal.won }).collect()
}

#[test]
fn many_deals_find_the_truth_and_few_stay_with_the_prior() {
    let found = Calibration::fit(&evidence(&drawn(20_000, 1))).unwrap();
    for (found, truth) in [(found.level, -0.5), (found.fit_weight, 1.2), (found.intent_weight, 0.8)] {
        assert!((found - truth).abs() < 0.08, "{found} is not {truth}");
    }
    let few = Calibration::fit(&evidence(&drawn(4, 1))).unwrap();
    assert!((few.fit_weight - 1.0).abs() < 0.5 && (few.intent_weight - 0.5).abs() < 0.5, "{few:?}");
    assert_eq!(Calibration::fit(&[]), None);
}

/// scipy.optimize.minimize on the same posterior, to 1e-10.
#[test]
fn the_mode_is_that_of_an_independent_optimiser() {
    let rows = [(2.0, -1.0, true), (1.0, -2.0, true), (0.0, 0.5, false), (-1.0, -2.0, false), (-2.0, 1.0, true)];
    let deals: Vec<Evidence> =
        rows.iter().map(|(fit, intent, won)| Evidence { fit: Some(*fit), intent: Some(*intent), won: *won }).collect();
    let found = Calibration::fit(&deals).unwrap();
    for (found, known) in
        [(found.level, SCIPY_LEVEL), (found.fit_weight, SCIPY_FIT), (found.intent_weight, SCIPY_INTENT)]
    {
        assert!((found - known).abs() < 1e-7, "{found} is not {known}");
    }
}

const SCIPY_LEVEL: f64 = 0.873_903_236_9;
const SCIPY_FIT: f64 = 0.895_901_713_2;
const SCIPY_INTENT: f64 = 0.503_758_869_8;

#[test]
fn a_missing_score_counts_as_the_typical_one_and_all_won_stays_finite() {
    let mut deals = evidence(&drawn(200, 2));
    let found = Calibration::fit(&deals).unwrap();
    assert_eq!(found.probability(Some(0.7), None), found.probability(Some(0.7), found.typical_intent));
    assert_eq!(found.probability(None, Some(0.7)), found.probability(found.typical_fit, Some(0.7)));
    assert_eq!(found.probability(None, None), None);
    for deal in &mut deals {
        (deal.intent, deal.won) = (None, true);
    }
    let sure = Calibration::fit(&deals).unwrap();
    assert!(sure.level.is_finite() && sure.level < 12.0, "{sure:?}");
    assert_eq!(sure.probability(Some(0.0), Some(3.0)), sure.probability(Some(0.0), None), "no deal had an intent");
}

#[test]
fn a_report_finds_good_scores_good_and_refuses_few_deals() {
    let deals = drawn(3_000, 3);
    let Judgement::Judged(quality) = judge(&deals) else { panic!("enough deals") };
    assert!(quality.chance.area > 0.78 && quality.chance.area > quality.fit.unwrap().area);
    assert!(quality.fit.unwrap().area > quality.intent.unwrap().area && quality.intent.unwrap().area > 0.6);
    let line = quality.line.unwrap();
    assert!((line.slope - 1.0).abs() < 0.15 && line.intercept.abs() < 0.15, "{line:?}");
    assert!(quality.calibration_error < 0.03, "{}", quality.calibration_error);
    assert!(quality.log_loss < quality.log_loss_of_rate - 0.1);
    assert!(quality.lift[0].lift > 2.0 && quality.lift[9].lift < 0.3, "{:?}", quality.lift);
    let recommended = quality.recommended;
    assert_eq!(recommended.won + recommended.others_won, quality.wins);
    assert_eq!(recommended.won, quality.clusters[0].wins);
    assert!(quality.clusters[0].interval[0] > quality.clusters[2].interval[1], "they lie apart");
    assert_eq!(quality.cells.iter().map(|cell| cell.losses).sum::<u32>(), quality.losses);

    let mut few: Vec<ScoredDeal> = deals.iter().filter(|deal| deal.won).take(19).copied().collect();
    few.extend(deals.iter().filter(|deal| !deal.won).take(60));
    assert_eq!(judge(&few), Judgement::TooFew { wins: 19, losses: 60 });
    assert_eq!(judge(&[]), Judgement::TooFew { wins: 0, losses: 0 });
}

#[test]
fn no_deal_has_a_say_in_its_own_chance() {
    let deals = drawn(60, 7);
    let before = chances_unseen(&deals).unwrap();
    for at in [0, 31, 59] {
        let mut other = deals.clone();
        other[at].won = !other[at].won;
        let after = chances_unseen(&other).unwrap();
        assert_eq!(after[at], before[at]);
        assert_ne!(after[(at + 1) % 60], before[(at + 1) % 60]);
    }
    let (mut closed, _, _) = contenders(60);
    let mut known = evidence(&deals);
    let before = chances(&closed, &known);
    (closed[50].won, known[50].won) = (!closed[50].won, !known[50].won);
    assert_eq!(chances(&closed, &known), before, "nor in that of its stretch");
    (closed[30].won, known[30].won) = (!closed[30].won, !known[30].won);
    assert_ne!(chances(&closed, &known)[50], before[50], "but in those to come");
}

#[test]
fn scores_of_chance_are_not_called_good() {
    let mut random = Random::new(4, 4);
    let deals: Vec<ScoredDeal> =
        drawn(2_000, 4).into_iter().map(|deal| ScoredDeal { won: random.chance(0.3), ..deal }).collect();
    let Judgement::Judged(quality) = judge(&deals) else { panic!("enough deals") };
    let [low, high] = quality.chance.interval().unwrap();
    assert!(low < 0.53 && high > 0.47, "{low} {high}");
    assert!(quality.log_loss > quality.log_loss_of_rate - 0.005, "unseen deals show no gain");
}

#[test]
fn few_deals_of_a_cluster_are_drawn_towards_all() {
    let deals: Vec<(Option<usize>, bool)> =
        [(Some(0), true), (Some(0), true)].into_iter().chain((0..98).map(|at| (Some(1), at < 18))).collect();
    let [two, rest]: [Conversion; 2] = by_group(&deals).unwrap();
    assert!((two.rate - (2.0 + 10.0 * 0.2) / 12.0).abs() < 1e-12);
    assert!(two.interval[0] < two.rate && two.rate < two.interval[1]);
    assert!(two.interval[1] - two.interval[0] > 2.0 * (rest.interval[1] - rest.interval[0]));
    assert_eq!(by_group::<2>(&[]), None);
}

fn contenders(count: u32) -> (Vec<ClosedDeal>, Vec<Option<f64>>, Vec<Option<f64>>) {
    let deals = drawn(count, 5);
    let closed = deals.iter().map(|deal| ClosedDeal { closed: deal.closed.unwrap(), won: deal.won }).collect();
    let good = deals.iter().map(|d| Some(sigmoid(-0.5 + 1.2 * d.fit.unwrap() + 0.8 * d.intent.unwrap()))).collect();
    let plain = deals.iter().map(|d| Some(sigmoid(-1.3 + 0.6 * d.fit.unwrap()))).collect();
    (closed, plain, good)
}

fn unseen(chances: &[Option<f64>]) -> Contender<'_> {
    Contender { chances, fitted_until: None }
}

#[test]
fn only_a_surely_better_challenger_is_promoted() {
    let (deals, plain, good) = contenders(600);
    assert!(matches!(contest(&deals, unseen(&plain), unseen(&good)).verdict, Verdict::Promote(_)));
    assert!(matches!(contest(&deals, unseen(&good), unseen(&plain)).verdict, Verdict::NotSurelyBetter(_)));
    assert!(matches!(contest(&deals, unseen(&good), unseen(&good)).verdict, Verdict::NotSurelyBetter(_)), "a tie");
    // Far too extreme, but ranking well, against a true rate that ranks nothing within its halves.
    let extreme: Vec<_> = good.iter().map(|p| p.map(|p| sigmoid(12.0 * logit(p)))).collect();
    let timid: Vec<_> = good.iter().map(|p| p.map(|p| if p > 0.3 { 0.55 } else { 0.12 })).collect();
    assert!(matches!(contest(&deals, unseen(&extreme), unseen(&timid)).verdict, Verdict::RanksWorse(_)));
    let few = contest(&deals[..30], unseen(&plain[..30]), unseen(&good[..30]));
    assert_eq!(few.verdict, Verdict::TooFew);
}

#[test]
fn deals_of_days_that_a_model_was_fitted_to_are_left_out() {
    let (deals, plain, mut good) = contenders(600);
    good[599] = None;
    let fitted = Contender { chances: &good, fitted_until: Some(day(399)) };
    let found = contest(&deals, unseen(&plain), fitted);
    assert_eq!((found.seen, found.unanswered, found.wins + found.losses), (400, 1, 199));
}

#[test]
fn scores_stand_trial_by_what_they_know_not_by_their_scale() {
    let good = drawn(600, 6);
    let scaled = |by: f64| -> Vec<ScoredDeal> {
        good.iter().map(|deal| ScoredDeal { fit: deal.fit.map(|fit| by * fit - 3.0), ..*deal }).collect()
    };
    let blind: Vec<ScoredDeal> = good.iter().map(|deal| ScoredDeal { fit: None, ..*deal }).collect();
    let found = challenge(&blind, &good, None);
    assert!(matches!(found.verdict, Verdict::Promote(_)), "{found:?}");
    assert!(found.unanswered >= 120, "the first stretch has no past: {found:?}");
    assert!(matches!(challenge(&good, &blind, None).verdict, Verdict::NotSurelyBetter(_)));
    assert!(matches!(challenge(&scaled(1.5), &good, None).verdict, Verdict::NotSurelyBetter(_)), "the same ranks");
    let late = challenge(&blind, &good, Some(day(399)));
    assert_eq!(late.seen, 400);
    assert!(late.wins + late.losses <= 160, "a fifth of what is left has no past: {late:?}");
}

#[test]
fn walking_forward_never_shows_a_model_its_future_nor_its_own_day() {
    let (mut deals, _, _) = contenders(100);
    for (at, deal) in (0_u32..).zip(&mut deals) {
        deal.closed = day((at * 37 % 100) / 3);
    }
    let chances = walk_forward(&deals, |past, now| {
        let newest = past.iter().map(|at| deals[*at].closed).max().unwrap();
        assert!(now.iter().all(|at| deals[*at].closed > newest));
        vec![Some(past.len() as f64); now.len()]
    });
    let predicted = chances.iter().flatten().count();
    assert!((70..=85).contains(&predicted), "all but the first stretch: {predicted}");
}

#[test]
fn a_shelf_leads_back_once_and_comes_back_from_json_to_the_last_bit() {
    let mut shelf = ModelShelf::new(vec![0.1 + 0.2]);
    assert!(!shelf.promote() && !shelf.back());
    shelf.challenger = Some(vec![1.0 / 3.0, 5e-324, 8.41e21]);
    assert!(shelf.promote());
    let mut again: ModelShelf<Vec<f64>> = ModelShelf::from_json(&serde_json::to_string(&shelf).unwrap()).unwrap();
    assert_eq!(again, shelf);
    assert!(again.back());
    assert_eq!((again.champion, again.challenger.map(|model| model.len())), (vec![0.1 + 0.2], Some(3)));
    let newer = serde_json::to_string(&shelf).unwrap().replace("\"version\":1", "\"version\":2");
    assert!(matches!(ModelShelf::<Vec<f64>>::from_json(&newer), Err(ShelfProblem::Newer(2))));
    assert!(matches!(ModelShelf::<Vec<f64>>::from_json("{"), Err(ShelfProblem::Unreadable(_))));
}

#[test]
fn scores_and_words_become_log_odds_within_the_scale() {
    let limits = BandLimits::default();
    let of = |value| decision::of_rating(Score::new(value).map(Rating::Score).unwrap(), limits);
    assert_eq!(of(50.0), 0.0);
    assert!((of(75.0) - 3.0_f64.ln()).abs() < 1e-12, "three times the odds");
    assert_eq!((of(0.0), of(100.0)), (logit(0.005), logit(0.995)));
    let medium = decision::of_rating(Rating::Band(Band::Medium), limits);
    assert_eq!(medium, logit(0.65));
}

#[test]
fn products_are_known_by_their_names_in_both_languages() {
    for (name, model) in [
        ("Microsoft Azure", Some(Model::Azure)),
        ("Ｍ３６５ E5", Some(Model::M365)),
        ("Dynamics 365 Business Central", Some(Model::D365BusinessCentral)),
        ("サーフェス Pro", Some(Model::Surface)),
        ("Dynamics 365", None),
        ("", None),
    ] {
        assert_eq!(products::model_of(name), model, "{name}");
    }
    assert!(Model::ALL.into_iter().all(|model| products::model_of(model.key()) == Some(model)));
    assert!(Model::ALL.into_iter().all(|model| products::model_of(model.product_name()) == Some(model)));
}

#[test]
fn agreement_counts_customers_that_both_score() {
    let banded = |decision: f64, band| Some(agreement::Banded { decision, band });
    let file = [banded(1.0, Band::High), banded(0.0, Band::Low), None, banded(-1.0, Band::VeryLow)];
    let ours = [banded(2.0, Band::High), banded(0.1, Band::Medium), banded(0.0, Band::Low), None];
    let found = agreement::agree(&file, &ours).unwrap();
    assert_eq!((found.customers, found.same_band, found.rank_correlation), (2, 0.5, Some(1.0)));
    assert_eq!(found.bands[2][1], 1, "the file's Low, our Medium");
    assert_eq!(agreement::agree(&file, &[None; 4]), None);
}
