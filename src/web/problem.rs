//! How does an error reach a caller? As one `application/problem+json` (RFC 9457), in the reader's
//! language, telling nothing of the inside.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::marked::Marks;
use crate::{
    classified::Sighting,
    shared::{Bilingual, Language},
};

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:ident, $zh:literal, $en:literal;)+) => {
        /// Everything that can go wrong at the door: code, status and title in one table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ProblemCode { $($(#[$doc])* $name,)+ }

        impl ProblemCode {
            /// Every code, in the table's order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// The code as sent.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code),+ } }
            /// The HTTP status.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),+ }
            }
            /// The title.
            pub fn title(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Chinese) => $zh, (Self::$name, Language::English) => $en,)+
                }
            }
        }
    };
}

problem_codes! {
    /// No session, or it has ended.
    SignedOut = "signed_out", UNAUTHORIZED, "请先登录", "Please sign in";
    /// User name or password is wrong.
    BadCredentials = "bad_credentials", UNAUTHORIZED, "用户名或密码不正确", "The user name or the password is wrong";
    /// Too many wrong passwords.
    TooManyAttempts = "too_many_attempts", TOO_MANY_REQUESTS, "尝试次数过多，请稍后再试", "Too many attempts; please wait";
    /// The actor may know of the thing but not do this.
    Forbidden = "forbidden", FORBIDDEN, "没有进行此操作的权限", "You may not do this";
    /// The request does not come from Laurel's own pages.
    ForeignRequest = "foreign_request", FORBIDDEN, "请求来源不被接受", "The request did not come from these pages";
    /// No such thing, or the actor may not know of it.
    NotFound = "not_found", NOT_FOUND, "未找到", "Not found";
    /// The path takes other methods.
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "不支持的请求方法", "This method is not allowed here";
    /// The request does not say which version it changes.
    PreconditionRequired = "precondition_required", PRECONDITION_REQUIRED, "缺少 If-Match 请求头", "The If-Match header is missing";
    /// The thing was changed by someone else in the meantime.
    Stale = "stale", PRECONDITION_FAILED, "内容已被他人修改", "This was changed in the meantime";
    /// The state forbids it.
    Conflict = "conflict", CONFLICT, "与当前状态冲突", "This conflicts with the present state";
    /// Another version of the upload protocol is spoken.
    UploadVersion = "upload_version", PRECONDITION_FAILED, "不支持的续传协议版本", "This version of the upload protocol is not spoken here";
    /// Every place of a quota is taken.
    QuotaExhausted = "quota_exhausted", CONFLICT, "提名限额已用完", "Every place of the quota is taken";
    /// The key was used for another request.
    KeyReused = "idempotency_key_reused", UNPROCESSABLE_ENTITY, "幂等键已用于另一请求", "The idempotency key was used for another request";
    /// The request lacks its key.
    KeyRequired = "idempotency_key_required", BAD_REQUEST, "缺少 Idempotency-Key 请求头", "The Idempotency-Key header is missing";
    /// The body is not JSON of the right form.
    BadBody = "bad_body", BAD_REQUEST, "请求内容无法解析", "The body cannot be read";
    /// A query parameter or path part is wrong.
    BadParameter = "bad_parameter", BAD_REQUEST, "请求参数不正确", "A parameter is wrong";
    /// Fields break their rules.
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "填写内容不符合要求", "Some fields do not meet their rules";
    /// The body is too large.
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "请求内容过大", "The body is too large";
    /// The request took too long.
    TimedOut = "timed_out", SERVICE_UNAVAILABLE, "处理超时，请重试", "This took too long; please try again";
    /// The part asked for is not ready.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "服务暂不可用，请稍后再试", "Not available just now; please try again";
    /// A fault of ours.
    Internal = "internal", INTERNAL_SERVER_ERROR, "服务器内部错误", "Internal server error";
}

/// A field that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    /// JSON pointer (RFC 6901) to the field.
    pub pointer: String,
    /// Which rule is broken.
    pub code: String,
    /// What is allowed, in the reader's language.
    pub message: String,
}

/// What stands now, told to a caller whose change came too late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Present {
    /// Its version, to send as `If-Match` next.
    pub version: i64,
    /// The thing itself, as its own address shows it.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// The body of every error (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A relative address that names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, in the reader's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What can be done or what is allowed, in the reader's language.
    pub detail: String,
    /// A word that programs can rely on.
    pub code: String,
    /// The request's key, to quote when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The fields at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// What stands now, when the change came too late (`stale`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub present: Option<Present>,
}

/// The only error that leaves a route; the roof turns it into a [`Problem`] in the right language.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// What kind.
    pub code: ProblemCode,
    /// More about it.
    pub detail: Bilingual,
    /// The fields at fault, with their messages in both languages.
    pub errors: Vec<(String, String, Bilingual)>,
    /// Seconds after which to try again.
    pub retry_after: Option<i64>,
    /// What stands now, when the change came too late.
    pub present: Option<Box<Present>>,
    /// Marks of classification for which it was refused: for the roof to tell of, and for no caller.
    pub marks: Box<[Sighting]>,
}

impl ApiError {
    /// A problem of kind `code` without further detail.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            detail: Bilingual::default(),
            errors: Vec::new(),
            retry_after: None,
            present: None,
            marks: Box::default(),
        }
    }

    /// Adds what can be done or what is allowed.
    #[must_use]
    pub fn detail(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.detail = Bilingual::new(zh, en);
        self
    }

    /// Adds a field at fault.
    #[must_use]
    pub fn field(mut self, pointer: &str, code: &str, message: Bilingual) -> Self {
        self.errors.push((pointer.to_owned(), code.to_owned(), message));
        self
    }

    /// Adds marks of classification for which it is refused.
    #[must_use]
    pub fn sighted(mut self, seen: impl IntoIterator<Item = Sighting>) -> Self {
        self.marks = self.marks.into_iter().chain(seen).collect();
        self
    }

    /// Logs `cause`, once, and hides it from the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "a request failed inside");
        Self::new(ProblemCode::Internal)
    }

    /// The problem as `language` reads it.
    pub fn render(&self, language: Language, instance: Option<String>) -> Response {
        let problem = Problem {
            kind: format!("/problems/{}", self.code.as_str().replace('_', "-")),
            title: self.code.title(language).to_owned(),
            status: self.code.status().as_u16(),
            detail: self.detail.get(language).to_owned(),
            code: self.code.as_str().to_owned(),
            instance,
            errors: self
                .errors
                .iter()
                .map(|(pointer, code, message)| FieldFault {
                    pointer: pointer.clone(),
                    code: code.clone(),
                    message: message.get(language).to_owned(),
                })
                .collect(),
            present: self.present.as_deref().cloned(),
        };
        let mut response = (self.code.status(), axum::Json(problem)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(present) = &self.present {
            response.headers_mut().insert(header::ETAG, super::if_match::etag(present.version));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for ApiError {
    /// Chinese until the roof, which knows the reader, renders it anew.
    fn into_response(self) -> Response {
        let mut response = self.render(Language::Chinese, None);
        Marks::of(self.marks.to_vec()).put_into(&mut response);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<sea_orm::DbErr> for ApiError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::internal(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Programs rely on the codes: a change of the table shows as a change of the snapshot.
    #[test]
    fn the_codes_their_statuses_and_titles_are_these() {
        let lines: Vec<String> = ProblemCode::ALL
            .iter()
            .map(|code| {
                let (zh, en) = (code.title(Language::Chinese), code.title(Language::English));
                format!("{} {} {zh} / {en}", code.as_str(), code.status().as_u16())
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
