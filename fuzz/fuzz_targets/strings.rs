//! A part of shared strings; the first byte is the length of a chunk.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::workbook::probe::shared_strings;

fuzz_target!(|bytes: &[u8]| {
    let Some((chunk, xml)) = bytes.split_first() else { return };
    let careful = shared_strings(xml, true, usize::from(*chunk) + 1).unwrap().ok();
    if let Some(Ok(quick)) = shared_strings(xml, false, usize::from(*chunk) + 1) {
        assert_eq!(Some(quick), careful);
    }
});
