//! Table `match_certificate`.

use sea_orm::entity::prelude::*;

use crate::ids::MatchRunId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "match_certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: MatchRunId,
    /// The file that `laurel verify` checks, compressed (gzip).
    pub body: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
