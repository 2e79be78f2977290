//! What do bodies look like, coming and going?

use axum::{
    extract::{FromRequest, Request, rejection::JsonRejection},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::ToSchema;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::{
    marked::{refuse_marked, refuse_marked_body},
    problem::{ApiError, ProblemCode},
};
use crate::shared::Bilingual;

/// A body of one thing: `{"data": …}`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Data<T> {
    /// The thing.
    pub data: T,
}

impl<T: Serialize> IntoResponse for Data<T> {
    fn into_response(self) -> Response {
        axum::Json(self).into_response()
    }
}

/// Where a page lies in its list.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct PageMeta<F> {
    /// Rows in the whole list.
    pub total: u64,
    /// Most rows on this page.
    pub limit: u64,
    /// Rows before this page.
    pub offset: u64,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Cursor of the page before.
    pub previous: Option<String>,
    /// How many rows each filter would leave.
    #[serde(flatten)]
    pub facets: F,
}

/// A list without filters.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct NoFacets {}

/// A body of one page: `{"data": […], "meta": …}`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T, F> {
    /// The rows.
    pub data: Vec<T>,
    /// Where the page lies.
    pub meta: PageMeta<F>,
}

impl<T: Serialize, F: Serialize> IntoResponse for Page<T, F> {
    fn into_response(self) -> Response {
        axum::Json(self).into_response()
    }
}

pub(super) type Object = serde_json::Map<String, serde_json::Value>;

/// A JSON body whose fields keep their rules; all faults are told at once. Before anything is made of it,
/// every text in it is looked through for marks of classification: a body with one goes no further.
#[derive(Clone, Copy, Debug)]
pub struct ValidJson<T>(pub T);

impl<T, S> FromRequest<S> for ValidJson<T>
where
    T: DeserializeOwned + Validate,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let object = read(request, state).await?;
        refuse_marked_body(&object)?;
        shape(object).map(Self)
    }
}

/// A JSON body like [`ValidJson`], but for the marks of classification: the room itself looks for them in
/// every text that it keeps. For edits of a dossier, which come every few seconds, so that none is looked
/// through twice.
#[derive(Clone, Copy, Debug)]
pub struct SelfScreenedJson<T>(pub T);

impl<T, S> FromRequest<S> for SelfScreenedJson<T>
where
    T: DeserializeOwned + Validate,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        shape(read(request, state).await?).map(Self)
    }
}

/// Why a body is not what was expected. The library says again what it met: never a text with a mark.
fn unreadable(why: &dyn std::fmt::Display) -> ApiError {
    let why = why.to_string();
    let plain = || {
        ApiError::new(ProblemCode::BadBody)
            .detail(format!("须为 JSON 对象：{why}"), format!("a JSON object is expected: {why}"))
    };
    refuse_marked(&[("", why.as_str())]).err().unwrap_or_else(plain)
}

/// An object first: a list would fill the fields by their order.
async fn read(request: Request, state: &(impl Send + Sync)) -> Result<Object, ApiError> {
    match axum::Json::<Object>::from_request(request, state).await {
        Ok(axum::Json(object)) => Ok(object),
        Err(JsonRejection::BytesRejection(_)) => Err(ApiError::new(ProblemCode::TooLarge)),
        Err(other) => Err(unreadable(&other)),
    }
}

fn shape<T: DeserializeOwned + Validate>(object: Object) -> Result<T, ApiError> {
    let body: T = serde_json::from_value(serde_json::Value::Object(object))
        .map_err(|error| unreadable(&error))?;
    body.validate().map_err(|errors| faults(&errors))?;
    Ok(body)
}

/// Every field fault of a body with its place, in the order of the fields' names.
fn faults(errors: &ValidationErrors) -> ApiError {
    faults_at("", errors, ApiError::new(ProblemCode::Invalid))
}

fn faults_at(place: &str, errors: &ValidationErrors, problem: ApiError) -> ApiError {
    let mut fields: Vec<_> = errors.errors().iter().collect();
    fields.sort_by(|one, other| one.0.cmp(other.0));
    fields.into_iter().fold(problem, |problem, (field, kind)| {
        let place = format!("{place}/{field}");
        match kind {
            ValidationErrorsKind::Field(faults) => faults
                .iter()
                .fold(problem, |problem, fault| problem.field(&place, &fault.code, allowed(fault))),
            ValidationErrorsKind::Struct(within) => faults_at(&place, within, problem),
            ValidationErrorsKind::List(rows) => {
                rows.iter().fold(problem, |problem, (at, within)| {
                    faults_at(&format!("{place}/{at}"), within, problem)
                })
            }
        }
    })
}

/// What a field may hold.
fn allowed(fault: &ValidationError) -> Bilingual {
    let bound = |name: &str| fault.params.get(name).map(ToString::to_string);
    match (bound("min"), bound("max")) {
        (Some(min), Some(max)) => Bilingual::new(
            format!("须在 {min} 到 {max} 之间"),
            format!("must lie between {min} and {max}"),
        ),
        (Some(min), None) => {
            Bilingual::new(format!("不得小于 {min}"), format!("must be at least {min}"))
        }
        (None, Some(max)) => {
            Bilingual::new(format!("不得大于 {max}"), format!("must be at most {max}"))
        }
        (None, None) => Bilingual::new("不符合要求", "does not meet its rule"),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize, Validate)]
    struct Edited {
        edits: Vec<i64>,
    }

    async fn read_as_edits(body: &serde_json::Value) -> Result<Vec<i64>, ApiError> {
        let request = axum::http::Request::post("/").header("content-type", "application/json");
        let request = request.body(Body::from(body.to_string())).unwrap();
        SelfScreenedJson::<Edited>::from_request(request, &()).await.map(|body| body.0.edits)
    }

    #[tokio::test]
    async fn why_a_body_is_not_read_never_says_a_mark_again() {
        assert_eq!(read_as_edits(&json!({ "edits": [1] })).await.unwrap(), [1]);
        let told = read_as_edits(&json!({ "edits": "甲" })).await.unwrap_err();
        assert!(told.detail.zh.contains('甲'), "{told:?}");
        for body in [json!("机密★示范"), json!({ "edits": "机密★示范" })] {
            let told = read_as_edits(&body).await.unwrap_err();
            assert_eq!(told.code, ProblemCode::Invalid, "{told:?}");
            assert_eq!(told.errors[0].1, "classified", "{told:?}");
            assert!(!format!("{told:?}").contains("示范"), "{told:?}");
        }
    }
}
