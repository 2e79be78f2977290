//! Who may act for a society for a time, and how does that begin and end? (经办人授权)

use chrono::{DateTime, Duration, Utc};
use entity::{ids::RoleGrantId, vocabulary::Role};

use super::{
    account::Account,
    manage::{AccountError, is_good_name},
    password, store,
};
use crate::{
    app::App,
    audit,
    authz::Grant,
    idempotency,
    shared::{Secret, hex_sha256, random_token},
};

/// The longest time for which a clerk may be named: a round and what follows it.
const LONGEST_DAYS: i64 = 731;

/// A clerk to be named.
#[derive(Clone, Debug)]
pub struct NewDelegation {
    /// The account; made when there is none.
    pub username: String,
    /// The name to show, for an account that is made.
    pub display_name: Option<String>,
    /// Code of the society.
    pub society: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// For what.
    pub note: Option<String>,
}

/// A role in a society that an account holds or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Key.
    pub id: RoleGrantId,
    /// The account's user name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// Code of the society.
    pub society: String,
    /// Since when.
    pub granted_at: DateTime<Utc>,
    /// Who granted it.
    pub granted_by: String,
    /// When it ends; never where none is set.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// By whom.
    pub revoked_by: Option<String>,
    /// For what.
    pub note: Option<String>,
}

impl Delegation {
    /// Whether it holds at `now`; at its last moment it no longer does.
    pub fn is_in_force(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > now)
    }
}

/// A clerk who was named.
#[derive(Debug)]
pub struct Delegated {
    /// Key of the grant.
    pub id: RoleGrantId,
    /// The first password, where an account was made; shown once and kept nowhere.
    pub initial_password: Option<Secret>,
}

/// Why nobody was named, or nothing taken back.
#[derive(Debug, thiserror::Error)]
pub enum DelegationError {
    /// The account cannot be made.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// It ends before it begins, or too late.
    #[error(
        "授权期限须在今后 {LONGEST_DAYS} 天之内 / it must end within the next {LONGEST_DAYS} days"
    )]
    End,
    /// The account holds a duty that does not go with acting for a society.
    #[error(
        "该账号担任其他职责，不能代表学会 / the account holds another duty and cannot act for a society"
    )]
    OtherDuty,
    /// The account acts for the society already.
    #[error("该账号已是本学会经办人 / the account acts for this society already")]
    Already,
    /// There is no such grant in force.
    #[error("没有此项有效授权 / there is no such delegation in force")]
    Unknown,
    /// The request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

fn is_of_society(role: Role) -> bool {
    matches!(role, Role::SocietyClerk | Role::SocietyHead)
}

/// Names a clerk of a society, on behalf of `by`.
///
/// # Errors
/// See [`DelegationError`].
pub async fn delegate(
    app: &App,
    by: &str,
    key: Option<&idempotency::Key>,
    new: NewDelegation,
) -> Result<Delegated, DelegationError> {
    let now = app.clock.now();
    if new.expires_at <= now || new.expires_at > now + Duration::days(LONGEST_DAYS) {
        return Err(DelegationError::End);
    }
    if !is_good_name(&new.username) {
        return Err(AccountError::BadName.into());
    }
    // Hashing takes a while: before the transaction, and in vain where the account is there.
    let password = random_token(12);
    let hash = password::hash(password.clone()).await.map_err(|_| AccountError::Hash)?;
    let id: RoleGrantId = app.ids.next();
    let tx = app.database.begin_write().await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(DelegationError::Repeated);
    }
    let known = store::find(&*tx, &new.username, now).await?;
    let account = if let Some(account) = &known {
        if account.is_disabled || account.grants.iter().any(|held| !is_of_society(held.role)) {
            return Err(DelegationError::OtherDuty);
        }
        let own = |held: &Grant| held.society_code.as_deref() == Some(new.society.as_str());
        if account.grants.iter().any(own) {
            return Err(DelegationError::Already);
        }
        account.id
    } else {
        let account = Account {
            id: app.ids.next(),
            username: new.username.clone(),
            display_name: new.display_name.clone().unwrap_or_else(|| new.username.clone()),
            session_stamp: Account::stamp(&hash),
            password_hash: Secret::new(hash),
            is_disabled: false,
            grants: vec![],
        };
        store::insert(&*tx, app.ids, &account, now, by).await?;
        account.id
    };
    store::insert_delegation(&*tx, id, account, &new, now, by).await?;
    let entry = entry(by, "identity.delegate", &new.society, &new.username, new.note.clone());
    let after = format!("{} {}", new.username, new.expires_at);
    let entry = audit::Entry { after_digest: Some(hex_sha256(after.as_bytes())), ..entry };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    let initial_password = known.is_none().then(|| Secret::new(password));
    Ok(Delegated { id, initial_password })
}

fn entry(
    by: &str,
    action: &str,
    society: &str,
    username: &str,
    reason: Option<String>,
) -> audit::Entry {
    audit::Entry {
        actor: by.to_owned(),
        action: action.to_owned(),
        subject: format!("society/{society}/clerk/{username}"),
        reason,
        ..audit::Entry::default()
    }
}

/// Takes a clerk's role in `society` back, on behalf of `by`: from this moment it opens nothing.
///
/// # Errors
/// No such clerk of the society with a role in force.
pub async fn revoke(
    app: &App,
    by: &str,
    society: &str,
    id: RoleGrantId,
) -> Result<(), DelegationError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let all = store::delegations(&*tx, &[society.to_owned()]).await?;
    let held = all
        .into_iter()
        .find(|held| held.id == id && held.role == Role::SocietyClerk && held.is_in_force(now))
        .ok_or(DelegationError::Unknown)?;
    store::revoke_delegation(&*tx, id, now, by).await?;
    let entry = entry(by, "identity.revoke_delegation", society, &held.username, held.note);
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
