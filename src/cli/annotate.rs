//! `annotate`: a marked-up copy without a window.

use crate::cli::arguments::AnnotateArguments;
use crate::cli::console::{sentence, session_after, sources};
use crate::cli::{Console, Exit};
use crate::session::action::Action;
use crate::session::notice::Notice;
use crate::ui::words::Words;
use crate::workbook::markup::SaveError;
use crate::workbook::source::Source;
use std::io;

pub(super) fn annotate(arguments: AnnotateArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let language = arguments.shared.language.unwrap_or_default();
    let words = Words::of(language);
    let source = Source::File(arguments.input);
    let files = std::iter::once(source.clone()).chain(sources(arguments.with)).collect();
    let mut session = session_after(files, arguments.choices, &arguments.shared);
    // The first file must be the one to mark up, so all of them have to open.
    if session.notices().is_empty() {
        session.apply(Action::Save { source, target: arguments.output });
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
