//! Calibration: whether what is given 30 percent happens in 30 percent of cases.
//!
//! - Slope: of a logistic regression of what happened on the log-odds given (D. R. Cox, Biometrika 45, 1958). Below 1
//!   the probabilities are too extreme, above 1 too timid. Intercept: of the same with the slope held at 1, so above 0
//!   more happens than was said (calibration in the large; B. Van Calster and others, Journal of Clinical Epidemiology
//!   74, 2016).
//! - Table and expected calibration error: ten groups of about equal size by rising probability, the mean distance of
//!   said from happened, weighted by size (M. P. Naeini, G. Cooper, M. Hauskrecht, AAAI 2015). Equal probabilities
//!   stay in one group, so the order of rows changes nothing.
//!
//! Degenerate: with one outcome only, or one probability for all, or probabilities that part the outcomes cleanly, no
//! finite slope exists and none is given. Log-odds are taken of probabilities kept within 1e-15 of 0 and 1.

use crate::support::statistics::{logit, sigmoid};

/// Newton steps; a well-posed fit needs about six.
const STEPS: u32 = 100;
/// A slope or intercept beyond this is running off to infinity.
const RUNAWAY: f64 = 1e4;

/// How many groups a table has at most.
pub const GROUPS: usize = 10;

/// Rows of about equal probability.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Group {
    /// How many.
    pub rows: usize,
    /// The mean probability they were given.
    pub said: f64,
    /// The share in which it happened.
    pub happened: f64,
}

/// Slope and intercept of a recalibration.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Line {
    /// 1 when the spread of the probabilities is right.
    pub slope: f64,
    /// 0 when their level is right.
    pub intercept: f64,
}

/// The calibration table of `probabilities`, the lowest group first; empty when there are none.
#[must_use]
pub fn table(probabilities: &[f64], positive: &[bool]) -> Vec<Group> {
    let mut rows: Vec<(f64, bool)> = probabilities.iter().copied().zip(positive.iter().copied()).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut groups: Vec<Group> = Vec::new();
    let (mut open, mut done): (Vec<(f64, bool)>, usize) = (Vec::new(), 0);
    for equal in rows.chunk_by(|a, b| a.0 == b.0) {
        open.extend_from_slice(equal);
        done += equal.len();
        // A group ends where the rows so far fill the next tenth.
        if done * GROUPS >= rows.len() * (groups.len() + 1) {
            groups.extend(group(&open));
            open.clear();
        }
    }
    groups.extend(group(&open));
    groups
}

fn group(rows: &[(f64, bool)]) -> Option<Group> {
    let count = rows.len() as f64;
    let said = rows.iter().map(|row| row.0).sum::<f64>() / count;
    let happened = rows.iter().filter(|row| row.1).count() as f64 / count;
    (!rows.is_empty()).then_some(Group { rows: rows.len(), said, happened })
}

/// The expected calibration error of a table, 0 to 1; `None` when it is empty.
#[must_use]
pub fn expected_error(groups: &[Group]) -> Option<f64> {
    let all = groups.iter().map(|group| group.rows).sum::<usize>() as f64;
    let distance = |group: &Group| group.rows as f64 * (group.said - group.happened).abs();
    (all > 0.0).then(|| groups.iter().map(distance).sum::<f64>() / all)
}

/// Slope and intercept of `probabilities` against `positive`, which are as long.
#[must_use]
pub fn line(probabilities: &[f64], positive: &[bool]) -> Option<Line> {
    let given: Vec<f64> = probabilities.iter().map(|p| logit(p.clamp(1e-15, 1.0 - 1e-15))).collect();
    let happened: Vec<f64> = positive.iter().map(|is| f64::from(u8::from(*is))).collect();
    if !positive.contains(&true) || !positive.contains(&false) || is_parted(&given, positive) {
        return None;
    }
    let mut level = 0.0;
    for _ in 0..STEPS {
        let said: Vec<f64> = given.iter().map(|x| sigmoid(level + x)).collect();
        let slope: f64 = happened.iter().zip(&said).map(|(y, p)| y - p).sum();
        let curvature: f64 = said.iter().map(|p| p * (1.0 - p)).sum();
        // Steps are kept short: far out the curvature is next to nothing.
        let step = (slope / curvature.max(1e-12)).clamp(-2.0, 2.0);
        level += step;
        if step.abs() < 1e-12 {
            break;
        }
    }
    Some(Line { slope: free_slope(&given, &happened)?, intercept: level })
}

/// Whether one threshold parts what happened from what did not: then the best slope is infinite.
fn is_parted(given: &[f64], positive: &[bool]) -> bool {
    let ends = |wanted: bool| {
        let of = given.iter().zip(positive).filter(move |(_, is)| **is == wanted).map(|(x, _)| *x);
        of.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let ((low_yes, high_yes), (low_no, high_no)) = (ends(true), ends(false));
    low_yes >= high_no || low_no >= high_yes
}

fn free_slope(given: &[f64], happened: &[f64]) -> Option<f64> {
    let loss = |a: f64, b: f64| -> f64 {
        given
            .iter()
            .zip(happened)
            .map(|(x, y)| (a + b * x).max(0.0) + (-(a + b * x).abs()).exp().ln_1p() - y * (a + b * x))
            .sum()
    };
    let (mut a, mut b) = (0.0, 0.0);
    let mut now = loss(a, b);
    for _ in 0..STEPS {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (x, y) in given.iter().zip(happened) {
            let p = sigmoid(a + b * x);
            let weight = p * (1.0 - p);
            ga += y - p;
            gb += (y - p) * x;
            haa += weight;
            hab += weight * x;
            hbb += weight * x * x;
        }
        let determinant = haa * hbb - hab * hab;
        if determinant <= haa * hbb * 1e-14 {
            return None;
        }
        let step = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
        let mut length = 1.0;
        while loss(a + length * step[0], b + length * step[1]) > now && length > 1e-9 {
            length /= 2.0;
        }
        a += length * step[0];
        b += length * step[1];
        now = loss(a, b);
        if step[0].abs().max(step[1].abs()) < 1e-10 {
            break;
        }
    }
    (a.abs() < RUNAWAY && b.abs() < RUNAWAY).then_some(b)
}
