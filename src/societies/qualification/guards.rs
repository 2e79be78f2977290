//! May this step be taken now, by this person, and what does it make of the application?

use chrono::{Datelike as _, Days, NaiveDate};
use entity::vocabulary::{
    QualificationState as State, QualificationStep as Step, SocietyStatus, Verdict,
};

use super::{
    criteria::{Criteria, Criterion},
    states::{Goal, transition},
};
use crate::shared::Bilingual;

/// What an application says to one criterion, and what was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct ItemFacts {
    pub(crate) criterion: String,
    pub(crate) has_statement: bool,
    /// The last day of each file, none where it does not end.
    pub(crate) files: Vec<Option<NaiveDate>>,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) has_note: bool,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) step: Step,
    pub(crate) by: String,
    pub(crate) on: NaiveDate,
}

/// All that a step is decided from.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) state: State,
    pub(crate) held_as: Option<State>,
    pub(crate) appealed_from: Option<State>,
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) status: Option<SocietyStatus>,
    pub(crate) items: Vec<ItemFacts>,
    pub(crate) taken: Vec<Taken>,
    /// The society never held the right before.
    pub(crate) is_newcomer: bool,
    /// The last day of the right that this application renews.
    pub(crate) renews_until: Option<NaiveDate>,
    /// A round ended since the trial began.
    pub(crate) has_round_ended: bool,
    pub(crate) today: NaiveDate,
}

/// What a step changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) state: State,
    pub(crate) held_as: Option<State>,
    pub(crate) appealed_from: Option<State>,
    /// A new term, where the step gives one.
    pub(crate) term: Option<(NaiveDate, NaiveDate)>,
}

/// The law that a step breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The table has no such line.
    NotFromHere,
    /// Reasons are missing.
    ReasonMissing,
    /// The society does not stand as one that may nominate.
    SocietyNotInStanding,
    /// These criteria have no statement.
    Unanswered(Vec<String>),
    /// These criteria have no file in force.
    FileMissing(Vec<String>),
    /// These criteria have no verdict yet.
    Unchecked(Vec<String>),
    /// These were found not met, without saying why.
    NoteMissing(Vec<String>),
    /// These are required and not met.
    NotMet(Vec<String>),
    /// A newcomer begins with a trial.
    NewcomerNeedsProbation,
    /// A trial is for newcomers.
    NoNewcomer,
    /// No round has ended since the trial began.
    RoundNotEnded,
    /// The time to appeal is over.
    AppealTooLate {
        /// The last day.
        until: NaiveDate,
    },
    /// The decision was appealed before.
    AppealSpent,
    /// Who decided may not decide the appeal.
    SamePerson,
    /// The right has ended by its date.
    Ended,
}

impl Refusal {
    /// A word for programs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere => "not_from_here",
            Self::ReasonMissing => "reason_missing",
            Self::SocietyNotInStanding => "society_not_in_standing",
            Self::Unanswered(_) => "unanswered",
            Self::FileMissing(_) => "file_missing",
            Self::Unchecked(_) => "unchecked",
            Self::NoteMissing(_) => "note_missing",
            Self::NotMet(_) => "not_met",
            Self::NewcomerNeedsProbation => "newcomer_needs_probation",
            Self::NoNewcomer => "no_newcomer",
            Self::RoundNotEnded => "round_not_ended",
            Self::AppealTooLate { .. } => "appeal_too_late",
            Self::AppealSpent => "appeal_spent",
            Self::SamePerson => "same_person",
            Self::Ended => "ended",
        }
    }

    /// The criteria that it is about.
    pub(crate) fn criteria(&self) -> &[String] {
        match self {
            Self::Unanswered(list)
            | Self::FileMissing(list)
            | Self::Unchecked(list)
            | Self::NoteMissing(list)
            | Self::NotMet(list) => list,
            _ => &[],
        }
    }

    /// The sentence in both languages.
    pub(crate) fn sentence(&self) -> Bilingual {
        match self {
            Self::NotFromHere => Bilingual::new(
                "当前状态下不能进行此步骤",
                "this step cannot be taken in the present state",
            ),
            Self::ReasonMissing => Bilingual::new("请写明理由", "give the reasons"),
            Self::SocietyNotInStanding => Bilingual::new(
                "该学会已暂停、并入、注销或退出，不能申请",
                "the society is suspended, merged, deregistered or has left",
            ),
            Self::Unanswered(_) => {
                Bilingual::new("有条件尚未说明", "some criteria have no statement")
            }
            Self::FileMissing(_) => Bilingual::new(
                "有条件缺少有效的证明文件",
                "some criteria lack a file that is in force",
            ),
            Self::Unchecked(_) => Bilingual::new("有条件尚未审核", "some criteria are not checked"),
            Self::NoteMissing(_) => Bilingual::new(
                "认定不符合的条件须写明原因",
                "say why for each criterion found not met",
            ),
            Self::NotMet(_) => {
                Bilingual::new("有必要条件未认定符合", "some required criteria are not met")
            }
            Self::NewcomerNeedsProbation => Bilingual::new(
                "首次获得资格的学会须先试行一个年度",
                "a newcomer begins with a trial of one round",
            ),
            Self::NoNewcomer => Bilingual::new(
                "该学会曾持有提名资格，不适用试行",
                "the society held the right before; a trial is for newcomers",
            ),
            Self::RoundNotEnded => Bilingual::new(
                "试行开始以来尚无年度结束",
                "no round has ended since the trial began",
            ),
            Self::AppealTooLate { until } => Bilingual::new(
                format!("申诉期已于 {until} 届满"),
                format!("the time to appeal ended on {until}"),
            ),
            Self::AppealSpent => {
                Bilingual::new("该决定已申诉过", "this decision was appealed before")
            }
            Self::SamePerson => Bilingual::new(
                "作出原决定的人不能处理申诉",
                "who took the decision may not decide the appeal",
            ),
            Self::Ended => Bilingual::new("资格已到期", "the right has ended"),
        }
    }
}

