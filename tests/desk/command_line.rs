//! The program without a window.

use crate::support::program::{answer, desk, done, printed, sample, text};
use crate::support::workbooks::{Entries, customers};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::tempdir;

fn sum(list: &Value, key: &str) -> u64 {
    list.as_array().unwrap().iter().map(|entry| entry[key].as_u64().unwrap()).sum()
}

/// The C library reads how many arenas of memory there may be when the program starts.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn the_program_goes_on_in_one_arena_unless_told_otherwise() {
    use std::process::{Command, Stdio};
    let folder = tempdir().unwrap();
    for told in [None, Some("3")] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_propensity-desk"));
        program.env_remove("MALLOC_ARENA_MAX").envs(told.map(|count| ("MALLOC_ARENA_MAX", count)));
        program.args(["sample", "--rows", "60000", "-o", text(&folder.path().join("sample.xlsx"))]);
        let mut running = program.stdout(Stdio::null()).spawn().unwrap();
        let environment = format!("/proc/{}/environ", running.id());
        let expected = format!("MALLOC_ARENA_MAX={}", told.unwrap_or("1"));
        let is_told = || {
            let environment = fs::read(&environment).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|line| line == expected.as_bytes())
        };
        while !is_told() {
            assert!(running.try_wait().unwrap().is_none(), "it ended without {expected}");
        }
        running.kill().unwrap();
        running.wait().unwrap();
    }
}

#[test]
fn check_says_what_was_understood() {
    let folder = tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "300"]);
    let answer = answer(&["check", text(&file)]);
    assert_eq!(answer["status"], "open");
    assert_eq!(answer["rows"], 300);
    assert_eq!(answer["report"], "CLASM365Propensity");
    assert_eq!(answer["models"], json!(["M365", "Surface"]));
    assert_eq!(answer["columns"]["missing"], json!([]));
    let used = answer["columns"]["used"].as_array().unwrap();
    assert!(used.contains(&json!("M365Fit")), "{used:?}");
}

#[test]
fn every_kind_of_sample_is_recognised_in_both_languages() {
    let folder = tempdir().unwrap();
    for (kind, report) in [
        ("m365", "CLASM365Propensity"),
        ("azure", "CLASAzurePropensity"),
        ("d365", "CLASD365Propensity"),
        ("surface", "CLASSurfacePropensity"),
        ("renewals", "CLASAgreementRenewalsPropensity"),
        ("usage", "AzureUsage"),
    ] {
        let mut understood = Vec::new();
        for language in ["en", "ja"] {
            let name = format!("{kind}-{language}.xlsx");
            let file = sample(folder.path(), &name, &["--rows", "40", "--kind", kind, "--language", language]);
            let answer = answer(&["check", text(&file)]);
            assert_eq!((&answer["status"], &answer["rows"]), (&json!("open"), &json!(40)), "{name}: {answer}");
            assert_eq!(answer["report"], report, "{name}");
            assert_eq!(answer["columns"]["missing"], json!([]), "{name}");
            understood.push(answer["columns"]["used"].as_array().unwrap().len());
        }
        assert_eq!(understood[0], understood[1], "{kind}: as many columns in Japanese as in English");
    }
}

#[test]
fn the_figures_of_a_summary_reconcile() {
    let folder = tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "2000"]);
    let summary = answer(&["summary", text(&file), "--json"]);
    let customers = summary["cards"]["smc_customers"].as_u64().unwrap();
    assert_eq!(customers, 2000);
    assert_eq!(sum(&summary["segments"], "customers"), customers);
    let scored = sum(&summary["cells"], "customers");
    assert_eq!(scored + summary["unscored"].as_u64().unwrap(), customers);
    let without_cell = summary["clusters_without_cell"].as_u64().unwrap();
    assert_eq!(sum(&summary["clusters"], "customers"), scored + without_cell);
    assert!(without_cell <= summary["unscored"].as_u64().unwrap());
    assert_eq!(summary["cells"].as_array().unwrap().len(), 16);
    assert_eq!(summary["cards"]["expiring_agreements"], Value::Null, "missing is missing, not 0");
}

