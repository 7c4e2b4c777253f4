//! Properties that must hold for any table, and that a known law of spending is found again.

use crate::scoring::wallet::model::WalletModel;
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words};
use crate::support::progress::Progress;
use crate::support::property_tests::cases;
use crate::support::random::Random;
use proptest::prelude::*;

fn numbers(name: &str, values: Vec<f64>) -> DataColumn {
    DataColumn { name: name.to_owned(), values: DataValues::Numbers(values) }
}

fn words(name: &str, values: &[Option<&str>]) -> DataColumn {
    let mut found = Words::default();
    for value in values {
        let code = value.map(|value| {
            let known = found.words.iter().position(|word| word == value);
            known.unwrap_or_else(|| {
                found.words.push(value.to_owned());
                found.words.len() - 1
            }) as u32
        });
        found.codes.push(code.unwrap_or(Words::MISSING));
    }
    DataColumn { name: name.to_owned(), values: DataValues::Words(found) }
}

/// Customers that spend 100 a head, banks half as much again, with a spread that grows with their size.
fn customers(count: usize, seed: u64) -> (DataTable, Vec<f64>) {
    let mut random = Random::new(seed, 3);
    let (mut employees, mut industries, mut spend) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..count {
        let heads = (1.0 + 5.0 * random.unit()).exp().round();
        let is_bank = random.chance(0.3);
        let spread = 0.2 + 0.06 * heads.ln();
        employees.push(heads);
        industries.push(if random.chance(0.05) { None } else { Some(if is_bank { "Bank" } else { "Farm" }) });
        spend.push(100.0 * heads * if is_bank { 1.5 } else { 1.0 } * (spread * random.normal()).exp());
    }
    let table =
        DataTable { columns: vec![numbers("employees", employees), words("industry", &industries)], rows: count };
    (table, spend)
}

fn fit(table: &DataTable, spend: &[f64]) -> WalletModel {
    WalletModel::fit(table, spend, &Progress::default()).unwrap().unwrap()
}

#[test]
fn a_known_law_of_spending_is_found_and_its_quantiles_cover_what_they_say() {
    let (table, spend) = customers(3_000, 1);
    let model = fit(&table, &spend);
    let (others, others_spend) = customers(3_000, 2);
    let reader = model.read(&others);
    let wallets: Vec<_> = (0..others.rows).map(|row| reader.wallet(row)).collect();
    let share = |below: &dyn Fn(usize) -> bool| (0..others.rows).filter(|row| below(*row)).count() as f64 / 3_000.0;
    let inside = share(&|row| (wallets[row].q10..=wallets[row].q90).contains(&others_spend[row]));
    let below = share(&|row| others_spend[row] <= wallets[row].q80);
    assert!((0.77..=0.83).contains(&inside) && (0.77..=0.83).contains(&below), "{inside} {below}");
    let sums = wallets.iter().map(|wallet| wallet.mean).sum::<f64>() / others_spend.iter().sum::<f64>();
    assert!((0.93..=1.07).contains(&sums), "{sums}");
    let farm = DataTable {
        columns: vec![numbers("employees", vec![10.0, 100.0]), words("industry", &[Some("Farm"), Some("Farm")])],
        rows: 2,
    };
    let reader = model.read(&farm);
    let (small, large) = (reader.wallet(0), reader.wallet(1));
    assert!((small.q50 / 1_000.0).ln().abs() < 0.1 && (large.q50 / 10_000.0).ln().abs() < 0.1, "{small:?} {large:?}");
    assert!(large.q90 / large.q10 > 1.1 * (small.q90 / small.q10), "the spread grows with the size");
}

#[test]
fn the_parts_sum_to_the_logarithm_and_the_formula_gives_the_wallet() {
    let (table, spend) = customers(200, 4);
    let model = fit(&table, &spend);
    let reader = model.read(&table);
    for row in 0..table.rows {
        let told = reader.explain(row);
        let sum: f64 = told.parts.iter().map(|part| part.adds).sum();
        assert_eq!(sum.to_bits(), told.logarithm.to_bits());
        assert_eq!((told.logarithm + told.spread * told.quantile).exp(), told.wallet.q80);
        assert_eq!(told.logarithm.exp() * told.balance, told.wallet.mean);
        assert!(told.parts.iter().any(|part| part.column.as_deref() == Some("employees") && part.adds != 0.0));
    }
}

