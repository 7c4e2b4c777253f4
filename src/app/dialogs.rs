//! The system's file dialogs, on a thread so that the window stays alive behind them.

#![expect(clippy::disallowed_methods, reason = "dialogs are opened here, on a thread of their own")]

use crate::session::action::{Action, Effect};
use crate::session::job::{Job, Waker};
use crate::ui::words::Words;
use crate::workbook::source::Source;

/// A dialog that is open; its answer is the action to take, or nothing.
pub(super) type OpenDialog = Job<Option<Action>>;

/// Shows the dialog that `effect` asks for.
pub(super) fn show(effect: Effect, words: &'static Words, waker: Waker) -> OpenDialog {
    Job::start("dialog", waker, move |_| match effect {
        Effect::ChooseFiles { add } => choose_files(add, words),
        Effect::ChooseTarget { source, folder, name } => {
            let mut dialog =
                rfd::FileDialog::new().set_file_name(name).add_filter(&words.dialog_workbooks, &["xlsx", "xlsm"]);
            if let Some(folder) = folder {
                dialog = dialog.set_directory(folder);
            }
            dialog.save_file().map(|target| Action::Save { source, target })
        }
    })
}

fn choose_files(add: bool, words: &Words) -> Option<Action> {
    let kinds = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt"];
    let files = rfd::FileDialog::new().add_filter(&words.dialog_workbooks, &kinds).pick_files()?;
    let sources = files.into_iter().map(Source::File).collect();
    Some(if add { Action::Add(sources) } else { Action::Open(sources) })
}
