//! What does a plan stand on? The run's scores, and its conflicts as they stand now.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    affinity, assignment, expert, expert_group,
    ids::{AssignmentPlanId, ExpertId, MatchRunId, NominationId, RoundId},
    lists::StringList,
    match_run, nomination, plan_pair,
    vocabulary::{MatchRunState, NominationState, PairStanding},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    sea_query::{Condition, Query},
};
use uuid::Uuid;

use super::{
    super::model::{ExpertFacts, Ground, NominationFacts, Pair, Pairs, is_in_review},
    PlanRow, bars,
};
use crate::{
    conflicts,
    matching::{ExpertGroups, MatchParameters, MatchReport, Whereabouts, group, panel_seats},
    units::{self, UnitTree},
};

/// A finished run, as a plan begins from it.
#[derive(Clone, Debug)]
pub(in super::super) struct RunFacts {
    pub(in super::super) id: MatchRunId,
    pub(in super::super) round: RoundId,
    pub(in super::super) seed: i64,
    pub(in super::super) parameters: MatchParameters,
    pub(in super::super) input_digest: Option<String>,
    pub(in super::super) output_digest: Option<String>,
    pub(in super::super) engine: String,
    pub(in super::super) finished_at: Option<DateTime<Utc>>,
    /// The division into panels whose experts it scored, where one stood.
    pub(in super::super) division: Option<Uuid>,
    /// What the run assigned.
    pub(in super::super) pairs: Pairs,
}

/// The division into panels whose experts a run scored, by its report.
fn division_of(report: Option<serde_json::Value>) -> Option<Uuid> {
    let report = serde_json::from_value::<MatchReport>(report?).ok()?;
    report.panels.map(|panels| panels.division)
}

/// Whether the panels to which a plan keeps stand as its run knew them; of one that keeps to none they need not.
pub(in super::super) async fn panels_stand(
    database: &impl ConnectionTrait,
    plan: &PlanRow,
) -> Result<bool, DbErr> {
    let parameters: MatchParameters =
        serde_json::from_value(plan.parameters.clone()).unwrap_or_default();
    if !parameters.within_panels {
        return Ok(true);
    }
    let run = match_run::Entity::find_by_id(plan.run_id).one(database).await?;
    let known = run.and_then(|run| division_of(run.report));
    let standing = panel_seats(database, plan.round_id).await?.map(|seats| seats.division);
    Ok(known.is_some() && known == standing)
}

/// A finished run with what it assigned.
pub(in super::super) async fn run_facts(
    database: &impl ConnectionTrait,
    id: MatchRunId,
) -> Result<Option<RunFacts>, DbErr> {
    let run = match_run::Entity::find_by_id(id).one(database).await?;
    let Some(run) = run.filter(|run| run.state == MatchRunState::Done) else { return Ok(None) };
    let rows =
        assignment::Entity::find().filter(assignment::Column::RunId.eq(id)).all(database).await?;
    let pair = |row: assignment::Model| {
        let pair = Pair { standing: PairStanding::Assigned, score: Some(row.score) };
        ((row.nomination_id, row.expert_id), pair)
    };
    Ok(Some(RunFacts {
        id,
        round: run.round_id,
        seed: run.seed,
        parameters: serde_json::from_value(run.parameters).unwrap_or_default(),
        input_digest: run.input_digest,
        output_digest: run.output_digest,
        engine: run.engine_version,
        finished_at: run.finished_at,
        division: division_of(run.report),
        pairs: rows.into_iter().map(pair).collect(),
    }))
}

