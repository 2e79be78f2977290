//! Where do the bytes of an upload lie while it is under way? In a file of its own, named by its key and
//! never by a name that somebody gave; what is acknowledged has reached the disk.

use std::{
    io::{ErrorKind, SeekFrom},
    path::PathBuf,
};

use entity::ids::UploadId;
use futures_util::{Stream, StreamExt as _};
use tokio::{
    fs::{self, File, OpenOptions},
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _},
};

use super::uploads::AttachmentError;
use crate::app::App;

/// The file of one upload, held: nobody else writes into it, in this process or another.
#[derive(Debug)]
pub(super) struct Part(File);

/// What came of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrived {
    /// Bytes that are on the disk.
    pub bytes: i64,
    /// Whether more came than there is room for.
    pub is_over: bool,
}

fn folder(app: &App) -> PathBuf {
    app.config.data_dir.join("uploads")
}

fn path(app: &App, id: UploadId) -> PathBuf {
    folder(app).join(id.to_string())
}

/// Makes the empty file of a new upload.
pub(super) async fn make(app: &App, id: UploadId) -> Result<(), AttachmentError> {
    fs::create_dir_all(folder(app)).await?;
    OpenOptions::new().write(true).create_new(true).open(path(app, id)).await?;
    Ok(())
}

/// Deletes the file of an upload; one that is gone already is no error.
pub(super) async fn forget(app: &App, id: UploadId) -> Result<(), AttachmentError> {
    match fs::remove_file(path(app, id)).await {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Takes the file of an upload.
///
/// # Errors
/// There is none, or another request holds it.
pub(super) async fn take(app: &App, id: UploadId) -> Result<Part, AttachmentError> {
    let opened = OpenOptions::new().read(true).write(true).open(path(app, id)).await;
    let file = match opened {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(AttachmentError::NotFound),
        opened => opened?.into_std().await,
    };
    // The system's own lock: it ends with the process, however that ends.
    match file.try_lock() {
        Ok(()) => Ok(Part(File::from_std(file))),
        Err(std::fs::TryLockError::WouldBlock) => Err(AttachmentError::Busy),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

impl Part {
    /// Writes what comes at `offset`, `room` bytes at most, until it ends or the line is cut, and flushes
    /// it to the disk. What lies behind `offset` was never acknowledged and is overwritten.
    pub(super) async fn append<B: AsRef<[u8]>, E>(
        &mut self,
        offset: i64,
        room: i64,
        body: impl Stream<Item = Result<B, E>>,
    ) -> Result<Arrived, AttachmentError> {
        let start = u64::try_from(offset).unwrap_or_default();
        self.0.set_len(start).await?;
        self.0.seek(SeekFrom::Start(start)).await?;
        let mut arrived = Arrived { bytes: 0, is_over: false };
        let mut body = std::pin::pin!(body);
        while let Some(Ok(bytes)) = body.next().await {
            let bytes = bytes.as_ref();
            let more = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            if more > room - arrived.bytes {
                arrived.is_over = true;
                break;
            }
            self.0.write_all(bytes).await?;
            arrived.bytes += more;
        }
        self.0.flush().await?;
        self.0.sync_data().await?;
        Ok(arrived)
    }

    /// The first `length` bytes.
    pub(super) async fn read(&mut self, length: i64) -> Result<Vec<u8>, AttachmentError> {
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        self.0.seek(SeekFrom::Start(0)).await?;
        let most = u64::try_from(length).unwrap_or_default();
        (&mut self.0).take(most).read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}
