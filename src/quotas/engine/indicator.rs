//! What makes the score? An indicator: a rate of cases, or a deduction for events.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shared::Bilingual;

/// The three heads that the notice of 2015 names (承接资格条件).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Head {
    /// 综合实力.
    OverallStrength,
    /// 管理质量.
    ManagementQuality,
    /// 服务水平.
    ServiceLevel,
}

impl Head {
    /// All three, in the order of the notice.
    pub const ALL: [Self; 3] = [Self::OverallStrength, Self::ManagementQuality, Self::ServiceLevel];

    /// What it is called.
    pub fn name(self) -> Bilingual {
        match self {
            Self::OverallStrength => Bilingual::new("综合实力", "overall strength"),
            Self::ManagementQuality => Bilingual::new("管理质量", "management quality"),
            Self::ServiceLevel => Bilingual::new("服务水平", "service level"),
        }
    }
}

/// How counts become points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// A part of cases, shrunk; points grow evenly between two rates.
    Rate {
        /// The measure that counts the part.
        numerator: String,
        /// The measure that counts the whole.
        denominator: String,
        /// The rate that gives no points, per mille.
        zero_permille: u32,
        /// The rate that gives all points, per mille; below `zero_permille` where less is better.
        full_permille: u32,
        /// The base rate, as a fraction of published counts.
        base: (u32, u32),
    },
    /// All points, less a deduction for each event.
    Events {
        /// The measure that counts the events.
        measure: String,
        /// Points lost for each.
        points_each: u32,
    },
}

/// One indicator (指标).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "IndicatorText")]
pub struct Indicator {
    /// Its number, such as `I05`.
    pub id: String,
    /// What it is called.
    pub name: Bilingual,
    /// The head that it counts under.
    pub head: Head,
    /// Most points.
    pub points: u32,
    /// How counts become points.
    #[serde(flatten)]
    pub source: Source,
    /// Where its figures come from.
    pub basis: String,
}

impl Indicator {
    /// The measures that it looks at.
    pub(super) fn measures(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match &self.source {
            Source::Rate { numerator, denominator, .. } => {
                (numerator.as_str(), Some(denominator.as_str()))
            }
            Source::Events { measure, .. } => (measure.as_str(), None),
        };
        std::iter::once(first).chain(second)
    }

    /// Part and whole, if it is a rate.
    pub(super) fn rate(&self) -> Option<(&str, &str)> {
        match &self.source {
            Source::Rate { numerator, denominator, .. } => Some((numerator, denominator)),
            Source::Events { .. } => None,
        }
    }

    /// Whether more of the measure is better.
    pub fn is_up(&self) -> bool {
        match &self.source {
            Source::Rate { zero_permille, full_permille, .. } => full_permille > zero_permille,
            Source::Events { .. } => false,
        }
    }
}

/// An indicator as the file has it: flat, so that an unknown key is found.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorText {
    id: String,
    name: Bilingual,
    head: Head,
    points: u32,
    kind: Kind,
    numerator: Option<String>,
    denominator: Option<String>,
    zero_permille: Option<u32>,
    full_permille: Option<u32>,
    base: Option<(u32, u32)>,
    measure: Option<String>,
    points_each: Option<u32>,
    basis: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Rate,
    Events,
}

impl TryFrom<IndicatorText> for Indicator {
    type Error = Bilingual;

    fn try_from(text: IndicatorText) -> Result<Self, Bilingual> {
        let IndicatorText { id, name, head, points, basis, kind, .. } = text;
        let lacks = |key: &str| {
            Bilingual::new(format!("指标 {id} 缺少键 {key}"), format!("indicator {id} lacks {key}"))
        };
        let is_alien = match kind {
            Kind::Rate => text.measure.is_some() || text.points_each.is_some(),
            Kind::Events => {
                text.numerator.is_some()
                    || text.denominator.is_some()
                    || text.zero_permille.is_some()
                    || text.full_permille.is_some()
                    || text.base.is_some()
            }
        };
        if is_alien {
            return Err(Bilingual::new(
                format!("指标 {id} 含有不属于该类型（kind）的键"),
                format!("indicator {id} has a key that does not belong to its kind"),
            ));
        }
        let source = match kind {
            Kind::Rate => Source::Rate {
                numerator: text.numerator.ok_or_else(|| lacks("numerator"))?,
                denominator: text.denominator.ok_or_else(|| lacks("denominator"))?,
                zero_permille: text.zero_permille.ok_or_else(|| lacks("zero_permille"))?,
                full_permille: text.full_permille.ok_or_else(|| lacks("full_permille"))?,
                base: text.base.ok_or_else(|| lacks("base"))?,
            },
            Kind::Events => Source::Events {
                measure: text.measure.ok_or_else(|| lacks("measure"))?,
                points_each: text.points_each.ok_or_else(|| lacks("points_each"))?,
            },
        };
        Ok(Self { id, name, head, points, source, basis })
    }
}
