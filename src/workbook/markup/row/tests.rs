use super::super::MarkColumn;
use super::*;

/// Values of row 5, by mark; other rows are none of ours.
struct Row5([MarkValue<'static>; 2]);

impl Marks for Row5 {
    fn columns(&self) -> &[MarkColumn] {
        &[]
    }

    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        if row == 5 { self.0[column].clone() } else { MarkValue::Keep }
    }
}

const AMOUNT: MarkValue<'static> = MarkValue::Money(Money::ZERO);

/// Marks in columns C and D below a header in row 4.
fn plan(is_new: bool) -> Plan {
    let mut places = vec![Place::new_at(0, 2, "Cell"), Place::new_at(1, 3, "Revenue")];
    for place in &mut places {
        (place.is_new, place.writes_header) = (is_new, is_new);
    }
    places[1].amounts.add(0, 9);
    places[1].amounts.add(3, 10);
    let mut plan = Plan { header_row: 4, places, edge: 1, header_neighbour: Some(1), ..Plan::default() };
    plan.totals_rows = Some(8..=8);
    plan.quoted.add(0, 20);
    plan.quoted.add(3, 21);
    plan
}

fn marked_with(plan: &Plan, values: [MarkValue<'static>; 2], text: &str) -> Result<(String, Tally), RowProblem> {
    let marks = Row5(values);
    let bytes = text.as_bytes();
    let tag = next_token(bytes, 0).unwrap();
    let close = if tag.kind == Kind::Empty { bytes.len() } else { memrchr(b'<', bytes).unwrap() };
    let row = Row {
        whole: bytes,
        tag: tag.tag(bytes),
        cells: &bytes[tag.end..close],
        close: &bytes[close..],
        is_plain: !text.contains("<!"),
    };
    let mut patcher = RowPatcher::new(plan, &marks, row.tag.prefix());
    let mut out = Vec::new();
    patcher.patch(&row, &mut out)?;
    Ok((String::from_utf8(out).unwrap(), patcher.tally()))
}

fn appended(values: [MarkValue<'static>; 2], text: &str) -> String {
    marked_with(&plan(true), values, text).unwrap().0
}

fn replaced(values: [MarkValue<'static>; 2], text: &str) -> String {
    marked_with(&plan(false), values, text).unwrap().0
}

const TEXT: MarkValue<'static> = MarkValue::Text("A1");
const C5: &str = "<c r=\"C5\" t=\"inlineStr\"><is><t>A1</t></is></c>";
const D5: &str = "<c r=\"D5\" s=\"9\"><v>0.00</v></c>";

#[test]
fn marks_stand_behind_the_last_cell() {
    let row = "<row ht='9' spans=\"1:2\" r='5'><c r='A5'><v>1</v></c></row>";
    let expected = format!("<row ht='9' spans=\"1:4\" r='5'><c r='A5'><v>1</v></c>{C5}{D5}</row>");
    assert_eq!(appended([TEXT, AMOUNT], row), expected);
    let one = appended([TEXT, MarkValue::Missing], row);
    assert_eq!(one, format!("<row ht='9' spans=\"1:3\" r='5'><c r='A5'><v>1</v></c>{C5}</row>"));
}

#[test]
fn rows_without_marks_stay_byte_for_byte() {
    let row = "<row r='5'  spans='1:1' ><c r='A5'/> </row >";
    assert_eq!(appended([MarkValue::Missing, MarkValue::Text("")], row), row);
    for other in ["<row r='6'><c r='A6'/></row>", "<row r='3'/>", "<row r='8'><c r='A8'/></row>"] {
        assert_eq!(appended([TEXT, AMOUNT], other), other);
    }
}

#[test]
fn totals_and_what_stands_above_the_header_take_no_marks() {
    let row = "<row r='5'><c r='A5'/><c r='C5'><v>1</v></c></row>";
    for plan in [Plan { totals_rows: Some(5..=6), ..plan(false) }, Plan { header_row: 9, ..plan(false) }] {
        assert_eq!(marked_with(&plan, [TEXT, MarkValue::Missing], row).unwrap().0, row);
    }
}

#[test]
fn empty_rows_open_and_prefixes_are_kept() {
    assert_eq!(appended([TEXT, AMOUNT], "<row r='5' ht='3'/>"), format!("<row r='5' ht='3'>{C5}{D5}</row>"));
    assert_eq!(appended([TEXT, AMOUNT], "<row r='5'//>"), format!("<row r='5'>{C5}{D5}</row>"));
    let prefixed = appended([TEXT, MarkValue::Missing], "<x:row r='5'><x:c r='A5'/></x:row>");
    let expected = "<x:row r='5'><x:c r='A5'/><x:c r=\"C5\" t=\"inlineStr\"><x:is><x:t>A1</x:t></x:is></x:c></x:row>";
    assert_eq!(prefixed, expected);
}

#[test]
fn rows_are_numbered_by_themselves_or_their_cells() {
    assert_eq!(appended([TEXT, MarkValue::Missing], "<row><c r='A5'/></row>"), format!("<row><c r='A5'/>{C5}</row>"));
    let unnumbered = "<row><c/></row>";
    assert_eq!(appended([TEXT, AMOUNT], unnumbered), unnumbered);
}

#[test]
fn extensions_and_comments_stay_where_they_are() {
    let row = "<row r='5'><c r='A5'/><!-- <c r='Z5'/> --><extLst><c r='Y5'/></extLst></row>";
    let expected = format!("<row r='5'><c r='A5'/>{C5}{D5}<!-- <c r='Z5'/> --><extLst><c r='Y5'/></extLst></row>");
    assert_eq!(appended([TEXT, AMOUNT], row), expected);
}

#[test]
fn headers_take_the_format_of_their_neighbour() {
    let (row, tally) = marked_with(
        &plan(true),
        [TEXT, AMOUNT],
        "<row r='4'><c r='A4' s='1'/><c r='B4' s='7' t='s'><v>0</v></c></row>",
    )
    .unwrap();
    let header = |name: &str, text: &str| format!("<c r=\"{name}\" s=\"7\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    assert!(row.ends_with(&format!("{}{}</row>", header("C4", "Cell"), header("D4", "Revenue"))), "{row}");
    assert_eq!(tally, Tally { rows: 1, has_header: true, ..Tally::default() });
}

#[test]
fn an_earlier_marking_is_replaced_and_its_formats_stay() {
    let row =
        "<row r='5'><c r='A5'/><c r='C5' s='3' t='s'><v>1</v></c><c r='D5'><v>7</v></c><c r='E5'><v>5</v></c></row>";
    let styled = C5.replace("\"C5\"", "\"C5\" s=\"3\"");
    assert_eq!(
        replaced([TEXT, AMOUNT], row),
        format!("<row r='5'><c r='A5'/>{styled}{D5}<c r='E5'><v>5</v></c></row>")
    );
    assert_eq!(
        replaced([MarkValue::Missing, MarkValue::Missing], row),
        "<row r='5'><c r='A5'/><c r=\"C5\" s=\"3\"/><c r='E5'><v>5</v></c></row>"
    );
    assert_eq!(replaced([MarkValue::Keep, MarkValue::Keep], row), row);
    assert_eq!(replaced([MarkValue::Missing, MarkValue::Missing], "<row r='5'/>"), "<row r='5'/>");
    let holes = "<row r='5'><c r='A5'/><c r='E5'/></row>";
    assert_eq!(replaced([TEXT, AMOUNT], holes), format!("<row r='5'><c r='A5'/>{C5}{D5}<c r='E5'/></row>"));
}

#[test]
fn cells_without_names_keep_their_columns() {
    let row = "<row r='5'><c><v>1</v></c><c/><c><v>3</v></c><c><v>4</v></c><c><v>5</v></c></row>";
    let expected = "<row r='5'><c><v>1</v></c><c/><c r=\"C5\"/><c r=\"D5\"/><c><v>5</v></c></row>";
    assert_eq!(replaced([MarkValue::Missing, MarkValue::Missing], row), expected);
}

#[test]
fn unordered_cells_are_replaced_where_they_stand() {
    let row = "<row r='5'><c r='E5'/><c r='C5'><v>1</v></c></row>";
    assert_eq!(replaced([TEXT, AMOUNT], row), format!("<row r='5'>{D5}<c r='E5'/>{C5}</row>"));
}

#[test]
fn formulas_of_the_user_are_kept() {
    let row = "<row r='5'><c r='C5'><f>1+1</f><v>2</v></c></row>";
    let (text, tally) = marked_with(&plan(false), [TEXT, AMOUNT], row).unwrap();
    assert_eq!(text, format!("<row r='5'><c r='C5'><f>1+1</f><v>2</v></c>{D5}</row>"));
    assert_eq!(tally.formulas_kept, 1);
}

#[test]
fn a_new_column_never_overwrites_anything() {
    for used in ["<c r='D5'><v>1</v></c>", "<c r='C5'><f>1</f></c>"] {
        let row = format!("<row r='5'>{used}</row>");
        assert_eq!(marked_with(&plan(true), [TEXT, AMOUNT], &row).unwrap_err(), RowProblem::Occupied, "{used}");
    }
    let blank = "<row r='5'><c r='A5'/><c r='C5' s='3'/><c r='D5' s='3'/><c r='E5' s='3'/></row>";
    assert_eq!(marked_with(&plan(true), [TEXT, AMOUNT], blank).unwrap_err(), RowProblem::Occupied);
}

#[test]
fn blank_cells_are_taken_where_there_is_no_other_room() {
    let plan = Plan { takes_blanks: true, ..plan(true) };
    let blank = "<row r='5'><c r='A5'/><c r='C5' s='3'/><c r='D5' s='3'/><c r='E5' s='3'/></row>";
    let styled = C5.replace("\"C5\"", "\"C5\" s=\"3\"");
    let amount = D5.replace("s=\"9\"", "s=\"10\"");
    let (row, _) = marked_with(&plan, [TEXT, AMOUNT], blank).unwrap();
    assert_eq!(row, format!("<row r='5'><c r='A5'/>{styled}{amount}<c r='E5' s='3'/></row>"));
    let filled = "<row r='5'><c r='C5'><v>1</v></c></row>";
    assert_eq!(marked_with(&plan, [TEXT, AMOUNT], filled).unwrap_err(), RowProblem::Occupied);
}

#[test]
fn amounts_are_exact() {
    for (hundredths, digits) in
        [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (i64::MIN, "-92233720368547758.08")]
    {
        let mut out = Vec::new();
        push_amount(&mut out, Money::from_hundredths(hundredths));
        assert_eq!(String::from_utf8(out).unwrap(), digits);
    }
}

#[test]
fn spans_grow_and_never_shrink() {
    let end = |row: &str, last: u32| {
        let found = narrower_spans(Tag::of(row.as_bytes()), last);
        found.and_then(|place| row.get(place)).map(str::to_owned)
    };
    assert_eq!(end("<row spans=\"1:3\" r='1'>", 5).as_deref(), Some("3"));
    assert_eq!(end("<row spans=\"1:3 7:8 \">", 9).as_deref(), Some("8"));
    for row in ["<row spans=\"1:9\">", "<row spans=\"\">", "<row spans='1:'>", "<row>"] {
        assert_eq!(end(row, 5), None, "{row}");
    }
}

#[test]
fn new_cells_look_like_the_one_beside_them() {
    let text = |text: &'static str| [MarkValue::Text(text), AMOUNT];
    let row = |style: &str| format!("<row r=\"5\"><c r=\"A5\" s=\"7\"/><c r=\"B5\"{style}/></row>");
    let cells = |values, row: &str| {
        let out = marked_with(&plan(true), values, row).unwrap().0;
        let style = |cell: &str| {
            let tag = out.split(&format!("<c r=\"{cell}\"")).nth(1).unwrap().split('>').next().unwrap().to_owned();
            tag.split(" s=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
        };
        (style("C5"), style("D5"))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(cells(text("A1"), &row(" s=\"3\"")), (some("3"), some("10")), "an amount has its own format");
    assert_eq!(cells(text("A1"), &row(" s=\"4\"")), (some("4"), some("9")), "one that was not foreseen");
    assert_eq!(cells(text("A1"), &row("")), (None, some("9")));
    for formula in ["=1+1", "+1", "-", "@x", "\tx", "\rx"] {
        assert_eq!(cells(text(formula), &row(" s=\"3\"")), (some("21"), some("10")), "{formula}");
        assert_eq!(cells(text(formula), &row("")), (some("20"), some("9")), "{formula}");
    }
    // Without a cell beside them the row's own format counts, also in a row that must be read cell by cell.
    let bare = "<row r=\"5\" s=\"3\" customFormat=\"1\"><c r=\"A5\" s=\"7\"/></row>";
    assert_eq!(cells(text("A1"), bare), (some("3"), some("10")));
    assert_eq!(cells(text("A1"), &bare.replace("</row>", "<!-- --></row>")), (some("3"), some("10")));
    assert_eq!(cells(text("A1"), &bare.replace(" customFormat=\"1\"", "")), (None, some("9")));
}
