//! What does a person get to see of taskbooks? Loaded whole, cut to what the person's duty needs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    ids::TaskbookId,
    vocabulary::{TaskbookParty, TaskbookState},
};

use super::{
    errors::SupervisionError,
    progress::{Reports, progress},
    sides::{self, Side, Sight},
    stages::Stages,
    states::{self, Move},
    store::{self, Stored},
    views::{
        Attained, ItemView, May, ReportView, ResolutionView, SignatureView, StageView,
        TaskbookDetail, TaskbookSummary,
    },
    wording::either,
};
use crate::{
    app::App,
    authz::Actor,
    shared::{Bilingual, Language, china_day},
    societies::{self, AppliedCharter},
};

fn summary(
    taskbook: &Stored,
    society: &Bilingual,
    reports: &Reports,
    reader: (Language, NaiveDate),
) -> TaskbookSummary {
    let (language, today) = reader;
    let draft = &taskbook.draft;
    TaskbookSummary {
        id: taskbook.id.0,
        number: draft.number.clone(),
        kind: draft.kind.as_str(),
        society_id: draft.society_id.clone(),
        society: society.get(language).to_owned(),
        title: draft.title.clone(),
        round: draft.round,
        leader_name: draft.leader_name.clone(),
        department: draft.department.clone(),
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        state: taskbook.state.as_str(),
        stage: taskbook.stage.as_str(),
        progress: progress(&draft.content, reports, today),
    }
}

fn name(names: &BTreeMap<String, Bilingual>, code: &str) -> Bilingual {
    names.get(code).cloned().unwrap_or_else(|| Bilingual::new(code, code))
}

/// The taskbooks that `actor` may see.
///
/// # Errors
/// The actor may see none at all; the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    language: Language,
) -> Result<Vec<TaskbookSummary>, SupervisionError> {
    let sight = Sight::of(actor)?;
    let tx = app.database.begin_read().await?;
    let names = store::society_names(&*tx).await?;
    let reports = store::latest(store::reports(&*tx, None).await?);
    let today = china_day(app.clock.now());
    let nothing = Reports::default();
    Ok(store::list(&*tx)
        .await?
        .iter()
        .filter(|one| {
            sight.sees_taskbook(&one.draft.society_id, one.draft.department_account.as_deref())
        })
        .map(|one| {
            let society = name(&names, &one.draft.society_id);
            summary(one, &society, reports.get(&one.id).unwrap_or(&nothing), (language, today))
        })
        .collect())
}

fn attained(taskbook: &Stored, reports: &Reports) -> Vec<Attained> {
    let of = |indicator: &super::model::Indicator| {
        let actual = reports.indicators.get(&indicator.code).map(|reported| reported.value);
        Attained {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            aim: indicator.aim,
            target: indicator.target,
            actual,
            is_met: actual.is_some_and(|actual| indicator.aim.is_met(indicator.target, actual)),
        }
    };
    taskbook.draft.content.indicators.iter().map(of).collect()
}

fn may(taskbook: &Stored, side: Option<Side>, signed: &[TaskbookParty]) -> May {
    let Some(side) = side else {
        return May::default();
    };
    let is_society = matches!(side, Side::Society { .. });
    let is_cast = side == Side::Cast;
    let state = taskbook.state;
    let is_open = state != TaskbookState::Closed;
    May {
        change: side != Side::Department && states::after(state, Move::Amend).is_some(),
        resolve: is_society && state == TaskbookState::Draft,
        sign: states::after(state, Move::Sign).is_some()
            && side.party().is_some_and(|party| !signed.contains(&party)),
        report: is_society && state == TaskbookState::Executing,
        tick_society: is_society && is_open,
        tick_cast: is_cast && is_open,
        move_on: is_cast && is_open,
    }
}

fn stage_views(
    taskbook: &Stored,
    stages: &Stages,
    known: &super::stages::Known,
    ticks: &[store::Tick],
    language: Language,
) -> Vec<StageView> {
    let of_item = |item: &super::stages::Item| {
        let tick = ticks.iter().find(|tick| tick.code == item.code);
        ItemView {
            code: item.code.clone(),
            text: either(language, &item.text, &item.text_en).to_owned(),
            by: item.by.as_str(),
            is_done: known.is_done(item),
            note: tick.map(|tick| tick.note.clone()).filter(|text| !text.is_empty()),
            evidence: tick.map(|tick| tick.evidence.clone()).filter(|text| !text.is_empty()),
            ticked_by: tick.map(|tick| tick.ticked_by.clone()),
            ticked_at: tick.map(|tick| tick.ticked_at),
        }
    };
    stages
        .stages
        .iter()
        .map(|stage| StageView {
            code: stage.code.as_str(),
            name: either(language, &stage.name, &stage.name_en).to_owned(),
            items: stages.items(stage.code, taskbook.draft.kind).map(of_item).collect(),
        })
        .collect()
}

