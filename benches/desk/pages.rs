//! The pages that are measured, each with something on it.

use crate::headless::act;
use propensity_desk::domain::band::Band;
use propensity_desk::domain::cluster::Cluster;
use propensity_desk::domain::mark::{MarkEdit, MarkStatus};
use propensity_desk::domain::rating::Rating;
use propensity_desk::insight::filter::ListReason;
use propensity_desk::portfolio::CustomerIndex;
use propensity_desk::session::Session;
use propensity_desk::session::action::Action;
use propensity_desk::session::marks::MarkAction;
use propensity_desk::session::months::MonthsAction;
use propensity_desk::session::table::TableAction;
use propensity_desk::session::tuning::TuningAction;
use propensity_desk::session::view::View;
use propensity_desk::workbook::source::Source;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Of so many customers one is marked.
const MARKED: usize = 50;

/// A page, and how one comes to it.
pub struct Page {
    pub name: &'static str,
    pub open: fn(&mut Session),
}

/// All pages. The pages before leave marks, a draft and the older month to those that follow.
pub const PAGES: [Page; 10] = [
    Page { name: "overview", open: |session| show(session, View::Overview) },
    Page { name: "customers", open: |session| show(session, View::Customers) },
    Page { name: "whitespace map", open: |session| show(session, View::WhitespaceMap) },
    Page { name: "work list", open: |session| show(session, View::WorkList) },
    Page { name: "marks: all selected, one in 50 marked", open: marks },
    Page { name: "quality, by the deals of the marks", open: |session| show(session, View::Quality) },
    Page { name: "tuning, with a draft", open: tuning },
    Page { name: "months, with a list", open: months },
    Page { name: "overview, beside the older month", open: |session| show(session, View::Overview) },
    Page { name: "one customer", open: customer },
];

fn show(session: &mut Session, view: View) {
    act(session, Action::Show(view));
}

fn customer(session: &mut Session) {
    show(session, View::Customers);
    act(session, Action::OpenCustomer(17));
}

/// Every fiftieth customer, won and lost in turns.
pub fn marked(session: &Session) -> Vec<Action> {
    let model = session.question().model;
    let count = session.scored().map_or(0, |scored| scored.portfolio.customer_count());
    let of = |status: MarkStatus, first: usize| {
        let customers = (first..count).step_by(MARKED * 2).filter_map(|row| CustomerIndex::try_from(row).ok());
        let edit = MarkEdit::Status(Some(status));
        Action::Marks(MarkAction::Change { customers: customers.collect(), model, edit })
    };
    vec![of(MarkStatus::Won, 0), of(MarkStatus::Lost, MARKED)]
}

fn marks(session: &mut Session) {
    show(session, View::Customers);
    for action in marked(session) {
        act(session, action);
    }
    act(session, Action::Table(TableAction::SelectAll));
}

/// The profile in use with High of Fit beginning at `limit`.
pub fn draft(session: &Session, limit: f32) -> Action {
    let mut profile = session.tuning().in_use.clone();
    profile.limits.fit = profile.limits.fit.moved(Band::High, limit);
    Action::Tuning(TuningAction::Change(Arc::new(profile)))
}

fn tuning(session: &mut Session) {
    act(session, Action::Table(TableAction::SelectNone));
    show(session, View::Tuning);
    let draft = draft(session, 66.0);
    act(session, draft);
}

fn months(session: &mut Session) {
    show(session, View::Months);
    let reason = ListReason::Entered(Cluster::ActNow);
    act(session, Action::Months(MonthsAction::List(reason)));
}

/// The same customers a month before, nine in ten of them, with other Fit.
pub fn older_month(session: &Session, folder: &Path) -> PathBuf {
    let scored = session.scored().expect("a portfolio");
    let columns = session.question().model.and_then(|model| scored.columns(model)).expect("a model");
    let path = folder.join(format!("{}-2026-01-01.csv", scored.portfolio.customer_count()));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(file, "CustomerID,AccountName,M365Fit,M365Intent").unwrap();
    for (row, id) in scored.portfolio.customers.customer_id.iter().enumerate().filter(|(row, _)| row % 10 != 3) {
        let fit = columns.fit.get(row).copied().flatten().and_then(|rating| match rating {
            Rating::Score(score) => Some((score.value() as usize + row % 17).min(100)),
            Rating::Band(_) => None,
        });
        let fit = fit.map_or(String::new(), |fit| fit.to_string());
        writeln!(file, "{},Customer {row},{fit},{}", scored.portfolio.texts.text(*id), row * 53 % 101).unwrap();
    }
    file.flush().unwrap();
    path
}

/// Loads the older month.
pub fn load_older(session: &mut Session, older: &Path) {
    act(session, Action::Months(MonthsAction::Load(vec![Source::File(older.to_owned())])));
    assert!(session.months().compared.is_some(), "{:?}", session.notices());
}
