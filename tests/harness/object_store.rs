//! A store that answers as S3 does, as far as files are kept in it: does a request bear a signature that holds, and is
//! nothing written over?
//!
//! Not a library: the one that is kept well brings a hundred thousand generated lines, newer compilers than ours, and
//! other features of what the program is built of, so that program and tests would be built twice.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use hmac::{Hmac, Mac as _};
use laurel::{
    files::Bucket,
    shared::{Secret, hex_sha256},
};
use sha2::Sha256;
use tokio::task::JoinHandle;

/// The name of the key and the key, here and in a store by others.
const KEY: (&str, &str) = ("test", "test");
/// What every signature is of, beside what the caller adds.
const SIGNED: [&str; 3] = ["host", "x-amz-content-sha256", "x-amz-date"];
/// The way in which requests are signed.
const SCHEME: &str = "AWS4-HMAC-SHA256";

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// A store with one bucket, `laurel`, on a port of its own.
pub(crate) struct ObjectStore {
    objects: Objects,
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl ObjectStore {
    /// Starts an empty one.
    pub(crate) async fn start() -> Self {
        let objects = Objects::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&objects));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        #[expect(clippy::disallowed_methods, reason = "the server of a test is a task of the test")]
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { objects, address, server }
    }

    /// Its bucket, as the settings name it.
    pub(crate) fn bucket(&self) -> Bucket {
        Self::bucket_at(format!("http://{}", self.address))
    }

    /// The bucket of a store that listens at `endpoint`.
    pub(crate) fn bucket_at(endpoint: String) -> Bucket {
        Bucket {
            url: "s3://laurel/nominations/files".to_owned(),
            endpoint,
            region: "us-east-1".to_owned(),
            access_key_id: Secret::new(KEY.0),
            secret_access_key: Secret::new(KEY.1),
            may_be_plain: true,
        }
    }

    /// The keys of what is in it.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    /// Lets every object say something else.
    pub(crate) fn damage(&self) {
        for bytes in self.objects.lock().unwrap().values_mut() {
            *bytes = Bytes::from_static(b"%PDF-1.7 other %%EOF");
        }
    }
}

async fn answer(State(objects): State<Objects>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, 64 << 20).await.unwrap();
    if !is_signed(&parts, &bytes) {
        return refused(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
    }
    let Some(key) = parts.uri.path().strip_prefix("/laurel/") else {
        return refused(StatusCode::NOT_FOUND, "NoSuchBucket");
    };
    let mut objects = objects.lock().unwrap();
    let there = objects.get(key).cloned();
    let is_new_only = parts.headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == "*");
    match (parts.method, there) {
        (Method::PUT, Some(_)) if is_new_only => {
            refused(StatusCode::PRECONDITION_FAILED, "PreconditionFailed")
        }
        (Method::PUT, _) => {
            let tag = tag_of(&bytes);
            objects.insert(key.to_owned(), bytes);
            [(header::ETAG, tag)].into_response()
        }
        (Method::GET, Some(bytes)) => {
            let changed = "Thu, 01 Jan 1970 00:00:00 GMT".to_owned();
            let headers = [(header::ETAG, tag_of(&bytes)), (header::LAST_MODIFIED, changed)];
            (headers, bytes).into_response()
        }
        (Method::GET, None) => refused(StatusCode::NOT_FOUND, "NoSuchKey"),
        _ => refused(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
    }
}

fn tag_of(bytes: &[u8]) -> String {
    format!("\"{}\"", hex_sha256(bytes))
}

fn refused(status: StatusCode, code: &str) -> Response {
    (status, format!("<Error><Code>{code}</Code></Error>")).into_response()
}

/// Whether a request is signed by the key, with the digest of what came in its body (AWS Signature Version 4).
fn is_signed(parts: &Parts, body: &[u8]) -> bool {
    let of = |name: &str| {
        parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    let Some(told) = of("authorization").strip_prefix(SCHEME) else { return false };
    let word = |name: &str| {
        let mut words = told.trim().split(", ");
        words.find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
    };
    let names: Vec<&str> = word("SignedHeaders").split(';').collect();
    let Some((by, scope)) = word("Credential").split_once('/') else { return false };
    let headers: Vec<String> =
        names.iter().map(|name| format!("{name}:{}\n", of(name).trim())).collect();
    let digest = hex_sha256(body);
    let asked = [
        parts.method.as_str(),
        parts.uri.path(),
        parts.uri.query().unwrap_or_default(),
        &headers.concat(),
        &names.join(";"),
        &digest,
    ]
    .join("\n");
    let said = [SCHEME, of("x-amz-date"), scope, &hex_sha256(asked.as_bytes())].join("\n");
    // The key of a day, a region and a service is made of the key, word by word.
    let first = format!("AWS4{}", KEY.1).into_bytes();
    let key = scope.split('/').fold(first, |key, word| mac(&key, word));
    by == KEY.0
        && scope.ends_with("/us-east-1/s3/aws4_request")
        && SIGNED.iter().all(|name| names.contains(name))
        && of("x-amz-content-sha256") == digest
        && hex::encode(mac(&key, &said)) == word("Signature")
}

fn mac(key: &[u8], words: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(words.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
