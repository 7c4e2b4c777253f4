//! What leaves says what the card says; other programs judge it in `tests/desk/exported.rs`.

use super::card::{Attribute, PointCard, Rule};
use super::dialect::Dialect;
use super::formula::{self, Layout};
use super::sql;
use crate::support::data_table::{DataColumn, DataValues};

fn number(cuts: &[f64], points: &[f64]) -> Attribute {
    let rule = Rule::Number { cuts: cuts.to_vec(), points: points.to_vec(), rows: vec![1.0; points.len()] };
    Attribute { name: "Employees".to_owned(), missing: -0.25, rule }
}

fn card(attributes: Vec<Attribute>) -> PointCard {
    PointCard { constant: 0.5, base: -1.0, attributes, pairs: Vec::new() }
}

#[test]
fn bins_merge_only_while_all_of_them_are_alike() {
    let slope: Vec<f64> = (0..100).map(|bin| f64::from(bin) * 0.004).collect();
    let cuts: Vec<f64> = (0..99).map(f64::from).collect();
    let before = card(vec![number(&cuts, &slope)]);
    let after = before.clone().merged();
    let Rule::Number { cuts, points, rows } = &after.attributes[0].rule else { panic!("numbers") };
    assert_eq!((points.len(), cuts.len()), (34, 33), "three bins of .004 are within .01, four are not");
    assert_eq!(rows.iter().sum::<f64>(), 100.0);
    for value in 0..100 {
        let column = DataColumn { name: "Employees".to_owned(), values: DataValues::Numbers(vec![f64::from(value)]) };
        let [was, is] = [&before, &after].map(|card| card.decision(std::slice::from_ref(&column), 0));
        assert!((was - is).abs() < 0.01, "{value}: {was} became {is}");
    }
}

#[test]
fn no_name_or_word_leaves_its_quotes() {
    let evil = "x'; DROP TABLE t; --\" ` ]] \\' \\";
    for (dialect, name, text) in [
        (Dialect::DuckDb, "\"x'; DROP TABLE t; --\"\" ` ]] \\' \\\"", "'x''; DROP TABLE t; --\" ` ]] \\'' \\'"),
        (Dialect::Spark, "`x'; DROP TABLE t; --\" `` ]] \\' \\`", "'x\\'; DROP TABLE t; --\" ` ]] \\\\\\' \\\\'"),
        (Dialect::Fabric, "[x'; DROP TABLE t; --\" ` ]]]] \\' \\]", "N'x''; DROP TABLE t; --\" ` ]] \\'' \\'"),
    ] {
        assert_eq!((dialect.name(evil).as_str(), dialect.text(evil).as_str()), (name, text), "{dialect:?}");
    }
    assert_eq!(Dialect::DuckDb.table("main.my \"table"), "\"main\".\"my \"\"table\"");
}

#[test]
fn numbers_are_written_to_the_last_bit() {
    for value in [0.1 + 0.2, -1.0 / 3.0, 5e-324, f64::MAX, 0.0, 1e15 + 0.3] {
        for dialect in Dialect::ALL {
            assert_eq!(dialect.number(value).trim_end_matches('D').parse(), Ok(value), "{dialect:?}");
        }
    }
    assert_eq!([formula::number(-0.25), formula::number(1234.5)], ["-2.5E-1", "1.2345E3"]);
}

#[test]
fn a_card_takes_one_formula_only_where_it_loses_nothing() {
    let cells = vec!["A2".to_owned()];
    let small = card(vec![number(&[1.0, 2.5], &[0.1, 0.2, 0.3])]);
    assert_eq!(formula::layout(&small, &cells), Layout::OneFormula);
    assert_eq!(
        formula::decision(&small, &cells),
        "5E-1+IF(ISNUMBER(A2),INDEX({3E-1;2E-1;1E-1},MATCH(A2,{9.99999999999999E307;2.5;1},-1)),-2.5E-1)"
    );
    let fine = card(vec![number(&[0.1 + 0.2], &[0.1, 0.2])]);
    assert!(matches!(formula::layout(&fine, &cells), Layout::PointsSheet(_)), "16 digits are too many");
    let points: Vec<f64> = (0..401).map(|bin| f64::from(bin) / 7.0).collect();
    let cuts: Vec<f64> = (0..400).map(f64::from).collect();
    let Layout::PointsSheet(rows) = formula::layout(&card(vec![number(&cuts, &points)]), &cells) else {
        panic!("401 bins are no formula")
    };
    assert_eq!(
        (rows.len(), rows[0].points, rows[1].up_to, rows[2].up_to),
        (402, -0.25, Some(formula::LARGEST), Some(399.0))
    );
    assert!(sql::select(&small, Dialect::Generic, "t").contains("WHEN \"propensity_desk_value_1\" <= 2.5e0 THEN 2e-1"));
}
