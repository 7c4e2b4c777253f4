//! How long answers take, and how long the window's own thread is busy with them.

use crate::headless::{Answered, act};
use crate::pages::{draft, marked};
use propensity_desk::domain::mark::MarkEdit;
use propensity_desk::insight::condition::{ColumnValue, Condition, Number, Span};
use propensity_desk::insight::table::{ColumnCells, TableColumn};
use propensity_desk::portfolio::attribute::AttributeData;
use propensity_desk::session::Session;
use propensity_desk::session::action::Action;
use propensity_desk::session::marks::MarkAction;
use propensity_desk::session::table::TableAction;
use propensity_desk::session::tuning::TuningAction;
use propensity_desk::session::view::View;
use propensity_desk::workbook::table::AsOf;
use std::time::Instant;

/// How often each answer is asked for.
const TURNS: usize = 7;

pub fn answers(session: &mut Session) {
    println!("  {:<44} {:>9} {:>9} {:>14}", "answer", "median ms", "worst ms", "window busy ms");
    searches(session);
    conditions(session);
    orders(session);
    choices(session);
    marks(session);
    tuning(session);
    pages(session);
}

fn searches(session: &mut Session) {
    for typed in ["a", "an", "and", "andr", "tokyo", "zzz"] {
        // Each turn asks for a word that was not asked for before, but for its last letter.
        tell(session, &format!("search keystroke, {typed:?}"), |_, turn| {
            Action::Search(format!("{typed}{}", " ".repeat(turn)))
        });
    }
    for letters in [1, 2, 3, 6] {
        tell(session, &format!("search of {letters} new letters at once"), |_, turn| {
            let text = ["customer", "network", "example", "supply", "trading", "design", "foods"][turn % 7];
            Action::Search(text.chars().take(letters).collect())
        });
    }
    act(session, Action::Search(String::new()));
}

fn conditions(session: &mut Session) {
    let scored = session.scored().unwrap().clone();
    let is_text = |at: &usize| matches!(scored.portfolio.attributes[*at].data, AttributeData::Text(_));
    let text = (0..scored.portfolio.attributes.len()).find(is_text).map(TableColumn::Attribute);
    let first = text.and_then(|column| match ColumnCells::of(&scored, None, column) {
        ColumnCells::Texts(texts, ids) => ids.iter().find(|id| !id.is_missing()).map(|id| texts.text(*id).to_owned()),
        _ => None,
    });
    tell(session, "range of Fit", |_, turn| {
        let span = Span { least: Number::new(20.0 + turn as f64), most: Number::new(80.0 + turn as f64) };
        Action::SetCondition { column: TableColumn::Fit, condition: Some(Condition::Numbers(span)) }
    });
    act(session, Action::ClearFilter);
    if let (Some(column), Some(first)) = (text, first) {
        tell(session, "value of a text column", |_, turn| {
            let mut values = vec![ColumnValue::Text(first.clone())];
            values.extend((0..turn).map(|_| ColumnValue::Missing));
            Action::SetCondition { column, condition: Some(Condition::Values(values)) }
        });
        act(session, Action::ClearFilter);
        tell(session, "text of a column", |_, turn| {
            let text = ["ret", "fin", "man", "edu", "hea", "con", "tra"][turn % 7].to_owned();
            Action::SetCondition { column, condition: Some(Condition::Contains(text)) }
        });
        act(session, Action::ClearFilter);
        tell(session, "what a text column holds", |_, turn| facts(column, turn));
    }
    tell(session, "what a number column holds", |_, turn| facts(TableColumn::Employees, turn));
}

fn orders(session: &mut Session) {
    let by = |columns: &[TableColumn], turn: usize| Action::SortBy(columns[turn % columns.len()]);
    tell(session, "order by name", |_, turn| by(&[TableColumn::Name, TableColumn::Employees], turn));
    tell(session, "order by Fit", |_, turn| {
        by(&[TableColumn::Fit, TableColumn::CustomerId, TableColumn::Segment], turn)
    });
    act(session, Action::SortBy(TableColumn::Segment));
    tell(session, "order by three columns", |_, turn| {
        Action::SortAlsoBy([TableColumn::Fit, TableColumn::Employees][turn % 2])
    });
}