#[test]
fn scores_become_bands_cells_and_segments_by_the_rules() {
    let folder = tempdir().unwrap();
    let mut rows = customers(0);
    for (id, employees, fit, intent) in [
        ("1", "300", "75", "75"),
        ("2", "299", "74.5", "100"),
        ("3", "24", "30", "0"),
        ("4", "", "29", "55"),
        ("5", "9", "", "80"),
    ] {
        rows.push([id, "Name", employees, fit, intent, ""].map(str::to_owned).to_vec());
    }
    let file = folder.path().join("rules.xlsx");
    fs::write(&file, Entries::of_rows(&rows).zipped()).unwrap();
    let summary = answer(&["summary", text(&file), "--json"]);
    let occupied: Vec<(String, u64)> = summary["cells"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|cell| cell["customers"] != 0)
        .map(|cell| (format!("{} {} {}", cell["cell"].as_str().unwrap(), cell["fit"], cell["intent"]), 1))
        .collect();
    let expected =
        ["A1 \"High\" \"High\"", "E5 \"Medium\" \"High\"", "N9 \"Low\" \"Very Low\"", "ET10 \"Very Low\" \"Medium\""];
    assert_eq!(occupied, expected.map(|cell| (cell.to_owned(), 1)));
    assert_eq!(summary["unscored"], 1);
    let segments: Vec<u64> =
        summary["segments"].as_array().unwrap().iter().map(|segment| segment["customers"].as_u64().unwrap()).collect();
    assert_eq!(segments, [1, 1, 2, 1], "Upper Medium, Medium, Very Small, Unknown");
}

#[test]
fn reports_of_the_same_customers_join() {
    let folder = tempdir().unwrap();
    let m365 = sample(folder.path(), "m365.xlsx", &["--rows", "1500"]);
    let renewals = sample(folder.path(), "renewals.xlsx", &["--rows", "300", "--kind", "renewals"]);
    let azure = sample(folder.path(), "azure.xlsx", &["--rows", "1500", "--kind", "azure"]);
    let alone = answer(&["summary", text(&m365), "--json"]);
    let joined = answer(&[
        "summary",
        text(&m365),
        text(&renewals),
        text(&azure),
        "--json",
        "--as-of",
        "2026-10-01",
        "--model",
        "azure",
    ]);
    assert_eq!(joined["files"][2]["new_customers"], 0, "the same customers in both propensity reports");
    assert_eq!(joined["cells"].as_array().unwrap().len(), 16);
    assert_eq!(joined["model"], "Azure");
    assert_eq!(joined["fiscal_year"], "FY27");
    assert_eq!(joined["segments"], alone["segments"]);
    assert!(joined["cards"]["expiring_agreements"].as_u64().unwrap() > 0);
    assert!(joined["cards"]["open_expiring_revenue"].as_f64().unwrap() > 0.0);
}

#[test]
fn agreements_are_counted_by_fiscal_year_and_state_and_revenue_is_exact() {
    let folder = tempdir().unwrap();
    let mut rows =
        vec![["CustomerID", "Agreement End Date", "Expiring Revenue", "Expiration Type"].map(str::to_owned).to_vec()];
    for (id, end, revenue, state) in [
        ("C1", "2026-06-30", "100.10", ""),        // the year before, ended
        ("C1", "2026-07-01", "200.20", ""),        // this year, ended
        ("C2", "2026-10-01", "0.10", ""),          // this year, ends on the day itself
        ("C2", "2027-06-30", "0.20", ""),          // this year
        ("C3", "2027-07-01", "3,000.30", ""),      // the next year
        ("C4", "2027-01-31", "50,000", "Renewed"), // this year, not open any more
        ("C5", "2026-08-31", "7", "Open"),         // this year, late but still open
        ("C6", "", "9", ""),                       // no date, so not known to be open
    ] {
        rows.push([id, end, revenue, state].map(str::to_owned).to_vec());
    }
    let file = folder.path().join("renewals.xlsx");
    fs::write(&file, Entries::of_rows(&rows).zipped()).unwrap();
    let summary = answer(&["summary", text(&file), "--json", "--as-of", "2026-10-01"]);
    assert_eq!(
        summary["cards"],
        json!({ "smc_customers": 6, "expiring_agreements": 5, "open_expiring_revenue": 3007.6 })
    );
    assert_eq!(summary["fiscal_year"], "FY27");
    assert_eq!(summary["cells"], Value::Null, "no Fit and Intent, so no matrix");
}

