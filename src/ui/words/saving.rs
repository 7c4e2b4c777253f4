//! Saved or not saved, in words.

use crate::scoring::wallet::prices::PriceFault;
use crate::session::notice::Notice;
use crate::session::price_book::{PriceBookError, PriceBookProblem};
use crate::session::writing::WriteError;
use crate::ui::format;
use crate::ui::words::problems::technical;
use crate::ui::words::terms::visible;
use crate::ui::words::{Problem, Words, fill};
use crate::workbook::error::OpenProblem;
use crate::workbook::json_file::JsonFileError;
use crate::workbook::losses::Loss;
use crate::workbook::markup::{Feature, SaveError, SaveWarning, SavedCopy};
use crate::workbook::plain_table::{CsvError, TableError};
use crate::workbook::price_rows::PriceProblem;
use crate::workbook::save::TargetError;
use crate::workbook::templates::TemplateError;
use std::path::Path;

impl Words {
    /// What `notice` tells; one without a problem has no way out.
    #[must_use]
    pub fn notice(&self, notice: &Notice) -> Problem {
        match notice {
            Notice::OpenFailed { error, .. } => self.open_error(error),
            Notice::FileChanged(source) => Problem {
                title: fill(&self.file_changed, &[("file", &visible(&source.name()))]),
                cause: self.file_changed_cause.clone(),
                way_out: String::new(),
            },
            Notice::ProfileOfPortfolio => Problem {
                title: self.portfolios.profile_title.clone(),
                cause: self.portfolios.profile_cause.clone(),
                way_out: String::new(),
            },
            Notice::Saved(copy) => self.saved(copy),
            Notice::SaveFailed(error) => self.save_error(error),
            Notice::Written { target, rows } => self.written(target, *rows),
            Notice::NotWritten { error, .. } => self.not_written(error),
            Notice::JobFailed(failed) => Problem {
                title: self.job_failed_title.clone(),
                cause: fill(&self.job_failed_cause, &[("cause", &technical(&failed.0))]),
                way_out: self.job_failed_way_out.clone(),
            },
            Notice::HeadersNotFound(headers) => {
                let headers: Vec<String> = headers.iter().map(|header| visible(header).into_owned()).collect();
                Problem {
                    title: fill(&self.headers_not_found_title, &[("headers", &headers.join(", "))]),
                    cause: self.headers_not_found_cause.clone(),
                    way_out: self.headers_not_found_way_out.clone(),
                }
            }
            Notice::Document(document) => self.documents.notice(document),
            Notice::PriceBookTaken { prices, currency } => Problem {
                title: self.price_book_taken.clone(),
                cause: fill(
                    &self.price_book_taken_text,
                    &[("count", &format::count(*prices as u64)), ("currency", currency.symbol())],
                ),
                way_out: String::new(),
            },
            Notice::PriceBookRefused(error) => self.price_book_error(error),
            Notice::NothingToMark => Problem {
                title: self.nothing_to_mark_title.clone(),
                cause: self.nothing_to_mark_cause.clone(),
                way_out: self.nothing_to_mark_way_out.clone(),
            },
            Notice::Marks(notice) => self.mark_notice(notice),
        }
    }

    /// Why a price book does not count.
    #[must_use]
    pub fn price_book_error(&self, error: &PriceBookError) -> Problem {
        let title = fill(&self.price_book_refused, &[("file", &visible(&error.file))]);
        let at = |text: &str, place: &str, content: &str| {
            fill(text, &[("place", &visible(place)), ("content", &technical(content))])
        };
        let cause = match &error.problem {
            PriceBookProblem::Read(PriceProblem::Open(problem)) => {
                let (cause, way_out) = self.open_problem(problem);
                return Problem { title, cause, way_out };
            }
            PriceBookProblem::Read(PriceProblem::NotAPriceBook) => self.price_book_no_columns.clone(),
            PriceBookProblem::Read(PriceProblem::NoNumber { place, content }) => {
                at(&self.price_book_no_number, place, content)
            }
            PriceBookProblem::Fault(PriceFault::Empty) => self.price_book_empty.clone(),
            PriceBookProblem::Fault(PriceFault::UnknownProduct { place, product }) => {
                at(&self.price_book_unknown, place, product)
            }
            PriceBookProblem::Fault(PriceFault::NoPrice { place, product }) => {
                at(&self.price_book_no_price, place, product)
            }
            PriceBookProblem::Fault(PriceFault::Currency { place, currency }) => {
                at(&self.price_book_currency, place, currency)
            }
            PriceBookProblem::Fault(PriceFault::Share { place }) => at(&self.price_book_share, place, ""),
        };
        Problem { title, cause, way_out: self.price_book_way_out.clone() }
    }

