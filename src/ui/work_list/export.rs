//! The work list in words, as it is saved.

use super::row;
use crate::domain::mark::Mark;
use crate::insight::ScoredPortfolio;
use crate::insight::table::{TableCell, TableColumn, table_cell};
use crate::insight::work_list::WorkList;
use crate::session::list_table::{ListField, ListTable};
use crate::ui::screen::Screen;

/// All calls of all sellers, with their customers' ids and what is noted of them. Made when it is asked for, not in
/// every frame.
pub(super) fn table(screen: &Screen<'_>, scored: &ScoredPortfolio, list: &WorkList) -> ListTable {
    let words = screen.words;
    let [place, week, seller, customer, why, expected, status] = row::columns(words).map(str::to_owned);
    let (id, note) = (words.work_list.column_customer_id.clone(), words.marks.note.clone());
    let headers = vec![week, seller, place, customer, id, why, expected, status, note];
    let text = ListField::text;
    let cell = |column, customer| match table_cell(scored, None, column, customer) {
        TableCell::Text(found) => text(found),
        _ => ListField::Missing,
    };
    let count = ListField::count;
    let mut rows = Vec::with_capacity(list.calls());
    for own in &list.sellers {
        for (at, call) in own.calls.iter().enumerate() {
            let mark: Mark = screen.marks.shown(call.customer, call.model);
            let status = mark.status.map_or("", |status| words.marks.status_name(status));
            rows.push(vec![
                count(list.week(at)),
                text(&own.name),
                count(at + 1),
                cell(TableColumn::Name, call.customer),
                cell(TableColumn::CustomerId, call.customer),
                text(&words.call_reason(call, screen.currency)),
                ListField::money(call.expected),
                text(status),
                text(&mark.note),
            ]);
        }
    }
    ListTable { headers, rows }
}
