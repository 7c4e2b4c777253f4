//! What would help, and where revenue figures come from, in words: one short line each.

use crate::domain::money::{Currency, Money};
use crate::insight::ScoredPortfolio;
use crate::insight::chances::{FitChance, IntentChance};
use crate::insight::revenue::{RevenueNote, RevenueReasons};
use crate::scoring::feedback::ENOUGH;
use crate::scoring::intent::learning::FEWEST;
use crate::scoring::local::LocalScores;
use crate::scoring::next::upsell::{Missing, Upsell};
use crate::scoring::wallet::expected::{ExpectedRevenue, three_figures};
use crate::ui::format;
use crate::ui::words::{Words, fill};

impl Words {
    /// What a fact that is not known, or a "No", could do for Fit.
    #[must_use]
    pub fn fit_chance(&self, scored: &ScoredPortfolio, chance: &FitChance) -> String {
        let text = if chance.is_missing { &self.chance_missing } else { &self.chance_no };
        let attribute = self.attribute_name(scored, &chance.attribute);
        let value = self.part_value(&chance.attribute, &chance.best);
        let (fit, band) = (format::score(chance.fit), self.band(chance.band));
        fill(text, &[("attribute", &attribute), ("value", &value), ("fit", &fit), ("band", band)])
    }

    /// What signals of one kind could do for Intent.
    #[must_use]
    pub fn intent_chance(&self, chance: &IntentChance) -> String {
        let what = self.signals_counted(chance.kind, chance.count);
        let (intent, band) = (format::score(chance.intent), self.band(chance.band));
        fill(&self.chance_intent, &[("what", &what), ("intent", &intent), ("band", band)])
    }

    /// What to know before a revenue figure is used.
    #[must_use]
    pub fn revenue_note(&self, note: RevenueNote) -> String {
        let count = |count: usize| format::count(count as u64);
        match note {
            RevenueNote::OtherCurrency(currency) => {
                fill(&self.revenue_other_currency, &[("currency", currency.symbol())])
            }
            RevenueNote::Capped => self.revenue_capped.clone(),
            RevenueNote::Negative => self.revenue_negative.clone(),
            RevenueNote::FewMonths(months) => {
                fill(&self.revenue_few_months, &[("months", &format::number(f64::from(months)))])
            }
            RevenueNote::Family(own, all) => fill(&self.revenue_family, &[("own", &count(own)), ("all", &count(all))]),
            RevenueNote::PriceBook => self.revenue_price_book.clone(),
            RevenueNote::LearntFromDeals(deals) => {
                fill(&self.revenue_from_deals, &[("deals", &format::count(u64::from(deals)))])
            }
        }
    }

    /// How the realistic wallet comes about, with its numbers; empty where there is none.
    #[must_use]
    pub fn wallet_formula(&self, reasons: &RevenueReasons, currency: Currency) -> String {
        if let Some((price, employees)) = reasons.price {
            let values = [
                ("price", amount(price.seat_and_year, currency)),
                ("employees", format::count(u64::from(employees))),
                ("share", format::percent(price.share_of_employees)),
                ("wallet", amount(reasons.realistic.unwrap_or_default(), currency)),
            ];
            return filled(&self.formula_price, &values);
        }
        let Some(wallet) = &reasons.wallet else { return String::new() };
        let values = [
            ("logarithm", format::fixed(wallet.logarithm, 3)),
            ("spread", format::fixed(wallet.spread, 3)),
            ("quantile", format::fixed(wallet.quantile, 3)),
            ("wallet", amount(wallet.wallet.q80, currency)),
            ("owners", format::count(wallet.owners)),
        ];
        filled(&self.formula_wallet, &values)
    }

    /// How the expected revenue comes about, with its numbers.
    #[must_use]
    pub fn expected_formula(&self, expected: &ExpectedRevenue, currency: Currency) -> String {
        let values = [
            ("mean", amount(expected.mean, currency)),
            ("probability", format::percent(expected.probability)),
            ("already", amount(expected.already, currency)),
            ("expected", amount(expected.expected, currency)),
            ("rate", format::percent(expected.adoption_rate)),
            ("fit", format!("{:+.2}", expected.fit)),
            ("intent", format!("{:+.2}", expected.intent)),
        ];
        filled(&self.formula_expected, &values)
    }

    /// What closed deals changed of our own scores, or that they are too few: one line a model, and one on Intent.
    #[must_use]
    pub fn deals_told(&self, local: &LocalScores) -> Vec<String> {
        let mut told = Vec::new();
        for model in local.models.iter().filter(|model| local.deal_models.contains(&model.model)) {
            let Some(win) = model.win else { continue };
            let weights = model.chance_weights();
            let text = if win.calibration.is_some() { &self.deals_chance } else { &self.deals_too_few };
            let values = [
                ("product", model.model.product_name().to_owned()),
                ("wins", format::count(u64::from(win.wins))),
                ("losses", format::count(u64::from(win.losses))),
                ("enough", format::count(u64::from(ENOUGH))),
                ("fit", format::number(weights.fit)),
                ("intent", format::number(weights.intent)),
            ];
            told.push(filled(text, &values));
        }
        let learning = local.intent_learning;
        told.extend(learning.map(|learning| {
            let text = match (learning.contest, learning.is_adopted) {
                (None, _) => &self.deals_intent_too_few,
                (Some(_), true) => &self.deals_intent_learnt,
                (Some(_), false) => &self.deals_intent_kept,
            };
            let count = |deals: usize| format::count(deals as u64);
            let values =
                [("wins", count(learning.wins)), ("losses", count(learning.losses)), ("enough", count(FEWEST))];
            filled(text, &values)
        }));
        told
    }

    /// A step that the customer may take.
    #[must_use]
    pub fn upsell(&self, step: &Upsell) -> String {
        let gap = step.seat_gap.filter(|gap| *gap >= 1.0).map(format::number);
        match (step.from, step.to, gap) {
            (Some(from), Some(to), Some(gap)) if from == to => {
                fill(&self.upsell_seats, &[("plan", to), ("seats", &gap)])
            }
            (Some(from), Some(to), None) => fill(&self.upsell_step, &[("from", from), ("to", to)]),
            (Some(from), Some(to), Some(gap)) => {
                fill(&self.upsell_step_seats, &[("from", from), ("to", to), ("seats", &gap)])
            }
            _ => self.upsell_flagged.clone(),
        }
    }

    /// What would tell more of a step, were it in the files.
    #[must_use]
    pub fn upsell_missing(&self, missing: Missing) -> &str {
        match missing {
            Missing::Products => &self.upsell_no_products,
            Missing::Seats => &self.upsell_no_seats,
            Missing::Employees => &self.upsell_no_employees,
            Missing::WalletInSeats => &self.upsell_no_wallet,
        }
    }
}

/// An estimate says no more than three figures.
fn amount(units: f64, currency: Currency) -> String {
    Money::from_units(three_figures(units)).map(|amount| format::money_whole(amount, currency)).unwrap_or_default()
}

fn filled(text: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(text, &values)
}
