//! What can be changed in the register, and which change is lawful?

use chrono::{Datelike as _, NaiveDate};
use entity::{
    ids::{SocietyContactId, SocietyGradeId, SocietyOfficerId},
    vocabulary::{
        AssessmentGrade, CheckResult, OfficerDuty, Route, SocietyEventKind, SocietyStatus,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    charter::{self, NewCharter},
    credit_code::CreditCode,
};
use crate::shared::Bilingual;

/// The facts of a society that the register keeps beside code, name and standing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SocietyFacts {
    /// English name.
    #[validate(length(max = 300))]
    pub name_en: Option<String>,
    /// Discipline group.
    #[validate(length(max = 64))]
    pub group: Option<String>,
    /// Unified social credit code.
    #[validate(length(max = 64))]
    pub credit_code: Option<String>,
    /// Number in the register of social organisations.
    #[validate(length(max = 64))]
    pub registration_no: Option<String>,
    /// Supervising body (业务主管单位).
    #[validate(length(max = 200))]
    pub supervising_body: Option<String>,
    /// Supporting unit (挂靠单位).
    #[validate(length(max = 200))]
    pub supporting_unit: Option<String>,
    /// Day of founding.
    pub founded_on: Option<NaiveDate>,
    /// Which council sits.
    #[validate(range(min = 1, max = 100))]
    pub council_term: Option<i32>,
    /// Last day of the council's term.
    pub council_term_ends: Option<NaiveDate>,
    /// Individual members.
    #[validate(range(min = 0, max = 100_000_000))]
    pub members: Option<i32>,
    /// Address on the web.
    #[validate(length(max = 300))]
    pub website: Option<String>,
}

/// A society to be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSociety {
    /// CAST's code, unique.
    #[validate(length(min = 1, max = 64))]
    pub society_id: String,
    /// Chinese name.
    #[validate(length(min = 1, max = 300))]
    pub name: String,
    /// Discipline group.
    #[validate(length(min = 1, max = 64))]
    pub group: String,
    /// The day on which it joined.
    pub joined_on: NaiveDate,
}

/// An officer of a society.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// `president`, `vice_president`, `secretary_general`, `chief_supervisor`,
    /// `legal_representative` or `party_secretary`.
    #[schema(value_type = String)]
    pub duty: OfficerDuty,
    /// Name.
    #[validate(length(min = 1, max = 100))]
    pub name: String,
    /// Where the officer works.
    #[validate(length(max = 200))]
    #[serde(default)]
    pub unit: Option<String>,
    /// Of which council.
    #[validate(range(min = 1, max = 100))]
    #[serde(default)]
    pub term: Option<i32>,
    /// First day in office.
    #[serde(default)]
    pub from_on: Option<NaiveDate>,
    /// Last day in office.
    #[serde(default)]
    pub to_on: Option<NaiveDate>,
}

/// Somebody through whom a society is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    #[validate(length(min = 1, max = 100))]
    pub name: String,
    /// For what.
    #[validate(length(max = 100))]
    #[serde(default)]
    pub duty: Option<String>,
    /// Telephone of the office.
    #[validate(length(max = 40))]
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail address.
    #[validate(email)]
    #[serde(default)]
    pub email: Option<String>,
}

/// What the annual check of a year concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnualCheck {
    /// `passed`, `basically_passed` or `failed`.
    #[schema(value_type = String)]
    pub result: CheckResult,
    /// The day of the conclusion.
    #[serde(default)]
    pub concluded_on: Option<NaiveDate>,
    /// What was found.
    #[validate(length(max = 2000))]
    #[serde(default)]
    pub note: Option<String>,
}

/// A grade that was announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrade {
    /// `5A` … `1A`.
    #[schema(value_type = String)]
    pub grade: AssessmentGrade,
    /// The day of the announcement.
    pub announced_on: NaiveDate,
}

/// The end of a grade before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeEnd {
    /// The day on which it ended.
    pub ended_on: NaiveDate,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub because: String,
}

/// Something that became of a society.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvent {
    /// `joined`, `renamed`, `merged_into`, `suspended`, `restored`, `deregistered` or `left`.
    #[schema(value_type = String)]
    pub kind: SocietyEventKind,
    /// The day.
    pub happened_on: NaiveDate,
    /// What happened.
    #[validate(length(max = 2000))]
    #[serde(default)]
    pub detail: Option<String>,
    /// The document that it rests on.
    #[validate(length(max = 2000))]
    #[serde(default)]
    pub basis: Option<String>,
    /// The new name, for `renamed`.
    #[validate(length(min = 1, max = 300))]
    #[serde(default)]
    pub new_name: Option<String>,
    /// Code of the society that took this one in, for `merged_into`.
    #[validate(length(min = 1, max = 64))]
    #[serde(default)]
    pub other_society: Option<String>,
}

