//! Marks out of a colleague's copy: what is new, and what both have written, side by side.
//!
//! A copy tells no more than what it says now. What is empty there and written here stays: it cannot be known whether
//! the colleague took it away or never had it.

use crate::domain::mark::{Mark, MarkEdit, MarkPart, MarkStatus};
use crate::domain::model::Model;
use crate::insight::marks::{MarkKey, Marks};
use crate::portfolio::{CustomerIndex, Portfolio, PortfolioBuilder};
use crate::session::marks::columns::{OwnPart, OwnWords, of_own_key, own_header, own_key};
use crate::support::progress::Progress;
use crate::support::text::comparison_key;
use crate::workbook::choices::ReadChoices;
use crate::workbook::error::{OpenError, OpenProblem};
use crate::workbook::own_cells::read_own_cells;
use crate::workbook::read::read_report;
use crate::workbook::source::Source;
use std::collections::{BTreeMap, HashMap};

/// How many cells that were not understood are told.
const PROBLEMS_TOLD: usize = 20;

/// One part of one mark that a copy has otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRow {
    /// Whose.
    pub key: MarkKey,
    /// Who that is among those that are open.
    pub customer: CustomerIndex,
    /// The customer's name in the copy.
    pub name: String,
    /// What is noted here; empty when nothing is.
    pub ours: MarkEdit,
    /// What the copy has.
    pub theirs: MarkEdit,
    /// Whether theirs is taken.
    pub takes_theirs: bool,
}

impl MergeRow {
    /// Whether both have written something.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        !self.ours.is_empty()
    }
}

/// A cell whose content says nothing of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstoodCell {
    /// The sheet's row, from 1.
    pub row: u32,
    /// The column.
    pub part: OwnPart,
    /// What it holds.
    pub content: String,
}

/// A copy held against the marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePage {
    /// The copy.
    pub source: Source,
    /// What it has otherwise: conflicts first, then what is new; each in the order of the copy.
    pub rows: Vec<MergeRow>,
    /// How many parts are the same in both.
    pub same: usize,
    /// The first cells that were not understood.
    pub problems: Vec<NotUnderstoodCell>,
    /// How many there are.
    pub problem_count: usize,
}

/// Words by which a copy's cells are understood, in every language.
pub type WordsOfCopies = Vec<OwnWords>;

/// Reads the marks of `source` and holds them against `marks`.
///
/// # Errors
/// Why the copy cannot be read. A file without any columns of marks is [`OpenProblem::NoTable`].
pub fn compare(
    source: &Source,
    choices: &ReadChoices,
    marks: &Marks,
    words: &[OwnWords],
    progress: &Progress,
) -> Result<MergePage, OpenError> {
    let fail = |problem| OpenError { file: source.name(), problem };
    let table = read_report(source, choices, &mut |_| {}, progress)?;
    let (sheet, header_row) = (table.origin.sheet.clone(), table.origin.header_row);
    let mut builder = PortfolioBuilder::default();
    builder.add(table).map_err(|_| fail(OpenProblem::too_much_text(&sheet)))?;
    let portfolio = builder.finish();
    let headers = headers(words);
    let by_header = |header: &str| headers.get(&comparison_key(header)).cloned();
    let columns = read_own_cells(source, &sheet, header_row, &by_header, progress).map_err(fail)?;
    let mut comparing = Comparing { marks, words, theirs: BTreeMap::new(), page: empty_page(source) };
    let rows = rows(&portfolio);
    for own in &columns {
        let Some((model, part)) = of_own_key(&own.key) else { continue };
        for (row, text) in &own.cells {
            if let Some(customer) = rows.get(row) {
                comparing.take(&portfolio, *customer, model, part, *row, text);
            }
        }
    }
    Ok(comparing.finish(&portfolio))
}

fn empty_page(source: &Source) -> MergePage {
    MergePage { source: source.clone(), rows: Vec::new(), same: 0, problems: Vec::new(), problem_count: 0 }
}

