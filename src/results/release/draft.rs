//! How is a release drafted, made anew and thrown away?

use std::collections::BTreeMap;

use entity::{
    ids::{NominationId, ResultDecisionId, ResultReleaseId},
    vocabulary::{DecisionOutcome, ReleaseStage, ReleaseState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{facts_store, refusal, store};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    awards,
    idempotency::{self, Key},
    persistence::WriteTx,
    results::{
        ResultError, bind_book, book_of,
        decide::{self, Drawn},
        record::{Decision, Release, counted, digest_of},
    },
};

/// A release to be drafted, or a draft as it shall be.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewResultRelease)]
pub(super) struct NewRelease {
    /// `first_review`, `committee` or `award`.
    #[schema(value_type = String)]
    pub(super) stage: ReleaseStage,
    /// Codes of the categories whose nominations it decides, all of them that stand at the stage.
    #[validate(length(min = 1, max = 10))]
    pub(super) categories: Vec<String>,
    /// Title.
    #[validate(length(min = 1, max = 200))]
    pub(super) title: String,
}

impl NewRelease {
    /// The codes, each once.
    fn codes(&self) -> Vec<String> {
        let mut codes = self.categories.clone();
        codes.sort();
        codes.dedup();
        codes
    }
}

/// Notes what was done to a release.
pub(super) async fn note(
    app: &App,
    tx: &WriteTx,
    (actor, action): (&Actor, &str),
    (id, digest, reason): (ResultReleaseId, Option<String>, Option<String>),
) -> Result<(), ResultError> {
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: format!("results.{action}"),
        subject: format!("result_release/{id}"),
        after_digest: digest,
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// Drafts a release of what the ballots on the nominations of a stage decided.
///
/// # Errors
/// The role, no such round, an interest of the actor in one of them, another draft of the same, everything that keeps
/// one of them from being decided, a repeated request, the records failing.
pub(super) async fn draft(
    app: &App,
    actor: &Actor,
    (year, new): (i32, &NewRelease),
    key: &Key,
) -> Result<ResultReleaseId, ResultError> {
    permit(actor, Action::DecideResults)?;
    let (now, by) = (app.clock.now(), actor.username.clone());
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ResultError::NotFound)?;
    let empty = Release {
        id: app.ids.next(),
        round: round.id,
        stage: new.stage,
        categories: new.codes(),
        title: new.title.trim().to_owned(),
        state: ReleaseState::Draft,
        meetings: Vec::new(),
        digest: String::new(),
        drafted_by: by.clone(),
        drafted_at: now,
        confirmed_count: None,
        released_by: None,
        released_at: None,
        version: 1,
    };
    let id = empty.id;
    if !idempotency::keep(&*tx, key, &id.to_string(), now).await? {
        return Err(ResultError::Repeated);
    }
    let (one, decisions) = made(app, &tx, actor, (empty, &BTreeMap::new())).await?;
    let counts = counted(decisions.iter().map(|one| &one.outcome));
    store::insert(&*tx, &one, &counts).await?;
    decide::replace(&*tx, id, &decisions).await?;
    bind_book(app, &tx, one.round, &by).await?;
    let said = Some(decisions.len().to_string());
    note(app, &tx, (actor, "draft_release"), (id, Some(one.digest), said)).await?;
    tx.commit().await?;
    Ok(id)
}

/// A draft of the version seen, held until the transaction ends.
pub(super) async fn held(
    tx: &WriteTx,
    (id, seen): (ResultReleaseId, i64),
) -> Result<Release, ResultError> {
    let one = store::held(&**tx, id).await?.ok_or(ResultError::NotFound)?;
    match one.state {
        ReleaseState::Draft if one.version == seen => Ok(one),
        ReleaseState::Draft => Err(ResultError::Stale),
        ReleaseState::Released => Err(ResultError::refused(
            "已发布，不能再改动；如有错误请按更正程序办理",
            "it was released and is not changed any more: ask for a correction",
        )),
        ReleaseState::Discarded => Err(ResultError::NotFound),
    }
}

/// Makes a draft anew, from what the ballots say now; what the ministry struck stays struck.
///
/// # Errors
/// As [`draft`]; none, released or changed since; another stage.
pub(super) async fn change(
    app: &App,
    actor: &Actor,
    (id, seen): (ResultReleaseId, i64),
    new: &NewRelease,
) -> Result<(), ResultError> {
    permit(actor, Action::DecideResults)?;
    let tx = app.database.begin_write().await?;
    let known = held(&tx, (id, seen)).await?;
    if known.stage != new.stage {
        return Err(ResultError::field(
            "/stage",
            "stage",
            "环节不能改动，请另行起草",
            "the stage of a draft is not changed: draft another",
        ));
    }
    let before = decide::of_releases(&*tx, &[id]).await?;
    admit(&tx, actor, before.iter().map(|one| one.nomination)).await?;
    let struck: BTreeMap<NominationId, String> = before
        .into_iter()
        .filter(|one| one.outcome == DecisionOutcome::Struck)
        .map(|one| (one.nomination, one.basis.unwrap_or_default()))
        .collect();
    let changed = Release {
        categories: new.codes(),
        title: new.title.trim().to_owned(),
        drafted_by: actor.username.clone(),
        drafted_at: app.clock.now(),
        version: seen.saturating_add(1),
        ..known
    };
    let (one, decisions) = made(app, &tx, actor, (changed, &struck)).await?;
    let counts = counted(decisions.iter().map(|one| &one.outcome));
    store::save(&*tx, &one, &counts).await?;
    decide::replace(&*tx, id, &decisions).await?;
    let said = Some(decisions.len().to_string());
    note(app, &tx, (actor, "change_release"), (id, Some(one.digest), said)).await?;
    tx.commit().await?;
    Ok(())
}

/// Throws a draft away, with its decisions and the documents behind it.
///
/// # Errors
/// The role, none, released or changed since, an interest of the actor, the records failing.
pub(super) async fn discard(
    app: &App,
    actor: &Actor,
    (id, seen): (ResultReleaseId, i64),
) -> Result<(), ResultError> {
    permit(actor, Action::DecideResults)?;
    let tx = app.database.begin_write().await?;
    let known = held(&tx, (id, seen)).await?;
    let decisions = decide::of_releases(&*tx, &[id]).await?;
    admit(&tx, actor, decisions.iter().map(|one| one.nomination)).await?;
    let version = seen.saturating_add(1);
    let gone = Release { state: ReleaseState::Discarded, version, ..known };
    store::save(&*tx, &gone, &BTreeMap::new()).await?;
    decide::replace(&*tx, id, &[]).await?;
    store::remove_papers(&*tx, id).await?;
    note(app, &tx, (actor, "discard_release"), (id, None, None)).await?;
    tx.commit().await?;
    Ok(())
}

/// Demands that the actor declared an interest in none of these nominations (R14).
pub(super) async fn admit(
    tx: &WriteTx,
    actor: &Actor,
    mut nominations: impl Iterator<Item = NominationId>,
) -> Result<(), ResultError> {
    let wall = wall_of(&**tx, actor).await?;
    if nominations.any(|id| wall.hides(id)) { Err(ResultError::Walled) } else { Ok(()) }
}

/// Demands that the codes are categories of the round, and that no other draft of the stage decides them.
async fn check_categories(tx: &WriteTx, one: &Release) -> Result<(), ResultError> {
    let known = awards::categories(&**tx, one.round).await?;
    let is_known = |code: &String| known.iter().any(|category| category.code == *code);
    if !one.categories.iter().all(is_known) {
        return Err(ResultError::field(
            "/categories",
            "category",
            "须为该年度的奖种代码",
            "each must be the code of a category of the round",
        ));
    }
    let drafts = store::drafts(&**tx, (one.round, one.stage)).await?;
    let mut others = drafts.iter().filter(|other| other.id != one.id);
    if others.any(|other| other.categories.iter().any(|code| one.categories.contains(code))) {
        return Err(ResultError::refused(
            "已有同一环节、同一奖种的草案",
            "there is a draft of the same stage and category already",
        ));
    }
    Ok(())
}

/// The draft with its decisions, as they follow now.
async fn made(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (one, struck): (Release, &BTreeMap<NominationId, String>),
) -> Result<(Release, Vec<Decision>), ResultError> {
    check_categories(tx, &one).await?;
    let rules = book_of(&**tx, one.round).await?;
    let about = (one.round, one.stage);
    let facts = facts_store::facts(app, &**tx, about, &one.categories).await?;
    admit(tx, actor, facts.nominated.iter().map(|one| one.nomination)).await?;
    let drawn = decide::decide(&facts, &rules).map_err(|gaps| refusal(&gaps, &facts.numbers))?;
    let ids: Vec<NominationId> = drawn.iter().map(|one| one.nomination).collect();
    let mut corrected: BTreeMap<NominationId, ResultDecisionId> = BTreeMap::new();
    for told in decide::of_nominations(&**tx, &ids, true).await? {
        let is_decided = told.decision.outcome != DecisionOutcome::PutOff;
        if told.stage == one.stage && !told.is_reversed && is_decided {
            corrected.insert(told.decision.nomination, told.decision.id);
        }
    }
    let grades: BTreeMap<_, _> =
        facts.nominated.iter().map(|one| (one.nomination, one.grade)).collect();
    let decision = |found: &Drawn| {
        let basis = struck.get(&found.nomination);
        let is_struck = basis.is_some() && found.outcome == DecisionOutcome::Awarded;
        Decision {
            id: app.ids.next(),
            release: one.id,
            nomination: found.nomination,
            outcome: if is_struck { DecisionOutcome::Struck } else { found.outcome },
            grade_nominated: grades.get(&found.nomination).copied().flatten(),
            grade: found.grade.filter(|_| !is_struck),
            ballot: found.ballot,
            votes: found.votes,
            of: found.of,
            people: None,
            units: None,
            basis: basis.filter(|_| is_struck).cloned(),
            reverses: corrected.get(&found.nomination).copied(),
            is_final: false,
        }
    };
    let decisions: Vec<Decision> = drawn.iter().map(decision).collect();
    let digest = digest_of(&decisions);
    Ok((Release { meetings: facts.meetings, digest, ..one }, decisions))
}
