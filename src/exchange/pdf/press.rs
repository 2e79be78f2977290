//! How are documents made beside the server's other work, and kept?

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::draw::PdfError;

/// How many may wait for each place: about a second's work, so that whoever is let in is served soon and
/// whoever is not learns it at once. A longer line would only give answers that nobody waits for any more.
const LINE: usize = 16;
/// How much is kept of what was made, in bytes; the oldest goes first.
const KEPT_BYTES: u64 = 1024 * 1024 * 1024;

/// The least priority that a thread can have (setpriority(2)).
#[cfg(target_os = "linux")]
const LAST: i32 = 19;

/// Makes documents, a few at a time, on threads of their own that let everybody who saves go first, and
/// keeps them under the digest of what they were made from. What is kept is a copy: it may be deleted at any time.
#[derive(Clone, Debug)]
pub struct Press {
    folder: PathBuf,
    /// Who may be inside, at work or waiting.
    line: Arc<Semaphore>,
    /// Who may be at work.
    places: Arc<Semaphore>,
}

/// A place in the line before a [`Press`], held until the document is made.
#[derive(Debug)]
pub struct Inside(OwnedSemaphorePermit);

/// No document was made.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The library refused.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// There is no thread to work on.
    #[error("无法开始生成文件 / the making of a document cannot begin: {0}")]
    Thread(#[from] std::io::Error),
    /// The work was broken off.
    #[error("文件生成中断 / the making of a document was broken off")]
    Broken(#[from] oneshot::error::RecvError),
    /// The server is being shut down.
    #[error("服务正在停止 / the server is shutting down")]
    Closed(#[from] tokio::sync::AcquireError),
    /// As many wait as may.
    #[error("正在生成的文件过多 / too many documents are being made")]
    Full,
}

impl Press {
    /// A press that keeps its copies in `folder`. It works on all processors but one, so that somebody
    /// who saves meanwhile does not wait for a page to be set.
    pub fn new(folder: PathBuf) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let places = (processors - 1).max(1);
        let line = Arc::new(Semaphore::new(places * (1 + LINE)));
        Self { folder, line, places: Arc::new(Semaphore::new(places)) }
    }

    /// A place in the line. To be taken before anything is read for a document, so that whoever is turned
    /// away has cost nothing.
    ///
    /// # Errors
    /// Too many are inside already.
    pub fn enter(&self) -> Result<Inside, PressError> {
        Arc::clone(&self.line).try_acquire_owned().map(Inside).map_err(|_| PressError::Full)
    }

    /// The document that was made from what `key` is the digest of, made by `work` unless it is kept.
    /// Without a key it is made anew and not kept, as it must be where it shows personal data whole.
    ///
    /// # Errors
    /// The work failing. A copy that cannot be kept is no error.
    pub async fn make<E>(
        &self,
        inside: Inside,
        key: Option<&str>,
        work: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
    ) -> Result<Vec<u8>, E>
    where
        E: From<PressError> + Send + 'static,
    {
        let place = key.and_then(|key| self.place(key));
        if let Some(kept) = kept(place.as_deref()).await {
            return Ok(kept);
        }
        let turn = Arc::clone(&self.places).acquire_owned().await;
        let turn = turn.map_err(|error| E::from(error.into()))?;
        // While this one waited another may have made it.
        if let Some(kept) = kept(place.as_deref()).await {
            return Ok(kept);
        }
        let folder = self.folder.clone();
        let (done, made) = oneshot::channel();
        let job = move || {
            step_back();
            let outcome = work();
            if let (Some(place), Ok(bytes)) = (place, &outcome)
                && let Err(error) = keep(&folder, &place, bytes)
            {
                tracing::warn!(%error, "a document that was made is not kept");
            }
            drop((turn, inside.0));
            // Whoever asked may have gone.
            drop(done.send(outcome));
        };
        let thread = std::thread::Builder::new().name("press".to_owned()).spawn(job);
        thread.map_err(|error| E::from(error.into()))?;
        made.await.map_err(|error| E::from(error.into()))?
    }

    /// Where the document of a digest is kept; none where the key is no digest.
    fn place(&self, key: &str) -> Option<PathBuf> {
        let is_digest = key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_digest.then(|| self.folder.join(format!("{key}.pdf")))
    }
}

/// Lets every other thread go first.
fn step_back() {
    // On Linux alone a priority is a thread's, not the process's.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, LAST) {
        tracing::debug!(%error, "documents are made at the priority of everything else");
    }
}