    /// That a copy was saved, where, and what to know about it.
    #[must_use]
    pub fn saved(&self, copy: &SavedCopy) -> Problem {
        let name = copy.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = copy.path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        let columns = format::count((copy.columns_added + copy.columns_replaced) as u64);
        let values =
            [("rows", format::count(copy.rows)), ("columns", columns), ("folder", visible(&folder).into_owned())];
        let mut cause = fill(&self.saved_text, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        for warning in &copy.warnings {
            cause.push(' ');
            cause.push_str(&self.save_warning(warning));
        }
        Problem { title: fill(&self.saved_title, &[("file", &visible(&name))]), cause, way_out: String::new() }
    }

    fn written(&self, target: &Path, rows: Option<usize>) -> Problem {
        let name = target.file_name().unwrap_or(target.as_os_str()).to_string_lossy();
        let folder = target.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        let rows = rows.map(|rows| format::count(rows as u64));
        let values = [("rows", rows.as_deref().unwrap_or_default()), ("folder", &*visible(&folder))];
        let text = if rows.is_some() { &self.documents.written_rows } else { &self.documents.written_text };
        Problem {
            title: fill(&self.documents.written_title, &[("file", &visible(&name))]),
            cause: fill(text, &values),
            way_out: String::new(),
        }
    }

    /// Why something else than a copy was not written.
    #[must_use]
    pub fn not_written(&self, error: &WriteError) -> Problem {
        let (cause, way_out) = match error {
            WriteError::Table(TableError::File(CsvError::Target(error)))
            | WriteError::Document(JsonFileError::Target(error))
            | WriteError::Template(TemplateError::Target(error)) => self.target_error(error),
            WriteError::Table(TableError::TooManyRows(rows)) => (
                fill(&self.write_failed_too_many_rows, &[("rows", &format::count(*rows))]),
                self.write_failed_too_many_rows_way_out.clone(),
            ),
            WriteError::Save(error) => self.save_cause(error),
            error => (technical(&error.to_string()), self.save_check_failed_way_out.clone()),
        };
        Problem { title: self.write_failed_title.clone(), cause, way_out }
    }

    /// Why a copy was not saved.
    #[must_use]
    pub fn save_error(&self, error: &SaveError) -> Problem {
        let (cause, way_out) = self.save_cause(error);
        Problem { title: self.save_failed_title.clone(), cause, way_out }
    }

    fn save_cause(&self, error: &SaveError) -> (String, String) {
        let (cause, way_out) = match error {
            SaveError::WrongExtension { needed } => {
                let values = [("needed", needed.as_str())];
                let way_out = fill(&self.save_wrong_extension_way_out, &values);
                return (fill(&self.save_wrong_extension, &values), way_out);
            }
            SaveError::NeedsXlsx { or_text: false } => (self.save_needs_xlsx.clone(), &self.save_needs_xlsx_way_out),
            SaveError::NeedsXlsx { or_text: true } => {
                (self.save_needs_xlsx_or_text.clone(), &self.save_needs_xlsx_or_text_way_out)
            }
            SaveError::BeyondExcel { place, limit } => {
                let values = [("place", &*visible(place)), ("limit", &format::count(*limit))];
                (fill(&self.save_beyond_excel, &values), &self.save_beyond_excel_way_out)
            }
            SaveError::NotInEncoding { text, encoding } => {
                let values = [("text", &*visible(text)), ("encoding", *encoding)];
                (fill(&self.save_not_in_encoding, &values), &self.save_not_in_encoding_way_out)
            }
            SaveError::TargetIsOpen => (self.save_target_is_open.clone(), &self.save_target_is_open_way_out),
            SaveError::TargetIsSource => (self.save_target_is_source.clone(), &self.save_target_is_source_way_out),
            SaveError::NoRoom { needed, last_used } => {
                let (needed, last_used) = (format::count(*needed as u64), format::count(*last_used));
                (
                    fill(&self.save_no_room, &[("needed", &needed), ("last_used", &last_used)]),
                    &self.save_no_room_way_out,
                )
            }
            SaveError::Unsupported { place, feature } => {
                let place = technical(place);
                let cause = match feature {
                    Feature::NotAWorksheet => fill(&self.save_unsupported_not_a_worksheet, &[("place", &place)]),
                    Feature::Encoding(encoding) => {
                        let values = [("place", place.as_str()), ("encoding", encoding)];
                        fill(&self.save_unsupported_encoding, &values)
                    }
                };
                (cause, &self.save_unsupported_way_out)
            }
            // It reads well; only there is no package to copy.
            SaveError::Source(problem @ OpenProblem::UnsupportedFormat(_)) => return self.open_problem(problem),
            SaveError::Source(problem) => {
                let (cause, way_out) = self.open_problem(problem);
                return (fill(&self.save_source, &[("cause", &cause)]), way_out);
            }
            SaveError::SourceChanged => (self.save_source_changed.clone(), &self.save_source_changed_way_out),
            SaveError::Target(error) => return self.target_error(error),
            SaveError::CheckFailed { place, cause } => (
                fill(&self.save_check_failed, &[("place", &technical(place)), ("cause", &technical(cause))]),
                &self.save_check_failed_way_out,
            ),
            SaveError::Cancelled(_) => (self.save_cancelled.clone(), &self.save_cancelled_way_out),
        };
        (cause, way_out.clone())
    }

    pub(super) fn target_error(&self, error: &TargetError) -> (String, String) {
        let name = error.path.file_name().unwrap_or(error.path.as_os_str()).to_string_lossy();
        let file = visible(&name);
        let (text, way_out) = match error.key() {
            "target_locked" => (&self.save_target_locked, &self.save_target_locked_way_out),
            "target_in_cloud" => (&self.save_target_in_cloud, &self.save_target_in_cloud_way_out),
            "network_gone" => (&self.save_network_gone, &self.save_network_gone_way_out),
            "path_too_long" => (&self.save_path_too_long, &self.save_path_too_long_way_out),
            "target_in_use" => (&self.save_target_in_use, &self.save_target_in_use_way_out),
            "disk_full" => (&self.save_disk_full, &self.save_disk_full_way_out),
            "folder_missing" => (&self.save_folder_missing, &self.save_folder_missing_way_out),
            "target_not_allowed" => (&self.save_target_not_allowed, &self.save_target_not_allowed_way_out),
            _ => (&self.save_target_not_writable, &self.save_target_not_writable_way_out),
        };
        let lock = visible(error.lock_file.as_deref().unwrap_or_default());
        let values = [("file", &*file), ("cause", &technical(&error.error.to_string())), ("lock", &lock)];
        (fill(text, &values), fill(way_out, &values))
    }

    /// What to know about a saved copy.
    #[must_use]
    pub fn save_warning(&self, warning: &SaveWarning) -> String {
        let sheets = |names: &[String]| {
            names.iter().map(|name| visible(name).into_owned()).collect::<Vec<_>>().join(&self.list_separator)
        };
        match warning {
            SaveWarning::SignatureInvalid => self.save_warning_signature.clone(),
            SaveWarning::NoCurrencyFormat { cause } => {
                fill(&self.save_warning_currency, &[("cause", &technical(cause))])
            }
            SaveWarning::BesideTable(table) => fill(&self.save_warning_beside_table, &[("table", &visible(table))]),
            SaveWarning::FormulasKept(count) => {
                fill(&self.save_warning_formulas_kept, &[("count", &format::count(*count))])
            }
            SaveWarning::SheetProtected => self.save_warning_sheet_protected.clone(),
            SaveWarning::WorkbookProtected => self.save_warning_workbook_protected.clone(),
            SaveWarning::Shared => self.save_warning_shared.clone(),
            SaveWarning::ReadOnlyRecommended => self.save_warning_read_only.clone(),
            SaveWarning::LabelKept => self.save_warning_label.clone(),
            SaveWarning::MacrosKept => self.save_warning_macros.clone(),
            SaveWarning::PivotsNeedRefresh => self.save_warning_pivots.clone(),
            SaveWarning::PrintAreaStays => self.save_warning_print_area.clone(),
            SaveWarning::NewWorkbook(losses) => self.new_workbook(losses),
            SaveWarning::TextAsWorkbook => self.save_warning_text_as_workbook.clone(),
            SaveWarning::PlainNumberFormats => self.save_warning_plain_formats.clone(),
            SaveWarning::ErrorsAsText(count) => fill(&self.save_warning_errors, &[("count", &format::count(*count))]),
            SaveWarning::TextsCut(count) => fill(&self.save_warning_texts_cut, &[("count", &format::count(*count))]),
            SaveWarning::SheetsLeftOut(names) => fill(&self.save_warning_left_out, &[("sheets", &sheets(names))]),
            SaveWarning::SheetsRenamed(names) => fill(&self.save_warning_renamed, &[("sheets", &sheets(names))]),
        }
    }

    /// That the copy is a new workbook, and what only its source has.
    fn new_workbook(&self, losses: &[Loss]) -> String {
        let name = |loss: &Loss| match loss {
            Loss::Formulas => self.loss_formulas.as_str(),
            Loss::MergedCells => &self.loss_merged_cells,
            Loss::Comments => &self.loss_comments,
            Loss::Drawings => &self.loss_drawings,
            Loss::Links => &self.loss_links,
            Loss::Filters => &self.loss_filters,
            Loss::Validations => &self.loss_validations,
            Loss::ConditionalFormats => &self.loss_conditional_formats,
            Loss::Pivots => &self.loss_pivots,
            Loss::Macros => &self.loss_macros,
        };
        let names = losses.iter().map(name).collect::<Vec<&str>>().join(&self.list_separator);
        match losses {
            [] => self.save_warning_new_workbook.clone(),
            _ => fill(&self.save_warning_new_workbook_without, &[("losses", &names)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::settings::Language;
    use std::io::{Error, ErrorKind};
    use std::path::Path;

    #[test]
    fn a_full_disk_is_told_with_the_file_and_a_way_out() {
        let full = Error::from(ErrorKind::StorageFull);
        let error = SaveError::Target(TargetError::new(Path::new("/data/copy.xlsx"), full));
        for language in Language::ALL {
            let words = Words::of(language);
            let problem = words.save_error(&error);
            assert!(problem.cause.contains("copy.xlsx"), "{}", problem.cause);
            assert_eq!(problem.way_out, words.save_disk_full_way_out);
        }
    }

    #[test]
    fn a_new_workbook_names_what_only_its_source_has() {
        for language in Language::ALL {
            let words = Words::of(language);
            let told = words.save_warning(&SaveWarning::NewWorkbook(vec![Loss::Comments, Loss::Macros]));
            assert!(told.contains(&words.loss_comments) && told.contains(&words.loss_macros), "{told}");
            assert!(!told.contains(&words.loss_pivots), "{told}");
            assert_eq!(words.save_warning(&SaveWarning::NewWorkbook(Vec::new())), words.save_warning_new_workbook);
        }
    }
}
