//! The report workbook as other programs read it: its formulas, worked out anew, give what the app shows.
//! `./test.sh` installs the programs; without them these tests fail.

use crate::support::program::{answer, done, sample, text};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::tempdir;

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; ./test.sh installs it"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every formula of the first sheet with its stored value and with the one that LibreOffice works out, which is given
/// the workbook without the stored values.
fn formulas(report: &Path, folder: &Path) -> Vec<(String, f64, f64)> {
    let script = r#"
import json, subprocess, sys
from openpyxl import load_workbook
report, folder = sys.argv[1:]
formulas = load_workbook(report)
bare = folder + "/bare.xlsx"
formulas.save(bare)
stored = load_workbook(report, data_only=True).worksheets[0]
subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
    "xlsx:Calc MS Excel 2007 XML", "--outdir", folder + "/again", bare], check=True, stdout=subprocess.DEVNULL)
again = load_workbook(folder + "/again/bare.xlsx", data_only=True).worksheets[0]
found = []
for row in formulas.worksheets[0].iter_rows():
    for cell in row:
        if cell.data_type == "f":
            at = cell.coordinate
            found.append([at, float(stored[at].value), float(again[at].value)])
print(json.dumps(found))
"#;
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let printed = run(Command::new(python).args(["-c", script, text(report), text(folder)]));
    serde_json::from_str(printed.trim()).unwrap()
}

fn inputs(folder: &Path) -> [PathBuf; 2] {
    let customers = sample(folder, "m365.xlsx", &["--rows", "400"]);
    let renewals = sample(folder, "renewals.xlsx", &["--rows", "300", "--kind", "renewals"]);
    [customers, renewals]
}

#[test]
fn formulas_worked_out_anew_give_what_the_app_shows() {
    let folder = tempdir().unwrap();
    let [customers, renewals] = inputs(folder.path());
    for language in ["en", "ja"] {
        let report = folder.path().join(format!("{language}.xlsx"));
        done(&["report", text(&customers), text(&renewals), "-o", text(&report), "--language", language]);
        let found = formulas(&report, folder.path());
        for (at, stored, again) in &found {
            assert!((stored - again).abs() < 1e-6 * stored.abs().max(1.0), "{language} {at}: {stored} or {again}");
        }
        let value = |at: &str| found.iter().find(|(place, ..)| place == at).map(|(_, stored, _)| *stored);
        let shown = answer(&["summary", text(&customers), text(&renewals), "--json"]);
        assert_eq!(value("A5"), shown["cards"]["smc_customers"].as_f64(), "{shown}");
        assert_eq!(value("B5"), shown["cards"]["expiring_agreements"].as_f64());
        let revenue = shown["cards"]["open_expiring_revenue"].as_f64();
        assert!(revenue.is_some_and(|revenue| (value("C5").unwrap() - revenue).abs() < 0.005), "{revenue:?}");
        let cells: Vec<f64> = ["9", "10", "11", "12"]
            .iter()
            .flat_map(|row| ["B", "C", "D", "E"].map(|at| format!("{at}{row}")))
            .map(|at| value(&at).unwrap())
            .collect();
        let matrix: Vec<f64> =
            shown["cells"].as_array().unwrap().iter().map(|cell| cell["customers"].as_f64().unwrap()).collect();
        assert_eq!(cells, matrix);
        assert!(found.len() > 100, "{} formulas", found.len());
    }
}

#[test]
fn the_target_list_is_a_table_of_those_to_call_first() {
    let folder = tempdir().unwrap();
    let [customers, _] = inputs(folder.path());
    let report = folder.path().join("report.xlsx");
    done(&["report", text(&customers), "-o", text(&report)]);
    let script = r#"
import json, sys
from openpyxl import load_workbook
book = load_workbook(sys.argv[1])
sheet = book["Target list"]
table = list(sheet.tables.values())[0]
clusters = [row[8].value for row in sheet[table.ref]][1:]
print(json.dumps([book.sheetnames, table.ref, clusters, len(sheet.conditional_formatting), len(book["Summary"]._charts)]))
"#;
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let printed = run(Command::new(python).args(["-c", script, text(&report)]));
    let [sheets, table, clusters, formats, charts]: [Value; 5] = serde_json::from_str(printed.trim()).unwrap();
    assert_eq!(sheets, serde_json::json!(["Summary", "Target list", "Customers", "Agreements", "Definitions"]));
    let clusters: Vec<&str> = clusters.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let first_evaluate = clusters.iter().position(|name| *name == "Evaluate").unwrap();
    assert!(first_evaluate > 0 && clusters[..first_evaluate].iter().all(|name| *name == "Act Now"));
    assert!(clusters[first_evaluate..].iter().all(|name| *name == "Evaluate"));
    assert_eq!(table, format!("A1:L{}", clusters.len() + 1));
    assert!(formats.as_u64() >= Some(4) && charts.as_u64() >= Some(2), "{formats} {charts}");
}
