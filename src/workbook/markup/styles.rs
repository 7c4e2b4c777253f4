//! The styles part gets what amounts need: a number format a currency, and a cell format that uses it.

use super::edits::Edits;
use super::escape::attribute_text;
use crate::domain::money::Currency;
use crate::workbook::worksheet::cell_ref::parse_number;
use crate::workbook::worksheet::tags::{Kind, Step, Tag, Walk};

/// Cell formats that Excel accepts in a workbook.
const MAX_CELL_FORMATS: usize = 64_000;
/// Ids of number formats up to here are Excel's own.
const LAST_BUILT_IN_FORMAT: u32 = 163;

/// Styles that could not be extended, in technical words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct OddStyles(&'static str);

/// Styles with formats for amounts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Extended {
    /// The part's new text; `None` when all formats were there.
    pub(super) text: Option<Vec<u8>>,
    /// The cell format of each currency asked for, by its number.
    pub(super) formats: Vec<usize>,
}

/// How a spreadsheet shows amounts; the signs do not depend on the reader's own currency.
fn format_code(currency: Currency) -> &'static str {
    match currency {
        Currency::Usd => "[$$-409]#,##0.00",
        Currency::Jpy => "[$¥-411]#,##0",
        Currency::Eur => "[$€-2] #,##0.00",
    }
}

/// What is known of the part's lists.
struct Lists<'a> {
    root: Step<'a>,
    number_formats: Option<Step<'a>>,
    /// Ids and codes.
    known_formats: Vec<(u32, String)>,
    /// The end of the number formats.
    number_formats_end: usize,
    cell_formats: Step<'a>,
    cell_formats_end: usize,
    /// The tag of each cell format, and whether anything stands in it.
    cells: Vec<(Tag<'a>, bool)>,
}

/// The styles of `text` with a cell format for each of `currencies`; formats that are there are used again.
///
/// # Errors
/// Styles that contradict themselves.
pub(super) fn extend(text: &str, currencies: &[Currency]) -> Result<Extended, OddStyles> {
    let bytes = text.as_bytes();
    let mut lists = read(bytes)?;
    let mut edits = Edits::new(bytes);
    let mut new_numbers = Vec::new();
    let mut new_cells: Vec<Vec<u8>> = Vec::new();
    let mut formats = Vec::with_capacity(currencies.len());
    for currency in currencies {
        let code = format_code(*currency);
        let known = lists.known_formats.iter().find(|(_, known)| known == code).map(|(id, _)| *id);
        let id = known.unwrap_or_else(|| {
            let last = lists.known_formats.iter().map(|(id, _)| *id).fold(LAST_BUILT_IN_FORMAT, u32::max);
            new_numbers.push(number_format(lists.root.tag.prefix(), last + 1, code));
            lists.known_formats.push((last + 1, code.to_owned()));
            last + 1
        });
        let cell = cell_format(&lists, id)?;
        let attributes = attributes_of(Tag::of(&cell));
        let same = lists.cells.iter().position(|(tag, has_content)| !has_content && attributes_of(*tag) == attributes);
        let same = same.or_else(|| new_cells.iter().position(|new| *new == cell).map(|at| lists.cells.len() + at));
        formats.push(same.unwrap_or_else(|| {
            new_cells.push(cell);
            lists.cells.len() + new_cells.len() - 1
        }));
    }
    if lists.cells.len() + new_cells.len() > MAX_CELL_FORMATS {
        return Err(OddStyles("the workbook has as many cell formats as it can"));
    }
    add_number_formats(&mut edits, &lists, &new_numbers);
    if !new_cells.is_empty() {
        let list = &lists.cell_formats;
        let count = (lists.cells.len() + new_cells.len()).to_string();
        edits.replace(list.start..list.end, list.tag.with("count", count.as_bytes()));
        edits.insert(lists.cell_formats_end, new_cells.concat());
    }
    let text = (!edits.is_empty()).then(|| edits.apply());
    Ok(Extended { text, formats })
}

