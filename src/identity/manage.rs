//! How does an account come to be, and how does a lost password end?

use entity::vocabulary::Role;

use super::{account::Account, password, store};
use crate::{
    app::App,
    audit,
    authz::Grant,
    shared::{Secret, hex_sha256},
};

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name to sign in with: 3 to 64 of `a–z 0–9 . _ -`.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The password, ten characters at least.
    pub password: Secret,
    /// The roles granted, for a society's roles with the society's code.
    pub grants: Vec<Grant>,
}

/// Why an account was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The name is not of the allowed form.
    #[error("用户名须为 3–64 位小写字母、数字或 . _ - / a user name is 3 to 64 of a-z 0-9 . _ -")]
    BadName,
    /// The password is too short.
    #[error("密码不得少于 10 个字符 / a password has ten characters or more")]
    ShortPassword,
    /// A society's role without its society.
    #[error("学会角色须指明学会代码 / a society's role needs the society's code")]
    SocietyMissing,
    /// The name is taken.
    #[error("用户名 {0} 已存在 / the user name {0} is taken")]
    Taken(String),
    /// No such account.
    #[error("没有账号 {0} / there is no account {0}")]
    Unknown(String),
    /// The password could not be hashed.
    #[error("密码处理失败 / the password could not be hashed")]
    Hash,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

pub(super) fn is_good_name(name: &str) -> bool {
    (3..=64).contains(&name.len())
        && name.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte)
        })
}

fn entry(by: &str, action: &str, account: &Account) -> audit::Entry {
    audit::Entry {
        actor: by.to_owned(),
        action: action.to_owned(),
        subject: format!("account/{}", account.username),
        after_digest: Some(hex_sha256(format!("{:?}", account.grants).as_bytes())),
        ..audit::Entry::default()
    }
}

/// Makes an account, on behalf of `by`.
///
/// # Errors
/// A bad name or password, a name that is taken.
pub async fn add_account(app: &App, by: &str, new: NewAccount) -> Result<(), AccountError> {
    if !is_good_name(&new.username) {
        return Err(AccountError::BadName);
    }
    if new.password.expose().chars().count() < 10 {
        return Err(AccountError::ShortPassword);
    }
    let needs_society = |grant: &Grant| {
        matches!(grant.role, Role::SocietyClerk | Role::SocietyHead) && grant.society_code.is_none()
    };
    if new.grants.iter().any(needs_society) {
        return Err(AccountError::SocietyMissing);
    }
    let hash =
        password::hash(new.password.expose().to_owned()).await.map_err(|_| AccountError::Hash)?;
    let account = Account {
        id: app.ids.next(),
        username: new.username,
        display_name: new.display_name,
        session_stamp: Account::stamp(&hash),
        password_hash: Secret::new(hash),
        is_disabled: false,
        grants: new.grants,
    };
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    if store::find(&*tx, &account.username, now).await?.is_some() {
        return Err(AccountError::Taken(account.username));
    }
    store::insert(&*tx, app.ids, &account, now, by).await?;
    audit::record(&*tx, now, entry(by, "identity.add_account", &account)).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets a new password, which also ends the account's sessions.
///
/// # Errors
/// No such account, a password that is too short.
pub async fn reset_password(
    app: &App,
    by: &str,
    username: &str,
    new: &Secret,
) -> Result<(), AccountError> {
    if new.expose().chars().count() < 10 {
        return Err(AccountError::ShortPassword);
    }
    let hash = password::hash(new.expose().to_owned()).await.map_err(|_| AccountError::Hash)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let account = store::find(&*tx, username, now)
        .await?
        .ok_or_else(|| AccountError::Unknown(username.to_owned()))?;
    store::set_password(&*tx, account.id, &hash).await?;
    store::forget_misses(&*tx, username).await?;
    audit::record(&*tx, now, entry(by, "identity.reset_password", &account)).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for good in ["abc", "office.zhang-2", "a_b"] {
            assert!(is_good_name(good), "{good}");
        }
        for bad in ["ab", "Office", "a b c", "张三丰", "a/b/c", &"x".repeat(65)] {
            assert!(!is_good_name(bad), "{bad}");
        }
    }
}
