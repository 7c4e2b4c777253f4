//! The widths of columns (`<cols>`): the new columns get their own, whatever covered them before.

use super::edits::Edits;
use super::plan::Place;
use crate::workbook::worksheet::cell_ref::parse_number;
use crate::workbook::worksheet::tags::{Kind, Step, Tag, Walk};
use std::ops::Range;

/// Widest column in characters.
const MAX_WIDTH: f64 = 255.0;

/// A `<col>` and the columns it covers, counted from 1.
struct Col<'a> {
    place: Range<usize>,
    tag: Tag<'a>,
    min: u32,
    max: u32,
}

/// Adds to `edits` what gives `places`, which stand side by side, their widths. `head` is the sheet up to its rows,
/// which begin at `sheet_data` with a tag of this `prefix`.
pub(super) fn add_widths(edits: &mut Edits<'_>, head: &[u8], sheet_data: usize, prefix: &[u8], places: &[&Place]) {
    let Some(list) = Walk::new(head).find(|step| step.begins(1, "cols")) else {
        let elements = [tag("<", prefix, "cols>"), new_elements(&[], prefix, places), tag("</", prefix, "cols>")];
        edits.insert(sheet_data, elements.concat());
        return;
    };
    if list.kind == Kind::Empty {
        let close = tag("</", list.tag.prefix(), "cols>");
        let elements = [list.tag.opened(), new_elements(&[], list.tag.prefix(), places), close];
        edits.replace(list.start..list.end, elements.concat());
        return;
    }
    let Some((cols, list_end)) = read_cols(head, &list) else { return };
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return };
    let (first, last) = (first.column + 1, last.column + 1);
    let mut elements = Some(new_elements(&cols, list.tag.prefix(), places));
    for col in cols.iter().filter(|col| col.min <= last && col.max >= first) {
        let mut parts = Vec::new();
        if col.min < first {
            parts.extend_from_slice(&with_range(col.tag, col.min, first - 1));
        }
        parts.append(&mut elements.take().unwrap_or_default());
        if col.max > last {
            parts.extend_from_slice(&with_range(col.tag, last + 1, col.max));
        }
        edits.replace(col.place.clone(), parts);
    }
    if let Some(elements) = elements {
        let next = cols.iter().find(|col| col.min > last);
        edits.insert(next.map_or(list_end, |col| col.place.start), elements);
    }
}

/// The `<col>` elements of `list`, and where its end tag begins; `None` when one is not understood.
fn read_cols<'a>(head: &'a [u8], list: &Step<'a>) -> Option<(Vec<Col<'a>>, usize)> {
    let mut cols: Vec<Col<'a>> = Vec::new();
    for step in Walk::new(head).skip_while(|step| step.start <= list.start) {
        if step.ends(list) {
            return Some((cols, step.start));
        }
        if step.begins(2, "col") {
            let (min, max) = (parse_number(step.tag.attribute("min")?)?, parse_number(step.tag.attribute("max")?)?);
            cols.push(Col { place: step.start..step.end, tag: step.tag, min, max });
        } else if step.kind == Kind::End && step.depth == 2 {
            cols.last_mut()?.place.end = step.end;
        }
    }
    None
}

