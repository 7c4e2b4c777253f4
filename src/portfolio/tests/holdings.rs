//! Who holds which product, and what it brought in a year.

use super::{joined, report};
use crate::domain::model::Model;
use crate::portfolio::Portfolio;

/// Customer, product, model, yearly revenue, seats.
type Held<'a> = (u32, &'a str, Option<Model>, Option<f64>, Option<f64>);

fn held(portfolio: &Portfolio) -> Vec<Held<'_>> {
    let holdings = portfolio.holdings.as_ref().unwrap();
    let lines = holdings.with_products().map(|(line, product)| {
        let yearly = line.revenue.map(|told| product.yearly(told));
        (line.customer, portfolio.texts.text(product.name), product.model, yearly, line.seats)
    });
    lines.collect()
}

const SEATS: &str =
    "CustomerTpid|SubscriptionId|Month|ProductFamily|SKU|TotalSoldSeats|BilledRevenueUSD|IsDuplicateRowForPGA";

#[test]
fn a_year_is_the_last_twelve_months_and_seats_are_those_of_the_latest() {
    let portfolio = joined([report(
        SEATS,
        &[
            "1|S1|2025-01-01|Microsoft 365|Business Basic|10|999|No",
            "1|S1|2025-07-01|Microsoft 365|Business Basic|10|100|No",
            "1|S1|2026-06-01|Microsoft 365|Business Basic|12|50|No",
            "1|S1|2026-06-01|Microsoft 365|Business Basic|12|50|Yes",
            "1|S2|2026-06-01|Dynamics 365|Dynamics 365 Business Central Essentials|3|70|No",
            "2|S3|2026-06-01|Something||||No",
        ],
    )]);
    assert_eq!(
        held(&portfolio),
        [
            (0, "Business Basic", Some(Model::M365), Some(150.0), Some(12.0)),
            (0, "Dynamics 365 Business Central Essentials", Some(Model::D365BusinessCentral), Some(70.0), Some(3.0)),
            (1, "Something", None, None, None),
        ]
    );
}

#[test]
fn fewer_months_are_scaled_and_a_figure_told_twice_counts_once() {
    let usage = report(
        "CustomerTpid|SubscriptionId|Month|ServiceName|UsageUnits|UsageQuantity|MonthlySubscriptionLevelACR|TotalACR",
        &[
            "1|S1|2026-04-01|Storage|GB|1|10|10",
            "1|S1|2026-06-01|Storage|GB|1|50|20",
            "1|S1|2026-06-01|Virtual Machines|Hours|1|50|30",
        ],
    );
    let seats = report(
        "CustomerTpid|SubscriptionId|Month|ProductFamily|SKU|TotalSoldSeats|BilledRevenueUSD|AzureConsumedRevenueUSD",
        &["1|S1|2026-06-01|Azure|Azure plan|||60", "1|S9|2026-06-01|Microsoft 365|E3|5|40|"],
    );
    let portfolio = joined([seats, usage]);
    assert_eq!(
        held(&portfolio),
        [
            (0, "Storage", Some(Model::Azure), Some(120.0), None),
            (0, "Virtual Machines", Some(Model::Azure), Some(120.0), None),
            (0, "E3", Some(Model::M365), Some(480.0), Some(5.0)),
        ]
    );
    let plain = joined([report("CustomerID|M365Fit", &["1|80"])]);
    assert_eq!(plain.holdings, None);
}

#[test]
fn a_month_far_ahead_of_all_others_does_not_empty_the_year() {
    let rows = |last: &str| {
        let portfolio = joined([report(
            SEATS,
            &[
                "1|S1|2025-07-01|Microsoft 365|Business Basic|10|100|No",
                "1|S1|2026-06-01|Microsoft 365|Business Basic|12|50|No",
                &format!("1|S1|{last}|Microsoft 365|Business Basic|9|7|No"),
            ],
        )]);
        held(&portfolio).into_iter().map(|(.., revenue, seats)| (revenue, seats)).collect::<Vec<_>>()
    };
    assert_eq!(rows("2062-06-01"), [(Some(150.0), Some(12.0))]);
    // A month later the year moves on.
    assert_eq!(rows("2026-07-01"), [(Some(57.0), Some(9.0))]);
}

#[test]
fn after_a_year_without_reports_the_newer_half_counts() {
    let rows = ["1|S1|2023-06-01|A|B|10|100|No", "1|S1|2026-05-01|A|B|5|60|No", "1|S1|2026-06-01|A|B|5|60|No"];
    assert_eq!(held(&joined([report(SEATS, &rows)])), [(0, "B", None, Some(120.0), Some(5.0))]);
}
