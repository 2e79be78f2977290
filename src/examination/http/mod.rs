//! The routes of the formal examination, and the sentences in which its refusals are told.

mod batches;
mod examiner;
mod society;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use super::errors::ExaminationError;
use crate::{
    app::App,
    nominations::CourseError,
    shared::beijing,
    web::{ApiError, ProblemCode},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().merge(examiner::routes()).merge(batches::routes()).merge(society::routes())
}

fn conflict(zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Conflict).detail(zh, en)
}

impl From<CourseError> for ApiError {
    fn from(error: CourseError) -> Self {
        match error {
            CourseError::NotFound => Self::new(ProblemCode::NotFound),
            CourseError::NoWay(state) => conflict(
                format!("提名现处于 {}，不能进行这一步", state.as_str()),
                format!("the nomination is at {}, where this step cannot be taken", state.as_str()),
            ),
            CourseError::Guard(guard) => conflict(
                format!("不满足条件：{}", guard.zh()),
                format!("this does not hold: {}", guard.en()),
            ),
            CourseError::Stale => Self::stale(0, &()),
            CourseError::Records(error) => error.into(),
        }
    }
}

impl From<ExaminationError> for ApiError {
    fn from(error: ExaminationError) -> Self {
        match error {
            ExaminationError::Denied(denied) => denied.into(),
            ExaminationError::NotFound => Self::new(ProblemCode::NotFound),
            ExaminationError::Stale => Self::stale(0, &()),
            ExaminationError::Standing(standing) => conflict(
                format!("形式审查现为“{}”，不能进行这一步", standing_zh(standing)),
                format!(
                    "the examination stands at \"{}\", where this cannot be done",
                    standing.as_str()
                ),
            ),
            ExaminationError::Field(pointer, why) => {
                Self::new(ProblemCode::Invalid).field(&pointer, "invalid", why)
            }
            ExaminationError::Repeated => Self::new(ProblemCode::KeyReused),
            ExaminationError::Late(at) => conflict(
                format!("已于北京时间 {} 截止；以服务器时间为准", beijing(at)),
                format!(
                    "the time ended at {} Beijing time; the server's clock counts",
                    beijing(at)
                ),
            ),
            ExaminationError::Course(error) => error.into(),
            ExaminationError::Dossier(error) => error.into(),
            ExaminationError::Submission(error) => error.into(),
            ExaminationError::Press(error) => error.into(),
            ExaminationError::Kept(_) | ExaminationError::Pdf(_) | ExaminationError::Rules => {
                Self::internal(&error)
            }
        }
    }
}

/// Where an examination stands, in Chinese.
const fn standing_zh(standing: entity::vocabulary::ExaminationStanding) -> &'static str {
    use entity::vocabulary::ExaminationStanding as Standing;
    match standing {
        Standing::Judging => "待审查",
        Standing::Second => "待复核",
        Standing::Third => "待第三人裁定",
        Standing::Acceptable => "可受理",
        Standing::Refusable => "可不予受理",
        Standing::Correcting => "补正中",
        Standing::Accepted => "已受理",
        Standing::Refused => "不予受理",
        Standing::Ended => "已终止",
    }
}
