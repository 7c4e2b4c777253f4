//! Whether a file's rows and amounts all arrived: what was read against what the portfolio holds.

use crate::domain::money::Money;
use crate::portfolio::Portfolio;
use crate::portfolio::attribute::AttributeData;
use crate::workbook::dictionary::{Dictionary, Meaning, OutcomePart, ScorePart};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// A file against the portfolio made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Its rows.
    pub rows: RowCounts,
    /// Its columns of money.
    pub amounts: Vec<AmountCheck>,
}

/// What became of a file's rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Filled rows below the header.
    pub read: u64,
    /// Rows that brought a customer whom no file before has.
    pub new: u64,
    /// First rows of customers whom a file before has.
    pub joined: u64,
    /// Further rows of a customer whom the same file named above.
    pub repeated: u64,
    /// Rows that name no customer: totals, notes, headers that stand again.
    pub dropped: u64,
}

impl RowCounts {
    /// Whether every row is accounted for.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.read == self.new + self.joined + self.repeated + self.dropped
    }
}

/// One column of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountCheck {
    /// The dictionary's name of it.
    pub name: String,
    /// Its header in the file.
    pub header: String,
    /// All its cells together.
    pub file: Total,
    /// What of it the portfolio counts.
    pub portfolio: Total,
    /// What it does not, by reason.
    pub left_out: Vec<(LeftOut, Total)>,
}

impl AmountCheck {
    /// What is unaccounted for: 0 when the totals agree.
    #[must_use]
    pub fn difference(&self) -> Total {
        self.file - self.portfolio - self.left_out.iter().map(|(_, total)| *total).sum()
    }
}

impl Reconciliation {
    /// Whether all rows and amounts are accounted for.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.rows.agree() && self.amounts.iter().all(|amount| amount.difference() == Total::default())
    }

    /// Everything that is left out for a reason, without signs.
    #[must_use]
    pub fn left_out(&self) -> Total {
        self.amounts.iter().flat_map(|amount| &amount.left_out).map(|(_, total)| total.magnitude()).sum()
    }

    /// The sum of all differences without their signs, for the one line that tells them.
    #[must_use]
    pub fn difference(&self) -> Total {
        self.amounts.iter().map(|amount| amount.difference().magnitude()).sum()
    }
}

/// An amount that all files together count, against what the portfolio's own column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortfolioTotal {
    /// The dictionary's name of the column.
    pub name: String,
    /// What the files' checks say that the portfolio counts.
    pub files: Total,
    /// What its column adds up to.
    pub portfolio: Total,
}

impl Portfolio {
    /// What each amount of the files adds up to, by their checks and by the portfolio's own columns.
    pub(super) fn add_up(&self) -> Vec<PortfolioTotal> {
        let mut totals: Vec<PortfolioTotal> = Vec::new();
        for check in self.files.iter().flat_map(|file| &file.reconciliation.amounts) {
            match totals.iter_mut().find(|total| total.name == check.name) {
                Some(total) => total.files += check.portfolio,
                None => totals.push(PortfolioTotal {
                    name: check.name.clone(),
                    files: check.portfolio,
                    portfolio: self.own_total(&check.name),
                }),
            }
        }
        totals
    }

    fn own_total(&self, name: &str) -> Total {
        let attribute = self.attributes.iter().find(|attribute| attribute.name == name);
        if let Some(AttributeData::Money(cells)) = attribute.map(|attribute| &attribute.data) {
            return Total::of(cells);
        }
        match Dictionary::get().recognise(name).map(|known| known.meaning) {
            Some(Meaning::ExpiringRevenue) => {
                let terms = self.agreements.iter().flat_map(|agreements| &agreements.terms);
                terms.filter_map(|terms| terms.expiring_revenue).map(Total::from).sum()
            }
            Some(Meaning::Score(model, ScorePart::WhitespaceRevenue)) => {
                let columns = self.models.iter().find(|columns| columns.model == model);
                columns.map_or(Total::default(), |columns| Total::of(&columns.whitespace_revenue))
            }
            Some(Meaning::Outcome(OutcomePart::Revenue)) => {
                self.outcomes.as_ref().map_or(Total::default(), |outcomes| Total::of(&outcomes.revenue))
            }
            _ => Total::default(),
        }
    }
}

/// Why the portfolio does not count an amount of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// Another row of the partner's global account has it already.
    PartnerDuplicate,
    /// Another row, of this file or one before, told the customer's value already.
    AlreadyKnown,
    /// A file before has the same row.
    KnownFromOtherFile,
    /// Another kind of report tells the same revenue in more detail.
    OtherReport,
    /// Only the latest month counts.
    EarlierMonth,
    /// Another row of the subscription has it already.
    SameSubscription,
    /// It counts once a subscription, and the row names none.
    SubscriptionUnknown,
    /// The customer's rows count in different units.
    MixedUnits,
}

impl LeftOut {
    /// A stable name for programs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PartnerDuplicate => "partner_global_duplicate",
            Self::AlreadyKnown => "already_known",
            Self::KnownFromOtherFile => "known_from_other_file",
            Self::OtherReport => "other_report",
            Self::EarlierMonth => "earlier_month",
            Self::SameSubscription => "same_subscription",
            Self::SubscriptionUnknown => "subscription_unknown",
            Self::MixedUnits => "mixed_units",
        }
    }
}

/// A sum of money that no number of rows can overflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total(i128);

impl Total {
    /// The sum in hundredths.
    #[must_use]
    pub fn hundredths(self) -> i128 {
        self.0
    }

    /// The sum in units, for people.
    #[must_use]
    pub fn units(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The sum as an amount; one past its range is the largest there is.
    #[must_use]
    pub fn money(self) -> Money {
        let limit = i128::from(i64::MAX);
        Money::from_hundredths(i64::try_from(self.0.clamp(-limit, limit)).unwrap_or(0))
    }

    /// Without its sign.
    #[must_use]
    pub fn magnitude(self) -> Self {
        Self(self.0.abs())
    }

    /// The sum of what is there.
    #[must_use]
    pub fn of(cells: &[Option<Money>]) -> Self {
        cells.iter().flatten().copied().map(Self::from).sum()
    }
}

impl From<Money> for Total {
    fn from(amount: Money) -> Self {
        Self(i128::from(amount.hundredths()))
    }
}

impl Add for Total {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Total {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Total {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Total {
    fn sum<I: Iterator<Item = Self>>(totals: I) -> Self {
        totals.fold(Self::default(), Add::add)
    }
}

/// What is left out, by reason, while it is gathered.
#[derive(Debug, Clone, Default)]
pub(super) struct LeftOuts(Vec<(LeftOut, Total)>);

impl LeftOuts {
    pub(super) fn add(&mut self, reason: LeftOut, amount: Money) {
        match self.0.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, total)) => *total += amount.into(),
            None => self.0.push((reason, amount.into())),
        }
    }

    pub(super) fn finish(mut self) -> Vec<(LeftOut, Total)> {
        self.0.sort_unstable();
        self.0
    }
}