/// A click on a cell, on a segment, on another model; all rows selected.
fn choices(session: &mut Session) {
    let cells: Vec<_> = propensity_desk::domain::matrix::Cell::all().collect();
    tell(session, "click on a cell", |_, turn| Action::ToggleCell(cells[turn % cells.len()]));
    act(session, Action::ClearFilter);
    tell(session, "click on a segment", |_, turn| {
        Action::ToggleSegment(propensity_desk::domain::segment::Segment::ALL[turn % 4])
    });
    act(session, Action::ClearFilter);
    let model = session.question().model;
    let models: Vec<_> = session.scored().unwrap().models().collect();
    tell(session, "another model", |_, turn| Action::ChooseModel(models[(turn + 1) % models.len()]));
    act(session, Action::ChooseModel(model.unwrap()));
    tell(session, "all rows selected", |_, _| Action::Table(TableAction::SelectAll));
}

/// Of all customers, who are selected.
fn marks(session: &mut Session) {
    let all: Vec<_> = session.selection().iter().collect();
    tell(session, "target of all selected", |_, turn| {
        let edit = MarkEdit::Target(turn % 2 == 0);
        Action::Marks(MarkAction::Change { customers: all.clone(), model: None, edit })
    });
    tell(session, "that undone", |_, _| Action::Undo);
    act(session, Action::Table(TableAction::SelectNone));
    for action in marked(session) {
        act(session, action);
    }
    tell(session, "owner of one customer, 20,000s marked", |_, turn| {
        let edit = MarkEdit::Owner(format!("Seller {turn}"));
        Action::Marks(MarkAction::Change { customers: vec![5], model: None, edit })
    });
}

fn tuning(session: &mut Session) {
    act(session, Action::Show(View::Tuning));
    tell(session, "band slider, previewed", |session, turn| draft(session, 60.0 + turn as f32));
    bands_anew(session);
    let drafted = |session: &Session, turn: usize| Some(draft(session, 40.0 + turn as f32));
    tell_after(session, "draft accepted", drafted, |_, _| Action::Tuning(TuningAction::Accept));
    tell(session, "that undone", |_, _| Action::Undo);
}

/// The bands of all models by other limits, without anything that is told of them.
fn bands_anew(session: &Session) {
    let scored = session.scored().unwrap();
    let as_of = AsOf { day: scored.as_of, known_by: scored.as_of_known_by };
    let mut taken: Vec<f64> = (0..TURNS)
        .map(|turn| {
            let mut profile = scored.profile.clone();
            profile.limits.fit.high = 61.0 + turn as f32;
            let start = Instant::now();
            std::hint::black_box(scored.banded_anew(profile, as_of));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    let name = format!("bands anew, of all {} models", scored.models().count());
    println!("  {name:<44} {:>9.1} {:>9.1}", taken[TURNS / 2], taken[TURNS - 1]);
}

fn pages(session: &mut Session) {
    for view in View::ALL.iter().copied().filter(|view| *view != View::Months) {
        tell(session, &format!("to the page {view:?}"), |_, turn| {
            Action::Show(if turn % 2 == 0 { view } else { View::Months })
        });
    }
    tell(session, "page of a customer", |_, turn| Action::OpenCustomer(turn as u32 * 11));
}

/// Other columns between, as what is known is not worked out twice.
fn facts(column: TableColumn, turn: usize) -> Action {
    Action::Table(TableAction::AskFacts(if turn.is_multiple_of(2) { column } else { TableColumn::Segment }))
}

fn tell(session: &mut Session, name: &str, action: impl Fn(&Session, usize) -> Action) {
    tell_after(session, name, |_, _| None, action);
}

/// Tells how long `action` takes each time after `before`, which does not count.
fn tell_after(
    session: &mut Session,
    name: &str,
    before: impl Fn(&Session, usize) -> Option<Action>,
    action: impl Fn(&Session, usize) -> Action,
) {
    let mut taken: Vec<Answered> = (0..TURNS)
        .map(|turn| {
            if let Some(before) = before(session, turn) {
                act(session, before);
            }
            let action = action(session, turn);
            act(session, action)
        })
        .collect();
    taken.sort_by(|a, b| a.answer.total_cmp(&b.answer));
    let busy = taken.iter().map(|taken| taken.busy).fold(0.0, f64::max);
    let (median, worst) = (taken[TURNS / 2].answer, taken[TURNS - 1].answer);
    println!("  {name:<44} {median:>9.1} {worst:>9.1} {busy:>14.1}");
}
