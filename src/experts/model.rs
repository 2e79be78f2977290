//! What does Laurel know of an expert? The records that files, engines and store share.

use serde::{Deserialize, Serialize};

/// An expert of the review pool (评审专家), as a row of the `experts` file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expert {
    /// The pool's own key for this person, unique.
    pub expert_id: String,
    /// Name as written, usually in Han characters.
    pub name: String,
    /// Present unit (工作单位).
    pub unit: String,
    /// Name in Latin letters, if known.
    pub name_en: Option<String>,
    /// Professional title (职称).
    pub title: Option<String>,
    /// Discipline codes of GB/T 13745, the most apt first.
    pub disciplines: Vec<String>,
    /// Keywords of the expert's own choosing.
    pub keywords: Vec<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Domain of the e-mail address, where the address itself is not given.
    pub email_domain: Option<String>,
    /// ORCID, sixteen digits in groups of four.
    pub orcid: Option<String>,
    /// Member of one of the two academies (两院院士).
    pub is_academician: bool,
    /// Province or region.
    pub region: Option<String>,
    /// Date of birth, `YYYY-MM-DD`.
    pub born_on: Option<chrono::NaiveDate>,
    /// Most nominations this expert takes in one round, where he set a bound himself.
    pub max_load: Option<u32>,
    /// Units where the expert worked before (time unknown).
    pub former_units: Vec<String>,
}

/// A publication in the profile of one expert or more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Key, unique.
    pub publication_id: String,
    /// Title.
    pub title: String,
    /// The experts of the pool who wrote it.
    pub expert_ids: Vec<String>,
    /// Abstract.
    pub abstract_text: Option<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Journal, proceedings or publisher.
    pub venue: Option<String>,
    /// All authors in order, as printed.
    pub authors: Vec<String>,
    /// DOI without a resolver prefix.
    pub doi: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Whether somebody verified that it is theirs; none where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_verified: Option<bool>,
}

/// One employment: who (`person_ref`) worked where, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affiliation {
    /// An `expert_id`, or `name|unit` of a person who is no expert.
    pub person_ref: String,
    /// The unit.
    pub unit: String,
    /// First year, if known.
    pub from: Option<i32>,
    /// Last year; none means "to this day" when `from` is known.
    pub to: Option<i32>,
}
