//! Columns that are being chosen, in words.

use crate::session::column_trial::JoinTrial;
use crate::ui::format;
use crate::ui::words::section::section;
use crate::ui::words::{Words, fill};

section! {
    /// What a choice of columns would mean.
    ColumnWords, "columns.json", {
        as_read, as_read_tooltip, as_read_label, not_read, nothing_there, unparsed, trial, trial_tooltip, working, makes,
        rows, row, found, new, alone, without_key, doubtful, all_clear, cells,
    }
}

impl Words {
    /// What `trial` found, one sentence each: what is plain, and what needs a look.
    #[must_use]
    pub fn join_trial(&self, trial: &JoinTrial) -> (Vec<String>, Vec<String>) {
        let words = &self.column_words;
        let count = |text: &str, count: u64| fill(text, &[("count", &format::count(count))]);
        let rows = if trial.rows == 1 { words.row.clone() } else { count(&words.rows, trial.rows as u64) };
        let mut plain = vec![fill(&words.makes, &[("rows", &rows), ("customers", &self.customers(trial.customers))])];
        match (trial.found_by, trial.new_customers()) {
            (Some(found), Some(new)) => {
                let [id, duns, domain] = found.map(format::count);
                let all = format::count(found.iter().sum::<u32>());
                let values = [("count", all.as_str()), ("id", &id), ("duns", &duns), ("domain", &domain)];
                plain.push(fill(&words.found, &values));
                plain.push(count(&words.new, u64::from(new)));
            }
            _ => plain.push(words.alone.clone()),
        }
        let concerns = [
            (&words.without_key, u64::from(trial.without_key)),
            (&words.doubtful, trial.doubtful),
            (&words.cells, trial.unparsed),
        ];
        let concerns: Vec<String> =
            concerns.into_iter().filter(|(_, found)| *found > 0).map(|(text, found)| count(text, found)).collect();
        if concerns.is_empty() {
            plain.push(words.all_clear.clone());
        }
        (plain, concerns)
    }
}
