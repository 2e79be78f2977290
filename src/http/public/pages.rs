//! How is a public page answered thousands of times a second, and never a moment too long?
//!
//! What was released is looked at once a second and whenever this process releases something; which of it is
//! public is decided by its instants at every request. A page that was made is kept until the next instant at
//! which it would say something else: an opening, a closing, or the next minute of the time that is left; or until a
//! look finds that a nomination ended without an award, of which the archive withholds what is personal.

use std::{
    collections::BTreeMap,
    io::Write as _,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::PublicityId;
use flate2::{Compression, write::GzEncoder};

use super::frame::shared_policy;
use crate::{
    app::App,
    notices::publicity::{self, Head, Line, Standing},
    shared::hex_sha256,
    web::ApiError,
};

/// How old the knowledge of what other processes released may be.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(1);
/// A clock that jumped further makes everybody wait for a new look.
const JUMP: TimeDelta = TimeDelta::seconds(30);
/// A reader's own copy is never older than this, so that a correction reaches him.
const MOST_AGE_S: i64 = 5;
/// Bytes of pages that are kept.
const MOST_KEPT: usize = 64 * 1024 * 1024;
/// Publicities whose lines are kept.
const MOST_LISTS: usize = 12;

/// What was released, at one look.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) heads: Vec<Head>,
}

impl Known {
    /// The publicity of a number, if it is public at `now`.
    pub(super) fn public(&self, number: &str, now: DateTime<Utc>) -> Option<&Head> {
        self.heads.iter().find(|head| head.number == number && head.standing(now).is_public())
    }

    /// Those that are public at `now` and stand so, the newest first.
    pub(super) fn standing(
        &self,
        now: DateTime<Utc>,
        standing: Standing,
    ) -> impl Iterator<Item = &Head> {
        self.heads.iter().filter(move |head| head.standing(now) == standing)
    }

    /// The next instant at which a page says something else.
    fn until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut until = now + TimeDelta::hours(1);
        for head in &self.heads {
            for instant in [head.opens_at, head.closes_at] {
                if instant > now {
                    until = until.min(instant);
                }
            }
            if head.standing(now) == Standing::Open {
                // The whole minutes that are left fall when the seconds above them are used up.
                let micros = (head.closes_at - now).num_microseconds().unwrap_or(1);
                let above = micros.rem_euclid(60_000_000) + 1;
                until = until.min(now + TimeDelta::microseconds(above));
            }
        }
        until
    }
}

/// A page, or a file beside it, that was made.
#[derive(Debug)]
pub(super) struct Made {
    /// What it says.
    pub(super) bytes: Vec<u8>,
    /// What it is.
    pub(super) media_type: &'static str,
    /// The name under which it is saved, for a file.
    pub(super) name: Option<String>,
}

impl Made {
    /// A page.
    pub(super) fn page(template: &impl askama::Template) -> Result<Self, ApiError> {
        let html = template.render().map_err(|error| ApiError::internal(&error))?;
        Ok(Self { bytes: html.into_bytes(), media_type: "text/html; charset=utf-8", name: None })
    }
}

#[derive(Debug)]
struct Kept {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    plain: Bytes,
    packed: Bytes,
    tag: String,
    media_type: &'static str,
    name: Option<String>,
}

#[derive(Debug, Default)]
struct State {
    looked_at: Option<DateTime<Utc>>,
    edition: u64,
    known: Arc<Known>,
    pages: BTreeMap<String, Arc<Kept>>,
    bytes: usize,
    /// By publicity, and whether it was over: of what is over, something may be withheld.
    lists: BTreeMap<(PublicityId, bool), Arc<Vec<Line>>>,
}

/// The pages of one server that were made.
#[derive(Debug, Default)]
pub(super) struct Pages {
    state: Mutex<State>,
    looking: tokio::sync::Mutex<()>,
}

/// How old a look is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    Fresh,
    /// Somebody should look again; others need not wait.
    Old,
    /// Nobody may go by it.
    Wrong,
}

