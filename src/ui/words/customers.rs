//! The words of the customer table and its filters.

use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::insight::condition::{ColumnValue, Condition, Span};
use crate::insight::table::TableColumn;
use crate::ui::format;
use crate::ui::words::section::section;
use crate::ui::words::terms::visible;
use crate::ui::words::{Words, fill};
use std::borrow::Cow;

section! {
    /// The page of all customers.
    CustomersWords, "customers.json", {
        column_duns, column_duns_tooltip, column_domain, column_domain_tooltip, of_model, chip_search, chip_values,
        chip_contains, chip_from, chip_up_to, chip_between, value_missing, values_more, at_cell, select_row,
        select_row_tooltip, select_all, select_all_tooltip, copy_selected, copy_selected_tooltip, keys_hint, search, search_label, search_tooltip, columns,
        columns_hidden, columns_tooltip, find_column, reset_columns, reset_columns_tooltip, views, views_tooltip,
        views_none, use_view_tooltip, forget_view, view_name, save_view, save_view_tooltip, export, export_tooltip,
        export_name, menu, menu_filtered, header_hint, facts_pending, facts_filled,
        facts_missing, facts_distinct, facts_least, facts_median, facts_most, facts_sum, facts_top, facts_value,
        facts_top_value, sort_up, sort_down, sort_texts_up, sort_texts_down, sort_days_up, sort_days_down, caption_filter, caption_facts,
        sort_tooltip, sort_also, sort_also_tooltip, clear_column, contains, least, most, range_unread,
        range_crosses, find_value, values_listed, hide, hide_tooltip, move_left, move_right, move_tooltip, freeze,
        unfreeze, freeze_tooltip, fit, fit_tooltip, open_page,
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
