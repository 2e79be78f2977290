//! Where are bodies and seats kept?

use std::collections::BTreeMap;

use entity::{
    account, expert,
    ids::{AccountId, ExpertId, ReviewSeatId, RoundId},
    nomination, review_body, review_meeting, review_seat, role_grant,
    vocabulary::{BodyKind, ReviewMeetingState, Role},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QuerySelect as _,
};

use super::draw::Drawn;
use crate::{
    meetings::sitting::store::{BodyRow, SeatRow},
    persistence::WriteTx,
};

/// An account that may sit, or may not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sitter {
    pub(super) account: AccountId,
    /// Whether it holds a role by which one takes part in meetings.
    pub(super) may_sit: bool,
}

/// The account of a user name.
pub(super) async fn sitter(
    database: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<Sitter>, DbErr> {
    let found =
        account::Entity::find().filter(account::Column::Username.eq(username)).one(database);
    let Some(found) = found.await? else { return Ok(None) };
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(found.id))
        .filter(role_grant::Column::Role.is_in([Role::Reviewer, Role::CommitteeMember]))
        .filter(role_grant::Column::RevokedAt.is_null())
        .count(database)
        .await?;
    let may_sit = grants > 0 && !found.is_disabled;
    Ok(Some(Sitter { account: found.id, may_sit }))
}

/// The user names of accounts.
pub(super) async fn usernames(
    database: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, String>, DbErr> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.username)).collect())
}

/// The codes of experts of the pool.
pub(super) async fn codes(
    database: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ExpertId>,
) -> Result<BTreeMap<ExpertId, String>, DbErr> {
    let rows = expert::Entity::find()
        .select_only()
        .columns([expert::Column::Id, expert::Column::Code])
        .filter(expert::Column::Id.is_in(ids))
        .into_tuple::<(ExpertId, String)>()
        .all(database)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The experts of the pool with these codes.
pub(super) async fn pool(
    database: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = String>,
) -> Result<BTreeMap<String, Drawn>, DbErr> {
    let rows = expert::Entity::find()
        .select_only()
        .columns([
            expert::Column::Id,
            expert::Column::Code,
            expert::Column::Name,
            expert::Column::Unit,
        ])
        .filter(expert::Column::Code.is_in(codes))
        .into_tuple::<(ExpertId, String, String, String)>()
        .all(database)
        .await?;
    let drawn = |(expert, code, name, unit)| (code, Drawn { expert, name, unit });
    Ok(rows.into_iter().map(drawn).collect())
}

/// The categories of a round's nominations, by their numbers.
pub(super) async fn categories(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<String, String>, DbErr> {
    let rows = nomination::Entity::find()
        .select_only()
        .columns([nomination::Column::Number, nomination::Column::Category])
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::Category.is_not_null())
        .into_tuple::<(String, String)>()
        .all(database)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether a round has a body of a kind, or one of a kind and a name.
pub(super) async fn has_body(
    database: &impl ConnectionTrait,
    (round, kind): (RoundId, BodyKind),
    name: Option<&str>,
) -> Result<bool, DbErr> {
    let mut query = review_body::Entity::find()
        .filter(review_body::Column::RoundId.eq(round))
        .filter(review_body::Column::Kind.eq(kind));
    if let Some(name) = name {
        query = query.filter(review_body::Column::Name.eq(name));
    }
    Ok(query.count(database).await? > 0)
}

/// Whether a meeting of a body goes on.
pub(super) async fn is_meeting(
    database: &impl ConnectionTrait,
    body: &BodyRow,
) -> Result<bool, DbErr> {
    let open = review_meeting::Entity::find()
        .filter(review_meeting::Column::BodyId.eq(body.id))
        .filter(review_meeting::Column::State.eq(ReviewMeetingState::Open))
        .count(database)
        .await?;
    Ok(open > 0)
}

/// Writes a body down.
pub(super) async fn insert_body(
    database: &impl ConnectionTrait,
    row: BodyRow,
) -> Result<(), DbErr> {
    review_body::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps a body.
pub(super) async fn save_body(database: &impl ConnectionTrait, row: BodyRow) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Writes a seat down.
pub(super) async fn insert_seat(
    database: &impl ConnectionTrait,
    row: SeatRow,
) -> Result<(), DbErr> {
    review_seat::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps a seat.
pub(super) async fn save_seat(database: &impl ConnectionTrait, row: SeatRow) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// A seat.
pub(super) async fn find_seat(
    database: &impl ConnectionTrait,
    id: ReviewSeatId,
) -> Result<Option<SeatRow>, DbErr> {
    review_seat::Entity::find_by_id(id).one(database).await
}

/// Holds a round, so that its bodies are made one after the other.
pub(super) async fn lock_round(tx: &WriteTx, id: RoundId) -> Result<(), DbErr> {
    entity::round::Entity::find_by_id(id).lock_exclusive().one(&**tx).await.map(|_| ())
}
