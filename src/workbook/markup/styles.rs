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

/// A cell format that is to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The number of the format that it is to be like.
    pub(super) base: u32,
    /// In what it differs.
    pub(super) change: Change,
}

/// How a cell format differs from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Numbers are amounts of a currency.
    Amount(Currency),
    /// What looks like a formula stays text, also when somebody edits the cell.
    Quoted,
}

/// Styles with the formats wanted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Extended {
    /// The part's new text; `None` when all formats were there.
    pub(super) text: Option<Vec<u8>>,
    /// The number of each format wanted; `None` when there is no such base.
    pub(super) formats: Vec<Option<usize>>,
}

/// How a spreadsheet shows amounts; the signs do not depend on the reader's own currency.
pub(in crate::workbook) fn format_code(currency: Currency) -> &'static str {
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
    /// The cell formats.
    cells: Vec<CellFormat<'a>>,
}

/// A cell format: its tag, and all that follows it up to its end.
#[derive(Debug, Clone, Copy)]
struct CellFormat<'a> {
    tag: Tag<'a>,
    rest: &'a [u8],
}

/// The attributes in the order of their names, and what follows the tag.
type Meaning<'a> = (Vec<(&'a [u8], &'a [u8])>, &'a [u8]);

impl CellFormat<'_> {
    /// Equal for formats that mean the same; their attributes may stand in another order.
    fn meaning(&self) -> Meaning<'_> {
        let mut attributes: Vec<_> = self.tag.attribute_pairs().collect();
        attributes.sort_unstable();
        (attributes, self.rest)
    }
}

/// The styles of `text` with all formats `wanted`; those that are there are used again, and none is renumbered.
///
/// # Errors
/// Styles that contradict themselves.
pub(super) fn extend(text: &str, wanted: &[Wanted]) -> Result<Extended, OddStyles> {
    let bytes = text.as_bytes();
    let mut lists = read(bytes)?;
    let mut edits = Edits::new(bytes);
    let mut new_numbers = Vec::new();
    let mut new_cells: Vec<(Vec<u8>, &[u8])> = Vec::new();
    let mut formats = Vec::with_capacity(wanted.len());
    for Wanted { base, change } in wanted {
        let Some(base) = lists.cells.get(*base as usize).copied() else {
            formats.push(None);
            continue;
        };
        let tag = match change {
            Change::Amount(currency) => {
                let id = number_format_id(&mut lists, format_code(*currency), &mut new_numbers).to_string();
                let tag = base.tag.with("numFmtId", id.as_bytes());
                let tag = Tag::of(&tag).with("applyNumberFormat", b"1");
                Tag::of(&tag).without("quotePrefix")
            }
            Change::Quoted => base.tag.with("quotePrefix", b"1"),
        };
        let format = CellFormat { tag: Tag::of(&tag), rest: base.rest };
        let new = new_cells.iter().map(|(tag, rest)| CellFormat { tag: Tag::of(tag), rest });
        let same = lists.cells.iter().copied().chain(new).position(|known| known.meaning() == format.meaning());
        formats.push(Some(same.unwrap_or(lists.cells.len() + new_cells.len())));
        if same.is_none() {
            new_cells.push((tag, base.rest));
        }
    }
    if lists.cells.len() + new_cells.len() > MAX_CELL_FORMATS {
        return Err(OddStyles("the workbook has as many cell formats as it can"));
    }
    add_number_formats(&mut edits, &lists, &new_numbers);
    if !new_cells.is_empty() {
        let list = &lists.cell_formats;
        let count = (lists.cells.len() + new_cells.len()).to_string();
        edits.replace(list.start..list.end, list.tag.with("count", count.as_bytes()));
        let elements: Vec<u8> = new_cells.iter().flat_map(|(tag, rest)| tag.iter().chain(*rest).copied()).collect();
        edits.insert(lists.cell_formats_end, elements);
    }
    let text = (!edits.is_empty()).then(|| edits.apply());
    Ok(Extended { text, formats })
}

/// The id of the number format `code`, which is added to `new` when there is none.
fn number_format_id(lists: &mut Lists<'_>, code: &str, new: &mut Vec<Vec<u8>>) -> u32 {
    if let Some((id, _)) = lists.known_formats.iter().find(|(_, known)| known == code) {
        return *id;
    }
    let id = lists.known_formats.iter().map(|(id, _)| *id).fold(LAST_BUILT_IN_FORMAT, u32::max) + 1;
    new.push(number_format(lists.root.tag.prefix(), id, code));
    lists.known_formats.push((id, code.to_owned()));
    id
}

