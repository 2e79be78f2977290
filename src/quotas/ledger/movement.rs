//! How do places move between a society and what the round keeps back? One asks, a second person confirms.

use entity::{
    ids::{QuotaCounterId, QuotaGiveBackId},
    vocabulary::{CounterKind, EntryKind, GiveBackState},
};

use super::{
    counter::{Counter, free_of},
    moves_store::{self, AskedMove},
    postings::{self, LedgerRule, Posting},
    stamp::Stamp,
    store::{self, Note},
};
use crate::{audit, idempotency, persistence::WriteTx};

/// Why places were not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// There is no such counter, nothing of the kind was asked, or the actor may not know of it.
    #[error("未找到 / not found")]
    NotFound,
    /// The ledger forbids it.
    #[error("台账规则不允许 / the ledger forbids it: {0:?}")]
    Rule(LedgerRule),
    /// The person who asked may not confirm.
    #[error("申请人不得自行确认 / who asked may not confirm")]
    SamePerson,
    /// What was asked was answered.
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

/// Who asks for places to be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A society, which gives free places back.
    Society,
    /// CAST, which hands out places that the round keeps back, or would have it keep new ones back.
    Cast,
}

/// How a move that was asked for is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A second person confirms it, for good.
    Confirm,
    /// Whoever asked, a society or CAST, thinks better of it.
    Withdraw,
}

/// From where to where places move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// From a society to what is kept back.
    Back,
    /// From what is kept back to a society.
    Out,
    /// From nowhere to what is kept back.
    New,
}

impl Way {
    fn of(by: Asker, counter: &Counter) -> Self {
        match (by, counter.kind) {
            (Asker::Society, _) => Self::Back,
            (Asker::Cast, CounterKind::Round) => Self::New,
            (Asker::Cast, CounterKind::Cast | CounterKind::Society) => Self::Out,
        }
    }

    /// What the record calls asking for it, confirming it and withdrawing it.
    const fn deeds(self) -> [&'static str; 3] {
        match self {
            Self::Back => ["ask_back", "give_back", "withdraw_give_back"],
            Self::Out => ["ask_transfer", "transfer", "withdraw_transfer"],
            Self::New => ["ask_new_places", "add_new_places", "withdraw_new_places"],
        }
    }

    const fn entry_kind(self) -> EntryKind {
        match self {
            Self::Back => EntryKind::GivenBack,
            Self::Out | Self::New => EntryKind::Transferred,
        }
    }

    /// The postings of `places` once they are confirmed, along `path`, whose first counter can spare `free`.
    fn postings(
        self,
        path: &[Counter],
        free: Option<i32>,
        places: i32,
    ) -> Result<Vec<Posting>, LedgerRule> {
        match self {
            Self::Back => postings::give_back(path, places),
            Self::Out => postings::move_from_reserve(path, free, places),
            Self::New => postings::keep_new(path, places),
        }
    }
}

/// Applies postings whose lawfulness was decided on values that may be stale by now, where they are not
/// held: the condition of each update decides anew.
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

fn entry(action: &str, id: QuotaCounterId, movement: &Movement<'_>, by: &str) -> audit::Entry {
    audit::Entry {
        actor: by.to_owned(),
        action: format!("quotas.{action}"),
        subject: format!("quota_counter/{id}"),
        after_digest: None,
        reason: Some(format!("{}: {}", movement.places, movement.reason)),
        ..audit::Entry::default()
    }
}

/// The counters from `id` up to the round's, and the places of the first that it can spare. What shares
/// CAST's places is held before it is read.
async fn path_from(
    tx: &WriteTx,
    id: QuotaCounterId,
) -> Result<(Vec<Counter>, Option<i32>), MoveError> {
    let found = store::find(&**tx, id).await?.ok_or(MoveError::NotFound)?;
    let shared = store::hold_shared(&**tx, &found).await?;
    let path = store::path(&**tx, id).await?;
    let free = free_of(path.first().ok_or(MoveError::NotFound)?, &shared);
    Ok((path, free))
}

