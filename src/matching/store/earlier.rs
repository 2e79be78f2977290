//! What is kept of earlier rounds that tells of the conflicts of one? A few queries, whatever the number of rounds.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    expert,
    ids::{ExpertId, NominationId, RoundId},
    nomination, reuse_finding, reuse_run, review_assignment, round,
    vocabulary::{AssignmentState, MatchRunState, ReuseKind},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::super::earlier::{EarlierRounds, was_accepted};
use crate::{
    conflicts::{ConflictPolicy, PastReview, Similarity},
    nominations::{self, RoundDossiers},
};

/// Keys in one statement.
const AT_ONCE: usize = 10_000;

/// What earlier rounds tell, with the keys of their nominations and of those who judged them.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Earlier {
    pub(in super::super) told: EarlierRounds,
    pub(in super::super) keys: BTreeMap<String, NominationId>,
    pub(in super::super) judges: BTreeSet<ExpertId>,
}

impl Earlier {
    /// The people of a round with those of earlier ones, and the keys of their nominations.
    pub(in super::super) fn beside(&self, dossiers: &RoundDossiers) -> RoundDossiers {
        let mut keys = dossiers.keys.clone();
        keys.extend(self.keys.clone());
        let people = [dossiers.people.as_slice(), self.told.people.as_slice()].concat();
        RoundDossiers { people, keys, ..RoundDossiers::default() }
    }
}

/// What is told of the round `id` of `year` by rounds within the windows of its policy, and by the last comparison
/// of its nominations.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn earlier(
    database: &impl ConnectionTrait,
    (id, year): (RoundId, i32),
    policy: &ConflictPolicy,
) -> Result<Earlier, DbErr> {
    let first = year.saturating_sub(policy.windows.rounds_back());
    let rounds: BTreeMap<RoundId, i32> = round::Entity::find()
        .filter(round::Column::Year.gte(first))
        .filter(round::Column::Year.lt(year))
        .all(database)
        .await?
        .into_iter()
        .map(|round| (round.id, round.year))
        .collect();
    let similarities = alike(database, id).await?;
    let told = EarlierRounds { similarities, ..EarlierRounds::default() };
    if rounds.is_empty() {
        return Ok(Earlier { told, ..Earlier::default() });
    }
    let dossiers = nominations::earlier_dossiers(database, &rounds, was_accepted).await?;
    let judged_from = year.saturating_sub(policy.windows.reviewing_ring_years);
    let recent: BTreeMap<RoundId, i32> =
        rounds.into_iter().filter(|(_, year)| *year >= judged_from).collect();
    let (reviews, judges) = reviews(database, &recent, &dossiers.keys).await?;
    let (nominations, people) = (dossiers.nominations, dossiers.people);
    let told = EarlierRounds { nominations, people, reviews, ..told };
    Ok(Earlier { told, keys: dossiers.keys, judges })
}

/// Who took the work in these rounds, and of what.
async fn reviews(
    database: &impl ConnectionTrait,
    rounds: &BTreeMap<RoundId, i32>,
    keys: &BTreeMap<String, NominationId>,
) -> Result<(Vec<PastReview>, BTreeSet<ExpertId>), DbErr> {
    use review_assignment::Column;
    let rows = review_assignment::Entity::find()
        .select_only()
        .columns([Column::RoundId, Column::NominationId, Column::ExpertId])
        .filter(Column::RoundId.is_in(rounds.keys().copied()))
        .filter(Column::State.eq(AssignmentState::Accepted))
        .into_tuple::<(RoundId, NominationId, ExpertId)>()
        .all(database)
        .await?;
    let judges: BTreeSet<ExpertId> = rows.iter().map(|row| row.2).collect();
    let codes = codes(database, &judges).await?;
    let numbers: BTreeMap<NominationId, &String> =
        keys.iter().map(|(number, id)| (*id, number)).collect();
    let review = |(round, nomination, expert): (RoundId, NominationId, ExpertId)| {
        Some(PastReview {
            round: *rounds.get(&round)?,
            expert_id: codes.get(&expert)?.clone(),
            nomination_id: (*numbers.get(&nomination)?).clone(),
        })
    };
    let mut reviews: Vec<PastReview> = rows.into_iter().filter_map(review).collect();
    reviews.sort_by_cached_key(|one| (one.round, one.nomination_id.clone(), one.expert_id.clone()));
    Ok((reviews, judges))
}

async fn codes(
    database: &impl ConnectionTrait,
    experts: &BTreeSet<ExpertId>,
) -> Result<BTreeMap<ExpertId, String>, DbErr> {
    let experts: Vec<ExpertId> = experts.iter().copied().collect();
    let mut codes = BTreeMap::new();
    for some in experts.chunks(AT_ONCE) {
        let rows = expert::Entity::find()
            .select_only()
            .columns([expert::Column::Id, expert::Column::Code])
            .filter(expert::Column::Id.is_in(some.iter().copied()))
            .into_tuple::<(ExpertId, String)>()
            .all(database)
            .await?;
        codes.extend(rows);
    }
    Ok(codes)
}

/// The nominations of a round that its last comparison found alike, by title or text.
async fn alike(database: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Similarity>, DbErr> {
    let run = reuse_run::Entity::find()
        .filter(reuse_run::Column::RoundId.eq(round))
        .filter(reuse_run::Column::State.eq(MatchRunState::Done))
        .order_by_desc(reuse_run::Column::RequestedAt)
        .order_by_desc(reuse_run::Column::Id)
        .one(database)
        .await?;
    let Some(run) = run else { return Ok(Vec::new()) };
    let numbers: BTreeMap<NominationId, String> = nomination::Entity::find()
        .select_only()
        .columns([nomination::Column::Id, nomination::Column::Number])
        .filter(nomination::Column::RoundId.eq(round))
        .into_tuple::<(NominationId, String)>()
        .all(database)
        .await?
        .into_iter()
        .collect();
    let rows = reuse_finding::Entity::find()
        .filter(reuse_finding::Column::RunId.eq(run.id))
        .filter(reuse_finding::Column::Kind.is_in([ReuseKind::Title, ReuseKind::Text]))
        .order_by_asc(reuse_finding::Column::Place)
        .all(database)
        .await?;
    let similarity = |row: reuse_finding::Model| {
        Some(Similarity {
            nomination_id: numbers.get(&row.nomination_id)?.clone(),
            // Of an earlier round: told by the examination, and no bar here.
            other_id: numbers.get(&row.other_id)?.clone(),
            score: u16::try_from(row.score / 1_000).unwrap_or_default(),
        })
    };
    Ok(rows.into_iter().filter_map(similarity).collect())
}
