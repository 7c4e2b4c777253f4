//! The next workload and the next step of a plan, from portfolios made by hand.

use crate::domain::model::Model;
use crate::domain::report::ReportKind;
use crate::portfolio::Portfolio;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::portfolio::holdings::{HeldProduct, Holding, Holdings};
use crate::scoring::next::upsell::{Missing, SeatWallets, Upsell, UpsellPaths, upsells};
use crate::scoring::next::workloads::next_workloads;
use crate::support::interner::TextId;
use crate::support::progress::Progress;

fn list(portfolio: &mut Portfolio, name: &str, cells: &[&str]) {
    let ids: Vec<TextId> = cells.iter().map(|cell| portfolio.texts.intern(cell).unwrap()).collect();
    portfolio.customers.grow(cells.len());
    portfolio.attributes.push(Attribute {
        name: name.to_owned(),
        header: name.to_owned(),
        is_play: false,
        data: AttributeData::Text(ids),
    });
}

/// Holdings of (customer, product, model, seats).
fn hold(portfolio: &mut Portfolio, kind: ReportKind, held: &[(u32, &str, Option<f64>)]) {
    let mut holdings = Holdings::default();
    for (customer, name, seats) in held {
        let name = portfolio.texts.intern(name).unwrap();
        let known = holdings.products.iter().position(|product| product.name == name);
        let product = known.unwrap_or_else(|| {
            holdings.products.push(HeldProduct { name, kind, model: Some(Model::M365), months: 12 });
            holdings.products.len() - 1
        });
        holdings.lines.push(Holding { customer: *customer, product: product as u32, revenue: None, seats: *seats });
    }
    portfolio.holdings = Some(holdings);
}

/// 90 customers: most that run SQL run Backup as well, most that run Web run Cache.
fn azure() -> Portfolio {
    let mut portfolio = Portfolio::default();
    let mut existing: Vec<&str> = Vec::new();
    for customer in 0..90 {
        existing.push(match customer % 6 {
            0 | 1 => "SQL Server; Backup",
            2 => "sql server;Ｂackup; Storage",
            3 | 4 => "Web; Cache",
            _ => "Cache, Web, Sentinel, Azure Monitor",
        });
    }
    existing.extend(["SQL Server", "Web", "", "Azure Monitor; Web"]);
    let mut recommended = vec![""; existing.len()];
    recommended[90] = "Backup; Storage";
    recommended[91] = "Backup";
    list(&mut portfolio, "ExistingWorkloads", &existing);
    list(&mut portfolio, "RecommendedWorkloads", &recommended);
    portfolio
}

#[test]
fn the_next_workload_follows_from_those_that_run_and_says_why() {
    let next = next_workloads(&azure(), &Progress::default()).unwrap();
    let first = next.of(90).next().unwrap();
    assert_eq!((first.name, first.is_recommended), ("Backup", true));
    let reasons = next.reasons(90, "Backup");
    assert_eq!((reasons.len(), reasons[0].because), (1, "SQL Server"));
    assert!((reasons[0].adds as f32 - first.score).abs() < 1e-6 && reasons[0].adds > 0.0);
    assert_eq!(next.of(91).next().map(|one| (one.name, one.is_recommended)), Some(("Cache", false)));
    assert_eq!(next.of(92).count(), 0, "a customer that runs nothing");
    let agreement = next.agreement.unwrap();
    assert_eq!((agreement.customers, agreement.first, agreement.any), (2, 1, agreement.any));
}

#[test]
fn a_workload_is_not_offered_before_what_it_needs() {
    let next = next_workloads(&azure(), &Progress::default()).unwrap();
    let is_offered = |customer: usize| next.of(customer).any(|one| one.name == "Sentinel");
    assert!(!is_offered(91), "it runs Web as those with Sentinel do, but no Azure Monitor");
    assert!(is_offered(93));
    let mut with_monitor = azure();
    hold(&mut with_monitor, ReportKind::AzureUsage, &[(90, "azure  monitor", None)]);
    let next = next_workloads(&with_monitor, &Progress::default()).unwrap();
    let all: Vec<&str> = next.running.of(90).iter().map(|item| next.model.items[usize::from(*item)].as_str()).collect();
    assert_eq!(all, ["Azure Monitor", "SQL Server"], "services of the usage report count as well");
}

