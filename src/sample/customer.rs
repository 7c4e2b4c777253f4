//! A customer as reports describe it: who, where, and what is blank or badly typed.

use super::draw::{Purpose, mixed, random_for, weighted};
use super::latent::Latent;
use super::words::{Country, NameLanguage, Words};
use crate::domain::segment::Segment;
use crate::support::random::Random;

/// A customer of the portfolio that a seed stands for. The same number is the same customer in every report.
#[derive(Debug)]
pub struct Customer<'a> {
    /// The portfolio.
    pub seed: u64,
    /// Its number, from 0.
    pub number: u64,
    /// CustomerID: eight digits, zeros in front; never blank, never twice.
    pub id: String,
    /// DUNS number: nine digits, never twice; 4 percent are missing.
    pub duns: Option<String>,
    /// Account name.
    pub name: String,
    /// Domain, never twice; 6 percent are missing.
    pub domain: Option<String>,
    /// Where it is; `None` only if the data file lists no country.
    pub place: Option<Place<'a>>,
    /// What the OrgSize column holds.
    pub employees: OrgSize,
    /// Whether the industry and its vertical are known; 3 percent are not.
    pub industry_known: bool,
    /// Whether the report names the subsegment; .6 percent are blank.
    pub segment_known: bool,
    /// What is true of it.
    pub latent: Latent,
}

/// Where a customer is.
#[derive(Debug)]
pub struct Place<'a> {
    /// The country, with area and subsidiary.
    pub country: &'a Country,
    /// The sales territory of its city.
    pub territory: &'a str,
    /// City and state; 2 percent are missing.
    pub city: Option<(&'a str, &'a str)>,
    /// Text, often with zeros in front; 2 percent are missing, and some countries have none.
    pub postal_code: Option<String>,
}

/// What an OrgSize cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum OrgSize {
    /// Employees as a number.
    Count(u32),
    /// Employees or a band of them as text: `"1,250"`, `"25-300"`.
    Text(String),
    /// Nothing.
    Blank,
}

impl<'a> Customer<'a> {
    /// Customer number `number` of the portfolio that `seed` stands for.
    #[must_use]
    pub fn of(seed: u64, number: u64, words: &'a Words) -> Self {
        let latent = Latent::of(seed, number);
        let mut random = random_for(seed, number, Purpose::Identity);
        let country = weighted(&mut random, &words.places, |country| country.weight);
        let place = country.and_then(|country| draw_place(&mut random, country));
        let language = country.map_or("en", |country| country.language.as_str());
        let (name, slug) = draw_name(&mut random, language, words);
        let mut blemish = random_for(seed, number, Purpose::Blemishes);
        Self {
            seed,
            number,
            // Rising with gaps, so that no one takes it for a row number.
            id: format!("{:08}", 3 * number + mixed(seed ^ number) % 3 + 1_000),
            // 3^18 shares no factor with 10^9, so the products never meet.
            duns: (!blemish.chance(0.04))
                .then(|| format!("{:09}", (number * 387_420_489 + mixed(seed) % 1_000_000_007) % 1_000_000_000)),
            // A blank behind the name, as typing leaves it, in half a percent.
            name: if blemish.chance(0.005) { name + " " } else { name },
            domain: (!blemish.chance(0.06)).then(|| format!("{slug}-{}.example", base36(number))),
            place,
            employees: draw_org_size(&mut blemish, &latent),
            industry_known: !blemish.chance(0.03),
            segment_known: !blemish.chance(0.006),
            latent,
        }
    }
}

/// Numbers as a rule; text in 2 percent, a band in 1, nothing in 1.
fn draw_org_size(random: &mut Random, latent: &Latent) -> OrgSize {
    let employees = latent.employees;
    match random.below(100) {
        0 if employees >= 1_000 => OrgSize::Text(format!("{},{:03}", employees / 1_000, employees % 1_000)),
        0 | 1 => OrgSize::Text(employees.to_string()),
        2 => OrgSize::Text(
            match latent.segment {
                Segment::UpperMedium => "300+",
                Segment::Medium => "25-300",
                _ => "1-24",
            }
            .to_owned(),
        ),
        3 => OrgSize::Blank,
        _ => OrgSize::Count(employees),
    }
}

fn draw_place<'a>(random: &mut Random, country: &'a Country) -> Option<Place<'a>> {
    let [city, state, prefix, territory] = random.pick(&country.cities)?;
    let postal_code: String = prefix
        .chars()
        .chain(country.postal.chars().map(|c| match c {
            '#' => char::from(b'0' + random.below(10) as u8),
            'X' => char::from(b'A' + random.below(26) as u8),
            other => other,
        }))
        .collect();
    let postal_known = !postal_code.is_empty() && !random.chance(0.02);
    Some(Place {
        country,
        territory,
        city: (!random.chance(0.02)).then_some((city, state)),
        postal_code: postal_known.then_some(postal_code),
    })
}

/// A name and plain letters for its domain. One in twenty outside English-speaking countries has an English name; eight
/// in a thousand carry emoji, six in a thousand look like a formula.
fn draw_name(random: &mut Random, language: &str, words: &Words) -> (String, String) {
    let key = if random.chance(0.05) { "en" } else { language };
    let drawn = words.names.languages.get(key).and_then(|language| draw_plain_name(random, language));
    let (name, slug) = drawn.unwrap_or_else(|| ("Unnamed".to_owned(), "unnamed".to_owned()));
    let name = match random.below(1_000) {
        0..8 => match (random.pick(&words.names.emoji), random.chance(0.5)) {
            (Some(emoji), true) => format!("{emoji} {name}"),
            (Some(emoji), false) => format!("{name} {emoji}"),
            (None, _) => name,
        },
        8..12 => match random.pick(&words.names.formula_starts) {
            Some(start) => format!("{start}{name}"),
            None => name,
        },
        12..14 => random.pick(&words.names.formula_names).cloned().unwrap_or(name),
        _ => name,
    };
    (name, slug)
}

fn draw_plain_name(random: &mut Random, language: &NameLanguage) -> Option<(String, String)> {
    let pattern = random.pick(&language.patterns)?;
    let [stem, stem_slug] = random.pick(&language.stems)?;
    let [other, _] = random.pick(&language.stems)?;
    let [sector, sector_slug] = random.pick(&language.sectors)?;
    let name = pattern.replace("{stem}", stem).replace("{other}", other).replace("{sector}", sector);
    Some((name, format!("{stem_slug}-{sector_slug}")))
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}
