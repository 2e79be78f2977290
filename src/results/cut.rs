//! How many people and units does an award keep?

use std::collections::BTreeMap;

use serde::Deserialize;

use super::record::Winner;
use crate::{awards::RuleSet, meetings::model::Grade, shared::Bilingual};

/// How many of a kind an award may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// The award knows no limit.
    Free,
    /// So many.
    Most(u32),
    /// The award council sets it, and has not yet (X25 arts 18, 23).
    Unset,
}

impl Limit {
    /// The number, where there is one.
    pub(super) const fn most(self) -> Option<u32> {
        match self {
            Self::Most(most) => Some(most),
            Self::Free | Self::Unset => None,
        }
    }
}

/// Limits that the council set, by category and grade.
pub(super) type CouncilLimits = BTreeMap<(String, Grade), CouncilLimit>;

/// What the council set for a grade of an award.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CouncilLimit {
    /// Most people.
    #[serde(default)]
    people: Option<u32>,
    /// Most units.
    #[serde(default)]
    units: Option<u32>,
}

/// Reads the limits of the council: a table for each grade of a category, such as
/// `[NAT.special]` with `people = 10`.
///
/// # Errors
/// No TOML of this form, with what is wrong.
pub(super) fn council_limits(text: &str) -> Result<CouncilLimits, Bilingual> {
    let wrong = |why: String| {
        Bilingual::new(
            format!("须为 TOML，如 [NAT.special] 下写 people = 10：{why}"),
            format!("TOML is expected, such as people = 10 under [NAT.special]: {why}"),
        )
    };
    let read: BTreeMap<String, BTreeMap<String, CouncilLimit>> =
        toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))?;
    let mut limits = CouncilLimits::new();
    for (category, grades) in read {
        for (grade, limit) in grades {
            let known: Grade = grade.parse().map_err(|_| wrong(grade))?;
            limits.insert((category.clone(), known), limit);
        }
    }
    Ok(limits)
}

/// How many people and how many units an award of a grade keeps.
pub(super) fn limits(
    rules: &RuleSet,
    council: &CouncilLimits,
    (category, grade): (&str, Option<Grade>),
) -> (Limit, Limit) {
    let Some(rule) = rules.categories.iter().find(|rule| rule.code == category) else {
        return (Limit::Unset, Limit::Unset);
    };
    let Some(grade) = grade else { return (Limit::Free, Limit::Free) };
    let set = council.get(&(category.to_owned(), grade)).copied().unwrap_or_default();
    let limit = |table: &BTreeMap<String, u32>, own: Option<u32>| {
        let most = table.get(grade.as_str()).copied().or(own);
        most.map_or(Limit::Unset, Limit::Most)
    };
    (limit(&rule.people, set.people), limit(&rule.units, set.units))
}

/// Whom an award keeps and whom it leaves out, by rank: the first so many, whose ranks then run without a gap.
pub(super) fn cut(limit: Option<u32>, ranked: &[(u32, String)]) -> (Vec<u32>, Vec<u32>) {
    let mut all: Vec<&(u32, String)> = ranked.iter().collect();
    all.sort();
    let most = limit.map_or(all.len(), |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let mut ranks = all.into_iter().map(|(rank, _)| *rank);
    let kept = ranks.by_ref().take(most).collect();
    (kept, ranks.collect())
}

/// What an award keeps of those who were nominated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// The people, ranked anew from 1.
    pub(super) people: Vec<Winner>,
    /// The units, in their order.
    pub(super) units: Vec<String>,
    /// The names of who and what is left out.
    pub(super) left_out: Vec<String>,
}