/// A copy that is whole.
async fn kept(place: Option<&Path>) -> Option<Vec<u8>> {
    let bytes = tokio::fs::read(place?).await.ok()?;
    (bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF")).then_some(bytes)
}

fn keep(folder: &Path, place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let half = place.with_extension("part");
    std::fs::write(&half, bytes)?;
    std::fs::rename(half, place)?;
    clear(folder, KEPT_BYTES)
}

/// Deletes the oldest copies until at most so many bytes are left.
fn clear(folder: &Path, most: u64) -> std::io::Result<()> {
    let mut copies = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        copies.push((about.modified()?, about.len(), entry.path()));
    }
    copies.sort();
    let mut all: u64 = copies.iter().map(|(_, size, _)| size).sum();
    for (_, size, path) in copies {
        if all <= most {
            break;
        }
        std::fs::remove_file(path)?;
        all -= size;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_line_is_told_at_once_and_a_place_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let press = Press::new(folder.path().to_owned());
        let all = press.line.available_permits();
        let mut inside: Vec<Inside> = (0..all).map(|_| press.enter().unwrap()).collect();
        assert!(matches!(press.enter(), Err(PressError::Full)));
        let work = || Ok::<_, PressError>(b"%PDF-1%%EOF".to_vec());
        press.make(inside.remove(0), None, work).await.unwrap();
        let fails = || Err::<Vec<u8>, _>(PressError::Full);
        press.make(press.enter().unwrap(), None, fails).await.unwrap_err();
        let breaks = || -> Result<Vec<u8>, PressError> { panic!("as a library may") };
        let broken = press.make(press.enter().unwrap(), None, breaks).await;
        assert!(matches!(broken, Err(PressError::Broken(_))));
        drop(inside);
        assert_eq!(press.line.available_permits(), all);
    }

    #[tokio::test]
    async fn what_is_kept_is_not_made_again_and_a_torn_copy_is() {
        let folder = tempfile::tempdir().unwrap();
        let press = Press::new(folder.path().join("documents"));
        let key = "ab".repeat(32);
        let make = |text: &'static str| {
            let key = key.clone();
            let press = press.clone();
            async move {
                let work = move || Ok::<_, PressError>(format!("%PDF-{text}%%EOF").into_bytes());
                let inside = press.enter().unwrap();
                String::from_utf8(press.make(inside, Some(&key), work).await.unwrap()).unwrap()
            }
        };
        assert_eq!(make("first").await, "%PDF-first%%EOF");
        assert_eq!(make("second").await, "%PDF-first%%EOF");
        let place = press.place(&key).unwrap();
        std::fs::write(&place, b"%PDF-fir").unwrap();
        assert_eq!(make("third").await, "%PDF-third%%EOF");
        assert_eq!(press.place("../../etc/passwd"), None);
        let bare = press
            .make(press.enter().unwrap(), None, || Ok::<_, PressError>(b"%PDF-4%%EOF".to_vec()))
            .await;
        assert_eq!(bare.unwrap(), b"%PDF-4%%EOF");
        assert_eq!(std::fs::read_dir(&press.folder).unwrap().count(), 1);
        clear(&press.folder, 3).unwrap();
        assert_eq!(std::fs::read_dir(&press.folder).unwrap().count(), 0);
    }
}
