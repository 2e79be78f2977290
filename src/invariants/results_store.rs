//! Do results go together with the steps of nominations, and with what was given out? Read by [`super::check`].

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, ResultReleaseId, RoundId},
    nomination, nomination_step, result_bundle, result_decision, result_release,
    vocabulary::{AwardGrade, DecisionOutcome, NominationState, ReleaseStage, ReleaseState},
};
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};

use crate::{
    app::App,
    meetings::{Caps, Won, breaches},
    results::{self, bundle},
};

type Releases = BTreeMap<ResultReleaseId, result_release::Model>;

/// What was released.
async fn released(database: &impl ConnectionTrait) -> Result<Releases, DbErr> {
    let of_state = result_release::Column::State.eq(ReleaseState::Released);
    let rows = result_release::Entity::find().filter(of_state).all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The decisions that are final, with the stage of their releases; none for a release that is none.
async fn finals(
    database: &impl ConnectionTrait,
    released: &Releases,
) -> Result<Vec<(result_decision::Model, Option<ReleaseStage>)>, DbErr> {
    let is_final = result_decision::Column::IsFinal.eq(true);
    let rows = result_decision::Entity::find().filter(is_final).all(database).await?;
    let with_stage = |row: result_decision::Model| {
        let stage = released.get(&row.release_id).map(|release| release.stage);
        (row, stage)
    };
    Ok(rows.into_iter().map(with_stage).collect())
}

/// The states to which a decision leads, the last of them for good; none where the nomination stays.
const fn ends(stage: ReleaseStage, outcome: DecisionOutcome) -> &'static [NominationState] {
    use NominationState as To;
    match (stage, outcome) {
        (ReleaseStage::FirstReview, DecisionOutcome::Passed) => &[To::FirstReviewPassed],
        (ReleaseStage::FirstReview, DecisionOutcome::Failed) => &[To::FirstReviewFailed],
        (ReleaseStage::Committee, DecisionOutcome::Passed) => &[To::CommitteePassed],
        (ReleaseStage::Committee, DecisionOutcome::Failed) => &[To::CommitteeFailed],
        (ReleaseStage::Award, DecisionOutcome::Awarded) => {
            &[To::MostCheck, To::CentralApproval, To::Awarded]
        }
        (ReleaseStage::Award, DecisionOutcome::Struck) => &[To::MostCheck, To::NotAwarded],
        (ReleaseStage::Award, DecisionOutcome::NotAwarded) => &[To::NotAwarded],
        _ => &[],
    }
}

/// Whether only a release leads to this state.
const fn is_of_release(state: NominationState) -> bool {
    use NominationState::{
        Awarded, CentralApproval, CommitteeFailed, CommitteePassed, FirstReviewFailed,
        FirstReviewPassed, MostCheck, NotAwarded,
    };
    matches!(
        state,
        FirstReviewPassed
            | FirstReviewFailed
            | CommitteePassed
            | CommitteeFailed
            | MostCheck
            | CentralApproval
            | Awarded
            | NotAwarded
    )
}

/// Final decisions without a release or without their steps, and steps that no final decision led to.
pub(super) async fn decisions_apart_from_steps(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let released = released(database).await?;
    let steps = nomination_step::Entity::find().all(database).await?;
    let taken: BTreeSet<(NominationId, NominationState)> =
        steps.into_iter().map(|row| (row.nomination_id, row.to_state)).collect();
    let (mut led, mut found) = (BTreeSet::new(), Vec::new());
    for (decision, stage) in finals(database, &released).await? {
        let Some(stage) = stage else {
            found.push(format!("result_decision {}: final without a release", decision.id));
            continue;
        };
        for state in ends(stage, decision.outcome) {
            led.insert((decision.nomination_id, *state));
            if !taken.contains(&(decision.nomination_id, *state)) {
                found.push(format!(
                    "result_decision {}: no step to {}",
                    decision.id,
                    state.as_str()
                ));
            }
        }
    }
    let undecided = taken.iter().filter(|one| is_of_release(one.1) && !led.contains(*one));
    let told = |(id, state): &(NominationId, NominationState)| {
        format!("nomination {id}: {} by no decision", state.as_str())
    };
    found.extend(undecided.map(told));
    Ok(found)
}

/// Releases that the person made who drafted them, or nobody.
pub(super) async fn released_alone(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let released = released(database).await?;
    let is_alone = |row: &&result_release::Model| {
        row.released_at.is_none()
            || row.released_by.as_ref().is_none_or(|second| *second == row.drafted_by)
    };
    let alone = released.values().filter(is_alone);
    Ok(alone.map(|row| format!("result_release {}", row.id)).collect())
}

/// Rounds with more awards than there may be (X25 art. 9).
pub(super) async fn above(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let released = released(database).await?;
    // Of a nomination that was decided anew the later decision counts.
    let mut awards: BTreeMap<NominationId, Option<AwardGrade>> = BTreeMap::new();
    for (decision, _) in finals(database, &released).await? {
        if decision.outcome == DecisionOutcome::Awarded {
            awards.insert(decision.nomination_id, decision.grade);
        }
    }
    let mut won: BTreeMap<RoundId, BTreeMap<String, Won>> = BTreeMap::new();
    let rows = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(awards.keys().copied()))
        .all(database)
        .await?;
    for row in rows {
        let of_round = won.entry(row.round_id).or_default();
        let own = of_round.entry(row.category.unwrap_or_default()).or_default();
        match awards.get(&row.id).copied().flatten() {
            Some(AwardGrade::Special) => own.special += 1,
            Some(AwardGrade::First) => own.first += 1,
            Some(AwardGrade::Second) => own.second += 1,
            None => {}
        }
    }
    let mut found = Vec::new();
    for (round, mut won) in won {
        let book = results::book_of(database, round).await;
        let book = book.map_err(|error| DbErr::Custom(error.to_string()))?;
        won.retain(|category, _| book.caps.total_of.contains(category));
        let (total, special) = (book.caps.total, book.caps.special);
        let caps = Caps { total, special, first_percent: book.caps.first_percent };
        let above = breaches(&caps, &won).into_iter();
        found.extend(above.map(|breach| format!("round {round}: {breach:?}")));
    }
    Ok(found)
}

/// Bundles whose file is not there, is another, or is not true.
pub(super) async fn untrue_bundles(app: &App) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    for row in result_bundle::Entity::find().all(app.database.reader()).await? {
        let mut add = |why: &str| found.push(format!("result_bundle {}: {why}", row.id));
        let Ok(bytes) = app.files.get(&row.file_digest).await else {
            add("the file is not there as it was");
            continue;
        };
        match bundle::check(&bytes, None) {
            Ok(checked) if checked.digest == row.body_digest => {}
            Ok(_) => add("another body"),
            Err(broken) => add(&format!("{}: {}", broken.step, broken.words.en)),
        }
    }
    Ok(found)
}
