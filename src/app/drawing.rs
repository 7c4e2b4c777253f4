//! Draws and writes a brief or a picture, on a job.

use crate::app::system_fonts;
use crate::session::job::{Job, Waker};
use crate::ui::drawn::Page;
use crate::workbook::markup::SaveError;
use crate::workbook::save::{TargetError, save_safely};
use std::path::PathBuf;

/// What is being drawn and written.
pub(super) type DrawingJob = Job<Result<(), SaveError>>;

/// Starts writing `page` to `target`, as what its name says.
pub(super) fn write(page: Page, target: PathBuf, waker: Waker) -> DrawingJob {
    Job::start("draw", waker, move |_| {
        let write = |file: &mut std::fs::File| {
            let written = page.write(&target, system_fonts::add, file);
            written.map_err(|error| SaveError::from(TargetError::new(&target, error)))
        };
        save_safely(&target, write, |_, ()| Ok(()))
    })
}
