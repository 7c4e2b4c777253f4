//! The order of the floors, and what each floor never touches.

use std::fs;
use std::path::Path;

/// The rooms from the top floor down; a room may use only rooms that stand after it.
const FLOORS: [&str; 11] =
    ["app", "cli", "ui", "session", "insight", "scoring", "portfolio", "workbook", "sample", "domain", "support"];

/// What a room never mentions, whatever its floor.
const NEVER: [(&str, &[&str]); 10] = [
    ("support", &["egui", "rfd", "std::fs", "std::thread", "SystemTime", "Instant"]),
    ("domain", &["egui", "rfd", "std::fs", "std::thread", "SystemTime", "Instant", "HashMap", "HashSet"]),
    ("sample", &["egui", "rfd", "std::thread", "SystemTime", "Instant"]),
    ("workbook", &["egui", "rfd", "Instant", "worksheet_range"]),
    ("portfolio", &["egui", "rfd", "std::fs", "std::thread", "SystemTime", "Instant"]),
    ("scoring", &["egui", "rfd", "std::fs", "std::thread", "SystemTime", "Instant", "HashMap", "HashSet"]),
    ("insight", &["egui", "rfd", "std::fs", "std::thread", "SystemTime", "Instant"]),
    ("session", &["egui", "rfd", "std::fs"]),
    ("ui", &["rfd", "std::fs", "std::thread", "SystemTime", "Instant", "Mutex", "RwLock"]),
    ("cli", &["egui", "rfd"]),
];

/// Rooms on the same floor or with no need of each other.
const APART: [(&str, &str); 2] = [("workbook", "sample"), ("portfolio", "sample")];

/// Every way in which `source`, a file of `room`, breaks the order.
fn violations(room: &str, source: &str) -> Vec<String> {
    let own_floor = FLOORS.iter().position(|floor| *floor == room);
    let mut found = Vec::new();
    for line in code_lines(source) {
        for (floor, used) in FLOORS.iter().enumerate().filter(|(_, used)| mentions_room(line, used)) {
            let above = own_floor.is_none_or(|own| floor < own);
            if above || APART.contains(&(room, *used)) {
                found.push(format!("{room} uses {used}: {}", line.trim()));
            }
        }
        let never = NEVER.iter().filter(|(named, _)| *named == room).flat_map(|(_, words)| *words);
        found.extend(
            never.filter(|word| mentions(line, word)).map(|word| format!("{room} mentions {word}: {}", line.trim())),
        );
    }
    found
}

/// Lines of code before the unit tests, without comments.
fn code_lines(source: &str) -> impl Iterator<Item = &str> {
    source.lines().take_while(|line| line.trim() != "#[cfg(test)]").filter(|line| !line.trim_start().starts_with("//"))
}

fn mentions_room(line: &str, room: &str) -> bool {
    mentions(line, &format!("crate::{room}"))
}

/// Whether `word` stands in `line` and is no part of a longer word.
fn mentions(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part))
}

fn each_source(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            each_source(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            visit(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_room_uses_only_the_floors_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut files) = (Vec::new(), 0);
    for room in FLOORS {
        each_source(&source.join(room), &mut |path, text| {
            files += 1;
            found
                .extend(violations(room, text).into_iter().map(|violation| format!("{}: {violation}", path.display())));
        });
    }
    assert!(files > 50, "only {files} files seen: the test looks in the wrong place");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_room_has_a_floor() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(source).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let room = entry.file_name().into_string().unwrap();
        assert!(FLOORS.contains(&room.as_str()), "{room} stands on no floor");
    }
}

#[test]
fn planted_violations_are_found() {
    for (room, planted) in [
        ("domain", "use crate::workbook::source::Source;"),
        ("workbook", "    let scores = crate::scoring::Scores::default();"),
        ("session", "use egui::Context;"),
        ("insight", "use std::fs;"),
        ("workbook", "use crate::sample::SampleKind;"),
        ("ui", "let file = std::fs::File::open(path);"),
    ] {
        assert_eq!(violations(room, planted).len(), 1, "{room}: {planted}");
    }
    for (room, harmless) in [
        ("session", "use crate::insight::table::Sort;"),
        ("session", "// crate::ui draws this"),
        ("workbook", "use crate::domain::money::Money;"),
        ("insight", "let instantly = 1;"),
    ] {
        assert_eq!(violations(room, harmless), Vec::<String>::new(), "{room}: {harmless}");
    }
}
