//! What customers are told apart by, in one form each: an id without regard to case, a DUNS number with its lost
//! zeros, a domain without what stands around it.
//!
//! A form is made once for each distinct text, and without a copy where the text already is in it.

use crate::support::interner::{Interner, TextId};
use crate::workbook::values::says_nothing;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A key in its one form; equal keys have equal ids. 0 is none.
pub(super) type KeyId = u32;

/// Words for "nothing" that only stand where an id should be.
const NO_ID: [&str; 9] = ["none", "unknown", "nan", "undefined", "(blank)", "blank", "不明", "なし", "該当なし"];

/// Hosts whose addresses anybody may have: they say nothing of who a customer is.
static FREE_MAIL_HOSTS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../assets/free_mail_hosts.txt").lines().collect());

/// What sort of key a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// CustomerID, tenant or TPID.
    Id,
    /// Dun & Bradstreet number.
    Duns,
    /// Web domain.
    Domain,
}

/// The forms of one kind's texts.
pub(super) struct KeyForms<'a> {
    texts: &'a Interner,
    kind: KeyKind,
    /// Most ids of these files are written in capitals, so that is the form that needs no work.
    capitals: bool,
    /// By text: 0 when not looked at, else the key and 1.
    known: Vec<u32>,
    /// Forms that are no text of the files.
    others: HashMap<String, KeyId>,
}

impl<'a> KeyForms<'a> {
    pub(super) fn new(texts: &'a Interner, kind: KeyKind, columns: &[&[TextId]]) -> Self {
        let capitals = kind == KeyKind::Id && mostly_capitals(texts, columns);
        Self { texts, kind, capitals, known: vec![0; texts.id_count()], others: HashMap::new() }
    }

    /// The key that `text` stands for.
    pub(super) fn key(&mut self, text: TextId) -> KeyId {
        match self.known.get(text.index()) {
            Some(0) => {}
            Some(found) => return found - 1,
            None => return 0,
        }
        let key = if text.is_missing() { 0 } else { self.make(text) };
        if let Some(slot) = self.known.get_mut(text.index()) {
            *slot = key.saturating_add(1);
        }
        key
    }

    fn make(&mut self, id: TextId) -> KeyId {
        let text = self.texts.text(id);
        let own = u32::try_from(id.index()).unwrap_or(0);
        let is_normal = match self.kind {
            KeyKind::Id => is_normal_id(text, self.capitals),
            KeyKind::Duns => text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit()) && text != "000000000",
            KeyKind::Domain => is_normal_domain(text),
        };
        if is_normal {
            return own;
        }
        let form = match self.kind {
            KeyKind::Id => normal_id(text, self.capitals),
            kind => normal_key(kind, text),
        };
        let Some(form) = form else { return 0 };
        match self.texts.find(&form).filter(|_| form.is_ascii()) {
            Some(same) => u32::try_from(same.index()).unwrap_or(0),
            None => *self.others.entry(form).or_insert(own),
        }
    }
}

/// The one form of `text` as a key of `kind`; `None` when it is none.
pub(super) fn normal_key(kind: KeyKind, text: &str) -> Option<String> {
    match kind {
        KeyKind::Id => normal_id(text, false),
        KeyKind::Duns => normal_duns(text),
        KeyKind::Domain => normal_domain(text),
    }
}

/// Looks at some texts only: the answer decides how much work there is, not what comes out.
fn mostly_capitals(texts: &Interner, columns: &[&[TextId]]) -> bool {
    let sample = columns.iter().flat_map(|column| column.iter().take(64));
    let letters = sample.flat_map(|id| texts.text(*id).bytes()).filter(u8::is_ascii_alphabetic);
    let (capital, small): (Vec<u8>, Vec<u8>) = letters.partition(u8::is_ascii_uppercase);
    capital.len() > small.len()
}

fn is_normal_id(text: &str, capitals: bool) -> bool {
    let bytes = text.as_bytes();
    let mut says_something = false;
    for byte in bytes {
        let other_case = if capitals { byte.is_ascii_lowercase() } else { byte.is_ascii_uppercase() };
        if other_case || !byte.is_ascii_graphic() {
            return false;
        }
        says_something |= byte.is_ascii_alphanumeric() && *byte != b'0';
    }
    // Short ones and ones in brackets may be words for nothing.
    says_something && (bytes.len() > 9 || bytes.iter().any(|byte| (b'1'..=b'9').contains(byte)))
}

