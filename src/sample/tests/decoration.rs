//! What a decorated workbook carries, part by part.

use super::{first_sheet, request, written};
use crate::sample::{SampleKind, SampleRequest};
use crate::support::language::Language;
use calamine::{Data, DataType, Reader, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

fn decorated(kind: SampleKind, rows: u32) -> Vec<u8> {
    written(&SampleRequest { decorated: true, ..request(kind, rows) })
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), String::from_utf8_lossy(&content).into_owned())
        })
        .collect()
}

#[test]
fn the_data_is_the_same_with_and_without_decoration() {
    for kind in SampleKind::ALL {
        let plain = first_sheet(&written(&request(kind, 120)));
        let dressed = first_sheet(&decorated(kind, 120));
        for (plain, dressed) in plain.rows().zip(dressed.rows()).skip(1) {
            assert_eq!(plain, dressed, "{kind:?}");
        }
        assert_eq!(plain.get_size(), dressed.get_size(), "{kind:?}");
    }
}

#[test]
fn the_table_covers_the_data_to_the_last_column() {
    for kind in SampleKind::ALL {
        let bytes = decorated(kind, 77);
        let mut workbook = Xlsx::new(Cursor::new(&bytes)).unwrap();
        workbook.load_tables().unwrap();
        let name = format!("{}_report", kind.key());
        let table = workbook.table_by_name(&name).unwrap();
        assert_eq!(table.sheet_name(), kind.report().name());
        assert_eq!(table.data().get_size(), (77, first_sheet(&bytes).width()));
        assert!(!parts(&bytes)["xl/worksheets/sheet1.xml"].contains("<autoFilter"));
    }
}

#[test]
fn everything_that_people_add_is_there() {
    for language in Language::ALL {
        let parts = parts(&written(&SampleRequest { decorated: true, language, ..request(SampleKind::M365, 60) }));
        let main = &parts["xl/worksheets/sheet1.xml"];
        for element in [
            "<pane ",
            "<cols>",
            "type=\"colorScale\"",
            "type=\"dataBar\"",
            "type=\"cellIs\"",
            "type=\"list\"",
            "<hyperlink ",
            "<tablePart ",
        ] {
            assert!(main.contains(element), "{element}");
        }
        assert!(parts["xl/worksheets/sheet3.xml"].contains("<autoFilter"));
        assert!(parts["xl/worksheets/sheet2.xml"].contains("<f>COUNTIF("));
        for name in [
            "xl/comments1.xml",
            "xl/charts/chart1.xml",
            "xl/chartsheets/sheet1.xml",
            "xl/media/image1.png",
            "docProps/custom.xml",
        ] {
            assert!(parts.contains_key(name), "{name}");
        }
        for name in ["AsOfDate", "ReportRows", "Counts", "_xlnm.Print_Titles"] {
            assert!(parts["xl/workbook.xml"].contains(name), "{name}");
        }
        assert!(parts["docProps/core.xml"].contains("2026-10-01"));
    }
}

#[test]
fn one_sheet_is_hidden_and_one_very_hidden() {
    let bytes = decorated(SampleKind::Renewals, 60);
    let workbook = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let visible: Vec<SheetVisible> = workbook.sheets_metadata().iter().map(|sheet| sheet.visible).collect();
    assert_eq!(visible.iter().filter(|visible| **visible == SheetVisible::Hidden).count(), 1);
    assert_eq!(visible.iter().filter(|visible| **visible == SheetVisible::VeryHidden).count(), 1);
    assert_eq!(visible.first(), Some(&SheetVisible::Visible));
}

#[test]
fn stored_results_of_the_summary_are_right() {
    let bytes = decorated(SampleKind::Renewals, 500);
    let main = first_sheet(&bytes);
    let mut workbook = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let summary = workbook.worksheet_range("Summary").unwrap();
    let stored = |word: &str| {
        let row = summary.rows().find(|row| row[0] == Data::String(word.to_owned())).unwrap();
        row[1].as_f64().unwrap()
    };
    let open = super::column(&main, "License Program")
        .iter()
        .filter(|cell| ***cell == Data::String("Open Value".into()))
        .count();
    assert_eq!(stored("Open Value"), open as f64);
    assert_eq!(stored("Rows"), 500.0);
    let sum: f64 = super::column(&main, "Expiring Revenue")
        .iter()
        .filter_map(|cell| match cell {
            Data::Float(amount) => Some(*amount),
            _ => None,
        })
        .sum();
    assert!((stored("Sum") - sum).abs() < 0.01);
}
