//! Table `qualification_item`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{QualificationId, QualificationItemId},
    vocabulary::Verdict,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QualificationItemId,
    pub qualification_id: QualificationId,
    pub criterion: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub statement: Option<String>,
    pub verdict: Option<Verdict>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub checked_by: Option<String>,
    pub checked_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
