//! What must hold of a saved workbook, judged from its bytes alone: it shares no code with what wrote it.
//!
//! `inspect` gives the parts that differ from the source, and every rule that the saved workbook breaks.

mod xml_tree;

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read};
use xml_tree::{Element, parse};
use zip::ZipArchive;

/// The outcome of an inspection.
#[derive(Debug, Default)]
pub struct Findings {
    /// Parts whose bytes differ from the source's, in the order of their names.
    pub changed_parts: Vec<String>,
    /// Cells that the source has and the saved workbook has not, or otherwise: `part!A1`.
    pub changed_cells: Vec<String>,
    /// Broken rules.
    pub violations: Vec<String>,
}

/// Compares `saved` with `source`, and checks it.
pub fn inspect(source: &[u8], saved: &[u8]) -> Findings {
    let (before, after) = (Package::read(source), Package::read(saved));
    let mut findings = Findings::default();
    let names = |package: &Package| package.parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
    if names(&before) != names(&after) {
        findings.violations.push("the package has other parts, or in another order".to_owned());
    }
    for part in &after.parts {
        let Some(old) = before.part(&part.name) else { continue };
        if (old.crc, &old.packed, &old.modified) != (part.crc, &part.packed, &part.modified) {
            findings.changed_parts.push(part.name.clone());
            if old.modified != part.modified {
                findings.violations.push(format!("{}: another time", part.name));
            }
        }
    }
    findings.changed_parts.sort();
    check_package(&after, &mut findings.violations);
    for part in after.parts.iter().filter(|part| part.name.starts_with("xl/worksheets/sheet")) {
        let Some(sheet) = check_sheet(&after, part, &mut findings.violations) else { continue };
        let old = before.part(&part.name).and_then(|old| parse(&old.bytes).ok());
        let old_cells = old.map(|old| cells(&old)).unwrap_or_default();
        let new_cells = cells(&sheet);
        let lost = old_cells.iter().filter(|(place, cell)| new_cells.get(*place) != Some(*cell));
        findings
            .changed_cells
            .extend(lost.map(|((row, column), _)| format!("{}!{}{row}", part.name, letters(*column))));
    }
    findings
}

struct Part {
    name: String,
    bytes: Vec<u8>,
    packed: Vec<u8>,
    crc: u32,
    modified: String,
}

struct Package {
    parts: Vec<Part>,
}

impl Package {
    fn read(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
        let parts = (0..archive.len()).map(|index| {
            let (mut unpacked, mut packed) = (Vec::new(), Vec::new());
            archive.by_index_raw(index).expect("an entry").read_to_end(&mut packed).expect("its packed bytes");
            let mut entry = archive.by_index(index).expect("an entry");
            entry.read_to_end(&mut unpacked).expect("its bytes");
            let name = entry.name().expect("a name").into_owned();
            let modified = format!("{:?}", entry.last_modified());
            Part { name, bytes: unpacked, packed, crc: entry.crc32(), modified }
        });
        Self { parts: parts.collect() }
    }

    fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    fn element(&self, name: &str) -> Option<Element> {
        parse(&self.part(name)?.bytes).ok()
    }
}

/// Every relationship leads somewhere, every part has a content type, and filters agree with their hidden names.
fn check_package(package: &Package, violations: &mut Vec<String>) {
    for part in package.parts.iter().filter(|part| part.name.ends_with(".xml") || part.name.ends_with(".rels")) {
        if let Err(error) = parse(&part.bytes) {
            violations.push(format!("{}: not well-formed: {error}", part.name));
        }
    }
    for rels in package.parts.iter().filter(|part| part.name.ends_with(".rels")) {
        let owner_folder = rels.name.split("_rels/").next().unwrap_or_default();
        let Ok(list) = parse(&rels.bytes) else { continue };
        for link in list.children.iter().filter(|link| link.attribute("TargetMode") != Some("External")) {
            let target = resolve_path(owner_folder, link.attribute("Target").unwrap_or_default());
            if package.part(&target).is_none() {
                violations.push(format!("{}: {target} is missing", rels.name));
            }
        }
    }
    let types = package.element("[Content_Types].xml").unwrap_or_default();
    for part in package.parts.iter().filter(|part| part.name != "[Content_Types].xml") {
        let extension = part.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let by_default = types.all("Default").any(|known| known.attribute("Extension") == Some(&extension));
        let by_name =
            types.all("Override").any(|known| known.attribute("PartName") == Some(&format!("/{}", part.name)));
        // What every other part may be by its ending says nothing of the workbook's own.
        let has_own_kind = part.name.starts_with("xl/") && extension == "xml";
        if !by_name && (!by_default || has_own_kind) {
            violations.push(format!("{}: no content type", part.name));
        }
    }
    for known in types.all("Override") {
        let name = known.attribute("PartName").unwrap_or_default().trim_start_matches('/');
        if package.part(name).is_none() {
            violations.push(format!("[Content_Types].xml: {name} is missing"));
        }
    }
    check_filter_names(package, violations);
}

