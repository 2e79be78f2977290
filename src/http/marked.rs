//! What was refused for a mark of classification, by whom and at which address? Noted as the answer passes on its
//! way out, and written down by the job runner ([`super::refusals`]): no refusal waits for that, or fails by it.

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, Uri},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, Utc};

use super::guard::REQUEST_ID;
use crate::{
    app::App,
    authz::Actor,
    classified::{Refused, Sender},
    web::Marks,
};

/// Takes the marks out of an answer, and notes them with what was asked.
pub(super) async fn note_marks(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let asked = Asked::of(&request);
    let mut response = next.run(request).await;
    if let Some(marks) = response.extensions_mut().remove::<Marks>() {
        app.refusals.note(asked.refused(marks, app.clock.now()));
    }
    response
}

/// What is needed of a request once it was answered.
struct Asked {
    method: Method,
    address: Option<MatchedPath>,
    uri: Uri,
    actor: Option<Actor>,
    request_id: Option<HeaderValue>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            address: request.extensions().get::<MatchedPath>().cloned(),
            uri: request.uri().clone(),
            actor: request.extensions().get::<Actor>().cloned(),
            request_id: request.headers().get(REQUEST_ID).cloned(),
        }
    }

    fn refused(self, marks: Marks, at: DateTime<Utc>) -> Refused {
        let address = self.address.as_ref().map_or("", MatchedPath::as_str);
        let named = marks.target.map(|(kind, key)| (kind.to_owned(), key));
        let id = self.request_id.as_ref().and_then(|id| id.to_str().ok());
        Refused {
            at,
            by: marks.by.unwrap_or_else(|| sender(self.actor)),
            // The address without its keys: the word of a link is one of them.
            operation: format!("{} {address}", self.method),
            targets: named.into_iter().chain(targets(address, self.uri.path())).collect(),
            seen: marks.seen,
            request_id: id.map(str::to_owned),
        }
    }
}

fn sender(actor: Option<Actor>) -> Sender {
    let Some(Actor { username, grants, .. }) = actor else { return Sender::Anyone };
    let mut societies: Vec<String> =
        grants.into_iter().filter_map(|grant| grant.society_code).collect();
    societies.sort_unstable();
    societies.dedup();
    Sender::Account { username, societies }
}

/// The keys of an address with what each is a key of: `/dossiers/{id}` names a dossier.
fn targets(template: &str, path: &str) -> Vec<(String, String)> {
    let parts: Vec<(&str, &str)> = template.split('/').zip(path.split('/')).collect();
    let key = |pair: &[(&str, &str)]| match pair {
        [(kind, _), (parameter, key)] if parameter.starts_with('{') => {
            Some(((*kind).to_owned(), (*key).to_owned()))
        }
        _ => None,
    };
    parts.windows(2).filter_map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_an_address_are_told_by_what_they_are_keys_of() {
        let template = "/api/v1/qualifications/{id}/items/{criterion}/files";
        let found = targets(template, "/api/v1/qualifications/q-1/items/legal_person/files");
        let pair = |kind: &str, key: &str| (kind.to_owned(), key.to_owned());
        assert_eq!(found, [pair("qualifications", "q-1"), pair("items", "legal_person")]);
        assert_eq!(targets("/public/objections", "/public/objections"), []);
        assert_eq!(targets("", "/anything"), []);
    }
}
