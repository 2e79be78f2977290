//! Does the dense part keep what it says, against a real server?

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::{Value, json};

use super::*;
use crate::config::DEFAULTS;

const DIMENSION: usize = 64;

/// Two tongues, one meaning: what a multilingual model does, in a dictionary of six words.
const DICTIONARY: [(&str, &str); 6] = [
    ("连铸", "casting"),
    ("裂纹", "crack"),
    ("钢", "steel"),
    ("羔羊", "lamb"),
    ("瘤胃", "rumen"),
    ("发酵", "fermentation"),
];

fn embedded(text: &str) -> Vec<f64> {
    let text = DICTIONARY.iter().fold(text.to_lowercase(), |text, (chinese, english)| {
        text.replace(chinese, &format!(" {english} "))
    });
    let mut vector = vec![0.0; DIMENSION];
    vector[0] = 0.1;
    for word in text.split_whitespace() {
        let digest = digest(word);
        vector[1 + usize::from(digest[0]) % (DIMENSION - 1)] += 1.0;
    }
    vector
}

/// What the server is to do, and what it was asked.
#[derive(Default)]
struct Server {
    requests: AtomicUsize,
    /// Requests that fail at first, with which status.
    failing: AtomicUsize,
    status: AtomicUsize,
    /// Milliseconds before an answer.
    delay: AtomicUsize,
    is_strange: AtomicUsize,
    asked: Mutex<Vec<(String, usize, Option<String>)>>,
}

async fn embed(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<Json<Value>, StatusCode> {
    let number = server.requests.fetch_add(1, Ordering::SeqCst);
    let texts: Vec<&str> =
        body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let key = headers.get("authorization").map(|key| key.to_str().unwrap().to_owned());
    let model = body["model"].as_str().unwrap().to_owned();
    server.asked.lock().unwrap().push((model, texts.len(), key));
    let delay = server.delay.load(Ordering::SeqCst);
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay as u64)).await;
    }
    if number < server.failing.load(Ordering::SeqCst) {
        let status = u16::try_from(server.status.load(Ordering::SeqCst)).unwrap();
        return Err(StatusCode::from_u16(status).unwrap());
    }
    if server.is_strange.load(Ordering::SeqCst) > 0 {
        return Ok(Json(json!({ "data": [{ "index": 0, "embedding": [1.0, 2.0] }] })));
    }
    // Not in the order of the texts: the index says which is which.
    let data: Vec<Value> = texts
        .iter()
        .enumerate()
        .rev()
        .map(|(index, text)| json!({ "index": index, "embedding": embedded(text) }))
        .collect();
    Ok(Json(json!({ "object": "list", "data": data })))
}

struct Stand {
    server: Arc<Server>,
    config: EmbeddingsConfig,
    folder: tempfile::TempDir,
}

impl Stand {
    async fn new() -> Self {
        let server = Arc::new(Server::default());
        let router =
            Router::new().route("/v1/embeddings", post(embed)).with_state(Arc::clone(&server));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        #[expect(clippy::disallowed_methods, reason = "the server of a test")]
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let defaults: toml::Table = toml::from_str(DEFAULTS).unwrap();
        let defaults: EmbeddingsConfig = defaults["embeddings"].clone().try_into().unwrap();
        let config = EmbeddingsConfig {
            url: format!("http://{address}/v1/embeddings"),
            model: "two-tongues".to_owned(),
            dimension: DIMENSION,
            batch: 2,
            timeout_seconds: 1,
            ..defaults
        };
        Self { server, config, folder: tempfile::tempdir().unwrap() }
    }

    async fn vectors(&self) -> Result<Option<DenseVectors>, EmbeddingsError> {
        let publications = publications();
        dense_vectors(&self.config, self.folder.path(), &publications, &[nomination()]).await
    }

    fn requests(&self) -> usize {
        self.server.requests.load(Ordering::SeqCst)
    }

    fn fails(&self, times: usize, status: usize) {
        self.server.failing.store(self.requests() + times, Ordering::SeqCst);
        self.server.status.store(status, Ordering::SeqCst);
    }
}

fn publications() -> Vec<Publication> {
    ["Crack casting steel", "Lamb rumen fermentation", "Steel fermentation"]
        .iter()
        .enumerate()
        .map(|(at, title)| Publication {
            publication_id: format!("p{at}"),
            title: (*title).to_owned(),
            expert_ids: vec![format!("e{at}")],
            ..Publication::default()
        })
        .collect()
}

