//! The dashboard as text. Figures stand before words, so that columns align in any language.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::matrix::{Matrix, share};
use crate::session::Session;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use std::io::{self, Write};

/// Writes what is open in `session`; nothing when nothing is.
pub(super) fn write_summary(out: &mut dyn Write, session: &Session, words: &Words) -> io::Result<()> {
    let (Some(scored), Some(dashboard)) = (session.scored(), session.dashboard()) else { return Ok(()) };
    for file in &scored.portfolio.files {
        let rows = format::count(file.rows.len() as u64);
        writeln!(out, "{rows:>12}  {} · {}", file.origin.source.name(), words.report(file.kind))?;
    }
    let as_of = format::day(scored.as_of, words.language);
    let known_by = words.known_by(scored.as_of_known_by);
    writeln!(
        out,
        "{:>12}  {}: {as_of} ({known_by})\n",
        dashboard.cards.fiscal_year.label(),
        words.understanding_as_of
    )?;
    write_cards(out, session, dashboard, words)?;
    write_segments(out, scored, dashboard, words)?;
    if let Some(matrix) = &dashboard.matrix {
        write_matrix(out, matrix, words)?;
    }
    write_clusters(out, dashboard, words)
}

fn write_cards(out: &mut dyn Write, session: &Session, dashboard: &Dashboard, words: &Words) -> io::Result<()> {
    let cards = &dashboard.cards;
    let missing = || words.missing_mark.clone();
    let expiring = cards.expiring_agreements.map_or_else(missing, format::count);
    let revenue = cards.open_expiring_revenue.map_or_else(missing, |sum| format::money(sum, session.currency()));
    let expiring_title = fill(&words.card_expiring, &[("year", &cards.fiscal_year.label())]);
    for (figure, title, known) in [
        (format::count(cards.customers), &words.card_customers, true),
        (expiring, &expiring_title, cards.expiring_agreements.is_some()),
        (revenue, &words.card_revenue, cards.open_expiring_revenue.is_some()),
    ] {
        let note = if known { String::new() } else { format!(" ({})", words.not_in_file) };
        writeln!(out, "{figure:>16}  {title}{note}")?;
    }
    Ok(())
}

fn write_segments(
    out: &mut dyn Write,
    scored: &ScoredPortfolio,
    dashboard: &Dashboard,
    words: &Words,
) -> io::Result<()> {
    writeln!(out, "\n{}", words.segments)?;
    for (segment, customers) in Segment::ALL.into_iter().zip(dashboard.segments) {
        let percent = format::percent(share(customers, dashboard.all_customers));
        let rule = words.segment_rule(segment, &scored.profile);
        writeln!(out, "{:>12} {percent:>6}  {} · {rule}", format::count(customers), words.segment(segment))?;
    }
    Ok(())
}

fn write_matrix(out: &mut dyn Write, matrix: &Matrix, words: &Words) -> io::Result<()> {
    writeln!(out, "\n{} · {}", words.matrix, matrix.model.product_name())?;
    for cell in Cell::all() {
        if cell.intent.index() == 0 {
            write!(out, "  ")?;
        }
        write!(
            out,
            "{:>4}{:>8}{:>7}  ",
            cell.code(),
            format::count(matrix.in_cell(cell)),
            format::percent(matrix.share(cell))
        )?;
        if cell.intent.index() == 3 {
            let total = format::count(matrix.row_total(cell.fit.index()));
            writeln!(out, "|{total:>8}  {} {}", words.fit, words.band(cell.fit))?;
        }
    }
    let totals = (0..4).map(|intent| format!("{:>12}         ", format::count(matrix.column_total(intent))));
    writeln!(out, "  {}|{:>8}", totals.collect::<String>(), format::count(matrix.scored()))?;
    writeln!(out, "  {} → {}", words.intent, crate::domain::band::Band::ALL.map(|band| words.band(band)).join(" · "))?;
    writeln!(out, "  {}", fill(&words.unscored, &[("count", &format::count(matrix.unscored))]))
}

fn write_clusters(out: &mut dyn Write, dashboard: &Dashboard, words: &Words) -> io::Result<()> {
    writeln!(out, "\n{}", words.column_cluster)?;
    let known: u32 = dashboard.clusters.iter().sum();
    for (cluster, customers) in Cluster::ALL.into_iter().zip(dashboard.clusters) {
        let percent = format::percent(share(customers, known));
        writeln!(out, "{:>12} {percent:>6}  {}", format::count(customers), words.cluster(cluster))?;
    }
    let unscored = dashboard.matrix.as_ref().map_or(0, |matrix| matrix.unscored);
    if unscored > 0 && dashboard.clusters_without_cell > 0 {
        let count = format::count(dashboard.clusters_without_cell);
        let unscored = fill(&words.unscored, &[("count", &format::count(unscored))]);
        writeln!(out, "  {unscored}. {}", fill(&words.unscored_with_cluster, &[("count", &count)]))?;
    }
    if dashboard.differing_clusters > 0 {
        let count = format::count(dashboard.differing_clusters);
        writeln!(out, "  {}", fill(&words.differing, &[("count", &count)]))?;
    }
    Ok(())
}
