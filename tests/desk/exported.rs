//! A model in other programs: its SQL in SQLite, its workbook in LibreOffice, against the engine. `./test.sh` installs
//! them; without them these tests fail. DuckDB has a judge of its own, `.ci/compare_exports.py`.

use crate::support::program::{done, text};
use propensity_desk::scoring::export::card::PointCard;
use propensity_desk::scoring::scorecard::card::Scorecard;
use propensity_desk::support::data_table::DataValues;
use propensity_desk::support::progress::Progress;
use propensity_desk::support::random::Random;
use propensity_desk::workbook::plain_table::read_table;
use propensity_desk::workbook::source::Source;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::tempdir;

/// Levels with all that could end a text or be taken for another.
const LEVELS: [&str; 8] = ["Legal", "legal", "x'; DROP TABLE customers; --", "a\"b", "小売業", "R&D*?", "back\\", " "];

fn numbers(name: &str, cuts: &[f64], missing: bool, random: &mut Random) -> Value {
    let size = cuts.len() + 1 + usize::from(missing);
    // Steps of a walk, so that some neighbours merge.
    let mut at = 0.0;
    let points: Vec<f64> = (0..size)
        .map(|_| {
            at += 0.03 * random.normal();
            at
        })
        .collect();
    json!({ "name": name, "bins": { "numbers": { "cuts": cuts, "missing": missing } }, "points": points,
        "errors": vec![0.1; size], "rows": vec![7; size], "unknown": 0.0 })
}

fn words(name: &str, levels: &[&str], random: &mut Random) -> Value {
    let points: Vec<f64> = (0..=levels.len()).map(|_| random.normal()).collect();
    json!({ "name": name, "bins": { "words": { "levels": levels, "missing": true } }, "points": points,
        "errors": vec![0.1; levels.len() + 1], "rows": vec![9; levels.len() + 1], "unknown": -0.125 })
}

/// A model of a few bins, or one of hundreds with a pair.
fn model(folder: &Path, is_large: bool) -> PathBuf {
    let mut random = Random::new(3, 8);
    let cuts: Vec<f64> =
        if is_large { (0..250).map(|at| f64::from(at) / 7.0).collect() } else { vec![1.0, 2.5, 10.0, 300.0] };
    let pair = json!({ "first": 0, "second": 2, "first_coarse": (0..cuts.len() + 2).map(|at| at % 3).collect::<Vec<_>>(),
        "second_coarse": (0..=LEVELS.len()).map(|at| at % 2).collect::<Vec<_>>(), "width": 2,
        "points": [0.5, -0.25, 0.125, 1.0, -1.0, 0.75] });
    let card = json!({ "format": "propensity-desk scorecard", "version": 1, "base": -1.75, "average": -2.0 / 3.0,
        "origin": "owners",
        "attributes": [
            numbers("Employees \"all\"; --", &cuts, true, &mut random),
            numbers("Revenue", &[0.0], false, &mut random),
            words("Industry]`", &LEVELS, &mut random),
        ],
        "pairs": if is_large { vec![pair] } else { Vec::new() } });
    let path = folder.join(if is_large { "large.json" } else { "small.json" });
    fs::write(&path, card.to_string()).unwrap();
    path
}

/// Customers with values on, beside and far from the cuts, unknown levels, and gaps.
fn customers(folder: &Path) -> PathBuf {
    let mut random = Random::new(4, 8);
    let mut csv = "customer_id,\"Employees \"\"all\"\"; --\",Industry]`,Revenue\n".to_owned();
    for row in 0..400_u32 {
        let employees = match random.below(6) {
            0 => String::new(),
            1 => (f64::from(random.below(250)) / 7.0).to_string(),
            2 => ["1", "2.5", "10", "300", "1e300", "-4"][random.below(6) as usize].to_owned(),
            _ => (random.unit() * 40.0).to_string(),
        };
        let industry = match random.below(5) {
            0 => String::new(),
            1 => "Nobody's".to_owned(),
            _ => LEVELS[random.below(7) as usize].replace('"', "\"\""),
        };
        let revenue = if random.chance(0.3) { String::new() } else { (random.normal()).to_string() };
        csv += &format!("C{row:04},{employees},\"{industry}\",{revenue}\n");
    }
    let path = folder.join("customers.csv");
    fs::write(&path, csv).unwrap();
    path
}

