//! A cell of an OpenDocument sheet.

use super::{attribute, damaged};
use crate::domain::Date;
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::values::CellValue;
use quick_xml::events::{BytesStart, Event};

/// Most bytes of a cell's text; a cell of Excel holds 128 KB at most.
const MAX_TEXT_BYTES: usize = 1 << 20;

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum StoredCell {
    Text(String),
    Number(f64),
    Bool(bool),
    Day(Date),
    Error,
}

impl StoredCell {
    pub(super) fn value(&self) -> CellValue<'_> {
        match self {
            Self::Text(text) => CellValue::Text(text),
            Self::Number(number) => CellValue::Number(*number),
            Self::Bool(flag) => CellValue::Bool(*flag),
            Self::Day(day) => CellValue::Day(*day),
            Self::Error => CellValue::Error,
        }
    }
}

/// A cell while it is read: what its tag says, and the paragraphs in it.
#[derive(Default)]
pub(super) struct CellReading {
    kind: String,
    /// The value in the tag: number, date, time, flag or text.
    value: Option<String>,
    is_error: bool,
    has_paragraph: bool,
    text: String,
}

impl CellReading {
    /// # Errors
    /// A tag that is not well-formed.
    pub(super) fn begin(element: &BytesStart<'_>) -> Result<Self, OpenProblem> {
        let mut reading = Self::default();
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(damaged)?;
            let value = || attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(damaged);
            match attribute.key.as_ref() {
                "calcext:value-type" => reading.is_error = value()? == "error",
                key => match key.rsplit(':').next().unwrap_or(key) {
                    "value-type" => reading.kind = value()?.into_owned(),
                    "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => {
                        reading.value = Some(value()?.into_owned());
                    }
                    _ => {}
                },
            }
        }
        Ok(reading)
    }

    /// # Errors
    /// A tag that is not well-formed.
    pub(super) fn element(&mut self, element: &BytesStart<'_>) -> Result<(), OpenProblem> {
        match element.local_name().as_ref() {
            "p" if std::mem::replace(&mut self.has_paragraph, true) => self.text.push('\n'),
            "s" => {
                let count: usize = attribute(element, "c")?.and_then(|count| count.parse().ok()).unwrap_or(1);
                self.text.extend(std::iter::repeat_n(' ', count.min(MAX_TEXT_BYTES + 1)));
            }
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    /// # Errors
    /// A reference to an unknown entity.
    pub(super) fn content(&mut self, event: &Event<'_>) -> Result<(), OpenProblem> {
        match event {
            Event::Text(text) => self.text.push_str(&text.xml10_content()),
            Event::CData(text) => self.text.push_str(text),
            Event::GeneralRef(name) => match name.resolve_char_ref().map_err(damaged)? {
                Some(letter) => self.text.push(letter),
                None => {
                    let resolved = quick_xml::escape::resolve_predefined_entity(name);
                    self.text.push_str(resolved.ok_or_else(|| damaged("an unknown entity"))?);
                }
            },
            _ => {}
        }
        Ok(())
    }

    /// # Errors
    /// More text than a cell can hold.
    pub(super) fn check_length(&self, sheet: &str) -> Result<(), OpenProblem> {
        if self.text.len() <= MAX_TEXT_BYTES {
            return Ok(());
        }
        let (place, limit) = (sheet.to_owned(), MAX_TEXT_BYTES as u64);
        Err(OpenProblem::TooLarge { place, unit: Unit::TextBytes, limit })
    }

    /// # Errors
    /// A number that is none.
    pub(super) fn finish(self) -> Result<Option<StoredCell>, OpenProblem> {
        if self.is_error {
            return Ok(Some(StoredCell::Error));
        }
        let value = self.value;
        Ok(match self.kind.as_str() {
            "float" | "percentage" | "currency" => match value {
                Some(value) => Some(StoredCell::Number(value.trim().parse().map_err(damaged)?)),
                None => None,
            },
            "boolean" => value.map(|value| StoredCell::Bool(value.eq_ignore_ascii_case("true"))),
            "date" => value.map(|value| {
                let day = value.get(..10).and_then(|day| day.parse().ok());
                day.map_or(StoredCell::Text(value), StoredCell::Day)
            }),
            "time" => value.map(StoredCell::Text),
            _ => Some(value.filter(|value| !value.is_empty()).unwrap_or(self.text))
                .filter(|text| !text.is_empty())
                .map(StoredCell::Text),
        })
    }
}
