use super::PairChoice;
use crate::scoring::scorecard::card::Scorecard;
use crate::scoring::scorecard::fit::{FitOptions, Target, fit_scorecard};
use crate::scoring::scorecard::folds::row_key;
use crate::scoring::scorecard::quarters::Quarters;
use crate::scoring::scorecard::surface::{Axis, Surface};
use crate::support::data_table::{DataColumn, DataTable, DataValues};
use crate::support::progress::Progress;
use crate::support::property_tests::cases;
use crate::support::random::Random;
use proptest::prelude::*;

/// An axis of parts in a row, and of parts that stand alone behind them.
fn axis(in_a_row: usize, alone: usize) -> Axis {
    let size = in_a_row + alone;
    Axis { parts: (0..size as u16).collect(), size, in_a_row }
}

#[test]
fn four_quarters_are_cut_where_the_residuals_turn() {
    // Parts in a row are cut between two of them; a part without neighbours is cut off alone, wherever it stands.
    for (down, across, edge) in [(axis(5, 0), axis(4, 0), (2, 3)), (axis(0, 4), axis(2, 1), (2, 2))] {
        let is_near = |axis: &Axis, at: usize, edge: usize| if axis.in_a_row > edge { at < edge } else { at == edge };
        let sums: Vec<(f64, f64)> = (0..down.size * across.size)
            .map(|cell| (cell / across.size, cell % across.size))
            .map(|(row, column)| is_near(&down, row, edge.0) == is_near(&across, column, edge.1))
            .map(|is_high| (if is_high { 4.0 } else { -4.0 }, 9.0))
            .collect();
        let quarters = Quarters::of(&sums, &down, &across, 0.0).unwrap();
        for (cell, (step, (residual, weight))) in quarters.steps(&down, &across).iter().zip(&sums).enumerate() {
            assert!((step - residual / weight).abs() < 1e-12, "cell {cell}: a step of {step} for {residual}");
        }
    }
}

#[test]
fn a_grid_without_enough_weight_or_with_one_part_has_no_quarters() {
    let light = vec![(1.0, 1.0); 4];
    assert_eq!(Quarters::of(&light, &axis(2, 0), &axis(2, 0), 1.0), None);
    assert_eq!(Quarters::of(&[(9.0, 99.0); 3], &axis(1, 0), &axis(3, 0), 1.0), None);
    assert_eq!(Quarters::of(&[], &axis(0, 0), &axis(0, 0), 1.0), None);
}

/// Customers with two numbers whose sides of .3 and .7 decide together: the odds are e^3 where they differ, else e^-3.
fn sharp(rows: usize) -> (DataTable, Vec<bool>, Vec<u64>) {
    let mut random = Random::new(5, 1);
    let (mut one, mut two, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        let (first, second) = (random.unit(), random.unit());
        let decision = if (first < 0.3) == (second < 0.7) { -3.0_f64 } else { 3.0 };
        owners.push(random.chance(1.0 / (1.0 + (-decision).exp())));
        one.push(first);
        two.push(second);
    }
    let numbers = |name: &str, values| DataColumn { name: name.to_owned(), values: DataValues::Numbers(values) };
    let keys = (0..rows).map(|row| row_key(&format!("C{row}"))).collect();
    (DataTable { columns: vec![numbers("one", one), numbers("two", two)], rows }, owners, keys)
}

fn card_with(choice: PairChoice, (table, owners, keys): &(DataTable, Vec<bool>, Vec<u64>)) -> Scorecard {
    let options = FitOptions { pairs: choice, card_only: true, ..FitOptions::default() };
    let target = Target { owners, weights: None, keys, offset: None };
    fit_scorecard(table, &target, &options, &Progress::default()).unwrap().card
}

#[test]
fn a_sharp_edge_stays_sharp() {
    let customers = sharp(4_000);
    let card = card_with(PairChoice::Auto, &customers);
    let at = |first: f64, second: f64| {
        let numbers =
            |name: &str, value| DataColumn { name: name.to_owned(), values: DataValues::Numbers(vec![value]) };
        let table = DataTable { columns: vec![numbers("one", first), numbers("two", second)], rows: 1 };
        card.base + card.decide(&table)[0]
    };
    // One bin in 64 away from the edges, on both sides of each.
    for ((first, second), is_high) in
        [((0.28, 0.68), false), ((0.32, 0.68), true), ((0.28, 0.72), true), ((0.32, 0.72), false)]
    {
        let decision = at(first, second);
        assert!(if is_high { decision > 1.5 } else { decision < -1.5 }, "{first} and {second}: {decision}");
    }
    assert!(card.pairs[0].points.len() < 1_000, "parts that never differ go together");
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn merging_parts_changes_no_points(
        height in 1_usize..6,
        width in 1_usize..6,
        values in prop::collection::vec(0_u8..3, 36),
    ) {
        let (down, across) = (axis(height, 0), axis(width - 1, 1));
        let mut surface = Surface::flat(0, 1, down, across);
        surface.points.iter_mut().zip(&values).for_each(|(points, value)| *points = f64::from(*value));
        let merged = surface.merged();
        prop_assert!(merged.points.len() <= surface.points.len());
        let points = |surface: &Surface, one: usize, two: usize| {
            surface.points[usize::from(surface.down.parts[one]) * surface.across.size + usize::from(surface.across.parts[two])]
        };
        for one in 0..height {
            for two in 0..width {
                prop_assert_eq!(points(&merged, one, two), points(&surface, one, two));
            }
        }
        prop_assert_eq!(merged.merged(), merged.clone());
    }
}
