//! Text between tags, as a spreadsheet means it.

/// Text that is not well-formed: an entity that XML does not know, or an ampersand that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbook) struct BadEntity;

/// What stands between the tags of a cell, and how it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbook) enum Spaces {
    /// All of it counts.
    Kept,
    /// Spaces at the ends are the writer's layout.
    Trimmed,
}

/// What XML counts as white space.
const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

/// Appends to `out` what `raw` means: entities resolved, lines ended by line feeds, `_xHHHH_` escapes undone
/// (ISO/IEC 29500-1, 22.9.2.19 `ST_Xstring`).
///
/// # Errors
/// [`BadEntity`]; what was appended then is of no use.
pub(in crate::workbook) fn push_decoded(out: &mut String, raw: &str, spaces: Spaces) -> Result<(), BadEntity> {
    if is_plain(raw) {
        out.push_str(if spaces == Spaces::Trimmed { raw.trim_matches(SPACES) } else { raw });
        return Ok(());
    }
    let mut text = String::with_capacity(raw.len());
    push_resolved(&mut text, raw)?;
    push_meant(out, &text, spaces);
    Ok(())
}

/// Appends to `out` what `text` means, whose entities and lines are resolved.
pub(in crate::workbook) fn push_meant(out: &mut String, text: &str, spaces: Spaces) {
    push_unescaped(out, if spaces == Spaces::Trimmed { text.trim_matches(SPACES) } else { text });
}

/// `raw` itself where it means itself, else what it means, made in `scratch`.
///
/// # Errors
/// [`BadEntity`].
#[inline]
pub(in crate::workbook) fn decoded<'a>(
    raw: &'a str,
    spaces: Spaces,
    scratch: &'a mut String,
) -> Result<&'a str, BadEntity> {
    if is_plain(raw) {
        return Ok(if spaces == Spaces::Trimmed { raw.trim_matches(SPACES) } else { raw });
    }
    scratch.clear();
    push_decoded(scratch, raw, spaces)?;
    Ok(scratch)
}

#[inline]
fn is_plain(raw: &str) -> bool {
    let mut any_line = false;
    let is_simple = raw.bytes().all(|byte| {
        any_line |= byte == b'_';
        !matches!(byte, b'&' | b'\r')
    });
    is_simple && !(any_line && raw.contains("_x"))
}

/// Appends `raw` to `out`, its entities resolved and its lines ended by line feeds.
///
/// # Errors
/// [`BadEntity`].
pub(in crate::workbook) fn push_resolved(out: &mut String, raw: &str) -> Result<(), BadEntity> {
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        push_lines(out, before);
        let end = after.find(';').ok_or(BadEntity)?;
        out.push(entity(after.get(1..end).unwrap_or_default())?);
        rest = after.get(end + 1..).unwrap_or_default();
    }
    push_lines(out, rest);
    Ok(())
}

/// Appends `text` to `out`, its lines ended by line feeds.
pub(in crate::workbook) fn push_lines(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\r') {
        out.push_str(line);
        out.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Result<char, BadEntity> {
    entity_char(name).filter(|c| *c != '\0').ok_or(BadEntity)
}

/// The character that the entity `name` stands for; XML does not allow all of them.
pub(in crate::workbook) fn entity_char(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => number(digits, 16),
            (_, Some(digits)) => number(digits, 10),
            _ => None,
        },
    }
}

fn push_unescaped(out: &mut String, text: &str) {
    let mut rest = text;
    let mut high = None;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        let Some(unit) = escaped_unit(escape) else {
            push_after(out, &mut high, before);
            push_after(out, &mut high, "_x");
            rest = escape.get(2..).unwrap_or_default();
            continue;
        };
        push_after(out, &mut high, before);
        rest = escape.get(7..).unwrap_or_default();
        match (high.take(), unit) {
            (Some(first), 0xDC00..=0xDFFF) => {
                out.extend(char::decode_utf16([first, unit]).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
            (other, _) => {
                out.extend(other.map(|_| char::REPLACEMENT_CHARACTER));
                if matches!(unit, 0xD800..=0xDBFF) {
                    high = Some(unit);
                } else {
                    out.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
        }
    }
    push_after(out, &mut high, rest);
    out.extend(high.map(|_| char::REPLACEMENT_CHARACTER));
}

/// Appends `text`; half a character that waits for its other half before it stays alone.
fn push_after(out: &mut String, high: &mut Option<u16>, text: &str) {
    if !text.is_empty() {
        out.extend(high.take().map(|_| char::REPLACEMENT_CHARACTER));
        out.push_str(text);
    }
}

/// The UTF-16 unit that an escape at the beginning of `text` stands for.
pub(in crate::workbook) fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let is_escape = digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && text.as_bytes().get(6) == Some(&b'_');
    if is_escape { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(raw: &str) -> Result<String, BadEntity> {
        let mut out = String::new();
        push_decoded(&mut out, raw, Spaces::Kept).map(|()| out)
    }

    #[test]
    fn entities_lines_and_escapes_are_undone() {
        for (raw, text) in [
            ("plain 東京", "plain 東京"),
            ("a &amp;&lt;b&gt; &quot;&apos;", "a &<b> \"'"),
            ("&#65;&#x6771;", "A東"),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("_x000D__x0041_", "\rA"),
            ("_x005F_x0041_", "_x0041_"),
            ("snake_case _xZZZZ_ _x12", "snake_case _xZZZZ_ _x12"),
            ("_xD83D__xDE00_!", "😀!"),
            ("_xD83D_ _xDE00_", "\u{fffd} \u{fffd}"),
        ] {
            assert_eq!(decode(raw).as_deref(), Ok(text), "{raw}");
        }
    }

    #[test]
    fn what_xml_does_not_know_is_refused() {
        for raw in ["a & b", "&nbsp;", "&#xD800;", "&#0;", "&", "&amp"] {
            assert_eq!(decode(raw), Err(BadEntity), "{raw}");
        }
    }

    #[test]
    fn layout_around_text_is_dropped_but_not_what_it_means() {
        let trimmed = |raw| decoded(raw, Spaces::Trimmed, &mut String::new()).map(str::to_owned);
        assert_eq!(trimmed("\n  a b\u{a0} ").as_deref(), Ok("a b\u{a0}"));
        assert_eq!(trimmed(" _x0020_a &amp; ").as_deref(), Ok(" a &"));
    }
}
