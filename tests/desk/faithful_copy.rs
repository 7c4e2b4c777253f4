//! A marked-up copy keeps everything else of the workbook.

use crate::support::program::{answer, done, sample, text};
use crate::support::workbook_invariants::inspect;
use std::fs;
use std::io::Read;
use std::path::Path;
use tempfile::tempdir;
use zip::ZipArchive;

fn entry(path: &Path, name: &str) -> String {
    let mut archive = ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_decorated_workbook_keeps_everything() {
    let folder = tempdir().unwrap();
    for (kind, language) in [("m365", "en"), ("azure", "ja"), ("renewals", "en")] {
        let name = format!("{kind}.xlsx");
        let arguments = ["--rows", "250", "--kind", kind, "--language", language, "--decorated"];
        let source = sample(folder.path(), &name, &arguments);
        let copy = folder.path().join(format!("{kind}-copy.xlsx"));
        done(&["annotate", text(&source), text(&copy), "--language", language]);
        let findings = inspect(&fs::read(&source).unwrap(), &fs::read(&copy).unwrap());
        assert_eq!(findings.violations, Vec::<String>::new(), "{kind}");
        assert_eq!(findings.changed_cells, Vec::<String>::new(), "{kind}");
        let may_change = ["xl/styles.xml", "xl/tables/table1.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"];
        let beyond: Vec<_> =
            findings.changed_parts.iter().filter(|part| !may_change.contains(&part.as_str())).collect();
        assert!(beyond.is_empty(), "{kind}: {beyond:?}");
        assert!(findings.changed_parts.contains(&"xl/worksheets/sheet1.xml".to_owned()), "{kind}: nothing was marked");
    }
}

#[test]
fn a_copy_marked_again_is_as_faithful_and_no_wider() {
    let folder = tempdir().unwrap();
    let source = sample(folder.path(), "source.xlsx", &["--rows", "120", "--decorated"]);
    let (first, second) = (folder.path().join("first.xlsx"), folder.path().join("second.xlsx"));
    done(&["annotate", text(&source), text(&first)]);
    done(&["annotate", text(&first), text(&second)]);
    let sheet = "xl/worksheets/sheet1.xml";
    assert_eq!(entry(&first, sheet).matches("<c ").count(), entry(&second, sheet).matches("<c ").count());
}

#[test]
fn revenue_from_the_file_is_written_exactly_and_otherwise_left_out() {
    use crate::support::workbooks::{Entries, customers};
    let folder = tempdir().unwrap();
    let mut rows = customers(3);
    rows[0].push("M365 Estimated Whitespace Revenue".to_owned());
    rows[1].push("1,234.56".to_owned());
    rows[2].push("7".to_owned());
    rows[3].push(String::new());
    let source = folder.path().join("revenue.xlsx");
    fs::write(&source, Entries::of_rows(&rows).zipped()).unwrap();
    let copy = folder.path().join("copy.xlsx");
    done(&["annotate", text(&source), text(&copy)]);
    let sheet = entry(&copy, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("Propensity Desk M365 Estimated whitespace revenue"), "{sheet}");
    assert!(sheet.contains("<v>1234.56</v>"), "{sheet}");
    assert_eq!(answer(&["check", text(&copy)])["rows"], 3);
}

#[test]
fn names_that_look_like_formulas_stay_text() {
    use crate::support::workbooks::{Entries, customers};
    let folder = tempdir().unwrap();
    let mut rows = customers(3);
    rows[1][1] = "=cmd|'/c calc'!A1".to_owned();
    rows[2][1] = "+81 3 1234".to_owned();
    let source = folder.path().join("formulas.xlsx");
    fs::write(&source, Entries::of_rows(&rows).zipped()).unwrap();
    let copy = folder.path().join("copy.xlsx");
    done(&["annotate", text(&source), text(&copy)]);
    let sheet = entry(&copy, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f"), "{sheet}");
    assert!(sheet.contains("=cmd|'/c calc'!A1"), "{sheet}");
}

#[test]
fn a_row_that_repeats_a_customer_gets_no_mark_rather_than_a_wrong_one() {
    use crate::support::workbooks::{Entries, customers};
    let folder = tempdir().unwrap();
    let mut rows = customers(2);
    rows[1][3] = "90".to_owned();
    rows[1][4] = "90".to_owned();
    rows[2] = rows[1].clone();
    rows[2][3] = "10".to_owned();
    let source = folder.path().join("repeated.xlsx");
    fs::write(&source, Entries::of_rows(&rows).zipped()).unwrap();
    let copy = folder.path().join("copy.xlsx");
    done(&["annotate", text(&source), text(&copy)]);
    let sheet = entry(&copy, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches(">A1<").count(), 1, "{sheet}");
    assert!(!sheet.contains(">ET10<"), "{sheet}");
}