fn read(bytes: &[u8]) -> Result<Lists<'_>, OddStyles> {
    const NO_STYLES: OddStyles = OddStyles("no list of cell formats");
    let mut root = None;
    let (mut number_formats, mut number_formats_end, mut known_formats) = (None::<Step<'_>>, 0, Vec::new());
    let (mut cell_formats, mut cell_formats_end, mut cells) = (None::<Step<'_>>, 0, Vec::new());
    let mut list: &[u8] = b"";
    let mut open_cell: Option<Step<'_>> = None;
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
                let before = match step.tag.local_name() {
                    b"numFmts" => number_formats.replace(step),
                    b"cellXfs" => cell_formats.replace(step),
                    _ => None,
                };
                if before.is_some() {
                    return Err(OddStyles("a list of formats that stands there twice"));
                }
            }
            (Kind::Start | Kind::Empty, 2) if list == b"numFmts" => {
                let id = step.tag.attribute("numFmtId").and_then(parse_number);
                let id = id.ok_or(OddStyles("a number format without a number"))?;
                known_formats.push((id, step.tag.attribute_str("formatCode").map(attribute_text).unwrap_or_default()));
            }
            (Kind::Empty, 2) if list == b"cellXfs" => cells.push(CellFormat { tag: step.tag, rest: &[] }),
            (Kind::Start, 2) if list == b"cellXfs" => open_cell = Some(step),
            (Kind::End, 2) => {
                if let Some(start) = open_cell.take() {
                    let rest = bytes.get(start.end..step.end).unwrap_or(&[]);
                    cells.push(CellFormat { tag: start.tag, rest });
                }
            }
            _ => {}
        }
    }
    let root = root.ok_or(NO_STYLES)?;
    let cell_formats = cell_formats.filter(|list| list.kind == Kind::Start && cell_formats_end > 0).ok_or(NO_STYLES)?;
    if cells.is_empty() {
        return Err(OddStyles("no default cell format"));
    }
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

    fn amounts(currencies: &[Currency]) -> Vec<Wanted> {
        currencies.iter().map(|currency| Wanted { base: 0, change: Change::Amount(*currency) }).collect()
    }

    fn extended(text: &str, wanted: &[Wanted]) -> (String, Vec<usize>) {
        let extended = extend(text, wanted).unwrap();
        let text = extended.text.map_or_else(|| text.to_owned(), |text| String::from_utf8(text).unwrap());
        (text, extended.formats.into_iter().map(Option::unwrap).collect())
    }

    const NEW_XF: &str =
        "<xf numFmtId=\"164\" fontId=\"3\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>";
    const USD: &str = "<numFmt numFmtId=\"164\" formatCode=\"[$$-409]#,##0.00\"/>";

    #[test]
    fn formats_are_added_at_the_ends_and_counted() {
        let cells = CELLS.replace("\"2\"", "\"3\"").replace("</cellXfs>", &format!("{NEW_XF}</cellXfs>"));
        let expected = sheet(&format!("<numFmts count=\"1\">{USD}</numFmts>{cells}"));
        for empty in ["", "<numFmts count=\"0\"></numFmts>", "<numFmts count=\"0\"/>"] {
            assert_eq!(
                extended(&sheet(&format!("{empty}{CELLS}")), &amounts(&[Currency::Usd])),
                (expected.clone(), vec![2])
            );
        }
        let known = "<numFmts count=\"1\"><numFmt numFmtId=\"190\" formatCode=\"0\"/></numFmts>";
        let (text, formats) = extended(&sheet(&format!("{known}{CELLS}")), &amounts(&[Currency::Jpy, Currency::Eur]));
        assert!(text.contains("<numFmts count=\"3\"><numFmt numFmtId=\"190\""), "{text}");
        assert!(text.contains("numFmtId=\"191\" formatCode=\"[$¥-411]#,##0\""), "{text}");
        assert!(text.contains("<xf numFmtId=\"192\" fontId=\"3\""), "{text}");
        assert_eq!(formats, [2, 3]);
    }

    #[test]
    fn formats_that_are_there_are_used_again() {
        let (once, formats) = extended(&sheet(CELLS), &amounts(&[Currency::Usd, Currency::Usd]));
        assert_eq!(formats, [2, 2]);
        assert_eq!(extend(&once, &amounts(&[Currency::Usd])), Ok(Extended { text: None, formats: vec![Some(2)] }));
    }

    #[test]
    fn a_format_is_like_its_base_but_for_what_was_wanted() {
        let quoted = |base: u32| Wanted { base, change: Change::Quoted };
        let amount = Wanted { base: 1, change: Change::Amount(Currency::Usd) };
        let (once, formats) = extended(&sheet(CELLS), &[quoted(1), amount, quoted(1)]);
        assert_eq!(formats, [2, 3, 2]);
        let xf = |attributes: &str| format!("<xf {attributes}><alignment/></xf>");
        let added = xf("numFmtId=\"9\" fontId=\"1\" quotePrefix=\"1\"")
            + &xf("numFmtId=\"164\" fontId=\"1\" applyNumberFormat=\"1\"");
        assert!(once.contains(&format!("{added}</cellXfs>")), "{once}");
        assert!(once.contains("<cellXfs count=\"4\">"), "{once}");
        // An amount is no text, and what is there in another order is there.
        let amount_of_quoted = Wanted { base: 2, change: Change::Amount(Currency::Usd) };
        let turned = once.replace("numFmtId=\"164\" fontId=\"1\"", "fontId=\"1\" numFmtId=\"164\"");
        let again = extend(&turned, &[amount_of_quoted, quoted(2), quoted(9)]).unwrap();
        assert_eq!(again, Extended { text: None, formats: vec![Some(3), Some(2), None] });
    }

    #[test]
    fn prefixes_are_kept() {
        let prefixed =
            sheet(CELLS).replace("</", "</x:").replace("<x", "<x:x").replace("<c", "<x:c").replace("<s", "<x:s");
        let (text, _) = extended(&prefixed, &amounts(&[Currency::Usd]));
        for added in ["<x:numFmts count=\"1\"><x:numFmt ", "/></x:numFmts>", "<x:xf numFmtId=\"164\""] {
            assert!(text.contains(added), "{added} in {text}");
        }
    }

    #[test]
    fn styles_that_contradict_themselves_are_left_alone() {
        let twice = "<cellXfs><xf/></cellXfs>".repeat(2);
        for odd in ["", "<cellXfs/>", "<cellXfs count=\"0\"></cellXfs>", "<cellXfs count=\"7\"><xf/></cellXfs>", &twice]
        {
            assert!(extend(&sheet(odd), &amounts(&[Currency::Usd])).is_err(), "{odd}");
        }
        assert!(extend("<cellXfs><xf/></cellXfs>", &amounts(&[Currency::Usd])).is_err());
        assert!(extend("", &amounts(&[Currency::Usd])).is_err());
    }
}
