//! Damaged sheets: no crash, no hang, and never other cells in quick reading than in careful reading.

use super::STRINGS;
use crate::support::random::Random;
use crate::workbook::probe::{shared_strings, sheet_cells};

const SHEET: &str = "<?xml version=\"1.0\"?>\n<worksheet xmlns=\"n\"><dimension ref=\"A1:C9\"/><sheetData>\
    <row r=\"1\" spans=\"1:3\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>12.5</v></c></row>\
    <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a &amp; b</t></is></c>\
    <c r=\"B2\" t=\"str\"><f>A1&amp;\"x\"</f><v>zerox</v></c><c r=\"C2\" t=\"b\"><v>1</v></c></row><row r=\"3\"/>\
    <row r=\"4\"><c r=\"A4\" t=\"e\"><v>#N/A</v></c><!-- </row> --><c r=\"B4\"><v>7</v></c></row>\
    <row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><is><r><t>rich </t></r><r><t><![CDATA[</row>]]></t></r></is></c></row>\
    <row r=\"7\"><c r='B7' t = 's'><v>3</v></c><c><v>1</v></c></row></sheetData><extLst><ext/></extLst></worksheet>";
const TEXTS: &str = "<sst count=\"4\" uniqueCount=\"4\"><si><t>one</t></si><si><r><t>two</t></r><rPh><t>x</t></rPh></si>\
    <si><t xml:space=\"preserve\"> &lt;3 _x0041_</t></si><!-- </si> --><si/></sst>";

/// `text` as a usual program writes it, or with what needs care.
fn usual_or_odd(text: &str, is_odd: bool) -> String {
    if is_odd {
        return text.to_owned();
    }
    let text = text.replace("<!-- </row> -->", "").replace("<!-- </si> -->", "").replace("<![CDATA[</row>]]>", "cut");
    text.replace("<row r=\"7\"><c r='B7' t = 's'>", "<row r=\"7\"><c r=\"B7\" t=\"s\">")
}

/// Pieces that break things where they do not belong.
const PIECES: [&str; 16] = [
    "<row>",
    "</row>",
    "<c>",
    "</c>",
    "<v>",
    "</v>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<si>",
    "</si>",
    "\"",
    "<",
    "&",
    "</sheetData>",
];

/// `bytes` with a few damages that `random` chooses.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let spot = |random: &mut Random, length: usize| random.below(length as u32 + 1) as usize;
    for _ in 0..=random.below(3) {
        let at = spot(random, bytes.len());
        let to = (at + 1 + spot(random, 40)).min(bytes.len());
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let slice = bytes[at..to].to_vec();
                let into = spot(random, bytes.len());
                bytes.splice(into..into, slice);
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len() as u32) as usize];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

#[test]
fn damage_is_told_or_read_alike_in_every_way() {
    let (mut same, mut refused, mut quick_ones) = (0, 0, 0);
    for seed in 0..6_000 {
        let mut random = Random::new(seed, 1);
        let xml = damaged(usual_or_odd(SHEET, seed % 4 == 0).as_bytes(), &mut random);
        let chunk = 1 + random.below(300) as usize;
        let careful = sheet_cells(&xml, &STRINGS, true, chunk).unwrap().ok();
        let whole = sheet_cells(&xml, &STRINGS, true, 1 << 18).unwrap().ok();
        assert_eq!(careful, whole, "{seed}: {}", String::from_utf8_lossy(&xml));
        if let Some(Ok(quick)) = sheet_cells(&xml, &STRINGS, false, chunk) {
            assert_eq!(Some(quick), careful, "{seed}: {}", String::from_utf8_lossy(&xml));
            quick_ones += 1;
        }
        if careful.is_some() { same += 1 } else { refused += 1 }
    }
    assert!(same > 250 && refused > 500 && quick_ones > 50, "{same} read, {refused} refused, {quick_ones} quickly");
}

#[test]
fn damaged_strings_are_told_or_read_alike_in_every_way() {
    let mut quick_ones = 0;
    for seed in 0..6_000 {
        let mut random = Random::new(seed, 2);
        let xml = damaged(usual_or_odd(TEXTS, seed % 4 == 0).as_bytes(), &mut random);
        let chunk = 1 + random.below(100) as usize;
        let careful = shared_strings(&xml, true, chunk).unwrap().ok();
        if let Some(Ok(quick)) = shared_strings(&xml, false, chunk) {
            assert_eq!(Some(quick), careful, "{seed}: {}", String::from_utf8_lossy(&xml));
            quick_ones += 1;
        }
    }
    assert!(quick_ones > 50, "{quick_ones} quickly");
}

/// A sheet of `head`, so many times `piece`, and `tail`.
fn repeated(head: &str, piece: &str, count: usize, tail: &str) -> Vec<u8> {
    [head, &piece.repeat(count), tail].concat().into_bytes()
}

#[test]
fn endless_things_end() {
    let head = "<worksheet><sheetData>";
    let tail = "</sheetData></worksheet>";
    let closed = format!("</v></c></row>{tail}");
    let million = 1_000_000;
    for (name, xml) in [
        ("a tag", repeated(&format!("{head}<row r=\"1"), "0", 40 * million, "")),
        ("an attribute", repeated(&format!("{head}<row r=\"1\" a='"), "<", 40 * million, "")),
        ("a text", repeated(&format!("{head}<row r=\"1\"><c t=\"str\"><v>"), "a", 40 * million, &closed)),
        ("a comment", repeated(&format!("{head}<!--"), "a", 40 * million, "")),
        ("rows that count themselves", repeated(head, "<row/>", 2 * million, tail)),
        ("starts", repeated(head, "<row>", 4 * million, "")),
        ("starts in a cell", repeated(&format!("{head}<row r=\"1\"><c r=\"A1\">"), "<v>", 4 * million, "")),
        ("ampersands", repeated(&format!("{head}<row r=\"1\"><c t=\"str\"><v>"), "&", 4 * million, &closed)),
    ] {
        for is_careful in [false, true] {
            let read = sheet_cells(&xml, &STRINGS, is_careful, 1 << 18);
            assert!(!matches!(read, Some(Ok(_))), "{name}");
        }
    }
    let empty = repeated(head, "<row r=\"1\"/>", 900_000, tail);
    assert_eq!(sheet_cells(&empty, &STRINGS, true, 1 << 18).unwrap().unwrap(), Vec::new());
    let many = repeated(head, "<row r=\"1\"/>", 1_100_000, tail);
    assert!(sheet_cells(&many, &STRINGS, true, 1 << 18).unwrap().is_err(), "more rows than a sheet has");
}
