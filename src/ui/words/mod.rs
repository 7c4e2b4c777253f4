//! Every word a person reads, in each language: the language files as a struct, so that a missing key is an error.

mod brief;
mod chances;
mod columns;
mod copy;
mod customer;
mod customers;
mod desk;
mod documents;
mod help;
pub(in crate::ui) mod keys;
pub mod map;
mod marks;
mod merge;
mod models;
mod months;
mod names;
mod overview;
mod palette;
mod pictures;
mod portfolios;
mod problems;
mod quality;
mod reasons;
mod saving;
mod section;
mod settings;
mod signals;
pub mod terms;
pub(in crate::ui) mod tuning;
mod work_list;

pub use problems::Problem;
pub use terms::{mark_words, report_names};

use crate::session::settings::Language;
use crate::ui::words::brief::BriefWords;
use crate::ui::words::columns::ColumnWords;
use crate::ui::words::copy::CopyWords;
use crate::ui::words::customer::CustomerWords;
use crate::ui::words::customers::CustomersWords;
use crate::ui::words::desk::DeskWords;
use crate::ui::words::documents::DocumentWords;
use crate::ui::words::help::HelpWords;
use crate::ui::words::keys::KeysWords;
use crate::ui::words::map::MapWords;
use crate::ui::words::marks::MarkTexts;
use crate::ui::words::merge::MergeWords;
use crate::ui::words::models::ModelsWords;
use crate::ui::words::months::MonthsWords;
use crate::ui::words::names::NamesWords;
use crate::ui::words::overview::OverviewWords;
use crate::ui::words::palette::PaletteWords;
use crate::ui::words::pictures::PictureWords;
use crate::ui::words::portfolios::PortfolioWords;
use crate::ui::words::quality::QualityWords;
use crate::ui::words::section::Section;
use crate::ui::words::settings::SettingsWords;
use crate::ui::words::tuning::TuningWords;
use crate::ui::words::work_list::WorkListWords;
use std::collections::HashMap;
use std::sync::LazyLock;

static ENGLISH: LazyLock<Words> =
    LazyLock::new(|| Words::parse(Language::English, include_str!("../../../assets/words/en.json")));
static JAPANESE: LazyLock<Words> =
    LazyLock::new(|| Words::parse(Language::Japanese, include_str!("../../../assets/words/ja.json")));

/// One field a key, the same in all language files.
///
/// The files are read by a table of fields. A derived `Deserialize` keeps some three hundred half-filled texts alive
/// across every step of one function, and the compiler takes minutes over it.
macro_rules! words {
    (sections { $($section:ident: $of:ty),* $(,)? } $($key:ident),* $(,)?) => {
        /// The words of one language.
        #[derive(Default)]
        pub struct Words {
            /// The language.
            pub language: Language,
            $(
                #[doc = concat!("The words of `", stringify!($of), "`.")]
                pub $section: $of,
            )*
            $(
                #[doc = concat!("The text under `", stringify!($key), "` in the language files.")]
                pub $key: String,
            )*
        }

        /// Each key with its field.
        const FIELDS: &[(&str, fn(&mut Words) -> &mut String)] =
            &[$((stringify!($key), |words| &mut words.$key)),*];

        impl Words {
            /// Reads the files of the sections.
            fn fill_sections(&mut self) {
                let language = self.language as usize;
                $(self.$section = <$of>::parse(<$of>::FILES.get(language).copied().unwrap_or_default());)*
            }

            /// Holds the two files of every section against its fields.
            #[cfg(test)]
            fn check_sections() {
                $(section::tests::check::<$of>();)*
            }
        }
    };
}

