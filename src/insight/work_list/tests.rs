use super::*;
use crate::domain::agreement::Agreement;
use crate::domain::mark::{CustomerKey, Mark};
use crate::domain::profile::ScoringProfile;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::insight::marks::MarkKey;
use crate::portfolio::Portfolio;
use crate::portfolio::agreements::Agreements;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::portfolio::model_columns::ModelColumns;
use crate::workbook::table::{AsOf, KnownBy};
use jiff::civil::date;

/// Customers by Fit and whitespace revenue; every third one in the East, the others in the West.
fn scored(customers: &[(f64, Option<f64>)]) -> ScoredPortfolio {
    let mut portfolio = Portfolio::default();
    portfolio.customers.grow(customers.len());
    let ids: Vec<String> = (0..customers.len()).map(|at| format!("C{at}")).collect();
    portfolio.customers.customer_id = ids.iter().map(|id| portfolio.texts.intern(id).unwrap()).collect();
    let rating = |value| Score::new(value).map(Rating::Score);
    let mut columns = ModelColumns::new(Model::Azure);
    columns.fit = customers.iter().map(|(fit, _)| rating(*fit)).collect();
    columns.intent = customers.iter().map(|_| rating(60.0)).collect();
    columns.whitespace_revenue = customers.iter().map(|(_, revenue)| revenue.and_then(Money::from_units)).collect();
    portfolio.models.push(columns);
    let areas = ["East", "West"].map(|area| portfolio.texts.intern(area).unwrap());
    let cells = (0..customers.len()).map(|at| areas[usize::from(at % 3 != 0)]).collect();
    portfolio.attributes.push(Attribute {
        name: "Area".to_owned(),
        header: "Area".to_owned(),
        is_play: false,
        data: AttributeData::Text(cells),
    });
    of(portfolio)
}

fn of(portfolio: Portfolio) -> ScoredPortfolio {
    let as_of = AsOf { day: date(2026, 11, 1), known_by: KnownBy::User };
    ScoredPortfolio::new(portfolio, ScoringProfile::default(), as_of)
}

fn with_agreement(customers: &[(f64, Option<f64>)], customer: CustomerIndex, ends: Date) -> ScoredPortfolio {
    let scored = scored(customers);
    let mut portfolio = std::sync::Arc::into_inner(scored.portfolio).unwrap();
    portfolio.agreements = Some(Agreements {
        customer: vec![customer],
        number: vec![crate::support::interner::TextId::MISSING],
        terms: vec![Agreement { ends: Some(ends), expiring_revenue: Money::from_units(9.0), stated_open: Some(true) }],
        have_dates: true,
        have_open_revenue: true,
    });
    of(portfolio)
}

fn list(scored: &ScoredPortfolio, marks: &Marks, plan: &WorkPlan, edits: &[WorkEdit]) -> WorkList {
    let all: Vec<CustomerIndex> = (0..scored.portfolio.customer_count() as u32).collect();
    WorkList::compute(scored, marks, &all, plan, edits, &Progress::default()).unwrap()
}

fn order(list: &WorkList) -> Vec<Vec<CustomerIndex>> {
    list.sellers.iter().map(|seller| seller.calls.iter().map(|call| call.customer).collect()).collect()
}

fn plan(calls: u32, weeks: u32, sellers: &[&str]) -> WorkPlan {
    let sellers = sellers.iter().map(|name| (*name).to_owned()).collect();
    WorkPlan { calls_per_week: calls, weeks, sellers, ..WorkPlan::default() }
}

fn marked(scored: &ScoredPortfolio, customer: CustomerIndex, mark: Mark) -> Marks {
    let mut marks = Marks::default();
    let key = MarkKey { customer: CustomerKey(format!("id:c{customer}")), model: None };
    marks.set(&key, mark);
    marks.set_placed(marks.find_in(&scored.portfolio, &Progress::default()).unwrap());
    marks
}

const FIVE: [(f64, Option<f64>); 5] =
    [(40.0, Some(9e6)), (60.0, Some(500.0)), (90.0, Some(100.0)), (80.0, Some(150.0)), (95.0, None)];

#[test]
fn act_now_comes_first_then_evaluate_and_the_rest_only_where_capacity_is_left() {
    let scored = scored(&FIVE);
    let whole = list(&scored, &Marks::default(), &plan(2, 5, &[]), &[]);
    assert_eq!(order(&whole), [[3, 2, 4, 1, 0]], "by money within Act Now, those without an amount last");
    assert_eq!(whole.clusters, [3, 1, 1, 0, 0]);
    assert_eq!((whole.calls(), whole.capacity(), whole.candidates), (5, 10, 5));
    assert_eq!(whole.expected(), Money::from_units(9_000_750.0).unwrap());
    assert_eq!([0, 1, 2, 4].map(|place| whole.week(place)), [1, 1, 2, 3]);
    let short = list(&scored, &Marks::default(), &plan(2, 2, &[]), &[]);
    assert_eq!(order(&short), [[3, 2, 4, 1]], "the nine million stay behind: they are in Nurture");
}

