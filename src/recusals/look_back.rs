//! Who judged in spite of a conflict? A round is looked at again with what is known now.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{ExpertId, NominationId, RecusalScanId};
use serde::{Deserialize, Serialize};

use super::{
    errors::RecusalError,
    findings::{names, round, wall},
    records::{aside, findings, load},
    round_views::{ScanRowView, ScanView},
    shown::{self, Names},
    store::{self, Scan},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    conflicts::{self, Finding, Judged, JudgedInSpite},
    matching::RoundRecords,
    shared::china_day,
};

/// A finding as a scan keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    nomination: NominationId,
    expert: ExpertId,
    finding: Finding,
    was_known: Option<bool>,
}

/// Looks back at a round and keeps what was found. The supervisor may: it changes nothing that was decided.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub async fn look_back(app: &App, actor: &Actor, year: i32) -> Result<ScanView, RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let round = round(app, year).await?;
    let pairs = store::judged_pairs(app.database.reader(), round.id).await?;
    let records = load(app, &round).await?;
    let kept = found(&records, &pairs, &names_of_pairs(app, &pairs).await?).await?;
    let now = app.clock.now();
    let row = Scan {
        id: app.ids.next(),
        round_id: round.id,
        done_by: actor.username.clone(),
        done_at: now,
        judged: i64::try_from(pairs.len()).unwrap_or(i64::MAX),
        found: serde_json::json!(kept),
    };
    let tx = app.database.begin_write().await?;
    store::add_scan(&*tx, row.clone()).await?;
    let counts = serde_json::json!({ "judged": pairs.len(), "found": kept.len() });
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "recusals.look_back".to_owned(),
        subject: format!("recusal_scan/{}", row.id),
        reason: Some(counts.to_string()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    let id = row.id;
    let mut views = views(app, actor, vec![row]).await?;
    views.pop().filter(|view| view.id == id.0).ok_or(RecusalError::NotFound)
}

async fn names_of_pairs(app: &App, pairs: &[store::Pair]) -> Result<Names, RecusalError> {
    let nominations = pairs.iter().map(|pair| pair.nomination).collect();
    let experts = pairs.iter().map(|pair| pair.expert).collect();
    names(app, nominations, experts).await
}

async fn found(
    records: &std::sync::Arc<RoundRecords>,
    pairs: &[store::Pair],
    names: &Names,
) -> Result<Vec<Kept>, RecusalError> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let judged: Vec<Judged> = pairs
        .iter()
        .map(|pair| Judged {
            expert_id: names.expert(pair.expert).code,
            nomination_id: names.nomination(pair.nomination).number,
            assigned_on: pair.asked_at.map(china_day),
        })
        .collect();
    let findings = findings(records).await?;
    let of = std::sync::Arc::clone(records);
    let in_spite = aside(move || {
        let days = conflicts::recorded_days(&of.input());
        conflicts::scan(&judged, &findings, &|source| days.get(source).copied())
    })
    .await?;
    let keep = |one: JudgedInSpite| {
        Some(Kept {
            nomination: records.nomination(&one.finding.nomination_id)?,
            expert: records.expert(&one.finding.expert_id)?,
            finding: one.finding,
            was_known: one.was_known,
        })
    };
    Ok(in_spite.into_iter().filter_map(keep).collect())
}

/// The scans of a round, newest first.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<ScanView>, RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let round = round(app, year).await?;
    let rows = store::scans(app.database.reader(), round.id).await?;
    views(app, actor, rows).await
}

async fn views(app: &App, actor: &Actor, rows: Vec<Scan>) -> Result<Vec<ScanView>, RecusalError> {
    let wall = wall(app, actor).await?;
    let read = |row: &Scan| -> Vec<Kept> {
        let kept: Vec<Kept> = serde_json::from_value(row.found.clone()).unwrap_or_default();
        kept.into_iter().filter(|one| !wall.hides(one.nomination)).collect()
    };
    let beside = |row: Scan| {
        let found = read(&row);
        (row, found)
    };
    let kept: Vec<(Scan, Vec<Kept>)> = rows.into_iter().map(beside).collect();
    let all = || kept.iter().flat_map(|(_, kept)| kept);
    let nominations: BTreeSet<NominationId> = all().map(|one| one.nomination).collect();
    let experts = all().map(|one| one.expert).collect();
    let decisions = store::of_findings(app.database.reader(), nominations.clone()).await?;
    let names = names(app, nominations, experts).await?;
    Ok(kept.into_iter().map(|(row, kept)| view(&row, &kept, (&decisions, &names))).collect())
}

type Decisions = BTreeMap<(NominationId, ExpertId, String), Vec<store::Decision>>;

fn view(row: &Scan, kept: &[Kept], (decisions, names): (&Decisions, &Names)) -> ScanView {
    let pairs: BTreeSet<_> = kept.iter().map(|one| (one.nomination, one.expert)).collect();
    let line = |one: &Kept| {
        let (kind, kind_zh, kind_en) = shown::kind_words(one.finding.kind.code());
        let first = one.finding.evidence.first();
        let key = (one.nomination, one.expert, kind.clone());
        let decided = decisions.get(&key).and_then(|own| shown::standing(own));
        ScanRowView {
            nomination: names.nomination(one.nomination),
            expert: names.expert(one.expert),
            kind,
            kind_zh,
            kind_en,
            severity: one.finding.severity.code().to_owned(),
            confidence: shown::fraction(one.finding.confidence.into()),
            zh: first.map_or_else(String::new, |first| first.zh.clone()),
            en: first.map_or_else(String::new, |first| first.en.clone()),
            was_known: one.was_known,
            decision: decided.map(shown::brief),
        }
    };
    let RecusalScanId(id) = row.id;
    ScanView {
        id,
        at: row.done_at,
        by: row.done_by.clone(),
        judged: row.judged,
        with_conflict: u64::try_from(pairs.len()).unwrap_or_default(),
        rows: kept.iter().map(line).collect(),
    }
}
