//! What was understood of one file.

use crate::portfolio::PortfolioFile;
use crate::portfolio::reconciliation::Total;
use crate::session::action::Action;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, PANEL_RADIUS, Palette};
use crate::ui::words::terms::visible;
use crate::ui::words::{Words, fill};
use crate::ui::{format, icons};
use crate::workbook::dictionary::{Dictionary, Meaning};
use egui::{Button, CollapsingHeader, Frame, Label, RichText, Sense, Stroke, Ui, vec2};

/// Width of the terms before their values.
const TERM_WIDTH: f32 = 128.0;
/// Entries of a list that are shown; a hub report has some hundred columns.
const LIST_SHOWN: usize = 200;

/// Draws one file.
#[must_use]
pub(super) fn file(ui: &mut Ui, screen: &Screen<'_>, file: &PortfolioFile) -> Option<Action> {
    let palette = Palette::of(ui);
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(PANEL_RADIUS)
        .inner_margin(12.0);
    let mut action = None;
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        let name = file.origin.source.name();
        ui.add(Label::new(theme::heavy(visible(&name), theme::title())).wrap());
        ui.add_space(4.0);
        facts(ui, screen, file);
        open_elsewhere(ui, screen, file);
        ui.add_space(4.0);
        action = choose_columns(ui, screen, file);
        ui.add_space(4.0);
        lists(ui, screen, file);
        let words = screen.words;
        let told = file.understanding.warnings.iter().map(|warning| words.open_warning(warning));
        warnings(ui, &words.understanding_warnings, told);
        let state = screen.file_states.iter().find(|state| state.source == file.origin.source);
        let foreseen = state.iter().flat_map(|state| &state.foreseen).map(|warning| words.save_warning(warning));
        warnings(ui, &words.understanding_foreseen, foreseen);
    });
    action
}

/// Says quietly that somebody else may be changing the file.
fn open_elsewhere(ui: &mut Ui, screen: &Screen<'_>, file: &PortfolioFile) {
    let words = screen.words;
    let state = screen.file_states.iter().find(|state| state.source == file.origin.source);
    let Some(open) = state.and_then(|state| state.open_elsewhere.as_ref()) else { return };
    let who = open.name.as_ref().map_or_else(
        || words.understanding_open_elsewhere_unknown.clone(),
        |name| fill(&words.understanding_open_elsewhere_by, &[("name", &visible(name))]),
    );
    fact(ui, &words.understanding_open_elsewhere, &words.understanding_open_elsewhere_tooltip, &who);
}

fn choose_columns(ui: &mut Ui, screen: &Screen<'_>, file: &PortfolioFile) -> Option<Action> {
    let button = Button::new(&screen.words.choose_columns);
    let response = ui.add_enabled(screen.is_free(), button);
    let files = screen.scored.iter().flat_map(|scored| &scored.portfolio.files);
    response.on_hover_text(&screen.words.choose_columns_tooltip).clicked().then(|| Action::ShowColumns {
        source: file.origin.source.clone(),
        sources: files.map(|file| file.origin.source.clone()).collect(),
    })
}

fn facts(ui: &mut Ui, screen: &Screen<'_>, file: &PortfolioFile) {
    let words = screen.words;
    let as_of = file.origin.as_of.map_or_else(
        || words.understanding_unknown.clone(),
        |known| format!("{} ({})", format::day(known.day, words.language), words.known_by(known.known_by)),
    );
    let report = format!("{}\n{}", words.report(file.kind), file.kind.name());
    fact(ui, &words.understanding_report, &words.understanding_report_tooltip, &report);
    fact(ui, &words.understanding_sheet, "", &visible(&file.origin.sheet));
    if let Some(form) = file.understanding.read_as_text {
        fact(ui, &words.understanding_text_form, &words.understanding_text_form_tooltip, &words.text_form(form));
    }
    fact(ui, &words.understanding_rows, "", &format::count(file.rows.len() as u64));
    let new_customers = format::count(file.new_customers);
    fact(ui, &words.understanding_new_customers, &words.understanding_new_customers_tooltip, &new_customers);
    fact(ui, &words.understanding_as_of, &words.understanding_as_of_tooltip, &as_of);
    let models = models(file);
    let models = if models.is_empty() { words.understanding_none.clone() } else { models.join(&words.list_separator) };
    fact(ui, &words.understanding_models, "", &models);
    fact(ui, &words.understanding_totals, &words.understanding_totals_tooltip, &totals(screen, file));
}

/// Whether the file's rows and amounts all arrived.
fn totals(screen: &Screen<'_>, file: &PortfolioFile) -> String {
    let (words, found) = (screen.words, &file.reconciliation);
    let with_amount =
        |text: &str, total: Total| fill(text, &[("amount", &format::money(total.money(), screen.currency))]);
    if !found.rows.agree() {
        words.understanding_totals_rows_differ.clone()
    } else if !found.agrees() {
        with_amount(&words.understanding_totals_differ, found.difference())
    } else if found.left_out() > Total::default() {
        with_amount(&words.understanding_totals_agree_without, found.left_out())
    } else {
        words.understanding_totals_agree.clone()
    }
}

