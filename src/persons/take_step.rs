//! How is a step about a pair of records taken? Checked, versioned and recorded, all or nothing.

use entity::{
    ids::PersonLinkId,
    vocabulary::{PersonLinkDeed, PersonLinkState},
};
use sea_orm::DbErr;

use super::{
    decided_store,
    states::{self, StepRefusal},
    store::{self, Step},
    takes_two::takes_two,
    walled,
};
use crate::{
    app::App,
    audit,
    authz::{Actor, Walled},
    persistence::WriteTx,
};

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// There is no such pair.
    #[error("没有此项 / there is no such thing")]
    NotFound,
    /// It was changed since it was read.
    #[error("内容已被他人修改 / it was changed in the meantime")]
    Stale,
    /// The step breaks a rule.
    #[error(transparent)]
    Refused(#[from] StepRefusal),
    /// By what was decided, the two cannot be one person.
    #[error(
        "已认定「{first}」与「{second}」不是同一人，不能同时把它们连为一人；请先处理该项认定 / «{first}» and «{second}» are decided to be two people; they cannot be joined through others. Deal with that decision first"
    )]
    Contradiction {
        /// A record that was kept apart.
        first: String,
        /// From this one.
        second: String,
    },
    /// The two are linked through others, and what two people joined is not parted by one word.
    #[error(
        "两条记录经其他认定已连为一人，须先解除那些连接 / the two are linked through others; take those links back first"
    )]
    Joined,
    /// The actor has an interest in a nomination that it bears on.
    #[error(transparent)]
    Walled(#[from] Walled),
    /// The computation broke off.
    #[error("计算中断 / the computation broke off: {0}")]
    Broken(String),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The pair.
    pub id: PersonLinkId,
    /// The version that was seen.
    pub seen: i64,
    /// The step.
    pub deed: PersonLinkDeed,
    /// Why.
    pub reason: Option<&'a str>,
}

/// Takes a step on behalf of the actor.
///
/// # Errors
/// No such pair, a version that is gone, a step that the state, the person or other decisions forbid, one from which
/// the actor is kept.
pub async fn take_step(app: &App, actor: &Actor, asked: Asked<'_>) -> Result<(), StepError> {
    let by = actor.username.as_str();
    let takes_two = takes_two_to(app, asked).await?;
    let tx = app.database.begin_write().await?;
    let (kept, _) = store::find(&*tx, asked.id).await?.ok_or(StepError::NotFound)?;
    let row = &kept.row;
    if row.version != asked.seen {
        return Err(StepError::Stale);
    }
    let reason = asked.reason.map(str::trim).filter(|reason| !reason.is_empty());
    let people = (row.first_by.as_deref(), by);
    let next = states::after(row.state, (asked.deed, takes_two), people, reason)?;
    let now = app.clock.now();
    let first = states::awaits_second(next).then_some(by);
    if !store::set_state(&*tx, asked.id, asked.seen, (next, now), first).await? {
        return Err(StepError::Stale);
    }
    // Held first: of two steps that would contradict each other only together, the later one sees the earlier.
    audit::hold(&*tx).await?;
    walled::to_step(&tx, actor, &kept).await?;
    check_others(&tx, asked.deed, (&row.first_key, &row.second_key)).await?;
    let step = Step { deed: asked.deed, state: next, by, at: now, reason };
    store::add_step(&*tx, app.ids, asked.id, &step).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("persons.{}", asked.deed.as_str()),
        subject: format!("person_link/{}", asked.id),
        before_digest: Some(row.facts_digest.clone()),
        after_digest: Some(row.facts_digest.clone()),
        reason: reason.map(str::to_owned),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the step takes two people where one is enough elsewhere. Asked beside the records that are written:
/// it takes long, and only the first word is weighed; a second one is asked for whatever became of it.
async fn takes_two_to(app: &App, asked: Asked<'_>) -> Result<bool, StepError> {
    if asked.deed != PersonLinkDeed::Refuse {
        return Ok(false);
    }
    let found = store::find(app.database.reader(), asked.id).await?;
    let (kept, year) = found.ok_or(StepError::NotFound)?;
    let is_open = matches!(kept.row.state, PersonLinkState::Proposed | PersonLinkState::Confirmed);
    if kept.row.version != asked.seen || !is_open {
        return Ok(false);
    }
    takes_two(app, &kept, year).await
}

/// A link must not join, through others, records that were decided to be two people; nor does one word, or
/// two, part what is linked through others. Asked after the step was written and while no other step can come to
/// stand beside it.
async fn check_others(
    tx: &WriteTx,
    deed: PersonLinkDeed,
    (first, second): (&str, &str),
) -> Result<(), StepError> {
    if !matches!(deed, PersonLinkDeed::Confirm | PersonLinkDeed::Refuse) {
        return Ok(());
    }
    let decided = decided_store::decided(&**tx).await?;
    if deed == PersonLinkDeed::Refuse {
        let is_joined = decided.groups(None).are_one(first, second);
        return if is_joined { Err(StepError::Joined) } else { Ok(()) };
    }
    let groups = decided.groups(Some((first, second)));
    match groups.parted_by(first, second) {
        Some((first, second)) => {
            Err(StepError::Contradiction { first: spoken(first), second: spoken(second) })
        }
        None => Ok(()),
    }
}

/// A key as a person reads it: the code of an expert, the name of another.
fn spoken(key: &str) -> String {
    key.rsplit(['#', ':']).next().unwrap_or(key).to_owned()
}
