use super::*;
use jiff::civil::date;

#[test]
fn counts_have_separated_thousands() {
    for (value, text) in [(0_u64, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
        assert_eq!(count(value), text);
    }
}

#[test]
fn signed_numbers_have_their_sign() {
    assert_eq!([62, -1_035, 0].map(signed), ["+62", "-1,035", "0"]);
}

#[test]
fn a_small_share_is_not_nothing() {
    for (share, text) in [(0.0, "0.0%"), (0.0004, "<0.1%"), (0.0005, "0.1%"), (0.3904, "39.0%"), (1.0, "100.0%")] {
        assert_eq!(percent(share), text, "{share}");
    }
    assert_eq!(progress(0.999), "99%");
}

#[test]
fn amounts_are_exact_or_of_three_digits() {
    let usd = |hundredths| Money::from_hundredths(hundredths);
    assert_eq!(money(usd(124_050_025), Currency::Usd), "$1,240,500.25");
    assert_eq!(money(usd(-5), Currency::Usd), "-$0.05");
    assert_eq!(money(usd(120_000), Currency::Jpy), "¥1,200");
    assert_eq!(money_whole(usd(-40), Currency::Usd), "$0");
    assert_eq!(money_whole(usd(99_950), Currency::Usd), "$1,000");
    for (units, text) in [
        (640.4, "$640"),
        (999.6, "$1.00K"),
        (1_239.0, "$1.24K"),
        (99_960.0, "$100K"),
        (999_600.0, "$1.00M"),
        (12_345_678.0, "$12.3M"),
        (-2e9, "-$2.00B"),
    ] {
        assert_eq!(money_compact(Money::from_units(units).unwrap(), Currency::Usd), text, "{units}");
    }
}

#[test]
fn days_are_written_as_the_language_does() {
    assert_eq!(day(date(2026, 10, 1), Language::English), "1 Oct 2026");
    assert_eq!(day(date(2026, 10, 1), Language::Japanese), "2026年10月1日");
    assert_eq!(day_short(date(2026, 10, 1), Language::Japanese), "2026/10/1");
}

#[test]
fn numbers_lose_only_needless_zeros() {
    for (value, text) in [(0.0, "0"), (-0.001, "0"), (1_000.5, "1,000.5"), (-12.345, "-12.35"), (100.0, "100")] {
        assert_eq!(number(value), text, "{value}");
    }
    assert_eq!(score(Score::new(74.5).unwrap()), "74.5");
}

/// What `write` writes under `preferences`.
fn written<T>(preferences: Preferences, language: Language, write: impl FnOnce() -> T) -> T {
    Form::of(&preferences, language).apply();
    let text = write();
    PLAIN.apply();
    text
}

#[test]
fn separators_and_currencies_follow_what_is_preferred() {
    let amount = Money::from_hundredths(124_050_025);
    for (numbers, count_text, percent_text, money_text) in [
        (NumberForm::Point, "28,000", "39.0%", "$1,240,500.25"),
        (NumberForm::Comma, "28.000", "39,0%", "$1.240.500,25"),
        (NumberForm::Space, "28\u{a0}000", "39,0%", "$1\u{a0}240\u{a0}500,25"),
    ] {
        let preferences = Preferences { numbers, ..Preferences::default() };
        let texts = written(preferences, Language::English, || {
            (count(28_000_u32), percent(0.39), money(amount, Currency::Usd), number(1_000.0), fixed(0.5, 3))
        });
        let whole = count_text.replace("28", "1");
        let half = if numbers == NumberForm::Point { "0.500" } else { "0,500" };
        let expected = (count_text.into(), percent_text.into(), money_text.into(), whole, half.into());
        assert_eq!(texts, expected, "{numbers:?}");
    }
    let preferences = Preferences { currency: CurrencyForm::Code, ..Preferences::default() };
    let texts = written(preferences, Language::English, || {
        [money(amount, Currency::Eur), money_compact(Money::from_hundredths(-124_050_025), Currency::Usd)]
    });
    assert_eq!(texts, ["EUR\u{a0}1,240,500.25", "-USD\u{a0}1.24M"]);
    assert_eq!(count(28_000_u32), "28,000", "what is preferred ends with the window");
}

#[test]
fn amounts_are_shortened_as_the_language_does() {
    let compact = |units: f64| money_compact(Money::from_units(units).unwrap(), Currency::Usd);
    written(Preferences::default(), Language::Japanese, || {
        for (units, text) in [
            (640.4, "$640"),
            (9_999.4, "$9,999"),
            (9_999.5, "$1.00万"),
            (27_800.0, "$2.78万"),
            (999_960.0, "$100万"),
            (12_345_678.0, "$1,235万"),
            (99_994_999.0, "$9,999万"),
            (99_996_000.0, "$1.00億"),
            (-2e12, "-$2.00兆"),
        ] {
            assert_eq!(compact(units), text, "{units}");
        }
    });
    let whole = Preferences { abbreviations: Abbreviations::Whole, ..Preferences::default() };
    assert_eq!(written(whole, Language::Japanese, || compact(12_345_678.0)), "$12,345,678");
    let thousands = Preferences { abbreviations: Abbreviations::Thousands, ..Preferences::default() };
    assert_eq!(written(thousands, Language::Japanese, || compact(27_800.0)), "$27.8K");
}

#[test]
fn days_in_japanese_may_be_told_by_era() {
    let preferences = Preferences { calendar: Calendar::Japanese, ..Preferences::default() };
    let told = |date| {
        written(preferences, Language::Japanese, || {
            let language = Language::Japanese;
            [day(date, language), month_of_year(date, language), day_short(date, language)]
        })
    };
    assert_eq!(told(date(2026, 10, 1)), ["令和8年10月1日", "令和8年10月", "R8/10/1"]);
    assert_eq!(told(date(2019, 5, 1)), ["令和元年5月1日", "令和元年5月", "R1/5/1"]);
    assert_eq!(told(date(2019, 4, 30))[0], "平成31年4月30日");
    assert_eq!(told(date(1868, 1, 1)), ["1868年1月1日", "1868年1月", "1868/1/1"]);
    let english = written(preferences, Language::English, || day(date(2026, 10, 1), Language::English));
    assert_eq!(english, "1 Oct 2026");
}

#[test]
fn what_is_typed_is_read_in_the_form_that_is_written() {
    assert_eq!(["1,234.5", " 7 ", "１，２３４．５"].map(typed), ["1234.5", "7", "1234.5"]);
    assert_eq!(in_field(0.25, 0..=2), "0.25");
    let comma = Preferences { numbers: NumberForm::Comma, ..Preferences::default() };
    let read =
        written(comma, Language::English, || ["1.234,5", "1.234", "74.5", "74,5", "1.234.567", "-0,25"].map(typed));
    assert_eq!(read, ["1234.5", "1234", "74.5", "74.5", "1234567", "-0.25"]);
    assert_eq!(written(comma, Language::English, || in_field(0.25, 0..=2)), "0,25");
    let kept = written(comma, Language::English, || (editable(1234.5), typed(&editable(1234.5))));
    assert_eq!(kept, ("1234,5".to_owned(), "1234.5".to_owned()));
}
