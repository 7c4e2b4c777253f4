//! A worksheet part; the first byte is the length of a chunk. Quick and careful reading never find different cells.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::workbook::probe::sheet_cells;

fuzz_target!(|bytes: &[u8]| {
    let Some((chunk, xml)) = bytes.split_first() else { return };
    let strings = ["zero", "", "two"];
    let careful = sheet_cells(xml, &strings, true, usize::from(*chunk) + 1).unwrap().ok();
    assert_eq!(careful, sheet_cells(xml, &strings, true, 1 << 18).unwrap().ok());
    if let Some(Ok(quick)) = sheet_cells(xml, &strings, false, usize::from(*chunk) + 1) {
        assert_eq!(Some(quick), careful);
    }
});
