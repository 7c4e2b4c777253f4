//! Which encoding a text is stored in, from all of its bytes.

use crate::support::progress::Progress;
use crate::workbook::error::{LooksLike, OpenProblem};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, EUC_JP, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes looked at in one step.
pub(in crate::workbook) const CHUNK_BYTES: usize = 64 << 10;

/// An encoding of separated text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, or the ASCII within it.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// What Windows calls code page 932: Shift JIS with its extensions.
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// Windows' code page of Western Europe.
    Windows1252,
}

impl TextEncoding {
    /// The name people know it by; the same in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::ShiftJis => "Shift_JIS (CP932)",
            Self::EucJp => "EUC-JP",
            Self::Windows1252 => "Windows-1252",
        }
    }

    fn table(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::ShiftJis => SHIFT_JIS,
            Self::EucJp => EUC_JP,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// `text` in this encoding, without a byte order mark; `None` when it has letters that the encoding lacks.
    pub(in crate::workbook) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            _ => {
                let (bytes, _, has_unknown) = self.table().encode(text);
                (!has_unknown).then(|| bytes.into_owned())
            }
        }
    }

    /// A decoder that drops a byte order mark.
    pub(super) fn decoder(self) -> Decoder {
        self.table().new_decoder_with_bom_removal()
    }
}

/// Finds the encoding of `bytes`, which are read to their end.
///
/// A byte order mark decides; then zero bytes, which of these encodings only UTF-16 has; then whether all of it is
/// UTF-8. Of the older ones the letters decide, all of them: a report may name its first Japanese customer late.
///
/// # Errors
/// Bytes that are no text, trouble of the disk, cancelled.
pub(super) fn find(bytes: &mut (impl Read + Seek), progress: &Progress) -> Result<TextEncoding, OpenProblem> {
    let facts = Facts::of(bytes, progress)?;
    if let Some(marked) = facts.marked {
        return Ok(marked);
    }
    let [even, odd] = facts.zeros;
    if even + odd > 0 {
        return wide(even, odd, facts.count).ok_or(OpenProblem::NotAWorkbook(LooksLike::Unknown));
    }
    if facts.is_utf8 { Ok(TextEncoding::Utf8) } else { older(bytes, progress) }
}

/// The UTF-16 that `count` bytes are, with `even` zeros at even places and `odd` at odd ones.
///
/// Of a table's letters at least the digits and separators have a zero, always in the same half of their unit.
pub(in crate::workbook) fn wide(even: u64, odd: u64, count: u64) -> Option<TextEncoding> {
    let is_text = count.is_multiple_of(2) && even.max(odd) >= count / 16;
    if is_text && even / 16 >= odd {
        Some(TextEncoding::Utf16Be)
    } else if is_text && odd / 16 >= even {
        Some(TextEncoding::Utf16Le)
    } else {
        None
    }
}

/// What one pass over the bytes tells.
struct Facts {
    count: u64,
    marked: Option<TextEncoding>,
    /// Zero bytes at even and at odd places.
    zeros: [u64; 2],
    is_utf8: bool,
}

impl Facts {
    fn of(bytes: &mut (impl Read + Seek), progress: &Progress) -> Result<Self, OpenProblem> {
        let mut facts = Self { count: 0, marked: None, zeros: [0, 0], is_utf8: true };
        let mut utf8 = Validity::of(UTF_8);
        each_chunk(bytes, |chunk, is_last| {
            if facts.count == 0 {
                facts.marked = match chunk {
                    [0xef, 0xbb, 0xbf, ..] => Some(TextEncoding::Utf8),
                    [0xff, 0xfe, ..] => Some(TextEncoding::Utf16Le),
                    [0xfe, 0xff, ..] => Some(TextEncoding::Utf16Be),
                    _ => None,
                };
            }
            for at in memchr::memchr_iter(0, chunk) {
                let [even, odd] = &mut facts.zeros;
                *if (facts.count + at as u64).is_multiple_of(2) { even } else { odd } += 1;
            }
            facts.count += chunk.len() as u64;
            facts.is_utf8 = facts.is_utf8 && utf8.goes_on(chunk, is_last);
            progress.advance(chunk.len() as u64)?;
            Ok(facts.marked.is_none())
        })?;
        Ok(facts)
    }
}

/// The encoding of a text that is not Unicode.
fn older(bytes: &mut (impl Read + Seek), progress: &Progress) -> Result<TextEncoding, OpenProblem> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut shift_jis = (Validity::of(SHIFT_JIS), true);
    let mut euc_jp = (Validity::of(EUC_JP), true);
    each_chunk(bytes, |chunk, is_last| {
        detector.feed(chunk, is_last);
        for (validity, is_valid) in [&mut shift_jis, &mut euc_jp] {
            *is_valid = *is_valid && validity.goes_on(chunk, is_last);
        }
        progress.advance(0)?;
        Ok(true)
    })?;
    let guess = detector.guess(None, Utf8Detection::Deny);
    // A guess at a Chinese or Korean encoding on little text still says: two bytes a letter.
    let is_wide = guess != WINDOWS_1252 && !guess.is_single_byte();
    Ok(match (shift_jis.1, euc_jp.1) {
        (_, true) if guess == EUC_JP => TextEncoding::EucJp,
        (true, _) if guess == SHIFT_JIS => TextEncoding::ShiftJis,
        (false, true) if is_wide => TextEncoding::EucJp,
        (true, false) if is_wide => TextEncoding::ShiftJis,
        // Both readings are possible; what Japanese Windows writes is the likelier.
        (true, true) if is_wide => TextEncoding::ShiftJis,
        _ => TextEncoding::Windows1252,
    })
}

/// Whether bytes are valid in an encoding, as they come.
struct Validity {
    decoder: Decoder,
    ground: Vec<u8>,
}

impl Validity {
    fn of(encoding: &'static Encoding) -> Self {
        Self { decoder: encoding.new_decoder_without_bom_handling(), ground: vec![0; CHUNK_BYTES] }
    }

    fn goes_on(&mut self, chunk: &[u8], is_last: bool) -> bool {
        let mut rest = chunk;
        loop {
            let (result, read, _) = self.decoder.decode_to_utf8_without_replacement(rest, &mut self.ground, is_last);
            match result {
                DecoderResult::InputEmpty => return true,
                DecoderResult::Malformed(..) => return false,
                DecoderResult::OutputFull => rest = rest.get(read..).unwrap_or_default(),
            }
        }
    }
}

/// Gives all bytes from the beginning, in pieces, the last of them empty, for as long as `look` says to go on.
fn each_chunk(
    bytes: &mut (impl Read + Seek),
    mut look: impl FnMut(&[u8], bool) -> Result<bool, OpenProblem>,
) -> Result<(), OpenProblem> {
    bytes.seek(SeekFrom::Start(0))?;
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let count = read_some(bytes, &mut chunk)?;
        if !look(chunk.get(..count).unwrap_or_default(), count == 0)? || count == 0 {
            return Ok(());
        }
    }
}

/// Reads until `buffer` is full or the bytes end.
pub(in crate::workbook) fn read_some(bytes: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(free) = buffer.get_mut(filled..).filter(|free| !free.is_empty()) {
        match bytes.read(free) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
