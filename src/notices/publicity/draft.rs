//! How does the office draft a publicity, change the draft and throw it away?

use chrono::{DateTime, Utc};
use entity::{ids::PublicityId, vocabulary::PublicityKind};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    gather::{self, Gathered},
    policy::Policy,
    private_data::is_private,
    record::{LEAST_AHEAD, Publicity, end_after, is_confirmed},
    rules::Rule,
    store,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, Denied, permit},
    awards::{self, TimetableRule},
    idempotency,
    nominations::DossierError,
    persistence::WriteTx,
};

/// Why something was not done to a publicity.
#[derive(Debug, thiserror::Error)]
pub enum PublicityError {
    /// The role.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such thing.
    #[error("没有 / there is none")]
    NotFound,
    /// It moved on since the caller read it.
    #[error("已被他人修改 / it was changed")]
    Stale,
    /// The same request came before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// A rule.
    #[error("{0:?}")]
    Rule(Rule),
    /// Data or rules of ours that cannot be read.
    #[error("{0}")]
    Broken(String),
    /// The records failing.
    #[error(transparent)]
    Records(#[from] DbErr),
}

impl From<Rule> for PublicityError {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl From<DossierError> for PublicityError {
    fn from(error: DossierError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// A publicity to be drafted, or a draft as it shall be.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOfficePublicity)]
pub struct NewPublicity {
    /// `acceptance` (受理公示) or `first_review` (初评结果公示).
    #[schema(value_type = String)]
    pub kind: PublicityKind,
    /// Title.
    #[validate(length(min = 1, max = 200))]
    pub title: String,
    /// What is said above the list.
    #[validate(length(min = 1, max = 2000))]
    pub notice: String,
    /// First instant at which it is public.
    pub opens_at: DateTime<Utc>,
    /// First instant at which objections come too late; by the timetable of the round unless given.
    #[serde(default)]
    pub closes_at: Option<DateTime<Utc>>,
    /// Categories to show; all that know publicities unless given.
    #[serde(default)]
    #[validate(length(max = 10))]
    pub categories: Vec<String>,
    /// Keys of nominations to leave out.
    #[serde(default)]
    #[validate(length(max = 5000))]
    #[schema(value_type = Vec<String>)]
    pub left_out: Vec<Uuid>,
    /// How many nominations are meant, as the drafter typed it; needed above 20.
    #[serde(default)]
    pub confirmed_count: Option<usize>,
}

/// The days of the timetable that a publicity lasts.
pub(super) fn days(kind: PublicityKind) -> Result<u32, PublicityError> {
    let rule =
        TimetableRule::in_force().map_err(|error| PublicityError::Broken(error.to_string()))?;
    Ok(match kind {
        PublicityKind::Acceptance => rule.stages.acceptance_publicity,
        PublicityKind::FirstReview => rule.stages.first_review_publicity,
    })
}

/// The publish policy in force.
pub(super) fn policy() -> Result<&'static Policy, PublicityError> {
    Policy::in_force().map_err(PublicityError::Broken)
}

/// Demands that a publicity opens late enough to be known everywhere, and lasts as long as it must.
fn check_times(
    kind: PublicityKind,
    (opens_at, closes_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<(), PublicityError> {
    let soonest = now + LEAST_AHEAD;
    if opens_at < soonest {
        return Err(Rule::OpensTooSoon(soonest).into());
    }
    let days = days(kind)?;
    let earliest = end_after(opens_at, days);
    if closes_at < earliest {
        return Err(Rule::ClosesTooSoon(earliest, days).into());
    }
    Ok(())
}

/// The draft `one`, made from what `new` says, with its entries.
async fn made(
    app: &App,
    mut one: Publicity,
    year: i32,
    new: &NewPublicity,
) -> Result<(Publicity, Gathered), PublicityError> {
    let policy = policy()?;
    if is_private(&new.title) {
        return Err(Rule::Private("/title").into());
    }
    one.title = new.title.trim().to_owned();
    one.notice = new.notice.trim().to_owned();
    one.opens_at = new.opens_at;
    one.closes_at = match new.closes_at {
        Some(closes_at) => closes_at,
        None => end_after(new.opens_at, days(new.kind)?),
    };
    one.policy.clone_from(&policy.id);
    check_times(one.kind, (one.opens_at, one.closes_at), app.clock.now())?;
    let tx = app.database.begin_read().await?;
    let mut chosen = gather::candidates(&tx, policy, &one).await?;
    chosen.retain(|place| {
        let is_of = new.categories.is_empty() || new.categories.contains(&place.category);
        is_of && !new.left_out.contains(&place.id.0)
    });
    if chosen.is_empty() {
        return Err(Rule::Nothing.into());
    }
    if !is_confirmed(chosen.len(), new.confirmed_count) {
        return Err(Rule::Unconfirmed(chosen.len()).into());
    }
    let gathered = gather::entries(app, &tx, (policy, &one, year), &chosen).await?;
    Ok((one, gathered))
}

async fn note(
    app: &App,
    tx: &WriteTx,
    (actor, action): (&Actor, &str),
    (id, digest, reason): (PublicityId, Option<String>, Option<String>),
) -> Result<(), DbErr> {
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: format!("notices.{action}"),
        subject: format!("publicity/{id}"),
        after_digest: digest,
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await
}

/// How many nominations a draft holds, and what was taken out of their texts, for the record.
fn counted(gathered: &Gathered) -> String {
    format!("{} / {}", gathered.entries.len(), gathered.taken_out)
}

/// Drafts a publicity of a round's nominations.
///
/// # Errors
/// The role, no such round, nothing to show, an unconfirmed number, times that do not hold, a repeated
/// request, the records failing.
pub async fn draft(
    app: &App,
    actor: &Actor,
    (year, new): (i32, &NewPublicity),
    key: Option<&idempotency::Key>,
) -> Result<PublicityId, PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    if let Some(key) = key
        && idempotency::recall(app.database.reader(), key).await.is_ok()
    {
        // What it asked for was done: the nominations stand in that draft now.
        return Err(PublicityError::Repeated);
    }
    let round = awards::find_round(app.database.reader(), year).await?;
    let round = round.ok_or(PublicityError::NotFound)?;
    let id: PublicityId = app.ids.next();
    let empty = Publicity {
        id,
        round: round.id,
        kind: new.kind,
        number: format!("draft-{id}"),
        title: String::new(),
        notice: String::new(),
        opens_at: new.opens_at,
        closes_at: new.opens_at,
        policy: String::new(),
        version: 1,
        drafted_by: actor.username.clone(),
        drafted_at: app.clock.now(),
        released_by: None,
        released_at: None,
        digest: None,
    };
    let (one, gathered) = made(app, empty, year, new).await?;
    let tx = app.database.begin_write().await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), one.drafted_at).await?
    {
        return Err(PublicityError::Repeated);
    }
    store::insert(&*tx, &one).await?;
    let said = counted(&gathered);
    store::insert_entries(&*tx, id, gathered.entries).await?;
    note(app, &tx, (actor, "draft_publicity"), (id, None, Some(said))).await?;
    tx.commit().await?;
    Ok(id)
}

/// A draft that may be changed at the version seen, with the year of its round.
async fn draft_of(
    app: &App,
    actor: &Actor,
    (id, seen): (PublicityId, i64),
) -> Result<(Publicity, i32), PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let found = store::find(app.database.reader(), id).await?;
    let (one, year) = found.ok_or(PublicityError::NotFound)?;
    if one.released_at.is_some() {
        return Err(Rule::Released.into());
    }
    if one.version != seen {
        return Err(PublicityError::Stale);
    }
    Ok((one, year))
}

/// Makes a draft anew, its entries from how the nominations stand now. Whoever changes a draft is its drafter.
///
/// # Errors
/// As [`draft`]; released or changed since.
pub async fn change(
    app: &App,
    actor: &Actor,
    (id, seen): (PublicityId, i64),
    new: &NewPublicity,
) -> Result<(), PublicityError> {
    let (mut one, year) = draft_of(app, actor, (id, seen)).await?;
    one.kind = new.kind;
    one.drafted_by.clone_from(&actor.username);
    one.drafted_at = app.clock.now();
    let (one, gathered) = made(app, one, year, new).await?;
    let tx = app.database.begin_write().await?;
    if !store::change(&*tx, &one, seen).await? {
        return Err(PublicityError::Stale);
    }
    store::remove_entries(&*tx, id).await?;
    let said = counted(&gathered);
    store::insert_entries(&*tx, id, gathered.entries).await?;
    note(app, &tx, (actor, "change_publicity"), (id, None, Some(said))).await?;
    tx.commit().await?;
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// The role, none, released or changed since, the records failing.
pub async fn discard(
    app: &App,
    actor: &Actor,
    (id, seen): (PublicityId, i64),
) -> Result<(), PublicityError> {
    draft_of(app, actor, (id, seen)).await?;
    let tx = app.database.begin_write().await?;
    store::remove_entries(&*tx, id).await?;
    if !store::remove(&*tx, (id, seen)).await? {
        return Err(PublicityError::Stale);
    }
    note(app, &tx, (actor, "discard_publicity"), (id, None, None)).await?;
    tx.commit().await?;
    Ok(())
}
