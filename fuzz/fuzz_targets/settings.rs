//! A settings file: what is read and written again is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::session::settings::Settings;

fuzz_target!(|bytes: &[u8]| {
    let Ok(settings) = serde_json::from_slice::<Settings>(bytes) else { return };
    let written = serde_json::to_string(&settings).unwrap();
    assert_eq!(serde_json::from_str::<Settings>(&written).unwrap(), settings);
});
