//! What is proposed for every society, and why? The whole engine in one call.

use rayon::prelude::*;

use super::apportion::Regime;
use super::draft::{Draft, priors};
use super::explain::Explainer;
use super::history::History;
use super::outcome::{
    ENGINE_VERSION, EngineError, Infeasible, Outcome, SocietyOutcome, UnmetFloor,
};
use super::policy::Policy;
use super::prior::{IndicatorPrior, Priors};
use super::record::Record;
use crate::shared::Bilingual;

/// To what the small numbers of the newest round are shrunk.
///
/// # Errors
/// As [`decide`], but for the total.
pub fn fit_priors(history: &History, policy: &Policy) -> Result<Vec<IndicatorPrior>, EngineError> {
    let record = lay_out(history, policy)?;
    let newest = record.rounds.len() - 1;
    Ok(Priors::fit(&record, policy, newest).view(&record, policy))
}

/// Proposes the quotas of the next round under an exact total. The same history (in any order of
/// its rows), policy and total give the same outcome, on one thread or many.
///
/// # Errors
/// No rows, rows that contradict the policy's rates, or a total below the floors; the last carries
/// the proposal that keeps the total and leaves the fewest floors unmet.
pub fn decide(history: &History, policy: &Policy, total: u32) -> Result<Outcome, EngineError> {
    let record = lay_out(history, policy)?;
    let priors = priors(&record, policy);
    let draft = Draft::new(&record, policy, &priors, total);
    let explainer = Explainer::new(history, policy, &record, &priors, &draft);
    let decided: Vec<usize> =
        (0..record.societies.len()).filter(|s| draft.judged[*s].is_decided).collect();
    let societies: Vec<SocietyOutcome> =
        decided.par_iter().with_min_len(16).map(|society| explainer.explain(*society)).collect();
    let given: u32 = societies.iter().map(|society| society.proposed).sum();
    let outcome = Outcome {
        engine_version: ENGINE_VERSION,
        policy: policy.id.clone(),
        target_after: record.rounds.last().copied().unwrap_or_default(),
        total,
        reserve: total - given,
        priors: priors.first().map(|p| p.view(&record, policy)).unwrap_or_default(),
        societies,
        notes: notes(&record, &draft),
    };
    if draft.regime == Regime::Short {
        return Err(EngineError::Infeasible(Box::new(infeasible(&record, &draft, outcome))));
    }
    Ok(outcome)
}

fn lay_out(history: &History, policy: &Policy) -> Result<Record, EngineError> {
    if history.newest_round().is_none() {
        return Err(EngineError::Empty);
    }
    Record::new(history, policy).map_err(EngineError::History)
}

fn infeasible(record: &Record, draft: &Draft<'_>, outcome: Outcome) -> Infeasible {
    let floor = |society: usize| draft.judged[society].span.seats.least;
    let decided = || (0..record.societies.len()).filter(|s| draft.judged[*s].is_decided);
    let floors = decided().filter(|society| draft.places[*society] < floor(*society));
    Infeasible {
        available: draft.available,
        needed: decided().map(|society| u64::from(floor(society))).sum(),
        floors: floors
            .map(|society| UnmetFloor {
                society_id: record.societies[society].id.clone(),
                society: record.societies[society].name.clone(),
                floor: floor(society),
                places: draft.places[society],
            })
            .collect(),
        outcome,
    }
}

fn notes(record: &Record, draft: &Draft<'_>) -> Vec<Bilingual> {
    let mut notes = record.notes.clone();
    let absent = draft.judged.iter().zip(&record.societies).filter(|(j, _)| !j.is_decided);
    for (_, society) in absent {
        let (id, name) = (&society.id, &society.name);
        notes.push(Bilingual::new(
            format!("学会 {id} {name} 在最近一个年度没有数据，不作调整"),
            format!("society {id} {name} has no row in the newest round; nothing is decided on it"),
        ));
    }
    let given: u32 = draft.places.iter().sum();
    if draft.regime == Regime::Plenty && draft.available > given {
        let rest = draft.available - given;
        notes.push(Bilingual::new(
            format!("总额有余：各学会均已到其上限，{rest} 个名额留存"),
            format!("the total is more than all may have; {rest} places stay in the reserve"),
        ));
    }
    notes
}
