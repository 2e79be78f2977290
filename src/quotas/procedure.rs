//! What is counted together, and how long may a decision be appealed? Data of `rules/quota`.

use std::sync::LazyLock;

use entity::vocabulary::Bucket;
use serde::Deserialize;

const TEXT: &str = include_str!("../../rules/quota/procedure.toml");

/// How quotas are decided and counted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Appeals.
    pub appeal: AppealRule,
    /// Who keeps its places under a taskbook of correction.
    pub correction: CorrectionRule,
    /// The buckets in the order in which they are shown.
    pub buckets: Vec<BucketRule>,
}

/// How long a published decision may be appealed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppealRule {
    /// Whole days after the day of publication.
    pub days: u32,
    /// What the number rests on.
    pub basis: String,
}

/// Who keeps its places under a taskbook of correction (整改任务书).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRule {
    /// With a score of so many points or more.
    pub from_points: u32,
    /// And of fewer than so many.
    pub below_points: u32,
    /// Or with a case of this measure in the newest round.
    pub measure: String,
    /// What the numbers rest on.
    pub basis: String,
}

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketRule {
    /// Which bucket.
    pub code: Bucket,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// The award categories that take a place of it.
    pub categories: Vec<String>,
    /// Where a society's places come from.
    pub allowance: Allowance,
    /// Places kept back; for the policy's bucket the proposal says how many.
    pub held: u32,
    /// What the numbers rest on.
    pub basis: String,
}

/// Where a society's places come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowance {
    /// The decision that the policy's proposal led to.
    Policy,
    /// There is no limit.
    Unlimited,
    /// The same number for every society.
    PerSociety(u32),
}

/// The procedure in force. The text is part of the program and read by a test.
#[expect(clippy::expect_used, reason = "the text is compiled in and read by a test")]
pub static PROCEDURE: LazyLock<Procedure> =
    LazyLock::new(|| toml::from_str(TEXT).expect("the procedure in force is whole"));

impl Procedure {
    /// The rule of one bucket.
    pub fn bucket(&self, code: Bucket) -> Option<&BucketRule> {
        self.buckets.iter().find(|rule| rule.code == code)
    }

    /// The bucket that a nomination of `category` takes a place of.
    pub fn bucket_of(&self, category: &str) -> Option<Bucket> {
        let holds = |rule: &&BucketRule| rule.categories.iter().any(|one| one == category);
        self.buckets.iter().find(holds).map(|rule| rule.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_procedure_in_force_counts_the_three_awards_together() {
        let codes: Vec<Bucket> = PROCEDURE.buckets.iter().map(|rule| rule.code).collect();
        assert_eq!(codes, Bucket::ALL);
        for category in ["NAT", "INV", "PRO"] {
            assert_eq!(PROCEDURE.bucket_of(category), Some(Bucket::Three));
        }
        assert_eq!(PROCEDURE.bucket_of("TOP"), Some(Bucket::Top));
        assert_eq!(PROCEDURE.bucket_of("XYZ"), None);
        let of = |code| PROCEDURE.bucket(code).unwrap().allowance;
        assert_eq!(of(Bucket::Three), Allowance::Policy);
        assert_eq!(of(Bucket::Int), Allowance::Unlimited);
        assert_eq!(PROCEDURE.appeal.days, 15);
        assert!(PROCEDURE.correction.from_points < PROCEDURE.correction.below_points);
        let bases = PROCEDURE.buckets.iter().map(|rule| &rule.basis);
        let others = [&PROCEDURE.appeal.basis, &PROCEDURE.correction.basis];
        assert!(bases.chain(others).all(|basis| !basis.trim().is_empty()));
    }
}
