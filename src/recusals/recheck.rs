//! What do changed facts do to what is assigned? New bars on reviews freeze them and open a task, bars on
//! drafts are told; nothing is deleted, and what has gone again is told too.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId, RoundId},
    vocabulary::{AlertPhase, AlertState, AssignmentState, RoundState},
};

use super::{
    errors::RecusalError,
    findings::round,
    outgrown::{self, Outgrown, outgrown, take_back},
    records::{findings, load},
    round_views::RecheckView,
    store::{self, Alert, Check},
    take_in::{PROGRAM, take_in},
    watch::{Assigned, Bar, Known, Step, compare},
};
use crate::{
    app::App,
    assignments::{self, Freeze},
    audit,
    authz::{Action, Actor, Wall, permit, wall_in_round},
    awards::{self, Round},
    conflicts::{Finding, Severity},
    matching::{self, RoundRecords},
    persistence::WriteTx,
    shared::hex_sha256,
};

/// The pairs that are drafted, proposed or asked for.
async fn assigned(app: &App, round: RoundId) -> Result<Vec<Assigned>, RecusalError> {
    let database = app.database.reader();
    let of = |pair: store::Pair, phase| Assigned {
        nomination: pair.nomination,
        expert: pair.expert,
        phase,
        review: pair.review,
    };
    let mut all: Vec<Assigned> = store::review_pairs(database, round)
        .await?
        .into_iter()
        .map(|(pair, state)| match state {
            AssignmentState::Proposed => of(pair, AlertPhase::Draft),
            _ => of(pair, AlertPhase::Live),
        })
        .collect();
    let drafts = store::draft_pairs(database, round).await?;
    all.extend(drafts.into_iter().map(|pair| of(pair, AlertPhase::Draft)));
    Ok(all)
}

/// A nomination and an expert.
type Key = (NominationId, ExpertId);

/// The bars that stand on some pairs.
fn bars(records: &RoundRecords, findings: &[Finding], pairs: &BTreeSet<Key>) -> Vec<Bar> {
    let bar = |(at, finding): (usize, &Finding)| {
        let nomination = records.nomination(&finding.nomination_id)?;
        let expert = records.expert(&finding.expert_id)?;
        let is_bar = finding.severity == Severity::Bar && pairs.contains(&(nomination, expert));
        is_bar.then_some(Bar { nomination, expert, kind: finding.kind.code(), finding: at })
    };
    findings.iter().enumerate().filter_map(bar).collect()
}

fn digest(bars: &[&Bar]) -> String {
    let lines: Vec<String> =
        bars.iter().map(|bar| format!("{}/{}/{}", bar.nomination, bar.expert, bar.kind)).collect();
    hex_sha256(lines.join("\n").as_bytes())
}

/// Why nothing is left to be done of a bar on a pair that is not assigned any more.
const APART: &str = "该专家已不在该提名的指派之列，利害关系依然成立";

fn known(alerts: &[Alert]) -> Vec<Known> {
    let known = |row: &Alert| Known {
        nomination: row.nomination_id,
        expert: row.expert_id,
        kind: row.kind.clone(),
        phase: row.phase,
        state: row.state,
        is_gone: row.cleared_at.is_some(),
        is_apart: row.state == AlertState::Handled && row.handled_by.as_deref() == Some(PROGRAM),
    };
    alerts.iter().map(known).collect()
}

/// What a recheck did: all of it, and what is told of it to somebody who is kept from some nominations.
struct Done<'a> {
    wall: &'a Wall,
    whole: RecheckView,
    told: RecheckView,
}

impl Done<'_> {
    /// Counts what was done about a nomination.
    fn count(&mut self, nomination: NominationId, add: impl Fn(&mut RecheckView)) {
        add(&mut self.whole);
        if !self.wall.hides(nomination) {
            add(&mut self.told);
            // Of all bars together nothing is told behind a wall but what changed in front of it.
            self.told.is_changed |= !self.wall.is_none();
        }
    }
}

