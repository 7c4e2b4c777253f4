//! Draws and writes the brief of a customer, on a job.

use crate::app::system_fonts;
use crate::session::job::{Job, Waker};
use crate::ui::brief::{Brief, BriefKind};
use crate::workbook::markup::SaveError;
use crate::workbook::save::{TargetError, save_safely};
use std::path::PathBuf;

/// A brief that is being written.
pub(super) type BriefJob = Job<Result<(), SaveError>>;

/// Starts writing `brief` to `target`, as what its name says.
pub(super) fn write(brief: Brief, target: PathBuf, waker: Waker) -> BriefJob {
    Job::start("brief", waker, move |_| {
        let write = |file: &mut std::fs::File| {
            let written = brief.write(BriefKind::of(&target), system_fonts::add, file);
            written.map_err(|error| SaveError::from(TargetError::new(&target, error)))
        };
        save_safely(&target, write, |_, ()| Ok(()))
    })
}
