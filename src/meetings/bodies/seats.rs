//! Who sits in a body, and until when?

use entity::{
    ids::{AccountId, ExpertId, ReviewBodyId, ReviewSeatId},
    vocabulary::SeatDuty,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::store;
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    meetings::{
        MeetingError,
        sitting::{
            reason, record,
            store::{BodyRow, SeatRow, accounts, held_body, seats},
        },
    },
    persistence::WriteTx,
};

/// What a seat does in its body, as it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReviewSeatDuty)]
pub(super) enum DutyWord {
    /// Leads it.
    Chair,
    /// Leads it in the place of the chair.
    ViceChair,
    /// Keeps its papers.
    Secretary,
    /// Writes its opinions.
    Scribe,
    /// Sits there.
    #[default]
    Member,
}

impl DutyWord {
    const fn duty(self) -> SeatDuty {
        match self {
            Self::Chair => SeatDuty::Chair,
            Self::ViceChair => SeatDuty::ViceChair,
            Self::Secretary => SeatDuty::Secretary,
            Self::Scribe => SeatDuty::Scribe,
            Self::Member => SeatDuty::Member,
        }
    }
}

/// A seat to be given, or as it is to be: to an expert of the pool, to an account, or to both.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReviewSeat {
    /// Name.
    #[validate(length(min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    pub(super) name: String,
    /// Unit.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(super) unit: String,
    /// What it does.
    #[serde(default)]
    pub(super) duty: DutyWord,
    /// User name of the account that sits there; where none is given, the one that is tied to the expert.
    #[serde(default)]
    pub(super) username: Option<String>,
    /// Key of the expert of the pool.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(super) expert: Option<Uuid>,
}

/// Why a seat ends.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeatEnd {
    /// Why.
    pub(super) reason: String,
}

fn subject(id: ReviewSeatId) -> String {
    format!("review_seat/{id}")
}

/// A body whose seats may change, held until the transaction ends: no meeting of it goes on.
async fn changing(tx: &WriteTx, id: ReviewBodyId) -> Result<BodyRow, MeetingError> {
    let body = held_body(tx, id).await?.ok_or(MeetingError::NotFound)?;
    if store::is_meeting(&**tx, &body).await? {
        return Err(MeetingError::refused(
            "会议正在进行，不能调整席位",
            "a meeting of the body goes on, and its seats stay as they are",
        ));
    }
    Ok(body)
}

/// Who sits there, by account and by expert.
async fn sitters(
    tx: &WriteTx,
    new: &NewReviewSeat,
) -> Result<(Option<AccountId>, Option<ExpertId>), MeetingError> {
    let username = new.username.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if username.is_none() && new.expert.is_none() {
        return Err(MeetingError::field(
            "/username",
            "required",
            "账号和专家至少填写一项",
            "an account or an expert of the pool is expected",
        ));
    }
    let mut account = None;
    if let Some(username) = username {
        let found = store::sitter(&**tx, username).await?.filter(|found| found.may_sit);
        account = Some(found.ok_or_else(|| no_member("/username"))?.account);
    }
    let expert = new.expert.map(ExpertId);
    if let Some(expert) = expert
        && !store::codes(&**tx, [expert]).await?.contains_key(&expert)
    {
        return Err(MeetingError::field(
            "/expert",
            "unknown",
            "专家库中没有该专家",
            "no such expert in the pool",
        ));
    }
    Ok((account, expert))
}

fn no_member(pointer: &str) -> MeetingError {
    MeetingError::field(
        pointer,
        "no_member",
        "须为具有评审专家或者评审委员角色的账号",
        "an account with the role of a reviewer or a committee member is expected",
    )
}

/// That nobody sits twice in a body.
fn is_free(
    others: &[SeatRow],
    own: Option<ReviewSeatId>,
    (account, expert): (Option<AccountId>, Option<ExpertId>),
) -> Result<(), MeetingError> {
    let is_other = |seat: &&SeatRow| Some(seat.id) != own;
    let sits = |seat: &SeatRow| {
        // An account is named once, by a seat that ended too.
        let by_account = account.is_some() && seat.account_id == account;
        let by_expert = expert.is_some() && seat.expert_id == expert && seat.ended_at.is_none();
        by_account || by_expert
    };
    if others.iter().filter(is_other).any(sits) { Err(sits_already()) } else { Ok(()) }
}

