//! Table `nominee_link`.

use sea_orm::entity::prelude::*;

use crate::ids::{DossierId, NomineeLinkId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "nominee_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NomineeLinkId,
    pub dossier_id: DossierId,
    pub row_key: String,
    pub token_digest: String,
    pub issued_by: String,
    pub issued_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub opened_at: Option<DateTimeUtc>,
    pub used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub wrong_tries: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
