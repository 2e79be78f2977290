//! Who keeps out of which item, and why?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{AgendaItemId, ItemRecusalId, ReviewMeetingId, ReviewSeatId},
    vocabulary::{AgendaState, ItemRecusalSource as Source, ReviewMeetingState as State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    facts_store,
    record::{is_admin, reason, record, subject},
    steer::{held_item, with_item},
    store::{self, ItemRow, RecusalRow},
    views::{ItemRecusal, ItemRecusalWord},
    whole::Whole,
};
use crate::{
    app::App,
    assignments,
    authz::{Action, Actor, permit, wall_of},
    meetings::MeetingError,
    persistence::WriteTx,
    shared::hex_sha256,
};

/// Who brings in what the register of conflicts says.
const ENGINE: &str = "laurel";
/// The fewest and the most characters in which a supervisor says why he reads reasons.
const ASKED: std::ops::RangeInclusive<usize> = 2..=500;

/// That a seat keeps out of an item.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct NewItemRecusal {
    /// Key of the seat.
    #[schema(value_type = String)]
    pub(in crate::meetings) seat: Uuid,
    /// Why; for the office and the supervisor alone.
    pub(in crate::meetings) reason: String,
}

/// That the reader keeps out of an item, or that nobody has to any more.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct RecusalWords {
    /// Why.
    pub(in crate::meetings) reason: String,
}

/// What was said of a recusal, each time; sealed together, as it may say what nobody but the office and the supervisor is
/// to know.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Said {
    /// Whether it was lifted then.
    is_lifted: bool,
    by: String,
    at: DateTime<Utc>,
    why: String,
}

/// Where the words of a recusal are sealed.
fn place(id: ItemRecusalId) -> String {
    format!("item_recusal/{id}")
}

/// Everything that was said of a recusal.
fn said_of(app: &App, row: &RecusalRow) -> Result<Vec<Said>, MeetingError> {
    let Some(sealed) = &row.sealed_reason else { return Ok(Vec::new()) };
    let text = app.sealer.open_sealed(&place(row.id), sealed)?;
    serde_json::from_str(&text).map_err(|error| MeetingError::Inside(error.to_string()))
}

/// The same with one word more.
fn saying(
    app: &App,
    (id, before): (ItemRecusalId, Option<&RecusalRow>),
    said: Said,
) -> Result<String, MeetingError> {
    let mut all = before.map_or_else(|| Ok(Vec::new()), |row| said_of(app, row))?;
    all.push(said);
    Ok(app.sealer.seal(&place(id), &serde_json::to_string(&all).unwrap_or_default())?)
}

/// That who keeps out of the item may be changed now.
fn is_open(whole: &Whole, item: &ItemRow) -> Result<(), MeetingError> {
    if !whole.is_on() && whole.row.state != State::Draft {
        return Err(MeetingError::refused("会议已经结束或者取消", "the meeting is over"));
    }
    if item.state == AgendaState::Voting {
        return Err(MeetingError::refused(
            "该项目正在表决，名册已经固定",
            "the item is being voted on, and its roll is fixed",
        ));
    }
    Ok(())
}

/// Who keeps out of what, as it is written down.
#[derive(Clone, Copy)]
struct Keeping<'a> {
    item: AgendaItemId,
    seat: ReviewSeatId,
    source: Source,
    by: &'a str,
    why: Option<&'a str>,
}

/// Writes that a seat keeps out, anew or over what was lifted.
async fn put(
    app: &App,
    tx: &WriteTx,
    whole: &Whole,
    new: Keeping<'_>,
) -> Result<ItemRecusalId, MeetingError> {
    let is_same = |row: &&RecusalRow| row.item_id == new.item && row.seat_id == new.seat;
    let known = whole.recusals.iter().find(is_same);
    let id = known.map_or_else(|| app.ids.next(), |row| row.id);
    let now = app.clock.now();
    let sealed_reason = match new.why {
        Some(why) => {
            let by = new.by.to_owned();
            let said = Said { is_lifted: false, by, at: now, why: why.to_owned() };
            Some(saying(app, (id, known), said)?)
        }
        None => known.and_then(|row| row.sealed_reason.clone()),
    };
    let row = RecusalRow {
        id,
        item_id: new.item,
        seat_id: new.seat,
        source: new.source,
        sealed_reason,
        decided_by: new.by.to_owned(),
        decided_at: now,
        lifted_by: None,
        lifted_at: None,
        version: known.map_or(0, |row| row.version) + 1,
    };
    match known {
        Some(_) => store::save_recusal(&**tx, row).await?,
        None => store::insert_recusal(&**tx, row).await?,
    }
    Ok(id)
}

