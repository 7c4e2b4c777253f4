use super::*;
use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::profile::ModelLimits;
use crate::insight::learnt_map::LearntMap;
use crate::portfolio::PortfolioBuilder;
use crate::portfolio::tests::report;
use crate::workbook::table::{AsOf, KnownBy};
use jiff::civil::date;

fn portfolio() -> ScoredPortfolio {
    let headers = "CustomerID | OrgSize | M365Fit | M365Intent | M365Cluster | M365WhitespaceRevenue";
    let rows = [
        "C1|30|80|80|Act Now|100.10",
        "C2|30|74|10|Evaluate|200.20",
        "C3|26|70|90|Act Now|",
        "C4|3|20|20|Educate|400",
        "C5|3||20||5",
    ];
    let mut builder = PortfolioBuilder::default();
    builder.add(report(headers, &rows)).unwrap();
    let as_of = AsOf { day: date(2026, 10, 1), known_by: KnownBy::User };
    ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), as_of)
}

fn preview(draft: &ScoringProfile) -> TuningPreview {
    let draft = Arc::new(draft.clone());
    TuningPreview::compute(&portfolio(), &draft, None, Some(Model::M365), &Progress::default()).unwrap()
}

/// Medium reaches down to 65 and High to 72.
fn lower_limits() -> ScoringProfile {
    let mut draft = ScoringProfile::default();
    let fit = crate::domain::band::BandLimits { high: 72.0, medium: 65.0, low: 30.0 };
    draft.limits_by_model.insert(Model::M365, ModelLimits { fit, ..ModelLimits::default() });
    draft
}

#[test]
fn a_draft_like_the_profile_moves_nobody() {
    let preview = preview(&ScoringProfile::default());
    assert_eq!(preview.flows.moved().customers, 0);
    assert!(preview.movers.is_empty() && !preview.needs_refit && preview.moved_segments() == 0);
    assert_eq!(preview.flows.sum(|_, _| true).customers, 5);
}

#[test]
fn limits_move_customers_and_their_money_and_the_sums_hold() {
    let preview = preview(&lower_limits());
    let [act_now, evaluate] = [Cluster::ActNow, Cluster::Evaluate].map(Standing::In);
    let flow = preview.flows.between(evaluate, act_now);
    assert_eq!((flow.customers, flow.after), (1, Money::from_hundredths(20_020)));
    for place in Standing::ALL {
        let flows = &preview.flows;
        let kept = flows.between(place, place);
        assert_eq!(kept.after + flows.entered(place).after, flows.after(place).after, "{place:?}");
        assert_eq!(
            flows.before(place).customers + flows.entered(place).customers - flows.left(place).customers,
            flows.after(place).customers
        );
    }
    assert_eq!(preview.movers.iter().map(|mover| (mover.customer, mover.to)).collect::<Vec<_>>(), [(1, act_now)]);
    assert_eq!(preview.moved, [(Model::M365, 1)]);
    assert_eq!(preview.differing, [1, 2]);
    let draft = lower_limits();
    let list = |reason| would_move(&portfolio(), &draft, None, Model::M365, reason);
    assert_eq!(list(ListReason::WouldMove(evaluate, act_now)), [1]);
    assert_eq!(list(ListReason::WouldMoveAnywhere), [1]);
    assert!(list(ListReason::WouldMove(act_now, evaluate)).is_empty());
}

