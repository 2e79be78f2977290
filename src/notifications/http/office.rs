//! The routes of the outbox: what waits, what is held, what did not arrive, and the templates.

use std::{collections::BTreeMap, sync::Arc};

use axum::extract::{Path, Query, State};
use entity::{
    ids::{AccountId, NoticeMailId},
    vocabulary::MailState,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    letters,
    model::{self, Bar, DIGEST, Mail},
    notice::Kind,
    outbox::{self, Deed, OutboxError},
    store,
    templates::{Goes, templates},
    views::{MailTextView, MailView, OutboxView, PreviewView, TemplateView, UnreachableView},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    identity,
    shared::Bilingual,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// The most messages of one answer.
const MOST: u64 = 200;
/// Messages among which those that did not arrive are looked for.
const RECENT: u64 = 2000;
/// Recipients of a preview.
const PREVIEWED: u64 = 3;

/// Which messages are asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct OutboxQuery {
    /// A state.
    #[serde(default)]
    state: Option<String>,
}

/// Why a message is held.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HoldBody {
    /// Why.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// What a report of a message that came back says.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BounceBody {
    /// The enhanced status (RFC 3463), such as `5.1.1`.
    #[serde(default)]
    #[validate(length(max = 11))]
    pub status: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_outbox))
        .routes(routes!(list_unreachable))
        .routes(routes!(read_outbox_message))
        .routes(routes!(release_outbox_message))
        .routes(routes!(hold_outbox_message))
        .routes(routes!(resend_outbox_message))
        .routes(routes!(bounce_outbox_message))
        .routes(routes!(list_notice_templates))
        .routes(routes!(preview_notice_template))
}

impl From<OutboxError> for ApiError {
    fn from(error: OutboxError) -> Self {
        let conflict = |zh: &str, en: &str| Self::new(ProblemCode::Conflict).detail(zh, en);
        match error {
            OutboxError::NotFound => Self::new(ProblemCode::NotFound),
            OutboxError::Stale => Self::new(ProblemCode::Stale),
            OutboxError::State | OutboxError::Barred(Bar::NotHeld) => {
                conflict("邮件当前状态不能这样处理", "the message is not in a state for this")
            }
            OutboxError::Barred(Bar::SamePerson) => conflict(
                "作出决定的人不得放行告知决定的邮件，须由奖励办另一人放行",
                "whoever made the decision may not send it: a second person of the award office does",
            ),
            OutboxError::Barred(Bar::NoPreview) => conflict(
                "此模板的当前版本尚未在真实收件人上预览，请先预览",
                "this version of the template has not been previewed on real recipients; preview it first",
            ),
            OutboxError::Templates(error) => Self::internal(&error),
            OutboxError::Store(error) => error.into(),
        }
    }
}

/// What the views of several messages need to know once.
struct Names {
    accounts: BTreeMap<AccountId, String>,
    users: BTreeMap<String, String>,
}

impl Names {
    async fn of(app: &App, mails: &[Mail]) -> Result<Self, ApiError> {
        let database = app.database.reader();
        let accounts = mails.iter().filter_map(|mail| mail.account).collect();
        let users = mails
            .iter()
            .flat_map(|mail| [&mail.caused_by, &mail.held_by, &mail.released_by])
            .filter_map(|name| name.as_deref());
        Ok(Self {
            accounts: store::names(database, accounts).await?,
            users: identity::display_names(database, users).await?,
        })
    }

    fn user(&self, username: Option<&String>) -> Option<String> {
        username.map(|name| self.users.get(name).unwrap_or(name).clone())
    }
}

async fn view(
    app: &App,
    reader: &Reader,
    names: &Names,
    mail: &Mail,
) -> Result<MailTextView, ApiError> {
    let templates = templates().map_err(|error| ApiError::internal(&error))?;
    let mut notices = store::of_mail(app.database.reader(), mail.id).await?;
    // What a society writes is its own until it is submitted: the office sees that there is a letter.
    for one in notices.iter_mut().filter(|one| one.kind.is_some_and(Kind::brings_secret)) {
        one.facts.clear();
    }
    let with = (app.config.mail.site.as_str(), Some(reader.language));
    let is_digest = mail.day.is_some();
    let (subject, text) = letters::worded(templates, &notices, is_digest, with).unwrap_or_default();
    let is_hidden =
        mail.kind.and_then(|kind| templates.of(kind)).is_some_and(|template| template.hides)
            || notices.iter().filter_map(|one| templates.of(one.kind?)).any(|one| one.hides);
    let decision = outbox::decision(templates, mail);
    let barred = outbox::bar(app, mail, &reader.actor.username).await?;
    let message = MailView {
        id: mail.id.0,
        kind: mail.kind.map_or(DIGEST, Kind::as_str).to_owned(),
        state: mail.state.as_str().to_owned(),
        recipient: mail
            .account
            .filter(|_| !is_hidden)
            .and_then(|account| names.accounts.get(&account).cloned()),
        is_hidden,
        subject,
        decided_by: decision.and_then(|_| names.user(mail.caused_by.as_ref())),
        held_by: names.user(mail.held_by.as_ref()),
        released_by: names.user(mail.released_by.as_ref()),
        barred: barred.map(|bar| word_of(bar).to_owned()),
        attempts: mail.attempts,
        error: mail.last_error.clone(),
        created_at: mail.created_at,
        next_at: (mail.state == MailState::Waiting).then_some(mail.next_at),
        sent_at: mail.sent_at,
        version: mail.version,
    };
    Ok(MailTextView { message, text })
}

