//! Where are notices kept?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{AccountId, NoticeId, NoticeMailId},
    notice, notice_mail,
    vocabulary::MailState,
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, ExprTrait as _},
};

use super::super::{
    model::Kept,
    notice::{Kind, Notice},
    timing::Pending,
};

/// A notice for one recipient, to be written.
#[derive(Clone, Debug)]
pub(in super::super) struct NewRow<'a> {
    pub(in super::super) id: NoticeId,
    pub(in super::super) account: Option<AccountId>,
    /// Sealed.
    pub(in super::super) address: Option<String>,
    pub(in super::super) recipient: &'a str,
    pub(in super::super) family: &'a str,
    pub(in super::super) is_digest: bool,
    pub(in super::super) caused_by: Option<&'a str>,
    pub(in super::super) notice: &'a Notice,
    pub(in super::super) now: DateTime<Utc>,
}

fn kept(row: notice::Model) -> Kept {
    Kept {
        id: row.id,
        kind: Kind::of_word(&row.kind),
        account: row.account_id,
        recipient: row.recipient,
        address: row.address,
        subject: row.subject,
        caused_by: row.caused_by,
        facts: serde_json::from_str::<BTreeMap<String, String>>(&row.facts).unwrap_or_default(),
        link: row.link,
        created_at: row.created_at,
        read_at: row.read_at,
        is_superseded: row.superseded_by.is_some(),
    }
}

/// Writes a notice.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    new: NewRow<'_>,
) -> Result<(), DbErr> {
    notice::ActiveModel {
        id: Set(new.id),
        kind: Set(new.notice.kind.as_str().to_owned()),
        account_id: Set(new.account),
        address: Set(new.address),
        recipient: Set(new.recipient.to_owned()),
        family: Set(new.family.to_owned()),
        is_digest: Set(new.is_digest),
        caused_by: Set(new.caused_by.map(str::to_owned)),
        mail_id: Set(None),
        superseded_by: Set(None),
        subject: Set(new.notice.subject.clone()),
        facts: Set(serde_json::to_string(&new.notice.facts).unwrap_or_default()),
        link: Set(new.notice.link.clone()),
        created_at: Set(new.now),
        read_at: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Whether the recipient was told of the same, by a notice of the same kind about it, since an instant.
pub(in super::super) async fn is_told_since(
    database: &impl ConnectionTrait,
    new: &NewRow<'_>,
    since: DateTime<Utc>,
) -> Result<bool, DbErr> {
    use notice::Column;
    let earlier = notice::Entity::find()
        .filter(Column::Recipient.eq(new.recipient))
        .filter(Column::Kind.eq(new.notice.kind.as_str()))
        .filter(Column::Subject.eq(new.notice.subject.as_str()))
        .filter(Column::CreatedAt.gte(since))
        .count(database)
        .await?;
    Ok(earlier > 0)
}

/// The unsent notices of the same family about the same thing for the same recipient give way to a new
/// one: kept, and marked. What has been sent, or is being sent at this moment, stays as it is.
pub(in super::super) async fn supersede(
    database: &impl ConnectionTrait,
    new: &NewRow<'_>,
) -> Result<(), DbErr> {
    use notice::Column;
    let older = notice::Entity::find()
        .filter(Column::Recipient.eq(new.recipient))
        .filter(Column::Subject.eq(new.notice.subject.as_str()))
        .filter(Column::Family.eq(new.family))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::Id.ne(new.id))
        .all(database)
        .await?;
    for one in older {
        if let Some(mail) = one.mail_id
            && !give_way(database, mail, new.now).await?
        {
            continue;
        }
        notice::Entity::update_many()
            .col_expr(Column::SupersededBy, Expr::value(new.id))
            .filter(Column::Id.eq(one.id))
            .exec(database)
            .await?;
    }
    Ok(())
}

/// Takes an unsent message back, or, where it is a digest of more, leaves it to go without the notice;
/// false when it has gone.
async fn give_way(
    database: &impl ConnectionTrait,
    mail: NoticeMailId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    use notice_mail::Column;
    let unclaimed =
        Condition::any().add(Column::ClaimedUntil.is_null()).add(Column::ClaimedUntil.lte(now));
    let unsent = Condition::all()
        .add(Column::Id.eq(mail))
        .add(Column::State.is_in([MailState::Waiting, MailState::Held]))
        .add(unclaimed);
    let done = notice_mail::Entity::update_many()
        .col_expr(
            Column::State,
            // A digest goes on with what is left of it.
            Expr::case(Column::Day.is_null(), Expr::value(MailState::Superseded))
                .finally(Expr::col(Column::State))
                .into(),
        )
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(unsent)
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notices that go by themselves and are in no message yet, oldest first.
pub(in super::super) async fn unmailed(
    database: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<Kept>, DbErr> {
    use notice::Column;
    let rows = notice::Entity::find()
        .filter(Column::MailId.is_null())
        .filter(Column::SupersededBy.is_null())
        .filter(Column::IsDigest.eq(false))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(kept).collect())
}

/// Notices that wait for a digest, from before `until`.
pub(in super::super) async fn for_digest(
    database: &impl ConnectionTrait,
    until: DateTime<Utc>,
) -> Result<Vec<Pending>, DbErr> {
    use notice::Column;
    let rows = notice::Entity::find()
        .filter(Column::MailId.is_null())
        .filter(Column::SupersededBy.is_null())
        .filter(Column::IsDigest.eq(true))
        .filter(Column::CreatedAt.lt(until))
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Pending { notice: row.id, account: row.account_id?, created_at: row.created_at })
        })
        .collect())
}

