//! What did a dossier say at a version, and how is that brought back?

use std::collections::BTreeMap;

use entity::ids::DossierId;

use super::{
    address::Address,
    content::Value,
    edit::{DossierError, EditOutcome, apply, held},
    patch::Edit,
    record::Change,
    store,
};
use crate::{app::App, authz::Actor, idempotency};

/// What each field said before the first of `changes`, oldest first.
fn before(changes: &[Change]) -> BTreeMap<&Address, Option<&Value>> {
    let mut said = BTreeMap::new();
    for change in changes {
        said.entry(&change.address).or_insert(change.before.as_ref());
    }
    said
}

/// Brings back what the dossier said at `version`, as a version of its own: nothing is taken out of the
/// history. Fields that did not change since are left alone. `seen` is the version that the actor looked at.
///
/// # Errors
/// The dossier is not the actor's or no draft, somebody changed it since it was seen, it had no such version, a
/// repeated request, the records failing.
pub(super) async fn restore(
    app: &App,
    actor: &Actor,
    (id, seen): (DossierId, i64),
    version: i64,
    key: &idempotency::Key,
) -> Result<EditOutcome, DossierError> {
    let tx = app.database.begin_write().await?;
    let (dossier, form) = held(app, &tx, actor, id).await?;
    // Holding took the dossier one version on.
    if dossier.version - 1 != seen {
        // Whose answer was lost asks again as of what he saw then.
        let is_repeated = idempotency::recall(&*tx, key).await.is_ok();
        return Err(if is_repeated { DossierError::Repeated } else { DossierError::Stale });
    }
    if !(1..dossier.version).contains(&version) {
        return Err(DossierError::NoVersion);
    }
    let changes = store::changes(&*tx, &app.sealer, (id, form), version).await?;
    let edits: Vec<Edit> = before(&changes)
        .into_iter()
        .map(|(address, value)| Edit {
            address: address.clone(),
            value: value.cloned(),
            // What stands is what was seen: the dossier is held as it was then.
            seen,
            base: Vec::new(),
        })
        .collect();
    let outcome = apply(app, &tx, actor, (&dossier, form), (&edits, Some(key))).await?;
    tx.commit().await?;
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn a_version_is_what_was_said_before_the_changes_that_followed() {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        let change = |version, field: &str, before, after| Change {
            version,
            address: Address::field("project", field),
            before,
            after,
            by: "a".to_owned(),
            at: DateTime::UNIX_EPOCH,
        };
        let changes = [
            change(3, "title", text("甲"), text("乙")),
            change(4, "title", text("乙"), None),
            change(4, "title_en", None, text("B")),
        ];
        let said = before(&changes);
        let at = |field: &str| said[&Address::field("project", field)];
        assert_eq!(at("title"), text("甲").as_ref());
        assert_eq!(at("title_en"), None);
    }
}
