//! What does each piece of evidence weigh? Versioned data: `rules/persons/default.toml` gives the figures
//! with their sources; the prior is that of the conflicts.

use serde::Deserialize;

use crate::conflicts::{ConflictPolicy, IdentityRules};

/// Factors on the odds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gains {
    /// Keywords in the other's nomination.
    pub keywords: u64,
    /// A paper of the one that the other's nomination cites.
    pub common_paper: u64,
    /// One person beside both.
    pub one_companion: u64,
    /// Two persons or more beside both.
    pub companions: u64,
    /// The same telling name before the `@`.
    pub mail_name: u64,
    /// The same name before the `@`, made of the person's name.
    pub mail_plain: u64,
}

/// Divisors of the odds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Losses {
    /// All units differ.
    pub units: u64,
}

/// Probabilities, per mille, that rest on one identifier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certain {
    /// Equal identity numbers.
    pub identity_number: u16,
    /// Equal ORCID.
    pub orcid: u16,
    /// Equal ORCID under different names.
    pub orcid_other_name: u16,
    /// Equal address.
    pub mail: u16,
    /// Equal address under different names.
    pub mail_other_name: u16,
    /// The most that is left where ORCIDs differ.
    pub orcid_differs: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    propose_from: u16,
    most_bearers: usize,
    gains: Gains,
    losses: Losses,
    certain: Certain,
}

/// What the engine weighs by.
#[derive(Clone, Debug)]
pub struct PersonPolicy {
    /// Probability, per mille, from which a pair is proposed.
    pub propose_from: u16,
    /// The most records under one key that are all compared with each other.
    pub most_bearers: usize,
    /// Factors on the odds.
    pub gains: Gains,
    /// Divisors of the odds.
    pub losses: Losses,
    /// What rests on one identifier.
    pub certain: Certain,
    /// Among how many people a name is looked for, as the conflicts have it.
    pub prior: IdentityRules,
}

impl Default for PersonPolicy {
    /// The policy of `rules/persons/default.toml`.
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the file is part of the program, and a test reads it"
        )]
        let figures: Figures = toml::from_str(include_str!("../../rules/persons/default.toml"))
            .expect("rules/persons/default.toml is whole");
        Self {
            propose_from: figures.propose_from,
            most_bearers: figures.most_bearers,
            gains: figures.gains,
            losses: figures.losses,
            certain: figures.certain,
            prior: ConflictPolicy::default().identity,
        }
    }
}
