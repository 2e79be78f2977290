//! How does a person learn why something was not done?

use entity::vocabulary::{AlertState, DeclarationState};

use crate::{
    recusals::{RecusalError, rules::Refused},
    web::{ApiError, ProblemCode},
};

fn conflict(zh: &str, en: &str) -> ApiError {
    ApiError::new(ProblemCode::Conflict).detail(zh, en)
}

fn refused(refused: Refused) -> ApiError {
    match refused {
        Refused::Decided => conflict(
            "该利害关系已有认定，须先撤回",
            "there is a decision already: take it back first",
        ),
        Refused::Bar => conflict(
            "须回避的利害关系不能由一人认定，只能在规则允许时由两人解除",
            "a bar is not settled by one person: two may lift it, where the policy allows it",
        ),
        Refused::Nothing => conflict(
            "提示性的利害关系不限制评审，无须认定",
            "a note keeps nobody out: there is nothing to settle",
        ),
        Refused::NeverLifted => conflict(
            "依规则，该类回避不得解除",
            "by the policy, a bar of this kind is never lifted",
        ),
        Refused::NoBar => conflict("该利害关系并非须回避", "there is no bar to lift"),
        Refused::NotProposed => conflict("没有待确认的申请", "nothing waits for an answer"),
        Refused::Asked => conflict(
            "已提请撤回，须由另一人答复",
            "it was asked for already, and waits for another person's answer",
        ),
        Refused::SamePerson => conflict("须由另一人确认", "another person has to answer"),
        Refused::NoDecision => conflict("没有可撤回的认定", "there is no decision to take back"),
    }
}

const fn declaration(state: DeclarationState) -> (&'static str, &'static str) {
    match state {
        DeclarationState::Waiting => ("申报尚待答复", "the declaration still waits for an answer"),
        DeclarationState::InForce => ("申报已生效", "the declaration is in force"),
        DeclarationState::Refused => ("申报未被接受", "the declaration was refused"),
        DeclarationState::Withdrawn => ("申报已撤回", "the declaration was withdrawn"),
    }
}

impl From<RecusalError> for ApiError {
    fn from(error: RecusalError) -> Self {
        match error {
            RecusalError::NotFound => Self::new(ProblemCode::NotFound),
            RecusalError::Denied => Self::new(ProblemCode::Forbidden),
            // A door that can show what stands now does so before it comes to this.
            RecusalError::Stale => Self::stale(0, &()),
            RecusalError::Repeated => Self::new(ProblemCode::KeyReused),
            RecusalError::Rule(rule) => refused(rule.0),
            RecusalError::Walled(walled) => walled.into(),
            RecusalError::Declaration(state) => {
                let (zh, en) = declaration(state);
                conflict(zh, en)
            }
            RecusalError::Alert(AlertState::Handled) => {
                conflict("该提醒已处理", "it was handled already")
            }
            RecusalError::Alert(_) => conflict("该提醒尚未处理", "it is not handled yet"),
            RecusalError::Field(pointer, words) => {
                Self::new(ProblemCode::Invalid).field(pointer, "range", words)
            }
            RecusalError::NotMeant => conflict(
                "所填姓名不指该专家，而该申报在答复前已使他人回避；所指确为该专家的，须由两人不予接受，再另行登记",
                "the typed name does not mean this expert, and until it is answered the declaration \
                 bars somebody else: let two refuse it, and register what is meant by itself",
            ),
            RecusalError::NoExpert => conflict(
                "账号尚未关联专家库中的专家，请联系奖励办公室",
                "the account is tied to no expert of the pool; ask the award office",
            ),
            RecusalError::Seal(error) => Self::internal(&error),
            RecusalError::Other(error) => Self::internal(&error),
            RecusalError::Records(error) => error.into(),
        }
    }
}
