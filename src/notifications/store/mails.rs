//! Where is the outbox kept?

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use entity::{
    ids::{AccountId, NoticeMailId},
    notice, notice_mail, template_preview,
    vocabulary::MailState,
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, TryInsertResult,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::super::{
    model::{DIGEST, Mail},
    notice::Kind,
    secret_links::Delivery,
    tell::word_of_address,
};
use crate::{app::App, shared::IdSource};

/// For how long a node that sends a message keeps it to itself: longer than any attempt takes.
const CLAIM: Duration = Duration::minutes(5);

/// A message to be written.
#[derive(Clone, Debug)]
pub(in super::super) struct Composed<'a> {
    pub(in super::super) id: NoticeMailId,
    pub(in super::super) recipient: &'a str,
    pub(in super::super) account: Option<AccountId>,
    /// None for a digest.
    pub(in super::super) kind: Option<Kind>,
    pub(in super::super) day: Option<NaiveDate>,
    pub(in super::super) subject: &'a str,
    pub(in super::super) state: MailState,
    pub(in super::super) caused_by: Option<String>,
}

fn mail(row: notice_mail::Model) -> Mail {
    Mail {
        id: row.id,
        recipient: row.recipient,
        account: row.account_id,
        kind: Kind::of_word(&row.kind),
        day: row.day,
        state: row.state,
        caused_by: row.caused_by,
        held_by: row.held_by,
        released_by: row.released_by,
        attempts: row.attempts,
        next_at: row.next_at,
        claimed_until: row.claimed_until,
        last_error: row.last_error,
        sent_at: row.sent_at,
        version: row.version,
        created_at: row.created_at,
    }
}

/// Writes a message; false when the person has a digest of that day already.
pub(in super::super) async fn insert_mail(
    database: &impl ConnectionTrait,
    new: Composed<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = notice_mail::Model {
        id: new.id,
        recipient: new.recipient.to_owned(),
        account_id: new.account,
        kind: new.kind.map_or(DIGEST, Kind::as_str).to_owned(),
        day: new.day,
        subject: new.subject.to_owned(),
        state: new.state,
        caused_by: new.caused_by,
        held_by: None,
        released_by: None,
        released_at: None,
        attempts: 0,
        next_at: now,
        claimed_until: None,
        last_error: None,
        sent_at: None,
        version: 1,
        created_at: now,
    };
    let one_a_day = [notice_mail::Column::AccountId, notice_mail::Column::Day];
    let inserted = notice_mail::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::columns(one_a_day).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

fn unclaimed(now: DateTime<Utc>) -> Condition {
    use notice_mail::Column;
    Condition::any().add(Column::ClaimedUntil.is_null()).add(Column::ClaimedUntil.lte(now))
}

/// What earlier digests of an account have not brought goes into `into`, so that a day of failing is not
/// made up for by two digests on the next.
pub(in super::super) async fn take_digests(
    database: &impl ConnectionTrait,
    account: AccountId,
    into: NoticeMailId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use notice_mail::Column;
    let earlier = notice_mail::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Day.is_not_null())
        .filter(Column::State.eq(MailState::Waiting))
        .filter(Column::Id.ne(into))
        .all(database)
        .await?;
    for one in earlier {
        let taken = notice_mail::Entity::update_many()
            .col_expr(Column::State, Expr::value(MailState::Superseded))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(one.id))
            .filter(Column::Version.eq(one.version))
            .filter(unclaimed(now))
            .exec(database)
            .await?;
        if taken.rows_affected == 1 {
            notice::Entity::update_many()
                .col_expr(notice::Column::MailId, Expr::value(into))
                .filter(notice::Column::MailId.eq(one.id))
                .exec(database)
                .await?;
        }
    }
    Ok(())
}

/// A message whose notice has given way goes nowhere.
pub(in super::super) async fn give_way(
    database: &impl ConnectionTrait,
    one: &Mail,
) -> Result<(), DbErr> {
    step(database, one, MailState::Superseded).await.map(|_| ())
}

/// Messages that are due and that no node is sending.
pub(in super::super) async fn deliverable(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Mail>, DbErr> {
    use notice_mail::Column;
    let rows = notice_mail::Entity::find()
        .filter(Column::State.eq(MailState::Waiting))
        .filter(Column::NextAt.lte(now))
        .filter(unclaimed(now))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(mail).collect())
}

