//! What the command line says to programs.

use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::matrix::{Matrix, share};
use crate::portfolio::PortfolioFile;
use crate::portfolio::doubts::{Doubt, DoubtKind};
use crate::workbook::markup::{SaveWarning, SavedCopy};
use crate::workbook::table::{KnownBy, OpenWarning};
use serde_json::{Value, json};

/// What is understood of one file; `not_found` are headers that were named by hand, and that it does not have.
pub(super) fn understanding(scored: &ScoredPortfolio, file: &PortfolioFile, not_found: &[String]) -> Value {
    let understood = &file.understanding;
    let models: Vec<&str> = scored.models().map(Model::key).collect();
    let unparsed: Vec<Value> = understood
        .first_unparsed
        .iter()
        .map(|cell| json!({ "cell": cell.place, "column": cell.header, "content": cell.content }))
        .collect();
    json!({
        "status": "open",
        "rows": file.rows.len(),
        "customers": scored.portfolio.customer_count(),
        "report": file.kind.name(),
        "sheet": file.origin.sheet,
        "text": understood.read_as_text.map(|form| {
            json!({ "encoding": form.encoding.name(), "separator": form.separator.to_string() })
        }),
        "header_row": file.origin.header_row,
        "as_of": file.origin.as_of.map(|as_of| json!({ "day": as_of.day.to_string(), "known_by": known_by(as_of.known_by) })),
        "models": models,
        "columns": { "used": understood.used, "chosen": understood.chosen, "not_found": not_found, "ignored": understood.ignored, "missing": understood.missing },
        "unparsed": { "cells": understood.unparsed, "first": unparsed },
        "reconciliation": reconciliation(scored, file),
        "doubts": scored.portfolio.doubts.iter().map(|found| doubt(scored, found)).collect::<Vec<Value>>(),
        "warnings": understood.warnings.iter().map(warning).collect::<Vec<Value>>(),
    })
}

/// Whether all rows and amounts of a file are in the portfolio, or left out for a reason.
fn reconciliation(scored: &ScoredPortfolio, file: &PortfolioFile) -> Value {
    let found = &file.reconciliation;
    let rows = found.rows;
    let amounts = found.amounts.iter().map(|amount| {
        let left_out =
            amount.left_out.iter().map(|(reason, total)| json!({ "reason": reason.key(), "amount": total.units() }));
        json!({
            "column": amount.header,
            "file": amount.file.units(),
            "portfolio": amount.portfolio.units(),
            "left_out": left_out.collect::<Vec<Value>>(),
            "difference": amount.difference().units(),
        })
    });
    json!({
        "agrees": found.agrees() && scored.portfolio.totals_agree(),
        "rows": { "read": rows.read, "new": rows.new, "joined": rows.joined, "repeated": rows.repeated, "dropped": rows.dropped },
        "amounts": amounts.collect::<Vec<Value>>(),
    })
}

fn doubt(scored: &ScoredPortfolio, doubt: &Doubt) -> Value {
    let places = doubt.first.iter().map(|place| {
        let file = scored.portfolio.files.get(place.file).map(|file| file.origin.source.name());
        json!({ "file": file, "row": place.row })
    });
    let of = match &doubt.kind {
        DoubtKind::SharedKey(key) => Some(key.key()),
        DoubtKind::Contradiction { column } => Some(column.as_str()),
        DoubtKind::DunsOfSeveralIds | DoubtKind::SameName => None,
    };
    json!({ "kind": doubt.kind.key(), "of": of, "count": doubt.count, "first": places.collect::<Vec<Value>>() })
}

