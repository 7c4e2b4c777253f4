//! The page of a customer, of a small portfolio whose owners are large retailers.

use super::*;
use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::insight::customer::identity::SegmentBy;
use crate::insight::customer::missing::MissingFact;
use crate::portfolio::PortfolioBuilder;
use crate::portfolio::tests::report;
use crate::scoring::engine::{Request, score};
use crate::scoring::scorecard::card::fit_of;
use crate::workbook::table::{AsOf, KnownBy};
use jiff::civil::date;
use std::sync::Arc;

fn scored(with_own: bool) -> ScoredPortfolio {
    let lines: Vec<String> = (0..400)
        .map(|id| {
            let (employees, industry) = (1 + id * 7 % 50 * 10, ["Retail", "Legal", "Health"][id % 3]);
            let owner = if (employees > 250 && id % 3 == 0) != (id % 11 == 0) { "Yes" } else { "No" };
            format!("C{id}|Customer {id}|{employees}|{industry}|Bremen|{owner}|Yes")
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut builder = PortfolioBuilder::default();
    let headers = "CustomerID|AccountName|OrgSize|Industry|City|Has Azure|Azure_Windows Server OR SQL Server: EOS 2012";
    builder.add(report(headers, &lines)).unwrap();
    let (portfolio, day) = (Arc::new(builder.finish()), date(2026, 10, 1));
    let profile = ScoringProfile::default();
    let local =
        with_own.then(|| Arc::new(score(&portfolio, &Request::new(&profile, day), &Progress::default()).unwrap()));
    let as_of = AsOf { day, known_by: KnownBy::User };
    ScoredPortfolio::with_local(portfolio, local, profile, as_of)
}

#[test]
fn reasons_add_up_to_the_fit_that_is_shown() {
    let scored = scored(true);
    let mut told = 0;
    for customer in 0..400 {
        let page = CustomerPage::compute(&scored, customer, &Progress::default()).unwrap();
        let line = page.model(Model::Azure).unwrap();
        let Some(reasons) = &line.fit_reasons else { continue };
        told += 1;
        let sum: f64 = reasons.bars.iter().map(|bar| bar.value).sum();
        assert!((sum - reasons.decision).abs() < 1e-9, "{sum} {}", reasons.decision);
        assert_eq!(reasons.bars.iter().map(|bar| bar.points).sum::<i64>(), reasons.points);
        assert_eq!(reasons.points, (reasons.decision * 100.0).round() as i64);
        let fit = line.local_fit.map(|fit| f64::from(fit.value()));
        assert_eq!(fit, Some(f64::from(fit_of(reasons.decision))));
    }
    assert_eq!(told, 400);
}

#[test]
fn a_page_tells_who_what_and_what_is_missing() {
    let page = CustomerPage::compute(&scored(true), 7, &Progress::default()).unwrap();
    assert_eq!(page.identity.name.as_deref(), Some("Customer 7"));
    assert_eq!(page.identity.address, ["Bremen"]);
    assert_eq!(page.identity.segment_by, SegmentBy::Employees);
    assert!(page.identity.facts.iter().any(|fact| fact.header == "Industry"));
    assert_eq!(page.plays.len(), 1);
    assert_eq!(page.plays[0].guide.map(|guide| guide.key.as_str()), Some("servers_end_of_service"));
    // The play names two products and no version, so that no day is known.
    assert_eq!(page.ending.iter().map(|product| product.ends).collect::<Vec<_>>(), [None, None]);
    for fact in [MissingFact::Signals, MissingFact::Agreements, MissingFact::Holdings, MissingFact::WhitespaceRevenue] {
        assert!(page.missing.contains(&fact), "{fact:?}");
    }
    assert_eq!(page.whitespace, None, "nothing tells an amount: that is not 0");
    assert!(!page.missing.contains(&MissingFact::OwnScores));
}

#[test]
fn before_our_own_scores_are_there_the_page_says_so() {
    let page = CustomerPage::compute(&scored(false), 7, &Progress::default()).unwrap();
    assert!(page.missing.contains(&MissingFact::OwnScores));
    assert!(page.models.iter().all(|line| line.fit_reasons.is_none()));
}
