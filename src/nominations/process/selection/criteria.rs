//! By what do a society's experts score its candidates? Criteria as data.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shared::Bilingual;

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    criterion: Vec<Criterion>,
}

static CRITERIA: LazyLock<Result<Vec<Criterion>, toml::de::Error>> =
    LazyLock::new(|| toml::from_str::<File>(IN_FORCE).map(|file| file.criterion));

/// The criteria in force.
///
/// # Errors
/// The file does not parse, which a test of this room would have seen.
pub fn criteria() -> Result<&'static [Criterion], toml::de::Error> {
    CRITERIA.as_ref().map(Vec::as_slice).map_err(Clone::clone)
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
        let criteria = criteria().unwrap();
        assert_eq!(criteria.iter().map(|one| one.most).sum::<u32>(), 100);
        let full: BTreeMap<String, u32> =
            criteria.iter().map(|one| (one.code.clone(), one.most)).collect();
        assert_eq!(wrong(criteria, &full), None);
        let mut over = full.clone();
        over.insert("level".to_owned(), 26);
        assert_eq!(wrong(criteria, &over).map(|one| one.code.as_str()), Some("level"));
        over.remove("level");
        assert_eq!(wrong(criteria, &over).map(|one| one.code.as_str()), Some("level"));
    }
}
