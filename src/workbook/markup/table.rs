//! A table part (`xl/tables/table1.xml`): what it covers, and how it grows to the right.

use super::edits::Edits;
use super::escape::{attribute_text, attribute_value};
use super::plan::Place;
use crate::workbook::worksheet::cell_ref::{Area, parse_number, with_right_edge};
use crate::workbook::worksheet::tags::{Kind, Step, Walk};
use std::ops::RangeInclusive;

/// A table of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Its part.
    pub(super) part: String,
    /// The part's text.
    text: String,
    /// The name that formulas use.
    pub(super) name: String,
    /// All it covers, header and totals included.
    pub(super) area: Area,
    /// Whether its first row holds the names of its columns.
    pub(super) has_header: bool,
    /// How many rows at its end hold totals.
    totals_count: u32,
    /// Whether a query fills it; its columns then are the query's.
    pub(super) is_query: bool,
    /// The names of its columns.
    pub(super) column_names: Vec<String>,
    /// The largest id of a column.
    max_column_id: u32,
}

impl Table {
    /// Reads the table of `part`; `None` when its text is not one that could be changed safely.
    pub(super) fn parse(part: String, text: String) -> Option<Self> {
        let mut steps = Walk::new(text.as_bytes());
        let root = steps.find(|step| step.begins(0, "table"))?.tag;
        let count = |name: &str, default: u32| match root.attribute(name) {
            Some(digits) => parse_number(digits),
            None => Some(default),
        };
        let (header_count, totals_count) = (count("headerRowCount", 1)?, count("totalsRowCount", 0)?);
        let name = root.attribute_str("displayName").or_else(|| root.attribute_str("name")).map(attribute_text);
        let area = Area::parse(root.attribute("ref")?)?;
        let is_query = root.attribute("tableType").is_some_and(|kind| kind != b"worksheet")
            || root.attribute("connectionId").is_some();
        let mut column_names = Vec::new();
        let mut max_column_id = 0;
        for step in steps.filter(|step| step.begins(2, "tableColumn")) {
            column_names.push(attribute_text(step.tag.attribute_str("name")?));
            max_column_id = max_column_id.max(parse_number(step.tag.attribute("id")?)?);
        }
        let (name, has_header) = (name.unwrap_or_default(), header_count > 0);
        Some(Self { part, text, name, area, has_header, totals_count, is_query, column_names, max_column_id })
    }

    /// The rows of totals at its end.
    pub(super) fn totals_rows(&self) -> Option<RangeInclusive<u32>> {
        (self.totals_count > 0).then(|| self.area.bottom.saturating_sub(self.totals_count - 1)..=self.area.bottom)
    }

    /// Whether the header of `column` stands in `row`.
    pub(super) fn has_header_at(&self, column: u32, row: u32) -> bool {
        self.has_header && self.area.top == row && (self.area.left..=self.area.right).contains(&column)
    }

    /// The name of the sheet's column `column`.
    pub(super) fn column_name(&self, column: u32) -> Option<&str> {
        let position = column.checked_sub(self.area.left)? as usize;
        self.column_names.get(position).map(String::as_str)
    }

    /// The part's text with `new` columns at the right, which begin where the table ends, and the `renamed` ones
    /// under their new names.
    ///
    /// `None` when the part does not agree with itself; changing it would make it worse.
    pub(super) fn changed(&self, new: &[&Place], renamed: &[&Place]) -> Option<Vec<u8>> {
        let letters = new.last().map(|place| place.letters.as_str());
        let width = self.area.right - self.area.left + 1;
        if self.column_names.len() != width as usize {
            return None;
        }
        let mut edits = Edits::new(self.text.as_bytes());
        let mut list = None;
        let mut columns = self.area.left..;
        for step in Walk::new(self.text.as_bytes()) {
            if step.begins(0, "table") {
                set_right_edge(&mut edits, &step, letters)?;
            } else if step.begins(1, "autoFilter") {
                let filter = Area::parse(step.tag.attribute("ref")?)?;
                if filter.right == self.area.right {
                    set_right_edge(&mut edits, &step, letters)?;
                }
            } else if step.begins(1, "tableColumns") {
                if !new.is_empty() {
                    let count = self.column_names.len() + new.len();
                    edits.replace(step.start..step.end, step.tag.with("count", count.to_string().as_bytes()));
                }
                list = Some(step);
            } else if step.begins(2, "tableColumn") {
                let column = columns.next()?;
                if let Some(place) = renamed.iter().find(|place| place.column == column) {
                    edits.replace(step.start..step.end, step.tag.with("name", &attribute_value(&place.header)));
                }
            } else if step.kind == Kind::End && list.is_some_and(|list| step.ends(&list)) {
                edits.insert(step.start, self.column_elements(step.tag.prefix(), new));
            }
        }
        list.filter(|list| list.kind == Kind::Start)?;
        Some(edits.apply())
    }

