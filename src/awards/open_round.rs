//! How does a round come to be?

use crate::{
    app::App,
    audit,
    awards::{
        rule_set::{IN_FORCE, RuleSet},
        store,
    },
    persistence::WriteTx,
    shared::hex_sha256,
};

/// The round of `year`, made with the rules in force when there is none yet. What opens a round in earnest calls
/// `conflicts::ensure_round`, which binds it to the texts of its forms and rules and to its policy as well.
///
/// # Errors
/// The records failing.
pub async fn ensure_round(
    app: &App,
    tx: &WriteTx,
    by: &str,
    year: i32,
) -> Result<store::Round, sea_orm::DbErr> {
    if let Some(round) = store::find_round(&**tx, year).await? {
        return Ok(round);
    }
    let rules = RuleSet::shipped().map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?;
    let now = app.clock.now();
    let digest = hex_sha256(IN_FORCE.as_bytes());
    let bound = store::NewRound { year, rules: &rules, content: IN_FORCE, digest: &digest };
    let round = store::insert_round(&**tx, app.ids, now, &bound).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "awards.open_round".to_owned(),
        subject: format!("round/{year}"),
        after_digest: Some(digest),
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(round)
}
