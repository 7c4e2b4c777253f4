use super::card::{Scorecard, fit_of};
use super::design::{Design, Shape, Term};
use super::fit::{FitError, FitOptions, FittedCard, Target, fit_scorecard};
use super::folds::row_key;
use super::pairs::PairChoice;
use super::reasons::Explanation;
use super::shared::{Product, fit_shared};
use super::solve::{Link, Rows, fit_additive};
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words};
use crate::support::progress::Progress;
use crate::support::property_tests::cases;
use crate::support::statistics::auc::auc;
use proptest::prelude::*;

/// Pseudo-random numbers from 0 to 1.
fn draws(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn words(name: &str, values: &[Option<String>]) -> DataColumn {
    let mut words: Vec<String> = Vec::new();
    let codes = values.iter().map(|value| match value {
        None => Words::MISSING,
        Some(value) => words.iter().position(|word| word == value).map_or_else(
            || {
                words.push(value.clone());
                words.len() as u32 - 1
            },
            |at| at as u32,
        ),
    });
    let codes = codes.collect();
    DataColumn { name: name.to_owned(), values: DataValues::Words(Words { codes, words }) }
}

/// A table with an amount, a count, gaps, a category, and owners by a known rule.
fn example(rows: usize) -> (DataTable, Vec<bool>, Vec<u64>) {
    let mut draw = draws(7);
    let (mut amount, mut count, mut industry, mut owners) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        let money = if draw() < 0.5 { 0.0 } else { (8.0 * draw()).exp().round() };
        let people = if draw() < 0.1 { f64::NAN } else { (20.0 * draw()).floor() };
        let trade = (5.0 * draw()).floor();
        let decision = -1.5 + f64::from(u8::from(money > 100.0)) + (trade - 2.0) * 0.4;
        amount.push(money);
        count.push(people);
        industry.push((draw() > 0.05).then(|| format!("industry {trade}")));
        owners.push(draw() < 1.0 / (1.0 + (-decision).exp()));
    }
    let columns = vec![
        DataColumn { name: "amount".to_owned(), values: DataValues::Numbers(amount) },
        DataColumn { name: "count".to_owned(), values: DataValues::Numbers(count) },
        words("industry", &industry),
    ];
    let keys = (0..rows).map(|row| row_key(&format!("C{row}"))).collect();
    (DataTable { columns, rows }, owners, keys)
}

fn fitted_to(table: &DataTable, owners: &[bool], keys: &[u64], pairs: usize) -> Result<FittedCard, FitError> {
    let options = FitOptions { pairs: PairChoice::Count(pairs), ..FitOptions::default() };
    fit_scorecard(table, &Target { owners, weights: None, keys, offset: None }, &options, &Progress::default())
}

#[test]
fn parts_sum_to_the_decision_and_explanations_to_the_score() {
    let (table, owners, keys) = example(3_000);
    let card = fitted_to(&table, &owners, &keys, 2).unwrap().card;
    assert_eq!(card.pairs.len(), 2);
    let reader = card.parts(&table);
    for (row, decision) in card.decide(&table).into_iter().enumerate() {
        let sum = card.base + reader.row(row).iter().sum::<f64>();
        assert!((sum - decision).abs() < 1e-12, "{row}: {sum} and {decision}");
        let explained = Explanation::of(&card, &reader, row);
        assert!((explained.above_average() - (decision - card.average)).abs() < 1e-12);
        let leading = explained.leading();
        assert!(leading.windows(2).all(|pair| pair[0].points.abs() >= pair[1].points.abs()));
    }
    assert_eq!([fit_of(3.0_f64.ln()), fit_of(0.0), fit_of(-800.0), fit_of(800.0)], [75, 50, 0, 100]);
}

#[test]
fn threads_change_no_bit_and_a_saved_card_is_the_same() {
    let (table, owners, keys) = example(1_500);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let fitted = pool.install(|| fitted_to(&table, &owners, &keys, 1)).unwrap();
        (fitted.card.to_json(), fitted.out_of_fold.iter().map(|value| value.to_bits()).collect::<Vec<u64>>())
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(8));
    let card = Scorecard::from_json(&one.0).unwrap();
    assert_eq!(card.to_json(), one.0);
    let fresh = fitted_to(&table, &owners, &keys, 1).unwrap().card;
    let bits = |card: &Scorecard| card.decide(&table).iter().map(|value| value.to_bits()).collect::<Vec<u64>>();
    assert_eq!(bits(&card), bits(&fresh));
}

