//! What does the public see of the quotas? Every society's places of a round, and what fixes them.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    frame::{Frame, PageQuery, page},
    societies::AbsentPage,
};
use crate::{
    app::App,
    quotas::{
        engine::Band,
        proposals::{self, PublicDecision, PublicQuotas},
    },
    shared::Language,
    societies,
    web::ApiError,
};

/// Societies on a page, so that no page is heavier than 30 KB.
const PAGE_SIZE: usize = 60;
/// Points as stored.
const MILLION: i64 = 1_000_000;

#[derive(Template)]
#[template(path = "public/quotas.html")]
struct QuotasPage {
    frame: Frame,
    years: Vec<i32>,
    policy: String,
    standing: &'static str,
    quotas: PublicQuotas,
    rows: Vec<Row>,
    page: u32,
    pages: u32,
}

#[derive(Template)]
#[template(path = "public/no_quotas.html")]
struct NonePage {
    frame: Frame,
}

struct Row {
    code: String,
    name: String,
    points: String,
    band: String,
    previous: i32,
    decided: i32,
}

/// Which part of the list.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct QuotasQuery {
    lang: Option<String>,
    page: Option<String>,
}

/// The newest published quotas.
pub(super) async fn newest(
    State(app): State<Arc<App>>,
    uri: Uri,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, uri.path().to_owned());
    match proposals::published_years(&app).await?.first() {
        Some(year) => {
            Ok(Redirect::to(&format!("/public/quotas/{year}{}", frame.query())).into_response())
        }
        None => page(&frame.nonce.clone(), &NonePage { frame }),
    }
}

/// The published quotas of a round.
pub(super) async fn of_year(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path(year): Path<String>,
    Query(query): Query<QuotasQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&PageQuery { lang: query.lang }, &headers, uri.path().to_owned());
    let Ok(year) = year.parse::<i32>() else {
        return absent(frame);
    };
    let Some(mut quotas) = proposals::published(&app, year).await? else {
        return absent(frame);
    };
    let names: BTreeMap<String, Option<String>> = societies::all(app.database.reader())
        .await?
        .into_iter()
        .map(|society| (society.society_id, society.name_en))
        .collect();
    let decisions = std::mem::take(&mut quotas.decisions);
    let pages = decisions.len().div_ceil(PAGE_SIZE).max(1);
    let asked = query.page.and_then(|page| page.parse::<usize>().ok());
    let shown = asked.unwrap_or(1).clamp(1, pages);
    let rows = decisions.into_iter().skip((shown - 1) * PAGE_SIZE).take(PAGE_SIZE);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let template = QuotasPage {
        years: proposals::published_years(&app).await?,
        policy: frame.say(&quotas.policy, &quotas.policy_en).to_owned(),
        standing: standing(&frame, &quotas.standing),
        rows: rows.map(|one| row(&frame, &names, one)).collect(),
        page: count(shown),
        pages: count(pages),
        quotas,
        frame,
    };
    page(&template.frame.nonce.clone(), &template)
}

fn absent(frame: Frame) -> Result<Response, ApiError> {
    let body = page(&frame.nonce.clone(), &AbsentPage { frame })?;
    Ok((StatusCode::NOT_FOUND, body).into_response())
}

fn standing(frame: &Frame, standing: &str) -> &'static str {
    let (zh, en) = match standing {
        "appeals" => ("申诉期内", "open to appeals"),
        "deciding" => ("申诉处理中", "appeals being decided"),
        _ => ("已生效", "final"),
    };
    match frame.language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

fn row(frame: &Frame, names: &BTreeMap<String, Option<String>>, one: PublicDecision) -> Row {
    let english = names.get(&one.society_id).cloned().flatten();
    let band = Band::ALL.iter().find(|band| band.as_str() == one.band).map(|band| band.name());
    let tenths = |points: i64| {
        // Rounded as the pages of the portal round.
        let tenths = points.saturating_mul(10).saturating_add(MILLION / 2).div_euclid(MILLION);
        format!("{}.{}", tenths / 10, (tenths % 10).abs())
    };
    Row {
        name: match (frame.language, english) {
            (Language::English, Some(english)) => english,
            _ => one.society,
        },
        code: one.society_id,
        points: format!("{} ({}–{})", tenths(one.score), tenths(one.low), tenths(one.high)),
        band: band.map(|name| frame.say(&name.zh, &name.en).to_owned()).unwrap_or_default(),
        previous: one.previous,
        decided: one.decided,
    }
}
