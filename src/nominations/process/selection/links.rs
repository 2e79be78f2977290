//! How does an expert of a selection come by a link, and how is it taken back?

use chrono::{DateTime, Utc};
use entity::ids::SelectionLinkId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    super::{
        errors::{ProcessError, Rule},
        step::note,
    },
    criteria::RULES,
    keep::{distinct, field, held},
    record::{ExpertLink, Selection},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    idempotency,
    nominations::dossier::DossierError,
    persistence::WriteTx,
    shared::{end_of_day_after, random_token},
};

/// Bytes of chance in a link.
const TOKEN_BYTES: usize = 32;

/// For whom links are to be made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ExpertLinkRequest {
    /// Code of the society.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// Keys of the experts; without them everybody who has something to score and no open link.
    #[serde(default)]
    #[validate(length(min = 1, max = 60))]
    pub experts: Option<Vec<String>>,
}

/// Whose link is to be taken back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ExpertLinkEnd {
    /// Code of the society.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// Key of the expert.
    #[validate(length(min = 1, max = 40))]
    pub expert: String,
}

/// A link that was made, and as the answer of its request is kept: then without where it leads.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(in super::super) struct ExpertLinkMade {
    /// Key of the expert.
    pub expert: String,
    /// Name.
    pub name: String,
    /// Where the link leads, below the address of this server. It is told this once; a repeated request is answered
    /// without it.
    pub path: Option<String>,
    /// First instant at which it does not open any more.
    pub expires_at: DateTime<Utc>,
}

/// A selection whose experts may be asked: one that is not decided.
async fn asking(
    tx: &WriteTx,
    actor: &Actor,
    (year, society): (i32, &str),
) -> Result<Selection, ProcessError> {
    let what = (Action::WriteNominations, year, society);
    let (_, found) = held(tx, actor, what).await?;
    let selection = found.ok_or(ProcessError::NOT_FOUND)?;
    if selection.call.decided_at.is_some() { Err(ProcessError::Done) } else { Ok(selection) }
}

/// The keys that are asked for, each an expert's and named once; those without a link where none are.
fn chosen(
    selection: &Selection,
    asked: Option<&[String]>,
    now: DateTime<Utc>,
) -> Result<Vec<String>, ProcessError> {
    let Some(asked) = asked else { return Ok(selection.without_link(now)) };
    distinct("experts", asked.iter().map(String::as_str))?;
    for (key, place) in asked.iter().zip(0..) {
        if selection.expert(key).is_none() {
            let (zh, en) = ("没有该专家", "there is no such expert");
            return Err(field(format!("/experts/{place}"), zh, en));
        }
    }
    Ok(asked.to_vec())
}

/// Makes a link for each of these experts, or for everybody who has something to score and no open link. An earlier link
/// of the same expert is taken back.
///
/// # Errors
/// Not the actor's, no such selection, decided, no candidates yet, no such expert, a repeated request, the records failing.
pub(in super::super) async fn issue(
    app: &App,
    actor: &Actor,
    (year, request): (i32, &ExpertLinkRequest),
    key: &idempotency::Key,
) -> Result<Vec<ExpertLinkMade>, ProcessError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let selection = asking(&tx, actor, (year, &request.society_id)).await?;
    if selection.candidates.is_empty() {
        return Err(ProcessError::rule(Rule::NoCandidates));
    }
    let mut made = Vec::new();
    for expert in chosen(&selection, request.experts.as_deref(), now)? {
        made.push(make(app, &tx, (actor, &selection), &expert).await?);
    }
    let kept: Vec<_> =
        made.iter().map(|one| ExpertLinkMade { path: None, ..one.clone() }).collect();
    let reply = serde_json::to_string(&kept).unwrap_or_default();
    if !idempotency::keep(&*tx, key, &reply, now).await? {
        return Err(DossierError::Repeated.into());
    }
    tx.commit().await?;
    Ok(made)
}

async fn make(
    app: &App,
    tx: &WriteTx,
    (actor, selection): (&Actor, &Selection),
    expert: &str,
) -> Result<ExpertLinkMade, ProcessError> {
    let (now, call) = (app.clock.now(), selection.call.id);
    store::revoke_links(&**tx, call, expert, now).await?;
    let token = random_token(TOKEN_BYTES);
    let link = ExpertLink {
        id: app.ids.next::<SelectionLinkId>(),
        expert: expert.to_owned(),
        issued_by: actor.username.clone(),
        issued_at: now,
        expires_at: end_of_day_after(now, RULES.link.days),
        opened_at: None,
        handed_in_at: None,
        revoked_at: None,
    };
    store::insert_link(&**tx, call, &link, &token).await?;
    let deed = ("issue_expert_link", format!("selection/{call}"));
    note(app, tx, &actor.username, deed, (Some(expert.to_owned()), None)).await?;
    Ok(ExpertLinkMade {
        name: selection.expert(expert).map(|one| one.name.clone()).unwrap_or_default(),
        expert: link.expert,
        path: Some(format!("/selection-expert/{token}")),
        expires_at: link.expires_at,
    })
}

/// Takes back the link of an expert. What he scored by it stays.
///
/// # Errors
/// Not the actor's, no such selection, changed since, decided, no link that can be opened, the records failing.
pub(in super::super) async fn revoke(
    app: &App,
    actor: &Actor,
    (year, seen): (i32, i64),
    end: &ExpertLinkEnd,
) -> Result<(), ProcessError> {
    let tx = app.database.begin_write().await?;
    let selection = asking(&tx, actor, (year, &end.society_id)).await?;
    // Holding took it one version on.
    if selection.call.version - 1 != seen {
        return Err(ProcessError::Stale);
    }
    let call = selection.call.id;
    if store::revoke_links(&*tx, call, &end.expert, app.clock.now()).await? == 0 {
        return Err(field("/expert", "没有可以撤销的链接", "there is no link to take back"));
    }
    let deed = ("revoke_expert_link", format!("selection/{call}"));
    note(app, &tx, &actor.username, deed, (Some(end.expert.clone()), None)).await?;
    tx.commit().await?;
    Ok(())
}
