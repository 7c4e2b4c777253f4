//! What stands in a cell: a column's field for a row.

use super::agreements::{SampleAgreement, has_enterprise, has_open};
use super::customer::{Customer, OrgSize};
use super::draw::{Purpose, random_for};
use super::fields::{AgreementField, CustomerField, Field, Flag, UsageField};
use super::industries::Sector;
use super::usage::{Service, UsageRow, guid, recommended_for, services_of};
use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::segment::Segment;
use std::borrow::Cow;

/// What stands in a cell, before language and flag style.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Blank,
    /// Text that is the same in every language.
    Text(Cow<'a, str>),
    /// A word that is translated.
    Category(&'a str),
    /// A number.
    Number(f64),
    /// US dollars.
    Money(f64),
    /// A day.
    Date(Date),
    /// Yes or no.
    Flag(bool),
}

/// A row of a report: a customer, and what the row is about beside it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The customer.
    pub customer: &'a Customer<'a>,
    /// All agreements of the customer.
    pub agreements: &'a [SampleAgreement],
    /// The agreement, in the renewals report.
    pub agreement: Option<&'a SampleAgreement>,
    /// The month of usage, in the usage report.
    pub usage: Option<&'a UsageRow>,
}

/// The partner whose reports these are.
const PARTNER: (&str, &str) = ("04711206", "Northlight Cloud Partners");
/// The reseller that some usage goes through.
const RESELLER: (&str, &str) = ("00318842", "Harbour Lane Distribution");

fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

fn owned(text: String) -> Value<'static> {
    Value::Text(Cow::Owned(text))
}

fn or_blank<T>(content: Option<T>, value: impl FnOnce(T) -> Value<'static>) -> Value<'static> {
    content.map_or(Value::Blank, value)
}

impl<'a> Row<'a> {
    /// What stands in this row's cell of a column that holds `field`.
    #[must_use]
    pub fn value(&self, field: &Field) -> Value<'a> {
        let standing = |model| self.customer.latent.standing(model);
        match field {
            Field::Customer(field) => customer_value(self.customer, *field),
            Field::Fit(model) => or_blank(standing(*model).and_then(|standing| standing.fit), Value::Number),
            Field::Intent(model) => or_blank(standing(*model).and_then(|standing| standing.intent), Value::Number),
            Field::Cluster(model) => or_blank(standing(*model).and_then(|standing| standing.cluster), |cluster| {
                Value::Category(cluster.name())
            }),
            Field::Play(play) => Value::Flag(play.is_for(self.customer)),
            Field::Flag(flag) => self.flag(*flag),
            Field::Agreement(field) => {
                self.agreement.map_or(Value::Blank, |agreement| agreement_value(agreement, *field))
            }
            Field::Usage(field) => self.usage.map_or(Value::Blank, |usage| usage_value(self.customer, usage, *field)),
        }
    }

    /// Ownership as the latent model has it, except that one flag in a hundred is blank.
    fn flag(&self, flag: Flag) -> Value<'static> {
        let customer = self.customer;
        let blank = random_for(customer.seed, customer.number, Purpose::Flag(flag as u16)).chance(0.01);
        if blank && flag != Flag::Duplicate {
            return Value::Blank;
        }
        let (latent, traits) = (&customer.latent, &customer.latent.traits);
        let renews = |program: &str, employees: u32| {
            latent.employees >= employees
                && self.agreements.iter().any(|agreement| agreement.state == "Open" && agreement.program == program)
        };
        Value::Flag(match flag {
            Flag::HasM365 => latent.owns(Model::M365),
            Flag::HasAzure => latent.owns(Model::Azure),
            Flag::HasD365 => latent.owns_d365(),
            Flag::HasGoogle => traits.google,
            Flag::HasAws => traits.aws,
            Flag::HasEnterprise => has_enterprise(self.agreements),
            Flag::HasOpen => has_open(self.agreements),
            Flag::Upsell => traits.upsell,
            Flag::Transacted => traits.transacted,
            Flag::OpenRenewalDynamics => renews("Open Value", 100),
            Flag::OpenRenewalDatacenter => renews("Enterprise", 500),
            Flag::OpenRenewalStandard => renews("Open License", 25),
            Flag::Duplicate => self.usage.is_some_and(|usage| usage.duplicate),
        })
    }
}

