//! Which facts of a round do our own records give, and how do they stand against the recorded ones?

use std::collections::{BTreeMap, BTreeSet};

use super::{
    definitions::Definitions,
    fact::{FactKey, FactRow, Recorded},
    sources::Sources,
};
use crate::shared::Bilingual;

/// How the source of a collected fact begins; a fact from anywhere else is never touched.
const COLLECTED: &str = "records/";

/// Something that was owed, and whether it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owed {
    /// Code of the society.
    pub society_id: String,
    /// What the case is known by.
    pub case_ref: String,
    /// Title of the case.
    pub case_title: String,
    /// Measures of what is owed and of what is done.
    pub measures: [&'static str; 2],
    /// The room whose record it is.
    pub room: &'static str,
    /// Whether it is done.
    pub is_done: bool,
}

impl Owed {
    fn facts(&self, round: i32) -> [FactRow; 2] {
        let fact = |measure: &str, value| FactRow {
            society_id: self.society_id.clone(),
            round,
            case_ref: self.case_ref.clone(),
            case_title: self.case_title.clone(),
            measure: measure.to_owned(),
            value,
            source: format!("{COLLECTED}{}", self.room),
            reason: None,
        };
        let [due, done] = self.measures;
        [fact(due, 1), fact(done, u32::from(self.is_done))]
    }
}

/// A fact to be recorded, with the one that it supersedes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub fact: FactRow,
    pub before: Option<Recorded>,
}

/// A fact that our records give and that is not taken, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub fact: FactRow,
    pub why: Bilingual,
}

/// What collecting would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Collection {
    pub changes: Vec<Change>,
    pub unchanged: u32,
    pub kept: Vec<Kept>,
}

/// Disclosures owed by `society`: of those made only as many as are required, and one case for each
/// that is missing.
pub(super) fn owed_disclosures(
    society: &str,
    made: Vec<(String, String)>,
    required: u32,
) -> Vec<Owed> {
    let owed = |case_ref, case_title, is_done| Owed {
        society_id: society.to_owned(),
        case_ref,
        case_title,
        measures: ["disclosures_due", "disclosures_made"],
        room: "disclosures",
        is_done,
    };
    let required = usize::try_from(required).unwrap_or(usize::MAX);
    let missing = required.saturating_sub(made.len());
    let done = made.into_iter().take(required).map(|(key, title)| owed(key, title, true));
    done.chain((1..=missing).map(|number| {
        owed(format!("disclosure-missing-{number}"), format!("尚缺第 {number} 项公开信息"), false)
    }))
    .collect()
}

/// Holds what is owed in `round` against the facts of the round that stand.
pub(super) fn collection(
    definitions: &Definitions,
    round: i32,
    owed: &[Owed],
    standing: Vec<Recorded>,
) -> Collection {
    let mut sources: BTreeMap<String, Sources> = BTreeMap::new();
    let mut foreign: BTreeSet<(String, String)> = BTreeSet::new();
    for Recorded { fact, .. } in &standing {
        let of_society = sources.entry(fact.society_id.clone()).or_default();
        of_society.note(definitions, &fact.measure, fact.is_total());
        if !fact.source.starts_with(COLLECTED) {
            foreign.insert((fact.society_id.clone(), fact.case_ref.clone()));
        }
    }
    let mut known: BTreeMap<FactKey, Recorded> =
        standing.into_iter().map(|recorded| (recorded.fact.key(), recorded)).collect();
    let mut found = Collection::default();
    for owed in owed {
        let facts = owed.facts(round).map(|fact| (known.remove(&fact.key()), fact));
        let (society, case) = (&owed.society_id, &owed.case_ref);
        // A case is taken whole or not at all: what is done is a part of what is owed.
        let refusal = if foreign.contains(&(society.clone(), case.clone())) {
            Some(Bilingual::new(
                "该案的事实另有来源（导入或异议更正），不作改动",
                "the case stands by an import or the answer to a dispute, and is left alone",
            ))
        } else {
            let of_society = sources.entry(society.clone()).or_default();
            let new = facts.iter().filter(|(before, _)| before.is_none());
            new.map(|(_, fact)| of_society.admits(definitions, &fact.measure, fact.is_total()))
                .find_map(Result::err)
        };
        for (before, fact) in facts {
            if before.as_ref().is_some_and(|before| before.fact.value == fact.value) {
                found.unchanged += 1;
            } else if let Some(why) = &refusal {
                found.kept.push(Kept { fact, why: why.clone() });
            } else {
                found.changes.push(Change { fact, before });
            }
        }
    }
    let gone = known.into_values().filter(|recorded| {
        let fact = &recorded.fact;
        fact.source.starts_with(COLLECTED)
            && fact.value > 0
            && !foreign.contains(&(fact.society_id.clone(), fact.case_ref.clone()))
    });
    found.changes.extend(gone.map(|before| {
        let fact = FactRow { value: 0, ..before.fact.clone() };
        Change { fact, before: Some(before) }
    }));
    found.changes.sort_by_key(|change| change.fact.key());
    found
}

