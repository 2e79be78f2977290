//! The phases of a round with what waits in each: from the rooms of examination, publicity and objections,
//! which the timetable's own room does not know.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::RoundId,
    vocabulary::{
        ExaminationStanding as Standing, NominationState, ObjectionParty as Party, PublicityKind,
    },
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    authz::{self, Action, Actor, Reader, Scope},
    awards::{self, Course, Phase, PhaseKind, PublicTime, Timetable, TimetableRule, Window},
    examination, nominations,
    notices::{
        objections::{self, ObjectionRules, OpenObjection},
        publicity,
    },
    web::{ApiError, Data, Problem, ProblemCode},
};

/// What the office's time is over for within so many days counts as due.
const SOON: Duration = Duration::days(7);

/// Something that waits in a phase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PhaseCount {
    /// What waits: `own_drafts`, `to_examine`, `examining`, `correcting`, `own_corrections`, `objections`,
    /// `objections_due` or `own_tasks`.
    pub code: &'static str,
    /// How many.
    pub count: u64,
    /// The page that lists them; none where the reader has none.
    pub link: Option<String>,
}

/// A phase of a round. Its time is half-open; what is only planned opens and closes nothing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundPhase {
    /// `nominating`, `examination`, `corrections`, `acceptance_publicity`, `objections`, `review`,
    /// `first_review_publicity` or `first_review_objections`.
    pub code: &'static str,
    /// `before`, `open`, `late` (its planned end has passed) or `over`.
    pub standing: &'static str,
    /// Its first instant.
    pub begins_at: DateTime<Utc>,
    /// Whether that is only planned.
    pub is_begin_planned: bool,
    /// The first instant after it.
    pub ends_at: DateTime<Utc>,
    /// Whether that is only planned.
    pub is_end_planned: bool,
    /// Days that one matter takes in it: working days for a correction, natural days for an objection.
    pub days: Option<u32>,
    /// What waits, as far as the reader may know of it; what does not is left out.
    pub counts: Vec<PhaseCount>,
}

/// The phases of a round beside the server's clock.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundPhases {
    /// Year of the round.
    pub year: i32,
    /// The server's clock, which alone counts.
    pub now: DateTime<Utc>,
    /// The phases in their order; none where the round has no timetable.
    pub phases: Vec<RoundPhase>,
}

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_round_phases))
}