#[test]
fn rows_without_a_customer_id_join_by_duns_number() {
    let folder = tempdir().unwrap();
    let m365 = workbook(
        folder.path(),
        "m365.xlsx",
        &[
            &["CustomerID", "DUNSNumber", "AccountName", "M365Fit", "M365Intent"],
            &["C1", "d-007", "Seven", "80", "80"],
            &["C2", "d-008", "Eight", "20", "20"],
            &["C2", "d-008", "Eight again", "90", "90"],
        ],
    );
    let azure = workbook(
        folder.path(),
        "azure.xlsx",
        &[
            &["DUNSNumber", "AccountName", "AzureFit", "AzureIntent"],
            &["d-008", "8", "60", "60"],
            &["d-009", "Nine", "60", "60"],
        ],
    );
    let joined = answer(&["summary", text(&m365), text(&azure), "--json"]);
    assert_eq!(joined["cards"]["smc_customers"], 3);
    assert_eq!(joined["files"][1]["new_customers"], 1);
    assert_eq!(joined["unscored"], 1, "the customer of the Azure report alone has no Microsoft 365 scores");
    let of = |code: &str| {
        joined["cells"].as_array().unwrap().iter().find(|cell| cell["cell"] == code).unwrap()["customers"].clone()
    };
    assert_eq!((of("A1"), of("ET10")), (json!(1), json!(0)));
    let very_low = joined["cells"].as_array().unwrap()[15]["customers"].clone();
    assert_eq!(very_low, 1, "of a repeated customer the first row counts");
    let warnings = answer(&["check", text(&m365)])["warnings"].clone();
    assert_eq!(warnings, json!([{ "kind": "repeated_customers", "rows": 1 }]));
}

/// A workbook of `rows` called `name` in `folder`.
fn workbook(folder: &Path, name: &str, rows: &[&[&str]]) -> PathBuf {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect();
    let file = folder.join(name);
    fs::write(&file, Entries::of_rows(&rows).zipped()).unwrap();
    file
}

/// How many customers each of `files`, opened alone or together, hold.
fn customers_in(files: &[&Path]) -> u64 {
    let names: Vec<&str> = files.iter().map(|file| text(file)).collect();
    answer(&[&["summary"], names.as_slice(), &["--json"]].concat())["cards"]["smc_customers"].as_u64().unwrap()
}

#[test]
fn what_customers_share_or_lack_never_makes_them_one() {
    let folder = tempdir().unwrap();
    let header: &[&str] = &["CustomerID", "DUNSNumber", "TPID", "AccountName", "M365Fit", "M365Intent"];
    let parent = workbook(
        folder.path(),
        "parent.xlsx",
        &[header, &["", "d-111", "P", "One", "80", "80"], &["", "d-222", "P", "Two", "40", "40"]],
    );
    assert_eq!(customers_in(&[&parent]), 2);
    let nothing = workbook(
        folder.path(),
        "nothing.xlsx",
        &[header, &["N/A", "-", "", "One", "90", "90"], &["N/A", "-", "", "Two", "10", "10"]],
    );
    assert_eq!(customers_in(&[&nothing]), 2);
}

