//! Table `publicity`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{PublicityId, RoundId},
    vocabulary::PublicityKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publicity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicityId,
    pub round_id: RoundId,
    pub kind: PublicityKind,
    /// Under which it is found for good, such as `2027-acceptance-1`.
    #[sea_orm(unique)]
    pub number: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub notice: String,
    /// First instant at which it is public.
    pub opens_at: DateTimeUtc,
    /// First instant at which objections come too late.
    pub closes_at: DateTimeUtc,
    /// Which version of the publish policy chose the fields.
    pub policy: String,
    pub version: i64,
    pub drafted_by: String,
    pub drafted_at: DateTimeUtc,
    /// Nothing is public before a second person released it.
    pub released_by: Option<String>,
    pub released_at: Option<DateTimeUtc>,
    /// SHA-256 of the entries as released.
    pub digest: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
