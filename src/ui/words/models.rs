//! Fitted models: who would move by others, and what closed deals say of them.

use crate::domain::model::Model;
use crate::domain::score::Score;
use crate::insight::ScoredPortfolio;
use crate::insight::movers::Movers;
use crate::insight::pseudonym::Pseudonyms;
use crate::scoring::feedback::champion::{Contest, Verdict};
use crate::ui::format;
use crate::ui::words::section::section;
use crate::ui::words::{Words, fill};

section! {
    /// The fitted models on the page of model quality.
    ModelsWords, "models.json", {
        title, tooltip, none, working, champion, fresh, moved_one, moved_many, deals, refit_due, refit, refit_tooltip,
        challenger, compare_challenger, compare_challenger_tooltip, previous, compare_previous,
        compare_previous_tooltip, rivals, rivals_previous, no_deals, nobody_moves, promote, promote_tooltip,
        promote_refused, back, back_tooltip, keep, keep_tooltip, close_tooltip,
    }
}

impl Words {
    /// Who moves in one score, in one line; where there are `pseudonyms`, under those.
    #[must_use]
    pub fn movers(&self, movers: &Movers, scored: &ScoredPortfolio, pseudonyms: Option<Pseudonyms>) -> String {
        let names = &scored.portfolio.customers.name;
        let own = |customer: u32| names.get(customer as usize).map_or("", |id| scored.portfolio.texts.text(*id));
        let name = |customer: u32| pseudonyms.map_or_else(|| own(customer).to_owned(), |names| names.of(customer));
        let one = |(customer, before, after): &(u32, Score, Score)| {
            let values =
                [("name", name(*customer)), ("before", format::score(*before)), ("after", format::score(*after))];
            fill(&self.mover, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        };
        let furthest: Vec<String> = movers.furthest.iter().map(one).collect();
        let score = if movers.is_intent { &self.intent } else { &self.fit };
        let values = [
            ("product", movers.model.product_name().to_owned()),
            ("score", score.clone()),
            ("all", format::count(u64::from(movers.all()))),
            ("up", format::count(u64::from(movers.up()))),
            ("down", format::count(u64::from(movers.down()))),
            ("furthest", furthest.join(&self.list_separator)),
        ];
        fill(&self.movers, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// What closed deals say of a model's challenger, in one line.
    #[must_use]
    pub fn contest_of(&self, model: Model, contest: &Contest) -> String {
        let deals = format::count(u64::from(contest.wins + contest.losses));
        let text = match contest.verdict {
            Verdict::TooFew => &self.gate_too_few,
            Verdict::NotSurelyBetter(_) => &self.gate_not_surely_better,
            Verdict::RanksWorse(_) => &self.gate_ranks_worse,
            Verdict::Promote(_) => &self.gate_promote,
        };
        format!("{}: {}", model.product_name(), fill(text, &[("deals", &deals)]))
    }
}