impl Pages {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, app: &App, now: DateTime<Utc>) -> (Age, Arc<Known>) {
        let state = self.state();
        let age = match state.looked_at {
            _ if state.edition != app.edition.number() => Age::Wrong,
            None => Age::Wrong,
            Some(at) if now < at || now - at > JUMP => Age::Wrong,
            Some(at) if now - at >= LOOK_AGAIN => Age::Old,
            Some(_) => Age::Fresh,
        };
        (age, Arc::clone(&state.known))
    }

    /// What was released.
    pub(super) async fn known(
        &self,
        app: &App,
        now: DateTime<Utc>,
    ) -> Result<Arc<Known>, ApiError> {
        let (age, known) = self.look(app, now);
        let _looking = match age {
            Age::Fresh => return Ok(known),
            Age::Old => match self.looking.try_lock() {
                Ok(held) => held,
                Err(_) => return Ok(known),
            },
            Age::Wrong => self.looking.lock().await,
        };
        // Whoever had to wait may find that it was done.
        let (age, known) = self.look(app, now);
        if age == Age::Fresh {
            return Ok(known);
        }
        let edition = app.edition.number();
        let heads = publicity::heads(app).await?;
        let mut state = self.state();
        (state.looked_at, state.edition) = (Some(now), edition);
        if state.known.heads != heads {
            state.known = Arc::new(Known { heads });
            state.pages.clear();
            state.lists.clear();
            state.bytes = 0;
        }
        Ok(Arc::clone(&state.known))
    }

    /// The lines of a publicity as they are shown at `now`.
    pub(super) async fn lines(
        &self,
        app: &App,
        head: &Head,
        now: DateTime<Utc>,
    ) -> Result<Arc<Vec<Line>>, ApiError> {
        let key = (head.id, head.standing(now) == Standing::Closed);
        let kept = self.state().lists.get(&key).map(Arc::clone);
        if let Some(lines) = kept {
            return Ok(lines);
        }
        let lines = Arc::new(publicity::lines(app, head, now).await?);
        let mut state = self.state();
        // What was corrected meanwhile is not taken for what is said now.
        if state.known.heads.contains(head) {
            if state.lists.len() >= MOST_LISTS {
                state.lists.clear();
            }
            state.lists.insert(key, Arc::clone(&lines));
        }
        Ok(lines)
    }

    fn kept(&self, key: &str, now: DateTime<Utc>, known: &Arc<Known>) -> Option<Arc<Kept>> {
        let state = self.state();
        let kept = state.pages.get(key)?;
        let is_good = Arc::ptr_eq(&state.known, known) && kept.from <= now && now < kept.until;
        is_good.then(|| Arc::clone(kept))
    }

    fn keep(&self, key: String, known: &Arc<Known>, kept: &Arc<Kept>) {
        let mut state = self.state();
        if !Arc::ptr_eq(&state.known, known) {
            return;
        }
        let size = kept.plain.len() + kept.packed.len() + key.len();
        if state.bytes + size > MOST_KEPT {
            state.pages.clear();
            state.bytes = 0;
        }
        state.bytes += size;
        if let Some(old) = state.pages.insert(key, Arc::clone(kept)) {
            state.bytes = state.bytes.saturating_sub(old.plain.len() + old.packed.len());
        }
    }

    /// The answer of a page that was made before and still says what it should.
    pub(super) fn recall(
        &self,
        key: Option<&str>,
        known: &Arc<Known>,
        (headers, now): (&HeaderMap, DateTime<Utc>),
    ) -> Option<Response> {
        let kept = key.and_then(|key| self.kept(key, now, known))?;
        Some(sent(&kept, headers, now))
    }

    /// The answer of a page that was just made of what is `known`; it is kept where there is a key.
    pub(super) fn send(
        &self,
        key: Option<String>,
        known: &Arc<Known>,
        (page, now): (Made, DateTime<Utc>),
        headers: &HeaderMap,
    ) -> Response {
        let kept = Arc::new(packed(page, (now, known.until(now))));
        if let Some(key) = key {
            self.keep(key, known, &kept);
        }
        sent(&kept, headers, now)
    }
}

fn packed(made: Made, (from, until): (DateTime<Utc>, DateTime<Utc>)) -> Kept {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    // Writing to memory cannot fail; were it to, the page would go out as it is.
    let packed = encoder.write_all(&made.bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    Kept {
        from,
        until,
        tag: hex_sha256(&made.bytes).chars().take(24).collect(),
        plain: made.bytes.into(),
        packed: packed.into(),
        media_type: made.media_type,
        name: made.name,
    }
}

fn says(headers: &HeaderMap, name: header::HeaderName, is_it: impl Fn(&str) -> bool) -> bool {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.is_some_and(|value| value.split(',').map(str::trim).any(is_it))
}

/// The answer of a page that was made, or 304 where the reader has it.
fn sent(kept: &Kept, headers: &HeaderMap, now: DateTime<Utc>) -> Response {
    let takes_packed = says(headers, header::ACCEPT_ENCODING, |one| {
        one.starts_with("gzip") && !one.ends_with("q=0")
    });
    let is_packed = takes_packed && !kept.packed.is_empty();
    let tag = format!("\"{}{}\"", kept.tag, if is_packed { "-gz" } else { "" });
    let has = says(headers, header::IF_NONE_MATCH, |one| one.trim_start_matches("W/") == tag);
    let mut response = if has {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = if is_packed { &kept.packed } else { &kept.plain };
        let mut response = Body::from(bytes.clone()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kept.media_type));
        if is_packed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    };
    // A copy must be gone when the page says something else: whole seconds, rounded down.
    let age = (kept.until - now).num_seconds().clamp(0, MOST_AGE_S);
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::ETAG, &tag);
    set(header::CACHE_CONTROL, &format!("public, max-age={age}, must-revalidate"));
    set(header::VARY, "accept-language, accept-encoding");
    set(header::CONTENT_SECURITY_POLICY, &shared_policy());
    if let Some(name) = &kept.name {
        set(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
    }
    response
}