words! {
    // One a page, in files of its own.
    sections {
        desk: DeskWords,
        help: HelpWords,
        column_words: ColumnWords,
        customer: CustomerWords,
        customer_table: CustomersWords,
        marks: MarkTexts,
        documents: DocumentWords,
        copy: CopyWords,
        models: ModelsWords,
        months: MonthsWords,
        quality: QualityWords,
        tuning: TuningWords,
        merge: MergeWords,
        work_list: WorkListWords,
        brief: BriefWords,
        map: MapWords,
        overview: OverviewWords,
        settings: SettingsWords,
        palette: PaletteWords,
        keys: KeysWords,
        names: NamesWords,
        portfolios: PortfolioWords,
        pictures: PictureWords,
    }
    write_failed_title, write_failed_too_many_rows, write_failed_too_many_rows_way_out, save_report,
    save_report_tooltip,
    save_wrong_extension, save_wrong_extension_way_out, save_target_is_open,
    save_target_is_open_way_out,
    dialog_workbooks, dialog_texts, cli_no_display, cli_nothing_to_show, cli_saved,
    cli_no_such_model,
    contest_too_few, contest_not_surely_better, contest_ranks_worse, contest_promote,
    plain_no_column, plain_no_label, plain_words, fit_nothing_learnt, fit_no_owner, fit_only_owners,
    fit_no_attribute, predict_absent, wallet_too_few, wallet_negative, wallet_capped, next_without_id,
    next_left_out, next_described, next_by_ease, next_too_few, next_popular, next_judged,
    export_logarithm, export_spread, export_weights_sheet, export_score, export_next_item, export_share,
    export_no_model, export_not_written, export_customers_sheet, export_points_sheet, export_decision,
    export_probability, export_attribute, export_up_to, export_word, export_points,
    cli_no_outcomes, quality_source_file, quality_source_local, quality_left_out, quality_too_few,
    quality_deals, quality_chance, quality_auc, quality_brier, quality_log_loss, quality_slope,
    quality_intercept, quality_error, quality_lift, quality_table, quality_conversion, quality_conversion_of,
    quality_cells, quality_recommended, quality_agreement, quality_rank_correlation, drift_nothing,
    drift_strong, drift_notable, drift_column, drift_unmoved, drift_only_old, drift_only_new, drift_others,
    drift_above, drift_up_to, drift_between,
    product_name, language_tooltip, open_files, open_files_tooltip, add_report, add_report_tooltip, save_copy,
    save_copy_tooltip, save_copy_of, save_which, open_sample, open_sample_tooltip, show_understanding,
    show_understanding_tooltip, clear_filter, clear_filter_tooltip, cancel, cancel_tooltip, close, dismiss,
    with_shortcut, list_separator, and_more, opened_summary, opened_summary_brief, opened_summary_no_day, customers_one,
    customers_many, known_by_user, known_by_file_name, known_by_properties, known_by_file_time, filter_shown,
    filter_all, filter_hint, filter_updating, filter_cell, filter_cluster, filter_segment, filter_remove,
    not_in_file, card_customers, card_customers_tooltip, card_customers_files_one, card_customers_files_many,
    card_customers_of, card_expiring, card_expiring_tooltip, card_expiring_note, card_revenue,
    card_revenue_tooltip, card_revenue_exact, card_revenue_note, card_missing_tooltip, card_selection_note,
    segments, segments_tooltip, segments_total, segment_upper_medium, segment_medium, segment_very_small,
    segment_unknown, segment_upper_medium_rule, segment_medium_rule, segment_very_small_rule,
    segment_unknown_rule, segment_label, matrix, matrix_tooltip, matrix_model, matrix_model_tooltip,
    matrix_total, matrix_missing, matrix_missing_cause, matrix_no_model, matrix_no_model_cause, cell_label,
    cell_tooltip, cell_tooltip_count, cluster_count, unscored, unscored_with_cluster, unscored_tooltip, differing, differing_tooltip,
    fit, fit_tooltip, intent, intent_tooltip, band_high, band_medium, band_low, band_very_low, cluster_act_now,
    cluster_act_now_tooltip, cluster_evaluate, cluster_evaluate_tooltip, cluster_nurture,
    cluster_nurture_tooltip, cluster_educate, cluster_educate_tooltip, distribution_fit, distribution_intent,
    distribution_label, distribution_step, distribution_empty, distribution_none_shown, distribution_missing,
    distribution_in_words, table, table_empty, table_sorted_up, table_sorted_down, table_sort_hint, table_label,
    column_name, column_name_tooltip, column_customer_id, column_customer_id_tooltip, column_segment,
    column_segment_tooltip, column_employees, column_employees_tooltip, column_fit, column_intent, reason_like, reason_unlike, reason_average, reason_more, reason_less, reason_rules, rule_part, rule_none, rule_competitor,
    rule_no_microsoft, source_rules, reason_separator, reason_part, reason_missing, reason_rare,
    revenue_from_deals, source_learnt, deals_chance, deals_too_few, deals_intent_too_few, deals_intent_learnt,
    deals_intent_kept,
    models_not_read, models_champion, models_no_rival, models_challenger_kept, models_promoted, models_reverted,
    models_refused, movers_none, movers, mover, gate_too_few, gate_not_surely_better, gate_ranks_worse,
    gate_promote,
    chance_missing, chance_no, chance_intent, revenue_other_currency, revenue_capped, revenue_negative,
    revenue_few_months, revenue_family, revenue_price_book, formula_wallet, formula_price, formula_expected,
    upsell_step, upsell_step_seats, upsell_seats, upsell_flagged, upsell_no_products, upsell_no_seats,
    upsell_no_employees, upsell_no_wallet,
    reason_pair, reason_above, reason_least, reason_up_to, reason_between, source_file, source_local, column_local_fit, column_local_fit_tooltip, column_local_intent,
    column_local_intent_tooltip, column_local_revenue, column_local_revenue_tooltip, column_expected_revenue, column_expected_revenue_tooltip, column_cell,
    column_cell_tooltip, column_cluster, column_cluster_tooltip, column_file_cluster,
    column_file_cluster_tooltip, column_whitespace_revenue, column_whitespace_revenue_tooltip,
    column_next_agreement_end, column_next_agreement_end_tooltip, column_open_expiring_revenue,
    column_open_expiring_revenue_tooltip, column_attribute_tooltip, column_play_tooltip, yes, no, missing_mark,
    welcome_title, welcome_text, welcome_drop, welcome_formats,
    drop_release, drop_release_detail, progress_opening, progress_saving, progress_scoring, progress_reading, progress_label,
    confirm_title, confirm_text, confirm_decline, confirm_decline_tooltip, confirm_accept,
    confirm_accept_tooltip, understanding, understanding_text, understanding_report,
    understanding_report_tooltip, understanding_sheet, understanding_text_form,
    understanding_text_form_tooltip, understanding_text_form_value, separator_comma, separator_semicolon, separator_tab,
    separator_bar, understanding_rows, understanding_new_customers,
    understanding_new_customers_tooltip, understanding_as_of, understanding_as_of_tooltip, understanding_models,
    understanding_used, understanding_ignored, understanding_ignored_tooltip, understanding_missing,
    understanding_missing_tooltip, understanding_unparsed, understanding_unparsed_tooltip,
    understanding_totals, understanding_totals_tooltip, understanding_totals_agree,
    understanding_totals_agree_without, understanding_totals_differ, understanding_totals_rows_differ,
    understanding_doubts, understanding_doubts_tooltip, understanding_unparsed_cell, understanding_warnings, understanding_foreseen, understanding_none, understanding_unknown,
    understanding_more, report_m365, report_azure, report_d365, report_surface, report_renewals, report_tenants,
    report_seats, report_azure_usage, report_signals, report_outcomes, report_model, warning_other_tables, warning_hidden_tables,
    warning_rows_without_customer, warning_column_twice, warning_scores_as_fractions, warning_no_stored_values,
    warning_repeated_headers, warning_error_cells, warning_repeated_customers, warning_signed, problem_open_title, problem_way_out,
    problem_not_a_workbook, problem_not_a_workbook_way_out, looks_empty, looks_text, looks_misnamed_text, looks_misnamed_text_way_out, looks_html, looks_picture,
    looks_pdf, looks_word, looks_powerpoint, looks_archive, looks_unknown, looks_html_table,
    looks_xml_spreadsheet, looks_rtf, looks_json, looks_mail, looks_numbers, looks_power_bi, looks_open_document,
    looks_compressed, looks_program, looks_database, looks_parquet, looks_shortcut, looks_unpack_way_out,
    looks_numbers_way_out, looks_export_way_out, looks_mail_way_out, looks_shortcut_way_out, problem_damaged,
    problem_damaged_way_out, problem_encrypted, problem_encrypted_way_out, problem_too_large,
    problem_too_large_way_out, unit_bytes, unit_entries, unit_rows, unit_strings, unit_text_bytes, unit_file_bytes,
    unit_columns, unit_cells, unit_memory,
    problem_no_table_found, problem_no_table_hidden, problem_no_table_rows, problem_no_table_results,
    problem_no_table_way_out, problem_no_table_hidden_way_out, problem_no_table_results_way_out,
    problem_missing_columns, problem_missing_columns_way_out, needed_identity, needed_scores,
    problem_unsupported_format, problem_unsupported_format_way_out, format_xls, format_xlsb, format_ods,
    format_strict, format_csv, problem_unreadable_gone, problem_unreadable_gone_way_out,
    problem_unreadable_denied, problem_unreadable_denied_way_out, problem_unreadable, problem_unreadable_way_out,
    problem_cancelled, problem_cancelled_way_out, problem_reader_failed, problem_reader_failed_way_out,
    saved_title, saved_text, save_failed_title, save_target_is_source, save_target_is_source_way_out,
    save_no_room, save_no_room_way_out, save_unsupported_not_a_worksheet, save_unsupported_encoding,
    save_unsupported_way_out, save_source, save_source_changed, save_source_changed_way_out, save_target_in_use,
    save_target_in_use_way_out, save_disk_full, save_disk_full_way_out, save_folder_missing,
    save_folder_missing_way_out, save_target_not_allowed, save_target_not_allowed_way_out,
    save_target_not_writable, save_target_not_writable_way_out, save_check_failed, save_check_failed_way_out,
    save_cancelled, save_cancelled_way_out, save_warning_signature, save_warning_currency,
    save_warning_beside_table, save_warning_formulas_kept,
    save_warning_sheet_protected, save_warning_workbook_protected, save_warning_shared, save_warning_read_only, save_warning_label, save_warning_macros, save_warning_pivots, save_warning_print_area,
    save_warning_new_workbook, save_warning_new_workbook_without, loss_formulas, loss_merged_cells, loss_comments,
    loss_drawings, loss_links, loss_filters, loss_validations, loss_conditional_formats, loss_pivots, loss_macros,
    save_warning_text_as_workbook, save_warning_plain_formats, save_warning_errors,
    save_warning_texts_cut, save_warning_left_out, save_warning_renamed, save_needs_xlsx, save_needs_xlsx_way_out,
    save_needs_xlsx_or_text, save_needs_xlsx_or_text_way_out, save_beyond_excel, save_beyond_excel_way_out,
    save_not_in_encoding, save_not_in_encoding_way_out, save_target_locked, save_target_locked_way_out, save_target_in_cloud, save_target_in_cloud_way_out, save_network_gone, save_network_gone_way_out, save_path_too_long, save_path_too_long_way_out, job_failed_title, job_failed_cause,
    job_failed_way_out, headers_not_found_title, headers_not_found_cause, headers_not_found_way_out,
    nothing_to_mark_title, nothing_to_mark_cause, nothing_to_mark_way_out, mark_cell, mark_cluster, mark_fit_band,
    mark_intent_band, mark_whitespace_revenue, mark_expected_revenue, mark_reason, reason_beside_file,
    price_book_taken, price_book_taken_text, price_book_refused, price_book_no_columns, price_book_no_number,
    price_book_empty, price_book_unknown, price_book_no_price, price_book_currency, price_book_share,
    price_book_way_out,
    file_changed, file_changed_cause, reread, reread_tooltip, preview_title, preview_text, understanding_chosen,
    understanding_chosen_tooltip, understanding_open_elsewhere, understanding_open_elsewhere_tooltip,
    understanding_open_elsewhere_by, understanding_open_elsewhere_unknown, choose_columns, choose_columns_tooltip,
    columns_title, columns_text, columns_sheet, columns_sheet_tooltip, columns_sheet_hidden, columns_sheet_facts,
    columns_header, columns_samples, columns_read_as, columns_read_as_tooltip, columns_automatic,
    columns_automatic_none, columns_ignore, columns_search, columns_no_match, columns_group_identity,
    columns_group_scores, columns_group_agreements, columns_group_more, columns_choice_label, columns_reset,
    columns_reset_tooltip, columns_use, columns_use_tooltip, columns_none, columns_loading, columns_chosen_count,
    number_words, signals_counted, signals_within_30, signals_within_90, signals_earlier, signals_due_30,
    signals_due_90, signals_due_later, cli_no_signals, signals_future, signals_undated, signals_too_old,
    signals_repeated, signals_without_strength, signals_very_strong, signal_website_visit_one,
    signal_website_visit_many, signal_pricing_trial_demo_one, signal_pricing_trial_demo_many,
    signal_forum_support_one, signal_forum_support_many, signal_blog_one, signal_blog_many, signal_press_one,
    signal_press_many, signal_social_one, signal_social_many, signal_competitor_mention_one,
    signal_competitor_mention_many, signal_hiring_one, signal_hiring_many, signal_funding_one, signal_funding_many,
    signal_merger_one, signal_merger_many, signal_technology_retirement_one, signal_technology_retirement_many,
    signal_renewal_one, signal_renewal_many, signal_technology_use_one, signal_technology_use_many,
    signal_technology_spend_one, signal_technology_spend_many, signal_company_size_change_one,
    signal_company_size_change_many, signal_revenue_shift_one, signal_revenue_shift_many, signal_news_event_one,
    signal_news_event_many, signal_other_one, signal_other_many,
}

