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

/// How often a number under a name is looked for: others may take one each time.
const MOST_TRIES: u32 = 16;

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
    let digest = hex_sha256(content.as_bytes());
    let tx = app.database.begin_write().await?;
    let new = NewPolicy { policy: &policy, content, digest: &digest, note };
    let Stored { id, is_new } = store_once(&tx, &new, &stamp).await?;
    // The same request again finds its own policy.
    if !idempotency::keep(&*tx, key, &id.to_string(), stamp.now).await? {
        return Err(KeepPolicyError::Repeated);
    }
    if !is_new {
        return Err(KeepPolicyError::Stored(id));
    }
    tx.commit().await?;
    Ok(id)
}

/// A policy that is stored.
struct Stored {
    id: QuotaPolicyId,
    /// Whether it was not there before.
    is_new: bool,
}

/// Stores a text unless it is there. Two who store it at once, such as two first starts, store it once: who is
/// second waits for the first and finds what that one stored.
async fn store_once(
    tx: &WriteTx,
    new: &NewPolicy<'_>,
    stamp: &Stamp<'_>,
) -> Result<Stored, sea_orm::DbErr> {
    for _ in 0..MOST_TRIES {
        if let Some(id) = store::with_digest(&**tx, new.digest).await? {
            return Ok(Stored { id, is_new: false });
        }
        // None where another text took the number: the next try counts it.
        if let Some(id) = store::insert(&**tx, new, stamp).await? {
            audit::record(&**tx, stamp.now, entry(id, new, stamp)).await?;
            return Ok(Stored { id, is_new: true });
        }
    }
    Err(sea_orm::DbErr::Custom("a policy finds no number under its name".to_owned()))
}

fn entry(id: QuotaPolicyId, new: &NewPolicy<'_>, stamp: &Stamp<'_>) -> audit::Entry {
    audit::Entry {
        actor: stamp.by.to_owned(),
        action: "quotas.keep_policy".to_owned(),
        subject: format!("quota_policy/{id}"),
        after_digest: Some(new.digest.to_owned()),
        reason: Some(new.note.to_owned()),
        ..audit::Entry::default()
    }
}

/// The key of this very text, where it is stored.
///
/// # Errors
/// The records failing.
pub async fn kept(app: &App, content: &str) -> Result<Option<QuotaPolicyId>, sea_orm::DbErr> {
    store::with_digest(app.database.reader(), &hex_sha256(content.as_bytes())).await
}

/// Stores a policy, which was read from `content`, unless the very text is there, and gives its key.
///
/// # Errors
/// The records failing.
pub async fn keep_once(
    app: &App,
    by: &str,
    (content, policy): (&str, &Policy),
    note: &str,
) -> Result<QuotaPolicyId, sea_orm::DbErr> {
    let digest = hex_sha256(content.as_bytes());
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    let new = NewPolicy { policy, content, digest: &digest, note };
    let id = store_once(&tx, &new, &stamp).await?.id;
    tx.commit().await?;
    Ok(id)
}

/// Stores the policy of the program unless it is there, and gives its key.
///
/// # Errors
/// The records failing.
pub async fn load_default_policy(app: &App) -> Result<QuotaPolicyId, KeepPolicyError> {
    // Without a transaction that writes: it is there at every start but the first.
    if let Some(id) = kept(app, DEFAULT_POLICY).await? {
        return Ok(id);
    }
    let policy = Policy::parse(DEFAULT_POLICY)?;
    let note = "默认政策 / the default policy";
    Ok(keep_once(app, "system", (DEFAULT_POLICY, &policy), note).await?)
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
