//! What saving a marked-up copy will change or leave as it is, told before it happens.

use super::error::{SaveError, SaveWarning};
use super::escape::attribute_text;
use crate::workbook::error::OpenProblem;
use crate::workbook::package::{MAX_SMALL_PART_BYTES, Package, SheetEntry};
use crate::workbook::rewrite;
use crate::workbook::source::Source;
use crate::workbook::worksheet::tags::{Step, Tag, Walk};
use memchr::memmem::Finder;
use std::io::Read;

/// A sheet up to this size is searched for its protection, which stands behind all its rows; that of a larger one is
/// told with the saved copy.
const MAX_SEARCHED_BYTES: u64 = 256 << 20;
/// The beginning of a pivot cache, which says where it takes its rows from.
const PIVOT_HEAD_BYTES: u64 = 64 << 10;
/// Bytes searched at a time.
const CHUNK_BYTES: u64 = 256 << 10;

/// What a marked-up copy of `source` with new columns on `sheet` will mean for what the workbook carries beside its
/// cells. Reads small parts, and at most 256 MB of the unpacked sheet.
///
/// # Errors
/// The workbook cannot be opened.
pub fn foresee(source: &Source, sheet: &str) -> Result<Vec<SaveWarning>, SaveError> {
    let mut package = match Package::open(source) {
        Err(OpenProblem::UnsupportedFormat(format)) => return rewrite::foresee(source, format),
        opened => opened?,
    };
    let Some(entry) = package.sheets().iter().find(|entry| entry.name == sheet).cloned() else {
        return Err(SaveError::SourceChanged);
    };
    let part = package.workbook_part().to_owned();
    let workbook = package.part_text(&part, MAX_SMALL_PART_BYTES)?;
    let parts = part_names(&mut package);
    let has_part = |start: &str| parts.iter().any(|part| part.starts_with(start));
    let told = [
        (package.is_signed(), SaveWarning::SignatureInvalid),
        (is_protected(&mut package, &entry)?, SaveWarning::SheetProtected),
        (has_flag(&workbook, "workbookProtection", "lockStructure"), SaveWarning::WorkbookProtected),
        (has_part("xl/revisions/"), SaveWarning::Shared),
        (has_flag(&workbook, "fileSharing", "readOnlyRecommended"), SaveWarning::ReadOnlyRecommended),
        (has_part("docmetadata/labelinfo") || has_label_property(&mut package), SaveWarning::LabelKept),
        (package.has_macros(), SaveWarning::MacrosKept),
        (has_pivot(&mut package, &parts, &entry)?, SaveWarning::PivotsNeedRefresh),
        (has_print_area(&workbook, &entry), SaveWarning::PrintAreaStays),
    ];
    Ok(told.into_iter().filter(|(applies, _)| *applies).map(|(_, warning)| warning).collect())
}

/// The names of all parts, in lower case.
pub(super) fn part_names(package: &mut Package) -> Vec<String> {
    let archive = package.archive_mut();
    let name = |index: usize| {
        let entry = archive.by_index_data(index).ok()?;
        Some(String::from_utf8_lossy(entry.name_raw()).replace('\\', "/").to_ascii_lowercase())
    };
    (0..archive.len()).filter_map(name).collect()
}

fn is_set(tag: Tag<'_>, attribute: &str) -> bool {
    matches!(tag.attribute(attribute), Some(b"1" | b"true"))
}

fn has_flag(workbook: &str, element: &str, attribute: &str) -> bool {
    Walk::new(workbook.as_bytes()).any(|step| step.begins(1, element) && is_set(step.tag, attribute))
}

/// Labels of older programs are custom properties.
fn has_label_property(package: &mut Package) -> bool {
    package.part_text("docProps/custom.xml", MAX_SMALL_PART_BYTES).is_ok_and(|text| text.contains("MSIP_Label_"))
}

fn has_print_area(workbook: &str, sheet: &SheetEntry) -> bool {
    let position = sheet.position.to_string();
    Walk::new(workbook.as_bytes()).any(|step| {
        step.begins(2, "definedName")
            && step.tag.attribute("name").is_some_and(|name| name.eq_ignore_ascii_case(b"_xlnm.Print_Area"))
            && step.tag.attribute("localSheetId") == Some(position.as_bytes())
    })
}

