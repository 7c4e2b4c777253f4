//! Months with and without change.

use super::bins::{Content, Values, bins};
use crate::domain::band::Band;
use crate::support::random::Random;
use crate::support::statistics::stability::{Change, stability};

fn change(old: &Values<'_>, new: &Values<'_>) -> Change {
    let counts: Vec<(u64, u64)> = bins(old, new).unwrap().iter().map(|bin| (bin.old, bin.new)).collect();
    stability(&counts).map_or(Change::None, |stability| stability.change())
}

/// Revenue as it is: mostly 0, sometimes missing, else wide.
fn revenue(random: &mut Random, customers: usize, scale: f64) -> Values<'static> {
    let one = |random: &mut Random| match random.unit() {
        draw if draw < 0.1 => None,
        draw if draw < 0.6 => Some(0.0),
        _ => Some((scale * random.normal()).exp()),
    };
    Values::Numbers((0..customers).map(|_| one(random)).collect())
}

#[test]
fn a_thousand_months_without_change_raise_at_most_twenty_alarms() {
    const INDUSTRIES: [&str; 14] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N"];
    let mut random = Random::new(11, 2);
    let mut words = |customers: usize| -> Values<'static> {
        // A few industries are rare.
        let one = |random: &mut Random| Some(INDUSTRIES[(random.unit().powi(3) * 14.0) as usize]);
        Values::Words((0..customers).map(|_| one(&mut random)).collect())
    };
    let of_words = (0..1_000).filter(|_| change(&words(80), &words(100)) != Change::None).count();
    let mut random = Random::new(12, 2);
    let mut numbers = || revenue(&mut random, 80, 1.0);
    let of_numbers = (0..1_000).filter(|_| change(&numbers(), &numbers()) != Change::None).count();
    assert!(of_words <= 20 && of_numbers <= 20, "{of_words} and {of_numbers} of 1000");
}

#[test]
fn what_has_moved_is_told() {
    let mut random = Random::new(13, 2);
    let (old, wider) = (revenue(&mut random, 500, 0.3), revenue(&mut random, 500, 3.0));
    assert_ne!(change(&old, &wider), Change::None);
    let (full, empty) = (Values::Numbers(vec![Some(1.0); 200]), Values::Numbers(vec![None; 200]));
    assert_eq!(change(&full, &empty), Change::Strong, "a column that went blank");
    assert_eq!(change(&full, &full), Change::None);
}

#[test]
fn a_heavy_value_has_a_bin_of_its_own_and_equal_values_share_one() {
    let mut random = Random::new(14, 2);
    let month = revenue(&mut random, 1_000, 1.0);
    let found = bins(&month, &month).unwrap();
    assert!((6..=11).contains(&found.len()), "{found:?}");
    assert_eq!(found[0].content, Content::Missing);
    assert_eq!(found[1].content, Content::Range(None, Some(0.0)));
    assert!(found[1].old > 400, "the zeros");
    assert_eq!(found.iter().map(|bin| bin.old).sum::<u64>(), 1_000);
}

#[test]
fn a_heavy_value_closes_the_bin_before_it_and_rare_words_share_one() {
    let losses = [-3.0, -2.0, -1.0].into_iter();
    let month: Vec<Option<f64>> = losses.chain([0.0; 60]).chain((1..38).map(f64::from)).map(Some).collect();
    let found = bins(&Values::Numbers(month.clone()), &Values::Numbers(month)).unwrap();
    assert_eq!((&found[0].content, found[0].old), (&Content::Range(None, Some(-1.0)), 3));
    assert_eq!((&found[1].content, found[1].old), (&Content::Range(Some(-1.0), Some(0.0)), 60));
    let old = [vec![Some("Legal"); 8], vec![Some("Rare"); 2], vec![None; 3]].concat();
    let new = [vec![Some("Legal"); 9], vec![Some("Rare"), Some("Odd")]].concat();
    let found = bins(&Values::Words(old), &Values::Words(new)).unwrap();
    let counts: Vec<_> = found.into_iter().map(|bin| (bin.content, bin.old, bin.new)).collect();
    let legal = Content::Word("Legal".to_owned());
    assert_eq!(counts, [(Content::Missing, 3, 0), (legal, 8, 9), (Content::Others, 2, 2)]);
}

#[test]
fn words_and_numbers_of_scores_meet_in_their_bands_and_names_are_left_out() {
    let words = Values::Bands(vec![Some(Band::High), None]);
    let numbers =
        Values::Scores { numbers: vec![Some(80.0), Some(10.0)], bands: vec![Some(Band::High), Some(Band::VeryLow)] };
    let found = bins(&words, &numbers).unwrap();
    let counts: Vec<_> = found.iter().map(|bin| (bin.content.clone(), bin.old, bin.new)).collect();
    assert_eq!(
        counts,
        [(Content::Band(Band::High), 1, 1), (Content::Band(Band::VeryLow), 0, 1), (Content::Missing, 1, 0)]
    );
    let names: Vec<String> = (0..120).map(|at| format!("Customer {at}")).collect();
    let names = Values::Words(names.iter().map(|name| Some(name.as_str())).collect());
    assert_eq!(bins(&names, &names), None);
    assert_eq!(bins(&names, &Values::Numbers(vec![Some(1.0)])), None);
}
