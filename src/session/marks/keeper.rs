//! Marks on disk: every change goes to the journal at once, on a thread of its own, and the journal is written anew when
//! the program ends cleanly. What follows the last clean end was left by a program that ended otherwise.

use crate::domain::mark::{CustomerKey, Mark};
use crate::domain::model::Model;
use crate::insight::marks::{MarkKey, Marks};
use crate::session::job::Waker;
use crate::session::marks::MarkChange;
use crate::session::marks::writing::Side;
use crate::workbook::journal::{Journal, JournalError, JournalLines, read_journal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

/// Whether marks can be changed, and whether they are kept.
#[derive(Debug, Clone, Default)]
pub enum MarkAccess {
    /// In this run only: nobody said where to keep them.
    #[default]
    Unkept,
    /// They are being read; they can be changed in a moment.
    Loading,
    /// On disk.
    Kept,
    /// Another window of the program has them; here they can only be looked at.
    ReadOnly,
    /// In this run only: the disk refuses.
    Failed(Arc<JournalError>),
}

impl MarkAccess {
    /// Whether marks can be changed.
    #[must_use]
    pub fn may_write(&self) -> bool {
        !matches!(self, Self::Loading | Self::ReadOnly)
    }
}

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry {
    /// What is noted from here on.
    Set {
        customer: CustomerKey,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        model: Option<Model>,
        mark: Mark,
    },
    /// All before is as the person left it.
    Closed,
}

/// What was read from a journal.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    /// The marks as they were last.
    pub(super) marks: Marks,
    /// What changed after the last clean end.
    pub(super) recovered: Vec<MarkChange>,
    /// Lines that could not be read.
    pub(super) damaged: u64,
}

/// Puts the marks together again.
pub(super) fn replay(lines: &JournalLines) -> Replayed {
    let mut replayed = Replayed { damaged: lines.damaged, ..Replayed::default() };
    // Of each mark that changed since the last clean end, what it was then.
    let mut before: BTreeMap<MarkKey, Mark> = BTreeMap::new();
    for document in &lines.documents {
        match serde_json::from_str(document) {
            Ok(Entry::Set { customer, model, mark }) => {
                let key = MarkKey { customer, model };
                before.entry(key.clone()).or_insert_with(|| replayed.marks.get(&key).clone());
                replayed.marks.set(&key, mark);
            }
            Ok(Entry::Closed) => before.clear(),
            Err(_) => replayed.damaged += 1,
        }
    }
    let change = |(key, before): (MarkKey, Mark)| {
        let after = replayed.marks.get(&key).clone();
        MarkChange { key, before, after }
    };
    replayed.recovered = before.into_iter().map(change).filter(|change| change.before != change.after).collect();
    replayed
}

/// The journal opened, or why it is only looked at.
pub(super) struct Loaded {
    pub(super) replayed: Replayed,
    pub(super) journal: Option<Journal>,
    pub(super) access: MarkAccess,
}

/// Reads the journal at `path`, to write it where nobody else does.
pub(super) fn load(path: &Path) -> Loaded {
    let failed =
        |error| Loaded { replayed: Replayed::default(), journal: None, access: MarkAccess::Failed(Arc::new(error)) };
    match Journal::open(path) {
        Ok((journal, lines)) => Loaded { replayed: replay(&lines), journal: Some(journal), access: MarkAccess::Kept },
        Err(JournalError::InUse) => match read_journal(path) {
            Ok(lines) => {
                // Who writes it has not ended; nothing is there to recover.
                let replayed = Replayed { recovered: Vec::new(), damaged: 0, ..replay(&lines) };
                Loaded { replayed, journal: None, access: MarkAccess::ReadOnly }
            }
            Err(error) => failed(error),
        },
        Err(error) => failed(error),
    }
}

enum Order {
    Note(Arc<[MarkChange]>, Side),
    Close,
    Replace(Vec<String>),
}

