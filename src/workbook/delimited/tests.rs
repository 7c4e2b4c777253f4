use super::*;
use crate::workbook::delimited::records::{Field, MAX_FIELD_BYTES, MAX_FIELDS};
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, WINDOWS_1252};

type Cells = Vec<(u32, u32, String)>;

fn open(bytes: &[u8]) -> Result<DelimitedBook, OpenProblem> {
    let source = Source::Embedded { name: "report 2026.q3.csv", bytes: bytes.to_vec().leak() };
    DelimitedBook::open(&source, &Progress::default())
}

fn cells(book: &DelimitedBook) -> Result<Cells, OpenProblem> {
    let mut cells = Vec::new();
    book.each_cell(&mut |cell| {
        let CellValue::Text(text) = cell.value else { panic!("fields are text") };
        cells.push((cell.row, cell.column, text.to_owned()));
        Ok(Go::On)
    })?;
    Ok(cells)
}

fn read(text: &str) -> (char, Cells) {
    let book = open(text.as_bytes()).unwrap();
    (book.form().separator, cells(&book).unwrap())
}

fn texts(cells: &Cells) -> Vec<&str> {
    cells.iter().map(|(_, _, text)| text.as_str()).collect()
}

fn coded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy);
    bytes.into_owned()
}

fn units(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

#[test]
fn a_table_reads_the_same_in_every_encoding() {
    let japanese = "顧客名,都市,スコア\r\n株式会社アサヒ,東京都千代田区,80\r\n有限会社ミナト,大阪市北区,75\r\n";
    let western = "Kunde,Stadt,Score\r\nMüller & Söhne,Zürich,80\r\nCafé Noël,Besançon,75\r\nJosé Peña,Málaga,60\r\n";
    let marked = |text: &str| format!("\u{feff}{text}");
    let cases: [(&str, Vec<u8>, TextEncoding); 9] = [
        (japanese, japanese.into(), TextEncoding::Utf8),
        (japanese, marked(japanese).into(), TextEncoding::Utf8),
        (japanese, units(&marked(japanese), u16::to_le_bytes), TextEncoding::Utf16Le),
        (japanese, units(&marked(japanese), u16::to_be_bytes), TextEncoding::Utf16Be),
        (japanese, units(japanese, u16::to_le_bytes), TextEncoding::Utf16Le),
        (japanese, units(japanese, u16::to_be_bytes), TextEncoding::Utf16Be),
        (japanese, coded(SHIFT_JIS, japanese), TextEncoding::ShiftJis),
        (japanese, coded(EUC_JP, japanese), TextEncoding::EucJp),
        (western, coded(WINDOWS_1252, western), TextEncoding::Windows1252),
    ];
    for (text, bytes, encoding) in cases {
        let book = open(&bytes).unwrap();
        assert_eq!(book.form(), TextForm { encoding, separator: ',' });
        assert_eq!(cells(&book).unwrap(), read(text).1, "{encoding:?}");
        assert_eq!(book.name(), "report 2026.q3");
    }
}

#[test]
fn letters_far_from_the_beginning_decide() {
    let mut text = "CustomerID,Name,Fit\r\n".to_owned();
    for row in 0..20_000 {
        text.push_str(&format!("{row},Contoso {row},{}\r\n", row % 101));
    }
    for (encoding, found) in [(SHIFT_JIS, TextEncoding::ShiftJis), (EUC_JP, TextEncoding::EucJp)] {
        let late = format!("{text}77,株式会社アサヒ商事,80\r\n78,有限会社ミナト製作所,75\r\n");
        let book = open(&coded(encoding, &late)).unwrap();
        assert_eq!(book.form().encoding, found);
        assert_eq!(texts(&cells(&book).unwrap()).into_iter().rev().nth(1), Some("有限会社ミナト製作所"));
    }
}

#[test]
fn the_separator_is_the_one_that_explains_the_records() {
    for (text, separator) in [
        ("a,b,c\n1,2,3\n4,5,6\n", ','),
        // Decimal commas in every row do not outweigh the header.
        ("Kunde;Umsatz;Fit\nA;1,5;80\nB;2,5;70\n", ';'),
        ("Name\tFit\n\"Contoso, Ltd.\"\t80\nFabrikam, Inc.\t75\n", '\t'),
        ("id|name, city|fit\n1|A, B|3\n", '|'),
        // Titles above the table, and notes below it.
        ("Propensity report\n\nid;fit\n1;2\n3;4\n5;6\nConfidential\n", ';'),
        ("name,note\nA,\"x;y;z\nw;v\"\nB,\"p;q;r\"\n", ','),
    ] {
        assert_eq!(read(text).0, separator, "{text}");
    }
    assert!(matches!(open(b"Dear customer, hello.\nBest wishes"), Err(OpenProblem::NotAWorkbook(LooksLike::Text))));
    assert!(matches!(open(b"one\ntwo\nthree\n"), Err(OpenProblem::NotAWorkbook(LooksLike::Text))));
}

#[test]
fn a_first_line_of_excel_names_the_separator() {
    let (separator, cells) = read("sep=|\r\na,1|b,2\r\nc,3|d,4\r\n");
    assert_eq!(separator, '|');
    assert_eq!(cells[0], (0, 0, "a,1".to_owned()));
    assert_eq!(cells[3], (1, 1, "d,4".to_owned()));
}

#[test]
fn records_are_taken_apart_as_excel_does() {
    let expected: Cells = [
        (0, 0, "a"),
        (0, 1, "b"),
        (0, 2, "c"),
        (2, 0, "two\nlines, \"quoted\""),
        (2, 2, "5\" pipe"),
        (3, 0, "=1+1"),
        (4, 3, "007"),
    ]
    .map(|(row, column, text)| (row, column, text.to_owned()))
    .into();
    let text = "a,b,c\n\n\"two\nlines, \"\"quoted\"\"\",,5\" pipe\n=1+1\n,,,007";
    assert_eq!(read(text).1, expected);
    // Outside quotes every line ending is one; a blank line is a row.
    assert_eq!(texts(&read("a,b\rc,d\r1,2").1), ["a", "b", "c", "d", "1", "2"]);
    let returns = "a,b,c\r\n\r\n\"two\nlines, \"\"quoted\"\"\",,5\" pipe\r\n=1+1\r\n,,,007\r\n";
    assert_eq!(read(returns).1, expected);
}

#[test]
fn pieces_may_end_anywhere() {
    let text = "a,\"b\r\n\"\"c\"\"\"\r\n\r\nd,東京\r\n";
    let split = |size: usize| {
        let mut fields = Vec::new();
        let mut visit = |field: Field<'_>| {
            fields.push((field.row, field.column, field.text.to_owned(), field.is_last));
            Ok(Go::On)
        };
        let mut splitter = Splitter::new(b',', 1);
        let letters: Vec<char> = text.chars().collect();
        for piece in letters.chunks(size) {
            splitter.feed(&String::from_iter(piece), &mut visit).unwrap();
        }
        splitter.finish(&mut visit).unwrap();
        fields
    };
    assert_eq!(split(text.len()).len(), 5);
    for size in 1..9 {
        assert_eq!(split(size), split(text.len()), "pieces of {size}");
    }
}

#[test]
fn what_cannot_be_a_table_is_refused_with_its_line() {
    let refused = |text: &str| open(text.as_bytes()).and_then(|book| cells(&book)).unwrap_err().to_string();
    let open_quote = format!("a,b\r\n1,2\r\n3,\"Contoso\r\n{}", "4,5\r\n".repeat(3));
    assert!(refused(&open_quote).contains("damaged at line 3"), "{}", refused(&open_quote));
    let far = format!("a,b\n1,\"x\n{}", "4,5\n".repeat(MAX_FIELD_BYTES / 3));
    assert!(refused(&far).contains("damaged at line 2"), "{}", refused(&far));
    let long = format!("a,b\n1,{}\n", "x".repeat(MAX_FIELD_BYTES + 1));
    assert!(refused(&long).contains("TextBytes"), "{}", refused(&long));
    let wide = format!("a,b\n{}\n", ",".repeat(MAX_FIELDS as usize));
    assert!(refused(&wide).contains("Columns"), "{}", refused(&wide));
    let zero = format!("a,b\n{}1,\0\n", "1,2\n".repeat(300_000));
    assert!(refused(&zero).contains("Unknown"), "{}", refused(&zero));
}
