//! The routes of one's own notices, address and calendar.

use std::sync::Arc;

use axum::extract::{Path, State};
use entity::{ids::AccountId, vocabulary::MailLanguage};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    own::{self, MailAddressError, NewAddress},
    store,
    templates::templates,
    views::{CalendarView, MailSettingsView, NoticeView, NoticesView, UnreadView},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    mail::masked,
    shared::Bilingual,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// The most notices of one answer.
const MOST: u64 = 200;

/// Where and how a person wants to be written to.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MailSettingsBody {
    /// A new address; an empty one takes the old away, none leaves it.
    #[serde(default)]
    #[validate(length(max = 254))]
    pub address: Option<String>,
    /// `zh` or `en`; none for both.
    #[serde(default)]
    #[validate(length(max = 8))]
    pub language: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_own_notices))
        .routes(routes!(count_own_notices))
        .routes(routes!(read_all_notices))
        .routes(routes!(read_own_notice))
        .routes(routes!(read_mail_settings, set_mail_settings))
        .routes(routes!(set_mail_settings_of))
        .routes(routes!(renew_calendar, close_calendar))
}

impl From<MailAddressError> for ApiError {
    fn from(error: MailAddressError) -> Self {
        match error {
            MailAddressError::NoAddress => Self::new(ProblemCode::Invalid).field(
                "/address",
                "email",
                Bilingual::new("须为一个电子邮箱地址", "must be one e-mail address"),
            ),
            MailAddressError::NoAccount => Self::new(ProblemCode::NotFound),
            MailAddressError::Stale => Self::new(ProblemCode::Stale),
            MailAddressError::Seal(error) => Self::internal(&error),
            MailAddressError::Store(error) => error.into(),
        }
    }
}

