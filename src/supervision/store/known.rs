//! What do the records prove of a taskbook, and how far is it?

use std::collections::BTreeMap;

use entity::{ids::TaskbookId, vocabulary::TaskbookState};
use sea_orm::{ConnectionTrait, DbErr};

use super::{
    super::{
        progress::{Reported, Reports},
        stages::{Known, Proof},
    },
    Report, Resolution, Stored, action_items, disclosures, meetings, reports, resolutions, ticks,
};
use crate::{shared::Bilingual, societies};

/// The name of a society in both languages.
pub(in super::super) async fn society_name(
    database: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<Bilingual>, DbErr> {
    Ok(society_names(database).await?.remove(code))
}

/// The names of all societies by code.
pub(in super::super) async fn society_names(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<String, Bilingual>, DbErr> {
    let names = societies::all(database).await?.into_iter().map(|society| {
        let en = society.name_en.unwrap_or_else(|| society.name.clone());
        (society.society_id, Bilingual::new(society.name, en))
    });
    Ok(names.collect())
}

/// The latest reports of each taskbook.
pub(in super::super) fn latest(reports: Vec<Report>) -> BTreeMap<TaskbookId, Reports> {
    let mut latest: BTreeMap<TaskbookId, Reports> = BTreeMap::new();
    for report in reports {
        let of_taskbook = latest.entry(report.taskbook).or_default();
        let kind =
            if report.is_task { &mut of_taskbook.tasks } else { &mut of_taskbook.indicators };
        let reported = Reported { value: report.value, evidence: report.evidence };
        kind.insert(report.code, reported);
    }
    latest
}

/// What was ticked and what the records prove.
pub(in super::super) async fn known(
    database: &impl ConnectionTrait,
    taskbook: &Stored,
) -> Result<Known, DbErr> {
    let id = taskbook.id;
    let draft = &taskbook.draft;
    let mut known = Known::default();
    known.ticked.extend(ticks(database, id).await?.into_iter().map(|tick| tick.code));
    let held = meetings(database).await?;
    let own: Vec<_> =
        held.iter().filter(|meeting| meeting.taskbook == Some(id)).map(|one| one.id).collect();
    let has_minutes =
        held.iter().any(|one| one.taskbook == Some(id) && !one.minutes.trim().is_empty());
    let items = action_items(database).await?;
    let is_open = items.iter().any(|item| item.done_at.is_none() && own.contains(&item.meeting));
    let is_resolved =
        is_resolved(&resolutions(database, id).await?, &draft.leader_name, &draft.leader_post);
    let reported = latest(reports(database, Some(id)).await?).remove(&id).unwrap_or_default();
    let all_reported =
        draft.content.indicators.iter().all(|one| reported.indicators.contains_key(&one.code));
    let disclosed = disclosures(database, Some(&draft.society_id)).await?;
    let is_disclosed =
        disclosed.iter().any(|one| one.taskbook == Some(id) && one.withdrawal.is_none());
    for (is_proved, proof) in [
        (has_minutes, Proof::Meeting),
        (!is_open, Proof::Actions),
        (is_resolved, Proof::Resolution),
        (taskbook.state != TaskbookState::Draft, Proof::Signatures),
        (all_reported, Proof::Reported),
        (is_disclosed, Proof::Disclosure),
    ] {
        if is_proved {
            known.proved.insert(proof);
        }
    }
    Ok(known)
}

/// Whether the latest resolution about this leader in this post stands.
pub(in super::super) fn is_resolved(resolutions: &[Resolution], name: &str, post: &str) -> bool {
    resolutions
        .iter()
        .find(|one| one.leader_name == name && one.leader_post == post)
        .is_some_and(|one| one.is_carried)
}
