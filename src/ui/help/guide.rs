//! The user guide, built into the program: the pages of `docs/guide`, in the order in which they are offered.

use crate::support::language::Language;
use crate::ui::help::document::Document;
use std::sync::LazyLock;

/// A page in each language, in the order of [`Language::ALL`].
macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            [
                include_str!(concat!("../../../docs/guide/en/", $name, ".md")),
                include_str!(concat!("../../../docs/guide/ja/", $name, ".md")),
            ],
        )),*]
    };
}

const PAGES: &[(&str, [&str; 2])] = pages![
    "first-five-minutes",
    "files",
    "understood",
    "act-now",
    "scores",
    "numbers",
    "marks",
    "work-list",
    "months",
    "tuning",
    "the-copy",
    "not-saved",
    "wins-and-losses",
    "signals",
    "privacy",
    "keyboard",
    "settings",
    "without-the-window",
];

/// A picture with its file.
macro_rules! pictures {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../docs/guide/pictures/", $name, ".png")))),*]
    };
}

const PICTURES: &[(&str, &[u8])] =
    pictures!["overview-en", "overview-ja", "cell-en", "cell-ja", "understood-en", "understood-ja"];

static ENGLISH: LazyLock<Vec<Document>> = LazyLock::new(|| parse(0));
static JAPANESE: LazyLock<Vec<Document>> = LazyLock::new(|| parse(1));

fn parse(language: usize) -> Vec<Document> {
    let text = |texts: &[&'static str; 2]| texts.get(language).copied().unwrap_or_default();
    PAGES.iter().map(|(_, texts)| Document::parse(text(texts))).collect()
}

/// The pages in `language`.
pub(super) fn pages(language: Language) -> &'static [Document] {
    match language {
        Language::English => &ENGLISH,
        Language::Japanese => &JAPANESE,
    }
}

/// The PNG file of the picture called `name`.
pub(super) fn picture(name: &str) -> Option<&'static [u8]> {
    PICTURES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::help::document::Block;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn shape(page: &Document) -> Vec<String> {
        let kinds = page.blocks.iter().map(|block| match block {
            Block::Heading(_) => "heading".to_owned(),
            Block::Paragraph(_) => "paragraph".to_owned(),
            Block::Item(..) => "item".to_owned(),
            Block::Table(rows) => format!("table of {} by {}", rows.len(), rows.first().map_or(0, Vec::len)),
            Block::Picture { name, .. } => format!("picture {}", name.rsplit_once('-').unwrap().0),
            Block::Commands(text) => format!("{} commands", text.lines().count()),
        });
        kinds.collect()
    }

    #[test]
    fn both_languages_say_the_same_in_the_same_form() {
        for ((name, _), (english, japanese)) in
            PAGES.iter().zip(pages(Language::English).iter().zip(pages(Language::Japanese)))
        {
            assert!(english.title.ends_with('?') && japanese.title.ends_with('か'), "{name}: a title is a question");
            assert_eq!(shape(english), shape(japanese), "{name}");
            assert!(!english.blocks.is_empty(), "{name}");
        }
    }

    #[test]
    fn every_page_and_every_picture_of_the_folder_is_in_the_program() {
        let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide");
        let names = |folder: &str| -> BTreeSet<String> {
            let entries = std::fs::read_dir(guide.join(folder)).unwrap().map(|entry| entry.unwrap().path());
            entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
        };
        let known: BTreeSet<String> = PAGES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names("en"), known);
        assert_eq!(names("ja"), known);
        let kept: BTreeSet<String> = PICTURES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names("pictures"), kept);
        let mut shown = BTreeSet::new();
        for language in Language::ALL {
            for block in pages(language).iter().flat_map(|page| &page.blocks) {
                if let Block::Picture { name, shows } = block {
                    assert!(name.ends_with(language.code()) && !shows.is_empty(), "{name}");
                    shown.insert(name.clone());
                }
            }
        }
        assert_eq!(shown, kept, "a picture that no page shows");
    }
}