fn customer_value<'a>(customer: &'a Customer<'a>, field: CustomerField) -> Value<'a> {
    use CustomerField as F;
    let industry = customer.latent.industry;
    let running = || services_of(customer.seed, customer.number, &customer.latent);
    let recommended = || recommended_for(&running(), &customer.latent);
    match field {
        F::PartnerId => text(PARTNER.0),
        F::PartnerName => text(PARTNER.1),
        F::CustomerId => text(&customer.id),
        F::DunsNumber => customer.duns.as_deref().map_or(Value::Blank, text),
        F::Name => text(&customer.name),
        F::Domain => customer.domain.as_deref().map_or(Value::Blank, text),
        F::OrgSize => match &customer.employees {
            OrgSize::Count(employees) => Value::Number(f64::from(*employees)),
            OrgSize::Text(employees) => text(employees),
            OrgSize::Blank => Value::Blank,
        },
        F::Industry if customer.industry_known => Value::Category(industry.name),
        F::Vertical if customer.industry_known => {
            let vertical = industry.verticals.get(customer.number as usize % industry.verticals.len().max(1));
            vertical.map_or(Value::Blank, |vertical| Value::Category(vertical))
        }
        F::Industry | F::Vertical => Value::Blank,
        F::Segment => Value::Category(match industry.sector {
            Sector::Commercial => "Small, Medium & Corporate Commercial",
            Sector::Education => "Small, Medium & Corporate Education",
            Sector::Government => "Small, Medium & Corporate Public Sector",
            Sector::Nonprofit => "Small, Medium & Corporate Nonprofit",
        }),
        F::SubSegment => Value::Category(if industry.sector == Sector::Commercial {
            "SM&C Commercial - SMB"
        } else {
            "SM&C Public Sector - SMB"
        }),
        F::SmcType if customer.segment_known => Value::Category(match customer.latent.segment {
            Segment::UpperMedium => "Upper Medium",
            Segment::Medium => "Medium",
            // The newer reports' word for Very Small.
            Segment::VerySmall | Segment::Unknown => "Small",
        }),
        F::SmcType => Value::Blank,
        F::Nonprofit => Value::Category(if customer.latent.traits.nonprofit { "Nonprofit" } else { "For profit" }),
        F::Offers => match customer.number % 20 {
            0 => Value::Category("Business Premium promotion"),
            7 => Value::Category("Azure migration funding"),
            _ => Value::Blank,
        },
        F::ExistingWorkloadCount => Value::Number(running().len() as f64),
        F::RecommendedWorkloadCount => Value::Number(recommended().len() as f64),
        F::ExistingWorkloads => list(&running()),
        F::RecommendedWorkloads => list(&recommended()),
        F::Area | F::Subsidiary | F::Territory | F::City | F::State | F::PostalCode | F::Country => {
            place_value(customer, field)
        }
    }
}

fn place_value<'a>(customer: &'a Customer<'a>, field: CustomerField) -> Value<'a> {
    use CustomerField as F;
    let Some(place) = &customer.place else { return Value::Blank };
    match (field, place.city) {
        (F::Area, _) => Value::Category(&place.country.area),
        (F::Subsidiary, _) => Value::Category(&place.country.subsidiary),
        (F::Territory, _) => Value::Category(place.territory),
        (F::City, Some((city, _))) => Value::Category(city),
        (F::State, Some((_, state))) => Value::Category(state),
        (F::PostalCode, _) => place.postal_code.as_deref().map_or(Value::Blank, text),
        (F::Country, _) => Value::Category(&place.country.name),
        _ => Value::Blank,
    }
}

fn list(services: &[&'static Service]) -> Value<'static> {
    if services.is_empty() {
        return Value::Blank;
    }
    owned(services.iter().map(|service| service.name).collect::<Vec<_>>().join("; "))
}

fn agreement_value(agreement: &SampleAgreement, field: AgreementField) -> Value<'_> {
    use AgreementField as F;
    match field {
        F::Program => Value::Category(agreement.program),
        F::Id => text(&agreement.id),
        F::EndDate if agreement.date_is_text => owned(agreement.ends.to_string()),
        F::EndDate => Value::Date(agreement.ends),
        F::ExpirationType => Value::Category(agreement.state),
        F::ExpiringRevenue => match agreement.revenue {
            Some(revenue) if agreement.revenue_is_text => owned(grouped(revenue)),
            Some(revenue) => Value::Money(revenue),
            None => Value::Blank,
        },
        F::Division => Value::Category(agreement.division),
    }
}

/// `1234.5` as people type it: `"1,234.50"`.
fn grouped(amount: f64) -> String {
    let plain = format!("{amount:.2}");
    let whole = plain.find('.').unwrap_or(plain.len());
    let mut grouped = String::new();
    for (position, digit) in plain.chars().enumerate() {
        if position > 0 && position < whole && (whole - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn usage_value<'a>(customer: &Customer<'_>, usage: &'a UsageRow, field: UsageField) -> Value<'a> {
    use UsageField as F;
    let subscription = &usage.subscription;
    let resold = subscription.channel == "CSP" && customer.number.is_multiple_of(3);
    match field {
        F::SubscriptionId => text(&subscription.id),
        F::SubscriptionStart => Value::Date(subscription.start),
        F::SubscriptionEnd => subscription.end.map_or(Value::Blank, Value::Date),
        F::FirstUse => Value::Date(subscription.first_use),
        F::SubscriptionState => Value::Category(if subscription.end.is_some() { "Deprovisioned" } else { "Active" }),
        F::Month => Value::Date(usage.month),
        F::ServiceName => text(usage.service.name),
        F::MeterCategory => text(usage.service.meter),
        F::Units => text(usage.service.unit),
        F::Quantity => Value::Number(usage.quantity),
        F::TenantId => owned(guid(customer.seed, customer.number, 0)),
        // The number that the propensity reports call CustomerID, so that the two can be joined.
        F::Tpid => owned(customer.id.clone()),
        F::PartnerLocation => Value::Category("Japan"),
        F::AttributionType => text(if subscription.channel == "CSP" { "CSP" } else { "DPOR" }),
        F::SalesChannel => text(subscription.channel),
        F::EnrollmentNumber if subscription.channel == "EA" => owned(format!("{:08}", customer.number * 7 + 310_000)),
        F::EnrollmentNumber => Value::Blank,
        F::ResellerId if resold => text(RESELLER.0),
        F::ResellerName if resold => text(RESELLER.1),
        F::ResellerId | F::ResellerName => Value::Blank,
        F::SubscriptionRevenue => Value::Money(usage.subscription_revenue),
        F::TotalRevenue => Value::Money(usage.revenue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(grouped(0.5), "0.50");
        assert_eq!(grouped(999.0), "999.00");
        assert_eq!(grouped(1_234_567.891), "1,234,567.89");
    }
}
