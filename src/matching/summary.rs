//! How is a run summed up?

use std::collections::{BTreeMap, BTreeSet};

use super::{
    optimum::Best,
    plan::{AssignedPair, MatchInput, Stage},
    report::{
        AffinityCount, ConflictCount, LoadCount, MatchReport, NamedNomination, StageTime, Unfilled,
        WorstServed,
    },
};
use crate::conflicts::{Finding, Severity};

/// Bars of the affinity histogram.
const BARS: u32 = 20;

fn load_histogram(input: &MatchInput, assigned: &[AssignedPair]) -> Vec<LoadCount> {
    let mut loads = vec![0_u32; input.experts.len()];
    for pair in assigned {
        loads[pair.expert] += 1;
    }
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for load in loads {
        *counts.entry(load).or_default() += 1;
    }
    counts.into_iter().map(|(load, count)| LoadCount { load, count }).collect()
}

fn affinity_histogram(assigned: &[AssignedPair]) -> Vec<AffinityCount> {
    let width = 1_000_000 / i64::from(BARS);
    let mut counts = vec![0_u32; BARS as usize];
    for pair in assigned {
        let bar = usize::try_from(pair.score / width).unwrap_or_default();
        counts[bar.min(BARS as usize - 1)] += 1;
    }
    let edge = |bar: u32| f64::from(bar) / f64::from(BARS);
    counts
        .into_iter()
        .zip(0..)
        .map(|(count, bar)| AffinityCount { from: edge(bar), to: edge(bar + 1), count })
        .collect()
}

fn conflict_counts(findings: &[Finding]) -> Vec<ConflictCount> {
    let mut counts: BTreeMap<_, u32> = BTreeMap::new();
    for finding in findings {
        *counts.entry((std::cmp::Reverse(finding.severity), finding.kind)).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((severity, kind), count)| ConflictCount {
            kind: kind.code().to_owned(),
            severity: severity.0.code().to_owned(),
            count,
        })
        .collect()
}

fn assigned_flags(input: &MatchInput, findings: &[Finding], assigned: &[AssignedPair]) -> u64 {
    let pairs: BTreeSet<(&str, &str)> = assigned
        .iter()
        .map(|pair| {
            (
                input.nominations[pair.nomination].nomination_id.as_str(),
                input.experts[pair.expert].expert_id.as_str(),
            )
        })
        .collect();
    let flagged: BTreeSet<(&str, &str)> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Flag)
        .map(|finding| (finding.nomination_id.as_str(), finding.expert_id.as_str()))
        .filter(|pair| pairs.contains(pair))
        .collect();
    flagged.len() as u64
}

fn named(input: &MatchInput, at: usize) -> NamedNomination {
    NamedNomination {
        id: input.keys.get(at).copied().unwrap_or_default(),
        nomination_id: input.nominations[at].nomination_id.clone(),
        title: input.nominations[at].title.clone(),
    }
}

fn whole(micro: i64) -> f64 {
    micro as f64 / 1e6
}

/// Who is served worst; of several, the first by number.
fn worst_served(input: &MatchInput, best: &Best, assigned: &[AssignedPair]) -> Option<WorstServed> {
    let mut totals = vec![0_i64; input.nominations.len()];
    for pair in assigned {
        totals[pair.nomination] += pair.score;
    }
    let (total, at) = totals.into_iter().zip(0..).min()?;
    let floor = best.solution.floor.as_ref();
    Some(WorstServed {
        nomination: named(input, at),
        total: whole(total),
        bound: floor.map(|floor| whole(floor.bound)),
        of_largest_total: floor.map(|floor| whole(floor.smallest_of_sum)),
    })
}

fn unfilled(input: &MatchInput, best: &Best) -> Vec<Unfilled> {
    best.solution
        .shortfalls
        .iter()
        .map(|shortfall| {
            let at = shortfall.nomination as usize;
            let mut why = shortfall.wording(&best.instance);
            let set = shortfall
                .bottleneck
                .and_then(|place| best.solution.bottlenecks.get(place as usize));
            if let Some(set) = set.map(|set| set.wording(&best.instance)) {
                why.zh = format!("{}；{}", why.zh, set.zh);
                why.en = format!("{}; {}", why.en, set.en);
            }
            Unfilled {
                nomination: named(input, at),
                missing: shortfall.missing,
                zh: why.zh,
                en: why.en,
            }
        })
        .collect()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Sums a run up.
pub(super) fn report(
    input: &MatchInput,
    findings: &[Finding],
    best: &Best,
    assigned: &[AssignedPair],
    times: &[(Stage, u64)],
) -> MatchReport {
    let total_score = whole(best.solution.total);
    let is_draw = best.solution.lottery.is_some();
    MatchReport {
        nominations: count(input.nominations.len()),
        experts: count(input.experts.len()),
        demand: u32::try_from(best.instance.demand()).unwrap_or(u32::MAX),
        met: count(assigned.len()),
        total_score,
        mix_cost: whole(best.solution.mix_costs.iter().map(|cost| cost.cost).sum()),
        optimum_proved: best.is_proved,
        dual_bound: Some(whole(best.solution.bound())).filter(|_| best.is_proved),
        optimum_total: best.optimum.map(whole),
        expected_total: is_draw.then(|| whole(best.solution.bound())),
        worst_served: worst_served(input, best, assigned),
        unfilled: unfilled(input, best),
        load_histogram: load_histogram(input, assigned),
        affinity_histogram: affinity_histogram(assigned),
        conflicts: conflict_counts(findings),
        assigned_flags: assigned_flags(input, findings, assigned),
        stages: times
            .iter()
            .map(|(stage, milliseconds)| StageTime {
                stage: stage.as_str().to_owned(),
                milliseconds: *milliseconds,
            })
            .collect(),
        affinity: None,
        panels: None,
    }
}