/// Takes a message to send it; none when another node was first.
pub(in super::super) async fn claim(
    database: &impl ConnectionTrait,
    mut one: Mail,
    now: DateTime<Utc>,
) -> Result<Option<Mail>, DbErr> {
    use notice_mail::Column;
    let done = notice_mail::Entity::update_many()
        .col_expr(Column::ClaimedUntil, Expr::value(now + CLAIM))
        .col_expr(Column::Attempts, Expr::value(one.attempts.saturating_add(1)))
        .col_expr(Column::Version, Expr::value(one.version + 1))
        .filter(Column::Id.eq(one.id))
        .filter(Column::Version.eq(one.version))
        .filter(Column::State.eq(MailState::Waiting))
        .exec(database)
        .await?;
    one.attempts = one.attempts.saturating_add(1);
    one.version += 1;
    Ok((done.rows_affected == 1).then_some(one))
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Outcome {
    /// It left.
    Sent(DateTime<Utc>),
    /// It is tried again then.
    Later(DateTime<Utc>, String),
    /// It is given up.
    Failed(String),
}

/// Keeps what became of the attempt on a message that this node took; false when another has taken it since.
pub(in super::super) async fn finish(
    database: &impl ConnectionTrait,
    one: &Mail,
    outcome: &Outcome,
) -> Result<bool, DbErr> {
    use notice_mail::Column;
    let (state, next_at, error, sent_at) = match outcome {
        Outcome::Sent(at) => (MailState::Sent, one.next_at, None, Some(*at)),
        Outcome::Later(at, error) => (MailState::Waiting, *at, Some(error.as_str()), None),
        Outcome::Failed(error) => (MailState::Failed, one.next_at, Some(error.as_str()), None),
    };
    let unchanged = Condition::any().add(Column::Version.eq(one.version));
    // What has left was sent, also where it was taken back on its way.
    let stands = match outcome {
        Outcome::Sent(_) => unchanged.add(Column::State.eq(MailState::Superseded)),
        Outcome::Later(..) | Outcome::Failed(_) => unchanged,
    };
    let done = notice_mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::NextAt, Expr::value(next_at))
        .col_expr(Column::LastError, Expr::value(error))
        .col_expr(Column::SentAt, Expr::value(sent_at))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(one.id))
        .filter(stands)
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Whether a message that this node took is still to be sent: nobody has taken it back since.
pub(in super::super) async fn is_still_due(
    database: &impl ConnectionTrait,
    one: &Mail,
) -> Result<bool, DbErr> {
    use notice_mail::Column;
    let due = notice_mail::Entity::find_by_id(one.id)
        .filter(Column::Version.eq(one.version))
        .filter(Column::State.eq(MailState::Waiting))
        .count(database)
        .await?;
    Ok(due == 1)
}

/// Brings a message of the version seen into another state, with who held or released it; false when it
/// has changed since.
pub(in super::super) async fn step(
    database: &impl ConnectionTrait,
    one: &Mail,
    to: MailState,
) -> Result<bool, DbErr> {
    use notice_mail::Column;
    let done = notice_mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(to))
        .col_expr(Column::HeldBy, Expr::value(one.held_by.clone()))
        .col_expr(Column::ReleasedBy, Expr::value(one.released_by.clone()))
        .col_expr(Column::Attempts, Expr::value(one.attempts))
        .col_expr(Column::NextAt, Expr::value(one.next_at))
        .col_expr(Column::LastError, Expr::value(one.last_error.clone()))
        .col_expr(Column::Version, Expr::value(one.version + 1))
        .filter(Column::Id.eq(one.id))
        .filter(Column::Version.eq(one.version))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A message.
pub(in super::super) async fn find_mail(
    database: &impl ConnectionTrait,
    id: NoticeMailId,
) -> Result<Option<Mail>, DbErr> {
    Ok(notice_mail::Entity::find_by_id(id).one(database).await?.map(mail))
}

/// Where the letters about `subjects` stand, oldest first, without those that were taken back.
///
/// # Errors
/// The records failing.
pub async fn deliveries(
    database: &impl ConnectionTrait,
    subjects: Vec<String>,
) -> Result<Vec<Delivery>, DbErr> {
    use notice_mail::Column;
    let rows = notice_mail::Entity::find()
        .filter(Column::Subject.is_in(subjects))
        .filter(Column::State.ne(MailState::Superseded))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    let delivery = |row: notice_mail::Model| Delivery {
        subject: row.subject,
        state: row.state,
        created_at: row.created_at,
        sent_at: row.sent_at,
        recipient: row.recipient,
    };
    Ok(rows.into_iter().map(delivery).collect())
}

/// Takes back the messages about `subjects` that have not gone, those that a node has taken among them: their
/// version moves on, so that the node sends nothing and keeps nothing of its attempt. Which they were.
pub(in super::super) async fn take_back(
    database: &impl ConnectionTrait,
    subjects: Vec<String>,
) -> Result<Vec<NoticeMailId>, DbErr> {
    use notice_mail::Column;
    let unsent = Condition::all()
        .add(Column::Subject.is_in(subjects))
        .add(Column::State.is_in([MailState::Waiting, MailState::Held]));
    let found = notice_mail::Entity::find().filter(unsent.clone()).all(database).await?;
    let mut taken = Vec::with_capacity(found.len());
    for one in found {
        // By its state, not by the version that was read: a node may take it in between.
        let done = notice_mail::Entity::update_many()
            .col_expr(Column::State, Expr::value(MailState::Superseded))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(one.id))
            .filter(unsent.clone())
            .exec(database)
            .await?;
        if done.rows_affected == 1 {
            taken.push(one.id);
        }
    }
    Ok(taken)
}

