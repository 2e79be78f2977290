//! What may be chosen for a match run?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    assignment::{Family, MICRO, Mix, Rules, Score, ScoreError},
    groups::GroupKind,
};
use crate::shared::{Bilingual, hex_sha256};

/// What a run is best at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveName {
    /// The largest total affinity.
    #[default]
    Sum,
    /// The worst-served nomination first, the next worst after it.
    Leximin,
    /// Every nomination at a floor, as high as it can be or as is wanted, then the largest total.
    Floor,
    /// A draw in which no pair is more likely than a bound.
    Random,
}

/// At most so many experts of one group on a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyRule {
    /// What experts are grouped by; the unit has `max_per_unit`.
    pub group: GroupKind,
    /// Most experts of one group, 1 to 15.
    #[validate(range(min = 1, max = 15))]
    #[schema(minimum = 1, maximum = 15)]
    pub most: u32,
}

/// Each expert of one group above a number costs a price on every nomination: a wish, no bound.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MixRule {
    /// What experts are grouped by.
    pub group: GroupKind,
    /// Experts of one group that cost nothing.
    #[validate(range(min = 0, max = 15))]
    #[schema(minimum = 0, maximum = 15)]
    pub free: u32,
    /// What each further expert costs, in affinity.
    #[validate(range(min = 0.001, max = 1.0))]
    #[schema(minimum = 0.001, maximum = 1.0)]
    pub price: f64,
}

/// The parameters of a match run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchParameters {
    /// Experts per nomination, 1 to 15.
    #[serde(default = "five")]
    #[validate(range(min = 1, max = 15))]
    #[schema(minimum = 1, maximum = 15, default = 5)]
    pub per_nomination: u32,
    /// Most nominations per expert, 1 to 100.
    #[serde(default = "eight")]
    #[validate(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100, default = 8)]
    pub max_load: u32,
    /// Fewest nominations per expert.
    #[serde(default)]
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100, default = 0)]
    pub min_load: u32,
    /// Most experts of one unit, by the organisation tree, on a nomination; 0 sets no bound.
    #[serde(default = "one")]
    #[validate(range(min = 0, max = 15))]
    #[schema(minimum = 0, maximum = 15, default = 1)]
    pub max_per_unit: u32,
    /// Bounds on further groups of experts, each kind once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(nested, length(max = 4))]
    pub families: Vec<FamilyRule>,
    /// Prices on groups of experts, each kind once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(nested, length(max = 4))]
    pub mixes: Vec<MixRule>,
    /// A nomination gets the experts of its panel alone, by the division of the round that stands; one that
    /// is in none of its panels may get anybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub within_panels: bool,
    /// No expert is assigned with a lower affinity than this, 0 to 1.
    #[serde(default)]
    #[validate(range(min = 0.0, max = 1.0))]
    #[schema(minimum = 0.0, maximum = 1.0, default = 0.0)]
    pub least_score: f64,
    /// How much it counts against an expert that he was late or poorly rated as a reviewer of earlier rounds: at
    /// most so much of affinity, 0 to 0.05. Who never reviewed loses nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0.0, max = 0.05))]
    #[schema(minimum = 0.0, maximum = 0.05)]
    pub record_weight: Option<f64>,
    /// What the run is best at.
    #[serde(default)]
    pub objective: ObjectiveName,
    /// With `floor`: the sum of affinities that every nomination should reach, at most one an
    /// expert; as high as it can be when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0.0, max = 15.0))]
    pub floor: Option<f64>,
    /// With `random`: no pair is more likely than this.
    #[serde(default = "half")]
    #[validate(range(min = 0.05, max = 1.0))]
    #[schema(minimum = 0.05, maximum = 1.0, default = 0.5)]
    pub max_probability: f64,
    /// Seed of the draw. The server draws it: only the command line may name one.
    #[serde(default)]
    #[validate(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub seed: Option<i64>,
}

