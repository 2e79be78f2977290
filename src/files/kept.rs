//! Where do the bytes of files lie? In an object store, under their digest.

use std::{path::Path, sync::Arc};

use object_store::{
    Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path as Key, prefix::PrefixStore,
};

use super::content::Content;
use crate::shared::{Secret, choose_ciphers};

/// A bucket of an S3-compatible store.
#[derive(Clone, Debug, Default)]
pub struct Bucket {
    /// `s3://bucket` or `s3://bucket/prefix`.
    pub url: String,
    /// Address of the store; empty for Amazon's own.
    pub endpoint: String,
    /// Region.
    pub region: String,
    /// Name of the key.
    pub access_key_id: Secret,
    /// The key.
    pub secret_access_key: Secret,
    /// Whether the store may be spoken to without TLS.
    pub may_be_plain: bool,
}

/// The bytes of every file, named by what they hold.
#[derive(Clone, Debug)]
pub struct FileStore(Arc<dyn ObjectStore>);

/// The store of files failed.
#[derive(Debug, thiserror::Error)]
pub enum FileStoreError {
    /// Its folder cannot be made.
    #[error("无法创建附件目录 / cannot make the folder of files: {0}")]
    Folder(#[from] std::io::Error),
    /// The address of the bucket is none.
    #[error(
        "附件存储地址须为 s3://存储桶[/前缀] / the address of files must be s3://bucket[/prefix]: {0}"
    )]
    Url(String),
    /// It refused.
    #[error("附件存储出错 / the store of files failed: {0}")]
    Store(#[from] Error),
    /// What it gave back is not what was put in.
    #[error("附件 {0} 已损坏 / the file {0} is damaged")]
    Damaged(String),
    /// The thread that looks into files failed.
    #[error("无法检查附件 / files cannot be looked into: {0}")]
    Checks(String),
}

/// Two levels of folders, so that none holds all files.
fn key(digest: &str) -> Key {
    Key::from_iter([digest.get(..2).unwrap_or("00"), digest])
}

impl FileStore {
    /// The store in a bucket.
    ///
    /// # Errors
    /// An address that names no bucket, settings that the store cannot be built from.
    pub fn open_bucket(bucket: &Bucket) -> Result<Self, FileStoreError> {
        choose_ciphers();
        let wrong = || FileStoreError::Url(bucket.url.clone());
        let path = bucket.url.strip_prefix("s3://").ok_or_else(wrong)?;
        let (name, prefix) = path.split_once('/').unwrap_or((path, ""));
        if name.is_empty() {
            return Err(wrong());
        }
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(name)
            .with_region(&bucket.region)
            .with_access_key_id(bucket.access_key_id.expose())
            .with_secret_access_key(bucket.secret_access_key.expose())
            .with_allow_http(bucket.may_be_plain);
        if !bucket.endpoint.is_empty() {
            builder = builder.with_endpoint(&bucket.endpoint);
        }
        let store = builder.build()?;
        let prefix = prefix.trim_matches('/');
        Ok(Self(if prefix.is_empty() {
            Arc::new(store)
        } else {
            Arc::new(PrefixStore::new(store, prefix))
        }))
    }

    /// The store in `folder`, which is made when absent.
    ///
    /// # Errors
    /// The folder cannot be made or used.
    pub fn open(folder: &Path) -> Result<Self, FileStoreError> {
        choose_ciphers();
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

    #[test]
    fn an_address_that_names_no_bucket_is_refused() {
        for url in ["", "s3://", "s3:///prefix", "https://example.org/bucket"] {
            let bucket = Bucket { url: url.to_owned(), ..Bucket::default() };
            let error = FileStore::open_bucket(&bucket).unwrap_err();
            assert!(matches!(error, FileStoreError::Url(_)), "{url}: {error}");
        }
    }

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
