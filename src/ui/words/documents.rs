//! What is told of reading and writing documents of the program's own.

use crate::session::documents::DocumentNotice;
use crate::ui::words::Problem;
use crate::ui::words::fill;
use crate::ui::words::problems::technical;
use crate::ui::words::section::section;
use crate::ui::words::terms::visible;
use crate::workbook::json_file::JsonFileError;
use std::path::Path;

section! {
    /// Documents and templates.
    DocumentWords, "documents.json", {
        written_title, written_text, written_rows, profile_not_read_title,
        profile_not_read_cause, profile_newer_cause, profile_not_read_way_out, profiles_not_read_title,
        profiles_not_read_way_out, models_not_read_title, models_not_read_way_out, unreadable_cause, too_large_cause, cause, dialog_profile, profile_file,
        }
}

impl DocumentWords {
    /// What happened, why, and what can be done.
    #[must_use]
    pub fn notice(&self, notice: &DocumentNotice) -> Problem {
        match notice {
            DocumentNotice::ProfileNotRead(error) => Problem {
                title: self.profile_not_read_title.clone(),
                cause: self.read_cause(error),
                way_out: self.profile_not_read_way_out.clone(),
            },
            DocumentNotice::ProfilesNotRead(error) => Problem {
                title: self.profiles_not_read_title.clone(),
                cause: self.read_cause(error),
                way_out: self.profiles_not_read_way_out.clone(),
            },
            DocumentNotice::ModelsNotRead(error) => Problem {
                title: self.models_not_read_title.clone(),
                cause: self.read_cause(error),
                way_out: self.models_not_read_way_out.clone(),
            },
        }
    }

    fn cause_of(&self, cause: &str) -> String {
        fill(&self.cause, &[("cause", &technical(cause))])
    }

    fn read_cause(&self, error: &JsonFileError) -> String {
        match error {
            JsonFileError::Unreadable { path, error } => {
                let values = [("file", name(path)), ("cause", technical(&error.to_string()))];
                fill(&self.unreadable_cause, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
            }
            JsonFileError::TooLarge { path } => fill(&self.too_large_cause, &[("file", &name(path))]),
            JsonFileError::Other { path, error } => {
                let told = error.to_string();
                let is_newer = told.contains("newer program");
                let text = if is_newer { &self.profile_newer_cause } else { &self.profile_not_read_cause };
                let values = [("file", name(path)), ("cause", technical(&told))];
                fill(text, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
            }
            JsonFileError::Target(_) | JsonFileError::Write(_) => self.cause_of(&error.to_string()),
        }
    }
}

/// The file's name, without its folder.
fn name(path: &Path) -> String {
    visible(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()).into_owned()
}