/// What the reader is told: the unread first, then the newest.
#[utoipa::path(
    get, path = "/notices", tag = "notifications",
    responses((status = 200, body = Data<NoticesView>), (status = 401, body = Problem))
)]
async fn list_own_notices(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<NoticesView>, ApiError> {
    let templates = templates().map_err(|error| ApiError::internal(&error))?;
    let database = app.database.reader();
    let unread = store::unread(database, reader.actor.account).await?;
    let mut notices = Vec::new();
    for one in store::own(database, reader.actor.account, MOST).await? {
        let Some(kind) = one.kind else { continue };
        let Some(template) = templates.of(kind) else { continue };
        let (title, text) = template.worded(&one.facts, reader.language);
        notices.push(NoticeView {
            id: one.id.0,
            kind: kind.as_str().to_owned(),
            title,
            text,
            link: one.link,
            created_at: one.created_at,
            read_at: one.read_at,
            is_superseded: one.is_superseded,
        });
    }
    Ok(Data { data: NoticesView { unread, notices } })
}

/// How many notices the reader has not read.
#[utoipa::path(
    get, path = "/notices/unread", tag = "notifications",
    responses((status = 200, body = Data<UnreadView>), (status = 401, body = Problem))
)]
async fn count_own_notices(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<UnreadView>, ApiError> {
    let unread = store::unread(app.database.reader(), reader.actor.account).await?;
    Ok(Data { data: UnreadView { unread } })
}

/// Marks every notice of the reader as read.
#[utoipa::path(
    post, path = "/notices/read", tag = "notifications",
    responses((status = 200, body = Data<UnreadView>), (status = 401, body = Problem))
)]
async fn read_all_notices(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<UnreadView>, ApiError> {
    store::mark_all_read(app.database.reader(), reader.actor.account, app.clock.now()).await?;
    Ok(Data { data: UnreadView { unread: 0 } })
}

/// Marks a notice of the reader as read.
#[utoipa::path(
    post, path = "/notices/{id}/read", tag = "notifications",
    params(("id" = String, Path, description = "key of the notice")),
    responses((status = 200, body = Data<UnreadView>), (status = 401, body = Problem), (status = 404, body = Problem))
)]
async fn read_own_notice(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<UnreadView>, ApiError> {
    let (database, account) = (app.database.reader(), reader.actor.account);
    if !store::mark_read(database, account, id.into(), app.clock.now()).await? {
        return Err(ApiError::new(ProblemCode::NotFound));
    }
    Ok(Data { data: UnreadView { unread: store::unread(database, account).await? } })
}

async fn settings(app: &App, account: AccountId) -> Result<Tagged<MailSettingsView>, ApiError> {
    let (found, address, has_calendar) = own::read(app, account).await?;
    let version = found.as_ref().map_or(0, |found| found.version);
    let language = found.as_ref().and_then(|found| found.language);
    let view = MailSettingsView {
        address: address.as_deref().map(masked),
        language: language.map(|word| word.as_str().to_owned()),
        bounced_at: found.and_then(|found| found.bounced_at),
        has_calendar,
        version,
    };
    Ok(Tagged::new(version, view))
}

/// Where and how the reader is written to.
#[utoipa::path(
    get, path = "/me/mail", tag = "notifications",
    responses((status = 200, body = Data<MailSettingsView>), (status = 401, body = Problem))
)]
async fn read_mail_settings(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Tagged<MailSettingsView>, ApiError> {
    settings(&app, reader.actor.account).await
}

async fn set(
    app: &App,
    by: &str,
    account: AccountId,
    seen: i64,
    body: &MailSettingsBody,
) -> Result<Tagged<MailSettingsView>, ApiError> {
    let language: Option<MailLanguage> =
        body.language.as_deref().map(str::parse).transpose().map_err(|_| {
            ApiError::new(ProblemCode::Invalid).field(
                "/language",
                "one_of",
                Bilingual::new("须为 zh 或 en", "must be zh or en"),
            )
        })?;
    let address = match body.address.as_deref().map(str::trim) {
        None => NewAddress::Kept,
        Some("") => NewAddress::Removed,
        Some(text) => NewAddress::Set(text),
    };
    let outcome = own::set_address(app, by, account, seen, (address, language)).await;
    Tagged::after(outcome, || settings(app, account)).await
}

/// Sets where and how the reader is written to.
#[utoipa::path(
    put, path = "/me/mail", tag = "notifications", request_body = MailSettingsBody,
    params(("If-Match" = String, Header, description = "the entity tag that was read")),
    responses(
        (status = 200, body = Data<MailSettingsView>), (status = 401, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn set_mail_settings(
    State(app): State<Arc<App>>,
    reader: Reader,
    seen: IfMatch,
    ValidJson(body): ValidJson<MailSettingsBody>,
) -> Result<Tagged<MailSettingsView>, ApiError> {
    set(&app, &reader.actor.username, reader.actor.account, seen.0, &body).await
}

/// The administrator sets where and how another person is written to; the version is that of the last
/// setting, 0 before the first.
#[utoipa::path(
    put, path = "/accounts/{username}/mail", tag = "notifications", request_body = MailSettingsBody,
    params(
        ("username" = String, Path, description = "the name to sign in with"),
        ("If-Match" = String, Header, description = "the entity tag of the last setting"),
    ),
    responses(
        (status = 200, body = Data<MailSettingsView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn set_mail_settings_of(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(username): Path<String>,
    seen: IfMatch,
    ValidJson(body): ValidJson<MailSettingsBody>,
) -> Result<Tagged<MailSettingsView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepAddresses)?;
    let account = own::named(&app, &username).await?;
    set(&app, &reader.actor.username, account, seen.0, &body).await
}

/// A new address for the reader's calendar feed, told once; the old one opens nothing any more.
#[utoipa::path(
    post, path = "/me/calendar", tag = "notifications",
    responses((status = 200, body = Data<CalendarView>), (status = 401, body = Problem))
)]
async fn renew_calendar(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<CalendarView>, ApiError> {
    let token = own::renew_calendar(&app, &reader.actor.username, reader.actor.account).await?;
    Ok(Data { data: CalendarView { path: format!("/calendar/{token}.ics") } })
}

/// Closes the reader's calendar feed.
#[utoipa::path(
    delete, path = "/me/calendar", tag = "notifications",
    responses((status = 200, body = Data<MailSettingsView>), (status = 401, body = Problem))
)]
async fn close_calendar(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Tagged<MailSettingsView>, ApiError> {
    own::close_calendar(&app, &reader.actor.username, reader.actor.account).await?;
    settings(&app, reader.actor.account).await
}