/// The people and units that an award keeps.
pub(super) fn kept(
    (people, units): (&[Winner], &[(u32, String)]),
    (most_people, most_units): (Option<u32>, Option<u32>),
) -> Kept {
    let ranked: Vec<(u32, String)> =
        people.iter().map(|one| (one.rank, one.name.clone())).collect();
    let kept_people = cut(most_people, &ranked).0.len();
    let mut own: Vec<&Winner> = people.iter().collect();
    own.sort_by_key(|one| (one.rank, one.name.clone()));
    let kept_units = cut(most_units, units).0.len();
    let mut named: Vec<&(u32, String)> = units.iter().collect();
    named.sort();
    let winners = own.iter().take(kept_people).zip(1..);
    let left_people = own.iter().skip(kept_people).map(|one| one.name.clone());
    let left_units = named.iter().skip(kept_units).map(|(_, name)| name.clone());
    Kept {
        people: winners.map(|(one, rank)| Winner { rank, ..(*one).clone() }).collect(),
        units: named.iter().take(kept_units).map(|(_, name)| name.clone()).collect(),
        left_out: left_people.chain(left_units).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rules() -> RuleSet {
        RuleSet::shipped().unwrap()
    }

    #[test]
    fn limits_are_those_of_the_articles_and_of_the_council() {
        use Limit::{Free, Most, Unset};
        let council = council_limits("[NAT.special]\npeople = 12\n").unwrap();
        let of = |category: &str, grade| limits(&rules(), &council, (category, grade));
        assert_eq!(of("NAT", Some(Grade::Second)), (Most(5), Most(0)));
        assert_eq!(of("NAT", Some(Grade::Special)), (Most(12), Most(0)));
        assert_eq!(of("INV", Some(Grade::First)), (Most(6), Most(0)));
        assert_eq!(of("INV", Some(Grade::Special)), (Unset, Most(0)), "art. 23");
        assert_eq!(of("PRO", Some(Grade::Special)), (Most(50), Most(30)));
        assert_eq!(of("PRO", Some(Grade::First)), (Most(15), Most(10)));
        assert_eq!(of("PRO", Some(Grade::Second)), (Most(10), Most(7)));
        assert_eq!(of("TOP", None), (Free, Free));
        assert_eq!(of("INT", None), (Free, Free));
        assert_eq!(of("XXX", None), (Unset, Unset));
    }

    #[test]
    fn what_is_no_limit_is_told() {
        for (text, part) in [
            ("NAT", "TOML"),
            ("[NAT.third]\npeople = 1", "third"),
            ("[NAT.special]\ncolour = 1", "colour"),
        ] {
            let told = council_limits(text).unwrap_err();
            assert!(told.zh.contains(part) || told.en.contains(part), "{told}");
        }
        assert!(council_limits("").unwrap().is_empty());
    }

    #[test]
    fn who_is_left_out_is_the_last_by_rank() {
        let named = |ranks: &[u32]| -> Vec<(u32, String)> {
            ranks.iter().map(|rank| (*rank, format!("第{rank}人"))).collect()
        };
        assert_eq!(cut(Some(2), &named(&[3, 1, 2])), (vec![1, 2], vec![3]));
        assert_eq!(cut(None, &named(&[2, 1])), (vec![1, 2], vec![]));
        assert_eq!(cut(Some(0), &named(&[1])), (vec![], vec![1]));
        let people: Vec<Winner> = named(&[1, 2, 4])
            .into_iter()
            .map(|(rank, name)| Winner { rank, name, unit: None })
            .collect();
        let found = kept((&people, &named(&[2, 1])), (Some(3), Some(1)));
        let ranks: Vec<u32> = found.people.iter().map(|one| one.rank).collect();
        assert_eq!((ranks, found.units), (vec![1, 2, 3], vec!["第1人".to_owned()]));
        assert_eq!(found.left_out, ["第2人"]);
    }

    proptest! {
        #[test]
        fn as_many_are_kept_as_may_be_and_nobody_before_one_who_is_left_out(
            count in 0_u32..60, limit in proptest::option::of(0_u32..60),
        ) {
            let ranked: Vec<(u32, String)> =
                (1..=count).rev().map(|rank| (rank, String::new())).collect();
            let (kept, left) = cut(limit, &ranked);
            let most = limit.unwrap_or(count).min(count);
            prop_assert_eq!(&kept, &(1..=most).collect::<Vec<u32>>());
            prop_assert_eq!(left, (most + 1..=count).collect::<Vec<u32>>());
        }
    }
}
