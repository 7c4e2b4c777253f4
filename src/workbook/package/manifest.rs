//! The workbook part: its sheets and its date system.

use super::container::MAX_ENTRIES;
use super::xml::{attribute, walk};
use crate::workbook::error::{OpenProblem, Unit};
use quick_xml::events::Event;

/// Whether a user sees a sheet's tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// The tab is there.
    Visible,
    /// Hidden; the menu of the spreadsheet program can show it.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// What the workbook part says.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// Name of the root element without prefix; empty when there is none.
    pub(super) root: String,
    pub(super) date_1904: bool,
    pub(super) sheets: Vec<ListedSheet>,
}

/// A sheet as listed, before its part is known.
#[derive(Debug)]
pub(super) struct ListedSheet {
    pub(super) name: String,
    pub(super) relationship: String,
    pub(super) visibility: Visibility,
}

/// Reads the text of the workbook part.
///
/// # Errors
/// Damage, or more sheets than a package may have entries.
pub(super) fn parse(place: &str, text: &str) -> Result<Manifest, OpenProblem> {
    let mut manifest = Manifest::default();
    let mut inside_list = false;
    walk(place, text, |event| {
        match event {
            Event::Start(element) => {
                let name = element.local_name();
                match name.as_ref() {
                    "sheets" => inside_list = true,
                    "sheet" if inside_list => {
                        manifest.sheets.push(ListedSheet {
                            name: attribute(place, element, "name")?.unwrap_or_default(),
                            relationship: attribute(place, element, "id")?.unwrap_or_default(),
                            visibility: visibility(attribute(place, element, "state")?.as_deref()),
                        });
                        if manifest.sheets.len() > MAX_ENTRIES {
                            let limit = MAX_ENTRIES as u64;
                            return Err(OpenProblem::TooLarge { place: place.to_owned(), unit: Unit::Entries, limit });
                        }
                    }
                    // An extension element of the same name never has the attribute.
                    "workbookPr" => {
                        if let Some(value) = attribute(place, element, "date1904")? {
                            manifest.date_1904 = matches!(value.as_str(), "1" | "true");
                        }
                    }
                    _ => {}
                }
                if manifest.root.is_empty() {
                    name.as_ref().clone_into(&mut manifest.root);
                }
            }
            Event::End(element) if element.local_name().as_ref() == "sheets" => inside_list = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(manifest)
}

/// Any state but the two that hide is visible: some exporters write `show`, and Excel opens them.
fn visibility(state: Option<&str>) -> Visibility {
    match state {
        Some("hidden") => Visibility::Hidden,
        Some("veryHidden") => Visibility::VeryHidden,
        _ => Visibility::Visible,
    }
}
