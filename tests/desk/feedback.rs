//! Closed deals and months against the scores, from the command line.

use crate::support::program::{answer, desk, done, text};
use propensity_desk::support::random::Random;
use propensity_desk::support::statistics::sigmoid;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::tempdir;

/// A report of `count` customers, and the deals of the first `deals` of them: a higher Fit wins more.
pub fn report_and_deals(folder: &Path, count: u32, deals: u32) -> (PathBuf, PathBuf) {
    let mut random = Random::new(21, 1);
    let mut report = "CustomerID,AccountName,AzureFit,AzureIntent\n".to_owned();
    let mut outcomes = "CustomerID,Opportunity Product,Closed Date,Outcome\n".to_owned();
    for row in 0..count {
        let (fit, intent) = (random.below(101), random.below(101));
        report += &format!("C{row:05},Customer {row},{fit},{intent}\n");
        if row < deals {
            let won = random.chance(sigmoid((f64::from(fit) - 60.0) / 15.0));
            let (day, word) = (row % 28 + 1, if won { "受注" } else { "Closed Lost" });
            outcomes += &format!("C{row:05},Microsoft Azure,2026-09-{day:02},{word}\n");
        }
    }
    outcomes += "C00001,Microsoft Azure,,Open\nC00002,Toasters,2026-09-01,Won\n";
    let (report_file, deals_file) = (folder.join("report.csv"), folder.join("deals.csv"));
    fs::write(&report_file, report).unwrap();
    fs::write(&deals_file, outcomes).unwrap();
    (report_file, deals_file)
}

/// What is said of Azure by the scores of the files.
fn of_file(told: &Value) -> &Value {
    let models = told["models"].as_array().unwrap();
    let own = models.iter().find(|model| model["source"] == "file" && model["model"] == "Azure").unwrap();
    &own["judgement"]
}

#[test]
fn closed_deals_judge_the_scores_of_the_files() {
    let folder = tempdir().unwrap();
    let (report, deals) = report_and_deals(folder.path(), 900, 600);
    let told = answer(&["evaluate", text(&report), "--outcomes", text(&deals), "--json"]);
    assert_eq!((&told["deals"]["closed"], &told["deals"]["open"]), (&600.into(), &1.into()));
    assert_eq!(told["deals"]["without_product"], 1);
    let azure = of_file(&told);
    assert_eq!(azure["judged"], true);
    let auc = azure["fit"]["auc"].as_f64().unwrap();
    let intent = azure["intent"]["interval"].as_array().unwrap();
    assert!(auc > 0.8, "{auc}");
    assert!(intent[0].as_f64().unwrap() < 0.5 && intent[1].as_f64().unwrap() > 0.5, "Intent is noise here: {intent:?}");
    let clusters = azure["clusters"].as_array().unwrap();
    let wins: u64 = clusters.iter().map(|cluster| cluster["conversion"]["wins"].as_u64().unwrap()).sum();
    assert_eq!(azure["wins"].as_u64().unwrap(), wins);
    let rate = |at: usize| clusters[at]["conversion"]["rate"].as_f64().unwrap();
    assert!(rate(0) > rate(1) && rate(1) > rate(2) && rate(2) > rate(3), "{clusters:?}");
    let slope = azure["calibration"]["line"]["slope"].as_f64().unwrap();
    assert!((0.8..1.2).contains(&slope), "{slope}");

    let english = done(&["evaluate", text(&report), "--outcomes", text(&deals)]);
    assert!(english.contains("AUC, 95% interval") && english.contains("Recommended for a call"), "{english}");
    let japanese = done(&["evaluate", text(&report), "--outcomes", text(&deals), "--language", "ja"]);
    assert!(japanese.contains("受注確率") && !japanese.contains('{'), "{japanese}");
}

#[test]
fn few_deals_and_none_are_said_so() {
    let folder = tempdir().unwrap();
    let (report, deals) = report_and_deals(folder.path(), 60, 30);
    let told = answer(&["evaluate", text(&report), "--outcomes", text(&deals), "--json"]);
    let azure = of_file(&told);
    assert_eq!((&azure["judged"], &azure["reason"]), (&false.into(), &"too_few".into()));
    assert_eq!(azure["wins"].as_u64().unwrap() + azure["losses"].as_u64().unwrap(), 30);
    let output = desk(&["evaluate", text(&report)]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--outcomes"));
}

fn month(folder: &Path, name: &str, seed: u64, moved: bool) -> PathBuf {
    let mut random = Random::new(seed, 1);
    let mut csv = "CustomerID,AccountName,OrgSize,Industry,AzureFit,AzureIntent\n".to_owned();
    for row in 0..400 {
        let industry = ["Legal", "Retail", "Health", "Finance"][random.below(if moved { 2 } else { 4 }) as usize];
        let (size, fit, intent) = (random.below(500), random.below(101), random.below(101));
        csv += &format!("C{row:05},Customer {row},{size},{industry},{fit},{intent}\n");
    }
    let file = folder.join(name);
    fs::write(&file, csv).unwrap();
    file
}

#[test]
fn only_what_has_moved_between_two_months_is_flagged() {
    let folder = tempdir().unwrap();
    let old = month(folder.path(), "old.csv", 1, false);
    let (same, other) = (month(folder.path(), "same.csv", 2, false), month(folder.path(), "other.csv", 3, true));
    let flagged = |told: &Value| -> Vec<String> {
        let columns = told["columns"].as_array().unwrap();
        let moved = columns.iter().filter(|column| column["change"] != "none");
        moved.map(|column| column["column"].as_str().unwrap().to_owned()).collect()
    };
    let unmoved = answer(&["drift", text(&old), text(&same), "--json"]);
    assert_eq!(flagged(&unmoved), Vec::<String>::new());
    assert!(unmoved["columns"].as_array().unwrap().len() >= 4, "{unmoved}");
    let moved = answer(&["drift", text(&old), text(&other), "--json"]);
    assert_eq!(flagged(&moved), ["Industry"], "{moved}");
    let told = done(&["drift", text(&old), text(&other)]);
    assert!(told.contains("Industry") && told.contains("Finance"), "{told}");
}
