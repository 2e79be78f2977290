//! Is the password right? Argon2id (RFC 9106) with the crate's present parameters.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};

/// Hash of a password that nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5\
                      $u3b1m3o9g8bQy4q2m5F3v9m0Jc1k0Xw6b8h1n2r3s4U";

/// Why no hash could be made.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub(super) struct HashError(String);

/// Hashes `password` with a fresh salt, off the async threads.
pub(super) async fn hash(password: String) -> Result<String, HashError> {
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| HashError(error.to_string()))
    })
    .await
    .map_err(|error| HashError(error.to_string()))?
}

/// Whether `password` is the one behind `hash`, off the async threads. Without a hash the work is
/// done all the same, so that the time taken does not tell whether an account exists.
pub(super) async fn is_right(password: String, hash: Option<String>) -> bool {
    let is_known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    let is_match = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|parsed| {
            Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
        })
    })
    .await
    .unwrap_or(false);
    is_known && is_match
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_unknown_name_costs_the_work_of_a_known_one() {
        let real = hash("correct horse".to_owned()).await.unwrap();
        let (nobody, real) =
            (PasswordHash::new(NOBODY).unwrap(), PasswordHash::new(&real).unwrap());
        assert_eq!(nobody.params, real.params);
        assert_eq!(nobody.hash.map(|hash| hash.len()), real.hash.map(|hash| hash.len()));
    }

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let hash = hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_right("correct horse".to_owned(), Some(hash.clone())).await);
        assert!(!is_right("Correct horse".to_owned(), Some(hash)).await);
        assert!(!is_right("anything".to_owned(), None).await);
        assert!(!is_right(String::new(), Some("not a hash".to_owned())).await);
    }
}
