//! Which rounds does a decision rest on? Those whose awards are known; a later round has no outcome
//! yet, but what it says of conduct counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::track_record::model::HistoryRow;

/// Something of a round was awarded once its outcome is known.
const KNOWN_BY: &str = "awarded";
/// What a right that is suspended, revoked or has ended counts under.
const LOST_RIGHT: &str = "suspended";

/// The rows that decisions rest on, and what later rounds say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Rows of rounds whose awards are known.
    pub rows: Vec<HistoryRow>,
    /// Places by society in the newest round whose awards are not known, with its year.
    pub pending: Option<(i32, BTreeMap<String, u32>)>,
}

impl Settled {
    /// Parts the rows. Counts of a later round that say nothing of its nominations, such as confirmed
    /// misconduct, count with the newest settled round: a veto does not wait for the awards.
    pub fn of(rows: Vec<HistoryRow>, is_of_nominations: &dyn Fn(&str) -> bool) -> Self {
        let known: BTreeSet<i32> = rows
            .iter()
            .filter(|row| row.count(KNOWN_BY).is_some_and(|count| count > 0))
            .map(|row| row.round)
            .collect();
        let Some(newest) = known.last().copied() else {
            return Self { rows, pending: None };
        };
        let (mut settled, later): (Vec<HistoryRow>, Vec<HistoryRow>) =
            rows.into_iter().partition(|row| row.round <= newest);
        for row in &later {
            let last = settled
                .iter_mut()
                .find(|one| one.society_id == row.society_id && one.round == newest);
            let Some(last) = last else { continue };
            for (measure, count) in &row.counts {
                if !is_of_nominations(measure) {
                    *last.counts.entry(measure.clone()).or_default() += count;
                }
            }
        }
        let pending = later.iter().map(|row| row.round).max().map(|round| {
            let of_round = later.iter().filter(|row| row.round == round);
            (round, of_round.map(|row| (row.society_id.clone(), row.quota)).collect())
        });
        Self { rows: settled, pending }
    }

    /// Notes in the newest round that these societies have lost the right to nominate, under the measure
    /// that a suspension counts by: a right that ended by its date is no silent matter.
    #[must_use]
    pub fn without_right(self, lost: &BTreeSet<String>) -> Self {
        self.noting(LOST_RIGHT, lost)
    }

    /// Notes `measure` once in the newest round of each of these societies, but for those that go on in
    /// another: what such a society left unmended is not the other's.
    #[must_use]
    pub fn noting(mut self, measure: &str, societies: &BTreeSet<String>) -> Self {
        let newest = self.newest();
        let is_theirs = |row: &&mut HistoryRow| {
            Some(row.round) == newest
                && row.merged_into.is_none()
                && societies.contains(&row.society_id)
        };
        for row in self.rows.iter_mut().filter(is_theirs) {
            *row.counts.entry(measure.to_owned()).or_default() += 1;
        }
        self
    }

    /// Whether a row says that the right to nominate is suspended or lost.
    pub(in crate::quotas) fn has_lost_right(row: &HistoryRow) -> bool {
        row.count(LOST_RIGHT).is_some_and(|count| count > 0)
    }

    /// Lets a society that was merged into one without any row stand by itself: the engine knows of no
    /// other that its rows could count for.
    #[must_use]
    pub fn without_dead_ends(mut self) -> Self {
        let known: BTreeSet<String> = self.rows.iter().map(|row| row.society_id.clone()).collect();
        for row in &mut self.rows {
            row.merged_into.take_if(|successor| !known.contains(successor.as_str()));
        }
        self
    }

    /// Takes in societies that hold the right to nominate and have no row yet (code, name, discipline
    /// group): they enter in the newest round without places, and the policy says how they begin.
    #[must_use]
    pub fn with_newcomers(
        mut self,
        qualified: impl IntoIterator<Item = (String, String, String)>,
    ) -> Self {
        let Some(newest) = self.newest() else { return self };
        let known: BTreeSet<String> = self.rows.iter().map(|row| row.society_id.clone()).collect();
        let new = qualified.into_iter().filter(|(code, _, _)| !known.contains(code));
        self.rows.extend(new.map(|(society_id, society, group)| HistoryRow {
            society_id,
            society,
            group,
            round: newest,
            ..HistoryRow::default()
        }));
        self
    }

    /// The newest round whose awards are known.
    pub fn newest(&self) -> Option<i32> {
        self.rows.iter().map(|row| row.round).max()
    }

