//! Reading and marking, side by side with the usual ways, in one run on one file: `cargo bench`.
//!
//! `cargo bench -- 28000 200000 1000000` names the sizes; without any, 28,000 and 200,000 rows are measured. Each
//! measurement is a process of its own, so that its peak of memory is its own; the ways take turns, and medians are
//! told. Linux only: the figures come from `/proc`. `cargo bench -- --write ROWS FILE` keeps the table for other programs.
//!
//! | | ours | rival |
//! | --- | --- | --- |
//! | read | a file to the portfolio, all 45 columns typed, joined, sums reconciled | calamine's `worksheet_range` |
//! | mark | a checked copy with five new columns, all else kept | rust_xlsxwriter writes the values and five columns anew, packed at its own level and at ours |

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::exit,
    missing_docs,
    reason = "a bench measures, prints, and fails loudly"
)]

mod table;

use calamine::{Data, Reader, Xlsx, open_workbook};
use propensity_desk::portfolio::PortfolioBuilder;
use propensity_desk::support::progress::Progress;
use propensity_desk::workbook::choices::ReadChoices;
use propensity_desk::workbook::markup::{MarkColumn, MarkKind, MarkValue, MarkedSheet, Marks, save_marked_copy};
use propensity_desk::workbook::read::read_report;
use propensity_desk::workbook::source::Source;
use rust_xlsxwriter::Workbook;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Measurements of each way; of a million rows one, since the rivals take minutes and gigabytes.
const TURNS: usize = 5;
const MANY_ROWS: u32 = 500_000;

const WAYS: [[&str; 2]; 3] =
    [["read-ours", "read-calamine"], ["mark-ours", "mark-rewrite"], ["mark-ours", "mark-rewrite at our level"]];
/// At which ours packs the sheet.
const OUR_LEVEL: u8 = 2;

fn main() {
    // As the program does; the rivals, on one thread, have one in any case.
    propensity_desk::support::one_arena::begin_in_one_arena();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [way, file] = arguments.as_slice()
        && WAYS.as_flattened().contains(&way.as_str())
    {
        return run(way, Path::new(file));
    }
    if let [option, rows, file] = arguments.as_slice()
        && option == "--write"
    {
        return table::write_table(rows.parse().expect("a number of rows"), Path::new(file));
    }
    let sizes: Vec<u32> = arguments.iter().map(|rows| rows.parse().expect("a number of rows")).collect();
    let sizes = if sizes.is_empty() { vec![28_000, 200_000] } else { sizes };
    let folder = tempfile::tempdir().unwrap();
    println!("{:<26} {:>9} | {:^26} | {:^26} | {:^20}", "", "rows", "ours", "rival", "ratio");
    println!(
        "{:<26} {:>9} | {:>8} {:>8} {:>8} | {:>8} {:>8} {:>8} | {:>6} {:>6} {:>6}",
        "", "", "wall s", "CPU s", "MB", "wall s", "CPU s", "MB", "wall", "CPU", "MB"
    );
    for rows in sizes {
        let file = folder.path().join(format!("{rows}.xlsx"));
        table::write_table(rows, &file);
        for ways in WAYS {
            compare(rows, ways, &file);
        }
    }
}

/// What a process took.
#[derive(Clone, Copy)]
struct Taken {
    wall: f64,
    cpu: f64,
    megabytes: f64,
}