/// One recheck in its transaction. It takes its rows in one order, and the audit chain after them, as everybody does:
/// decisions, alerts, reviews.
struct Work<'a> {
    app: &'a App,
    tx: &'a WriteTx,
    findings: &'a [Finding],
    assigned: &'a [Assigned],
    bars: &'a [Bar],
    alerts: Vec<Alert>,
    /// Pairs whose reviews are to be frozen, each with the position of a finding.
    to_freeze: Vec<(Assigned, usize)>,
    done: Done<'a>,
}

impl Work<'_> {
    /// Tells of a step.
    async fn tell(&mut self, round: RoundId, step: Step) -> Result<(), RecusalError> {
        match step {
            Step::Tell { assigned, bar } => {
                let found = self.assigned.get(assigned).copied().zip(self.bars.get(bar).cloned());
                let Some((pair, bar)) = found else { return Ok(()) };
                let Some(finding) = self.findings.get(bar.finding) else { return Ok(()) };
                let row = alert(self.app, (round, &pair), finding);
                store::add_alert(&**self.tx, row).await?;
                self.to_freeze.push((pair, bar.finding));
                self.done.count(pair.nomination, |done| done.new_alerts += 1);
            }
            Step::Again { known, bar } => {
                let found = self.alerts.get(known).cloned().zip(self.bars.get(bar).cloned());
                let Some((mut row, bar)) = found else { return Ok(()) };
                let Some(finding) = self.findings.get(bar.finding) else { return Ok(()) };
                if let Some(pair) = self.pair_of(&row) {
                    row.is_frozen |= pair.phase == AlertPhase::Live;
                    row.review_assignment_id = pair.review.or(row.review_assignment_id);
                    self.to_freeze.push((pair, bar.finding));
                }
                row.state = AlertState::Open;
                row.cleared_at = None;
                // Of what was handled before, the record tells.
                (row.handled_by, row.handled_at, row.handled_reason) = (None, None, None);
                row.evidence = serde_json::json!(finding.evidence);
                row.confidence = finding.confidence.into();
                row.version += 1;
                self.done.count(row.nomination_id, |done| done.new_alerts += 1);
                store::save_alert(&**self.tx, row).await?;
            }
            Step::Apart { known } => {
                let Some(mut row) = self.alerts.get(known).cloned() else { return Ok(()) };
                row.state = AlertState::Handled;
                row.handled_by = Some(PROGRAM.to_owned());
                row.handled_at = Some(self.app.clock.now());
                row.handled_reason = Some(APART.to_owned());
                row.version += 1;
                self.done.count(row.nomination_id, |_| ());
                store::save_alert(&**self.tx, row).await?;
            }
            Step::Clear { known } => {
                let Some(mut row) = self.alerts.get(known).cloned() else { return Ok(()) };
                row.state = AlertState::Cleared;
                row.cleared_at = Some(self.app.clock.now());
                row.version += 1;
                self.done.count(row.nomination_id, |done| done.cleared += 1);
                store::save_alert(&**self.tx, row).await?;
            }
        }
        Ok(())
    }

    fn pair_of(&self, row: &Alert) -> Option<Assigned> {
        let is_pair = |one: &&Assigned| {
            one.nomination == row.nomination_id
                && one.expert == row.expert_id
                && one.phase == row.phase
        };
        self.assigned.iter().find(is_pair).copied()
    }

    /// Freezes the reviews of what was told, if they were asked for. All are held before the first is frozen: whoever
    /// answers one of them holds it and waits for the audit chain.
    async fn freeze(&mut self) -> Result<(), RecusalError> {
        self.to_freeze.retain(|(pair, _)| pair.phase == AlertPhase::Live);
        let pairs = self.to_freeze.iter().map(|(pair, _)| (pair.nomination, pair.expert)).unzip();
        store::hold_reviews(&**self.tx, pairs).await?;
        for (pair, finding) in &self.to_freeze {
            let Some(finding) = self.findings.get(*finding) else { continue };
            let evidence = finding.evidence.first().map_or("", |one| one.zh.as_str());
            let reason = format!("重新核对发现利害关系：{}。{evidence}", finding.kind.label_zh());
            let asked = Freeze {
                nomination: pair.nomination,
                expert: pair.expert,
                reason: &reason,
                by: PROGRAM,
            };
            let frozen = assignments::freeze(self.app, self.tx, asked)
                .await
                .map_err(|error| RecusalError::Other(error.to_string()))?;
            let frozen = u64::try_from(frozen.len()).unwrap_or_default();
            self.done.count(pair.nomination, |done| done.frozen += frozen);
        }
        Ok(())
    }
}

