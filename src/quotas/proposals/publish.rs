//! How does a proposal become the quota of a round? A second person publishes it, and the ledger opens.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::QuotaProposalId,
    vocabulary::{ProposalState, Route},
};

use super::{
    super::{
        ledger::{self, Allotment, Opening},
        procedure::PROCEDURE,
    },
    correction,
    decide::{ProposalError, entry, open_to, stamp},
    record::{Decision, Proposal},
    rules::{self, Deed},
    store::{self, Step},
    tell::tell_published,
};
use crate::{
    app::App,
    audit,
    persistence::WriteTx,
    shared::{china_day, end_of_day_after, hex_sha256},
    societies,
    supervision::{self, Correction},
    track_record,
};

/// What a fact of the quota says of its source.
const SOURCE: &str = "quotas/decision";

/// Publishes a confirmed proposal of the version seen: the decisions become the places of the round's
/// ledger and its quota in the track record, the time for appeals begins, and whoever keeps its places for
/// correction gets a taskbook for it.
///
/// # Errors
/// Not confirmed, the same person, changed since it was read, the records failing.
pub async fn publish(
    app: &App,
    by: &str,
    id: QuotaProposalId,
    seen: i64,
) -> Result<(), ProposalError> {
    let stamp = stamp(app, by);
    let tx = app.database.begin_write().await?;
    let proposal = open_to(&tx, id, Deed::Publish, &stamp).await?;
    rules::may_publish(proposal.hands(None), by)?;
    let until = end_of_day_after(stamp.now, PROCEDURE.appeal.days);
    let from = (ProposalState::Confirmed, Some(seen));
    if !store::take(&*tx, id, from, Step::Published(until), &stamp).await? {
        return Err(ProposalError::Stale);
    }
    let decisions = store::decisions(&*tx, id).await?;
    let opening = opening(&tx, &proposal, &decisions, stamp.now).await?;
    ledger::open(&tx, &opening, &format!("quota_proposal/{id}"), &stamp).await?;
    let places = decisions.iter().map(|one| (one.society_id.as_str(), one.decided));
    note_quota(app, &tx, by, proposal.year, (places, None)).await?;
    let all: Vec<(&str, i32)> =
        decisions.iter().map(|one| (one.society_id.as_str(), one.decided)).collect();
    let digest = hex_sha256(&serde_json::to_vec(&all).unwrap_or_default());
    let entry = audit::Entry {
        before_digest: Some(proposal.output_digest.clone()),
        after_digest: Some(digest),
        ..entry("publish", id, None, None, by)
    };
    audit::record(&*tx, stamp.now, entry).await?;
    tell_published(app, &tx, (&proposal, until), &decisions).await?;
    open_corrections(app, &tx, by, (&proposal, &decisions)).await?;
    tx.commit().await?;
    Ok(())
}

/// The places that the ledger of the proposal's round begins with.
async fn opening(
    tx: &WriteTx,
    proposal: &Proposal,
    decisions: &[Decision],
    now: DateTime<Utc>,
) -> Result<Opening, ProposalError> {
    let standings = societies::standings(&**tx, china_day(now), proposal.year).await?;
    let via_cast: BTreeSet<String> = standings
        .into_iter()
        .filter(|one| one.route == Route::ViaCast)
        .map(|one| one.society_id)
        .collect();
    let allotments = decisions.iter().map(|one| Allotment {
        society: one.society_id.clone(),
        is_via_cast: via_cast.contains(&one.society_id),
        places: one.decided,
        is_suspended: one.is_suspended(),
    });
    Ok(Opening { year: proposal.year, held: proposal.held, allotments: allotments.collect() })
}

/// Opens a taskbook for each society that keeps its places for correction.
async fn open_corrections(
    app: &App,
    tx: &WriteTx,
    by: &str,
    (proposal, decisions): (&Proposal, &[Decision]),
) -> Result<(), ProposalError> {
    let rows = store::history(&**tx, proposal.id).await?;
    for one in decisions {
        let Some(ground) = correction::ground(&PROCEDURE.correction, one, &rows) else { continue };
        let (society_id, round) = (one.society_id.as_str(), proposal.year);
        let wanted = Correction { society_id, round, ground: &ground };
        supervision::open_correction(app, tx, by, &wanted)
            .await
            .map_err(|error| ProposalError::Refused(error.to_string()))?;
    }
    Ok(())
}

/// Writes places into the track record as the quota of a round; with a reason it corrects them.
pub(in crate::quotas) async fn note_quota<'a>(
    app: &App,
    tx: &WriteTx,
    by: &str,
    year: i32,
    (places, reason): (impl Iterator<Item = (&'a str, i32)>, Option<&str>),
) -> Result<(), ProposalError> {
    let rows: Vec<track_record::FactRow> = places
        .map(|(society, places)| track_record::FactRow {
            society_id: society.to_owned(),
            round: year,
            measure: "quota".to_owned(),
            value: u32::try_from(places).unwrap_or_default(),
            source: SOURCE.to_owned(),
            reason: reason.map(str::to_owned),
            ..track_record::FactRow::default()
        })
        .collect();
    let definitions = track_record::Definitions::shipped()
        .map_err(|error| ProposalError::Refused(error.to_string()))?;
    let recording = track_record::Recording { ids: app.ids, now: app.clock.now(), by };
    let applied = track_record::apply_facts(&**tx, recording, &definitions, &rows).await?;
    match applied.refused.first() {
        None => Ok(()),
        Some(refused) => Err(ProposalError::Refused(refused.why.to_string())),
    }
}
