use super::*;
use std::io::{Read, Write};
use std::time::{Duration, SystemTime};

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("save-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn save(target: &Path, content: &str) -> Result<(), TargetError> {
    save_safely(
        target,
        |file| file.write_all(content.as_bytes()).map_err(|error| TargetError::new(target, error)),
        |file, ()| {
            let mut written = String::new();
            file.read_to_string(&mut written).unwrap();
            assert_eq!(written, content, "the check sees the finished file from its beginning");
            Ok(())
        },
    )
}

#[test]
fn a_file_is_made_and_replaced() {
    let folder = Folder::new("replace");
    let target = folder.0.join("copy.xlsx");
    save(&target, "first").unwrap();
    save(&target, "second").unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), "second");
    assert_eq!(folder.names(), ["copy.xlsx"]);
}

#[test]
fn a_failed_write_or_check_or_a_panic_leaves_the_old_file_alone() {
    let folder = Folder::new("failure");
    let target = folder.0.join("copy.xlsx");
    save(&target, "old").unwrap();
    let failure = || TargetError::new(&target, io::Error::other("no"));
    let failed_write = save_safely(&target, |_| Err::<(), _>(failure()), |_, ()| Ok(()));
    let failed_check =
        save_safely(&target, |file| file.write_all(b"new").map_err(|_| failure()), |_, ()| Err(failure()));
    assert!(failed_write.is_err() && failed_check.is_err());
    let panicked = std::panic::catch_unwind(|| {
        save_safely::<(), TargetError>(&target, |_| panic!("a defect"), |_, ()| Ok(())).is_ok()
    });
    assert!(panicked.is_err());
    assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    assert_eq!(folder.names(), ["copy.xlsx"]);
}

#[test]
fn a_name_as_long_as_names_can_be_is_a_target() {
    let folder = Folder::new("long");
    let target = folder.0.join(format!("{}.xlsx", "x".repeat(250)));
    save(&target, "content").unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), "content");
}

#[test]
fn what_is_no_place_for_a_file_is_refused_by_name() {
    let folder = Folder::new("refused");
    let directory = save(&folder.0, "content").unwrap_err();
    assert_eq!(directory.key(), "target_not_writable");
    let gone = save(&folder.0.join("gone/copy.xlsx"), "content").unwrap_err();
    assert_eq!(gone.key(), "folder_missing");
    assert!(gone.to_string().contains("copy.xlsx"), "{gone}");
    assert!(folder.names().is_empty());
}

#[test]
fn a_write_protected_file_stays() {
    let folder = Folder::new("protected");
    let target = folder.0.join("copy.xlsx");
    save(&target, "old").unwrap();
    let mut permissions = fs::metadata(&target).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&target, permissions).unwrap();
    assert_eq!(save(&target, "new").unwrap_err().key(), "target_not_allowed");
    assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    assert_eq!(folder.names(), ["copy.xlsx"]);
}

#[cfg(unix)]
#[test]
fn permissions_and_symbolic_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("links");
    let target = folder.0.join("real.xlsx");
    save(&target, "old").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let (link, dangling) = (folder.0.join("link.xlsx"), folder.0.join("dangling.xlsx"));
    symlink("real.xlsx", &link).unwrap();
    symlink("made.xlsx", &dangling).unwrap();
    save(&link, "new").unwrap();
    save(&dangling, "made").unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(folder.names(), ["dangling.xlsx", "link.xlsx", "made.xlsx", "real.xlsx"]);

    let circle = folder.0.join("circle.xlsx");
    symlink("circle.xlsx", &circle).unwrap();
    assert!(save(&circle, "content").is_err());
}

#[test]
fn a_target_open_elsewhere_is_refused_by_its_lock_file() {
    let folder = Folder::new("locked");
    let target = folder.0.join("copy.xlsx");
    for lock in ["~$copy.xlsx", ".~lock.copy.xlsx#"] {
        fs::write(folder.0.join(lock), "someone").unwrap();
        // Nothing is there that could be open.
        let _ = fs::remove_file(&target);
        save(&target, "old").unwrap();
        let refused = save(&target, "new").unwrap_err();
        assert_eq!((refused.key(), refused.lock_file.as_deref()), ("target_locked", Some(lock)));
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        fs::remove_file(folder.0.join(lock)).unwrap();
    }
    save(&target, "new").unwrap();
}

#[test]
fn what_killed_saves_left_behind_is_swept_and_nothing_else() {
    let folder = Folder::new("swept");
    let (day, hour) = (Duration::from_hours(25), Duration::from_hours(1));
    let running = std::process::id();
    let left = |name: &str, age: Duration| {
        let file = File::create(folder.0.join(name)).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
        name.to_owned()
    };
    left(&format!(".pd-{running:x}-ffff.tmp"), day);
    if cfg!(target_os = "linux") {
        left(".pd-ffffffff-0.tmp", hour);
    }
    let mut kept = vec![
        left(&format!(".pd-{running:x}-fffe.tmp"), hour),
        left(".pd-fffffffe-0.tmp", Duration::ZERO),
        left(".pd-notes-1.tmp", day),
        left(".pd-1-2.tmp.xlsx", day),
        left(".pd-+1-2.tmp", day),
        left("pd-1-2.tmp", day),
    ];
    fs::create_dir(folder.0.join(".pd-1-3.tmp")).unwrap();
    save(&folder.0.join("copy.xlsx"), "content").unwrap();
    kept.extend([".pd-1-3.tmp", "copy.xlsx"].map(str::to_owned));
    kept.sort();
    assert_eq!(folder.names(), kept);
}

#[test]
fn failures_are_told_apart() {
    let key = |kind: ErrorKind| TargetError::new(Path::new("copy.xlsx"), kind.into()).key();
    assert_eq!(key(ErrorKind::InvalidFilename), "path_too_long");
    assert_eq!(key(ErrorKind::StaleNetworkFileHandle), "network_gone");
    assert_eq!(key(ErrorKind::StorageFull), "disk_full");
    assert_eq!(key(ErrorKind::ReadOnlyFilesystem), "target_not_allowed");
    assert_eq!(key(ErrorKind::ResourceBusy), "target_in_use");
    let folder = Folder::new("too-long");
    assert_eq!(save(&folder.0.join("x".repeat(300)), "content").unwrap_err().key(), "path_too_long");
}