#[test]
fn the_order_of_rows_and_columns_changes_nothing() {
    let (table, owners, keys) = example(2_000);
    let plain = fitted_to(&table, &owners, &keys, 0).unwrap();
    let mut order: Vec<usize> = (0..table.rows).collect();
    order.sort_by_key(|row| keys[*row].rotate_left(20));
    let mut turned = table.with_rows(&order);
    turned.columns.reverse();
    let owners: Vec<bool> = order.iter().map(|row| owners[*row]).collect();
    let keys: Vec<u64> = order.iter().map(|row| keys[*row]).collect();
    let other = fitted_to(&turned, &owners, &keys, 0).unwrap();
    for (one, two) in plain.card.decide(&table).iter().zip(other.card.decide(&table)) {
        assert!((one - two).abs() < 1e-9, "{one} and {two}");
    }
    for (row, decision) in order.iter().zip(&other.out_of_fold) {
        assert!((plain.out_of_fold[*row] - decision).abs() < 1e-9);
    }
}

/// A table in which two attributes say nothing alone and much together, or nothing at all.
fn crossed(rows: usize, effect: f64) -> (DataTable, Vec<bool>, Vec<u64>) {
    let mut draw = draws(11);
    let (mut one, mut two, mut three, mut owners) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        let mut twentieths = || (20.0 * draw()).floor() / 20.0;
        let (first, second, third) = (twentieths(), twentieths(), twentieths());
        let decision = -1.0 + if (first < 0.5) == (second < 0.5) { effect } else { -effect };
        one.push(first);
        two.push(second);
        three.push(third);
        owners.push(draw() < 1.0 / (1.0 + (-decision).exp()));
    }
    let numbers = |name: &str, values| DataColumn { name: name.to_owned(), values: DataValues::Numbers(values) };
    let columns = vec![numbers("one", one), numbers("two", two), numbers("three", three)];
    let keys = (0..rows).map(|row| row_key(&format!("C{row}"))).collect();
    (DataTable { columns, rows }, owners, keys)
}

#[test]
fn pairs_are_found_where_two_attributes_speak_together_and_nowhere_else() {
    let auto = FitOptions { pairs: PairChoice::Auto, ..FitOptions::default() };
    let fitted = |(table, owners, keys): &(DataTable, Vec<bool>, Vec<u64>)| {
        let target = Target { owners, weights: None, keys, offset: None };
        fit_scorecard(table, &target, &auto, &Progress::default()).unwrap()
    };
    let together = crossed(3_000, 1.5);
    let found = fitted(&together);
    assert!(found.report.pairs.kept && found.report.pairs.gain.is_some_and(|(gain, error)| gain > error));
    let mut strongest = found.report.pairs.names[0].clone();
    if strongest.0 > strongest.1 {
        strongest = (strongest.1, strongest.0);
    }
    assert_eq!(strongest, ("one".to_owned(), "two".to_owned()));
    let area = auc(&found.out_of_fold, &together.1).unwrap().area;
    assert!(area > 0.75, "{area}");
    let found = fitted(&crossed(3_000, 0.0));
    assert_eq!((found.report.pairs.kept, found.report.pairs.gain), (false, None), "nothing stands out");
    let few = crossed(300, 1.5);
    assert!(!fitted(&few).report.pairs.kept, "too few owners");
}

#[test]
fn the_order_of_rows_changes_no_pair() {
    let (table, owners, keys) = crossed(1_500, 1.0);
    let plain = fitted_to(&table, &owners, &keys, 2).unwrap().card;
    let order: Vec<usize> = (0..table.rows).rev().collect();
    let owners: Vec<bool> = order.iter().map(|row| owners[*row]).collect();
    let keys: Vec<u64> = order.iter().map(|row| keys[*row]).collect();
    let other = fitted_to(&table.with_rows(&order), &owners, &keys, 2).unwrap().card;
    for (one, two) in plain.decide(&table).iter().zip(other.decide(&table)) {
        assert!((one - two).abs() < 1e-9, "{one} and {two}");
    }
}

