use super::*;
use proptest::prelude::*;

fn journal_of(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marks.jsonl");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn written(documents: &[&str]) -> Vec<u8> {
    documents.iter().map(|document| line(document)).collect::<String>().into_bytes()
}

#[test]
fn lines_come_back_in_their_order_and_are_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep").join("marks.jsonl");
    let (mut journal, lines) = Journal::open(&path).unwrap();
    assert_eq!(lines, JournalLines::default());
    journal.append(["{\"a\":1}", "{\"b\":\"改\"}"]).unwrap();
    drop(journal);
    let (mut journal, lines) = Journal::open(&path).unwrap();
    assert_eq!(lines.documents, ["{\"a\":1}", "{\"b\":\"改\"}"]);
    journal.append(["3"]).unwrap();
    assert_eq!(read_journal(&path).unwrap().documents.len(), 3);
    journal.replace(["7"]).unwrap();
    journal.append(["8"]).unwrap();
    assert_eq!(read_journal(&path).unwrap().documents, ["7", "8"]);
}

#[test]
fn only_one_at_a_time_writes_it_and_the_other_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marks.jsonl");
    let (mut journal, _) = Journal::open(&path).unwrap();
    journal.append(["1"]).unwrap();
    assert!(matches!(Journal::open(&path), Err(JournalError::InUse)));
    assert_eq!(read_journal(&path).unwrap().documents, ["1"]);
    drop(journal);
    assert!(Journal::open(&path).is_ok());
}

#[test]
fn a_torn_last_line_costs_itself_alone() {
    let whole = written(&["{\"a\":1}", "{\"b\":2}"]);
    for cut in 1..whole.len() {
        let (_folder, path) = journal_of(&whole[..cut]);
        let (mut journal, lines) = Journal::open(&path).unwrap();
        assert_eq!(lines.damaged, 0, "cut at {cut}");
        let kept = lines.documents.len();
        let ended = [whole.len() / 2, whole.len()].iter().filter(|end| cut + 1 >= **end).count();
        assert_eq!(kept, ended, "cut at {cut}");
        journal.append(["{\"c\":3}"]).unwrap();
        drop(journal);
        let again = Journal::open(&path).unwrap().1;
        assert_eq!(again.documents.last().map(String::as_str), Some("{\"c\":3}"), "cut at {cut}");
        assert_eq!(again.documents.len(), kept + 1);
    }
}

#[test]
fn a_damaged_journal_is_kept_aside_before_it_is_written_anew() {
    let mut bytes = written(&["1", "2", "3"]);
    let at = bytes.iter().position(|byte| *byte == b'2').unwrap();
    bytes[at] = b'9';
    let (_folder, path) = journal_of(&bytes);
    let (mut journal, lines) = Journal::open(&path).unwrap();
    assert!(lines.damaged > 0);
    journal.replace(["1"]).unwrap();
    assert_eq!(fs::read(path.with_extension("damaged.jsonl")).unwrap(), bytes);
    assert_eq!(read_journal(&path).unwrap().documents, ["1"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to some bytes: no panic, no document that was not written, and those before the damage stay.
    #[test]
    fn damage_never_makes_up_a_document(
        documents in prop::collection::vec("[ -~]{0,20}", 1..8),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let texts: Vec<&str> = documents.iter().map(String::as_str).collect();
        let mut bytes = written(&texts);
        let at = at.index(bytes.len());
        let before = bytes[..at].iter().filter(|byte| **byte == b'\n').count();
        bytes[at] = byte;
        let (_folder, path) = journal_of(&bytes);
        let lines = Journal::open(&path).unwrap().1;
        prop_assert!(lines.documents.iter().all(|document| documents.contains(document)));
        prop_assert_eq!(&lines.documents[..before], &documents[..before]);
        prop_assert!(lines.documents.len() + 2 >= documents.len());
    }

    #[test]
    fn rubbish_is_no_journal_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (_folder, path) = journal_of(&bytes);
        prop_assert!(Journal::open(&path).unwrap().1.documents.is_empty());
    }
}
