//! How is the aggregate of a phase computed and kept?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{AggregateRunId, NominationId, ReviewAssignmentId, ReviewPhaseId, RoundId},
    vocabulary::{ReviewHintKind, ReviewPhaseState},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    bundled::labelled,
    extra::{ExtraNeeded, ExtraWhy, extra},
    gather::{Gathered, nomination_of},
    hints::{Hint, hints},
    store::{self, HintRow, KeptRow, PhaseRow, RunRow},
};
use crate::{
    aggregation::{Agreement, CalibrationNote, ENGINE, Input, Output, OutputRow, aggregate},
    app::App,
    audit,
    jobs::{self, Claimed},
    persistence::{ReadTx, WriteTx},
    reviews::{ReviewError, record},
};

/// The kind of job that computes the aggregate of a phase.
pub const JOB: &str = "reviews.aggregate";

/// Who computes what nobody asked for.
const CLOCK: &str = "laurel";

/// What is kept of a run beside its rows: from it anybody computes the same anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Report {
    /// What was aggregated.
    pub(super) input: Input,
    /// What came of the calibration.
    pub(super) calibration: Option<CalibrationNote>,
    /// How far the reviewers agree.
    pub(super) agreement: Agreement,
}

/// A phase before its end has no aggregate: what is given may still change.
pub(super) fn must_be_closed(phase: &PhaseRow) -> Result<(), ReviewError> {
    if phase.state == ReviewPhaseState::Closed {
        return Ok(());
    }
    Err(ReviewError::refused(
        "评审阶段尚未结束，分数在结束前不可见",
        "the phase is not closed; no points are seen before",
    ))
}

/// Computes the aggregate that a job asks for. Of the same sheets nothing new is kept.
///
/// # Errors
/// The records failing.
pub async fn handle_job(app: &App, job: &Claimed) -> Result<(), ReviewError> {
    let named = job.payload.get("phase").cloned().unwrap_or_default();
    let id: ReviewPhaseId =
        serde_json::from_value(named).map_err(|error| ReviewError::Inside(error.to_string()))?;
    let by = job.payload.get("by").and_then(serde_json::Value::as_str).unwrap_or(CLOCK);
    let tx = app.database.begin_read().await?;
    let Some(phase) = store::find_phase(&*tx, id).await? else { return Ok(()) };
    if must_be_closed(&phase).is_err() {
        // It was put off meanwhile: its end asks again.
        return Ok(());
    }
    let gathered = Gathered::of(&*tx, phase).await?;
    drop(tx);
    let work = move || Computed::of(gathered);
    let computed = tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| ReviewError::Inside(error.to_string()))?;
    keep(app, by, computed).await
}

/// What was computed of a phase.
struct Computed {
    gathered: Gathered,
    output: Output,
    hints: Vec<Hint>,
    extra: Vec<ExtraNeeded>,
}

impl Computed {
    fn of(gathered: Gathered) -> Self {
        let (input, book) = (&gathered.input, &gathered.book);
        Self {
            output: aggregate(input),
            hints: hints(input, &book.hints, &gathered.times()),
            extra: extra(input, &book.extra, &BTreeMap::new()),
            gathered,
        }
    }

    fn rows(&self, run: AggregateRunId) -> Result<Vec<KeptRow>, ReviewError> {
        self.output.rows.iter().map(|row| kept(run, row)).collect()
    }

    /// The hints as they are kept; what people did about the same ones of the run before stays done.
    fn hint_rows(
        &self,
        app: &App,
        run: AggregateRunId,
        before: &[HintRow],
    ) -> Result<Vec<HintRow>, ReviewError> {
        let assignments = self.gathered.assignments();
        let mut rows = Vec::new();
        for hint in &self.hints {
            let key = (hint.nomination.clone(), hint.reviewer.clone());
            let of = (hint.kind, nomination_of(&hint.nomination)?, assignments.get(&key).copied());
            rows.push(hint_row((app.ids.next(), run), of, json!(hint.figures)));
        }
        for one in &self.extra {
            let of = (ReviewHintKind::Extra, nomination_of(&one.nomination)?, None);
            let figures = match one.why {
                ExtraWhy::Spread(spread) => json!({ "spread": spread }),
                ExtraWhy::TooFew(opinions) => json!({ "opinions": opinions }),
            };
            rows.push(hint_row((app.ids.next(), run), of, figures));
        }
        for row in &mut rows {
            let is_same = |one: &&HintRow| {
                (one.kind, one.nomination_id, one.assignment_id)
                    == (row.kind, row.nomination_id, row.assignment_id)
            };
            if let Some(known) = before.iter().find(is_same) {
                row.handled_by.clone_from(&known.handled_by);
                row.handled_at = known.handled_at;
                row.note.clone_from(&known.note);
            }
        }
        Ok(rows)
    }
}

