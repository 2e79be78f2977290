//! The routes of the reviews, and how it is told why something was refused.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use super::{
    aggregate, blind, errors::ReviewError, phases, questions, reading, record, redaction, scoring,
    workbook,
};
use crate::{
    app::App,
    authz,
    web::{ApiError, ProblemCode},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(phases::http::routes())
        .merge(scoring::http::routes())
        .merge(workbook::http::routes())
        .merge(blind::http::routes())
        .merge(reading::http::routes())
        .merge(redaction::http::routes())
        .merge(questions::http::routes())
        .merge(aggregate::http::routes())
        .merge(record::http::routes())
}

impl From<ReviewError> for ApiError {
    fn from(error: ReviewError) -> Self {
        let told = |problem: Self, fields: Vec<super::errors::BadField>| {
            fields
                .into_iter()
                .fold(problem, |problem, one| problem.field(&one.pointer, one.code, one.words))
        };
        match error {
            ReviewError::NotFound => Self::new(ProblemCode::NotFound),
            ReviewError::Denied => Self::new(ProblemCode::Forbidden),
            ReviewError::Walled => authz::Walled.into(),
            ReviewError::SamePerson => Self::new(ProblemCode::Forbidden).detail(
                "须由另一人办理",
                "another person than the one who did the first part has to do this",
            ),
            // A door that can show what stands now does so before it comes to this.
            ReviewError::Stale => Self::new(ProblemCode::Stale),
            ReviewError::Repeated => Self::new(ProblemCode::KeyReused),
            ReviewError::Refused(words, fields) => {
                told(Self::new(ProblemCode::Conflict).detail(words.zh, words.en), fields)
            }
            ReviewError::Invalid(fields) => told(Self::new(ProblemCode::Invalid), fields),
            ReviewError::Inside(error) => Self::internal(&error),
            ReviewError::Records(error) => error.into(),
        }
    }
}
