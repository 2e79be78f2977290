//! Which indicators are there, of which measures are they made, and which laws do measures keep?

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::model::{FUNNEL, PARTS, measure_named};
use crate::shared::Bilingual;

/// The definitions that Laurel ships.
pub const SHIPPED: &str = include_str!("../../rules/track_record/indicators.toml");

/// Everything that is declared about the track record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    of_nominations: Vec<String>,
    indicator: Vec<Indicator>,
    disputes: DisputeRule,
    rounds: RoundRule,
    integrity: IntegrityRule,
    collected: CollectedRule,
}

/// Whether more of an indicator is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// It informs only.
    None,
}

impl Direction {
    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::None => "none",
        }
    }
}

/// An indicator (指标): a rate of two measures or the count of one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Such as `I05`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Numerator and denominator, for a rate.
    pub rate: Option<[String; 2]>,
    /// The measure, for a count.
    pub count: Option<String>,
    /// Whether more is better.
    pub direction: Direction,
    /// Where the facts come from.
    pub source: Bilingual,
}

impl Indicator {
    /// The measures that it is made of, the numerator first.
    pub fn measures(&self) -> Vec<&str> {
        match (&self.rate, &self.count) {
            (Some([numerator, denominator]), _) => vec![numerator, denominator],
            (None, Some(count)) => vec![count],
            (None, None) => vec![],
        }
    }
}

/// Until when a society may dispute, and until when it is answered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeRule {
    /// Days after a fact was recorded in which it may be disputed.
    pub file_within_days: u32,
    /// Days in which CAST answers.
    pub answer_within_days: u32,
    /// On what this rests.
    pub basis: Bilingual,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundRule {
    years_between: u32,
    #[expect(dead_code, reason = "a number of the rules says what it rests on")]
    basis: Bilingual,
}

/// Under which measure an integrity event counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntegrityRule {
    /// Confirmed misconduct.
    pub misconduct: String,
    /// An upheld complaint.
    pub complaint: String,
    /// Fees that were charged.
    pub fees: String,
    /// A suspension or cancellation whose term touches the next round.
    pub suspension: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CollectedRule {
    disclosures_per_round: u32,
    early_hours: u32,
    selection_experts: u32,
    selection_quorum: [u32; 2],
    #[expect(dead_code, reason = "a number of the rules says what it rests on")]
    basis: Bilingual,
}

/// The definitions cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("业绩指标定义有误 / the definitions of the track record are wrong: {0}")]
pub struct DefinitionError(String);

impl Definitions {
    /// The definitions that Laurel ships.
    ///
    /// # Errors
    /// As [`Definitions::parse`]; a test holds them to be right.
    pub fn shipped() -> Result<Self, DefinitionError> {
        Self::parse(SHIPPED)
    }

    /// Reads definitions.
    ///
    /// # Errors
    /// An unknown key, an indicator twice, a measure that Laurel does not know.
    pub fn parse(text: &str) -> Result<Self, DefinitionError> {
        let read: Self =
            toml::from_str(text).map_err(|error| DefinitionError(error.to_string()))?;
        let mut ids = BTreeSet::new();
        for indicator in &read.indicator {
            if !ids.insert(&indicator.id) {
                return Err(DefinitionError(format!("{} stands there twice", indicator.id)));
            }
            if indicator.rate.is_some() == indicator.count.is_some() {
                let id = &indicator.id;
                return Err(DefinitionError(format!("{id} is a rate or a count")));
            }
        }
        let mut named = read.indicator.iter().flat_map(Indicator::measures);
        if let Some(measure) = named.find(|measure| measure_name(measure).is_none()) {
            return Err(DefinitionError(format!("the measure {measure} is unknown")));
        }
        Ok(read)
    }

