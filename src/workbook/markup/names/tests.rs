use super::*;
use crate::workbook::package::{SheetKind, Visibility};

fn sheet() -> SheetEntry {
    SheetEntry {
        name: "It's & here".to_owned(),
        part: "xl/worksheets/sheet2.xml".to_owned(),
        visibility: Visibility::Visible,
        kind: SheetKind::Worksheet,
        position: 1,
    }
}

fn plan() -> Plan {
    Plan { header_row: 2, places: vec![Place::new_at(0, 3, "Cell")], ..Plan::default() }
}

fn written(workbook: &str) -> String {
    let mut edits = Edits::new(workbook.as_bytes());
    write(&mut edits, workbook, &sheet(), &plan());
    String::from_utf8(edits.apply()).unwrap()
}

fn own(workbook: &str) -> Vec<(String, u32, u32)> {
    own_columns(workbook, &sheet()).into_iter().map(|own| (own.key, own.column, own.row)).collect()
}

const NAME: &str = "<definedName name=\"PropensityDesk.key0\" localSheetId=\"1\" hidden=\"1\">\
    'It''s &amp; here'!$D$2</definedName>";

#[test]
fn names_stand_where_the_order_of_elements_wants_them() {
    let before = "<workbook><bookViews/><sheets><sheet/><sheet/></sheets>";
    let added = format!("<definedNames>{NAME}</definedNames>");
    for (old, new) in [
        (format!("{before}<calcPr/></workbook>"), format!("{before}{added}<calcPr/></workbook>")),
        (
            format!("{before}<externalReferences><a/></externalReferences><calcPr/></workbook>"),
            format!("{before}<externalReferences><a/></externalReferences>{added}<calcPr/></workbook>"),
        ),
        (format!("{before}<definedNames/><calcPr/></workbook>"), format!("{before}{added}<calcPr/></workbook>")),
        (
            format!("{before}<definedNames><definedName name=\"a\">1</definedName></definedNames></workbook>"),
            format!("{before}<definedNames><definedName name=\"a\">1</definedName>{NAME}</definedNames></workbook>"),
        ),
    ] {
        assert_eq!(written(&old), new);
        assert_eq!(written(&new), new, "the second time nothing changes");
        assert_eq!(own(&new), [("key0".to_owned(), 3, 2)]);
    }
    let prefixed = "<x:workbook><x:sheets/></x:workbook>";
    assert!(written(prefixed).contains("<x:sheets/><x:definedNames><x:definedName name="), "{}", written(prefixed));
}

#[test]
fn wrong_names_are_made_right_and_repeated_ones_go() {
    let names = |names: &str| format!("<workbook><sheets/><definedNames>{names}</definedNames></workbook>");
    let other = |from: &str, to: &str| NAME.replace(from, to);
    for reference in ["#REF!", "'It''s &amp; here'!#REF!", "Other!$D$2", "'It''s &amp; here'!$E$2", "1+1", ""] {
        let old = names(&other("'It''s &amp; here'!$D$2", reference));
        assert_eq!(written(&old), names(NAME), "{reference}");
        assert_eq!(own(&old).is_empty(), !reference.contains("$E$2"), "{reference}");
    }
    let repeated = names(&format!("{NAME}<definedName name=\"x\">1</definedName>{}", other("Desk.key0", "desk.KEY0")));
    assert_eq!(written(&repeated), names(&format!("{NAME}<definedName name=\"x\">1</definedName>")));
    // Those of another sheet and of the whole workbook stay.
    let elsewhere = other("localSheetId=\"1\"", "localSheetId=\"0\"") + &other(" localSheetId=\"1\"", "");
    assert_eq!(written(&names(&elsewhere)), names(&(elsewhere.clone() + NAME)));
    assert_eq!(own(&names(&elsewhere)), [("key0".to_owned(), 3, 2)]);
    assert_eq!(own(&names("<definedName name=\"PropensityDesk.\">A1</definedName>")), []);
}
