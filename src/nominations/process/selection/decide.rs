//! What does a society make of its candidates? Its head decides; where he decides anew, what was decided before stays
//! in the records.

use entity::{ids::DossierId, vocabulary::SelectionOutcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    super::{errors::ProcessError, states, step::note},
    keep::{distinct, field, held},
    record::{Candidate, Decision, Selection},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    nominations::dossier,
    persistence::WriteTx,
};

/// What the society makes of its candidates.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SelectionDecision {
    /// Code of the society.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// Keys of the candidates to be nominated.
    #[validate(length(min = 1, max = 200))]
    pub chosen: Vec<String>,
    /// Keys of those that stand by.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub reserve: Vec<String>,
    /// How it was decided; where it was decided before, also why otherwise.
    #[validate(length(min = 1, max = 8000))]
    pub summary: String,
}

impl SelectionDecision {
    fn outcome_of(&self, key: &str) -> SelectionOutcome {
        let names = |list: &[String]| list.iter().any(|one| one == key);
        if names(&self.chosen) {
            SelectionOutcome::Chosen
        } else if names(&self.reserve) {
            SelectionOutcome::Reserve
        } else {
            SelectionOutcome::NotChosen
        }
    }
}

/// Says which candidates are nominated and which stand by, over the version seen.
///
/// # Errors
/// Not the actor's to decide, no such selection, changed since, decided so already, candidates that are none or
/// named twice, more than are to be nominated, one that nobody scored, one that was submitted and would not be
/// nominated, the records failing.
pub async fn decide(
    app: &App,
    actor: &Actor,
    (year, seen): (i32, Option<i64>),
    decision: SelectionDecision,
) -> Result<(), ProcessError> {
    let tx = app.database.begin_write().await?;
    let what = (Action::ApproveNominations, year, decision.society_id.as_str());
    let (_, found) = held(&tx, actor, what).await?;
    let mut selection = found.ok_or(ProcessError::NOT_FOUND)?;
    // Holding took it one version on.
    if seen.is_some_and(|seen| selection.call.version != seen.saturating_add(1)) {
        return Err(ProcessError::Stale);
    }
    check(&selection, &decision)?;
    check_submitted(&tx, &selection, &decision).await?;
    let earlier = selection.decision();
    for one in &mut selection.candidates {
        one.outcome = Some(decision.outcome_of(&one.key));
    }
    selection.call.summary = decision.summary;
    selection.call.decided_by = Some(actor.username.clone());
    selection.call.decided_at = Some(app.clock.now());
    if let Some(earlier) = earlier {
        let is_so = |now: Decision| now.chosen == earlier.chosen && now.reserve == earlier.reserve;
        if selection.decision().is_some_and(is_so) {
            return Err(ProcessError::Done);
        }
        selection.call.earlier.push(earlier);
    }
    store::save_call(&*tx, &selection.call, false).await?;
    let lists = (selection.candidates.as_slice(), selection.experts.as_slice());
    store::save_lists(&*tx, app.ids, selection.call.id, lists).await?;
    let subject = format!("selection/{}", selection.call.id);
    let said = Some(decision.chosen.join(" "));
    note(app, &tx, &actor.username, ("decide_selection", subject), (said, None)).await?;
    tx.commit().await?;
    Ok(())
}

/// Demands candidates that were scored, each once, and no more than are to be nominated.
fn check(selection: &Selection, decision: &SelectionDecision) -> Result<(), ProcessError> {
    let most = selection.call.expected;
    if u32::try_from(decision.chosen.len()).unwrap_or(u32::MAX) > most {
        return Err(field(
            "/chosen",
            format!("至多 {most} 项"),
            format!("at most {most} are to be nominated"),
        ));
    }
    let named = decision.chosen.iter().chain(&decision.reserve);
    distinct("chosen", named.clone().map(String::as_str))?;
    for key in named {
        let is_there = selection.candidates.iter().any(|one| one.key == *key);
        let is_scored =
            selection.scores.iter().any(|score| score.candidate == *key && score.total().is_some());
        if !is_there || !is_scored {
            let (zh, en) = ("没有该候选项目，或尚无评分", "no such candidate, or not scored yet");
            return Err(field("/chosen", zh, en));
        }
    }
    Ok(())
}

/// Demands that what went out as chosen stays chosen while it is on its way.
async fn check_submitted(
    tx: &WriteTx,
    selection: &Selection,
    decision: &SelectionDecision,
) -> Result<(), ProcessError> {
    let is_dropped = |one: &&Candidate| {
        one.outcome == Some(SelectionOutcome::Chosen) && !decision.chosen.contains(&one.key)
    };
    let dropped = selection.candidates.iter().filter(is_dropped);
    let dropped: Vec<DossierId> = dropped.filter_map(|one| one.dossier).collect();
    for id in dropped {
        let Some(known) = dossier::find(&**tx, id).await? else { continue };
        let is_out = known.is_handed_in() || known.is_recommended();
        if is_out && !states::is_terminal(known.state) {
            return Err(field(
                "/chosen",
                format!("{} 已提交，不能改为不提名", known.number),
                format!("{} was submitted and stays among those to be nominated", known.number),
            ));
        }
    }
    Ok(())
}
