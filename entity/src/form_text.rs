//! Table `form_text`.

use sea_orm::entity::prelude::*;

use crate::ids::FormTextId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "form_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FormTextId,
    pub form_id: String,
    #[sea_orm(unique)]
    pub digest: String,
    #[sea_orm(column_type = "Text")]
    pub content: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
