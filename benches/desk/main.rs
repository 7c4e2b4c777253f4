//! The desk without a window: what a frame costs on every page, how long answers take, whether a window at rest asks for
//! frames, and whether memory grows: `cargo bench --bench desk`.
//!
//! `cargo bench --bench desk -- 28000 1000000` names the sizes; without any, 28,000 and 1,000,000 customers are measured.
//! `--only frames`, `answers` or `hour` measures one part; the hour is played only when it is asked for.
//!
//! A frame is everything between two pictures: the views, and the triangles they become; a graphics card would only draw
//! those. It is told in processor time of its thread, so that other work on the machine does not count. Answers are told
//! in wall time from the action to the answer taken in, the work on other threads included, and beside it the longest
//! that the window's own thread was busy with it in one go. Linux only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench measures, prints, and fails loudly"
)]

mod answers;
mod frames;
mod headless;
mod hour;
mod pages;

use propensity_desk::sample::{SampleKind, SampleRequest, write_sample};
use propensity_desk::session::action::Action;
use propensity_desk::session::settings::Settings;
use propensity_desk::session::{OwnScores, Session};
use propensity_desk::support::language::Language;
use propensity_desk::support::one_arena::begin_in_one_arena;
use propensity_desk::ui::words::mark_words;
use propensity_desk::workbook::source::Source;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

fn main() {
    // As the program does.
    begin_in_one_arena();
    let mut only: Option<String> = None;
    let mut sizes: Vec<u32> = Vec::new();
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => only = arguments.next(),
            rows => sizes.push(rows.parse().expect("a number of customers")),
        }
    }
    if sizes.is_empty() {
        sizes = vec![28_000, 1_000_000];
    }
    let measures = |part: &str| only.as_ref().map_or(part != "hour", |only| only == part);
    let folder = tempfile::tempdir().unwrap();
    for rows in sizes {
        let file = folder.path().join(format!("{rows}.xlsx"));
        let request =
            SampleRequest { rows, kind: SampleKind::M365, language: Language::English, decorated: false, seed: 1 };
        write_sample(&request, &file).expect("a sample");
        println!("\n{rows} customers");
        let mut session = opened(&file);
        let older = pages::older_month(&session, folder.path());
        if measures("answers") {
            answers::answers(&mut session);
        }
        if measures("frames") {
            frames::frames(&mut session, &older);
        }
        if measures("hour") {
            hour::hour(&mut session, &older);
        }
    }
}

/// A session with `file` open, all that is done beforehand done. Our own scores are no part of this bench.
fn opened(file: &Path) -> Session {
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
