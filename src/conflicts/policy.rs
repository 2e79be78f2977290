//! What counts as a conflict, within which years, and how grave is it? Versioned data:
//! `rules/conflicts/default.toml` gives the defaults with their sources.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::kinds::{ConflictKind, Severity};

/// The level of the organisation tree at which two units are "the same".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// One legal person (法人单位).
    LegalPerson,
    /// All bodies directly under one parent.
    Parent,
}

/// Which other nominations compete with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompetitionScope {
    /// Those of its category (奖种).
    Category,
    /// Those of its review panel (评审组).
    Panel,
}

/// Years back from the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Windows {
    /// Joint publications.
    pub coauthor_years: i32,
    /// Units left.
    pub former_unit_years: i32,
    /// Projects completed together.
    pub co_completer_years: i32,
}

/// Bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Author lists beyond this length are passed over.
    pub largest_author_list: usize,
    /// Experts whom one nominator may exclude (实施细则 art. 55).
    pub most_excluded: usize,
    /// Pieces of evidence kept with one finding.
    pub most_evidence: usize,
}

/// When units are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRules {
    /// The level of the tree that bars.
    pub same_unit_level: UnitLevel,
    /// The unit at the time of the work counts too.
    pub completion_unit_counts: bool,
}

/// When two records are one person. Confidences are per mille.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityRules {
    /// Researchers among whom a bare name is looked for.
    pub population_all: u64,
    /// People of a body with those above and below it.
    pub population_family: u64,
    /// People of one legal person.
    pub population_unit: u64,
    /// Factor on the odds for keywords in common.
    pub text_overlap_gain: u64,
    /// Factor on the odds for two completers on one author list.
    pub joint_author_gain: u64,
    /// Divisor of the odds for units that are all different.
    pub unit_disagreement: u64,
    /// A namesake from here is a flag, below it a note.
    pub flag_from: u16,
    /// A corroborated name from here bars.
    pub bar_from: u16,
    /// A barred completer from here is a competitor elsewhere.
    pub competitor_from: u16,
    /// Joint authorship below this is not reported.
    pub report_coauthor_from: u16,
    /// Same name directly above or below the unit bars as completer.
    pub related_unit_bars_completer: bool,
}

/// Competition between nominations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competition {
    /// Which nominations compete.
    pub scope: CompetitionScope,
}

/// The severity of each kind, before identity is weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the kinds of conflict, explained there")]
pub struct Severities {
    pub completer: Severity,
    pub nominating_expert: Severity,
    pub society_officer: Severity,
    pub competitor: Severity,
    pub same_unit: Severity,
    pub completion_unit: Severity,
    pub related_unit: Severity,
    pub former_unit: Severity,
    pub former_unit_undated: Severity,
    pub same_mail_domain: Severity,
    pub own_paper: Severity,
    pub coauthor: Severity,
    pub co_completer: Severity,
    pub excluded_by_nominator: Severity,
}

/// A policy of conflicts of interest, as a rule set holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictPolicy {
    /// Year that windows count back from; none: the nomination's round, else the latest round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_year: Option<i32>,
    /// Years.
    pub windows: Windows,
    /// Bounds.
    pub limits: Limits,
    /// Units.
    pub units: UnitRules,
    /// Persons.
    pub identity: IdentityRules,
    /// Competition.
    pub competition: Competition,
    /// Severities.
    pub severity: Severities,
}

/// Why a policy cannot be used.
#[derive(Debug, Error)]
pub enum PolicyError {
    /// The text is no policy.
    #[error("回避规则无法读取 / the conflict policy cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A figure is out of its range.
    #[error(
        "回避规则 {key} 应在 {low} 至 {high} 之间 / {key} of the conflict policy must lie between {low} and {high}"
    )]
    OutOfRange {
        /// The key in the file.
        key: &'static str,
        /// Least value allowed.
        low: u64,
        /// Greatest value allowed.
        high: u64,
    },
}

