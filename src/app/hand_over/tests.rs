use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

fn door(start: Start) -> Option<FrontDoor> {
    if let Start::First(door) = start { Some(door) } else { None }
}

fn wait_for(handed_in: &HandedIn) -> Option<Vec<PathBuf>> {
    (0..100).find_map(|_| {
        let files = handed_in.poll();
        if files.is_none() {
            thread::sleep(TAKEN_INTERVAL);
        }
        files
    })
}

#[test]
fn a_second_start_hands_its_files_to_the_first_window_and_wakes_it() {
    let folder = tempfile::tempdir().unwrap();
    let woken = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&woken);
    let door = door(start(folder.path(), &[])).expect("the first start has the door");
    let handed_in = door.watch(Arc::new(move || _ = counted.fetch_add(1, Ordering::SeqCst)));
    let files = [PathBuf::from("レポート.xlsx"), folder.path().join("b.csv")];
    assert!(matches!(start(folder.path(), &files), Start::HandedOver));
    let taken = wait_for(&handed_in).expect("nothing came in");
    assert!(taken.iter().all(|path| path.is_absolute()), "the window may stand in another folder: {taken:?}");
    assert_eq!(
        taken.iter().map(|path| path.file_name()).collect::<Vec<_>>(),
        files.each_ref().map(|file| file.file_name())
    );
    assert_eq!(woken.load(Ordering::SeqCst), 1);
    assert!(matches!(start(folder.path(), &[]), Start::Another), "a start without files asks for a window");
    drop(handed_in);
    assert!(matches!(start(folder.path(), &files), Start::First(_)), "the door is free again");
}

#[test]
fn what_no_window_takes_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let shut = folder.path().join("handed-over");
    let _hanging = FrontDoor::open(&shut).unwrap();
    assert!(!give(&shut, &[PathBuf::from("a.xlsx")], TAKEN_INTERVAL * 3));
    assert_eq!(left_in(&shut), [] as [PathBuf; 0]);
}

#[test]
fn what_was_left_long_ago_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let shut = folder.path().join("handed-over");
    let door = FrontDoor::open(&shut).unwrap();
    let (stale, fresh) = (shut.join("1.json"), shut.join("2.json"));
    fs::write(&stale, "[\"/old.xlsx\"]").unwrap();
    fs::write(&fresh, "[\"/new.xlsx\"]").unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    File::options().write(true).open(&stale).unwrap().set_modified(long_ago).unwrap();
    let handed_in = door.watch(Arc::new(|| ()));
    assert_eq!(wait_for(&handed_in), Some(vec![PathBuf::from("/new.xlsx")]));
    assert_eq!(handed_in.poll(), None);
    assert_eq!(left_in(&shut), [] as [PathBuf; 0]);
}
