//! By which sentences is a refusal told?

use super::super::publicity::{PublicityError, Rule};
use crate::{
    shared::{Bilingual, beijing},
    web::{ApiError, ProblemCode},
};

impl From<PublicityError> for ApiError {
    fn from(error: PublicityError) -> Self {
        match error {
            PublicityError::Denied(denied) => denied.into(),
            PublicityError::NotFound => Self::new(ProblemCode::NotFound),
            PublicityError::Stale => Self::new(ProblemCode::Stale),
            PublicityError::Repeated => Self::new(ProblemCode::KeyReused),
            PublicityError::Rule(rule) => told(rule),
            PublicityError::Broken(what) => Self::internal(&what),
            PublicityError::Records(error) => error.into(),
        }
    }
}

fn conflict(zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Conflict).detail(zh, en)
}

fn field(pointer: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Invalid).field(pointer, code, Bilingual::new(zh, en))
}

fn told(rule: Rule) -> ApiError {
    match rule {
        Rule::Nothing => conflict(
            "没有可公示的提名：须处于可公示的状态，且未列入同类的其他公示",
            "there is no nomination to show: it must stand where it is made public from, and in no other publicity of the kind",
        ),
        Rule::Unconfirmed(count) => field(
            "/confirmed_count",
            "confirmed_count",
            format!("共 {count} 项；请输入该数字以确认"),
            format!("these are {count}: type the number to confirm"),
        ),
        Rule::OpensTooSoon(soonest) => field(
            "/opens_at",
            "opens_too_soon",
            format!("须不早于 {}（北京时间）", beijing(soonest)),
            format!("must not be before {} Beijing time", beijing(soonest)),
        ),
        Rule::ClosesTooSoon(earliest, days) => field(
            "/closes_at",
            "closes_too_soon",
            format!("公示期为 {days} 个整日，须不早于 {}（北京时间）", beijing(earliest)),
            format!("it lasts {days} whole days: not before {} Beijing time", beijing(earliest)),
        ),
        Rule::Released => conflict(
            "已发布，不能再改动；如有错误请发布更正",
            "it was released and is not changed any more: release a correction",
        ),
        Rule::NotReleased => {
            conflict("尚未发布，请直接修改草稿", "it was not released: change the draft")
        }
        Rule::SamePerson => conflict(
            "起草人不得发布，须由另一人发布",
            "whoever drafted it does not release it: somebody else must",
        ),
        Rule::Changed(numbers) => conflict(
            format!("以下提名在起草后有变动，请重新生成草稿：{}", numbers.join("、")),
            format!(
                "these nominations changed since the draft was made; make it anew: {}",
                numbers.join(", ")
            ),
        ),
        Rule::ShownElsewhere(numbers) => conflict(
            format!("以下提名已在另一公示中：{}", numbers.join("、")),
            format!("another publicity shows these nominations: {}", numbers.join(", ")),
        ),
        other => of_text(other),
    }
}

/// Refusals of what a correction or a title says.
fn of_text(rule: Rule) -> ApiError {
    match rule {
        Rule::NoField(code) => field(
            "/replaced",
            "no_field",
            format!("该条公示没有字段 {code}，或格式不符"),
            format!("the entry shows no field {code}, or not in that form"),
        ),
        Rule::NothingNew => {
            field("/replaced", "nothing_new", "与现有内容相同", "it says what stands there already")
        }
        Rule::Private(pointer) => field(
            pointer,
            "private",
            "含有身份证号、电话或电子邮箱，不得公示",
            "holds an identity number, a telephone or an e-mail address: never public",
        ),
        _ => ApiError::new(ProblemCode::Conflict),
    }
}