impl Words {
    /// The words of `language`.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Japanese => &JAPANESE,
        }
    }

    /// What cannot be read stays empty, which a test finds.
    fn parse(language: Language, file: &str) -> Self {
        let mut texts: HashMap<String, String> = serde_json::from_str(file).unwrap_or_default();
        let mut words = Self { language, ..Self::default() };
        for (key, field) in FIELDS {
            *field(&mut words) = texts.remove(*key).unwrap_or_default();
        }
        words.fill_sections();
        words
    }
}

/// `text` with each `{name}` replaced by its value.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, left)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, left)));
        match value {
            Some((value, left)) => {
                filled.push_str(value);
                rest = left;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    const FILES: [&str; 2] =
        [include_str!("../../../assets/words/en.json"), include_str!("../../../assets/words/ja.json")];

    fn texts(file: &str) -> BTreeMap<String, String> {
        serde_json::from_str(file).unwrap()
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_file_has_exactly_the_keys_that_are_used() {
        let used: BTreeSet<&str> = FIELDS.iter().map(|(key, _)| *key).collect();
        assert_eq!(used.len(), FIELDS.len());
        for file in FILES {
            let texts = texts(file);
            let known: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
            let differing: Vec<_> = used.symmetric_difference(&known).collect();
            assert!(differing.is_empty(), "{differing:?}");
            let lines = file.lines().filter(|line| line.trim_start().starts_with('"')).count();
            assert_eq!(lines, known.len(), "a key stands twice");
        }
    }

    #[test]
    fn sections_are_whole_in_all_languages() {
        Words::check_sections();
    }

    #[test]
    fn each_text_stands_under_its_own_key() {
        for (language, file) in Language::ALL.into_iter().zip(FILES) {
            let mut words = Words::parse(language, file);
            assert_eq!(words.language, language);
            for (key, text) in texts(file) {
                let (_, field) = FIELDS.iter().find(|(known, _)| *known == key).unwrap();
                assert_eq!(*field(&mut words), text, "{key}");
            }
        }
    }

    #[test]
    fn no_text_is_empty_and_placeholders_are_the_same_in_all_languages() {
        let [english, japanese] = FILES.map(texts);
        for (key, text) in &english {
            assert!(!text.is_empty() && !japanese[key].is_empty(), "{key}");
            assert_eq!(placeholders(text), placeholders(&japanese[key]), "{key}");
        }
    }

    #[test]
    fn filling_takes_values_as_they_are() {
        assert_eq!(fill("{a} of {b}", &[("a", "{b}"), ("b", "2")]), "{b} of 2");
        assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
    }
}
