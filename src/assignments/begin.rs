//! How is a plan begun? From a finished match run or as a copy of another plan, but without the pairs that
//! recusal has come to keep apart: their places go to the best who may have them, and both are told. A plan that
//! comes to keep to the panels (评审组) is the best within them.
//!
//! It is computed on one state of the records while nobody waits, and written down where what it was made from is
//! still there.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::{AssignmentPlanId, MatchRunId, RoundId},
    vocabulary::{PlanChangeKind, PlanState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    edit::moved,
    errors::AssignmentError,
    model::{Ground, Key, Pairs, living},
    plan::note,
    recheck::MOST_LOOKS,
    solve::{within_panels, without_barred},
    store::{self, ChangeRow, PlanRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, idempotency,
    matching::{self, MatchParameters, ObjectiveName, PanelSeats},
    persistence::{ReadTx, WriteTx},
    shared::hex_sha256,
};

/// The batch of what was changed when a plan was begun: nobody asked for it, and nobody takes it back.
pub(super) const BEGINNING: i32 = 0;

/// Why a pair was left out, and why another took its place.
const BARRED: &str = "须回避，起草时未列入";
const INSTEAD: &str = "起草时补足因回避空出的名额";
/// The same where the plan came to keep to the panels.
const OUTSIDE: &str = "起草时限定在评审组内，重新求解后未列入";
const INSIDE: &str = "起草时限定在评审组内，重新求解后列入";

/// A plan to be begun.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAssignmentPlan)]
pub struct NewPlan {
    /// Its name.
    #[validate(length(min = 1, max = 100))]
    pub name: String,
    /// The finished run that it begins from; the newest where none is named.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub run: Option<Uuid>,
    /// A plan of the round that it is a copy of.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub from: Option<Uuid>,
    /// Each nomination gets the experts of its panel alone, by the division of the round that stands. A plan that
    /// begins from what keeps to the panels does so without being asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub within_panels: bool,
}

/// Begins a plan from a finished run, or from another plan of the round.
///
/// # Errors
/// Not the actor's to do, no such round, run or plan, a repeated request, panels that the run does not know of, what
/// it is made from does not stop changing.
pub async fn create(
    app: &App,
    actor: &Actor,
    year: i32,
    new: &NewPlan,
    key: Option<&idempotency::Key>,
) -> Result<AssignmentPlanId, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    if let Some(key) = key
        && idempotency::recall(app.database.reader(), key).await.is_ok()
    {
        return Err(AssignmentError::Repeated);
    }
    let id: AssignmentPlanId = app.ids.next();
    for _ in 0..MOST_LOOKS {
        let drafted = Drafted::at(app, year, (id, new)).await?;
        if keep(app, actor, (id, new, key), &drafted).await? {
            return Ok(id);
        }
    }
    Err(AssignmentError::Unsettled)
}

/// Writes a plan down, unless what it was made from has changed meanwhile.
async fn keep(
    app: &App,
    actor: &Actor,
    (id, new, key): (AssignmentPlanId, &NewPlan, Option<&idempotency::Key>),
    drafted: &Drafted,
) -> Result<bool, AssignmentError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(AssignmentError::Repeated);
    }
    if !drafted.still_stands(&tx, (id, new)).await? {
        return Ok(false);
    }
    let row = row(id, new, drafted, (actor, now));
    let digest = hex_sha256(format!("{} {} {}", row.run_id, row.name, row.parameters).as_bytes());
    let changes = changes(app, &row, drafted);
    let said =
        changes.iter().fold((0, 0), |(out, filled), one| (out + one.removed, filled + one.added));
    let said = (said.0 > 0).then(|| format!("left_out={} filled={}", said.0, said.1));
    store::insert_plan(&*tx, row).await?;
    store::insert_pairs(&*tx, id, &drafted.pairs).await?;
    store::insert_changes(&*tx, changes).await?;
    let subject = format!("assignment_plan/{id}");
    note(&tx, now, (&actor.username, "create_plan"), subject, (Some(digest), said)).await?;
    tx.commit().await?;
    Ok(true)
}

