//! What does the award office see of an aggregate, of the sheets of a nomination, and of who is needed?
//!
//! Of a phase as a whole an officer sees nothing who is kept from one of its nominations (R14): ranks and severities
//! would tell of it.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId, ReviewHintId, ReviewPhaseId, ReviewSheetId},
    vocabulary::{Role, SheetState},
};

use super::{
    extra::extra,
    gather::{Gathered, nomination_of},
    run::{must_be_closed, report_of},
    store::{self, PhaseRow},
    views::{
        AliasedSheet, ExtraReviewerRow, ExtraReviewers, NominationScores, ReviewHint,
        ScoreAggregate, ScoreRow, named_nomination,
    },
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, Wall, permit, wall_in_round, wall_of},
    identity,
    matching::NamedExpert,
    nominations::{self, Place},
    persistence::{ReadTx, Sealer},
    reviews::{
        ReviewError, book_of,
        model::{AggregateRow, SheetRow},
        record, sheets_about, sheets_of,
    },
};

/// The fewest and the most characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 2..=500;

/// Lets the actor to a nomination.
pub(super) fn admit(wall: &Wall, id: NominationId) -> Result<(), ReviewError> {
    wall.admit(id).map_err(|_| ReviewError::Walled)
}

/// Lets the actor to a phase as a whole.
pub(super) async fn admit_to_phase(
    tx: &ReadTx,
    actor: &Actor,
    phase: &PhaseRow,
) -> Result<(), ReviewError> {
    let wall = wall_in_round(&**tx, actor, phase.round_id).await?;
    if wall.is_none() {
        return Ok(());
    }
    store::items(&**tx, phase.id).await?.into_iter().try_for_each(|id| admit(&wall, id))
}

/// The numbers by which the reviewers of a nomination are called where they are not named: from 1, in an order that
/// says nothing, and another in each nomination.
pub(super) fn aliases(
    sealer: &Sealer,
    (phase, nomination): (ReviewPhaseId, NominationId),
    assignments: impl Iterator<Item = ReviewAssignmentId>,
) -> BTreeMap<ReviewAssignmentId, u32> {
    let print = |assignment: ReviewAssignmentId| {
        sealer.fingerprint(format!("alias/{phase}/{nomination}/{assignment}").as_bytes())
    };
    let mut list: Vec<(String, ReviewAssignmentId)> =
        assignments.map(|assignment| (print(assignment), assignment)).collect();
    list.sort();
    list.into_iter().zip(1..).map(|((_, assignment), number)| (assignment, number)).collect()
}

/// Every submitted sheet of a phase by its number.
async fn all_aliases(
    app: &App,
    tx: &ReadTx,
    phase: ReviewPhaseId,
) -> Result<BTreeMap<ReviewAssignmentId, u32>, ReviewError> {
    let mut of_nominations: BTreeMap<NominationId, Vec<ReviewAssignmentId>> = BTreeMap::new();
    for sheet in sheets_of(&**tx, phase).await? {
        if sheet.state == SheetState::Submitted {
            of_nominations.entry(sheet.nomination).or_default().push(sheet.assignment);
        }
    }
    let of = |(nomination, list): (NominationId, Vec<ReviewAssignmentId>)| {
        aliases(&app.sealer, (phase, nomination), list.into_iter())
    };
    Ok(of_nominations.into_iter().flat_map(of).collect())
}

async fn places(
    tx: &ReadTx,
    ids: impl Iterator<Item = NominationId>,
) -> Result<BTreeMap<NominationId, Place>, ReviewError> {
    let ids: BTreeSet<NominationId> = ids.collect();
    let ids: Vec<NominationId> = ids.into_iter().collect();
    let found = nominations::places(&**tx, &ids).await?;
    Ok(found.into_iter().map(|place| (place.id, place)).collect())
}

