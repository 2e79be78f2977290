//! Table `objection`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, ObjectionId, PublicityId},
    vocabulary::{ObjectionEffect, ObjectionKind, ObjectionOutcome, ObjectionState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objection")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectionId,
    pub nomination_id: NominationId,
    pub publicity_id: PublicityId,
    /// By which the office speaks of it.
    #[sea_orm(unique)]
    pub number: String,
    pub kind: ObjectionKind,
    pub state: ObjectionState,
    /// Whether the objector gave a name; who it is stands apart.
    pub is_named: bool,
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    pub received_at: DateTimeUtc,
    /// SHA-256 of the form's token: the same form twice is one objection.
    #[sea_orm(unique)]
    pub form_digest: String,
    /// SHA-256 of the code by which the objector follows it.
    #[sea_orm(unique)]
    pub receipt_digest: String,
    pub screened_by: Option<String>,
    pub screened_at: Option<DateTimeUtc>,
    pub refusal: Option<String>,
    /// What the objector is told of the screening.
    #[sea_orm(column_type = "Text", nullable)]
    pub screening_text: Option<String>,
    /// What the nominator is told, in the office's words.
    #[sea_orm(column_type = "Text", nullable)]
    pub summary: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub record: Option<String>,
    pub recorded_by: Option<String>,
    pub recorded_at: Option<DateTimeUtc>,
    /// What the clock brought: a party that kept silent.
    pub finding: Option<ObjectionOutcome>,
    pub outcome: Option<ObjectionOutcome>,
    pub effect: Option<ObjectionEffect>,
    #[sea_orm(column_type = "Text", nullable)]
    pub outcome_text: Option<String>,
    pub proposed_by: Option<String>,
    pub proposed_at: Option<DateTimeUtc>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    /// The nearest end of what is asked for.
    pub next_due_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
