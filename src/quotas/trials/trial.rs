//! What would a policy do? Computed from values, stored nowhere.

use super::{
    super::engine::{EngineError, History, Policy, compare, decide},
    views::{ComparedView, SimulationView, TrialPolicyView, societies, summary},
};

/// A policy to be tried on a total.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What the reader is told of the policy.
    pub shown: TrialPolicyView,
    /// The policy.
    pub policy: Policy,
    /// Places in all.
    pub total: u32,
}

impl Trial {
    /// The trial with no more than the newest `rounds` counting.
    #[must_use]
    pub fn within(mut self, rounds: Option<u32>) -> Self {
        if let Some(rounds) = rounds {
            self.policy.window.decay_permille.truncate(rounds as usize);
        }
        self
    }
}

/// Tries a policy, beside another if there is one, and explains one society if one is named.
///
/// # Errors
/// The engine's.
pub fn simulate(
    history: &History,
    trial: &Trial,
    other: Option<&Trial>,
    explained: Option<&str>,
) -> Result<SimulationView, EngineError> {
    let outcome = decide(history, &trial.policy, trial.total)?;
    let compared = match other {
        None => None,
        Some(other) => {
            let second = decide(history, &other.policy, other.total)?;
            Some(ComparedView {
                policy: other.shown.clone(),
                summary: summary(&second),
                societies: societies(&second),
                comparison: compare(&second, &outcome),
            })
        }
    };
    let explained = outcome.societies.iter().find(|one| Some(one.society_id.as_str()) == explained);
    Ok(SimulationView {
        policy: trial.shown.clone(),
        summary: summary(&outcome),
        societies: societies(&outcome),
        explained: explained.cloned(),
        compared,
    })
}
