//! Table `society_route`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{SocietyId, SocietyRouteId},
    vocabulary::Route,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society_route")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyRouteId,
    pub society_id: SocietyId,
    pub from_year: i32,
    pub route: Route,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub decided_by: String,
    pub decided_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
