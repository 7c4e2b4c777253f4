//! The program without a window.

use crate::support::program::{answer, desk, done, printed, sample, text};
use crate::support::workbooks::{Entries, customers};
use serde_json::{Value, json};
use std::fs;
use tempfile::tempdir;

fn sum(list: &Value, key: &str) -> u64 {
    list.as_array().unwrap().iter().map(|entry| entry[key].as_u64().unwrap()).sum()
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
    let workbook = |name: &str, rows: &[&[&str]]| {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect();
        let file = folder.path().join(name);
        fs::write(&file, Entries::of_rows(&rows).zipped()).unwrap();
        file
    };
    let m365 = workbook(
        "m365.xlsx",
        &[
            &["CustomerID", "DUNSNumber", "AccountName", "M365Fit", "M365Intent"],
            &["C1", "d-007", "Seven", "80", "80"],
            &["C2", "d-008", "Eight", "20", "20"],
            &["C2", "d-008", "Eight again", "90", "90"],
        ],
    );
    let azure = workbook(
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
