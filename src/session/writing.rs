//! What goes to a file that a person chooses: asked for in one way, and told in one way.

use crate::session::action::Action;
use crate::session::customer::CustomerAction;
use crate::session::drawing::Chart;
use crate::session::list_table::ListTable;
use crate::session::notice::Notice;
use crate::session::profiles::ProfileAction;
use crate::session::table::TableAction;
use crate::session::tuning::TuningAction;
use crate::session::whitespace_map::{MapAction, MapTexts};
use crate::session::{Session, same_file};
use crate::workbook::json_file::JsonFileError;
use crate::workbook::markup::SaveError;
use crate::workbook::plain_table::TableError;
use crate::workbook::source::Source;
use crate::workbook::templates::{TemplateError, TemplateKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Something that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writing {
    /// The marked-up copy of this opened file.
    Copy(Source),
    /// The report workbook of what is shown.
    Report,
    /// What was asked for of the customers' table.
    Table,
    /// A list in words.
    List(Arc<ListTable>),
    /// The table of the whitespace map.
    Map(Arc<MapTexts>),
    /// An empty workbook to fill.
    Template(TemplateKind),
    /// The draft of the profile, else the profile in use.
    Profile,
    /// The brief of the customer that is shown.
    Brief,
    /// A picture of a chart.
    Picture(Chart),
}

impl Writing {
    /// The action that writes it to `target`.
    #[must_use]
    pub fn to(self, target: PathBuf) -> Action {
        match self {
            Self::Copy(source) => Action::Save { source, target },
            Self::Report => Action::SaveReport(target),
            Self::Table => Action::Table(TableAction::Export(target)),
            Self::List(table) => Action::SaveList { table, target },
            Self::Map(texts) => Action::WhitespaceMap(MapAction::Export(target, texts)),
            Self::Template(kind) => Action::WriteTemplate { kind, target },
            Self::Profile => Action::Tuning(TuningAction::Profiles(ProfileAction::Export(target))),
            Self::Brief => Action::Customer(CustomerAction::SaveBrief(target)),
            Self::Picture(chart) => Action::SavePicture { chart, target },
        }
    }
}

/// Why something was not written; the target is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A table or a report.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A document of the program's own.
    #[error(transparent)]
    Document(#[from] JsonFileError),
    /// A template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A brief or a picture; and whatever would have gone over a file that is open.
    #[error(transparent)]
    Save(#[from] SaveError),
}

impl WriteError {
    /// Whether the person stopped it.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Table(error) if error.is_cancelled())
    }
}

impl Session {
    /// Tells how the writing to `target` went, of so many rows where it has rows. What a person stopped is no news.
    pub(super) fn tell_written(&mut self, target: PathBuf, written: Result<Option<usize>, WriteError>) {
        self.notices.extend(match written {
            Ok(rows) => Some(Notice::Written { target, rows }),
            Err(error) if error.is_cancelled() => None,
            Err(error) => Some(Notice::NotWritten { target, error: Arc::new(error) }),
        });
    }

    /// Whether `target` is a file that is open; that is told then, and nothing may be written there.
    pub(super) fn refuses(&mut self, target: &Path) -> bool {
        let is_target = |source: &Source| source.path().is_some_and(|path| same_file(path, target));
        let is_open = self.sources().iter().any(is_target);
        if is_open {
            self.tell_written(target.to_owned(), Err(SaveError::TargetIsOpen.into()));
        }
        is_open
    }

    /// The folder of the first opened file that has one, to begin in when a target is chosen.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.sources().iter().find_map(|source| source.path()?.parent().map(Path::to_owned))
    }
}
