//! The agreements of all customers.

use crate::domain::agreement::{Agreement, open_by_word};
use crate::portfolio::CustomerIndex;
use crate::portfolio::reconciliation::{LeftOut, LeftOuts};
use crate::portfolio::table_columns::{TableColumns, by_word};
use crate::support::interner::{Interner, TextId};
use crate::workbook::dictionary::Meaning;
use std::collections::HashSet;

/// Agreements, one vector a property.
#[derive(Debug, Default)]
pub struct Agreements {
    /// Whose agreement it is.
    pub customer: Vec<CustomerIndex>,
    /// Agreement number; several rows of one agreement share it.
    pub number: Vec<TextId>,
    /// Date and revenue.
    pub terms: Vec<Agreement>,
    /// Whether any has an end date.
    pub have_dates: bool,
    /// Whether any has revenue, and a date or a state that tells whether it is open.
    pub have_open_revenue: bool,
}

/// Agreements while they are gathered, file after file.
#[derive(Debug, Default)]
pub(super) struct AgreementBuilder {
    /// Made when the first file brings some.
    pub agreements: Option<Agreements>,
    /// Those of the files before, so that none counts again; within a file equal rows are their own affair.
    pub known: HashSet<(CustomerIndex, TextId, Agreement)>,
    /// Whether a further file may bring the same ones.
    pub remembers: bool,
}

/// Whether `columns` say anything of agreements.
pub(super) fn has_agreements(columns: TableColumns<'_>) -> bool {
    columns.column(Meaning::AgreementEnd).is_some() || columns.column(Meaning::ExpiringRevenue).is_some()
}

impl AgreementBuilder {
    /// Takes the rows of a table in; what of its revenue does not count is told.
    pub(super) fn add(
        &mut self,
        texts: &Interner,
        columns: TableColumns<'_>,
        customers: &[CustomerIndex],
        left_out: &[Option<LeftOut>],
    ) -> LeftOuts {
        let mut out = LeftOuts::default();
        if !has_agreements(columns) {
            return out;
        }
        let ends = columns.days(Meaning::AgreementEnd);
        let revenue = columns.money(Meaning::ExpiringRevenue);
        let numbers = columns.texts(Meaning::AgreementId);
        let states = columns.texts(Meaning::AgreementStatus).map(|states| by_word(texts, states, open_by_word));
        let agreements = self.agreements.get_or_insert_with(Agreements::default);
        let mut seen = Vec::new();
        for (row, customer) in customers.iter().enumerate() {
            let terms = Agreement {
                ends: ends.and_then(|cells| cells.get(row).copied().flatten()),
                expiring_revenue: revenue.and_then(|cells| cells.get(row).copied().flatten()),
                stated_open: states.as_ref().and_then(|cells| cells.get(row).copied().flatten()),
            };
            let number = numbers.and_then(|cells| cells.get(row)).copied().unwrap_or(TextId::MISSING);
            let identity = (*customer, number, terms);
            let is_known = !number.is_missing() && self.known.contains(&identity);
            if self.remembers {
                seen.push(identity);
            }
            let reason = left_out.get(row).copied().flatten().or(is_known.then_some(LeftOut::KnownFromOtherFile));
            if let (Some(reason), Some(amount)) = (reason, terms.expiring_revenue) {
                out.add(reason, amount);
            }
            if reason.is_some() || terms.ends.is_none() && terms.expiring_revenue.is_none() {
                continue;
            }
            agreements.have_dates |= terms.ends.is_some();
            agreements.have_open_revenue |= terms.expiring_revenue.is_some() && terms.is_known_open_or_not();
            agreements.customer.push(*customer);
            agreements.number.push(number);
            agreements.terms.push(terms);
        }
        self.known.extend(seen);
        out
    }
}
