//! `evaluate`: what closed deals say of the scores, as text or JSON.

use crate::cli::arguments::{ChoiceArguments, SharedArguments};
use crate::cli::console::{session_after, sources};
use crate::cli::{Console, Exit};
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::scoring::feedback::ENOUGH;
use crate::scoring::feedback::champion::{Contest, Verdict};
use crate::scoring::feedback::conversion::Conversion;
use crate::scoring::feedback::evaluation::{Evaluation, ScoreKind, evaluate as evaluation};
use crate::scoring::feedback::quality::{Judgement, Quality};
use crate::scoring::local::ScoreSource;
use crate::support::statistics::auc::Auc;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// What `evaluate` takes.
#[derive(Debug, Args)]
pub struct EvaluateArguments {
    /// Reports with scores, opened together.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,

    /// The list of deals won and lost. Without it one of the files must hold them.
    #[arg(long, value_name = "FILE")]
    pub outcomes: Option<PathBuf>,

    /// One line of JSON instead of text.
    #[arg(long)]
    pub json: bool,

    /// Sheet and columns.
    #[command(flatten)]
    pub choices: ChoiceArguments,

    /// Language and as-of day.
    #[command(flatten)]
    pub shared: SharedArguments,
}

pub(super) fn evaluate(arguments: EvaluateArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.shared.language.unwrap_or_default());
    let files = arguments.files.into_iter().chain(arguments.outcomes).collect();
    let mut session = session_after(sources(files), arguments.choices, &arguments.shared);
    session.wait();
    console.tell_notices(&session, words)?;
    let Some(scored) = session.scored() else { return Ok(Exit::Failed) };
    let evaluation = evaluation(&scored.portfolio, scored.local.as_deref(), &scored.profile, scored.as_of);
    if evaluation.closed == 0 && evaluation.open == 0 && evaluation.without_product == 0 {
        writeln!(console.messages, "{}", words.cli_no_outcomes)?;
        return Ok(Exit::Failed);
    }
    if arguments.json {
        writeln!(console.out, "{}", as_json(&evaluation))?;
    } else {
        write_text(console.out, &evaluation, words)?;
    }
    Ok(if session.notices().is_empty() { Exit::Done } else { Exit::Failed })
}

fn as_json(evaluation: &Evaluation) -> Value {
    let models = evaluation.models.iter().map(|model| {
        let source = source_key(model.source);
        json!({ "model": model.model.key(), "source": source, "judgement": judgement(&model.judgement) })
    });
    let agreements = evaluation.agreements.iter().map(|(model, kind, agreement)| {
        json!({
            "model": model.key(),
            "score": match kind { ScoreKind::Fit => "fit", ScoreKind::Intent => "intent" },
            "customers": agreement.customers,
            "rank_correlation": agreement.rank_correlation,
            "bands": agreement.bands,
            "same_band": agreement.same_band,
            "kappa": agreement.kappa,
        })
    });
    json!({
        "deals": { "closed": evaluation.closed, "open": evaluation.open, "without_product": evaluation.without_product },
        "models": models.collect::<Vec<Value>>(),
        "contests": evaluation.contests.iter().map(contest).collect::<Vec<Value>>(),
        "agreements": agreements.collect::<Vec<Value>>(),
    })
}

fn contest((model, contest): &(Model, Contest)) -> Value {
    let (verdict, figures) = match contest.verdict {
        Verdict::TooFew => ("too_few", None),
        Verdict::NotSurelyBetter(figures) => ("not_surely_better", Some(figures)),
        Verdict::RanksWorse(figures) => ("ranks_worse", Some(figures)),
        Verdict::Promote(figures) => ("promote", Some(figures)),
    };
    json!({
        "model": model.key(),
        "champion": source_key(ScoreSource::File),
        "challenger": source_key(ScoreSource::Local),
        "verdict": verdict,
        "wins": contest.wins,
        "losses": contest.losses,
        "seen": contest.seen,
        "unanswered": contest.unanswered,
        "log_loss_gain": figures.map(|figures| figures.gain),
        "standard_error": figures.map(|figures| figures.standard_error),
        "champion_auc": figures.map(|figures| figures.champion_auc),
        "challenger_auc": figures.map(|figures| figures.challenger_auc),
    })
}

