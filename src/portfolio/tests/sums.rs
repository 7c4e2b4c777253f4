//! What several rows of a customer make together, and that nothing is lost on the way.

use super::{joined, report, table};
use crate::domain::money::Money;
use crate::portfolio::Portfolio;
use crate::portfolio::attribute::AttributeData;
use crate::portfolio::reconciliation::{LeftOut, Total};
use crate::support::random::Random;

fn amounts(portfolio: &Portfolio, name: &str) -> Vec<Option<f64>> {
    let attribute = portfolio.attributes.iter().find(|attribute| attribute.name == name).expect(name);
    match &attribute.data {
        AttributeData::Money(cells) => cells.iter().map(|cell| cell.map(Money::units)).collect(),
        AttributeData::Number(cells) => cells.clone(),
        _ => panic!("{name} is no amount"),
    }
}

fn left_out(portfolio: &Portfolio, file: usize, name: &str) -> Vec<(LeftOut, f64)> {
    let checks = &portfolio.files[file].reconciliation.amounts;
    let check = checks.iter().find(|check| check.name == name).expect(name);
    check.left_out.iter().map(|(reason, total)| (*reason, total.units())).collect()
}

const SEATS: &str =
    "CustomerTpid|SubscriptionId|Month|TotalSoldSeats|BilledRevenueUSD|AzureConsumedRevenueUSD|IsDuplicateRowForPGA";

#[test]
fn revenue_adds_up_and_seats_are_those_of_the_latest_month() {
    let portfolio = joined([report(
        SEATS,
        &[
            "1|S1|2026-07-01|10|100.10||No",
            "1|S1|2026-08-01|12|100.20|1500|No",
            "1|S2|2026-08-01|3|50||No",
            "1|S2|2026-08-01|3|50|900|Yes",
            "2|S3|2026-07-01||||No",
        ],
    )]);
    assert_eq!(amounts(&portfolio, "TotalSoldSeats"), [Some(15.0), None]);
    assert_eq!(amounts(&portfolio, "BilledRevenueUSD"), [Some(250.3), None]);
    assert_eq!(left_out(&portfolio, 0, "BilledRevenueUSD"), [(LeftOut::PartnerDuplicate, 50.0)]);
    assert_eq!(portfolio.customers.azure_revenue, [Money::from_units(1500.0), None]);
    assert!(portfolio.totals_agree());
}

#[test]
fn a_subscriptions_amount_counts_once_a_month_and_mixed_units_not_at_all() {
    let portfolio = joined([report(
        "CustomerTpid|SubscriptionId|Month|MeterCategory|UsageUnits|UsageQuantity|MonthlySubscriptionLevelACR|TotalACR",
        &[
            "1|S1|2026-07-01|VM|Hours|5|70|7",
            "1|S1|2026-08-01|VM|Hours|6|90|60",
            "1|S1|2026-08-01|Disk|Hours|7|90|30",
            "1|S2|2026-08-01|VM|Hours|1|10|10",
            "2|S3|2026-08-01|VM|Hours|1|10|10",
            "2|S3|2026-08-01|Disk|GB|2|10|5",
        ],
    )]);
    assert_eq!(amounts(&portfolio, "MonthlySubscriptionLevelACR"), [Some(100.0), Some(10.0)]);
    assert_eq!(amounts(&portfolio, "TotalACR"), [Some(107.0), Some(15.0)]);
    assert_eq!(amounts(&portfolio, "UsageQuantity"), [Some(14.0), None]);
    let out = [(LeftOut::EarlierMonth, 70.0), (LeftOut::SameSubscription, 100.0)];
    assert_eq!(left_out(&portfolio, 0, "MonthlySubscriptionLevelACR"), out);
    assert!(portfolio.totals_agree());
}

#[test]
fn one_revenue_is_not_counted_twice_because_two_reports_tell_it() {
    let seats = |month: &str| report(SEATS, &[&format!("1|S1|{month}|10|100||No"), "1|S1|2026-07-01|9|80||No"]);
    let tenants =
        report("CustomerTpid|Month|AvailableSeats|BilledRevenueUSD", &["1|2026-08-01|10|90", "2|2026-08-01|5|40"]);
    let portfolio = joined([tenants, seats("2026-08-01"), seats("2026-09-01")]);
    assert_eq!(amounts(&portfolio, "BilledRevenueUSD"), [Some(280.0), Some(40.0)]);
    assert_eq!(left_out(&portfolio, 0, "BilledRevenueUSD"), [(LeftOut::OtherReport, 90.0)]);
    assert_eq!(left_out(&portfolio, 2, "BilledRevenueUSD"), [(LeftOut::KnownFromOtherFile, 80.0)]);
    assert!(portfolio.totals_agree());
}