const fn one() -> u32 {
    1
}
const fn five() -> u32 {
    5
}
const fn eight() -> u32 {
    8
}
const fn half() -> f64 {
    0.5
}

impl Default for MatchParameters {
    fn default() -> Self {
        Self {
            per_nomination: five(),
            max_load: eight(),
            min_load: 0,
            max_per_unit: one(),
            families: Vec::new(),
            mixes: Vec::new(),
            within_panels: false,
            least_score: 0.0,
            record_weight: None,
            objective: ObjectiveName::Sum,
            floor: None,
            max_probability: half(),
            seed: None,
        }
    }
}

impl MatchParameters {
    /// Whether a floor is given for nothing, or higher than experts can be near.
    pub fn is_floor_wrong(&self) -> bool {
        let highest = f64::from(self.per_nomination);
        self.floor.is_some_and(|floor| {
            self.objective != ObjectiveName::Floor || !(0.0..=highest).contains(&floor)
        })
    }

    /// Every kind that a rule groups experts by, with the place of the rule.
    fn ruled(&self) -> impl Iterator<Item = (&'static str, usize, GroupKind)> + '_ {
        let families = self.families.iter().map(|rule| rule.group).enumerate();
        let mixes = self.mixes.iter().map(|rule| rule.group).enumerate();
        families
            .map(|(at, kind)| ("families", at, kind))
            .chain(mixes.map(|(at, kind)| ("mixes", at, kind)))
    }

    /// What is wrong with the rules over groups of experts, and where: a rule that says a second time
    /// what another says, or two that cross, which no flow holds.
    pub fn rules_fault(&self) -> Option<(String, Bilingual)> {
        let fault = |(list, at, _): (&str, usize, GroupKind), zh: &str, en: &str| {
            Some((format!("/{list}/{at}/group"), Bilingual::new(zh, en)))
        };
        let all: Vec<_> = self.ruled().collect();
        for (place, &one) in all.iter().enumerate() {
            if (one.0, one.2) == ("families", GroupKind::Unit) {
                let zh = "同单位人数由 max_per_unit 限定";
                return fault(one, zh, "max_per_unit bounds the experts of one unit");
            }
            for &other in all.iter().take(place) {
                if (other.0, other.2) == (one.0, one.2) {
                    return fault(one, "同一分组只能限定一次", "the same groups twice");
                }
                if !other.2.nests_with(one.2) {
                    let zh = "系统与地区互相交叉，不能同时限定";
                    return fault(one, zh, "systems and regions cross: take one of the two");
                }
            }
        }
        None
    }

    /// The rules beyond the unit rule, with the group that `of` gives each expert, in the order of the
    /// draft.
    ///
    /// # Errors
    /// [`ScoreError`] for a price that is no affinity.
    pub fn rules(
        &self,
        of: impl Fn(GroupKind) -> Vec<Option<String>>,
    ) -> Result<Rules, ScoreError> {
        let family = |rule: &FamilyRule| Family {
            name: rule.group.as_str().to_owned(),
            of_expert: of(rule.group),
            max_per_nomination: rule.most,
        };
        let mix = |rule: &MixRule| -> Result<Mix, ScoreError> {
            Ok(Mix {
                name: rule.group.as_str().to_owned(),
                of_expert: of(rule.group),
                free: rule.free,
                price: Score::from_f64(rule.price)?,
            })
        };
        Ok(Rules {
            families: self.families.iter().map(family).collect(),
            mixes: self.mixes.iter().map(mix).collect::<Result<_, _>>()?,
        })
    }

    /// The floor that is wanted, in millionths.
    ///
    /// # Errors
    /// [`ScoreError`] for what is no sum of at most fifteen affinities.
    pub fn wanted_floor(&self) -> Result<Option<i64>, ScoreError> {
        let micro = |floor: f64| {
            let is_within = |whole: &u8| f64::from(*whole) <= floor;
            let whole = (0..=15_u8).rev().find(is_within).unwrap_or_default();
            let rest = Score::from_f64(floor - f64::from(whole))?;
            Ok(i64::from(whole) * MICRO + rest.micro())
        };
        self.floor.map(micro).transpose()
    }

    /// How much the record of a reviewer counts at most, in millionths.
    ///
    /// # Errors
    /// [`ScoreError`] for what is no affinity.
    pub fn record_micro(&self) -> Result<i64, ScoreError> {
        let weight = self.record_weight.map(Score::from_f64).transpose()?;
        Ok(weight.map_or(0, Score::micro))
    }

    /// SHA-256 of the parameters as JSON.
    pub fn digest(&self) -> String {
        hex_sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_read_exactly_and_goes_with_its_objective() {
        let of = |floor| MatchParameters {
            objective: ObjectiveName::Floor,
            floor: Some(floor),
            ..MatchParameters::default()
        };
        for (floor, micro) in [(0.0, 0), (0.25, 250_000), (2.675, 2_675_000), (5.0, 5_000_000)] {
            assert_eq!(of(floor).wanted_floor(), Ok(Some(micro)));
            assert!(!of(floor).is_floor_wrong());
        }
        for floor in [-0.1, 5.1, f64::NAN] {
            assert!(of(floor).is_floor_wrong(), "{floor}: five experts cannot reach it");
        }
        assert!(of(17.0).wanted_floor().is_err() && of(f64::NAN).wanted_floor().is_err());
        let other = MatchParameters { objective: ObjectiveName::Sum, ..of(1.0) };
        assert!(other.is_floor_wrong());
        assert_eq!(MatchParameters::default().wanted_floor(), Ok(None));
    }

    #[test]
    fn rules_over_groups_stand_each_once_and_do_not_cross() {
        use GroupKind::{Region, System, Unit, University};
        let of = |families: &[GroupKind], mixes: &[GroupKind]| MatchParameters {
            families: families.iter().map(|&group| FamilyRule { group, most: 2 }).collect(),
            mixes: mixes.iter().map(|&group| MixRule { group, free: 1, price: 0.05 }).collect(),
            ..MatchParameters::default()
        };
        let fault = |parameters: &MatchParameters| parameters.rules_fault().map(|fault| fault.0);
        for (families, mixes, expected) in [
            (&[University, Region][..], &[Unit, University, Region][..], None),
            (&[University, System][..], &[System][..], None),
            (&[Unit][..], &[][..], Some("/families/0/group")),
            (&[Region, University, Region][..], &[][..], Some("/families/2/group")),
            (&[][..], &[Unit, Unit][..], Some("/mixes/1/group")),
            (&[System][..], &[Unit, Region][..], Some("/mixes/1/group")),
        ] {
            let parameters = of(families, mixes);
            assert_eq!(fault(&parameters).as_deref(), expected, "{families:?} {mixes:?}");
            let written = serde_json::to_value(&parameters).unwrap();
            let read: MatchParameters = serde_json::from_value(written).unwrap();
            assert_eq!(read, parameters);
        }
        let wrong = MixRule { group: Unit, free: 16, price: 0.0 };
        assert_eq!(wrong.validate().unwrap_err().field_errors().len(), 2);
        let rules = of(&[University], &[Region]).rules(|_| vec![None]).unwrap();
        let (family, mix) = (&rules.families[0], &rules.mixes[0]);
        assert_eq!((family.name.as_str(), mix.price.micro()), ("university", 50_000));
    }

    #[test]
    fn parameters_without_a_floor_are_written_as_before() {
        let written = serde_json::to_value(MatchParameters::default()).unwrap();
        for later in ["floor", "families", "mixes", "within_panels", "record_weight"] {
            assert!(written.get(later).is_none(), "{written}");
        }
        let read: MatchParameters = serde_json::from_value(written).unwrap();
        assert_eq!(read, MatchParameters::default());
    }
}
