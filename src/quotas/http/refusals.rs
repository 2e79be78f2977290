//! How does a person learn why something was not done with a proposal?

use chrono::{DateTime, FixedOffset, Utc};

use super::super::{
    procedure::PROCEDURE,
    proposals::{ProposalError, ProposalRule, Standing},
};
use crate::{
    shared::Bilingual,
    web::{ApiError, ProblemCode},
};

impl From<ProposalError> for ApiError {
    fn from(error: ProposalError) -> Self {
        match error {
            ProposalError::NotFound => Self::new(ProblemCode::NotFound),
            ProposalError::Rule(rule) => broken(rule),
            // A door that can show what stands now does so before it comes to this.
            ProposalError::Stale => Self::stale(0, &()),
            ProposalError::Repeated => Self::new(ProblemCode::KeyReused),
            ProposalError::Trial(error) => error.into(),
            ProposalError::Open(error) => error.into(),
            ProposalError::Move(error) => error.into(),
            ProposalError::Refused(error) => Self::internal(&error),
            ProposalError::Store(error) => error.into(),
        }
    }
}

fn conflict(zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Conflict).detail(zh, en)
}

fn field(pointer: &str, zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Invalid).field(pointer, "range", Bilingual::new(zh, en))
}

/// An instant as people in China read it.
fn beijing(at: DateTime<Utc>) -> String {
    const EAST_SECONDS: i32 = 8 * 3600;
    FixedOffset::east_opt(EAST_SECONDS).map_or_else(
        || at.to_rfc3339(),
        |offset| at.with_timezone(&offset).format("%Y-%m-%d %H:%M:%S").to_string(),
    )
}

fn broken(rule: ProposalRule) -> ApiError {
    match rule {
        ProposalRule::Standing(standing) => stands(standing),
        ProposalRule::SamePerson => conflict(
            "须由确认人以外的人公布",
            "somebody other than the one who confirmed must publish",
        ),
        ProposalRule::Involved => conflict(
            "确认、公布或调整过该决定的人不得处理针对它的申诉",
            "who confirmed, published or changed the decision does not judge an appeal against it",
        ),
        ProposalRule::YearPast { newest } => field(
            "/year",
            format!("须晚于已公布结果的最近年度 {newest}"),
            format!("must be after {newest}, the newest round whose awards are known"),
        ),
        ProposalRule::Pending { round } => conflict(
            format!("{round} 年度的名额已调整但结果未公布；须待其结果录入后再作下一次调整"),
            format!(
                "the places of round {round} differ and its awards are not known yet; wait for them"
            ),
        ),
        ProposalRule::YearTaken => conflict(
            "该年度已有确认或公布的方案，或已建立限额台账",
            "the year has a proposal that was confirmed, or a ledger",
        ),
        ProposalRule::OverTotal { total, decided, above } => over_total(total, decided, &above),
        ProposalRule::TooLate { until } => too_late(until),
        ProposalRule::AppealedBefore => {
            conflict("本学会已对该方案提出申诉", "the society has appealed against this proposal")
        }
        ProposalRule::AppealDecided => conflict("该申诉已处理", "the appeal was decided already"),
        ProposalRule::NotMore { decided } => field(
            "/places",
            format!("须多于已决定的 {decided} 个"),
            format!("must be more than the {decided} decided"),
        ),
        ProposalRule::MoreThanWanted { wanted } => field(
            "/places",
            format!("不得多于申诉请求的 {wanted} 个"),
            format!("must not be above the {wanted} asked for"),
        ),
        ProposalRule::ReserveShort { held, most } => field(
            "/places",
            format!("机动名额只有 {held} 个，至多可定为 {most} 个"),
            format!("only {held} places are kept back: {most} at most"),
        ),
        ProposalRule::TotalShort { held, most } => field(
            "/places",
            format!(
                "已公布的总名额中未分配的只有 {held} 个，至多可定为 {most} 个；学会退回或新增的机动名额另行划拨"
            ),
            format!(
                "only {held} of the published total are left: {most} at most; hand out by a transfer what was given back or added since"
            ),
        ),
    }
}

fn stands(standing: Standing) -> ApiError {
    let (zh, en) = match standing {
        Standing::Draft => ("方案尚未确认", "the proposal is a draft"),
        Standing::Confirmed => {
            ("方案已确认，待另一人公布", "the proposal is confirmed and waits for a second person")
        }
        Standing::Appeals => {
            ("方案已公布，正在申诉期", "the proposal is published and may be appealed")
        }
        Standing::Deciding => {
            ("申诉期已过，尚有申诉待处理", "the time for appeals is over and some wait")
        }
        Standing::Final => ("方案已定", "the proposal is final"),
    };
    conflict(zh, en)
}

fn over_total(total: i32, decided: i32, above: &[(String, String, i32)]) -> ApiError {
    let list: Vec<String> =
        above.iter().map(|(code, name, more)| format!("{name}（{code}）+{more}")).collect();
    let list_en: Vec<String> =
        above.iter().map(|(code, _, more)| format!("{code} +{more}")).collect();
    conflict(
        format!("决定名额合计 {decided}，超出总数 {total}；高于测算的有：{}", list.join("、")),
        format!(
            "{decided} places are decided of {total}; above the proposal: {}",
            list_en.join(", ")
        ),
    )
}

fn too_late(until: DateTime<Utc>) -> ApiError {
    let days = PROCEDURE.appeal.days;
    let until = beijing(until);
    conflict(
        format!("申诉期为公布之日次日起 {days} 日，已于北京时间 {until} 截止"),
        format!(
            "an appeal may be filed for {days} days after the day of publication; the time ended at {until} in Beijing"
        ),
    )
}
