//! The model behind the sample: what is true of a customer before any report shows it.
//!
//! ```text
//! segment   13 % Upper Medium, 39 % Medium, 48 % Small; a position u in it gives employees and size s
//! maturity  m = .35 s + the industry's shift + .85 bell
//! affinity  a = size weight * s + maturity weight * m + own weight * bell + the industry's lean, one for each product
//! owned     with probability squash(.9 a + the product's offset)
//! Fit       100 squash(.58 (a + .45 bell) - .14)
//! Intent    100 squash(.75 z - .75), z = .6 activity + .75 bell + .25 a, activity = bell, shared by the products
//! cluster   of the default matrix; in 2.4 % the one beside it
//! spend     of owners, a year: employees * the product's price * growth(.5 bell + .2 a)
//! ```
//! `bell` is a draw with mean 0 and variance 1, `squash` an S curve from 0 to 1, `growth` the exponential (see
//! `draw.rs`). Every product's `a` is made to have a variance near 1, so the same constants serve all.
//!
//! What to expect of a large sample (measured for Microsoft 365 at 28,000 customers): Fit High 17 %, Medium 24 %, Low
//! 32 %, Very Low 27 %; Intent 4, 10, 22, 64 %, so each of the 16 cells holds customers (the rarest, Very Low Fit with
//! High Intent, .5 %; A1 1.4 %). Owners of Microsoft 365 57 %, of Azure 30 %, of Dynamics 365 18 %. Fit is a noisy view
//! of the affinity that ownership was drawn from: its AUC against ownership is .80 for Microsoft 365.

use super::draw::{Purpose, bell, growth, random_for, squash, weighted};
use super::industries::{INDUSTRIES, Industry, LEAN, Sector};
use crate::domain::band::BandLimits;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::profile::ClusterMap;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::support::random::Random;

/// How the affinity for a product comes about.
struct Shape {
    model: Model,
    /// Weight of size, maturity and chance. The third makes the variance 1, with .35 between the first two.
    size: f64,
    maturity: f64,
    own: f64,
    /// Moves the share of owners, whose mean the comment beside it gives.
    offset: f64,
    /// What an owner spends a year for each of its employees, in US dollars.
    price: f64,
}

const fn shape(model: Model, [size, maturity, own]: [f64; 3], offset: f64, price: f64) -> Shape {
    Shape { model, size, maturity, own, offset, price }
}

/// Prices: seats at list price times the part of the staff that has one. Microsoft 365 at 12.50 a month for seven in
/// ten; a Surface of 1,000 every four years for one in four; Azure 5 a month; Dynamics 365 at 70 to 180 a month for
/// one in ten or fewer; Power Apps at 5 a month for one in five.
const SHAPES: [Shape; 7] = [
    shape(Model::M365, [0.30, 0.55, 0.70], 0.15, 105.0),
    shape(Model::Surface, [0.15, 0.45, 0.85], -1.50, 62.0),
    shape(Model::Azure, [0.40, 0.60, 0.56], -0.75, 60.0),
    shape(Model::D365BusinessCentral, [0.10, 0.40, 0.90], -2.20, 84.0),
    shape(Model::D365FinanceOperations, [0.60, 0.35, 0.61], -2.80, 108.0),
    shape(Model::D365CustomerEngagement, [0.40, 0.45, 0.71], -2.30, 78.0),
    shape(Model::PowerApps, [0.30, 0.60, 0.65], -1.60, 12.0),
];

/// A customer and one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The product.
    pub model: Model,
    /// How much the customer is made for it: mean 0, variance near 1. In no report.
    pub affinity: f64,
    /// Whether the customer has it.
    pub owned: bool,
    /// 0 to 100, whole as a rule; 1 percent are missing.
    pub fit: Option<f64>,
    /// 0 to 100, whole; 1 percent are missing.
    pub intent: Option<f64>,
    /// Missing where Fit is.
    pub cluster: Option<Cluster>,
    /// What the customer spends on it a year, in US dollars; 0 for those who do not own it.
    pub yearly_spend: f64,
}

/// What is known of a customer beside the products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// A nonprofit organisation.
    pub nonprofit: bool,
    /// Runs Google's suite.
    pub google: bool,
    /// Runs on Amazon's cloud.
    pub aws: bool,
    /// Likely to take a higher plan of Microsoft 365.
    pub upsell: bool,
    /// Bought something in the last 36 months.
    pub transacted: bool,
}

/// What is true of one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Latent {
    /// By employees, as the default rule has it.
    pub segment: Segment,
    /// 1 to 5,000.
    pub employees: u32,
    /// Size in standard deviations from the mean.
    pub size: f64,
    /// The industry.
    pub industry: &'static Industry,
    /// Digital maturity in standard deviations from the mean.
    pub maturity: f64,
    /// One for each product.
    pub standings: Vec<Standing>,
    /// The rest.
    pub traits: Traits,
}

