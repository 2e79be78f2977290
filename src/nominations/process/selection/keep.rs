//! How is a selection written down: the call with its lists, the scores?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::ids::{DossierId, RoundId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{errors::ProcessError, step::note},
    criteria::{criteria, wrong},
    record::{Call, Candidate, Expert, Score, Selection},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards,
    nominations::dossier,
    persistence::WriteTx,
    shared::Bilingual,
};

/// A candidate as it is written down.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewSelectionCandidate {
    /// A word of the caller's, its own within the call.
    #[validate(length(min = 1, max = 40))]
    pub key: String,
    /// What is proposed.
    #[validate(length(min = 1, max = 300))]
    pub title: String,
    /// Key of its dossier, where there is one.
    #[serde(default)]
    pub dossier_id: Option<Uuid>,
}

/// An expert as he is written down.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewSelectionExpert {
    /// A word of the caller's, its own within the call.
    #[validate(length(min = 1, max = 40))]
    pub key: String,
    /// Name.
    #[validate(length(min = 1, max = 100))]
    pub name: String,
    /// Unit.
    #[validate(length(min = 1, max = 200))]
    pub unit: String,
}

/// A call with its candidates and experts.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionCallText)]
pub struct CallText {
    /// Code of the society.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// What it asks for.
    #[validate(length(min = 1, max = 20_000))]
    pub text: String,
    /// When candidates may be proposed from.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// How many are to be nominated.
    #[validate(range(min = 1, max = 200))]
    pub expected: u32,
    /// The candidates, in the order in which they came.
    #[validate(nested, length(max = 200))]
    pub candidates: Vec<NewSelectionCandidate>,
    /// The experts.
    #[validate(nested, length(max = 60))]
    pub experts: Vec<NewSelectionExpert>,
}

/// What an expert gave a candidate, or why he kept out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSelectionScore)]
pub struct NewScore {
    /// Code of the society.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// Key of the candidate.
    #[validate(length(min = 1, max = 40))]
    pub candidate: String,
    /// Key of the expert.
    #[validate(length(min = 1, max = 40))]
    pub expert: String,
    /// Points by criterion; empty where the expert keeps out.
    #[serde(default)]
    pub points: BTreeMap<String, u32>,
    /// Why the expert keeps out.
    #[serde(default)]
    #[validate(length(min = 1, max = 500))]
    pub recusal: Option<String>,
}

pub(super) fn field(
    pointer: impl Into<String>,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> ProcessError {
    ProcessError::Field(pointer.into(), Bilingual::new(zh, en))
}

/// Demands that keys are words of their own.
pub(super) fn distinct<'k>(
    list: &str,
    keys: impl Iterator<Item = &'k str>,
) -> Result<BTreeSet<&'k str>, ProcessError> {
    let mut seen = BTreeSet::new();
    for (key, place) in keys.zip(0..) {
        if !seen.insert(key) {
            let (zh, en) = ("重复", "named twice");
            return Err(field(format!("/{list}/{place}/key"), zh, en));
        }
    }
    Ok(seen)
}

/// A selection that is held; none where the society has none.
pub(super) async fn held(
    tx: &WriteTx,
    actor: &Actor,
    (action, year, society): (Action, i32, &str),
) -> Result<(awards::Round, Option<Selection>), ProcessError> {
    let permit = permit(actor, action)?;
    if !permit.covers(society) {
        return Err(ProcessError::NOT_FOUND);
    }
    let round = awards::find_round(&**tx, year).await?.ok_or(ProcessError::NOT_FOUND)?;
    store::touch(&**tx, round.id, society).await?;
    let found = store::find(&**tx, round.id, society).await?;
    Ok((round, found))
}

