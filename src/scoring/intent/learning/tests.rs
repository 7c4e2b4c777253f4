//! Weights learnt from deals whose true weights are known.

use super::*;
use crate::portfolio::events::Outcomes;
use crate::scoring::intent::tests::{AS_OF, Row, day, portfolio};
use crate::support::random::Random;

/// Deals won by `truth`, two weights of pricing and two of hiring.
fn deals(count: usize, seed: u64, truth: [f64; 4]) -> Vec<DealActivity> {
    let mut random = Random::new(seed, 1);
    let mut deals = Vec::new();
    for _ in 0..count {
        let mut activity = Activities::default();
        for kind in [SignalKind::PricingTrialDemo, SignalKind::Hiring] {
            let fresh = random.unit() * 3.0;
            activity[kind.index()] = [fresh * random.unit(), fresh];
        }
        let x = |kind: SignalKind| activity[kind.index()].map(f64::ln_1p);
        let [a, b] = x(SignalKind::PricingTrialDemo);
        let [c, d] = x(SignalKind::Hiring);
        let odds = truth[0] * a + truth[1] * b + truth[2] * c + truth[3] * d - 1.5;
        let won = random.chance(1.0 / (1.0 + (-odds).exp()));
        deals.push(DealActivity { activity, day: AS_OF, won, customer: 0, model: Model::Azure });
    }
    deals
}

fn loss(deals: &[DealActivity], log_odds: impl Fn(&DealActivity) -> f64) -> f64 {
    let one = |deal: &DealActivity| (if deal.won { -log_odds(deal) } else { log_odds(deal) }).exp().ln_1p();
    deals.iter().map(one).sum::<f64>() / deals.len() as f64
}

#[test]
fn below_thirty_of_each_nothing_is_learnt() {
    let defaults = IntentWeights::default();
    let all = deals(400, 7, [1.0, 1.0, 0.0, 0.0]);
    let some = |wins: usize, losses: usize| -> Vec<DealActivity> {
        let won = all.iter().filter(|deal| deal.won).take(wins);
        won.chain(all.iter().filter(|deal| !deal.won).take(losses)).cloned().collect()
    };
    assert_eq!(learn_weights(&some(29, 60), &defaults), Err(TooFew { wins: 29, losses: 60 }));
    assert_eq!(learn_weights(&some(60, 29), &defaults), Err(TooFew { wins: 60, losses: 29 }));
    assert_eq!(learn_weights(&[], &defaults), Err(TooFew { wins: 0, losses: 0 }));
    assert!(learn_weights(&some(30, 30), &defaults).is_ok());
}

#[test]
fn many_deals_turn_the_defaults_around() {
    let truth = [0.0, 0.0, 1.5, 1.5];
    let learnt = learn_weights(&deals(4_000, 3, truth), &IntentWeights::default()).unwrap();
    let pricing = learnt.weights.of(SignalKind::PricingTrialDemo);
    let hiring = learnt.weights.of(SignalKind::Hiring);
    let sum = |weight: KindWeight| weight.days_30.value() + weight.days_90.value();
    assert!(sum(pricing) < 0.5, "by default 3.5 and in truth 0: {pricing:?}");
    assert!((sum(hiring) - 3.0).abs() < 0.6, "by default 1.0 and in truth 3: {hiring:?}");
    let later = deals(4_000, 4, truth);
    let (by_learnt, by_nothing) = (loss(&later, |deal| learnt.log_odds(deal)), loss(&later, |_| 0.0));
    assert!(by_learnt < by_nothing - 0.02, "{by_learnt} {by_nothing}");
    assert_eq!(learnt.weights.constant, IntentWeights::default().constant);
}