/// Whether a pivot table takes its rows from `sheet`, or from a table or name, which may be there.
fn has_pivot(package: &mut Package, parts: &[String], sheet: &SheetEntry) -> Result<bool, SaveError> {
    let is_cache = |part: &&String| part.contains("pivotcache/pivotcachedefinition") && part.ends_with(".xml");
    for part in parts.iter().filter(is_cache) {
        let mut head = Vec::new();
        match package.part_reader(part).map(|reader| reader.take(PIVOT_HEAD_BYTES).read_to_end(&mut head)) {
            Ok(Ok(_)) => {}
            // A damaged cache is copied as it is.
            _ => continue,
        }
        let is_ours = |step: Step<'_>| match step.tag.attribute_str("sheet").map(attribute_text) {
            _ if !step.begins(2, "worksheetSource") => false,
            Some(name) => name.to_lowercase() == sheet.name.to_lowercase(),
            None => step.tag.attribute("name").is_some(),
        };
        if Walk::new(&head).any(is_ours) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether `sheet` is protected: told by what follows its rows.
fn is_protected(package: &mut Package, sheet: &SheetEntry) -> Result<bool, SaveError> {
    if package.part_size(&sheet.part).is_none_or(|size| size > MAX_SEARCHED_BYTES) {
        return Ok(false);
    }
    let mut reader = package.part_reader(&sheet.part)?.take(MAX_SEARCHED_BYTES);
    let element = Finder::new(b"sheetProtection");
    let mut bytes = Vec::with_capacity(2 * CHUNK_BYTES as usize);
    loop {
        let count = match (&mut reader).take(CHUNK_BYTES).read_to_end(&mut bytes) {
            Ok(count) => count as u64,
            // What is damaged is told when the copy is made.
            Err(error) if is_damage(&error) => return Ok(false),
            Err(error) => return Err(OpenProblem::Unreadable(error).into()),
        };
        if let Some(at) = element.find(&bytes) {
            // The rest of the tag, should it be cut here.
            let _ = (&mut reader).take(CHUNK_BYTES).read_to_end(&mut bytes);
            let start = memchr::memrchr(b'<', bytes.get(..at).unwrap_or(&[])).unwrap_or(at);
            if Walk::new(bytes.get(start..).unwrap_or(&[])).next().is_some_and(|step| is_protection(step.tag)) {
                return Ok(true);
            }
        }
        if count < CHUNK_BYTES {
            return Ok(false);
        }
        let kept = bytes.len().saturating_sub(element.needle().len());
        bytes.drain(..kept);
    }
}

/// Whether the element that `tag` begins protects the sheet that it is found in.
pub(super) fn is_protection(tag: Tag<'_>) -> bool {
    !tag.bytes().starts_with(b"</") && tag.local_name() == b"sheetProtection" && is_set(tag, "sheet")
}

fn is_damage(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

#[cfg(test)]
mod tests {
    use super::super::tests::books::{filter_book, part, with_new_part, with_part};
    use super::*;

    const SHEET: &str = "xl/worksheets/sheet1.xml";
    const WORKBOOK: &str = "xl/workbook.xml";

    fn foreseen(book: &[u8]) -> Vec<&'static str> {
        let source = Source::Embedded { name: "book.xlsx", bytes: book.to_vec().leak() };
        foresee(&source, "It's & customers").unwrap().iter().map(SaveWarning::key).collect()
    }

    #[test]
    fn a_plain_workbook_has_nothing_to_tell() {
        assert_eq!(foreseen(&filter_book()), Vec::<&str>::new());
        let source = Source::Embedded { name: "book.xlsx", bytes: filter_book().leak() };
        assert_eq!(foresee(&source, "Gone").unwrap_err().key(), "source_changed");
    }

    #[test]
    fn what_the_copy_means_for_the_rest_is_told() {
        let book = filter_book();
        let protected = |attributes: &str| {
            let element = format!("</sheetData><sheetProtection {attributes}/>");
            with_part(&book, SHEET, |text| text.replace("</sheetData>", &element))
        };
        assert_eq!(foreseen(&protected("password=\"CC1A\" sheet=\"1\" objects='1'")), ["sheet_protected"]);
        assert_eq!(foreseen(&protected("sheet=\"0\"")), Vec::<&str>::new());

        let sheets = |before: &str| with_part(&book, WORKBOOK, |text| text.replace("<bookViews>", before));
        let structure = "<workbookProtection lockStructure=\"1\"/><bookViews>";
        assert_eq!(foreseen(&sheets(structure)), ["workbook_protected"]);
        assert_eq!(foreseen(&sheets("<fileSharing readOnlyRecommended=\"1\"/><bookViews>")), ["read_only_recommended"]);
        let area = |position: u8| {
            let name = format!("<definedName name=\"_xlnm.Print_Area\" localSheetId=\"{position}\">A1</definedName>");
            with_part(&book, WORKBOOK, |text| text.replace("</definedNames>", &(name.clone() + "</definedNames>")))
        };
        assert_eq!(foreseen(&area(0)), ["print_area_stays"]);
        assert_eq!(foreseen(&area(1)), Vec::<&str>::new());

        for (part, key) in [
            ("xl/revisions/revisionHeaders.xml", "shared_workbook"),
            ("docMetadata/LabelInfo.xml", "label_kept"),
            ("xl/vbaProject.bin", "macros_kept"),
            ("_xmlsignatures/sig1.xml", "signature_invalid"),
        ] {
            assert_eq!(foreseen(&with_new_part(&book, part)), [key]);
        }
    }

    #[test]
    fn pivots_of_the_sheet_or_of_a_table_need_a_refresh() {
        let cache = |source: &str| {
            let book = with_new_part(&filter_book(), "xl/pivotCache/pivotCacheDefinition1.xml");
            with_part(&book, "xl/pivotCache/pivotCacheDefinition1.xml", |_| {
                format!("<pivotCacheDefinition><cacheSource type='worksheet'>{source}</cacheSource>")
            })
        };
        assert_eq!(foreseen(&cache("<worksheetSource sheet=\"It's &amp; Customers\"/>")), ["pivots_need_refresh"]);
        assert_eq!(foreseen(&cache("<worksheetSource name='Customers'/>")), ["pivots_need_refresh"]);
        assert_eq!(foreseen(&cache("<worksheetSource sheet='Hidden'/>")), Vec::<&str>::new());
        assert!(part(&cache(""), WORKBOOK).contains("<sheets>"));
    }
}
