//! The columns that a header can be read as, in words, grouped and searched.

use crate::session::settings::Language;
use crate::support::text::comparison_key;
use crate::ui::theme::{self, Palette};
use crate::ui::words::Words;
use crate::workbook::choices::{ColumnGroup, ReadAs};
use crate::workbook::dictionary::{Dictionary, KnownColumn};
use egui::{RichText, TextEdit, Ui};

/// The name of `known` in the language of `words`: the reports' own, of which Japanese ones have their translation.
pub(super) fn name<'a>(known: &'a KnownColumn, words: &Words) -> &'a str {
    match words.language {
        Language::English => &known.name,
        Language::Japanese => Dictionary::get().japanese_name(&known.name).unwrap_or(&known.name),
    }
}

/// The name of the dictionary's column `column` in the language of `words`.
pub(super) fn name_of<'a>(column: &'a str, words: &Words) -> &'a str {
    match words.language {
        Language::English => column,
        Language::Japanese => Dictionary::get().japanese_name(column).unwrap_or(column),
    }
}

fn group_name(group: ColumnGroup, words: &Words) -> &str {
    match group {
        ColumnGroup::Identity => &words.columns_group_identity,
        ColumnGroup::Scores => &words.columns_group_scores,
        ColumnGroup::Agreements => &words.columns_group_agreements,
        ColumnGroup::More => &words.columns_group_more,
    }
}

/// Draws everything that can be chosen; the answer is the choice, in which `None` leaves it to the program.
pub(super) fn list(
    ui: &mut Ui,
    words: &Words,
    automatic: &str,
    chosen: Option<&ReadAs>,
    search: &mut String,
) -> Option<Option<ReadAs>> {
    let mut picked = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    let field = TextEdit::singleline(search).hint_text(words.columns_search.as_str()).desired_width(f32::INFINITY);
    let field = ui.add(field);
    // The list is measured once when it opens: from then on typing searches.
    if ui.is_sizing_pass() {
        field.request_focus();
    }
    let wanted = comparison_key(search);
    if wanted.is_empty() {
        if ui.selectable_label(chosen.is_none(), automatic).clicked() {
            picked = Some(None);
        }
        if ui.selectable_label(chosen == Some(&ReadAs::Nothing), &words.columns_ignore).clicked() {
            picked = Some(Some(ReadAs::Nothing));
        }
    }
    let mut any = false;
    let is_found = |known: &KnownColumn| {
        let names = [known.name.as_str(), name(known, words)];
        wanted.is_empty() || names.into_iter().any(|name| comparison_key(name).contains(&wanted))
    };
    let found: Vec<&KnownColumn> = Dictionary::get().columns().into_iter().filter(|known| is_found(known)).collect();
    for group in ColumnGroup::ALL {
        let offered = found.iter().filter(|known| ColumnGroup::of(known.meaning) == Some(group));
        let offered: Vec<&&KnownColumn> = offered.collect();
        if offered.is_empty() {
            continue;
        }
        any = true;
        let title = RichText::new(group_name(group, words)).font(theme::small()).color(Palette::of(ui).weak);
        ui.add_space(4.0);
        ui.label(title);
        for known in offered {
            let is_chosen = matches!(chosen, Some(ReadAs::Column(name)) if *name == known.name);
            if ui.selectable_label(is_chosen, name(known, words)).clicked() {
                picked = Some(Some(ReadAs::Column(known.name.clone())));
            }
        }
    }
    if !any {
        ui.label(RichText::new(&words.columns_no_match).color(Palette::of(ui).weak));
    }
    picked
}
