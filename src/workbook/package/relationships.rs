//! How parts name each other.

use super::container::{Container, MAX_SMALL_PART_BYTES};
use super::xml::{attribute, walk};
use crate::workbook::error::OpenProblem;
use quick_xml::events::Event;

/// A link from one part to another part or to something outside the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The id by which the part's own XML speaks of it.
    pub id: String,
    /// The last segment of its type: `worksheet`, `styles`, `table`, ...
    pub kind: String,
    /// The part's name without a leading slash; for an external link the address as it stands, never followed.
    pub target: String,
    /// Whether it leads outside the package.
    pub external: bool,
}

/// The relationships of `part`, or of the package itself for the empty name; empty when there are none.
///
/// # Errors
/// Damage of the part that holds them.
pub(super) fn of(container: &mut Container, part: &str) -> Result<Vec<Relationship>, OpenProblem> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let place = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    if container.index_of(&place).is_none() {
        return Ok(Vec::new());
    }
    let text = container.part_text(&place, MAX_SMALL_PART_BYTES)?;
    let mut links = Vec::new();
    walk(&place, &text, |event| {
        let Event::Start(element) = event else { return Ok(()) };
        if element.local_name().as_ref() != "Relationship" {
            return Ok(());
        }
        let target = attribute(&place, element, "Target")?.unwrap_or_default();
        let kind = attribute(&place, element, "Type")?.unwrap_or_default();
        let external = attribute(&place, element, "TargetMode")?.is_some_and(|mode| mode == "External");
        links.push(Relationship {
            id: attribute(&place, element, "Id")?.unwrap_or_default(),
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: if external { target } else { resolve(folder, &target) },
            external,
        });
        Ok(())
    })?;
    Ok(links)
}

/// The part that `target` names, as seen from a part in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let start = if target.starts_with('/') { "" } else { folder };
    let mut segments: Vec<&str> = Vec::new();
    for segment in start.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_the_folder_unless_they_start_with_a_slash() {
        for (target, part) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../docProps/core.xml", "docProps/core.xml"),
            ("./styles.xml", "xl/styles.xml"),
            ("worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolve("xl", target), part, "{target}");
        }
    }
}
