//! The cell formats that the marks need, added to the styles.

use super::copy::Job;
use super::error::{SaveError, SaveWarning};
use super::escape::looks_like_formula;
use super::looks;
use super::plan::{Place, Plan};
use super::prepare::text_unless_damaged;
use super::styles::{self, Change, Wanted};
use super::{MarkColumn, MarkKind};
use crate::domain::money::Currency;
use crate::workbook::package::Package;
use std::collections::HashMap;

/// Gives amounts a format with their currency's sign, and texts that look like formulas one that keeps them texts, each
/// like the cells beside them. Where the styles cannot be extended, amounts are plain numbers.
///
/// # Errors
/// The source cannot be read.
pub(super) fn add(
    job: &Job<'_>,
    package: &mut Package,
    sheet_part: &str,
    plan: &mut Plan,
    parts: &mut HashMap<usize, Vec<u8>>,
    warnings: &mut Vec<SaveWarning>,
) -> Result<(), SaveError> {
    let marks = job.marks.columns();
    let has_formulas = job.marks.may_look_like_formulas() || marks.iter().any(|mark| looks_like_formula(&mark.header));
    if currencies(marks).is_empty() && !has_formulas {
        return Ok(());
    }
    let wanted = wanted(package, sheet_part, plan, marks, has_formulas);
    let mut refuse = |cause: String| warnings.push(SaveWarning::NoCurrencyFormat { cause });
    let Some(part) = package.styles_part().map(str::to_owned) else {
        refuse("the workbook has no styles".to_owned());
        return Ok(());
    };
    let text = text_unless_damaged(package, &part)?.map_err(|problem| problem.to_string());
    let extended = match text.and_then(|text| styles::extend(&text, &wanted).map_err(|odd| odd.to_string())) {
        Ok(extended) => extended,
        Err(cause) => {
            refuse(cause);
            return Ok(());
        }
    };
    for (Wanted { base, change }, format) in wanted.iter().zip(extended.formats) {
        let Some(format) = format else { continue };
        match change {
            Change::Quoted => plan.quoted.add(*base, format),
            Change::Amount(currency) => {
                let kind = Some(MarkKind::Money(*currency));
                let places = plan.places.iter_mut().filter(|place| marks.get(place.mark).map(|mark| mark.kind) == kind);
                places.for_each(|place| place.amounts.add(*base, format));
            }
        }
    }
    if let (Some(text), Some(index)) = (extended.text, package.entry_index(&part)) {
        parts.insert(index, text);
    }
    Ok(())
}

fn currencies(marks: &[MarkColumn]) -> Vec<Currency> {
    let mut currencies = Vec::new();
    for mark in marks {
        if let MarkKind::Money(currency) = mark.kind
            && !currencies.contains(&currency)
        {
            currencies.push(currency);
        }
    }
    currencies
}

fn wanted(
    package: &mut Package,
    sheet_part: &str,
    plan: &Plan,
    marks: &[MarkColumn],
    has_formulas: bool,
) -> Vec<Wanted> {
    let beside: Vec<u32> = plan.header_neighbour.filter(|_| plan.last_new().is_some()).into_iter().collect();
    let mut wanted = Vec::new();
    let currencies = currencies(marks);
    let bases = if beside.is_empty() { vec![0] } else { looks::seen(package, sheet_part, &beside) };
    for base in &bases {
        wanted.extend(currencies.iter().map(|currency| Wanted { base: *base, change: Change::Amount(*currency) }));
    }
    if has_formulas {
        let is_text = |place: &&Place| marks.get(place.mark).is_some_and(|mark| mark.kind == MarkKind::Text);
        let own = plan.places.iter().filter(|place| !place.is_new).filter(is_text).map(|place| place.column);
        let columns: Vec<u32> = beside.into_iter().chain(own).collect();
        let bases = looks::seen(package, sheet_part, &columns);
        wanted.extend(bases.into_iter().map(|base| Wanted { base, change: Change::Quoted }));
    }
    wanted
}
