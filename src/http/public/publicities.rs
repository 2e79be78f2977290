//! What does everybody see of the award office's publicities? The list of them, each with its nominations,
//! each nomination with what is shown of it; and the same as files.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    files,
    frame::{Frame, PageQuery, page, wished},
    pages::{Known, Made, Pages},
    publicity_pages::{
        ArchivePage, CorrectionsPage, EntryPage, HomePage, ListPage, ObjectingPage, Place,
    },
    societies::AbsentPage,
};
use crate::{
    app::App,
    awards,
    notices::publicity::{self, Head},
    shared::Language,
    web::ApiError,
};

/// Which part of a list, and in which language.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct ListQuery {
    pub(super) lang: Option<String>,
    page: Option<String>,
    category: Option<String>,
    q: Option<String>,
}

impl ListQuery {
    /// The page that is asked for, from 1.
    pub(super) fn page(&self) -> usize {
        self.page.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1)
    }
}

/// A request for a public page.
pub(super) struct Request<'r> {
    pub(super) app: &'r App,
    pub(super) pages: &'r Pages,
    pub(super) headers: &'r HeaderMap,
    pub(super) path: String,
    pub(super) wish: (Language, bool),
}

impl<'r> Request<'r> {
    pub(super) fn new(
        (app, pages): (&'r App, &'r Pages),
        (headers, uri): (&'r HeaderMap, &Uri),
        lang: Option<&str>,
    ) -> Self {
        let wish = wished(lang, headers);
        Self { app, pages, headers, path: uri.path().to_owned(), wish }
    }

    pub(super) fn frame(&self) -> Frame {
        Frame::shared(self.wish, self.path.clone())
    }

    /// The name under which the answer is kept: everything that it depends on.
    fn key(&self, rest: &str) -> String {
        let (language, is_chosen) = self.wish;
        format!("{}\n{language:?}{is_chosen}\n{rest}", self.path)
    }

    /// The answer to what is asked, made anew or from what was made before. What is not public is not there.
    pub(super) async fn answer(self, asked: Asked) -> Result<Response, ApiError> {
        let now = self.app.clock.now();
        let known = self.pages.known(self.app, now).await?;
        let key = asked.rest().map(|rest| self.key(&rest));
        if let Some(response) = self.pages.recall(key.as_deref(), &known, (self.headers, now)) {
            return Ok(response);
        }
        match asked.page(&self, &known, now).await? {
            Some(page) => Ok(self.pages.send(key, &known, (page, now), self.headers)),
            None => self.absent(),
        }
    }

    fn absent(&self) -> Result<Response, ApiError> {
        let query = PageQuery { lang: Some(self.frame().chosen().to_owned()) };
        let frame = Frame::of(&query, self.headers, self.path.clone());
        let body = page(&frame.nonce.clone(), &AbsentPage { frame })?;
        Ok((StatusCode::NOT_FOUND, body).into_response())
    }

    /// Names of the categories of the rounds of these publicities, by code.
    async fn categories(&self) -> Result<BTreeMap<String, String>, ApiError> {
        let database = self.app.database.reader();
        let Some(round) = awards::latest_round(database).await? else { return Ok(BTreeMap::new()) };
        let all = awards::categories(database, round.id).await?;
        let name = |one: awards::CategoryName| match self.wish.0 {
            Language::Chinese => (one.code, one.name),
            Language::English => (one.code, one.name_en),
        };
        Ok(all.into_iter().map(name).collect())
    }
}

/// A kind of file beside a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum File {
    Csv,
    Json,
}

/// A public page, or a file beside one.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    Home,
    HowToObject,
    Archive(usize),
    List { number: String, category: String, searched: String, page: usize },
    ListFile { number: String, file: File },
    Corrections { number: String, page: usize },
    Entry { number: String, position: i32, page: usize },
    EntryFile { number: String, position: i32, file: File },
}

impl Asked {
    /// What it depends on besides path and language; none where that is not bounded, so that nobody fills
    /// the memory with pages that he thinks of words for.
    fn rest(&self) -> Option<String> {
        const MOST: usize = 10_000;
        match self {
            Self::Home | Self::HowToObject | Self::ListFile { .. } | Self::EntryFile { .. } => {
                Some(String::new())
            }
            Self::Archive(page) | Self::Corrections { page, .. } | Self::Entry { page, .. } => {
                (*page < MOST).then(|| page.to_string())
            }
            Self::List { category, searched, page, .. } => {
                let is_bounded = searched.is_empty() && category.len() <= 3 && *page < MOST;
                is_bounded.then(|| format!("{category} {page}"))
            }
        }
    }

    async fn page(
        &self,
        request: &Request<'_>,
        known: &Known,
        now: DateTime<Utc>,
    ) -> Result<Option<Made>, ApiError> {
        let frame = request.frame();
        match self {
            Self::Home => Made::page(&HomePage::new(frame, known, now)).map(Some),
            Self::HowToObject => Made::page(&ObjectingPage { frame }).map(Some),
            Self::Archive(page) => {
                Made::page(&ArchivePage::new(frame, known, (now, *page))).map(Some)
            }
            Self::List { number, .. }
            | Self::ListFile { number, .. }
            | Self::Corrections { number, .. }
            | Self::Entry { number, .. }
            | Self::EntryFile { number, .. } => match known.public(number, now) {
                Some(head) => self.of_publicity(request, (head, now)).await,
                None => Ok(None),
            },
        }
    }

