//! Against figures of scipy 1.17 and scikit-learn 1.9, computed once: `roc_auc_score`, `brier_score_loss`, `log_loss`,
//! `stats.chi2.ppf`, `stats.norm.ppf`, `stats.beta.ppf`, `stats.spearmanr`, `cohen_kappa_score`; DeLong's error by his
//! definition over all pairs in numpy; slope and intercept by `scipy.optimize`.

use super::*;
use crate::support::random::Random;
use crate::support::statistics::stability::Change;

const SCORES: [f64; 10] = [0.9, 0.8, 0.8, 0.6, 0.5, 0.5, 0.3, 0.2, 0.2, 0.1];
const WON: [bool; 10] = [true, true, false, true, false, true, false, false, true, false];

fn assert_near(found: Option<f64>, known: f64, tolerance: f64) {
    let found = found.expect("a figure");
    assert!((found - known).abs() <= tolerance * known.abs().max(1.0), "{found} is not {known}");
}

#[test]
fn quantiles_are_those_of_scipy() {
    for (probability, freedom, known) in [
        (0.99, 1, 6.634_896_601_021_214),
        (0.99, 9, 21.665_994_333_461_92),
        (0.99, 63, 92.010_023_613_365_4),
        (0.5, 2, 1.386_294_361_119_890_6),
        (0.01, 4, 0.297_109_480_506_532_2),
    ] {
        assert_near(chi_square::quantile(probability, freedom), known, 1e-11);
    }
    for (probability, known) in [(0.975, 1.959_963_984_540_054), (0.05, -1.644_853_626_951_472_7)] {
        assert_near(normal::quantile(probability), known, 1e-11);
    }
    for (probability, a, b, known) in [
        (0.05, 3.5, 8.0, 0.111_269_13),
        (0.95, 3.5, 8.0, 0.537_577_28),
        (0.05, 120.0, 900.0, 0.101_497_70),
        (0.5, 0.5, 0.5, 0.5),
        (0.95, 1.0, 30.0, 0.095_033_85),
    ] {
        assert_near(beta::quantile(probability, a, b), known, 1e-8);
    }
    assert_eq!(chi_square::quantile(0.5, 0), None);
    assert_eq!(normal::quantile(1.0), None);
    assert_eq!(beta::quantile(0.5, 0.0, 1.0), None);
}

#[test]
fn ranking_figures_count_ties_by_half() {
    let found = auc::auc(&SCORES, &WON).unwrap();
    assert_near(Some(found.area), 0.74, 1e-12);
    assert_near(found.standard_error, 0.170_880_074_906_350_63, 1e-12);
    let [low, high] = found.interval().unwrap();
    assert!(low > 0.40 && low < 0.41 && high == 1.0, "{low} {high}");
    assert_eq!(auc::auc(&SCORES, &[true; 10]), None);
    assert_eq!(auc::auc(&[0.5, 0.1], &[true, false]).unwrap().standard_error, None);

    let (left, right) = ([1.0, 2.0, 2.0, 4.0, 5.0, 6.0, 6.0, 6.0], [3.0, 1.0, 2.0, 2.0, 6.0, 5.0, 9.0, 7.0]);
    assert_near(spearman::spearman(&left, &right), 0.759_490_811_341_269_2, 1e-12);
    assert_eq!(spearman::spearman(&left, &[1.0; 8]), None);
    assert_eq!(spearman::spearman(&[], &[]), None);
}

#[test]
fn probabilities_are_judged_as_elsewhere() {
    assert_near(brier::brier(&SCORES, &WON), 0.213, 1e-12);
    assert_near(log_loss::log_loss(&SCORES, &WON), 0.612_967_888_763_688_6, 1e-12);
    assert_eq!(log_loss::log_loss(&[], &[]), None);
    assert!(log_loss::loss(0.0, true).is_finite());
    let line = calibration::line(&SCORES, &WON).unwrap();
    assert_near(Some(line.slope), 0.702_546_79, 1e-6);
    assert_near(Some(line.intercept), 0.056_469_872_311_019_67, 1e-9);
    let parted: Vec<bool> = SCORES.iter().map(|score| *score > 0.4).collect();
    assert_eq!(calibration::line(&SCORES, &parted), None);
    assert_eq!(calibration::line(&[0.5; 4], &[true, false, true, false]), None);
}

