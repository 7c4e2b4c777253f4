//! The moves of the chosen model as a table: from cluster to cluster, then from cell to cell.

use crate::insight::months::comparison::Flow;
use crate::session::list_table::{ListField, ListTable};
use crate::session::months::Compared;
use crate::ui::flows::standings;
use crate::ui::screen::Screen;

/// Every way that somebody took, those who stayed among them. Made when it is asked for, not in every frame.
pub(super) fn table(screen: &Screen<'_>, compared: &Compared) -> ListTable {
    let (words, texts) = (screen.words, &screen.words.pictures);
    let headers = [&texts.from, &texts.to, &texts.customers, &texts.before, &texts.after].map(Clone::clone).to_vec();
    let mut rows = Vec::new();
    let Some(months) = screen.question.model.and_then(|model| compared.comparison.model(model)) else {
        return ListTable { headers, rows };
    };
    let mut add = |from: &str, to: &str, flow: Flow| {
        let [before, after] = [(months.has_money[0], flow.before), (months.has_money[1], flow.after)]
            .map(|(is_told, amount)| ListField::money(is_told.then_some(amount)));
        let customers = ListField::Count(flow.customers);
        rows.push(vec![ListField::text(from), ListField::text(to), customers, before, after]);
    };
    let met = standings(&months.flows);
    for from in &met {
        for to in &met {
            let flow = months.flows.between(*from, *to);
            if flow.customers > 0 {
                add(words.months.standing(words, *from, true), words.months.standing(words, *to, false), flow);
            }
        }
    }
    for cell in &months.cells {
        add(&words.filter_cell(cell.from), &words.filter_cell(cell.to), cell.flow);
    }
    ListTable { headers, rows }
}