fn alert(app: &App, (round, pair): (RoundId, &Assigned), finding: &Finding) -> Alert {
    Alert {
        id: app.ids.next(),
        round_id: round,
        nomination_id: pair.nomination,
        expert_id: pair.expert,
        kind: finding.kind.code().to_owned(),
        severity: finding.severity.code().to_owned(),
        confidence: finding.confidence.into(),
        evidence: serde_json::json!(finding.evidence),
        phase: pair.phase,
        state: AlertState::Open,
        review_assignment_id: pair.review,
        is_frozen: pair.phase == AlertPhase::Live,
        found_at: app.clock.now(),
        cleared_at: None,
        handled_by: None,
        handled_at: None,
        handled_reason: None,
        version: 1,
    }
}

/// What a recheck looks at: the pairs, the bars that stand now on them and on those that were told of, and the
/// decisions that do not settle any more what is found.
struct Looked {
    assigned: Vec<Assigned>,
    findings: Vec<Finding>,
    bars: Vec<Bar>,
    outgrown: Vec<Outgrown>,
}

impl Looked {
    /// The bars on pairs that are assigned.
    fn on_assigned(&self) -> Vec<&Bar> {
        let pairs: BTreeSet<Key> =
            self.assigned.iter().map(|one| (one.nomination, one.expert)).collect();
        self.bars.iter().filter(|bar| pairs.contains(&(bar.nomination, bar.expert))).collect()
    }
}

/// Reads everything anew, and takes in what dossiers declare.
async fn look(app: &App, round: &Round) -> Result<Looked, RecusalError> {
    let mut records = load(app, round).await?;
    if take_in(app, round, &records).await? > 0 {
        records = load(app, round).await?;
    }
    let assigned = assigned(app, round.id).await?;
    let alerts = store::alerts_of_round(app.database.reader(), round.id).await?;
    let mut pairs: BTreeSet<Key> =
        assigned.iter().map(|one| (one.nomination, one.expert)).collect();
    pairs.extend(alerts.iter().map(|one| (one.nomination_id, one.expert_id)));
    let decisions = records.input().decisions;
    let is_idle = pairs.is_empty() && decisions.is_empty();
    let findings = if is_idle { Vec::new() } else { findings(&records).await? };
    let bars = bars(&records, &findings, &pairs);
    let outgrown = outgrown(&findings, decisions);
    Ok(Looked { assigned, findings, bars, outgrown })
}

/// Reads everything anew, takes in what dossiers declare, and compares with what was told.
///
/// # Errors
/// The records failing, a review that cannot be frozen.
pub async fn recheck(app: &App, round: &Round, by: &str) -> Result<RecheckView, RecusalError> {
    recheck_behind(app, round, (by, &Wall::default())).await
}