#[cfg(test)]
mod tests {
    use super::{super::definitions::SHIPPED, *};
    use chrono::DateTime;
    use entity::ids::OutcomeFactId;

    fn owed(case: &str, is_done: bool) -> Owed {
        Owed {
            society_id: "A".to_owned(),
            case_ref: case.to_owned(),
            case_title: case.to_uppercase(),
            measures: ["taskbook_due", "taskbook_met"],
            room: "taskbooks",
            is_done,
        }
    }

    fn recorded(fact: FactRow) -> Recorded {
        Recorded {
            id: OutcomeFactId(uuid::Uuid::nil()),
            fact,
            revision: 0,
            supersedes: None,
            recorded_by: "somebody".to_owned(),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    fn collect(owed: &[Owed], standing: &[FactRow]) -> Collection {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        collection(&definitions, 2027, owed, standing.iter().cloned().map(recorded).collect())
    }

    fn told(collection: &Collection) -> Vec<(&str, &str, u32)> {
        let facts = collection.changes.iter().map(|change| &change.fact);
        facts.map(|fact| (fact.case_ref.as_str(), fact.measure.as_str(), fact.value)).collect()
    }

    #[test]
    fn what_is_new_is_recorded_once_and_what_changed_or_went_is_corrected() {
        let first = collect(&[owed("t1", false), owed("t2", true)], &[]);
        let all = [
            ("t1", "taskbook_due", 1),
            ("t1", "taskbook_met", 0),
            ("t2", "taskbook_due", 1),
            ("t2", "taskbook_met", 1),
        ];
        assert_eq!(told(&first), all);
        let standing: Vec<FactRow> = first.changes.into_iter().map(|change| change.fact).collect();
        let again = collect(&[owed("t1", false), owed("t2", true)], &standing);
        assert_eq!((again.changes.len(), again.unchanged), (0, 4));
        let later = collect(&[owed("t1", true)], &standing);
        let corrected =
            [("t1", "taskbook_met", 1), ("t2", "taskbook_due", 0), ("t2", "taskbook_met", 0)];
        assert_eq!(told(&later), corrected);
        assert!(later.changes.iter().all(|change| change.before.is_some()));
    }

    #[test]
    fn what_a_dispute_or_a_file_settled_is_left_alone() {
        let [due, mut met] = owed("t1", false).facts(2027);
        met.value = 1;
        met.source = "record_dispute/7".to_owned();
        let found = collect(&[owed("t1", false)], &[due, met]);
        assert_eq!((found.changes.len(), found.unchanged, found.kept.len()), (0, 1, 1));
        let [mut total, _] = owed("", false).facts(2027);
        total.source = "import/history".to_owned();
        let found = collect(&[owed("t1", true)], &[total]);
        assert_eq!((found.kept.len(), found.changes.len()), (2, 0), "the due is there as a total");
    }

    #[test]
    fn disclosures_count_up_to_what_is_required() {
        let made = |count: usize| (0..count).map(|n| (n.to_string(), "t".to_owned())).collect();
        let sum = |count| {
            let owed = owed_disclosures("A", made(count), 6);
            (owed.len(), owed.iter().filter(|one| one.is_done).count())
        };
        assert_eq!([sum(0), sum(4), sum(6), sum(9)], [(6, 0), (6, 4), (6, 6), (6, 6)]);
    }
}
