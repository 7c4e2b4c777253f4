//! What was seen of customers month by month: a compact file a month in the program's own folder.
//!
//! A customer is known by the hash of its lasting key (FNV-1a, 64 bits), so no name or id leaves the reports; of each
//! model there is Fit, Intent and cell in a byte each. A file that is damaged, cut or of another version is passed over:
//! history is worth keeping, and not worth stopping for.

use crate::domain::Date;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::workbook::save::{TargetError, save_safely};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What every file begins with: the format and its version.
const HEAD: &[u8; 8] = b"PDHIST1\n";
/// The folder in the program's folder.
const FOLDER: &str = "history";
const EXTENSION: &str = "months";
/// Largest file that is read: two million customers with every model have a third of it.
const MAX_BYTES: u64 = 192 << 20;
/// Nothing known, in place of a score or a cell.
const NONE: u8 = u8::MAX;
/// Months read for one customer: ten years.
const MONTHS_READ: usize = 120;

/// A month of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month of `day`.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    fn path(self, folder: &Path) -> PathBuf {
        folder.join(FOLDER).join(format!("{:04}-{:02}.{EXTENSION}", self.year, self.month))
    }

    fn from_name(path: &Path) -> Option<Self> {
        if path.extension()? != EXTENSION {
            return None;
        }
        let (year, month) = path.file_stem()?.to_str()?.split_once('-')?;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        (1..=12).contains(&month).then_some(Self { year, month })
    }
}

/// What was seen of one model of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Fit, in whole points.
    pub fit: Option<u8>,
    /// Intent, in whole points.
    pub intent: Option<u8>,
    /// The cell by the limits of that time.
    pub cell: Option<Cell>,
}

impl Seen {
    const BYTES: usize = 3;

    fn bytes(self) -> [u8; Self::BYTES] {
        let cell = self.cell.and_then(|cell| u8::try_from(cell.index()).ok());
        [self.fit.unwrap_or(NONE), self.intent.unwrap_or(NONE), cell.unwrap_or(NONE)]
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let [fit, intent, cell] = *bytes else { return None };
        let score = |byte: u8| (byte <= 100).then_some(byte);
        Some(Self { fit: score(fit), intent: score(intent), cell: Cell::from_index(usize::from(cell)) })
    }
}

/// All customers of one month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthSeen {
    /// The models, in the order of each customer's entries.
    pub models: Vec<Model>,
    /// By the hash of a customer's key, one entry a model.
    pub customers: BTreeMap<u64, Vec<Seen>>,
}

/// The number by which the customer with this lasting key is kept.
#[must_use]
pub fn key_hash(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

impl MonthSeen {
    /// The document.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = HEAD.to_vec();
        bytes.push(u8::try_from(self.models.len()).unwrap_or(0));
        for model in &self.models {
            let key = model.key().as_bytes();
            bytes.push(u8::try_from(key.len()).unwrap_or(0));
            bytes.extend_from_slice(key);
        }
        for (customer, seen) in &self.customers {
            bytes.extend_from_slice(&customer.to_le_bytes());
            bytes.extend(seen.iter().flat_map(|seen| seen.bytes()));
        }
        bytes
    }

    /// Reads the head: the models, and where the customers begin.
    fn head(bytes: &[u8]) -> Option<(Vec<Model>, &[u8])> {
        let (count, mut rest) = bytes.strip_prefix(HEAD)?.split_first()?;
        let mut models = Vec::new();
        for _ in 0..*count {
            let (length, after) = rest.split_first()?;
            let (key, after) = after.split_at_checked(usize::from(*length))?;
            models.push(Model::from_key(std::str::from_utf8(key).ok()?)?);
            rest = after;
        }
        Some((models, rest))
    }

    /// Reads a document; what is cut off at its end is left out.
    fn read(bytes: &[u8]) -> Option<Self> {
        let (models, rest) = Self::head(bytes)?;
        let size = 8 + models.len() * Seen::BYTES;
        let customers = rest.chunks_exact(size).filter_map(entry).collect();
        Some(Self { models, customers })
    }

    /// The entries of one customer, without taking the others apart.
    fn find(bytes: &[u8], customer: u64) -> Option<Vec<(Model, Seen)>> {
        let (models, rest) = Self::head(bytes)?;
        let entries: Vec<&[u8]> = rest.chunks_exact(8 + models.len() * Seen::BYTES).collect();
        let at = entries.binary_search_by_key(&Some(customer), |entry| hash(entry)).ok()?;
        let (_, seen) = entry(entries.get(at)?)?;
        Some(models.into_iter().zip(seen).collect())
    }
}

fn hash(entry: &[u8]) -> Option<u64> {
    entry.first_chunk::<8>().map(|bytes| u64::from_le_bytes(*bytes))
}

