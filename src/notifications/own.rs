//! Where, and in which language, is a person written to; and where is the calendar? Set by the person, or
//! by the administrator of the award office.

use entity::{ids::AccountId, vocabulary::MailLanguage};
use sea_orm::DbErr;

use super::{model::Writing, store};
use crate::{app::App, audit, mail::is_address, persistence::SealError, shared::random_token};

/// Where the address of an account is sealed.
pub(super) fn place_of(account: AccountId) -> String {
    format!("mail_address/{account}")
}

/// Why an address was not set.
#[derive(Debug, thiserror::Error)]
pub enum MailAddressError {
    /// It is none.
    #[error("不是电子邮箱地址 / not an e-mail address")]
    NoAddress,
    /// There is no such account.
    #[error("没有此账号 / no such account")]
    NoAccount,
    /// Somebody else set it first.
    #[error("内容已被他人修改 / changed in the meantime")]
    Stale,
    /// It cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The records.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// What becomes of the address.
#[derive(Clone, Copy, Debug)]
pub enum NewAddress<'a> {
    /// It stays.
    Kept,
    /// There is none any more.
    Removed,
    /// This one.
    Set(&'a str),
}

/// Sets where and how an account is written to. The record of it says that it was set, not to what.
///
/// # Errors
/// [`MailAddressError`].
pub async fn set_address(
    app: &App,
    by: &str,
    account: AccountId,
    seen: i64,
    (address, language): (NewAddress<'_>, Option<MailLanguage>),
) -> Result<(), MailAddressError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let found = store::writing(&*tx, account).await?;
    let address = match address {
        NewAddress::Kept => found.and_then(|found| found.address),
        NewAddress::Removed => None,
        NewAddress::Set(text) => {
            let text = text.trim();
            if !is_address(text) {
                return Err(MailAddressError::NoAddress);
            }
            Some(app.sealer.seal(&place_of(account), text)?)
        }
    };
    if !store::set_writing(&*tx, account, (address, language), seen, (by, now)).await? {
        return Err(MailAddressError::Stale);
    }
    record(app, &tx, (by, "notifications.set_address"), account).await?;
    tx.commit().await?;
    Ok(())
}

async fn record(
    app: &App,
    tx: &crate::persistence::WriteTx,
    (by, action): (&str, &str),
    account: AccountId,
) -> Result<(), DbErr> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: action.to_owned(),
        subject: format!("account/{account}"),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await
}

/// Where and how an account is written to, with the address open.
pub(super) async fn read(
    app: &App,
    account: AccountId,
) -> Result<(Option<Writing>, Option<String>, bool), MailAddressError> {
    let database = app.database.reader();
    let found = store::writing(database, account).await?;
    let sealed = found.as_ref().and_then(|found| found.address.as_deref());
    let address =
        sealed.map(|sealed| app.sealer.open_sealed(&place_of(account), sealed)).transpose()?;
    Ok((found, address, store::has_calendar(database, account).await?))
}

/// The account that signs in as `username`.
///
/// # Errors
/// There is none, or the records fail.
pub async fn named(app: &App, username: &str) -> Result<AccountId, MailAddressError> {
    let found = store::account_named(app.database.reader(), username).await?;
    found.ok_or(MailAddressError::NoAccount)
}

/// A new address for the calendar of an account; the old one opens nothing from now on. The word is told
/// once and kept as a digest.
///
/// # Errors
/// The records failing.
pub async fn renew_calendar(app: &App, by: &str, account: AccountId) -> Result<String, DbErr> {
    const BYTES: usize = 24;
    let token = random_token(BYTES);
    let tx = app.database.begin_write().await?;
    store::keep_calendar(&*tx, account, &token, app.clock.now()).await?;
    record(app, &tx, (by, "notifications.renew_calendar"), account).await?;
    tx.commit().await?;
    Ok(token)
}

/// Closes the calendar of an account.
pub(super) async fn close_calendar(app: &App, by: &str, account: AccountId) -> Result<(), DbErr> {
    let tx = app.database.begin_write().await?;
    store::drop_calendar(&*tx, account).await?;
    record(app, &tx, (by, "notifications.close_calendar"), account).await?;
    tx.commit().await
}

/// Whose calendar opens by `token`.
///
/// # Errors
/// The records failing.
pub async fn calendar_owner(app: &App, token: &str) -> Result<Option<AccountId>, DbErr> {
    store::calendar_account(app.database.reader(), token).await
}
