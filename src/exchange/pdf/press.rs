//! How are documents made beside the server's other work, and kept?

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::{sync::Semaphore, task};

use super::draw::PdfError;

/// How much is kept of what was made, in bytes; the oldest goes first.
const KEPT_BYTES: u64 = 1024 * 1024 * 1024;

/// Makes documents, a few at a time, away from the threads that answer requests, and keeps them under
/// the digest of what they were made from. What is kept is a copy: it may be deleted at any time.
#[derive(Clone, Debug)]
pub struct Press {
    folder: PathBuf,
    places: Arc<Semaphore>,
}

/// No document was made.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The library refused.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The work was broken off.
    #[error("文件生成中断 / the making of a document was broken off: {0}")]
    Broken(#[from] task::JoinError),
    /// The server is being shut down.
    #[error("服务正在停止 / the server is shutting down")]
    Closed(#[from] tokio::sync::AcquireError),
}

impl Press {
    /// A press that keeps its copies in `folder`. It works on all processors but one, so that somebody
    /// who saves meanwhile does not wait for a page to be set.
    pub fn new(folder: PathBuf) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { folder, places: Arc::new(Semaphore::new((processors - 1).max(1))) }
    }

    /// The document that was made from what `key` is the digest of, made by `work` unless it is kept.
    /// Without a key it is made anew and not kept, as it must be where it shows personal data whole.
    ///
    /// # Errors
    /// The work failing. A copy that cannot be kept is no error.
    pub async fn make<E>(
        &self,
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
        let turn = self.places.acquire().await.map_err(|error| E::from(error.into()))?;
        // While this one waited another may have made it.
        if let Some(kept) = kept(place.as_deref()).await {
            return Ok(kept);
        }
        let folder = self.folder.clone();
        let made = task::spawn_blocking(move || {
            let bytes = work()?;
            if let Some(place) = place
                && let Err(error) = keep(&folder, &place, &bytes)
            {
                tracing::warn!(%error, "a document that was made is not kept");
            }
            Ok(bytes)
        });
        let made = made.await.map_err(|error| E::from(error.into()))?;
        drop(turn);
        made
    }

    /// Where the document of a digest is kept; none where the key is no digest.
    fn place(&self, key: &str) -> Option<PathBuf> {
        let is_digest = key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_digest.then(|| self.folder.join(format!("{key}.pdf")))
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
    async fn what_is_kept_is_not_made_again_and_a_torn_copy_is() {
        let folder = tempfile::tempdir().unwrap();
        let press = Press::new(folder.path().join("documents"));
        let key = "ab".repeat(32);
        let make = |text: &'static str| {
            let key = key.clone();
            let press = press.clone();
            async move {
                let work = move || Ok::<_, PressError>(format!("%PDF-{text}%%EOF").into_bytes());
                String::from_utf8(press.make(Some(&key), work).await.unwrap()).unwrap()
            }
        };
        assert_eq!(make("first").await, "%PDF-first%%EOF");
        assert_eq!(make("second").await, "%PDF-first%%EOF");
        let place = press.place(&key).unwrap();
        std::fs::write(&place, b"%PDF-fir").unwrap();
        assert_eq!(make("third").await, "%PDF-third%%EOF");
        assert_eq!(press.place("../../etc/passwd"), None);
        let bare = press.make(None, || Ok::<_, PressError>(b"%PDF-4%%EOF".to_vec())).await;
        assert_eq!(bare.unwrap(), b"%PDF-4%%EOF");
        assert_eq!(std::fs::read_dir(&press.folder).unwrap().count(), 1);
        clear(&press.folder, 3).unwrap();
        assert_eq!(std::fs::read_dir(&press.folder).unwrap().count(), 0);
    }
}
