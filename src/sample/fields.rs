//! What a column of a report holds, told by its header.

use super::plays::Play;
use crate::domain::model::Model;
use crate::support::text::comparison_key;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Something about the customer itself.
    Customer(CustomerField),
    /// Fit of a model.
    Fit(Model),
    /// Intent of a model.
    Intent(Model),
    /// Cluster of a model.
    Cluster(Model),
    /// A play's flag.
    Play(Play),
    /// Any other flag.
    Flag(Flag),
    /// Something about an agreement.
    Agreement(AgreementField),
    /// Something about a month of Azure usage.
    Usage(UsageField),
}

/// A column about the customer or the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub enum CustomerField {
    PartnerId,
    PartnerName,
    CustomerId,
    DunsNumber,
    Name,
    Domain,
    OrgSize,
    Industry,
    Vertical,
    Area,
    Subsidiary,
    Territory,
    City,
    State,
    PostalCode,
    Country,
    Segment,
    SubSegment,
    SmcType,
    Nonprofit,
    Offers,
    ExistingWorkloadCount,
    ExistingWorkloads,
    RecommendedWorkloadCount,
    RecommendedWorkloads,
}

/// A flag column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub enum Flag {
    HasM365,
    HasAzure,
    HasD365,
    HasGoogle,
    HasAws,
    HasEnterprise,
    HasOpen,
    Upsell,
    Transacted,
    OpenRenewalDynamics,
    OpenRenewalDatacenter,
    OpenRenewalStandard,
    Duplicate,
}

/// A column about an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub enum AgreementField {
    Program,
    Id,
    EndDate,
    ExpirationType,
    ExpiringRevenue,
    Division,
}

/// A column about a month of Azure usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub enum UsageField {
    SubscriptionId,
    SubscriptionStart,
    SubscriptionEnd,
    FirstUse,
    SubscriptionState,
    Month,
    ServiceName,
    MeterCategory,
    Units,
    Quantity,
    TenantId,
    Tpid,
    PartnerLocation,
    AttributionType,
    SalesChannel,
    EnrollmentNumber,
    ResellerId,
    ResellerName,
    SubscriptionRevenue,
    TotalRevenue,
}

impl Field {
    /// The field of the column under `header`, the `position`th of its report; `None` for one that is not known here.
    #[must_use]
    pub fn of(header: &str, position: u16) -> Option<Self> {
        if let Some(play) = Play::of(header, position) {
            return Some(Self::Play(play));
        }
        let key = comparison_key(header);
        customer_field(&key)
            .map(Self::Customer)
            .or_else(|| flag(&key).map(Self::Flag))
            .or_else(|| score_field(&key))
            .or_else(|| agreement_field(&key).map(Self::Agreement))
            .or_else(|| usage_field(&key).map(Self::Usage))
    }
}

fn score_field(key: &str) -> Option<Field> {
    if let Some(model) = key.strip_suffix("fit") {
        return Model::from_key(model).map(Field::Fit);
    }
    if let Some(model) = key.strip_suffix("intent") {
        return Model::from_key(model).map(Field::Intent);
    }
    key.strip_suffix("cluster").and_then(Model::from_key).map(Field::Cluster)
}

fn customer_field(key: &str) -> Option<CustomerField> {
    use CustomerField as F;
    Some(match key {
        "mpnid" | "pgampnid" => F::PartnerId,
        "partnername" => F::PartnerName,
        "customerid" => F::CustomerId,
        "dunsnumber" => F::DunsNumber,
        "accountname" | "customername" => F::Name,
        "domain" => F::Domain,
        "orgsize" => F::OrgSize,
        "industry" => F::Industry,
        "vertical" => F::Vertical,
        "area" => F::Area,
        "subsidiary" => F::Subsidiary,
        "salesterritory" => F::Territory,
        "city" => F::City,
        "state" => F::State,
        "postalcode" => F::PostalCode,
        "country" | "customermarket" => F::Country,
        "segment" => F::Segment,
        "subsegment" => F::SubSegment,
        "smctypesummary" | "customersegment" => F::SmcType,
        "isnonprofit" => F::Nonprofit,
        "fy24offers" => F::Offers,
        "numberofexistingworkloads" => F::ExistingWorkloadCount,
        "existingworkloads" => F::ExistingWorkloads,
        "numberofrecommendedworkloads" => F::RecommendedWorkloadCount,
        "recommendedworkloads" => F::RecommendedWorkloads,
        _ => return None,
    })
}

fn flag(key: &str) -> Option<Flag> {
    Some(match key {
        "hasm365" => Flag::HasM365,
        "hasazure" => Flag::HasAzure,
        "hasd365" => Flag::HasD365,
        "hasgoogle" => Flag::HasGoogle,
        "hasaws" => Flag::HasAws,
        "hasea" => Flag::HasEnterprise,
        "hasopen" => Flag::HasOpen,
        "m365upsellcustomer" | "microsoft365upsellcustomer" => Flag::Upsell,
        "transactedinthelast36months" => Flag::Transacted,
        "dynamicsonpremaxorcrmhasopenrenewal" => Flag::OpenRenewalDynamics,
        "windowsserverdatacenterhasopenrenewal" => Flag::OpenRenewalDatacenter,
        "windowsserverstandardhasopenrenewal" => Flag::OpenRenewalStandard,
        "isacrduplicateatpgalevel" => Flag::Duplicate,
        _ => return None,
    })
}

fn agreement_field(key: &str) -> Option<AgreementField> {
    use AgreementField as F;
    Some(match key {
        "licenseprogram" => F::Program,
        "agreementid" => F::Id,
        "agreementenddate" => F::EndDate,
        "expirationtype" => F::ExpirationType,
        "expiringrevenue" => F::ExpiringRevenue,
        "revsumdivisionname" => F::Division,
        _ => return None,
    })
}

fn usage_field(key: &str) -> Option<UsageField> {
    use UsageField as F;
    Some(match key {
        "subscriptionid" => F::SubscriptionId,
        "subscriptionstartdate" => F::SubscriptionStart,
        "subscriptionenddate" => F::SubscriptionEnd,
        "firstusedate" => F::FirstUse,
        "subscriptionstate" => F::SubscriptionState,
        "month" => F::Month,
        "servicename" => F::ServiceName,
        "metercategory" => F::MeterCategory,
        "usageunits" => F::Units,
        "usagequantity" => F::Quantity,
        "customertenantid" => F::TenantId,
        "customertpid" => F::Tpid,
        "partnerlocation" => F::PartnerLocation,
        "partnerattributiontype" => F::AttributionType,
        "saleschannel" => F::SalesChannel,
        "enrollmentnumber" => F::EnrollmentNumber,
        "resellerid" => F::ResellerId,
        "resellername" => F::ResellerName,
        "monthlysubscriptionlevelacr" => F::SubscriptionRevenue,
        "totalacr" => F::TotalRevenue,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_every_report_is_known() {
        let words = crate::sample::words::Words::load().unwrap();
        for header in words.layouts.values().flatten() {
            assert!(Field::of(header, 0).is_some(), "{header}");
        }
    }

    #[test]
    fn a_header_that_ends_in_fit_is_not_a_score_for_that() {
        assert_eq!(Field::of("IsNonprofit", 0), Some(Field::Customer(CustomerField::Nonprofit)));
        assert_eq!(Field::of("Surface Intent", 0), Some(Field::Intent(Model::Surface)));
        assert_eq!(Field::of("Profit", 0), None);
    }
}
