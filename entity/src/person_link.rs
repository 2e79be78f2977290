//! Table `person_link`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{PersonLinkId, RoundId},
    vocabulary::PersonLinkState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonLinkId,
    /// The round in which it was found last.
    pub round_id: RoundId,
    pub first_key: String,
    pub second_key: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub first_side: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub second_side: Json,
    /// Per mille.
    pub probability: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub reasons: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub comparisons: Json,
    /// Digest of what both records said.
    pub facts_digest: String,
    pub state: PersonLinkState,
    /// Who took the first of two steps, while a second is awaited.
    pub first_by: Option<String>,
    pub first_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
