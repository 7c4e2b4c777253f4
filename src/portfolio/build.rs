//! Makes one portfolio of several reports.

use crate::domain::model::Model;
use crate::portfolio::agreements::{AgreementBuilder, has_agreements};
use crate::portfolio::attribute::Attribute;
use crate::portfolio::combined::{AllRows, Combined};
use crate::portfolio::doubts::{DoubtKind, Doubts, RowPlace};
use crate::portfolio::identity::{Joined, KeyColumns, identify};
use crate::portfolio::reconciliation::{LeftOut, Reconciliation, RowCounts};
use crate::portfolio::repeated_rows::left_out_rows;
use crate::portfolio::table_columns::TableColumns;
use crate::portfolio::take_columns::ColumnTaker;
use crate::portfolio::{CustomerIndex, Portfolio, PortfolioFile};
use crate::support::interner::{Interner, TextId, TooMuchText};
use crate::workbook::dictionary::Meaning;
use crate::workbook::table::{ColumnData, OpenWarning, ReadColumn, ReportTable};
use std::collections::BTreeSet;

/// Takes reports in, then joins them; the first value known of a customer stays.
#[derive(Debug, Default)]
pub struct PortfolioBuilder {
    texts: Interner,
    tables: Vec<ReportTable>,
}

impl PortfolioBuilder {
    /// Takes a report in.
    ///
    /// # Errors
    /// [`TooMuchText`] when the texts of all files together pass 4 GB.
    pub fn add(&mut self, mut table: ReportTable) -> Result<(), TooMuchText> {
        self.adopt_texts(&mut table)?;
        self.tables.push(table);
        Ok(())
    }

    /// Joins the reports into one portfolio.
    #[must_use]
    pub fn finish(self) -> Portfolio {
        let Self { texts, tables } = self;
        let mut doubts = Doubts::default();
        let keys: Vec<KeyColumns<'_>> = tables.iter().map(key_columns).collect();
        let Joined { customers, count } = identify(&texts, &keys, &mut doubts);
        let mut seen = vec![0; count];
        let counts: Vec<RowCounts> =
            (1..).zip(tables.iter().zip(&customers)).map(|(file, (t, c))| row_counts(t, c, file, &mut seen)).collect();
        let mut left_out = left_out_rows(&tables);
        for ((table, customers), left_out) in tables.iter().zip(&customers).zip(&mut left_out) {
            leave_out_further_rows(table, customers, count, left_out);
        }
        let all = AllRows { tables: &tables, customers: &customers, left_out: &left_out, count };
        let azure_revenue = all.monthly_azure_revenue();
        let combined = all.combined();
        let holdings = crate::portfolio::holdings::gather(all, &texts);
        let remembers = tables.iter().filter(|table| has_agreements(TableColumns(&table.columns))).count() > 1;

        let mut joining = Joining {
            portfolio: Portfolio { texts, holdings, ..Portfolio::default() },
            doubts,
            combined,
            agreements: AgreementBuilder { remembers, ..AgreementBuilder::default() },
            count,
        };
        for (file, table) in tables.into_iter().enumerate() {
            let (Some(customers), Some(left_out)) = (customers.get(file), left_out.get(file)) else { continue };
            let rows = counts.get(file).copied().unwrap_or_default();
            joining.join(file, table, customers.clone(), left_out, rows);
        }
        joining.finish(azure_revenue)
    }

    /// Makes the table's text ids those of the portfolio.
    fn adopt_texts(&mut self, table: &mut ReportTable) -> Result<(), TooMuchText> {
        let texts = std::mem::take(&mut table.texts);
        if self.tables.is_empty() {
            self.texts = texts;
            return Ok(());
        }
        let ids = texts.texts().map(|text| self.texts.intern(text)).collect::<Result<Vec<TextId>, TooMuchText>>()?;
        for column in &mut table.columns {
            let ColumnData::Text(cells) = &mut column.data else { continue };
            for cell in cells {
                *cell = ids.get(cell.index()).copied().unwrap_or(TextId::MISSING);
            }
        }
        Ok(())
    }
}

/// The models whose columns `table` brings, in the order of [`Model::ALL`].
fn models_of(table: &ReportTable) -> Vec<Model> {
    let of = |column: &ReadColumn| match column.known.meaning {
        Meaning::Score(model, _) => Some(model),
        _ => None,
    };
    let models: BTreeSet<Model> = table.columns.iter().filter_map(of).collect();
    models.into_iter().collect()
}

/// The portfolio while the tables are put into it, one after the other.
struct Joining {
    portfolio: Portfolio,
    doubts: Doubts,
    combined: Vec<Combined>,
    agreements: AgreementBuilder,
    count: usize,
}

