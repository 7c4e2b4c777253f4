//! The program as a process, and other programs beside it.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Propensity Desk with `arguments`, where no display can be reached.
pub fn desk(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_propensity-desk"))
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .expect("the program starts")
}

/// What the program printed.
pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the program prints UTF-8")
}

/// What the program printed, after it ended well.
pub fn done(arguments: &[&str]) -> String {
    let output = desk(arguments);
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} failed: {messages}");
    printed(&output)
}

/// What the program answered as JSON, after it ended well.
pub fn answer(arguments: &[&str]) -> Value {
    let line = done(arguments);
    assert_eq!(line.lines().count(), 1, "one line of JSON: {line}");
    serde_json::from_str(&line).expect("an answer in JSON")
}

/// A sample workbook of `rows` rows in `folder`.
pub fn sample(folder: &Path, name: &str, arguments: &[&str]) -> PathBuf {
    let path = folder.join(name);
    let output = path.to_str().unwrap();
    done(&[&["sample", "-o", output], arguments].concat());
    path
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
