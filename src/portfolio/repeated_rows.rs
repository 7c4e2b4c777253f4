//! Rows whose amounts another row has already: marked ones, the same row under another of the partner's locations,
//! and rows that a file before has.

use crate::domain::rating::Rating;
use crate::domain::report::ReportKind;
use crate::portfolio::reconciliation::LeftOut;
use crate::workbook::dictionary::Role;
use crate::workbook::table::{ColumnData, ReadColumn, ReportTable};
use std::collections::{HashMap, HashSet};

/// For each table, why each row does not count; empty where all rows do.
pub(super) fn left_out_rows(tables: &[ReportTable]) -> Vec<Vec<Option<LeftOut>>> {
    let mut left_out: Vec<Vec<Option<LeftOut>>> = tables.iter().map(within_table).collect();
    let mut kinds: Vec<ReportKind> = Vec::new();
    for table in tables.iter().filter(|table| table.kind.has_several_rows_a_customer()) {
        if !kinds.contains(&table.kind) {
            kinds.push(table.kind);
            known_from_other_files(tables, table.kind, &mut left_out);
        }
    }
    left_out
}

fn within_table(table: &ReportTable) -> Vec<Option<LeftOut>> {
    let mut left_out = Vec::new();
    if !table.kind.has_several_rows_a_customer() {
        return left_out;
    }
    for column in table.columns.iter().filter(|column| column.known.role == Some(Role::PartnerDuplicate)) {
        let ColumnData::Flag(cells) = &column.data else { continue };
        left_out.resize(table.rows.len(), None);
        for (reason, cell) in left_out.iter_mut().zip(cells).filter(|(_, cell)| **cell == Some(true)) {
            *reason = cell.map(|_| LeftOut::PartnerDuplicate);
        }
    }
    let is_partner = |column: &&ReadColumn| column.known.role == Some(Role::Partner);
    let partners = fingerprints(table, table.columns.iter().filter(is_partner));
    let several = partners.first().is_some_and(|first| partners.iter().any(|partner| partner != first));
    if several {
        left_out.resize(table.rows.len(), None);
        let rows = fingerprints(table, table.columns.iter().filter(|column| !is_partner(column)));
        let mut partner_of = HashMap::with_capacity(rows.len());
        for (reason, (row, partner)) in left_out.iter_mut().zip(rows.iter().zip(&partners)) {
            // Equal rows of one partner are their own affair: two products may cost the same.
            if reason.is_none() && *partner_of.entry(*row).or_insert(*partner) != *partner {
                *reason = Some(LeftOut::PartnerDuplicate);
            }
        }
    }
    left_out
}

/// Marks rows that a file of the same `kind` before has, as far as both have the columns.
fn known_from_other_files(tables: &[ReportTable], kind: ReportKind, left_out: &mut [Vec<Option<LeftOut>>]) {
    let of_kind: Vec<usize> = (0..tables.len()).filter(|&at| tables.get(at).is_some_and(|t| t.kind == kind)).collect();
    if of_kind.len() < 2 {
        return;
    }
    let is_everywhere = |name: &str| {
        let has = |table: &ReportTable| table.columns.iter().any(|column| column.known.name == name);
        tables.iter().filter(|table| table.kind == kind).all(has)
    };
    let mut before: HashSet<u128> = HashSet::new();
    for at in of_kind {
        let (Some(table), Some(left_out)) = (tables.get(at), left_out.get_mut(at)) else { continue };
        let rows = fingerprints(table, table.columns.iter().filter(|column| is_everywhere(&column.known.name)));
        left_out.resize(table.rows.len(), None);
        for (reason, row) in left_out.iter_mut().zip(&rows) {
            if reason.is_none() && before.contains(row) {
                *reason = Some(LeftOut::KnownFromOtherFile);
            }
        }
        before.extend(rows);
    }
}

/// A number for each row's content in `columns`: two of 64 bits, so that different rows do not meet in practice.
fn fingerprints<'a>(table: &ReportTable, columns: impl Iterator<Item = &'a ReadColumn>) -> Vec<u128> {
    let mut columns: Vec<&ReadColumn> = columns.collect();
    if columns.is_empty() {
        return Vec::new();
    }
    // The columns may stand in another order in another file.
    columns.sort_by(|a, b| a.known.name.cmp(&b.known.name));
    let mut prints = vec![0; table.rows.len()];
    for column in columns {
        match &column.data {
            ColumnData::Text(cells) => mix(&mut prints, cells.iter().map(|id| id.index() as u128)),
            ColumnData::Rating(cells) => mix_some(&mut prints, cells, |rating| match rating {
                Rating::Score(score) => u64::from(score.value().to_bits()),
                Rating::Band(band) => (1 << 40) + band.index() as u64,
            }),
            ColumnData::Cluster(cells) => mix_some(&mut prints, cells, |cluster| cluster.index() as u64),
            ColumnData::Segment(cells) => mix_some(&mut prints, cells, |segment| segment.index() as u64),
            ColumnData::Flag(cells) => mix_some(&mut prints, cells, |flag| u64::from(*flag)),
            ColumnData::Count(cells) => mix_some(&mut prints, cells, |count| u64::from(*count)),
            ColumnData::Number(cells) => mix_some(&mut prints, cells, |number| number.to_bits()),
            ColumnData::Money(cells) => mix_some(&mut prints, cells, |money| money.hundredths().cast_unsigned()),
            ColumnData::Day(cells) => mix_some(&mut prints, cells, |day| {
                i64::from(day.year()).cast_unsigned() << 16
                    | (i64::from(day.month()) << 8 | i64::from(day.day())).cast_unsigned()
            }),
        }
    }
    prints
}

fn mix_some<T>(prints: &mut [u128], cells: &[Option<T>], bits: impl Fn(&T) -> u64) {
    // Missing is none of the values, whatever their bits.
    mix(prints, cells.iter().map(|cell| cell.as_ref().map_or(0, |value| u128::from(bits(value)) + 1)));
}

fn mix(prints: &mut [u128], cells: impl Iterator<Item = u128>) {
    const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
    for (print, bits) in prints.iter_mut().zip(cells) {
        let mixed = (*print ^ bits).wrapping_mul(MULTIPLIER).wrapping_add(0x9e37_79b9_7f4a_7c15);
        *print = mixed ^ (mixed >> 64);
    }
}
