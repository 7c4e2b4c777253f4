//! The fonts of a page, with only the glyphs that stand on it.
//!
//! Glyphs keep their numbers; the outlines of those that are not used are left out, which leaves a font of the same
//! tables with an almost empty `glyf`. Parts of composed glyphs stay.

use egui::{FontData, FontDefinitions, FontFamily};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// What a viewer needs of a TrueType font that is asked for by glyph.
const TABLES: [&[u8; 4]; 9] = [b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];

/// The fonts of the window, and which of their glyphs are used.
pub(super) struct Faces {
    definitions: FontDefinitions,
    /// The names of the faces in use, in the order of their numbers.
    names: Vec<String>,
    used: Vec<BTreeMap<u16, char>>,
}

/// A font as it goes into the file.
pub(super) struct EmbeddedFont {
    /// Its name, marked as a part of a font.
    pub name: String,
    /// The font file.
    pub file: Vec<u8>,
    /// Widths of the glyphs in use, thousandths of the size.
    pub widths: String,
    /// Which character each glyph is.
    pub characters: String,
    /// Left, bottom, right and top, thousandths of the size.
    pub bounds: [i32; 4],
    /// Thousandths of the size.
    pub ascent: i32,
    /// Thousandths of the size, below 0.
    pub descent: i32,
}

impl Faces {
    pub(super) fn new() -> Self {
        Self { definitions: crate::ui::fonts::fonts(), names: Vec::new(), used: Vec::new() }
    }

    /// The face and the glyph of `character`, from the first font of `family` that has it; `None` where none has.
    pub(super) fn glyph(&mut self, family: &FontFamily, character: char) -> Option<(usize, u16)> {
        let names = self.definitions.families.get(family)?;
        let found = names.iter().find_map(|name| {
            let data = self.definitions.font_data.get(name)?;
            let font = open(data)?;
            let glyph = font.charmap().map(character)?;
            Some((name.clone(), u16::try_from(glyph.to_u32()).ok()?))
        });
        let (name, glyph) = found?;
        let face = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.used.push(BTreeMap::new());
            self.names.len() - 1
        });
        self.used.get_mut(face)?.insert(glyph, character);
        Some((face, glyph))
    }

    /// The fonts in use.
    pub(super) fn embedded(&self) -> Vec<EmbeddedFont> {
        self.names.iter().zip(&self.used).map(|(name, used)| self.embed(name, used)).collect()
    }

    fn embed(&self, name: &str, used: &BTreeMap<u16, char>) -> EmbeddedFont {
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let mut embedded = EmbeddedFont {
            name: format!("PDESKA+{bare}"),
            file: Vec::new(),
            widths: String::new(),
            characters: characters(used),
            bounds: [0, -200, 1000, 900],
            ascent: 880,
            descent: -120,
        };
        let data = self.definitions.font_data.get(name);
        let Some(font) = data.and_then(|data| open(data)) else {
            return embedded;
        };
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let units = f32::from(metrics.units_per_em.max(1));
        let thousandths = |value: f32| (value * 1000.0 / units).round() as i32;
        if let Some(bounds) = metrics.bounds {
            embedded.bounds = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(thousandths);
        }
        (embedded.ascent, embedded.descent) = (thousandths(metrics.ascent), thousandths(metrics.descent));
        let widths = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        for glyph in used.keys() {
            let width = widths.advance_width(GlyphId::from(*glyph)).map_or(1000, thousandths);
            embedded.widths += &format!("{glyph} [{width}] ");
        }
        embedded.file = part_of(&font, used.keys().copied().collect()).unwrap_or_default();
        embedded
    }
}

fn open(data: &FontData) -> Option<FontRef<'_>> {
    FontRef::from_index(AsRef::<[u8]>::as_ref(&*data.font), data.index).ok()
}

/// Which character each glyph is, for searching and copying.
fn characters(used: &BTreeMap<u16, char>) -> String {
    let mut text = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Characters def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let all: Vec<(&u16, &char)> = used.iter().collect();
    // A block holds at most a hundred.
    for block in all.chunks(100) {
        text += &format!("{} beginbfchar\n", block.len());
        for (glyph, character) in block {
            let units: String = character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
            text += &format!("<{glyph:04X}> <{units}>\n");
        }
        text += "endbfchar\n";
    }
    text + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
}

