//! How does every expert of the demonstration come by an account? For measuring a whole round, in which all of them
//! answer; the demonstration itself has a few.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context as _;
use entity::{ids::ExpertId, vocabulary::Role};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Value, json};

use super::{accounts::OPERATOR, terminal};
use crate::{
    app::App,
    assignments::{self, AssignmentError},
    authz::{Actor, Grant},
    experts,
    identity::{self, NewAccount},
    notifications,
    shared::{Secret, random_token},
};

/// So many passwords are hashed at once.
const AT_ONCE: usize = 4;

/// Makes the accounts and ties them; those who have one already keep it. Writes the sign-ins to `file`.
///
/// # Errors
/// The records failing, a file that cannot be written.
pub(super) async fn fill(app: &App, file: &Path) -> anyhow::Result<()> {
    let id = notifications::account_named(app, "office").await?;
    let office = identity::find_account(app.database.reader(), id, app.clock.now()).await?;
    let office = office.context("the account office")?.actor();
    let experts: BTreeMap<String, ExpertId> =
        experts::keys_by_code(app.database.reader()).await?.into_iter().collect();
    let made: Vec<Option<(String, Value)>> = stream::iter(experts)
        .map(|one| add(app, &office, one))
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let accounts: serde_json::Map<String, Value> = made.into_iter().flatten().collect();
    std::fs::write(file, serde_json::to_vec_pretty(&accounts)?)
        .with_context(|| file.display().to_string())?;
    terminal::say(&format!("专家账号 / accounts of experts: {}", accounts.len()));
    Ok(())
}

/// An account for the expert of this number; none where he has one.
async fn add(
    app: &App,
    office: &Actor,
    (code, expert): (String, ExpertId),
) -> anyhow::Result<Option<(String, Value)>> {
    let username = format!("expert.{}", code.to_lowercase());
    let password = random_token(9);
    let new = NewAccount {
        username: username.clone(),
        display_name: code.clone(),
        password: Secret::new(password.clone()),
        grants: vec![Grant { role: Role::Reviewer, society_code: None }],
    };
    identity::add_account(app, OPERATOR, new).await?;
    match assignments::tie(app, office, expert, &username).await {
        Ok(()) => Ok(Some((code, json!({ "username": username, "password": password })))),
        Err(AssignmentError::Tied) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
