//! By which policy are the conflicts of a round told, whatever this release ships?

use entity::{
    ids::RoundId,
    round_conflict_policy::{ActiveModel, Entity},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _};

use super::policy::ConflictPolicy;
use crate::{awards, shared::hex_sha256};

fn unread(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(error.to_string())
}

/// The policy that ships, as the rule set of a round changes it.
async fn by_rule_set(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<ConflictPolicy, DbErr> {
    let rules = awards::rules_of(database, round).await?;
    let changes = rules.map(|rules| rules.conflicts).unwrap_or_default();
    ConflictPolicy::changed(&changes).map_err(|error| unread(format!("[conflicts]: {error}")))
}

/// Binds a round that is being opened to the policy that ships, as its rule set changes it.
pub(super) async fn pin(database: &impl ConnectionTrait, round: RoundId) -> Result<(), DbErr> {
    let content = by_rule_set(database, round).await?.to_toml().map_err(unread)?;
    let row = ActiveModel {
        round_id: Set(round),
        digest: Set(hex_sha256(content.as_bytes())),
        content: Set(content),
    };
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// The policy of a round: the one that it was opened with, or what its rule set makes of the one that ships where
/// it is bound to none.
///
/// # Errors
/// The records failing; a policy or a rule set that cannot be read.
pub async fn policy_of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<ConflictPolicy, DbErr> {
    match Entity::find_by_id(round).one(database).await? {
        Some(row) => ConflictPolicy::from_toml(&row.content).map_err(unread),
        None => by_rule_set(database, round).await,
    }
}
