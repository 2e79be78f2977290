//! What are the nominations and experts called that a page names?

use std::collections::BTreeMap;

use entity::{
    expert,
    ids::{AccountId, ExpertId, NominationId, RoundId},
    nomination, reviewer_account, round, society,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

/// A nomination as a page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct NamedNomination {
    pub(in super::super) id: NominationId,
    pub(in super::super) number: String,
    pub(in super::super) title: String,
}

/// An expert as a page names him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct NamedExpert {
    pub(in super::super) id: ExpertId,
    pub(in super::super) code: String,
    pub(in super::super) name: String,
    pub(in super::super) unit: String,
}

fn of(row: expert::Model) -> NamedExpert {
    NamedExpert { id: row.id, code: row.code, name: row.name, unit: row.unit }
}

/// The nominations with these keys.
pub(in super::super) async fn nominations(
    database: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = NominationId> + Send,
) -> Result<BTreeMap<NominationId, NamedNomination>, DbErr> {
    let rows = nomination::Entity::find()
        .select_only()
        .columns([nomination::Column::Id, nomination::Column::Number, nomination::Column::Title])
        .filter(nomination::Column::Id.is_in(keys))
        .into_tuple::<(NominationId, String, String)>()
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number, title)| (id, NamedNomination { id, number, title }))
        .collect())
}

/// The experts with these keys.
pub(in super::super) async fn experts(
    database: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = ExpertId> + Send,
) -> Result<BTreeMap<ExpertId, NamedExpert>, DbErr> {
    let rows = expert::Entity::find().filter(expert::Column::Id.is_in(keys)).all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, of(row))).collect())
}

/// The experts with these codes of the pool.
pub(in super::super) async fn expert_by_code(
    database: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = String> + Send,
) -> Result<BTreeMap<String, NamedExpert>, DbErr> {
    let rows =
        expert::Entity::find().filter(expert::Column::Code.is_in(codes)).all(database).await?;
    Ok(rows.into_iter().map(|row| (row.code.clone(), of(row))).collect())
}

/// A nomination with its round.
pub(in super::super) async fn nomination(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<Option<(NamedNomination, RoundId)>, DbErr> {
    let row = nomination::Entity::find_by_id(id).one(database).await?;
    Ok(row.map(|row| (NamedNomination { id, number: row.number, title: row.title }, row.round_id)))
}

/// The years of all rounds.
pub(in super::super) async fn years(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<RoundId, i32>, DbErr> {
    let rows = round::Entity::find().all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.year)).collect())
}

/// The expert whom an account belongs to.
pub(in super::super) async fn expert_of_account(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<ExpertId>, DbErr> {
    let tied = reviewer_account::Entity::find()
        .filter(reviewer_account::Column::AccountId.eq(account))
        .one(database)
        .await?;
    Ok(tied.map(|row| row.expert_id))
}

/// The nominations of societies in a round: key, society's code and name, and the experts whom an
/// imported row asks to keep out.
pub(in super::super) async fn society_nominations(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<(NominationId, String, String, Vec<String>)>, DbErr> {
    let names: BTreeMap<String, String> = society::Entity::find()
        .select_only()
        .columns([society::Column::Code, society::Column::Name])
        .into_tuple::<(String, String)>()
        .all(database)
        .await?
        .into_iter()
        .collect();
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::SocietyCode.is_not_null())
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let code = row.society_code?;
            let name = names.get(&code).cloned().or(row.nominator).unwrap_or_default();
            Some((row.id, code, name, row.excluded_experts.0))
        })
        .collect())
}