/// What the sheets of a closed phase come to.
///
/// # Errors
/// Not the actor's to know, no such phase, a nomination from which he is kept, a phase that is not closed.
pub(super) async fn aggregate_of(
    app: &App,
    actor: &Actor,
    id: ReviewPhaseId,
) -> Result<ScoreAggregate, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let phase = store::find_phase(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    admit_to_phase(&tx, actor, &phase).await?;
    must_be_closed(&phase)?;
    let mut shown = ScoreAggregate {
        phase: phase.id.0,
        category: phase.category.clone(),
        is_calibrated: phase.is_calibrated,
        run: None,
        calibration: None,
        agreement: None,
        rows: Vec::new(),
        hints: Vec::new(),
        names: BTreeMap::new(),
    };
    let run = match phase.run_id {
        Some(run) => store::find_run(&*tx, run).await?,
        None => None,
    };
    let Some(run) = run else { return Ok(shown) };
    let report = report_of(&run)?;
    shown.run = Some((&run).into());
    shown.calibration = report.calibration.as_ref().map(Into::into);
    shown.agreement = Some(report.agreement.into());
    let rows = store::ranking(&*tx, phase.id).await?;
    let places = places(&tx, rows.iter().map(|row| row.nomination)).await?;
    shown.rows = rows.iter().map(|row| ScoreRow::of(row, places.get(&row.nomination))).collect();
    let aliases = all_aliases(app, &tx, phase.id).await?;
    let hints = store::hints_of(&*tx, run.id).await?;
    let hint = |hint: &store::HintRow| {
        let alias = hint.assignment_id.and_then(|id| aliases.get(&id).copied());
        ReviewHint::of(hint, places.get(&hint.nomination_id), alias)
    };
    shown.hints = hints.iter().map(hint).collect();
    identity::name_actors(&*tx, std::slice::from_mut(&mut shown)).await?;
    Ok(shown)
}

/// One hint, as a person deals with it.
///
/// # Errors
/// Not the actor's to know, no such hint, its nomination is one from which he is kept.
pub(super) async fn hint(
    app: &App,
    actor: &Actor,
    id: ReviewHintId,
) -> Result<ReviewHint, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let (row, phase) = store::find_hint(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    admit(&wall_of(&*tx, actor).await?, row.nomination_id)?;
    let places = places(&tx, std::iter::once(row.nomination_id)).await?;
    let aliases = all_aliases(app, &tx, phase.id).await?;
    let alias = row.assignment_id.and_then(|id| aliases.get(&id).copied());
    Ok(ReviewHint::of(&row, places.get(&row.nomination_id), alias))
}

/// Whether reviewers may be named to the actor, once he says why: to who answers for the office, and to who supervises.
fn may_name(actor: &Actor) -> bool {
    actor.grants.iter().any(|grant| matches!(grant.role, Role::AwardAdmin | Role::Supervisor))
}

/// What the reviewers gave a nomination, with their names for who says why.
///
/// # Errors
/// Not the actor's to know, no such nomination, one from which he is kept or that no phase holds, a phase that is not
/// closed, a reason that says nothing.
pub(super) async fn scores_of(
    app: &App,
    actor: &Actor,
    (id, reason): (NominationId, Option<&str>),
) -> Result<NominationScores, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let place = nominations::place(&tx, id).await?.ok_or(ReviewError::NotFound)?;
    admit(&wall_of(&*tx, actor).await?, id)?;
    let phase = store::phase_with(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    must_be_closed(&phase)?;
    let mut sheets = sheets_about(&*tx, phase.id, &[id]).await?;
    sheets.retain(|one| one.state == SheetState::Submitted);
    let book = book_of(&*tx, phase.round_id).await?;
    let row = rank_of(&tx, actor, (&phase, id)).await?;
    let experts: Vec<ExpertId> = sheets.iter().map(|one| one.expert).collect();
    let names = match reason {
        None => BTreeMap::new(),
        Some(reason) => {
            say_why(app, actor, (id, reason)).await?;
            record::named(&*tx, &experts).await?
        }
    };
    let sealed = store::comments(&*tx, id).await?;
    let comments = |sheet: &SheetRow| said(&app.sealer, sheet, &sealed);
    let numbers = aliases(&app.sealer, (phase.id, id), sheets.iter().map(|one| one.assignment));
    let criteria = book.sheet(&phase.category).map(|sheet| sheet.criteria.clone());
    Ok(NominationScores {
        nomination: named_nomination(id, Some(&place)),
        phase: phase.id.0,
        criteria: criteria.unwrap_or_default(),
        figures: row.map(|row| ScoreRow::of(&row, Some(&place))),
        sheets: aliased(&sheets, &numbers, (&names, &comments)),
        may_name: may_name(actor),
    })
}

