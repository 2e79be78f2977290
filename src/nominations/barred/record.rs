//! What is a record of the register?

use chrono::NaiveDate;

use crate::shared::Secret;

/// A sanction or a bar (T24 art. 16; X25 art. 56).
#[derive(Clone, Debug)]
pub struct BarRecord {
    /// Name of the person or unit.
    pub name: String,
    /// Identity number of the person; kept as a fingerprint only.
    pub id_number: Option<Secret>,
    /// Unit of a person whose number is not known: a namesake for people to look at.
    pub unit: Option<String>,
    /// Unified social credit code of a unit.
    pub credit_code: Option<String>,
    /// What it is, in words fit for the nominating society.
    pub what: String,
    /// The same in English; the Chinese where it is missing.
    pub what_en: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none for no end.
    pub until: Option<NaiveDate>,
    /// The decision behind it: body, number, day.
    pub basis: String,
}