fn entry(bytes: &[u8]) -> Option<(u64, Vec<Seen>)> {
    let (_, seen) = bytes.split_at_checked(8)?;
    Some((hash(bytes)?, seen.chunks_exact(Seen::BYTES).filter_map(Seen::of).collect()))
}

fn read_file(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_BYTES + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MAX_BYTES).then_some(bytes)
}

/// Why a month was not kept.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The file cannot be written.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A write was refused.
    #[error("cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Keeps `seen` as the month of `day` in the program's `folder`. Customers that the month has from other reports stay;
/// where the models are others, only what is seen now is kept.
///
/// # Errors
/// [`HistoryError`].
pub fn keep_month(folder: &Path, day: Date, mut seen: MonthSeen) -> Result<(), HistoryError> {
    let path = Month::of(day).path(folder);
    if let Some(known) = read_file(&path).and_then(|bytes| MonthSeen::read(&bytes))
        && known.models == seen.models
    {
        for (customer, entry) in known.customers {
            seen.customers.entry(customer).or_insert(entry);
        }
    }
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let bytes = seen.bytes();
    save_safely(
        &path,
        |file| -> Result<(), HistoryError> {
            file.write_all(&bytes)?;
            Ok(())
        },
        |_, ()| Ok(()),
    )
}

/// What was seen of the customer with the key hash `customer`, the earliest month first.
#[must_use]
pub fn months_of(folder: &Path, customer: u64) -> Vec<(Month, Vec<(Model, Seen)>)> {
    let files = std::fs::read_dir(folder.join(FOLDER)).into_iter().flatten().filter_map(Result::ok);
    let mut months: Vec<(Month, PathBuf)> =
        files.filter_map(|file| Some((Month::from_name(&file.path())?, file.path()))).collect();
    months.sort();
    let latest = months.len().saturating_sub(MONTHS_READ);
    let read = months.into_iter().skip(latest).filter_map(|(month, path)| {
        let found = MonthSeen::find(&read_file(&path)?, customer)?;
        Some((month, found))
    });
    read.collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn seen(fit: u8, intent: u8) -> Seen {
        Seen { fit: Some(fit), intent: Some(intent), cell: Cell::from_index(usize::from(fit) % 16) }
    }

    fn month(customers: &[(&str, u8)]) -> MonthSeen {
        let entry = |(key, fit): &(&str, u8)| {
            let unknown = Seen { fit: None, intent: None, cell: None };
            (key_hash(key), vec![seen(*fit, 7), unknown])
        };
        MonthSeen { models: vec![Model::M365, Model::Azure], customers: customers.iter().map(entry).collect() }
    }

    #[test]
    fn a_customer_is_followed_through_the_months_and_other_reports_of_a_month_stay() {
        let folder = tempfile::tempdir().unwrap();
        let keep = |day, customers: &[(&str, u8)]| keep_month(folder.path(), day, month(customers)).unwrap();
        keep(date(2026, 10, 1), &[("id:a", 80), ("id:b", 30)]);
        keep(date(2026, 9, 1), &[("id:a", 60)]);
        keep(date(2026, 10, 20), &[("id:c", 10), ("id:b", 40)]);
        let of = |key: &str| -> Vec<(i8, Option<u8>)> {
            let months = months_of(folder.path(), key_hash(key));
            months.iter().map(|(month, seen)| (month.month, seen[0].1.fit)).collect()
        };
        assert_eq!(of("id:a"), [(9, Some(60)), (10, Some(80))]);
        assert_eq!(of("id:b"), [(10, Some(40))], "what was seen last stays");
        assert_eq!(of("id:c"), [(10, Some(10))]);
        assert!(of("id:d").is_empty());
        let azure = months_of(folder.path(), key_hash("id:a"))[0].1[1];
        assert_eq!(azure, (Model::Azure, Seen { fit: None, intent: None, cell: None }));
    }

    #[test]
    fn damaged_cut_and_foreign_files_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        keep_month(folder.path(), date(2026, 10, 1), month(&[("id:a", 80), ("id:b", 30)])).unwrap();
        let file = Month { year: 2026, month: 10 }.path(folder.path());
        let whole = std::fs::read(&file).unwrap();
        for length in 0..whole.len() {
            std::fs::write(&file, &whole[..length]).unwrap();
            let _ = months_of(folder.path(), key_hash("id:a"));
        }
        std::fs::write(&file, b"something else").unwrap();
        std::fs::write(file.with_file_name("x-y.months"), b"PDHIST1\n\xff").unwrap();
        assert!(months_of(folder.path(), key_hash("id:a")).is_empty());
        keep_month(folder.path(), date(2026, 10, 1), month(&[("id:a", 81)])).unwrap();
        assert_eq!(months_of(folder.path(), key_hash("id:a")).len(), 1, "a damaged month is written anew");
    }
}
