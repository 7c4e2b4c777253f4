//! A part as a tree, for judges of saved workbooks.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// An element; names without their prefixes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse().ok()
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub fn all_text(&self) -> String {
        self.children.iter().fold(self.text.clone(), |text, child| text + &child.all_text())
    }
}

/// A whole part, well-formed and without characters that XML does not have.
pub fn parse(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    let mut prefixes: Vec<Vec<String>> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                prefixes.push(declared(&start));
                undeclared(&start, &prefixes)?;
                open.push(element(&start)?);
            }
            Event::End(_) => {
                prefixes.pop();
                let closed = open.pop().ok_or("an end without a start")?;
                open.last_mut().ok_or("an end without a start")?.children.push(closed);
            }
            Event::Text(words) => open.last_mut().ok_or("text outside")?.text.push_str(&words),
            Event::CData(words) => open.last_mut().ok_or("text outside")?.text.push_str(&words),
            Event::GeneralRef(name) => {
                let c = resolve(&name).ok_or_else(|| format!("unknown entity {name:?}"))?;
                open.last_mut().ok_or("text outside")?.text.push(c);
            }
            Event::Eof if open.len() > 1 => return Err("cut off".to_owned()),
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(c) = text.chars().find(|c| !is_legal(*c)) {
        return Err(format!("illegal character {c:?}"));
    }
    open.pop().and_then(|mut root| root.children.pop()).ok_or_else(|| "no root element".to_owned())
}

fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = digits.strip_prefix('x').map_or_else(|| digits.parse(), |hex| u32::from_str_radix(hex, 16));
            char::from_u32(code.ok()?).filter(|c| is_legal(*c))
        }
    }
}

/// The prefixes that this tag declares.
fn declared(start: &BytesStart<'_>) -> Vec<String> {
    let names = start.attributes().flatten().map(|attribute| attribute.key.as_ref().to_owned());
    names.filter_map(|name| name.strip_prefix("xmlns:").map(str::to_owned)).collect()
}

/// Refuses a prefix that no tag around declares.
fn undeclared(start: &BytesStart<'_>, prefixes: &[Vec<String>]) -> Result<(), String> {
    let names = start.attributes().flatten().map(|attribute| attribute.key.as_ref().to_owned());
    for name in names.chain([start.name().as_ref().to_owned()]) {
        let Some((prefix, _)) = name.split_once(':') else { continue };
        let is_known = matches!(prefix, "xml" | "xmlns") || prefixes.iter().flatten().any(|known| known == prefix);
        if !is_known {
            return Err(format!("the prefix of {name} is not declared"));
        }
    }
    Ok(())
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        element.attributes.insert(attribute.key.local_name().as_ref().to_owned(), value.into_owned());
    }
    Ok(element)
}
