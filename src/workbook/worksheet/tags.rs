//! A small tokeniser that knows where in the bytes each tag stands, so that all other bytes can be kept as they are.
//!
//! Names are compared without their prefix. It does not judge whether the XML is well-formed beyond what it needs.

use memchr::{memchr, memchr3, memmem};
use std::ops::Range;

/// What a piece of markup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbook) enum Kind {
    /// `<c r="A1">`
    Start,
    /// `<c r="A1"/>`
    Empty,
    /// `</c>`
    End,
    /// `<![CDATA[text]]>`
    CharacterData,
    /// A comment, a processing instruction or a declaration.
    Other,
}

/// A piece of markup and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbook) struct Token {
    /// What it is.
    pub(in crate::workbook) kind: Kind,
    /// Position of its `<`.
    pub(in crate::workbook) start: usize,
    /// Position after its `>`.
    pub(in crate::workbook) end: usize,
}

impl Token {
    /// The token's bytes as a tag.
    pub(in crate::workbook) fn tag<'a>(&self, bytes: &'a [u8]) -> Tag<'a> {
        Tag(bytes.get(self.start..self.end).unwrap_or(&[]))
    }
}

/// The first whole piece of markup at or after `from`; `None` when none is complete.
pub(in crate::workbook) fn next_token(bytes: &[u8], from: usize) -> Option<Token> {
    let start = from + memchr(b'<', bytes.get(from..)?)?;
    let rest = bytes.get(start..)?;
    let (kind, length) = match rest.get(1)? {
        b'?' => (Kind::Other, end_of(rest, b"?>")?),
        b'!' => declaration(rest)?,
        b'/' => (Kind::End, end_tag_length(rest)?),
        _ => {
            let length = 1 + tag_length(rest.get(1..)?)?;
            let kind = if rest.get(length - 2) == Some(&b'/') { Kind::Empty } else { Kind::Start };
            (kind, length)
        }
    };
    Some(Token { kind, start, end: start + length })
}

fn end_tag_length(rest: &[u8]) -> Option<usize> {
    let length = memchr(b'>', rest)? + 1;
    memchr(b'<', rest.get(1..length)?).is_none().then_some(length)
}

fn end_of(rest: &[u8], mark: &[u8]) -> Option<usize> {
    Some(memmem::find(rest, mark)? + mark.len())
}

fn declaration(rest: &[u8]) -> Option<(Kind, usize)> {
    const COMMENT: &[u8] = b"<!--";
    const CDATA: &[u8] = b"<![CDATA[";
    let is_cut_short = |mark: &[u8]| rest.len() < mark.len() && mark.starts_with(rest);
    if rest.starts_with(COMMENT) {
        // `<!-->` does not end a comment.
        return Some((Kind::Other, COMMENT.len() + end_of(rest.get(COMMENT.len()..)?, b"-->")?));
    }
    if rest.starts_with(CDATA) {
        return Some((Kind::CharacterData, end_of(rest, b"]]>")?));
    }
    if is_cut_short(COMMENT) || is_cut_short(CDATA) {
        return None;
    }
    Some((Kind::Other, memchr(b'>', rest)? + 1))
}

/// Length of what follows the `<` of a start tag, or of the rest of it, at the beginning of `inside`; a `>` inside a value
/// does not end it. A tag that swallows the next one has no end that two readers agree on, so it has none here; XML
/// allows no `<` inside a value either.
#[inline]
pub(super) fn tag_length(inside: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr3(b'>', b'"', b'\'', inside.get(at..)?)?;
        match inside.get(at)? {
            b'>' => return memchr(b'<', inside.get(..at)?).is_none().then_some(at + 1),
            quote => at += memchr(*quote, inside.get(at + 1..)?)? + 2,
        }
    }
}

/// The bytes of one tag.
#[derive(Debug, Clone, Copy)]
pub(in crate::workbook) struct Tag<'a>(&'a [u8]);

