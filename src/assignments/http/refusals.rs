//! By which sentences is a refusal told?

use super::super::{edit::Refused, errors::AssignmentError, rules::Rule, wording::word};
use crate::{
    shared::Bilingual,
    web::{ApiError, ProblemCode},
};

fn conflict(zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Conflict).detail(zh, en)
}

fn field(pointer: &str, code: &str, zh: &str, en: &str) -> ApiError {
    ApiError::new(ProblemCode::Invalid).field(pointer, code, Bilingual::new(zh, en))
}

fn listed(problem: ApiError, rules: Vec<(Rule, Bilingual)>) -> ApiError {
    rules.into_iter().fold(problem, |problem, (rule, words)| {
        let pointer = if rule == Rule::Bar { "/" } else { "/override_reason" };
        problem.field(pointer, rule.as_str(), words)
    })
}

fn change(place: usize, why: Refused) -> ApiError {
    let (code, zh, en) = match why {
        Refused::NoNomination => {
            ("no_nomination", "没有该待评审的提名", "no such nomination is to be reviewed")
        }
        Refused::NoExpert => ("no_expert", "专家库没有该专家", "no such expert in the pool"),
        Refused::Barred => ("bar", "该专家须回避，不能指派", "barred by a conflict of interest"),
        Refused::There => ("there", "该专家已是如此", "the pair stands so already"),
        Refused::NotThere => ("not_there", "方案中没有该配对", "the plan has no such pair"),
        Refused::Swap => {
            ("swap", "换人须指明换下的另一位专家", "a swap names somebody else who gives way")
        }
        Refused::Pinned => {
            ("pinned", "该配对已固定，请先取消固定", "pinned: take the pin off first")
        }
        Refused::Banned => {
            ("banned", "该配对已排除，请先取消排除", "banned: take the ban off first")
        }
        Refused::NotAsked => (
            "kind",
            "允许：pin、unpin、ban、unban、assign、unassign、swap",
            "allowed: pin, unpin, ban, unban, assign, unassign, swap",
        ),
    };
    field(&format!("/changes/{place}"), code, zh, en)
}

impl From<AssignmentError> for ApiError {
    fn from(error: AssignmentError) -> Self {
        match error {
            AssignmentError::NotFound => Self::new(ProblemCode::NotFound),
            AssignmentError::Denied => Self::new(ProblemCode::Forbidden),
            AssignmentError::Stale => Self::new(ProblemCode::Stale),
            AssignmentError::Repeated => Self::new(ProblemCode::KeyReused),
            AssignmentError::Change(place, why) => change(place, why),
            AssignmentError::NoReason => {
                field("/reason", "reason", "须说明理由，不少于 4 个字", "a reason is needed")
            }
            AssignmentError::NoReviewer => field(
                "/username",
                "reviewer",
                "没有该用户名的评审专家账号",
                "there is no reviewer's account of that name",
            ),
            AssignmentError::AccountTaken => field(
                "/username",
                "taken",
                "该账号已属于另一位专家",
                "the account is another expert's",
            ),
            AssignmentError::Tied => Self::new(ProblemCode::Conflict).detail(
                "该专家已有账号，请先解除",
                "the expert has an account already: untie it first",
            ),
            AssignmentError::Deadline => {
                field("/due_at", "ahead", "期限须晚于现在", "the deadline must be ahead")
            }
            AssignmentError::NoSuchAnswer(pointer) => field(
                pointer,
                "list",
                "须为清单中的理由；选“其他”须补充说明",
                "a reason of the list is needed, and words where it says other",
            ),
            AssignmentError::Walled(walled) => walled.into(),
            AssignmentError::Inside(error) => Self::internal(&error),
            AssignmentError::Store(error) => error.into(),
            state => of_state(state),
        }
    }
}

/// Something stands where nothing can be done with it.
fn stands(zh: &str, en: &str, now: &Bilingual) -> ApiError {
    conflict(
        format!("{zh}现为“{}”，不能进行此操作", now.zh),
        format!("{en} is “{}”, which does not allow this", now.en),
    )
}

