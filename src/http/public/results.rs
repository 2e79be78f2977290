//! What does the public see of the results? The awards of a round, each on a page of its own, all of them as files, and
//! the bundle from which anyone computes them anew.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Redirect, Response},
};
use entity::vocabulary::AwardGrade;
use serde_json::json;

use super::{
    files::{csv, json_file},
    frame::{Frame, PageQuery, page, shared_policy},
    pages::Made,
    publicities::ListQuery,
    publicity_pages::{BUDGET, PageLink, ROW, page_links},
    societies::AbsentPage,
};
use crate::{
    app::App,
    notices::publicity::{packed, weight},
    results::{self, PublishedAward, PublishedBundle, PublishedRound, sheet::award_rows},
    shared::{Bilingual, Language},
    web::ApiError,
};

#[derive(Template)]
#[template(path = "public/results.html")]
struct ResultsPage {
    frame: Frame,
    /// With whether the list is that of the year.
    years: Vec<(i32, bool)>,
    list: Option<List>,
    pages: Vec<PageLink>,
}

/// A part of the awards of a round.
struct List {
    year: i32,
    released: String,
    approvals: String,
    total: usize,
    rows: Vec<Line>,
    licence: String,
    bundle: Option<PublishedBundle>,
}

/// An award as a line of the list.
struct Line {
    number: String,
    name: String,
    category: String,
    grade: &'static str,
    people: String,
    units: String,
    is_revoked: bool,
}

#[derive(Template)]
#[template(path = "public/result.html")]
struct ResultPage {
    frame: Frame,
    year: i32,
    line: Line,
    title: Option<String>,
    nominator: Option<String>,
    people: Vec<String>,
    units: Vec<String>,
    basis: Option<String>,
    document: Option<String>,
}

fn say(frame: &Frame, words: &Bilingual) -> String {
    words.get(frame.language).to_owned()
}

fn grade(frame: &Frame, grade: Option<AwardGrade>) -> &'static str {
    let (zh, en) = match grade {
        Some(AwardGrade::Special) => ("特等奖", "special grade"),
        Some(AwardGrade::First) => ("一等奖", "first grade"),
        Some(AwardGrade::Second) => ("二等奖", "second grade"),
        None => ("", ""),
    };
    match frame.language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

impl Line {
    fn of(frame: &Frame, round: &PublishedRound, one: &PublishedAward) -> Self {
        let people: Vec<&str> = one.people.iter().map(|one| one.name.as_str()).collect();
        let category = round.categories.iter().find(|(code, _)| *code == one.category);
        let named = one.title.clone().filter(|title| !title.is_empty());
        let person = people.first().map(|name| (*name).to_owned());
        Self {
            number: one.number.clone(),
            // An award to a person is called by his name.
            name: named.or(person).unwrap_or_else(|| one.number.clone()),
            category: category.map_or_else(|| one.category.clone(), |(_, words)| say(frame, words)),
            grade: grade(frame, one.grade),
            people: people.join("、"),
            units: one.units.join("、"),
            is_revoked: one.revoked.is_some(),
        }
    }

    fn weight(&self) -> usize {
        let texts = [&self.number, &self.name, &self.category, &self.people, &self.units];
        ROW + texts.map(|text| weight(text)).iter().sum::<usize>()
    }
}

impl List {
    /// The part of the awards that is asked for, with the links of the others.
    fn of(frame: &Frame, round: PublishedRound, asked: usize) -> (Self, Vec<PageLink>) {
        let lines: Vec<Line> =
            round.awards.iter().map(|one| Line::of(frame, &round, one)).collect();
        let sizes: Vec<usize> = lines.iter().map(Line::weight).collect();
        let ranges = packed(&sizes, BUDGET);
        let here = asked.clamp(1, ranges.len().max(1));
        let range = ranges.get(here - 1).cloned().unwrap_or_default();
        let approval = |one: &results::Approval| format!("{}（{}）", one.number, one.dated);
        let approvals: Vec<String> = round.approvals.iter().map(approval).collect();
        let list = Self {
            year: round.year,
            released: frame.day(&round.released_at),
            approvals: approvals.join("；"),
            total: lines.len(),
            rows: lines.into_iter().skip(range.start).take(range.len()).collect(),
            licence: say(frame, &round.licence),
            bundle: round.bundle,
        };
        (list, page_links(frame, (here, ranges.len()), &[]))
    }
}

fn absent(frame: Frame) -> Result<Response, ApiError> {
    let body = page(&frame.nonce.clone(), &AbsentPage { frame })?;
    Ok((StatusCode::NOT_FOUND, body).into_response())
}

/// The awards of the round of a year, where the text is one and they are public.
async fn round(app: &App, year: &str) -> Result<Option<PublishedRound>, ApiError> {
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let Some(year) = year.parse::<i32>().ok().filter(|_| is_year) else { return Ok(None) };
    Ok(results::published(app.database.reader(), year).await?)
}