fn nomination() -> Nomination {
    Nomination {
        nomination_id: "n".to_owned(),
        title: "连铸钢裂纹".to_owned(),
        ..Nomination::default()
    }
}

#[tokio::test]
async fn a_chinese_nomination_finds_an_english_paper_through_the_endpoint() {
    use super::super::affinity::{AffinityIndex, AffinityOptions, Selection};
    use crate::{experts::model::Expert, search::analysis::Analyzer};

    let stand = Stand::new().await;
    let dense = stand.vectors().await.unwrap().unwrap();
    let experts = ["e0", "e1", "e2"].map(|id| Expert {
        expert_id: id.to_owned(),
        name: id.to_owned(),
        ..Expert::default()
    });
    let (publications, analyzer) = (publications(), Analyzer::new());
    let options = AffinityOptions::default();
    let index = AffinityIndex::build(&analyzer, &experts, &publications, options);
    let score = |index: &AffinityIndex<'_>, selection: Selection<'_>| {
        index.score(&analyzer, &[nomination()], selection, &|_, _| ()).remove(0).experts
    };
    assert!(score(&index, Selection::All).is_empty(), "terms alone find nothing");
    let index = index.with_dense(&dense);
    let found = score(&index, Selection::Top(3));
    assert_eq!(found.iter().map(|one| one.expert).collect::<Vec<_>>(), [0, 2], "{found:?}");
    assert_eq!(score(&index, Selection::Pairs(&[vec![0, 2]])), found, "both ways score alike");
}

#[tokio::test]
async fn texts_go_in_batches_with_the_key_and_what_was_made_is_asked_once() {
    let mut stand = Stand::new().await;
    stand.config.key_file = stand.folder.path().join("key");
    std::fs::write(&stand.config.key_file, "hunter2\n").unwrap();
    let first = stand.vectors().await.unwrap();
    let asked = stand.server.asked.lock().unwrap().clone();
    let key = Some("Bearer hunter2".to_owned());
    let request = |texts| ("two-tongues".to_owned(), texts, key.clone());
    assert_eq!(asked, [request(2), request(2)]);
    assert_eq!(stand.vectors().await.unwrap(), first);
    assert_eq!(stand.requests(), 2, "nothing is asked twice");
    // A record that a crash cut off is passed over, and the next ones stand behind whole ones.
    let files = std::fs::read_dir(stand.folder.path()).unwrap().map(|one| one.unwrap().path());
    let file = files.into_iter().find(|file| file.extension().is_some()).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 7]).unwrap();
    assert_eq!(stand.vectors().await.unwrap(), first);
    assert_eq!(stand.requests(), 3);
    assert_eq!(std::fs::read(&file).unwrap().len(), bytes.len());
    stand.config.model = "another".to_owned();
    stand.vectors().await.unwrap();
    assert_eq!(stand.requests(), 5, "another model has vectors of its own");
}

#[tokio::test]
async fn a_failure_is_tried_once_more_and_then_said() {
    let stand = Stand::new().await;
    stand.fails(1, 503);
    assert!(stand.vectors().await.unwrap().is_some(), "a busy endpoint answers the second time");
    let stand = Stand::new().await;
    stand.fails(9, 500);
    let said = stand.vectors().await.unwrap_err();
    assert!(matches!(said, EmbeddingsError::Refused(500)), "{said}");
    assert_eq!(stand.requests(), 2);
    stand.fails(1, 401);
    assert!(matches!(stand.vectors().await.unwrap_err(), EmbeddingsError::Refused(401)));
    assert_eq!(stand.requests(), 3, "a refused key is not tried again");
}

#[tokio::test]
async fn a_slow_or_strange_endpoint_is_given_up() {
    let stand = Stand::new().await;
    stand.server.is_strange.store(1, Ordering::SeqCst);
    assert!(matches!(stand.vectors().await.unwrap_err(), EmbeddingsError::Strange(_)));
    let stand = Stand::new().await;
    stand.server.delay.store(5_000, Ordering::SeqCst);
    let said = stand.vectors().await.unwrap_err().to_string();
    assert!(said.contains("timed out"), "{said}");
    assert!(!said.contains("127.0.0.1"), "{said}");
}

#[tokio::test]
async fn without_an_address_nothing_is_asked() {
    let mut stand = Stand::new().await;
    stand.config.url = String::new();
    assert_eq!(stand.vectors().await.unwrap(), None);
    assert_eq!(stand.requests(), 0);
}
