//! The agreements of a customer, in keeping with what it owns and spends.

use super::draw::{Purpose, bell, growth, random_for, weighted};
use super::latent::{D365, Latent};
use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::segment::Segment;
use crate::support::random::Random;
use jiff::{ToSpan, civil::date};

/// The day the sample speaks of: in fiscal year FY27.
pub const AS_OF: Date = date(2026, 10, 1);

/// The first day an agreement of the sample ends on.
const FIRST_END: Date = date(2026, 1, 1);

/// Days from [`FIRST_END`] to 30 June 2028, both counted: two full fiscal years behind and ahead of the as-of date's.
const END_DAYS: u32 = 912;

/// An agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleAgreement {
    /// Ten digits, zeros in front; never twice.
    pub id: String,
    /// Licence programme.
    pub program: &'static str,
    /// Last day.
    pub ends: Date,
    /// Whether the end date is typed as text; 2 percent are.
    pub date_is_text: bool,
    /// Open, renewed or expired: an agreement past its end may still be open.
    pub state: &'static str,
    /// US dollars; 1 percent are missing.
    pub revenue: Option<f64>,
    /// Whether the revenue is typed as text; 2 percent are.
    pub revenue_is_text: bool,
    /// The products it covers.
    pub division: &'static str,
}

/// A division of revenue, and the products whose spend it holds.
struct Division {
    name: &'static str,
    models: &'static [Model],
}

const DIVISIONS: [Division; 4] = [
    Division { name: "Microsoft 365", models: &[Model::M365] },
    Division { name: "Azure", models: &[Model::Azure] },
    Division { name: "Dynamics 365", models: &D365 },
    Division { name: "Power Platform", models: &[Model::PowerApps] },
];

/// What servers of its own cost an owner of none of the divisions, a year and employee, in US dollars.
const SERVER_PRICE: f64 = 40.0;

/// The agreements of customer number `customer`.
///
/// Only those who own something have any: half of the Upper Medium, 27 percent of the Medium and 15 percent of the
/// Small ones, one to three each. That is near .23 a customer, so `n` agreements reach back to fewer than `4.7 n`
/// customers.
#[must_use]
pub fn agreements_of(seed: u64, customer: u64, latent: &Latent) -> Vec<SampleAgreement> {
    let mut random = random_for(seed, customer, Purpose::Agreements);
    let share = match latent.segment {
        Segment::UpperMedium => 0.43,
        Segment::Medium => 0.23,
        Segment::VerySmall | Segment::Unknown => 0.12,
    };
    let owner = latent.standings.iter().any(|standing| standing.owned);
    if !random.chance(share) || !owner {
        return Vec::new();
    }
    let count = 1 + u32::from(random.chance(0.25)) + u32::from(random.chance(0.10));
    (0..count).map(|position| draw_agreement(&mut random, customer, position, count, latent)).collect()
}

/// Whether one of `agreements` is an enterprise agreement: the Has EA flag.
#[must_use]
pub fn has_enterprise(agreements: &[SampleAgreement]) -> bool {
    agreements.iter().any(|agreement| agreement.program == "Enterprise")
}

/// Whether one of `agreements` belongs to an Open programme: the Has Open flag.
#[must_use]
pub fn has_open(agreements: &[SampleAgreement]) -> bool {
    agreements.iter().any(|agreement| agreement.program.starts_with("Open"))
}

fn draw_agreement(random: &mut Random, customer: u64, position: u32, count: u32, latent: &Latent) -> SampleAgreement {
    let owned: Vec<&Division> =
        DIVISIONS.iter().filter(|division| latent.yearly_spend(division.models) > 0.0).collect();
    let (division, spend) = match random.pick(&owned) {
        Some(division) => (division.name, latent.yearly_spend(division.models)),
        None => ("Windows Server", f64::from(latent.employees) * SERVER_PRICE),
    };
    // An agreement covers 60 to 100 percent of the spend, shared with the customer's other agreements.
    let covered = spend * (0.6 + 0.4 * random.unit()) * growth(0.3 * bell(random)) / f64::from(count);
    let ends = draw_end(random);
    SampleAgreement {
        id: format!("{:010}", customer * 100 + 11 * (u64::from(position) + 1)),
        program: draw_program(random, latent.segment),
        ends,
        date_is_text: random.chance(0.02),
        state: draw_state(random, ends),
        // Nothing is sold below 60 dollars a year, one seat of the cheapest plan.
        revenue: (!random.chance(0.01)).then_some((covered.max(60.0) * 100.0).round() / 100.0),
        revenue_is_text: random.chance(0.02),
        division,
    }
}

fn draw_program(random: &mut Random, segment: Segment) -> &'static str {
    // Enterprise agreements begin at 500 seats, so they are rare below Upper Medium.
    let enterprise = if segment == Segment::UpperMedium { 55 } else { 2 };
    let programs = [
        ("Enterprise", enterprise),
        ("Open Value", 30),
        ("Open License", 15),
        ("Cloud Solution Provider", 40),
        ("MPSA", 5),
    ];
    weighted(random, &programs, |(_, weight)| *weight).map_or("Open Value", |(name, _)| name)
}

/// Any day of the range; 45 percent move to the end of their month, where agreements end by preference.
fn draw_end(random: &mut Random) -> Date {
    let days = i64::from(random.below(END_DAYS));
    let day = FIRST_END.checked_add(days.days()).unwrap_or(FIRST_END);
    if random.chance(0.45) { day.last_of_month() } else { day }
}

fn draw_state(random: &mut Random, ends: Date) -> &'static str {
    let u = random.unit();
    if ends >= AS_OF {
        return if u < 0.92 { "Open" } else { "Renewed" };
    }
    if u < 0.20 {
        "Open"
    } else if u < 0.60 {
        "Renewed"
    } else {
        "Expired"
    }
}