/// Writes the journal on a thread of its own.
pub(super) struct Keeper {
    orders: Option<Sender<Order>>,
    problems: Receiver<JournalError>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts the thread; `None` when the system has none to spare.
    pub(super) fn start(mut journal: Journal, waker: Waker) -> Option<Self> {
        let (orders, taken) = channel::<Order>();
        let (tell, problems) = channel();
        let write = move || {
            for order in taken {
                let written = match &order {
                    Order::Note(changes, side) => {
                        let documents: Vec<String> =
                            changes.iter().map(|change| set(&change.key, change.on(*side))).collect();
                        journal.append(documents.iter().map(String::as_str)).map_err(JournalError::from)
                    }
                    Order::Close => journal.append([text(&Entry::Closed).as_str()]).map_err(JournalError::from),
                    Order::Replace(documents) => journal.replace(documents.iter().map(String::as_str)),
                };
                if let Err(error) = written {
                    // Nobody listens any more when the window is closed.
                    let _ = tell.send(error);
                    waker();
                }
            }
        };
        let thread = Builder::new().name("marks-journal".to_owned()).spawn(write).ok()?;
        Some(Self { orders: Some(orders), problems, thread: Some(thread) })
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // A thread that panicked takes nothing more; the marks stay in the window.
            let _ = orders.send(order);
        }
    }

    /// Writes what is noted from now on: one side of `changes`.
    pub(super) fn write(&self, changes: Arc<[MarkChange]>, side: Side) {
        self.order(Order::Note(changes, side));
    }

    /// All that is written so far is as the person wants it.
    pub(super) fn confirm(&self) {
        self.order(Order::Close);
    }

    /// Writes the journal anew with `marks` alone, and ends.
    pub(super) fn close(self, marks: &Marks) {
        let entries = marks.sorted().into_iter().map(|(key, mark)| set(&key, mark));
        self.order(Order::Replace(entries.chain([text(&Entry::Closed)]).collect()));
    }

    /// Why something was not written, the oldest first.
    pub(super) fn problem(&self) -> Option<JournalError> {
        self.problems.try_recv().ok()
    }
}

impl Drop for Keeper {
    /// What was ordered is written; nothing is said to have ended cleanly.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn set(key: &MarkKey, mark: &Mark) -> String {
    text(&Entry::Set { customer: key.customer.clone(), model: key.model, mark: mark.clone() })
}

/// Plain data always has a text.
fn text(entry: &Entry) -> String {
    serde_json::to_string(entry).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mark::MarkStatus;
    use proptest::prelude::*;

    fn key(number: u8) -> MarkKey {
        let model = (number % 2 == 1).then_some(Model::Azure);
        MarkKey { customer: CustomerKey(format!("id:{}", number / 2)), model }
    }

    fn mark(status: usize, owner: &str) -> Mark {
        Mark { status: MarkStatus::ALL.get(status).copied(), owner: owner.to_owned(), ..Mark::default() }
    }

    #[test]
    fn what_follows_the_last_clean_end_is_told_apart() {
        let lines = |documents: Vec<String>| JournalLines { documents, damaged: 0 };
        let (first, second) = (mark(0, "Aiko"), mark(3, "Aiko"));
        let replayed = replay(&lines(vec![
            set(&key(0), &first),
            text(&Entry::Closed),
            set(&key(0), &second),
            set(&key(1), &first),
            set(&key(1), &Mark::default()),
            "{\"later\":1}".to_owned(),
        ]));
        assert_eq!(replayed.recovered, [MarkChange { key: key(0), before: first, after: second.clone() }]);
        assert_eq!((replayed.damaged, replayed.marks.get(&key(0))), (1, &second));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        /// Any changes, kept on disk, come back; a clean end leaves one line a mark.
        #[test]
        fn changes_come_back_whether_the_end_was_clean_or_not(
            changes in prop::collection::vec((0_u8..6, 0_usize..9, "[a-zA-Z 　-〿]{0,6}"), 0..20),
            is_clean in any::<bool>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("marks.jsonl");
            let loaded = load(&path);
            let keeper = Keeper::start(loaded.journal.unwrap(), Arc::new(|| ())).unwrap();
            let mut marks = Marks::default();
            for (number, status, owner) in &changes {
                let (key, mark) = (key(*number), mark(*status, owner));
                let change = MarkChange { key: key.clone(), before: Mark::default(), after: mark.clone() };
                keeper.write(Arc::from([change]), Side::After);
                marks.set(&key, mark);
            }
            if is_clean { keeper.close(&marks) } else { drop(keeper) }
            let again = load(&path);
            prop_assert_eq!(&again.replayed.marks, &marks);
            let expected = if is_clean { 0 } else { marks.sorted().len() };
            prop_assert_eq!(again.replayed.recovered.len(), expected);
            drop(again);
            let lines = read_journal(&path).unwrap().documents.len();
            prop_assert_eq!(lines, if is_clean { marks.sorted().len() + 1 } else { changes.len() });
        }
    }
}
