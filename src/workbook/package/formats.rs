//! Which cell formats show a number as a day or a time.

use super::xml::{attribute, walk};
use crate::workbook::error::OpenProblem;
use quick_xml::events::Event;
use std::collections::HashSet;

/// The cell formats of a workbook that show days or times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateFormats(Vec<bool>);

impl DateFormats {
    /// Whether the cell format at `style` shows its number as a day or a time.
    #[must_use]
    #[inline]
    pub fn is_date(&self, style: u32) -> bool {
        self.0.get(style as usize).copied().unwrap_or(false)
    }
}

/// Reads the text of the styles part.
///
/// # Errors
/// XML that is not well-formed.
pub(in crate::workbook) fn parse(place: &str, text: &str) -> Result<DateFormats, OpenProblem> {
    let mut own_dates = HashSet::new();
    let mut own_others = HashSet::new();
    let mut formats = Vec::new();
    let (mut in_cell_formats, mut in_number_formats) = (false, false);
    // The lists stand right below the root; what is called alike elsewhere is another thing.
    let mut depth = 0;
    walk(place, text, |event| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmts" if depth == 2 => in_number_formats = true,
                // Conditional formats number theirs anew.
                "numFmt" if in_number_formats => {
                    let id = attribute(place, element, "numFmtId")?.and_then(|id| id.trim().parse::<u32>().ok());
                    let code = attribute(place, element, "formatCode")?.unwrap_or_default();
                    let set = if shows_date(&code) { &mut own_dates } else { &mut own_others };
                    set.extend(id);
                }
                "cellXfs" if depth == 2 => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = attribute(place, element, "numFmtId")?.and_then(|id| id.trim().parse::<u32>().ok());
                    formats.push(id.unwrap_or(0));
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "numFmts" if depth == 1 => in_number_formats = false,
                "cellXfs" if depth == 1 => in_cell_formats = false,
                _ => {}
            },
            _ => {}
        }
        Ok(())
    })?;
    let is_date = |id: &u32| own_dates.contains(id) || !own_others.contains(id) && is_built_in_date(*id);
    Ok(DateFormats(formats.iter().map(is_date).collect()))
}

/// Formats that every spreadsheet program knows by number (ISO/IEC 29500-1, 18.8.30), those of East Asia included.
pub(in crate::workbook) fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether the first section of a format code has letters of days or times outside quotes, escapes and colours.
pub(in crate::workbook) fn shows_date(code: &str) -> bool {
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c {
            ';' => return false,
            '"' => drop(characters.find(|c| *c == '"')),
            // What follows is shown, left out or repeated as it is.
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                let counts_time =
                    !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S'));
                if counts_time {
                    return true;
                }
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_by_number_and_by_code() {
        for (code, is_date) in [
            ("yyyy-mm-dd", true),
            ("[$-411]ggge\"年\"m\"月\"d\"日\"", true),
            ("[h]:mm", true),
            ("h:mm AM/PM", true),
            ("General", false),
            ("#,##0.00 [$€-407]", false),
            ("[Red]-0;\"days\"", false),
            ("0 \"days\"", false),
            ("0\\d_m*s", false),
            ("0;d", false),
            ("0.00E+00", false),
        ] {
            assert_eq!(shows_date(code), is_date, "{code}");
        }
        let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='d.m.yy'/><numFmt numFmtId='14' \
            formatCode='0'/></numFmts><cellStyleXfs><xf numFmtId='22'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>\
            <xf numFmtId='164'/><xf numFmtId='14'/><xf numFmtId='22'/><xf/></cellXfs>\
            <other><cellXfs><xf numFmtId='22'/></cellXfs></other><dxfs><dxf><numFmt numFmtId='0' \
            formatCode='d.m.yy'/></dxf></dxfs>\
            </styleSheet>";
        let formats = parse("styles", styles).unwrap();
        let dates: Vec<bool> = (0..7).map(|style| formats.is_date(style)).collect();
        assert_eq!(dates, [false, true, false, true, false, false, false]);
    }

    #[test]
    fn styles_that_readers_take_differently_are_damage() {
        let lists = "<cellXfs count='1'><xf numFmtId='14'/></cellXfs>";
        for odd in [
            format!("<styleSheet>{lists}</styleSheet><styleSheet>{lists}</styleSheet>"),
            format!("<styleSheet x='<'>{lists}</styleSheet>"),
            format!("<!DOCTYPE a><styleSheet>{lists}</styleSheet>"),
            format!("<styleSheet>{lists}"),
        ] {
            assert_eq!(parse("styles", &odd).map_err(|problem| problem.key()), Err("damaged"), "{odd}");
        }
    }

    #[test]
    fn formats_of_days_are_told_from_formats_of_amounts() {
        for code in ["yyyy-mm-dd", "d\\.m\\.yy", "[$-409]d mmm yyyy", "[h]:mm:ss", "[$-411]ggge\"年\"m\"月\"d\"日\""]
        {
            assert!(shows_date(code), "{code}");
        }
        for code in ["General", "0.00", "#,##0 \"days\"", "[Red]-0", "0_d", "\\d0", "0;d", "[$USD] 0", "@"] {
            assert!(!shows_date(code), "{code}");
        }
        assert!(is_built_in_date(14) && !is_built_in_date(4));
    }
}