impl Latent {
    /// Customer number `customer` of the portfolio that `seed` stands for.
    #[must_use]
    pub fn of(seed: u64, customer: u64) -> Self {
        let mut random = random_for(seed, customer, Purpose::Firm);
        let (segment, employees, size) = draw_size(&mut random);
        let [fallback, ..] = &INDUSTRIES;
        let industry = weighted(&mut random, &INDUSTRIES, |industry| industry.weight).unwrap_or(fallback);
        let maturity = 0.35 * size + industry.maturity + 0.85 * bell(&mut random);

        let mut random = random_for(seed, customer, Purpose::Products);
        let activity = bell(&mut random);
        let standings: Vec<Standing> = SHAPES
            .iter()
            .map(|shape| {
                let lean = if industry.leans_to.contains(&shape.model) { LEAN } else { 0.0 };
                let own = shape.own * bell(&mut random);
                let affinity = shape.size * size + shape.maturity * maturity + own + lean;
                draw_standing(&mut random, shape, affinity, activity, (segment, employees))
            })
            .collect();
        let random = &mut random_for(seed, customer, Purpose::Traits);
        let traits = draw_traits(random, industry, maturity, &standings);
        Self { segment, employees, size, industry, maturity, standings, traits }
    }

    /// The customer and `model`; `None` for a product without a model of its own in the newer reports.
    #[must_use]
    pub fn standing(&self, model: Model) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.model == model)
    }

    /// Whether the customer has the product.
    #[must_use]
    pub fn owns(&self, model: Model) -> bool {
        self.standing(model).is_some_and(|standing| standing.owned)
    }

    /// Whether the customer has any Dynamics 365 application. Power Apps is not one.
    #[must_use]
    pub fn owns_d365(&self) -> bool {
        D365.iter().any(|model| self.owns(*model))
    }

    /// What the customer spends a year on `models` together, in US dollars.
    #[must_use]
    pub fn yearly_spend(&self, models: &[Model]) -> f64 {
        models.iter().filter_map(|model| self.standing(*model)).map(|standing| standing.yearly_spend).sum()
    }
}

/// The Dynamics 365 applications.
pub const D365: [Model; 3] = [Model::D365BusinessCentral, Model::D365FinanceOperations, Model::D365CustomerEngagement];

/// Segment, employees and size. Within a segment employees crowd at the lower end, as firms do; size is the position
/// on one scale of segments, less its mean .20 and over its deviation .75.
fn draw_size(random: &mut Random) -> (Segment, u32, f64) {
    let kind = random.unit();
    let u = random.unit();
    let (segment, employees, position) = if kind < 0.13 {
        (Segment::UpperMedium, 300.0 + 4_700.0 * u * u * u * u, 1.1 + 0.9 * u)
    } else if kind < 0.52 {
        (Segment::Medium, 25.0 + 275.0 * u * u, 1.1 * u)
    } else {
        (Segment::VerySmall, 1.0 + 24.0 * u * u, -0.9 + 0.9 * u)
    };
    (segment, employees as u32, (position - 0.20) / 0.75)
}

fn draw_standing(
    random: &mut Random,
    shape: &Shape,
    affinity: f64,
    activity: f64,
    (segment, employees): (Segment, u32),
) -> Standing {
    let owned = random.chance(squash(0.9 * affinity + shape.offset));
    let fit = 100.0 * squash(0.58 * (affinity + 0.45 * bell(random)) - 0.14);
    let z = 0.6 * activity + 0.75 * bell(random) + 0.25 * affinity;
    let intent = (100.0 * squash(0.75 * z - 0.75)).round();
    // Reports carry whole numbers; the 3 percent with a tenth are there to try the limits of the bands.
    let fit = if random.chance(0.03) { (fit * 10.0).round() / 10.0 } else { fit.round() };
    let spend = f64::from(employees) * shape.price * growth(0.5 * bell(random) + 0.2 * affinity);
    // More than USD 1,000 a month would make any customer Upper Medium, whatever its size.
    let most = if shape.model == Model::Azure && segment != Segment::UpperMedium { 11_800.0 } else { f64::MAX };
    let cluster = draw_cluster(random, fit, intent);
    let fit = (!random.chance(0.01)).then_some(fit);
    Standing {
        model: shape.model,
        affinity,
        owned,
        fit,
        intent: (!random.chance(0.01)).then_some(intent),
        cluster: cluster.filter(|_| fit.is_some()),
        yearly_spend: if owned { spend.min(most) } else { 0.0 },
    }
}

/// The cluster of the default matrix; for 3 in 100 the next one up or down, where there is one, since real files disagree
/// with their own scores.
fn draw_cluster(random: &mut Random, fit: f64, intent: f64) -> Option<Cluster> {
    let limits = BandLimits::default();
    let cell = Cell { fit: limits.band(Score::new(fit)?), intent: limits.band(Score::new(intent)?) };
    let cluster = ClusterMap::default().cluster(cell);
    if !random.chance(0.03) {
        return Some(cluster);
    }
    let next = if random.chance(0.5) { cluster.index().checked_sub(1) } else { Some(cluster.index() + 1) };
    Some(next.and_then(|index| Cluster::ALL.get(index)).copied().unwrap_or(cluster))
}

fn draw_traits(random: &mut Random, industry: &Industry, maturity: f64, standings: &[Standing]) -> Traits {
    let m365 = standings.iter().find(|standing| standing.model == Model::M365);
    let owned = m365.is_some_and(|standing| standing.owned);
    let affinity = m365.map_or(0.0, |standing| standing.affinity);
    let anything = standings.iter().any(|standing| standing.owned);
    Traits {
        nonprofit: random.chance(if industry.sector == Sector::Nonprofit { 0.85 } else { 0.01 }),
        // A rival suite is rare beside Microsoft's own.
        google: random.chance(if owned { 0.06 } else { 0.22 }),
        aws: random.chance(squash(0.7 * maturity - 1.4)),
        upsell: random.chance(squash(0.8 * affinity - 0.6)) && owned,
        transacted: random.chance(if anything { 0.92 } else { 0.12 }),
    }
}