/// Puts notices into a message; how many were still in none.
pub(in super::super) async fn carry(
    database: &impl ConnectionTrait,
    notices: &[NoticeId],
    mail: NoticeMailId,
) -> Result<u64, DbErr> {
    use notice::Column;
    let done = notice::Entity::update_many()
        .col_expr(Column::MailId, Expr::value(mail))
        .filter(Column::Id.is_in(notices.iter().copied()))
        .filter(Column::MailId.is_null())
        .filter(Column::SupersededBy.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected)
}

/// The notices of a message that still stand, oldest first.
pub(in super::super) async fn of_mail(
    database: &impl ConnectionTrait,
    mail: NoticeMailId,
) -> Result<Vec<Kept>, DbErr> {
    use notice::Column;
    let rows = notice::Entity::find()
        .filter(Column::MailId.eq(mail))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(kept).collect())
}

/// Wipes what the notices of a message keep sealed: the address, and the link where they bring one.
pub(in super::super) async fn wipe(
    database: &impl ConnectionTrait,
    mail: NoticeMailId,
) -> Result<(), DbErr> {
    use notice::Column;
    notice::Entity::update_many()
        .col_expr(Column::Address, Expr::value(None::<String>))
        .filter(Column::MailId.eq(mail))
        .exec(database)
        .await
        .map(|_| ())
}

/// The notices of an account: the unread ones first, then the newest.
pub(in super::super) async fn own(
    database: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<Vec<Kept>, DbErr> {
    use notice::Column;
    let rows = notice::Entity::find()
        .filter(Column::AccountId.eq(account))
        .order_by_desc(Expr::expr(unread_now()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(kept).collect())
}

fn unread_now() -> sea_orm::sea_query::SimpleExpr {
    use notice::Column;
    Expr::case(
        Condition::all().add(Column::ReadAt.is_null()).add(Column::SupersededBy.is_null()),
        Expr::value(1),
    )
    .finally(Expr::value(0))
    .into()
}

/// How many notices an account has not read; one that a newer one stands for asks for nothing.
pub(in super::super) async fn unread(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<u64, DbErr> {
    use notice::Column;
    notice::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::ReadAt.is_null())
        .filter(Column::SupersededBy.is_null())
        .count(database)
        .await
}

/// Marks a notice of an account as read; false when the account has no such notice.
pub(in super::super) async fn mark_read(
    database: &impl ConnectionTrait,
    account: AccountId,
    id: NoticeId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    use notice::Column;
    let is_own = notice::Entity::find_by_id(id)
        .filter(Column::AccountId.eq(account))
        .one(database)
        .await?
        .is_some();
    notice::Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::AccountId.eq(account))
        .filter(Column::ReadAt.is_null())
        .exec(database)
        .await?;
    Ok(is_own)
}

/// Marks every notice of an account as read.
pub(in super::super) async fn mark_all_read(
    database: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use notice::Column;
    notice::Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(now))
        .filter(Column::AccountId.eq(account))
        .filter(Column::ReadAt.is_null())
        .exec(database)
        .await
        .map(|_| ())
}