fn resolve_path(folder: &str, target: &str) -> String {
    let start = if target.starts_with('/') { "" } else { folder };
    let mut segments: Vec<&str> = Vec::new();
    for segment in start.split('/').chain(target.split('/')).filter(|segment| !matches!(*segment, "" | ".")) {
        if segment == ".." {
            segments.pop();
        } else {
            segments.push(segment);
        }
    }
    segments.join("/")
}

fn check_filter_names(package: &Package, violations: &mut Vec<String>) {
    let Some(workbook) = package.element("xl/workbook.xml") else { return };
    let sheets: Vec<&Element> = workbook.child("sheets").map(|list| list.all("sheet").collect()).unwrap_or_default();
    let links = package.element("xl/_rels/workbook.xml.rels").unwrap_or_default();
    for (position, sheet) in sheets.iter().enumerate() {
        let link = links.children.iter().find(|link| link.attribute("Id") == sheet.attribute("id"));
        let part = link.map(|link| resolve_path("xl/", link.attribute("Target").unwrap_or_default()));
        let content = part.and_then(|part| package.element(&part)).unwrap_or_default();
        let filter = content.child("autoFilter").and_then(|filter| filter.attribute("ref"));
        let names = workbook.child("definedNames").map(|list| list.children.clone()).unwrap_or_default();
        let name = names.iter().find(|name| {
            name.attribute("name") == Some("_xlnm._FilterDatabase")
                && name.number("localSheetId") == Some(position as u32)
        });
        let area = name.map(|name| name.text.rsplit('!').next().unwrap_or_default().replace('$', ""));
        if area.as_deref() != filter {
            violations.push(format!("sheet {position}: filter {filter:?}, but its name says {area:?}"));
        }
    }
}

/// The sheet of `part` unless it is not well-formed, after all its rules were checked.
fn check_sheet(package: &Package, part: &Part, violations: &mut Vec<String>) -> Option<Element> {
    let sheet = parse(&part.bytes).ok()?;
    let mut broken = |rule: String| violations.push(format!("{}: {rule}", part.name));
    let styles =
        package.element("xl/styles.xml").and_then(|styles| styles.child("cellXfs").cloned()).unwrap_or_default();
    if styles.number("count") != Some(styles.children.len() as u32) {
        broken("the cell formats are miscounted".to_owned());
    }
    let strings = package.element("xl/sharedStrings.xml").map_or(0, |list| list.children.len());
    let mut last_row = 0;
    for row in sheet.child("sheetData").into_iter().flat_map(|rows| rows.all("row")) {
        let number = row.number("r").unwrap_or(0);
        if number <= last_row || number > 1_048_576 {
            broken(format!("row {number} after row {last_row}"));
        }
        last_row = number;
        let mut last_column = 0;
        for cell in row.all("c") {
            let (column, cell_row) = place(cell.attribute("r").unwrap_or_default()).unwrap_or((0, 0));
            if column <= last_column || column > 16_384 || cell_row != number {
                broken(format!("cell {:?} in row {number} after column {last_column}", cell.attribute("r")));
            }
            last_column = column;
            if let Some(rule) = check_cell(cell, styles.children.len(), strings) {
                broken(format!("{}: {rule}", cell.attribute("r").unwrap_or_default()));
            }
        }
        let spans = row.attribute("spans").and_then(|spans| spans.rsplit(':').next()?.parse::<u32>().ok());
        if spans.is_some_and(|last| last < last_column) {
            broken(format!("row {number} is wider than it says"));
        }
    }
    let mut last = 0;
    for col in sheet.child("cols").into_iter().flat_map(|list| list.all("col")) {
        let (min, max) = (col.number("min").unwrap_or(0), col.number("max").unwrap_or(0));
        if min <= last || max < min || max > 16_384 {
            broken(format!("column widths {min} to {max} after {last}"));
        }
        last = max;
    }
    check_tables(package, part, &sheet, violations);
    Some(sheet)
}

fn check_cell(cell: &Element, formats: usize, strings: usize) -> Option<String> {
    if cell.attribute("s").is_some_and(|style| !style.parse::<usize>().is_ok_and(|style| style < formats)) {
        return Some(format!("unknown format {:?}", cell.attribute("s")));
    }
    let value = cell.child("v").map(|value| value.text.as_str());
    match cell.attribute("t").unwrap_or("n") {
        "s" => {
            let known = value.and_then(|id| id.parse::<usize>().ok()).is_some_and(|id| id < strings);
            (!known).then(|| format!("unknown text {value:?}"))
        }
        "n" => {
            let finite = value.is_none_or(|number| number.parse::<f64>().is_ok_and(f64::is_finite));
            (!finite).then(|| format!("not a number: {value:?}"))
        }
        "inlineStr" => {
            let units = cell.child("is").map_or(0, |text| unescape(&text.all_text()).encode_utf16().count());
            (units > 32_767).then(|| format!("{units} units of text"))
        }
        _ => None,
    }
}

