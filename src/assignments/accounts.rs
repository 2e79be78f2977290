//! Which account does an expert of the pool sign in with?

use entity::ids::ExpertId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    errors::AssignmentError,
    plan::note,
    store::{self, Tie},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
};

/// The account that an expert signs in with.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewerAccountText)]
pub(super) struct AccountText {
    /// Its user name.
    #[validate(length(min = 3, max = 64))]
    pub username: String,
}

/// Ties an account with the role of a reviewer to an expert who has none.
///
/// # Errors
/// Not the actor's to do, no such expert or reviewer's account, the account is another expert's, the expert has
/// another account.
pub async fn tie(
    app: &App,
    actor: &Actor,
    expert: ExpertId,
    username: &str,
) -> Result<(), AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    if store::named_experts(&*tx, &[expert]).await?.is_empty() {
        return Err(AssignmentError::NotFound);
    }
    let found = store::account_named(&*tx, username).await?;
    let (account, is_reviewer) = found.ok_or(AssignmentError::NoReviewer)?;
    if !is_reviewer {
        return Err(AssignmentError::NoReviewer);
    }
    match store::expert_of(&*tx, account).await? {
        Some(other) if other != expert => return Err(AssignmentError::AccountTaken),
        Some(_) => return Ok(()),
        None => {}
    }
    if !store::tie_account(&*tx, (expert, account), &actor.username, now).await? {
        return Err(AssignmentError::Tied);
    }
    let subject = format!("expert/{expert}");
    let said = (None, Some(username.to_owned()));
    note(&tx, now, (&actor.username, "tie_account"), subject, said).await?;
    tx.commit().await?;
    Ok(())
}

/// Unties the account of an expert.
///
/// # Errors
/// Not the actor's to do, the expert has none.
pub async fn untie(app: &App, actor: &Actor, expert: ExpertId) -> Result<(), AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    if !store::drop_tie(&*tx, expert).await? {
        return Err(AssignmentError::NotFound);
    }
    let subject = format!("expert/{expert}");
    note(&tx, now, (&actor.username, "untie_account"), subject, (None, None)).await?;
    tx.commit().await?;
    Ok(())
}

/// The account of an expert.
///
/// # Errors
/// Not the actor's to know, the expert has none.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    expert: ExpertId,
) -> Result<Tie, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    store::tie_of(app.database.reader(), expert).await?.ok_or(AssignmentError::NotFound)
}
