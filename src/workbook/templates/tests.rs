//! Templates read back by the program's own reader.

use super::*;
use crate::domain::report::ReportKind;
use crate::support::progress::Progress;
use crate::workbook::choices::ReadChoices;
use crate::workbook::dictionary::{KnownColumn, Meaning, OutcomePart, SignalPart};
use crate::workbook::error::{NoTable, OpenProblem};
use crate::workbook::peek::peek_sheets;
use crate::workbook::read::read_report;
use crate::workbook::source::Source;

fn written(kind: TemplateKind, language: Language) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("template.xlsx");
    write_template(kind, language, &path).unwrap();
    (folder, Source::File(path))
}

#[test]
fn the_reader_knows_every_column_in_both_languages() {
    let signals = [
        SignalPart::Day,
        SignalPart::Source,
        SignalPart::Kind,
        SignalPart::Product,
        SignalPart::Keywords,
        SignalPart::Strength,
    ];
    let outcomes =
        [OutcomePart::Product, OutcomePart::Opened, OutcomePart::Closed, OutcomePart::Result, OutcomePart::Revenue];
    let expected = [
        (TemplateKind::Signals, ReportKind::Signals, signals.map(Meaning::Signal).to_vec()),
        (TemplateKind::Outcomes, ReportKind::Outcomes, outcomes.map(Meaning::Outcome).to_vec()),
    ];
    for (kind, report, meanings) in expected {
        for language in Language::ALL {
            let (_folder, source) = written(kind, language);
            let sheets = peek_sheets(&source, &Progress::default()).unwrap();
            let columns: Vec<KnownColumn> =
                sheets[0].columns.iter().filter_map(|column| column.known.clone()).collect();
            let read: Vec<Meaning> = columns.iter().map(|column| column.meaning).collect();
            let wanted: Vec<Meaning> = std::iter::once(Meaning::CustomerId).chain(meanings.clone()).collect();
            assert_eq!(read, wanted, "{kind:?} {language:?}");
            let recognised = Dictionary::get().recognise_report(&columns, &["Sheet"]);
            assert_eq!((recognised.kind, recognised.missing), (report, Vec::new()), "{kind:?} {language:?}");
            assert_eq!(sheets.len(), 2, "a sheet to fill, and one that explains");
            // Nothing is filled in, and the examples are no rows.
            let read = read_report(&source, &ReadChoices::default(), &mut |_| {}, &Progress::default());
            let problem = read.unwrap_err().problem;
            assert!(matches!(problem, OpenProblem::NoTable(NoTable::NoRows)), "{problem}");
        }
    }
}

#[test]
fn an_example_row_typed_in_is_read_as_it_is_meant() {
    for language in Language::ALL {
        let asset: Asset = serde_json::from_str(include_str!("../../../assets/templates.json")).unwrap();
        for (template, kind) in asset.templates.iter().zip([ReportKind::Signals, ReportKind::Outcomes]) {
            let columns = &template.columns;
            let line = |cell: &dyn Fn(&Column) -> String| columns.iter().map(cell).collect::<Vec<_>>().join(",");
            let head = line(&|column| column.header(language).to_owned());
            let row = line(&|column| column.example.of(language).clone());
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("filled.csv");
            std::fs::write(&path, format!("{head}\n{row}\n")).unwrap();
            let read = read_report(&Source::File(path), &ReadChoices::default(), &mut |_| {}, &Progress::default());
            let table = read.unwrap();
            assert_eq!((table.kind, table.rows.len(), table.columns.len()), (kind, 1, columns.len()), "{language:?}");
            assert_eq!(table.understanding.unparsed, 0, "{language:?}");
        }
    }
}

#[test]
fn lists_offer_words_that_signals_know_and_excel_takes() {
    let asset: Asset = serde_json::from_str(include_str!("../../../assets/templates.json")).unwrap();
    for column in asset.templates.iter().flat_map(|template| &template.columns) {
        for list in column.list.iter().flat_map(|list| [&list.en, &list.ja]) {
            assert!(list.join(",").chars().count() <= 255, "{}", column.name);
            assert!(list.iter().all(|word| !word.contains([',', '"'])), "{}", column.name);
        }
    }
    for kind in TemplateKind::ALL {
        assert_eq!(TemplateKind::from_key(kind.key()), Some(kind));
        for language in Language::ALL {
            assert_eq!(template(kind, language).unwrap(), template(kind, language).unwrap(), "{kind:?}");
        }
    }
}

#[test]
fn a_refused_target_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no such folder").join("signals.xlsx");
    let refused = write_template(TemplateKind::Signals, Language::English, &missing);
    assert!(matches!(refused, Err(TemplateError::Target(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