/// The font with the outlines of `used` alone; `None` when a table is not as it should be.
fn part_of(font: &FontRef<'_>, mut used: BTreeSet<u16>) -> Option<Vec<u8>> {
    let table = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).map(|data| data.as_bytes());
    let (head, loca, glyf) = (table(b"head")?, table(b"loca")?, table(b"glyf")?);
    let is_long = number(head, 50)? == 1;
    let glyphs = usize::from(number(table(b"maxp")?, 4)?);
    let start = |glyph: usize| {
        if is_long {
            let high = usize::from(number(loca, glyph * 4)?);
            Some(high << 16 | usize::from(number(loca, glyph * 4 + 2)?))
        } else {
            number(loca, glyph * 2).map(|half| usize::from(half) * 2)
        }
    };
    let outline = |glyph: u16| {
        let glyph = usize::from(glyph);
        glyf.get(start(glyph)?..start(glyph + 1)?)
    };
    // What stands for a missing character is always there.
    used.insert(0);
    let mut unseen: Vec<u16> = used.iter().copied().collect();
    while let Some(glyph) = unseen.pop() {
        for part in parts(outline(glyph)?) {
            if used.insert(part) {
                unseen.push(part);
            }
        }
    }
    let (mut new_glyf, mut new_loca) = (Vec::new(), Vec::new());
    for glyph in 0..glyphs {
        new_loca.extend(u32::try_from(new_glyf.len()).ok()?.to_be_bytes());
        if let Some(glyph) = u16::try_from(glyph).ok().filter(|glyph| used.contains(glyph)) {
            new_glyf.extend(outline(glyph)?);
            new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        }
    }
    new_loca.extend(u32::try_from(new_glyf.len()).ok()?.to_be_bytes());
    let mut new_head = head.to_vec();
    // Places in `loca` are long, and the sum of the whole file is made anew.
    new_head.get_mut(50..52)?.copy_from_slice(&[0, 1]);
    new_head.get_mut(8..12)?.fill(0);
    let tables = TABLES.into_iter().filter_map(|tag| {
        let data = match tag {
            b"glyf" => new_glyf.clone(),
            b"loca" => new_loca.clone(),
            b"head" => new_head.clone(),
            _ => table(tag)?.to_vec(),
        };
        Some((*tag, data))
    });
    Some(font_file(&tables.collect::<Vec<_>>()))
}

/// The 16-bit number at `at`.
fn number(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_be_bytes)
}

/// The glyphs that a composed one is made of.
fn parts(outline: &[u8]) -> Vec<u16> {
    let mut parts = Vec::new();
    // Below 0 contours, as a signed number, means composed.
    if number(outline, 0).is_none_or(|contours| contours < 1 << 15) {
        return parts;
    }
    let mut at = 10;
    while let (Some(flags), Some(glyph)) = (number(outline, at), number(outline, at + 2)) {
        parts.push(glyph);
        let has = |bit: u16| flags & bit != 0;
        let scale = if has(0x80) {
            8
        } else if has(0x40) {
            4
        } else if has(0x08) {
            2
        } else {
            0
        };
        at += 4 + if has(0x01) { 4 } else { 2 } + scale;
        if !has(0x20) {
            break;
        }
    }
    parts
}

/// A font file of `tables`, which stand in the order of their names.
fn font_file(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let power = count.checked_ilog2().unwrap_or(0);
    let range = 16_u16 << power;
    let mut file = vec![0, 1, 0, 0];
    for number in [count, range, u16::try_from(power).unwrap_or(0), (count * 16).saturating_sub(range)] {
        file.extend(number.to_be_bytes());
    }
    let mut place = 12 + tables.len() * 16;
    for (tag, data) in tables {
        file.extend(tag);
        for number in [checksum(data) as usize, place, data.len()] {
            file.extend(u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
        }
        place += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        file.extend(data);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

/// The sum of a table's 32-bit numbers.
fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0_u32, |sum, chunk| {
        let mut bytes = [0; 4];
        bytes.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(bytes))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_font_draws_its_glyphs_and_no_others() {
        let mut faces = Faces::new();
        let family = crate::ui::theme::strong_family();
        let (face, glyph) = faces.glyph(&family, '顧').unwrap();
        assert_eq!(faces.glyph(&family, '顧'), Some((face, glyph)));
        assert_eq!(faces.glyph(&family, '\u{10FFFF}'), None);
        let embedded = &faces.embedded()[0];
        assert!(embedded.file.len() < 200_000, "{}", embedded.file.len());
        assert!(embedded.characters.contains(&format!("<{glyph:04X}> <9867>")));
        let font = FontRef::new(&embedded.file).unwrap();
        let size = |glyph: u16| {
            let bounds = font.glyph_metrics(Size::unscaled(), LocationRef::default()).bounds(GlyphId::from(glyph));
            bounds.map_or(0.0, |bounds| bounds.x_max - bounds.x_min)
        };
        assert!(size(glyph) > 100.0);
        assert_eq!(size(glyph + 1), 0.0);
    }
}
