//! `score`: every model's scores of every customer, in a file that others read.

use crate::support::program::{desk, done, sample, text};
use std::collections::HashMap;
use std::fs;
use tempfile::tempdir;

/// The records of separated text by their headers; no field of these tests holds a line break.
fn records(text: &str) -> Vec<HashMap<String, String>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(fields);
    let headers = lines.next().unwrap();
    lines.map(|line| headers.iter().cloned().zip(line).collect()).collect()
}

pub(crate) fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            letter => fields.last_mut().unwrap().push(letter),
        }
    }
    fields
}

#[test]
fn the_files_scores_win_and_ours_stand_beside_with_their_reasons() {
    let folder = tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "1500"]);
    let out = folder.path().join("scores.csv");
    done(&["score", text(&file), "-o", text(&out)]);
    let scores = records(&fs::read_to_string(&out).unwrap());
    assert_eq!(scores.len(), 1500);
    let first = &scores[0];
    assert_eq!((first["M365 Fit source"].as_str(), first["Azure Fit source"].as_str()), ("file", "local"));
    for row in &scores {
        assert_eq!(row["Azure Fit"], row["Azure local Fit"], "no file brings it, so ours is shown");
        let reason = &row["Azure local Reason"];
        assert!(reason.contains("Azure"), "{reason}");
    }
    let differ = scores.iter().filter(|row| row["M365 Fit"] != row["M365 local Fit"]).count();
    assert!(differ > 1000, "the file's own Fit is another one than ours: {differ}");

    let japanese = folder.path().join("scores-ja.csv");
    done(&["score", text(&file), "-o", text(&japanese), "--language", "ja"]);
    let in_japanese = records(&fs::read_to_string(&japanese).unwrap());
    assert_eq!(in_japanese[0]["M365 Fit source"], "ファイル");
    assert!(in_japanese.iter().any(|row| row["Azure local Reason"].contains("Azure の利用企業に似ています")));
    assert_eq!(in_japanese[7]["Azure Fit"], scores[7]["Azure Fit"], "the language changes no number");
}

#[test]
fn a_profile_moves_limits_and_a_wrong_one_is_refused_with_its_place() {
    let folder = tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "300"]);
    let (out, profile) = (folder.path().join("scores.csv"), folder.path().join("profile.json"));
    fs::write(&profile, r#"{"limits": {"fit": {"high": 10.0, "medium": 50.0, "low": 30.0}}}"#).unwrap();
    let refused = desk(&["score", text(&file), "--profile", text(&profile), "-o", text(&out)]);
    assert!(!refused.status.success() && !out.exists(), "limits that cross are refused");
    fs::write(
        &profile,
        r#"{"limits": {"fit": {"high": 3.0, "medium": 2.0, "low": 1.0}}, "attributes": {"off": ["City"]}}"#,
    )
    .unwrap();
    done(&["score", text(&file), "--profile", text(&profile), "-o", text(&out)]);
    let scores = records(&fs::read_to_string(&out).unwrap());
    let scored: Vec<&str> =
        scores.iter().map(|row| row["M365 Cell"].as_str()).filter(|cell| !cell.is_empty()).collect();
    assert!(scored.len() > 250 && scored.iter().filter(|cell| cell.starts_with('A')).count() > scored.len() * 9 / 10);
    fs::write(&profile, r#"{"limitz": 1}"#).unwrap();
    let refused = desk(&["score", text(&file), "--profile", text(&profile), "-o", text(&out)]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("profile.json") && told.contains("limitz"), "{told}");
}
