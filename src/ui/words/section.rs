//! Words of one page in files of their own: `assets/words/en/PAGE.json` and `assets/words/ja/PAGE.json`.

use std::collections::HashMap;

/// A text of a section, by its key.
pub(super) type Field<T> = (&'static str, fn(&mut T) -> &mut String);

/// The words of one part of the desk, as they stand in its two files.
pub(super) trait Section: Default + Sized + 'static {
    /// The English and the Japanese file, in the order of [`crate::support::language::Language::ALL`].
    const FILES: [&'static str; 2];
    /// Each key with its field.
    const FIELDS: &'static [Field<Self>];

    /// What cannot be read stays empty, which a test finds.
    fn parse(file: &str) -> Self {
        let mut texts: HashMap<String, String> = serde_json::from_str(file).unwrap_or_default();
        let mut words = Self::default();
        for (key, field) in Self::FIELDS {
            *field(&mut words) = texts.remove(*key).unwrap_or_default();
        }
        words
    }
}

/// A struct with one field a key of the section's files.
macro_rules! section {
    ($(#[$about:meta])* $name:ident, $file:literal, { $($key:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Default)]
        pub struct $name {
            $(
                #[doc = concat!("The text under `", stringify!($key), "` in `", $file, "`.")]
                pub $key: String,
            )*
        }

        impl $crate::ui::words::section::Section for $name {
            const FILES: [&'static str; 2] = [
                include_str!(concat!("../../../assets/words/en/", $file)),
                include_str!(concat!("../../../assets/words/ja/", $file)),
            ];
            const FIELDS: &'static [$crate::ui::words::section::Field<Self>] =
                &[$((stringify!($key), |words| &mut words.$key)),*];
        }
    };
}
pub(super) use section;

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    /// Both files hold exactly the keys that are used, each once, none empty, with the same placeholders, and each text
    /// is read into its own field.
    pub(in crate::ui::words) fn check<T: Section>() {
        let used: BTreeSet<&str> = T::FIELDS.iter().map(|(key, _)| *key).collect();
        assert_eq!(used.len(), T::FIELDS.len(), "a key stands twice");
        let files = T::FILES.map(|file| serde_json::from_str::<BTreeMap<String, String>>(file).unwrap());
        for (texts, file) in files.iter().zip(T::FILES) {
            let known: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
            let differing: Vec<_> = used.symmetric_difference(&known).collect();
            assert!(differing.is_empty(), "{differing:?}");
            let lines = file.lines().filter(|line| line.trim_start().starts_with('"')).count();
            assert_eq!(lines, known.len(), "a key stands twice in a file");
            let mut words = T::parse(file);
            for (key, field) in T::FIELDS {
                assert_eq!(*field(&mut words), texts[*key], "{key}");
            }
        }
        for (key, english) in &files[0] {
            let japanese = &files[1][key];
            assert!(!english.is_empty() && !japanese.is_empty(), "{key}");
            assert_eq!(placeholders(english), placeholders(japanese), "{key}");
        }
    }
}
