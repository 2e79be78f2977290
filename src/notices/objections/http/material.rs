//! What does a society send when it answers? A text alone, or a form of the text with files of material.

use axum::{
    extract::{FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use utoipa::ToSchema;

use super::bodies::ObjectionText;
use crate::{
    notices::objections::rules::ObjectionRules,
    web::{ApiError, Posted, ProblemCode, ValidJson, refuse_marked},
};

/// An answer with files of material.
#[derive(Debug, ToSchema)]
pub(super) struct ObjectionMaterial {
    /// In words.
    pub text: String,
    /// Files, each a part of its own; their names are not kept.
    #[schema(value_type = Vec<String>)]
    pub files: Vec<Vec<u8>>,
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

impl<S: Send + Sync> FromRequest<S> for ObjectionMaterial {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_form(&request) {
            let ValidJson(body) = ValidJson::<ObjectionText>::from_request(request, state).await?;
            return Ok(Self { text: body.text, files: Vec::new() });
        }
        let form = Multipart::from_request(request, state).await.map_err(|rejection| {
            ApiError::new(ProblemCode::BadBody)
                .detail(format!("表单无法读取：{rejection}"), format!("not a form: {rejection}"))
        })?;
        let rules = ObjectionRules::in_force().map_err(|error| ApiError::internal(&error))?;
        let posted = Posted::read(form, rules.evidence.most_bytes).await;
        if posted.is_cut {
            return Err(ApiError::new(ProblemCode::TooLarge));
        }
        refuse_marked(&[("/text", posted.text("text"))])?;
        Ok(Self { text: posted.text("text").to_owned(), files: posted.files })
    }
}
