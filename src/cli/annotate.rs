//! `annotate`: a marked-up copy without a window.

use crate::cli::arguments::AnnotateArguments;
use crate::cli::console::{sentence, session_after, sources};
use crate::cli::{Console, Exit};
use crate::session::action::Action;
use crate::session::notice::Notice;
use crate::ui::words::Words;
use crate::workbook::markup::SaveError;
use std::io;

pub(super) fn annotate(arguments: AnnotateArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let language = arguments.shared.language.unwrap_or_default();
    let words = Words::of(language);
    let files = std::iter::once(arguments.input).chain(arguments.with).collect();
    let mut session = session_after(Action::Open(sources(files)), language, arguments.shared.as_of);
    // The first file must be the one to mark up, so all of them have to open.
    if session.notices().is_empty() {
        session.apply(Action::Save { file: 0, target: arguments.output });
        if session.overwrite_asked().is_some() {
            writeln!(console.messages, "{}", sentence(&words.save_error(&SaveError::TargetIsSource)))?;
            return Ok(Exit::Failed);
        }
        session.wait();
    }
    console.tell_notices(&session, words)?;
    match session.notices() {
        [Notice::Saved(copy)] => {
            writeln!(console.out, "{}", copy.path.display())?;
            Ok(Exit::Done)
        }
        _ => Ok(Exit::Failed),
    }
}