/// What the aggregate says of a nomination; nothing to who is kept from another of its phase, of which a rank would
/// tell.
async fn rank_of(
    tx: &ReadTx,
    actor: &Actor,
    (phase, id): (&PhaseRow, NominationId),
) -> Result<Option<AggregateRow>, ReviewError> {
    match admit_to_phase(tx, actor, phase).await {
        Ok(()) => {}
        Err(ReviewError::Walled) => return Ok(None),
        Err(error) => return Err(error),
    }
    Ok(store::ranks_of(&**tx, phase.id, &[id]).await?.pop())
}

/// Writes down that the actor had reviewers named, and why.
async fn say_why(
    app: &App,
    actor: &Actor,
    (id, reason): (NominationId, &str),
) -> Result<(), ReviewError> {
    if !may_name(actor) {
        return Err(ReviewError::Denied);
    }
    let reason = reason.trim();
    if !REASON.contains(&reason.chars().count()) {
        return Err(ReviewError::field(
            "/reason",
            "length",
            "须说明理由，2–500 字",
            "a reason of 2 to 500 characters is needed",
        ));
    }
    let tx = app.database.begin_write().await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "reviews.name_reviewers".to_owned(),
        subject: format!("nomination/{id}"),
        reason: Some(reason.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// What the reviewer wrote beside his points; what cannot be opened is not shown, the rest of the sheet is.
fn said(
    sealer: &Sealer,
    sheet: &SheetRow,
    comments: &BTreeMap<ReviewSheetId, String>,
) -> BTreeMap<String, String> {
    let place = format!("review_sheet/{}", sheet.id);
    let text = comments.get(&sheet.id).and_then(|text| sealer.open_sealed(&place, text).ok());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// What is said in a sheet, by criterion.
type Comments<'a> = dyn Fn(&SheetRow) -> BTreeMap<String, String> + 'a;

/// The sheets by the numbers of their reviewers.
fn aliased(
    sheets: &[SheetRow],
    numbers: &BTreeMap<ReviewAssignmentId, u32>,
    (names, comments): (&BTreeMap<ExpertId, NamedExpert>, &Comments<'_>),
) -> Vec<AliasedSheet> {
    let view = |sheet: &SheetRow| AliasedSheet {
        alias: numbers.get(&sheet.assignment).copied().unwrap_or_default(),
        total: sheet.total,
        points: sheet.points.clone(),
        choices: sheet.choices.clone(),
        comments: comments(sheet),
        submitted_at: sheet.submitted_at,
        reviewer: names.get(&sheet.expert).cloned(),
    };
    let mut shown: Vec<AliasedSheet> = sheets.iter().map(view).collect();
    shown.sort_by_key(|sheet| sheet.alias);
    shown
}

/// Which nominations of a phase need another reviewer, but for those from which the actor is kept.
///
/// # Errors
/// Not the actor's to know, no such phase.
pub(super) async fn extra_of(
    app: &App,
    actor: &Actor,
    id: ReviewPhaseId,
) -> Result<ExtraReviewers, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let phase = store::find_phase(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    let wall = wall_in_round(&*tx, actor, phase.round_id).await?;
    let is_open = is_open(app, &phase);
    let gathered = Gathered::of(&*tx, phase).await?;
    let round = gathered.phase.round_id;
    let living = if is_open { store::living(&*tx, round).await? } else { Vec::new() };
    let plan = store::applied_plan(&*tx, round).await?;
    let added = match plan {
        Some(plan) => store::added(&*tx, plan).await?,
        None => BTreeMap::new(),
    };
    let rule = &gathered.book.extra;
    let mut rows = Vec::new();
    for one in extra(&gathered.input, rule, &gathered.awaited(&living)) {
        let nomination = nomination_of(&one.nomination)?;
        if !wall.hides(nomination) {
            rows.push(ExtraReviewerRow {
                nomination: named_nomination(nomination, gathered.places.get(&nomination)),
                why: one.why.as_str().to_owned(),
                added: added.get(&nomination).copied().unwrap_or_default(),
            });
        }
    }
    rows.sort_by(|one, other| one.nomination.nomination_id.cmp(&other.nomination.nomination_id));
    Ok(ExtraReviewers { plan: plan.map(|plan| plan.0), most: rule.most, is_open, rows })
}

/// Whether sheets may be kept in a phase now.
pub(super) fn is_open(app: &App, phase: &PhaseRow) -> bool {
    let now = app.clock.now();
    let is_within = phase.opens_at <= now && now < phase.closes_at;
    phase.state == entity::vocabulary::ReviewPhaseState::Open && is_within
}
