//! Opening and marking up, side by side with the usual way in the same run: `cargo bench`.
//!
//! | ours | rival |
//! | --- | --- |
//! | open: guard, read into columns, join, score, first dashboard | calamine's `worksheet_range`: all cells as values |
//! | annotate: a checked copy with new columns, everything else kept | calamine, then rust_xlsxwriter: values and new columns only, everything else lost |
//!
//! Both take turns; the medians of the times and the ratio of each pair are told. Peak memory is told on Linux.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench measures, prints, and fails loudly"
)]

use calamine::{Data, Reader, Xlsx, open_workbook};
use propensity_desk::domain::model::Model;
use propensity_desk::domain::profile::ScoringProfile;
use propensity_desk::insight::dashboard::{Dashboard, Question};
use propensity_desk::insight::filter::Filter;
use propensity_desk::insight::table::Sort;
use propensity_desk::sample::{SampleKind, SampleRequest, write_sample};
use propensity_desk::session::Session;
use propensity_desk::session::action::Action;
use propensity_desk::session::notice::Notice;
use propensity_desk::session::open::open;
use propensity_desk::session::settings::Settings;
use propensity_desk::support::language::Language;
use propensity_desk::support::progress::Progress;
use propensity_desk::ui::words::mark_words;
use propensity_desk::workbook::source::Source;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PAIRS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    println!("{:<28} {:>10} {:>10} {:>8} {:>10} {:>10}", "", "ours", "rival", "ratio", "ours MB", "rival MB");
    for rows in [28_000, 200_000] {
        let file = folder.path().join(format!("{rows}.xlsx"));
        let (kind, language) = (SampleKind::M365, Language::English);
        write_sample(&SampleRequest { rows, kind, language, decorated: true, seed: 1 }, &file).unwrap();
        compare(&format!("open {rows} rows"), || open_ours(&file), || open_rival(&file));
        let (ours, rival) = (folder.path().join("ours.xlsx"), folder.path().join("rival.xlsx"));
        let mut session = opened(&file);
        compare(
            &format!("annotate {rows} rows"),
            || annotate_ours(&mut session, &file, &ours),
            || annotate_rival(&file, &rival),
        );
    }
}

fn compare(name: &str, mut ours: impl FnMut(), mut rival: impl FnMut()) {
    ours();
    rival();
    let (mut times, mut peaks) = (Vec::new(), (0, 0));
    for _ in 0..PAIRS {
        let (our_time, our_peak) = measure(&mut ours);
        let (rival_time, rival_peak) = measure(&mut rival);
        times.push((our_time, rival_time, our_time.as_secs_f64() / rival_time.as_secs_f64()));
        peaks = (our_peak.max(peaks.0), rival_peak.max(peaks.1));
    }
    let median = |pick: fn(&(Duration, Duration, f64)) -> f64| {
        let mut values: Vec<f64> = times.iter().map(pick).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!(
        "{name:<28} {:>8.3} s {:>8.3} s {:>8.2} {:>10} {:>10}",
        median(|times| times.0.as_secs_f64()),
        median(|times| times.1.as_secs_f64()),
        median(|times| times.2),
        peaks.0 >> 10,
        peaks.1 >> 10,
    );
}

/// Time taken, and kilobytes by which the peak of resident memory rose above where it stood.
fn measure(work: &mut impl FnMut()) -> (Duration, u64) {
    // Linux lets a process forget its peak; elsewhere memory is told as 0.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = resident("VmRSS:");
    let start = Instant::now();
    work();
    (start.elapsed(), resident("VmHWM:").saturating_sub(before))
}

fn resident(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or(0)
}

fn open_ours(file: &Path) {
    let opened = open(&[Source::File(file.to_owned())], ScoringProfile::default(), None, &Progress::default());
    let scored = opened.scored.expect("the sample opens");
    let question = Question { model: Some(Model::M365), filter: Filter::default(), sort: Sort::default() };
    black_box(Dashboard::compute(&scored, question, &Progress::default()).expect("nobody cancels"));
}

fn open_rival(file: &Path) {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    let sheet = workbook.sheet_names()[0].clone();
    black_box(workbook.worksheet_range(&sheet).unwrap());
}

fn opened(file: &Path) -> Session {
    let words = mark_words(Language::English);
    let mut session = Session::new(Settings::default(), Vec::new(), words, Arc::new(|| ()));
    session.apply(Action::Open(vec![Source::File(file.to_owned())]));
    session.wait();
    session
}

fn annotate_ours(session: &mut Session, source: &Path, target: &Path) {
    session.apply(Action::Save { source: Source::File(source.to_owned()), target: target.to_owned() });
    session.wait();
    assert!(matches!(session.notices(), [Notice::Saved(_)]), "{:?}", session.notices());
    session.apply(Action::DismissNotice(0));
}

fn annotate_rival(file: &Path, target: &Path) {
    let mut source: Xlsx<_> = open_workbook(file).unwrap();
    let sheet = source.sheet_names()[0].clone();
    let range = source.worksheet_range(&sheet).unwrap();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let output = workbook.add_worksheet();
    for (row, cells) in (0..).zip(range.rows()) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Data::Empty => continue,
                Data::Float(number) => output.write_number(row, column, *number),
                Data::Int(number) => output.write_number(row, column, *number as f64),
                Data::DateTime(moment) => output.write_number(row, column, moment.as_f64()),
                other => output.write_string(row, column, other.to_string()),
            }
            .unwrap();
        }
        for (column, text) in (cells.len() as u16..).zip(["A1", "Act Now", "High", "High"]) {
            output.write_string(row, column, text).unwrap();
        }
    }
    workbook.save(target).unwrap();
}
