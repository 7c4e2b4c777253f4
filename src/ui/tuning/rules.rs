//! The segment rule, the fiscal year, and the day the data speak of.

use crate::domain::fiscal_year::FiscalYearStart;
use crate::domain::money::Money;
use crate::domain::segment::SegmentRule;
use crate::insight::ScoredPortfolio;
use crate::ui::controls::tick_box;
use crate::ui::format;
use crate::ui::icons;
use crate::ui::panel::title;
use crate::ui::screen::Screen;
use crate::ui::theme::{GAP, Palette};
use crate::ui::tuning::{Change, Number, note};
use egui::accesskit::Role;
use egui::{ComboBox, RichText, TextEdit, Ui, WidgetInfo};

/// Employees and dollars beyond which no rule makes sense.
const MOST_EMPLOYEES: f64 = 1_000_000.0;
const MOST_REVENUE: f64 = 1e9;

/// Draws the segment rule and the calendar.
pub(super) fn rules(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    draft: &mut Change<'_>,
    typed: &mut Option<String>,
) {
    let words = &screen.words.tuning;
    title(ui, &words.segments, &words.segments_tooltip);
    let rule = draft.profile.segment_rule;
    let number = |label, value, range: [f64; 2], suffix| Number {
        label,
        tooltip: &words.segments_tooltip,
        value,
        range,
        step: 1.0,
        decimals: 0,
        suffix,
    };
    let fields = [
        number(&words.upper_medium_employees, f64::from(rule.upper_medium_employees), [2.0, MOST_EMPLOYEES], ""),
        number(&words.medium_employees, f64::from(rule.medium_employees), [1.0, MOST_EMPLOYEES - 1.0], ""),
        number(&words.upper_medium_revenue, rule.upper_medium_azure_revenue.units(), [0.0, MOST_REVENUE], " USD"),
    ];
    for (position, field) in fields.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.label(field.label);
            let moved = field.show(ui);
            if let Some(rule) = moved.and_then(|value| with(rule, position, value)) {
                draft.edit().segment_rule = rule;
            }
        });
    }
    for segment in crate::domain::segment::Segment::ALL {
        let rule = screen.words.segment_rule(segment, draft.profile);
        note(ui, &format!("{}: {rule}", screen.words.segment(segment)));
    }
    ui.add_space(GAP);
    calendar(ui, screen, Some(scored), draft, typed);
}

/// Draws the fiscal year; and the day the data speak of, where they are open.
pub(in crate::ui) fn calendar(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: Option<&ScoredPortfolio>,
    draft: &mut Change<'_>,
    typed: &mut Option<String>,
) {
    let words = &screen.words.tuning;
    title(ui, &words.fiscal_year, &words.fiscal_year_tooltip);
    months(ui, screen, draft);
    if let Some(scored) = scored {
        ui.add_space(GAP);
        title(ui, &words.as_of, &words.as_of_tooltip);
        as_of(ui, screen, scored, draft, typed);
    }
}

/// The rule with its first, second or third limit changed; the limit in its way is pushed along.
fn with(rule: SegmentRule, position: usize, value: f64) -> Option<SegmentRule> {
    let employees = value.round() as u32;
    Some(match position {
        0 => SegmentRule {
            upper_medium_employees: employees.max(2),
            medium_employees: rule.medium_employees.min(employees.max(2) - 1),
            ..rule
        },
        1 => SegmentRule {
            medium_employees: employees.max(1),
            upper_medium_employees: rule.upper_medium_employees.max(employees.max(1).saturating_add(1)),
            ..rule
        },
        _ => SegmentRule { upper_medium_azure_revenue: Money::from_units(value)?, ..rule },
    })
}

fn months(ui: &mut Ui, screen: &Screen<'_>, draft: &mut Change<'_>) {
    let words = &screen.words.tuning;
    let now = draft.profile.fiscal_year_start;
    let list = ComboBox::from_id_salt("fiscal year").width(160.0).selected_text(words.month(now.month()));
    let list = list.icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
    let response = list.show_ui(ui, |ui| {
        for month in 1..=12 {
            if ui.selectable_label(month == now.month(), words.month(month)).clicked()
                && let Some(start) = FiscalYearStart::new(month)
            {
                draft.edit().fiscal_year_start = start;
                ui.close();
            }
        }
    });
    let label = format!("{}: {}", words.fiscal_year, words.month(now.month()));
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    response.response.on_hover_text(&words.fiscal_year_tooltip);
}

/// The day of the files, or one of the user's own.
fn as_of(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    draft: &mut Change<'_>,
    typed: &mut Option<String>,
) {
    let (words, palette) = (&screen.words.tuning, Palette::of(ui));
    let of_files = scored.portfolio.as_of();
    let told = of_files.map(|as_of| {
        let day = format::day(as_of.day, screen.words.language);
        format!("{day} ({})", screen.words.known_by(as_of.known_by))
    });
    note(ui, told.as_deref().unwrap_or(&screen.words.missing_mark));
    let mut has_own = draft.profile.as_of.is_some();
    if tick_box(ui, &mut has_own, &words.as_of_own, &words.as_of_tooltip).changed() {
        let day = has_own.then(|| of_files.map_or(scored.as_of, |as_of| as_of.day));
        draft.edit().as_of = day;
        *typed = None;
    }
    let Some(day) = draft.profile.as_of else { return };
    let mut text = typed.clone().unwrap_or_else(|| day.to_string());
    let field = ui.add(TextEdit::singleline(&mut text).desired_width(120.0));
    field.widget_info(|| WidgetInfo::text_edit(true, &text, &text, &words.as_of));
    if field.changed() {
        if let Ok(day) = text.trim().parse() {
            draft.edit().as_of = Some(day);
        }
        *typed = Some(text.clone());
    }
    if field.lost_focus() && text.trim().parse::<crate::domain::Date>().is_ok() {
        *typed = None;
    }
    if text.trim().parse::<crate::domain::Date>().is_err() {
        ui.label(RichText::new(&words.as_of_bad).color(palette.bad));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_segments_push_each_other() {
        let rule = SegmentRule::default();
        let employees = |rule: SegmentRule| (rule.upper_medium_employees, rule.medium_employees);
        assert_eq!(employees(with(rule, 0, 10.0).unwrap()), (10, 9));
        assert_eq!(employees(with(rule, 1, 400.0).unwrap()), (401, 400));
        assert_eq!(employees(with(rule, 1, 0.0).unwrap()), (300, 1));
        assert_eq!(with(rule, 2, 2_000.5).unwrap().upper_medium_azure_revenue, Money::from_hundredths(200_050));
        assert!(with(rule, 2, f64::INFINITY).is_none());
    }
}