/// Writes the call with its candidates and experts, over the version seen; 0 where there was none.
/// Whoever has been scored cannot be taken out.
///
/// # Errors
/// Not the actor's, changed since, decided, lists that are none, the records failing.
pub async fn save(
    app: &App,
    actor: &Actor,
    (year, seen): (i32, i64),
    text: CallText,
) -> Result<(), ProcessError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let what = (Action::WriteNominations, year, text.society_id.as_str());
    let (round, found) = held(&tx, actor, what).await?;
    let before = found.as_ref().map_or(0, |found| found.call.version - 1);
    if before != seen {
        return Err(ProcessError::Stale);
    }
    let is_decided = found.as_ref().is_some_and(|found| found.call.decided_at.is_some());
    if is_decided {
        return Err(ProcessError::Done);
    }
    if text.closes_at <= text.opens_at {
        let (zh, en) = ("截止时间应晚于开始时间", "the end comes after the beginning");
        return Err(field("/closes_at", zh, en));
    }
    check_lists(&text, found.as_ref())?;
    let lists = lists(&tx, &text, (round.id, found.as_ref())).await?;
    let call = Call {
        id: found.as_ref().map_or_else(|| app.ids.next(), |found| found.call.id),
        round: round.id,
        society: text.society_id,
        text: text.text,
        opens_at: text.opens_at,
        closes_at: text.closes_at,
        expected: text.expected,
        summary: found.as_ref().map(|found| found.call.summary.clone()).unwrap_or_default(),
        version: seen.saturating_add(1),
        changed_by: actor.username.clone(),
        changed_at: now,
        decided_by: None,
        decided_at: None,
        earlier: Vec::new(),
    };
    store::save_call(&*tx, &call, found.is_none()).await?;
    store::save_lists(&*tx, app.ids, call.id, (&lists.0, &lists.1)).await?;
    take_back_links(app, &tx, (found.as_ref(), &lists.1)).await?;
    let subject = format!("selection/{}", call.id);
    note(app, &tx, &actor.username, ("save_selection", subject), (None, None)).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes back the links of experts who are no more, or are other people under the same key: a link is one person's.
async fn take_back_links(
    app: &App,
    tx: &WriteTx,
    (found, experts): (Option<&Selection>, &[Expert]),
) -> Result<(), ProcessError> {
    let Some(found) = found else { return Ok(()) };
    for before in &found.experts {
        let stays = |one: &Expert| one.key == before.key && one.name == before.name;
        if !experts.iter().any(stays) {
            store::revoke_links(&**tx, found.call.id, &before.key, app.clock.now()).await?;
        }
    }
    Ok(())
}

/// What an expert is called in the records.
fn name_of<'s>(found: Option<&'s Selection>, key: &str) -> &'s str {
    found.and_then(|found| found.expert(key)).map_or("", |one| one.name.as_str())
}

/// Demands that the lists name each once, and leave out nobody who has been scored or has scored.
fn check_lists(text: &CallText, found: Option<&Selection>) -> Result<(), ProcessError> {
    let candidates = distinct("candidates", text.candidates.iter().map(|one| one.key.as_str()))?;
    let experts = distinct("experts", text.experts.iter().map(|one| one.key.as_str()))?;
    for score in found.iter().flat_map(|found| &found.scores) {
        if !candidates.contains(score.candidate.as_str()) {
            let (zh, en) =
                ("已有评分的候选项目不能移除", "one that was scored cannot be taken out");
            return Err(field("/candidates", zh, en));
        }
        if !experts.contains(score.expert.as_str()) {
            let (zh, en) = ("已评分的专家不能移除", "one who has scored cannot be taken out");
            return Err(field("/experts", zh, en));
        }
        let stays = |one: &NewSelectionExpert| one.name.trim() == name_of(found, &one.key);
        let of_key = text.experts.iter().find(|one| one.key == score.expert);
        let is_own = found.is_some_and(|found| found.is_his_own(&score.candidate, &score.expert));
        if is_own && !of_key.is_some_and(stays) {
            let (zh, en) = (
                "已凭个人链接亲自评分的专家不能改名",
                "one who has scored himself is called as he was",
            );
            return Err(field("/experts", zh, en));
        }
    }
    Ok(())
}

