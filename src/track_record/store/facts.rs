//! Where are facts kept, and which of them stand?

use std::collections::BTreeMap;

use entity::outcome_fact::{self, Column, Entity};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, sea_query::Query,
};

use super::super::{
    counted::Sum,
    definitions::contradictions,
    fact::{FactKey, FactRow, Recorded},
    figures::Counts,
};

/// Which facts are wanted; an empty list means all.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Reach {
    pub(in super::super) societies: Vec<String>,
    pub(in super::super) rounds: Vec<i32>,
}

pub(super) fn assemble(row: outcome_fact::Model) -> Recorded {
    Recorded {
        id: row.id,
        fact: FactRow {
            society_id: row.society_code,
            round: row.round_year,
            case_ref: row.case_ref,
            case_title: row.case_title,
            measure: row.measure,
            value: u32::try_from(row.value).unwrap_or_default(),
            source: row.source,
            reason: row.reason,
        },
        revision: u32::try_from(row.revision).unwrap_or_default(),
        supersedes: row.supersedes,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
    }
}

/// The facts that no later revision supersedes.
pub(super) fn standing(reach: &Reach) -> Select<Entity> {
    let superseded = Query::select()
        .column(Column::Supersedes)
        .from(Entity)
        .and_where(Column::Supersedes.is_not_null())
        .to_owned();
    let mut select = Entity::find().filter(Column::Id.not_in_subquery(superseded));
    if !reach.societies.is_empty() {
        select = select.filter(Column::SocietyCode.is_in(reach.societies.iter().cloned()));
    }
    if !reach.rounds.is_empty() {
        select = select.filter(Column::RoundYear.is_in(reach.rounds.iter().copied()));
    }
    select
}

/// The facts that stand, in the order of society, round, case and measure.
pub(in super::super) async fn current(
    database: &impl ConnectionTrait,
    reach: &Reach,
) -> Result<Vec<Recorded>, DbErr> {
    let rows = standing(reach).all(database).await?;
    let mut facts: Vec<Recorded> = rows.into_iter().map(assemble).collect();
    // By bytes, whatever a database's collation.
    facts.sort_by_cached_key(|recorded| recorded.fact.key());
    Ok(facts)
}

/// Every fact that stands, for files.
///
/// # Errors
/// The records failing.
pub async fn facts(
    database: &impl ConnectionTrait,
    round: Option<i32>,
) -> Result<Vec<FactRow>, DbErr> {
    let reach = Reach { societies: Vec::new(), rounds: round.into_iter().collect() };
    Ok(current(database, &reach).await?.into_iter().map(|recorded| recorded.fact).collect())
}

/// Where the facts that stand contradict each other: in a case, or in a round of a society.
///
/// # Errors
/// The records failing.
pub async fn breaches(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let mut by_case: BTreeMap<(String, i32, String), Counts> = BTreeMap::new();
    for recorded in current(database, &Reach::default()).await? {
        let fact = recorded.fact;
        let round = (fact.society_id.clone(), fact.round, String::new());
        let case = (fact.society_id, fact.round, fact.case_ref);
        for place in if case == round { vec![round] } else { vec![round, case] } {
            let count = by_case.entry(place).or_default().entry(fact.measure.clone()).or_default();
            *count = count.saturating_add(fact.value);
        }
    }
    let found = by_case.into_iter().flat_map(|((society, round, case), counts)| {
        contradictions(&counts)
            .into_iter()
            .map(move |found| format!("{society} {round} {case}: {found}"))
    });
    Ok(found.take(MOST_BREACHES).collect())
}

/// Most breaches that are told.
const MOST_BREACHES: usize = 100;

/// Every revision of the facts of a society and a round that were corrected, the first one first.
pub(in super::super) async fn revisions(
    database: &impl ConnectionTrait,
    society: &str,
    round: i32,
) -> Result<BTreeMap<FactKey, Vec<Recorded>>, DbErr> {
    let rows = Entity::find()
        .filter(Column::SocietyCode.eq(society))
        .filter(Column::RoundYear.eq(round))
        .order_by_asc(Column::Revision)
        .all(database)
        .await?;
    let mut chains: BTreeMap<FactKey, Vec<Recorded>> = BTreeMap::new();
    for recorded in rows.into_iter().map(assemble) {
        chains.entry(recorded.fact.key()).or_default().push(recorded);
    }
    chains.retain(|_, chain| chain.len() > 1);
    Ok(chains)
}

/// The sums of the facts that stand, by society, round and measure.
pub(super) async fn sums(
    database: &impl ConnectionTrait,
    reach: &Reach,
) -> Result<Vec<Sum>, DbErr> {
    let mut sums = standing(reach)
        .select_only()
        .columns([Column::SocietyCode, Column::RoundYear, Column::Measure])
        .column_as(Column::Value.sum(), "value")
        .group_by(Column::SocietyCode)
        .group_by(Column::RoundYear)
        .group_by(Column::Measure)
        .into_tuple::<Sum>()
        .all(database)
        .await?;
    sums.sort();
    Ok(sums)
}
