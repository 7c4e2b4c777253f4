//! The desk without a window: what a frame costs on every page, and how long answers take: `cargo bench --bench desk`.
//!
//! `cargo bench --bench desk -- 28000 1000000` names the sizes; without any, 28,000 and 1,000,000 customers are measured.
//! A frame is everything between two pictures: the views, and the triangles they become; a graphics card would only draw
//! those. It is told in processor time of its thread, so that other work on the machine does not count, at 1920 x 1080,
//! half of the frames at rest and half of them scrolling. Answers are told in wall time from the action to the answer
//! taken in, the work on other threads included. Linux only: the figures come from `/proc`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench measures, prints, and fails loudly"
)]

use egui::{Event, FullOutput, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, pos2, vec2};
use propensity_desk::insight::condition::{ColumnValue, Condition, Number, Span};
use propensity_desk::insight::table::{ColumnCells, TableColumn};
use propensity_desk::portfolio::attribute::AttributeData;
use propensity_desk::sample::{SampleKind, SampleRequest, write_sample};
use propensity_desk::session::action::Action;
use propensity_desk::session::settings::Settings;
use propensity_desk::session::table::TableAction;
use propensity_desk::session::view::View;
use propensity_desk::session::{OwnScores, Session};
use propensity_desk::support::language::Language;
use propensity_desk::ui::words::mark_words;
use propensity_desk::ui::{self, RootState, Screen, ViewState};
use propensity_desk::workbook::source::Source;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Frames of each page; the first ones, which lay out the fonts, do not count.
const FRAMES: usize = 400;
const WARM_UP: usize = 20;
/// How often each answer is asked for.
const TURNS: usize = 7;
const SIZE: Rect = Rect { min: Pos2::ZERO, max: pos2(1920.0, 1080.0) };

fn main() {
    let arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let sizes: Vec<u32> = arguments.map(|rows| rows.parse().expect("a number of customers")).collect();
    let sizes = if sizes.is_empty() { vec![28_000, 1_000_000] } else { sizes };
    let folder = tempfile::tempdir().unwrap();
    for rows in sizes {
        let file = folder.path().join(format!("{rows}.xlsx"));
        let request =
            SampleRequest { rows, kind: SampleKind::M365, language: Language::English, decorated: false, seed: 1 };
        write_sample(&request, &file).expect("a sample");
        let mut session = opened(&file);
        println!("\n{rows} customers");
        answers(&mut session);
        frames(&mut session);
    }
}

/// A session with `file` open, all that is done beforehand done. Our own scores are no part of this bench.
fn opened(file: &std::path::Path) -> Session {
    let mut session = Session::new(Settings::default(), Vec::new(), mark_words(Language::English), Arc::new(|| ()));
    session.set_own_scores(OwnScores::WhereFilesHaveNone);
    session.apply(Action::Open(vec![Source::File(file.to_owned())]));
    session.wait();
    let scored = session.scored().expect("a portfolio").clone();
    let start = Instant::now();
    scored.prepare_search(&Default::default()).expect("nobody stops it");
    println!("  search prepared in {:.0} ms, on a job after opening", start.elapsed().as_secs_f64() * 1e3);
    session
}

/// How long each kind of answer takes.
fn answers(session: &mut Session) {
    println!("  {:<44} {:>9} {:>9}", "answer", "median ms", "worst ms");
    let scored = session.scored().unwrap().clone();
    let is_text = |at: &usize| matches!(scored.portfolio.attributes[*at].data, AttributeData::Text(_));
    let text = (0..scored.portfolio.attributes.len()).find(is_text).map(TableColumn::Attribute);
    let first = text.and_then(|column| match ColumnCells::of(&scored, None, column) {
        ColumnCells::Texts(texts, ids) => ids.iter().find(|id| !id.is_missing()).map(|id| texts.text(*id).to_owned()),
        _ => None,
    });
    for typed in ["a", "an", "and", "andr", "tokyo", "zzz"] {
        // Each turn asks for a word that was not asked for before, but for its last letter.
        tell(session, &format!("search keystroke, {typed:?}"), |turn| {
            Action::Search(format!("{typed}{}", " ".repeat(turn)))
        });
    }
    for letters in [1, 2, 3, 6] {
        tell(session, &format!("search of {letters} new letters at once"), |turn| {
            let text = ["customer", "network", "example", "supply", "trading", "design", "foods"][turn % 7];
            Action::Search(text.chars().take(letters).collect())
        });
    }
    session.apply(Action::Search(String::new()));
    tell(session, "range of Fit", |turn| {
        let span = Span { least: Number::new(20.0 + turn as f64), most: Number::new(80.0 + turn as f64) };
        Action::SetCondition { column: TableColumn::Fit, condition: Some(Condition::Numbers(span)) }
    });
    session.apply(Action::ClearFilter);
    if let (Some(column), Some(first)) = (text, first) {
        tell(session, "value of a text column", |turn| {
            let mut values = vec![ColumnValue::Text(first.clone())];
            values.extend((0..turn).map(|_| ColumnValue::Missing));
            Action::SetCondition { column, condition: Some(Condition::Values(values)) }
        });
        session.apply(Action::ClearFilter);
        tell(session, "text of a column", |turn| {
            let text = ["ret", "fin", "man", "edu", "hea", "con", "tra"][turn % 7].to_owned();
            Action::SetCondition { column, condition: Some(Condition::Contains(text)) }
        });
        session.apply(Action::ClearFilter);
        tell(session, "what a text column holds", |turn| facts(column, turn));
    }
    tell(session, "what a number column holds", |turn| facts(TableColumn::Employees, turn));
    tell(session, "order by name", |turn| by(&[TableColumn::Name, TableColumn::Employees], turn));
    tell(session, "order by Fit", |turn| by(&[TableColumn::Fit, TableColumn::CustomerId, TableColumn::Segment], turn));
    session.apply(Action::SortBy(TableColumn::Segment));
    session.wait();
    tell(session, "order by three columns", |turn| {
        Action::SortAlsoBy([TableColumn::Fit, TableColumn::Employees][turn % 2])
    });
    tell(session, "all rows selected", |_| Action::Table(TableAction::SelectAll));
    session.apply(Action::Table(TableAction::SelectNone));
    session.wait();
}

