//! Where are rounds kept?

use chrono::{DateTime, Utc};
use entity::{
    category,
    ids::{RoundId, RuleSetId},
    round, rule_set,
    vocabulary::RoundState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::rule_set::{RuleSet, WithdrawalRule};
use crate::shared::IdSource;

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Key.
    pub id: RoundId,
    /// Year.
    pub year: i32,
    /// Name to show.
    pub name: String,
    /// Where it stands.
    pub state: RoundState,
    /// Name of its rule set.
    pub rule_set_name: String,
    /// SHA-256 of its rule set.
    pub rule_set_digest: String,
}

/// An award category's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryName {
    /// Code.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
}

/// A round to be made.
pub(super) struct NewRound<'a> {
    pub(super) year: i32,
    pub(super) rules: &'a RuleSet,
    pub(super) content: &'a str,
    pub(super) digest: &'a str,
}

fn assemble((round, rules): (round::Model, Option<rule_set::Model>)) -> Round {
    let (rule_set_name, rule_set_digest) =
        rules.map(|rules| (rules.name, rules.digest)).unwrap_or_default();
    Round {
        id: round.id,
        year: round.year,
        name: round.name,
        state: round.state,
        rule_set_name,
        rule_set_digest,
    }
}

async fn with_rules(
    database: &impl ConnectionTrait,
    rounds: Vec<round::Model>,
) -> Result<Vec<Round>, DbErr> {
    let mut assembled = Vec::with_capacity(rounds.len());
    for round in rounds {
        let rules = rule_set::Entity::find_by_id(round.rule_set_id).one(database).await?;
        assembled.push(assemble((round, rules)));
    }
    Ok(assembled)
}

/// Every round, newest first.
pub async fn list_rounds(database: &impl ConnectionTrait) -> Result<Vec<Round>, DbErr> {
    let rounds = round::Entity::find().order_by_desc(round::Column::Year).all(database).await?;
    with_rules(database, rounds).await
}

/// The round of `year`.
pub async fn find_round(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Option<Round>, DbErr> {
    let round = round::Entity::find().filter(round::Column::Year.eq(year)).one(database).await?;
    Ok(with_rules(database, round.into_iter().collect()).await?.pop())
}

/// The newest round.
pub async fn latest_round(database: &impl ConnectionTrait) -> Result<Option<Round>, DbErr> {
    let newest = round::Entity::find().order_by_desc(round::Column::Year).one(database).await?;
    Ok(with_rules(database, newest.into_iter().collect()).await?.pop())
}

/// The rules that a round is bound to, which stay as they were when it was opened; none where there is no such
/// round.
///
/// # Errors
/// The records failing; what is kept cannot be read.
pub async fn rules_of(
    database: &impl ConnectionTrait,
    id: RoundId,
) -> Result<Option<RuleSet>, DbErr> {
    let Some(of) = round::Entity::find_by_id(id).one(database).await? else { return Ok(None) };
    let bound = rule_set::Entity::find_by_id(of.rule_set_id).one(database).await?;
    let rules = bound.map(|bound| RuleSet::parse(&bound.name, &bound.content)).transpose();
    rules.map_err(|error| DbErr::Custom(error.to_string()))
}

/// What a round takes back: what its rule set says, or, where that was bound before rule sets said it, the one that
/// ships.
///
/// # Errors
/// The records failing; a rule set that cannot be read.
pub async fn withdrawal_of(
    database: &impl ConnectionTrait,
    id: RoundId,
) -> Result<WithdrawalRule, DbErr> {
    if let Some(rule) = rules_of(database, id).await?.and_then(|rules| rules.withdrawal) {
        return Ok(rule);
    }
    let shipped = RuleSet::shipped().map_err(|error| DbErr::Custom(error.to_string()))?;
    shipped.withdrawal.ok_or_else(|| DbErr::Custom("no [withdrawal] in the rule set".to_owned()))
}

/// The award categories of a round in their official order.
pub async fn categories(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<CategoryName>, DbErr> {
    let rows = category::Entity::find()
        .filter(category::Column::RoundId.eq(round))
        .order_by_asc(category::Column::Position)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| CategoryName { code: row.code, name: row.name, name_en: row.name_en })
        .collect())
}

async fn bind_rules(
    database: &impl ConnectionTrait,
    ids: IdSource,
    now: DateTime<Utc>,
    new: &NewRound<'_>,
) -> Result<RuleSetId, DbErr> {
    let known = rule_set::Entity::find()
        .filter(rule_set::Column::Name.eq(&new.rules.name))
        .filter(rule_set::Column::Digest.eq(new.digest))
        .one(database)
        .await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let id = ids.next();
    rule_set::ActiveModel {
        id: Set(id),
        name: Set(new.rules.name.clone()),
        digest: Set(new.digest.to_owned()),
        content: Set(new.content.to_owned()),
        created_at: Set(now),
    }
    .insert(database)
    .await?;
    Ok(id)
}

/// Makes a round, binds its rules and writes its categories.
pub(super) async fn insert_round(
    database: &impl ConnectionTrait,
    ids: IdSource,
    now: DateTime<Utc>,
    new: &NewRound<'_>,
) -> Result<Round, DbErr> {
    let rule_set_id = bind_rules(database, ids, now, new).await?;
    let round = round::ActiveModel {
        id: Set(ids.next()),
        year: Set(new.year),
        name: Set(format!("{} 年度国家科学技术奖", new.year)),
        state: Set(RoundState::Open),
        rule_set_id: Set(rule_set_id),
        created_at: Set(now),
    }
    .insert(database)
    .await?;
    for (rule, position) in new.rules.categories.iter().zip(0..) {
        category::ActiveModel {
            id: Set(ids.next()),
            round_id: Set(round.id),
            code: Set(rule.code.clone()),
            name: Set(rule.name.clone()),
            name_en: Set(rule.name_en.clone()),
            position: Set(position),
        }
        .insert(database)
        .await?;
    }
    Ok(with_rules(database, vec![round]).await?.remove(0))
}
