//! The system's file dialogs, on a thread so that the window stays alive behind them.

#![expect(clippy::disallowed_methods, reason = "dialogs are opened here, on a thread of their own")]

use crate::session::action::{Action, Effect};
use crate::session::job::{Job, Waker};
use crate::session::marks::MarkAction;
use crate::session::months::MonthsAction;
use crate::session::profiles::ProfileAction;
use crate::session::tuning::TuningAction;
use crate::session::writing::Writing;
use crate::ui::words::{Words, fill};
use crate::workbook::source::Source;

/// A dialog that is open; its answer is the action to take, or nothing.
pub(super) type OpenDialog = Job<Option<Action>>;

/// Shows the dialog that `effect` asks for.
pub(super) fn show(effect: Effect, words: &'static Words, waker: Waker) -> OpenDialog {
    Job::start("dialog", waker, move |_| match effect {
        Effect::ChooseFiles { add } => choose_files(add, words),
        Effect::ChooseOlderMonth => {
            let files = workbooks(words).pick_files()?;
            Some(Action::Months(MonthsAction::Load(files.into_iter().map(Source::File).collect())))
        }
        Effect::ChooseProfile => {
            let file = profile(words).pick_file()?;
            Some(Action::Tuning(TuningAction::Profiles(ProfileAction::Import(file))))
        }
        Effect::ChooseMarkedCopy => {
            let source = Source::File(workbooks(words).pick_file()?);
            Some(Action::Marks(MarkAction::Merge(source)))
        }
        Effect::ChooseTarget { writing, folder, name } => {
            let mut dialog = rfd::FileDialog::new().set_file_name(file_name(&writing, name, words));
            for (title, kinds) in target_kinds(&writing, words) {
                dialog = dialog.add_filter(title, &kinds);
            }
            if let Some(folder) = folder {
                dialog = dialog.set_directory(folder);
            }
            dialog.save_file().map(|target| writing.to(target))
        }
        // No dialog: the shell draws it.
        Effect::Draw { .. } => None,
    })
}

/// What `writing` is proposed to be called.
fn file_name(writing: &Writing, name: Option<String>, words: &Words) -> String {
    match (writing, name) {
        (Writing::Brief, Some(customer)) => format!("{}.pdf", fill(&words.brief.file_name, &[("customer", &customer)])),
        (Writing::Table, _) => words.customer_table.export_name.clone(),
        (Writing::Profile, _) => words.documents.profile_file.clone(),
        (Writing::Picture(chart), _) => format!("{}.png", words.pictures.file_name(*chart)),
        (_, name) => name.unwrap_or_default(),
    }
}

/// What `writing` may be saved as, the usual first.
fn target_kinds<'a>(writing: &Writing, words: &'a Words) -> Vec<(&'a str, Vec<String>)> {
    let of = |kinds: &[(&'a String, &str)]| {
        kinds.iter().map(|(title, kind)| (title.as_str(), vec![(*kind).to_owned()])).collect()
    };
    match writing {
        Writing::Copy(source) => copy_kinds(source, words),
        Writing::Report | Writing::Template(_) => of(&[(&words.dialog_workbooks, "xlsx")]),
        Writing::Table | Writing::List(_) | Writing::Map(_) => {
            of(&[(&words.dialog_workbooks, "xlsx"), (&words.dialog_texts, "csv")])
        }
        Writing::Profile => of(&[(&words.documents.dialog_profile, "json")]),
        Writing::Brief => of(&[(&words.brief.dialog_pdf, "pdf"), (&words.brief.dialog_png, "png")]),
        Writing::Picture(_) => of(&[(&words.pictures.dialog_png, "png"), (&words.pictures.dialog_svg, "svg")]),
    }
}

/// What the copy of `source` may be, the usual first: a workbook keeps its kind, a text may stay one.
fn copy_kinds<'a>(source: &Source, words: &'a Words) -> Vec<(&'a str, Vec<String>)> {
    let name = source.name();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    let workbook = if matches!(extension.as_str(), "xlsm" | "xltx" | "xltm") { extension.as_str() } else { "xlsx" };
    let mut kinds = vec![(words.dialog_workbooks.as_str(), vec![workbook.to_owned()])];
    if matches!(extension.as_str(), "csv" | "tsv" | "txt") {
        kinds.push((words.dialog_texts.as_str(), vec![extension]));
    }
    kinds
}

fn workbooks(words: &Words) -> rfd::FileDialog {
    let kinds = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt"];
    rfd::FileDialog::new().add_filter(&words.dialog_workbooks, &kinds)
}

fn profile(words: &Words) -> rfd::FileDialog {
    rfd::FileDialog::new().add_filter(&words.documents.dialog_profile, &["json"])
}

fn choose_files(add: bool, words: &Words) -> Option<Action> {
    let files = workbooks(words).pick_files()?;
    let sources = files.into_iter().map(Source::File).collect();
    Some(if add { Action::Add(sources) } else { Action::Open(sources) })
}
