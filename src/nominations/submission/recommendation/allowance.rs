//! How much may a society recommend to CAST in a round, and how much of it is left?

use entity::vocabulary::Bucket;

use super::super::{gather::Ground, views::PlacesView};
use crate::{nominations::dossier::Reached, quotas::PROCEDURE, societies::CRITERIA};

/// How many a society may recommend of a bucket; none for no limit (P16).
pub(super) fn allowance(bucket: Bucket) -> Option<i32> {
    let most = match bucket {
        Bucket::Top => CRITERIA.via_cast_top,
        Bucket::Three | Bucket::SciPop => CRITERIA.via_cast_projects,
        Bucket::Int => return None,
    };
    Some(i32::try_from(most).unwrap_or(i32::MAX))
}

/// How many of a society's dossiers of the round count against a bucket: those that lie with CAST, and those
/// that CAST submitted.
pub(super) fn taken(
    ground: &Ground,
    (society, dossiers): (&str, &[Reached]),
    bucket: Bucket,
) -> i32 {
    let counts = |known: &&Reached| {
        known.society == society
            && (known.is_recommended() || known.is_handed_in())
            && ground.bucket(known.form, &known.society) == Some(bucket)
    };
    i32::try_from(dossiers.iter().filter(counts).count()).unwrap_or(i32::MAX)
}

/// What a society that recommends through CAST has in place of places of its own.
pub(in super::super) fn places(
    ground: &Ground,
    society: &str,
    dossiers: &[Reached],
) -> Vec<PlacesView> {
    let buckets = PROCEDURE.buckets.iter();
    let asked =
        buckets.filter(|rule| rule.code != Bucket::SciPop || ground.has_popular_science(society));
    asked
        .map(|rule| {
            let used = taken(ground, (society, dossiers), rule.code);
            let places = allowance(rule.code);
            PlacesView {
                bucket: rule.code.as_str().to_owned(),
                name: rule.name.clone(),
                name_en: rule.name_en.clone(),
                places,
                used,
                free: places.map(|places| (places - used).max(0)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_society_recommends_what_the_notice_allows() {
        let of = Bucket::ALL.iter().map(|&bucket| (bucket, allowance(bucket)));
        let unlimited: Vec<Bucket> =
            of.clone().filter(|(_, most)| most.is_none()).map(|(bucket, _)| bucket).collect();
        assert_eq!(unlimited, [Bucket::Int]);
        assert!(of.filter_map(|(_, most)| most).all(|most| most == 2), "P16: two of each");
    }
}
