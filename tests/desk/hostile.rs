//! Files that are broken, lie, or are something else: a clear answer, never a crash.

use crate::support::program::{answer, text};
use crate::support::workbooks::{Entries, customers, sheet_xml};
use serde_json::Value;
use std::fs;
use tempfile::tempdir;

fn check(name: &str, bytes: &[u8]) -> Value {
    let folder = tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    let answer = answer(&["check", text(&file)]);
    if answer["status"] == "error" {
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains(' ') && message.len() > 20, "{name}: says what to do: {message}");
    }
    answer
}

fn kind(name: &str, bytes: &[u8]) -> String {
    check(name, bytes)["kind"].as_str().unwrap_or("open").to_owned()
}

fn good() -> Entries {
    Entries::of_rows(&customers(20))
}

#[test]
fn files_of_other_kinds_are_named() {
    assert_eq!(kind("empty.xlsx", b""), "not_a_workbook");
    assert_eq!(kind("picture.xlsx", b"\x89PNG\r\n\x1a\n0000"), "not_a_workbook");
    assert_eq!(kind("page.xlsx", b"<html><body><table></table></body></html>"), "not_a_workbook");
    assert_eq!(kind("prose.xlsx", b"Dear customer, hello.\nBest wishes"), "not_a_workbook");
}

#[test]
fn separated_text_opens_unless_its_name_promises_a_workbook() {
    assert_eq!(kind("table.xlsx", b"CustomerID;M365Fit\r\n1;2\r\n"), "not_a_workbook");
    let answer = check("table.xls", b"CustomerID;M365Fit\r\n1;2\r\n3;4\r\n");
    assert_eq!(answer["rows"], 2, "{answer}");
    assert_eq!((&answer["text"]["encoding"], &answer["text"]["separator"]), (&"UTF-8".into(), &";".into()));
    assert_eq!(kind("open.csv", b"CustomerID,M365Fit\r\n1,2\r\n\"3,4\r\n"), "damaged");
}

#[test]
fn damaged_packages_are_refused() {
    let whole = good().zipped();
    assert_eq!(kind("cut.xlsx", &whole[..whole.len() * 7 / 10]), "damaged");
    let sheet = "xl/worksheets/sheet1.xml";
    assert_eq!(kind("open.xlsx", &good().with(sheet, |xml| xml.replace("</sheetData>", "")).zipped()), "damaged");
    let entity = |xml: String| xml.replace("<worksheet", "<!DOCTYPE w [<!ENTITY x \"y\">]><worksheet");
    assert_eq!(kind("doctype.xlsx", &good().with(sheet, entity).zipped()), "damaged");
    let deep =
        |xml: String| xml.replace("</sheetData>", &format!("{}{}</sheetData>", "<a>".repeat(500), "</a>".repeat(500)));
    assert_eq!(kind("deep.xlsx", &good().with(sheet, deep).zipped()), "damaged");
}

#[test]
fn a_wrong_checksum_is_refused() {
    let mut bytes = good().zipped();
    // The checksum of the last entry, the sheet, stands 16 bytes into its record of the directory.
    let record = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[record + 16] ^= 0xff;
    let header = bytes.windows(4).rposition(|window| window == b"PK\x03\x04").unwrap();
    bytes[header + 14] ^= 0xff;
    assert_eq!(kind("checksum.xlsx", &bytes), "damaged");
}

#[test]
fn a_password_is_told() {
    let mut compound = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    compound.resize(1024, 0);
    compound.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    compound.resize(4096, 0);
    assert_eq!(kind("secret.xlsx", &compound), "encrypted");
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused() {
    let rows = "<row/>".repeat(1_048_577);
    let bomb = sheet_xml(&customers(20)).replace("</sheetData>", &format!("{rows}</sheetData>"));
    assert_eq!(kind("rows.xlsx", &Entries::of_sheet(&bomb).zipped()), "too_large");
}

#[test]
fn totals_are_no_customers() {
    let rows = |last: &str| {
        let text = format!("CustomerID,AccountName,M365Fit\r\nC1,Contoso,80\r\nC2,Fabrikam,70\r\n{last}\r\n");
        check("totals.csv", text.as_bytes())["rows"].clone()
    };
    for total in ["Total,2,75", "Subtotal,,75", "Summe,,", "合計,2,"] {
        assert_eq!(rows(total), 2, "{total}");
    }
    for customer in ["C3,Total,60", "Total,Total Energies,60", "C4,,60"] {
        assert_eq!(rows(customer), 3, "{customer}");
    }
}

#[test]
fn tables_without_what_is_needed_say_what() {
    assert_eq!(kind("blank.xlsx", &Entries::of_rows(&[]).zipped()), "no_table");
    assert_eq!(kind("headers.xlsx", &Entries::of_rows(&customers(0)).zipped()), "no_table");
    let unscored: Vec<Vec<String>> = customers(5).into_iter().map(|row| row[..3].to_vec()).collect();
    assert_eq!(kind("unscored.xlsx", &Entries::of_rows(&unscored).zipped()), "missing_columns");
}

#[test]
fn lies_and_clutter_around_a_good_table_do_not_cost_it() {
    let mut rows = vec![vec!["Propensity report".to_owned()], vec![]];
    rows.extend(customers(20));
    rows.push(vec![]);
    rows.push(vec!["Total".to_owned(), String::new(), "99".to_owned()]);
    let answer = check("clutter.xlsx", &Entries::of_rows(&rows).zipped());
    assert_eq!((&answer["status"], &answer["rows"]), (&"open".into(), &20.into()), "{answer}");
    assert_eq!(answer["header_row"], 3);
    let lie = |xml: String| xml.replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>");
    let lying = good().with("xl/worksheets/sheet1.xml", lie).and("../../outside.txt", b"x");
    assert_eq!(check("lying.xlsx", &lying.zipped())["rows"], 20);
}

#[test]
fn cells_that_do_not_parse_are_counted_with_their_place() {
    let mut rows = customers(4);
    rows[2][3] = "150".to_owned();
    rows[3][4] = "soon".to_owned();
    let answer = check("cells.xlsx", &Entries::of_rows(&rows).zipped());
    assert_eq!(answer["unparsed"]["cells"], 2);
    assert_eq!(answer["unparsed"]["first"][0]["cell"], "D3");
    assert_eq!(answer["unparsed"]["first"][1]["content"], "soon");
}
