//! What people write in cells.

use super::*;
use jiff::civil::date;

fn number_of(text: &str) -> Reading<f64> {
    number(CellValue::Text(text))
}

#[test]
fn amounts_as_text_in_several_countries() {
    use Reading::{First, Plain, Second};
    for (text, expected) in [
        ("1,234.56", First(1234.56)),
        ("1.234,56", Second(1234.56)),
        ("1.234,56 €", Second(1234.56)),
        ("12,5 %", Second(12.5)),
        ("2,50", Second(2.5)),
        ("12.5", First(12.5)),
        ("0,125", Second(0.125)),
        ("0.125", First(0.125)),
        ("12345", Plain(12345.0)),
        ("１２３４５", Plain(12345.0)),
        ("１２，３４５．６", First(12345.6)),
        ("1 234", Plain(1234.0)),
        ("1'234.50", First(1234.5)),
        ("1’234’567", Plain(1_234_567.0)),
        ("1,234,567", First(1_234_567.0)),
        ("1.234.567", Second(1_234_567.0)),
        ("1,23,456", First(123_456.0)),
        ("27.81K", First(27_810.0)),
        ("1,5 Mio. €", Second(1_500_000.0)),
        ("1.2万", First(12_000.0)),
        ("1.5億", First(150_000_000.0)),
        ("3千", Plain(3_000.0)),
        ("3百万円", Plain(3_000_000.0)),
        ("1億2,000万円", First(120_000_000.0)),
        ("12千円", Plain(12_000.0)),
        ("-12.5", First(-12.5)),
        ("−12", Plain(-12.0)),
        ("$-500", Plain(-500.0)),
        ("-$500", Plain(-500.0)),
        ("$(500)", Plain(-500.0)),
        ("(¥15)", Plain(-15.0)),
        ("500-", Plain(-500.0)),
        ("▲500", Plain(-500.0)),
        ("△ 1.5", First(-1.5)),
        ("¥▲500", Plain(-500.0)),
        ("US$ 12", Plain(12.0)),
    ] {
        let reading = number_of(text);
        // Only the last example of thousands in words mixes a comma in; it may be left to the column.
        let reading = match (reading, expected) {
            (Reading::Open { first, usual: true, .. }, First(_)) => First(first),
            (other, _) => other,
        };
        assert_eq!(reading, expected, "{text}");
    }
}

#[test]
fn what_could_be_two_amounts_is_left_open_and_what_is_none_is_not_read() {
    assert_eq!(number_of("1.234"), Reading::Open { first: 1.234, second: 1234.0, usual: false });
    assert_eq!(number_of("¥12,345"), Reading::Open { first: 12345.0, second: 12.345, usual: true });
    assert_eq!(number_of("▲1,234"), Reading::Open { first: -1234.0, second: -1.234, usual: true });
    for text in ["abc", "12abc", "1,23,4", ".5,1", "12-34", "--5", "(5", "1.2.3", "1万2億", "1,,2", "1e5", "NaN", "inf"]
    {
        assert_eq!(number_of(text), Reading::NotUnderstood, "{text}");
    }
    for nothing in ["", " - ", "n/a", "NULL"] {
        assert_eq!(number_of(nothing), Reading::Nothing, "{nothing}");
    }
    assert_eq!(money(CellValue::Text("1e5")), Reading::NotUnderstood);
    assert_eq!(money(CellValue::Number(1e14)), Reading::NotUnderstood);
    assert_eq!(
        money(CellValue::Text("12.345")).map(Money::hundredths),
        Reading::Open { first: 1235, second: 1_234_500, usual: false }
    );
}

#[test]
fn ratings_are_numbers_percentages_or_words_and_never_clamped() {
    let score = |value| Ok(Score::new(value).map(Rating::Score));
    assert_eq!(rating(CellValue::Number(74.5)), score(74.5));
    assert_eq!(rating(CellValue::Text("85%")), score(85.0));
    assert_eq!(rating(CellValue::Text("  ８０ ")), score(80.0));
    assert_eq!(rating(CellValue::Text("Very Low")), Ok(Some(Rating::Band(Band::VeryLow))));
    assert_eq!(rating(CellValue::Error), Ok(None));
    for wrong in [CellValue::Number(-5.0), CellValue::Number(150.0), CellValue::Text("good"), CellValue::Bool(true)] {
        assert_eq!(rating(wrong), Err(NotUnderstood), "{wrong:?}");
    }
}

