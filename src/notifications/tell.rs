//! How is something told? As a row for each person, in the transaction of the deed.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::{AccountId, NoticeId};

use super::{
    notice::{Notice, To},
    store::{self, NewRow},
    templates::{Goes, templates},
};
use crate::{app::App, audit, persistence::WriteTx, shared::end_of_day_after};

/// Where the address of a notice for somebody without an account is sealed.
pub(super) fn place_of_notice(id: NoticeId) -> String {
    format!("notice/{id}")
}

/// The word of an account as a recipient.
pub(super) fn word_of(account: AccountId) -> String {
    format!("account/{account}")
}

/// The word of an address as a recipient, which does not tell the address.
pub(super) fn word_of_address(app: &App, address: &str) -> String {
    format!("address/{}", app.sealer.fingerprint(address.trim().to_lowercase().as_bytes()))
}

/// Tells `to` of something, once for each person, and marks the older unsent notices that it stands for.
/// Called after the deed was recorded (`audit::record`) in the same transaction: whoever did what was
/// recorded last may not release the message.
///
/// # Errors
/// The records failing.
pub async fn tell(app: &App, tx: &WriteTx, to: &To, notice: &Notice) -> Result<(), sea_orm::DbErr> {
    tell_since(app, tx, (to, notice), None).await
}

/// As [`tell`], but to nobody who was told of the same today, by a notice of the same kind about the same thing;
/// a day is one of Beijing.
///
/// # Errors
/// The records failing.
pub async fn tell_once_a_day(
    app: &App,
    tx: &WriteTx,
    to: &To,
    notice: &Notice,
) -> Result<(), sea_orm::DbErr> {
    let begin = end_of_day_after(app.clock.now(), 0) - TimeDelta::days(1);
    tell_since(app, tx, (to, notice), Some(begin)).await
}

/// Tells those who were not told of it since an instant, if there is one.
async fn tell_since(
    app: &App,
    tx: &WriteTx,
    (to, notice): (&To, &Notice),
    since: Option<DateTime<Utc>>,
) -> Result<(), sea_orm::DbErr> {
    let templates = templates().map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?;
    let Some(template) = templates.of(notice.kind) else { return Ok(()) };
    let now = app.clock.now();
    let caused_by = audit::last_actor(&**tx).await?;
    let row = NewRow {
        id: app.ids.next(),
        account: None,
        address: None,
        recipient: "",
        family: &template.family,
        is_digest: template.goes == Goes::Digest,
        caused_by: caused_by.as_deref(),
        notice,
        now,
    };
    if let To::Address(address) = to {
        let sealed = app
            .sealer
            .seal(&place_of_notice(row.id), address.trim())
            .map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?;
        let recipient = word_of_address(app, address);
        // Nobody collects notices for somebody without an account: each goes by itself.
        let row = NewRow { address: Some(sealed), recipient: &recipient, is_digest: false, ..row };
        return write(tx, row, since).await;
    }
    for account in store::accounts(&**tx, to, now).await? {
        let recipient = word_of(account);
        let own = NewRow {
            id: app.ids.next(),
            account: Some(account),
            recipient: &recipient,
            ..row.clone()
        };
        write(tx, own, since).await?;
    }
    Ok(())
}

async fn write(
    tx: &WriteTx,
    row: NewRow<'_>,
    since: Option<DateTime<Utc>>,
) -> Result<(), sea_orm::DbErr> {
    if let Some(since) = since
        && store::is_told_since(&**tx, &row, since).await?
    {
        return Ok(());
    }
    store::supersede(&**tx, &row).await?;
    store::insert(&**tx, row).await
}