fn is_decision(step: Step) -> bool {
    matches!(step, Step::Refuse | Step::Suspend | Step::Revoke)
}

impl Facts {
    /// The decision that an appeal is about, with whether it was appealed already.
    fn decision(&self) -> Option<(&Taken, bool)> {
        let at = self.taken.iter().rposition(|taken| is_decision(taken.step))?;
        let (decision, after) = self.taken.get(at..)?.split_first()?;
        Some((decision, after.iter().any(|taken| taken.step == Step::Appeal)))
    }

    /// The last day on which the latest decision may be appealed.
    pub(crate) fn appeal_until(&self, criteria: &Criteria) -> Option<NaiveDate> {
        let (decision, is_spent) = self.decision()?;
        (!is_spent).then(|| decision.on + Days::new(criteria.appeal_days.into()))
    }

    fn item(&self, id: &str) -> Option<&ItemFacts> {
        self.items.iter().find(|item| item.criterion == id)
    }

    fn verdict(&self, id: &str) -> Option<Verdict> {
        self.item(id).and_then(|item| item.verdict)
    }

    /// Whether the one that stands in for `criterion` is claimed, by a statement.
    fn is_replaced(&self, criterion: &Criterion) -> bool {
        let other = criterion.unless.as_deref().and_then(|other| self.item(other));
        other.is_some_and(|item| item.has_statement && !item.files.is_empty())
    }

    fn is_met(&self, criterion: &Criterion) -> bool {
        let stands_in = criterion.unless.as_deref().and_then(|other| self.verdict(other));
        self.verdict(&criterion.id) == Some(Verdict::Met) || stands_in == Some(Verdict::Met)
    }

    /// Every criterion of which `is_wrong` holds.
    fn wrong(
        &self,
        criteria: &Criteria,
        is_wrong: impl Fn(&Criterion, &ItemFacts) -> bool,
    ) -> Vec<String> {
        let nothing = ItemFacts::default();
        let list = criteria.list.iter();
        list.filter(|one| is_wrong(one, self.item(&one.id).unwrap_or(&nothing)))
            .map(|one| one.id.clone())
            .collect()
    }
}

fn refuse_some(list: Vec<String>, why: impl Fn(Vec<String>) -> Refusal) -> Result<(), Refusal> {
    if list.is_empty() { Ok(()) } else { Err(why(list)) }
}

fn may_submit(facts: &Facts, criteria: &Criteria) -> Result<(), Refusal> {
    use SocietyStatus as S;
    if !matches!(facts.status, None | Some(S::Member | S::Entrusted | S::International)) {
        return Err(Refusal::SocietyNotInStanding);
    }
    let must = |one: &Criterion| one.is_required && !facts.is_replaced(one);
    let silent = facts.wrong(criteria, |one, item| must(one) && !item.has_statement);
    refuse_some(silent, Refusal::Unanswered)?;
    let in_force = |until: &Option<NaiveDate>| until.is_none_or(|until| until >= facts.today);
    let bare = facts.wrong(criteria, |one, item| {
        must(one) && one.needs_file && !item.files.iter().any(in_force)
    });
    refuse_some(bare, Refusal::FileMissing)
}

fn may_finish_check(facts: &Facts, criteria: &Criteria) -> Result<(), Refusal> {
    let must = |one: &Criterion| one.is_required && !facts.is_met(one);
    let unchecked = facts.wrong(criteria, |one, item| must(one) && item.verdict.is_none());
    refuse_some(unchecked, Refusal::Unchecked)?;
    let bare =
        facts.wrong(criteria, |_, item| item.verdict == Some(Verdict::NotMet) && !item.has_note);
    refuse_some(bare, Refusal::NoteMissing)
}

