//! Table `reviewer_commitment`.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, ExpertId, ReviewerCommitmentId, RoundId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reviewer_commitment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewerCommitmentId,
    pub round_id: RoundId,
    pub account_id: AccountId,
    pub expert_id: ExpertId,
    /// Version of the text that was signed.
    pub text_version: String,
    /// SHA-256 of the text in both languages.
    pub text_digest: String,
    pub signed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
