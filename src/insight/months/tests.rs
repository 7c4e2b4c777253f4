use super::*;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::domain::segment::Segment;
use crate::insight::filter::Filter;
use crate::insight::filter::{Choices, ListReason, Standing};
use crate::insight::months::comparison::{Comparison, MonthList};
use crate::portfolio::PortfolioBuilder;
use crate::portfolio::tests::report;
use crate::workbook::table::{AsOf, KnownBy};
use jiff::civil::date;

const HEADERS: &str = "CustomerID | OrgSize | M365Fit | M365Intent | M365WhitespaceRevenue";

fn month(day: Date, rows: &[&str]) -> ScoredPortfolio {
    let mut builder = PortfolioBuilder::default();
    builder.add(report(HEADERS, rows)).unwrap();
    ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), AsOf { day, known_by: KnownBy::User })
}

/// C1 stays, C2 enters Act Now, C3 leaves it, C4 is gone, C5 is new.
fn months() -> (ScoredPortfolio, ScoredPortfolio, SameCustomers) {
    let older =
        month(date(2026, 9, 1), &["C1|30|80|80|100.10", "C2|30|60|10|200.20", "C3|3|90|10|300", "C4|400|20|20|400"]);
    let newer =
        month(date(2026, 10, 1), &["C5|30|76|10|500", "C3|3|50|10|310.05", "C2|30|80|10|200.20", "C1|30|80|80|100.10"]);
    let same = SameCustomers::find(&older.portfolio, &newer.portfolio);
    (older, newer, same)
}

fn compare() -> Comparison {
    let (older, newer, same) = months();
    Comparison::compute(&older, &newer, &same, &Progress::default()).unwrap()
}

#[test]
fn what_was_there_and_what_came_less_what_went_is_what_is_there() {
    let comparison = compare();
    assert_eq!((comparison.new, comparison.gone, comparison.without_key), (1, 1, 0));
    let flows = &comparison.model(Model::M365).unwrap().flows;
    for place in Standing::ALL {
        let [before, after, entered, left] =
            [flows.before(place), flows.after(place), flows.entered(place), flows.left(place)];
        assert_eq!(before.customers + entered.customers - left.customers, after.customers, "{place:?}");
        let staying = flows.between(place, place);
        assert_eq!(staying.after + entered.after, after.after, "{place:?}");
        assert_eq!(staying.before + left.before, before.before, "{place:?}");
    }
    let act_now = Standing::In(Cluster::ActNow);
    assert_eq!((flows.before(act_now).customers, flows.after(act_now).customers), (2, 3));
    assert_eq!((flows.entered(act_now).customers, flows.left(act_now).customers), (2, 1));
    assert_eq!(flows.entered(act_now).after, Money::from_hundredths(70_020));
    assert_eq!(flows.left(act_now).after, Money::from_hundredths(31_005));
}

#[test]
fn moved_cells_are_told_from_and_to() {
    let comparison = compare();
    let moves: Vec<(&str, &str, u32)> =
        comparison.models[0].cells.iter().map(|cell| (cell.from.code(), cell.to.code(), cell.flow.customers)).collect();
    assert_eq!(moves, [("A4", "N9", 1), ("E8", "A4", 1)]);
}

#[test]
fn lists_hold_those_who_are_counted() {
    let (older, newer, same) = months();
    let list = |reason| MonthList::compute([&older, &newer], &same, Model::M365, reason, &Progress::default()).unwrap();
    let entered = list(ListReason::Entered(Cluster::ActNow));
    assert_eq!(entered.rows.iter().map(|row| row.pair).collect::<Vec<_>>(), [[None, Some(0)], [Some(1), Some(2)]]);
    assert_eq!(entered.customers(), [0, 2]);
    assert_eq!(list(ListReason::Gone).rows.len(), 1);
    assert_eq!(list(ListReason::New).customers(), [0]);
    let [a4, n9] = ["A4", "N9"].map(|code| Cell::all().filter(|cell| cell.code() == code).last().unwrap());
    assert_eq!(list(ListReason::MovedCell(a4, n9)).customers(), [1]);
}

#[test]
fn cards_change_by_the_same_question() {
    let (older, newer, same) = months();
    let mut question = Question { model: Some(Model::M365), ..Question::default() };
    let of = |question: &Question| CardChanges::compute(&older, &newer, &same, question, &Progress::default()).unwrap();
    let all = of(&question);
    let cents = |hundredths| Money::from_hundredths(hundredths);
    assert_eq!(all.change(Card::Customers), Some(CardChange::Count { before: 4, after: 4 }));
    assert_eq!(all.change(Card::ActNow), Some(CardChange::Count { before: 2, after: 3 }));
    assert_eq!(
        all.change(Card::WhitespaceRevenue),
        Some(CardChange::Money { before: cents(100_030), after: cents(111_035) })
    );
    assert_eq!(all.change(Card::OpenExpiringRevenue), None, "no file says");
    question.filter.segments = Choices::from_iter([Segment::Medium]);
    assert_eq!(of(&question).change(Card::Customers), Some(CardChange::Count { before: 2, after: 3 }));
    question.filter = Filter {
        among: Some(CustomerList { reason: ListReason::New, customers: vec![0, 1].into() }),
        ..Filter::default()
    };
    assert_eq!(of(&question).change(Card::Customers), Some(CardChange::Count { before: 1, after: 2 }));
}