#[test]
fn an_agreement_that_ends_soon_counts_and_one_that_ends_later_does_not() {
    let day = |days: i8| date(2026, 11, days);
    let soon = with_agreement(&FIVE, 2, day(30));
    let listed = list(&soon, &Marks::default(), &plan(9, 9, &[]), &[]);
    assert_eq!(order(&listed)[0][..2], [2, 3], "100 x 2 is more than 150");
    let call = listed.sellers[0].calls[0];
    assert_eq!((call.urgency, call.renewal.map(|renewal| renewal.days)), (2.0, Some(29)));
    let later = with_agreement(&FIVE, 2, date(2027, 3, 1));
    assert_eq!(order(&list(&later, &Marks::default(), &plan(9, 9, &[]), &[]))[0][..2], [3, 2]);
    assert_eq!([30, 31, 60, 61, 90, 91].map(renewal_factor), [2.0, 1.5, 1.5, 1.25, 1.25, 1.0]);
}

#[test]
fn whoever_is_won_lost_or_not_now_is_not_called() {
    let scored = scored(&FIVE);
    for status in MarkStatus::ALL {
        let marks = marked(&scored, 3, Mark { status: Some(status), ..Mark::default() });
        let listed = list(&scored, &marks, &plan(9, 9, &[]), &[]);
        assert_eq!(order(&listed)[0].contains(&3), !status.needs_no_call(), "{status:?}");
        assert_eq!(listed.closed, usize::from(status.needs_no_call()));
    }
}

#[test]
fn calls_are_dealt_out_in_turn_and_an_owner_keeps_their_customer() {
    let scored = scored(&FIVE);
    let two = plan(9, 9, &["Aiko", "Ben"]);
    assert_eq!(order(&list(&scored, &Marks::default(), &two, &[])), [vec![3, 4, 0], vec![2, 1]]);
    let marks = marked(&scored, 3, Mark { owner: "ＢＥＮ".to_owned(), ..Mark::default() });
    assert_eq!(order(&list(&scored, &marks, &two, &[])), [vec![2, 1], vec![3, 4, 0]]);
}

#[test]
fn a_territory_goes_whole_to_one_seller() {
    let scored = scored(&FIVE);
    let by_area = WorkPlan { territory: Some("Area".to_owned()), ..plan(9, 9, &["Aiko", "Ben"]) };
    let listed = list(&scored, &Marks::default(), &by_area, &[]);
    assert_eq!(order(&listed), [vec![2, 4, 1], vec![3, 0]]);
    assert_eq!(listed.sellers.iter().map(|own| own.territories.join(",")).collect::<Vec<_>>(), ["West", "East"]);
    assert_eq!(territories(&scored), [("Area".to_owned(), "Area".to_owned())]);
    let seller = |name: &str, list: &WorkList| {
        let of = list.territories.iter().find(|territory| territory.name == name).unwrap();
        (of.seller, of.by_hand)
    };
    assert_eq!((seller("West", &listed), seller("East", &listed)), ((0, false), (1, false)));
    let given = |to: &str| {
        let assigned = [("West".to_owned(), to.to_owned())].into_iter().collect();
        list(&scored, &Marks::default(), &WorkPlan { assigned, ..by_area.clone() }, &[])
    };
    let by_hand = given("ben");
    assert_eq!((seller("West", &by_hand), seller("East", &by_hand)), ((1, true), (0, false)));
    assert_eq!(order(&by_hand), [vec![3, 0], vec![2, 4, 1]]);
    assert_eq!(given("Chika").sellers, listed.sellers, "one who has left the plan counts as nobody");
}

#[test]
fn what_a_person_changed_stays_changed_and_the_next_fills_the_gap() {
    let scored = scored(&FIVE);
    let plan = plan(1, 3, &[]);
    let edits = [WorkEdit::Remove(2), WorkEdit::Put { customer: 0, seller: 7, place: 0 }];
    let listed = list(&scored, &Marks::default(), &plan, &edits);
    assert_eq!(order(&listed), [[0, 3, 4]]);
    let back = [WorkEdit::Remove(2), WorkEdit::Put { customer: 2, seller: 0, place: 1 }];
    assert_eq!(order(&list(&scored, &Marks::default(), &plan, &back)), [[3, 2, 4]]);
    let beyond = [WorkEdit::Put { customer: 99, seller: 0, place: 0 }];
    assert_eq!(list(&scored, &Marks::default(), &plan, &beyond).calls(), 3);
}

#[test]
fn the_same_question_has_the_same_answer_in_any_order_of_customers() {
    let customers: Vec<(f64, Option<f64>)> =
        (0..500).map(|at| (f64::from(at % 100), Some(f64::from(at * 37 % 91)))).collect();
    let scored = scored(&customers);
    let plan = plan(30, 4, &["A", "B", "C"]);
    let forward: Vec<CustomerIndex> = (0..500).collect();
    let backward: Vec<CustomerIndex> = (0..500).rev().collect();
    let compute = |all: &[CustomerIndex]| {
        WorkList::compute(&scored, &Marks::default(), all, &plan, &[], &Progress::default()).unwrap()
    };
    assert_eq!(compute(&forward), compute(&backward));
}
