//! A styles part: read for its days, and extended for amounts; what was extended is read alike.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::workbook::probe::{date_formats, extended_styles};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let before = date_formats(text);
    if let (Ok(before), Some(extended)) = (before, extended_styles(text)) {
        let after = date_formats(std::str::from_utf8(&extended).unwrap()).unwrap();
        for style in 0..bytes.len() as u32 / 5 {
            assert!(!before.is_date(style) || after.is_date(style), "format {style} showed days");
        }
    }
});
