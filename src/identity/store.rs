//! Where are accounts kept?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use entity::{
    account,
    ids::{AccountId, RoleGrantId},
    role_grant, sign_in_attempt,
    vocabulary::Role,
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::{Condition, Expr, ExprTrait as _, OnConflict},
};

use super::{
    account::Account,
    acted::Acted,
    delegate::{Delegation, NewDelegation},
};
use crate::{
    authz::Grant,
    shared::{IdSource, Secret, hex_sha256},
};

/// A grant holds until its end, and not a moment longer: sessions that are open read it anew with
/// each request.
fn in_force(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(role_grant::Column::RevokedAt.is_null())
        .add(role_grant::Column::ExpiresAt.is_null().or(role_grant::Column::ExpiresAt.gt(now)))
}

async fn with_grants(
    database: &impl ConnectionTrait,
    row: Option<account::Model>,
    now: DateTime<Utc>,
) -> Result<Option<Account>, DbErr> {
    let Some(row) = row else { return Ok(None) };
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(row.id))
        .filter(in_force(now))
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
    now: DateTime<Utc>,
) -> Result<Option<Account>, DbErr> {
    let row = account::Entity::find()
        .filter(account::Column::Username.eq(username))
        .one(database)
        .await?;
    with_grants(database, row, now).await
}

/// The account of a session, or of another word that stands for one.
///
/// # Errors
/// The records failing.
pub async fn load(
    database: &impl ConnectionTrait,
    id: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<Account>, DbErr> {
    let row = account::Entity::find_by_id(id).one(database).await?;
    with_grants(database, row, now).await
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
            ..Default::default()
        }
        .insert(database)
        .await?;
    }
    Ok(())
}

/// Adds a clerk's role with its end.
pub(super) async fn insert_delegation(
    database: &impl ConnectionTrait,
    id: RoleGrantId,
    account: AccountId,
    new: &NewDelegation,
    now: DateTime<Utc>,
    by: &str,
) -> Result<(), DbErr> {
    role_grant::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        role: Set(Role::SocietyClerk),
        society_code: Set(Some(new.society.clone())),
        granted_at: Set(now),
        granted_by: Set(by.to_owned()),
        expires_at: Set(Some(new.expires_at)),
        revoked_at: Set(None),
        revoked_by: Set(None),
        note: Set(new.note.clone()),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Ends a role.
pub(super) async fn revoke_delegation(
    database: &impl ConnectionTrait,
    id: RoleGrantId,
    now: DateTime<Utc>,
    by: &str,
) -> Result<(), DbErr> {
    role_grant::Entity::update_many()
        .col_expr(role_grant::Column::RevokedAt, Expr::value(now))
        .col_expr(role_grant::Column::RevokedBy, Expr::value(by))
        .filter(role_grant::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// What the people behind user names are called, by user name; the program itself is nobody.
///
/// # Errors
/// The records failing.
pub async fn display_names<'n>(
    database: &impl ConnectionTrait,
    usernames: impl IntoIterator<Item = &'n str>,
) -> Result<BTreeMap<String, String>, DbErr> {
    let wanted: BTreeSet<&str> = usernames.into_iter().collect();
    let rows = account::Entity::find()
        .filter(account::Column::Username.is_in(wanted))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.username, row.display_name)).collect())
}

/// Says in each of `all` what those who acted in it are called, in one query.
///
/// # Errors
/// The records failing.
pub async fn name_actors<V: Acted>(
    database: &impl ConnectionTrait,
    all: &mut [V],
) -> Result<(), DbErr> {
    let told: BTreeSet<String> = all.iter().flat_map(V::actors).map(str::to_owned).collect();
    if told.is_empty() {
        return Ok(());
    }
    let known = display_names(database, told.iter().map(String::as_str)).await?;
    for one in all {
        one.name(&known);
    }
    Ok(())
}

/// Who acts or acted for `societies`, the newest first.
///
/// # Errors
/// The records failing.
pub async fn delegations(
    database: &impl ConnectionTrait,
    societies: &[String],
) -> Result<Vec<Delegation>, DbErr> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::SocietyCode.is_in(societies))
        .order_by_desc(role_grant::Column::GrantedAt)
        .order_by_desc(role_grant::Column::Id)
        .all(database)
        .await?;
    let accounts: BTreeMap<AccountId, (String, String)> = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, (row.username, row.display_name)))
        .collect();
    let named = |row: role_grant::Model| {
        let (username, display_name) = accounts.get(&row.account_id).cloned()?;
        Some(Delegation {
            id: row.id,
            username,
            display_name,
            role: row.role,
            society: row.society_code?,
            granted_at: row.granted_at,
            granted_by: row.granted_by,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            revoked_by: row.revoked_by,
            note: row.note,
        })
    };
    Ok(rows.into_iter().filter_map(named).collect())
}

/// Sets a new password hash.
pub(super) async fn set_password(
    database: &impl ConnectionTrait,
    id: AccountId,
    hash: &str,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// The wrong passwords given for a name, whether an account has it or not: who guesses names must
/// not learn from a wait which of them exist.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Misses {
    /// How many in a row.
    pub(super) count: i32,
    /// Until when signing in must wait.
    pub(super) locked_until: Option<DateTime<Utc>>,
}

/// Names are kept as digests: a person may type a password where the name belongs.
fn key(username: &str) -> String {
    hex_sha256(username.as_bytes())
}

/// The wrong passwords given for `username` so far.
pub(super) async fn misses(
    database: &impl ConnectionTrait,
    username: &str,
) -> Result<Misses, DbErr> {
    let row = sign_in_attempt::Entity::find_by_id(key(username)).one(database).await?;
    Ok(row
        .map(|row| Misses { count: row.misses, locked_until: row.locked_until })
        .unwrap_or_default())
}

/// Keeps the wrong passwords given for `username`, and forgets those of names that nobody tried
/// for a day.
pub(super) async fn keep_misses(
    database: &impl ConnectionTrait,
    username: &str,
    misses: Misses,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    sign_in_attempt::Entity::delete_many()
        .filter(sign_in_attempt::Column::LastAt.lt(now - Duration::days(1)))
        .exec(database)
        .await?;
    let row = sign_in_attempt::ActiveModel {
        name_digest: Set(key(username)),
        misses: Set(misses.count),
        locked_until: Set(misses.locked_until),
        last_at: Set(now),
    };
    let columns = [
        sign_in_attempt::Column::Misses,
        sign_in_attempt::Column::LockedUntil,
        sign_in_attempt::Column::LastAt,
    ];
    sign_in_attempt::Entity::insert(row)
        .on_conflict(
            OnConflict::column(sign_in_attempt::Column::NameDigest)
                .update_columns(columns)
                .to_owned(),
        )
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Forgets the wrong passwords given for `username`.
pub(super) async fn forget_misses(
    database: &impl ConnectionTrait,
    username: &str,
) -> Result<(), DbErr> {
    sign_in_attempt::Entity::delete_by_id(key(username)).exec(database).await.map(|_| ())
}
