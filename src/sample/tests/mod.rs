//! The sample from the outside: workbooks are written, opened again and looked at.

mod decoration;
mod pack;
mod portfolio;

use super::{SampleError, SampleKind, SampleRequest, write_sample};
use crate::support::language::Language;
use calamine::{Data, DataType, Range, Reader, Xlsx};
use std::io::Cursor;
use std::sync::atomic::{AtomicU32, Ordering};

/// A small request for the first `rows` of `kind`.
fn request(kind: SampleKind, rows: u32) -> SampleRequest {
    SampleRequest { rows, kind, language: Language::English, decorated: false, seed: 2026 }
}

/// The bytes that the generator writes.
fn written(request: &SampleRequest) -> Vec<u8> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("propensity-sample-{}-{number}.xlsx", std::process::id()));
    write_sample(request, &path).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    bytes
}

/// The first sheet of a workbook.
fn first_sheet(bytes: &[u8]) -> Range<Data> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    workbook.worksheet_range_at(0).unwrap().unwrap()
}

/// The cells below the header called `name`.
fn column<'a>(sheet: &'a Range<Data>, name: &str) -> Vec<&'a Data> {
    let header = sheet.rows().next().unwrap();
    let position = header.iter().position(|cell| cell == &Data::String(name.to_owned())).expect(name);
    sheet.rows().skip(1).map(|row| &row[position]).collect()
}

#[test]
fn the_same_request_gives_the_same_bytes_and_another_seed_others() {
    for kind in SampleKind::ALL {
        for decorated in [false, true] {
            let request = SampleRequest { decorated, language: Language::Japanese, ..request(kind, 150) };
            let first = written(&request);
            assert_eq!(first, written(&request), "{kind:?}");
            assert_ne!(first, written(&SampleRequest { seed: 7, ..request }), "{kind:?}");
        }
    }
}

#[test]
fn every_kind_has_the_asked_number_of_rows_and_its_reports_name() {
    for kind in SampleKind::ALL {
        for rows in [0, 1, 333] {
            let bytes = written(&request(kind, rows));
            let names = Xlsx::new(Cursor::new(&bytes)).unwrap().sheet_names();
            assert_eq!(names, [kind.report().name()]);
            let sheet = first_sheet(&bytes);
            assert_eq!(sheet.height(), rows as usize + 1, "{kind:?}");
            assert!(sheet.rows().all(|row| !row[0].is_empty()), "{kind:?} leaves a row out");
        }
    }
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused() {
    let refused = write_sample(&request(SampleKind::M365, 1_048_576), std::path::Path::new("never-written.xlsx"));
    assert!(matches!(refused, Err(SampleError::TooManyRows(1_048_576))));
    assert!(!std::path::Path::new("never-written.xlsx").exists());
}

#[test]
fn row_i_is_the_same_customer_in_every_report_about_customers() {
    let kinds = [SampleKind::Azure, SampleKind::D365, SampleKind::Surface];
    let m365 = first_sheet(&written(&request(SampleKind::M365, 400)));
    for kind in kinds {
        let other = first_sheet(&written(&request(kind, 200)));
        for name in ["CustomerID", "DUNSNumber", "AccountName", "Domain", "OrgSize", "Country", "PostalCode", "HasEA"] {
            assert_eq!(column(&other, name), column(&m365, name)[..200], "{kind:?} {name}");
        }
    }
}

#[test]
fn a_japanese_sample_has_japanese_headers_words_and_sheet_names() {
    let bytes = written(&SampleRequest { language: Language::Japanese, ..request(SampleKind::M365, 300) });
    assert_eq!(Xlsx::new(Cursor::new(&bytes)).unwrap().sheet_names(), ["M365 傾向"]);
    let sheet = first_sheet(&bytes);
    for name in ["顧客ID", "DUNS番号", "顧客名", "組織の規模", "サブセグメント", "M365 適合", "M365 意図"]
    {
        column(&sheet, name);
    }
    let clusters = column(&sheet, "M365 クラスター");
    assert!(clusters.contains(&&Data::String("今すぐ行動".to_owned())));
    assert!(!clusters.contains(&&Data::String("Act Now".to_owned())));
    let owners = column(&sheet, "M365 所有");
    assert!(owners.contains(&&Data::String("はい".to_owned())));
}

#[test]
fn headers_within_a_japanese_report_stay_apart() {
    let words = super::words::Words::load().unwrap();
    for (kind, headers) in &words.layouts {
        let english: std::collections::HashSet<&String> = headers.iter().collect();
        let japanese: std::collections::HashSet<&String> =
            headers.iter().map(|header| words.japanese_headers.get(header).unwrap_or(header)).collect();
        // The Surface report repeats itself under slightly other names; usage names the partner's number twice.
        let allowed = match kind.as_str() {
            "surface" | "usage" => 1,
            _ => 0,
        };
        assert!(english.len() - japanese.len() <= allowed, "{kind}");
    }
}
