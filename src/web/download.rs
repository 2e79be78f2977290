//! How does a document leave as a file?

use axum::{
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};

use super::{ApiError, ProblemCode};
use crate::{exchange::pdf::PressError, files::Attachment};

/// Seconds after which a press that had too much to do may be asked again.
const AGAIN_S: i64 = 3;

impl From<PressError> for ApiError {
    fn from(error: PressError) -> Self {
        match error {
            PressError::Full => {
                let mut problem = Self::new(ProblemCode::Unavailable).detail(
                    "正在生成的文件较多，请稍后再试",
                    "many documents are being made just now; please try again",
                );
                problem.retry_after = Some(AGAIN_S);
                problem
            }
            PressError::Pdf(_)
            | PressError::Thread(_)
            | PressError::Broken(_)
            | PressError::Closed(_) => Self::internal(&error),
        }
    }
}

/// A file to be kept by whoever asked for it.
#[derive(Clone, Debug)]
pub struct Download {
    /// What it is and what it is called.
    pub attachment: Attachment,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Download {
    /// A PDF called `name`.
    pub fn pdf(name: String, bytes: Vec<u8>) -> Self {
        Self::of("application/pdf", name, bytes)
    }

    /// A workbook called `name`.
    pub fn xlsx(name: String, bytes: Vec<u8>) -> Self {
        Self::of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name, bytes)
    }

    /// A file of JSON called `name`.
    pub fn json(name: String, bytes: Vec<u8>) -> Self {
        Self::of("application/json", name, bytes)
    }

    fn of(media_type: &str, name: String, bytes: Vec<u8>) -> Self {
        Self { attachment: Attachment { media_type: media_type.to_owned(), name }, bytes }
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let mut response = self.bytes.into_response();
        let headers = response.headers_mut();
        for (name, value) in self.attachment.headers() {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