/// The customer of each row of the sheet.
fn rows(portfolio: &Portfolio) -> HashMap<u32, CustomerIndex> {
    let files = portfolio.files.iter();
    files.flat_map(|file| file.rows.iter().copied().zip(file.customers.iter().copied())).collect()
}

/// The keys of columns by what their headers come down to, in every language.
fn headers(words: &[OwnWords]) -> HashMap<String, String> {
    let mut headers = HashMap::new();
    for words in words {
        for model in [None].into_iter().chain(Model::ALL.into_iter().map(Some)) {
            for part in OwnPart::ALL {
                headers.insert(comparison_key(&own_header(words, model, part)), own_key(model, part));
            }
        }
    }
    headers
}

struct Comparing<'a> {
    marks: &'a Marks,
    words: &'a [OwnWords],
    /// By customer, model and part what the copy says first.
    theirs: BTreeMap<(CustomerIndex, Option<Model>, MarkPart), MarkEdit>,
    page: MergePage,
}

impl Comparing<'_> {
    fn take(
        &mut self,
        portfolio: &Portfolio,
        customer: CustomerIndex,
        model: Option<Model>,
        part: OwnPart,
        row: u32,
        text: &str,
    ) {
        // A customer without any key cannot be marked.
        if part == OwnPart::Week || portfolio.customer_key(customer).is_none() {
            return;
        }
        match understand(self.words, part, text) {
            Some(edit) => {
                self.theirs.entry((customer, model, edit.part())).or_insert(edit);
            }
            None => {
                self.page.problem_count += 1;
                if self.page.problems.len() < PROBLEMS_TOLD {
                    self.page.problems.push(NotUnderstoodCell { row, part, content: text.to_owned() });
                }
            }
        }
    }

    fn finish(mut self, portfolio: &Portfolio) -> MergePage {
        for ((customer, model, part), theirs) in std::mem::take(&mut self.theirs) {
            let Some(key) = portfolio.customer_key(customer) else { continue };
            let key = MarkKey { customer: key, model };
            // In the form that it would be kept in.
            let mut kept = Mark::default();
            kept.change(&theirs);
            let (ours, theirs) = (self.marks.get(&key).part(part), kept.part(part));
            if ours == theirs {
                self.page.same += usize::from(!theirs.is_empty());
            } else if !theirs.is_empty() {
                let name = portfolio.customers.name.get(customer as usize);
                let name = name.map_or("", |id| portfolio.texts.text(*id)).to_owned();
                let takes_theirs = ours.is_empty();
                self.page.rows.push(MergeRow { key, customer, name, ours, theirs, takes_theirs });
            }
        }
        self.page.rows.sort_by_key(|row| !row.is_conflict());
        self.page
    }
}

/// What a cell says; `None` when it is no word of its column.
fn understand(words: &[OwnWords], part: OwnPart, text: &str) -> Option<MarkEdit> {
    let key = comparison_key(text);
    let is = |word: &str| comparison_key(word) == key;
    match part {
        OwnPart::Owner => Some(MarkEdit::Owner(text.to_owned())),
        OwnPart::Note => Some(MarkEdit::Note(text.to_owned())),
        OwnPart::Mark => {
            let is_target = words.iter().any(|words| is(&words.target));
            let yes = ["x", "yes", "y", "true", "1", "はい", "○", "〇", "target"];
            let no = ["no", "n", "false", "0", "いいえ", "×"];
            let raw = text.trim();
            if is_target || yes.contains(&key.as_str()) || yes.contains(&raw) {
                return Some(MarkEdit::Target(true));
            }
            (no.contains(&key.as_str()) || no.contains(&raw)).then_some(MarkEdit::Target(false))
        }
        OwnPart::Status => {
            let by_key = || MarkStatus::ALL.into_iter().find(|status| is(status.key()));
            let by_word = words.iter().find_map(|words| words.statuses.iter().position(|word| is(word)));
            by_word
                .and_then(|at| MarkStatus::ALL.get(at).copied())
                .or_else(by_key)
                .map(|status| MarkEdit::Status(Some(status)))
        }
        OwnPart::Week => None,
    }
}
