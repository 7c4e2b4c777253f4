//! What is drawn to be saved: briefs of customers and pictures of charts. Made of what is open when it is asked for, it
//! stays the same whatever is opened while it is drawn.

mod chart;

pub use chart::ChartPicture;

use crate::session::Session;
use crate::session::drawing::Drawn;
use crate::support::language::Language;
use crate::ui::ViewState;
use crate::ui::brief::{Brief, BriefKind};
use egui::Context;
use std::io::{self, Write};
use std::path::Path;

/// A page that is drawn.
pub enum Page {
    /// The brief of a customer.
    Brief(Brief),
    /// The picture of a chart.
    Chart(Box<ChartPicture>),
}

impl Page {
    /// What `session` shows of `what`, looked at as in `view`; `None` while there is no such thing.
    #[must_use]
    pub fn of(session: &Session, view: &ViewState, language: Language, what: Drawn) -> Option<Self> {
        match what {
            Drawn::Brief => Brief::of(session, language).map(Self::Brief),
            Drawn::Chart(chart) => {
                ChartPicture::of(session, view, language, chart).map(|picture| Self::Chart(Box::new(picture)))
            }
        }
    }

    /// Draws it and writes it to `to`, as what the name of `target` says; `prepare` may add fonts.
    ///
    /// # Errors
    /// What `to` returns.
    pub fn write(&self, target: &Path, prepare: impl Fn(&Context), to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Brief(brief) => brief.write(BriefKind::of(target), prepare, to),
            Self::Chart(picture) => picture.write(target, prepare, to),
        }
    }
}
