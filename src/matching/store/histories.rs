//! What did experts do as reviewers of the rounds before one?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    expert,
    ids::{ExpertId, RoundId},
    reviewer_standing, round,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use crate::matching::ReviewerHistory;

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// The histories of experts, added up over the rounds before that of `year`; those of `only`, where given.
async fn added_up(
    database: &impl ConnectionTrait,
    year: i32,
    only: Option<&BTreeSet<ExpertId>>,
) -> Result<BTreeMap<ExpertId, ReviewerHistory>, DbErr> {
    let earlier: Vec<RoundId> = round::Entity::find()
        .select_only()
        .column(round::Column::Id)
        .filter(round::Column::Year.lt(year))
        .into_tuple()
        .all(database)
        .await?;
    let mut query =
        reviewer_standing::Entity::find().filter(reviewer_standing::Column::RoundId.is_in(earlier));
    if let Some(only) = only {
        query = query.filter(reviewer_standing::Column::ExpertId.is_in(only.iter().copied()));
    }
    let mut found: BTreeMap<ExpertId, ReviewerHistory> = BTreeMap::new();
    for row in query.all(database).await? {
        let of_round = ReviewerHistory {
            accepted: count(row.accepted),
            on_time: count(row.on_time),
            rated: count(row.rated),
            rated_sum: count(row.rated_sum),
        };
        let so_far = found.entry(row.expert_id).or_default();
        *so_far = so_far.and(of_round);
    }
    Ok(found)
}

/// What every expert did as a reviewer of the rounds before that of `year`, by the pool's key; who reviewed in none of
/// them is left out.
pub(in super::super) async fn histories_before(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<BTreeMap<String, ReviewerHistory>, DbErr> {
    let found = added_up(database, year, None).await?;
    let codes: Vec<(ExpertId, String)> = expert::Entity::find()
        .select_only()
        .columns([expert::Column::Id, expert::Column::Code])
        .into_tuple()
        .all(database)
        .await?;
    let of = |(id, code)| found.get(&id).map(|history| (code, *history));
    Ok(codes.into_iter().filter_map(of).collect())
}

/// What these experts did as reviewers of the rounds before a round.
pub(super) async fn histories_of(
    database: &impl ConnectionTrait,
    round: RoundId,
    experts: &BTreeSet<ExpertId>,
) -> Result<BTreeMap<ExpertId, ReviewerHistory>, DbErr> {
    let own = round::Entity::find_by_id(round).one(database).await?;
    let Some(own) = own else { return Ok(BTreeMap::new()) };
    added_up(database, own.year, Some(experts)).await
}
