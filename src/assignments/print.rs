//! How is the report of a plan put together for somebody who may read it?

use std::collections::BTreeMap;

use entity::ids::AssignmentPlanId;

use super::{
    errors::AssignmentError,
    plan::Whole,
    report::{Record, document, workbook},
    store,
    views::PlanSummary,
    wording::word,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    identity::{self, Acted as _},
    shared::{Language, beijing},
};

/// Changes that the report lists, the last.
const MOST_CHANGES: usize = 500;

async fn record(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
    language: Language,
) -> Result<Record, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let Whole { row, pairs, ground } = Whole::read(&tx, id).await?;
    let year = store::year_of(&*tx, row.round_id).await?;
    let run = store::run_facts(&*tx, row.run_id).await?.ok_or(AssignmentError::NotFound)?;
    let conflicts = store::conflict_counts(&*tx, row.run_id).await?;
    let mut states: BTreeMap<String, u32> = BTreeMap::new();
    for one in store::of_plan(&*tx, id).await? {
        *states.entry(one.state.as_str().to_owned()).or_default() += 1;
    }
    let changes = store::changes(&*tx, id).await?;
    let mut plan = PlanSummary::of(&row, year);
    let authors = changes.iter().map(|one| one.author.as_str());
    plan.names = identity::display_names(&*tx, plan.actors().into_iter().chain(authors)).await?;
    let skipped = changes.len().saturating_sub(MOST_CHANGES);
    let changes = changes.into_iter().skip(skipped).map(|one| {
        let number = one.nomination_id.and_then(|id| ground.nominations.get(&id));
        let number = number.map_or("", |facts| facts.number.as_str());
        let expert = one.expert_id.and_then(|id| ground.experts.get(&id));
        let expert = expert.map_or("", |facts| facts.code.as_str());
        let kind = word("assignments.kinds", one.kind.as_str());
        let what = format!("{} {number} {expert}", kind.get(language)).trim().to_owned();
        [beijing(one.at), plan.named(&one.author).to_owned(), what, one.reason]
    });
    let label = |zh: &str, en: &str| {
        if language == Language::Chinese { zh.to_owned() } else { en.to_owned() }
    };
    let finished = run.finished_at.map(beijing).unwrap_or_default();
    let facts = vec![
        (label("匹配", "Match run"), format!("{} {finished}", run.id)),
        (label("引擎", "Engine"), run.engine),
        (label("随机种子", "Seed"), run.seed.to_string()),
        (label("输入摘要", "Digest of the inputs"), run.input_digest.unwrap_or_default()),
        (label("输出摘要", "Digest of the result"), run.output_digest.unwrap_or_default()),
    ];
    Ok(Record {
        changes: changes.collect(),
        overridden: row
            .overridden
            .clone()
            .and_then(|kept| serde_json::from_value(kept).ok())
            .unwrap_or_default(),
        plan,
        ground,
        pairs,
        run: facts,
        conflicts,
        states,
        made_at: app.clock.now(),
    })
}

/// The report of a plan as a PDF.
///
/// # Errors
/// Not the actor's to know, no such plan, it cannot be made.
pub(super) async fn pdf(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
    language: Language,
) -> Result<Vec<u8>, AssignmentError> {
    let record = record(app, actor, id, language).await?;
    let work = move || document(&record, language).render();
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AssignmentError::Inside(error.to_string()))?
        .map_err(|error| AssignmentError::Inside(error.to_string()))
}

/// The report of a plan as a workbook.
///
/// # Errors
/// Not the actor's to know, no such plan, it cannot be made.
pub(super) async fn xlsx(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
    language: Language,
) -> Result<Vec<u8>, AssignmentError> {
    let record = record(app, actor, id, language).await?;
    tokio::task::spawn_blocking(move || workbook(&record, language))
        .await
        .map_err(|error| AssignmentError::Inside(error.to_string()))?
        .map_err(|error| AssignmentError::Inside(error.to_string()))
}
