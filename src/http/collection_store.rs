//! What is known of the nominations of a round? Read from the rooms that keep it, in a fixed number of
//! queries, and handed to the track record, which stands below them.

use std::collections::BTreeMap;

use entity::{
    ids::{DossierId, NominationId},
    vocabulary::NominationState as State,
};
use sea_orm::{ConnectionTrait, DbErr};

use crate::{
    awards::{self, Extension},
    examination, meetings,
    nominations::{self, SelectionEvidence, Way},
    notices::objections,
    results,
    track_record::{KnownNomination, KnownObjection, KnownSelection},
};

/// What is known of each nomination that a society made in the round of `year`.
///
/// # Errors
/// The records failing.
pub(super) async fn known(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Vec<KnownNomination>, DbErr> {
    let Some(round) = awards::find_round(database, year).await? else { return Ok(Vec::new()) };
    let timetable = awards::timetable(database, round.id).await?;
    let extensions: Vec<Extension> = awards::extensions(database, round.id)
        .await?
        .into_iter()
        .map(|one| one.extension)
        .collect();
    let attempts = examination::attempts(database, round.id).await?;
    let mut objected: BTreeMap<NominationId, Vec<KnownObjection>> = BTreeMap::new();
    for course in objections::courses(database, round.id).await? {
        objected.entry(course.nomination).or_default().push(KnownObjection {
            is_taken: course.is_taken,
            outcome: course.outcome,
            is_answered_in_time: course.is_answered_in_time,
        });
    }
    // Before awards are released nothing of the reviews is a fact.
    let kept = results::awards_kept(database, round.id).await?;
    let defences = match &kept {
        Some(_) => meetings::defences(database, round.id).await?,
        None => BTreeMap::new(),
    };
    let ways = nominations::ways(database, round.id).await?;
    let closes_at = |society: &str, id: NominationId| {
        let dossier = Some(DossierId(id.0));
        timetable.as_ref().map(|table| table.window(&extensions, society, dossier).closes_at)
    };
    Ok(ways
        .into_iter()
        .map(|way| KnownNomination {
            closes_at: closes_at(&way.society, way.id),
            attempts: attempts.get(&way.id).copied(),
            objections: objected.remove(&way.id).unwrap_or_default(),
            selection: way.selection.map(selection),
            first_review: kept.as_ref().and_then(|_| passed_first_review(&way)),
            awarded: kept.as_ref().and_then(|_| ended_as(&way, way.state == State::Awarded)),
            grade_kept: kept
                .as_ref()
                .and_then(|kept| ended_as(&way, kept.get(&way.id).copied().unwrap_or_default())),
            defences: defences.get(&way.id).copied(),
            society_id: way.society,
            number: way.number,
            title: way.title,
            state: way.state,
            is_ended: way.is_ended,
            reached: way.reached,
            submitted_at: way.submitted_at,
            left_at: way.left_at,
            is_publicity_complete: way.is_publicity_complete,
        })
        .collect())
}

/// What the reviews made of it, known once nothing more becomes of it.
fn ended_as(way: &Way, is_so: bool) -> Option<bool> {
    way.is_ended.then_some(is_so)
}

/// Whether it passed the first review: as was decided last, where that was corrected; what ended before has not.
fn passed_first_review(way: &Way) -> Option<bool> {
    let decided = way.reached.iter().rev().find_map(|state| match state {
        State::FirstReviewPassed => Some(true),
        State::FirstReviewFailed => Some(false),
        _ => None,
    });
    decided.or_else(|| ended_as(way, false))
}

const fn selection(kept: SelectionEvidence) -> KnownSelection {
    KnownSelection {
        is_called: kept.is_called,
        is_chosen: kept.is_chosen,
        has_minutes: kept.has_minutes,
        experts: kept.experts,
        heard: kept.heard,
    }
}