#[test]
fn leaks_ids_and_constants_are_left_out_and_can_be_put_back() {
    let (mut table, owners, keys) = example(2_000);
    let flag: Vec<Option<String>> =
        owners.iter().map(|owner| Some(if *owner { "ja" } else { "nein" }.to_owned())).collect();
    table.columns.push(words("copy", &flag));
    let mut draw = draws(3);
    let numbers =
        |name: &str, values: Vec<f64>| DataColumn { name: name.to_owned(), values: DataValues::Numbers(values) };
    let ordered = owners.iter().map(|owner| if *owner { draw() } else { 1.0 + draw() }).collect();
    table.columns.push(numbers("ordered", ordered));
    table.columns.push(numbers("row", (0..2_000).map(f64::from).collect()));
    table.columns.push(numbers("same", vec![4.0; 2_000]));
    let only = owners.iter().enumerate().map(|(row, owner)| if *owner && row % 3 == 0 { 1.0 } else { f64::NAN });
    table.columns.push(numbers("spend", only.collect()));
    let ids: Vec<Option<String>> = (0..2_000).map(|row| Some(format!("name {row}"))).collect();
    table.columns.push(words("name", &ids));
    let fitted = fitted_to(&table, &owners, &keys, 0).unwrap();
    let left: Vec<&str> = fitted.report.left_out.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left, ["copy", "name", "ordered", "row", "same", "spend"]);
    let used: Vec<&str> = fitted.card.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(used, ["amount", "count", "industry"]);
    let options = FitOptions { put_back: vec!["copy".to_owned()], ..FitOptions::default() };
    let target = Target { owners: &owners, weights: None, keys: &keys, offset: None };
    let back = fit_scorecard(&table, &target, &options, &Progress::default()).unwrap();
    assert!(back.card.attributes.iter().any(|attribute| attribute.name == "copy"));
}

#[test]
fn damaged_and_foreign_cards_are_refused() {
    let (table, owners, keys) = example(500);
    let text = fitted_to(&table, &owners, &keys, 1).unwrap().card.to_json();
    for (from, to) in [
        ("propensity-desk scorecard", "another"),
        ("\"version\": 1", "\"version\": 2"),
        ("\"base\": ", "\"base\": 1e999"),
        ("\"base\": -", "\"base\": -9e9"),
        ("\"cuts\": [", "\"cuts\": [1e300,"),
        ("\"points\": [", "\"points\": [0,"),
        ("\"points\": [", "\"points\": [null,"),
        ("\"first\": ", "\"first\": 9"),
    ] {
        assert!(text.contains(from), "{from} is not there: the test looks for something else");
        assert!(Scorecard::from_json(&text.replacen(from, to, 1)).is_err(), "{from} as {to}");
    }
    assert!(Scorecard::from_json(&text[..text.len() / 2]).is_err());
    assert!(Scorecard::from_json(&text).is_ok());
}

#[test]
fn known_effects_are_found() {
    let (table, owners, keys) = example(6_000);
    let fitted = fitted_to(&table, &owners, &keys, 0).unwrap();
    let industry = fitted.card.attributes.iter().find(|attribute| attribute.name == "industry").unwrap();
    let super::bins::Bins::Words { levels, .. } = &industry.bins else { panic!("numbers") };
    let points = |level: &str| industry.points[levels.iter().position(|known| known == level).unwrap()];
    let difference = points("industry 4") - points("industry 0");
    assert!((difference - 1.6).abs() < 0.3, "{difference}");
    assert!(industry.errors.iter().all(|error| (0.01..0.3).contains(error)), "{:?}", industry.errors);
    let area = auc(&fitted.out_of_fold, &owners).unwrap().area;
    assert!(area > 0.66, "{area}");
}

/// The identity link without a prior's pull is least squares, and leverages are those of deleting a row.
#[test]
fn the_identity_link_is_ridge_regression_and_leverages_are_exact() {
    let mut draw = draws(5);
    let codes: Vec<u16> = (0..60).map(|row| row % 4).collect();
    let target: Vec<f64> = codes.iter().map(|code| 100.0 + 50.0 * f64::from(*code) + 5.0 * draw()).collect();
    let term = |codes: Vec<u16>| Term::new(codes, 4, false, Shape::Unordered);
    let design = Design { rows: 60, terms: vec![term(codes.clone())], covariates: Vec::new() };
    let rows = Rows { target: &target, weights: None, offset: None };
    let fitted = fit_additive(&design, rows, Link::Identity, &Progress::default()).unwrap();
    let (decisions, leverages) = (fitted.decisions(&design), fitted.leverages(&design, &vec![1.0; 60]));
    for (code, decision) in codes.iter().zip(&decisions) {
        assert!((decision - (102.5 + 50.0 * f64::from(*code))).abs() < 3.0, "{decision}");
    }
    // Four coefficients, hardly shrunk: the leverages add up to four.
    assert!((leverages.iter().sum::<f64>() - 4.0).abs() < 0.05, "{}", leverages.iter().sum::<f64>());
    assert!(fitted.noise > 0.5 && fitted.noise < 4.0, "{}", fitted.noise);
}

