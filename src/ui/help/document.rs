//! The few forms of Markdown that the guide is written in, taken apart: headings, paragraphs, lists, tables, pictures,
//! commands; bold and code within a line. Anything else is a paragraph.

/// A page of the guide.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Its title: the question that it answers.
    pub(super) title: String,
    /// What stands under it.
    pub(super) blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading within the page.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// An entry of a list, with its sign: a dot, or its number.
    Item(String, Vec<Span>),
    /// A table, its head first; every row has as many cells as the head.
    Table(Vec<Vec<Vec<Span>>>),
    /// A picture: its file's name without folder and ending, and what it shows.
    Picture { name: String, shows: String },
    /// Commands, as they are typed.
    Commands(String),
}

/// Words of one kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The words.
    pub(super) text: String,
    /// How they look.
    pub(super) style: SpanStyle,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SpanStyle {
    /// As everything else.
    Plain,
    /// What a button or a term is called.
    Strong,
    /// What is typed.
    Code,
}

impl Document {
    /// The page that `text` holds.
    pub(super) fn parse(text: &str) -> Self {
        let mut page = Self::default();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some(title) = line.strip_prefix("# ") {
                title.trim().clone_into(&mut page.title);
            } else if let Some(heading) = line.strip_prefix("## ") {
                page.blocks.push(Block::Heading(heading.trim().to_owned()));
            } else if line.starts_with("```") {
                let typed: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
                page.blocks.push(Block::Commands(typed.join("\n")));
            } else if line.starts_with('|') {
                let mut rows = vec![cells(line)];
                while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                    rows.push(cells(row));
                }
                page.blocks.push(Block::Table(even(rows)));
            } else if let Some(picture) = picture(line) {
                page.blocks.push(picture);
            } else if !line.trim().is_empty() {
                let mut words = line.trim().to_owned();
                // A paragraph or an entry goes on until a line begins something else.
                while let Some(next) = lines.next_if(|line| goes_on(line)) {
                    join(&mut words, next.trim());
                }
                page.blocks.push(match entry(&words) {
                    Some((sign, rest)) => Block::Item(sign, spans(rest)),
                    None => Block::Paragraph(spans(&words)),
                });
            }
        }
        page
    }

    /// All its words, for a search.
    pub(super) fn holds(&self, wanted: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(wanted);
        let any = |spans: &[Span]| spans.iter().any(|span| has(&span.text));
        has(&self.title)
            || self.blocks.iter().any(|block| match block {
                Block::Heading(text) | Block::Commands(text) => has(text),
                Block::Paragraph(spans) | Block::Item(_, spans) => any(spans),
                Block::Table(rows) => rows.iter().flatten().any(|cell| any(cell)),
                Block::Picture { shows, .. } => has(shows),
            })
    }
}

/// Whether a line belongs to the paragraph before it.
fn goes_on(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '|', '!', '`']) && entry(line).is_none()
}

/// Japanese lines are joined without a blank.
fn join(words: &mut String, next: &str) {
    if words.chars().next_back().is_some_and(|last| last.is_ascii()) {
        words.push(' ');
    }
    words.push_str(next);
}

/// The sign and the words of an entry of a list.
fn entry(line: &str) -> Option<(String, &str)> {
    if let Some(rest) = line.strip_prefix("- ") {
        return Some(("•".to_owned(), rest));
    }
    let (number, rest) = line.split_once(". ")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (format!("{number}."), rest))
}

fn picture(line: &str) -> Option<Block> {
    let (shows, rest) = line.strip_prefix("![")?.split_once("](")?;
    let path = rest.strip_suffix(')')?;
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    let name = file.strip_suffix(".png")?.to_owned();
    Some(Block::Picture { name, shows: shows.to_owned() })
}

fn cells(line: &str) -> Vec<Vec<Span>> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|cell| spans(cell.trim())).collect()
}

/// Without the line under the head, and with as many cells in each row as in the head.
fn even(mut rows: Vec<Vec<Vec<Span>>>) -> Vec<Vec<Vec<Span>>> {
    let is_rule = |row: &Vec<Vec<Span>>| {
        row.iter().all(|cell| cell.iter().all(|span| span.text.chars().all(|c| matches!(c, '-' | ':' | ' '))))
    };
    rows.retain(|row| !is_rule(row));
    let width = rows.first().map_or(0, Vec::len);
    for row in &mut rows {
        row.resize_with(width, Vec::new);
    }
    rows
}

/// `text` cut at `**bold**` and at code; a sign without its partner is kept as it is.
fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = [("**", SpanStyle::Strong), ("`", SpanStyle::Code)]
            .into_iter()
            .find_map(|(sign, style)| Some((rest.strip_prefix(sign)?.split_once(sign)?, style)));
        if let Some(((words, after), style)) = found {
            if !plain.is_empty() {
                spans.push(Span { text: std::mem::take(&mut plain), style: SpanStyle::Plain });
            }
            spans.push(Span { text: words.to_owned(), style });
            rest = after;
        } else {
            plain.push(first);
            rest = rest.strip_prefix(first).unwrap_or_default();
        }
    }
    if !plain.is_empty() {
        spans.push(Span { text: plain, style: SpanStyle::Plain });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Span> {
        vec![Span { text: text.to_owned(), style: SpanStyle::Plain }]
    }

    #[test]
    fn every_form_is_told_apart() {
        let page = Document::parse(
            "# Why?\n\nOne\ntwo.\n- a\n  goes on\n- b\n\n12. c\n## More\n| x | y |\n| --- | :-: |\n| 1 |\n\n\
             ![A cell](../pictures/cell-en.png)\n```sh\nrun it\n```\n",
        );
        assert_eq!(page.title, "Why?");
        let picture = Block::Picture { name: "cell-en".to_owned(), shows: "A cell".to_owned() };
        assert_eq!(
            page.blocks,
            [
                Block::Paragraph(plain("One two.")),
                Block::Item("•".to_owned(), plain("a goes on")),
                Block::Item("•".to_owned(), plain("b")),
                Block::Item("12.".to_owned(), plain("c")),
                Block::Heading("More".to_owned()),
                Block::Table(vec![vec![plain("x"), plain("y")], vec![plain("1"), Vec::new()]]),
                picture,
                Block::Commands("run it".to_owned()),
            ]
        );
        assert!(page.holds("goes on") && page.holds("why") && !page.holds("absent"));
    }

    #[test]
    fn bold_and_code_are_cut_out_and_lone_signs_stay() {
        let styles: Vec<_> = spans("a **b** `c` 2 * 3 ** 4").into_iter().map(|span| (span.text, span.style)).collect();
        let expected = [
            ("a ", SpanStyle::Plain),
            ("b", SpanStyle::Strong),
            (" ", SpanStyle::Plain),
            ("c", SpanStyle::Code),
            (" 2 * 3 ** 4", SpanStyle::Plain),
        ];
        assert_eq!(styles, expected.map(|(text, style)| (text.to_owned(), style)));
    }

    #[test]
    fn japanese_lines_join_without_a_blank() {
        assert_eq!(Document::parse("行を\n続ける").blocks, [Block::Paragraph(plain("行を続ける"))]);
    }
}
