//! Table `society_event`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{SocietyEventId, SocietyId},
    vocabulary::SocietyEventKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyEventId,
    pub society_id: SocietyId,
    pub kind: SocietyEventKind,
    pub happened_on: Date,
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
    pub former: Option<String>,
    pub other_society: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub basis: Option<String>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
