//! What does an examiner see of what nominations share?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::RoundId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{evidence::Found, facts::Material};
use crate::shared::Bilingual;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReusePart)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Whether it stands in the other text as well.
    pub is_shared: bool,
}

/// A nomination beside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReuseNomination)]
pub struct OtherView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Number.
    pub number: String,
    /// Project name.
    pub title: String,
    /// Year of its round.
    pub round: i32,
    /// Code of the nominating society.
    pub society: Option<String>,
    /// Nominator.
    pub nominator: Option<String>,
    /// State.
    pub state: String,
}

/// Something shared.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ReuseFinding)]
pub struct ReuseFindingView {
    /// `person`, `namesake`, `content`, `paper`, `title` or `text`.
    pub kind: String,
    /// 0 to 1; what is exact is 1.
    pub score: f64,
    /// What matched.
    pub what: Bilingual,
    /// Rules that it is evidence of.
    pub rules: Vec<String>,
}

/// Another nomination with what is shared.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReuseMatch {
    /// The other.
    pub other: OtherView,
    /// Whether it stands in the same round.
    pub is_same_round: bool,
    /// The strongest first.
    pub findings: Vec<ReuseFindingView>,
    /// Title and introduction of this nomination in parts; empty where no passage is shared.
    pub own_text: Vec<Part>,
    /// Those of the other.
    pub other_text: Vec<Part>,
}

/// What a nomination shares with others.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReuseReport {
    /// The nomination.
    pub nomination: OtherView,
    /// What compared: engine and thresholds.
    pub engine: String,
    /// Nominations of this and earlier rounds that it was compared with.
    pub compared: u64,
    /// Others with findings, of which those are shown that come first.
    pub found: u64,
    /// Whether its text says enough to be compared.
    pub is_text_compared: bool,
    /// The strongest first.
    pub matches: Vec<ReuseMatch>,
}

/// Two nominations in the list of a round.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReusePair {
    /// The one of the round.
    pub nomination: OtherView,
    /// The other.
    pub other: OtherView,
    /// What is shared.
    pub finding: ReuseFindingView,
}

/// A comparison of a whole round.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ReuseRun)]
pub struct ReuseRunView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// `queued`, `running`, `done` or `failed`.
    pub state: String,
    /// What compared: engine and thresholds.
    pub engine: String,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Nominations of the round.
    pub compared: i32,
    /// Nominations that they were compared with.
    pub against: i32,
    /// Pairs found.
    pub found: u64,
    /// Why it failed.
    pub error: Option<String>,
}

impl OtherView {
    pub(super) fn of(material: &Material, years: &BTreeMap<RoundId, i32>) -> Self {
        Self {
            id: material.id.0,
            number: material.number.clone(),
            title: material.title.clone(),
            round: years.get(&material.round).copied().unwrap_or_default(),
            society: material.society.clone(),
            nominator: material.nominator.clone(),
            state: material.state.as_str().to_owned(),
        }
    }
}

impl ReuseFindingView {
    pub(super) fn of(found: Found, rules: &[&str]) -> Self {
        Self {
            kind: found.kind.as_str().to_owned(),
            score: found.score,
            what: found.what,
            rules: rules.iter().map(ToString::to_string).collect(),
        }
    }
}