/// By which way a society nominates, from a round on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteChoice {
    /// `direct` or `via_cast`.
    #[schema(value_type = String)]
    pub route: Route,
    /// The first round for which it holds.
    #[validate(range(min = 2000, max = 2100))]
    pub from_year: i32,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A change of one society in the register.
#[derive(Clone, Debug)]
pub enum SocietyChange {
    /// Sets the facts.
    Facts(SocietyFacts),
    /// Changes the officer of this key, or adds one.
    PutOfficer(Option<SocietyOfficerId>, Officer),
    /// Removes an officer entered by mistake.
    RemoveOfficer(SocietyOfficerId),
    /// Changes the contact of this key, or adds one.
    PutContact(Option<SocietyContactId>, Contact),
    /// Removes a contact.
    RemoveContact(SocietyContactId),
    /// Sets the annual check of a year.
    Check(i32, AnnualCheck),
    /// Adds a grade.
    Grade(NewGrade),
    /// Ends a grade before its time (社会组织评估管理办法 第二十九条).
    EndGrade(SocietyGradeId, GradeEnd),
    /// Adds what became of the society.
    Event(NewEvent),
    /// Sets the route from a round on.
    Route(RouteChoice),
    /// Enters a version of the charter, which waits to be confirmed.
    Charter(NewCharter),
    /// Confirms a version of the charter, by its number.
    ConfirmCharter(i32),
}

impl SocietyChange {
    /// The word under which the audit chain keeps it.
    pub(super) fn action(&self) -> &'static str {
        match self {
            Self::Facts(_) => "societies.set_facts",
            Self::PutOfficer(..) => "societies.set_officer",
            Self::RemoveOfficer(_) => "societies.remove_officer",
            Self::PutContact(..) => "societies.set_contact",
            Self::RemoveContact(_) => "societies.remove_contact",
            Self::Check(..) => "societies.record_check",
            Self::Grade(_) => "societies.record_grade",
            Self::EndGrade(..) => "societies.end_grade",
            Self::Event(_) => "societies.record_event",
            Self::Route(_) => "societies.set_route",
            Self::Charter(_) => "societies.enter_charter",
            Self::ConfirmCharter(_) => "societies.confirm_charter",
        }
    }

    /// Why, where the change says so.
    pub(super) fn reason(&self) -> Option<String> {
        match self {
            Self::EndGrade(_, end) => Some(end.because.clone()),
            Self::Event(event) => event.detail.clone(),
            Self::Route(choice) => Some(choice.reason.clone()),
            Self::Charter(new) => Some(new.terms.clause.clone()),
            _ => None,
        }
    }
}

/// A field that breaks a rule of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryFault {
    /// JSON pointer to the field.
    pub pointer: &'static str,
    /// Which rule.
    pub code: &'static str,
    /// What is allowed.
    pub message: Bilingual,
}

fn fault(pointer: &'static str, code: &'static str, zh: &str, en: &str) -> RegistryFault {
    RegistryFault { pointer, code, message: Bilingual::new(zh, en) }
}

fn not_after(
    day: Option<NaiveDate>,
    today: NaiveDate,
    pointer: &'static str,
) -> Result<(), RegistryFault> {
    if day.is_some_and(|day| day > today) {
        return Err(fault(pointer, "future", "不得晚于今日", "must not lie in the future"));
    }
    Ok(())
}

/// Checks what a change says of itself.
///
/// # Errors
/// The first field that breaks its rule.
pub(super) fn check(change: &SocietyChange, today: NaiveDate) -> Result<(), RegistryFault> {
    match change {
        SocietyChange::Facts(facts) => check_facts(facts, today),
        SocietyChange::PutOfficer(_, officer) => {
            let is_turned = officer.from_on.zip(officer.to_on).is_some_and(|(from, to)| from > to);
            if is_turned {
                return Err(fault(
                    "/to_on",
                    "order",
                    "不得早于任职开始",
                    "must not be before the start",
                ));
            }
            Ok(())
        }
        SocietyChange::Check(year, check) => {
            // 社会团体年度检查办法: the check of a year is concluded in the next.
            if !(1990..=today.year()).contains(year) {
                return Err(fault(
                    "/year",
                    "range",
                    "须为 1990 年至今年",
                    "must be 1990 to this year",
                ));
            }
            not_after(check.concluded_on, today, "/concluded_on")
        }
        SocietyChange::Grade(grade) => not_after(Some(grade.announced_on), today, "/announced_on"),
        SocietyChange::EndGrade(_, end) => not_after(Some(end.ended_on), today, "/ended_on"),
        SocietyChange::Event(event) => check_event(event, today),
        SocietyChange::Charter(new) => charter::check(new),
        SocietyChange::RemoveOfficer(_)
        | SocietyChange::PutContact(..)
        | SocietyChange::RemoveContact(_)
        | SocietyChange::Route(_)
        | SocietyChange::ConfirmCharter(_) => Ok(()),
    }
}

