//! The routes of the track record: a society's record and the cases behind it, disputes, integrity
//! events.

mod disputes;
mod events;
mod record;

use std::sync::Arc;

use utoipa_axum::{router::OpenApiRouter, routes};

use super::{correction_fault::CorrectionFault, file_dispute::RecordError};
use crate::{
    app::App,
    authz::{self, Action, Reader, Scope},
    shared::Bilingual,
    web::{ApiError, ProblemCode},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(record::read_record))
        .routes(routes!(record::list_record_facts))
        .routes(routes!(disputes::file_dispute))
        .routes(routes!(disputes::list_disputes))
        .routes(routes!(disputes::read_dispute))
        .routes(routes!(disputes::answer_dispute))
        .routes(routes!(disputes::withdraw_dispute))
        .routes(routes!(events::list_events, events::create_event))
        .routes(routes!(events::read_event))
        .routes(routes!(events::step_event))
}

/// Lets pass who may take `action` on the society `code`; to others it is not there.
fn permit_on(reader: &Reader, action: Action, code: &str) -> Result<(), ApiError> {
    match authz::permit(&reader.actor, action)?.scope {
        Scope::All => Ok(()),
        Scope::Societies(codes) if codes.iter().any(|own| own == code) => Ok(()),
        Scope::Societies(_) => Err(ApiError::new(ProblemCode::NotFound)),
    }
}

fn invalid(pointer: &str, code: &str, zh: &str, en: &str) -> ApiError {
    ApiError::new(ProblemCode::Invalid).field(pointer, code, Bilingual::new(zh, en))
}

impl From<RecordError> for ApiError {
    fn from(error: RecordError) -> Self {
        let conflict = |zh: String, en: String| Self::new(ProblemCode::Conflict).detail(zh, en);
        let both = |zh: &str, en: &str| conflict(zh.to_owned(), en.to_owned());
        match error {
            RecordError::NoSociety => Self::new(ProblemCode::NotFound),
            RecordError::UnknownIndicator => {
                invalid("/indicator", "unknown", "没有该指标", "there is no such indicator")
            }
            RecordError::NotOfIndicator => invalid(
                "/measure",
                "unknown",
                "该统计项不属于该指标",
                "the measure is no part of the indicator",
            ),
            RecordError::NothingRecorded => both(
                "该年度没有相应的事实可供异议；对诚信事件请按其中的申诉途径提出",
                "no fact of it is recorded in this round; against an integrity event, appeal as it says",
            ),
            RecordError::TooLate(closed) => conflict(
                format!("异议期限已于 {} 届满", crate::shared::china_day(closed)),
                format!("the time to dispute ended on {}", crate::shared::china_day(closed)),
            ),
            RecordError::AlreadyOpen => both(
                "该项已有待答复的异议",
                "a dispute about this item waits for its answer already",
            ),
            RecordError::Repeated => Self::new(ProblemCode::KeyReused),
            RecordError::WrongState => {
                both("当前状态不允许此操作", "this cannot be done in its present state")
            }
            RecordError::Stale => Self::new(ProblemCode::Stale),
            RecordError::SamePerson => Self::new(ProblemCode::Forbidden).detail(
                "暂停和取消须由登记人以外的人确认",
                "a suspension or cancellation is confirmed by someone other than who recorded it",
            ),
            RecordError::Corrections(fault) => of_corrections(fault),
            RecordError::BadTerm(why) => {
                Self::new(ProblemCode::Invalid).field("/ends_on", "term", why)
            }
            RecordError::Definitions(error) => Self::internal(&error),
            RecordError::Store(error) => error.into(),
        }
    }
}

/// What is wrong with the corrections of an answer.
fn of_corrections(fault: CorrectionFault) -> ApiError {
    match fault {
        CorrectionFault::None => invalid(
            "/corrections",
            "empty",
            "采纳异议须至少更正一项",
            "an accepted dispute corrects at least one fact",
        ),
        CorrectionFault::Needless => invalid(
            "/corrections",
            "not_empty",
            "不采纳时不得更正",
            "a rejected dispute corrects nothing",
        ),
        CorrectionFault::Bad(place, why) => ApiError::new(ProblemCode::Invalid).field(
            &format!("/corrections/{place}"),
            "invalid",
            why,
        ),
        CorrectionFault::Contradiction(found) => ApiError::new(ProblemCode::Invalid).field(
            "/corrections",
            "contradiction",
            Bilingual::new(
                format!("更正后数据矛盾：{found}"),
                format!("the counts would contradict each other: {found}"),
            ),
        ),
    }
}