#[test]
fn days_come_as_serials_and_as_unambiguous_text() {
    assert_eq!(day_of_serial(46_022.0, false), Some(date(2025, 12, 31)));
    assert_eq!(day_of_serial(59.0, false), Some(date(1900, 2, 28)));
    assert_eq!(day_of_serial(60.0, false), None);
    assert_eq!(day_of_serial(0.5, false), None, "noon of no day");
    assert_eq!(day_of_serial(46_021.999_999_999_99, false), Some(date(2025, 12, 31)), "a sum that falls short");
    assert_eq!(day_of_serial(46_021.999, false), Some(date(2025, 12, 30)), "late in the evening");
    assert_eq!(day_of_serial(61.0, false), Some(date(1900, 3, 1)));
    assert_eq!(day_of_serial(44_338.0, true), Some(date(2025, 5, 23)));
}

#[test]
fn days_as_text_in_several_countries() {
    use Reading::{First, Plain, Second};
    let expected = date(2026, 3, 31);
    for text in [
        "2026-03-31",
        "2026/3/31",
        "2026.3.31",
        "2026年3月31日",
        "２０２６年３月３１日",
        "2026年3月31日(火)",
        "2026年3月31日 10時30分",
        "20260331",
        "46112",
        "46112.75",
        "31.03.2026",
        "31. März 2026",
        "31. Mrz. 2026",
        "Dienstag, 31. März 2026",
        "Mar 31, 2026",
        "March 31st, 2026",
        "Tue, 31 Mar 2026 08:00:00 GMT",
        "31-Mar-26",
        "31-MAR-2026",
        "2026-Mar-31",
        "2026-03-31T00:00:00Z",
        "2026-03-31 12:30",
        "2026/3/31 0:00",
        "令和8年3月31日",
        "R8.3.31",
        "R08/03/31",
    ] {
        assert_eq!(day(CellValue::Text(text), false), Plain(expected), "{text}");
    }
    assert_eq!(day(CellValue::Text("令和元年5月1日"), false), Plain(date(2019, 5, 1)));
    assert_eq!(day(CellValue::Text("平成31年4月30日"), false), Plain(date(2019, 4, 30)));
    assert_eq!(day(CellValue::Text("31/03/2026"), false), Second(expected));
    assert_eq!(day(CellValue::Text("03/31/2026 12:00 AM"), false), First(expected));
    assert_eq!(day(CellValue::Text("4/4/2026"), false), Plain(date(2026, 4, 4)));
    let open = Reading::Open { first: date(2026, 3, 4), second: date(2026, 4, 3), usual: false };
    assert_eq!(day(CellValue::Text("03/04/2026"), false), open);
    assert_eq!(day(CellValue::Text("44650"), true), Plain(date(2026, 3, 31)));
    let not = [
        "2026/02/30",
        "FY26 Q3",
        "0000-00-00",
        "31.02.2026",
        "03/04/26",
        "123",
        "2026",
        "Mar 2026",
        "1:2:3",
        "R0.1.1",
        "31/31/2026",
        "2026-03-31-05",
        "31 Foo 2026",
        "99999999999",
        "-",
        "令和",
        "T",
        "12345678901234567890/1/1",
    ];
    for text in not {
        let reading = day(CellValue::Text(text), false);
        assert!(matches!(reading, Reading::NotUnderstood | Reading::Nothing), "{text} {reading:?}");
    }
}

#[test]
fn a_band_of_employees_counts_as_its_lower_end() {
    for (text, count) in [("25-300", 25), ("0-24", 1), ("300+", 300), ("1,250", 1250), ("300人以上", 300), ("１２", 12)]
    {
        assert_eq!(employees(CellValue::Text(text)), Ok(Some(count)), "{text}");
    }
    assert_eq!(employees(CellValue::Number(-1.0)), Err(NotUnderstood));
}

#[test]
fn ids_keep_their_digits() {
    assert_eq!(text(CellValue::Number(123_456_789.0)).as_deref(), Some("123456789"));
    assert_eq!(text(CellValue::Text("00123")).as_deref(), Some("00123"));
    assert_eq!(text(CellValue::Text("  ")), None);
}