#[test]
fn files_without_workloads_give_nothing_and_no_failure() {
    let next = next_workloads(&Portfolio::default(), &Progress::default()).unwrap();
    assert!(next.model.items.is_empty() && next.agreement.is_none() && next.of(0).next().is_none());
}

fn steps(held: &[(u32, &str, Option<f64>)], employees: Option<u32>, money: &SeatWallets<'_>) -> Vec<Upsell> {
    let mut portfolio = Portfolio::default();
    portfolio.customers.grow(1);
    portfolio.customers.employees = vec![employees];
    hold(&mut portfolio, ReportKind::SeatsSubscriptionsAndRevenue, held);
    upsells(&portfolio, &Progress::default()).unwrap().of(0, money)
}

fn goals(steps: &[Upsell]) -> Vec<(Option<&str>, Option<f64>)> {
    steps.iter().map(|step| (step.to, step.seat_gap)).collect()
}

#[test]
fn the_paths_keep_their_rules() {
    let unknown = SeatWallets { wallet: &|_| None, seat_price: &|_| None };
    let basic = |employees, seats| goals_of(&[(0, "Microsoft 365 Business Basic", Some(seats))], employees, &unknown);
    let premium = "Microsoft 365 Business Premium".to_owned();
    assert_eq!(basic(Some(40), 10.0)[0], (premium, Some(30.0)));
    assert!(basic(Some(900), 10.0).iter().all(|(goal, _)| goal != "Microsoft 365 Business Premium"), "beyond the cap");
    assert!(basic(None, 301.0).is_empty(), "more seats than the family may have");
    let mail = |employees| goals_of(&[(0, "Exchange Online (Plan 1)", Some(5.0))], employees, &unknown)[..1].to_vec();
    assert_eq!(mail(Some(299))[0].0, "Microsoft 365 E3");
    assert_eq!(mail(Some(300))[0].0, "Microsoft 365 E5");
    let both = [(0, "Microsoft 365 E3", Some(9.0)), (0, "Microsoft 365 E5", Some(1.0))];
    assert!(steps(&both, Some(9), &unknown).iter().all(|step| step.from == step.to), "it has E5 already");
    let school = goals_of(&[(0, "Office 365 A1 for faculty", None)], None, &unknown);
    assert_eq!(school, [("Microsoft 365 A5".to_owned(), None)]);
}

fn goals_of(
    held: &[(u32, &str, Option<f64>)],
    employees: Option<u32>,
    money: &SeatWallets<'_>,
) -> Vec<(String, Option<f64>)> {
    let steps = steps(held, employees, money);
    goals(&steps).into_iter().map(|(goal, gap)| (goal.unwrap_or("").to_owned(), gap)).collect()
}

#[test]
fn the_gap_is_the_wallet_in_seats_less_those_held_and_says_what_is_missing() {
    let money = SeatWallets { wallet: &|_| Some(6_000.0), seat_price: &|_| Some(100.0) };
    let held = [(0, "Microsoft 365 E3", Some(45.0))];
    let found = steps(&held, None, &money);
    assert_eq!(found[0].seat_gap, Some(15.0));
    assert_eq!(found[0].missing, [Missing::Employees]);
    let unknown = SeatWallets { wallet: &|_| None, seat_price: &|_| Some(100.0) };
    let found = steps(&[(0, "Microsoft 365 E3", None)], None, &unknown);
    assert_eq!((found[0].seat_gap, found.len()), (None, 1), "never 0");
    assert_eq!(found[0].missing, [Missing::Seats, Missing::Employees, Missing::WalletInSeats]);
}

#[test]
fn every_path_joins_families_that_are_known() {
    let paths = UpsellPaths::built_in();
    assert!(paths.families.len() > 8 && paths.paths.len() > 4);
    let is_known = |name: &String| paths.families.iter().any(|family| family.name == *name);
    assert!(paths.paths.iter().all(|path| is_known(&path.to) && path.from.iter().all(is_known)));
    let family = |name| paths.family(name).map(|at| paths.families[at].name.as_str());
    assert_eq!(family("Office 365 E3"), Some("Office 365"));
    assert_eq!(family("Microsoft 365 E3 (no Teams)"), Some("Microsoft 365 E3"));
    assert_eq!(family("Visio Plan 2"), None);
}