fn compare(rows: u32, ways: [&str; 2], file: &Path) {
    let turns = if rows > MANY_ROWS { 1 } else { TURNS };
    let measured: Vec<[Taken; 2]> = (0..turns).map(|_| ways.map(|way| measure(way, file))).collect();
    let median = |value: &dyn Fn(&[Taken; 2]) -> f64| {
        let mut values: Vec<f64> = measured.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let name = ways[1];
    let of = |which: usize| {
        [median(&|pair| pair[which].wall), median(&|pair| pair[which].cpu), median(&|pair| pair[which].megabytes)]
    };
    let (ours, rival) = (of(0), of(1));
    let ratio = [
        median(&|pair| pair[0].wall / pair[1].wall),
        median(&|pair| pair[0].cpu / pair[1].cpu),
        median(&|pair| pair[0].megabytes / pair[1].megabytes),
    ];
    println!(
        "{name:<26} {rows:>9} | {:>8.3} {:>8.3} {:>8.0} | {:>8.3} {:>8.3} {:>8.0} | {:>6.3} {:>6.3} {:>6.3}",
        ours[0], ours[1], ours[2], rival[0], rival[1], rival[2], ratio[0], ratio[1], ratio[2],
    );
}

fn measure(way: &str, file: &Path) -> Taken {
    let output = Command::new(std::env::current_exe().unwrap()).arg(way).arg(file).output().unwrap();
    assert!(output.status.success(), "{way}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<f64> = text.split_whitespace().map(|figure| figure.parse().unwrap()).collect();
    Taken { wall: figures[0], cpu: figures[1], megabytes: figures[2] }
}

/// Does the work of `way` in this process, and prints what it took.
fn run(way: &str, file: &Path) {
    let target = file.with_file_name(format!("{way}.xlsx"));
    let table = way.starts_with("mark-rewrite").then(|| values(file));
    let (start, before) = (Instant::now(), cpu_seconds());
    match way {
        "read-ours" => read_ours(file),
        "read-calamine" => read_calamine(file),
        "mark-ours" => mark_ours(file, &target),
        "mark-rewrite" => rewrite(&table.unwrap(), None, &target),
        _ => rewrite(&table.unwrap(), Some(OUR_LEVEL), &target),
    }
    println!("{} {} {}", start.elapsed().as_secs_f64(), cpu_seconds() - before, peak_megabytes());
    // Nobody waits for memory to be given back piece by piece.
    std::process::exit(0);
}

fn read_ours(file: &Path) {
    let source = Source::File(file.to_owned());
    let table = read_report(&source, &ReadChoices::default(), &mut |_| (), &Progress::default()).unwrap();
    assert_eq!(table.columns.len(), table::HEADERS.len());
    let mut builder = PortfolioBuilder::default();
    builder.add(table).unwrap();
    let portfolio = builder.finish();
    assert!(portfolio.customer_count() > 0);
    std::mem::forget(black_box(portfolio));
}

fn read_calamine(file: &Path) {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    let range = workbook.worksheet_range("Data").unwrap();
    std::mem::forget(black_box(range));
}

/// Five columns of marks, as the window writes them for one model.
struct BenchMarks(Vec<MarkColumn>);

impl Marks for BenchMarks {
    fn columns(&self) -> &[MarkColumn] {
        &self.0
    }

    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        MarkValue::Text(mark(row, column))
    }
}

fn mark(row: u32, column: usize) -> &'static str {
    const WORDS: [[&str; 4]; 5] = [
        ["A1", "E5", "N9", "ET10"],
        ["Act Now", "Evaluate", "Nurture", "Educate"],
        ["High", "Medium", "Low", "Very Low"],
        ["High", "Medium", "Low", "Very Low"],
        ["Corporate", "Medium", "Small", "Very Small"],
    ];
    WORDS[column][row as usize % 4]
}

fn mark_columns() -> Vec<MarkColumn> {
    let column = |name: &str| MarkColumn {
        key: name.to_lowercase(),
        header: format!("Propensity Desk {name}"),
        kind: MarkKind::Text,
        width: 14.0,
    };
    ["Cell", "Cluster", "Fit", "Intent", "Segment"].map(column).to_vec()
}

fn mark_ours(file: &Path, target: &Path) {
    let headers: Vec<(u32, String)> = (0..).zip(table::HEADERS.map(str::to_owned)).collect();
    let last_column = headers.len() as u32 - 1;
    let sheet = MarkedSheet { sheet: "Data".to_owned(), header_row: 1, last_column, headers, read_as: None };
    let source = Source::File(file.to_owned());
    let marks = BenchMarks(mark_columns());
    let saved = save_marked_copy(&source, target, false, &sheet, &marks, &Progress::default()).unwrap();
    assert_eq!(saved.columns_added, 5);
}

fn values(file: &Path) -> calamine::Range<Data> {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    workbook.worksheet_range("Data").unwrap()
}

fn rewrite(range: &calamine::Range<Data>, level: Option<u8>, target: &PathBuf) {
    let mut workbook = Workbook::new();
    if let Some(level) = level {
        workbook.set_zip_compression_level(level);
    }
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(range.rows()) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Data::Float(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                Data::String(text) => drop(sheet.write_string(row, column, text).unwrap()),
                _ => {}
            }
        }
        for position in 0..5 {
            sheet.write_string(row, cells.len() as u16 + position as u16, mark(row, position)).unwrap();
        }
    }
    workbook.save(target).unwrap();
}

/// Processor time of this process, all threads together.
fn cpu_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / TICKS_PER_SECOND
}

fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}