    /// Every indicator in its written order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicator
    }

    /// The indicator `id`.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicator.iter().find(|indicator| indicator.id == id)
    }

    /// The rule of disputes.
    pub fn disputes(&self) -> &DisputeRule {
        &self.disputes
    }

    /// How integrity events are counted.
    pub fn integrity(&self) -> &IntegrityRule {
        &self.integrity
    }

    /// Years from one round to the next.
    pub fn years_between(&self) -> i32 {
        i32::try_from(self.rounds.years_between).unwrap_or(i32::MAX)
    }

    /// Disclosures that a society with a taskbook owes in a round.
    pub fn disclosures_per_round(&self) -> u32 {
        self.collected.disclosures_per_round
    }

    /// Hours before the close from which a submission is an early one.
    pub fn early_hours(&self) -> u32 {
        self.collected.early_hours
    }

    /// Experts that a selection has at the least.
    pub fn selection_experts(&self) -> u32 {
        self.collected.selection_experts
    }

    /// The part of its experts that a selection hears at the least, as a fraction.
    pub fn selection_quorum(&self) -> [u32; 2] {
        self.collected.selection_quorum
    }

    /// Whether the measure counts nominations, so that it comes from cases or from totals together
    /// with its like.
    pub fn is_of_nominations(&self, measure: &str) -> bool {
        self.of_nominations.iter().any(|one| one == measure)
    }
}

/// What a measure is called; none where Laurel does not know it.
pub(super) fn measure_name(measure: &str) -> Option<Bilingual> {
    match measure {
        "quota" => Some(Bilingual::new("名额", "quota")),
        _ => measure_named(measure).map(|known| Bilingual::new(known.zh, known.en)),
    }
}

/// Where the counts of a society in a round contradict each other: each measure of the way of a
/// nomination counts a part of the one before it, and so do the pairs besides.
pub fn contradictions(counts: &BTreeMap<String, u32>) -> Vec<Contradiction> {
    // A file may leave a link out: then its neighbours are held against each other.
    let there: Vec<&str> =
        FUNNEL.into_iter().filter(|measure| counts.contains_key(*measure)).collect();
    let chain = there.iter().skip(1).zip(&there).map(|(part, whole)| (*part, *whole));
    let count = |measure: &str| counts.get(measure).copied().unwrap_or_default();
    chain
        .chain(PARTS)
        .filter(|(part, whole)| counts.contains_key(*whole) && count(part) > count(whole))
        .map(|(part, whole)| Contradiction {
            part: (part.to_owned(), count(part)),
            whole: (whole.to_owned(), count(whole)),
        })
        .collect()
}

/// A part that is larger than its whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The part, with its count.
    pub part: (String, u32),
    /// The whole, with its count.
    pub whole: (String, u32),
}

impl std::fmt::Display for Contradiction {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ((part, n), (whole, of)) = (&self.part, &self.whole);
        write!(formatter, "{part} = {n} > {whole} = {of}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_definitions_name_every_indicator_of_the_design() {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        let ids: Vec<&str> =
            definitions.indicators().iter().map(|indicator| indicator.id.as_str()).collect();
        let mut expected: Vec<String> = (1..=20).map(|number| format!("I{number:02}")).collect();
        // Diversity and structure has three shares.
        expected.splice(18..18, ["I18b".to_owned(), "I18c".to_owned()]);
        expected.extend((1..=3).map(|number| format!("C{number}")));
        expected.push("N1".to_owned());
        assert_eq!(ids, expected);
        assert!(definitions.indicators().iter().all(|indicator| !indicator.measures().is_empty()));
    }

    #[test]
    fn an_unknown_key_and_an_unknown_measure_are_refused() {
        let odd = format!("weight = 3\n{SHIPPED}");
        assert!(Definitions::parse(&odd).is_err());
        let unnamed = SHIPPED.replace("count = \"abandoned\"", "count = \"given_up\"");
        let error = Definitions::parse(&unnamed).unwrap_err();
        assert!(error.to_string().contains("given_up"), "{error}");
        let twice = SHIPPED.replace("id = \"I02\"", "id = \"I01\"");
        assert!(Definitions::parse(&twice).is_err());
    }

    #[test]
    fn a_part_above_its_whole_contradicts_it() {
        let counts = |pairs: &[(&str, u32)]| {
            pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        let whole = counts(&[("submitted", 3), ("form_passed", 3), ("accepted", 2)]);
        assert_eq!(contradictions(&whole), []);
        let broken = counts(&[("submitted", 3), ("withdrawn", 4), ("accepted", 2), ("awarded", 1)]);
        let found: Vec<String> = contradictions(&broken).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["withdrawn = 4 > submitted = 3"]);
        let apart = counts(&[("submitted", 3), ("awarded", 4)]);
        assert_eq!(contradictions(&apart).len(), 1, "over the links that are left out");
    }
}
