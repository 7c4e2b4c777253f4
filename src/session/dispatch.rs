//! Which part of the session does what a person asked for.

use crate::insight::filter::{Choices, Filter};
use crate::insight::table::SortOrder;
use crate::session::Session;
use crate::session::action::{Action, Effect};
use crate::session::drawing::Drawn;
use crate::session::view::View;
use crate::session::writing::Writing;

/// Whether `action` waits while only first rows are looked at: what was open before is still what can be asked about and
/// saved.
fn waits_for_all_rows(action: &Action) -> bool {
    matches!(
        action,
        Action::ChooseModel(_)
            | Action::ToggleCell(_)
            | Action::ToggleCluster(_)
            | Action::ToggleSegment(_)
            | Action::ChooseCells(_)
            | Action::DivideBy(_)
            | Action::ShowAllModels(_)
            | Action::ShowModelAlone(_)
            | Action::ChooseCellBeside(_)
            | Action::ChooseClusterBeside(_)
            | Action::ChooseSegmentBeside(_)
            | Action::LeaveList
            | Action::ClearFilter
            | Action::SortBy(_)
            | Action::OrderBy(_)
            | Action::SortAlsoBy(_)
            | Action::Search(_)
            | Action::SetCondition { .. }
            | Action::Table(_)
            | Action::AskSave(_)
            | Action::OpenCustomer(_)
            | Action::Undo
            | Action::Redo
            | Action::Marks(_)
            | Action::Months(_)
            | Action::Models(_)
            | Action::Tuning(_)
            | Action::WorkList(_)
            | Action::AskReport { .. }
            | Action::AskList { .. }
            | Action::AskPicture(_)
    )
}