#[test]
fn banding_anew_gives_what_scoring_anew_gives() {
    let headers = "CustomerID | Agreement ID | Agreement End Date | Expiring Revenue";
    let rows = ["C1|A1|2026-11-01|10.50", "C2|A2|2027-08-01|20"];
    let mut builder = PortfolioBuilder::default();
    builder.add(report("CustomerID | OrgSize | M365Fit | M365Intent", &["C1|30|73|80", "C2|3|66|"])).unwrap();
    builder.add(report(headers, &rows)).unwrap();
    let day = |day| AsOf { day, known_by: KnownBy::User };
    let old = ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), day(date(2026, 10, 1)));
    for as_of in [day(date(2026, 10, 1)), day(date(2027, 7, 1))] {
        let anew = old.banded_anew(lower_limits(), as_of);
        let whole = ScoredPortfolio::with_local(Arc::clone(&old.portfolio), None, lower_limits(), as_of);
        assert_eq!(format!("{:?}", anew.scores), format!("{:?}", whole.scores));
        assert_eq!(format!("{:?}", anew.agreements), format!("{:?}", whole.agreements));
        assert_eq!((anew.profile, anew.as_of), (whole.profile, whole.as_of));
    }
    assert_ne!(
        format!("{:?}", old.scores),
        format!("{:?}", old.banded_anew(lower_limits(), day(date(2026, 10, 1))).scores)
    );
}

#[test]
fn many_customers_looked_at_in_blocks_are_all_there_and_the_richest_are_named() {
    let count = CUSTOMERS_PER_STEP as u32 * 2 + 7;
    // Every third customer stands at Fit 74, between the old limit of High and the draft's.
    let rows: Vec<String> =
        (0..count).map(|row| format!("C{row}|30|{}|10|Evaluate|{row}", if row % 3 == 0 { 74 } else { 90 })).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let headers = "CustomerID | OrgSize | M365Fit | M365Intent | M365Cluster | M365WhitespaceRevenue";
    let mut builder = PortfolioBuilder::default();
    builder.add(report(headers, &rows)).unwrap();
    let as_of = AsOf { day: date(2026, 10, 1), known_by: KnownBy::User };
    let scored = ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), as_of);
    let draft = Arc::new(lower_limits());
    let model = Some(Model::M365);
    let preview = TuningPreview::compute(&scored, &draft, None, model, &Progress::default()).unwrap();
    let thirds = count.div_ceil(3);
    assert_eq!(preview.flows.sum(|_, _| true).customers, count);
    assert_eq!(preview.moved, [(Model::M365, thirds)]);
    let money = i64::from(thirds) * i64::from(thirds - 1) / 2 * 3 * 100;
    assert_eq!(preview.flows.moved().after, Money::from_hundredths(money));
    let last = (count - 1) / 3 * 3;
    let richest: Vec<_> = (0..NAMED as u32).map(|at| last - at * 3).collect();
    assert_eq!(preview.movers.iter().map(|mover| mover.customer).collect::<Vec<_>>(), richest);
    // The other models are only counted.
    let other = TuningPreview::compute(&scored, &draft, None, None, &Progress::default()).unwrap();
    assert_eq!(other.moved, preview.moved);
}

#[test]
fn a_segment_rule_moves_segments_and_needs_a_refit() {
    let mut draft = ScoringProfile::default();
    draft.segment_rule.medium_employees = 28;
    let preview = preview(&draft);
    assert_eq!(preview.segments[Segment::Medium.index()][Segment::VerySmall.index()], 1);
    assert_eq!(preview.moved_segments(), 1);
    assert!(preview.needs_refit);
}

#[test]
fn a_map_is_learnt_from_the_files_clusters_with_its_purity() {
    let scored = portfolio();
    let columns = scored.file_columns(Model::M365).unwrap();
    let profile = ScoringProfile::default();
    let learnt = LearntMap::of(columns, profile.limits_for(Model::M365), profile.clusters);
    let cell = |fit, intent| Cell { fit, intent };
    assert_eq!(learnt.map.cluster(cell(Band::Medium, Band::High)), Cluster::ActNow);
    assert_eq!(learnt.map.cluster(cell(Band::Medium, Band::VeryLow)), Cluster::Evaluate);
    assert_eq!(learnt.map.cluster(cell(Band::Low, Band::Low)), Cluster::Nurture, "nobody there: as it was");
    let learnt_cell = learnt.cells[cell(Band::Medium, Band::High).index()].unwrap();
    assert_eq!((learnt_cell.customers, learnt_cell.agreeing), (1, 1));
    assert_eq!(learnt.cells[cell(Band::Low, Band::Low).index()], None);
    assert_eq!(learnt.purity(), Some(1.0));
}
