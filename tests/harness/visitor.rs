//! How does a test speak to the server? As a browser does: with a cookie and our own header.

use std::net::SocketAddr;

use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::Value;

/// Somebody at a browser.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    client: reqwest::Client,
    address: SocketAddr,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body as text.
    pub(crate) text: String,
}

impl Visitor {
    pub(super) fn new(address: SocketAddr) -> Self {
        // Nobody here speaks TLS: reading the system's certificates would cost more than many a test.
        let client = reqwest::Client::builder().cookie_store(true).tls_certs_only([]);
        Self { client: client.build().unwrap(), address }
    }

    /// The same person, with the same cookies, at another server.
    pub(crate) fn at(&self, address: SocketAddr) -> Self {
        Self { client: self.client.clone(), address }
    }

    /// A request without our header; `path` counts from the server's root.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    /// A request to `path` below `/api/v1`, with our header.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, &format!("/api/v1{path}")).header("x-laurel-request", "1")
    }

    /// Reads `path`.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    /// Reads the `data` behind `path`, which must be there.
    pub(crate) async fn data(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()["data"].take()
    }

    /// Sends `body` to `path`.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body)).await
    }

    /// Asks for a match run under the idempotency key `key`.
    pub(crate) async fn ask_for_match(&self, year: i32, key: &str, body: &Value) -> Answer {
        let path = format!("/rounds/{year}/match-runs");
        Answer::of(self.request(Method::POST, &path).header("idempotency-key", key).json(body))
            .await
    }

    /// Asks for something new under the idempotency key `key`.
    pub(crate) async fn create(&self, path: &str, key: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    /// Changes what was seen at `version`.
    pub(crate) async fn change(
        &self,
        method: Method,
        path: &str,
        version: i64,
        body: &Value,
    ) -> Answer {
        let tag = format!("\"{version}\"");
        Answer::of(self.request(method, path).header("if-match", tag).json(body)).await
    }

    /// Deletes `path`.
    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }
}

impl Answer {
    /// Sends a request and reads the whole answer.
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    /// A header, empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The status and, for a problem, its code; checks that a problem is a whole one.
    pub(crate) fn outcome(&self) -> (u16, String) {
        if self.status < 400 {
            return (self.status, String::new());
        }
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["instance"], self.header("x-request-id"));
        assert_ne!(problem["title"], "");
        (self.status, problem["code"].as_str().unwrap().to_owned())
    }
}

/// What `key` holds in each object of a list, as texts.
pub(crate) fn keys(list: &Value, key: &str) -> Vec<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| one[key].as_str().map_or_else(|| one[key].to_string(), str::to_owned))
        .collect()
}