#[test]
fn the_order_and_repetition_of_files_change_nothing() {
    let folder = tempdir().unwrap();
    let ids = workbook(folder.path(), "ids.xlsx", &[&["CustomerID", "AccountName", "M365Fit"], &["C1", "One", "80"]]);
    let duns = workbook(folder.path(), "duns.xlsx", &[&["DUNSNumber", "AccountName", "M365Fit"], &["7", "One", "80"]]);
    let both = workbook(
        folder.path(),
        "both.xlsx",
        &[&["CustomerID", "DUNSNumber", "AccountName", "AzureFit"], &["c1", "000000007", "One", "80"]],
    );
    for order in [[&ids, &duns, &both], [&both, &ids, &duns], [&duns, &both, &ids]] {
        assert_eq!(customers_in(&order.map(PathBuf::as_path)), 1);
    }
    let renewals = workbook(
        folder.path(),
        "renewals.xlsx",
        &[
            &["CustomerID", "Agreement ID", "Agreement End Date", "Expiring Revenue"],
            &["C1", "A1", "2027-01-31", "10"],
            &["C1", "A1", "2027-01-31", "20"],
        ],
    );
    let twice = answer(&["summary", text(&renewals), text(&renewals), "--json", "--as-of", "2026-10-01"]);
    assert_eq!(twice["cards"]["expiring_agreements"], 1, "two rows of one agreement");
    assert_eq!(twice["cards"]["open_expiring_revenue"], 30.0);
}

#[test]
fn the_summarised_segment_wins_over_the_finer_one() {
    let folder = tempdir().unwrap();
    let file = workbook(
        folder.path(),
        "segments.xlsx",
        &[
            &["CustomerID", "SubSegment", "SMCTypeSummary", "M365Fit"],
            &["C1", "Medium", "Upper Medium", "80"],
            &["C2", "Medium", "", "80"],
        ],
    );
    let segments = answer(&["summary", text(&file), "--json"])["segments"].clone();
    assert_eq!((&segments[0]["customers"], &segments[1]["customers"]), (&json!(1), &json!(1)));
}

