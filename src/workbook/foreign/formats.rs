//! Whether a number format shows a number as a day.

/// Whether the format with this number, when the workbook does not define it, shows days or times.
pub(super) fn is_built_in_date(format: u16) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether the code of a format shows days or times: a letter of day, month, year, hour or second outside quotes,
/// brackets and escapes, in the part for positive numbers. Brackets round hours, minutes or seconds count them.
pub(super) fn is_date_code(code: &str) -> bool {
    let mut letters = code.chars();
    let mut in_quotes = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            // The letter behind these is shown, left out or repeated as it stands.
            '\\' | '_' | '*' => {
                letters.next();
            }
            ';' => return false,
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let inside = inside.to_ascii_lowercase();
                if ['h', 'm', 's'].iter().any(|unit| !inside.is_empty() && inside.trim_matches(*unit).is_empty()) {
                    return true;
                }
            }
            // "General" has an e, an r and an a; a date has more than that.
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_told_from_formats_of_amounts() {
        for code in ["yyyy-mm-dd", "d\\.m\\.yy", "[$-409]d mmm yyyy", "[h]:mm:ss", "[$-411]ggge\"年\"m\"月\"d\"日\""]
        {
            assert!(is_date_code(code), "{code}");
        }
        for code in ["General", "0.00", "#,##0 \"days\"", "[Red]-0", "0_d", "\\d0", "0;d", "[$USD] 0", "@"] {
            assert!(!is_date_code(code), "{code}");
        }
        assert!(is_built_in_date(14) && !is_built_in_date(4));
    }
}
