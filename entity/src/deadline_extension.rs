//! Table `deadline_extension`.

use sea_orm::entity::prelude::*;

use crate::ids::{DeadlineExtensionId, DossierId, RoundId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deadline_extension")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeadlineExtensionId,
    pub round_id: RoundId,
    pub society_code: Option<String>,
    pub dossier_id: Option<DossierId>,
    pub deadline: String,
    pub until: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