/// The newest results, or that there are none.
pub(super) async fn newest(
    State(app): State<Arc<App>>,
    uri: Uri,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, uri.path().to_owned());
    let years = results::published_years(app.database.reader()).await?;
    if let Some(year) = years.first() {
        let address = format!("/public/results/{year}{}", frame.query());
        return Ok(Redirect::to(&address).into_response());
    }
    let nothing = ResultsPage { frame, years: Vec::new(), list: None, pages: Vec::new() };
    page(&nothing.frame.nonce.clone(), &nothing)
}

/// The awards of a round: a part of their list as a page, or all as a file.
pub(super) async fn of_year(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path(name): Path<String>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = query.page();
    let frame = Frame::of(&PageQuery { lang: query.lang }, &headers, uri.path().to_owned());
    let (year, ending) = name.split_once('.').unwrap_or((name.as_str(), ""));
    let Some(found) = round(&app, year).await? else { return absent(frame) };
    match ending {
        "" => {
            let years = results::published_years(app.database.reader()).await?;
            let years = years.into_iter().map(|one| (one, one == found.year)).collect();
            let (list, pages) = List::of(&frame, found, asked);
            let list = Some(list);
            page(&frame.nonce.clone(), &ResultsPage { frame, years, list, pages })
        }
        "csv" => sent(csv(&app, award_rows(&found), format!("results-{year}.csv")).await?),
        "json" => sent(json_file(&as_json(&found))?),
        _ => absent(frame),
    }
}

/// One award of a round.
pub(super) async fn award(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path((year, number)): Path<(String, String)>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, uri.path().to_owned());
    let Some(found) = round(&app, &year).await? else { return absent(frame) };
    let Some(one) = found.awards.iter().find(|one| one.number == number) else {
        return absent(frame);
    };
    let person = |one: &results::Winner| match &one.unit {
        Some(unit) => format!("{}（{unit}）", one.name),
        None => one.name.clone(),
    };
    let shown = ResultPage {
        year: found.year,
        line: Line::of(&frame, &found, one),
        title: one.title.clone(),
        nominator: one.nominator.clone(),
        people: one.people.iter().map(person).collect(),
        units: one.units.clone(),
        basis: one.revoked.as_ref().map(|revoked| revoked.basis.clone()),
        document: one.revoked.as_ref().and_then(|revoked| revoked.document.clone()),
        frame,
    };
    page(&shown.frame.nonce.clone(), &shown)
}

/// The newest bundle of a round.
pub(super) async fn bundle(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path(year): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, uri.path().to_owned());
    let found = round(&app, &year).await?.and_then(|found| found.bundle);
    let Some(bundle) = found else { return absent(frame) };
    let bytes = app.files.get(&bundle.file_digest).await;
    let bytes = bytes.map_err(|error| ApiError::internal(&error))?;
    let name = Some(format!("laurel-results-{year}-{}.json", bundle.number));
    sent(Made { bytes, media_type: "application/json", name })
}

/// A file beside the pages.
fn sent(made: Made) -> Result<Response, ApiError> {
    let Made { bytes, media_type, name } = made;
    let mut response = bytes.into_response();
    let mut set = |header: header::HeaderName, value: &str| -> Result<(), ApiError> {
        let value = HeaderValue::from_str(value).map_err(|error| ApiError::internal(&error))?;
        response.headers_mut().insert(header, value);
        Ok(())
    };
    set(header::CONTENT_TYPE, media_type)?;
    set(header::CACHE_CONTROL, "no-cache")?;
    set(header::CONTENT_SECURITY_POLICY, &shared_policy())?;
    if let Some(name) = name {
        set(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""))?;
    }
    Ok(response)
}

/// The awards of a round as JSON.
fn as_json(round: &PublishedRound) -> serde_json::Value {
    let award = |one: &PublishedAward| {
        json!({
            "number": one.number, "title": one.title, "category": one.category,
            "grade": one.grade, "people": one.people, "units": one.units,
            "nominator": one.nominator, "is_revoked": one.revoked.is_some(),
            "basis": one.revoked.as_ref().map(|revoked| revoked.basis.as_str()),
            "address": format!("/public/results/{}/{}", round.year, one.number),
        })
    };
    let approval = |one: &results::Approval| json!({ "number": one.number, "dated": one.dated });
    let bundle = |one: &PublishedBundle| {
        json!({
            "number": one.number, "digest": one.body_digest, "made_at": one.made_at,
            "address": format!("/public/results/{}/bundle.json", round.year),
        })
    };
    json!({
        "round": round.year,
        "released_at": round.released_at,
        "approvals": round.approvals.iter().map(approval).collect::<Vec<_>>(),
        "licence": round.licence,
        "bundle": round.bundle.as_ref().map(bundle),
        "awards": round.awards.iter().map(award).collect::<Vec<_>>(),
    })
}