impl<'a> Tag<'a> {
    /// The name as it stands, with its prefix.
    pub(in crate::workbook) fn name(self) -> &'a [u8] {
        let name = self.0.get(1..).unwrap_or(&[]);
        let name = name.strip_prefix(b"/").unwrap_or(name);
        let length = name.iter().take_while(|byte| !is_space(**byte) && !matches!(byte, b'>' | b'/')).count();
        name.get(..length).unwrap_or(name)
    }

    /// The prefix with its colon; empty when there is none.
    pub(in crate::workbook) fn prefix(self) -> &'a [u8] {
        let name = self.name();
        memchr(b':', name).and_then(|colon| name.get(..=colon)).unwrap_or(&[])
    }

    /// The name without its prefix.
    pub(in crate::workbook) fn local_name(self) -> &'a [u8] {
        self.name().get(self.prefix().len()..).unwrap_or(&[])
    }

    /// The value of the attribute `name`, as it stands between the quotes.
    pub(in crate::workbook) fn attribute(self, name: &str) -> Option<&'a [u8]> {
        let place = self.attributes().find(|attribute| attribute.is_named(self, name))?.value;
        self.0.get(place)
    }

    /// [`Tag::attribute`] as text; `None` as well when it is not UTF-8.
    pub(in crate::workbook) fn attribute_str(self, name: &str) -> Option<&'a str> {
        std::str::from_utf8(self.attribute(name)?).ok()
    }

    /// The tag with the attribute `name` set to `value`, at its place when it is there, else as the last.
    pub(in crate::workbook) fn with(self, name: &str, value: &[u8]) -> Vec<u8> {
        if let Some(attribute) = self.attributes().find(|attribute| attribute.is_named(self, name)) {
            return splice(self.0, attribute.value, value);
        }
        let closing = if self.0.ends_with(b"/>") { 2 } else { 1 };
        let end = self.0.len().saturating_sub(closing);
        let added = [b" ".as_slice(), name.as_bytes(), b"=\"", value, b"\""].concat();
        splice(self.0, end..end, &added)
    }

    /// The tag without the attribute `name`.
    pub(in crate::workbook) fn without(self, name: &str) -> Vec<u8> {
        match self.attributes().find(|attribute| attribute.is_named(self, name)) {
            Some(attribute) => splice(self.0, attribute.whole, &[]),
            None => self.0.to_vec(),
        }
    }

    /// The tag of an element with content: `<row/>` becomes `<row>`.
    pub(in crate::workbook) fn opened(self) -> Vec<u8> {
        match self.0.strip_suffix(b"/>") {
            // A careless writer's second slash would make it empty again.
            Some(rest) => {
                let slashes = rest.iter().rev().take_while(|byte| **byte == b'/').count();
                [rest.get(..rest.len() - slashes).unwrap_or(rest), b">"].concat()
            }
            None => self.0.to_vec(),
        }
    }

    /// The tag of an element without content: `<col>` becomes `<col/>`.
    pub(in crate::workbook) fn closed(self) -> Vec<u8> {
        match self.0.strip_suffix(b"/>").or_else(|| self.0.strip_suffix(b">")) {
            Some(rest) => [rest, b"/>"].concat(),
            None => self.0.to_vec(),
        }
    }

    /// The bytes.
    pub(in crate::workbook) fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// A tag made of `bytes`, which are one.
    pub(in crate::workbook) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The names and values of all attributes, as they stand.
    pub(in crate::workbook) fn attribute_pairs(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.attributes().filter_map(move |attribute| Some((self.0.get(attribute.name)?, self.0.get(attribute.value)?)))
    }

    fn attributes(self) -> Attributes<'a> {
        Attributes { tag: self.0, position: 1 + self.name().len() }
    }
}

fn splice(bytes: &[u8], place: Range<usize>, replacement: &[u8]) -> Vec<u8> {
    let before = bytes.get(..place.start).unwrap_or(&[]);
    let after = bytes.get(place.end..).unwrap_or(&[]);
    [before, replacement, after].concat()
}

/// Where an attribute stands in its tag.
struct Attribute {
    /// With the space before it.
    whole: Range<usize>,
    name: Range<usize>,
    /// Between the quotes.
    value: Range<usize>,
}

impl Attribute {
    fn is_named(&self, tag: Tag<'_>, name: &str) -> bool {
        tag.0.get(self.name.clone()) == Some(name.as_bytes())
    }
}

struct Attributes<'a> {
    tag: &'a [u8],
    position: usize,
}

impl Attributes<'_> {
    fn after(&self, from: usize, condition: impl Fn(u8) -> bool) -> usize {
        from + self.tag.get(from..).unwrap_or(&[]).iter().take_while(|byte| condition(**byte)).count()
    }
}

impl Iterator for Attributes<'_> {
    type Item = Attribute;

    fn next(&mut self) -> Option<Attribute> {
        let whole = self.position;
        let name = self.after(whole, is_space);
        let name_end = self.after(name, |byte| !is_space(byte) && !matches!(byte, b'=' | b'>' | b'/'));
        let equals = self.after(name_end, is_space);
        if self.tag.get(equals) != Some(&b'=') {
            return None;
        }
        let open = self.after(equals + 1, is_space);
        let quote = *self.tag.get(open).filter(|byte| matches!(byte, b'"' | b'\''))?;
        let close = open + 1 + memchr(quote, self.tag.get(open + 1..)?)?;
        self.position = close + 1;
        Some(Attribute { whole: whole..close + 1, name: name..name_end, value: open + 1..close })
    }
}

/// What XML counts as white space.
pub(in crate::workbook) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// A tag met on a [`Walk`].
#[derive(Debug, Clone, Copy)]
pub(in crate::workbook) struct Step<'a> {
    /// Start, empty or end.
    pub(in crate::workbook) kind: Kind,
    /// How many elements are open around it: 0 for the root and for its end.
    pub(in crate::workbook) depth: usize,
    /// The tag.
    pub(in crate::workbook) tag: Tag<'a>,
    /// Position of its `<`.
    pub(in crate::workbook) start: usize,
    /// Position after its `>`.
    pub(in crate::workbook) end: usize,
}

