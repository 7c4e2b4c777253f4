//! The words of a customer's page.

use crate::insight::customer::missing::MissingFact;
use crate::scoring::local::ScoreSource;
use crate::ui::words::section::section;

section! {
    /// The page of one customer.
    CustomerWords, "customer.json", {
        back, back_tooltip, previous, previous_tooltip, next, next_tooltip, position, position_filtered, unnamed,
        loading, identity, identity_tooltip, customer_id, duns, domain, address, employees, azure_revenue, segment,
        segment_by_file, segment_by_finer, segment_by_azure, segment_by_employees, segment_by_nothing, more_facts,
        models, models_tooltip, product, cell, cluster, revenue, owned, source_file, source_local, source_rules,
        ours_beside, file_says, explain, explain_tooltip, whitespace_total, fit_reasons, fit_reasons_tooltip,
        intent_reasons, intent_reasons_tooltip, file_fit_beside, file_intent_beside, no_reasons, no_reasons_yet,
        no_intent_reasons, base, others, own_lesson, points, sum, sum_intent, bar_label, money, money_tooltip,
        wallet, wallet_range, wallet_basis, basis_owners, basis_family, basis_price_book, basis_nothing,
        expected_mean, expected_rate, expected_probability, expected_already, expected, file_revenue, no_wallet,
        similar, similar_tooltip, similar_none, similar_open, similar_pays, distance, plays, plays_tooltip,
        plays_none, plays_no_guide, talk, next_step, flagged_by, agreements, agreements_tooltip, agreements_none,
        agreement_open, agreement_closed, agreement_unknown, days_left, days_past, today, undated, ending,
        ending_tooltip, holdings, holdings_tooltip, seats, next_workloads, next_workloads_tooltip, because,
        file_recommends_too, file_recommends, signals, signals_tooltip, signal_left, signal_strength, missing,
        missing_tooltip, missing_own_scores, missing_signals, missing_signals_of_customer, missing_agreements,
        missing_holdings, missing_employees, missing_whitespace_revenue, missing_plays, missing_workloads, brief,
        brief_tooltip, marks, marks_tooltip, status_of, upsells, upsells_tooltip, upsells_missing, lifts,
    }
}

impl CustomerWords {
    /// What is not known, and what would tell it.
    #[must_use]
    pub fn missing_fact(&self, fact: MissingFact) -> &str {
        match fact {
            MissingFact::OwnScores => &self.missing_own_scores,
            MissingFact::Signals => &self.missing_signals,
            MissingFact::SignalsOfCustomer => &self.missing_signals_of_customer,
            MissingFact::Agreements => &self.missing_agreements,
            MissingFact::Holdings => &self.missing_holdings,
            MissingFact::Employees => &self.missing_employees,
            MissingFact::WhitespaceRevenue => &self.missing_whitespace_revenue,
            MissingFact::Plays => &self.missing_plays,
            MissingFact::Workloads => &self.missing_workloads,
        }
    }

    /// Where a score comes from, in a word.
    #[must_use]
    pub fn source(&self, source: ScoreSource) -> &str {
        match source {
            ScoreSource::File => &self.source_file,
            ScoreSource::Local => &self.source_local,
            ScoreSource::Rules => &self.source_rules,
        }
    }
}
