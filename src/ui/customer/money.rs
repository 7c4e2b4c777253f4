//! What a product could bring: the wallet, its interval, and the formula with its numbers.

use crate::domain::money::Money;
use crate::insight::customer::models::{ModelLine, WalletLine};
use crate::scoring::wallet::expected::three_figures;
use crate::scoring::wallet::portfolio::WalletBasis;
use crate::ui::customer::models::product;
use crate::ui::customer::section::{note, pair, section, text};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::words::fill;
use egui::Ui;

/// Draws the money of one model.
pub(super) fn money(ui: &mut Ui, screen: &Screen<'_>, line: &ModelLine) {
    let words = &screen.words.customer;
    let title = fill(&words.money, &[("product", product(line.model))]);
    section(ui, "money", &title, &words.money_tooltip, |ui| {
        let of_file = line.file_revenue.map(|amount| format::money(amount, screen.currency));
        pair(ui, &words.file_revenue, of_file.as_deref().unwrap_or(&screen.words.not_in_file), None);
        let Some(wallet) = &line.wallet else {
            note(ui, &words.no_wallet);
            return;
        };
        pair(ui, &words.wallet, &amount(screen, wallet.wallet), None);
        if let (Some(low), Some(high)) = (wallet.low, wallet.high) {
            let range = format!("{} – {}", amount(screen, low), amount(screen, high));
            pair(ui, &words.wallet_range, &range, None);
        }
        pair(ui, &words.wallet_basis, &basis(screen, wallet), None);
        if let Some(formula) = formula(screen, wallet) {
            let expected = wallet.expected;
            pair(
                ui,
                &words.expected_rate,
                &expected.map(|of| format::percent(of.adoption_rate)).unwrap_or_default(),
                None,
            );
            text(ui, &formula);
        }
        if let Some(reasons) = &line.revenue_reasons {
            note(ui, &screen.words.wallet_formula(reasons, screen.currency));
            for told in &reasons.notes {
                note(ui, &screen.words.revenue_note(*told));
            }
        }
    });
}

/// The formula of the expected revenue, with its numbers.
pub(super) fn formula(screen: &Screen<'_>, wallet: &WalletLine) -> Option<String> {
    let of = wallet.expected?;
    let values = [
        ("mean", amount(screen, of.mean)),
        ("probability", format::percent(of.probability)),
        ("already", amount(screen, of.already)),
        ("expected", amount(screen, of.expected)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(fill(&screen.words.customer.expected, &values))
}

/// An estimate: three figures.
pub(super) fn amount(screen: &Screen<'_>, units: f64) -> String {
    let amount = Money::from_units(three_figures(units));
    amount.map_or_else(|| screen.words.missing_mark.clone(), |amount| format::money_whole(amount, screen.currency))
}

fn basis(screen: &Screen<'_>, wallet: &WalletLine) -> String {
    let words = &screen.words.customer;
    let count = |number: usize| format::count(number as u64);
    match wallet.basis {
        WalletBasis::Owners(owners) => fill(&words.basis_owners, &[("count", &count(owners))]),
        WalletBasis::Family { own, all } => fill(&words.basis_family, &[("own", &count(own)), ("all", &count(all))]),
        WalletBasis::PriceBook { .. } => words.basis_price_book.clone(),
        WalletBasis::Nothing => words.basis_nothing.clone(),
    }
}
