//! May this person come in? Wrong passwords make an account wait, each miss longer than the last.

use chrono::{DateTime, Duration, Utc};

use super::{account::Account, password, store};
use crate::{app::App, audit, config::SignInConfig};

/// Why a person may not come in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// User name or password is wrong, or the account is disabled; which one is not told.
    #[error("wrong user name or password")]
    BadCredentials,
    /// Too many wrong passwords.
    #[error("too many attempts")]
    MustWait {
        /// Seconds to wait.
        seconds: i64,
    },
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// How long an account waits after its `misses`-th wrong password in a row.
fn wait(misses: i32, config: &SignInConfig) -> Option<Duration> {
    let beyond = u32::try_from(misses - config.free_attempts).ok()?;
    let seconds = config.first_wait_seconds.saturating_mul(1_i64 << beyond.min(30));
    Some(Duration::seconds(seconds.min(config.longest_wait_seconds)))
}

fn remaining(locked_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<i64> {
    let left = (locked_until? - now).num_milliseconds();
    (left > 0).then(|| (left + 999) / 1000)
}

/// Checks a user name and password.
///
/// # Errors
/// Refused, or made to wait; the records failing.
pub async fn sign_in(app: &App, username: &str, password: String) -> Result<Account, SignInError> {
    let now = app.clock.now();
    let database = app.database.reader();
    if let Some(seconds) = remaining(store::misses(database, username).await?.locked_until, now) {
        return Err(SignInError::MustWait { seconds });
    }
    let account =
        store::find(database, username, now).await?.filter(|account| !account.is_disabled);
    let hash = account.as_ref().map(|known| known.password_hash.expose().to_owned());
    let is_right = password::is_right(password, hash).await;

    let tx = app.database.begin_write().await?;
    if is_right {
        store::forget_misses(&*tx, username).await?;
    } else {
        // Read again: another attempt may have been counted while this one was checked.
        let count = store::misses(&*tx, username).await?.count.saturating_add(1);
        let locked_until = wait(count, &app.config.sign_in).map(|wait| now + wait);
        store::keep_misses(&*tx, username, store::Misses { count, locked_until }, now).await?;
    }
    if let Some(account) = &account {
        let action = if is_right { "identity.sign_in" } else { "identity.sign_in_refused" };
        let entry = audit::Entry {
            actor: account.username.clone(),
            action: action.to_owned(),
            subject: format!("account/{}", account.username),
            ..audit::Entry::default()
        };
        audit::record(&*tx, now, entry).await?;
    }
    tx.commit().await?;
    account.filter(|_| is_right).ok_or(SignInError::BadCredentials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_begins_after_the_free_attempts_doubles_and_is_bounded() {
        let config =
            SignInConfig { free_attempts: 5, first_wait_seconds: 30, longest_wait_seconds: 900 };
        let seconds = |misses| wait(misses, &config).map(|wait| wait.num_seconds());
        assert_eq!(seconds(4), None);
        assert_eq!(seconds(5), Some(30));
        assert_eq!(seconds(6), Some(60));
        assert_eq!(seconds(9), Some(480));
        assert_eq!(seconds(10), Some(900));
        assert_eq!(seconds(i32::MAX), Some(900));
    }

    #[test]
    fn a_part_of_a_second_counts_as_a_second() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(remaining(Some(now + Duration::milliseconds(1)), now), Some(1));
        assert_eq!(remaining(Some(now), now), None);
        assert_eq!(remaining(None, now), None);
    }
}
