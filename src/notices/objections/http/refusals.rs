//! How does a person learn why something was not done with an objection?

use entity::vocabulary::{ObjectionParty as Party, ObjectionState as State};

use crate::{
    classified::Sighting,
    nominations::CourseError,
    notices::objections::{Wrong, held::ObjectionError, rules::ObjectionRules, states::Refused},
    shared::{Bilingual, beijing},
    web::{ApiError, ProblemCode},
};

fn conflict(zh: impl Into<String>, en: impl Into<String>) -> ApiError {
    ApiError::new(ProblemCode::Conflict).detail(zh, en)
}

const fn party(party: Party) -> (&'static str, &'static str) {
    match party {
        Party::Nominator => ("提名者", "the nominator"),
        Party::Nominee => ("候选者", "the nominee"),
        Party::Objector => ("异议者", "the objector"),
        Party::Office => ("奖励办公室", "the office"),
    }
}

const fn state(state: State) -> (&'static str, &'static str) {
    match state {
        State::Received => ("待审查", "waiting to be screened"),
        State::Refused => ("不予受理", "not taken"),
        State::Transferred => ("已移送", "with the competent body"),
        State::Accepted => ("调查中", "under investigation"),
        State::Proposed => ("待决定", "waiting for a decision"),
        State::Decided => ("已办结", "decided"),
        State::Withdrawn => ("已撤回", "withdrawn"),
    }
}

fn refused(refused: Refused) -> ApiError {
    match refused {
        Refused::State(at) => {
            let (zh, en) = state(at);
            conflict(
                format!("异议现为“{zh}”，不能进行此步"),
                format!("the objection is {en}: there is no such step"),
            )
        }
        Refused::AskedAlready(of) => {
            let (zh, en) = party(of);
            conflict(
                format!("{zh}尚有待答复的事项"),
                format!("{en} has something to answer already"),
            )
        }
        Refused::NotAsked(of) => {
            let (zh, en) = party(of);
            conflict(format!("没有待{zh}答复的事项"), format!("nothing is asked of {en}"))
        }
        Refused::Waits => conflict(
            "尚有未到期的答复，须先收齐或者到期",
            "parties are still to answer, or to be late",
        ),
        Refused::NoRecord => conflict("须先记录调查情况", "record the investigation first"),
        Refused::Effect => conflict("该处理意见不能有此后果", "this outcome has no such effect"),
        Refused::Admitted => conflict(
            "候选者逾期，视为承认异议（实施细则第七十三条），只能决定其后果",
            "the nominee kept silent and so admitted it (rules, art. 73): only the effect is to be decided",
        ),
        Refused::ByClock => conflict(
            "该结果由逾期产生，不由人提出",
            "this outcome is brought by silence, not proposed",
        ),
        Refused::NotPostponed => conflict(
            "延至次届须先有经同意的延期（实施细则第七十四条）",
            "a deferral needs an extension that was granted (rules, art. 74)",
        ),
    }
}

fn invalid(faults: Vec<Wrong>) -> ApiError {
    let seen: Vec<Sighting> = faults.iter().filter_map(Wrong::sighting).collect();
    let empty = ApiError::new(ProblemCode::Invalid).sighted(seen);
    faults.into_iter().fold(empty, |problem, wrong| {
        problem.field(&format!("/{}", wrong.field), "range", wrong.what)
    })
}

impl From<ObjectionError> for ApiError {
    fn from(error: ObjectionError) -> Self {
        match error {
            ObjectionError::NotFound => Self::new(ProblemCode::NotFound),
            ObjectionError::Denied => Self::new(ProblemCode::Forbidden),
            // A door that can show what stands now does so before it comes to this.
            ObjectionError::Stale => Self::stale(0, &()),
            ObjectionError::NotOpen(window) => {
                let (from, until) = (beijing(window.opens_at), beijing(window.closes_at));
                conflict(
                    format!("公示期为 {from} 至 {until}（北京时间）"),
                    format!("it is public from {from} until {until} (Beijing)"),
                )
            }
            ObjectionError::Category => conflict(
                "该奖种不设异议程序",
                "nominations for this award are not open to objections",
            ),
            ObjectionError::TooMany => {
                let mut problem = Self::new(ProblemCode::TooManyAttempts);
                problem.retry_after = Some(3600);
                problem
            }
            ObjectionError::Wrong(faults) => invalid(faults),
            ObjectionError::Way(why) => refused(why),
            ObjectionError::Reason => Self::new(ProblemCode::Invalid).field(
                "/refusal",
                "unknown",
                Bilingual::new("不予受理理由不在规定之列", "no such reason in the rules"),
            ),
            ObjectionError::SamePerson => {
                conflict("须由另一人办理", "another person has to do this")
            }
            ObjectionError::Late(until) => {
                let until = beijing(until);
                conflict(
                    format!("期限已于 {until}（北京时间）届满"),
                    format!("the time ended at {until} (Beijing)"),
                )
            }
            ObjectionError::NoExtension => no_extension(),
            ObjectionError::NextRound => next_round(),
            ObjectionError::OthersOpen => others_open(),
            ObjectionError::Anonymous => {
                conflict("该异议未留身份信息", "the objection was made without a name")
            }
            ObjectionError::Spent => conflict(
                "查阅申请已答复、已查阅或已过期",
                "the request was answered, seen, or is over",
            ),
            ObjectionError::Course(CourseError::Records(error))
            | ObjectionError::Records(error) => error.into(),
            ObjectionError::Course(error) => {
                let text = error.to_string();
                let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
                conflict(zh, en)
            }
            ObjectionError::Rules(error) => Self::internal(&error),
            ObjectionError::Seal(error) => Self::internal(&error),
            ObjectionError::Files(error) => Self::internal(&error),
        }
    }
}

fn next_round() -> ApiError {
    conflict(
        "次届尚未开始，延期处理的提名须待次届同一环节（实施细则第七十四条）",
        "the next round has not begun: a deferred nomination waits for the same point of it (rules, art. 74)",
    )
}

fn others_open() -> ApiError {
    conflict("该提名尚有未办结的异议", "another objection to the nomination is not decided")
}

fn no_extension() -> ApiError {
    let most = ObjectionRules::in_force().map_or(0, |rules| rules.extension.most_days);
    conflict(
        format!("只能在期限届满前申请一次延期，最多 {most} 个工作日"),
        format!(
            "more time is asked for once, before the time is over: {most} working days at most"
        ),
    )
}
