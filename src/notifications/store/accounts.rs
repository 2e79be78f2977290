//! Whom does a notice reach, where is that person written to, and whose calendar is it?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    account, calendar_token,
    ids::AccountId,
    mail_address, role_grant,
    vocabulary::{MailLanguage, Role},
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::super::{model::Writing, notice::To};
use crate::shared::hex_sha256;

/// The accounts that a notice reaches, each once.
pub(in super::super) async fn accounts(
    database: &impl ConnectionTrait,
    to: &To,
    now: DateTime<Utc>,
) -> Result<Vec<AccountId>, DbErr> {
    let of = match to {
        To::Account(id) => return Ok(vec![*id]),
        To::Address(_) => return Ok(Vec::new()),
        To::Role(role) => Condition::all().add(role_grant::Column::Role.eq(*role)),
        To::Society(code) => Condition::all()
            .add(role_grant::Column::SocietyCode.eq(code.as_str()))
            .add(role_grant::Column::Role.is_in([Role::SocietyClerk, Role::SocietyHead])),
        To::Head(code) => Condition::all()
            .add(role_grant::Column::SocietyCode.eq(code.as_str()))
            .add(role_grant::Column::Role.eq(Role::SocietyHead)),
    };
    let in_force = Condition::any()
        .add(role_grant::Column::ExpiresAt.is_null())
        .add(role_grant::Column::ExpiresAt.gt(now));
    let grants = role_grant::Entity::find()
        .filter(of)
        .filter(role_grant::Column::RevokedAt.is_null())
        .filter(in_force)
        .all(database)
        .await?;
    let mut accounts: Vec<AccountId> = grants.into_iter().map(|grant| grant.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}

/// The account that signs in as `username`.
pub(in super::super) async fn account_named(
    database: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<AccountId>, DbErr> {
    let row = account::Entity::find()
        .filter(account::Column::Username.eq(username))
        .one(database)
        .await?;
    Ok(row.map(|row| row.id))
}

/// What accounts are called.
pub(in super::super) async fn names(
    database: &impl ConnectionTrait,
    accounts: Vec<AccountId>,
) -> Result<BTreeMap<AccountId, String>, DbErr> {
    let rows =
        account::Entity::find().filter(account::Column::Id.is_in(accounts)).all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.display_name)).collect())
}

/// Where and how an account is written to.
pub(in super::super) async fn writing(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<Writing>, DbErr> {
    let row = mail_address::Entity::find_by_id(account).one(database).await?;
    Ok(row.map(|row| Writing {
        address: row.address,
        language: row.language,
        bounced_at: row.bounced_at,
        version: row.version,
    }))
}

/// Sets where and how an account is written to, of the version seen (0 where there is nothing yet); false
/// when it has changed since.
pub(in super::super) async fn set_writing(
    database: &impl ConnectionTrait,
    account: AccountId,
    (address, language): (Option<String>, Option<MailLanguage>),
    seen: i64,
    (by, now): (&str, DateTime<Utc>),
) -> Result<bool, DbErr> {
    use mail_address::Column;
    if seen == 0 {
        let row = mail_address::Model {
            account_id: account,
            address,
            language,
            bounced_at: None,
            version: 1,
            set_by: by.to_owned(),
            set_at: now,
        };
        let inserted = mail_address::Entity::insert(row.into_active_model().reset_all())
            .on_conflict(OnConflict::column(Column::AccountId).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(database)
            .await?;
        return Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(1..)));
    }
    let done = mail_address::Entity::update_many()
        .col_expr(Column::Address, Expr::value(address))
        .col_expr(Column::Language, Expr::value(language))
        .col_expr(Column::BouncedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::SetBy, Expr::value(by))
        .col_expr(Column::SetAt, Expr::value(now))
        .filter(Column::AccountId.eq(account))
        .filter(Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What is sent to the address of an account comes back.
pub(in super::super) async fn mark_bounced(
    database: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use mail_address::Column;
    mail_address::Entity::update_many()
        .col_expr(Column::BouncedAt, Expr::value(now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::AccountId.eq(account))
        .exec(database)
        .await
        .map(|_| ())
}

/// Whether an account has a calendar.
pub(in super::super) async fn has_calendar(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<bool, DbErr> {
    Ok(calendar_token::Entity::find_by_id(account).one(database).await?.is_some())
}

/// Whose calendar opens by `token`.
pub(in super::super) async fn calendar_account(
    database: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<AccountId>, DbErr> {
    let row = calendar_token::Entity::find()
        .filter(calendar_token::Column::Digest.eq(hex_sha256(token.as_bytes())))
        .one(database)
        .await?;
    Ok(row.map(|row| row.account_id))
}

/// Opens the calendar of an account by `token`, and by no earlier one.
pub(in super::super) async fn keep_calendar(
    database: &impl ConnectionTrait,
    account: AccountId,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    drop_calendar(database, account).await?;
    calendar_token::ActiveModel {
        account_id: Set(account),
        digest: Set(hex_sha256(token.as_bytes())),
        made_at: Set(now),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Closes the calendar of an account.
pub(in super::super) async fn drop_calendar(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<(), DbErr> {
    calendar_token::Entity::delete_by_id(account).exec(database).await.map(|_| ())
}