fn read(bytes: &[u8]) -> Result<Lists<'_>, OddStyles> {
    const NO_STYLES: OddStyles = OddStyles("no list of cell formats");
    let mut root = None;
    let (mut number_formats, mut number_formats_end, mut known_formats) = (None::<Step<'_>>, 0, Vec::new());
    let (mut cell_formats, mut cell_formats_end, mut cells) = (None::<Step<'_>>, 0, Vec::new());
    let mut list: &[u8] = b"";
    for step in Walk::new(bytes) {
        match (step.kind, step.depth) {
            (Kind::Start, 0) if step.tag.local_name() == b"styleSheet" => root = Some(step),
            (Kind::End, 1) => {
                match step.tag.local_name() {
                    b"numFmts" => number_formats_end = step.start,
                    b"cellXfs" => cell_formats_end = step.start,
                    _ => {}
                }
                list = b"";
            }
            (_, 1) => {
                list = if step.kind == Kind::Start { step.tag.local_name() } else { b"" };
                match step.tag.local_name() {
                    b"numFmts" => number_formats = Some(step),
                    b"cellXfs" => cell_formats = Some(step),
                    _ => {}
                }
            }
            (Kind::Start | Kind::Empty, 2) if list == b"numFmts" => {
                let id = step.tag.attribute("numFmtId").and_then(parse_number);
                let id = id.ok_or(OddStyles("a number format without a number"))?;
                known_formats.push((id, step.tag.attribute_str("formatCode").map(attribute_text).unwrap_or_default()));
            }
            (Kind::Start | Kind::Empty, 2) if list == b"cellXfs" => cells.push((step.tag, step.kind == Kind::Start)),
            _ => {}
        }
    }
    let root = root.ok_or(NO_STYLES)?;
    let cell_formats = cell_formats.filter(|list| list.kind == Kind::Start && cell_formats_end > 0).ok_or(NO_STYLES)?;
    let counted = [(Some(cell_formats), cells.len()), (number_formats, known_formats.len())];
    for (list, real) in counted {
        let said = list.and_then(|list| list.tag.attribute("count"));
        if said.is_some_and(|said| parse_number(said) != u32::try_from(real).ok()) {
            return Err(OddStyles("a list of formats has another length than it says"));
        }
    }
    Ok(Lists { root, number_formats, known_formats, number_formats_end, cell_formats, cell_formats_end, cells })
}

fn number_format(prefix: &[u8], id: u32, code: &str) -> Vec<u8> {
    let mut element = [b"<".as_slice(), prefix].concat();
    element.extend_from_slice(format!("numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>").as_bytes());
    element
}

/// A cell format that differs from the workbook's default only by its number format.
fn cell_format(lists: &Lists<'_>, number_format: u32) -> Result<Vec<u8>, OddStyles> {
    let (default, _) = lists.cells.first().ok_or(OddStyles("no default cell format"))?;
    let mut element = [b"<".as_slice(), default.prefix()].concat();
    element.extend_from_slice(format!("xf numFmtId=\"{number_format}\"").as_bytes());
    for name in ["fontId", "fillId", "borderId", "xfId"] {
        if let Some(id) = default.attribute(name).and_then(parse_number) {
            element.extend_from_slice(format!(" {name}=\"{id}\"").as_bytes());
        }
    }
    element.extend_from_slice(b" applyNumberFormat=\"1\"/>");
    Ok(element)
}

/// What two cell formats must share to be the same.
fn attributes_of(cell: Tag<'_>) -> [Option<Vec<u8>>; 10] {
    let names = [
        "numFmtId",
        "fontId",
        "fillId",
        "borderId",
        "xfId",
        "applyNumberFormat",
        "quotePrefix",
        "pivotButton",
        "applyProtection",
        "applyAlignment",
    ];
    names.map(|name| cell.attribute(name).map(<[u8]>::to_vec))
}

fn add_number_formats(edits: &mut Edits<'_>, lists: &Lists<'_>, new: &[Vec<u8>]) {
    if new.is_empty() {
        return;
    }
    let count = lists.known_formats.len().to_string();
    let prefix = lists.root.tag.prefix();
    let end_tag = [b"</".as_slice(), prefix, b"numFmts>"].concat();
    match &lists.number_formats {
        Some(list) => {
            let tag = list.tag.with("count", count.as_bytes());
            if list.kind == Kind::Start {
                edits.replace(list.start..list.end, tag);
                edits.insert(lists.number_formats_end, new.concat());
            } else {
                edits.replace(list.start..list.end, [Tag::of(&tag).opened(), new.concat(), end_tag].concat());
            }
        }
        None => {
            // The first of the lists.
            let start_tag = [b"<".as_slice(), prefix, format!("numFmts count=\"{count}\">").as_bytes()].concat();
            edits.insert(lists.root.end, [start_tag, new.concat(), end_tag].concat());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELLS: &str = "<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"3\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
        <xf numFmtId=\"9\" fontId=\"1\"><alignment/></xf></cellXfs>";

    fn sheet(lists: &str) -> String {
        format!("<?xml version=\"1.0\"?><styleSheet xmlns=\"m\">{lists}<dxfs count=\"0\"/></styleSheet>")
    }

    fn extended(text: &str, currencies: &[Currency]) -> (String, Vec<usize>) {
        let extended = extend(text, currencies).unwrap();
        (extended.text.map_or_else(|| text.to_owned(), |text| String::from_utf8(text).unwrap()), extended.formats)
    }

    const NEW_XF: &str =
        "<xf numFmtId=\"164\" fontId=\"3\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>";
    const USD: &str = "<numFmt numFmtId=\"164\" formatCode=\"[$$-409]#,##0.00\"/>";

    #[test]
    fn formats_are_added_at_the_ends_and_counted() {
        let cells = CELLS.replace("\"2\"", "\"3\"").replace("</cellXfs>", &format!("{NEW_XF}</cellXfs>"));
        let expected = sheet(&format!("<numFmts count=\"1\">{USD}</numFmts>{cells}"));
        for empty in ["", "<numFmts count=\"0\"></numFmts>", "<numFmts count=\"0\"/>"] {
            assert_eq!(extended(&sheet(&format!("{empty}{CELLS}")), &[Currency::Usd]), (expected.clone(), vec![2]));
        }
        let known = "<numFmts count=\"1\"><numFmt numFmtId=\"190\" formatCode=\"0\"/></numFmts>";
        let (text, formats) = extended(&sheet(&format!("{known}{CELLS}")), &[Currency::Jpy, Currency::Eur]);
        assert!(text.contains("<numFmts count=\"3\"><numFmt numFmtId=\"190\""), "{text}");
        assert!(text.contains("numFmtId=\"191\" formatCode=\"[$¥-411]#,##0\""), "{text}");
        assert!(text.contains("<xf numFmtId=\"192\" fontId=\"3\""), "{text}");
        assert_eq!(formats, [2, 3]);
    }

    #[test]
    fn formats_that_are_there_are_used_again() {
        let (once, formats) = extended(&sheet(CELLS), &[Currency::Usd, Currency::Usd]);
        assert_eq!(formats, [2, 2]);
        assert_eq!(extend(&once, &[Currency::Usd]), Ok(Extended { text: None, formats: vec![2] }));
    }

    #[test]
    fn prefixes_are_kept() {
        let prefixed =
            sheet(CELLS).replace("</", "</x:").replace("<x", "<x:x").replace("<c", "<x:c").replace("<s", "<x:s");
        let (text, _) = extended(&prefixed, &[Currency::Usd]);
        for added in ["<x:numFmts count=\"1\"><x:numFmt ", "/></x:numFmts>", "<x:xf numFmtId=\"164\""] {
            assert!(text.contains(added), "{added} in {text}");
        }
    }

    #[test]
    fn styles_that_contradict_themselves_are_left_alone() {
        for odd in ["", "<cellXfs/>", "<cellXfs count=\"0\"></cellXfs>", "<cellXfs count=\"7\"><xf/></cellXfs>"] {
            assert!(extend(&sheet(odd), &[Currency::Usd]).is_err(), "{odd}");
        }
        assert!(extend("<cellXfs><xf/></cellXfs>", &[Currency::Usd]).is_err());
        assert!(extend("", &[Currency::Usd]).is_err());
    }
}