impl Step<'_> {
    /// Whether an element `local_name` begins here, `depth` elements deep.
    pub(in crate::workbook) fn begins(&self, depth: usize, local_name: &str) -> bool {
        self.kind != Kind::End && self.depth == depth && self.tag.local_name() == local_name.as_bytes()
    }

    /// Whether the element that begins with `start` ends here.
    pub(in crate::workbook) fn ends(&self, start: &Step<'_>) -> bool {
        self.kind == Kind::End && self.depth == start.depth && self.tag.name() == start.tag.name()
    }
}

/// The tags of a part, one after the other.
#[derive(Debug, Clone)]
pub(in crate::workbook) struct Walk<'a> {
    bytes: &'a [u8],
    position: usize,
    depth: usize,
}

impl<'a> Walk<'a> {
    /// Begins before the first tag of `bytes`.
    pub(in crate::workbook) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0, depth: 0 }
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        loop {
            let token = next_token(self.bytes, self.position)?;
            self.position = token.end;
            let depth = match token.kind {
                Kind::Start => {
                    self.depth += 1;
                    self.depth - 1
                }
                Kind::End => {
                    self.depth = self.depth.saturating_sub(1);
                    self.depth
                }
                Kind::Empty => self.depth,
                Kind::CharacterData | Kind::Other => continue,
            };
            return Some(Step {
                kind: token.kind,
                depth,
                tag: token.tag(self.bytes),
                start: token.start,
                end: token.end,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(bytes: &str) -> Tag<'_> {
        Tag::of(bytes.as_bytes())
    }

    #[test]
    fn markup_is_told_apart_and_only_whole_pieces_count() {
        let text = "<?xml?><!-- <a> --><a b='>'>x<![CDATA[</a>]]><c/></a >";
        let mut at = 0;
        let mut seen = Vec::new();
        while let Some(token) = next_token(text.as_bytes(), at) {
            seen.push((token.kind, text.get(token.start..token.end).unwrap()));
            at = token.end;
        }
        let expected = [
            (Kind::Other, "<?xml?>"),
            (Kind::Other, "<!-- <a> -->"),
            (Kind::Start, "<a b='>'>"),
            (Kind::CharacterData, "<![CDATA[</a>]]>"),
            (Kind::Empty, "<c/>"),
            (Kind::End, "</a >"),
        ];
        assert_eq!(seen, expected);
        for cut in ["<", "<a", "<a b='", "<a b='>", "<!", "<!-", "<!--->", "<![CDA", "<![CDATA[]]", "<?xml ?", "</a"] {
            assert_eq!(next_token(cut.as_bytes(), 0), None, "{cut}");
        }
        for swallowing in ["<c t=\"s\"</v>", "<c t=\"<v>\">", "<c <v>", "</v <c>"] {
            assert_eq!(next_token(swallowing.as_bytes(), 0), None, "{swallowing}");
        }
    }

    #[test]
    fn attributes_are_found_by_their_whole_name() {
        let row = tag("<x:row\n spans = '1:3' xr='9' r=\"7\"  x:r=\"8\">");
        assert_eq!(row.local_name(), b"row");
        assert_eq!(row.prefix(), b"x:");
        assert_eq!(row.attribute("r"), Some(b"7".as_slice()));
        assert_eq!(row.attribute("spans"), Some(b"1:3".as_slice()));
        assert_eq!(row.attribute("s"), None);
    }

    #[test]
    fn attributes_are_set_added_and_dropped_in_place() {
        assert_eq!(tag("<col min=\"1\" max=\"9\"/>").with("max", b"4"), b"<col min=\"1\" max=\"4\"/>");
        assert_eq!(tag("<col/>").with("max", b"4"), b"<col max=\"4\"/>");
        assert_eq!(tag("<col a='1' hidden='1' b='2'>").without("hidden"), b"<col a='1' b='2'>");
        assert_eq!(tag("<row r=\"1\"/>").opened(), b"<row r=\"1\">");
        assert_eq!(tag("<row r=\"1\"//>").opened(), b"<row r=\"1\">");
        assert_eq!(tag("<col r=\"1\">").closed(), b"<col r=\"1\"/>");
    }

    #[test]
    fn a_walk_knows_the_depth() {
        let steps: Vec<(usize, Vec<u8>)> =
            Walk::new(b"<a><b/><c><d></d></c></a>").map(|step| (step.depth, step.tag.bytes().to_vec())).collect();
        let depths: Vec<usize> = steps.iter().map(|(depth, _)| *depth).collect();
        assert_eq!(depths, [0, 1, 1, 2, 2, 1, 0]);
    }
}
