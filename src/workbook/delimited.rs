//! Separated text: CSV, TSV and their relatives, streamed.
//!
//! The whole text is looked at before it is believed to be one: its encoding may show late. It is never in memory as
//! a whole. The `csv` crate would take an unclosed quote's rest of the file into one record, would not tell that it
//! was unclosed, and leaves blank lines out of its counting, so the text is taken apart here.

mod encoding;
mod records;
mod separator;

pub use encoding::TextEncoding;
pub(in crate::workbook) use encoding::wide;

use crate::support::progress::Progress;
use crate::workbook::cells::{FilledCell, Go};
use crate::workbook::error::{LooksLike, OpenProblem, Unit};
use crate::workbook::source::{ReadSeek, Source};
use crate::workbook::values::CellValue;
pub(in crate::workbook) use encoding::{CHUNK_BYTES, read_some};
use encoding_rs::{CoderResult, Decoder};
use records::Splitter;

/// Most bytes of a text: two million rows of 45 columns have about 0.6 GB.
pub const MAX_TEXT_FILE_BYTES: u64 = 1 << 30;
/// Decoded text by which the separator is judged.
const SAMPLE_BYTES: usize = 1 << 20;

/// How a text is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextForm {
    /// How its letters are stored.
    pub encoding: TextEncoding,
    /// What stands between two fields.
    pub separator: char,
}

/// Separated text whose form is known.
pub struct DelimitedBook {
    source: Source,
    form: TextForm,
    separator: separator::Found,
}

impl DelimitedBook {
    /// Looks at all of `source`: its encoding, and at its beginning for the separator.
    ///
    /// # Errors
    /// [`OpenProblem::NotAWorkbook`] for bytes that are no text and for text without a separator, a limit passed.
    pub fn open(source: &Source, progress: &Progress) -> Result<Self, OpenProblem> {
        let size = source.size()?;
        if size > MAX_TEXT_FILE_BYTES {
            let limit = MAX_TEXT_FILE_BYTES;
            return Err(OpenProblem::TooLarge { place: source.name(), unit: Unit::FileBytes, limit });
        }
        progress.expect(size);
        let encoding = encoding::find(&mut source.open()?, progress)?;
        let mut sample = String::new();
        let mut text = DecodedText::of(source.open()?, encoding);
        let mut is_whole = true;
        while let Some(piece) = text.next()? {
            sample.push_str(piece);
            if sample.len() >= SAMPLE_BYTES {
                is_whole = false;
                break;
            }
        }
        if sample.contains('\0') {
            return Err(OpenProblem::NotAWorkbook(LooksLike::Unknown));
        }
        let Some(separator) = separator::find(&sample, is_whole) else {
            return Err(OpenProblem::NotAWorkbook(LooksLike::Text));
        };
        let form = TextForm { encoding, separator: char::from(separator.separator) };
        Ok(Self { source: source.clone(), form, separator })
    }

    /// How the text is taken apart.
    #[must_use]
    pub fn form(&self) -> TextForm {
        self.form
    }

    /// Letters at the beginning that say how the text is separated, and are no data.
    pub(in crate::workbook) fn told_letters(&self) -> usize {
        self.separator.skip
    }

    /// The file's name without its extension.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.source.name();
        name.rsplit_once('.').map(|(stem, _)| stem.to_owned()).filter(|stem| !stem.is_empty()).unwrap_or(name)
    }

    /// Gives every filled field to `visit` as text; what it means is for the columns to say.
    ///
    /// # Errors
    /// A limit passed, a quote that never closes, a zero character, or what `visit` says.
    pub fn each_cell(
        &self,
        visit: &mut dyn FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<(), OpenProblem> {
        self.each_field(self.source.open()?, &mut |field| {
            if field.text.is_empty() {
                return Ok(Go::On);
            }
            visit(FilledCell { row: field.row, column: field.column, value: CellValue::Text(field.text) })
        })
    }

    /// How many records `bytes` have, which are separated like this text.
    ///
    /// # Errors
    /// As for [`DelimitedBook::each_cell`].
    pub(in crate::workbook) fn count_records(&self, bytes: Box<dyn ReadSeek>) -> Result<u64, OpenProblem> {
        let mut records = 0;
        self.each_field(bytes, &mut |field| {
            records += u64::from(field.is_last);
            Ok(Go::On)
        })?;
        Ok(records)
    }

    fn each_field(
        &self,
        bytes: Box<dyn ReadSeek>,
        give: &mut dyn FnMut(records::Field<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<(), OpenProblem> {
        let mut text = DecodedText::of(bytes, self.form.encoding);
        let mut splitter = Splitter::new(self.separator.separator, 1 + u64::from(self.separator.skip > 0));
        let mut skip = self.separator.skip;
        while let Some(piece) = text.next()? {
            if memchr::memchr(0, piece.as_bytes()).is_some() {
                return Err(OpenProblem::NotAWorkbook(LooksLike::Unknown));
            }
            let piece = piece.get(std::mem::take(&mut skip)..).unwrap_or_default();
            if let Go::Stop = splitter.feed(piece, give)? {
                return Ok(());
            }
        }
        splitter.finish(give)
    }
}

/// A text as it is decoded.
struct DecodedText {
    bytes: Box<dyn ReadSeek>,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What of `raw` is still to be decoded.
    pending: std::ops::Range<usize>,
    decoded: String,
    is_read: bool,
    is_done: bool,
}

impl DecodedText {
    fn of(bytes: Box<dyn ReadSeek>, encoding: TextEncoding) -> Self {
        Self {
            bytes,
            decoder: encoding.decoder(),
            raw: vec![0; CHUNK_BYTES],
            pending: 0..0,
            decoded: String::with_capacity(CHUNK_BYTES),
            is_read: false,
            is_done: false,
        }
    }

    /// The next piece, `None` at the end. Letters that the encoding does not know are U+FFFD.
    fn next(&mut self) -> Result<Option<&str>, OpenProblem> {
        self.decoded.clear();
        while self.decoded.is_empty() && !self.is_done {
            if self.pending.is_empty() && !self.is_read {
                let count = read_some(&mut self.bytes, &mut self.raw)?;
                self.pending = 0..count;
                self.is_read = count == 0;
            }
            let raw = self.raw.get(self.pending.clone()).unwrap_or_default();
            let (result, read, _) = self.decoder.decode_to_string(raw, &mut self.decoded, self.is_read);
            self.pending.start += read;
            self.is_done = self.is_read && result == CoderResult::InputEmpty;
        }
        Ok((!self.decoded.is_empty()).then_some(self.decoded.as_str()))
    }
}

#[cfg(test)]
mod tests;
