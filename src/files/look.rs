//! Who looks into a file, and for how long? A thread of its own, a few at once, within a bound of time.

use std::time::Duration;

use tokio::sync::Semaphore;

use super::{
    inspect::{Found, Refusal, inspect},
    kept::FileStoreError,
    limits::LIMITS,
};
use crate::classified::MarkKind;

/// Files that are looked into at once: each may take the memory of a large picture.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// A file that takes longer than this to look into is none that anybody should open.
const LONGEST: Duration = Duration::from_secs(20);

/// Looks into a file on a thread of its own, for as long as a file may take.
///
/// # Errors
/// The thread of the checks failing.
pub async fn look_into(
    bytes: Vec<u8>,
) -> Result<Result<(Found, Vec<u8>), Refusal>, FileStoreError> {
    let failed = |error: &dyn std::fmt::Display| FileStoreError::Checks(error.to_string());
    let permit = AT_ONCE.acquire().await.map_err(|error| failed(&error))?;
    let work = tokio::task::spawn_blocking(move || {
        // Held by the thread: one that is given up on still takes memory until it ends.
        let _permit = permit;
        inspect(&bytes, &LIMITS.file).map(|found| (found, bytes))
    });
    match tokio::time::timeout(LONGEST, work).await {
        Err(_) => Ok(Err(Refusal::Bomb)),
        // A parser that gives up by a panic was given something made to break it.
        Ok(Err(error)) if error.is_panic() => Ok(Err(Refusal::Damaged)),
        Ok(Err(error)) => Err(failed(&error)),
        Ok(Ok(looked)) => Ok(looked),
    }
}

/// The kind of the mark of classification that a file bears which a room keeps by rules of its own. A file that
/// cannot be looked into shows none; whether it is taken at all is that room's to say.
///
/// # Errors
/// The thread of the checks failing.
pub async fn mark(bytes: Vec<u8>) -> Result<Option<MarkKind>, FileStoreError> {
    Ok(look_into(bytes).await?.err().and_then(Refusal::mark))
}