fn may_grant(facts: &Facts, criteria: &Criteria) -> Result<(), Refusal> {
    let unmet = facts.wrong(criteria, |one, _| one.is_required && !facts.is_met(one));
    refuse_some(unmet, Refusal::NotMet)
}

fn may_appeal(facts: &Facts, criteria: &Criteria) -> Result<(), Refusal> {
    let until = facts.appeal_until(criteria).ok_or(Refusal::AppealSpent)?;
    if facts.today > until { Err(Refusal::AppealTooLate { until }) } else { Ok(()) }
}

fn may_decide_appeal(facts: &Facts, by: &str) -> Result<(), Refusal> {
    let is_own = facts.decision().is_some_and(|(decision, _)| decision.by == by);
    if is_own { Err(Refusal::SamePerson) } else { Ok(()) }
}

fn must(holds: bool, refusal: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(refusal) }
}

fn has_ended(facts: &Facts) -> bool {
    facts.valid_to.is_some_and(|last| last < facts.today)
}

fn guard(step: Step, facts: &Facts, criteria: &Criteria, by: &str) -> Result<(), Refusal> {
    match step {
        Step::Submit => may_submit(facts, criteria),
        Step::FinishCheck => may_finish_check(facts, criteria),
        Step::Grant => {
            may_grant(facts, criteria)?;
            must(!facts.is_newcomer, Refusal::NewcomerNeedsProbation)
        }
        Step::GrantProbation => {
            may_grant(facts, criteria)?;
            must(facts.is_newcomer, Refusal::NoNewcomer)
        }
        Step::Confirm => {
            must(!has_ended(facts), Refusal::Ended)?;
            must(facts.has_round_ended, Refusal::RoundNotEnded)
        }
        Step::Suspend | Step::Restore => must(!has_ended(facts), Refusal::Ended),
        Step::Appeal => may_appeal(facts, criteria),
        Step::UpholdAppeal | Step::DismissAppeal => may_decide_appeal(facts, by),
        Step::Withdraw | Step::Return | Step::Refuse | Step::Revoke => Ok(()),
    }
}

/// The last day of a term of `years` from `first`.
pub(crate) fn last_day(first: NaiveDate, years: u32) -> NaiveDate {
    let year = first.year() + i32::try_from(years).unwrap_or(0);
    // 29 February ends with February.
    let same = first.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
    same.and_then(|day| day.pred_opt()).unwrap_or(first)
}

fn term(state: State, facts: &Facts, criteria: &Criteria) -> (NaiveDate, NaiveDate) {
    let years =
        if state == State::Probation { criteria.probation_years } else { criteria.validity_years };
    let after = facts.renews_until.filter(|until| *until >= facts.today);
    let first = after.and_then(|until| until.succ_opt()).unwrap_or(facts.today);
    (first, last_day(first, years))
}

/// Takes `step`: what becomes of the application.
///
/// # Errors
/// The law that forbids it.
pub(crate) fn decide(
    step: Step,
    facts: &Facts,
    criteria: &Criteria,
    by: &str,
    reason: Option<&str>,
) -> Result<Outcome, Refusal> {
    let line = transition(step, facts.state).ok_or(Refusal::NotFromHere)?;
    guard(step, facts, criteria, by)?;
    must(
        !line.needs_reason || reason.is_some_and(|text| !text.trim().is_empty()),
        Refusal::ReasonMissing,
    )?;
    let first_held = if facts.is_newcomer { State::Probation } else { State::Granted };
    let state = match line.goal {
        Goal::To(state) => state,
        Goal::Held => facts.held_as.unwrap_or(first_held),
        Goal::Back => facts.appealed_from.unwrap_or(State::Refused),
    };
    let is_held = matches!(state, State::Granted | State::Probation);
    let is_new_term = is_held
        && match step {
            Step::Grant | Step::GrantProbation | Step::Confirm => true,
            _ => facts.valid_to.is_none(),
        };
    Ok(Outcome {
        state,
        held_as: if is_held { Some(state) } else { facts.held_as },
        appealed_from: (step == Step::Appeal).then_some(facts.state),
        term: is_new_term.then(|| term(state, facts, criteria)),
    })
}

/// Why `step` cannot be taken by `by`, apart from reasons not given yet; none when it can.
pub(crate) fn blocked(step: Step, facts: &Facts, criteria: &Criteria, by: &str) -> Option<Refusal> {
    guard(step, facts, criteria, by).err()
}

#[cfg(test)]
#[path = "tests/guards.rs"]
mod tests;