fn warning(warning: &OpenWarning) -> Value {
    let key = warning.key();
    match warning {
        OpenWarning::OtherTables(sheets) | OpenWarning::HiddenTables(sheets) => {
            json!({ "kind": key, "sheets": sheets })
        }
        OpenWarning::RowsWithoutCustomer(count) | OpenWarning::RepeatedHeaders(count) => {
            json!({ "kind": key, "rows": count })
        }
        OpenWarning::RepeatedCustomers(count) => json!({ "kind": key, "rows": count }),
        OpenWarning::ErrorCells(count) => json!({ "kind": key, "cells": count }),
        OpenWarning::ColumnTwice(column)
        | OpenWarning::ScoresAsFractions(column)
        | OpenWarning::NoStoredValues(column) => {
            json!({ "kind": key, "column": column })
        }
        OpenWarning::Signed => json!({ "kind": key }),
    }
}

/// A saved copy, and what its reader should know.
pub(super) fn saved(copy: &SavedCopy, warnings: &[SaveWarning]) -> Value {
    json!({
        "copy": copy.path.display().to_string(),
        "rows": copy.rows,
        "columns_added": copy.columns_added,
        "columns_replaced": copy.columns_replaced,
        "warnings": warnings.iter().map(|warning| json!({ "kind": warning.key() })).collect::<Vec<Value>>(),
    })
}

/// A portfolio in figures, for one model.
pub(super) fn summary(scored: &ScoredPortfolio, dashboard: &Dashboard, model: Option<Model>) -> Value {
    let cards = &dashboard.cards;
    let files: Vec<Value> = scored
        .portfolio
        .files
        .iter()
        .map(|file| {
            json!({
                "file": file.origin.source.name(),
                "sheet": file.origin.sheet,
                "report": file.kind.name(),
                "rows": file.rows.len(),
                "new_customers": file.new_customers,
            })
        })
        .collect();
    let segments = Segment::ALL.into_iter().zip(dashboard.segments).map(|(segment, customers)| {
        json!({ "segment": segment.name(), "customers": customers, "share": share(customers, dashboard.all_customers) })
    });
    let clusters = Cluster::ALL
        .into_iter()
        .zip(dashboard.clusters)
        .map(|(cluster, customers)| json!({ "cluster": cluster.name(), "customers": customers }));
    json!({
        "files": files,
        "as_of": scored.as_of.to_string(),
        "as_of_known_by": known_by(scored.as_of_known_by),
        "fiscal_year": cards.fiscal_year.label(),
        "cards": {
            "smc_customers": cards.customers,
            "expiring_agreements": cards.expiring_agreements,
            "open_expiring_revenue": cards.open_expiring_revenue.map(Money::units),
        },
        "whitespace_revenue": cards.whitespace.all.map(Money::units),
        "act_now": cards.act_now,
        "segments": segments.collect::<Vec<Value>>(),
        "models": scored.models().map(Model::key).collect::<Vec<&str>>(),
        "model": model.map(Model::key),
        "cells": dashboard.matrix.as_ref().map(cells),
        "unscored": dashboard.matrix.as_ref().map(|matrix| matrix.unscored),
        "clusters": clusters.collect::<Vec<Value>>(),
        "clusters_without_cell": dashboard.clusters_without_cell,
        "differing_clusters": dashboard.differing_clusters,
    })
}

fn cells(matrix: &Matrix) -> Vec<Value> {
    Cell::all()
        .map(|cell| {
            json!({
                "cell": cell.code(),
                "fit": band(cell.fit),
                "intent": band(cell.intent),
                "cluster": matrix.map.cluster(cell).name(),
                "customers": matrix.in_cell(cell),
                "share": matrix.share(cell),
            })
        })
        .collect()
}

fn band(band: Band) -> &'static str {
    match band {
        Band::High => "High",
        Band::Medium => "Medium",
        Band::Low => "Low",
        Band::VeryLow => "Very Low",
    }
}

fn known_by(known_by: KnownBy) -> &'static str {
    match known_by {
        KnownBy::User => "user",
        KnownBy::FileName => "file_name",
        KnownBy::Properties => "properties",
        KnownBy::FileTime => "file_time",
    }
}
