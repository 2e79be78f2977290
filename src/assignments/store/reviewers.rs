//! Which account is which expert, and what did reviewers sign?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    account,
    ids::{AccountId, ExpertId, ReviewerCommitmentId, RoundId},
    reviewer_account, reviewer_commitment, role_grant,
    vocabulary::Role,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    TryInsertResult, sea_query::OnConflict,
};

/// The account of an expert.
#[derive(Clone, Debug)]
pub(in super::super) struct Tie {
    pub(in super::super) username: String,
    pub(in super::super) tied_by: String,
    pub(in super::super) tied_at: DateTime<Utc>,
}

/// The account called `username` where it holds the role of a reviewer.
pub(in super::super) async fn account_named(
    database: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<(AccountId, bool)>, DbErr> {
    let found = account::Entity::find()
        .filter(account::Column::Username.eq(username))
        .one(database)
        .await?;
    let Some(found) = found else { return Ok(None) };
    let grant = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(found.id))
        .filter(role_grant::Column::Role.eq(Role::Reviewer))
        .filter(role_grant::Column::RevokedAt.is_null())
        .one(database)
        .await?;
    Ok(Some((found.id, grant.is_some())))
}

/// The expert that an account is.
pub(in super::super) async fn expert_of(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<ExpertId>, DbErr> {
    let row = reviewer_account::Entity::find()
        .filter(reviewer_account::Column::AccountId.eq(account))
        .one(database)
        .await?;
    Ok(row.map(|row| row.expert_id))
}

/// The account of an expert.
pub(in super::super) async fn tie_of(
    database: &impl ConnectionTrait,
    expert: ExpertId,
) -> Result<Option<Tie>, DbErr> {
    let row = reviewer_account::Entity::find_by_id(expert).one(database).await?;
    let Some(row) = row else { return Ok(None) };
    let account = account::Entity::find_by_id(row.account_id).one(database).await?;
    Ok(account.map(|account| Tie {
        username: account.username,
        tied_by: row.tied_by,
        tied_at: row.tied_at,
    }))
}

/// The accounts of experts, with their user names.
pub(in super::super) async fn accounts_of(
    database: &impl ConnectionTrait,
    experts: &[ExpertId],
) -> Result<BTreeMap<ExpertId, (AccountId, String)>, DbErr> {
    let mut found = BTreeMap::new();
    for some in experts.chunks(10_000) {
        let rows = reviewer_account::Entity::find()
            .filter(reviewer_account::Column::ExpertId.is_in(some.iter().copied()))
            .all(database)
            .await?;
        let names: BTreeMap<AccountId, String> = account::Entity::find()
            .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
            .all(database)
            .await?
            .into_iter()
            .map(|row| (row.id, row.username))
            .collect();
        found.extend(rows.into_iter().filter_map(|row| {
            let username = names.get(&row.account_id)?.clone();
            Some((row.expert_id, (row.account_id, username)))
        }));
    }
    Ok(found)
}

/// Ties an account to an expert, in place of the one before.
pub(in super::super) async fn tie_account(
    database: &impl ConnectionTrait,
    (expert, account): (ExpertId, AccountId),
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = reviewer_account::ActiveModel {
        expert_id: Set(expert),
        account_id: Set(account),
        tied_by: Set(by.to_owned()),
        tied_at: Set(now),
    };
    let tied = reviewer_account::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(tied, TryInsertResult::Inserted(1..)))
}

/// Unties the account of an expert; false where there is none.
pub(in super::super) async fn drop_tie(
    database: &impl ConnectionTrait,
    expert: ExpertId,
) -> Result<bool, DbErr> {
    let done = reviewer_account::Entity::delete_by_id(expert).exec(database).await?;
    Ok(done.rows_affected == 1)
}

/// When an account signed a version of the commitment for a round.
pub(in super::super) async fn signed_at(
    database: &impl ConnectionTrait,
    account: AccountId,
    (round, version): (RoundId, &str),
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let row = reviewer_commitment::Entity::find()
        .filter(reviewer_commitment::Column::AccountId.eq(account))
        .filter(reviewer_commitment::Column::RoundId.eq(round))
        .filter(reviewer_commitment::Column::TextVersion.eq(version))
        .one(database)
        .await?;
    Ok(row.map(|row| row.signed_at))
}

/// Keeps a signature; false where the account signed that version for the round already.
pub(in super::super) async fn insert_signature(
    database: &impl ConnectionTrait,
    id: ReviewerCommitmentId,
    (round, account, expert): (RoundId, AccountId, ExpertId),
    (version, digest): (&str, &str),
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = reviewer_commitment::ActiveModel {
        id: Set(id),
        round_id: Set(round),
        account_id: Set(account),
        expert_id: Set(expert),
        text_version: Set(version.to_owned()),
        text_digest: Set(digest.to_owned()),
        signed_at: Set(now),
    };
    let columns = [
        reviewer_commitment::Column::AccountId,
        reviewer_commitment::Column::RoundId,
        reviewer_commitment::Column::TextVersion,
    ];
    let signed = reviewer_commitment::Entity::insert(row)
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(signed, TryInsertResult::Inserted(1..)))
}