/// Text with its `_xHHHH_` escapes taken back.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        out.push_str(&c.map_or_else(|| "_x".to_owned(), String::from));
        rest = escape.get(if c.is_some() { 7 } else { 2 }..).unwrap_or_default();
    }
    out + rest
}

fn check_tables(package: &Package, part: &Part, sheet: &Element, violations: &mut Vec<String>) {
    let file = part.name.rsplit('/').next().unwrap_or_default();
    let Some(links) = package.element(&format!("xl/worksheets/_rels/{file}.rels")) else { return };
    let texts = package.element("xl/sharedStrings.xml").map(|list| list.children).unwrap_or_default();
    let cells = cells(sheet);
    for link in links.children.iter().filter(|link| link.attribute("Type").is_some_and(|kind| kind.ends_with("/table")))
    {
        let name = resolve_path("xl/worksheets/", link.attribute("Target").unwrap_or_default());
        let Some(table) = package.element(&name) else { continue };
        let mut broken = |rule: String| violations.push(format!("{name}: {rule}"));
        let area = table.attribute("ref").unwrap_or_default();
        let Some(((left, top), (right, bottom))) = corners(area) else { continue };
        let list = table.child("tableColumns").cloned().unwrap_or_default();
        let width = (right + 1 - left) as usize;
        if list.children.len() != width || list.number("count") != Some(width as u32) {
            broken(format!("{} of {:?} columns in {area}", list.children.len(), list.attribute("count")));
        }
        let ids: HashSet<&str> = list.children.iter().filter_map(|column| column.attribute("id")).collect();
        let names: HashSet<String> =
            list.children.iter().filter_map(|column| Some(column.attribute("name")?.to_lowercase())).collect();
        if ids.len() != width || names.len() != width {
            broken("columns share an id or a name".to_owned());
        }
        for (column, element) in (left..=right).zip(&list.children) {
            let header = cells.get(&(top, column)).map(|cell| header_text(cell, &texts)).unwrap_or_default();
            if table.number("headerRowCount") != Some(0)
                && Some(unescape(&header)) != element.attribute("name").map(unescape)
            {
                broken(format!("header {header:?} of column {:?}", element.attribute("name")));
            }
        }
        let totals = table.number("totalsRowCount").unwrap_or(0);
        let expected = format!("{}{top}:{}{}", letters(left), letters(right), bottom - totals);
        let filter = table.child("autoFilter").and_then(|filter| filter.attribute("ref"));
        if filter.is_some_and(|filter| filter != expected) {
            broken(format!("its filter covers {filter:?}, not {expected}"));
        }
    }
}

fn header_text(cell: &Element, texts: &[Element]) -> String {
    let value = cell.child("v").map(|value| value.text.clone()).unwrap_or_default();
    match cell.attribute("t") {
        Some("s") => value.parse().ok().and_then(|id: usize| texts.get(id)).map(Element::all_text).unwrap_or_default(),
        Some("inlineStr") => cell.child("is").map(Element::all_text).unwrap_or_default(),
        _ => value,
    }
}

/// The cells of a sheet by row and column, both from 1.
fn cells(sheet: &Element) -> BTreeMap<(u32, u32), Element> {
    let rows = sheet.child("sheetData").into_iter().flat_map(|rows| rows.all("row"));
    rows.flat_map(|row| row.all("c"))
        .filter_map(|cell| place(cell.attribute("r")?).map(|(column, row)| ((row, column), cell.clone())))
        .collect()
}

/// Column and row, from 1, of a cell's name.
fn place(name: &str) -> Option<(u32, u32)> {
    let (letters, row) = name.split_at(name.find(|c: char| c.is_ascii_digit())?);
    let add = |sum: u32, letter: u8| letter.is_ascii_uppercase().then(|| sum * 26 + u32::from(letter - b'@'));
    Some((letters.bytes().try_fold(0, add)?, row.parse().ok()?))
}

fn corners(area: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = area.split_once(':').unwrap_or((area, area));
    Some((place(first)?, place(last)?))
}

fn letters(column: u32) -> String {
    let rest = (column - 1) / 26;
    let letter = char::from(b'A' + ((column - 1) % 26) as u8);
    if rest > 0 { letters(rest) + &letter.to_string() } else { letter.to_string() }
}
