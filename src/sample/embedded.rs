//! The sample portfolio inside the program: 28,000 customers and the agreements of theirs, as the generator writes them.

/// The seed of the embedded portfolio.
pub const SEED: u64 = 2026;

/// Customers of the embedded portfolio.
pub const CUSTOMERS: u32 = 28_000;

/// Agreements of the embedded portfolio.
pub const AGREEMENTS: u32 = 6_000;

/// The Microsoft 365 report: file name and whole file.
pub const M365: (&str, &[u8]) = ("m365.xlsx", include_bytes!("../../assets/sample/m365.xlsx"));

/// The renewals report: file name and whole file.
pub const RENEWALS: (&str, &[u8]) = ("renewals.xlsx", include_bytes!("../../assets/sample/renewals.xlsx"));