#[test]
fn the_shared_card_helps_a_product_with_few_owners() {
    let (table, owners, keys) = example(4_000);
    let few: Vec<bool> = owners.iter().enumerate().map(|(row, owner)| *owner && row < 30).collect();
    let told = vec![true; table.rows];
    let product = |owned| Product { owned, told: &told };
    let shared =
        fit_shared(&table, &[product(&owners), product(&few)], &keys, &FitOptions::default(), &Progress::default())
            .unwrap();
    let options = FitOptions::default();
    let own = |offset: Option<&[f64]>| {
        let target = Target { owners: &few, weights: None, keys: &keys, offset };
        fit_scorecard(&table, &target, &options, &Progress::default()).unwrap().card.decide(&table)
    };
    let together: Vec<f64> =
        own(Some(&shared.offsets[1])).iter().zip(shared.card.decide(&table)).map(|(own, more)| own + more).collect();
    let (alone, together) = (auc(&own(None), &owners).unwrap().area, auc(&together, &owners).unwrap().area);
    assert!(together > alone + 0.01, "{alone} and {together}");
}

/// Columns of any kind, `rows` long.
fn column(rows: usize) -> impl Strategy<Value = DataValues> {
    let number = prop_oneof![
        Just(f64::NAN),
        Just(0.0),
        Just(-0.0),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(f64::MAX),
        Just(f64::MIN),
        Just(f64::MIN_POSITIVE),
        -1e6..1e6,
        0.0..3.0
    ];
    let numbers = prop::collection::vec(number, rows).prop_map(DataValues::Numbers);
    let constant = (-1e9..1e9).prop_map(move |value| DataValues::Numbers(vec![value; rows]));
    let words = (1_u32..500).prop_flat_map(move |levels| {
        let code = prop_oneof![1 => Just(Words::MISSING), 9 => 0..levels];
        prop::collection::vec(code, rows).prop_map(move |codes| {
            DataValues::Words(Words { codes, words: (0..levels).map(|level| format!("{level}")).collect() })
        })
    });
    prop_oneof![numbers, constant, words]
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_table_gives_finite_scores_or_a_reason(
        (columns, owners) in (0_usize..80).prop_flat_map(|rows| {
            (prop::collection::vec(column(rows), 0..5), prop::collection::vec(any::<bool>(), rows))
        }),
        pairs in 0_usize..3,
        offset in -50.0_f64..50.0,
    ) {
        let rows = owners.len();
        let columns = columns.into_iter().enumerate();
        let columns = columns.map(|(at, values)| DataColumn { name: format!("{at}"), values }).collect();
        let table = DataTable { columns, rows };
        let keys: Vec<u64> = (0..rows).map(|row| row_key(&row.to_string())).collect();
        let offset = vec![offset; rows];
        let target = Target { owners: &owners, weights: None, keys: &keys, offset: Some(&offset) };
        let options = FitOptions { pairs: PairChoice::Count(pairs), ..FitOptions::default() };
        match fit_scorecard(&table, &target, &options, &Progress::default()) {
            Ok(fitted) => {
                prop_assert!(fitted.out_of_fold.iter().all(|decision| decision.is_finite()));
                let parts = fitted.card.parts(&table);
                for (row, decision) in fitted.card.decide(&table).into_iter().enumerate() {
                    prop_assert!(decision.is_finite() && fit_of(decision - fitted.card.average) <= 100);
                    let sum = fitted.card.base + parts.row(row).iter().sum::<f64>();
                    prop_assert!((sum - decision).abs() <= 1e-12 * decision.abs().max(1.0), "{sum} and {decision}");
                }
                prop_assert!(fitted.card.attributes.iter().all(|one| one.errors.iter().all(|error| error.is_finite())));
                prop_assert!(Scorecard::from_json(&fitted.card.to_json()).is_ok());
            }
            Err(error) => prop_assert!(error != FitError::NoOwner || owners.iter().all(|owner| !owner)),
        }
    }
}