/// What a plan is begun from.
struct Source {
    run: MatchRunId,
    /// The division whose experts the run scored.
    division: Option<Uuid>,
    /// The plan that the new one is a copy of, with the version that was seen.
    copied: Option<(AssignmentPlanId, i64)>,
    parameters: MatchParameters,
    pairs: Pairs,
}

impl Source {
    async fn of(tx: &ReadTx, new: &NewPlan, round: RoundId) -> Result<Self, AssignmentError> {
        let Some(from) = new.from.map(AssignmentPlanId) else {
            return Self::of_run(tx, new.run.map(MatchRunId), round).await;
        };
        let row = store::find_plan(&**tx, from).await?.filter(|row| row.round_id == round);
        let row = row.ok_or(AssignmentError::NotFound)?;
        let facts = store::run_facts(&**tx, row.run_id).await?.ok_or(AssignmentError::NotFound)?;
        Ok(Self {
            run: row.run_id,
            division: facts.division,
            copied: Some((from, row.version)),
            parameters: serde_json::from_value(row.parameters)
                .map_err(|error| AssignmentError::Inside(error.to_string()))?,
            pairs: store::pairs(&**tx, from).await?,
        })
    }

    async fn of_run(
        tx: &ReadTx,
        named: Option<MatchRunId>,
        round: RoundId,
    ) -> Result<Self, AssignmentError> {
        let newest = match named {
            Some(run) => Some(run),
            None => matching::newest_done(&**tx, round).await?,
        };
        let run = newest.ok_or(AssignmentError::NoRun)?;
        let facts = store::run_facts(&**tx, run).await?.filter(|facts| facts.round == round);
        let facts = facts.ok_or(AssignmentError::NotFound)?;
        let mut parameters = facts.parameters;
        parameters.seed = Some(facts.seed);
        let (run, division, pairs) = (facts.id, facts.division, facts.pairs);
        Ok(Self { run, division, copied: None, parameters, pairs })
    }

    /// Whether a plan of it may keep to the panels that stand: the run scored their experts, and nobody draws a
    /// second time. A copy keeps to what its plan does, with what people changed in it.
    fn admits_panels(&self, standing: Option<&PanelSeats>) -> Result<(), AssignmentError> {
        let keeps = self.parameters.within_panels;
        if keeps && self.copied.is_some() {
            return Ok(());
        }
        let standing = standing.ok_or(AssignmentError::NoPanels)?;
        if self.division != Some(standing.division) {
            return Err(AssignmentError::OtherPanels);
        }
        let is_draw = self.parameters.objective == ObjectiveName::Random;
        if is_draw && !keeps { Err(AssignmentError::DrawnOutside) } else { Ok(()) }
    }
}

/// A plan as one state of the records makes it.
struct Drafted {
    round: RoundId,
    source: Source,
    /// What it stands on, with the rules that it keeps to.
    ground: Ground,
    pairs: Pairs,
    /// The pairs of the source that recusal keeps apart.
    barred: BTreeSet<Key>,
}

impl Drafted {
    /// Drafts it, beside the server's other work.
    async fn at(
        app: &App,
        year: i32,
        (id, new): (AssignmentPlanId, &NewPlan),
    ) -> Result<Self, AssignmentError> {
        let tx = app.database.begin_read().await?;
        let round = awards::find_round(&*tx, year).await?.ok_or(AssignmentError::NotFound)?.id;
        let source = Source::of(&tx, new, round).await?;
        let mut parameters = source.parameters.clone();
        parameters.within_panels |= new.within_panels;
        let of = (experts_of(id, new), round);
        let ground = store::ground(&*tx, of, (source.run, parameters), &source.pairs).await?;
        drop(tx);
        if ground.parameters.within_panels {
            source.admits_panels(ground.panels.as_ref())?;
        }
        tokio::task::spawn_blocking(move || Self::made(round, source, ground))
            .await
            .map_err(|error| AssignmentError::Inside(error.to_string()))
    }

