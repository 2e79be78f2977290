//! Are files kept in a bucket of an S3-compatible store as they are in a folder?

use std::path::Path;

use laurel::{
    config::Config,
    files::{Bucket, Content, FileStore, FileStoreError, check},
    shared::{Secret, hex_sha256, random_token},
};
use reqwest::Method;

use super::{attachments::upload, begin, clerk, made_files::pdf};
use crate::harness::{Backend, Fill, ObjectStore, TestApp, on_with};

/// Where a store by others listens that has the bucket `laurel` and the key `test`; none where nobody started one.
#[expect(clippy::disallowed_methods, reason = "a test asks its own environment")]
fn elsewhere() -> Option<String> {
    std::env::var("LAUREL_TEST_S3").ok()
}

#[tokio::test]
async fn a_bucket_keeps_files_as_a_folder_does() {
    let own = ObjectStore::start().await;
    keeps_files(&own.bucket()).await;
    if let Some(endpoint) = elsewhere() {
        keeps_files(&ObjectStore::bucket_at(endpoint)).await;
    }
}

async fn keeps_files(bucket: &Bucket) {
    let files = FileStore::open_bucket(bucket).unwrap();
    let bytes = format!("%PDF-1.7 {} %%EOF", random_token(12)).into_bytes();
    let content = check(&bytes).unwrap();
    assert!(files.get(&content.digest).await.is_err(), "it is not there yet");
    files.put(&content, bytes.clone()).await.unwrap();
    files.put(&content, b"%PDF-1.7 other %%EOF".to_vec()).await.unwrap();
    assert_eq!(files.get(&content.digest).await.unwrap(), bytes, "nothing is written over");
    let stranger = Bucket { secret_access_key: Secret::new("another"), ..bucket.clone() };
    let stranger = FileStore::open_bucket(&stranger).unwrap();
    assert!(stranger.get(&content.digest).await.is_err(), "by another key");
    assert!(stranger.put(&content, bytes).await.is_err(), "by another key");
}

#[tokio::test]
async fn what_a_bucket_gives_back_damaged_is_found() {
    let own = ObjectStore::start().await;
    let files = FileStore::open_bucket(&own.bucket()).unwrap();
    let bytes = b"%PDF-1.7 first %%EOF".to_vec();
    let content = check(&bytes).unwrap();
    files.put(&content, bytes).await.unwrap();
    own.damage();
    let error = files.get(&content.digest).await.unwrap_err();
    assert!(matches!(error, FileStoreError::Damaged(_)), "{error}");
}

/// Brings what lies in a folder of files into a bucket, as whoever changes the settings has to.
async fn brought(folder: &Path, bucket: &Bucket) {
    let files = FileStore::open_bucket(bucket).unwrap();
    for part in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(part.unwrap().path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let content = Content {
                digest: hex_sha256(&bytes),
                size_bytes: bytes.len(),
                media_type: "application/octet-stream",
            };
            files.put(&content, bytes).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attachment_lies_in_the_bucket_that_the_settings_name() {
    let store = ObjectStore::start().await;
    let settings = |config: &mut Config| {
        let bucket = store.bucket();
        config.files_url = bucket.url;
        config.s3.endpoint = bucket.endpoint;
        config.s3.region = bucket.region;
        config.s3.access_key_id = bucket.access_key_id;
        config.s3.secret_access_key = bucket.secret_access_key;
        config.s3.may_be_plain = bucket.may_be_plain;
    };
    on_with(settings, Backend::Sqlite, Fill::Round, async |app: &TestApp| {
        let folder = app.folder().join("attachments");
        brought(&folder, &store.bucket()).await;
        let before = store.keys();
        let clerk = clerk(app).await;
        let path = begin(&clerk, "nat-1").await;
        let bytes = pdf("in a bucket");
        let kept = upload(&clerk, &path, "a.pdf", &bytes).await;
        assert_eq!(kept.status, 204, "{}", kept.text);
        let digest = hex_sha256(&bytes);
        let (start, _) = digest.split_at(2);
        let mut came = store.keys();
        came.retain(|key| !before.contains(key));
        assert_eq!(came, [format!("nominations/files/{start}/{digest}")]);
        assert!(!folder.join(start).join(&digest).exists(), "and nowhere else");
        let file = clerk.request(Method::GET, &format!("{path}/attachments/1/file"));
        let given = file.send().await.unwrap().bytes().await.unwrap();
        assert_eq!(given, bytes, "and it is given out from there");
    })
    .await;
}