const fn word_of(bar: Bar) -> &'static str {
    match bar {
        Bar::NotHeld => "not_held",
        Bar::SamePerson => "same_person",
        Bar::NoPreview => "no_preview",
    }
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: NoticeMailId,
) -> Result<Tagged<MailTextView>, ApiError> {
    let found = store::find_mail(app.database.reader(), id).await?;
    let mail = found.ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let names = Names::of(app, std::slice::from_ref(&mail)).await?;
    Ok(Tagged::new(mail.version, view(app, reader, &names, &mail).await?))
}

/// The outbox: how many messages are in each state, and the newest of one state or of all.
#[utoipa::path(
    get, path = "/outbox", tag = "notifications", params(OutboxQuery),
    responses((status = 200, body = Data<OutboxView>), (status = 400, body = Problem), (status = 403, body = Problem))
)]
async fn list_outbox(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(query): Query<OutboxQuery>,
) -> Result<Data<OutboxView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepOutbox)?;
    let state = query.state.as_deref().map(str::parse::<MailState>).transpose();
    let state = state.map_err(|_| {
        let allowed: Vec<&str> = MailState::ALL.iter().map(|state| state.as_str()).collect();
        ApiError::new(ProblemCode::BadParameter).detail(
            format!("state 须为 {}", allowed.join("、")),
            format!("state must be one of {}", allowed.join(", ")),
        )
    })?;
    let database = app.database.reader();
    let mails = store::list(database, state, MOST).await?;
    let names = Names::of(&app, &mails).await?;
    let mut messages = Vec::with_capacity(mails.len());
    for mail in &mails {
        messages.push(view(&app, &reader, &names, mail).await?.message);
    }
    Ok(Data { data: OutboxView { counts: store::counts(database).await?, messages } })
}

/// Whom messages do not reach: refused, given up, come back, or without an address.
#[utoipa::path(
    get, path = "/outbox/unreachable", tag = "notifications",
    responses((status = 200, body = Data<Vec<UnreachableView>>), (status = 403, body = Problem))
)]
async fn list_unreachable(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<UnreachableView>>, ApiError> {
    authz::permit(&reader.actor, Action::KeepOutbox)?;
    let recent = store::list(app.database.reader(), None, RECENT).await?;
    let lost = model::unreachable(recent);
    let mails: Vec<Mail> = lost.iter().map(|(mail, _)| mail.clone()).collect();
    let names = Names::of(&app, &mails).await?;
    let mut data = Vec::with_capacity(lost.len());
    for (mail, count) in &lost {
        let message = view(&app, &reader, &names, mail).await?.message;
        data.push(UnreachableView { message, count: *count });
    }
    Ok(Data { data })
}

/// One message with its text.
#[utoipa::path(
    get, path = "/outbox/{id}", tag = "notifications",
    params(("id" = String, Path, description = "key of the message")),
    responses((status = 200, body = Data<MailTextView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_outbox_message(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<MailTextView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepOutbox)?;
    shown(&app, &reader, id.into()).await
}

async fn act(
    app: &App,
    reader: &Reader,
    id: NoticeMailId,
    seen: IfMatch,
    deed: Deed<'_>,
) -> Result<Tagged<MailTextView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepOutbox)?;
    let outcome = outbox::act(app, &reader.actor.username, id, seen.0, deed).await;
    Tagged::after(outcome, || shown(app, reader, id)).await
}

