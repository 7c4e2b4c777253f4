//! What the workbook says about itself.

use super::container::{Container, MAX_SMALL_PART_BYTES};
use super::relationships;
use super::xml::walk;
use jiff::civil::Date;
use quick_xml::events::Event;

/// The day (UTC) of the last save, else of the making; `None` when neither is said readably.
pub(super) fn last_saved(container: &mut Container) -> Option<Date> {
    let links = relationships::of(container, "").ok()?;
    let part = links.into_iter().find(|link| link.kind == "core-properties" && !link.external);
    let part = part.map_or_else(|| "docProps/core.xml".to_owned(), |link| link.target);
    let text = container.part_text(&part, MAX_SMALL_PART_BYTES).ok()?;
    let (mut modified, mut created) = (None, None);
    let mut element_name = String::new();
    walk(&part, &text, |event| {
        match event {
            Event::Start(element) => element.local_name().as_ref().clone_into(&mut element_name),
            Event::End(_) => element_name.clear(),
            Event::Text(words) if element_name == "modified" => modified = modified.or_else(|| day(words)),
            Event::Text(words) if element_name == "created" => created = created.or_else(|| day(words)),
            _ => {}
        }
        Ok(())
    })
    .ok()?;
    modified.or(created)
}

/// The day of a time stamp such as `2026-01-25T09:30:00Z`.
fn day(stamp: &str) -> Option<Date> {
    stamp.trim().get(..10)?.parse().ok()
}
