//! By which forms and rules does a round go, and what of it is otherwise than this release has it by default? From
//! the rooms of forms, checks, conflicts, objections, withdrawals and timetables, none of which knows all the
//! others.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::overview::RuleSetView;
use crate::{
    app::App,
    authz::{self, Action, Reader},
    awards::{self, RuleSet, Timetable, WithdrawalRule},
    conflicts::{self, ConflictPolicy, PolicyDifference},
    nominations::{
        checks::{self, RuleBook, RuleState},
        forms::{self, Form},
    },
    notices::objections::ObjectionRules,
    shared::{Bilingual, hex_sha256},
    web::{ApiError, Data, Problem, ProblemCode},
};

/// A form on which dossiers of a round are begun.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundForm {
    /// Its name with its version.
    pub id: String,
    /// Category code.
    pub category: String,
    /// What of the category.
    pub kind: String,
    /// What it is called.
    pub title: Bilingual,
    /// SHA-256 of the text that the round goes by.
    pub digest: String,
    /// Whether this release ships the form with another text, or not at all.
    pub is_earlier: bool,
}

/// A switch that stands otherwise in a round than by default.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundSwitch {
    /// Number of a rule of the formal examination, `anonymous_objections`, `withdrawal_via_cast`, `replacement`,
    /// `withdrawn_place` or `corrections`.
    pub code: String,
    /// What it turns on or off.
    pub text: Bilingual,
    /// The clause behind it.
    pub clause: String,
    /// How it stands in the round.
    pub is_on: bool,
}

/// A figure or grade of the policy of conflicts that stands otherwise in a round than by default.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundPolicyDifference {
    /// The key, as in `windows.coauthor_years`.
    pub key: String,
    /// How it stands in the round.
    pub value: String,
    /// How it stands by default; empty where it does not.
    pub usual: String,
}

impl From<PolicyDifference> for RoundPolicyDifference {
    fn from(one: PolicyDifference) -> Self {
        Self { key: one.key, value: one.value, usual: one.usual }
    }
}

/// The policy of conflicts of interest that a round goes by.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundConflictPolicy {
    /// SHA-256 of the whole policy.
    pub digest: String,
    /// What of it stands otherwise than by default.
    pub differences: Vec<RoundPolicyDifference>,
}

/// The forms and rules of a round, as it was opened with them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundRules {
    /// The forms, as they are offered.
    pub forms: Vec<RoundForm>,
    /// The book of rules of the formal examination.
    pub rule_book: RuleSetView,
    /// The switches that stand otherwise than by default.
    pub switches: Vec<RoundSwitch>,
    /// The policy of conflicts of interest.
    pub conflict_policy: RoundConflictPolicy,
}

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_round_rules))
}