/// The phases of a round: from when until when, set, released or planned; and what waits in each, as far as
/// the reader may know of it.
#[utoipa::path(
    get, path = "/rounds/{year}/phases", tag = "awards",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<RoundPhases>), (status = 404, body = Problem))
)]
async fn read_round_phases(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<RoundPhases>, ApiError> {
    authz::permit(&reader.actor, Action::ReadRounds)?;
    let (database, now) = (app.database.reader(), app.clock.now());
    let round = awards::find_round(database, year)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let Some(table) = awards::timetable(database, round.id).await? else {
        return Ok(Data { data: RoundPhases { year, now, phases: Vec::new() } });
    };
    let rule = TimetableRule::in_force().map_err(|error| ApiError::internal(&error))?;
    let rules = ObjectionRules::in_force().map_err(|error| ApiError::internal(&error))?;
    let investigation = rules.clock(Party::Office, "investigate").map_or(0, |clock| clock.days);
    let (acceptance, first_review) = released(&app, round.id).await?;
    let course = Course {
        nominating: nominating(&app, round.id, &table).await?,
        correction_days: table.correction_days,
        investigation_days: investigation,
        stages: &rule.stages,
        acceptance,
        first_review,
    };
    let counts = Counts::of(&app, &reader.actor, (round.id, year)).await?;
    let phases = course.phases().into_iter().map(|one| RoundPhase {
        days: match one.kind {
            PhaseKind::Corrections => Some(table.correction_days),
            PhaseKind::Objections | PhaseKind::FirstReviewObjections => Some(investigation),
            _ => None,
        },
        counts: counts.in_phase(one.kind),
        ..shown(&one, now)
    });
    Ok(Data { data: RoundPhases { year, now, phases: phases.collect() } })
}

fn shown(phase: &Phase, now: DateTime<Utc>) -> RoundPhase {
    RoundPhase {
        code: phase.kind.as_str(),
        standing: phase.standing(now).as_str(),
        begins_at: phase.begins.at,
        is_begin_planned: phase.begins.is_planned,
        ends_at: phase.ends.at,
        is_end_planned: phase.ends.is_planned,
        days: None,
        counts: Vec::new(),
    }
}

/// The time of nominating with what was put off for everybody, and for nobody alone.
async fn nominating(app: &App, round: RoundId, table: &Timetable) -> Result<Window, ApiError> {
    let kept = awards::extensions(app.database.reader(), round).await?;
    let all: Vec<_> = kept.into_iter().map(|one| one.extension).collect();
    // No society has this code: only what is for all of them counts.
    Ok(table.window(&all, "", None))
}

/// The released publicities of acceptance and of the first review.
async fn released(
    app: &App,
    round: RoundId,
) -> Result<(Option<PublicTime>, Option<PublicTime>), ApiError> {
    let all = publicity::released(app.database.reader(), round).await?;
    let of = |kind: PublicityKind| {
        let of_kind = all.iter().filter(|one| one.kind == kind);
        PublicTime::of(of_kind.map(|one| (one.opens_at, one.closes_at)))
    };
    Ok((of(PublicityKind::Acceptance), of(PublicityKind::FirstReview)))
}

/// What waits in the phases of a round, as far as one reader may know of it.
#[derive(Debug, Default)]
struct Counts(Vec<(PhaseKind, PhaseCount)>);

impl Counts {
    async fn of(app: &App, actor: &Actor, (round, year): (RoundId, i32)) -> Result<Self, ApiError> {
        let mut counts = Self::default();
        if authz::permit(actor, Action::ReadExaminations).is_ok() {
            counts.add_examinations(app, (round, year)).await?;
        }
        let own = match authz::permit(actor, Action::ReadDossiers).map(|permit| permit.scope) {
            Ok(Scope::Societies(codes)) => codes,
            _ => Vec::new(),
        };
        let counts_objections = authz::permit(actor, Action::CountObjections).is_ok();
        let cases = if counts_objections || !own.is_empty() {
            objections::open_in_round(app.database.reader(), round).await?
        } else {
            Vec::new()
        };
        if counts_objections {
            counts.add_objections(actor, &cases, app.clock.now());
        }
        if !own.is_empty() {
            counts.add_own(app, (round, year), &own).await?;
            counts.add_own_tasks(&cases, &own);
        }
        Ok(counts)
    }

    fn add(&mut self, kind: PhaseKind, code: &'static str, (count, link): (u64, Option<String>)) {
        if count > 0 {
            self.0.push((kind, PhaseCount { code, count, link }));
        }
    }

    async fn add_examinations(
        &mut self,
        app: &App,
        (round, year): (RoundId, i32),
    ) -> Result<(), ApiError> {
        use Standing::{Accepted, Correcting, Ended, Refused};
        let database = app.database.reader();
        let submitted =
            nominations::nominations_in_state(database, round, NominationState::Submitted).await?;
        let standings = examination::standings(database, round).await?;
        let is_examined = |one: &Standing| !matches!(one, Accepted | Correcting | Ended | Refused);
        let examining: u64 =
            standings.iter().filter(|(one, _)| is_examined(one)).map(|(_, count)| count).sum();
        let correcting = standings.get(&Correcting).copied().unwrap_or(0);
        let link = || Some(format!("/rounds/{year}/examinations"));
        self.add(PhaseKind::Examination, "to_examine", (counted(submitted.len()), link()));
        self.add(PhaseKind::Examination, "examining", (examining, link()));
        self.add(PhaseKind::Corrections, "correcting", (correcting, link()));
        Ok(())
    }

    /// How many objections are open; for who reads them, how many the office must handle soon.
    fn add_objections(&mut self, actor: &Actor, cases: &[OpenObjection], now: DateTime<Utc>) {
        let may_read = authz::permit(actor, Action::ReadObjections).is_ok();
        let link = || may_read.then(|| "/objections".to_owned());
        let is_due = |case: &OpenObjection| {
            let mut of_office = case.tasks.iter().filter(|task| task.party == Party::Office);
            of_office.any(|task| task.due_at <= now + SOON)
        };
        for of in [PublicityKind::Acceptance, PublicityKind::FirstReview] {
            let open: Vec<&OpenObjection> = cases.iter().filter(|case| case.of == of).collect();
            self.add(objected(of), "objections", (counted(open.len()), link()));
            if may_read {
                let due = open.iter().filter(|case| is_due(case)).count();
                self.add(objected(of), "objections_due", (counted(due), link()));
            }
        }
    }

    /// What a society has not handed in, and which corrections it owes.
    async fn add_own(
        &mut self,
        app: &App,
        (round, year): (RoundId, i32),
        own: &[String],
    ) -> Result<(), ApiError> {
        let database = app.database.reader();
        let scope = Scope::Societies(own.to_vec());
        let dossiers = nominations::dossier::of_round(database, round, &scope).await?;
        let drafts = dossiers.iter().filter(|one| !one.is_handed_in()).count();
        let due = examination::corrections_due(database, round).await?;
        let is_own = |society: Option<&String>| society.is_some_and(|code| own.contains(code));
        let corrections = due.iter().filter(|one| is_own(one.society.as_ref())).count();
        let link = || Some(format!("/rounds/{year}/dossiers"));
        self.add(PhaseKind::Nominating, "own_drafts", (counted(drafts), link()));
        self.add(PhaseKind::Corrections, "own_corrections", (counted(corrections), link()));
        Ok(())
    }

    /// What is asked of a society about objections to its nominations.
    fn add_own_tasks(&mut self, cases: &[OpenObjection], own: &[String]) {
        for of in [PublicityKind::Acceptance, PublicityKind::FirstReview] {
            let tasks = cases
                .iter()
                .filter(|case| case.of == of)
                .filter(|case| case.society.as_ref().is_some_and(|code| own.contains(code)))
                .flat_map(|case| &case.tasks)
                .filter(|task| matches!(task.party, Party::Nominator | Party::Nominee));
            let link = Some("/society-objections".to_owned());
            self.add(objected(of), "own_tasks", (counted(tasks.count()), link));
        }
    }

    fn in_phase(&self, kind: PhaseKind) -> Vec<PhaseCount> {
        let of_kind = self.0.iter().filter(|(one, _)| *one == kind);
        of_kind.map(|(_, count)| count.clone()).collect()
    }
}

const fn objected(of: PublicityKind) -> PhaseKind {
    match of {
        PublicityKind::Acceptance => PhaseKind::Objections,
        PublicityKind::FirstReview => PhaseKind::FirstReviewObjections,
    }
}

fn counted(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