/// The engine's decisions, by the card that leaves; checked against the card as it was fitted.
fn decisions(model: &Path, customers: &Path) -> Vec<f64> {
    let card = Scorecard::from_json(&fs::read_to_string(model).unwrap()).unwrap();
    let table = read_table(&Source::File(customers.to_owned()), &["Industry]`"], &Progress::default()).unwrap();
    let leaving = PointCard::of(&card);
    let decisions: Vec<f64> = (0..table.rows).map(|row| leaving.decision(&table.columns, row)).collect();
    let fitted = card.decide(&table);
    assert!(decisions.iter().zip(&fitted).all(|(ours, fitted)| (ours - (fitted - card.average)).abs() < 0.02));
    let spread =
        decisions.iter().copied().fold(f64::MIN, f64::max) - decisions.iter().copied().fold(f64::MAX, f64::min);
    assert!(decisions.len() == 400 && spread > 2.0, "decisions that differ: {spread}");
    decisions
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; ./test.sh installs it"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn assert_same(found: &[f64], known: &[f64], by: &str) {
    assert_eq!(found.len(), known.len(), "{by}");
    for (row, (found, known)) in found.iter().zip(known).enumerate() {
        assert!((found - known).abs() < 1e-9, "{by}, row {row}: {found} is not {known}");
    }
}

#[test]
fn sqlite_decides_as_the_engine_does() {
    let folder = tempdir().unwrap();
    let customers = customers(folder.path());
    for is_large in [false, true] {
        let model = model(folder.path(), is_large);
        let sql = folder.path().join("score.sql");
        done(&[
            "export-sql",
            text(&model),
            "-o",
            text(&sql),
            "--dialect",
            "sqlite",
            "--table",
            "main.my \"customers\"",
        ]);
        let script = r#"
import csv, json, sqlite3, sys
rows = list(csv.reader(open(sys.argv[2], encoding="utf-8", newline="")))
base = sqlite3.connect(":memory:")
quoted = lambda name: '"' + name.replace('"', '""') + '"'
kinds = ["TEXT", "REAL", "TEXT COLLATE NOCASE", "TEXT"]
table = 'main."my ""customers"""'
base.execute(f"CREATE TABLE {table} (" + ", ".join(f"{quoted(n)} {k}" for n, k in zip(rows[0], kinds)) + ")")
base.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", [[value or None for value in row] for row in rows[1:]])
scored = base.execute(open(sys.argv[1], encoding="utf-8").read())
names = [column[0] for column in scored.description]
found = [[row[names.index("propensity_desk_" + name)] for name in ("decision", "fit", "probability")] for row in scored]
print(json.dumps(found))
"#;
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let told = run(Command::new(python).args(["-c", script, text(&sql), text(&customers)]));
        let found: Vec<[f64; 3]> = serde_json::from_str(&told).unwrap();
        let known = decisions(&model, &customers);
        assert_same(&found.iter().map(|row| row[0]).collect::<Vec<_>>(), &known, "SQLite");
        let fits: Vec<f64> = known.iter().map(|decision| PointCard::fit(*decision)).collect();
        assert_same(&found.iter().map(|row| row[1]).collect::<Vec<_>>(), &fits, "SQLite's Fit");
        assert!(
            found
                .iter()
                .zip(&known)
                .all(|(row, known)| (row[2] - 1.0 / (1.0 + (2.0 / 3.0 - known).exp())).abs() < 1e-9)
        );
    }
}

/// The sheet as LibreOffice calculates it, all formulas anew, numbers in full.
fn calculated(workbook: &Path, folder: &Path) -> Vec<Vec<String>> {
    let profile = folder.join("profile");
    fs::create_dir_all(profile.join("user")).unwrap();
    let settings = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;
    fs::write(profile.join("user/registrymodifications.xcu"), settings).unwrap();
    run(Command::new("soffice").args([
        &format!("-env:UserInstallation=file://{}", text(&profile)),
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):9,0,76,1,,0,false,false,false,false,false,1",
        "--outdir",
        text(folder),
        text(workbook),
    ]));
    let made = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "csv");
    let exported = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).find(made).expect("a sheet");
    let csv = fs::read_to_string(exported).unwrap();
    csv.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn libreoffice_calculates_what_the_engine_decides() {
    let folder = tempdir().unwrap();
    let customers = customers(folder.path());
    for is_large in [false, true] {
        let model = model(folder.path(), is_large);
        let inner = tempdir().unwrap();
        let workbook = inner.path().join("scores.xlsx");
        done(&["export-sheet", text(&model), "--rows", text(&customers), "-o", text(&workbook)]);
        // A written value that nobody calculates anew would prove nothing, so all of them are made wrong.
        let spoilt = spoil_values(&workbook);
        assert!(spoilt >= 1200, "{spoilt} formulas");
        let rows = calculated(&workbook, inner.path());
        let column = |name: &str| {
            let at =
                rows[0].iter().position(|header| header == name).unwrap_or_else(|| panic!("{name} in {:?}", rows[0]));
            rows[1..].iter().map(|row| row[at].parse().unwrap_or(f64::NAN)).collect::<Vec<f64>>()
        };
        let known = decisions(&model, &customers);
        assert_same(&column("Decision (log-odds)"), &known, "LibreOffice");
        let fits: Vec<f64> = known.iter().map(|decision| PointCard::fit(*decision).round()).collect();
        assert_same(&column("Fit"), &fits, "LibreOffice's Fit");
    }
}