fn by(columns: &[TableColumn], turn: usize) -> Action {
    Action::SortBy(columns[turn % columns.len()])
}

/// Other columns between, as what is known is not worked out twice.
fn facts(column: TableColumn, turn: usize) -> Action {
    Action::Table(TableAction::AskFacts(if turn.is_multiple_of(2) { column } else { TableColumn::Segment }))
}

fn tell(session: &mut Session, name: &str, action: impl Fn(usize) -> Action) {
    let mut taken: Vec<Duration> = (0..TURNS)
        .map(|turn| {
            let start = Instant::now();
            session.apply(action(turn));
            session.wait();
            start.elapsed()
        })
        .collect();
    taken.sort();
    let milliseconds = |at: usize| taken[at].as_secs_f64() * 1e3;
    println!("  {name:<44} {:>9.1} {:>9.1}", milliseconds(TURNS / 2), milliseconds(TURNS - 1));
}

/// What a frame costs on every page.
fn frames(session: &mut Session) {
    println!("  {:<44} {:>9} {:>9} {:>9}", "frame of", "median ms", "p99 ms", "worst ms");
    for view in View::ALL.iter().copied() {
        session.apply(Action::Show(view));
        session.wait();
        let mut desk = Headless::new();
        for frame in 0..WARM_UP {
            desk.frame(session, frame);
        }
        let mut taken: Vec<f64> = (0..FRAMES).map(|frame| desk.frame(session, frame)).collect();
        taken.sort_by(f64::total_cmp);
        let at = |share: f64| taken[((FRAMES - 1) as f64 * share) as usize];
        println!("  {:<44} {:>9.2} {:>9.2} {:>9.2}", format!("{view:?}"), at(0.5), at(0.99), at(1.0));
    }
}

/// The window without its frame and without anything that draws.
struct Headless {
    ctx: egui::Context,
    view: ViewState,
    time: f64,
}

impl Headless {
    fn new() -> Self {
        let ctx = egui::Context::default();
        ui::install(&ctx);
        ctx.enable_accesskit();
        Self { ctx, view: ViewState::default(), time: 0.0 }
    }

    /// Draws a frame, and returns the milliseconds of processor time that it took.
    fn frame(&mut self, session: &mut Session, frame: usize) -> f64 {
        self.time += 1.0 / 60.0;
        let mut events = vec![Event::PointerMoved(pos2(900.0, 900.0))];
        if frame % 4 >= 2 {
            let delta = vec2(if frame % 40 == 3 { -60.0 } else { 0.0 }, -120.0);
            let (unit, modifiers) = (MouseWheelUnit::Point, Modifiers::NONE);
            let wheel = Event::MouseWheel {
                unit,
                delta,
                modifiers,
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
            };
            events.push(wheel);
        }
        let input = RawInput { screen_rect: Some(SIZE), time: Some(self.time), events, ..RawInput::default() };
        let start = thread_nanoseconds();
        let screen = Screen::of(session, Language::English);
        let view = &mut self.view;
        let mut actions = Vec::new();
        let output = self.ctx.run_ui(input, |ui| {
            actions = ui::root(ui, RootState { screen: &screen, view: &mut *view });
        });
        let FullOutput { shapes, mut textures_delta, pixels_per_point, .. } = output;
        std::hint::black_box(self.ctx.tessellate(shapes, pixels_per_point));
        let taken = thread_nanoseconds() - start;
        textures_delta.clear();
        for action in actions {
            session.apply(action);
        }
        session.take_results();
        taken as f64 / 1e6
    }
}

/// How long this thread has run on a processor.
fn thread_nanoseconds() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    text.split_whitespace().next().and_then(|field| field.parse().ok()).expect("a number")
}
