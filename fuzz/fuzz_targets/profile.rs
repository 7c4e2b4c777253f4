//! A scoring profile from a settings file: what is read and written again is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::domain::profile::ScoringProfile;

fuzz_target!(|bytes: &[u8]| {
    let Ok(profile) = serde_json::from_slice::<ScoringProfile>(bytes) else { return };
    let written = serde_json::to_string(&profile).unwrap();
    assert_eq!(serde_json::from_str::<ScoringProfile>(&written).unwrap(), profile);
});
