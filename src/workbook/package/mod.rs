//! A workbook package: which parts it has, which sheets they are, and safe reading of its small parts.
//!
//! Opening reads the directory and four small parts; the sheets themselves are not unpacked here. They pass
//! [`crate::workbook::guard`] before any other reader sees them.

mod container;
mod core_properties;
mod formats;
mod kind;
mod manifest;
mod relationships;
mod xml;

pub(in crate::workbook) use container::{Container, read_problem};
pub use container::{MAX_ENTRIES, MAX_SHARED_STRINGS_BYTES, MAX_SHEET_BYTES, MAX_SMALL_PART_BYTES};
pub use formats::DateFormats;
pub(in crate::workbook) use formats::parse as parse_formats;
pub(in crate::workbook) use formats::{is_built_in_date, shows_date};
pub use manifest::Visibility;
pub use relationships::Relationship;

use crate::workbook::error::{Format, LooksLike, OpenProblem, Unit};
use crate::workbook::source::{ReadSeek, Source};
use manifest::{ListedSheet, Manifest};
use std::collections::HashMap;
use std::io::Read;

/// What a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// Cells.
    Worksheet,
    /// One chart, no cells.
    Chartsheet,
    /// A dialog or an Excel 4 macro sheet.
    Other,
}

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntry {
    /// The name on its tab.
    pub name: String,
    /// Its part, without a leading slash; it may be missing from the package.
    pub part: String,
    /// Whether a user sees its tab.
    pub visibility: Visibility,
    /// What it is.
    pub kind: SheetKind,
    /// Position among the sheets of the workbook, from 0; defined names call it `localSheetId`.
    pub position: usize,
}

/// An Office Open XML workbook package, its directory read and checked; no part is unpacked but the small ones
/// asked for.
///
/// Part names are compared without regard to case, and a backslash is a slash: some writers store them so.
pub struct Package {
    container: Container,
    workbook_part: String,
    styles_part: Option<String>,
    shared_strings_part: Option<String>,
    sheets: Vec<SheetEntry>,
    date_1904: bool,
    has_macro_sheets: bool,
}

impl Package {
    /// Opens `source`: what the file is by its content, then the limits of its directory, then the list of sheets.
    ///
    /// Workbooks in the strict form of the standard are opened as well: only their namespaces differ.
    ///
    /// # Errors
    /// What the file is instead of a workbook, which limit it passes, or where it is damaged.
    pub fn open(source: &Source) -> Result<Self, OpenProblem> {
        Self::of(source.open()?)
    }

    /// [`Package::open`] for bytes that are open already.
    ///
    /// # Errors
    /// The same.
    pub(in crate::workbook) fn of(mut bytes: Box<dyn ReadSeek>) -> Result<Self, OpenProblem> {
        kind::require_zip(&mut bytes)?;
        let mut container = Container::open(bytes)?;
        let workbook_part = find_workbook_part(&mut container)?;
        let manifest = read_manifest(&mut container, &workbook_part)?;
        let links = relationships::of(&mut container, &workbook_part)?;
        let part_of_kind =
            |kind: &str| links.iter().rfind(|link| link.kind == kind && !link.external).map(|link| link.target.clone());
        let sheets = list_sheets(manifest.sheets, &links, &workbook_part)?;
        Ok(Self {
            styles_part: part_of_kind("styles"),
            shared_strings_part: part_of_kind("sharedStrings"),
            has_macro_sheets: links.iter().any(|link| link.kind.ends_with("Macrosheet")),
            date_1904: manifest.date_1904,
            sheets,
            workbook_part,
            container,
        })
    }

    /// The part that lists the sheets, `xl/workbook.xml` as a rule.
    #[must_use]
    pub fn workbook_part(&self) -> &str {
        &self.workbook_part
    }

    /// The part with the cell formats, if the workbook names one.
    #[must_use]
    pub fn styles_part(&self) -> Option<&str> {
        self.styles_part.as_deref()
    }

    /// The part with the texts that cells refer to by number, if the workbook names one.
    #[must_use]
    pub fn shared_strings_part(&self) -> Option<&str> {
        self.shared_strings_part.as_deref()
    }

    /// The sheets in the order of their tabs.
    #[must_use]
    pub fn sheets(&self) -> &[SheetEntry] {
        &self.sheets
    }

    /// Whether dates are counted from 1904 instead of 1900.
    #[must_use]
    pub fn date_1904(&self) -> bool {
        self.date_1904
    }

