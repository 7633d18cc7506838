//! The threads of a run.

use crate::Error;

/// Runs some work in a pool of threads; 0 for one for each core.
///
/// # Errors
/// When the threads cannot be started, and those of the work.
pub fn in_threads<T: Send>(threads: usize, work: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Error::Threads { threads, reason: error.to_string() })?.install(work)
}
