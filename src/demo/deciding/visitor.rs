//! Who sends what while a round is decided? People at browsers: each with a cookie of his own, the version that he saw
//! and a key for each new thing. How long they wait is kept.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::shared::random_token;

/// A server, with how long each of its answers took.
#[derive(Clone, Debug)]
pub struct Site {
    address: String,
    took: Arc<Mutex<Vec<Duration>>>,
}

/// Somebody at it.
#[derive(Clone, Debug)]
pub struct Visitor {
    client: Client,
    site: Site,
}

/// An answer: its status, and what it says as JSON; nothing where that is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Body.
    pub body: Value,
}

impl Site {
    /// The server at `http://…`, without a slash at its end.
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into(), took: Arc::default() }
    }

    /// Somebody who has not signed in.
    ///
    /// # Errors
    /// There is no client to be made.
    pub fn anyone(&self) -> anyhow::Result<Visitor> {
        // Nobody here speaks TLS.
        let client = Client::builder().cookie_store(true).no_proxy().tls_certs_only([]);
        let client = client.build()?;
        Ok(Visitor { client, site: self.clone() })
    }

    /// Somebody who has.
    ///
    /// # Errors
    /// The server does not know him.
    pub async fn sign_in(&self, username: &str, password: &str) -> anyhow::Result<Visitor> {
        let visitor = self.anyone()?;
        let body = json!({ "username": username, "password": password });
        visitor.send(Method::POST, "/session", &body).await.context(username.to_owned())?;
        Ok(visitor)
    }

    /// How long the answers took since it was last asked.
    pub fn take_times(&self) -> Vec<Duration> {
        std::mem::take(&mut *self.took.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Visitor {
    /// A request to `path` below the interface, with our header.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = format!("{}/api/v1{path}", self.site.address);
        self.client.request(method, address).header("x-laurel-request", "1")
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// There is no answer.
    pub async fn ask(&self, request: RequestBuilder) -> anyhow::Result<Reply> {
        let begun = Instant::now();
        let answer = request.send().await.map_err(reqwest::Error::without_url)?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await.map_err(reqwest::Error::without_url)?;
        self.site.took.lock().unwrap_or_else(PoisonError::into_inner).push(begun.elapsed());
        Ok(Reply { status, body: serde_json::from_slice(&bytes).unwrap_or_default() })
    }

    /// What the server answered well, without its envelope.
    async fn done(&self, what: String, request: RequestBuilder) -> anyhow::Result<Value> {
        let mut reply = self.ask(request).await.with_context(|| what.clone())?;
        if !(200..300).contains(&reply.status) {
            bail!("{what}: {} {}", reply.status, reply.body);
        }
        Ok(reply.body.get_mut("data").map(Value::take).unwrap_or_default())
    }

    /// Reads the data at `path`.
    ///
    /// # Errors
    /// It is not there, or not his to read.
    pub async fn read(&self, path: &str) -> anyhow::Result<Value> {
        self.done(format!("GET {path}"), self.request(Method::GET, path)).await
    }

    /// Reads a list to its end, page by page.
    ///
    /// # Errors
    /// It is not there, or not his to read.
    pub async fn list(&self, path: &str) -> anyhow::Result<Vec<Value>> {
        let sign = if path.contains('?') { '&' } else { '?' };
        let mut rows = Vec::new();
        let mut next = Some(String::new());
        while let Some(cursor) = next {
            let query = [("limit", "200"), ("cursor", cursor.as_str())];
            let query = query.into_iter().filter(|(_, value)| !value.is_empty());
            let query: Vec<String> = query.map(|(name, value)| format!("{name}={value}")).collect();
            let page = format!("{path}{sign}{}", query.join("&"));
            let mut reply = self.ask(self.request(Method::GET, &page)).await?;
            if reply.status != 200 {
                bail!("GET {page}: {} {}", reply.status, reply.body);
            }
            next = reply.body["meta"]["next"].as_str().map(str::to_owned);
            if let Some(Value::Array(found)) = reply.body.get_mut("data").map(Value::take) {
                rows.extend(found);
            }
        }
        Ok(rows)
    }

    /// Sends something that names neither a version nor a key.
    ///
    /// # Errors
    /// It is refused.
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> anyhow::Result<Value> {
        let what = format!("{method} {path}");
        self.done(what, self.request(method, path).json(body)).await
    }

    /// Asks for something new.
    ///
    /// # Errors
    /// It is refused.
    pub async fn create(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let request = self.request(Method::POST, path).header("idempotency-key", random_token(12));
        self.done(format!("POST {path}"), request.json(body)).await
    }

    /// Changes what was seen at `version`.
    ///
    /// # Errors
    /// It is refused.
    pub async fn change(
        &self,
        method: Method,
        (path, version): (&str, i64),
        body: &Value,
    ) -> anyhow::Result<Value> {
        let what = format!("{method} {path}");
        let request = self.request(method, path).header("if-match", format!("\"{version}\""));
        self.done(what, request.json(body)).await
    }

    /// Takes the step `path` on what was seen at `version`.
    ///
    /// # Errors
    /// It is refused.
    pub async fn step(&self, of: (&str, i64), body: &Value) -> anyhow::Result<Value> {
        self.change(Method::POST, of, body).await
    }
}

/// The version of something that was read.
///
/// # Errors
/// It has none.
pub fn version_of(one: &Value) -> anyhow::Result<i64> {
    one["version"].as_i64().with_context(|| format!("a version in {one}"))
}

/// The text under a key of something that was read.
///
/// # Errors
/// There is none.
pub fn text_of<'a>(one: &'a Value, key: &str) -> anyhow::Result<&'a str> {
    one[key].as_str().with_context(|| format!("{key} in {one}"))
}
