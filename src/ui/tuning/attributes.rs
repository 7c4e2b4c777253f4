//! What Fit may learn from, attribute by attribute, for all models or for the chosen one; and where the leak alarm rang.

use crate::domain::model::Model;
use crate::domain::profile::AttributeSwitches;
use crate::insight::ScoredPortfolio;
use crate::scoring::local::Learnt;
use crate::scoring::scorecard::attributes::LeftOut;
use crate::ui::controls::tick_box;
use crate::ui::panel::title;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::tuning::{Change, note};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Align, Label, Layout, RichText, TextEdit, Ui, WidgetInfo};

/// An attribute, and what the latest fit made of it.
struct Entry<'a> {
    name: &'a str,
    /// How well it alone parts owners from others, where it was learnt from.
    auc: Option<f64>,
    left_out: Option<LeftOut>,
}

/// Draws the list.
pub(super) fn attributes(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    draft: &mut Change<'_>,
    search: &mut String,
) {
    let words = &screen.words.tuning;
    title(ui, &words.attributes, &words.attributes_tooltip);
    let model = screen.question.model;
    let learnt = model.and_then(|model| scored.local_model(model)).and_then(|local| local.learnt.as_deref());
    let entries = learnt.map(entries).unwrap_or_default();
    if entries.is_empty() {
        note(ui, &words.attributes_none);
        return;
    }
    let field = ui.add(TextEdit::singleline(search).hint_text(&words.attribute_search).desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::text_edit(true, &*search, &*search, &words.attribute_search));
    let wanted = crate::support::text::comparison_key(search);
    let is_wanted = |entry: &&Entry<'_>| crate::support::text::comparison_key(entry.name).contains(&wanted);
    for entry in entries.iter().filter(is_wanted) {
        row(ui, screen, draft, model, entry);
    }
}

/// Every attribute that the latest fit looked at, those learnt from first, the strongest on top.
fn entries(learnt: &Learnt) -> Vec<Entry<'_>> {
    let Some(report) = &learnt.report else {
        // A kept card tells only what it learnt from.
        let known = learnt.card.attributes.iter();
        return known.map(|attribute| Entry { name: &attribute.name, auc: None, left_out: None }).collect();
    };
    let alone = report.alone.iter().map(|(name, auc)| Entry { name, auc: Some(*auc), left_out: None });
    let mut entries: Vec<Entry<'_>> = alone.collect();
    let strength = |entry: &Entry<'_>| entry.auc.map_or(0.0, |auc| (auc - 0.5).abs());
    entries.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| a.name.cmp(b.name)));
    let can_be_switched = |why: &LeftOut| *why == LeftOut::Excluded || why.is_leak();
    let others = report.left_out.iter().filter(|(_, why)| can_be_switched(why));
    entries.extend(others.map(|(name, why)| Entry { name, auc: None, left_out: Some(*why) }));
    entries
}

fn row(ui: &mut Ui, screen: &Screen<'_>, draft: &mut Change<'_>, model: Option<Model>, entry: &Entry<'_>) {
    let (words, palette) = (&screen.words.tuning, Palette::of(ui));
    let switches = model.map_or_else(|| draft.profile.attributes.clone(), |model| draft.profile.switches_for(model));
    ui.horizontal(|ui| {
        let mut is_on = !switches.off.contains(entry.name);
        let label = fill(&words.attribute_on, &[("name", &visible(entry.name))]);
        if tick_box(ui, &mut is_on, &visible(entry.name), &label).changed() {
            change(draft, |switches| switched(&mut switches.off, entry.name, !is_on));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_alarm = entry.left_out.is_some_and(LeftOut::is_leak);
            if is_alarm || switches.put_back.contains(entry.name) {
                let mut is_back = switches.put_back.contains(entry.name);
                let tooltip = &words.attribute_put_back_tooltip;
                if tick_box(ui, &mut is_back, &words.attribute_put_back, tooltip).changed() {
                    change(draft, |switches| switched(&mut switches.put_back, entry.name, is_back));
                }
            }
            let told = match entry.auc {
                Some(auc) => fill(&words.attribute_auc, &[("auc", &format!("{auc:.2}"))]),
                None if is_alarm => words.attribute_alarm.clone(),
                None if entry.left_out.is_some() => words.left_out_switched_off.clone(),
                None => String::new(),
            };
            let ink = if is_alarm { palette.bad } else { palette.weak };
            ui.add(Label::new(RichText::new(told).font(theme::small()).color(ink)).truncate());
        });
    });
}

/// Changes the switches of all models, and of those that have their own.
fn change(draft: &mut Change<'_>, change: impl Fn(&mut AttributeSwitches)) {
    let profile = draft.edit();
    change(&mut profile.attributes);
    for own in profile.attributes_by_model.values_mut() {
        change(own);
    }
}

fn switched(names: &mut std::collections::BTreeSet<String>, name: &str, is_in: bool) {
    if is_in {
        names.insert(name.to_owned());
    } else {
        names.remove(name);
    }
}
