//! An hour of use, played: one action a second over all pages, with the frames that follow it, and what memory it leaves.

use crate::headless::{Hand, Headless, act};
use crate::pages::{draft, load_older};
use propensity_desk::domain::cluster::Cluster;
use propensity_desk::domain::mark::{MarkEdit, MarkStatus};
use propensity_desk::domain::matrix::Cell;
use propensity_desk::domain::segment::Segment;
use propensity_desk::insight::breakdown::Dimension;
use propensity_desk::insight::condition::{Condition, Number, Span};
use propensity_desk::insight::filter::ListReason;
use propensity_desk::insight::table::TableColumn;
use propensity_desk::session::Session;
use propensity_desk::session::action::Action;
use propensity_desk::session::customer::CustomerAction;
use propensity_desk::session::marks::MarkAction;
use propensity_desk::session::months::MonthsAction;
use propensity_desk::session::table::TableAction;
use propensity_desk::session::tuning::TuningAction;
use propensity_desk::session::view::View;
use propensity_desk::session::whitespace_map::MapAction;
use propensity_desk::session::work_list::WorkListAction;
use propensity_desk::support::random::Random;
use std::path::Path;

/// An action a second.
const ACTIONS: usize = 3600;
/// The first minutes fill what is kept for later questions, and do not count.
const WARM_UP: usize = 600;
const PARTS: usize = 6;
const LOOKS_A_PART: usize = 10;
const FRAMES_AFTER_EACH: usize = 3;
/// By how much memory may grow in the hour, as a share of what it was after the warm-up.
const GROWTH_LIMIT: f64 = 0.05;

pub fn hour(session: &mut Session, older: &Path) {
    load_older(session, older);
    let mut random = Random::new(7, 0);
    let mut desk = Headless::new();
    let mut play = |desk: &mut Headless, session: &mut Session, actions: usize| {
        for _ in 0..actions {
            let action = next(session, &mut random);
            act(session, action);
            for frame in 0..FRAMES_AFTER_EACH {
                desk.frame(session, if frame == 0 { Hand::Point } else { Hand::Scroll });
            }
            session.wait();
        }
    };
    play(&mut desk, session, WARM_UP);
    println!("  {:<44} {:>9} {:>14}", format!("an hour of {ACTIONS} actions, resident"), "median MB", "letters MB");
    let mut parts = Vec::new();
    for part in 1..=PARTS {
        // What is open at one moment says little: each part is looked at many times.
        let mut seen: Vec<f64> = (0..LOOKS_A_PART)
            .map(|_| {
                play(&mut desk, session, ACTIONS / PARTS / LOOKS_A_PART);
                resident_megabytes()
            })
            .collect();
        seen.sort_by(f64::total_cmp);
        let median = seen[LOOKS_A_PART / 2];
        let minutes = format!("to minute {}", part * 60 / PARTS);
        println!("  {minutes:<44} {median:>9.1} {:>14.1}", desk.letters_megabytes());
        parts.push(median);
    }
    let grown = parts[PARTS - 1] / parts[0] - 1.0;
    println!("  grown by {:.1} %, at most {:.0} % allowed", grown * 100.0, GROWTH_LIMIT * 100.0);
}

/// What a person may do next.
fn next(session: &Session, random: &mut Random) -> Action {
    let mut below = |count: usize| random.below(u32::try_from(count).unwrap()) as usize;
    let count = session.scored().map_or(1, |scored| scored.portfolio.customer_count());
    let (first, second) = (below(1000), below(count));
    let customer = second as u32;
    let columns = [TableColumn::Fit, TableColumn::Name, TableColumn::Employees, TableColumn::Segment];
    match below(24) {
        0..=4 => Action::Show(View::ALL[first % View::ALL.len()]),
        5 | 6 => Action::OpenCustomer(customer),
        7 => Action::Customer(if first % 2 == 0 { CustomerAction::Next } else { CustomerAction::Close }),
        8 | 9 => {
            let word = ["tra", "foods", "network", "supply", "design", "and", "tokyo"][first % 7];
            Action::Search(word.chars().take(1 + second % 6).collect())
        }
        10 => Action::SortBy(columns[first % columns.len()]),
        11 => Action::ToggleCell(Cell::all().nth(first % 16).unwrap()),
        12 => Action::ToggleSegment(Segment::ALL[first % 4]),
        13 => {
            let span = Span { least: Number::new((first % 60) as f64), most: Number::new(90.0) };
            Action::SetCondition { column: TableColumn::Fit, condition: Some(Condition::Numbers(span)) }
        }
        14 => Action::DivideBy(if first % 2 == 0 { Dimension::Segment } else { Dimension::Industry }),
        15 => {
            let models: Vec<_> = session.scored().into_iter().flat_map(|scored| scored.models()).collect();
            Action::ChooseModel(models[first % models.len()])
        }
        16 => Action::Marks(MarkAction::Change {
            customers: (0..1 + first as u32 % 20).map(|step| customer.saturating_sub(step)).collect(),
            model: None,
            edit: MarkEdit::Status([None, Some(MarkStatus::Meeting), Some(MarkStatus::Offer)][first % 3]),
        }),
        17 => draft(session, 55.0 + (first % 30) as f32),
        18 if first % 4 == 0 => Action::Tuning(TuningAction::Accept),
        18 => Action::Tuning(TuningAction::Discard),
        19 => Action::Table(if first % 5 == 0 { TableAction::SelectAll } else { TableAction::SelectNone }),
        20 => Action::WhitespaceMap(if first % 2 == 0 { MapAction::SortByTotal } else { MapAction::SortAsTable }),
        21 => Action::WorkList(WorkListAction::Add(vec![customer])),
        22 if first % 2 == 0 => Action::Undo,
        22 => Action::Months(MonthsAction::List(ListReason::Entered(Cluster::ActNow))),
        _ => Action::ClearFilter,
    }
}

/// The memory that this process holds, in megabytes.
fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a resident size");
    line.trim().split(' ').next().and_then(|field| field.parse::<f64>().ok()).expect("a number") / 1024.0
}