/// A column of a calculated sheet, as numbers.
fn column_of(rows: &[Vec<String>], name: &str) -> Vec<f64> {
    let at = rows[0].iter().position(|header| header == name).unwrap_or_else(|| panic!("{name} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].parse().unwrap_or(f64::NAN)).collect()
}

#[test]
fn libreoffice_estimates_wallets_and_scores_items_as_the_engine_does() {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut random = Random::new(5, 8);
    let mut spend = "id,heads,industry,spend\n".to_owned();
    for row in 0..300 {
        let heads = (1.0 + 5.0 * random.unit()).exp().round();
        let industry = ["Legal", "小売業", ""][random.below(3) as usize];
        let heads_text = if random.chance(0.1) { String::new() } else { heads.to_string() };
        let amount = heads * 90.0 * (0.3 * random.normal()).exp();
        spend += &format!("{row},{heads_text},{industry},{amount:.2}\n");
    }
    spend += "300,9000000,Nobody's,\n";
    fs::write(at("spend.csv"), spend).unwrap();
    let [train, model, out] = ["spend.csv", "wallet.json", "wallets.csv"].map(at);
    let wallet = ["wallet", "--train", text(&train), "--target", "spend", "--id", "id", "--predict", text(&train)];
    done(&[wallet.as_slice(), &["--model", text(&model), "-o", text(&out)]].concat());
    let known = read_table(&Source::File(out), &[], &Progress::default()).unwrap();
    let inner = tempdir().unwrap();
    let workbook = inner.path().join("wallets.xlsx");
    done(&["export-sheet", text(&model), "--rows", text(&train), "-o", text(&workbook)]);
    assert!(spoil_values(&workbook) > 301 * 7);
    let rows = calculated(&workbook, inner.path());
    for name in ["q10", "q80", "mean"] {
        let found = column_of(&rows, name);
        let DataValues::Numbers(known) = &known.column(name).unwrap().values else { panic!("{name}") };
        assert_eq!(found.len(), 301);
        for (found, known) in found.iter().zip(known) {
            assert!((found / known - 1.0).abs() < 1e-9, "{name}: {found} is not {known}");
        }
    }

    let mut owned = "who,item\n".to_owned();
    let items = ["Azure Monitor", "Microsoft Sentinel", "Storage", "Backup"];
    for customer in 0..120 {
        let taste = random.below(2) as usize;
        for (at, item) in items.iter().enumerate() {
            if random.chance(if at % 2 == taste { 0.8 } else { 0.2 }) {
                owned += &format!("C{customer},{item}\n");
            }
        }
    }
    fs::write(at("owned.csv"), owned).unwrap();
    let [owned, model, out] = ["owned.csv", "next.json", "next.csv"].map(at);
    done(&["next", "--ownership", text(&owned), "--id", "who", "--model", text(&model), "-o", text(&out)]);
    let known = read_table(&Source::File(out), &["id", "item"], &Progress::default()).unwrap();
    let inner = tempdir().unwrap();
    let workbook = inner.path().join("next.xlsx");
    done(&["export-sheet", text(&model), "--rows", text(&owned), "--id", "who", "-o", text(&workbook)]);
    assert!(spoil_values(&workbook) > 300);
    let rows = calculated(&workbook, inner.path());
    let words = |name: &str| match &known.column(name).unwrap().values {
        DataValues::Words(words) => (0..known.rows).map(|row| words.word(row).unwrap().to_owned()).collect::<Vec<_>>(),
        DataValues::Numbers(_) => panic!("{name}"),
    };
    let DataValues::Numbers(scores) = &known.column("score").unwrap().values else { panic!("scores") };
    let ids: Vec<&String> = rows[1..].iter().map(|row| &row[0]).collect();
    let mut told = 0;
    for ((id, item), known) in words("id").iter().zip(words("item")).zip(scores) {
        let row = ids.iter().position(|known| *known == id).unwrap();
        let found = column_of(&rows, &format!("{item} · score"))[row];
        assert!((found - known).abs() < 1e-9, "{id}, {item}: {found} is not {known}");
        told += 1;
    }
    let filled = rows[1..].iter().flat_map(|row| &row[1 + items.len()..]).filter(|cell| !cell.is_empty()).count();
    assert_eq!(filled, told, "what is owned, or lacks what it needs, has no score");
}

/// Sets every stored value of a formula to 777, and says how many there are.
fn spoil_values(workbook: &Path) -> usize {
    let script = r#"
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as book: parts = {name: book.read(name) for name in book.namelist()}
count = 0
for name in parts:
    if name.startswith("xl/worksheets/sheet"):
        parts[name], found = re.subn(rb"(</f><v>)[^<]*", rb"\g<1>777", parts[name])
        count += found
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as book:
    for name, content in parts.items(): book.writestr(name, content)
print(count)
"#;
    run(Command::new("python3").args(["-c", script, text(workbook)])).trim().parse().unwrap()
}
