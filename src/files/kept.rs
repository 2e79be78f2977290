//! Where do the bytes of files lie? In an object store, under their digest.

use std::{path::Path, sync::Arc};

use object_store::{
    Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, local::LocalFileSystem,
    path::Path as Key,
};

use super::content::Content;

/// The bytes of every file, named by what they hold.
#[derive(Clone, Debug)]
pub struct FileStore(Arc<dyn ObjectStore>);

/// The store of files failed.
#[derive(Debug, thiserror::Error)]
pub enum FileStoreError {
    /// Its folder cannot be made.
    #[error("无法创建附件目录 / cannot make the folder of files: {0}")]
    Folder(#[from] std::io::Error),
    /// It refused.
    #[error("附件存储出错 / the store of files failed: {0}")]
    Store(#[from] Error),
    /// What it gave back is not what was put in.
    #[error("附件 {0} 已损坏 / the file {0} is damaged")]
    Damaged(String),
}

/// Two levels of folders, so that none holds all files.
fn key(digest: &str) -> Key {
    Key::from_iter([digest.get(..2).unwrap_or("00"), digest])
}

impl FileStore {
    /// The store in `folder`, which is made when absent.
    ///
    /// # Errors
    /// The folder cannot be made or used.
    pub fn open(folder: &Path) -> Result<Self, FileStoreError> {
        std::fs::create_dir_all(folder)?;
        // Flushed to the disk: a row that names a file must never outlive its bytes.
        let local = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(local)))
    }

    /// Keeps `bytes`, which `content` describes; a file that is there already is left alone.
    ///
    /// # Errors
    /// The store failing.
    pub async fn put(&self, content: &Content, bytes: Vec<u8>) -> Result<(), FileStoreError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.0.put_opts(&key(&content.digest), bytes.into(), options).await {
            Ok(_) | Err(Error::AlreadyExists { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes named `digest`, checked to be those that were put in.
    ///
    /// # Errors
    /// The store failing, or the bytes damaged.
    pub async fn get(&self, digest: &str) -> Result<Vec<u8>, FileStoreError> {
        let bytes = self.0.get(&key(digest)).await?.bytes().await?;
        if crate::shared::hex_sha256(&bytes) == digest {
            Ok(bytes.into())
        } else {
            Err(FileStoreError::Damaged(digest.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::check;

    #[tokio::test]
    async fn what_is_put_in_comes_back_and_damage_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::open(&folder.path().join("files")).unwrap();
        let bytes = b"%PDF-1.7 first %%EOF".to_vec();
        let content = check(&bytes).unwrap();
        files.put(&content, bytes.clone()).await.unwrap();
        files.put(&content, bytes.clone()).await.unwrap();
        assert_eq!(files.get(&content.digest).await.unwrap(), bytes);
        let digest = &content.digest;
        let path = folder.path().join("files").join(key(digest).to_string());
        std::fs::write(path, b"%PDF-1.7 other %%EOF").unwrap();
        let error = files.get(digest).await.unwrap_err();
        assert!(matches!(error, FileStoreError::Damaged(_)), "{error}");
        assert!(files.get(&"0".repeat(64)).await.is_err());
    }
}
