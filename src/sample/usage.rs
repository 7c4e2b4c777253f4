//! Azure usage: the services a customer runs, and what it consumes of them month by month.

use super::draw::{Purpose, bell, growth, mixed, random_for};
use super::latent::Latent;
use crate::domain::Date;
use crate::domain::model::Model;
use crate::support::random::Random;
use jiff::{ToSpan, civil::date};

/// An Azure service.
#[derive(Debug, PartialEq)]
pub struct Service {
    /// Its name, which is also the workload's.
    pub name: &'static str,
    /// The meter its usage is counted by.
    pub meter: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// US dollars for one of it.
    pub price: f64,
    /// The part of Azure owners that run it.
    share: f64,
}

const fn service(name: &'static str, meter: &'static str, unit: &'static str, price: f64, share: f64) -> Service {
    Service { name, meter, unit, price, share }
}

/// The services, the commonest first.
pub static SERVICES: [Service; 10] = [
    service("Virtual Machines", "Virtual Machines", "1 Hour", 0.096, 0.62),
    service("Storage", "Storage", "1 GB/Month", 0.018, 0.70),
    service("Backup", "Backup", "1 GB/Month", 0.022, 0.38),
    service("SQL Database", "SQL Database", "1 vCore Hour", 0.25, 0.30),
    service("App Service", "Azure App Service", "1 Hour", 0.10, 0.27),
    service("Azure Virtual Desktop", "Virtual Machines", "1 Hour", 0.12, 0.15),
    service("Networking", "Virtual Network", "1 GB", 0.08, 0.33),
    service("Microsoft Defender for Cloud", "Security Center", "1 Node/Month", 15.0, 0.18),
    service("Azure Monitor", "Log Analytics", "1 GB", 2.3, 0.22),
    service("Azure OpenAI", "Cognitive Services", "1K Tokens", 0.01, 0.09),
];

/// The first month of the report; it covers the six up to the as-of date.
const FIRST_MONTH: Date = date(2026, 4, 1);
const MONTHS: i64 = 6;

/// A row of the usage report.
#[derive(Debug, Clone)]
pub struct UsageRow {
    /// The subscription.
    pub subscription: Subscription,
    /// First day of the month.
    pub month: Date,
    /// What was used.
    pub service: &'static Service,
    /// How much of it, in the service's unit.
    pub quantity: f64,
    /// Azure consumed revenue of the row, in US dollars.
    pub revenue: f64,
    /// Azure consumed revenue of the whole subscription in the month, in US dollars.
    pub subscription_revenue: f64,
    /// Whether the row repeats one that another partner location reports too; it must stay out of sums.
    pub duplicate: bool,
}

/// An Azure subscription.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// A GUID.
    pub id: String,
    /// First day.
    pub start: Date,
    /// Last day, for the few that ended.
    pub end: Option<Date>,
    /// The first day anything was used.
    pub first_use: Date,
    /// How it came to be.
    pub channel: &'static str,
}

/// The services that a customer runs; none unless it owns Azure.
#[must_use]
pub fn services_of(seed: u64, customer: u64, latent: &Latent) -> Vec<&'static Service> {
    if !latent.owns(Model::Azure) {
        return Vec::new();
    }
    let mut random = random_for(seed, customer, Purpose::Workloads);
    // Mature customers run more: their shares grow by up to a half.
    let factor = 1.0 + 0.25 * latent.maturity.clamp(-2.0, 2.0);
    let run: Vec<&Service> = SERVICES.iter().filter(|service| random.chance(service.share * factor)).collect();
    if run.is_empty() { SERVICES.iter().take(1).collect() } else { run }
}

/// The services that suit a customer next: the commonest that it does not run, the more the greater its affinity.
#[must_use]
pub fn recommended_for(running: &[&'static Service], latent: &Latent) -> Vec<&'static Service> {
    let affinity = latent.standing(Model::Azure).map_or(0.0, |standing| standing.affinity);
    let count = (affinity + 1.5).clamp(0.0, 4.0) as usize;
    SERVICES.iter().filter(|service| !running.contains(service)).take(count).collect()
}

/// Every usage row of a customer: subscriptions, in them months, in them services.
#[must_use]
pub fn usage_of(seed: u64, customer: u64, latent: &Latent) -> Vec<UsageRow> {
    let services = services_of(seed, customer, latent);
    if services.is_empty() {
        return Vec::new();
    }
    let mut random = random_for(seed, customer, Purpose::Usage);
    let count = 1 + u32::from(random.chance(0.25)) + u32::from(random.chance(0.10));
    let monthly = latent.yearly_spend(&[Model::Azure]) / 12.0 / f64::from(count);
    let mut rows = Vec::new();
    for position in 0..count {
        let subscription = draw_subscription(&mut random, seed, customer, position);
        let shares: Vec<f64> = services.iter().map(|_| 0.1 + random.unit()).collect();
        let scale = monthly / shares.iter().sum::<f64>();
        for month in 0..MONTHS {
            add_month(
                &mut rows,
                &mut random,
                &subscription,
                month,
                &services,
                shares.iter().map(|share| share * scale),
            );
        }
    }
    rows
}

fn add_month(
    rows: &mut Vec<UsageRow>,
    random: &mut Random,
    subscription: &Subscription,
    month: i64,
    services: &[&'static Service],
    usual: impl Iterator<Item = f64>,
) {
    let month = FIRST_MONTH.checked_add(month.months()).unwrap_or(FIRST_MONTH);
    if subscription.end.is_some_and(|end| end < month) {
        return;
    }
    // Consumption of a month strays by about 15 percent, downwards from what keeps a smaller customer below the limit.
    let revenues: Vec<f64> =
        usual.map(|usual| (usual * growth(-0.15 * bell(random).abs()) * 100.0).round() / 100.0).collect();
    let subscription_revenue = (revenues.iter().sum::<f64>() * 100.0).round() / 100.0;
    for (service, revenue) in services.iter().copied().zip(revenues) {
        let row = UsageRow {
            subscription: subscription.clone(),
            month,
            service,
            quantity: (revenue / service.price * 1_000.0).round() / 1_000.0,
            revenue,
            subscription_revenue,
            duplicate: false,
        };
        if random.chance(0.05) {
            rows.push(row.clone());
            rows.push(UsageRow { duplicate: true, ..row });
        } else {
            rows.push(row);
        }
    }
}

fn draw_subscription(random: &mut Random, seed: u64, customer: u64, position: u32) -> Subscription {
    // Begun in the five years before the report.
    let start = FIRST_MONTH.checked_sub(i64::from(random.below(1_800)).days()).unwrap_or(FIRST_MONTH);
    let ended = random.chance(0.05).then(|| FIRST_MONTH.checked_add(i64::from(30 + random.below(120)).days()));
    Subscription {
        id: guid(seed, customer, u64::from(position) + 1),
        start,
        end: ended.and_then(Result::ok),
        first_use: start.checked_add(i64::from(random.below(40)).days()).unwrap_or(start).min(FIRST_MONTH),
        channel: if random.chance(0.7) { "CSP" } else { "EA" },
    }
}

/// A version 4 GUID that stands for one thing of one customer.
#[must_use]
pub fn guid(seed: u64, customer: u64, thing: u64) -> String {
    let high = mixed(seed ^ mixed(customer ^ (thing << 48)));
    let low = mixed(high);
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}