/// The models that the file's own columns speak of.
fn models(file: &PortfolioFile) -> Vec<&'static str> {
    let mut models: Vec<_> = file
        .understanding
        .used
        .iter()
        .filter_map(|header| match Dictionary::get().recognise(header)?.meaning {
            Meaning::Score(model, _) => Some(model),
            _ => None,
        })
        .collect();
    models.sort();
    models.dedup();
    models.into_iter().map(crate::domain::model::Model::product_name).collect()
}

fn fact(ui: &mut Ui, term: &str, tooltip: &str, value: &str) {
    let palette = Palette::of(ui);
    // A word that would break beside the term has the line below to itself.
    let room = ui.available_width() - TERM_WIDTH - ui.spacing().item_spacing.x;
    let word_width = |word: &str| ui.painter().layout_no_wrap(word.to_owned(), theme::body(), palette.text).size().x;
    let is_above = value.split_whitespace().filter(|word| word.is_ascii()).any(|word| word_width(word) > room);
    ui.horizontal_top(|ui| {
        let term = RichText::new(term).font(theme::small()).color(palette.weak);
        let (rect, _) = ui.allocate_exact_size(vec2(TERM_WIDTH, 18.0), Sense::hover());
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let builder = egui::UiBuilder::new().max_rect(rect).layout(layout);
        let label = ui.new_child(builder).add(Label::new(term).truncate());
        if !tooltip.is_empty() {
            label.on_hover_text(tooltip);
        }
        if !is_above {
            ui.add(Label::new(RichText::new(value).color(palette.text)).wrap());
        }
    });
    if is_above {
        ui.add(Label::new(RichText::new(value).color(palette.text)).wrap());
    }
}

fn lists(ui: &mut Ui, screen: &Screen<'_>, file: &PortfolioFile) {
    let words = screen.words;
    let understood = &file.understanding;
    let borrowed = |texts: &'_ [String]| texts.iter().map(|text| visible(text).into_owned()).collect::<Vec<_>>();
    list(ui, words, (&words.understanding_used, ""), understood.used.len() as u64, || borrowed(&understood.used));
    let ignored = (words.understanding_ignored.as_str(), words.understanding_ignored_tooltip.as_str());
    if !understood.chosen.is_empty() {
        let chosen = (words.understanding_chosen.as_str(), words.understanding_chosen_tooltip.as_str());
        list(ui, words, chosen, understood.chosen.len() as u64, || borrowed(&understood.chosen));
    }
    list(ui, words, ignored, understood.ignored.len() as u64, || borrowed(&understood.ignored));
    let missing = (words.understanding_missing.as_str(), words.understanding_missing_tooltip.as_str());
    list(ui, words, missing, understood.missing.len() as u64, || borrowed(&understood.missing));
    let unparsed = (words.understanding_unparsed.as_str(), words.understanding_unparsed_tooltip.as_str());
    list(ui, words, unparsed, understood.unparsed, || {
        let cells = understood.first_unparsed.iter().map(|cell| {
            let values = [
                ("place", cell.place.as_str()),
                ("header", &visible(&cell.header)),
                ("content", &screen.private(&cell.content)),
            ];
            fill(&words.understanding_unparsed_cell, &values)
        });
        cells.collect()
    });
}

/// A term with its count that opens to the entries themselves.
fn list(ui: &mut Ui, words: &Words, (term, tooltip): (&str, &str), count: u64, entries: impl FnOnce() -> Vec<String>) {
    let palette = Palette::of(ui);
    if count == 0 {
        fact(ui, term, tooltip, &words.understanding_none);
        return;
    }
    let title = RichText::new(format!("{term}: {}", format::count(count))).font(theme::strong());
    let response = CollapsingHeader::new(title).id_salt(term).show(ui, |ui| {
        let entries = entries();
        for entry in entries.iter().take(LIST_SHOWN) {
            ui.add(Label::new(RichText::new(entry).font(theme::small()).color(palette.text)).wrap());
        }
        let left = count.saturating_sub(entries.len().min(LIST_SHOWN) as u64);
        if left > 0 {
            let more = fill(&words.understanding_more, &[("count", &format::count(left))]);
            ui.label(RichText::new(more).font(theme::small()).color(palette.weak));
        }
    });
    if !tooltip.is_empty() {
        response.header_response.on_hover_text(tooltip);
    }
}

fn warnings(ui: &mut Ui, title: &str, warnings: impl Iterator<Item = String>) {
    let palette = Palette::of(ui);
    for (position, warning) in warnings.enumerate() {
        if position == 0 {
            ui.add_space(6.0);
            ui.label(theme::heavy(title, theme::strong()));
        }
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(16.0, 18.0), Sense::hover());
            icons::warning(ui.painter(), rect.center(), 7.0, palette.bad, palette.surface);
            ui.add(Label::new(RichText::new(warning).color(palette.text)).wrap());
        });
    }
}
