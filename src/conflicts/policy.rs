//! What counts as a conflict, within which years, and how grave is it? Versioned data:
//! `rules/conflicts/default.toml` gives the defaults with their sources.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::kinds::{ConflictKind, Severity};

/// The policy that ships.
pub(super) const SHIPPED: &str = include_str!("../../rules/conflicts/default.toml");

/// The level of the organisation tree at which two units are "the same".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// One legal person (法人单位).
    #[default]
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
    /// Teacher and student, from the degree.
    #[serde(default = "ten_years")]
    pub adviser_years: i32,
    /// Funded projects in common, from their end.
    #[serde(default = "three_years")]
    pub grant_years: i32,
    /// Patents in common, from their grant.
    #[serde(default = "three_years")]
    pub patent_years: i32,
    /// Declared interests (economic, unit, staff, other), from their end.
    #[serde(default = "three_years")]
    pub declared_years: i32,
    /// Nominations of each other, both of them.
    #[serde(default = "six_years")]
    pub mutual_nomination_years: i32,
    /// Reviews of each other, both of them.
    #[serde(default = "six_years")]
    pub reviewing_ring_years: i32,
}

impl Windows {
    /// How many years of earlier rounds tell of a conflict.
    pub fn rounds_back(&self) -> i32 {
        self.co_completer_years.max(self.mutual_nomination_years).max(self.reviewing_ring_years)
    }
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
    /// A joint paper of so many authors has full weight; beyond, the weight falls as one by their
    /// number.
    #[serde(default = "ten_authors")]
    pub full_weight_authors: usize,
    /// Joint papers that weigh less than this together, per mille of one of full weight, do not bar.
    #[serde(default = "half")]
    pub least_joint_weight: u16,
    /// Author lists beyond this length are not even looked at for a note.
    #[serde(default = "three_hundred")]
    pub longest_list_noted: usize,
    /// Nominations from this likeness are "the same or similar", per mille.
    #[serde(default = "much_alike")]
    pub similar_from: u16,
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
    /// A barred completer from here is a competitor elsewhere, and keeps out his co-authors.
    pub competitor_from: u16,
    /// Joint authorship below this is not reported.
    pub report_coauthor_from: u16,
    /// Same name directly above or below the unit bars as completer.
    pub related_unit_bars_completer: bool,
}

/// When early papers tell of an adviser (AAAI 2021: first papers together, and years between).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviserRules {
    /// All of the student's so many first papers ...
    pub first_papers: usize,
    /// ... or this part of his first ten, in per cent, with the adviser.
    pub share_of_ten: usize,
    /// The adviser's first paper came so many years before the student's.
    pub seniority_years: i32,
}

impl Default for AdviserRules {
    fn default() -> Self {
        Self { first_papers: 3, share_of_ten: 30, seniority_years: 7 }
    }
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
    #[serde(default = "bars")]
    pub kin: Severity,
    #[serde(default = "bars")]
    pub adviser_student: Severity,
    #[serde(default = "flags")]
    pub inferred_adviser: Severity,
    #[serde(default = "bars")]
    pub shared_grant: Severity,
    #[serde(default = "bars")]
    pub shared_patent: Severity,
    #[serde(default = "bars")]
    pub economic_interest: Severity,
    #[serde(default = "bars")]
    pub other_declared: Severity,
    #[serde(default = "flags")]
    pub other_declared_by_others: Severity,
    #[serde(default = "bars")]
    pub own_similar_nomination: Severity,
    #[serde(default = "flags")]
    pub mutual_nomination: Severity,
    #[serde(default = "flags")]
    pub reviewing_ring: Severity,
    #[serde(default = "bars")]
    pub society_staff: Severity,
    #[serde(default = "bars")]
    pub office_staff: Severity,
}

// What a policy of before these keys means.
const fn bars() -> Severity {
    Severity::Bar
}

const fn flags() -> Severity {
    Severity::Flag
}

const fn three_years() -> i32 {
    3
}

const fn six_years() -> i32 {
    6
}

const fn ten_years() -> i32 {
    10
}

