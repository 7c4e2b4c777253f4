//! What went wrong, in words: what happened, why, and the way out.

use crate::support::text::shorten;
use crate::ui::format;
use crate::ui::words::terms::visible;
use crate::ui::words::{Words, fill};
use crate::workbook::delimited::TextForm;
use crate::workbook::error::{Format, LooksLike, Needed, NoTable, OpenError, OpenProblem, Unit};
use crate::workbook::table::OpenWarning;
use std::io::{Error, ErrorKind};

/// Characters of a technical cause that are shown.
const CAUSE_SHOWN: usize = 160;

/// Something that went wrong, ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What happened.
    pub title: String,
    /// Why.
    pub cause: String,
    /// What to do about it.
    pub way_out: String,
}

/// A technical text from a file or the system, short and on one line, without a full stop of its own.
pub(super) fn technical(text: &str) -> String {
    shorten(visible(text).trim_end_matches('.'), CAUSE_SHOWN)
}

impl Words {
    /// Why a file could not be opened.
    #[must_use]
    pub fn open_error(&self, error: &OpenError) -> Problem {
        let (cause, way_out) = self.open_problem(&error.problem);
        Problem { title: fill(&self.problem_open_title, &[("file", &visible(&error.file))]), cause, way_out }
    }

    /// The cause of `problem` and the way out.
    #[must_use]
    pub fn open_problem(&self, problem: &OpenProblem) -> (String, String) {
        let (cause, way_out) = match problem {
            OpenProblem::NotAWorkbook(looks) => {
                (fill(&self.problem_not_a_workbook, &[("kind", self.looks_like(*looks))]), self.other_way_out(*looks))
            }
            OpenProblem::Damaged { place, cause } => (
                fill(&self.problem_damaged, &[("place", &technical(place)), ("cause", &technical(cause))]),
                &self.problem_damaged_way_out,
            ),
            OpenProblem::Encrypted => (self.problem_encrypted.clone(), &self.problem_encrypted_way_out),
            OpenProblem::TooLarge { place, unit, limit } => {
                let limit = format::count(*limit);
                let values = [("place", technical(place)), ("limit", limit), ("unit", self.unit(*unit).to_owned())];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                (fill(&self.problem_too_large, &values), &self.problem_too_large_way_out)
            }
            OpenProblem::NoTable(reason) => self.no_table(*reason),
            OpenProblem::MissingColumns { sheet, missing } => {
                let missing: Vec<&str> = missing.iter().map(|needed| self.needed(*needed)).collect();
                let missing = missing.join(&self.list_separator);
                (
                    fill(&self.problem_missing_columns, &[("sheet", &visible(sheet)), ("missing", &missing)]),
                    &self.problem_missing_columns_way_out,
                )
            }
            OpenProblem::UnsupportedFormat(format) => (
                fill(&self.problem_unsupported_format, &[("format", self.file_format(*format))]),
                &self.problem_unsupported_format_way_out,
            ),
            OpenProblem::Unreadable(error) => self.unreadable(error),
            OpenProblem::Cancelled(_) => (self.problem_cancelled.clone(), &self.problem_cancelled_way_out),
            OpenProblem::ReaderFailed(cause) => (
                fill(&self.problem_reader_failed, &[("cause", &technical(cause))]),
                &self.problem_reader_failed_way_out,
            ),
        };
        (cause, way_out.clone())
    }

    fn no_table(&self, reason: NoTable) -> (String, &String) {
        let (cause, way_out) = match reason {
            NoTable::NothingFound => (&self.problem_no_table_found, &self.problem_no_table_way_out),
            NoTable::OnlyHidden => (&self.problem_no_table_hidden, &self.problem_no_table_hidden_way_out),
            NoTable::NoRows => (&self.problem_no_table_rows, &self.problem_no_table_way_out),
            NoTable::NoStoredResults => (&self.problem_no_table_results, &self.problem_no_table_results_way_out),
        };
        (cause.clone(), way_out)
    }

    fn unreadable(&self, error: &Error) -> (String, &String) {
        match error.kind() {
            ErrorKind::NotFound => (self.problem_unreadable_gone.clone(), &self.problem_unreadable_gone_way_out),
            ErrorKind::PermissionDenied => {
                (self.problem_unreadable_denied.clone(), &self.problem_unreadable_denied_way_out)
            }
            _ => (
                fill(&self.problem_unreadable, &[("cause", &technical(&error.to_string()))]),
                &self.problem_unreadable_way_out,
            ),
        }
    }

    fn looks_like(&self, looks: LooksLike) -> &str {
        match looks {
            LooksLike::Empty => &self.looks_empty,
            LooksLike::Text => &self.looks_text,
            LooksLike::MisnamedText => &self.looks_misnamed_text,
            LooksLike::Html => &self.looks_html,
            LooksLike::Picture => &self.looks_picture,
            LooksLike::Pdf => &self.looks_pdf,
            LooksLike::Word => &self.looks_word,
            LooksLike::PowerPoint => &self.looks_powerpoint,
            LooksLike::Archive => &self.looks_archive,
            LooksLike::HtmlTable => &self.looks_html_table,
            LooksLike::XmlSpreadsheet => &self.looks_xml_spreadsheet,
            LooksLike::Rtf => &self.looks_rtf,
            LooksLike::Json => &self.looks_json,
            LooksLike::Mail => &self.looks_mail,
            LooksLike::Numbers => &self.looks_numbers,
            LooksLike::PowerBi => &self.looks_power_bi,
            LooksLike::OpenDocument => &self.looks_open_document,
            LooksLike::Compressed => &self.looks_compressed,
            LooksLike::Program => &self.looks_program,
            LooksLike::Database => &self.looks_database,
            LooksLike::Parquet => &self.looks_parquet,
            LooksLike::Shortcut => &self.looks_shortcut,
            LooksLike::Unknown => &self.looks_unknown,
        }
    }

