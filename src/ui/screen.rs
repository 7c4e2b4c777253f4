//! Everything that the window shows, borrowed.

use crate::domain::money::Currency;
use crate::domain::profile::ScoringProfile;
use crate::domain::profile_library::ProfileLibrary;
use crate::insight::ScoredPortfolio;
use crate::insight::column_facts::ColumnFacts;
use crate::insight::dashboard::{Dashboard, Question};
use crate::insight::marks::Marks;
use crate::insight::months::CardChanges;
use crate::insight::named_customers::NamedCustomers;
use crate::insight::pseudonym::Pseudonyms;
use crate::insight::whitespace_map::WhitespaceMap;
use crate::insight::work_list::WorkList;
use crate::session::columns::ColumnPage;
use crate::session::front::Front;
use crate::session::layout::TableLayout;
use crate::session::marks::merge::MergePage;
use crate::session::models::ModelsState;
use crate::session::months::MonthsState;
use crate::session::notice::Notice;
use crate::session::preferences::Preferences;
use crate::session::profiles::ProfileChoice;
use crate::session::quality::QualityState;
use crate::session::saved_view::SavedView;
use crate::session::saving::CopyPage;
use crate::session::selection::Selection;
use crate::session::settings::Language;
use crate::session::tuning::TuningState;
use crate::session::view::View;
use crate::session::watch::FileState;
use crate::session::work_list::WorkChoices;
use crate::session::{Running, Session, StepName, Task};
use crate::ui::customer::CustomerView;
use crate::ui::customers::column_menu::ColumnEdit;
use crate::ui::distribution::SidePanel;
use crate::ui::front::FrontPlace;
use crate::ui::help::HelpPlace;
use crate::ui::matrix::MatrixLook;
use crate::ui::names;
use crate::ui::quality::QualityPlace;
use crate::ui::table::TablePlace;
use crate::ui::tuning::TuningPlace;
use crate::ui::whitespace_map::MapPlace;
use crate::ui::words::Words;
use crate::ui::work_list::WorkListPlace;
use std::path::{Path, PathBuf};

static EMPTY_PROFILE: std::sync::LazyLock<ScoringProfile> = std::sync::LazyLock::new(ScoringProfile::default);
static EMPTY_LIBRARY: std::sync::LazyLock<ProfileLibrary> = std::sync::LazyLock::new(ProfileLibrary::default);

/// What is shown.
#[derive(Clone)]
pub struct Screen<'a> {
    /// The words of the chosen language.
    pub words: &'static Words,
    /// The portfolio, if one is open; of what is being opened, the first rows.
    pub scored: Option<&'a ScoredPortfolio>,
    /// Whether only the first rows are shown, and the rest is being read.
    pub is_preview: bool,
    /// The latest answer about it.
    pub dashboard: Option<&'a Dashboard>,
    /// What is chosen; the answer may be older.
    pub question: &'a Question,
    /// Long work that the user waits for.
    pub running: Option<Running>,
    /// What the user should be told, the oldest first.
    pub notices: &'a [Notice],
    /// The page that is shown.
    pub page: View,
    /// The whitespace map, once it is worked out.
    pub whitespace_map: Option<&'a WhitespaceMap>,
    /// The customer whose page is shown.
    pub customer: Option<CustomerView<'a>>,
    /// What stands in front of the page.
    pub front: Option<Front>,
    /// How the window looks and writes.
    pub preferences: Preferences,
    /// What stands for customers, while their names are hidden.
    pub pseudonyms: Option<Pseudonyms>,
    /// Whether the language follows the system.
    pub follows_language: bool,
    /// The customers that the palette found.
    pub found_customers: Option<&'a NamedCustomers>,
    /// Whether help is shown.
    pub help_shown: bool,
    /// Whether the page of what was understood is shown.
    pub understanding_shown: bool,
    /// The source file that would be written to, while the user is asked.
    pub overwrite_asked: Option<&'a Path>,
    /// The columns of a marked-up copy, while they are chosen.
    pub copy_page: Option<CopyPage>,
    /// The page on which sheet and columns are chosen, while it is shown.
    pub column_page: Option<&'a ColumnPage>,
    /// What was last seen of the opened files on disk.
    pub file_states: &'a [FileState],
    /// Files opened before, the latest first.
    pub recent: &'a [PathBuf],
    /// The files of portfolios opened before, the latest first.
    pub portfolios: Vec<&'a [PathBuf]>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// What is noted of customers.
    pub marks: &'a Marks,
    /// The customers that are selected.
    pub selection: &'a Selection,
    /// A colleague's copy held against them, while its page is shown.
    pub merge_page: Option<&'a MergePage>,
    /// What was decided about the work list.
    pub work_choices: &'a WorkChoices,
    /// The work list, once its page was shown.
    pub work_list: Option<&'a WorkList>,
    /// Whether marks can be changed here.
    pub may_mark: bool,
    /// What the next undo takes back.
    pub undo: Option<&'a StepName>,
    /// What the next redo does again.
    pub redo: Option<&'a StepName>,
    /// The older month, and what has moved since.
    pub months: MonthsState<'a>,
    /// How the cards changed since the older month, where one is loaded.
    pub card_changes: Option<&'a CardChanges>,
    /// The draft of the profile, and who would move by it.
    pub tuning: TuningState<'a>,
    /// How good the scores are.
    pub quality: QualityState<'a>,
    /// The fitted models that are kept.
    pub models: ModelsState<'a>,
    /// The profiles that are kept.
    pub library: &'a ProfileLibrary,
    /// The profile that is compared with the one in use, where one is.
    pub compared_profile: Option<(&'a ProfileChoice, &'a ScoringProfile)>,
    /// The columns of the table of all customers.
    pub layout: Option<&'a TableLayout>,
    /// What the column holds that was asked about last.
    pub facts: Option<&'a ColumnFacts>,
    /// The views of the table that are kept.
    pub views: &'a [SavedView],
    /// Whether this is drawn to be saved, and nobody can click on it.
    pub is_picture: bool,
}

