//! Where are accounts kept?

use chrono::{DateTime, Utc};
use entity::{account, ids::AccountId, role_grant};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::account::Account;
use crate::{
    authz::Grant,
    shared::{IdSource, Secret},
};

async fn with_grants(
    database: &impl ConnectionTrait,
    row: Option<account::Model>,
) -> Result<Option<Account>, DbErr> {
    let Some(row) = row else { return Ok(None) };
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(row.id))
        .order_by_asc(role_grant::Column::Id)
        .all(database)
        .await?;
    Ok(Some(Account {
        id: row.id,
        username: row.username,
        display_name: row.display_name,
        session_stamp: Account::stamp(&row.password_hash),
        password_hash: Secret::new(row.password_hash),
        is_disabled: row.is_disabled,
        failed_sign_ins: row.failed_sign_ins,
        locked_until: row.locked_until,
        grants: grants
            .into_iter()
            .map(|grant| Grant { role: grant.role, society_code: grant.society_code })
            .collect(),
    }))
}

/// The account that signs in as `username`.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<Account>, DbErr> {
    let row = account::Entity::find()
        .filter(account::Column::Username.eq(username))
        .one(database)
        .await?;
    with_grants(database, row).await
}

/// The account of a session.
pub(super) async fn load(
    database: &impl ConnectionTrait,
    id: AccountId,
) -> Result<Option<Account>, DbErr> {
    let row = account::Entity::find_by_id(id).one(database).await?;
    with_grants(database, row).await
}

/// Adds an account with its grants.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    ids: IdSource,
    new: &Account,
    now: DateTime<Utc>,
    granted_by: &str,
) -> Result<(), DbErr> {
    account::ActiveModel {
        id: Set(new.id),
        username: Set(new.username.clone()),
        display_name: Set(new.display_name.clone()),
        password_hash: Set(new.password_hash.expose().to_owned()),
        is_disabled: Set(false),
        failed_sign_ins: Set(0),
        locked_until: Set(None),
        created_at: Set(now),
    }
    .insert(database)
    .await?;
    for grant in &new.grants {
        role_grant::ActiveModel {
            id: Set(ids.next()),
            account_id: Set(new.id),
            role: Set(grant.role),
            society_code: Set(grant.society_code.clone()),
            granted_at: Set(now),
            granted_by: Set(granted_by.to_owned()),
        }
        .insert(database)
        .await?;
    }
    Ok(())
}

/// Sets a new password hash, and lets the account in again.
pub(super) async fn set_password(
    database: &impl ConnectionTrait,
    id: AccountId,
    hash: &str,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::FailedSignIns, Expr::value(0))
        .col_expr(account::Column::LockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(account::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Counts a wrong password and returns how many there were in a row.
pub(super) async fn count_miss(
    database: &impl ConnectionTrait,
    id: AccountId,
) -> Result<i32, DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::FailedSignIns, Expr::col(account::Column::FailedSignIns).add(1))
        .filter(account::Column::Id.eq(id))
        .exec(database)
        .await?;
    let row = account::Entity::find_by_id(id).one(database).await?;
    Ok(row.map_or(0, |row| row.failed_sign_ins))
}

/// Makes the account wait until then.
pub(super) async fn lock_until(
    database: &impl ConnectionTrait,
    id: AccountId,
    locked_until: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::LockedUntil, Expr::value(locked_until))
        .filter(account::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Forgets the wrong passwords.
pub(super) async fn clear_misses(
    database: &impl ConnectionTrait,
    id: AccountId,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::FailedSignIns, Expr::value(0))
        .col_expr(account::Column::LockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(account::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}
