//! How do places move between a society and what the round keeps back?

use entity::{
    ids::{QuotaCounterId, QuotaGiveBackId},
    vocabulary::{EntryKind, GiveBackState},
};

use super::{
    counter::Counter,
    postings::{self, LedgerRule, Posting},
    stamp::Stamp,
    store::{self, GiveBack, Note},
};
use crate::{audit, idempotency, persistence::WriteTx};

/// Why places were not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// There is no such counter or giving back, or the actor may not know of it.
    #[error("未找到 / not found")]
    NotFound,
    /// The ledger forbids it.
    #[error("台账规则不允许 / the ledger forbids it: {0:?}")]
    Rule(LedgerRule),
    /// The person who asked may not confirm.
    #[error("申请人不得自行确认 / who asked may not confirm")]
    SamePerson,
    /// The giving back was answered.
    #[error("该申请已处理 / it was answered already")]
    Answered,
    /// The thing has changed since it was read; its present version is given.
    #[error("内容已被他人修改 / it has changed")]
    Stale(i64),
    /// The same request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// How many places, and why.
#[derive(Clone, Copy, Debug)]
pub struct Movement<'a> {
    /// Places.
    pub places: i32,
    /// Why.
    pub reason: &'a str,
}

/// Applies postings whose lawfulness was decided on values that may be stale by now: the condition of
/// each update decides anew.
async fn post(
    tx: &WriteTx,
    postings: &[Posting],
    note: &Note<'_>,
    stamp: &Stamp<'_>,
) -> Result<(), MoveError> {
    for (counter, change) in postings {
        if !store::change_counter(&**tx, *counter, *change).await? {
            let found = store::find(&**tx, *counter).await?.ok_or(MoveError::NotFound)?;
            return Err(MoveError::Rule(match found.free() {
                Some(free) if found.held == 0 => LedgerRule::TooFewFree { free },
                _ => LedgerRule::ReserveShort { held: found.held },
            }));
        }
        store::append(&**tx, *counter, *change, note, stamp).await?;
    }
    Ok(())
}

fn entry(action: &str, counter: &Counter, movement: &Movement<'_>, by: &str) -> audit::Entry {
    audit::Entry {
        actor: by.to_owned(),
        action: format!("quotas.{action}"),
        subject: format!("quota_counter/{}", counter.id),
        after_digest: None,
        reason: Some(format!("{}: {}", movement.places, movement.reason)),
        ..audit::Entry::default()
    }
}

async fn path_from(tx: &WriteTx, id: QuotaCounterId) -> Result<Vec<Counter>, MoveError> {
    let path = store::path(&**tx, id).await?;
    if path.is_empty() { Err(MoveError::NotFound) } else { Ok(path) }
}

/// Moves places from what the round keeps back to a society, or with a negative number back. Inside
/// the caller's transaction; the caller records the deed.
///
/// # Errors
/// Too few places, the records failing.
pub async fn move_within(
    tx: &WriteTx,
    id: QuotaCounterId,
    movement: &Movement<'_>,
    kind: EntryKind,
    stamp: &Stamp<'_>,
) -> Result<Vec<Counter>, MoveError> {
    let path = path_from(tx, id).await?;
    let postings = postings::move_from_reserve(&path, movement.places).map_err(MoveError::Rule)?;
    let subject = format!("quota_counter/{id}");
    let note = Note { kind, subject: &subject, reason: Some(movement.reason) };
    post(tx, &postings, &note, stamp).await?;
    Ok(path)
}

/// Hands places that the round keeps back to a society.
///
/// # Errors
/// No such counter, too few places, a repeated request, the records failing.
pub async fn transfer(
    tx: &WriteTx,
    id: QuotaCounterId,
    movement: &Movement<'_>,
    key: &idempotency::Key,
    stamp: &Stamp<'_>,
) -> Result<(), MoveError> {
    if !idempotency::keep(&**tx, key, &id.to_string(), stamp.now).await? {
        return Err(MoveError::Repeated);
    }
    let path = move_within(tx, id, movement, EntryKind::Transferred, stamp).await?;
    let counter = path.first().ok_or(MoveError::NotFound)?;
    audit::record(&**tx, stamp.now, entry("transfer", counter, movement, stamp.by)).await?;
    Ok(())
}

