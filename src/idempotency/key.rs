//! By what is a repeated request known?

use axum::http::HeaderMap;
use entity::ids::AccountId;

use crate::{
    shared::hex_sha256,
    web::{ApiError, ProblemCode},
};

/// The key of a request: whose, which word, for what.
#[derive(Clone, Debug)]
pub struct Key {
    pub(super) account: AccountId,
    pub(super) word: String,
    pub(super) route: String,
    pub(super) body_digest: String,
}

impl Key {
    /// The key in the `Idempotency-Key` header of a request of `account` to `route` with `body`.
    ///
    /// # Errors
    /// The header is missing, or no word of 8 to 200 visible characters.
    pub fn of(
        headers: &HeaderMap,
        account: AccountId,
        route: &str,
        body: &impl serde::Serialize,
    ) -> Result<Self, ApiError> {
        let word = headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .filter(|word| (8..=200).contains(&word.len()))
            .ok_or_else(|| {
                ApiError::new(ProblemCode::KeyRequired)
                    .detail("须为 8–200 个可见字符", "8 to 200 visible characters are expected")
            })?;
        Ok(Self {
            account,
            word: word.to_owned(),
            route: route.to_owned(),
            body_digest: hex_sha256(&serde_json::to_vec(body).unwrap_or_default()),
        })
    }
}
