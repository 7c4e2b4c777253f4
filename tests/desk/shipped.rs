//! What is shipped beside the program and must not fall behind it: manual pages, completions, the public workflow.
//!
//! `UPDATE_PACKAGING=1 cargo test --test desk shipped` writes the pages and completions anew.

use clap::CommandFactory;
use clap_complete::Shell;
use propensity_desk::cli::arguments::Arguments;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What the manual page of the program tells beyond its arguments.
const MORE: &str = r".SH EXIT STATUS
0 when what was asked for is done, 1 when it is not and the reason was told, 2 when the arguments make no sense.
.SH FILES
.TP
\fI$XDG_DATA_HOME/propensity\-desk\fR, else \fI~/.local/share/propensity\-desk\fR
Settings of the window. Workbooks are written only where you say.
.SH PRIVACY
The program opens no network connection.
";

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every generated file by its path below `packaging/generated`.
fn generated() -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    page(&command, &mut files);
    for (shell, name) in [
        (Shell::Bash, "propensity-desk.bash"),
        (Shell::Zsh, "_propensity-desk"),
        (Shell::Fish, "propensity-desk.fish"),
        (Shell::PowerShell, "_propensity-desk.ps1"),
    ] {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), "propensity-desk", &mut text);
        files.insert(Path::new("completions").join(name), text);
    }
    files
}

fn page(command: &clap::Command, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).manual("Propensity Desk").render(&mut text).unwrap();
    if !name.contains("desk-") {
        text.extend_from_slice(MORE.as_bytes());
    }
    files.insert(Path::new("man").join(format!("{name}.1")), text);
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        page(command, files);
    }
}

#[test]
fn manual_pages_and_completions_tell_what_the_command_line_takes() {
    let folder = top().join("packaging/generated");
    let files = generated();
    assert!(files.len() > 12, "only {} files", files.len());
    if std::env::var_os("UPDATE_PACKAGING").is_some() {
        for kind in ["man", "completions"] {
            let _ = fs::remove_dir_all(folder.join(kind));
            fs::create_dir_all(folder.join(kind)).unwrap();
        }
        for (path, text) in &files {
            fs::write(folder.join(path), text).unwrap();
        }
    }
    let mut behind = Vec::new();
    for (path, text) in &files {
        // A checkout on Windows may have other line ends.
        let found = fs::read_to_string(folder.join(path)).unwrap_or_default().replace("\r\n", "\n");
        if found.as_bytes() != text.as_slice() {
            behind.push(path.display().to_string());
        }
    }
    let found =
        ["man", "completions"].iter().map(|kind| fs::read_dir(folder.join(kind)).unwrap().count()).sum::<usize>();
    let way_out = "run UPDATE_PACKAGING=1 cargo test --test desk shipped";
    assert!(behind.is_empty(), "behind the command line, {way_out}: {behind:?}");
    assert_eq!(found, files.len(), "a file that no command has any more, {way_out}");
}

/// The steps of `.ci/run`: name and command.
fn ci_steps() -> Vec<(String, String)> {
    let steps = read(".ci/run");
    let steps = steps.lines().filter_map(|line| line.strip_prefix("step \"")?.split_once("\" "));
    steps.map(|(name, command)| (name.to_owned(), command.to_owned())).collect()
}

#[test]
fn the_public_workflow_runs_every_step_of_ci() {
    /// Steps that a public machine cannot run, each with the reason.
    const LEFT_OUT: [(&str, &str); 3] = [
        ("hostile workbooks and faithful copies", "the judges and their workbooks are not part of the repository"),
        ("cells as other readers find them", "takes the workbooks of the step before"),
        ("work tree untouched", "the workflow looks at the tree itself"),
    ];
    let workflow = read(".github/workflows/ci.yml");
    let steps = ci_steps();
    assert!(steps.len() >= 9, "{steps:?}");
    for (name, command) in &steps {
        let is_left_out = LEFT_OUT.iter().any(|(left_out, _)| left_out == name);
        let as_step = workflow.lines().any(|line| line.trim() == format!("- name: {name}"));
        assert_eq!(as_step, !is_left_out, "{name}: a step of the workflow, or left out with a reason, and not both");
        // A command of its own stands in the workflow as it is; a function of .ci/run is called by its name.
        let called = if command.starts_with("check_") { format!(".ci/run --only {command}") } else { command.clone() };
        let is_run = workflow.lines().any(|line| line.trim() == format!("run: {called}"));
        assert!(is_left_out || is_run, "{name}: the workflow lacks `run: {called}`");
    }
    for (left_out, _) in LEFT_OUT {
        assert!(steps.iter().any(|(name, _)| name == left_out), "{left_out} is no step any more");
    }
}

#[test]
fn the_public_workflow_tests_on_every_system_that_is_shipped_for() {
    let workflow = read(".github/workflows/ci.yml");
    for system in ["ubuntu-", "windows-", "macos-"] {
        assert!(workflow.contains(system), "{system}");
    }
    let toolchain = read("rust-toolchain.toml");
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = \"")).unwrap().trim_end_matches('"');
    let version = read("Cargo.toml");
    let minimum =
        version.lines().find_map(|line| line.strip_prefix("rust-version = \"")).unwrap().trim_end_matches('"');
    assert!(channel.starts_with(minimum), "{channel} {minimum}");
    assert!(workflow.contains("rustup show"), "the toolchain comes from rust-toolchain.toml");
}

#[test]
fn the_version_is_the_same_everywhere() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(read("packaging/linux/propensity-desk.metainfo.xml").contains(&format!("<release version=\"{version}\"")));
    assert!(read("packaging/generated/sbom.cdx.json").contains(&format!("\"version\": \"{version}\"")));
}

#[test]
fn the_method_names_the_constants_of_the_code() {
    let page = read("docs/scoring.md");
    let rows = page.lines().filter_map(|line| {
        let (value, rest) = line.strip_prefix("| ")?.split_once(" | `")?;
        let (name, rest) = rest.split_once("` in `")?;
        Some((value, name, rest.split_once('`')?.0))
    });
    let mut count = 0;
    for (value, name, file) in rows {
        count += 1;
        let source = read(file);
        let line = source.lines().find(|line| line.contains(&format!("const {name}: ")));
        let line = line.unwrap_or_else(|| panic!("{file} has no constant {name}"));
        let found = line.split_once(" = ").unwrap().1.trim_end_matches(';').replace('_', "");
        assert_eq!(found, value, "docs/scoring.md says otherwise of {name} in {file}");
    }
    assert!(count >= 20, "only {count} constants found");
}