/// The lists as they are kept; a dossier that is named is the society's own of the round, and named once.
async fn lists(
    tx: &WriteTx,
    text: &CallText,
    (round, found): (RoundId, Option<&Selection>),
) -> Result<(Vec<Candidate>, Vec<Expert>), ProcessError> {
    let mut candidates = Vec::with_capacity(text.candidates.len());
    let mut named = BTreeSet::new();
    for (one, place) in text.candidates.iter().zip(0..) {
        let dossier = one.dossier_id.map(DossierId);
        if let Some(id) = dossier {
            let known = dossier::find(&**tx, id).await?;
            let is_own =
                |known: &dossier::Reached| known.society == text.society_id && known.round == round;
            let pointer = format!("/candidates/{place}/dossier_id");
            if !known.as_ref().is_some_and(is_own) {
                return Err(field(pointer, "没有该提名材料", "there is no such dossier"));
            }
            if !named.insert(id) {
                return Err(field(pointer, "重复", "named twice"));
            }
        }
        let outcome = found
            .and_then(|found| found.candidates.iter().find(|kept| kept.key == one.key))
            .and_then(|kept| kept.outcome);
        candidates.push(Candidate {
            key: one.key.clone(),
            dossier,
            title: one.title.trim().to_owned(),
            outcome,
        });
    }
    let experts = text.experts.iter().map(|one| Expert {
        key: one.key.clone(),
        name: one.name.trim().to_owned(),
        unit: one.unit.trim().to_owned(),
    });
    Ok((candidates, experts.collect()))
}

/// Writes what an expert gave a candidate, over what he gave before, and over the version seen; the program's own
/// steps name none.
///
/// # Errors
/// Not the actor's, changed since, decided, no such candidate or expert, points out of their range, the
/// records failing.
pub async fn score(
    app: &App,
    actor: &Actor,
    (year, seen): (i32, Option<i64>),
    new: NewScore,
) -> Result<(), ProcessError> {
    let tx = app.database.begin_write().await?;
    let what = (Action::WriteNominations, year, new.society_id.as_str());
    let (_, found) = held(&tx, actor, what).await?;
    let selection = found.ok_or(ProcessError::NOT_FOUND)?;
    // Holding took it one version on.
    if seen.is_some_and(|seen| selection.call.version - 1 != seen) {
        return Err(ProcessError::Stale);
    }
    if selection.is_his_own(&new.candidate, &new.expert) {
        return Err(field(
            "/expert",
            "该专家已凭个人链接亲自评分或者签名提交，不能代为改写",
            "the expert scored it himself by his link, or signed it; nobody else writes over it",
        ));
    }
    write(app, &tx, (&selection, &actor.username), new).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes what an expert gave a candidate of a call that is held.
///
/// # Errors
/// Decided, no such candidate or expert, points out of their range, the records failing.
pub(super) async fn write(
    app: &App,
    tx: &WriteTx,
    (selection, by): (&Selection, &str),
    new: NewScore,
) -> Result<(), ProcessError> {
    if selection.call.decided_at.is_some() {
        return Err(ProcessError::Done);
    }
    if !selection.candidates.iter().any(|one| one.key == new.candidate) {
        return Err(field("/candidate", "没有该候选项目", "there is no such candidate"));
    }
    if !selection.experts.iter().any(|one| one.key == new.expert) {
        return Err(field("/expert", "没有该专家", "there is no such expert"));
    }
    if new.recusal.is_none()
        && let Some(criterion) = wrong(criteria(), &new.points)
    {
        let (most, label) = (criterion.most, &criterion.label);
        return Err(field(
            format!("/points/{}", criterion.code),
            format!("“{}”应为 0–{most} 分", label.zh),
            format!("\"{}\" takes 0 to {most} points", label.en),
        ));
    }
    let known = criteria();
    if let Some(other) = new.points.keys().find(|code| known.iter().all(|one| one.code != **code)) {
        return Err(field(
            format!("/points/{other}"),
            "没有该评分项",
            "there is no such criterion",
        ));
    }
    let is_recused = new.recusal.is_some();
    let kept = Score {
        candidate: new.candidate,
        expert: new.expert,
        points: if is_recused { BTreeMap::new() } else { new.points },
        recusal: new.recusal,
        by: by.to_owned(),
        at: app.clock.now(),
    };
    store::save_score(&**tx, app.ids, selection.call.id, &kept).await?;
    let subject = format!("selection/{}", selection.call.id);
    let said = format!("{} {} {:?}", kept.candidate, kept.expert, kept.total());
    note(app, tx, by, ("score_candidate", subject), (Some(said), None)).await
}