#[test]
fn a_customer_beyond_twice_the_largest_owner_is_capped_and_flagged() {
    let (table, spend) = customers(200, 5);
    let model = fit(&table, &spend);
    let DataValues::Numbers(heads) = &table.columns[0].values else { panic!("numbers") };
    let largest = heads.iter().copied().fold(0.0, f64::max);
    let far = DataTable {
        columns: vec![
            numbers("employees", vec![largest * 2.0, largest * 900.0]),
            words("industry", &[Some("Bank"), Some("Bank")]),
        ],
        rows: 2,
    };
    let reader = model.read(&far);
    let (at, beyond) = (reader.wallet(0), reader.wallet(1));
    assert!(!at.is_capped && beyond.is_capped);
    assert_eq!(at.q80, beyond.q80);
}

#[test]
fn the_same_bits_on_any_number_of_threads_nearly_so_in_any_order_and_after_saving() {
    let (table, spend) = customers(700, 6);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| fit(&table, &spend))
    };
    let model = on(1);
    assert_eq!(model, on(2));
    assert_eq!(model, on(8));
    let json = serde_json::to_string(&model).unwrap();
    assert_eq!(serde_json::from_str::<WalletModel>(&json).unwrap(), model);
    let backwards: Vec<usize> = (0..table.rows).rev().collect();
    let mut turned = table.with_rows(&backwards);
    turned.columns.reverse();
    let turned = fit(&turned, &backwards.iter().map(|row| spend[*row]).collect::<Vec<_>>());
    let (one, other) = (model.read(&table), turned.read(&table));
    for row in 0..table.rows {
        assert!((one.wallet(row).q80 / other.wallet(row).q80 - 1.0).abs() < 1e-9, "{row}");
    }
}

#[test]
fn too_few_owners_give_no_estimate() {
    let (table, mut spend) = customers(20, 7);
    spend.iter_mut().skip(2).for_each(|spend| *spend = if *spend > 700.0 { -1.0 } else { f64::NAN });
    assert_eq!(WalletModel::fit(&table, &spend, &Progress::default()).unwrap(), None);
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn no_table_gives_a_number_that_is_none(rows in 0_usize..60, seed in 0_u64..10_000) {
        let mut random = Random::new(seed, 9);
        let odd = [f64::NAN, 0.0, -3.0, 1e300, 1e-300, 7.0];
        let mut draw = |odds: f64| if random.chance(odds) { *random.pick(&odd).unwrap() } else { random.unit() * 1e4 };
        let (few, many): (Vec<f64>, Vec<f64>) = (0..rows).map(|_| (draw(0.5), draw(0.1))).unzip();
        let spend: Vec<f64> = (0..rows).map(|_| draw(0.3)).collect();
        let levels: Vec<String> = (0..rows).map(|row| (row % 7).to_string()).collect();
        let levels: Vec<Option<&str>> =
            levels.iter().map(|level| Some(level.as_str()).filter(|level| *level != "3")).collect();
        let same = vec![4.0; rows];
        let columns = vec![numbers("few", few), numbers("many", many), numbers("same", same), words("level", &levels)];
        let table = DataTable { columns, rows };
        if let Some(model) = WalletModel::fit(&table, &spend, &Progress::default()).unwrap() {
            let reader = model.read(&table);
            for row in 0..rows {
                let wallet = reader.wallet(row);
                let amounts = [wallet.q10, wallet.q50, wallet.q80, wallet.q90];
                prop_assert!(amounts.iter().all(|amount| amount.is_finite() && *amount >= 0.0), "{:?}", wallet);
                prop_assert!(amounts.windows(2).all(|pair| pair[0] <= pair[1]), "{:?}", wallet);
                prop_assert!(!wallet.mean.is_nan());
            }
        }
    }
}