    fn column_elements(&self, prefix: &[u8], columns: &[&Place]) -> Vec<u8> {
        let mut out = Vec::new();
        for (id, place) in (self.max_column_id + 1..).zip(columns) {
            out.push(b'<');
            out.extend_from_slice(prefix);
            out.extend_from_slice(format!("tableColumn id=\"{id}\" name=\"").as_bytes());
            out.extend_from_slice(&attribute_value(&place.header));
            out.extend_from_slice(b"\"/>");
        }
        out
    }

    #[cfg(test)]
    pub(super) fn with_columns(names: &[&str]) -> Self {
        let columns: String =
            names.iter().zip(1..).map(|(name, id)| format!("<tableColumn id='{id}' name='{name}'/>")).collect();
        let text = format!("<table ref='A1:B2' displayName='T'><tableColumns>{columns}</tableColumns></table>");
        Self::parse("xl/tables/table1.xml".to_owned(), text).unwrap()
    }
}

fn set_right_edge(edits: &mut Edits<'_>, step: &Step<'_>, letters: Option<&str>) -> Option<()> {
    let Some(letters) = letters else { return Some(()) };
    let area = with_right_edge(step.tag.attribute_str("ref")?, letters)?;
    edits.replace(step.start..step.end, step.tag.with("ref", area.as_bytes()));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version=\"1.0\"?><x:table xmlns:x=\"m\" id=\"1\" displayName=\"Sales\" ref=\"B2:C9\" \
        totalsRowCount=\"1\"><x:autoFilter ref=\"B2:C8\"><x:sortState ref=\"B3:C8\"/></x:autoFilter>\
        <x:tableColumns count=\"2\"><x:tableColumn id=\"1\" name=\"Id\"><x:xmlColumnPr/></x:tableColumn>\
        <x:tableColumn id=\"7\" name=\"A &amp; B_x000a_C\"/></x:tableColumns><x:tableStyleInfo/></x:table>";

    fn place(column: u32, header: &str) -> Place {
        Place::new_at(0, column, header)
    }

    fn parse(text: &str) -> Option<Table> {
        Table::parse("xl/tables/table1.xml".to_owned(), text.to_owned())
    }

    #[test]
    fn a_table_is_read() {
        let table = parse(TEXT).unwrap();
        assert_eq!(table.name, "Sales");
        assert_eq!(table.area, Area { left: 1, top: 2, right: 2, bottom: 9 });
        assert_eq!(table.totals_rows(), Some(9..=9));
        assert_eq!(table.column_names, ["Id", "A & B\nC"]);
        assert!(table.has_header && !table.is_query);
        assert!(!parse(&TEXT.replace("id=\"1\" d", "headerRowCount=\"0\" d")).unwrap().has_header);
        assert!(parse(&TEXT.replace("id=\"1\" d", "tableType=\"queryTable\" d")).unwrap().is_query);
        assert_eq!(parse("<worksheet/>"), None);
    }

    #[test]
    fn a_table_grows_in_all_places_and_no_other() {
        let (cell, band) = (place(3, "Cell"), place(4, "Fit \"band\""));
        let grown = String::from_utf8(parse(TEXT).unwrap().changed(&[&cell, &band], &[]).unwrap()).unwrap();
        let expected = TEXT
            .replace("ref=\"B2:C9\"", "ref=\"B2:E9\"")
            .replace("autoFilter ref=\"B2:C8\"", "autoFilter ref=\"B2:E8\"")
            .replace("count=\"2\"", "count=\"4\"")
            .replace(
                "</x:tableColumns>",
                "<x:tableColumn id=\"8\" name=\"Cell\"/><x:tableColumn id=\"9\" name=\"Fit &quot;band&quot;\"/></x:tableColumns>",
            );
        assert_eq!(grown, expected);
    }

    #[test]
    fn a_renamed_column_keeps_its_id_and_the_rest() {
        let renamed = Place { is_new: false, ..place(2, "Zelle <1>") };
        let changed = String::from_utf8(parse(TEXT).unwrap().changed(&[], &[&renamed]).unwrap()).unwrap();
        assert_eq!(changed, TEXT.replace("name=\"A &amp; B_x000a_C\"", "name=\"Zelle &lt;1&gt;\""));
    }

    #[test]
    fn a_table_that_contradicts_itself_does_not_grow() {
        let table = parse(&TEXT.replace("B2:C9", "B2:D9")).unwrap();
        assert_eq!(table.changed(&[&place(4, "Cell")], &[]), None);
    }
}