/// The forms on which dossiers of a round are begun, its book of rules, its policy of conflicts of interest, and
/// the switches that stand otherwise than by default.
#[utoipa::path(
    get, path = "/rounds/{year}/rules", tag = "awards",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<RoundRules>), (status = 404, body = Problem))
)]
async fn read_round_rules(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<RoundRules>, ApiError> {
    authz::permit(&reader.actor, Action::ReadRounds)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let book = checks::of_round(database, round.id).await?;
    let usual = ObjectionRules::in_force().map_err(|error| ApiError::internal(&error))?;
    let rules = awards::rules_of(database, round.id).await?;
    let mut switches = of_checks(book);
    switches.extend(of_objections(rules.as_ref(), usual));
    let shipped = RuleSet::shipped().map_err(|error| ApiError::internal(&error))?;
    let withdrawal = awards::withdrawal_of(database, round.id).await?;
    switches.extend(of_withdrawals(&withdrawal, shipped.withdrawal.as_ref()));
    switches.extend(awards::timetable(database, round.id).await?.as_ref().and_then(of_timetable));
    let policy = conflicts::policy_of_round(database, round.id).await?;
    let forms = forms::of_round(database, round.id).await?;
    Ok(Data {
        data: RoundRules {
            forms: forms.into_iter().map(form).collect(),
            rule_book: RuleSetView { name: book.version.clone(), digest: book.digest.clone() },
            switches,
            conflict_policy: of_conflicts(&policy)?,
        },
    })
}

fn form(form: &Form) -> RoundForm {
    RoundForm {
        id: form.id.clone(),
        category: form.category.clone(),
        kind: form.kind.clone(),
        title: form.title.clone(),
        digest: form.digest.clone(),
        is_earlier: forms::find(&form.id).is_none_or(|shipped| shipped.digest != form.digest),
    }
}

/// The policy of the round, and where it is another than the one that ships.
fn of_conflicts(policy: &ConflictPolicy) -> Result<RoundConflictPolicy, ApiError> {
    let text = policy.to_toml().map_err(|error| ApiError::internal(&error))?;
    let differences = policy.unlike(&ConflictPolicy::default()).into_iter().map(Into::into);
    Ok(RoundConflictPolicy {
        digest: hex_sha256(text.as_bytes()),
        differences: differences.collect(),
    })
}

/// The rules that the round turns.
fn of_checks(book: &RuleBook) -> Vec<RoundSwitch> {
    let switch = |rule: &checks::Rule| RoundSwitch {
        code: rule.id.clone(),
        text: rule.text.clone(),
        clause: rule.clause.clone(),
        is_on: rule.state == RuleState::On,
    };
    checks::in_force().map_or_else(Vec::new, |usual| book.unlike(usual).map(switch).collect())
}

/// Whether somebody may object without a name, where the round says otherwise than the rules of objections.
fn of_objections(rules: Option<&RuleSet>, usual: &ObjectionRules) -> Option<RoundSwitch> {
    let said = rules?.objections.allows_anonymous?;
    (said != usual.intake.allows_anonymous).then(|| RoundSwitch {
        code: "anonymous_objections".to_owned(),
        text: Bilingual::new("受理匿名异议", "Objections without a name are taken"),
        clause: "X25 art. 68".to_owned(),
        is_on: said,
    })
}

/// What the round says of withdrawals otherwise than the rule set that ships.
fn of_withdrawals(said: &WithdrawalRule, usual: Option<&WithdrawalRule>) -> Vec<RoundSwitch> {
    let Some(usual) = usual else { return Vec::new() };
    let switch = |code: &str, text: Bilingual, (is_on, is_usual): (bool, bool)| {
        (is_on != is_usual).then(|| RoundSwitch {
            code: code.to_owned(),
            text,
            clause: said.basis.clone(),
            is_on,
        })
    };
    let via_cast = Bilingual::new(
        "经中国科协提名的，提名后可以撤回",
        "What is nominated through CAST may be withdrawn",
    );
    let replaces = Bilingual::new(
        "截止前可以更换材料后重新提交",
        "Until nominating ends it may be taken back and submitted again",
    );
    let frees = Bilingual::new(
        "截止前撤回的，名额退还学会",
        "The place of what is withdrawn before nominating ends goes back to the society",
    );
    [
        switch("withdrawal_via_cast", via_cast, (said.via_cast, usual.via_cast)),
        switch("replacement", replaces, (said.replaces_before_close, usual.replaces_before_close)),
        switch(
            "withdrawn_place",
            frees,
            (said.frees_place_before_close, usual.frees_place_before_close),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The time for corrections, which no round has unless its timetable grants it.
fn of_timetable(table: &Timetable) -> Option<RoundSwitch> {
    let days = table.correction_days;
    (days > 0).then(|| RoundSwitch {
        code: "corrections".to_owned(),
        text: Bilingual::new(
            format!("形式审查可补正，{days} 个工作日"),
            format!("Corrections in the formal examination, {days} working days"),
        ),
        clause: table.basis.clone(),
        is_on: true,
    })
}