    /// Whether the package carries a digital signature, which any change makes invalid.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.container.part_names().any(|name| name.starts_with("_xmlsignatures/"))
    }

    /// Whether the package carries a macro project or Excel 4 macro sheets. They are never run.
    #[must_use]
    pub fn has_macros(&self) -> bool {
        self.has_macro_sheets || self.container.part_names().any(|name| name.ends_with("vbaproject.bin"))
    }

    /// Position of `part` among the entries of the archive; `None` when there is no such part.
    #[must_use]
    pub fn entry_index(&self, part: &str) -> Option<usize> {
        self.container.index_of(part)
    }

    /// Unpacked size of `part` in bytes as the directory declares it; reading stops with an error beyond it.
    #[must_use]
    pub fn part_size(&self, part: &str) -> Option<u64> {
        self.container.size_of(part)
    }

    /// Refuses a `part` of more than `limit` unpacked bytes; reading then gives no more than these.
    ///
    /// # Errors
    /// [`OpenProblem::TooLarge`].
    pub fn require_size(&self, part: &str, limit: u64) -> Result<(), OpenProblem> {
        if self.part_size(part).is_some_and(|size| size > limit) {
            return Err(OpenProblem::TooLarge { place: part.to_owned(), unit: Unit::Bytes, limit });
        }
        Ok(())
    }

    /// The whole text of `part`, without its byte order mark; the checksum was right.
    ///
    /// # Errors
    /// No such part, more than `limit` bytes, not UTF-8, or damaged.
    pub fn part_text(&mut self, part: &str, limit: u64) -> Result<String, OpenProblem> {
        self.container.part_text(part, limit)
    }

    /// The parts that `part` names; empty when it names none.
    ///
    /// # Errors
    /// Damage of the part that holds the relationships.
    pub fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, OpenProblem> {
        relationships::of(&mut self.container, part)
    }

    /// Unpacks `part` as it is read. The checksum is known to be right only when the end was read without an error.
    ///
    /// # Errors
    /// No such part.
    pub fn part_reader<'a>(&'a mut self, part: &str) -> Result<impl Read + use<'a>, OpenProblem> {
        self.container.part_reader(part)
    }

    /// The archive itself, for copying entries as they are.
    pub fn archive_mut(&mut self) -> &mut zip::ZipArchive<Box<dyn ReadSeek>> {
        self.container.archive_mut()
    }

    /// Which cell formats show days; none where the workbook has no styles.
    ///
    /// # Errors
    /// Damage of the styles.
    pub fn date_formats(&mut self) -> Result<DateFormats, OpenProblem> {
        let Some(part) = self.styles_part.clone().filter(|part| self.entry_index(part).is_some()) else {
            return Ok(DateFormats::default());
        };
        let text = self.part_text(&part, MAX_SMALL_PART_BYTES)?;
        formats::parse(&part, &text)
    }

    /// The day (UTC) on which the workbook was last saved, else made, as its own properties say.
    pub fn modified(&mut self) -> Option<jiff::civil::Date> {
        core_properties::last_saved(&mut self.container)
    }
}

/// What `part` of an archive names; empty when it names nothing.
///
/// # Errors
/// Damage of the part that holds the relationships.
pub(in crate::workbook) fn links_of(container: &mut Container, part: &str) -> Result<Vec<Relationship>, OpenProblem> {
    relationships::of(container, part)
}

/// The part that the package calls its document.
fn find_workbook_part(container: &mut Container) -> Result<String, OpenProblem> {
    if let Some(problem) = container.open_document_problem() {
        return Err(problem);
    }
    let links = relationships::of(container, "")?;
    let document = links.into_iter().rfind(|link| link.kind == "officeDocument" && !link.external);
    let part = document.map(|link| link.target).or_else(|| {
        let usual = ["xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml"];
        usual.into_iter().find(|part| container.index_of(part).is_some()).map(str::to_owned)
    });
    let part = part.ok_or_else(|| OpenProblem::NotAWorkbook(archive_kind(container)))?;
    if part.to_ascii_lowercase().ends_with(".bin") {
        return Err(OpenProblem::UnsupportedFormat(Format::Xlsb));
    }
    Ok(part)
}

/// What an archive without a workbook is, by parts that only it has.
fn archive_kind(container: &Container) -> LooksLike {
    let has = |part: &str| container.index_of(part).is_some();
    if has("Index/Document.iwa") || has("Index.zip") {
        LooksLike::Numbers
    } else if has("DataModel") || has("DataMashup") {
        LooksLike::PowerBi
    } else {
        LooksLike::Archive
    }
}

fn read_manifest(container: &mut Container, part: &str) -> Result<Manifest, OpenProblem> {
    let text = container.part_text(part, MAX_SMALL_PART_BYTES)?;
    let manifest = manifest::parse(part, &text)?;
    match manifest.root.as_str() {
        "workbook" => Ok(manifest),
        "document" => Err(OpenProblem::NotAWorkbook(LooksLike::Word)),
        "presentation" => Err(OpenProblem::NotAWorkbook(LooksLike::PowerPoint)),
        "" => Err(OpenProblem::damaged(part, "no root element")),
        _ => Err(OpenProblem::NotAWorkbook(LooksLike::Archive)),
    }
}

/// Joins the listed sheets with the parts they name.
fn list_sheets(
    listed: Vec<ListedSheet>,
    links: &[Relationship],
    workbook_part: &str,
) -> Result<Vec<SheetEntry>, OpenProblem> {
    if listed.is_empty() {
        return Err(OpenProblem::damaged(workbook_part, "no sheets are listed"));
    }
    let by_id: HashMap<&str, &Relationship> =
        links.iter().filter(|link| !link.external).map(|link| (link.id.as_str(), link)).collect();
    listed
        .into_iter()
        .enumerate()
        .map(|(position, sheet)| {
            let link = by_id.get(sheet.relationship.as_str()).ok_or_else(|| {
                OpenProblem::damaged(workbook_part, format!("no part is named for sheet {:?}", sheet.name))
            })?;
            let kind = match link.kind.as_str() {
                "worksheet" => SheetKind::Worksheet,
                "chartsheet" => SheetKind::Chartsheet,
                _ => SheetKind::Other,
            };
            let ListedSheet { name, visibility, .. } = sheet;
            Ok(SheetEntry { name, part: link.target.clone(), visibility, kind, position })
        })
        .collect()
}

#[cfg(test)]
pub(in crate::workbook) mod samples;
#[cfg(test)]
mod tests;
