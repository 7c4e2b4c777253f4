//! Unpacks a part on one thread at a time and reads its chunks on all.

use crate::workbook::error::OpenProblem;
use crate::workbook::guard::items::{Chunk, ItemFeed, ItemProblem};
use std::io::Read;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// More threads than this would only wait for the one that unpacks.
const MOST_THREADS: usize = 4;

/// How many threads are worth their start.
pub(in crate::workbook) fn thread_count() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS)
}

/// Where the next chunk comes from, and whether it is still wanted.
struct Supply<'p, R> {
    feed: ItemFeed<'p, R>,
    stopped: bool,
}

/// What came of a chunk, by its number.
type Numbered<T> = (u64, Result<T, ItemProblem>);

/// Reads all chunks of `feed` with `read`, on `threads` threads named `name`; each has a state of its own, made by
/// `begin`. The results are in the order of the chunks.
///
/// # Errors
/// The first problem in the order of the chunks.
pub(in crate::workbook) fn read_chunks<'p, R: Read + Send, W, T: Send>(
    feed: ItemFeed<'p, R>,
    (threads, name): (usize, &str),
    begin: impl Fn() -> W + Sync,
    read: impl Fn(&mut W, &Chunk) -> Result<T, ItemProblem> + Sync,
) -> Result<(ItemFeed<'p, R>, Vec<T>), ItemProblem> {
    let supply = Mutex::new(Supply { feed, stopped: false });
    let work = || read_some(&supply, begin(), &read);
    let mut numbered: Vec<Numbered<T>> = thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads)
            .map_while(|_| thread::Builder::new().name(name.to_owned()).spawn_scoped(scope, work).ok())
            .collect();
        let mut results = work();
        for helper in helpers {
            match helper.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    numbered.sort_by_key(|(number, _)| *number);
    let results = numbered.into_iter().map(|(_, result)| result).collect::<Result<Vec<T>, ItemProblem>>()?;
    let supply = supply.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((supply.feed, results))
}

/// Takes chunks until there are no more or something went wrong.
fn read_some<R: Read, W, T>(
    supply: &Mutex<Supply<'_, R>>,
    mut state: W,
    read: &impl Fn(&mut W, &Chunk) -> Result<T, ItemProblem>,
) -> Vec<Numbered<T>> {
    let mut results = Vec::new();
    let mut chunk = Chunk::default();
    loop {
        let next = {
            let mut supply = supply.lock().unwrap_or_else(PoisonError::into_inner);
            if supply.stopped {
                return results;
            }
            let next = supply.feed.next_chunk(&mut chunk);
            supply.stopped = !matches!(next, Ok(true));
            next
        };
        let result = match next {
            Ok(true) => read(&mut state, &chunk),
            Ok(false) => return results,
            Err(problem) => Err(problem),
        };
        let failed = result.is_err();
        results.push((chunk.number, result));
        if failed {
            supply.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
            return results;
        }
    }
}

/// Runs `job` with the chunks cut quickly, and again with care where that does not do. What is damaged is judged with
/// care only: a chunk that was cut inside a comment looks damaged as well.
pub(in crate::workbook) fn quick_else_careful<T>(
    mut job: impl FnMut(bool) -> Result<T, ItemProblem>,
    part: &str,
) -> Result<T, OpenProblem> {
    match job(false) {
        Err(ItemProblem::NeedsCare | ItemProblem::Other(OpenProblem::Damaged { .. })) => job(true),
        done => done,
    }
    .map_err(|problem| problem.of(part))
}
