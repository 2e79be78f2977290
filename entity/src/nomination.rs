//! Table `nomination`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, RoundId},
    lists::StringList,
    vocabulary::NominationState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NominationId,
    pub round_id: RoundId,
    pub number: String,
    pub title: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub abstract_text: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub keywords: StringList,
    #[sea_orm(column_type = "JsonBinary")]
    pub disciplines: StringList,
    pub category: Option<String>,
    pub grade: Option<String>,
    pub panel: Option<String>,
    pub nominator: Option<String>,
    pub nominator_type: Option<String>,
    pub society_code: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub excluded_experts: StringList,
    pub state: NominationState,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
