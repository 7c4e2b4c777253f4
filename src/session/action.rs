//! What a person can do, and what the program asks of its surroundings in return.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::segment::Segment;
use crate::insight::breakdown::Dimension;
use crate::insight::condition::Condition;
use crate::insight::filter::Choices;
use crate::insight::table::{Sort, TableColumn};
use crate::portfolio::CustomerIndex;
use crate::session::customer::CustomerAction;
use crate::session::drawing::{Chart, Drawn};
use crate::session::front::Front;
use crate::session::list_table::ListTable;
use crate::session::marks::MarkAction;
use crate::session::models::ModelsAction;
use crate::session::months::MonthsAction;
use crate::session::preferences::Preferences;
use crate::session::saving::CopyAction;
use crate::session::settings::Language;
use crate::session::table::TableAction;
use crate::session::tuning::TuningAction;
use crate::session::view::View;
use crate::session::whitespace_map::MapAction;
use crate::session::work_list::WorkListAction;
use crate::session::writing::Writing;
use crate::workbook::choices::ReadAs;
use crate::workbook::source::Source;
use crate::workbook::templates::TemplateKind;
use std::path::PathBuf;
use std::sync::Arc;

/// Something a person did, in the window or on the command line.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Show this page of the desk.
    Show(View),
    /// Show the page of this customer.
    OpenCustomer(CustomerIndex),
    /// On the page of a customer.
    Customer(CustomerAction),
    /// Do this in the table of customers.
    Table(TableAction),
    /// On the whitespace map.
    WhitespaceMap(MapAction),
    /// Choose files to open.
    AskOpen,
    /// Choose files to join to the opened ones.
    AskAdd,
    /// Open these files in place of what is open.
    Open(Vec<Source>),
    /// Join these files to the opened ones.
    Add(Vec<Source>),
    /// Open the sample portfolio.
    OpenSample,
    /// Stop opening or saving.
    Cancel,
    /// Show this model's matrix.
    ChooseModel(Model),
    /// Choose a cell of the matrix, or let it go.
    ToggleCell(Cell),
    /// Choose a cluster, or let it go.
    ToggleCluster(Cluster),
    /// Choose a segment, or let it go.
    ToggleSegment(Segment),
    /// Choose these cells in place of those chosen.
    ChooseCells(Choices<Cell>),
    /// Divide the customers by this.
    DivideBy(Dimension),
    /// Show the matrices of all models side by side, or one alone.
    ShowAllModels(bool),
    /// Show this model's matrix alone.
    ShowModelAlone(Model),
    /// Choose a cell beside those chosen, or let it go.
    ChooseCellBeside(Cell),
    /// Choose a cluster beside those chosen, or let it go.
    ChooseClusterBeside(Cluster),
    /// Choose a segment beside those chosen, or let it go.
    ChooseSegmentBeside(Segment),
    /// Let the list of customers go that is shown.
    LeaveList,
    /// Show everything.
    ClearFilter,
    /// Order the table by this column, or turn its order round.
    SortBy(TableColumn),
    /// Order the table by this column alone, this way round.
    OrderBy(Sort),
    /// Order equal rows by this column too, turn it round, or let it go.
    SortAlsoBy(TableColumn),
    /// Show the customers in whose texts all these words are found.
    Search(String),
    /// Show the customers whose column meets this condition; `None` lets it go.
    SetCondition {
        /// The column.
        column: TableColumn,
        /// What it must hold.
        condition: Option<Condition>,
    },
    /// Choose which columns the marked-up copy of the file at this position gets, and where it goes.
    AskSave(usize),
    /// Change what a marked-up copy gets.
    Copy(CopyAction),
    /// Save the marked-up copy of an opened file.
    Save {
        /// The opened file, which may not be open any more when the target was chosen.
        source: Source,
        /// Where to.
        target: PathBuf,
    },
    /// Choose where the report workbook goes.
    AskReport {
        /// The filter's choices in words, for the report's head.
        filter: String,
    },
    /// Write the report of what is shown.
    SaveReport(PathBuf),
    /// The source file itself may be written to.
    ConfirmOverwrite,
    /// The source file itself may not be written to.
    DeclineOverwrite,
    /// Show or hide what was understood of the files.
    ToggleUnderstanding,
    /// Show or hide help.
    ToggleHelp,
    /// Show the sheets and columns of a file, to choose them by hand.
    ShowColumns {
        /// The file.
        source: Source,
        /// What is opened once they are chosen: this file, and what it is joined with.
        sources: Vec<Source>,
    },
    /// Choose the sheet at this position.
    ChooseSheet(usize),
    /// Choose what a column is read as.
    MapColumn {
        /// The column's header.
        header: String,
        /// What it is read as; `None` leaves it to the program.
        read_as: Option<ReadAs>,
    },
    /// Leave all columns of the sheet to the program.
    ResetColumns,
    /// Read the file by the sheet and columns chosen, and remember them.
    UseColumns,
    /// Leave sheet and columns as they were.
    CloseColumns,
    /// Something about an older month.
    Months(MonthsAction),
    /// Something about the fitted models.
    Models(ModelsAction),
    /// Something about the profile.
    Tuning(TuningAction),
    /// Choose where an empty workbook to fill goes.
    AskTemplate(TemplateKind),
    /// Write an empty workbook to fill.
    WriteTemplate {
        /// Which one.
        kind: TemplateKind,
        /// Where to.
        target: PathBuf,
    },
    /// Choose where a table in words is saved, under this proposed name.
    AskList {
        /// The proposed file name.
        name: String,
        /// The table.
        table: Arc<ListTable>,
    },
    /// Save a table in words.
    SaveList {
        /// The table.
        table: Arc<ListTable>,
        /// Where to.
        target: PathBuf,
    },
    /// Choose where the picture of a chart goes.
    AskPicture(Chart),
    /// Draw the picture of a chart and save it: as SVG where the name ends so, else as PNG.
    SavePicture {
        /// The chart.
        chart: Chart,
        /// Where to.
        target: PathBuf,
    },
    /// Look whether the opened files changed on disk.
    LookAtFiles,
    /// Read the opened files again.
    Reread,
    /// Take the latest step back.
    Undo,
    /// Do again what was taken back last.
    Redo,
    /// Change what is noted of customers.
    Marks(MarkAction),
    /// On the page of the work list.
    WorkList(WorkListAction),
    /// Change the language; `None` follows the system.
    SetLanguage(Option<Language>),
    /// Look and write like this from now on.
    Prefer(Preferences),
    /// Show this in front of the page, or take it away.
    ToggleFront(Front),
    /// Find the customers whose names hold all these words, for the palette of commands.
    FindCustomers(String),
    /// The notice at this position was read.
    DismissNotice(usize),
}

/// What the session asks of its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Let the user choose workbooks; answer with [`Action::Open`], or [`Action::Add`] when `add`.
    ChooseFiles {
        /// Join them to the opened ones.
        add: bool,
    },
    /// Let the user choose the files of an older month; answer with [`MonthsAction::Load`].
    ChooseOlderMonth,
    /// Let the user choose a file with a profile; answer with [`crate::session::profiles::ProfileAction::Import`].
    ChooseProfile,
    /// Let the user choose a marked-up copy; answer with [`MarkAction::Merge`].
    ChooseMarkedCopy,
    /// Let the user choose where something goes; answer with [`Writing::to`].
    ChooseTarget {
        /// What.
        writing: Writing,
        /// The folder to begin in, if the files have one.
        folder: Option<PathBuf>,
        /// What it is proposed to be called, where that is no matter of words: a file's name, or a customer's.
        name: Option<String>,
    },
    /// Draw this of what is shown, write it, and tell by [`crate::session::Session::drawn`].
    Draw {
        /// What.
        what: Drawn,
        /// Where to.
        target: PathBuf,
    },
}
