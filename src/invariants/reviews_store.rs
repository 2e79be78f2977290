//! Do sheets and aggregates say what they come from? Read by [`super::check`].

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use entity::{
    aggregate_row, aggregate_run,
    ids::{AggregateRunId, ReviewAssignmentId, ReviewPhaseId, RoundId},
    review_assignment, review_phase, review_phase_item, review_sheet,
    vocabulary::SheetState,
};
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};

use crate::{
    aggregation::{ENGINE, Input, Output, SheetInput, aggregate},
    reviews::{self, ReviewBook},
};

/// The phases by their keys.
async fn phases(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<ReviewPhaseId, review_phase::Model>, DbErr> {
    let rows = review_phase::Entity::find().all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The sheets that were handed in and stand.
async fn submitted(database: &impl ConnectionTrait) -> Result<Vec<review_sheet::Model>, DbErr> {
    let of_state = review_sheet::Column::State.eq(SheetState::Submitted);
    review_sheet::Entity::find().filter(of_state).all(database).await
}

/// Sheets that judge something else than they were asked for, or were handed in by somebody who never answered.
pub(super) async fn sheets_apart(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let phases = phases(database).await?;
    let assignments = review_assignment::Entity::find().all(database).await?;
    let assignments: BTreeMap<ReviewAssignmentId, review_assignment::Model> =
        assignments.into_iter().map(|row| (row.id, row)).collect();
    let items = review_phase_item::Entity::find().all(database).await?;
    let items: BTreeSet<_> =
        items.into_iter().map(|row| (row.phase_id, row.nomination_id)).collect();
    let is_apart = |sheet: &review_sheet::Model| {
        let phase = phases.get(&sheet.phase_id);
        let assignment = assignments.get(&sheet.assignment_id);
        let (Some(phase), Some(assignment)) = (phase, assignment) else { return true };
        let is_answered = assignment.answered_at.is_some();
        (assignment.nomination_id, assignment.expert_id) != (sheet.nomination_id, sheet.expert_id)
            || assignment.round_id != phase.round_id
            || !items.contains(&(sheet.phase_id, sheet.nomination_id))
            || (sheet.state == SheetState::Submitted && !is_answered)
    };
    let sheets = review_sheet::Entity::find().all(database).await?;
    Ok(sheets.iter().filter(|sheet| is_apart(sheet)).map(told).collect())
}

fn told(sheet: &review_sheet::Model) -> String {
    format!("review_sheet {}", sheet.id)
}

/// Sheets whose total is not the weighted sum of their points by the book of their round.
pub(super) async fn wrong_totals(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let phases = phases(database).await?;
    let mut books: BTreeMap<RoundId, ReviewBook> = BTreeMap::new();
    let mut wrong = Vec::new();
    for sheet in submitted(database).await? {
        let Some(phase) = phases.get(&sheet.phase_id) else { continue };
        if let Entry::Vacant(free) = books.entry(phase.round_id) {
            let book = reviews::book_of(database, phase.round_id).await;
            free.insert(book.map_err(|error| DbErr::Custom(error.to_string()))?);
        }
        let book = books.get(&phase.round_id);
        let under = book.and_then(|book| book.aggregate_of(&phase.category));
        let points = serde_json::from_value(sheet.points.clone()).unwrap_or_default();
        let read = SheetInput { nomination: String::new(), reviewer: String::new(), points };
        let total = under.and_then(|input| read.total(&input.weights));
        if total.is_none() || total != sheet.total {
            wrong.push(told(&sheet));
        }
    }
    Ok(wrong)
}

/// Aggregates that come out otherwise when they are computed anew from what is kept beside them. Those of another
/// version of the arithmetic are passed over: it would give other bytes.
pub(super) async fn wrong_aggregates(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let mut rows: BTreeMap<AggregateRunId, Vec<aggregate_row::Model>> = BTreeMap::new();
    for row in aggregate_row::Entity::find().all(database).await? {
        rows.entry(row.run_id).or_default().push(row);
    }
    let of_engine = aggregate_run::Column::Engine.eq(ENGINE);
    let runs = aggregate_run::Entity::find().filter(of_engine).all(database).await?;
    let is_wrong = |run: &aggregate_run::Model| {
        let kept = run.report.get("input").cloned().unwrap_or_default();
        let Ok(input) = serde_json::from_value::<Input>(kept) else { return true };
        let output = aggregate(&input);
        let rows = rows.get(&run.id).map_or(&[][..], Vec::as_slice);
        input.digest() != run.inputs_digest
            || output.digest() != run.output_digest
            || !is_kept(&output, rows)
    };
    Ok(runs
        .iter()
        .filter(|run| is_wrong(run))
        .map(|run| format!("aggregate_run {}", run.id))
        .collect())
}

/// Whether the rows say what was computed.
fn is_kept(output: &Output, rows: &[aggregate_row::Model]) -> bool {
    let number = |kept: Option<i32>| kept.and_then(|kept| u32::try_from(kept).ok());
    let kept: BTreeMap<String, _> = rows
        .iter()
        .map(|row| {
            let ranks = [row.rank, row.rank_low, row.rank_high].map(number);
            (row.nomination_id.to_string(), (row.raw, row.used, ranks))
        })
        .collect();
    let computed: BTreeMap<String, _> = output
        .rows
        .iter()
        .map(|row| {
            let ranks = [row.rank, row.rank_low, row.rank_high];
            (row.nomination.clone(), (row.raw, row.used, ranks))
        })
        .collect();
    kept == computed
}
