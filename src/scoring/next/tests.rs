//! Properties that must hold for any ownership, and that what belongs together is found.

use crate::scoring::next::model::{FEWEST_CUSTOMERS, Method, NextModel};
use crate::scoring::next::ownership::Ownership;
use crate::scoring::scorecard::folds::row_key;
use crate::support::progress::Progress;
use crate::support::property_tests::cases;
use crate::support::random::Random;
use proptest::prelude::*;

fn ownership(rows: &[(String, Vec<u32>)], names: &[&str]) -> Ownership {
    let keys = rows.iter().map(|(id, _)| row_key(id)).collect();
    let owned = (0..).zip(rows).flat_map(|(at, (_, items))| items.iter().map(move |item| (at, *item))).collect();
    Ownership::new(names, keys, owned)
}

fn model(rows: &[(String, Vec<u32>)], names: &[&str]) -> NextModel {
    NextModel::fit(&ownership(rows, names), &Progress::default()).unwrap()
}

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Customers of two tastes: they take from the first three items or from the last three.
fn two_tastes(count: u32) -> Vec<(String, Vec<u32>)> {
    let mut random = Random::new(11, 4);
    let rows = (0..count).map(|customer| {
        let first = if random.chance(0.5) { 0 } else { 3 };
        let items = (0..6).filter(|item| random.chance(if (first..first + 3).contains(item) { 0.8 } else { 0.05 }));
        (format!("C-{customer}"), items.collect())
    });
    rows.collect()
}

#[test]
fn what_goes_together_is_foreseen_better_than_by_popularity() {
    let model = model(&two_tastes(400), &NAMES);
    let judgement = model.judgement.as_ref().unwrap();
    assert!(matches!(model.method, Method::Ease { .. }));
    assert!(judgement.best().ndcg > judgement.popularity + 0.1, "{judgement:?}");
    let next = model.next(&[4, 5], 1, |_| true, &mut Vec::new());
    assert_eq!(next.first().map(|next| next.item), Some(3));
}

#[test]
fn few_customers_are_told_what_is_popular() {
    let few = two_tastes(FEWEST_CUSTOMERS as u32 / 2);
    let model = model(&few, &NAMES);
    assert_eq!(model.method, Method::TooFew);
    let next = model.next(&[0], 5, |item| item != 2, &mut Vec::new());
    assert!(next.windows(2).all(|pair| pair[0].score >= pair[1].score));
    assert!(next.iter().all(|next| next.item != 0 && next.item != 2));
    assert_eq!(next.len(), 4);
    assert_eq!(model.reasons(&[0], 1), []);
}

#[test]
fn the_same_bits_on_any_number_of_threads_and_in_any_order() {
    let rows = two_tastes(500);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| model(&rows, &NAMES))
    };
    let one = on(1);
    for threads in [2, 8] {
        assert_eq!(one, on(threads));
    }
    let mut turned = rows.clone();
    turned.sort_by_key(|(id, _)| row_key(id));
    for (_, items) in &mut turned {
        items.iter_mut().for_each(|item| *item = 5 - *item);
    }
    let mut names = NAMES;
    names.reverse();
    assert_eq!(one, model(&turned, &names));
}

#[test]
fn a_saved_model_scores_the_same_to_the_last_bit() {
    let fitted = model(&two_tastes(300), &NAMES);
    let json = serde_json::to_string(&fitted).unwrap();
    assert_eq!(serde_json::from_str::<NextModel>(&json).unwrap(), fitted);
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_ownership_gives_finite_scores_that_are_the_sum_of_their_reasons(
        sizes in (0_usize..200, 1_usize..20), seed in 0_u64..1000, density in 0.0..1.0_f64,
    ) {
        let (customers, items) = sizes;
        let mut random = Random::new(seed, 1);
        let names: Vec<String> = (0..items).map(|item| format!("item {item}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows: Vec<(String, Vec<u32>)> = (0..customers)
            .map(|at| (at.to_string(), (0..items as u32).filter(|_| random.chance(density)).collect()))
            .collect();
        let ownership = ownership(&rows, &names);
        let model = NextModel::fit(&ownership, &Progress::default()).unwrap();
        let mut scores = Vec::new();
        for customer in 0..customers {
            let owned = ownership.of(customer);
            let next = model.next(owned, items, |_| true, &mut scores);
            prop_assert_eq!(next.len() + owned.len(), items);
            for next in next {
                prop_assert!(next.score.is_finite());
                let reasons: f64 = model.reasons(owned, next.item).iter().map(|reason| reason.score).sum();
                if let Method::Ease { .. } = model.method {
                    prop_assert!((reasons - next.score).abs() < 1e-12);
                }
            }
        }
    }
}
