//! The shared strings: texts that cells refer to by number.

use super::odd::{Oddity, rich_text};
use super::parallel::{quick_else_careful, read_chunks, thread_count};
use super::text::{Spaces, push_decoded};
use crate::support::interner::TooMuchText;
use crate::support::progress::Progress;
use crate::support::text_list::TextList;
use crate::workbook::budget::{Budget, MAX_READ_BYTES};
use crate::workbook::error::OpenProblem;
use crate::workbook::guard::PartRules;
use crate::workbook::guard::items::{Chunk, Cut, ItemFeed, ItemProblem, Items};
use crate::workbook::package::Package;
use crate::workbook::worksheet::tags::{Kind, next_token};
use memchr::memchr;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

/// The texts of the shared strings `part`: string number 0 has the id 1.
///
/// # Errors
/// As for [`crate::workbook::guard::check_part`], and texts of more than 4 GB together.
pub(in crate::workbook) fn read_strings(
    package: &mut Package,
    part: &str,
    progress: &Progress,
) -> Result<TextList, OpenProblem> {
    quick_else_careful(|careful| read_list(package, part, careful, progress), part)
}

fn read_list(package: &mut Package, part: &str, careful: bool, progress: &Progress) -> Result<TextList, ItemProblem> {
    let cut = if careful { Cut::Careful } else { Cut::Quick };
    package.require_size(part, PartRules::SHARED_STRINGS.max_bytes)?;
    let reader = package.part_reader(part)?;
    let feed = ItemFeed::open(reader, part, (PartRules::SHARED_STRINGS, Items::STRINGS, cut), progress)?;
    read_feed(feed, careful)
}

/// Lists of chunks, joined in the order of the part as soon as those before them are there: a list of all beside all
/// lists would take twice the memory.
#[derive(Default)]
struct InOrder {
    joined: TextList,
    chunks: u64,
    waiting: BTreeMap<u64, TextList>,
}

impl InOrder {
    fn add(&mut self, number: u64, list: TextList) -> Result<(), TooMuchText> {
        self.waiting.insert(number, list);
        while let Some(next) = self.waiting.remove(&self.chunks) {
            self.joined.append(&next)?;
            self.chunks += 1;
        }
        Ok(())
    }
}

/// The texts of `feed`.
///
/// # Errors
/// [`ItemProblem::NeedsCare`] unless the reading is `careful`; else as for [`read_strings`].
pub(in crate::workbook) fn read_feed<R: Read + Send>(
    feed: ItemFeed<'_, R>,
    careful: bool,
) -> Result<TextList, ItemProblem> {
    let threads = if careful { 1 } else { thread_count() };
    let part = feed.part();
    let prefix = feed.prefix().to_owned();
    let budget = Budget::of(MAX_READ_BYTES);
    let all = Mutex::new(InOrder::default());
    let read = |(): &mut (), chunk: &Chunk| {
        let mut list = TextList::default();
        push_strings(chunk.text(part)?, &prefix, careful, &mut list).map_err(|problem| problem.of(part))?;
        if !budget.take(list.memory_bytes()) {
            return Err(budget.passed_in(part).into());
        }
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.add(chunk.number, list).map_err(|TooMuchText| OpenProblem::too_much_text(part).into())
    };
    let (feed, _) = read_chunks(feed, (threads, "shared strings"), || (), read)?;
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner).joined;
    feed.finish(0, all.id_count() as u64 - 1)?;
    Ok(all)
}

/// What is wrong with a shared string.
enum StringProblem {
    Odd(Oddity),
    Full,
}

impl From<TooMuchText> for StringProblem {
    fn from(_: TooMuchText) -> Self {
        Self::Full
    }
}

impl<E: Into<Oddity>> From<E> for StringProblem {
    fn from(problem: E) -> Self {
        Self::Odd(problem.into())
    }
}

