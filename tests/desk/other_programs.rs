//! The saved copy as other programs read it. `./test.sh` installs them; without them these tests fail.

use crate::support::program::{answer, done, sample, text};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::{TempDir, tempdir};

/// A decorated sample of 500 rows and its marked-up copy.
fn source_and_copy() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempdir().unwrap();
    let source = sample(folder.path(), "source.xlsx", &["--rows", "500", "--decorated"]);
    let copy = folder.path().join("copy.xlsx");
    done(&["annotate", text(&source), text(&copy)]);
    (folder, source, copy)
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; ./test.sh installs it"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The sheet called `sheet` of `workbook`, as LibreOffice exports it.
fn exported_by_libreoffice(workbook: &Path, folder: &Path) -> Vec<Vec<String>> {
    let profile = format!("-env:UserInstallation=file://{}", text(&folder.join("profile")));
    let csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1";
    run(Command::new("soffice").args([
        &profile,
        "--headless",
        "--convert-to",
        csv,
        "--outdir",
        text(folder),
        text(workbook),
    ]));
    let exported = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .expect("an exported sheet");
    records(&std::fs::read_to_string(exported).unwrap())
}

/// The records of a quoted CSV text.
fn records(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = csv.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    rows
}

/// How many cells below the header `name` hold each of the 16 cells' codes or names.
fn counts_of(rows: &[Vec<String>], name: &str) -> Vec<(String, u64)> {
    let column = rows[0].iter().position(|header| header == name).unwrap_or_else(|| panic!("no column {name}"));
    let mut counts = std::collections::BTreeMap::new();
    for row in &rows[1..] {
        let value = row.get(column).map_or("", String::as_str);
        if !value.is_empty() {
            *counts.entry(value.to_owned()).or_insert(0) += 1;
        }
    }
    counts.into_iter().collect()
}

fn counted(summary: &Value, list: &str, key: &str) -> Vec<(String, u64)> {
    let mut counts = std::collections::BTreeMap::new();
    for entry in summary[list].as_array().unwrap() {
        let customers = entry["customers"].as_u64().unwrap();
        if customers > 0 {
            *counts.entry(entry[key].as_str().unwrap().to_owned()).or_insert(0) += customers;
        }
    }
    counts.into_iter().collect()
}

#[test]
fn libreoffice_reads_the_new_columns() {
    let (folder, source, copy) = source_and_copy();
    let rows = exported_by_libreoffice(&copy, folder.path());
    let summary = answer(&["summary", text(&source), "--json"]);
    assert_eq!(rows.len(), 501, "a header and every customer");
    assert_eq!(counts_of(&rows, "Propensity Desk M365 Cell"), counted(&summary, "cells", "cell"));
    assert_eq!(counts_of(&rows, "Propensity Desk M365 Cluster"), counted(&summary, "clusters", "cluster"));
}

#[test]
fn openpyxl_reads_the_new_columns_and_all_old_cells() {
    let (_folder, source, copy) = source_and_copy();
    let script = r#"
import json, sys, openpyxl
def cells(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: {cell.coordinate: str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
            for sheet in book.worksheets}
before, after = cells(sys.argv[1]), cells(sys.argv[2])
lost = [(name, place) for name, sheet in before.items() for place, value in sheet.items() if after[name].get(place) != value]
new = {name: len(sheet) - len(before[name]) for name, sheet in after.items()}
main = max(before, key=lambda name: len(before[name]))
rows = {}
for place, value in after[main].items():
    if place not in before[main]: rows.setdefault(''.join(c for c in place if c.isalpha()), []).append(value)
print(json.dumps({"sheets": [list(before) == list(after)], "lost": lost, "new": new, "main": main,
                  "columns": {column: [values[0], len(values) - 1] for column, values in rows.items()}}))
"#;
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let told = run(Command::new(python).args(["-c", script, text(&source), text(&copy)]));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["sheets"][0], true, "{told}");
    assert_eq!(told["lost"].as_array().unwrap().len(), 0, "{told}");
    let main = told["main"].as_str().unwrap();
    for (sheet, new) in told["new"].as_object().unwrap() {
        assert!(sheet == main || new == 0, "{sheet} changed: {told}");
    }
    let columns = told["columns"].as_object().unwrap();
    let summary = answer(&["summary", text(&source), "--json"]);
    let scored: u64 = counted(&summary, "cells", "cell").iter().map(|(_, customers)| customers).sum();
    let cell = columns.values().find(|column| column[0] == "Propensity Desk M365 Cell").expect("the cell column");
    assert_eq!(cell[1], scored);
    for model in ["M365", "Surface"] {
        let names = ["Cell", "Cluster", "Fit band", "Intent band", "Reason"];
        let has = |name: &str| columns.values().any(|column| column[0] == format!("Propensity Desk {model} {name}"));
        assert!(names.into_iter().all(has), "{model}: {told}");
    }
    let tells_revenue = |column: &Value| column[0].as_str().unwrap().contains("revenue");
    assert!(!columns.values().any(tells_revenue), "no file tells revenue, and no owner's spend is known: {told}");
}

#[test]
fn a_text_that_became_a_workbook_is_read_by_others_as_it_was_written() {
    let folder = tempdir().unwrap();
    let (source, copy) = (folder.path().join("list.csv"), folder.path().join("list.xlsx"));
    let rows = "C1,=1+1,007,90,95,1.50\r\nC2,\"株式会社, 日本\",12,5,5,-2.25\r\n";
    let text_of = format!("CustomerID,CustomerName,DUNSNumber,M365Fit,M365Intent,Share\r\n{rows}");
    std::fs::write(&source, text_of).unwrap();
    done(&["annotate", text(&source), text(&copy)]);
    let script = "import sys, json, openpyxl\n\
        sheet = openpyxl.load_workbook(sys.argv[1]).active\n\
        cells = [[(c.value, c.data_type, c.number_format) for c in row] for row in sheet.iter_rows(min_row=2)]\n\
        print(json.dumps([cells, sheet.auto_filter.ref, sheet.freeze_panes, sheet['A1'].font.b]))";
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let read: Value = serde_json::from_str(&run(Command::new(python).args(["-c", script, text(&copy)]))).unwrap();
    let cell = |row: usize, column: usize| read[0][row][column].to_string();
    assert_eq!(cell(0, 1), "[\"=1+1\",\"s\",\"General\"]");
    assert_eq!(cell(0, 2), "[\"007\",\"s\",\"General\"]");
    assert_eq!(cell(1, 2), "[\"12\",\"s\",\"General\"]");
    assert_eq!((cell(0, 3), cell(1, 5)), ("[90,\"n\",\"General\"]".to_owned(), "[-2.25,\"n\",\"0.00\"]".to_owned()));
    assert_eq!(read[0][0][6][0], "A1");
    assert_eq!((&read[1], &read[2], &read[3]), (&"A1:J3".into(), &"A2".into(), &true.into()));

    let exported = tempdir().unwrap();
    let shown = exported_by_libreoffice(&copy, exported.path());
    assert_eq!(shown[1][..7], ["C1", "=1+1", "007", "90", "95", "1.5", "A1"].map(str::to_owned));
    assert_eq!(shown[2][1], "株式会社, 日本");
}