    async fn of_publicity(
        &self,
        request: &Request<'_>,
        (head, now): (&Head, DateTime<Utc>),
    ) -> Result<Option<Made>, ApiError> {
        let place = |page: usize| Place { head, now, page };
        match self {
            Self::Home | Self::HowToObject | Self::Archive(_) => Ok(None),
            Self::List { category, searched, page, .. } => {
                let lines = request.pages.lines(request.app, head, now).await?;
                let names = request.categories().await?;
                let wish = (category.as_str(), searched.as_str());
                let page = ListPage::new(request.frame(), place(*page), (&lines, &names), wish);
                Made::page(&page).map(Some)
            }
            Self::ListFile { file, .. } => {
                let lines = request.pages.lines(request.app, head, now).await?;
                match file {
                    File::Csv => files::list_csv(request.app, head, &lines).await.map(Some),
                    File::Json => files::list_json((head, now), &lines).map(Some),
                }
            }
            Self::Corrections { page, .. } => {
                let positions = publicity::corrected_positions(request.app, head).await?;
                let page = CorrectionsPage::new(request.frame(), place(*page), &positions);
                Made::page(&page).map(Some)
            }
            Self::Entry { position, page, .. } => {
                let found = publicity::entry(request.app, head, (*position, now)).await?;
                let Some(found) = found else { return Ok(None) };
                let names = request.categories().await?;
                let page = EntryPage::new(request.frame(), place(*page), found, &names);
                Made::page(&page).map(Some)
            }
            Self::EntryFile { position, file, .. } => {
                let found = publicity::entry(request.app, head, (*position, now)).await?;
                let Some(found) = found else { return Ok(None) };
                match file {
                    File::Csv => files::entry_csv(request.app, head, &found).await.map(Some),
                    File::Json => files::entry_json((head, now), &found).map(Some),
                }
            }
        }
    }
}

/// What every handler of a public page takes.
type Shared = (State<Arc<App>>, Extension<Arc<Pages>>);

async fn answer(
    (State(app), Extension(pages)): Shared,
    (headers, uri): (HeaderMap, Uri),
    lang: Option<&str>,
    asked: Asked,
) -> Result<Response, ApiError> {
    Request::new((&app, &pages), (&headers, &uri), lang).answer(asked).await
}

/// The page that everything begins on.
pub(super) async fn home(
    app: State<Arc<App>>,
    pages: Extension<Arc<Pages>>,
    uri: Uri,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    answer((app, pages), (headers, uri), query.lang.as_deref(), Asked::Home).await
}

/// The page that explains how one objects.
pub(super) async fn how_to_object(
    app: State<Arc<App>>,
    pages: Extension<Arc<Pages>>,
    uri: Uri,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    answer((app, pages), (headers, uri), query.lang.as_deref(), Asked::HowToObject).await
}

/// Every publicity that is or was public.
pub(super) async fn archive(
    app: State<Arc<App>>,
    pages: Extension<Arc<Pages>>,
    uri: Uri,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = Asked::Archive(query.page());
    answer((app, pages), (headers, uri), query.lang.as_deref(), asked).await
}

/// The name of a thing, and the kind of file where one is asked for.
fn split(name: &str) -> (&str, Option<File>) {
    match name.rsplit_once('.') {
        Some((name, "csv")) => (name, Some(File::Csv)),
        Some((name, "json")) => (name, Some(File::Json)),
        _ => (name, None),
    }
}

/// A publicity: a part of its list as a page, or the whole as a file.
pub(super) async fn publicity(
    app: State<Arc<App>>,
    pages: Extension<Arc<Pages>>,
    uri: Uri,
    Path(name): Path<String>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let page = query.page();
    let asked = match split(&name) {
        (number, Some(file)) => Asked::ListFile { number: number.to_owned(), file },
        (number, None) => Asked::List {
            number: number.to_owned(),
            category: query.category.unwrap_or_default(),
            searched: query.q.as_deref().map(str::trim).unwrap_or_default().to_owned(),
            page,
        },
    };
    answer((app, pages), (headers, uri), query.lang.as_deref(), asked).await
}

/// The corrections of a publicity.
pub(super) async fn corrections(
    app: State<Arc<App>>,
    pages: Extension<Arc<Pages>>,
    uri: Uri,
    Path(number): Path<String>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = Asked::Corrections { number, page: query.page() };
    answer((app, pages), (headers, uri), query.lang.as_deref(), asked).await
}

/// An entry: a part of it as a page, or the whole as a file.
pub(super) async fn entry(
    app: State<Arc<App>>,
    pages: Extension<Arc<Pages>>,
    uri: Uri,
    Path((number, name)): Path<(String, String)>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (position, file) = split(&name);
    let position = position.parse::<i32>().unwrap_or(0);
    let asked = match file {
        Some(file) => Asked::EntryFile { number, position, file },
        None => Asked::Entry { number, position, page: query.page() },
    };
    answer((app, pages), (headers, uri), query.lang.as_deref(), asked).await
}

/// What a publicity is, in words.
pub(super) fn kind(frame: &Frame, head: &Head) -> &'static str {
    let (zh, en) = match head.kind {
        entity::vocabulary::PublicityKind::Acceptance => ("受理公示", "Publicity of acceptance"),
        entity::vocabulary::PublicityKind::FirstReview => {
            ("初评结果公示", "Publicity of the first review")
        }
    };
    match frame.language {
        Language::Chinese => zh,
        Language::English => en,
    }
}
