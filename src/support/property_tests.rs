//! How property tests choose their cases.

use proptest::test_runner::{Config, RngSeed};

/// So many cases, the same in every run: one that fails comes back by itself, and no file must remember it.
pub(crate) fn cases(count: u32) -> Config {
    Config { cases: count, failure_persistence: None, rng_seed: RngSeed::Fixed(20_260_101), ..Config::default() }
}
