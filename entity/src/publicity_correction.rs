//! Table `publicity_correction`.

use sea_orm::entity::prelude::*;

use crate::ids::{PublicityCorrectionId, PublicityEntryId, PublicityId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publicity_correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicityCorrectionId,
    pub publicity_id: PublicityId,
    /// The entry that it corrects; none for the publicity as a whole.
    pub entry_id: Option<PublicityEntryId>,
    /// From 1 within the publicity.
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// The fields as they are shown from now on, as JSON; none where only the text says it.
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
    pub drafted_by: String,
    pub drafted_at: DateTimeUtc,
    pub released_by: Option<String>,
    pub released_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
