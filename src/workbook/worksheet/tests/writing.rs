//! Small sheets in many ways of writing, and the cells that they hold.

use crate::workbook::place::cell_name;
use crate::workbook::probe::{Cell, Value};
use proptest::prelude::*;
use std::fmt::Write;

/// The shared strings of every sheet.
pub(super) const STRINGS: [&str; 4] = ["zero", "", "two <&>", "三"];

/// What a cell holds.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Nothing,
    Number(f64),
    Text(String),
    Shared(usize),
    Bool(bool),
    Error,
    Iso,
}

/// A row: rows left out before it, how it and what follows it are written, and its cells.
#[derive(Debug, Clone)]
pub(super) struct Row {
    gap: u32,
    writing: u8,
    behind: u8,
    cells: Vec<(u32, u8, Content)>,
}

/// A sheet; with `odd` ways of writing that cannot be read in stretches.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    odd: bool,
    prefixed: bool,
    rows: Vec<Row>,
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        Just(Content::Nothing),
        (-9999_i32..9999).prop_map(|number| Content::Number(f64::from(number))),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Content::Number),
        proptest::collection::vec(
            prop_oneof![
                Just("a"),
                Just("<&>\"'"),
                Just(" "),
                Just("\n"),
                Just("三"),
                Just("_x0041_"),
                Just("]]"),
                Just("_x")
            ],
            0..5
        )
        .prop_map(|pieces| Content::Text(pieces.concat())),
        (0..STRINGS.len()).prop_map(Content::Shared),
        any::<bool>().prop_map(Content::Bool),
        Just(Content::Error),
        Just(Content::Iso),
    ]
}

/// Sheets that a strategy draws.
pub(super) fn sheets() -> impl Strategy<Value = Sheet> {
    let cell = (0_u32..3, any::<u8>(), content());
    let row = (0_u32..3, any::<u8>(), any::<u8>(), proptest::collection::vec(cell, 0..5));
    let row = row.prop_map(|(gap, writing, behind, cells)| Row { gap, writing, behind, cells });
    (any::<bool>(), any::<bool>(), proptest::collection::vec(row, 0..12)).prop_map(|(odd, prefixed, rows)| Sheet {
        odd,
        prefixed,
        rows,
    })
}

/// A sheet written down.
pub(super) struct Written {
    /// The part.
    pub(super) xml: String,
    /// What it holds.
    pub(super) cells: Vec<Cell>,
    /// Whether it must be possible to read it in stretches.
    pub(super) is_quick: bool,
}

impl Sheet {
    /// The sheet as it is written, and what it holds.
    pub(super) fn write(&self) -> Written {
        let x = if self.prefixed { "x:" } else { "" };
        let mut written = Written { xml: String::new(), cells: Vec::new(), is_quick: !self.odd };
        let xml = &mut written.xml;
        write!(xml, "<{x}worksheet xmlns='n'><{x}cols><{x}col min='1'/></{x}cols><{x}sheetData a='>'>").unwrap();
        let mut number = 0;
        for row in &self.rows {
            number += row.gap + 1;
            self.write_row(row, number, &mut written);
        }
        let xml = &mut written.xml;
        writeln!(xml, "</{x}sheetData ><{x}extLst><{x}row/></{x}extLst></{x}worksheet>").unwrap();
        written
    }

    fn write_row(&self, row: &Row, number: u32, written: &mut Written) {
        let x = if self.prefixed { "x:" } else { "" };
        let mut y = x;
        let ways = if self.odd { 10 } else { 7 };
        let tag = match row.writing % ways {
            0 | 1 => format!("row r=\"{number}\""),
            2 => format!("row r=\"{number}\" spans=\"1:3\" ht='15'"),
            3 => format!("row spans=\"1:3\" r='{number}'"),
            4 => format!("row\n r = \"{number}\" x=\">\""),
            5 => format!("row r=\"{number:03}\""),
            6 => format!("row x:r=\"9\" r=\" {number} \""),
            7 if row.gap == 0 => "row".to_owned(),
            8 => format!("row r=\"{number}\" x=\"/{x}row>c/>\""),
            9 => {
                y = "other:";
                format!("row r=\"{number}\"")
            }
            _ => format!("row r=\"{number}\""),
        };
        let mut content = String::new();
        let mut next = 0;
        for (gap, writing, cell) in &row.cells {
            let column = next + gap;
            self.write_cell(&mut content, (number, column, column == next), *writing, cell, &mut written.cells);
            next = column + 1;
        }
        let xml = &mut written.xml;
        match (content.is_empty(), row.writing % 3) {
            (true, 0) => write!(xml, "<{y}{tag}/>"),
            (true, 1) => write!(xml, "<{y}{tag} />"),
            (_, 2) => write!(xml, "<{y}{tag}>\r\n  {content}</{y}row\n>"),
            _ => write!(xml, "<{y}{tag}>{content}</{y}row>"),
        }
        .unwrap();
        let ways = if self.odd { 8 } else { 4 };
        xml.push_str(&match row.behind % ways {
            0 | 1 => String::new(),
            2 => "\r\n ".to_owned(),
            3 => format!("<{x}later r='1'><{x}c r='A1'><{x}v>1</{x}v></{x}c></{x}later>"),
            4 => format!("<!-- </{x}row> <{x}row r='1'> -->"),
            5 => format!("<?do </{x}row> <{x}c r='A1'>?>"),
            6 => format!("<![CDATA[</{x}row></{x}sheetData>]]>"),
            _ => format!("<!----><{x}later b='/{x}row>'/>"),
        });
    }

