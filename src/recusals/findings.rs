//! Which conflicts did the latest run find, and how is one of them tied together?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{ConflictId, ExpertId, NominationId, RoundId};

use super::{
    errors::RecusalError,
    rules::{Deed, RULES},
    shown::{self, Names},
    store::{self, Decision, FindingRow},
    views::{FindingMay, FindingRowView, FindingView, PathView},
};
use crate::{
    app::App,
    authz::{Action, Actor, Wall, permit, wall_of, wall_words},
    awards,
    conflicts::{self, Source, SourceKind},
    web::Paging,
};

pub(super) use super::store::{FindingQuery, Tally};

/// The names of these nominations and experts.
pub(super) async fn names(
    app: &App,
    nominations: BTreeSet<NominationId>,
    experts: BTreeSet<ExpertId>,
) -> Result<Names, RecusalError> {
    let database = app.database.reader();
    Ok(Names {
        nominations: store::nominations(database, nominations).await?,
        experts: store::experts(database, experts).await?,
    })
}

/// The round of a year.
pub(super) async fn round(app: &App, year: i32) -> Result<awards::Round, RecusalError> {
    awards::find_round(app.database.reader(), year).await?.ok_or(RecusalError::NotFound)
}

/// The nominations from which an officer is walled off by what he declared himself (R14).
pub(super) async fn wall(app: &App, actor: &Actor) -> Result<Wall, RecusalError> {
    Ok(wall_of(app.database.reader(), actor).await?)
}

/// A page of the findings of a round, how many there are, and how they divide.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    (year, mut query, paging): (i32, FindingQuery, Paging),
) -> Result<(Vec<FindingRowView>, u64, Tally), RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let round = round(app, year).await?;
    query.without.clone_from(wall(app, actor).await?.nominations());
    let database = app.database.reader();
    let place = (paging.offset, paging.limit);
    let (rows, total) = store::list_findings(database, (round.id, &query), place).await?;
    let tally = store::tally(database, (round.id, &query)).await?;
    let nominations: BTreeSet<NominationId> = rows.iter().map(|row| row.nomination_id).collect();
    let experts = rows.iter().map(|row| row.expert_id).collect();
    let decisions = store::of_findings(database, nominations.clone()).await?;
    let assigned = store::assigned_among(database, &rows).await?;
    let names = names(app, nominations, experts).await?;
    let view = |row: &FindingRow| {
        let key = (row.nomination_id, row.expert_id, row.kind.clone());
        let own = decisions.get(&key).map_or(&[][..], Vec::as_slice);
        let is_assigned = assigned.contains(&(row.nomination_id, row.expert_id));
        shown::finding_row(row, (own, &names), is_assigned)
    };
    Ok((rows.iter().map(view).collect(), total, tally))
}

