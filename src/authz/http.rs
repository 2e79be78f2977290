//! Who reads the answer, and in which language?

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{Actor, Denied};
use crate::{
    shared::Language,
    web::{ApiError, ProblemCode, language},
};

/// The signed-in reader. The roof resolves the session and puts the actor into the request.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Who.
    pub actor: Actor,
    /// In which language.
    pub language: Language,
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let actor = parts
            .extensions
            .get::<Actor>()
            .cloned()
            .ok_or_else(|| ApiError::new(ProblemCode::SignedOut))?;
        Ok(Self { actor, language: language(&parts.headers) })
    }
}

impl From<Denied> for ApiError {
    fn from(_: Denied) -> Self {
        Self::new(ProblemCode::Forbidden)
    }
}