#[test]
fn an_agreement_under_two_of_the_partners_locations_counts_once() {
    let rows = ["7|C1|A1|2027-01-31|500", "8|C1|A1|2027-01-31|500", "7|C1|A1|2027-01-31|500", "7|C2|A2|2027-01-31|30"];
    let portfolio = joined([report("MPNID|CustomerID|Agreement ID|Agreement End Date|Expiring Revenue", &rows)]);
    assert_eq!(portfolio.agreements.as_ref().unwrap().customer, [0, 0, 1]);
    assert_eq!(left_out(&portfolio, 0, "ExpiringRevenue"), [(LeftOut::PartnerDuplicate, 500.0)]);
    assert!(portfolio.totals_agree());
}

/// Every row and hundredth of random files is in the portfolio, or left out for a reason.
#[test]
fn random_files_always_reconcile() {
    let reports: [&[&str]; 5] = [
        &[
            "MPNID",
            "CustomerTpid",
            "SubscriptionId",
            "Month",
            "TotalSoldSeats",
            "BilledRevenueUSD",
            "IsDuplicateRowForPGA",
        ],
        &["CustomerTpid", "DUNSNumber", "Month", "AvailableSeats", "BilledRevenueUSD", "AzureConsumedRevenueUSD"],
        &["CustomerTpid", "SubscriptionId", "Month", "MeterCategory", "MonthlySubscriptionLevelACR", "TotalACR"],
        &["MPNID", "CustomerID", "DUNSNumber", "Agreement ID", "Agreement End Date", "Expiring Revenue"],
        &["CustomerID", "DUNSNumber", "CustomerTpid", "M365Fit", "M365 Whitespace Revenue", "BilledRevenueUSD"],
    ];
    let mut random = Random::new(5, 17);
    for round in 0..150 {
        let tables = (0..1 + random.below(5)).map(|_| {
            let headers = *random.pick(&reports).unwrap();
            let rows: Vec<Vec<String>> = (0..1 + random.below(20))
                .map(|_| headers.iter().map(|header| cell(header, &mut random)).collect())
                .collect();
            table(headers, &rows)
        });
        let tables: Vec<_> = tables.collect();
        let read: usize = tables.iter().map(|table| table.rows.len()).sum();
        let portfolio = joined(tables);
        assert!(portfolio.totals_agree(), "round {round}: {:#?} {:#?}", portfolio.totals, portfolio.files);
        let counts = portfolio.files.iter().map(|file| file.reconciliation.rows);
        assert_eq!(counts.clone().map(|rows| rows.read).sum::<u64>(), read as u64);
        assert_eq!(counts.map(|rows| rows.new).sum::<u64>(), portfolio.customer_count() as u64);
        assert!(portfolio.files.iter().all(|file| file.reconciliation.difference() == Total::default()));
    }
}

fn cell(header: &str, random: &mut Random) -> String {
    if random.chance(0.2) {
        return String::new();
    }
    let small = random.below(3) + 1;
    match header {
        "DUNSNumber" => format!("12345678{small}"),
        "Month" | "Agreement End Date" => format!("2026-0{small}-01"),
        "IsDuplicateRowForPGA" => if small == 1 { "Yes" } else { "No" }.to_owned(),
        "MPNID" | "CustomerTpid" | "CustomerID" | "SubscriptionId" | "Agreement ID" | "MeterCategory" => {
            format!("{header}{small}")
        }
        "M365Fit" => random.below(101).to_string(),
        _ => format!("{}.{:02}", random.below(1000), random.below(100)),
    }
}

#[test]
fn what_happened_counts_once_when_another_file_repeats_it() {
    let outcomes = "CustomerID|OpportunityProduct|OpenedDate|ClosedDate|Outcome|OutcomeRevenue";
    let first = ["C1|M365|2026-01-05|2026-02-01|Won|100", "C1|M365|2026-01-05|2026-02-01|Won|100"];
    let again = ["C1|M365|2026-01-05|2026-02-01|Won|100", "C2|Azure|2026-03-05||Open|"];
    let signals = "CustomerID|SignalDate|SignalType|Keywords|Strength";
    let seen = ["C1|2026-03-01|Hiring|cloud|2"];
    let portfolio =
        joined([report(outcomes, &first), report(outcomes, &again), report(signals, &seen), report(signals, &seen)]);
    let told = portfolio.outcomes.as_ref().unwrap();
    // Equal rows of one file are two deals.
    assert_eq!(told.customer, [0, 0, 1]);
    assert_eq!(told.won, [Some(true), Some(true), None]);
    assert_eq!(told.revenue.iter().flatten().count(), 2);
    assert_eq!(portfolio.signals.as_ref().unwrap().strength, [Some(2.0)]);
}
