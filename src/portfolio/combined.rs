//! The attributes that several rows of a customer make together, from all tables at once.

use crate::domain::money::Money;
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::AttributeData;
use crate::portfolio::combine::{Part, combine, combine_days};
use crate::portfolio::reconciliation::{AmountCheck, LeftOut, LeftOuts, Total};
use crate::portfolio::table_columns::{TableColumns, days, texts};
use crate::workbook::dictionary::{OverRows, Role};
use crate::workbook::table::{ColumnData, ReadColumn, ReportTable};

/// All tables, and whose their rows are.
#[derive(Clone, Copy)]
pub(super) struct AllRows<'a> {
    pub tables: &'a [ReportTable],
    pub customers: &'a [Vec<CustomerIndex>],
    /// Why rows do not count; empty for a table where all do.
    pub left_out: &'a [Vec<Option<LeftOut>>],
    pub count: usize,
}

/// A combined column.
pub(super) struct Combined {
    pub name: String,
    pub data: AttributeData,
    /// Amounts by file.
    pub checks: Vec<(usize, AmountCheck)>,
}

/// Whether `column` is combined, and not the first value taken.
pub(super) fn is_combined(column: &ReadColumn) -> bool {
    column.known.over_rows != OverRows::First
        && matches!(column.data, ColumnData::Number(_) | ColumnData::Money(_) | ColumnData::Day(_))
}

impl AllRows<'_> {
    /// Every combined column, once each.
    pub(super) fn combined(self) -> Vec<Combined> {
        let mut all: Vec<Combined> = Vec::new();
        for column in self.tables.iter().flat_map(|table| &table.columns).filter(|column| is_combined(column)) {
            if all.iter().all(|known| known.name != column.known.name) {
                all.push(self.combine(column));
            }
        }
        all
    }

    /// What each customer consumes of Azure in its latest month; empty when no file says.
    pub(super) fn monthly_azure_revenue(self) -> Vec<Option<Money>> {
        let parts: Vec<_> = self.parts(|column| column.known.role == Some(Role::AzureRevenue), money);
        if parts.is_empty() {
            return Vec::new();
        }
        let parts: Vec<_> = parts.into_iter().map(|(_, _, part)| part).collect();
        combine(&parts, OverRows::LatestMonth, self.count, |_, _, _| {})
    }

    fn combine(self, like: &ReadColumn) -> Combined {
        let (name, over_rows) = (like.known.name.clone(), like.known.over_rows);
        let same = |column: &ReadColumn| column.known.name == name;
        let mut checks = Vec::new();
        let data = match &like.data {
            ColumnData::Day(_) => {
                let parts: Vec<_> = self.parts(same, |column| days(&column.data)).into_iter().map(|p| p.2).collect();
                AttributeData::Day(combine_days(&parts, over_rows == OverRows::Latest, self.count))
            }
            ColumnData::Money(_) => {
                let parts = self.parts(same, money);
                let (files, parts): (Vec<_>, Vec<_>) = parts.into_iter().map(|(f, header, p)| ((f, header), p)).unzip();
                let mut out = vec![LeftOuts::default(); parts.len()];
                let values = combine(&parts, over_rows, self.count, |part, reason, amount| {
                    if let Some(out) = out.get_mut(part) {
                        out.add(reason, amount);
                    }
                });
                checks = files
                    .into_iter()
                    .zip(parts.iter().zip(out))
                    .map(|((file, header), (part, out))| (file, check(&name, header, Total::of(part.cells), out)))
                    .collect();
                AttributeData::Money(values)
            }
            _ => {
                let parts: Vec<_> = self.parts(same, number).into_iter().map(|p| p.2).collect();
                AttributeData::Number(combine(&parts, over_rows, self.count, |_, _, _| {}))
            }
        };
        Combined { name, data, checks }
    }

    /// The first column of each table that `is_one` says, with its file and header.
    fn parts<'b, T: Copy>(
        &'b self,
        is_one: impl Fn(&ReadColumn) -> bool,
        cells: impl Fn(&'b ReadColumn) -> Option<&'b [Option<T>]>,
    ) -> Vec<(usize, &'b str, Part<'b, T>)> {
        let tables = self.tables.iter().zip(self.customers).zip(self.left_out).enumerate();
        let parts = tables.filter_map(|(file, ((table, customers), left_out))| {
            let column = table.columns.iter().find(|column| is_one(column) && cells(column).is_some())?;
            let columns = TableColumns(&table.columns);
            let part = Part {
                kind: table.kind,
                customers,
                cells: cells(column)?,
                left_out,
                months: columns.in_role(Role::Month).and_then(days),
                subscriptions: columns.in_role(Role::Subscription).and_then(texts),
                units: columns.in_role(Role::Unit).and_then(texts),
            };
            Some((file, column.header.as_str(), part))
        });
        parts.collect()
    }
}

/// A file's column against what is left out of it.
pub(super) fn check(name: &str, header: &str, file: Total, left_out: LeftOuts) -> AmountCheck {
    let left_out = left_out.finish();
    let portfolio = file - left_out.iter().map(|(_, total)| *total).sum();
    AmountCheck { name: name.to_owned(), header: header.to_owned(), file, portfolio, left_out }
}

fn money(column: &ReadColumn) -> Option<&[Option<Money>]> {
    match &column.data {
        ColumnData::Money(cells) => Some(cells),
        _ => None,
    }
}

fn number(column: &ReadColumn) -> Option<&[Option<f64>]> {
    match &column.data {
        ColumnData::Number(cells) => Some(cells),
        _ => None,
    }
}
