//! What closed deals, a price book and kept models do to the numbers of `score`.

use crate::support::program::{desk, done, text};
use propensity_desk::support::random::Random;
use propensity_desk::support::statistics::sigmoid;
use rust_xlsxwriter::Workbook;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::tempdir;

const CUSTOMERS: u32 = 700;

/// Large customers own Azure and pay by their size; deals are won by size, more steeply than owners are told by it.
struct Files {
    report: PathBuf,
    usage: PathBuf,
    deals: PathBuf,
    few_deals: PathBuf,
}

fn files(folder: &Path) -> Files {
    let mut random = Random::new(31, 1);
    let mut report = "CustomerID,CustomerTpid,AccountName,OrgSize,Industry,Has Azure\n".to_owned();
    let mut usage =
        "CustomerTpid,SubscriptionId,Month,ServiceName,UsageUnits,UsageQuantity,MonthlySubscriptionLevelACR,TotalACR\n"
            .to_owned();
    let mut deals = "CustomerID,Opportunity Product,Closed Date,Outcome\n".to_owned();
    let mut few_deals = deals.clone();
    for row in 0..CUSTOMERS {
        let size = (1.0 + 5.5 * random.unit()).exp().round();
        let industry = ["Legal", "Retail", "Health"][random.below(3) as usize];
        let pull = (size.ln() - 4.2) * 0.9;
        let owns = random.chance(sigmoid(pull));
        let told = if owns { "Yes" } else { "No" };
        report += &format!("C{row:05},{row},Customer {row},{size},{industry},{told}\n");
        if owns {
            let spent = size * 4.0 * (0.3 * random.normal()).exp();
            for month in ["2026-08-01", "2026-09-01"] {
                usage += &format!("{row},S{row},{month},Storage,GB,1,{spent:.2},{spent:.2}\n");
            }
        } else {
            let won = random.chance(sigmoid(pull * 3.0 + 0.5));
            let line =
                format!("C{row:05},Microsoft Azure,2026-09-{:02},{}\n", row % 28 + 1, if won { "Won" } else { "Lost" });
            deals += &line;
            if row < 30 {
                few_deals += &line;
            }
        }
    }
    let written = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    Files {
        report: written("report.csv", report),
        usage: written("usage.csv", usage),
        deals: written("deals.csv", deals),
        few_deals: written("few.csv", few_deals),
    }
}

fn scored(arguments: &[&str], out: &Path) -> (Vec<HashMap<String, String>>, String) {
    let output: Output = desk(&[&["score"], arguments, &["-o", text(out), "--as-of", "2026-10-01"]].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    let text = fs::read_to_string(out).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(crate::scored::fields);
    let headers = lines.next().unwrap();
    (lines.map(|line| headers.iter().cloned().zip(line).collect()).collect(), told)
}

fn sum(rows: &[HashMap<String, String>], column: &str) -> f64 {
    rows.iter().filter_map(|row| row.get(column)?.parse::<f64>().ok()).sum()
}

#[test]
fn enough_deals_move_the_expected_revenue_and_say_so_and_few_do_not() {
    let folder = tempdir().unwrap();
    let files = files(folder.path());
    let out = folder.path().join("scores.csv");
    let both = [text(&files.report), text(&files.usage)];
    let (plain, told) = scored(&both, &out);
    assert!(sum(&plain, "Azure local expected revenue") > 0.0, "{told}");
    assert!(!plain[0].contains_key("Azure chance of winning a deal"));

    let (few, told) = scored(&[both[0], both[1], "--outcomes", text(&files.few_deals)], &out);
    assert!(told.contains("Azure: too few to judge"), "{told}");
    let column = "Azure local expected revenue";
    assert!(plain.iter().zip(&few).all(|(plain, few)| plain[column] == few[column]), "too few change no number");

    let (many, told) = scored(&[both[0], both[1], "--outcomes", text(&files.deals)], &out);
    assert!(told.contains("tell the chance of winning") && told.contains("Fit now counts x"), "{told}");
    let moved = plain.iter().zip(&many).filter(|(plain, many)| plain[column] != many[column]).count();
    assert!(moved > 300, "{moved}");
    for row in many.iter().filter(|row| !row[column].is_empty()) {
        assert!(row["Azure revenue notes"].contains("learnt from"), "{row:?}");
    }
    let chance = |row: &HashMap<String, String>| row["Azure chance of winning a deal"].parse::<f64>().unwrap();
    let best = many.iter().max_by(|a, b| chance(a).total_cmp(&chance(b))).unwrap();
    let worst = many.iter().min_by(|a, b| chance(a).total_cmp(&chance(b))).unwrap();
    assert!(chance(best) > 0.8 && chance(worst) < 0.3, "{best:?} {worst:?}");
    let size = |row: &HashMap<String, String>| row["Azure local Fit"].parse::<f64>().unwrap();
    assert!(size(best) > size(worst));

    let (japanese, told) = scored(&[both[0], both[1], "--outcomes", text(&files.few_deals), "--language", "ja"], &out);
    assert!(told.contains("判断できません") && japanese.len() == CUSTOMERS as usize, "{told}");
}

#[test]
fn a_filled_price_book_gives_wallets_where_no_owner_tells_and_a_wrong_cell_is_named() {
    let folder = tempdir().unwrap();
    let files = files(folder.path());
    let (out, prices) = (folder.path().join("scores.csv"), folder.path().join("prices.xlsx"));
    let write = |price: &str| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, header) in (0..).zip(["Product", "Price per seat and year", "Currency", "Share of employees"]) {
            sheet.write(0, column, header).unwrap();
        }
        sheet.write(1, 0, "Azure").unwrap();
        match price.parse::<f64>() {
            Ok(price) => sheet.write(1, 1, price).unwrap(),
            Err(_) => sheet.write(1, 1, price).unwrap(),
        };
        sheet.write(1, 2, "JPY").unwrap();
        sheet.write(1, 3, 0.5).unwrap();
        workbook.save(&prices).unwrap();
    };
    write("1200");
    let (rows, told) = scored(&[text(&files.report), "--price-book", text(&prices)], &out);
    let row = rows.iter().find(|row| !row["Azure wallet"].is_empty()).unwrap_or_else(|| panic!("{told}"));
    assert!(row["Azure revenue notes"].contains("price book is in ¥"), "{row:?}");
    assert!(row["Azure wallet low"].is_empty(), "a price has no interval");
    // As one of the files it counts as well.
    let (opened, _) = scored(&[text(&files.report), text(&prices)], &out);
    assert_eq!(sum(&opened, "Azure wallet"), sum(&rows, "Azure wallet"));
    write("soon");
    let refused = desk(&["score", text(&files.report), "--price-book", text(&prices), "-o", text(&out)]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("Sheet1!B2") && told.contains("soon"), "{told}");
}

