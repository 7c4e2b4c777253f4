//! The sheet's own filter, and the hidden name in the workbook part that repeats its area.

use super::edits::Edits;
use super::plan::Plan;
use crate::workbook::worksheet::cell_ref::{Area, with_right_edge};
use crate::workbook::worksheet::tags::{Kind, Tag, Walk};

/// The hidden name by which Excel knows a filter's area.
const FILTER_NAME: &[u8] = b"_xlnm._FilterDatabase";

/// The filter's tag reaching over the new columns; `None` when they do not adjoin it.
pub(super) fn widened(filter: Tag<'_>, plan: &Plan) -> Option<Vec<u8>> {
    let area = widened_area(filter.attribute_str("ref")?, plan)?;
    Some(filter.with("ref", area.as_bytes()))
}

fn widened_area(area: &str, plan: &Plan) -> Option<String> {
    let last = plan.last_new()?;
    let old = Area::parse(area.as_bytes())?;
    let adjoins = old.top == plan.header_row && old.right == plan.edge;
    adjoins.then(|| with_right_edge(area, &last.letters))?
}

/// Adds to `edits` of the workbook part what makes the hidden name of the sheet at `position` reach over the new columns.
pub(super) fn widen_name(edits: &mut Edits<'_>, workbook: &str, position: usize, plan: &Plan) {
    let sheet_id = position.to_string();
    let mut content_start = None;
    for step in Walk::new(workbook.as_bytes()).filter(|step| step.depth == 2) {
        if step.kind == Kind::Start && step.tag.local_name() == b"definedName" {
            let is_ours = step.tag.attribute("name").is_some_and(|name| name.eq_ignore_ascii_case(FILTER_NAME))
                && step.tag.attribute("localSheetId") == Some(sheet_id.as_bytes());
            content_start = is_ours.then_some(step.end);
        } else if let (Kind::End, Some(start)) = (step.kind, content_start.take()) {
            // 'Sheet name'!$A$1:$AS$100
            let area = workbook.get(start..step.start).and_then(|content| content.rsplit('!').next()).unwrap_or("");
            if let Some(wider) = widened_area(area.trim(), plan) {
                edits.replace(step.start - area.len()..step.start, wider.into_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::Place;
    use super::*;

    fn plan() -> Plan {
        Plan {
            header_row: 2,
            places: vec![Place::new_at(0, 3, "Cell")],
            edge: 2,
            header_neighbour: Some(2),
            ..Plan::default()
        }
    }

    #[test]
    fn a_filter_grows_only_when_the_new_columns_adjoin_it() {
        let filter = |area: &str| {
            let tag = format!("<autoFilter ref=\"{area}\" xr:uid=\"1\">");
            widened(Tag::of(tag.as_bytes()), &plan()).map(|tag| String::from_utf8(tag).unwrap())
        };
        assert_eq!(filter("A2:C9").as_deref(), Some("<autoFilter ref=\"A2:D9\" xr:uid=\"1\">"));
        for other in ["A1:C9", "A2:B9", "A2:D9", "A2:E9", "A:C", ""] {
            assert_eq!(filter(other), None, "{other}");
        }
    }

    #[test]
    fn the_hidden_name_grows_with_it_and_other_names_stay() {
        let name = |kind: &str, id: u8, area: &str| {
            format!("<definedName name=\"{kind}\" localSheetId=\"{id}\" hidden=\"1\">{area}</definedName>")
        };
        let text = |area: &str| {
            let names = [
                name("_xlnm._FilterDatabase", 0, "'Other'!$A$2:$C$9"),
                name("_xlnm._FilterDatabase", 1, area),
                name("_xlnm.Print_Area", 1, "'It''s &amp;!'!$A$2:$C$9"),
            ];
            format!("<workbook><sheets/><definedNames>{}</definedNames></workbook>", names.concat())
        };
        let widened = |area: &str| {
            let workbook = text(area);
            let mut edits = Edits::new(workbook.as_bytes());
            widen_name(&mut edits, &workbook, 1, &plan());
            String::from_utf8(edits.apply()).unwrap()
        };
        assert_eq!(widened("'It''s &amp;!'!$A$2:$C$9"), text("'It''s &amp;!'!$A$2:$D$9"));
        for other in ["Sheet!$A$2:$B$9", "#REF!", ""] {
            assert_eq!(widened(other), text(other));
        }
    }
}
