//! By which forms and rules does a round go, and what of it is otherwise than this release has it by default? From
//! the rooms of forms, checks, objections and timetables, none of which knows all the others.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::overview::RuleSetView;
use crate::{
    app::App,
    authz::{self, Action, Reader},
    awards::{self, RuleSet, Timetable},
    nominations::{
        checks::{self, RuleBook, RuleState},
        forms::{self, Form},
    },
    notices::objections::ObjectionRules,
    shared::Bilingual,
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
    /// Number of a rule of the formal examination, `anonymous_objections` or `corrections`.
    pub code: String,
    /// What it turns on or off.
    pub text: Bilingual,
    /// The clause behind it.
    pub clause: String,
    /// How it stands in the round.
    pub is_on: bool,
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
}

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_round_rules))
}

/// The forms on which dossiers of a round are begun, its book of rules, and the switches that stand otherwise
/// than by default.
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
    switches.extend(awards::timetable(database, round.id).await?.as_ref().and_then(of_timetable));
    let forms = forms::of_round(database, round.id).await?;
    Ok(Data {
        data: RoundRules {
            forms: forms.into_iter().map(form).collect(),
            rule_book: RuleSetView { name: book.version.clone(), digest: book.digest.clone() },
            switches,
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