/// Lets a held message go. What tells a decision is let go by somebody who had no hand in it, after the
/// template was previewed on real recipients.
#[utoipa::path(
    post, path = "/outbox/{id}/release", tag = "notifications",
    params(
        ("id" = String, Path, description = "key of the message"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<MailTextView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn release_outbox_message(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<MailTextView>, ApiError> {
    act(&app, &reader, id.into(), seen, Deed::Release).await
}

/// Holds a waiting message.
#[utoipa::path(
    post, path = "/outbox/{id}/hold", tag = "notifications", request_body = HoldBody,
    params(
        ("id" = String, Path, description = "key of the message"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<MailTextView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn hold_outbox_message(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<HoldBody>,
) -> Result<Tagged<MailTextView>, ApiError> {
    act(&app, &reader, id.into(), seen, Deed::Hold(&body.reason)).await
}

/// Tries again a message that was given up or came back.
#[utoipa::path(
    post, path = "/outbox/{id}/resend", tag = "notifications",
    params(
        ("id" = String, Path, description = "key of the message"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<MailTextView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn resend_outbox_message(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<MailTextView>, ApiError> {
    act(&app, &reader, id.into(), seen, Deed::Resend).await
}

/// Whether a text is an enhanced status.
fn is_status(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.len() == 3 && parts.iter().all(is_number)
}

/// A message came back. Told by the office, or by a script that reads the mailbox; told twice, it is one.
#[utoipa::path(
    post, path = "/outbox/{id}/bounce", tag = "notifications", request_body = BounceBody,
    params(("id" = String, Path, description = "key of the message: the part of its Message-ID before the @")),
    responses(
        (status = 200, body = Data<MailTextView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn bounce_outbox_message(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<BounceBody>,
) -> Result<Tagged<MailTextView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepOutbox)?;
    // A report often names the address: only its status is taken.
    if body.status.as_deref().is_some_and(|status| !is_status(status)) {
        let allowed = Bilingual::new(
            "须为 RFC 3463 状态码，如 5.1.1",
            "must be a status of RFC 3463 such as 5.1.1",
        );
        return Err(ApiError::new(ProblemCode::Invalid).field("/status", "pattern", allowed));
    }
    let by = &reader.actor.username;
    outbox::bounce(&app, by, id.into(), body.status.as_deref()).await?;
    shown(&app, &reader, id.into()).await
}

const fn goes_word(goes: Goes) -> &'static str {
    match goes {
        Goes::AtOnce => "at_once",
        Goes::Digest => "digest",
        Goes::Held => "held",
    }
}

/// The templates, and which were looked at on real recipients in their present version.
#[utoipa::path(
    get, path = "/notice-templates", tag = "notifications",
    responses((status = 200, body = Data<Vec<TemplateView>>), (status = 403, body = Problem))
)]
async fn list_notice_templates(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<TemplateView>>, ApiError> {
    authz::permit(&reader.actor, Action::KeepOutbox)?;
    let templates = templates().map_err(|error| ApiError::internal(&error))?;
    let database = app.database.reader();
    let mut data = Vec::new();
    for template in templates.all() {
        let preview = store::preview_of(database, template.kind, &templates.version).await?;
        let (previewed_by, previewed_at) = preview.unzip();
        data.push(TemplateView {
            kind: template.kind.as_str().to_owned(),
            version: templates.version.clone(),
            goes: goes_word(template.goes).to_owned(),
            subject_zh: template.subject.zh.clone(),
            subject_en: template.subject.en.clone(),
            previewed_by,
            previewed_at,
        });
    }
    Ok(Data { data })
}

/// Shows what up to three real recipients would get, and keeps that the template was looked at.
#[utoipa::path(
    post, path = "/notice-templates/{kind}/preview", tag = "notifications",
    params(("kind" = String, Path, description = "the kind")),
    responses(
        (status = 200, body = Data<Vec<PreviewView>>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn preview_notice_template(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(kind): Path<String>,
) -> Result<Data<Vec<PreviewView>>, ApiError> {
    authz::permit(&reader.actor, Action::KeepOutbox)?;
    let kind = Kind::of_word(&kind).ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let mails = store::held_of(app.database.reader(), kind, PREVIEWED).await?;
    if mails.is_empty() {
        return Err(ApiError::new(ProblemCode::Conflict).detail(
            "没有待发的此类邮件可供预览",
            "no message of this kind waits to be previewed",
        ));
    }
    let names = Names::of(&app, &mails).await?;
    let mut data = Vec::with_capacity(mails.len());
    for mail in &mails {
        let shown = view(&app, &reader, &names, mail).await?;
        data.push(PreviewView {
            id: shown.message.id,
            recipient: shown.message.recipient,
            subject: shown.message.subject,
            text: shown.text,
        });
    }
    outbox::keep_preview(&app, &reader.actor.username, kind, data.len()).await?;
    Ok(Data { data })
}
