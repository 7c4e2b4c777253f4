//! How far our scores agree with a file's: rank correlation of the log-odds, and bands against bands.
//!
//! Source: Spearman (1904) and Cohen (1960), see `support::statistics`. Only customers that both score count. Where
//! none is, there is no agreement to tell; where one side gives all the same, there is no rank correlation.

use crate::domain::band::Band;
use crate::support::statistics::kappa::agreement;
use crate::support::statistics::spearman::spearman;

/// A score with its band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Banded {
    /// Log-odds.
    pub decision: f64,
    /// The band.
    pub band: Band,
}

/// The agreement of two ways to score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreAgreement {
    /// Customers that both score.
    pub customers: u64,
    /// Spearman's rank correlation, -1 to 1.
    pub rank_correlation: Option<f64>,
    /// Customers by the file's band (row) and ours (column), High first.
    pub bands: [[u64; 4]; 4],
    /// The share in the same band.
    pub same_band: f64,
    /// Cohen's kappa of the bands.
    pub kappa: Option<f64>,
}

/// The agreement of a file's scores with ours, customer by customer; `None` when no customer has both.
#[must_use]
pub fn agree(file: &[Option<Banded>], ours: &[Option<Banded>]) -> Option<ScoreAgreement> {
    let both: Vec<(Banded, Banded)> = file.iter().zip(ours).filter_map(|(file, ours)| file.zip(*ours)).collect();
    let (left, right): (Vec<f64>, Vec<f64>) = both.iter().map(|(file, ours)| (file.decision, ours.decision)).unzip();
    let mut bands = [[0_u64; 4]; 4];
    for (file, ours) in &both {
        if let Some(count) = bands.get_mut(file.band.index()).and_then(|row| row.get_mut(ours.band.index())) {
            *count += 1;
        }
    }
    let found = agreement(&bands)?;
    Some(ScoreAgreement {
        customers: both.len() as u64,
        rank_correlation: spearman(&left, &right),
        bands,
        same_band: found.exact,
        kappa: found.kappa,
    })
}
