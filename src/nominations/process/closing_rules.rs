//! Is a society still waited for when the end of nominating is near?

use entity::vocabulary::Bucket;

use crate::quotas::{Counter, PROCEDURE, free_of};

/// A dossier that was not handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// Category code.
    pub(super) category: String,
    /// Whether it was handed in before and taken back: then it keeps its place.
    pub(super) has_place: bool,
}

/// How far a society is with a round.
#[derive(Clone, Debug, Default)]
pub(super) struct Work<'a> {
    /// Whether it may nominate.
    pub(super) has_right: bool,
    /// Whether the places of the round were opened.
    pub(super) has_ledger: bool,
    /// Every counter of the round: what is free of one can depend on others.
    pub(super) of_round: &'a [Counter],
    /// Those that it takes its places of.
    pub(super) counters: Vec<&'a Counter>,
    /// What it has not handed in.
    pub(super) drafts: Vec<Draft>,
    /// How many dossiers it has handed in.
    pub(super) handed_in: usize,
}

impl Work<'_> {
    /// Whether something can still come of it: a draft that has or finds a place; or, where it has not begun,
    /// a place that CAST counts. Whoever has handed everything in, or has no place left, is not waited for.
    pub(super) fn is_waited_for(&self) -> bool {
        if !self.has_right {
            return false;
        }
        if self.drafts.is_empty() {
            let mut counted = self.counters.iter().filter(|one| one.places.is_some());
            let is_offered = !self.has_ledger || counted.any(|one| self.has_free(one));
            return self.handed_in == 0 && is_offered;
        }
        self.drafts.iter().any(|draft| self.fits(draft))
    }

    fn has_free(&self, counter: &Counter) -> bool {
        free_of(counter, self.of_round).is_none_or(|free| free > 0)
    }

    fn fits(&self, draft: &Draft) -> bool {
        let own = PROCEDURE.bucket_of(&draft.category);
        // Popular science has places of its own where CAST gave the society some.
        let takes = |bucket: Bucket| {
            Some(bucket) == own || (bucket == Bucket::SciPop && draft.category == "PRO")
        };
        let has_room = || self.counters.iter().any(|one| takes(one.bucket) && self.has_free(one));
        draft.has_place || !self.has_ledger || has_room()
    }
}

#[cfg(test)]
mod tests {
    use entity::vocabulary::CounterKind;

    use super::*;

    fn counter(bucket: Bucket, places: Option<i32>, used: i32) -> Counter {
        Counter {
            id: uuid::Uuid::nil().into(),
            year: 2027,
            bucket,
            kind: CounterKind::Society,
            society: "D-B-12".to_owned(),
            parent: None,
            places,
            used,
            asked_back: 0,
            held: 0,
            version: 1,
        }
    }

    fn draft(category: &str) -> Draft {
        Draft { category: category.to_owned(), has_place: false }
    }

    fn work<'a>(counters: &'a [Counter], drafts: &[Draft], handed_in: usize) -> Work<'a> {
        Work {
            has_right: true,
            has_ledger: true,
            of_round: counters,
            counters: counters.iter().collect(),
            drafts: drafts.to_vec(),
            handed_in,
        }
    }

    #[test]
    fn whoever_has_not_begun_is_waited_for_while_a_place_is_free() {
        let [free, spent, unlimited] = [
            counter(Bucket::Three, Some(2), 1),
            counter(Bucket::Three, Some(2), 2),
            counter(Bucket::Int, None, 0),
        ];
        assert!(work(&[free.clone(), unlimited.clone()], &[], 0).is_waited_for());
        assert!(!work(&[spent, unlimited], &[], 0).is_waited_for(), "no place that is counted");
        assert!(!work(&[], &[], 0).is_waited_for(), "no places in the round");
        assert!(!work(&[free], &[], 1).is_waited_for(), "everything was handed in");
        let unopened = Work { has_ledger: false, ..work(&[], &[], 0) };
        assert!(unopened.is_waited_for(), "nobody knows the places yet");
    }

    #[test]
    fn a_draft_is_waited_for_where_it_finds_or_has_a_place() {
        let spent = counter(Bucket::Three, Some(2), 2);
        let popular = counter(Bucket::SciPop, Some(1), 0);
        let spent_alone = [spent.clone()];
        assert!(!work(&spent_alone, &[draft("NAT")], 2).is_waited_for());
        let kept = Draft { has_place: true, ..draft("NAT") };
        assert!(work(&spent_alone, &[kept], 2).is_waited_for(), "it was taken back");
        let both = [spent, popular];
        assert!(work(&both, &[draft("PRO")], 2).is_waited_for());
        assert!(!work(&both, &[draft("INV")], 2).is_waited_for());
        let unlimited = [counter(Bucket::Int, None, 3)];
        assert!(work(&unlimited, &[draft("INT")], 3).is_waited_for());
    }

    #[test]
    fn what_others_took_of_cast_s_places_is_not_waited_for() {
        let cast = Counter {
            id: uuid::Uuid::from_u128(1).into(),
            kind: CounterKind::Cast,
            society: String::new(),
            ..counter(Bucket::Three, Some(3), 1)
        };
        let below =
            |used| Counter { parent: Some(cast.id), ..counter(Bucket::Three, Some(3), used) };
        for (used, is_left) in [(1, true), (2, false)] {
            let of_round = [cast.clone(), below(used)];
            for of in &of_round {
                for drafts in [vec![], vec![draft("NAT")]] {
                    let work = Work { counters: vec![of], ..work(&of_round, &drafts, 0) };
                    assert_eq!(work.is_waited_for(), is_left, "{used} {:?} {drafts:?}", of.kind);
                }
            }
        }
    }

    #[test]
    fn without_the_right_nobody_is_waited_for() {
        let free = [counter(Bucket::Three, Some(2), 0)];
        let without = Work { has_right: false, ..work(&free, &[draft("NAT")], 0) };
        assert!(!without.is_waited_for());
    }
}