/// Refusals that the state of a plan is the reason of.
fn of_state(error: AssignmentError) -> ApiError {
    match error {
        AssignmentError::Broken(rules) => listed(
            conflict(
                "方案违反规则：须回避的配对不能下达；其他规则须说明理由",
                "the plan breaks rules: a bar never passes, the others need a reason",
            ),
            rules,
        ),
        AssignmentError::Unproved(rules) => listed(
            conflict(
                "最优性证书只为守全部规则的方案出具；以下规则未守",
                "only a plan that keeps every rule has a certificate; these are broken",
            ),
            rules,
        ),
        AssignmentError::OtherProposal => conflict(
            "情况已变，该调整方案不再成立，请重新查看",
            "things have changed since the proposal; look at the new one",
        ),
        AssignmentError::BeyondDraw => conflict(
            "方案含抽签时不是候选的配对，抽签的证书不能证明它",
            "the plan has pairs that were no candidates of the draw, so that its certificate says nothing \
             of them",
        ),
        AssignmentError::Plan(state) => {
            stands("方案", "the plan", &word("assignments.planStates", state.as_str()))
        }
        AssignmentError::Judged(sheets) => conflict(
            format!("评审专家已填写 {sheets} 份评审表，方案不能撤回；请逐项冻结或者替换"),
            format!(
                "{sheets} sheets were kept under the plan, which stays; freeze or replace instead"
            ),
        ),
        AssignmentError::AppliedElsewhere => conflict(
            "该年度已有下达的方案，请先撤回",
            "another plan of the round is applied; take it back first",
        ),
        AssignmentError::Fixed(why) => conflict(
            format!("固定的配对与规则相矛盾：{why}"),
            format!("what is fixed contradicts the rules: {why}"),
        ),
        AssignmentError::NothingToTakeBack => {
            conflict("没有可撤回的更改", "there is no change to take back")
        }
        other => of_beginning(other),
    }
}

/// Refusals that what a plan is begun from, or was made within, is the reason of.
fn of_beginning(error: AssignmentError) -> ApiError {
    match error {
        AssignmentError::NoRun => {
            conflict("该年度尚无完成的匹配", "the round has no finished match run")
        }
        AssignmentError::NoPanels => conflict(
            "该年度没有采用中的评审组，不能限定在评审组内",
            "no division of the round into panels stands, so that there is nothing to keep to",
        ),
        AssignmentError::OtherPanels => conflict(
            "匹配时没有现在的评审组，未计算组内全部专家的相关度；请重新匹配后再建立方案",
            "the run was made before the panels that stand, so that it did not score all of their \
             experts; match again first",
        ),
        AssignmentError::PanelsGone => conflict(
            "方案依据的评审组已变更或者撤回，不能据此调整他人；请指定接替的专家",
            "the panels of the plan were changed or taken back since, so that nobody is moved within \
             them; name who takes the place instead",
        ),
        AssignmentError::DrawnOutside => conflict(
            "该匹配是未限定评审组的抽签，不能再抽一次；请在评审组内重新抽签",
            "the run is a draw that did not keep to the panels, and nobody draws it a second time; \
             draw again within the panels",
        ),
        AssignmentError::Unsettled => conflict(
            "依据的数据正在变动，方案未建立，请稍后再试",
            "the records keep changing, so that no plan was made of them; try again in a moment",
        ),
        other => of_review(other),
    }
}

/// Refusals that the state of an assignment is the reason of.
fn of_review(error: AssignmentError) -> ApiError {
    match error {
        AssignmentError::Unfit(rules) => {
            listed(conflict("该专家不能接替", "the expert cannot take the place"), rules)
        }
        AssignmentError::Enough(most) => conflict(
            format!("该提名加评的专家已达 {most} 人"),
            format!("the nomination has {most} further reviewers, which is the most"),
        ),
        AssignmentError::LeftReview(numbers) => conflict(
            format!("提名 {} 已不在评审中，不能再邀请专家", numbers.join("、")),
            format!("no longer under review, so that nobody is invited: {}", numbers.join(", ")),
        ),
        AssignmentError::State(state) => {
            stands("评审任务", "the assignment", &word("assignments.states", state.as_str()))
        }
        AssignmentError::Frozen => conflict("评审任务已冻结", "the assignment is frozen"),
        AssignmentError::Barred => conflict(
            "该专家须回避，解除回避前不能恢复",
            "barred by a conflict of interest: it is not let go while the bar stands",
        ),
        AssignmentError::NotFrozen => conflict("评审任务未冻结", "the assignment is not frozen"),
        AssignmentError::Replaced => {
            conflict("评审任务已由他人接替", "the assignment was replaced already")
        }
        AssignmentError::Unsigned => {
            conflict("请先签署保密承诺书", "please sign the commitment first")
        }
        AssignmentError::OtherText => conflict(
            "承诺书已更新，请重新阅读后签署",
            "the text has changed: read it again before signing",
        ),
        AssignmentError::Declared => conflict(
            "已申报无利害关系；如有变化，请申请回避",
            "you declared no interest already; if that has changed, recuse yourself",
        ),
        AssignmentError::Undeclared => {
            conflict("请先申报利害关系", "please declare your interests first")
        }
        other => ApiError::internal(&other),
    }
}
