//! What may differ between two answers that say the same? The time at which they were sent, the number of the request,
//! the word that lets a page's own style in, and the salt of an archive, which is drawn when it is first asked for.

use reqwest::header::HeaderMap;

use crate::harness::walk::{pdf_text, workbook_text};

/// Headers that say nothing of what was asked for.
const PASSING: [&str; 4] = ["date", "x-request-id", "content-security-policy", "set-cookie"];

/// An answer as its reader has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Seen {
    /// Asks, and reads the whole answer.
    pub(super) async fn of(request: reqwest::RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = masked(body_of(answer).await, &headers);
        let kept =
            |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (!PASSING.contains(&name.as_str())).then(|| (name.to_string(), value))
            };
        let mut headers: Vec<(String, String)> = headers.iter().filter_map(kept).collect();
        headers.sort();
        Self { status, headers, body }
    }

    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether two answers say the same: documents by their text, where their bytes are others.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        self == other
            || (self.status == other.status && self.text_of_document() == other.text_of_document())
    }

    /// The text of a document and its headers but for its length and tag; the whole answer where it is none.
    fn text_of_document(&self) -> String {
        let kind = self.header("content-type");
        let text = if kind == "application/pdf" {
            pdf_text(&self.body)
        } else if kind.contains("spreadsheetml") {
            Some(workbook_text(self.body.clone()))
        } else {
            None
        };
        let Some(text) = text else { return format!("{self:?}") };
        let is_of_bytes = |name: &str| ["content-length", "etag"].contains(&name);
        let headers: Vec<_> = self.headers.iter().filter(|(name, _)| !is_of_bytes(name)).collect();
        format!("{headers:?}\n{text}")
    }

    /// Where two answers part, with what stands around it.
    pub(super) fn apart(&self, other: &Self) -> String {
        const AROUND: usize = 80;
        if self.status != other.status {
            return format!("{} and {}", self.status, other.status);
        }
        if self.headers != other.headers {
            return format!("{:?} and {:?}", self.headers, other.headers);
        }
        let at = self.body.iter().zip(&other.body).take_while(|(one, two)| one == two).count();
        let part = |body: &[u8]| {
            let from = at.saturating_sub(AROUND).min(body.len());
            let until = (at + AROUND).min(body.len());
            String::from_utf8_lossy(&body[from..until]).into_owned()
        };
        format!("…{}… and …{}…", part(&self.body), part(&other.body))
    }
}

/// The whole body; of a stream its first event, which says everything that stands.
async fn body_of(mut answer: reqwest::Response) -> Vec<u8> {
    let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
        return answer.bytes().await.unwrap().to_vec();
    }
    let mut body = Vec::new();
    while !body.windows(2).any(|end| end == b"\n\n") {
        let Some(chunk) = answer.chunk().await.unwrap() else { break };
        body.extend_from_slice(&chunk);
    }
    body
}

/// A body without the number of its request, the word of its page and the salt of an archive.
fn masked(body: Vec<u8>, headers: &HeaderMap) -> Vec<u8> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let nonce = header("content-security-policy").split("'nonce-").nth(1);
    let nonce = nonce.and_then(|rest| rest.split('\'').next()).unwrap_or_default();
    let passing = [header("x-request-id"), nonce];
    let Ok(mut text) = String::from_utf8(body.clone()) else { return body };
    for word in passing.into_iter().filter(|word| !word.is_empty()) {
        text = text.replace(word, "…");
    }
    if let Some((before, rest)) = text.split_once("\"salt\": \"") {
        let (_, after) = rest.split_once('"').unwrap();
        text = format!("{before}\"salt\": \"{after}");
    }
    text.into_bytes()
}