/// When letters with a secret link were written to each of `addresses` after an instant, oldest first, without
/// those that were taken back. Whom they were about makes no difference.
///
/// # Errors
/// The records failing.
pub async fn links_sent_to(
    app: &App,
    database: &impl ConnectionTrait,
    addresses: &[&str],
    after: DateTime<Utc>,
) -> Result<BTreeMap<String, Vec<DateTime<Utc>>>, DbErr> {
    let words: Vec<String> = addresses.iter().map(|one| word_of_address(app, one)).collect();
    let kinds = Kind::ALL.iter().copied().filter(|kind| kind.brings_secret()).map(Kind::as_str);
    let asked = (kinds.collect(), words.iter().map(String::as_str).collect());
    let written = written_to(database, asked, after).await?;
    let of_word = |word: &String| -> Vec<DateTime<Utc>> {
        let own = written.iter().filter(|(recipient, _)| recipient == word);
        own.map(|(_, at)| *at).collect()
    };
    let of_address = |(one, word): (&&str, &String)| ((*one).to_owned(), of_word(word));
    Ok(addresses.iter().zip(&words).map(of_address).collect())
}

/// For whom letters of these kinds were written after an instant, and when, oldest first; without those that
/// were taken back.
async fn written_to(
    database: &impl ConnectionTrait,
    (kinds, recipients): (Vec<&str>, Vec<&str>),
    after: DateTime<Utc>,
) -> Result<Vec<(String, DateTime<Utc>)>, DbErr> {
    use notice_mail::Column;
    notice_mail::Entity::find()
        .select_only()
        .columns([Column::Recipient, Column::CreatedAt])
        .filter(Column::Recipient.is_in(recipients))
        .filter(Column::Kind.is_in(kinds))
        .filter(Column::State.ne(MailState::Superseded))
        .filter(Column::CreatedAt.gt(after))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(database)
        .await
}

/// The newest messages, of one state or of all.
pub(in super::super) async fn list(
    database: &impl ConnectionTrait,
    state: Option<MailState>,
    most: u64,
) -> Result<Vec<Mail>, DbErr> {
    use notice_mail::Column;
    let mut query = notice_mail::Entity::find()
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(most);
    if let Some(state) = state {
        query = query.filter(Column::State.eq(state));
    }
    Ok(query.all(database).await?.into_iter().map(mail).collect())
}

/// How many messages are in each state.
pub(in super::super) async fn counts(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<&'static str, u64>, DbErr> {
    let mut counts = BTreeMap::new();
    for state in MailState::ALL {
        let count = notice_mail::Entity::find()
            .filter(notice_mail::Column::State.eq(*state))
            .count(database)
            .await?;
        counts.insert(state.as_str(), count);
    }
    Ok(counts)
}

/// The newest messages of a kind that have not gone, to be previewed.
pub(in super::super) async fn held_of(
    database: &impl ConnectionTrait,
    kind: Kind,
    most: u64,
) -> Result<Vec<Mail>, DbErr> {
    use notice_mail::Column;
    let rows = notice_mail::Entity::find()
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::State.is_in([MailState::Held, MailState::Waiting]))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(mail).collect())
}

/// Whether a template was looked at in this version.
pub(in super::super) async fn previewed(
    database: &impl ConnectionTrait,
    kind: Kind,
    version: &str,
) -> Result<bool, DbErr> {
    Ok(preview_of(database, kind, version).await?.is_some())
}

/// Who looked at a template in this version, and when.
pub(in super::super) async fn preview_of(
    database: &impl ConnectionTrait,
    kind: Kind,
    version: &str,
) -> Result<Option<(String, DateTime<Utc>)>, DbErr> {
    use template_preview::Column;
    let row = template_preview::Entity::find()
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::TemplateVersion.eq(version))
        .one(database)
        .await?;
    Ok(row.map(|row| (row.previewed_by, row.previewed_at)))
}

/// Keeps who looked at a template, once for each version of it.
pub(in super::super) async fn keep_preview(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (kind, version): (Kind, &str),
    recipients: usize,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), DbErr> {
    if previewed(database, kind, version).await? {
        return Ok(());
    }
    template_preview::ActiveModel {
        id: Set(ids.next()),
        kind: Set(kind.as_str().to_owned()),
        template_version: Set(version.to_owned()),
        recipients: Set(i32::try_from(recipients).unwrap_or(i32::MAX)),
        previewed_by: Set(by.to_owned()),
        previewed_at: Set(now),
    }
    .insert(database)
    .await
    .map(|_| ())
}
