//! How is the best plan found among all pairs, when only few of them matter?
//!
//! Column generation: the solver sees each nomination's best candidates; then every pair that it
//! did not see is priced with the prices of its plan, and those that would pay are added, until
//! none would. The prices then prove the plan best among all pairs.

use std::collections::BTreeSet;

use super::{
    affinity::{ExpertAffinity, NominationAffinity},
    assignment::{
        self, Draft, Expert, Instance, Nomination, Objective, Probability, Score, ScoredPair,
        Solution,
    },
    parameters::{MatchParameters, ObjectiveName},
    plan::{MatchInput, PlanError},
};
use crate::conflicts::{Finding, Severity};

/// Candidates of a nomination that the solver sees at first.
const FIRST_CANDIDATES: usize = 80;
/// Candidates of a nomination added in one round.
const MORE_CANDIDATES: usize = 40;
/// Objectives that no price proves over all pairs see this many candidates instead.
const CANDIDATES_WITHOUT_PRICES: usize = 300;

/// The best plan.
pub(super) struct Best {
    /// What the solver saw at last.
    pub(super) instance: Instance,
    /// The plan.
    pub(super) solution: Solution,
    /// Whether the prices prove it best among all pairs.
    pub(super) is_proved: bool,
}

fn objective(parameters: &MatchParameters) -> Result<Objective, PlanError> {
    Ok(match parameters.objective {
        ObjectiveName::Sum => Objective::Sum,
        ObjectiveName::Leximin => Objective::Leximin,
        ObjectiveName::Random => Objective::Random {
            max_probability: Probability::from_f64(parameters.max_probability)?,
            seed: parameters.seed.unwrap_or_default().unsigned_abs(),
        },
    })
}

fn scored(nomination: usize, one: &ExpertAffinity) -> Option<ScoredPair> {
    let nomination = u32::try_from(nomination).ok()?;
    let expert = u32::try_from(one.expert).ok()?;
    Some(ScoredPair { nomination, expert, score: Score::from_micro(one.score.micro.into()).ok()? })
}

/// The instance without its pairs.
fn empty_draft(
    input: &MatchInput,
    parameters: &MatchParameters,
    bars: &BTreeSet<(u32, u32)>,
) -> Draft {
    let nomination = |id: &String| Nomination { id: id.clone(), demand: parameters.per_nomination };
    Draft {
        nominations: input.nominations.iter().map(|one| nomination(&one.nomination_id)).collect(),
        experts: input
            .experts
            .iter()
            .map(|expert| {
                let max_load =
                    expert.max_load.map_or(parameters.max_load, |own| own.min(parameters.max_load));
                Expert {
                    id: expert.expert_id.clone(),
                    min_load: parameters.min_load.min(max_load),
                    max_load,
                    unit: Some(expert.unit.clone()).filter(|unit| !unit.is_empty()),
                }
            })
            .collect(),
        pairs: Vec::new(),
        bars: bars.iter().copied().collect(),
        pins: Vec::new(),
        max_per_unit: parameters.max_per_unit,
    }
}

/// The pairs that bar, by position.
fn barred(input: &MatchInput, findings: &[Finding]) -> BTreeSet<(u32, u32)> {
    let nominations: std::collections::BTreeMap<&str, u32> =
        input.nominations.iter().map(|one| one.nomination_id.as_str()).zip(0..).collect();
    let experts: std::collections::BTreeMap<&str, u32> =
        input.experts.iter().map(|one| one.expert_id.as_str()).zip(0..).collect();
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Bar)
        .filter_map(|finding| {
            let nomination = nominations.get(finding.nomination_id.as_str())?;
            Some((*nomination, *experts.get(finding.expert_id.as_str())?))
        })
        .collect()
}

/// Finds the best plan.
///
/// # Errors
/// The parameters contradict each other.
pub(super) fn find(
    input: &MatchInput,
    parameters: &MatchParameters,
    affinities: &[NominationAffinity],
    findings: &[Finding],
) -> Result<Best, PlanError> {
    let objective = objective(parameters)?;
    let bars = barred(input, findings);
    let least = Score::from_f64(parameters.least_score)?;
    let has_prices = objective == Objective::Sum;
    let first = if has_prices { FIRST_CANDIDATES } else { CANDIDATES_WITHOUT_PRICES };
    let mut seen: Vec<Vec<ScoredPair>> = affinities
        .iter()
        .enumerate()
        .map(|(nomination, affinity)| {
            affinity
                .experts
                .iter()
                .filter_map(|one| scored(nomination, one))
                .take_while(|pair| pair.score >= least)
                .filter(|pair| !bars.contains(&(pair.nomination, pair.expert)))
                .take(first)
                .collect()
        })
        .collect();
    loop {
        let mut draft = empty_draft(input, parameters, &bars);
        draft.pairs = seen.iter().flatten().copied().collect();
        let instance = Instance::new(draft)?;
        let solution = assignment::solve(&instance, objective);
        let is_grown =
            has_prices && price(affinities, &bars, least, (&instance, &solution), &mut seen);
        if !is_grown {
            let is_proved = has_prices && assignment::verify(&instance, &solution).is_ok();
            return Ok(Best { instance, solution, is_proved });
        }
    }
}

/// Adds the pairs that would pay at the plan's prices; returns whether there were any.
fn price(
    affinities: &[NominationAffinity],
    bars: &BTreeSet<(u32, u32)>,
    least: Score,
    (instance, solution): (&Instance, &Solution),
    seen: &mut [Vec<ScoredPair>],
) -> bool {
    let mut is_grown = false;
    for (nomination, (affinity, seen)) in affinities.iter().zip(seen).enumerate() {
        let known: BTreeSet<u32> = seen.iter().map(|pair| pair.expert).collect();
        let mut paying: Vec<(i64, ScoredPair)> = affinity
            .experts
            .iter()
            .filter_map(|one| scored(nomination, one))
            .take_while(|pair| pair.score >= least)
            .filter(|pair| {
                !known.contains(&pair.expert) && !bars.contains(&(pair.nomination, pair.expert))
            })
            .filter_map(|pair| {
                let threshold =
                    solution.certificate.threshold(instance, pair.nomination, pair.expert);
                let gain = pair.score.micro() - threshold;
                (gain > 0).then_some((gain, pair))
            })
            .collect();
        paying.sort_by_key(|(gain, pair)| (std::cmp::Reverse(*gain), pair.expert));
        paying.truncate(MORE_CANDIDATES);
        is_grown |= !paying.is_empty();
        seen.extend(paying.into_iter().map(|(_, pair)| pair));
    }
    is_grown
}
