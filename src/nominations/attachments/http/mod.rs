//! The routes of attachments: the list, the files themselves, uploads in parts.

mod files;
mod uploads;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use super::uploads::AttachmentError;
use crate::{
    app::App,
    classified::Sighting,
    shared::Bilingual,
    web::{ApiError, ProblemCode},
};

/// The routes of attachments.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().merge(files::routes()).merge(uploads::routes())
}

impl From<AttachmentError> for ApiError {
    fn from(error: AttachmentError) -> Self {
        let conflict = |zh: &str, en: &str| Self::new(ProblemCode::Conflict).detail(zh, en);
        match error {
            AttachmentError::Dossier(error) => error.into(),
            AttachmentError::NotFound => Self::new(ProblemCode::NotFound),
            AttachmentError::TooLarge(Bilingual { zh, en }) => {
                Self::new(ProblemCode::TooLarge).detail(zh, en)
            }
            AttachmentError::TooMany => conflict(
                "同时进行的上传过多，请等其中一些完成",
                "too many uploads are under way; wait until some of them are done",
            ),
            AttachmentError::WrongOffset(at) => conflict(
                &format!("上传位置不符，应从第 {at} 字节继续"),
                &format!("the part must begin at byte {at}"),
            ),
            AttachmentError::Busy => conflict(
                "该上传正在接收另一部分，请稍后再试",
                "another part of the upload is being received; try again soon",
            ),
            AttachmentError::Refused(refusal) => {
                let what = refusal.what();
                Self::new(ProblemCode::Invalid)
                    .detail(what.zh.clone(), what.en.clone())
                    .field("/file", refusal.code(), what)
                    .sighted(refusal.mark().map(|kind| Sighting::at("/file", kind)))
            }
            AttachmentError::Named(fields) => {
                let problem = conflict(
                    "附件仍被下列字段引用；请先在字段中改用其他附件，或用新文件替换",
                    "these fields name the attachment; let them name another first, or replace the file",
                );
                let what = Bilingual::new("引用了该附件", "names the attachment");
                fields.iter().fold(problem, |problem, address| {
                    // RFC 6901: a slash within a key.
                    let pointer = format!("/fields/{}", address.replace('/', "~1"));
                    problem.field(&pointer, "named_by", what.clone())
                })
            }
            AttachmentError::Proof => conflict(
                "附件是学会公示或理事会决议的证明材料，不能删除或替换",
                "the society's publicity or the resolution of its council names the attachment; it stays",
            ),
            AttachmentError::Repeated => Self::new(ProblemCode::KeyReused),
            AttachmentError::Inside(why) => Self::internal(&why),
        }
    }
}
