//! How is a policy stored? As it is written, for good; a changed text is another version.

use entity::ids::QuotaPolicyId;

use super::{
    super::{
        engine::{Policy, PolicyError},
        ledger::Stamp,
    },
    store::{self, NewPolicy},
    views::{PolicyDetail, PolicyView},
};
use crate::{app::App, audit, idempotency, persistence::WriteTx, shared::hex_sha256};

/// The policy that stands in the records from the first start on.
pub const DEFAULT_POLICY: &str = include_str!("../../../rules/quota/default.toml");

/// Why a policy was not stored.
#[derive(Debug, thiserror::Error)]
pub enum KeepPolicyError {
    /// The text is no policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The very text is stored already.
    #[error("该政策文本已保存 / this text is stored already")]
    Stored(QuotaPolicyId),
    /// The same request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// Stores a policy with a note on why it was written.
///
/// # Errors
/// No policy, the same text again, a repeated request, the records failing.
pub async fn keep(
    app: &App,
    by: &str,
    content: &str,
    note: &str,
    key: &idempotency::Key,
) -> Result<QuotaPolicyId, KeepPolicyError> {
    let policy = Policy::parse(content)?;
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    let digest = hex_sha256(content.as_bytes());
    if let Some(id) = store::with_digest(&*tx, &digest).await? {
        // The same request again finds its own policy.
        let is_new = idempotency::keep(&*tx, key, &id.to_string(), stamp.now).await?;
        return Err(if is_new { KeepPolicyError::Stored(id) } else { KeepPolicyError::Repeated });
    }
    let id =
        insert(&tx, &NewPolicy { policy: &policy, content, digest: &digest, note }, &stamp).await?;
    if !idempotency::keep(&*tx, key, &id.to_string(), stamp.now).await? {
        return Err(KeepPolicyError::Repeated);
    }
    tx.commit().await?;
    Ok(id)
}

async fn insert(
    tx: &WriteTx,
    new: &NewPolicy<'_>,
    stamp: &Stamp<'_>,
) -> Result<QuotaPolicyId, sea_orm::DbErr> {
    let id = store::insert(&**tx, new, stamp).await?;
    let entry = audit::Entry {
        actor: stamp.by.to_owned(),
        action: "quotas.keep_policy".to_owned(),
        subject: format!("quota_policy/{id}"),
        after_digest: Some(new.digest.to_owned()),
        reason: Some(new.note.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&**tx, stamp.now, entry).await?;
    Ok(id)
}

/// The key of this very text, where it is stored.
///
/// # Errors
/// The records failing.
pub async fn kept(app: &App, content: &str) -> Result<Option<QuotaPolicyId>, sea_orm::DbErr> {
    store::with_digest(app.database.reader(), &hex_sha256(content.as_bytes())).await
}

/// Stores a policy unless the very text is there, and gives its key.
///
/// # Errors
/// No policy, the records failing.
pub async fn keep_once(
    app: &App,
    by: &str,
    content: &str,
    note: &str,
) -> Result<QuotaPolicyId, KeepPolicyError> {
    if let Some(id) = kept(app, content).await? {
        return Ok(id);
    }
    let policy = Policy::parse(content)?;
    let digest = hex_sha256(content.as_bytes());
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    // Another process may have been faster.
    if let Some(id) = store::with_digest(&*tx, &digest).await? {
        return Ok(id);
    }
    let id =
        insert(&tx, &NewPolicy { policy: &policy, content, digest: &digest, note }, &stamp).await?;
    tx.commit().await?;
    Ok(id)
}

/// Stores the policy of the program unless it is there, and gives its key.
///
/// # Errors
/// The records failing.
pub async fn load_default_policy(app: &App) -> Result<QuotaPolicyId, KeepPolicyError> {
    keep_once(app, "system", DEFAULT_POLICY, "默认政策 / the default policy").await
}

/// Every policy, newest first.
///
/// # Errors
/// The records failing.
pub async fn list(app: &App) -> Result<Vec<PolicyView>, sea_orm::DbErr> {
    store::list(app.database.reader()).await
}

/// One policy with its text.
///
/// # Errors
/// The records failing.
pub async fn detail(app: &App, id: QuotaPolicyId) -> Result<Option<PolicyDetail>, sea_orm::DbErr> {
    store::detail(app.database.reader(), id).await
}
