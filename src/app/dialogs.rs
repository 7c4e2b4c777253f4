//! The system's file dialogs, on a thread so that the window stays alive behind them.

#![expect(clippy::disallowed_methods, reason = "dialogs are opened here, on a thread of their own")]

use crate::session::action::{Action, Effect};
use crate::session::customer::CustomerAction;
use crate::session::job::{Job, Waker};
use crate::session::marks::MarkAction;
use crate::session::months::MonthsAction;
use crate::session::profiles::ProfileAction;
use crate::session::table::TableAction;
use crate::session::tuning::TuningAction;
use crate::session::work_list::WorkListAction;
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
        Effect::ChooseProfileTarget => {
            let file = profile(words).set_file_name(&words.documents.profile_file).save_file()?;
            Some(Action::Tuning(TuningAction::Profiles(ProfileAction::Export(file))))
        }
        Effect::ChooseTemplateTarget(kind) => {
            let dialog = rfd::FileDialog::new().add_filter(&words.dialog_workbooks, &["xlsx"]);
            let target = dialog.set_file_name(format!("{}.xlsx", kind.key())).save_file()?;
            Some(Action::WriteTemplate { kind, target })
        }
        Effect::ChooseMarkedCopy => {
            let source = Source::File(workbooks(words).pick_file()?);
            Some(Action::Marks(MarkAction::Merge(source)))
        }
        Effect::ChooseListTarget { name, table } => {
            let dialog = rfd::FileDialog::new().set_file_name(name);
            let dialog =
                dialog.add_filter(&words.dialog_workbooks, &["xlsx"]).add_filter(&words.dialog_texts, &["csv"]);
            let target = dialog.save_file()?;
            Some(Action::WorkList(WorkListAction::Export(target, table)))
        }
        Effect::ChooseReportTarget { folder, name } => {
            let mut dialog = rfd::FileDialog::new().set_file_name(name).add_filter(&words.dialog_workbooks, &["xlsx"]);
            if let Some(folder) = folder {
                dialog = dialog.set_directory(folder);
            }
            dialog.save_file().map(Action::SaveReport)
        }
        Effect::ChooseExportTarget => {
            let dialog = rfd::FileDialog::new().set_file_name(&words.customer_table.export_name);
            let dialog =
                dialog.add_filter(&words.dialog_workbooks, &["xlsx"]).add_filter(&words.dialog_texts, &["csv"]);
            dialog.save_file().map(|target| Action::Table(TableAction::Export(target)))
        }
        Effect::ChooseTarget { source, folder, name } => {
            let mut dialog = rfd::FileDialog::new().set_file_name(name);
            for (title, kinds) in target_kinds(&source, words) {
                dialog = dialog.add_filter(title, &kinds);
            }
            if let Some(folder) = folder {
                dialog = dialog.set_directory(folder);
            }
            dialog.save_file().map(|target| Action::Save { source, target })
        }
        Effect::ChooseBriefTarget { customer, folder } => {
            let name = fill(&words.brief.file_name, &[("customer", &customer)]);
            let mut dialog = rfd::FileDialog::new().set_file_name(format!("{name}.pdf"));
            for (title, kind) in [(&words.brief.dialog_pdf, "pdf"), (&words.brief.dialog_png, "png")] {
                dialog = dialog.add_filter(title, &[kind]);
            }
            if let Some(folder) = folder {
                dialog = dialog.set_directory(folder);
            }
            dialog.save_file().map(|target| Action::Customer(CustomerAction::SaveBrief(target)))
        }
        // No dialog: the shell writes it.
        Effect::WriteBrief { .. } => None,
    })
}

/// What the copy of `source` may be, the usual first: a workbook keeps its kind, a text may stay one.
fn target_kinds<'a>(source: &Source, words: &'a Words) -> Vec<(&'a str, Vec<String>)> {
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
