//! How is an OpenAI-compatible embeddings endpoint asked?

use std::time::Duration;

use reqwest::{Client, header, redirect};
use serde::{Deserialize, Serialize};

use super::EmbeddingsError;
use crate::{
    config::EmbeddingsConfig,
    shared::{Secret, choose_ciphers},
};

/// A failed request is made once more: an endpoint that starts up or is busy answers then.
const ATTEMPTS: usize = 2;
/// Largest answer beside the numbers themselves, bytes.
const ENVELOPE: usize = 65_536;
/// Most characters that a number of a vector takes in JSON.
const NUMBER: usize = 32;

/// The endpoint that the settings name.
pub(super) struct Endpoint {
    client: Client,
    url: String,
    model: String,
    key: Option<Secret>,
    dimension: usize,
}

#[derive(Serialize)]
struct Asked<'a> {
    model: &'a str,
    input: &'a [&'a str],
    encoding_format: &'static str,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Embedding>,
}

#[derive(Deserialize)]
struct Embedding {
    index: usize,
    embedding: Vec<f32>,
}

impl Endpoint {
    /// Reads the key and makes ready to ask.
    pub(super) async fn open(config: &EmbeddingsConfig) -> Result<Self, EmbeddingsError> {
        choose_ciphers();
        let key = if config.key_file.as_os_str().is_empty() {
            None
        } else {
            let text = tokio::fs::read_to_string(&config.key_file).await;
            Some(Secret::new(text.map_err(EmbeddingsError::Key)?.trim()))
        };
        let client = Client::builder()
            // Nobody but the host that the settings name is spoken to.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(config.timeout_seconds))
            .build()
            .map_err(|error| EmbeddingsError::Unreachable(plain(error)))?;
        Ok(Self {
            client,
            url: config.url.clone(),
            model: config.model.clone(),
            key,
            dimension: config.dimension,
        })
    }

    /// The vectors of some texts, in their order.
    pub(super) async fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbeddingsError> {
        let mut attempt = 1;
        loop {
            match self.ask(texts).await {
                Err(EmbeddingsError::Unreachable(_) | EmbeddingsError::Refused(500..))
                    if attempt < ATTEMPTS =>
                {
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    }

    async fn ask(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbeddingsError> {
        let asked = Asked { model: &self.model, input: texts, encoding_format: "float" };
        let body = serde_json::to_vec(&asked)
            .map_err(|_| EmbeddingsError::Strange("the texts cannot be written"))?;
        let mut request = self
            .client
            .post(&self.url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json");
        if let Some(key) = &self.key {
            request = request.bearer_auth(key.expose());
        }
        let unreachable = |error| EmbeddingsError::Unreachable(plain(error));
        let mut response = request.body(body).send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(EmbeddingsError::Refused(response.status().as_u16()));
        }
        let most = ENVELOPE + texts.len() * (self.dimension + 8) * NUMBER;
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if answer.len() + chunk.len() > most {
                return Err(EmbeddingsError::Strange("too long"));
            }
            answer.extend_from_slice(&chunk);
        }
        self.vectors(texts.len(), &answer)
    }

    /// Reads an answer; every text has one vector of the dimension that is set.
    fn vectors(&self, count: usize, answer: &[u8]) -> Result<Vec<Vec<f32>>, EmbeddingsError> {
        let answer: Answer = serde_json::from_slice(answer)
            .map_err(|_| EmbeddingsError::Strange("no list of embeddings"))?;
        let mut vectors = vec![Vec::new(); count];
        for one in answer.data {
            let place = vectors.get_mut(one.index);
            let place = place.ok_or(EmbeddingsError::Strange("an index beyond the texts"))?;
            *place = one.embedding;
        }
        let is_vector = |vector: &Vec<f32>| {
            vector.len() == self.dimension
                && vector.iter().all(|value| value.is_finite())
                && vector.iter().any(|value| *value != 0.0)
        };
        if vectors.iter().all(is_vector) {
            Ok(vectors)
        } else {
            Err(EmbeddingsError::Strange("a vector of another dimension, or none"))
        }
    }
}

/// An error without the address: it may hold a name and a password.
fn plain(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "超时 / timed out".to_owned();
    }
    error.without_url().to_string()
}
