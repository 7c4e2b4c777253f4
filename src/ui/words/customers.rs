//! The words of the customer table and its filters.

use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::insight::condition::{ColumnValue, Condition, Span};
use crate::insight::table::TableColumn;
use crate::ui::format;
use crate::ui::words::problems::technical;
use crate::ui::words::section::section;
use crate::ui::words::terms::visible;
use crate::ui::words::{Problem, Words, fill};
use crate::workbook::plain_table::{CsvError, TableError};
use std::borrow::Cow;
use std::path::Path;

section! {
    /// The page of all customers.
    CustomersWords, "customers.json", {
        column_duns, column_duns_tooltip, column_domain, column_domain_tooltip, of_model, chip_search, chip_values,
        chip_contains, chip_from, chip_up_to, chip_between, value_missing, values_more, at_cell, select_row,
        select_row_tooltip, select_all, select_all_tooltip,         copy_selected, copy_selected_tooltip, keys_hint, search, search_label, search_tooltip, columns,
        columns_hidden, columns_tooltip, find_column, reset_columns, reset_columns_tooltip, views, views_tooltip,
        views_none, use_view_tooltip, forget_view, view_name, save_view, save_view_tooltip, export, export_tooltip,
        export_name, exported_title, exported_text, export_failed_title, export_too_many, export_too_many_way_out,
        export_failed_cause, export_failed_way_out, menu, menu_filtered, header_hint, facts_pending, facts_filled,
        facts_missing, facts_distinct, facts_least, facts_median, facts_most, facts_sum, facts_top, facts_value,
        sort, sort_tooltip, sort_also, sort_also_tooltip, clear_column, contains, least, most, range_unread,
        range_crosses, find_value, values_listed, hide, hide_tooltip, move_left, move_right, move_tooltip, freeze,
        unfreeze, freeze_tooltip, fit, fit_tooltip,
    }
}

/// How many values of a condition are named.
const VALUES_NAMED: usize = 3;

impl Words {
    /// A value of a slicer.
    #[must_use]
    pub fn column_value<'a>(&'a self, value: &'a ColumnValue) -> Cow<'a, str> {
        match value {
            ColumnValue::Missing => Cow::Borrowed(&self.customer_table.value_missing),
            ColumnValue::Text(text) => visible(text),
            ColumnValue::Flag(true) => Cow::Borrowed(&self.yes),
            ColumnValue::Flag(false) => Cow::Borrowed(&self.no),
            ColumnValue::Band(band) => Cow::Borrowed(self.band(*band)),
            ColumnValue::Cell(cell) => Cow::Owned(self.filter_cell(*cell)),
            ColumnValue::Cluster(cluster) => Cow::Borrowed(self.cluster(*cluster)),
            ColumnValue::Segment(segment) => Cow::Borrowed(self.segment(*segment)),
        }
    }

    /// A condition in words.
    #[must_use]
    pub fn condition(
        &self,
        scored: &ScoredPortfolio,
        currency: Currency,
        column: TableColumn,
        condition: &Condition,
    ) -> String {
        let column = &*self.column_header(scored, column);
        let words = &self.customer_table;
        match condition {
            Condition::Values(values) => {
                let named: Vec<_> = values.iter().take(VALUES_NAMED).map(|value| self.column_value(value)).collect();
                let mut list = named.join(&self.list_separator);
                if values.len() > VALUES_NAMED {
                    let more = format::count((values.len() - VALUES_NAMED) as u64);
                    list = fill(&words.values_more, &[("values", &list), ("more", &more)]);
                }
                fill(&words.chip_values, &[("column", column), ("values", &list)])
            }
            Condition::Contains(text) => fill(&words.chip_contains, &[("column", column), ("text", &visible(text))]),
            Condition::Numbers(span) => self.span(column, *span, |number| format::number(number.value())),
            Condition::Amounts(span) => self.span(column, *span, |amount| format::money(amount, currency)),
            Condition::Days(span) => self.span(column, *span, |day| format::day(day, self.language)),
        }
    }

    /// That the table was exported, and where.
    pub(super) fn exported(&self, target: &Path, rows: u32) -> Problem {
        let name = target.file_name().unwrap_or(target.as_os_str()).to_string_lossy();
        let folder = target.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        let values = [("rows", &*format::count(rows)), ("folder", &*visible(&folder))];
        Problem {
            title: fill(&self.customer_table.exported_title, &[("file", &visible(&name))]),
            cause: fill(&self.customer_table.exported_text, &values),
            way_out: String::new(),
        }
    }

    /// Why the table was not exported.
    pub(super) fn export_error(&self, target: &Path, error: &TableError) -> Problem {
        let words = &self.customer_table;
        let (cause, way_out) = match error {
            TableError::File(CsvError::Target(error)) => self.target_error(error),
            TableError::TooManyRows(rows) => (
                fill(&words.export_too_many, &[("rows", &format::count(*rows))]),
                words.export_too_many_way_out.clone(),
            ),
            error => {
                let name = target.file_name().unwrap_or(target.as_os_str()).to_string_lossy();
                let values = [("file", &*visible(&name)), ("cause", &*technical(&error.to_string()))];
                (fill(&words.export_failed_cause, &values), words.export_failed_way_out.clone())
            }
        };
        Problem { title: words.export_failed_title.clone(), cause, way_out }
    }

    fn span<T: Copy>(&self, column: &str, span: Span<T>, format: impl Fn(T) -> String) -> String {
        let words = &self.customer_table;
        match (span.least.map(&format), span.most.map(&format)) {
            (Some(least), Some(most)) => {
                fill(&words.chip_between, &[("column", column), ("least", &least), ("most", &most)])
            }
            (Some(least), None) => fill(&words.chip_from, &[("column", column), ("least", &least)]),
            (None, Some(most)) => fill(&words.chip_up_to, &[("column", column), ("most", &most)]),
            (None, None) => column.to_owned(),
        }
    }
}