impl<'a> Screen<'a> {
    /// What `session` shows, in the language it is set to, else in that of the system.
    #[must_use]
    pub fn of(session: &'a Session, system: Language) -> Self {
        let settings = session.settings();
        let preview = session.preview();
        Self {
            words: Words::of(settings.language.unwrap_or(system)),
            scored: preview.map(|preview| &preview.scored).or(session.scored()).map(AsRef::as_ref),
            is_preview: preview.is_some(),
            dashboard: preview.map(|preview| &preview.dashboard).or(session.dashboard()).map(AsRef::as_ref),
            question: preview.map_or(session.question(), |preview| &preview.question),
            running: session.running(),
            notices: session.notices(),
            page: session.view(),
            whitespace_map: session.whitespace_map().map(AsRef::as_ref),
            customer: CustomerView::of(session),
            front: session.front(),
            preferences: settings.preferences,
            pseudonyms: names::pseudonyms(&settings.preferences, Words::of(settings.language.unwrap_or(system))),
            follows_language: settings.language.is_none(),
            found_customers: session.found_customers(),
            help_shown: session.help_shown(),
            understanding_shown: session.understanding_shown(),
            overwrite_asked: session.overwrite_asked(),
            copy_page: session.copy_page(),
            column_page: session.column_page(),
            file_states: session.file_states(),
            recent: &settings.recent,
            portfolios: settings.recent_portfolios().collect(),
            currency: session.currency(),
            marks: session.marks(),
            selection: session.selection(),
            merge_page: session.merge_page(),
            work_choices: session.work_choices(),
            work_list: session.work_list().map(AsRef::as_ref),
            may_mark: session.mark_access().may_write(),
            undo: session.undo_name(),
            redo: session.redo_name(),
            months: session.months(),
            card_changes: session.card_changes().map(AsRef::as_ref),
            tuning: session.tuning(),
            quality: session.quality(),
            models: session.models_state(),
            library: session.library(),
            compared_profile: session.compared_profile(),
            layout: preview.is_none().then(|| session.table_layout()),
            facts: session.column_facts(),
            views: &settings.views,
            is_picture: false,
        }
    }

    /// A screen with nothing open: what tests and pages on paper fill with what they show.
    pub(super) fn empty(question: &'a Question) -> Self {
        Self {
            words: Words::of(Language::English),
            scored: None,
            is_preview: false,
            dashboard: None,
            question,
            running: None,
            notices: &[],
            page: View::default(),
            whitespace_map: None,
            customer: None,
            front: None,
            preferences: Preferences::default(),
            pseudonyms: None,
            follows_language: false,
            found_customers: None,
            help_shown: false,
            understanding_shown: false,
            overwrite_asked: None,
            copy_page: None,
            column_page: None,
            file_states: &[],
            recent: &[],
            portfolios: Vec::new(),
            currency: Currency::default(),
            marks: Marks::none(),
            selection: Selection::nobody(),
            merge_page: None,
            work_choices: WorkChoices::usual(),
            work_list: None,
            may_mark: true,
            undo: None,
            redo: None,
            months: MonthsState::default(),
            card_changes: None,
            tuning: TuningState::of(&EMPTY_PROFILE),
            quality: QualityState::default(),
            models: ModelsState::default(),
            library: &EMPTY_LIBRARY,
            compared_profile: None,
            layout: None,
            facts: None,
            views: &[],
            is_picture: true,
        }
    }

    /// Whether nothing runs that stands in the way of other work; our own scores are worked out beside it.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.running.as_ref().is_none_or(|running| matches!(running.task, Task::Scoring | Task::Marking))
    }

    /// The names of the opened files, in the order of [`crate::portfolio::Portfolio::files`].
    #[must_use]
    pub fn file_names(&self) -> Vec<String> {
        let files = self.scored.iter().flat_map(|scored| &scored.portfolio.files);
        files.map(|file| file.origin.source.name()).collect()
    }
}

/// What a frame is drawn from, and what the views keep between frames.
pub struct RootState<'a> {
    /// What is shown.
    pub screen: &'a Screen<'a>,
    /// Where the views are.
    pub view: &'a mut ViewState,
}

/// Where the views are: nothing that a restart could not lose.
#[derive(Debug, Clone, Default)]
pub struct ViewState {
    /// What is read of the help.
    pub help: HelpPlace,
    /// What is typed in front of the page.
    pub front: FrontPlace,
    /// The rows that the table under the charts shows.
    pub table: TablePlace,
    /// The selected cell of the whitespace map.
    pub whitespace_map: MapPlace,
    /// How the matrix is looked at.
    pub matrix: MatrixLook,
    /// What the panel beside the matrix shows.
    pub side: SidePanel,
    /// The rows that the page of all customers shows.
    pub customers: TablePlace,
    /// What is typed about columns of the table.
    pub columns: ColumnEdit,
    /// What was typed to find a column.
    pub column_search: String,
    /// Where the page of tuning is.
    pub tuning: TuningPlace,
    /// Where the page of quality is.
    pub quality: QualityPlace,
    /// The page of the work list.
    pub work_list: WorkListPlace,
    /// Whether selected customers are marked for the chosen model alone.
    pub mark_for_model: bool,
}