impl ConflictPolicy {
    /// Reads a policy from TOML; every key must be there and in range.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text)?;
        policy.check()?;
        Ok(policy)
    }

    /// The severity of a kind before identity is weighed.
    pub fn severity_of(&self, kind: ConflictKind) -> Severity {
        let severity = &self.severity;
        match kind {
            ConflictKind::Completer => severity.completer,
            ConflictKind::NominatingExpert => severity.nominating_expert,
            ConflictKind::SocietyOfficer => severity.society_officer,
            ConflictKind::Competitor => severity.competitor,
            ConflictKind::SameUnit => severity.same_unit,
            ConflictKind::CompletionUnit if self.units.completion_unit_counts => {
                severity.completion_unit
            }
            ConflictKind::CompletionUnit => Severity::Note,
            ConflictKind::RelatedUnit => severity.related_unit,
            ConflictKind::FormerUnit => severity.former_unit,
            ConflictKind::FormerUnitUndated => severity.former_unit_undated,
            ConflictKind::OwnPaper => severity.own_paper,
            ConflictKind::Coauthor => severity.coauthor,
            ConflictKind::CoCompleter => severity.co_completer,
            ConflictKind::ExcludedByNominator => severity.excluded_by_nominator,
        }
    }

    fn check(&self) -> Result<(), PolicyError> {
        let (windows, limits, identity) = (&self.windows, &self.limits, &self.identity);
        let years = |years: i32| u64::try_from(years).unwrap_or(u64::MAX);
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let years_back = [
            ("windows.coauthor_years", years(windows.coauthor_years)),
            ("windows.former_unit_years", years(windows.former_unit_years)),
            ("windows.co_completer_years", years(windows.co_completer_years)),
        ];
        let bounds = [
            ("limits.largest_author_list", count(limits.largest_author_list)),
            ("limits.most_evidence", count(limits.most_evidence)),
        ];
        let populations = [
            ("identity.population_all", identity.population_all),
            ("identity.population_family", identity.population_family),
            ("identity.population_unit", identity.population_unit),
        ];
        let factors = [
            ("identity.text_overlap_gain", identity.text_overlap_gain),
            ("identity.joint_author_gain", identity.joint_author_gain),
            ("identity.unit_disagreement", identity.unit_disagreement),
        ];
        let confidences = [
            ("identity.flag_from", identity.flag_from.into()),
            ("identity.bar_from", identity.bar_from.into()),
            ("identity.competitor_from", identity.competitor_from.into()),
            ("identity.report_coauthor_from", identity.report_coauthor_from.into()),
        ];
        within(&years_back, 0, 100)?;
        within(&bounds, 1, 10_000)?;
        // So that no product of `names.rs` overflows.
        within(&populations, 1, 2_000_000_000)?;
        within(&factors, 1, 1_000_000)?;
        within(&confidences, 0, 1_000)
    }
}

fn within(figures: &[(&'static str, u64)], low: u64, high: u64) -> Result<(), PolicyError> {
    match figures.iter().find(|(_, value)| !(low..=high).contains(value)) {
        Some(&(key, _)) => Err(PolicyError::OutOfRange { key, low, high }),
        None => Ok(()),
    }
}

impl Default for ConflictPolicy {
    /// The policy of `rules/conflicts/default.toml`.
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the file is part of the program, and a test reads it"
        )]
        Self::from_toml(include_str!("../../rules/conflicts/default.toml"))
            .expect("rules/conflicts/default.toml is whole")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_readable_and_says_what_the_rules_say() {
        let policy = ConflictPolicy::default();
        assert_eq!(policy.limits.most_excluded, 3);
        assert_eq!(policy.windows.former_unit_years, 2);
        assert_eq!(policy.severity_of(ConflictKind::Completer), Severity::Bar);
        assert_eq!(policy.severity_of(ConflictKind::RelatedUnit), Severity::Note);
    }

    #[test]
    fn the_completion_unit_can_be_switched_off() {
        let mut policy = ConflictPolicy::default();
        policy.units.completion_unit_counts = false;
        assert_eq!(policy.severity_of(ConflictKind::CompletionUnit), Severity::Note);
    }

    #[test]
    fn a_policy_must_be_whole_and_in_range() {
        let text = include_str!("../../rules/conflicts/default.toml");
        assert!(matches!(
            ConflictPolicy::from_toml(&text.replace("coauthor_years = 3", "")),
            Err(PolicyError::Unreadable(_))
        ));
        assert!(matches!(
            ConflictPolicy::from_toml(&text.replace("coauthor_years = 3", "coauthor_year = 3")),
            Err(PolicyError::Unreadable(_))
        ));
        for (right, wrong, key) in [
            ("coauthor_years = 3", "coauthor_years = -1", "windows.coauthor_years"),
            ("flag_from = 50", "flag_from = 1001", "identity.flag_from"),
        ] {
            let error = ConflictPolicy::from_toml(&text.replace(right, wrong)).unwrap_err();
            assert!(error.to_string().contains(key), "{error}");
        }
    }
}