#[test]
fn what_was_found_is_the_least_and_no_weight_is_below_zero() {
    // Signals that speak against winning: the unbounded weights would be below 0.
    for (seed, truth) in [(1, [-2.0, -1.0, 0.5, 0.0]), (2, [3.0, 1.0, -1.0, 0.0]), (3, [0.0; 4])] {
        let deals = deals(300, seed, truth);
        let problem = Problem::new(&deals, &IntentWeights::default());
        let found = problem.minimise();
        let (slope, _) = problem.slope_and_curvature(&found);
        assert!(found[1..].iter().all(|value| *value >= 0.0), "{found:?}");
        for (index, (value, slope)) in found.iter().zip(&slope).enumerate() {
            let is_least = slope.abs() < 1e-4 || index > 0 && *value == 0.0 && *slope > 0.0;
            assert!(is_least, "seed {seed}, variable {index}: {value} with slope {slope}");
        }
        // The slope itself, against differences of the cost.
        for index in 0..found.len() {
            let mut moved = found.clone();
            moved[index] += 1e-5;
            let upper = problem.cost(&moved);
            moved[index] -= 2e-5;
            let difference = (upper - problem.cost(&moved)) / 2e-5;
            assert!((difference - slope[index]).abs() < 1e-4, "seed {seed}, variable {index}");
        }
    }
}

#[test]
fn deals_that_signals_part_perfectly_and_constant_ones_give_finite_weights() {
    let mut deals = deals(80, 5, [0.0; 4]);
    for (at, deal) in deals.iter_mut().enumerate() {
        deal.won = at % 2 == 0;
        deal.activity = Activities::default();
        deal.activity[SignalKind::Renewal.index()] = if deal.won { [5.0, 5.0] } else { [0.0, 0.0] };
    }
    let learnt = learn_weights(&deals, &IntentWeights::default()).unwrap();
    let renewal = learnt.weights.of(SignalKind::Renewal).days_30.value();
    assert!(renewal.is_finite() && renewal > 0.0 && learnt.level.is_finite());
    let blog = learnt.weights.of(SignalKind::Blog).days_30.value();
    assert!((blog - 0.4 * learnt.scale).abs() < 1e-12, "what never varies follows the scale");
    deals.iter_mut().for_each(|deal| deal.activity = Activities::default());
    let unmoved = learn_weights(&deals, &IntentWeights::default()).unwrap();
    assert_eq!(unmoved.weights, IntentWeights::default(), "without any signal the defaults stay");
}

#[test]
fn a_deal_knows_only_what_was_there_when_it_was_opened() {
    let rows = [
        Row::demo(0, 20),
        Row { keywords: "after the deal was opened", ..Row::demo(0, 5) },
        Row { keywords: "another product", product: "M365", ..Row::demo(0, 20) },
        Row { keywords: "no day", days_ago: None, ..Row::demo(0, 20) },
        Row { keywords: "no strength", strength: Some(0.0), ..Row::demo(0, 20) },
        Row { strength: Some(9.0), ..Row::demo(1, 20) },
    ];
    let mut portfolio = portfolio(3, &rows);
    let azure = portfolio.texts.intern("Azure").unwrap();
    let widget = portfolio.texts.intern("Widget").unwrap();
    portfolio.outcomes = Some(Outcomes {
        customer: vec![0, 2, 0, 0, 0],
        product: vec![azure, azure, widget, azure, azure],
        opened: vec![Some(day(10)), None, Some(day(10)), Some(day(10)), None],
        closed: vec![Some(day(0)), Some(day(3)), Some(day(0)), None, None],
        won: vec![Some(true), Some(false), Some(true), None, Some(true)],
        revenue: vec![None; 5],
    });
    let deals = deal_activities(&portfolio, &IntentWeights::default());
    assert_eq!(deals.len(), 2, "an open deal, one without a day and one of no known product are left out");
    let of_kind = |deal: &DealActivity| deal.activity[SignalKind::PricingTrialDemo.index()];
    assert!((of_kind(&deals[0])[0] - 2_f64.powf(-10.0 / 30.0)).abs() < 1e-12);
    assert_eq!((of_kind(&deals[1]), deals[1].day, deals[1].won), ([0.0, 0.0], day(3), false));
}