#[test]
fn unreadable_dates_are_missing_and_never_zero() {
    let folder = tempdir().unwrap();
    let file = workbook(
        folder.path(),
        "dates.xlsx",
        &[&["CustomerID", "Agreement End Date", "Expiring Revenue"], &["C1", "03/04/2027", "10"]],
    );
    let cards = answer(&["summary", text(&file), "--json", "--as-of", "2026-10-01"])["cards"].clone();
    assert_eq!((&cards["expiring_agreements"], &cards["open_expiring_revenue"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_sheet_that_can_be_used_is_taken_before_a_wider_one() {
    let folder = tempdir().unwrap();
    let wide = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Industry</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Area</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>City</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><t>State</t></is></c></row>";
    let pivot = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{wide}</sheetData></worksheet>"
    );
    let rows: Vec<Vec<String>> =
        customers(3).into_iter().map(|row| [row[0].clone(), row[3].clone(), row[4].clone()].to_vec()).collect();
    let file = folder.path().join("two.xlsx");
    let two = Entries::of_rows(&rows)
        .with("xl/workbook.xml", |xml| {
            xml.replace("<sheets>", "<sheets><sheet name=\"Pivot\" sheetId=\"2\" r:id=\"rId2\"/>")
        })
        .with("xl/_rels/workbook.xml.rels", |xml| {
            let relation = "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>";
            xml.replace("</Relationships>", relation)
        })
        .and("xl/worksheets/sheet2.xml", pivot.as_bytes());
    fs::write(&file, two.zipped()).unwrap();
    let answer = answer(&["check", text(&file)]);
    assert_eq!((&answer["sheet"], &answer["rows"]), (&json!("Data"), &json!(3)), "{answer}");
}

#[test]
fn another_opened_workbook_is_refused_as_target() {
    let folder = tempdir().unwrap();
    let m365 = sample(folder.path(), "m365.xlsx", &["--rows", "20"]);
    let renewals = sample(folder.path(), "renewals.xlsx", &["--rows", "20", "--kind", "renewals"]);
    let before = fs::read(&renewals).unwrap();
    let output = desk(&["annotate", text(&m365), text(&renewals), "--with", text(&renewals)]);
    assert!(!output.status.success());
    assert_eq!(fs::read(&renewals).unwrap(), before);
}

#[test]
fn a_copy_keeps_the_kind_of_its_source() {
    let folder = tempdir().unwrap();
    let source = sample(folder.path(), "m365.xlsx", &["--rows", "20"]);
    let target = folder.path().join("copy.xlsm");
    assert!(!desk(&["annotate", text(&source), text(&target)]).status.success());
    assert!(!target.exists());
}

#[test]
fn the_surer_day_wins_over_the_later_one() {
    let folder = tempdir().unwrap();
    let rows: &[&[&str]] = &[&["CustomerID", "AccountName", "M365Fit"], &["C1", "One", "80"]];
    let named = workbook(folder.path(), "report 2026-03-01.xlsx", rows);
    let unnamed = workbook(folder.path(), "report.xlsx", rows);
    let summary = answer(&["summary", text(&unnamed), text(&named), "--json"]);
    assert_eq!((&summary["as_of"], &summary["as_of_known_by"]), (&json!("2026-03-01"), &json!("file_name")));
    let told = answer(&["summary", text(&unnamed), "--json", "--as-of", "2026-10-01"]);
    assert_eq!((&told["as_of"], &told["as_of_known_by"]), (&json!("2026-10-01"), &json!("user")));
}

#[test]
fn a_marked_copy_holds_what_the_summary_counts() {
    let folder = tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "800"]);
    let before = fs::read(&file).unwrap();
    let copy = folder.path().join("copy.xlsx");
    assert_eq!(done(&["annotate", text(&file), text(&copy)]).trim(), text(&copy));
    assert_eq!(fs::read(&file).unwrap(), before, "the source is never written to");
    let (original, marked) = (answer(&["summary", text(&file), "--json"]), answer(&["summary", text(&copy), "--json"]));
    for key in ["cards", "segments", "cells", "clusters", "unscored", "models"] {
        assert_eq!(original[key], marked[key], "{key}");
    }
    let again = folder.path().join("again.xlsx");
    done(&["annotate", text(&copy), text(&again)]);
    let columns = |file| answer(&["check", file])["columns"]["ignored"].as_array().unwrap().len();
    assert_eq!(columns(text(&copy)), columns(text(&again)), "marking again replaces the columns");
}

#[test]
fn the_source_is_refused_as_target() {
    let folder = tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "20"]);
    let before = fs::read(&file).unwrap();
    let output = desk(&["annotate", text(&file), text(&file)]);
    assert!(!output.status.success());
    assert!(!output.stderr.is_empty());
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_failed_save_leaves_nothing_behind() {
    let folder = tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "20"]);
    let output = desk(&["annotate", text(&file), text(&folder.path().join("no/such/folder/copy.xlsx"))]);
    assert!(!output.status.success());
    assert!(!output.stderr.is_empty());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["m365.xlsx"]);
}

#[test]
fn without_a_display_the_sample_is_told_and_marked_up() {
    for (language, title) in [("en", "SMC customers"), ("ja", "SMC 顧客数")] {
        let output = desk(&["--sample", "--language", language]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = printed(&output);
        assert!(told.contains("28,000"), "{told}");
        assert!(told.contains(title), "{told}");
        assert!(told.contains("A1"), "{told}");
        let copy = told.split_whitespace().find(|word| word.ends_with("-marked.xlsx")).expect("the copy is named");
        assert_eq!(answer(&["check", copy])["rows"], 28_000);
        fs::remove_file(copy).unwrap();
    }
}

#[test]
fn help_and_version_are_there() {
    assert!(done(&["--help"]).contains("annotate"));
    assert_eq!(done(&["--version"]).trim(), concat!("propensity-desk ", env!("CARGO_PKG_VERSION")));
}