fn hint_row(
    (id, run_id): (entity::ids::ReviewHintId, AggregateRunId),
    (kind, nomination_id, assignment_id): (
        ReviewHintKind,
        NominationId,
        Option<ReviewAssignmentId>,
    ),
    figures: serde_json::Value,
) -> HintRow {
    HintRow {
        id,
        run_id,
        assignment_id,
        nomination_id,
        kind,
        figures,
        handled_by: None,
        handled_at: None,
        note: None,
        version: 1,
    }
}

fn kept(run_id: AggregateRunId, row: &OutputRow) -> Result<KeptRow, ReviewError> {
    let small = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    Ok(KeptRow {
        run_id,
        nomination_id: nomination_of(&row.nomination)?,
        sheets: small(row.sheets),
        raw: row.raw,
        calibrated: row.calibrated,
        used: row.used,
        rank: row.rank.map(small),
        rank_low: row.rank_low.map(small),
        rank_high: row.rank_high.map(small),
        spread: row.spread,
    })
}

/// Keeps what was computed, unless it is what stands, or other sheets count by now: then it is asked for anew.
async fn keep(app: &App, by: &str, computed: Computed) -> Result<(), ReviewError> {
    let now = app.clock.now();
    let phase = &computed.gathered.phase;
    let digest = computed.gathered.input.digest();
    let tx = app.database.begin_write().await?;
    let Some(held) = store::hold_phase(&*tx, phase.id).await? else { return Ok(()) };
    if must_be_closed(&held).is_err() {
        return Ok(());
    }
    let stands = match held.run_id {
        Some(run) => store::find_run(&*tx, run).await?,
        None => None,
    };
    if !is_new(stands.as_ref(), &digest) {
        return Ok(());
    }
    if Gathered::of(&*tx, held).await?.input.digest() != digest {
        // Whoever changed it asked as well, but another runner may have kept the answer already.
        let payload = json!({ "phase": phase.id, "by": by });
        jobs::enqueue(&*tx, app.ids, now, JOB, payload).await?;
        tx.commit().await?;
        app.wake.ring();
        return Ok(());
    }
    let before = match &stands {
        Some(run) => store::hints_of(&*tx, run.id).await?,
        None => Vec::new(),
    };
    let id: AggregateRunId = app.ids.next();
    let run = computed.run(id, (by, now), digest)?;
    let output_digest = run.output_digest.clone();
    let rows = (computed.rows(id)?, computed.hint_rows(app, id, &before)?);
    store::insert_run(&*tx, run, rows).await?;
    record::follow(&tx, phase.round_id, now).await?;
    note(&tx, now, (by, "aggregate"), (phase.id, Some(output_digest))).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether other sheets, or another arithmetic, stand behind what is kept.
fn is_new(stands: Option<&RunRow>, digest: &str) -> bool {
    stands.is_none_or(|run| run.inputs_digest != digest || run.engine != ENGINE)
}

impl Computed {
    fn run(
        &self,
        id: AggregateRunId,
        (by, now): (&str, DateTime<Utc>),
        inputs_digest: String,
    ) -> Result<RunRow, ReviewError> {
        let report = Report {
            input: self.gathered.input.clone(),
            calibration: self.output.calibration.clone(),
            agreement: self.output.agreement,
        };
        let report =
            serde_json::to_value(report).map_err(|error| ReviewError::Inside(error.to_string()))?;
        Ok(RunRow {
            id,
            phase_id: self.gathered.phase.id,
            engine: self.output.engine.clone(),
            inputs_digest,
            output_digest: self.output.digest(),
            seed: hex::encode(self.gathered.input.seed),
            report,
            made_by: by.to_owned(),
            made_at: now,
        })
    }
}

/// Records a deed about a phase.
pub(super) async fn note(
    tx: &WriteTx,
    now: DateTime<Utc>,
    (by, action): (&str, &str),
    (phase, after_digest): (ReviewPhaseId, Option<String>),
) -> Result<(), ReviewError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("reviews.{action}"),
        subject: format!("review_phase/{phase}"),
        after_digest,
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(())
}

/// The report of a run.
pub(super) fn report_of(run: &RunRow) -> Result<Report, ReviewError> {
    serde_json::from_value(run.report.clone())
        .map_err(|error| ReviewError::Inside(format!("aggregate_run/{}: {error}", run.id)))
}

/// What the aggregates of a round were computed from, by category, with labels in the place of reviewers and groups: a
/// reviewer has one label in a phase that is calibrated, and one for each nomination otherwise. Nominations stand there
/// by their keys. Computed anew, it gives the figures that are kept, whatever anybody is called.
///
/// # Errors
/// The records failing.
pub async fn bundle_input(
    app: &App,
    tx: &ReadTx,
    round: RoundId,
) -> Result<Vec<Input>, ReviewError> {
    let mut inputs = Vec::new();
    for phase in store::aggregated(&**tx, round).await? {
        let Some(run) = phase.run_id else { continue };
        if let Some(run) = store::find_run(&**tx, run).await? {
            let of = |place: &str| {
                app.sealer.fingerprint(format!("bundle/{}/{place}", phase.id).as_bytes())
            };
            inputs.push(labelled(&report_of(&run)?.input, &of));
        }
    }
    Ok(inputs)
}
