//! The routes of the society's own process, and the sentences in which its refusals are told.

mod selection;
mod steps;
mod timetable;

use std::sync::Arc;

use entity::vocabulary::DayCount;
use utoipa_axum::router::OpenApiRouter;

use super::{
    errors::{ProcessError, Rule},
    states_table::name,
};
use crate::{
    app::App,
    shared::{Bilingual, beijing},
    supervision::Miscount,
    web::{ApiError, ProblemCode},
};

/// The routes of this room.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(steps::routes())
        .merge(timetable::routes())
        .merge(selection::routes())
}

fn days(days: u32, count: DayCount) -> (String, String) {
    match count {
        DayCount::Natural => (format!("{days} 个自然日"), format!("{days} natural days")),
        DayCount::Working => (format!("{days} 个工作日"), format!("{days} working days")),
    }
}

/// The sentence of a rule: what is wrong and what is needed.
fn sentence(rule: &Rule) -> Bilingual {
    match rule {
        Rule::NoWay(state) => {
            let (zh, en) = name(*state);
            Bilingual::new(
                format!("提名材料现为“{zh}”，不能进行这一步"),
                format!("the dossier is at \"{en}\", where this step cannot be taken"),
            )
        }
        Rule::Guard(guard) => Bilingual::new(
            format!("不满足条件：{}", guard.zh()),
            format!("this does not hold: {}", guard.en()),
        ),
        Rule::Late(at) => Bilingual::new(
            format!("提名已于北京时间 {} 截止；以服务器时间为准", beijing(*at)),
            format!("nominating ended at {} Beijing time; the server's clock counts", beijing(*at)),
        ),
        Rule::Early(at) => Bilingual::new(
            format!("提名自北京时间 {} 开始", beijing(*at)),
            format!("nominating begins at {} Beijing time", beijing(*at)),
        ),
        Rule::TooShort { earliest, days: least, count } => {
            let (zh, en) = days(*least, *count);
            Bilingual::new(
                format!("公示不少于 {zh}，最早可于 {earliest} 结束"),
                format!(
                    "a publicity takes {en} at least and may end on {earliest} at the earliest"
                ),
            )
        }
        Rule::BeforeReview(day) => Bilingual::new(
            format!("内容于 {day} 送审后锁定，不能早于这一天"),
            format!("the text was locked for review on {day}; not before that day"),
        ),
        Rule::StillPublic(day) => Bilingual::new(
            format!("公示至 {day} 24 时结束，之后才能登记结果"),
            format!("it is public to the end of {day}; the outcome is written down after that"),
        ),
        Rule::Uncovered(units) => Bilingual::new(
            format!("以下完成单位既未公示也未报告：{}", units.join("、")),
            format!("neither public in nor reported for: {}", units.join(", ")),
        ),
        Rule::NoFile(number) => Bilingual::new(
            format!("没有编号为“{number}”的附件，请先上传"),
            format!("there is no attachment {number}; upload it first"),
        ),
        Rule::OtherFile(number) => Bilingual::new(
            format!("附件 {number} 在各项目中不是同一文件；请以同一编号上传同一纪要，或者填写纪要"),
            format!("attachment {number} is not the same file in each dossier; write the minutes"),
        ),
        rule => of_records(rule),
    }
}

/// The sentences of rules about what is written down.
fn of_records(rule: &Rule) -> Bilingual {
    let (zh, en) = match rule {
        Rule::NoPublicity => ("还没有公示", "there is no publicity yet"),
        Rule::PublicityThere => ("已有公示，不能另行登记", "a publicity is there already"),
        Rule::OutcomeMismatch => {
            ("公示结果与异议不一致", "the outcome and the objections do not fit each other")
        }
        Rule::OutcomeStands => (
            "公示结果已登记，异议和处理情况不能删改；可以补充处理情况、新收到的异议和证明材料",
            "the outcome stands: nothing of it is changed or taken out; settlements, further objections \
             and proofs are added",
        ),
        Rule::NoProof => (
            "请附上公示的证明材料，如网页截图、公告栏照片或盖章证明",
            "add a proof of the publicity: a picture of the page or the notice, or a sealed statement",
        ),
        Rule::Miscount(Miscount::Present) => {
            ("到会人数应为 1 至全体人数", "present are 1 to all members")
        }
        Rule::Miscount(Miscount::Sum) => {
            ("赞成、反对、弃权、回避之和应等于到会人数", "the votes add up to those present")
        }
        Rule::Future => ("日期不能晚于今天", "the day is not later than today"),
        Rule::NoMinutes => {
            ("请填写会议纪要，或者填写纪要附件的编号", "write the minutes or name their attachment")
        }
        Rule::NoCandidates => (
            "还没有候选项目，请先登记候选项目",
            "there are no candidates yet; write them down first",
        ),
        Rule::Mixed => (
            "一次决议的各项应属同一学会同一年度，且不重复",
            "the dossiers of a resolution are of one society and round, each once",
        ),
        _ => ("不能进行这一步", "this step cannot be taken"),
    };
    Bilingual::new(zh, en)
}

/// The word of a rule, on which programs may rely.
const fn word(rule: &Rule) -> &'static str {
    match rule {
        Rule::NoWay(_) => "state",
        Rule::Guard(guard) => guard.as_str(),
        Rule::Late(_) => "late",
        Rule::Early(_) => "early",
        Rule::TooShort { .. } => "too_short",
        Rule::BeforeReview(_) => "before_review",
        Rule::StillPublic(_) => "still_public",
        Rule::Uncovered(_) => "units",
        Rule::NoPublicity => "no_publicity",
        Rule::PublicityThere => "publicity_there",
        Rule::OutcomeMismatch => "outcome",
        Rule::OutcomeStands => "outcome_stands",
        Rule::NoProof => "no_proof",
        Rule::Miscount(_) => "votes",
        Rule::Future => "future",
        Rule::NoMinutes => "minutes",
        Rule::NoFile(_) => "no_file",
        Rule::OtherFile(_) => "other_file",
        Rule::NoCandidates => "no_candidates",
        Rule::Mixed => "mixed",
    }
}

impl From<ProcessError> for ApiError {
    fn from(error: ProcessError) -> Self {
        match error {
            ProcessError::Dossier(error) => error.into(),
            ProcessError::Rule(None, rule) => {
                let said = sentence(&rule);
                Self::new(ProblemCode::Conflict).detail(said.zh, said.en)
            }
            ProcessError::Rule(Some(pointer), rule) => {
                Self::new(ProblemCode::Invalid).field(&pointer, word(&rule), sentence(&rule))
            }
            ProcessError::Field(pointer, why) => {
                Self::new(ProblemCode::Invalid).field(&pointer, "invalid", why)
            }
            ProcessError::Stale => Self::new(ProblemCode::Stale),
            ProcessError::SamePerson => Self::new(ProblemCode::Conflict).detail(
                "延期须由提出者以外的人确认",
                "an extension is confirmed by another person than who asked for it",
            ),
            ProcessError::Done => Self::new(ProblemCode::Conflict).detail(
                "已经完成，不能重复或再改",
                "done already; it is not done again or changed",
            ),
            ProcessError::Rules(error) => Self::internal(&error),
        }
    }
}
