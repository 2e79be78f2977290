//! Table `examination`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ExaminationId, NominationId, RoundId},
    vocabulary::ExaminationStanding,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "examination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExaminationId,
    pub round_id: RoundId,
    #[sea_orm(unique)]
    pub nomination_id: NominationId,
    /// From 1; one more after a correction.
    pub attempt: i32,
    pub standing: ExaminationStanding,
    /// Rules that somebody must still say something of.
    pub open_items: i32,
    /// Rules that are settled against the nomination.
    pub failing_items: i32,
    /// What the machine found, as JSON.
    #[sea_orm(column_type = "Text")]
    pub findings: String,
    /// The version that was looked at; none for a nomination without a dossier.
    pub dossier_version: Option<i64>,
    pub version: i64,
    pub opened_by: String,
    pub opened_at: DateTimeUtc,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    /// The SHA-256 at the foot of the notice of what was decided.
    #[sea_orm(unique)]
    pub notice_digest: Option<String>,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
