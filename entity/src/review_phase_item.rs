//! Table `review_phase_item`.

use sea_orm::entity::prelude::*;

use crate::ids::{NominationId, ReviewPhaseId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_phase_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub phase_id: ReviewPhaseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub nomination_id: NominationId,
    pub entered_at: DateTimeUtc,
    pub left_at: Option<DateTimeUtc>,
    pub left_why: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
