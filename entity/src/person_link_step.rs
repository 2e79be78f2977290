//! Table `person_link_step`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{PersonLinkId, PersonLinkStepId},
    vocabulary::{PersonLinkDeed, PersonLinkState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_link_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonLinkStepId,
    pub link_id: PersonLinkId,
    pub deed: PersonLinkDeed,
    /// The state that the step led to.
    pub state: PersonLinkState,
    pub done_by: String,
    pub done_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