#[test]
fn kept_models_score_alike_and_are_swapped_only_after_showing_who_moves() {
    let folder = tempdir().unwrap();
    let files = files(folder.path());
    let [first, again, models] = ["first.csv", "again.csv", "models.json"].map(|name| folder.path().join(name));
    let both = [text(&files.report), text(&files.usage)];
    let kept = [both[0], both[1], "--models", text(&models)];
    let (_, told) = scored(&kept, &first);
    assert!(models.exists() && told.contains("1 Oct 2026"), "{told}");
    scored(&kept, &again);
    let bytes = |path: &Path| fs::read(path).unwrap();
    assert_eq!(bytes(&first), bytes(&again), "the same models give the same numbers");

    // Another month, in which large customers no longer own it.
    let moved = folder.path().join("moved.csv");
    let text_of_report = fs::read_to_string(&files.report).unwrap();
    let turned: Vec<String> = text_of_report
        .lines()
        .map(|line| match line.strip_suffix(",Yes") {
            Some(rest) => format!("{rest},No"),
            None => line.strip_suffix(",No").map_or(line.to_owned(), |rest| format!("{rest},Yes")),
        })
        .collect();
    fs::write(&moved, turned.join("\n")).unwrap();
    let month = [text(&moved), "--models", text(&models)];
    let (before, _) = scored(&month, &again);
    let (_, told) = scored(&[month[0], month[1], month[2], "--challenge"], &again);
    assert!(told.contains("move up a band") && told.contains("Customer "), "{told}");
    let (same, _) = scored(&month, &again);
    let fits = |rows: &[HashMap<String, String>]| rows.iter().map(|row| row["Azure Fit"].clone()).collect::<Vec<_>>();
    assert_eq!(fits(&before), fits(&same), "a challenger changes no score");
    let (promoted, told) = scored(&[month[0], month[1], month[2], "--promote"], &again);
    assert!(told.contains("champion now"), "{told}");
    assert_ne!(fits(&before), fits(&promoted));
    let (back, told) = scored(&[month[0], month[1], month[2], "--revert"], &again);
    assert!(told.contains("move") && told.contains("champion again"), "{told}");
    assert_eq!(fits(&before), fits(&back));

    fs::write(&models, "{\"format\":\"something\",\"version\":1}").unwrap();
    let refused = desk(&["score", both[0], "--models", text(&models), "-o", text(&again)]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("models.json"));
    done(&["score", both[0], both[1], "-o", text(&again)]);
}

#[test]
fn a_marked_copy_carries_expected_revenue_and_a_sentence_in_its_language() {
    let folder = tempdir().unwrap();
    let files = files(folder.path());
    for (language, expected, reason, sentence) in [
        ("en", "Propensity Desk Azure Expected revenue", "Propensity Desk Azure Reason", "the owners of Azure"),
        ("ja", "Propensity Desk Azure 期待収益", "Propensity Desk Azure 理由", "Azure の利用企業"),
    ] {
        let copy = folder.path().join("copy.csv");
        let annotate = ["annotate", text(&files.report), text(&copy), "--with", text(&files.usage)];
        done(&[annotate.as_slice(), &["--language", language]].concat());
        let written = fs::read_to_string(&copy).unwrap();
        let mut lines = written.trim_start_matches('\u{feff}').lines().map(crate::scored::fields);
        let headers = lines.next().unwrap();
        let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or_else(|| panic!("{headers:?}"));
        let rows: Vec<Vec<String>> = lines.collect();
        assert_eq!(rows.len(), CUSTOMERS as usize);
        assert!(rows.iter().all(|row| row[at(reason)].contains(sentence)), "{:?}", rows[0]);
        let amounts = rows.iter().filter(|row| row[at(expected)].parse::<f64>().is_ok()).count();
        assert!(amounts > 600, "{amounts}");
        let tell_size = rows.iter().filter(|row| row[at(reason)].contains('(')).count();
        assert!(tell_size > 500, "reasons name what counts: {tell_size}");
    }
}