fn source_key(source: ScoreSource) -> &'static str {
    match source {
        ScoreSource::File => "file",
        ScoreSource::Local | ScoreSource::Rules => "local",
    }
}

fn judgement(judgement: &Judgement) -> Value {
    match judgement {
        Judgement::TooFew { wins, losses } => {
            json!({ "judged": false, "reason": "too_few", "enough": ENOUGH, "wins": wins, "losses": losses })
        }
        Judgement::Judged(quality) => judged(quality),
    }
}

fn judged(quality: &Quality) -> Value {
    let auc = |auc: &Auc| json!({ "auc": auc.area, "interval": auc.interval() });
    let cells = Cell::all()
        .zip(&quality.cells)
        .map(|(cell, conversion)| json!({ "cell": cell.code(), "index": cell.index(), "conversion": conversion }));
    let clusters = Cluster::ALL
        .into_iter()
        .zip(&quality.clusters)
        .map(|(cluster, conversion)| json!({ "cluster": cluster.name(), "conversion": conversion }));
    let recommended = quality.recommended;
    json!({
        "judged": true,
        "wins": quality.wins,
        "losses": quality.losses,
        "fit": quality.fit.as_ref().map(auc),
        "intent": quality.intent.as_ref().map(auc),
        "chance": auc(&quality.chance),
        "brier": quality.brier,
        "log_loss": quality.log_loss,
        "log_loss_of_rate": quality.log_loss_of_rate,
        "calibration": { "table": quality.table, "error": quality.calibration_error, "line": quality.line },
        "lift": quality.lift,
        "cells": cells.collect::<Vec<Value>>(),
        "clusters": clusters.collect::<Vec<Value>>(),
        "recommended": {
            "won": recommended.won, "lost": recommended.lost,
            "others_won": recommended.others_won, "others_lost": recommended.others_lost,
        },
        "model_of_chance": quality.calibration,
    })
}

fn write_text(out: &mut dyn Write, evaluation: &Evaluation, words: &Words) -> io::Result<()> {
    let left_out = [("open", format::count(evaluation.open)), ("unknown", format::count(evaluation.without_product))];
    writeln!(out, "{}", filled(&words.quality_left_out, &left_out))?;
    for model in &evaluation.models {
        let source = match model.source {
            ScoreSource::File => &words.quality_source_file,
            ScoreSource::Local | ScoreSource::Rules => &words.quality_source_local,
        };
        writeln!(out, "\n{} · {source}", model.model.product_name())?;
        match &model.judgement {
            Judgement::TooFew { wins, losses } => {
                let values = [
                    ("wins", format::count(*wins)),
                    ("losses", format::count(*losses)),
                    ("enough", format::count(ENOUGH)),
                ];
                writeln!(out, "  {}", filled(&words.quality_too_few, &values))?;
            }
            Judgement::Judged(quality) => write_quality(out, quality, words)?,
        }
    }
    for (model, contest) in &evaluation.contests {
        let verdict = match contest.verdict {
            Verdict::TooFew => &words.contest_too_few,
            Verdict::NotSurelyBetter(_) => &words.contest_not_surely_better,
            Verdict::RanksWorse(_) => &words.contest_ranks_worse,
            Verdict::Promote(_) => &words.contest_promote,
        };
        let deals = format::count(contest.wins + contest.losses);
        writeln!(out, "\n{} · {}", model.product_name(), fill(verdict, &[("deals", &deals)]))?;
    }
    for (model, kind, agreement) in &evaluation.agreements {
        let name = match kind {
            ScoreKind::Fit => &words.fit,
            ScoreKind::Intent => &words.intent,
        };
        let values =
            [("customers", format::count(agreement.customers)), ("band", format::percent(agreement.same_band))];
        writeln!(out, "\n{} {name} · {}", model.product_name(), filled(&words.quality_agreement, &values))?;
        writeln!(out, "{}  {}", figure(agreement.rank_correlation, words), words.quality_rank_correlation)?;
    }
    Ok(())
}