impl StringProblem {
    fn of(self, part: &str) -> ItemProblem {
        match self {
            Self::Odd(Oddity::NeedsCare) => ItemProblem::NeedsCare,
            Self::Odd(oddity) => OpenProblem::damaged(part, oddity.cause()).into(),
            Self::Full => OpenProblem::too_much_text(part).into(),
        }
    }
}

/// Appends the strings of `text`, which holds whole `<si>` elements.
fn push_strings(text: &str, prefix: &str, careful: bool, list: &mut TextList) -> Result<(), StringProblem> {
    let bytes = text.as_bytes();
    let usual = format!("<{prefix}si><{prefix}t");
    let usual_end = format!("</{prefix}t></{prefix}si>");
    let mut at = 0;
    while let Some(found) = memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        at += found;
        at = match usual_string(text, at, &usual, &usual_end) {
            Some((raw, spaces, end)) => {
                list.push_with(|out| Ok::<(), StringProblem>(push_decoded(out, raw, spaces)?))?;
                end
            }
            None => odd_string(text, at, careful, list)?,
        };
    }
    Ok(())
}

/// `<si><t>text</t></si>`: the text, how its spaces are meant, and where the string ends.
#[inline]
fn usual_string<'t>(text: &'t str, at: usize, start: &str, end: &str) -> Option<(&'t str, Spaces, usize)> {
    let rest = text.get(at..)?.strip_prefix(start)?;
    let (rest, spaces) = match rest.strip_prefix('>') {
        Some(rest) => (rest, Spaces::Trimmed),
        None => (rest.strip_prefix(" xml:space=\"preserve\">")?, Spaces::Kept),
    };
    let length = memchr(b'<', rest.as_bytes())?;
    let (raw, rest) = rest.split_at_checked(length)?;
    let after = rest.strip_prefix(end)?;
    Some((raw, spaces, text.len() - after.len()))
}

/// Any other markup at `at`; where it ends.
fn odd_string(text: &str, at: usize, careful: bool, list: &mut TextList) -> Result<usize, StringProblem> {
    let bytes = text.as_bytes();
    let token = next_token(bytes, at).ok_or(Oddity::NoEnd)?;
    match token.kind {
        Kind::Start | Kind::Empty if token.tag(bytes).local_name() == b"si" => {
            let mut end = token.end;
            list.push_with(|out| {
                end = rich_text(text, token, careful, out)?;
                Ok::<(), StringProblem>(())
            })?;
            Ok(end)
        }
        Kind::Start => Ok(super::odd::element_end(bytes, token, careful)?),
        Kind::Empty => Ok(token.end),
        Kind::CharacterData | Kind::Other if careful => Ok(token.end),
        Kind::CharacterData | Kind::Other => Err(Oddity::NeedsCare.into()),
        // Where chunks are cut quickly, this may be the end of all strings.
        Kind::End if careful => Err(Oddity::UnfitEnd.into()),
        Kind::End => Err(Oddity::NeedsCare.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str, prefix: &str) -> Vec<String> {
        let mut list = TextList::default();
        assert!(push_strings(text, prefix, true, &mut list).is_ok(), "{text}");
        list.iter().skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn texts_are_plain_rich_and_without_phonetic_guides() {
        let text = "<si><t>one</t></si>\n<si><t> two </t></si><si><t xml:space=\"preserve\"> 3 </t></si>\
            <si><r><rPr><b/></rPr><t xml:space=\"preserve\">fo </t></r><r><t>ur</t></r></si>\
            <si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si><si/><si><t/></si>\
            <si><!-- <si> --><t>a &amp; <![CDATA[<b>]]></t></si><si><t>_x0041_</t></si>";
        let expected = ["one", "two", " 3 ", "fo ur", "東京", "", "", "a & <b>", "A"];
        assert_eq!(strings(text, ""), expected);
        assert_eq!(strings("<x:si><x:t>one</x:t></x:si><x:si><x:t a='b'>2</x:t></x:si>", "x:"), ["one", "2"]);
    }
}
