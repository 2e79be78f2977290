//! Table `recusal_declaration`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AccountId, ExpertId, NominationId, RecusalDeclarationId, RoundId},
    vocabulary::{DeclarationSource, DeclarationState, DeclaredKind},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recusal_declaration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecusalDeclarationId,
    pub round_id: RoundId,
    pub source: DeclarationSource,
    pub kind: DeclaredKind,
    pub state: DeclarationState,
    /// Whose interest; none while it is not known whom a typed name means, or of staff.
    pub expert_id: Option<ExpertId>,
    /// Whose account declares, of reviewers and staff.
    pub account_id: Option<AccountId>,
    /// The nomination that it is about, where it names one.
    pub nomination_id: Option<NominationId>,
    /// What was written, sealed: the relation, the person or unit, the typed name.
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    /// Experts of the pool who may be meant by the typed name.
    #[sea_orm(column_type = "JsonBinary")]
    pub candidates: Json,
    /// The record that it was taken from, so that it is taken once.
    #[sea_orm(unique)]
    pub origin: Option<String>,
    pub declared_by: String,
    pub declared_at: DateTimeUtc,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    /// Who asked to withdraw it, or to refuse what bars while it waits; a second person, of the office, agrees.
    pub withdrawal_asked_by: Option<String>,
    pub withdrawal_asked_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub withdrawal_asked_reason: Option<String>,
    pub withdrawn_by: Option<String>,
    pub withdrawn_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub withdrawal_reason: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
