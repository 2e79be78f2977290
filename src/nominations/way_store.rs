//! What do the records say of the way of each nomination of a round, for its society's track record? In a
//! fixed number of queries, however many nominations there are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    dossier, dossier_step,
    ids::{DossierId, NominationId, RoundId, SelectionCallId},
    internal_publicity, nomination, nomination_step, selection_call, selection_candidate,
    selection_expert, selection_score,
    vocabulary::{NominationState as State, SelectionOutcome},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
    sea_query::{Query, SelectStatement},
};

use super::process::states::is_terminal;

/// The way of one nomination of a society.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Key.
    pub id: NominationId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Code of the nominating society.
    pub society: String,
    /// Where it stands.
    pub state: State,
    /// Whether nothing but a revocation follows.
    pub is_ended: bool,
    /// The states that it reached since its submission, in their order.
    pub reached: Vec<State>,
    /// When its dossier was last submitted; none where it came without one.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was last withdrawn or taken back to the draft, if it was.
    pub left_at: Option<DateTime<Utc>>,
    /// Whether the society's own publicity was closed, clear, and in every completing unit; also where its
    /// award asks for none (X25 art. 54). None where it came without a dossier.
    pub is_publicity_complete: Option<bool>,
    /// Its place in the society's selection; none where it is in none that is kept.
    pub selection: Option<SelectionEvidence>,
}

/// What is kept of the selection of one nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectionEvidence {
    /// Whether the call has a text.
    pub is_called: bool,
    /// Whether this nomination was chosen.
    pub is_chosen: bool,
    /// Whether it was decided, with a record of how.
    pub has_minutes: bool,
    /// How many experts there were.
    pub experts: u32,
    /// How many of them gave points, or said why they kept out.
    pub heard: u32,
}

/// The ways of the nominations of a round that societies made, by number.
///
/// # Errors
/// The records failing.
pub async fn ways(database: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Way>, DbErr> {
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::SocietyCode.is_not_null())
        .order_by_asc(nomination::Column::Number)
        .all(database)
        .await?;
    let steps = steps(database, round).await?;
    let own = own_steps(database, round).await?;
    let publicities = publicities(database, round).await?;
    let selections = selections(database, round).await?;
    let way = |row: nomination::Model| {
        let taken = steps.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let dossier = DossierId(row.id.0);
        let before = own.get(&dossier).map(Vec::as_slice).unwrap_or_default();
        let submitted = before.iter().filter(|step| step.to_state == State::Submitted);
        let submitted_at = submitted.map(|step| step.taken_at).max();
        let withdrawn = taken.iter().filter(|step| step.to_state == State::Withdrawn);
        let taken_back = before.iter().filter(|step| step.from_state == State::Submitted);
        let left = withdrawn.map(|step| step.taken_at).chain(taken_back.map(|step| step.taken_at));
        let shown = publicities.get(&dossier).copied();
        Some(Way {
            id: row.id,
            number: row.number,
            title: row.title,
            society: row.society_code?,
            state: row.state,
            is_ended: is_terminal(row.state),
            reached: taken.iter().map(|step| step.to_state).collect(),
            submitted_at,
            left_at: left.max(),
            is_publicity_complete: submitted_at.map(|_| shown.unwrap_or(true)),
            selection: selections.get(&dossier).copied(),
        })
    };
    Ok(rows.into_iter().filter_map(way).collect())
}

