//! How does a society's own expert score its candidates by his link? Without an account and without scripts: candidate by
//! candidate, each kept when it is sent.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Form, Path, Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    middleware::from_fn,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};

use super::{
    frame::{Frame, PageQuery, encoded},
    nominee::{keep_private, last_day, nothing, private, word_of},
};
use crate::{
    app::App,
    http::guard,
    nominations::{
        outputs::candidate_pdf,
        process::{
            self, Criterion, ExpertFault, ExpertPage, ExpertSaved, ForCandidate, ForExpert, Given,
        },
    },
    web::{ApiError, Download, Marks},
};

/// Bytes of what is sent of a candidate: every field at its longest, and a reserve.
const LARGEST: usize = 16 * 1024;

/// A criterion of a candidate with what stands in its box.
struct PointsItem {
    name: String,
    id: String,
    label: String,
    help: String,
    most: u32,
    typed: String,
    fault: Option<String>,
}

/// A candidate as it is shown.
struct CandidateItem {
    place: usize,
    of: ForCandidate,
    points: Vec<PointsItem>,
    recusal: String,
    recusal_fault: Option<String>,
    saved: String,
    /// Where its dossier is read.
    pdf: Option<String>,
    /// Key of the candidate to go on with.
    next: String,
}

#[derive(Template)]
#[template(path = "selection/page.html")]
struct ExpertPageItem {
    frame: Frame,
    page: ForExpert,
    /// Whether he may still score.
    asks: bool,
    last_day: String,
    handed_in: Option<String>,
    candidates: Vec<CandidateItem>,
    signature: String,
    faults: Vec<ExpertFault>,
}

impl ExpertPageItem {
    fn new(
        frame: Frame,
        (page, asks): (ForExpert, bool),
        typed: &BTreeMap<String, String>,
        faults: Vec<ExpertFault>,
    ) -> Self {
        let told = |of: &ForCandidate, place| CandidateItem {
            next: next(&page.candidates, place),
            ..candidate(&frame, (of, place, asks), typed, &faults)
        };
        Self {
            last_day: last_day(&frame, page.expires_at),
            handed_in: page.handed_in_at.map(|at| frame.time(&at)),
            candidates: page.candidates.iter().zip(1..).map(|(of, at)| told(of, at)).collect(),
            signature: typed.get("signature").cloned().unwrap_or_default(),
            asks,
            page,
            faults,
            frame,
        }
    }

    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&str> {
        wrong(&self.frame, &self.faults, field)
    }
}

/// The candidate to go on with after the one at a place: the next that is open, or the same.
fn next(candidates: &[ForCandidate], place: usize) -> String {
    let own = candidates.get(place.saturating_sub(1));
    let is_open = |one: &&ForCandidate| !one.is_done() && own.is_none_or(|own| own.key != one.key);
    let later = candidates.iter().skip(place).find(is_open);
    let next = later.or_else(|| candidates.iter().find(is_open)).or(own);
    next.map(|one| one.key.clone()).unwrap_or_default()
}

fn wrong<'f>(frame: &Frame, faults: &'f [ExpertFault], field: &str) -> Option<&'f str> {
    let fault = faults.iter().find(|fault| fault.field == field)?;
    Some(frame.say(&fault.what.zh, &fault.what.en))
}