impl Session {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if self.preview.is_some() && waits_for_all_rows(&action) {
            return Vec::new();
        }
        match action {
            Action::Show(view) => {
                self.page_to_show = None;
                self.show(view);
            }
            Action::OpenCustomer(customer) => self.open_customer(customer),
            Action::Months(action) => return self.act_on_months(action),
            Action::Models(action) => self.act_on_models(action),
            Action::Tuning(action) => return self.act_on_tuning(action),
            Action::AskTemplate(kind) => {
                let name = Some(format!("{}.xlsx", kind.key()));
                return vec![Effect::ChooseTarget { writing: Writing::Template(kind), folder: None, name }];
            }
            Action::WriteTemplate { kind, target } => self.write_template(kind, target),
            Action::Customer(action) => return self.apply_customer(action),
            Action::WhitespaceMap(action) => return self.apply_map(action),
            Action::Table(action) => return self.apply_table(action),
            Action::AskOpen => return vec![Effect::ChooseFiles { add: false }],
            Action::AskAdd => return vec![Effect::ChooseFiles { add: true }],
            Action::Open(sources) => self.start_opening(sources),
            Action::Add(sources) => self.start_opening(self.sources_to_be().into_iter().chain(sources).collect()),
            Action::OpenSample => self.start_opening(self.sample.clone()),
            Action::Cancel => self.cancel(),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Marks(action) => return self.act_on_marks(action),
            Action::WorkList(action) => self.act_on_work_list(action),
            Action::ToggleHelp => self.help_shown = !self.help_shown,
            Action::ToggleUnderstanding => self.understanding_shown = !self.understanding_shown,
            Action::SetLanguage(language) => self.settings.language = language,
            Action::Prefer(preferences) => self.prefer(preferences),
            Action::ToggleFront(front) => self.toggle_front(front),
            Action::FindCustomers(words) => self.find_customers(words),
            Action::DismissNotice(position) => {
                if position < self.notices.len() {
                    self.notices.remove(position);
                }
            }
            action => return self.act_on_files(action),
        }
        Vec::new()
    }

    /// Shows `view`, and works out what it shows.
    pub(super) fn show(&mut self, view: View) {
        self.close_customer();
        self.view = view;
        self.ask_quality();
        self.learn_map();
        self.ask_work_list();
        self.ask_map();
    }

    /// Copies, reports, sheets and columns.
    fn act_on_files(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::AskSave(file) => self.ask_target(file),
            Action::Copy(action) => return self.act_on_copy(action),
            Action::Save { source, target } => self.save(source, target),
            Action::AskList { name, table } => {
                let (writing, folder) = (Writing::List(table), self.folder());
                return vec![Effect::ChooseTarget { writing, folder, name: Some(name) }];
            }
            Action::SaveList { table, target } => self.save_list(table, target),
            Action::AskPicture(chart) => return self.ask_picture_target(chart),
            Action::SavePicture { chart, target } => return self.draw(Drawn::Chart(chart), target),
            Action::AskReport { filter } => return self.ask_report_target(filter),
            Action::SaveReport(target) => self.save_report(target),
            Action::ConfirmOverwrite => self.answer_overwrite(true),
            Action::DeclineOverwrite => self.answer_overwrite(false),
            Action::ShowColumns { source, sources } => self.show_columns(source, sources),
            Action::ChooseSheet(position) => self.choose_sheet(position),
            Action::MapColumn { header, read_as } => self.map_column(&header, read_as),
            Action::ResetColumns => self.reset_columns(),
            Action::UseColumns => self.use_columns(),
            Action::CloseColumns => self.close_columns(),
            Action::LookAtFiles => self.look_at_files(),
            Action::Reread => self.start_opening(self.sources()),
            action => self.act_on_question(action),
        }
        Vec::new()
    }

    /// What is asked of the portfolio: model, filter, order and the ways to look at it.
    fn act_on_question(&mut self, action: Action) {
        match action {
            Action::ChooseModel(model) => {
                self.question.model = Some(model);
                self.question.filter.clear_places();
                self.ask();
            }
            Action::ToggleCell(cell) => self.refilter(|filter| filter.toggle_cell(cell)),
            Action::ToggleCluster(cluster) => self.refilter(|filter| filter.toggle_cluster(cluster)),
            Action::ToggleSegment(segment) => self.refilter(|filter| filter.toggle_segment(segment)),
            Action::ChooseCells(cells) => self.refilter(|filter| {
                filter.clusters = Choices::default();
                filter.cells = cells;
            }),
            Action::DivideBy(dimension) => {
                self.question.dimension = dimension;
                self.ask();
            }
            Action::ShowAllModels(all) => {
                self.question.all_models = all;
                self.ask();
            }
            Action::ShowModelAlone(model) => {
                self.question.all_models = false;
                self.act_on_question(Action::ChooseModel(model));
            }
            Action::ChooseCellBeside(cell) => self.refilter(|filter| {
                filter.clusters = Choices::default();
                filter.cells.toggle_beside(cell);
            }),
            Action::ChooseClusterBeside(cluster) => self.refilter(|filter| {
                filter.cells = Choices::default();
                filter.clusters.toggle_beside(cluster);
            }),
            Action::ChooseSegmentBeside(segment) => self.refilter(|filter| filter.segments.toggle_beside(segment)),
            Action::LeaveList => self.refilter(|filter| filter.among = None),
            Action::ClearFilter => self.refilter(|filter| *filter = Filter::default()),
            Action::SortBy(column) => {
                self.question.sort.choose(column);
                self.ask();
            }
            Action::OrderBy(sort) => {
                self.question.sort = SortOrder::new(vec![sort]);
                self.ask();
            }
            Action::SortAlsoBy(column) => {
                self.question.sort.choose_also(column);
                self.ask();
            }
            Action::Search(words) => self.refilter(|filter| filter.search = words),
            Action::SetCondition { column, condition } => {
                let column = column.fixed(self.question.model);
                self.refilter(|filter| filter.set_condition(column, condition));
            }
            // Every other action has its place above.
            _ => {}
        }
    }
}