/// The states that each nomination of a round reached since its submission, whoever nominated it; one that took no
/// step is left out.
///
/// # Errors
/// The records failing.
pub async fn reached(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, BTreeSet<State>>, DbErr> {
    let steps = steps(database, round).await?.into_iter();
    Ok(steps.map(|(id, taken)| (id, taken.iter().map(|step| step.to_state).collect())).collect())
}

/// The keys of a round's dossiers.
fn dossiers_of(round: RoundId) -> SelectStatement {
    Query::select()
        .column(dossier::Column::Id)
        .from(dossier::Entity)
        .cond_where(dossier::Column::RoundId.eq(round))
        .to_owned()
}

/// The keys of a round's selections.
fn calls_of(round: RoundId) -> SelectStatement {
    Query::select()
        .column(selection_call::Column::Id)
        .from(selection_call::Entity)
        .cond_where(selection_call::Column::RoundId.eq(round))
        .to_owned()
}

/// The steps since submission, by nomination, in their order.
async fn steps(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, Vec<nomination_step::Model>>, DbErr> {
    let of_round = Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::RoundId.eq(round))
        .to_owned();
    let rows = nomination_step::Entity::find()
        .filter(nomination_step::Column::NominationId.in_subquery(of_round))
        .order_by_asc(nomination_step::Column::Number)
        .all(database)
        .await?;
    let mut steps: BTreeMap<NominationId, Vec<nomination_step::Model>> = BTreeMap::new();
    for row in rows {
        steps.entry(row.nomination_id).or_default().push(row);
    }
    Ok(steps)
}

/// The society's own steps that submit or take back, by dossier.
async fn own_steps(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<DossierId, Vec<dossier_step::Model>>, DbErr> {
    let rows = dossier_step::Entity::find()
        .filter(dossier_step::Column::DossierId.in_subquery(dossiers_of(round)))
        .order_by_asc(dossier_step::Column::Number)
        .all(database)
        .await?;
    let mut steps: BTreeMap<DossierId, Vec<dossier_step::Model>> = BTreeMap::new();
    for row in rows {
        if row.to_state == State::Submitted || row.from_state == State::Submitted {
            steps.entry(row.dossier_id).or_default().push(row);
        }
    }
    Ok(steps)
}

/// Whether the publicity that counts was complete, by dossier.
async fn publicities(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<DossierId, bool>, DbErr> {
    let rows = internal_publicity::Entity::find()
        .filter(internal_publicity::Column::DossierId.in_subquery(dossiers_of(round)))
        .filter(internal_publicity::Column::VoidedAt.is_null())
        .order_by_asc(internal_publicity::Column::BegunAt)
        .order_by_asc(internal_publicity::Column::Id)
        .all(database)
        .await?;
    // That objections are settled and the days kept is a guard of the steps before submission.
    let is_complete = |row: &internal_publicity::Model| {
        row.closed_at.is_some() && !row.is_affected && row.missing_units.0.is_empty()
    };
    Ok(rows.iter().map(|row| (row.dossier_id, is_complete(row))).collect())
}

/// What is kept of the selection of each dossier that a call names.
async fn selections(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<DossierId, SelectionEvidence>, DbErr> {
    let calls: BTreeMap<SelectionCallId, selection_call::Model> = selection_call::Entity::find()
        .filter(selection_call::Column::RoundId.eq(round))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let candidates = selection_candidate::Entity::find()
        .filter(selection_candidate::Column::CallId.in_subquery(calls_of(round)))
        .filter(selection_candidate::Column::DossierId.is_not_null())
        .all(database)
        .await?;
    let experts = counted(
        selection_expert::Entity::find()
            .select_only()
            .column(selection_expert::Column::CallId)
            .filter(selection_expert::Column::CallId.in_subquery(calls_of(round)))
            .into_tuple::<SelectionCallId>()
            .all(database)
            .await?,
    );
    let heard = counted(
        selection_score::Entity::find()
            .select_only()
            .columns([selection_score::Column::CallId, selection_score::Column::CandidateKey])
            .filter(selection_score::Column::CallId.in_subquery(calls_of(round)))
            .into_tuple::<(SelectionCallId, String)>()
            .all(database)
            .await?,
    );
    let evidence = |row: selection_candidate::Model| {
        let call = calls.get(&row.call_id)?;
        let is_said = |text: &str| !text.trim().is_empty();
        let evidence = SelectionEvidence {
            is_called: is_said(&call.text),
            is_chosen: row.outcome == Some(SelectionOutcome::Chosen),
            has_minutes: call.decided_at.is_some() && is_said(&call.summary),
            experts: experts.get(&row.call_id).copied().unwrap_or(0),
            heard: heard.get(&(row.call_id, row.key)).copied().unwrap_or(0),
        };
        Some((row.dossier_id?, evidence))
    };
    Ok(candidates.into_iter().filter_map(evidence).collect())
}

/// How often each thing is there.
fn counted<T: Ord>(things: Vec<T>) -> BTreeMap<T, u32> {
    let mut counts = BTreeMap::new();
    for thing in things {
        let count: &mut u32 = counts.entry(thing).or_default();
        *count = count.saturating_add(1);
    }
    counts
}
