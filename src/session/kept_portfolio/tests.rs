use super::*;
use crate::domain::cluster::Cluster;
use crate::domain::model::Model;
use crate::insight::condition::{ColumnValue, Condition};
use crate::insight::table::TableColumn;
use crate::session::OwnScores;
use crate::session::action::Action;
use crate::session::marked_columns::MarkWords;
use crate::session::settings::Settings;
use crate::session::table::TableAction;
use crate::session::work_list::WorkListAction;
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

/// Two reports of eight customers; the second comes in another order.
fn reports() -> (TempDir, Vec<Source>) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, headers: [&str; 4], row: &dyn Fn(u32) -> [String; 4], order: &[u32]| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, header) in (0..).zip(headers) {
            sheet.write(0, column, header).unwrap();
        }
        for (at, customer) in (1..).zip(order) {
            for (column, text) in (0..).zip(row(*customer)) {
                match text.parse::<u32>() {
                    Ok(number) => sheet.write(at, column, number).unwrap(),
                    Err(_) => sheet.write(at, column, text).unwrap(),
                };
            }
        }
        let path = folder.path().join(name);
        workbook.save(&path).unwrap();
        Source::File(path)
    };
    let industry = |customer: u32| if customer.is_multiple_of(2) { "Retail" } else { "Banking" }.to_owned();
    let first = write(
        "m365.xlsx",
        ["CustomerID", "AccountName", "M365Fit", "M365Intent"],
        &|at| [format!("C{at}"), format!("Name {at}"), (100 - at * 9).to_string(), (20 + at * 9).to_string()],
        &[1, 2, 3, 4, 5, 6, 7, 8],
    );
    let second = write(
        "azure.xlsx",
        ["CustomerID", "Industry", "AzureFit", "AzureIntent"],
        &|at| [format!("C{at}"), industry(at), (15 + at * 10).to_string(), (95 - at * 8).to_string()],
        &[8, 7, 6, 5, 4, 3, 2, 1],
    );
    (folder, vec![first, second])
}

fn session(settings: Settings) -> Session {
    let mut session = Session::new(settings, Vec::new(), MarkWords::default(), Arc::new(|| ()));
    session.set_own_scores(OwnScores::WhereFilesHaveNone);
    session
}

fn industry(session: &Session) -> TableColumn {
    let scored = session.scored().unwrap();
    let at = scored.portfolio.attributes.iter().position(|attribute| attribute.name == "Industry").unwrap();
    TableColumn::Attribute(at)
}

fn key(session: &Session, customer: CustomerIndex) -> CustomerKey {
    session.scored().unwrap().portfolio.customer_key(customer).unwrap()
}

#[test]
fn a_portfolio_opened_again_is_as_it_was_left_whatever_the_order_of_its_files() {
    let (_folder, mut files) = reports();
    let mut first = session(Settings::default());
    first.apply(Action::Open(files.clone()));
    first.wait();
    let retail = Condition::Values(vec![ColumnValue::Text("Retail".to_owned())]);
    let column = industry(&first);
    for action in [
        Action::ChooseModel(Model::Azure),
        Action::ToggleCluster(Cluster::Evaluate),
        Action::SetCondition { column, condition: Some(retail) },
        Action::Search("name".to_owned()),
        Action::SortBy(TableColumn::Intent),
        Action::DivideBy(Dimension::Industry),
        Action::ShowAllModels(true),
        Action::Table(TableAction::Hide(TableColumn::Segment)),
        Action::Table(TableAction::Move { column, to: 0 }),
        Action::Table(TableAction::Freeze(2)),
        Action::Table(TableAction::Resize { column, width: 233 }),
        Action::WorkList(WorkListAction::Plan(WorkPlan { weeks: 7, ..WorkPlan::default() })),
        Action::WorkList(WorkListAction::Remove(2)),
        Action::WorkList(WorkListAction::Put { customer: 5, seller: 0, place: 1 }),
        Action::Show(View::WorkList),
    ] {
        first.apply(action);
        first.wait();
    }
    let mut profile = ScoringProfile::default();
    profile.segment_rule = serde_json::from_str(r#"{"medium_from_employees": 30}"#).unwrap_or(profile.segment_rule);
    profile.as_of = Some(jiff::civil::date(2026, 3, 1));
    first.use_profile(profile.clone());
    first.wait();
    first.keep_portfolio();
    // Only what is written to disk is left of it, and another portfolio was opened since.
    let kept = serde_json::to_string(first.settings()).unwrap();
    let mut second = session(serde_json::from_str(&kept).unwrap());
    second.apply(Action::Open(vec![files[1].clone()]));
    second.wait();
    assert!(second.question().filter.is_empty(), "another portfolio has its own filter");
    files.reverse();
    second.apply(Action::Open(files));
    second.wait();

    assert_eq!(second.view(), View::WorkList);
    assert_eq!(second.profile, profile);
    let names = |session: &Session| {
        let scored = session.scored().unwrap();
        let layout = session.table_layout();
        let name = |column: &TableColumn| column.key(scored);
        let sort: Vec<_> =
            session.question().sort.keys().iter().map(|key| (name(&key.column), key.descending)).collect();
        let widths: Vec<_> = layout.widths().map(|(column, width)| (name(&column), width)).collect();
        let columns = [layout.shown(), layout.hidden()].map(|columns| columns.iter().map(name).collect::<Vec<_>>());
        (columns, layout.frozen(), sort, widths)
    };
    assert_eq!(names(&second), names(&first));
    let (question, before) = (second.question(), first.question());
    assert_eq!(
        (question.model, question.dimension, question.all_models),
        (Some(Model::Azure), Dimension::Industry, true)
    );
    assert_eq!(question.filter.clusters, before.filter.clusters);
    assert_eq!(question.filter.search, "name");
    assert_eq!(question.filter.condition(industry(&second)), before.filter.condition(column));
    let shown = |session: &Session| {
        let mut keys: Vec<_> = session.dashboard().unwrap().rows.iter().map(|at| key(session, *at)).collect();
        keys.sort();
        keys
    };
    assert_eq!(shown(&second), shown(&first));
    assert_eq!(second.work_choices().plan.weeks, 7);
    let edits = |session: &Session| {
        let edits = session.work_choices().edits.iter();
        edits.map(|edit| (key(session, edit.customer()), matches!(edit, WorkEdit::Remove(_)))).collect::<Vec<_>>()
    };
    assert_eq!(edits(&second), edits(&first));
    assert!(second.work_list().is_some(), "the page that is shown has its list");
}

#[test]
fn reading_the_same_files_again_changes_nothing_that_was_chosen() {
    let (_folder, files) = reports();
    let mut session = session(Settings::default());
    session.apply(Action::Open(files));
    session.wait();
    session.apply(Action::Search("Name 3".to_owned()));
    session.apply(Action::Table(TableAction::Hide(TableColumn::Fit)));
    session.wait();
    session.apply(Action::Reread);
    session.wait();
    assert_eq!(session.dashboard().map(|answer| answer.rows.len()), Some(1));
    assert_eq!(session.table_layout().hidden(), [TableColumn::Fit]);
    assert!(session.notices().is_empty(), "the profile is the same: {:?}", session.notices());
}

#[test]
fn an_unreadable_profile_costs_itself_alone() {
    let kept = KeptPortfolio { profile: Some("{\"version\": 99}".to_owned()), ..KeptPortfolio::default() };
    assert_eq!(kept.profile(&ScoringProfile::default()), None);
}
