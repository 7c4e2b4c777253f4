//! Intent of small portfolios against the formula, and its properties against random ones.

use super::*;
use crate::domain::agreement::Agreement;
use crate::domain::intent_weights::{KindWeight, SignalKind};
use crate::domain::model::Model;
use crate::portfolio::agreements::Agreements;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::portfolio::events::Signals;
use crate::support::interner::TextId;
use crate::support::property_tests::cases;
use jiff::civil::date;
use proptest::prelude::*;

pub(super) const AS_OF: Date = date(2026, 10, 1);

/// One row of a Signals report.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub customer: u32,
    pub days_ago: Option<i32>,
    pub source: &'static str,
    pub kind: &'static str,
    pub product: &'static str,
    pub keywords: &'static str,
    pub strength: Option<f64>,
}

impl Row {
    pub fn demo(customer: u32, days_ago: i32) -> Self {
        Self {
            customer,
            days_ago: Some(days_ago),
            source: "Web site",
            kind: "Demo request",
            product: "Azure",
            keywords: "",
            strength: None,
        }
    }
}

pub(super) fn day(days_ago: i32) -> Date {
    AS_OF.checked_sub(jiff::Span::new().days(days_ago)).unwrap()
}

pub(super) fn portfolio(customers: usize, rows: &[Row]) -> Portfolio {
    let mut portfolio = Portfolio::default();
    portfolio.customers.grow(customers);
    let mut signals = Signals::default();
    for row in rows {
        let mut text = |text| portfolio.texts.intern(text).unwrap();
        signals.customer.push(row.customer);
        signals.day.push(row.days_ago.map(day));
        signals.source.push(text(row.source));
        signals.kind.push(text(row.kind));
        signals.product.push(text(row.product));
        signals.keywords.push(text(row.keywords));
        signals.strength.push(row.strength);
    }
    portfolio.signals = Some(signals);
    portfolio
}

fn store(customers: usize, rows: &[Row]) -> SignalStore {
    signals_of(&portfolio(customers, rows), &IntentWeights::default(), SupportCalendar::shipped(), AS_OF)
}

fn intents(customers: usize, rows: &[Row], model: Option<Model>) -> Vec<f64> {
    ModelIntent::compute(&store(customers, rows), model, &IntentWeights::default()).unwrap().decision
}

#[test]
fn two_fresh_demos_and_an_old_visit_give_what_the_formula_says() {
    let visit = Row { kind: "", keywords: "", product: "", days_ago: Some(90), ..Row::demo(0, 90) };
    let second = Row { keywords: "again", ..Row::demo(0, 30) };
    let rows = [Row::demo(0, 0), second, visit];
    let demo_30: f64 = 1.0 + 0.5;
    let demo_90: f64 = 1.0 + 2_f64.powf(-1.0 / 3.0);
    let visit = |relevance: f64| 0.5 * (relevance * 0.125_f64).ln_1p() + 0.25 * (relevance * 0.5_f64).ln_1p();
    let azure = -2.2 + visit(0.15) + 2.5 * demo_30.ln_1p() + demo_90.ln_1p();
    assert!((intents(1, &rows, Some(Model::Azure))[0] - azure).abs() < 1e-12);
    let other = -2.2 + visit(0.15);
    assert!((intents(1, &rows, Some(Model::M365))[0] - other).abs() < 1e-12);
    let any = -2.2 + visit(1.0) + 2.5 * demo_30.ln_1p() + demo_90.ln_1p();
    assert!((intents(1, &rows, None)[0] - any).abs() < 1e-12);
    assert!((intent_of(-2.2) - 9.975).abs() < 0.001);
}

