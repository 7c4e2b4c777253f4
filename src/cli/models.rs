//! The kept models of `score`: which score, who would move by others, and swapping them.

use crate::cli::{Console, Exit};
use crate::scoring::engine::kept::{KeptModels, PortfolioShelf};
use crate::session::Session;
use crate::session::models::Rival;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use crate::workbook::json_file::{read_text, write_json};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};

/// What `score` takes about kept models.
#[derive(Debug, Args)]
pub struct ModelsArguments {
    /// Where the fitted models are kept, beside the profile: made where it is not there, else its models score.
    #[arg(long, value_name = "FILE")]
    pub models: Option<PathBuf>,

    /// Fit the models anew, with pairs of attributes where they prove to help, and keep them as the challenger. Shows who
    /// would move; no score changes.
    #[arg(long, requires = "models", conflicts_with_all = ["promote", "revert"])]
    pub challenge: bool,

    /// Show who moves by the challenger, fitted now where there is none, and score by it from now on. Refused where enough
    /// closed deals do not say that it is better.
    #[arg(long, requires = "models", conflicts_with = "revert")]
    pub promote: bool,

    /// Show who moves by the models before the last promotion, and score by them again.
    #[arg(long, requires = "models")]
    pub revert: bool,
}

/// Reads the models that are kept, if there are any; an error is told.
pub(super) fn read_models(
    path: Option<&Path>,
    words: &Words,
    console: &mut Console<'_>,
) -> io::Result<Result<Option<PortfolioShelf>, Exit>> {
    let Some(path) = path.filter(|path| path.exists()) else { return Ok(Ok(None)) };
    let shelf = read_text(path).map_err(|error| error.cause()).and_then(|text| {
        let shelf = PortfolioShelf::from_json(&text).map_err(|error| error.to_string())?;
        let mut models = std::iter::once(&shelf.champion).chain(&shelf.challenger).chain(&shelf.previous);
        models.try_for_each(KeptModels::check).map_err(|error| error.to_string())?;
        Ok(shelf)
    });
    match shelf {
        Ok(shelf) => Ok(Ok(Some(shelf))),
        Err(cause) => {
            let values = [("file", &*path.display().to_string()), ("cause", cause.as_str())];
            writeln!(console.messages, "{}", fill(&words.models_not_read, &values))?;
            Ok(Err(Exit::Failed))
        }
    }
}

/// Does what was asked for about the models of `session`, and keeps them; whether it was done.
pub(super) fn tend_models(
    arguments: &ModelsArguments,
    session: &mut Session,
    words: &Words,
    console: &mut Console<'_>,
) -> io::Result<bool> {
    let Some(path) = &arguments.models else { return Ok(true) };
    let rival = match (arguments.challenge, arguments.promote, arguments.revert) {
        (true, ..) => Some(Rival::Fresh),
        (_, true, _) => Some(Rival::Challenger),
        (.., true) => Some(Rival::Previous),
        _ => None,
    };
    let mut is_done = true;
    if let Some(rival) = rival {
        session.challenge(rival);
        session.wait();
        is_done = swap(rival, session, words, console)?;
    }
    let Some(shelf) = session.models() else { return Ok(is_done) };
    if let Some(day) = shelf.champion.fitted_as_of {
        let values = [("day", format::day(day, words.language)), ("file", path.display().to_string())];
        writeln!(
            console.messages,
            "{}",
            fill(&words.models_champion, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        )?;
    }
    if let Err(error) = write_json(path, &shelf) {
        let values = [("file", &*path.display().to_string()), ("cause", &*error.cause())];
        writeln!(console.messages, "{}", fill(&words.export_not_written, &values))?;
        return Ok(false);
    }
    Ok(is_done)
}

fn swap(rival: Rival, session: &mut Session, words: &Words, console: &mut Console<'_>) -> io::Result<bool> {
    let (Some(rivalry), Some(scored)) = (session.rivalry(), session.scored()) else {
        writeln!(console.messages, "{}", words.models_no_rival)?;
        return Ok(false);
    };
    if rivalry.movers.is_empty() {
        writeln!(console.messages, "{}", words.movers_none)?;
    }
    for movers in &rivalry.movers {
        writeln!(console.messages, "{}", words.movers(movers, scored, None))?;
    }
    for (model, contest) in &rivalry.contests {
        writeln!(console.messages, "{}", words.contest_of(*model, contest))?;
    }
    if rival == Rival::Challenger && rivalry.is_refused() {
        session.keep_challenger();
        writeln!(console.messages, "{}", words.models_refused)?;
        return Ok(false);
    }
    let text = match rival {
        Rival::Fresh => {
            session.keep_challenger();
            &words.models_challenger_kept
        }
        Rival::Challenger => {
            session.promote();
            &words.models_promoted
        }
        Rival::Previous => {
            session.promote();
            &words.models_reverted
        }
    };
    session.wait();
    writeln!(console.messages, "{text}")?;
    Ok(true)
}
