//! By what do a society's experts score its candidates? Criteria as data.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{aggregation::AggregationRules, shared::Bilingual};

const IN_FORCE: &str = include_str!("../../../../rules/selection/criteria.toml");

/// A criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionCriterion)]
pub struct Criterion {
    /// Its word.
    pub code: String,
    /// The most points.
    pub most: u32,
    /// What it is called.
    pub label: Bilingual,
    /// What is looked at.
    pub help: Bilingual,
}

/// The terms of a personal link.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkTerms {
    /// Whole days after the day of issue.
    pub(super) days: u32,
    /// What the number rests on.
    #[serde(rename = "basis")]
    _basis: String,
}

/// The rules of a selection.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SelectionRules {
    #[serde(rename = "criterion")]
    pub(super) criteria: Vec<Criterion>,
    pub(super) link: LinkTerms,
    pub(super) aggregation: AggregationRules,
}

/// The rules in force. The text is part of the program and read by a test.
#[expect(clippy::expect_used, reason = "the text is compiled in and read by a test")]
pub(super) static RULES: LazyLock<SelectionRules> =
    LazyLock::new(|| toml::from_str(IN_FORCE).expect("the rules of selections are whole"));

/// The criteria in force.
pub fn criteria() -> &'static [Criterion] {
    &RULES.criteria
}

/// What is wrong with points, as the criterion; nothing where each has its points and no more than its
/// most.
pub(super) fn wrong<'c>(
    criteria: &'c [Criterion],
    points: &BTreeMap<String, u32>,
) -> Option<&'c Criterion> {
    criteria.iter().find(|one| points.get(&one.code).is_none_or(|&given| given > one.most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_criteria_add_up_and_each_asks_for_its_points() {
        let criteria = criteria();
        assert_eq!(criteria.iter().map(|one| one.most).sum::<u32>(), 100);
        let full: BTreeMap<String, u32> =
            criteria.iter().map(|one| (one.code.clone(), one.most)).collect();
        assert_eq!(wrong(criteria, &full), None);
        let mut over = full.clone();
        over.insert("level".to_owned(), 26);
        assert_eq!(wrong(criteria, &over).map(|one| one.code.as_str()), Some("level"));
        assert_eq!((RULES.link.days, RULES.aggregation.calibrate_default), (21, false));
        over.remove("level");
        assert_eq!(wrong(criteria, &over).map(|one| one.code.as_str()), Some("level"));
    }
}
