//! Where does a secret key lie? In a file of its own, outside the database, made when absent.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use chacha20poly1305::aead::{OsRng, rand_core::RngCore as _};

use super::seal::SealError;
use crate::shared::random_token;

/// Length of every key that Laurel keeps in a file.
const KEY_BYTES: usize = 32;

/// The key in `file`, which is made with random bytes when absent.
///
/// # Errors
/// The file cannot be read or made, or holds no key.
pub(super) async fn read_or_make(file: &Path) -> Result<[u8; KEY_BYTES], SealError> {
    let told = |source| SealError::File { path: file.display().to_string(), source };
    let bytes = match tokio::fs::read(file).await {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut key = [0; KEY_BYTES];
            OsRng.fill_bytes(&mut key);
            write_new(file, &key).await.map_err(told)?;
            tokio::fs::read(file).await.map_err(told)?
        }
        read => read.map_err(told)?,
    };
    bytes.try_into().map_err(|_| SealError::Key(file.display().to_string()))
}

/// Writes a file that only its owner reads; one that another process made meanwhile stays. It appears
/// whole or not at all: a kill in between must not leave a key of no bytes.
async fn write_new(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use tokio::io::AsyncWriteExt as _;
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}", random_token(8)));
    let draft = PathBuf::from(name);
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut open = options.open(&draft).await?;
    open.write_all(bytes).await?;
    open.sync_all().await?;
    let linked = tokio::fs::hard_link(&draft, file).await;
    tokio::fs::remove_file(&draft).await?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
