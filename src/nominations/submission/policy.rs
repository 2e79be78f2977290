//! May a nomination be withdrawn, and what becomes of its place?

use serde::Deserialize;

const IN_FORCE: &str = include_str!("../../../rules/withdrawal/default.toml");

/// What may be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawalPolicy {
    /// By societies that nominate through CAST.
    via_cast: bool,
    /// Whether it may be submitted again before nominating ends.
    replaces_before_close: bool,
    /// Whether the place is free again before nominating ends.
    frees_place_before_close: bool,
    /// On what it stands.
    pub(super) basis: String,
}

/// What a withdrawal would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    /// Whether it may be asked for.
    pub(super) is_allowed: bool,
    /// Whether the dossier may be submitted again.
    pub(super) may_replace: bool,
    /// Whether the place goes back to the society.
    pub(super) frees_place: bool,
}

impl WithdrawalPolicy {
    /// The policy in force.
    ///
    /// # Errors
    /// The file does not parse, which a test would have seen.
    pub(super) fn in_force() -> Result<Self, toml::de::Error> {
        toml::from_str(IN_FORCE)
    }

    /// What a withdrawal does for a society of either route, before or after the end of nominating.
    pub(super) const fn effect(&self, is_via_cast: bool, is_before_close: bool) -> Effect {
        let is_allowed = self.via_cast || !is_via_cast;
        Effect {
            is_allowed,
            may_replace: is_allowed && is_before_close && self.replaces_before_close,
            frees_place: is_before_close && self.frees_place_before_close,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_in_force_takes_none_through_cast_and_frees_no_place_after_the_end() {
        let policy = WithdrawalPolicy::in_force().unwrap();
        let effect = |via_cast, before| {
            let effect = policy.effect(via_cast, before);
            (effect.is_allowed, effect.may_replace, effect.frees_place)
        };
        assert_eq!(effect(false, true), (true, true, true));
        assert_eq!(effect(false, false), (true, false, false));
        assert!(!effect(true, true).0 && !effect(true, false).1);
    }
}