#[test]
fn without_signals_in_the_files_there_is_no_intent_and_without_own_ones_it_is_the_lowest() {
    let none = store(3, &[]);
    assert_eq!(ModelIntent::compute(&none, None, &IntentWeights::default()), None);
    assert_eq!(explain(&none, 0, None, &IntentWeights::default()), None);
    let some = intents(3, &[Row::demo(1, 5)], Some(Model::Azure));
    assert_eq!((some[0], some[2]), (-2.2, -2.2));
    assert!(some[1] > 0.0);
}

#[test]
fn days_and_strengths_out_of_bounds_are_told() {
    let rows = [
        Row { keywords: "future", ..Row::demo(0, -40) },
        Row { days_ago: None, keywords: "undated", ..Row::demo(0, 0) },
        Row { keywords: "old", ..Row::demo(0, 731) },
        Row { keywords: "edge", ..Row::demo(0, 730) },
        Row { keywords: "none", strength: Some(0.0), ..Row::demo(0, 1) },
        Row { keywords: "below", strength: Some(-3.0), ..Row::demo(0, 1) },
        Row { keywords: "endless", strength: Some(f64::INFINITY), ..Row::demo(0, 1) },
        Row { keywords: "strong", strength: Some(100.0), ..Row::demo(0, 1) },
        Row::demo(0, 2),
        Row { strength: Some(0.5), ..Row::demo(0, 2) },
    ];
    let store = store(1, &rows);
    let tally =
        SignalTally { counted: 5, future: 1, undated: 1, too_old: 1, repeated: 1, without_strength: 3, very_strong: 2 };
    assert_eq!(store.tally, tally);
    let parts = explain(&store, 0, Some(Model::Azure), &IntentWeights::default()).unwrap().parts;
    let left = |age: f64, half_life: f64| 2_f64.powf(-age / half_life);
    let activity = 1.0 + left(180.0, 90.0) + left(730.0, 90.0) + 100.0 * left(1.0, 90.0) + left(2.0, 90.0);
    assert!((parts[0].activity_90 - activity).abs() < 1e-9, "of the repeated two the stronger counts");
    assert_eq!((parts[0].count, parts[0].undated, parts[0].newest_age), (5, 1, Some(0)));
}