/// The same for an officer, who is told nothing of the nominations from which he is kept.
///
/// # Errors
/// Not granted, no such round, and as [`recheck`].
pub(super) async fn recheck_for(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<RecheckView, RecusalError> {
    permit(actor, Action::DecideRecusals)?;
    let round = round(app, year).await?;
    let wall = wall_in_round(app.database.reader(), actor, round.id).await?;
    recheck_behind(app, &round, (&actor.username, &wall)).await
}

async fn recheck_behind(
    app: &App,
    round: &Round,
    (by, wall): (&str, &Wall),
) -> Result<RecheckView, RecusalError> {
    let database = app.database.reader();
    let before = store::check_of(database, round.id).await?;
    // What happens from here on is looked at next time.
    let seen = matching::last_deed_that_matters(database, 0).await?.unwrap_or_default();
    let looked = look(app, round).await?;
    let now = app.clock.now();
    let standing = looked.on_assigned();
    let digest = digest(&standing);
    let bars = i64::try_from(standing.len()).unwrap_or(i64::MAX);
    let is_changed = |digest: &str| before.as_ref().is_none_or(|before| before.digest != digest);
    let tx = app.database.begin_write().await?;
    let last = store::hold_check(&*tx, (round.id, now)).await?;
    if let Some(last) = last.filter(|last| Some(last) != before.as_ref()) {
        // Another recheck ended since this one began to look, perhaps by later facts: what it told
        // stands, and what it did not see is looked at next time.
        let found = (is_changed(&last.digest), u64::try_from(last.bars).unwrap_or_default());
        let done = begun(wall, last.checked_at, found, &standing);
        if by != PROGRAM {
            record(app, &tx, (by, round.year), done.whole).await?;
            tx.commit().await?;
        }
        return Ok(done.told);
    }
    let found = (is_changed(&digest), u64::try_from(bars).unwrap_or_default());
    let done = begun(wall, now, found, &standing);
    let told = tell(app, &tx, (round, by), (&looked, done)).await?;
    let check = Check { round_id: round.id, sequence: seen, digest, checked_at: now, bars };
    store::keep_check(&*tx, check).await?;
    tx.commit().await?;
    Ok(told)
}

/// What is done before anything is told: whether the bars are others than before, and how many stand, of all
/// nominations; of those in front of the wall, the bars that were found there.
fn begun<'a>(
    wall: &'a Wall,
    checked_at: DateTime<Utc>,
    (is_changed, findings): (bool, u64),
    standing: &[&Bar],
) -> Done<'a> {
    let whole = RecheckView { checked_at, is_changed, findings, ..RecheckView::default() };
    if wall.is_none() {
        return Done { wall, whole, told: whole };
    }
    let open = standing.iter().filter(|bar| !wall.hides(bar.nomination)).count();
    let findings = u64::try_from(open).unwrap_or_default();
    let told = RecheckView { checked_at, findings, ..RecheckView::default() };
    Done { wall, whole, told }
}

/// Tells what differs from what was told, freezes what must be frozen, and takes back what was outgrown; what is told of
/// it to whoever asked.
async fn tell(
    app: &App,
    tx: &WriteTx,
    (round, by): (&Round, &str),
    (looked, done): (&Looked, Done<'_>),
) -> Result<RecheckView, RecusalError> {
    let taken = take_back(app, tx, &looked.outgrown).await?;
    let alerts = store::hold_alerts(&**tx, round.id).await?;
    let (findings, assigned, bars) = (&looked.findings, &looked.assigned, &looked.bars);
    let steps = compare(assigned, bars, &known(&alerts));
    let to_freeze = Vec::new();
    let mut work = Work { app, tx, findings, assigned, bars, alerts, to_freeze, done };
    for &step in &steps {
        work.tell(round.id, step).await?;
    }
    work.freeze().await?;
    let done = work.done;
    outgrown::record(app, tx, &taken).await?;
    if !steps.is_empty() || by != PROGRAM {
        record(app, tx, (by, round.year), done.whole).await?;
    }
    Ok(done.told)
}

async fn record(
    app: &App,
    tx: &WriteTx,
    (by, year): (&str, i32),
    done: RecheckView,
) -> Result<(), RecusalError> {
    let counts = serde_json::json!({
        "new": done.new_alerts, "cleared": done.cleared, "frozen": done.frozen,
    });
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "recusals.recheck".to_owned(),
        subject: format!("round/{year}"),
        reason: Some(counts.to_string()),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// Whether a round has anything that a changed fact could bear on.
async fn matters(app: &App, round: &Round) -> Result<bool, RecusalError> {
    if !assigned(app, round.id).await?.is_empty() {
        return Ok(true);
    }
    Ok(!store::speaking(app.database.reader()).await?.is_empty())
}

/// Rechecks the rounds under way whose facts changed since they were looked at. Cheap where nothing did: it
/// asks for the last deed that could matter.
///
/// # Errors
/// As [`recheck`].
pub async fn sweep(app: &App) -> Result<(), RecusalError> {
    let database = app.database.reader();
    for round in awards::list_rounds(database).await? {
        if !matches!(round.state, RoundState::Open | RoundState::Reviewing) {
            continue;
        }
        let before = store::check_of(database, round.id).await?;
        let sequence = before.map_or(0, |before| before.sequence);
        if matching::last_deed_that_matters(database, sequence).await?.is_none() {
            continue;
        }
        if matters(app, &round).await? {
            recheck(app, &round, PROGRAM).await?;
        }
    }
    Ok(())
}