/// Writes down who keeps out by what recusals say of the experts of the pool and the nominations, where the agenda does
/// not say so yet.
///
/// # Errors
/// The records failing.
pub(super) async fn bring_in(app: &App, tx: &WriteTx, whole: &Whole) -> Result<(), MeetingError> {
    let apart = facts_store::apart(&**tx, whole).await?;
    let unsaid = whole.unsaid(&apart);
    if unsaid.is_empty() {
        return Ok(());
    }
    for &(item, seat) in &unsaid {
        let new = Keeping { item, seat, source: Source::Engine, by: ENGINE, why: None };
        put(app, tx, whole, new).await?;
    }
    let pairs: Vec<(Uuid, Uuid)> = unsaid.iter().map(|(item, seat)| (item.0, seat.0)).collect();
    let digest = hex_sha256(&serde_json::to_vec(&pairs).unwrap_or_default());
    record(app, tx, (ENGINE, "keep_out"), (subject(whole.row.id), None), Some(digest)).await
}

/// Keeps that a seat keeps out of an item, and tells whoever follows the meeting.
async fn keep(
    app: &App,
    tx: WriteTx,
    (whole, item): (&Whole, ItemRow),
    new: Keeping<'_>,
) -> Result<(), MeetingError> {
    is_open(whole, &item)?;
    if whole.keeps_out(item.id, new.seat) {
        // Said before: the earlier word stands.
        return Ok(());
    }
    let by = new.by;
    let id = put(app, &tx, whole, new).await?;
    store::save_item(&*tx, ItemRow { version: item.version + 1, ..item }).await?;
    store::touch(&tx, whole.row.id).await?;
    record(app, &tx, (by, "recuse"), (place(id), None), None).await?;
    tx.commit().await?;
    Ok(())
}

/// The office keeps a seat out of an item.
///
/// # Errors
/// Not granted, no such item or seat, an item from which the officer is kept, another version, no reason, an item that is
/// being voted on, a meeting that is over, the records failing.
pub(super) async fn by_office(
    app: &App,
    actor: &Actor,
    (id, seen): (AgendaItemId, i64),
    said: &NewItemRecusal,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let why = reason(&said.reason)?;
    let tx = app.database.begin_write().await?;
    reach(&tx, actor, id).await?;
    let (whole, item) = held_item(&tx, id, seen).await?;
    let seat = ReviewSeatId(said.seat);
    if whole.seat(seat).is_none() {
        return Err(MeetingError::NotFound);
    }
    let by = actor.username.as_str();
    let new = Keeping { item: id, seat, source: Source::Office, by, why: Some(why) };
    keep(app, tx, (&whole, item), new).await
}