/// An id without regard to case and width; `None` for what people write where there is none.
pub(super) fn normal_id(text: &str, capitals: bool) -> Option<String> {
    let mut form = text.nfkc().collect::<String>().trim().to_lowercase();
    let has_content = form.chars().any(|c| c.is_alphanumeric() && c != '0');
    if !has_content || says_nothing(&form) || NO_ID.contains(&form.as_str()) {
        return None;
    }
    if capitals {
        form.make_ascii_uppercase();
    }
    Some(form)
}

/// Nine digits, with the leading zeros that spreadsheets drop.
pub(super) fn normal_duns(text: &str) -> Option<String> {
    let id = normal_id(text, false)?;
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    Some(if digits.is_empty() || id.contains(char::is_alphabetic) { id } else { format!("{digits:0>9}") })
}

fn is_normal_domain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        && text.contains('.')
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && !text.starts_with("www.")
        && !text.starts_with('.')
        && !text.ends_with('.')
        && !FREE_MAIL_HOSTS.contains(text)
}

/// The host of an address, without scheme, user, port, path and a leading `www.`; `None` when it is no host, or one
/// that anybody may have an address at.
pub(super) fn normal_domain(text: &str) -> Option<String> {
    let whole = text.nfkc().collect::<String>().trim().to_lowercase();
    let after_scheme = whole.split_once("://").map_or(whole.as_str(), |(_, rest)| rest);
    let host = after_scheme.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or("").trim_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let is_host = host.contains('.')
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | 'ー'))
        && host.chars().any(char::is_alphabetic);
    (is_host && !FREE_MAIL_HOSTS.contains(host)).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of `written`, as one column.
    fn keys(kind: KeyKind, written: &[&str]) -> Vec<KeyId> {
        let mut texts = Interner::default();
        let column: Vec<TextId> = written.iter().map(|text| texts.intern(text).unwrap()).collect();
        let mut forms = KeyForms::new(&texts, kind, &[&column]);
        column.iter().map(|id| forms.key(*id)).collect()
    }

    #[test]
    fn ids_are_the_same_whatever_their_case_and_width() {
        for written in [["C-17x", "c-17X", " C-17X ", "Ｃ-17x"], ["c-17x", "C-17x", "c-17X", "ｃ-１７ｘ"]] {
            let keys = keys(KeyKind::Id, &written);
            assert!(keys[0] != 0 && keys.iter().all(|key| *key == keys[0]), "{written:?} {keys:?}");
        }
        let different = keys(KeyKind::Id, &["C1", "C10", "01", "1"]);
        assert_eq!(different.iter().collect::<HashSet<_>>().len(), 4);
        let nothing = ["", "N/A", "-", "NULL", "0", "000", "#N/A", "None", "UNKNOWN", "（不明）", "不明", "n/a "];
        assert_eq!(keys(KeyKind::Id, &nothing)[..9], [0; 9]);
        assert_eq!(keys(KeyKind::Id, &["UNDEFINED", "(BLANK)", "不明", "n/a "]), [0; 4]);
    }

    #[test]
    fn numbers_of_dun_and_bradstreet_get_their_zeros_back() {
        let keys = keys(KeyKind::Duns, &["001234567", "1234567", "00-123-4567", "0", "000000000"]);
        assert!(keys[0] != 0 && keys[1] == keys[0] && keys[2] == keys[0], "{keys:?}");
        assert_eq!(keys[3..], [0, 0]);
    }

    #[test]
    fn a_domain_is_the_host_of_its_address() {
        let same =
            ["contoso.com", "https://www.Contoso.com/jp?x=1", "info@contoso.com", "CONTOSO.COM.", "contoso.com:443"];
        let keys_of_same = keys(KeyKind::Domain, &same);
        assert!(keys_of_same[0] != 0 && keys_of_same.iter().all(|key| *key == keys_of_same[0]), "{keys_of_same:?}");
        for nobody in ["gmail.com", "mailto@yahoo.co.jp", "www.outlook.com", "contoso", "a.com; b.com", "1.2", "n/a"] {
            assert_eq!(keys(KeyKind::Domain, &[nobody]), [0], "{nobody}");
        }
        assert_ne!(keys(KeyKind::Domain, &["東京商事.jp"]), [0]);
    }
}