/// What a plan stands on.
pub(in super::super) async fn ground(
    database: &impl ConnectionTrait,
    (plan, round): (AssignmentPlanId, RoundId),
    (run, parameters): (MatchRunId, MatchParameters),
    pairs: &Pairs,
) -> Result<Ground, DbErr> {
    let unit_level = conflicts::policy_of_round(database, round).await?.units.same_unit_level;
    let panels = panel_seats(database, round).await?;
    let mut ground = Ground { parameters, unit_level, panels, ..Ground::default() };
    let paired: BTreeSet<NominationId> = pairs.keys().map(|key| key.0).collect();
    ground.nominations = nominations(database, round, &paired).await?;
    let scores = affinity::Entity::find()
        .select_only()
        .columns([
            affinity::Column::NominationId,
            affinity::Column::ExpertId,
            affinity::Column::Score,
        ])
        .filter(affinity::Column::RunId.eq(run))
        .into_tuple::<(NominationId, ExpertId, i32)>()
        .all(database)
        .await?;
    let scores =
        scores.into_iter().map(|(nomination, expert, score)| ((nomination, expert), score));
    ground.scores = scores.filter(|(key, _)| ground.nominations.contains_key(&key.0)).collect();
    let (experts, regions) = candidates(database, run, plan).await?;
    ground.experts = experts;
    let strangers = known_groups(database, run, &mut ground).await?;
    group_strangers(database, &mut ground, (&strangers, &regions)).await?;
    bars::stand(database, (round, run), &mut ground).await?;
    Ok(ground)
}

type NominationColumns =
    (NominationId, String, String, Option<String>, Option<String>, StringList, NominationState);

async fn nominations(
    database: &impl ConnectionTrait,
    round: RoundId,
    paired: &BTreeSet<NominationId>,
) -> Result<BTreeMap<NominationId, NominationFacts>, DbErr> {
    let rows = nomination::Entity::find()
        .select_only()
        .columns([
            nomination::Column::Id,
            nomination::Column::Number,
            nomination::Column::Title,
            nomination::Column::Category,
            nomination::Column::Panel,
            nomination::Column::Disciplines,
            nomination::Column::State,
        ])
        .filter(nomination::Column::RoundId.eq(round))
        .into_tuple::<NominationColumns>()
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.6.is_matched() || paired.contains(&row.0))
        .map(|(id, number, title, category, panel, disciplines, state)| {
            let discipline = disciplines.0.into_iter().next();
            let has_left = !is_in_review(state);
            (id, NominationFacts { number, title, category, panel, discipline, has_left })
        })
        .collect())
}

/// Those nominations among `ids` that have left review, with their numbers.
pub(in super::super) async fn left_review(
    database: &impl ConnectionTrait,
    ids: BTreeSet<NominationId>,
) -> Result<BTreeMap<NominationId, String>, DbErr> {
    let ids: Vec<NominationId> = ids.into_iter().collect();
    let places = crate::nominations::places(database, &ids).await?;
    let left = places.into_iter().filter(|place| !is_in_review(place.state));
    Ok(left.map(|place| (place.id, place.number)).collect())
}

type ExpertColumns =
    (ExpertId, String, String, String, Option<String>, Option<i32>, Option<String>);

const EXPERT_COLUMNS: [expert::Column; 7] = [
    expert::Column::Id,
    expert::Column::Code,
    expert::Column::Name,
    expert::Column::Unit,
    expert::Column::Title,
    expert::Column::MaxLoad,
    expert::Column::Region,
];

/// Experts, and the regions of those who have one.
type Experts = (BTreeMap<ExpertId, ExpertFacts>, BTreeMap<ExpertId, String>);

fn expert_facts(rows: Vec<ExpertColumns>) -> Experts {
    let (mut experts, mut regions) = Experts::default();
    for (id, code, name, unit, title, max_load, region) in rows {
        let max_load = max_load.and_then(|most| u32::try_from(most).ok());
        regions.extend(region.map(|region| (id, region)));
        let facts = ExpertFacts { code, name, unit, title, max_load, ..ExpertFacts::default() };
        experts.insert(id, facts);
    }
    (experts, regions)
}

/// Gives the experts the groups that the run knew; who is left.
async fn known_groups(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    ground: &mut Ground,
) -> Result<Vec<ExpertId>, DbErr> {
    let rows = expert_group::Entity::find()
        .filter(expert_group::Column::RunId.eq(run))
        .all(database)
        .await?;
    let mut left: BTreeSet<ExpertId> = ground.experts.keys().copied().collect();
    for row in rows {
        if let Some(facts) = ground.experts.get_mut(&row.expert_id) {
            let expert_group::Model { unit, university, system, region, .. } = row;
            facts.groups = ExpertGroups { unit, university, system, region };
            left.remove(&row.expert_id);
        }
    }
    Ok(left.into_iter().collect())
}