/// A `<col>` for each of `places`; what covered it lends its format, but not its being hidden or grouped.
fn new_elements(cols: &[Col<'_>], prefix: &[u8], places: &[&Place]) -> Vec<u8> {
    let plain = tag("<", prefix, "col/>");
    let mut out = Vec::new();
    for place in places {
        let number = place.column + 1;
        let covering = cols.iter().find(|col| (col.min..=col.max).contains(&number));
        let mut element = covering.map_or_else(|| plain.clone(), |col| col.tag.closed());
        for dropped in ["hidden", "collapsed", "outlineLevel", "bestFit", "phonetic"] {
            element = Tag::of(&element).without(dropped);
        }
        element = with_range(Tag::of(&element), number, number);
        element = Tag::of(&element).with("width", width(place.width).as_bytes());
        out.append(&mut Tag::of(&element).with("customWidth", b"1"));
    }
    out
}

fn with_range(col: Tag<'_>, min: u32, max: u32) -> Vec<u8> {
    let element = col.closed();
    let element = Tag::of(&element).with("min", min.to_string().as_bytes());
    Tag::of(&element).with("max", max.to_string().as_bytes())
}

fn width(characters: f64) -> String {
    let characters = if characters.is_finite() { characters.clamp(1.0, MAX_WIDTH) } else { 10.0 };
    let hundredths = (characters * 100.0).round();
    format!("{}", hundredths / 100.0)
}

fn tag(open: &str, prefix: &[u8], rest: &str) -> Vec<u8> {
    [open.as_bytes(), prefix, rest.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head with widths for the columns `first` and the next one.
    fn widened(head: &str, first: u32) -> String {
        let places = [first, first + 1].map(|column| Place { width: 12.5, ..Place::new_at(0, column, "") });
        let head = format!("<worksheet><sheetPr/>{head}<sheetData>");
        let mut edits = Edits::new(head.as_bytes());
        add_widths(&mut edits, head.as_bytes(), head.len() - 11, b"", &[&places[0], &places[1]]);
        let out = String::from_utf8(edits.apply()).unwrap();
        out.strip_prefix("<worksheet><sheetPr/>").unwrap().strip_suffix("<sheetData>").unwrap().to_owned()
    }

    const C: &str = "<col min=\"3\" max=\"3\" width=\"12.5\" customWidth=\"1\"/>";
    const D: &str = "<col min=\"4\" max=\"4\" width=\"12.5\" customWidth=\"1\"/>";

    #[test]
    fn a_list_is_made_or_filled() {
        assert_eq!(widened("", 2), format!("<cols>{C}{D}</cols>"));
        assert_eq!(widened("<cols/>", 2), format!("<cols>{C}{D}</cols>"));
    }

    #[test]
    fn new_columns_stand_in_order() {
        let (a, z) = ("<col min=\"1\" max=\"2\"></col>", "<col min=\"5\" max=\"9\" hidden=\"1\"/>");
        assert_eq!(widened(&format!("<cols>{a}</cols>"), 2), format!("<cols>{a}{C}{D}</cols>"));
        assert_eq!(widened(&format!("<cols>{a}{z}</cols>"), 2), format!("<cols>{a}{C}{D}{z}</cols>"));
        assert_eq!(widened(&format!("<cols>{z}</cols>"), 2), format!("<cols>{C}{D}{z}</cols>"));
    }

    #[test]
    fn a_range_that_covers_them_is_split() {
        let whole = "<cols><col min=\"2\" max=\"16384\" width=\"3\" style=\"5\" hidden=\"1\"/></cols>";
        let expected = "<cols><col min=\"2\" max=\"2\" width=\"3\" style=\"5\" hidden=\"1\"/>\
            <col min=\"3\" max=\"3\" width=\"12.5\" style=\"5\" customWidth=\"1\"/>\
            <col min=\"4\" max=\"4\" width=\"12.5\" style=\"5\" customWidth=\"1\"/>\
            <col min=\"5\" max=\"16384\" width=\"3\" style=\"5\" hidden=\"1\"/></cols>";
        assert_eq!(widened(whole, 2), expected);
    }

    #[test]
    fn two_ranges_that_meet_in_them_are_cut_back() {
        let two = "<cols><col min=\"1\" max=\"3\" width=\"3\"></col><col min=\"4\" max=\"6\" width=\"7\"/></cols>";
        let expected = "<cols><col min=\"1\" max=\"2\" width=\"3\"/>\
            <col min=\"3\" max=\"3\" width=\"12.5\" customWidth=\"1\"/>\
            <col min=\"4\" max=\"4\" width=\"12.5\" customWidth=\"1\"/>\
            <col min=\"5\" max=\"6\" width=\"7\"/></cols>";
        assert_eq!(widened(two, 2), expected);
    }

    #[test]
    fn a_list_that_is_not_understood_stays() {
        let odd = "<cols><col min=\"x\" max=\"3\"/></cols>";
        assert_eq!(widened(odd, 2), odd);
    }

    #[test]
    fn widths_are_within_what_a_sheet_allows() {
        assert_eq!(width(12.345), "12.35");
        assert_eq!(width(1e300), "255");
        assert_eq!(width(f64::NAN), "10");
    }
}