    fn write_cell(
        &self,
        xml: &mut String,
        (row, column, is_next): (u32, u32, bool),
        writing: u8,
        cell: &Content,
        cells: &mut Vec<Cell>,
    ) {
        let x = if self.prefixed { "x:" } else { "" };
        let name = cell_name(column, row);
        let ways = if self.odd { 8 } else { 6 };
        let way = writing % ways;
        let (kind, body, value) = self.body(cell, writing);
        let kind = kind.map(|kind| format!(" t=\"{kind}\"")).unwrap_or_default();
        let start = match way {
            0 | 1 => format!("c r=\"{name}\" s=\"2\"{kind}"),
            2 => format!("c{kind} r=\"{name}\""),
            3 => format!("c\n\tr = '{name}'{kind} cm=\"1\""),
            4 if is_next => format!("c{kind}"),
            5 => format!("c r=\"{}\"{kind} ", name.to_lowercase()),
            6 => format!("c a='/{x}c>' r=\"{name}\"{kind}"),
            _ => format!("c r=\"{name}\"{kind}"),
        };
        match (body.is_empty(), way) {
            (true, 0) => write!(xml, "<{x}{start}/>"),
            (_, 7) => write!(xml, "<!-- </{x}c></{x}row> --><{x}{start}><?x?>{body}<!--y--></{x}c>"),
            (_, 3) => write!(xml, "<{x}{start}>\n<{x}f t='shared'>A1&gt;2</{x}f>{body} </{x}c >"),
            (_, 2) => write!(xml, "<{x}{start}><{x}f/>{body}<{x}extLst><{x}v>8</{x}v></{x}extLst></{x}c>"),
            _ => write!(xml, "<{x}{start}>{body}</{x}c>"),
        }
        .unwrap();
        cells.extend(value.map(|value| (row - 1, column, value)));
    }

    /// The type, the elements inside, and what they mean.
    fn body(&self, cell: &Content, writing: u8) -> (Option<&'static str>, String, Option<Value>) {
        let x = if self.prefixed { "x:" } else { "" };
        let way = writing / 8 % 4;
        let v = |text: &str| match way {
            1 => format!("<{x}v>\n {text} </{x}v>"),
            2 => format!("<{x}v xml:space='preserve'>{text}</{x}v>"),
            3 if self.odd => format!("<{x}v>{text}<!-- </{x}row> --></{x}v>"),
            _ => format!("<{x}v>{text}</{x}v>"),
        };
        match cell {
            Content::Nothing => {
                let (kind, body) = match way {
                    0 => (None, String::new()),
                    1 => (None, format!("<{x}v/>")),
                    2 => (Some("s"), format!("<{x}v></{x}v>")),
                    _ => (Some("inlineStr"), format!("<{x}is><{x}t/></{x}is>")),
                };
                (kind, body, None)
            }
            Content::Number(number) => {
                let text = if writing.is_multiple_of(2) { format!("{number}") } else { format!("{number:E}") };
                (if way == 1 { Some("n") } else { None }, v(&text), Some(Value::Number(*number)))
            }
            Content::Bool(flag) => {
                let text = if writing.is_multiple_of(2) { format!("{flag}") } else { u8::from(*flag).to_string() };
                (Some("b"), v(&text), Some(Value::Bool(*flag)))
            }
            Content::Error => (Some("e"), v("#N/A"), Some(Value::Error)),
            Content::Iso => (Some("d"), v("2026-01-02"), Some(Value::Text("2026-01-02".to_owned()))),
            Content::Shared(id) => {
                let text = STRINGS[*id];
                let value = (!text.is_empty()).then(|| Value::Text(text.to_owned()));
                (Some("s"), v(&id.to_string()), value)
            }
            Content::Text(text) => self.text(text, writing),
        }
    }

    fn text(&self, text: &str, writing: u8) -> (Option<&'static str>, String, Option<Value>) {
        let x = if self.prefixed { "x:" } else { "" };
        let mut escaped = Vec::new();
        crate::workbook::markup::push_escaped(&mut escaped, text);
        let escaped = String::from_utf8(escaped).unwrap();
        let trimmed = text.trim_matches([' ', '\n']);
        let kept = Some(Value::Text(text.to_owned())).filter(|_| !text.is_empty());
        let cut = Some(Value::Text(trimmed.to_owned())).filter(|_| !trimmed.is_empty());
        match writing / 8 % 6 {
            0 => (Some("str"), format!("<{x}v>{escaped}</{x}v>"), kept),
            1 => (Some("inlineStr"), format!("<{x}is><{x}t>{escaped}</{x}t></{x}is>"), cut),
            2 => (
                Some("inlineStr"),
                format!(
                    "<{x}is><{x}r><{x}rPr/><{x}t xml:space='preserve'>{escaped}</{x}t></{x}r><{x}rPh sb='0'><{x}t>no\
                     </{x}t></{x}rPh><{x}r><{x}t>!</{x}t></{x}r></{x}is>"
                ),
                Some(Value::Text(format!("{text}!"))),
            ),
            3 if self.odd && !text.contains("]]") && !text.contains("_x") => (
                Some("inlineStr"),
                format!("<{x}is><{x}t xml:space=\"preserve\">(<![CDATA[{text}]]>&#x3e;)</{x}t></{x}is>"),
                Some(Value::Text(format!("({text}>)"))),
            ),
            _ => (Some("inlineStr"), format!("<{x}is><{x}t xml:space=\"preserve\">{escaped}</{x}t></{x}is>"), kept),
        }
    }
}
