//! What is drawn and saved: the brief of the customer that is shown, and pictures of charts. The session says what and
//! where, its surroundings draw and write it.

use crate::session::Session;
use crate::session::action::Effect;
use crate::session::job::JobFailed;
use crate::session::notice::Notice;
use crate::session::writing::Writing;
use crate::workbook::markup::SaveError;
use std::path::PathBuf;

/// Letters that no file name may have on some system.
const NOT_IN_NAMES: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// A chart that can be saved as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Chart {
    /// The customers divided by segment, industry or another column.
    Division,
    /// The matrix, or the matrices of all models, with the clusters.
    Matrix,
    /// How Fit and Intent spread.
    Scores,
    /// When agreements expire.
    Renewals,
    /// The first rows of the whitespace map.
    WhitespaceMap,
    /// From cluster to cluster, month against month.
    Months,
    /// Won and lost deals against scores: conversion, lift and calibration.
    Quality,
}

/// What the surroundings draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// The brief of the customer that is shown.
    Brief,
    /// A chart.
    Chart(Chart),
}

impl Session {
    /// Asks where the brief of the customer that is shown goes.
    pub(super) fn ask_brief_target(&self) -> Vec<Effect> {
        let Some(page) = self.customer_page() else { return Vec::new() };
        let hides = self.settings.preferences.names_hidden;
        // A file's name is seen by those who look on.
        let number = || format!("{:05}", u64::from(page.customer) + 1);
        let name = if hides { number() } else { page.identity.name.clone().unwrap_or_default() };
        let customer =
            name.chars().map(|c| if NOT_IN_NAMES.contains(&c) || c.is_control() { '_' } else { c }).collect();
        vec![Effect::ChooseTarget { writing: Writing::Brief, folder: self.folder(), name: Some(customer) }]
    }

    /// Asks where the picture of `chart` goes.
    pub(super) fn ask_picture_target(&self, chart: Chart) -> Vec<Effect> {
        vec![Effect::ChooseTarget { writing: Writing::Picture(chart), folder: self.folder(), name: None }]
    }

    /// Has the brief written.
    pub(super) fn save_brief(&mut self, target: PathBuf) -> Vec<Effect> {
        if self.customer_page().is_none() { Vec::new() } else { self.draw(Drawn::Brief, target) }
    }

    /// Has something drawn and written, one at a time; nothing that is open is written over.
    pub(super) fn draw(&mut self, what: Drawn, target: PathBuf) -> Vec<Effect> {
        if self.drawing.is_some() || self.refuses(&target) {
            return Vec::new();
        }
        self.drawing = Some(target.clone());
        vec![Effect::Draw { what, target }]
    }

    /// Takes in how the writing went that [`Effect::Draw`] asked for.
    pub fn drawn(&mut self, written: Result<(), SaveError>) {
        if let Some(target) = self.drawing.take() {
            self.tell_written(target, written.map(|()| None).map_err(Into::into));
        }
    }

    /// The drawing or writing panicked: a defect of this program.
    pub fn drawing_failed(&mut self, failed: JobFailed) {
        self.drawing = None;
        self.notices.push(Notice::JobFailed(failed));
    }
}
