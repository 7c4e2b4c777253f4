//! Text as people write it: compared without regard to width and case, cut without breaking it.

use unicode_normalization::UnicodeNormalization;

/// A name reduced to what tells it from others: NFKC, lower case, letters and digits only.
///
/// `"M365 フィット"`, `"Ｍ365_フィット"` and `"m365フィット"` are the same.
#[must_use]
pub fn comparison_key(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Appends `text` as a search sees it: NFKC, lower case, katakana as hiragana, on one line.
///
/// Both what is searched and what is searched for go through it, so `"ｺﾝﾄｿ"`, `"コントソ"` and `"こんとそ"` find each other.
pub fn push_search_key(key: &mut String, text: &str) {
    if text.is_ascii() {
        let one_line = |c: char| if c.is_ascii_control() { ' ' } else { c.to_ascii_lowercase() };
        key.extend(text.chars().map(one_line));
        return;
    }
    key.extend(text.nfkc().flat_map(char::to_lowercase).map(|c| match c {
        c if c.is_control() => ' ',
        // Each katakana stands 96 places behind its hiragana.
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    }));
}

/// `text` as a search sees it; see [`push_search_key`].
#[must_use]
pub fn search_key(text: &str) -> String {
    let mut key = String::new();
    push_search_key(&mut key, text);
    key
}

/// `text` of at most `limit` characters, the last one an ellipsis when something was left out.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// `text` on one line, with characters that hide or turn the reading order made visible.
#[must_use]
pub fn one_visible_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || is_direction_override(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_width_case_space_and_punctuation() {
        for same in ["M365 フィット", "Ｍ３６５＿フィット", "m365ﾌｨｯﾄ", " M365\nフィット "] {
            assert_eq!(comparison_key(same), "m365フィット", "{same:?}");
        }
        assert_ne!(comparison_key("IsNonprofit"), comparison_key("M365Fit"));
    }

    #[test]
    fn searches_ignore_case_width_and_kind_of_kana_and_keep_the_rest() {
        for same in ["株式会社コントソ A.G", "株式会社こんとそ a.g", "株式会社ｺﾝﾄｿ　Ａ．Ｇ", "㈱コントソ A.G"]
        {
            let key = search_key(same).replace("(株)", "株式会社");
            assert_eq!(key, "株式会社こんとそ a.g", "{same:?}");
        }
        assert_eq!(search_key("ガヴヽー"), "がゔゝー", "voiced kana stay one letter, the long sound mark stays");
        assert_eq!(search_key("ｶﾞ"), "が", "narrow kana with their mark apart are one letter");
        assert_eq!(search_key("STRASSE\r\nß"), "strasse  ß");
        assert_ne!(search_key("はハ"), search_key("ばバ"));
    }

    #[test]
    fn shortening_counts_characters_not_bytes() {
        assert_eq!(shorten("東京商事株式会社", 8), "東京商事株式会社");
        assert_eq!(shorten("東京商事株式会社", 5), "東京商事…");
        assert_eq!(shorten("", 0), "");
    }

    #[test]
    fn overrides_become_visible() {
        assert_eq!(one_visible_line("invoice\u{202e}gnp.exe"), "invoice\u{fffd}gnp.exe");
        assert_eq!(one_visible_line("a\r\nb"), "a  b");
    }
}
