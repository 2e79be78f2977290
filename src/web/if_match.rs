//! Which version of a thing did the caller see? `ETag` out, `If-Match` in (RFC 9110 §13.1.1).
//!
//! Everything that people edit carries a `version`. An answer that shows it is [`Tagged`]; a change
//! takes [`IfMatch`], loads the thing, and refuses with [`IfMatch::check`] when it has moved on, so
//! that of two people who edit at once the second sees what the first wrote and nothing is lost.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{
    json::Data,
    problem::{ApiError, Present, ProblemCode},
};

/// The version that the caller saw, from the header `If-Match: "7"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl IfMatch {
    /// Lets pass when the version seen is the `present` one.
    ///
    /// # Errors
    /// [`ProblemCode::Stale`], which carries what stands now.
    pub fn check(self, present: i64, data: &impl Serialize) -> Result<(), ApiError> {
        if self.0 == present { Ok(()) } else { Err(ApiError::stale(present, data)) }
    }

    /// The version in the text of a header: `"7"`, or `"7-…"` of an answer that shows more than the
    /// thing itself.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("W/").unwrap_or(text);
        let tag = text.strip_prefix('"')?.strip_suffix('"')?;
        tag.split('-').next()?.parse().ok().map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let header = parts.headers.get(header::IF_MATCH).ok_or_else(|| {
            ApiError::new(ProblemCode::PreconditionRequired).detail(
                "请带上读取时返回的 ETag，如 If-Match: \"7\"",
                "send the ETag of what you read, such as If-Match: \"7\"",
            )
        })?;
        header.to_str().ok().and_then(Self::parse).ok_or_else(|| {
            ApiError::new(ProblemCode::BadParameter).detail(
                "If-Match 须为读取时返回的 ETag",
                "If-Match must be an ETag that an answer carried",
            )
        })
    }
}

/// The entity tag of a version.
pub fn etag(version: i64) -> HeaderValue {
    // Digits and quotes are always allowed in a header.
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// A body of one thing with its version as entity tag.
#[derive(Clone, Debug)]
pub struct Tagged<T> {
    /// 200, or 201 for what was just made.
    pub status: StatusCode,
    /// The version.
    pub version: i64,
    /// The thing.
    pub data: T,
}

impl<T> Tagged<T> {
    /// The thing as it stands at `version`.
    pub fn new(version: i64, data: T) -> Self {
        Self { status: StatusCode::OK, version, data }
    }

    /// The thing as it was just made.
    pub fn created(version: i64, data: T) -> Self {
        Self { status: StatusCode::CREATED, version, data }
    }
}

impl<T: Serialize> Tagged<T> {
    /// What `shown` finds after a deed; where somebody else was first, the refusal carries it.
    ///
    /// # Errors
    /// The deed was refused, or what stands now cannot be shown.
    pub async fn after<D, E, Shown>(
        done: Result<D, E>,
        shown: impl FnOnce() -> Shown,
    ) -> Result<Self, ApiError>
    where
        E: Into<ApiError>,
        Shown: Future<Output = Result<Self, ApiError>>,
    {
        let refused: Option<ApiError> = done.err().map(Into::into);
        match refused {
            None => shown().await,
            Some(error) if error.code == ProblemCode::Stale => {
                let now = shown().await?;
                Err(ApiError::stale(now.version, &now.data))
            }
            Some(error) => Err(error),
        }
    }
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = (self.status, Data { data: self.data }).into_response();
        response.headers_mut().insert(header::ETAG, etag(self.version));
        response
    }
}

impl ApiError {
    /// The thing moved on since the caller read it; `data` is what stands now.
    pub fn stale(version: i64, data: &impl Serialize) -> Self {
        let mut problem = Self::new(ProblemCode::Stale).detail(
            "他人已先修改；请对照现状后重新提交",
            "someone else changed it first; compare with what stands now and send again",
        );
        let data = serde_json::to_value(data).unwrap_or_default();
        problem.present = Some(Box::new(Present { version, data }));
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_number_in_quotes() {
        for (text, version) in [
            ("\"7\"", Some(7)),
            (" W/\"12\" ", Some(12)),
            ("\"3-0189ab\"", Some(3)),
            ("\"0\"", Some(0)),
        ] {
            assert_eq!(IfMatch::parse(text), version.map(IfMatch), "{text}");
        }
        for bad in
            ["", "*", "7", "\"\"", "\"x\"", "\"7", "\"1\", \"2\"", "\"99999999999999999999\""]
        {
            assert_eq!(IfMatch::parse(bad), None, "{bad}");
        }
        assert_eq!(etag(7), "\"7\"");
    }

    #[test]
    fn a_stale_change_is_told_what_stands_now() {
        assert!(IfMatch(7).check(7, &"now").is_ok());
        let error = IfMatch(6).check(7, &"now").unwrap_err();
        assert_eq!(error.code, ProblemCode::Stale);
        assert_eq!(error.present.unwrap().data, "now");
    }

    #[tokio::test]
    async fn a_deed_that_came_second_is_told_what_stands_now() {
        let shown = || async { Ok::<_, ApiError>(Tagged::new(7, "now")) };
        let done = Tagged::after(Ok::<_, ApiError>(()), shown).await.unwrap();
        assert_eq!((done.version, done.data), (7, "now"));
        let of = |code| Err::<(), _>(ApiError::new(code));
        let stale = Tagged::after(of(ProblemCode::Stale), shown).await.unwrap_err();
        assert_eq!(stale.present.map(|now| (now.version, now.data)), Some((7, "now".into())));
        let refused = Tagged::after(of(ProblemCode::NotFound), shown).await.unwrap_err();
        assert_eq!((refused.code, refused.present), (ProblemCode::NotFound, None));
    }
}