#[test]
fn a_files_own_scale_is_divided_by_its_ordinary_strength() {
    let own: IntentWeights = serde_json::from_str(r#"{"ordinary_strength":50}"#).unwrap();
    let rated = [Row { strength: Some(50.0), ..Row::demo(0, 3) }, Row { keywords: "no rating", ..Row::demo(0, 3) }];
    let store_of = |rows, weights| signals_of(&portfolio(1, rows), weights, SupportCalendar::shipped(), AS_OF);
    let by_own = ModelIntent::compute(&store_of(&rated, &own), None, &own).unwrap();
    let plain = rated.map(|row| Row { strength: None, ..row });
    assert_eq!(by_own.decision, intents(1, &plain, None));
}

#[test]
fn the_kind_is_that_of_the_type_else_of_the_words_else_of_the_source() {
    let kinds = |kind, keywords, source| {
        let rows = [Row { kind, keywords, source, ..Row::demo(0, 0) }];
        explain(&store(1, &rows), 0, None, &IntentWeights::default()).unwrap().parts[0].kind
    };
    assert_eq!(kinds("採用", "見積もり依頼", "Blog"), SignalKind::Hiring);
    assert_eq!(kinds("", "見積もり依頼", "Blog"), SignalKind::PricingTrialDemo);
    assert_eq!(kinds("その他", "見積もり依頼", "Blog"), SignalKind::PricingTrialDemo);
    assert_eq!(kinds("", "nothing known", "ブログ"), SignalKind::Blog);
    assert_eq!(kinds("", "", "carrier pigeon"), SignalKind::Other);
}

#[test]
fn an_explanation_counts_what_it_speaks_of() {
    let rows = [Row::demo(0, 3), Row::demo(0, 29), Row::demo(0, 60), Row { product: "M365", ..Row::demo(0, 1) }];
    let weights = IntentWeights::default();
    let store = store(2, &rows);
    let explained = explain(&store, 0, Some(Model::Azure), &weights).unwrap();
    let part = &explained.parts[0];
    assert_eq!((part.within_30_days, part.within_90_days, part.count), (2, 3, 3));
    assert_eq!(part.origins_in(&store).count(), 1);
    assert_eq!(explain(&store, 1, Some(Model::Azure), &weights).unwrap().parts, []);
    assert_eq!(explain(&store, 2, Some(Model::Azure), &weights), None);
}

#[test]
fn reports_state_renewals_ends_competitors_and_gaps() {
    let mut portfolio = Portfolio::default();
    portfolio.customers.grow(4);
    let terms = |days: i32, stated_open| Agreement { ends: Some(day(-days)), expiring_revenue: None, stated_open };
    portfolio.agreements = Some(Agreements {
        customer: vec![0, 0, 0, 1],
        number: vec![TextId::MISSING; 4],
        terms: vec![terms(30, None), terms(30, None), terms(-30, None), terms(-90, Some(true))],
        ..Agreements::default()
    });
    let attribute =
        |name: &str, is_play, data| Attribute { name: name.to_owned(), header: name.to_owned(), is_play, data };
    let flags = |flags: [Option<bool>; 4]| AttributeData::Flag(flags.to_vec());
    let mut text = |text| portfolio.texts.intern(text).unwrap();
    let (has, wants) = (text("Backup, SQL"), text("SQL; Kubernetes; AVD"));
    let cells = |id| AttributeData::Text(vec![TextId::MISSING, TextId::MISSING, TextId::MISSING, id]);
    portfolio.attributes = vec![
        attribute("HasAWS", false, flags([None, Some(true), Some(false), None])),
        attribute("MigrateEOSSQLWithCLASPropensityAbove5Licenses", true, flags([None, None, Some(true), None])),
        attribute("ExistingWorkloads", false, cells(has)),
        attribute("RecommendedWorkloads", false, cells(wants)),
    ];
    let weights = IntentWeights::default();
    let store = signals_of(&portfolio, &weights, SupportCalendar::shipped(), AS_OF);
    let parts = |customer, model| explain(&store, customer, Some(model), &weights).unwrap().parts;
    let renewal = &parts(0, Model::M365)[0];
    assert_eq!(
        (renewal.kind, renewal.count),
        (SignalKind::Renewal, 1),
        "the same end twice is one, and a past one is over"
    );
    assert!((renewal.activity_30 - 0.15 * 0.5).abs() < 1e-12);
    let kinds = |customer, model| parts(customer, model).iter().map(|part| part.kind).collect::<Vec<_>>();
    assert_eq!(kinds(1, Model::Azure), [SignalKind::CompetitorMention, SignalKind::Renewal]);
    assert_eq!(kinds(1, Model::M365), [SignalKind::Renewal], "what speaks of Azure says nothing of Microsoft 365");
    assert!((parts(1, Model::Azure)[1].activity_90 - 0.15 * 0.5).abs() < 1e-12);
    assert_eq!(kinds(2, Model::Azure), [SignalKind::TechnologyRetirement]);
    let gaps = &parts(3, Model::Azure)[0];
    assert_eq!(gaps.kind, SignalKind::TechnologyUse);
    assert!((gaps.activity_90 - 2.0 * 0.25).abs() < 1e-6, "two workloads are missing, half a year old");
    assert_eq!(store.tally.undated, 0, "what stands in a report is not a signal that lost its day");
}

fn rows(customers: u32) -> impl Strategy<Value = Vec<Row>> {
    let texts = prop::sample::select(vec!["", "demo", "採用", "blog", "Azure pricing", "ニュース"]);
    let row = (
        0..customers,
        prop::option::weighted(0.9, -20..900_i32),
        texts.clone(),
        texts.clone(),
        prop::sample::select(vec!["", "M365", "Azure", "Dynamics 365", "D365BC"]),
        texts,
        prop::option::of(0.01..20.0_f64),
    );
    let row = row.prop_map(|(customer, days_ago, source, kind, product, keywords, strength)| Row {
        customer,
        days_ago,
        source,
        kind,
        product,
        keywords,
        strength,
    });
    prop::collection::vec(row, 1..40)
}

const MODELS: [Option<Model>; 4] = [None, Some(Model::Azure), Some(Model::M365), Some(Model::D365FinanceOperations)];

/// Decision values of all customers and models; without any signal left, those of no signal.
fn all_decisions(customers: usize, rows: &[Row]) -> Vec<f64> {
    let store = store(customers, rows);
    let of = |model| ModelIntent::compute(&store, model, &IntentWeights::default());
    MODELS.into_iter().flat_map(|model| of(model).map_or(vec![-2.2; customers], |intent| intent.decision)).collect()
}

fn bits(decisions: &[f64]) -> Vec<u64> {
    decisions.iter().map(|decision| decision.to_bits()).collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn order_and_repetition_change_nothing(rows in rows(4), turn in 0..40_usize) {
        let before = all_decisions(4, &rows);
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        prop_assert_eq!(bits(&before), bits(&all_decisions(4, &turned)));
        let twice: Vec<Row> = rows.iter().chain(&turned).cloned().collect();
        prop_assert_eq!(bits(&before), bits(&all_decisions(4, &twice)));
    }

    #[test]
    fn more_fresher_and_stronger_signals_never_lower_intent(
        rows in rows(3), further in rows(3), which in 0..40_usize, days in 1..400_i32, factor in 1.0..9.0_f64,
    ) {
        let before = all_decisions(3, &rows);
        let is_no_lower = |after: &[f64]| before.iter().zip(after).all(|(before, after)| after >= &(before - 1e-12));
        let more: Vec<Row> = rows.iter().chain(&further).cloned().collect();
        prop_assert!(is_no_lower(&all_decisions(3, &more)), "more");
        // Texts of their own keep what is changed from becoming another's repetition.
        let at = which % rows.len();
        let distinct = |days_ago: Option<i32>, strength: Option<f64>| {
            let changed = Row { source: "a source of its own", days_ago, strength, ..rows[at].clone() };
            let mut rows = rows.clone();
            rows[at] = changed;
            all_decisions(3, &rows)
        };
        let row = &rows[at];
        let lower = distinct(row.days_ago, row.strength);
        let never_lower = |after: &[f64]| lower.iter().zip(after).all(|(before, after)| after >= &(before - 1e-12));
        if let Some(ago) = row.days_ago {
            prop_assert!(never_lower(&distinct(Some(ago - days), row.strength)), "fresher");
        }
        prop_assert!(never_lower(&distinct(row.days_ago, Some(row.strength.unwrap_or(1.0) * factor))), "stronger");
    }

    #[test]
    fn the_parts_are_the_decision_to_the_last_bit(rows in rows(3), weight in 0.0..5.0_f64) {
        let mut weights = IntentWeights::default();
        let days_30 = crate::domain::intent_weights::Factor::new(weight).unwrap();
        weights.kinds.insert(SignalKind::Hiring, KindWeight { days_30, ..SignalKind::Hiring.default_weight() });
        let store = store(3, &rows);
        for model in MODELS {
            let Some(computed) = ModelIntent::compute(&store, model, &weights) else { continue };
            for customer in 0..3 {
                let explained = explain(&store, customer, model, &weights).unwrap();
                let sum = explained.parts.iter().fold(explained.constant, |sum, part| sum + part.points);
                prop_assert_eq!(sum.to_bits(), computed.decision[customer].to_bits());
                prop_assert_eq!(Some(explained.intent), computed.intent(customer));
                prop_assert!((0.0..=100.0).contains(&explained.intent));
            }
        }
    }
}
