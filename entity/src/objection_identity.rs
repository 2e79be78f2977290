//! Table `objection_identity`: who objected, apart from everything else. The key is made of the
//! objection's by the key that seals, so that the database alone does not tell whose row this is.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_identity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: String,
    /// Name, unit, telephone, e-mail and consent, sealed.
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