/// `text` with its places filled by texts made for them.
fn filled(text: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(text, &values)
}

/// A figure of three digits, as wide as all others.
fn figure(value: Option<f64>, words: &Words) -> String {
    value.map_or_else(|| format!("{:>10}", words.missing_mark), |value| format!("{value:>10.3}"))
}

fn write_quality(out: &mut dyn Write, quality: &Quality, words: &Words) -> io::Result<()> {
    let deals = [("wins", format::count(quality.wins)), ("losses", format::count(quality.losses))];
    writeln!(out, "  {}", filled(&words.quality_deals, &deals))?;
    for (name, auc) in
        [(&words.fit, quality.fit), (&words.intent, quality.intent), (&words.quality_chance, Some(quality.chance))]
    {
        let Some(auc) = auc else { continue };
        let mark = || words.missing_mark.clone();
        let [low, high] = auc.interval().map_or_else(|| [mark(), mark()], |ends| ends.map(|end| format!("{end:.3}")));
        let told = filled(&words.quality_auc, &[("low", low), ("high", high)]);
        writeln!(out, "{}  {name}: {told}", figure(Some(auc.area), words))?;
    }
    let log_loss = filled(&words.quality_log_loss, &[("rate", format!("{:.3}", quality.log_loss_of_rate))]);
    for (value, name) in [
        (Some(quality.brier), &words.quality_brier),
        (Some(quality.log_loss), &log_loss),
        (quality.line.map(|line| line.slope), &words.quality_slope),
        (quality.line.map(|line| line.intercept), &words.quality_intercept),
        (Some(quality.calibration_error), &words.quality_error),
    ] {
        writeln!(out, "{}  {name}", figure(value, words))?;
    }
    let lift: String = quality.lift.iter().map(|tenth| format!("{:>6.2}", tenth.lift)).collect();
    writeln!(out, "  {}\n  {lift}", words.quality_lift)?;
    writeln!(out, "  {}", words.quality_table)?;
    for group in &quality.table {
        let (said, happened) = (format::percent(group.said), format::percent(group.happened));
        writeln!(out, "{:>10} {said:>7} → {happened:>6}", format::count(group.rows as u64))?;
    }
    writeln!(out, "  {}", words.quality_conversion)?;
    for (cluster, conversion) in Cluster::ALL.into_iter().zip(&quality.clusters) {
        write_conversion(out, words.cluster(cluster), conversion, words)?;
    }
    writeln!(out, "  {}", words.quality_cells)?;
    for (cell, conversion) in Cell::all().zip(&quality.cells) {
        if conversion.wins + conversion.losses > 0 {
            let bands = format!("{} ({} × {})", cell.code(), words.band(cell.fit), words.band(cell.intent));
            write_conversion(out, &bands, conversion, words)?;
        }
    }
    let recommended = quality.recommended;
    let counts = [
        ("won", format::count(recommended.won)),
        ("lost", format::count(recommended.lost)),
        ("others_won", format::count(recommended.others_won)),
        ("others_lost", format::count(recommended.others_lost)),
    ];
    writeln!(out, "  {}", filled(&words.quality_recommended, &counts))
}

fn write_conversion(out: &mut dyn Write, name: &str, conversion: &Conversion, words: &Words) -> io::Result<()> {
    let [low, high] = conversion.interval.map(format::percent);
    let values = [
        ("wins", format::count(conversion.wins)),
        ("deals", format::count(conversion.wins + conversion.losses)),
        ("low", low),
        ("high", high),
    ];
    let of = filled(&words.quality_conversion_of, &values);
    writeln!(out, "{:>10}  {name}: {of}", format::percent(conversion.rate))
}