fn check_facts(facts: &SocietyFacts, today: NaiveDate) -> Result<(), RegistryFault> {
    if let Some(code) = &facts.credit_code
        && let Err(error) = CreditCode::parse(code)
    {
        let text = error.to_string();
        let (zh, en) = text.split_once(" / ").unwrap_or((&text, &text));
        return Err(fault("/credit_code", "credit_code", zh, en));
    }
    not_after(facts.founded_on, today, "/founded_on")
}

fn check_event(event: &NewEvent, today: NaiveDate) -> Result<(), RegistryFault> {
    not_after(Some(event.happened_on), today, "/happened_on")?;
    let is_rename = event.kind == SocietyEventKind::Renamed;
    if is_rename != event.new_name.is_some() {
        return Err(fault(
            "/new_name",
            "renamed",
            "更名时填写，其他情形不填",
            "for a change of name, and only then",
        ));
    }
    let is_merger = event.kind == SocietyEventKind::MergedInto;
    if is_merger != event.other_society.is_some() {
        return Err(fault(
            "/other_society",
            "merged",
            "并入时填写，其他情形不填",
            "for a merger, and only then",
        ));
    }
    let needs_basis = matches!(
        event.kind,
        SocietyEventKind::Suspended | SocietyEventKind::Deregistered | SocietyEventKind::MergedInto
    );
    if needs_basis && event.basis.as_deref().is_none_or(|basis| basis.trim().is_empty()) {
        return Err(fault("/basis", "basis", "请写明依据", "name what it rests on"));
    }
    Ok(())
}

/// For how long a grade holds: from 1 January after the announcement to 31 December of the fifth
/// year (社会组织评估管理办法 第三十五条).
pub(super) fn grade_validity(announced_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let year = announced_on.year();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(announced_on);
    (day(year + 1, 1, 1), day(year + 5, 12, 31))
}

/// How a society stands after `kind` became of it; `before` is how it stood before it was suspended.
///
/// # Errors
/// That cannot become of a society which stands like this.
pub(super) fn status_after(
    status: Option<SocietyStatus>,
    before: Option<SocietyStatus>,
    kind: SocietyEventKind,
) -> Result<Option<SocietyStatus>, RegistryFault> {
    use SocietyEventKind as Kind;
    use SocietyStatus as Status;
    let is_gone = matches!(status, Some(Status::Merged | Status::Deregistered | Status::Left));
    let is_suspended = status == Some(Status::Suspended);
    let after = match kind {
        Kind::Joined if is_gone || status.is_none() => Some(Status::Member),
        Kind::Renamed if !is_gone => status,
        Kind::MergedInto if !is_gone => Some(Status::Merged),
        Kind::Suspended if !is_gone && !is_suspended => Some(Status::Suspended),
        Kind::Restored if is_suspended => Some(before.unwrap_or(Status::Member)),
        Kind::Deregistered if !is_gone => Some(Status::Deregistered),
        Kind::Left if !is_gone => Some(Status::Left),
        _ => {
            return Err(fault(
                "/kind",
                "status",
                "学会当前状态下不能发生此事项",
                "this cannot become of a society which stands like this",
            ));
        }
    };
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_grade_holds_five_calendar_years_after_the_announcement() {
        let (from, to) = grade_validity(day("2026-11-03"));
        assert_eq!((from, to), (day("2027-01-01"), day("2031-12-31")));
        assert_eq!(grade_validity(day("2024-01-01")).0, day("2025-01-01"));
    }

    #[test]
    fn what_becomes_of_a_society_follows_from_how_it_stands() {
        use SocietyEventKind as Kind;
        use SocietyStatus as Status;
        let mut table = Vec::new();
        let all = Status::ALL.iter().map(|status| Some(*status)).chain([None]);
        for status in all {
            for &kind in Kind::ALL {
                let after = match status_after(status, Some(Status::Entrusted), kind) {
                    Ok(after) => after.map_or("-", Status::as_str),
                    Err(_) => continue,
                };
                let from = status.map_or("-", Status::as_str);
                table.push(format!("{from} --{}--> {after}", kind.as_str()));
            }
        }
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn an_event_says_what_its_kind_needs() {
        let event = |kind| NewEvent {
            kind,
            happened_on: day("2027-01-02"),
            detail: None,
            basis: None,
            new_name: None,
            other_society: None,
        };
        let today = day("2027-01-02");
        let pointer = |event: NewEvent| {
            check(&SocietyChange::Event(event), today).err().map(|fault| fault.pointer)
        };
        assert_eq!(pointer(event(SocietyEventKind::Joined)), None);
        assert_eq!(pointer(event(SocietyEventKind::Renamed)), Some("/new_name"));
        assert_eq!(pointer(event(SocietyEventKind::MergedInto)), Some("/other_society"));
        assert_eq!(pointer(event(SocietyEventKind::Suspended)), Some("/basis"));
        let late = NewEvent { happened_on: day("2027-01-03"), ..event(SocietyEventKind::Joined) };
        assert_eq!(pointer(late), Some("/happened_on"));
    }
}