    fn made(round: RoundId, source: Source, ground: Ground) -> Self {
        let all = living(&source.pairs).map(|(key, _)| key);
        let barred = all.filter(|key| ground.bars.contains(key)).collect();
        let mut pairs = without_barred(&ground, &source.pairs);
        if ground.parameters.within_panels && !source.parameters.within_panels {
            pairs = within_panels(&ground, &pairs);
        }
        Self { round, source, ground, pairs, barred }
    }

    /// Whether all that it was made from is as it was seen: its source, and what it stands on.
    async fn still_stands(
        &self,
        tx: &WriteTx,
        (id, new): (AssignmentPlanId, &NewPlan),
    ) -> Result<bool, AssignmentError> {
        let run = self.source.run;
        let is_same = match self.source.copied {
            Some((plan, version)) => {
                store::hold_plan(&**tx, plan).await?.is_some_and(|row| row.version == version)
            }
            None if new.run.is_some() => true,
            None => matching::newest_done(&**tx, self.round).await? == Some(run),
        };
        if !is_same {
            return Ok(false);
        }
        // The scores of a run and its pairs stay as they are; all else may have changed while it was solved.
        let of = (experts_of(id, new), self.round);
        let of_run = (run, self.ground.parameters.clone());
        Ok(store::ground(&**tx, of, of_run, &self.source.pairs).await? == self.ground)
    }
}

/// The plan whose experts a new one knows beside those of the run: of a copy the plan that it is a copy of.
fn experts_of(id: AssignmentPlanId, new: &NewPlan) -> AssignmentPlanId {
    new.from.map_or(id, AssignmentPlanId)
}

fn row(
    id: AssignmentPlanId,
    new: &NewPlan,
    drafted: &Drafted,
    (actor, now): (&Actor, DateTime<Utc>),
) -> PlanRow {
    PlanRow {
        id,
        round_id: drafted.round,
        run_id: drafted.source.run,
        name: new.name.trim().to_owned(),
        state: PlanState::Draft,
        parameters: serde_json::to_value(&drafted.ground.parameters).unwrap_or_default(),
        digest: None,
        version: 1,
        created_by: actor.username.clone(),
        created_at: now,
        applied_by: None,
        applied_at: None,
        override_reason: None,
        overridden: None,
        undone_by: None,
        undone_at: None,
        undo_reason: None,
    }
}

/// What was left out, then what took its place, a row for each pair.
fn changes(app: &App, plan: &PlanRow, drafted: &Drafted) -> Vec<ChangeRow> {
    let (added, removed) = moved(&drafted.source.pairs, &drafted.pairs);
    let left_out = removed.iter().map(|(key, _)| (PlanChangeKind::Unassign, *key));
    let filled = added.iter().map(|(key, _)| (PlanChangeKind::Assign, *key));
    let keeps = drafted.ground.parameters.within_panels;
    let is_bound = keeps && !drafted.source.parameters.within_panels;
    let reason = |is_out: bool, key: &Key| match (is_out, is_bound) {
        (true, true) if !drafted.barred.contains(key) => OUTSIDE,
        (true, _) => BARRED,
        (false, true) => INSIDE,
        (false, false) => INSTEAD,
    };
    let change = |(place, (kind, key)): (i32, (PlanChangeKind, Key))| {
        let is_out = kind == PlanChangeKind::Unassign;
        ChangeRow {
            id: app.ids.next(),
            plan_id: plan.id,
            place,
            batch: BEGINNING,
            kind,
            nomination_id: Some(key.0),
            expert_id: Some(key.1),
            instead_of: None,
            reason: reason(is_out, &key).to_owned(),
            author: plan.created_by.clone(),
            at: plan.created_at,
            added: i32::from(!is_out),
            removed: i32::from(is_out),
            before: None,
        }
    };
    (1..).zip(left_out.chain(filled)).map(change).collect()
}
