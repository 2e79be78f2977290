//! Table `society_charter`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{SocietyCharterId, SocietyId},
    vocabulary::CharterBase,
};

#[expect(clippy::struct_excessive_bools, reason = "each is a column of the charter")]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society_charter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyCharterId,
    pub society_id: SocietyId,
    pub number: i32,
    pub valid_from: Date,
    #[sea_orm(column_type = "Text")]
    pub clause: String,
    pub quorum_numerator: i32,
    pub quorum_denominator: i32,
    pub quorum_is_exclusive: bool,
    pub threshold_numerator: i32,
    pub threshold_denominator: i32,
    pub threshold_is_exclusive: bool,
    pub base: CharterBase,
    pub counts_abstained: bool,
    pub counts_recused: bool,
    pub entered_by: String,
    pub entered_at: DateTimeUtc,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
