//! Table `panel_division`.

use sea_orm::entity::prelude::*;

use crate::ids::{PanelDivisionId, RoundId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "panel_division")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PanelDivisionId,
    pub round_id: RoundId,
    /// What the panels were to be like.
    #[sea_orm(column_type = "JsonBinary")]
    pub bounds: Json,
    /// The panels with their nominations and experts, by the numbers that people quote.
    #[sea_orm(column_type = "JsonBinary")]
    pub panels: Json,
    /// The panel that each nomination had before, by its number.
    #[sea_orm(column_type = "JsonBinary")]
    pub before: Json,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub applied_by: String,
    pub applied_at: DateTimeUtc,
    pub undone_by: Option<String>,
    pub undone_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub undo_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