fn candidate(
    frame: &Frame,
    (of, place, asks): (&ForCandidate, usize, bool),
    typed: &BTreeMap<String, String>,
    faults: &[ExpertFault],
) -> CandidateItem {
    let is_sent = typed.get("candidate").is_some_and(|key| *key == of.key);
    let sent = |name: &str| typed.get(name).filter(|_| is_sent).cloned();
    let points = |one: &Criterion| {
        let (name, id) =
            (format!("points_{}", one.code), format!("points_{}_{}", one.code, of.key));
        let kept = of.points.get(&one.code).map(u32::to_string);
        PointsItem {
            label: frame.say(&one.label.zh, &one.label.en).to_owned(),
            help: frame.say(&one.help.zh, &one.help.en).to_owned(),
            most: one.most,
            typed: sent(&name).or(kept).unwrap_or_default(),
            fault: wrong(frame, faults, &id).map(str::to_owned),
            name,
            id,
        }
    };
    let reads = asks && of.has_dossier && of.recusal.is_none();
    CandidateItem {
        place,
        points: process::criteria().iter().map(points).collect(),
        recusal: sent("recusal").or_else(|| of.recusal.clone()).unwrap_or_default(),
        recusal_fault: wrong(frame, faults, &format!("recusal_{}", of.key)).map(str::to_owned),
        saved: of.saved_at.map(|at| frame.time(&at)).unwrap_or_default(),
        next: String::new(),
        pdf: reads.then(|| format!("{}/material?candidate={}", frame.path, encoded(&of.key))),
        of: of.clone(),
    }
}

/// `/selection-expert/{token}`. The word of the link stands in the path, so the path is never logged whole.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/selection-expert/{token}", get(show).post(send))
        .route("/selection-expert/{token}/material", get(material))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn(guard::refuse_foreign_forms))
}

fn frame_of(query: &PageQuery, headers: &HeaderMap, token: &str) -> Frame {
    Frame::of(query, headers, format!("/selection-expert/{}", word_of(token)))
}

/// What the link shows: what is asked, or what was given.
async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = frame_of(&query, &headers, &token);
    let (page, asks) = match process::open_expert_link(&app, &token).await? {
        ExpertPage::Asks(page) => (*page, true),
        ExpertPage::Given(page) => (*page, false),
        ExpertPage::Nothing => return nothing(frame),
    };
    let page = ExpertPageItem::new(frame, (page, asks), &BTreeMap::new(), Vec::new());
    private(StatusCode::OK, &page.frame, &page)
}

/// Takes what is said of a candidate, or that these are the scores; then shows the page anew at the next that is open.
async fn send(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
    form: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Result<Response, ApiError> {
    let frame = frame_of(&query, &headers, &token);
    let back = format!("{}{}", frame.path, frame.query());
    let Ok(Form(fields)) = form else {
        // No page of ours sends such a thing: it is shown what it could have sent.
        return Ok(Redirect::to(&back).into_response());
    };
    let saved = match Given::read(&fields) {
        Some(given) => process::score_by_link(&app, &token, &given).await?,
        None if fields.get("say").is_some_and(|say| say == "hand_in") => {
            let signature = fields.get("signature").map_or("", String::as_str);
            process::hand_in_by_link(&app, &token, signature).await?
        }
        None => return Ok(Redirect::to(&back).into_response()),
    };
    match saved {
        ExpertSaved::Kept => {
            let next = fields.get("next").filter(|next| !next.is_empty());
            let at = next.map(|next| format!("#candidate-{}", encoded(next))).unwrap_or_default();
            Ok(Redirect::to(&format!("{back}{at}")).into_response())
        }
        ExpertSaved::Over => Ok(Redirect::to(&back).into_response()),
        ExpertSaved::Faulty(page, faults) => {
            let seen = faults.iter().filter_map(|fault| fault.mark.clone()).collect();
            let page = ExpertPageItem::new(frame, (*page, true), &fields, faults);
            let mut response = private(StatusCode::UNPROCESSABLE_ENTITY, &page.frame, &page)?;
            Marks::of(seen).put_into(&mut response);
            Ok(response)
        }
    }
}

/// Which candidate's dossier is asked for.
#[derive(Clone, Debug, serde::Deserialize)]
struct MaterialQuery {
    candidate: String,
    lang: Option<String>,
}

/// The dossier of a candidate with its attachments, personal data masked.
async fn material(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(MaterialQuery { candidate, lang }): Query<MaterialQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Some(id) = process::material_by_link(&app, &token, &candidate).await? else {
        return nothing(frame_of(&PageQuery { lang }, &headers, &token));
    };
    let (name, bytes) = candidate_pdf(&app, id).await?;
    let mut response = Download::pdf(name, bytes).into_response();
    keep_private(response.headers_mut());
    Ok(response)
}