/// Lets an officer to an item.
///
/// # Errors
/// No such item, one from which he is kept (R14), the records failing.
pub(in crate::meetings) async fn reach(
    tx: &WriteTx,
    actor: &Actor,
    id: AgendaItemId,
) -> Result<(), MeetingError> {
    let item = store::find_item(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    let wall = wall_of(&**tx, actor).await?;
    if wall.hides(item.nomination_id) { Err(MeetingError::Walled) } else { Ok(()) }
}

/// Who has a seat keeps himself out of an item.
///
/// # Errors
/// Not granted, no meeting in which he has a seat, no such item of it that he knows of, another version, no reason, an
/// item that is being voted on, a meeting that is over, the records failing.
pub(super) async fn own(
    app: &App,
    actor: &Actor,
    (meeting, id, seen): (ReviewMeetingId, AgendaItemId, i64),
    said: &RecusalWords,
) -> Result<(), MeetingError> {
    permit(actor, Action::SitInMeetings)?;
    let why = reason(&said.reason)?;
    let tx = app.database.begin_write().await?;
    let seat = store::seat_of(&*tx, meeting, actor.account).await?.ok_or(MeetingError::NotFound)?;
    let whole = with_item(&tx, id).await?;
    let is_his = whole.row.id == meeting && whole.is_on() && !whole.keeps_out(id, seat.id);
    let item = whole.item(id).filter(|_| is_his).cloned().ok_or(MeetingError::NotFound)?;
    if item.version != seen {
        return Err(MeetingError::Stale);
    }
    let by = actor.username.as_str();
    let new = Keeping { item: id, seat: seat.id, source: Source::Declared, by, why: Some(why) };
    keep(app, tx, (&whole, item), new).await
}

/// An administrator who did not decide it lets a seat back to an item. What the register of conflicts says is decided
/// there, by two, before anybody lets the seat back here.
///
/// # Errors
/// Not granted, no such recusal, an item from which he is kept, another version, the same person, one that was lifted, a
/// conflict that still stands, an item that is being voted on, a meeting that is over, no reason, the records failing.
pub(super) async fn lift(
    app: &App,
    actor: &Actor,
    (id, seen): (ItemRecusalId, i64),
    said: &RecusalWords,
) -> Result<AgendaItemId, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    if !is_admin(actor) {
        return Err(MeetingError::Denied);
    }
    let why = reason(&said.reason)?;
    let tx = app.database.begin_write().await?;
    let found = store::find_recusal(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    reach(&tx, actor, found.item_id).await?;
    let whole = with_item(&tx, found.item_id).await?;
    let item = whole.item(found.item_id).cloned().ok_or(MeetingError::NotFound)?;
    let row = whole.out_of(item.id).find(|row| row.id == id).cloned();
    let row =
        row.ok_or_else(|| MeetingError::refused("该回避已经解除", "it was lifted already"))?;
    if row.version != seen {
        return Err(MeetingError::Stale);
    }
    if row.decided_by == actor.username {
        return Err(MeetingError::SamePerson);
    }
    is_open(&whole, &item)?;
    stands_no_more(&tx, (&whole, &item), row.seat_id).await?;
    let (by, at) = (actor.username.clone(), app.clock.now());
    let said = Said { is_lifted: true, by: by.clone(), at, why: why.to_owned() };
    let sealed = saying(app, (id, Some(&row)), said)?;
    let lifted = RecusalRow {
        sealed_reason: Some(sealed),
        lifted_by: Some(by),
        lifted_at: Some(at),
        version: row.version + 1,
        ..row
    };
    store::save_recusal(&*tx, lifted).await?;
    let item_id = item.id;
    store::save_item(&*tx, ItemRow { version: item.version + 1, ..item }).await?;
    store::touch(&tx, whole.row.id).await?;
    record(app, &tx, (&actor.username, "lift_recusal"), (place(id), None), None).await?;
    tx.commit().await?;
    Ok(item_id)
}

/// That no conflict of the register keeps the seat out of the item.
async fn stands_no_more(
    tx: &WriteTx,
    (whole, item): (&Whole, &ItemRow),
    seat: ReviewSeatId,
) -> Result<(), MeetingError> {
    let Some(expert) = whole.experts.get(&seat) else { return Ok(()) };
    let about = [item.nomination_id];
    let apart = assignments::kept_apart(&**tx, whole.body.round_id, Some(&about)).await?;
    if apart.contains(&(item.nomination_id, *expert)) {
        return Err(MeetingError::refused(
            "回避核查中的冲突仍然成立，请先在回避管理中由两人处理",
            "a conflict still stands; it is decided by two in the register of recusals first",
        ));
    }
    Ok(())
}

/// The recusals of an item with their reasons: for the office, and for a supervisor who says why he reads them, which is
/// recorded.
///
/// # Errors
/// Not granted, no such item, an item from which the reader is kept, a supervisor who does not say why, the records
/// failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    id: AgendaItemId,
    asked: Option<&str>,
) -> Result<Vec<ItemRecusal>, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let is_office = permit(actor, Action::ManageMeetings).is_ok();
    let asked = asked.map(str::trim).unwrap_or_default();
    if !is_office && !ASKED.contains(&asked.chars().count()) {
        return Err(MeetingError::field(
            "/reason",
            "length",
            "须说明查阅理由，2–500 字",
            "say why in 2 to 500 characters",
        ));
    }
    let database = app.database.reader();
    let item = store::find_item(database, id).await?.ok_or(MeetingError::NotFound)?;
    if wall_of(database, actor).await?.hides(item.nomination_id) {
        return Err(MeetingError::Walled);
    }
    let whole = store::whole_of(database, item.meeting_id).await?;
    let whole = whole.ok_or(MeetingError::NotFound)?;
    if !is_office {
        let tx = app.database.begin_write().await?;
        let about = (format!("agenda_item/{id}"), Some(asked));
        record(app, &tx, (&actor.username, "read_papers"), about, None).await?;
        tx.commit().await?;
    }
    let of_item = whole.recusals.iter().filter(|row| row.item_id == id);
    of_item.map(|row| opened(app, &whole, row)).collect()
}

fn opened(app: &App, whole: &Whole, row: &RecusalRow) -> Result<ItemRecusal, MeetingError> {
    let word = |said: Said| ItemRecusalWord {
        is_lifted: said.is_lifted,
        by: said.by,
        at: said.at,
        reason: said.why,
    };
    let seat = whole.seats.iter().find(|seat| seat.id == row.seat_id);
    Ok(ItemRecusal {
        id: row.id.0,
        seat: row.seat_id.0,
        number: seat.map_or(0, |seat| super::whole::place(seat.number)),
        name: seat.map(|seat| seat.name.clone()).unwrap_or_default(),
        source: row.source.as_str().to_owned(),
        words: said_of(app, row)?.into_iter().map(word).collect(),
        decided_by: row.decided_by.clone(),
        decided_at: row.decided_at,
        lifted_by: row.lifted_by.clone(),
        lifted_at: row.lifted_at,
        names: BTreeMap::new(),
        version: row.version,
    })
}