impl Joining {
    fn join(
        &mut self,
        file: usize,
        mut table: ReportTable,
        customers: Vec<CustomerIndex>,
        left_out: &[Option<LeftOut>],
        rows: RowCounts,
    ) {
        if rows.repeated > 0 && !table.kind.has_several_rows_a_customer() {
            table.understanding.warnings.push(OpenWarning::RepeatedCustomers(rows.repeated));
        }
        let columns = TableColumns(&table.columns);
        let agreements_left_out = self.agreements.add(&self.portfolio.texts, columns, &customers, left_out);
        self.portfolio.add_events(table.kind, columns, &customers, left_out);
        let models = models_of(&table);
        let mut taker =
            ColumnTaker::new(&mut self.portfolio, &mut self.doubts, file, &table.rows, &customers, self.count);
        taker.agreements_left_out = agreements_left_out;
        for column in table.columns {
            taker.take(column, &mut self.combined);
        }
        let mut amounts = taker.amounts;
        for combined in &mut self.combined {
            amounts.extend(combined.checks.iter().filter(|(of, _)| *of == file).map(|(_, check)| check.clone()));
        }
        self.portfolio.files.push(PortfolioFile {
            origin: table.origin,
            kind: table.kind,
            models,
            rows: table.rows,
            new_customers: u32::try_from(rows.new).unwrap_or(u32::MAX),
            customers,
            understanding: table.understanding,
            reconciliation: Reconciliation { rows, amounts },
        });
    }

    fn finish(mut self, azure_revenue: Vec<Option<crate::domain::money::Money>>) -> Portfolio {
        let portfolio = &mut self.portfolio;
        portfolio.customers.azure_revenue = azure_revenue;
        portfolio.customers.grow(self.count);
        portfolio.models.iter_mut().for_each(|model| model.grow(self.count));
        portfolio.attributes.iter_mut().for_each(|attribute: &mut Attribute| attribute.data.grow(self.count));
        portfolio.models.sort_by_key(|columns| columns.model);
        portfolio.agreements = self.agreements.agreements;
        portfolio.totals = portfolio.add_up();
        doubt_same_names(portfolio, &mut self.doubts);
        portfolio.doubts = self.doubts.finish();
        self.portfolio
    }
}

fn key_columns(table: &ReportTable) -> KeyColumns<'_> {
    let column = |meaning| TableColumns(&table.columns).texts(meaning).unwrap_or(&[]);
    KeyColumns {
        rows: &table.rows,
        customer_id: column(Meaning::CustomerId),
        duns: column(Meaning::Duns),
        tenant: column(Meaning::Tenant),
        tpid: column(Meaning::Tpid),
        domain: column(Meaning::Domain),
        name: column(Meaning::Name),
    }
}

/// `seen` holds the last file, from 1, that named each customer.
fn row_counts(table: &ReportTable, customers: &[CustomerIndex], file: u32, seen: &mut [u32]) -> RowCounts {
    let dropped = table.understanding.warnings.iter().map(|warning| match warning {
        OpenWarning::RowsWithoutCustomer(rows) | OpenWarning::RepeatedHeaders(rows) => *rows,
        _ => 0,
    });
    let dropped: u64 = dropped.sum();
    let mut counts = RowCounts { read: table.rows.len() as u64 + dropped, dropped, ..RowCounts::default() };
    for customer in customers {
        let Some(last) = seen.get_mut(*customer as usize) else { continue };
        match *last {
            0 => counts.new += 1,
            known if known == file => counts.repeated += 1,
            _ => counts.joined += 1,
        }
        *last = file;
    }
    counts
}

/// Where a row should be a customer, further rows of it bring no further amounts.
fn leave_out_further_rows(
    table: &ReportTable,
    customers: &[CustomerIndex],
    count: usize,
    left_out: &mut Vec<Option<LeftOut>>,
) {
    let is_concerned =
        !table.kind.has_several_rows_a_customer() && table.columns.iter().any(crate::portfolio::combined::is_combined);
    if !is_concerned {
        return;
    }
    left_out.resize(customers.len(), None);
    let mut seen = vec![false; count];
    for (customer, reason) in customers.iter().zip(left_out) {
        let Some(seen) = seen.get_mut(*customer as usize) else { continue };
        if *seen {
            *reason = reason.or(Some(LeftOut::AlreadyKnown));
        }
        *seen = true;
    }
}

/// Customers of different files who share a name to the letter, but no sure key: they may be one. Within a file they
/// are two by the report's own word.
fn doubt_same_names(portfolio: &Portfolio, doubts: &mut Doubts) {
    let names = &portfolio.customers.name;
    let mut is_placed = vec![false; names.len()];
    let mut file_of_name: Vec<Option<usize>> = vec![None; portfolio.texts.id_count()];
    for (file, opened) in portfolio.files.iter().enumerate() {
        for (customer, row) in opened.customers.iter().zip(&opened.rows) {
            let Some(placed) = is_placed.get_mut(*customer as usize).filter(|placed| !**placed) else { continue };
            *placed = true;
            let name = names.get(*customer as usize).copied().unwrap_or(TextId::MISSING);
            let Some(known) = file_of_name.get_mut(name.index()).filter(|_| !name.is_missing()) else { continue };
            if *known.get_or_insert(file) != file {
                doubts.add(DoubtKind::SameName, RowPlace { file, row: *row });
            }
        }
    }
}