const fn ten_authors() -> usize {
    10
}

const fn half() -> u16 {
    500
}

const fn three_hundred() -> usize {
    300
}

const fn much_alike() -> u16 {
    700
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
    /// Early papers and advisers.
    #[serde(default)]
    pub adviser: AdviserRules,
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
            ConflictKind::Kin => severity.kin,
            ConflictKind::AdviserStudent => severity.adviser_student,
            // What is inferred never bars.
            ConflictKind::InferredAdviser => severity.inferred_adviser.min(Severity::Flag),
            ConflictKind::SharedGrant => severity.shared_grant,
            ConflictKind::SharedPatent => severity.shared_patent,
            ConflictKind::EconomicInterest => severity.economic_interest,
            ConflictKind::OtherDeclared => severity.other_declared,
            ConflictKind::OwnSimilarNomination => severity.own_similar_nomination,
            ConflictKind::MutualNomination => severity.mutual_nomination,
            ConflictKind::ReviewingRing => severity.reviewing_ring,
            ConflictKind::SocietyStaff => severity.society_staff,
            ConflictKind::OfficeStaff => severity.office_staff,
        }
    }

    pub(super) fn check(&self) -> Result<(), PolicyError> {
        let (windows, limits, identity) = (&self.windows, &self.limits, &self.identity);
        let years = |years: i32| u64::try_from(years).unwrap_or(u64::MAX);
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let years_back = [
            ("windows.coauthor_years", years(windows.coauthor_years)),
            ("windows.former_unit_years", years(windows.former_unit_years)),
            ("windows.co_completer_years", years(windows.co_completer_years)),
            ("windows.adviser_years", years(windows.adviser_years)),
            ("windows.grant_years", years(windows.grant_years)),
            ("windows.patent_years", years(windows.patent_years)),
            ("windows.declared_years", years(windows.declared_years)),
            ("windows.mutual_nomination_years", years(windows.mutual_nomination_years)),
            ("windows.reviewing_ring_years", years(windows.reviewing_ring_years)),
            ("adviser.seniority_years", years(self.adviser.seniority_years)),
            ("adviser.share_of_ten", count(self.adviser.share_of_ten)),
        ];
        let bounds = [
            ("limits.largest_author_list", count(limits.largest_author_list)),
            ("limits.most_evidence", count(limits.most_evidence)),
            ("limits.full_weight_authors", count(limits.full_weight_authors)),
            ("limits.longest_list_noted", count(limits.longest_list_noted)),
            ("adviser.first_papers", count(self.adviser.first_papers)),
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
            ("limits.least_joint_weight", limits.least_joint_weight.into()),
            ("limits.similar_from", limits.similar_from.into()),
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
        Self::from_toml(SHIPPED).expect("rules/conflicts/default.toml is whole")
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
    fn a_policy_of_before_the_further_kinds_is_the_default() {
        let text = SHIPPED;
        let first = ["coauthor", "former_unit", "co_completer"].map(|key| format!("{key}_years"));
        let kinds = ConflictKind::ALL.iter().skip(13).map(|kind| kind.code().to_owned());
        let further: Vec<String> = kinds
            .chain(
                ["other_declared_by_others", "full_weight_authors", "least_joint_weight"]
                    .map(String::from),
            )
            .chain(["longest_list_noted", "similar_from"].map(String::from))
            .collect();
        let old: Vec<&str> = text
            .lines()
            .filter(|line| {
                let key = line.split(' ').next().unwrap_or_default();
                let later = key.ends_with("_years") && !first.iter().any(|known| known == key);
                !later && !further.iter().any(|known| known == key)
            })
            .collect();
        let old = old.join("\n");
        let (before, rest) = old.split_once("[adviser]").unwrap();
        let (_, after) = rest.split_once("[competition]").unwrap();
        let policy = ConflictPolicy::from_toml(&format!("{before}[competition]{after}")).unwrap();
        assert_eq!(policy, ConflictPolicy::default());
    }

    #[test]
    fn a_policy_must_be_whole_and_in_range() {
        let text = SHIPPED;
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