    /// Whether the places of the pending round are those of the newest settled one, so that a decision
    /// on the settled rounds starts from the places that the societies hold.
    pub fn starts_from_places_held(&self) -> bool {
        let Some((_, pending)) = &self.pending else {
            return true;
        };
        let newest = self.newest();
        self.rows
            .iter()
            .filter(|row| Some(row.round) == newest && row.merged_into.is_none())
            .all(|row| pending.get(&row.society_id).is_none_or(|places| *places == row.quota))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(round: i32, quota: u32, counts: &[(&str, u32)]) -> HistoryRow {
        HistoryRow {
            society_id: "D-01".to_owned(),
            society: "甲".to_owned(),
            group: "理科".to_owned(),
            round,
            quota,
            counts: counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect(),
            merged_into: None,
        }
    }

    fn settled(rows: Vec<HistoryRow>) -> Settled {
        Settled::of(rows, &|measure| matches!(measure, "submitted" | "awarded"))
    }

    #[test]
    fn a_right_that_was_lost_counts_in_the_newest_round_of_its_society() {
        let rows = vec![row(2023, 2, &[("awarded", 1)]), row(2025, 2, &[("awarded", 1)])];
        let lost = |code: &str| BTreeSet::from([code.to_owned()]);
        let count = |found: &Settled, at: usize| found.rows[at].count("suspended");
        let found = settled(rows.clone()).without_right(&lost("D-01"));
        assert_eq!((count(&found, 0), count(&found, 1)), (None, Some(1)));
        assert_eq!(settled(rows.clone()).without_right(&lost("D-02")), settled(rows));
    }

    #[test]
    fn what_a_merged_society_left_unmended_is_not_its_successors() {
        let mut rows = vec![row(2025, 2, &[("awarded", 1)]), row(2025, 2, &[("awarded", 1)])];
        rows[1].society_id = "D-02".to_owned();
        rows[0].merged_into = Some("D-02".to_owned());
        let both = BTreeSet::from(["D-01".to_owned(), "D-02".to_owned()]);
        let noted = |rows: Vec<HistoryRow>| -> Vec<Option<u32>> {
            let found = settled(rows).without_dead_ends().noting("grade_cancelled", &both);
            found.rows.iter().map(|row| row.count("grade_cancelled")).collect()
        };
        assert_eq!(noted(rows.clone()), [None, Some(1)]);
        // Merged into one that nobody has heard of, it stands by itself.
        rows[0].merged_into = Some("D-09".to_owned());
        assert_eq!(noted(rows), [Some(1), Some(1)]);
    }

    #[test]
    fn a_round_without_awards_waits_but_misconduct_in_it_counts_at_once() {
        let found = settled(vec![
            row(2023, 2, &[("submitted", 2), ("awarded", 1)]),
            row(2025, 2, &[("submitted", 2), ("awarded", 1), ("misconduct", 1)]),
            row(2027, 3, &[("submitted", 1), ("misconduct", 1)]),
        ]);
        assert_eq!(found.newest(), Some(2025));
        assert_eq!(found.rows.last().unwrap().count("misconduct"), Some(2));
        assert_eq!(found.rows.last().unwrap().count("submitted"), Some(2));
        assert_eq!(found.pending, Some((2027, BTreeMap::from([("D-01".to_owned(), 3)]))));
        assert!(!found.starts_from_places_held());
    }

    #[test]
    fn who_is_qualified_and_new_enters_without_places() {
        let new = |code: &str| (code.to_owned(), "新".to_owned(), "工科".to_owned());
        let found = settled(vec![row(2025, 2, &[("awarded", 1)])])
            .with_newcomers([new("D-01"), new("D-02")]);
        let rows: Vec<_> =
            found.rows.iter().map(|row| (&*row.society_id, row.round, row.quota)).collect();
        assert_eq!(rows, [("D-01", 2025, 2), ("D-02", 2025, 0)]);
        assert_eq!(settled(vec![]).with_newcomers([new("D-01")]).rows, []);
    }

    #[test]
    fn places_carried_over_are_the_places_held() {
        let rows = |quota| vec![row(2025, 2, &[("awarded", 1)]), row(2027, quota, &[])];
        assert!(settled(rows(2)).starts_from_places_held());
        assert!(!settled(rows(1)).starts_from_places_held());
        assert!(settled(vec![row(2025, 2, &[("awarded", 1)])]).starts_from_places_held());
        assert_eq!(settled(vec![]).newest(), None);
    }
}