fn resolution(one: store::Resolution, charter: AppliedCharter) -> ResolutionView {
    ResolutionView {
        body: one.body.as_str(),
        held_on: one.held_on,
        members: one.votes.members,
        present: one.votes.present,
        in_favour: one.votes.in_favour,
        against: one.votes.against,
        abstained: one.votes.abstained,
        recused: one.votes.recused,
        is_quorate: one.votes.outcome(&charter.terms).is_ok_and(|outcome| outcome.is_quorate),
        is_carried: one.is_carried,
        leader_name: one.leader_name,
        leader_post: one.leader_post,
        minutes: one.minutes,
        minutes_digest: one.minutes_digest,
        recorded_by: one.recorded_by,
        recorded_at: one.recorded_at,
        charter,
    }
}

fn signature(one: store::Signature) -> SignatureView {
    SignatureView {
        party: one.party.as_str(),
        signer: one.signer,
        signer_name: one.signer_name,
        content_digest: one.digest,
        signed_at: one.signed_at,
        voided_at: one.voided_at,
    }
}

fn report(one: store::Report) -> ReportView {
    ReportView {
        is_task: one.is_task,
        code: one.code,
        value: one.value,
        evidence: one.evidence,
        reported_by: one.reported_by,
        reported_at: one.reported_at,
    }
}

/// The moves that CAST may ask for in a state.
fn moves(state: TaskbookState) -> Vec<&'static str> {
    Move::ALL
        .iter()
        .filter(|happens| !matches!(happens, Move::Sign | Move::Amend))
        .filter(|happens| states::after(state, **happens).is_some())
        .map(|happens| happens.as_str())
        .collect()
}

/// A taskbook whole.
///
/// # Errors
/// It is not there, or not the actor's to see; the records failing.
pub async fn detail(
    app: &App,
    actor: &Actor,
    language: Language,
    id: TaskbookId,
) -> Result<TaskbookDetail, SupervisionError> {
    let sight = Sight::of(actor)?;
    let tx = app.database.begin_read().await?;
    let taskbook = store::find(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    let (society, account) =
        (taskbook.draft.society_id.as_str(), taskbook.draft.department_account.as_deref());
    if !sight.sees_taskbook(society, account) {
        return Err(SupervisionError::NotFound);
    }
    let side = sides::side(actor, society, account);
    let names = store::society_names(&*tx).await?;
    let all_reports = store::reports(&*tx, Some(id)).await?;
    let reports = store::latest(all_reports.clone()).remove(&id).unwrap_or_default();
    let known = store::known(&*tx, &taskbook).await?;
    let stages = Stages::in_force()?;
    let ticks = store::ticks(&*tx, id).await?;
    let signatures = store::signatures(&*tx, id).await?;
    let signed: Vec<TaskbookParty> =
        signatures.iter().filter(|one| one.voided_at.is_none()).map(|one| one.party).collect();
    let resolutions = store::resolutions(&*tx, id).await?;
    let versions: Vec<_> = resolutions.iter().map(|one| one.charter).collect();
    let charters = societies::all_judged_by(&*tx, &versions).await?;
    let resolutions =
        resolutions.into_iter().zip(charters).map(|(one, by)| resolution(one, by)).collect();
    let today = china_day(app.clock.now());
    Ok(TaskbookDetail {
        summary: summary(&taskbook, &name(&names, society), &reports, (language, today)),
        content_digest: taskbook.digest.clone(),
        state_reason: taskbook.state_reason.clone(),
        version: taskbook.version,
        updated_at: taskbook.updated_at,
        moves: moves(taskbook.state),
        may: may(&taskbook, side, &signed),
        resolutions,
        signatures: signatures.into_iter().map(signature).collect(),
        attained: attained(&taskbook, &reports),
        reports: all_reports.into_iter().map(report).collect(),
        stages: stage_views(&taskbook, &stages, &known, &ticks, language),
        open_items: stages.open(taskbook.stage, taskbook.draft.kind, &known),
        draft: taskbook.draft,
    })
}