/// The flags of a round that wait for a person, so many at the most.
///
/// # Errors
/// As [`list`].
pub async fn waiting_flags(
    app: &App,
    actor: &Actor,
    (year, most): (i32, u64),
) -> Result<Vec<ConflictId>, RecusalError> {
    let query = FindingQuery {
        severity: Some("flag".to_owned()),
        is_decided: Some(false),
        ..FindingQuery::default()
    };
    let paging = Paging { limit: most, offset: 0 };
    let (rows, ..) = list(app, actor, (year, query, paging)).await?;
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// The version of a finding: each decision on it, and each change of one, counts one.
pub(super) fn version(decisions: &[Decision]) -> i64 {
    decisions.iter().map(|one| one.version).sum()
}

fn may(actor: &Actor, row: &FindingRow, decisions: &[Decision]) -> FindingMay {
    let Some(found) = shown::found(row, decisions) else { return FindingMay::default() };
    if permit(actor, Action::DecideRecusals).is_err() {
        return FindingMay::default();
    }
    let standing = shown::standing(decisions).map(shown::fact);
    let can = |deed| RULES.next(found, standing.as_ref(), (deed, &actor.username)).is_ok();
    FindingMay {
        decide: can(Deed::Decide { is_conflict: true }),
        lift: can(Deed::Lift),
        agree_lift: can(Deed::AnswerLift { is_agreed: true }),
        reverse: can(Deed::Reverse),
    }
}

/// The records behind a finding.
fn sources(finding: &conflicts::Finding) -> BTreeSet<Source> {
    let ends = [
        Source::new(SourceKind::Expert, &finding.expert_id),
        Source::new(SourceKind::Nomination, &finding.nomination_id),
    ];
    let behind = finding.evidence.iter().flat_map(|one| one.source.iter().chain(&one.via));
    behind.cloned().chain(ends).collect()
}

/// The way of a finding, drawn and as rows.
async fn tied(
    app: &App,
    round: RoundId,
    finding: &conflicts::Finding,
) -> Result<(PathView, Vec<super::views::StepView>), RecusalError> {
    let known = store::known(app.database.reader(), round, &sources(finding)).await?;
    let label = |source: &Source| known.get(source).map(|known| known.label.clone());
    let path = conflicts::path(finding, &label);
    Ok(shown::path(&path, &known))
}

/// One finding. From a nomination in which the officer himself has an interest nothing is told but that.
///
/// # Errors
/// Not granted, not found, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    id: ConflictId,
) -> Result<FindingView, RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let database = app.database.reader();
    let row = store::finding(database, id).await?.ok_or(RecusalError::NotFound)?;
    let (_, round) =
        store::nomination(database, row.nomination_id).await?.ok_or(RecusalError::NotFound)?;
    let key = (row.nomination_id, row.expert_id, row.kind.as_str());
    let names =
        names(app, BTreeSet::from([row.nomination_id]), BTreeSet::from([row.expert_id])).await?;
    if wall(app, actor).await?.hides(row.nomination_id) {
        return Ok(walled(&row, &names));
    }
    let decisions = store::decisions_of(database, key).await?;
    let rows = std::slice::from_ref(&row);
    let is_assigned = !store::assigned_among(database, rows)
        .await?
        .is_disjoint(&BTreeSet::from([(row.nomination_id, row.expert_id)]));
    let (path, table) = match shown::finding(&row, &decisions, &names) {
        Some(finding) => tied(app, round, &finding).await?,
        None => (PathView::default(), Vec::new()),
    };
    Ok(FindingView {
        row: shown::finding_row(&row, (&decisions, &names), is_assigned),
        evidence: shown::lines(&shown::evidence(&row.evidence)),
        path,
        table,
        decisions: decisions.iter().map(shown::decision).collect(),
        version: version(&decisions),
        may: may(actor, &row, &decisions),
        walled: None,
    })
}

/// The same bytes whatever was found: an officer with an interest learns nothing of it.
fn walled(row: &FindingRow, names: &Names) -> FindingView {
    let nothing = FindingRowView {
        id: row.id.0,
        nomination: names.nomination(row.nomination_id),
        expert: super::views::ExpertName::unknown(uuid::Uuid::nil()),
        kind: String::new(),
        kind_zh: String::new(),
        kind_en: String::new(),
        severity: "note".to_owned(),
        standing: "note".to_owned(),
        confidence: 0.0,
        evidence_zh: String::new(),
        evidence_en: String::new(),
        decision: None,
        is_assigned: false,
    };
    FindingView {
        row: nothing,
        evidence: Vec::new(),
        path: PathView::default(),
        table: Vec::new(),
        decisions: Vec::new(),
        version: 0,
        may: FindingMay::default(),
        walled: Some(wall_words()),
    }
}

/// The severities of a tally, each with its count, zero where there is none.
pub(super) fn by_severity(tally: &Tally) -> BTreeMap<String, i64> {
    let mut counts: BTreeMap<String, i64> =
        ["bar", "flag", "note"].map(|word| (word.to_owned(), 0)).into();
    counts.extend(tally.by_severity.iter().cloned());
    counts
}
