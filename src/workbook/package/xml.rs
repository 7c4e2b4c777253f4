//! Reading small XML parts whole.

use crate::support::progress::Progress;
use crate::workbook::error::OpenProblem;
use crate::workbook::guard::{PartRules, check_stream};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Shows `visit` every event of `text`, an empty element as its start and its end, after the guard has looked at it all:
/// what is marked up later must mean the same to every reader.
///
/// # Errors
/// What `visit` refuses; XML that is not well-formed; a document type declaration, since its entities can grow
/// without bound and reach for other files.
pub(super) fn walk(
    place: &str,
    text: &str,
    mut visit: impl FnMut(&Event<'_>) -> Result<(), OpenProblem>,
) -> Result<(), OpenProblem> {
    check_stream(text.as_bytes(), place, &PartRules::SMALL, &Progress::default())?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let event = reader.read_event().map_err(|error| OpenProblem::damaged(place, error))?;
        if matches!(event, Event::Eof) {
            return Ok(());
        }
        visit(&event)?;
    }
}

/// The value of an attribute by its name without prefix; of two the first, as other readers do.
///
/// # Errors
/// Attributes that are not well-formed.
pub(super) fn attribute(place: &str, element: &BytesStart<'_>, name: &str) -> Result<Option<String>, OpenProblem> {
    let mut attributes = element.attributes();
    // The library's search for double attributes takes quadratic time.
    attributes.with_checks(false);
    for attribute in attributes {
        let attribute = attribute.map_err(|error| OpenProblem::damaged(place, error))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return value.map(|value| Some(value.into_owned())).map_err(|error| OpenProblem::damaged(place, error));
        }
    }
    Ok(None)
}
