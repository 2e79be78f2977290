//! Table `society`.

use sea_orm::entity::prelude::*;

use crate::ids::SocietyId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyId,
    #[sea_orm(unique)]
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub discipline_group: Option<String>,
    pub status: Option<String>,
    #[sea_orm(unique)]
    pub credit_code: Option<String>,
    pub registration_no: Option<String>,
    pub supervising_body: Option<String>,
    pub supporting_unit: Option<String>,
    pub founded_on: Option<Date>,
    pub council_term: Option<i32>,
    pub council_term_ends: Option<Date>,
    pub members: Option<i32>,
    pub website: Option<String>,
    pub version: i64,
    pub updated_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