fn sits_already() -> MeetingError {
    MeetingError::refused(
        "该账号或者专家在本组织中已有席位",
        "the account or the expert has a seat in the body already",
    )
}

/// That nobody sits twice by two names: by his account here, and as the expert to whom it is tied there.
async fn is_one(tx: &WriteTx, others: &[SeatRow], row: &SeatRow) -> Result<(), MeetingError> {
    let living = others.iter().filter(|seat| seat.id != row.id && seat.ended_at.is_none());
    let all: Vec<SeatRow> = living.chain([row]).cloned().collect();
    let mut sitting = accounts(&**tx, &all).await?;
    let own = sitting.remove(&row.id);
    let is_twice = own.is_some_and(|own| sitting.values().any(|other| *other == own));
    if is_twice { Err(sits_already()) } else { Ok(()) }
}

/// Gives a seat.
///
/// # Errors
/// Not granted, no such body, account or expert, somebody who sits there already, a meeting that goes on, the same
/// request before, the records failing.
pub(super) async fn add(
    app: &App,
    actor: &Actor,
    (body, key): (ReviewBodyId, &idempotency::Key),
    new: &NewReviewSeat,
) -> Result<ReviewSeatId, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let id: ReviewSeatId = app.ids.next();
    let tx = app.database.begin_write().await?;
    if !idempotency::keep(&*tx, key, &id.to_string(), app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    let body = changing(&tx, body).await?;
    let (account_id, expert_id) = sitters(&tx, new).await?;
    let others = seats(&*tx, &[body.id]).await?;
    is_free(&others, None, (account_id, expert_id))?;
    let row = SeatRow {
        id,
        body_id: body.id,
        account_id,
        expert_id,
        name: new.name.trim().to_owned(),
        unit: new.unit.trim().to_owned(),
        duty: new.duty.duty(),
        number: others.last().map_or(0, |last| last.number) + 1,
        ended_at: None,
        ended_why: None,
        version: 1,
    };
    is_one(&tx, &others, &row).await?;
    store::insert_seat(&*tx, row).await?;
    record(app, &tx, (&actor.username, "give_seat"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(id)
}

/// A seat that has not ended and that somebody saw at a version, held with its body.
async fn held(tx: &WriteTx, id: ReviewSeatId, seen: i64) -> Result<SeatRow, MeetingError> {
    let found = store::find_seat(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    changing(tx, found.body_id).await?;
    // As it stands now that its body is held.
    let row = store::find_seat(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    if row.version != seen {
        return Err(MeetingError::Stale);
    }
    if row.ended_at.is_some() {
        return Err(MeetingError::refused("该席位已经结束", "the seat has ended"));
    }
    Ok(row)
}

/// Changes who sits there and what he does.
///
/// # Errors
/// As [`add`]; another version; a seat that ended.
pub(super) async fn change(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewSeatId, i64),
    new: &NewReviewSeat,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let row = held(&tx, id, seen).await?;
    let (account_id, expert_id) = sitters(&tx, new).await?;
    let others = seats(&*tx, &[row.body_id]).await?;
    is_free(&others, Some(id), (account_id, expert_id))?;
    let changed = SeatRow {
        account_id,
        expert_id,
        name: new.name.trim().to_owned(),
        unit: new.unit.trim().to_owned(),
        duty: new.duty.duty(),
        version: row.version + 1,
        ..row
    };
    is_one(&tx, &others, &changed).await?;
    store::save_seat(&*tx, changed).await?;
    record(app, &tx, (&actor.username, "change_seat"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a seat: who sat there is expected no more, and what he did stays.
///
/// # Errors
/// Not granted, no such seat, another version, one that ended, no reason, a meeting that goes on, the records failing.
pub(super) async fn end(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewSeatId, i64),
    said: &SeatEnd,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let why = reason(&said.reason)?;
    let tx = app.database.begin_write().await?;
    let row = held(&tx, id, seen).await?;
    let ended = SeatRow {
        ended_at: Some(app.clock.now()),
        ended_why: Some(why.to_owned()),
        version: row.version + 1,
        ..row
    };
    store::save_seat(&*tx, ended).await?;
    record(app, &tx, (&actor.username, "end_seat"), (subject(id), Some(why)), None).await?;
    tx.commit().await?;
    Ok(())
}
