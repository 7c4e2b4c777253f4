//! The work list in words.

use crate::domain::matrix::Cell;
use crate::domain::money::Currency;
use crate::insight::work_list::{WorkItem, WorkList};
use crate::scoring::end_of_service::Urgency;
use crate::ui::format;
use crate::ui::words::section::section;
use crate::ui::words::{Words, fill};

section! {
    /// The page of the work list.
    WorkListWords, "work_list.json", {
        territories, territories_tooltip, territory_automatic, territory_leave, territory_label, no_territory,
        title, definition, calls, calls_tooltip, weeks, weeks_tooltip, sellers, sellers_tooltip, sellers_hint, split,
        split_tooltip, split_evenly, split_label, reset, reset_tooltip, export, export_tooltip, export_name, totals,
        totals_no_money, closed_note, clusters_note, all_sellers, seller_without_name, seller_tooltip,
        seller_territories, column_week, column_seller, column_customer, column_customer_id, column_why,
        column_expected, column_status, column_place, row_label, move_up, move_up_tooltip, move_down,
        move_down_tooltip, remove, remove_tooltip, drag_tooltip, name_of, reason_model, reason_model_cell,
        reason_unscored, reason_renewal, reason_renewal_revenue, reason_support_ended, reason_support_soon,
        reason_support_year, reason_support_undated, reason_separator, reason_end, empty_title, empty_text, working,
    }
}

impl Words {
    /// Why a customer is on the list, in one sentence.
    #[must_use]
    pub fn call_reason(&self, call: &WorkItem, currency: Currency) -> String {
        let texts = &self.work_list;
        let mut reasons = Vec::new();
        if let (Some(model), Some(cluster)) = (call.model, call.cluster) {
            let cell = call.cell.map_or("", Cell::code);
            let words = if cell.is_empty() { &texts.reason_model } else { &texts.reason_model_cell };
            let values = [("cluster", self.cluster(cluster)), ("product", model.product_name()), ("cell", cell)];
            reasons.push(fill(words, &values));
        }
        if let Some(renewal) = call.renewal {
            let day = format::day(renewal.ends, self.language);
            let days = renewal.days.to_string();
            let money = renewal.revenue.map(|amount| format::money_compact(amount, currency));
            let words = if money.is_some() { &texts.reason_renewal_revenue } else { &texts.reason_renewal };
            let money = money.unwrap_or_default();
            reasons.push(fill(words, &[("day", &day), ("days", &days), ("money", &money)]));
        }
        let support = match call.support {
            Some(Urgency::Ended) => Some(&texts.reason_support_ended),
            Some(Urgency::Soon) => Some(&texts.reason_support_soon),
            Some(Urgency::WithinYear) => Some(&texts.reason_support_year),
            Some(Urgency::Undated) => Some(&texts.reason_support_undated),
            Some(Urgency::Later) | None => None,
        };
        reasons.extend(support.cloned());
        if reasons.is_empty() {
            reasons.push(texts.reason_unscored.clone());
        }
        fill(&texts.reason_end, &[("reasons", &reasons.join(&texts.reason_separator))])
    }

    /// How much the list holds, and what it is worth.
    #[must_use]
    pub fn work_totals(&self, list: &WorkList, currency: Currency) -> String {
        let texts = &self.work_list;
        let [calls, capacity, candidates] =
            [list.calls(), list.capacity(), list.candidates].map(|count| format::count(count as u64));
        let has_money = list.sellers.iter().flat_map(|seller| &seller.calls).any(|call| call.expected.is_some());
        let expected = format::money_compact(list.expected(), currency);
        let words = if has_money { &texts.totals } else { &texts.totals_no_money };
        let values =
            [("calls", calls.as_str()), ("capacity", &capacity), ("candidates", &candidates), ("expected", &expected)];
        fill(words, &values)
    }

    /// How many calls of each cluster the list holds.
    #[must_use]
    pub fn work_clusters(&self, list: &WorkList) -> String {
        let [act_now, evaluate, nurture, educate, others] = list.clusters.map(|count| format::count(count as u64));
        let values = [
            ("act_now", act_now.as_str()),
            ("evaluate", &evaluate),
            ("nurture", &nurture),
            ("educate", &educate),
            ("others", &others),
        ];
        fill(&self.work_list.clusters_note, &values)
    }
}
