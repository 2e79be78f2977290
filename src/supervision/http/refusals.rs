//! By which sentences is a refusal told?

use super::super::{
    council::Miscount,
    errors::SupervisionError,
    model::{Fault, Rule},
    wording::Word as _,
};
use crate::{
    shared::{Bilingual, Language},
    web::{ApiError, ProblemCode},
};

fn rule(rule: Rule) -> (&'static str, Bilingual) {
    match rule {
        Rule::Text(most) => (
            "text",
            Bilingual::new(
                format!("须填写，不超过 {most} 字"),
                format!("is needed, {most} characters at most"),
            ),
        ),
        Rule::Entries => ("entries", Bilingual::new("至少一项", "at least one entry")),
        Rule::UniqueCodes => {
            ("unique_codes", Bilingual::new("编号不得重复", "a code stands twice"))
        }
        Rule::Weights(sum) => (
            "weights",
            Bilingual::new(
                format!("权重之和须为 100，现为 {sum}"),
                format!("the weights must add up to 100, not {sum}"),
            ),
        ),
        Rule::Days => ("days", Bilingual::new("须晚于开始日期", "must be after the first day")),
        Rule::WithinDays => (
            "within_days",
            Bilingual::new("须在起止日期之内", "must lie within the taskbook's days"),
        ),
        Rule::NotLater => ("not_later", Bilingual::new("不得晚于今天", "must not be after today")),
        Rule::NotEarlier(day) => (
            "not_earlier",
            Bilingual::new(format!("不得早于 {day}"), format!("must not be before {day}")),
        ),
        Rule::WebAddress => (
            "web_address",
            Bilingual::new(
                "须为 https:// 或 http:// 开头的网址",
                "must be an address that begins with https:// or http://",
            ),
        ),
    }
}

fn invalid(faults: Vec<Fault>) -> ApiError {
    faults.into_iter().fold(ApiError::new(ProblemCode::Invalid), |problem, fault| {
        let (code, message) = rule(fault.rule);
        problem.field(&fault.pointer, code, message)
    })
}

fn field(pointer: &str, code: &str, zh: &str, en: &str) -> ApiError {
    ApiError::new(ProblemCode::Invalid).field(pointer, code, Bilingual::new(zh, en))
}

fn conflict(zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Conflict).detail(zh, en)
}

impl From<SupervisionError> for ApiError {
    fn from(error: SupervisionError) -> Self {
        match error {
            SupervisionError::NotFound => Self::new(ProblemCode::NotFound),
            SupervisionError::Denied => Self::new(ProblemCode::Forbidden),
            SupervisionError::Faults(faults) => invalid(faults),
            SupervisionError::NoSociety(code) => field(
                "/society_id",
                "society",
                &format!("没有可用的学会 {code}"),
                &format!("there is no society {code} to be named here"),
            ),
            SupervisionError::NumberTaken => {
                field("/number", "taken", "编号已使用", "the number is taken")
            }
            SupervisionError::Miscount(Miscount::Present) => field(
                "/present",
                "present",
                "实到人数须为 1 至应到人数",
                "between 1 and the number of members",
            ),
            SupervisionError::Miscount(Miscount::Sum) => field(
                "/in_favour",
                "sum",
                "赞成、反对、弃权、回避之和须等于实到人数",
                "for, against, abstained and recused must add up to those present",
            ),
            SupervisionError::Post => field(
                "/leader_post",
                "post",
                "项目负责人须为秘书长以上领导（2015 年通知 五（二））",
                "the leader must be secretary-general or above (2015 notice, 5.2)",
            ),
            SupervisionError::Stale => Self::new(ProblemCode::Stale),
            SupervisionError::Repeated => Self::new(ProblemCode::KeyReused),
            SupervisionError::NoReason => {
                field("/reason", "reason", "须说明理由或依据", "a reason or a proof is needed")
            }
            SupervisionError::Broken(error) => Self::internal(&error),
            SupervisionError::Store(error) => error.into(),
            state => of_state(&state),
        }
    }
}

/// Refusals that the present state of things is the reason of.
fn of_state(error: &SupervisionError) -> ApiError {
    match error {
        SupervisionError::NoResolution => conflict(
            "项目负责人尚未经理事会或常务理事会表决通过",
            "the council has not approved the project leader yet",
        ),
        SupervisionError::State(state, happens) => conflict(
            format!(
                "任务书现为“{}”，不能进行此操作（{}）",
                state.word(Language::Chinese),
                happens.as_str()
            ),
            format!(
                "a taskbook that is {} does not allow this ({})",
                state.word(Language::English),
                happens.as_str()
            ),
        ),
        SupervisionError::NotExecuting => conflict(
            "任务书执行中方可报告完成情况",
            "results are reported while the taskbook is being carried out",
        ),
        SupervisionError::Halted => {
            conflict("任务书已暂停或结项", "the taskbook is suspended or closed")
        }
        SupervisionError::Signed => conflict("该方已签署", "this party has signed already"),
        SupervisionError::OtherText => conflict(
            "任务书内容已变更，请重新阅读后签署",
            "the text has changed: read it again before signing",
        ),
        SupervisionError::Open(codes) => codes.iter().fold(
            conflict("本阶段尚有未完成事项", "items of this stage are open"),
            |problem, code| {
                let message = Bilingual::new("尚未完成", "is open");
                problem.field(&format!("/stages/items/{code}"), "open", message)
            },
        ),
        SupervisionError::LastStage => conflict("已是最后阶段", "this is the last stage"),
        SupervisionError::NoItem(code) => field(
            "/code",
            "item",
            &format!("没有此项或数值超出范围：{code}"),
            &format!("there is no such item, or the value is out of range: {code}"),
        ),
        SupervisionError::ProvedByRecord => conflict(
            "该事项由系统记录自动证明，不能手工勾选",
            "the records prove this item; it is not ticked by hand",
        ),
        SupervisionError::Drawn(year) => conflict(
            format!("{year} 年度已抽样，每年只抽一次"),
            format!("the draw of {year} is done; there is one a year"),
        ),
        SupervisionError::NotDrawn(code) => field(
            "/society_id",
            "not_drawn",
            &format!("{code} 不在样本中"),
            &format!("{code} is not in the sample"),
        ),
        _ => conflict("已完成，不能重复操作", "this was done already"),
    }
}