/// Asks to give places back. Nobody can take them from then on; until a second person confirms, the
/// society may withdraw.
///
/// # Errors
/// No such counter, too few free places, a repeated request, the records failing.
pub async fn ask_back(
    tx: &WriteTx,
    id: QuotaCounterId,
    movement: &Movement<'_>,
    key: &idempotency::Key,
    stamp: &Stamp<'_>,
) -> Result<QuotaGiveBackId, MoveError> {
    let asked = GiveBack {
        id: stamp.ids.next(),
        counter: id,
        places: movement.places,
        reason: movement.reason.to_owned(),
        state: GiveBackState::Asked,
        asked_by: stamp.by.to_owned(),
        asked_at: stamp.now,
        answered_by: None,
        answered_at: None,
        version: 1,
    };
    if !idempotency::keep(&**tx, key, &asked.id.to_string(), stamp.now).await? {
        return Err(MoveError::Repeated);
    }
    let path = path_from(tx, id).await?;
    for (counter, change) in postings::ask_back(&path, movement.places).map_err(MoveError::Rule)? {
        if !store::change_counter(&**tx, counter, change).await? {
            return Err(MoveError::Rule(LedgerRule::TooFewFree { free: 0 }));
        }
    }
    store::insert_give_back(&**tx, &asked).await?;
    audit::record(&**tx, stamp.now, entry("ask_back", &path[0], movement, stamp.by)).await?;
    Ok(asked.id)
}

/// How a giving back is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A second person confirms it, for good.
    Confirm,
    /// The society thinks better of it.
    Withdraw,
}

/// Confirms or withdraws a giving back of the version that the actor has seen.
///
/// # Errors
/// No such giving back, answered or changed since, the same person, the records failing.
pub async fn answer_back(
    tx: &WriteTx,
    id: QuotaGiveBackId,
    seen: i64,
    answer: Answer,
    stamp: &Stamp<'_>,
) -> Result<(), MoveError> {
    let asked = store::find_give_back(&**tx, id).await?.ok_or(MoveError::NotFound)?;
    if asked.version != seen {
        return Err(MoveError::Stale(asked.version));
    }
    if asked.state != GiveBackState::Asked {
        return Err(MoveError::Answered);
    }
    if answer == Answer::Confirm && asked.asked_by == stamp.by {
        return Err(MoveError::SamePerson);
    }
    let state = match answer {
        Answer::Confirm => GiveBackState::Confirmed,
        Answer::Withdraw => GiveBackState::Withdrawn,
    };
    if !store::answer_give_back(&**tx, &asked, state, stamp).await? {
        return Err(MoveError::Answered);
    }
    let path = path_from(tx, asked.counter).await?;
    let movement = Movement { places: asked.places, reason: &asked.reason };
    let action = match answer {
        Answer::Confirm => {
            let postings = postings::give_back(&path, asked.places).map_err(MoveError::Rule)?;
            let subject = format!("quota_give_back/{id}");
            let note =
                Note { kind: EntryKind::GivenBack, subject: &subject, reason: Some(&asked.reason) };
            post(tx, &postings, &note, stamp).await?;
            "give_back"
        }
        Answer::Withdraw => {
            let postings = postings::keep_after_all(&path, asked.places);
            for (counter, change) in postings {
                store::change_counter(&**tx, counter, change).await?;
            }
            "withdraw_give_back"
        }
    };
    audit::record(&**tx, stamp.now, entry(action, &path[0], &movement, stamp.by)).await?;
    Ok(())
}