/// Moves places from what the round keeps back to a society, or with a negative number back, and gives the
/// society's counter as it is then. Inside the caller's transaction; the caller saw to it that two persons
/// stand behind it, and records the deed.
///
/// # Errors
/// Too few places, the records failing.
pub async fn move_within(
    tx: &WriteTx,
    id: QuotaCounterId,
    movement: &Movement<'_>,
    kind: EntryKind,
    stamp: &Stamp<'_>,
) -> Result<Counter, MoveError> {
    let (path, free) = path_from(tx, id).await?;
    let postings =
        postings::move_from_reserve(&path, free, movement.places).map_err(MoveError::Rule)?;
    let subject = format!("quota_counter/{id}");
    let note = Note { kind, subject: &subject, reason: Some(movement.reason) };
    post(tx, &postings, &note, stamp).await?;
    store::find(&**tx, id).await?.ok_or(MoveError::NotFound)
}

/// Asks to move places of a counter. What a society asks to give back nobody can take from then on. What CAST
/// asks for blocks nothing: whether it is there is decided anew when a second person confirms. `key` is none
/// for a caller that is no request.
///
/// # Errors
/// No such counter, too few places, a repeated request, the records failing.
pub async fn ask(
    tx: &WriteTx,
    (id, by): (QuotaCounterId, Asker),
    movement: &Movement<'_>,
    key: Option<&idempotency::Key>,
    stamp: &Stamp<'_>,
) -> Result<QuotaGiveBackId, MoveError> {
    let asked = AskedMove::of((id, by), movement, stamp);
    if let Some(key) = key
        && !idempotency::keep(&**tx, key, &asked.id.to_string(), stamp.now).await?
    {
        return Err(MoveError::Repeated);
    }
    let (path, free) = path_from(tx, id).await?;
    let way = Way::of(by, path.first().ok_or(MoveError::NotFound)?);
    let blocked = match way {
        Way::Back => postings::ask_back(&path, free, movement.places),
        Way::Out | Way::New => way.postings(&path, free, movement.places).map(|_| Vec::new()),
    };
    for (counter, change) in blocked.map_err(MoveError::Rule)? {
        if !store::change_counter(&**tx, counter, change).await? {
            return Err(MoveError::Rule(LedgerRule::TooFewFree { free: 0 }));
        }
    }
    moves_store::insert_asked(&**tx, &asked).await?;
    let [deed, ..] = way.deeds();
    audit::record(&**tx, stamp.now, entry(deed, id, movement, stamp.by)).await?;
    Ok(asked.id)
}

/// Confirms or withdraws a move of the version that the actor has seen. Once confirmed, the counter as it is
/// then, and why.
///
/// # Errors
/// Nothing of the kind was asked, answered or changed since, the same person, too few places, the records
/// failing.
pub async fn answer(
    tx: &WriteTx,
    (id, seen): (QuotaGiveBackId, i64),
    answer: Answer,
    stamp: &Stamp<'_>,
) -> Result<Option<(Counter, String)>, MoveError> {
    let asked = moves_store::find_asked(&**tx, id).await?.ok_or(MoveError::NotFound)?;
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
    if !moves_store::answer_asked(&**tx, &asked, state, stamp).await? {
        return Err(MoveError::Answered);
    }
    settle(tx, &asked, answer, stamp).await?;
    let counter = store::find(&**tx, asked.counter).await?;
    Ok(counter.filter(|_| answer == Answer::Confirm).map(|counter| (counter, asked.reason)))
}

/// Does what an answer asks of the counters, and records it.
async fn settle(
    tx: &WriteTx,
    asked: &AskedMove,
    answer: Answer,
    stamp: &Stamp<'_>,
) -> Result<(), MoveError> {
    let (path, free) = path_from(tx, asked.counter).await?;
    let way = Way::of(asked.by(), path.first().ok_or(MoveError::NotFound)?);
    let movement = Movement { places: asked.places.abs(), reason: &asked.reason };
    let [_, confirmed, withdrawn] = way.deeds();
    let deed = match answer {
        Answer::Confirm => {
            let postings = way.postings(&path, free, movement.places).map_err(MoveError::Rule)?;
            let subject = format!("quota_give_back/{}", asked.id);
            let (kind, reason) = (way.entry_kind(), Some(movement.reason));
            post(tx, &postings, &Note { kind, subject: &subject, reason }, stamp).await?;
            confirmed
        }
        Answer::Withdraw => {
            if way == Way::Back {
                for (counter, change) in postings::keep_after_all(&path, movement.places) {
                    store::change_counter(&**tx, counter, change).await?;
                }
            }
            withdrawn
        }
    };
    audit::record(&**tx, stamp.now, entry(deed, asked.counter, &movement, stamp.by)).await?;
    Ok(())
}
