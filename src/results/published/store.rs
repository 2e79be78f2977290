//! Where are the results that are public found?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, ResultReleaseId, RoundId},
    result_bundle, result_fall, result_release, round,
    vocabulary::{
        DecisionOutcome, FallKind, FallState, NominationState, ReleaseStage, ReleaseState,
    },
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::list::{
    Approval, Given, PublishedAward, PublishedBundle, PublishedRound, Revoked, shown, sorted,
};
use crate::{
    awards,
    results::{
        ResultError, book_of,
        decide::{self, Told},
        release,
    },
    shared::Bilingual,
};

/// The releases of awards that were made. A correction follows from no meeting and makes nothing public: what it
/// corrects is decided anew first.
async fn releases(database: &impl ConnectionTrait) -> Result<Vec<result_release::Model>, DbErr> {
    let mut rows = result_release::Entity::find()
        .filter(result_release::Column::Stage.eq(ReleaseStage::Award))
        .filter(result_release::Column::State.eq(ReleaseState::Released))
        .order_by_asc(result_release::Column::ReleasedAt)
        .all(database)
        .await?;
    rows.retain(|row| row.meetings.as_array().is_some_and(|meetings| !meetings.is_empty()));
    Ok(rows)
}

/// The years of the rounds whose awards are public, the newest first.
///
/// # Errors
/// The records failing.
pub async fn published_years(database: &impl ConnectionTrait) -> Result<Vec<i32>, DbErr> {
    let of: BTreeSet<RoundId> =
        releases(database).await?.into_iter().map(|row| row.round_id).collect();
    let rounds = round::Entity::find()
        .filter(round::Column::Id.is_in(of))
        .order_by_desc(round::Column::Year)
        .all(database)
        .await?;
    Ok(rounds.into_iter().map(|row| row.year).collect())
}

/// The newest bundle of a round.
///
/// # Errors
/// The records failing.
pub(in crate::results) async fn newest_bundle(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<PublishedBundle>, DbErr> {
    let row = result_bundle::Entity::find()
        .filter(result_bundle::Column::RoundId.eq(round))
        .order_by_desc(result_bundle::Column::Number)
        .one(database)
        .await?;
    Ok(row.map(|row| PublishedBundle {
        number: u32::try_from(row.number).unwrap_or_default(),
        body_digest: row.body_digest,
        file_digest: row.file_digest,
        made_at: row.made_at,
    }))
}

/// By what awards were taken back.
async fn revocations(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, Revoked>, DbErr> {
    let rows = result_fall::Entity::find()
        .filter(result_fall::Column::NominationId.is_in(ids.iter().copied()))
        .filter(result_fall::Column::Kind.eq(FallKind::Revocation))
        .filter(result_fall::Column::State.eq(FallState::Done))
        .all(database)
        .await?;
    let revoked = |row: result_fall::Model| {
        let revoked =
            Revoked { basis: row.basis, document: row.document_number, at: row.decided_at };
        (row.nomination_id, revoked)
    };
    Ok(rows.into_iter().map(revoked).collect())
}

/// The awards of the round of a year, as everybody may read them; none before the first release of awards.
///
/// # Errors
/// The records failing; a book of rules that cannot be read.
pub async fn published(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Option<PublishedRound>, ResultError> {
    let Some(round) = awards::find_round(database, year).await? else { return Ok(None) };
    let mut of_round = releases(database).await?;
    of_round.retain(|row| row.round_id == round.id);
    let Some(released_at) = of_round.iter().filter_map(|row| row.released_at).max() else {
        return Ok(None);
    };
    let keys: Vec<ResultReleaseId> = of_round.iter().map(|row| row.id).collect();
    let mut approvals = BTreeSet::new();
    for key in keys {
        let paper = release::approval(database, key).await?;
        let approval = paper.map(|one| Approval { number: one.document_number, dated: one.dated });
        approvals.extend(approval);
    }
    let rules = book_of(database, round.id).await?;
    let categories: Vec<(String, Bilingual)> = awards::categories(database, round.id)
        .await?
        .into_iter()
        .map(|one| (one.code, Bilingual::new(one.name, one.name_en)))
        .collect();
    let public = awards_of(database, round.id).await?;
    let fields = |category: &str| rules.public.fields.get(category).map_or(&[][..], Vec::as_slice);
    let public = public.into_iter().map(|given| {
        let category = given.award.category.clone();
        shown(fields(&category), given)
    });
    Ok(Some(PublishedRound {
        year,
        released_at,
        approvals: approvals.into_iter().collect(),
        awards: sorted(public.collect(), &categories),
        categories,
        licence: rules.public.licence,
        bundle: newest_bundle(database, round.id).await?,
    }))
}

/// Whether a decision is an award that is public: that it was taken back later is public, too.
fn is_public(told: &Told) -> bool {
    told.stage == ReleaseStage::Award
        && told.decision.outcome == DecisionOutcome::Awarded
        && !told.is_reversed
        && matches!(told.nomination.state, NominationState::Awarded | NominationState::Revoked)
}

async fn awards_of(database: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Given>, DbErr> {
    let mut public = decide::of_round(database, round).await?;
    public.retain(is_public);
    let ids: Vec<NominationId> = public.iter().map(|told| told.decision.nomination).collect();
    let mut revoked = revocations(database, &ids).await?;
    let given = |told: Told| {
        let nomination = told.nomination;
        let is_revoked = nomination.state == NominationState::Revoked;
        let unknown = Revoked { basis: String::new(), document: None, at: None };
        let by = revoked.remove(&nomination.id).unwrap_or(unknown);
        let award = PublishedAward {
            number: nomination.number,
            title: None,
            category: nomination.category,
            grade: told.decision.grade,
            people: told.decision.people.unwrap_or_default(),
            units: told.decision.units.unwrap_or_default(),
            nominator: nomination.nominator,
            released_at: told.released_at,
            revoked: is_revoked.then_some(by),
        };
        Given { award, title: nomination.title }
    };
    Ok(public.into_iter().map(given).collect())
}
