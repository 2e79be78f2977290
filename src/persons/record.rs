//! What does one record say of one person? The values that the engine compares.

use serde::{Deserialize, Serialize};

use crate::units::model::Unit;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// An expert of the pool.
    Expert,
    /// A completer of a nomination.
    Completer,
    /// A nominating expert of a nomination.
    NominatingExpert,
    /// An officer of the society that nominated.
    SocietyOfficer,
    /// An author of a paper: a name and perhaps a unit.
    Author,
}

impl RecordKind {
    /// The word as stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expert => "expert",
            Self::Completer => "completer",
            Self::NominatingExpert => "nominating_expert",
            Self::SocietyOfficer => "society_officer",
            Self::Author => "author",
        }
    }
}

/// A unit where a person works or worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spell {
    /// The unit as written.
    pub unit: String,
    /// First year, if known.
    pub from: Option<i32>,
    /// Last year, if known and past.
    pub to: Option<i32>,
}

/// A record of a person with what identifies him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Key, unique among the records: `expert:E001`, `person:…`.
    pub key: String,
    /// Where it stands.
    pub kind: RecordKind,
    /// Name as written.
    pub name: String,
    /// Name in Latin letters, if known beside it.
    pub name_en: Option<String>,
    /// Units, the present one first.
    pub units: Vec<Spell>,
    /// Mail address.
    pub email: Option<String>,
    /// Domain of the address where the address itself is not known.
    pub email_domain: Option<String>,
    /// ORCID.
    pub orcid: Option<String>,
    /// Fingerprint of the identity number; never the number.
    pub identity_print: Option<String>,
    /// Professional title.
    pub title: Option<String>,
    /// The nomination that the record stands in: position in [`Records::dossiers`]. Two records of one
    /// nomination are two people.
    pub dossier: Option<usize>,
    /// Own keywords.
    pub keywords: Vec<String>,
    /// Keys of own papers.
    pub papers: Vec<String>,
    /// Names of co-authors, as printed.
    pub companions: Vec<String>,
}

impl Record {
    /// A record of which nothing but a name is known.
    pub fn named(key: &str, kind: RecordKind, name: &str) -> Self {
        Self {
            key: key.to_owned(),
            kind,
            name: name.to_owned(),
            name_en: None,
            units: Vec::new(),
            email: None,
            email_domain: None,
            orcid: None,
            identity_print: None,
            title: None,
            dossier: None,
            keywords: Vec::new(),
            papers: Vec::new(),
            companions: Vec::new(),
        }
    }
}

/// What the nomination says in which a record stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// Number.
    pub number: String,
    /// Title, introduction and subject words.
    pub text: String,
    /// Subject words.
    pub keywords: Vec<String>,
    /// Keys of the papers that it cites as its own.
    pub papers: Vec<String>,
}

/// Everything to be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// The records.
    pub records: Vec<Record>,
    /// The nominations behind them.
    pub dossiers: Vec<Dossier>,
    /// Aliases and parents of units.
    pub units: Vec<Unit>,
}

/// What a piece of evidence speaks for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// For one person.
    For,
    /// Neither: how common the name is.
    Neutral,
    /// For two persons.
    Against,
}

/// A piece of evidence in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// What it speaks for.
    pub side: Side,
    /// In Chinese, without a full stop.
    pub zh: String,
    /// In English, without a full stop.
    pub en: String,
    /// Where it comes from, if a record can be named: `paper:doi:…`, `nomination:…`.
    pub source: Option<String>,
}

/// How two cells stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same.
    Same,
    /// Agreeing, but written otherwise or not wholly.
    Close,
    /// Different.
    Different,
    /// One side says nothing.
    Unknown,
}

/// A line of two records side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PersonComparison)]
pub struct Comparison {
    /// `name`, `name_en`, `unit`, `former_units`, `title`, `orcid`, `email`, `identity_number`.
    pub field: String,
    /// What the first says.
    pub first: Option<String>,
    /// What the second says.
    pub second: Option<String>,
    /// How they stand to each other.
    pub agreement: Agreement,
}

/// Two records that may be one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Position of the record whose key is the lesser.
    pub first: usize,
    /// Position of the other.
    pub second: usize,
    /// Probability that both are one person, per mille.
    pub probability: u16,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
    /// Both side by side.
    pub comparisons: Vec<Comparison>,
}