#[test]
fn equal_probabilities_share_a_group_and_the_order_of_rows_changes_nothing() {
    let probabilities: Vec<f64> = (0..100_u32).map(|row| f64::from(row / 25) / 4.0 + 0.1).collect();
    let won: Vec<bool> = (0..100).map(|row| row % 4 == 0 || row > 90).collect();
    let groups = calibration::table(&probabilities, &won);
    assert_eq!(groups.iter().map(|group| group.rows).collect::<Vec<_>>(), [25; 4]);
    let by_hand: f64 = groups.iter().map(|group| 0.25 * (group.said - group.happened).abs()).sum();
    assert_near(calibration::expected_error(&groups), by_hand, 1e-12);
    let turned: (Vec<f64>, Vec<bool>) = probabilities.iter().copied().zip(won.iter().copied()).rev().unzip();
    assert_eq!(calibration::table(&turned.0, &turned.1), groups);
    assert_eq!(lift::by_tenth(&turned.0, &turned.1), lift::by_tenth(&probabilities, &won));
}

#[test]
fn a_tie_over_the_edge_of_a_tenth_shares_its_positives() {
    // The best score once, then nine equal ones with three positives: 1/3 of a positive each.
    let scores: Vec<f64> = (0..10).map(|row| if row == 0 { 1.0 } else { 0.0 }).collect();
    let won: Vec<bool> = (0..10).map(|row| row < 4).collect();
    let tenths = lift::by_tenth(&scores, &won).unwrap();
    assert_near(Some(tenths[0].lift), 2.5, 1e-12);
    for tenth in &tenths[1..] {
        assert_near(Some(tenth.positives), 1.0 / 3.0, 1e-12);
    }
    assert_eq!(lift::by_tenth(&scores, &[false; 10]), None);
}

#[test]
fn kappa_is_that_of_scikit_learn() {
    let table = [[20, 5, 1, 0], [3, 30, 4, 0], [0, 6, 25, 2], [0, 0, 1, 3]];
    let found = kappa::agreement(&table).unwrap();
    assert_near(Some(found.exact), 0.78, 1e-12);
    assert_near(found.kappa, 0.678_456_591_639_871_4, 1e-12);
    assert_eq!(kappa::agreement(&[[0; 4]; 4]), None);
    assert_eq!(kappa::agreement(&[[7, 0], [0, 0]]).unwrap().kappa, None);
}

#[test]
fn months_without_change_raise_two_alarms_in_a_hundred_at_most() {
    let mut random = Random::new(5, 3);
    let mut month = |customers: u32, shares: [f64; 10]| {
        let mut bins = [0_u64; 10];
        for _ in 0..customers {
            let mut left = random.unit();
            let bin = shares.iter().position(|share| {
                left -= share;
                left < 0.0
            });
            bins[bin.unwrap_or(9)] += 1;
        }
        bins
    };
    let even = [0.1; 10];
    let alarms = |old: [u64; 10], new: [u64; 10]| {
        let bins: Vec<(u64, u64)> = old.into_iter().zip(new).collect();
        stability::stability(&bins).unwrap().change() != Change::None
    };
    let false_alarms = (0..1_000).filter(|_| alarms(month(100, even), month(120, even))).count();
    assert!(false_alarms <= 20, "{false_alarms} of 1000");
    let moved = [0.3, 0.2, 0.1, 0.1, 0.1, 0.04, 0.04, 0.04, 0.04, 0.04];
    let found = (0..200).filter(|_| alarms(month(300, even), month(300, moved))).count();
    assert!(found >= 198, "{found} of 200 real changes");
    assert_eq!(stability::stability(&[(4, 0), (6, 0)]), None);
}
