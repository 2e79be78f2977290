//! How is the best plan found among all pairs, when only few of them matter?
//!
//! Columns are generated over the nearest experts of each nomination, and more of them are looked at until
//! the prices of the plan of the largest total prove it the best of all. Under `sum` and `random` that is
//! the plan; what another objective makes of the pairs seen stands beside that total.

use std::collections::BTreeSet;

use super::{
    assignment::{
        self, Draft, Expert, Instance, Nomination, Objective, Probability, Rules, Solution,
        solve_columns,
    },
    groups::{ExpertGroups, GroupKind},
    nearest::Nearest,
    parameters::{MatchParameters, ObjectiveName},
    plan::{MatchInput, PlanError},
};
use crate::conflicts::{Finding, Severity};

/// Candidates of a nomination that the solver sees at first.
const FIRST_CANDIDATES: usize = 80;
/// Objectives that no price proves over all pairs see this many candidates at first.
const CANDIDATES_WITHOUT_PRICES: usize = 300;

/// The best plan.
pub(super) struct Best {
    /// What the solver saw at last.
    pub(super) instance: Instance,
    /// The plan.
    pub(super) solution: Solution,
    /// Whether the prices prove it best among all pairs; of a draw, its expectation.
    pub(super) is_proved: bool,
    /// The largest total of a plan that fills as many places, where the prices prove it so.
    pub(super) optimum: Option<i64>,
}

fn objective(parameters: &MatchParameters) -> Result<Objective, PlanError> {
    Ok(match parameters.objective {
        ObjectiveName::Sum => Objective::Sum,
        ObjectiveName::Leximin => Objective::Leximin,
        ObjectiveName::Floor => Objective::Floor { wanted: parameters.wanted_floor()? },
        ObjectiveName::Random => Objective::Random {
            max_probability: Probability::from_f64(parameters.max_probability)?,
            seed: parameters.seed.unwrap_or_default().unsigned_abs(),
        },
    })
}

/// The instance without its pairs, and its rules.
fn empty_draft(
    input: &MatchInput,
    parameters: &MatchParameters,
    groups: &[ExpertGroups],
    bars: &BTreeSet<(u32, u32)>,
) -> Result<(Draft, Rules), PlanError> {
    let of = |at: usize, kind| groups.get(at).and_then(|of| of.of(kind)).map(str::to_owned);
    let nomination = |id: &String| Nomination { id: id.clone(), demand: parameters.per_nomination };
    let expert = |(at, expert): (usize, &crate::experts::model::Expert)| {
        let max_load =
            expert.max_load.map_or(parameters.max_load, |own| own.min(parameters.max_load));
        Expert {
            id: expert.expert_id.clone(),
            min_load: parameters.min_load.min(max_load),
            max_load,
            unit: of(at, GroupKind::Unit),
        }
    };
    let draft = Draft {
        nominations: input.nominations.iter().map(|one| nomination(&one.nomination_id)).collect(),
        experts: input.experts.iter().enumerate().map(expert).collect(),
        pairs: Vec::new(),
        bars: bars.iter().copied().collect(),
        pins: Vec::new(),
        max_per_unit: parameters.max_per_unit,
    };
    let rules =
        parameters.rules(|kind| (0..input.experts.len()).map(|at| of(at, kind)).collect())?;
    Ok((draft, rules))
}

/// The pairs that bar, by position.
pub(super) fn barred(input: &MatchInput, findings: &[Finding]) -> BTreeSet<(u32, u32)> {
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

/// Finds the best plan; `nearest` holds afterwards what was looked at.
///
/// # Errors
/// The parameters contradict each other.
pub(super) fn find(
    input: &MatchInput,
    parameters: &MatchParameters,
    groups: &[ExpertGroups],
    nearest: &mut Nearest<'_>,
    bars: &BTreeSet<(u32, u32)>,
) -> Result<Best, PlanError> {
    let objective = objective(parameters)?;
    let (draft, rules) = empty_draft(input, parameters, groups, bars)?;
    let is_sum = objective == Objective::Sum;
    let first = if is_sum { FIRST_CANDIDATES } else { CANDIDATES_WITHOUT_PRICES };
    let mut of_all = |objective| -> Result<(Instance, Solution, bool), PlanError> {
        loop {
            let found = solve_columns(&draft, &rules, &*nearest, objective, first)?;
            if !nearest.deepen(&found.solution) {
                let is_proved = assignment::verify(&found.instance, &found.solution).is_ok();
                return Ok((found.instance, found.solution, is_proved));
            }
        }
    };
    let (instance, largest, is_proved) = of_all(Objective::Sum)?;
    let optimum = is_proved.then_some(largest.total);
    if is_sum {
        return Ok(Best { instance, solution: largest, is_proved, optimum });
    }
    if matches!(objective, Objective::Random { .. }) {
        let (instance, solution, is_proved) = of_all(objective)?;
        return Ok(Best { instance, solution, is_proved, optimum });
    }
    let solution = assignment::solve(&instance, objective);
    Ok(Best { instance, solution, is_proved: false, optimum })
}