    /// What to do about a file that is no workbook.
    fn other_way_out(&self, looks: LooksLike) -> &String {
        match looks {
            // Excel reads these, whatever their names say.
            LooksLike::HtmlTable | LooksLike::XmlSpreadsheet => &self.problem_unsupported_format_way_out,
            LooksLike::Archive | LooksLike::Compressed => &self.looks_unpack_way_out,
            LooksLike::Numbers => &self.looks_numbers_way_out,
            LooksLike::PowerBi | LooksLike::Database | LooksLike::Parquet | LooksLike::Json => {
                &self.looks_export_way_out
            }
            LooksLike::Mail => &self.looks_mail_way_out,
            LooksLike::MisnamedText => &self.looks_misnamed_text_way_out,
            LooksLike::Shortcut => &self.looks_shortcut_way_out,
            _ => &self.problem_not_a_workbook_way_out,
        }
    }

    /// How a text was taken apart.
    #[must_use]
    pub fn text_form(&self, form: TextForm) -> String {
        let separator = match form.separator {
            ',' => self.separator_comma.clone(),
            ';' => self.separator_semicolon.clone(),
            '\t' => self.separator_tab.clone(),
            '|' => self.separator_bar.clone(),
            other => visible(&other.to_string()).into_owned(),
        };
        fill(&self.understanding_text_form_value, &[("encoding", form.encoding.name()), ("separator", &separator)])
    }

    fn unit(&self, unit: Unit) -> &str {
        match unit {
            Unit::Bytes => &self.unit_bytes,
            Unit::Entries => &self.unit_entries,
            Unit::Rows => &self.unit_rows,
            Unit::Strings => &self.unit_strings,
            Unit::TextBytes => &self.unit_text_bytes,
            Unit::FileBytes => &self.unit_file_bytes,
            Unit::Columns => &self.unit_columns,
            Unit::Cells => &self.unit_cells,
            Unit::Memory => &self.unit_memory,
        }
    }

    fn needed(&self, needed: Needed) -> &str {
        match needed {
            Needed::Identity => &self.needed_identity,
            Needed::Scores => &self.needed_scores,
        }
    }

    fn file_format(&self, format: Format) -> &str {
        match format {
            Format::Xls => &self.format_xls,
            Format::Xlsb => &self.format_xlsb,
            Format::Ods => &self.format_ods,
            Format::StrictOoxml => &self.format_strict,
            Format::Csv => &self.format_csv,
        }
    }

    /// What to know about a file that opened.
    #[must_use]
    pub fn open_warning(&self, warning: &OpenWarning) -> String {
        let sheets = |names: &[String]| visible(&names.join(&self.list_separator)).into_owned();
        match warning {
            OpenWarning::OtherTables(names) => fill(&self.warning_other_tables, &[("sheets", &sheets(names))]),
            OpenWarning::HiddenTables(names) => fill(&self.warning_hidden_tables, &[("sheets", &sheets(names))]),
            OpenWarning::RowsWithoutCustomer(count) => {
                fill(&self.warning_rows_without_customer, &[("count", &format::count(*count))])
            }
            OpenWarning::ColumnTwice(header) => fill(&self.warning_column_twice, &[("header", &visible(header))]),
            OpenWarning::ScoresAsFractions(header) => {
                fill(&self.warning_scores_as_fractions, &[("header", &visible(header))])
            }
            OpenWarning::NoStoredValues(header) => {
                fill(&self.warning_no_stored_values, &[("header", &visible(header))])
            }
            OpenWarning::RepeatedHeaders(count) => {
                fill(&self.warning_repeated_headers, &[("count", &format::count(*count))])
            }
            OpenWarning::ErrorCells(count) => fill(&self.warning_error_cells, &[("count", &format::count(*count))]),
            OpenWarning::RepeatedCustomers(count) => {
                fill(&self.warning_repeated_customers, &[("count", &format::count(*count))])
            }
            OpenWarning::Signed => self.warning_signed.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::settings::Language;

    #[test]
    fn an_error_names_the_file_the_cause_and_the_way_out_in_both_languages() {
        let error =
            OpenError { file: "q3\u{202e}.xlsx".to_owned(), problem: OpenProblem::NotAWorkbook(LooksLike::Pdf) };
        for language in Language::ALL {
            let problem = Words::of(language).open_error(&error);
            assert!(problem.title.contains("q3\u{fffd}.xlsx"), "{}", problem.title);
            assert!(problem.cause.contains("PDF"), "{}", problem.cause);
            assert!(problem.way_out.contains(".xlsx"), "{}", problem.way_out);
        }
    }

    #[test]
    fn technical_causes_stay_short() {
        let long = "x".repeat(5_000);
        let (cause, _) = Words::of(Language::English).open_problem(&OpenProblem::damaged("sheet1.xml", long));
        assert!(cause.chars().count() < 250, "{}", cause.len());
    }
}