/// Gives groups to experts whom the run did not know, so that they fit with those that it knew.
async fn group_strangers(
    database: &impl ConnectionTrait,
    ground: &mut Ground,
    (strangers, regions): (&[ExpertId], &BTreeMap<ExpertId, String>),
) -> Result<(), DbErr> {
    if strangers.is_empty() {
        return Ok(());
    }
    let is_strange: BTreeSet<&ExpertId> = strangers.iter().collect();
    let known = ground.experts.iter().filter(|(id, _)| !is_strange.contains(id));
    let known: Vec<ExpertGroups> = known.map(|(_, facts)| facts.groups.clone()).collect();
    let pool: Vec<Whereabouts<'_>> = strangers
        .iter()
        .map(|id| Whereabouts {
            unit: ground.experts.get(id).map_or("", |facts| facts.unit.as_str()),
            region: regions.get(id).map_or("", String::as_str),
        })
        .collect();
    let tree = UnitTree::new(&units::all(database).await?);
    let groups = group(&tree, ground.unit_level, &known, &pool);
    for (id, groups) in strangers.iter().zip(groups) {
        if let Some(facts) = ground.experts.get_mut(id) {
            facts.groups = groups;
        }
    }
    Ok(())
}

async fn candidates(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    plan: AssignmentPlanId,
) -> Result<Experts, DbErr> {
    let scored = Query::select()
        .column(affinity::Column::ExpertId)
        .from(affinity::Entity)
        .and_where(affinity::Column::RunId.eq(run))
        .to_owned();
    let paired = Query::select()
        .column(plan_pair::Column::ExpertId)
        .from(plan_pair::Entity)
        .and_where(plan_pair::Column::PlanId.eq(plan))
        .to_owned();
    let rows = expert::Entity::find()
        .select_only()
        .columns(EXPERT_COLUMNS)
        .filter(
            Condition::any()
                .add(expert::Column::Id.in_subquery(scored))
                .add(expert::Column::Id.in_subquery(paired)),
        )
        .into_tuple::<ExpertColumns>()
        .all(database)
        .await?;
    Ok(expert_facts(rows))
}

/// Adds experts whom the run kept no score of.
pub(in super::super) async fn extend(
    database: &impl ConnectionTrait,
    ground: &mut Ground,
    ids: impl IntoIterator<Item = ExpertId>,
) -> Result<(), DbErr> {
    let wanted: BTreeSet<ExpertId> =
        ids.into_iter().filter(|id| !ground.experts.contains_key(id)).collect();
    let wanted: Vec<ExpertId> = wanted.into_iter().collect();
    let mut strangers = Vec::new();
    let mut regions = BTreeMap::new();
    for some in wanted.chunks(10_000) {
        let rows = expert::Entity::find()
            .select_only()
            .columns(EXPERT_COLUMNS)
            .filter(expert::Column::Id.is_in(some.iter().copied()))
            .into_tuple::<ExpertColumns>()
            .all(database)
            .await?;
        let (experts, own_regions) = expert_facts(rows);
        strangers.extend(experts.keys());
        ground.experts.extend(experts);
        regions.extend(own_regions);
    }
    group_strangers(database, ground, (&strangers, &regions)).await
}

/// The keys of experts by their codes in the pool.
pub(in super::super) async fn experts_by_code(
    database: &impl ConnectionTrait,
    codes: &[String],
) -> Result<BTreeMap<String, ExpertId>, DbErr> {
    let mut found = BTreeMap::new();
    for some in codes.chunks(10_000) {
        let rows = expert::Entity::find()
            .select_only()
            .columns([expert::Column::Code, expert::Column::Id])
            .filter(expert::Column::Code.is_in(some))
            .into_tuple::<(String, ExpertId)>()
            .all(database)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}
