//! A cell of an OpenDocument sheet.

use super::{attribute, damaged};
use crate::domain::Date;
use crate::workbook::cells::{Kept, NumberFormat, moment_format};
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::values::{self, CellValue};
use quick_xml::events::{BytesStart, Event};

/// Most bytes of a cell's text; a cell of Excel holds 128 KB at most.
const MAX_TEXT_BYTES: usize = 1 << 20;

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum StoredCell {
    Text(String),
    Number(f64, Shown),
    Bool(bool),
    /// A day, and the part of it that has passed.
    Day(Date, f64),
    /// A time as it is written, and in days.
    Time(String, f64),
    Error(String),
}

/// How a number is shown; the places after the point stand in a style and are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Plain,
    Percentage,
    Amount,
}

impl StoredCell {
    pub(super) fn value(&self) -> CellValue<'_> {
        match self {
            Self::Text(text) => CellValue::Text(text),
            Self::Number(number, _) => CellValue::Number(*number),
            Self::Bool(flag) => CellValue::Bool(*flag),
            Self::Day(day, _) => CellValue::Day(*day),
            Self::Time(text, _) => CellValue::Text(text),
            Self::Error(_) => CellValue::Error,
        }
    }

    pub(super) fn kept(&self) -> Kept<'_> {
        match self {
            Self::Number(number, Shown::Percentage) => Kept::Number(*number, NumberFormat::Code("0.00%")),
            Self::Number(number, Shown::Amount) => Kept::Number(*number, NumberFormat::Code("#,##0.00")),
            Self::Day(day, passed) => match values::serial_of_day(*day) {
                Some(serial) => Kept::Number(serial + passed, moment_format(serial + passed)),
                None => Kept::Nothing,
            },
            Self::Time(_, days) => Kept::Number(*days, NumberFormat::Code("[h]:mm:ss")),
            Self::Error(error) if !error.is_empty() => Kept::Error(error),
            _ => Kept::Nothing,
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
            return Ok(Some(StoredCell::Error(self.text)));
        }
        let value = self.value;
        let shown = match self.kind.as_str() {
            "percentage" => Shown::Percentage,
            "currency" => Shown::Amount,
            _ => Shown::Plain,
        };
        Ok(match self.kind.as_str() {
            "float" | "percentage" | "currency" => match value {
                Some(value) => Some(StoredCell::Number(value.trim().parse().map_err(damaged)?, shown)),
                None => None,
            },
            "boolean" => value.map(|value| StoredCell::Bool(value.eq_ignore_ascii_case("true"))),
            "date" => value.map(|value| {
                let day = value.get(..10).and_then(|day| day.parse().ok());
                let passed = value.get(10..).map_or(0.0, part_of_day);
                day.map_or(StoredCell::Text(value), |day| StoredCell::Day(day, passed))
            }),
            "time" => value.map(|value| match days_of(&value) {
                Some(days) => StoredCell::Time(value, days),
                None => StoredCell::Text(value),
            }),
            _ => Some(value.filter(|value| !value.is_empty()).unwrap_or(self.text))
                .filter(|text| !text.is_empty())
                .map(StoredCell::Text),
        })
    }
}

/// The part of a day that `T10:30:00` says; 0 when it is none.
fn part_of_day(time: &str) -> f64 {
    let mut parts = time.strip_prefix('T').unwrap_or_default().split(':').map(str::parse::<f64>);
    let mut next = || parts.next().and_then(Result::ok).filter(|part| (0.0..=60.0).contains(part)).unwrap_or(0.0);
    let seconds = next() * 3600.0 + next() * 60.0 + next();
    if seconds < 86_400.0 { seconds / 86_400.0 } else { 0.0 }
}

/// The days that a duration such as `PT10H30M00S` says.
fn days_of(duration: &str) -> Option<f64> {
    let mut rest = duration.strip_prefix("PT")?;
    let mut seconds = 0.0;
    for (unit, worth) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds += number.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite())? * worth;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_parts_of_days() {
        assert_eq!(days_of("PT36H00M00S"), Some(1.5));
        assert_eq!(days_of("PT06H"), Some(0.25));
        assert_eq!((days_of("PT6"), days_of("6H"), days_of("PTnanH")), (None, None, None));
        assert_eq!((part_of_day("T18:00:00"), part_of_day(""), part_of_day("T99:00:00")), (0.75, 0.0, 0.0));
    }
}
