//! Which facts of a round do our own records give, and how do they stand against the recorded ones?

use std::collections::{BTreeMap, BTreeSet};

use super::{
    definitions::{Contradiction, Definitions, contradictions},
    fact::{FactKey, FactRow, Recorded},
    figures::Counts,
    sources::Sources,
};
use crate::shared::Bilingual;

/// How the source of a collected fact begins; a fact from anywhere else is never touched.
const COLLECTED: &str = "records/";

/// A case of which our own records tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owed {
    /// Code of the society.
    pub society_id: String,
    /// What the case is known by.
    pub case_ref: String,
    /// Title of the case.
    pub case_title: String,
    /// Taken whole or not at all, since each measure says a part of one thing; else measure by measure.
    pub is_whole: bool,
    /// What is known of it. A measure that is not named is open, and what stands of it is left alone.
    pub told: Vec<Told>,
}

/// What is known of one measure of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// The measure.
    pub measure: &'static str,
    /// How many.
    pub value: u32,
    /// The room whose record it is.
    pub room: &'static str,
}

/// What `room` tells of something that was owed: the measures of what is owed and of what is done.
pub(super) fn due_and_done(
    room: &'static str,
    [due, done]: [&'static str; 2],
    is_done: bool,
) -> Vec<Told> {
    let told = |measure, value| Told { measure, value, room };
    vec![told(due, 1), told(done, u32::from(is_done))]
}

impl Owed {
    fn facts(&self, round: i32) -> Vec<FactRow> {
        let fact = |told: &Told| FactRow {
            society_id: self.society_id.clone(),
            round,
            case_ref: self.case_ref.clone(),
            case_title: self.case_title.clone(),
            measure: told.measure.to_owned(),
            value: told.value,
            source: format!("{COLLECTED}{}", told.room),
            reason: None,
        };
        self.told.iter().map(fact).collect()
    }

    fn case(&self) -> Case {
        (self.society_id.clone(), self.case_ref.clone())
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
        is_whole: true,
        told: due_and_done("disclosures", ["disclosures_due", "disclosures_made"], is_done),
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
    let mut held = Held::of(definitions, standing);
    let mut found = Collection::default();
    for one in owed {
        held.take(definitions, round, one, &mut found);
    }
    held.end(owed, &mut found);
    held.keep_contradictory(definitions, &mut found);
    found.changes.sort_by_key(|change| change.fact.key());
    found
}

/// Society and case.
type Case = (String, String);

/// What stands in the round, and how it would stand after what is found.
#[derive(Default)]
struct Held {
    sources: BTreeMap<String, Sources>,
    /// Cases of which an import or a dispute settled something.
    foreign: BTreeSet<Case>,
    /// The facts that nothing was held against yet.
    known: BTreeMap<FactKey, Recorded>,
    counts: BTreeMap<Case, Counts>,
}

impl Held {
    fn of(definitions: &Definitions, standing: Vec<Recorded>) -> Self {
        let mut held = Self::default();
        for recorded in standing {
            let fact = &recorded.fact;
            let of_society = held.sources.entry(fact.society_id.clone()).or_default();
            of_society.note(definitions, &fact.measure, fact.is_total());
            if is_foreign(fact) {
                held.foreign.insert(case_of(fact));
            }
            held.note(fact);
            held.known.insert(fact.key(), recorded);
        }
        held
    }

    fn note(&mut self, fact: &FactRow) {
        self.counts.entry(case_of(fact)).or_default().insert(fact.measure.clone(), fact.value);
    }

    /// Takes what is known of a case: what is new or has changed, and what is left alone.
    fn take(&mut self, definitions: &Definitions, round: i32, owed: &Owed, found: &mut Collection) {
        let facts = owed.facts(round).into_iter();
        let facts: Vec<(Option<Recorded>, FactRow)> =
            facts.map(|fact| (self.known.remove(&fact.key()), fact)).collect();
        let refusal = self.refusal(definitions, owed, &facts);
        for (before, fact) in facts {
            let stands = before.as_ref().map(|before| &before.fact);
            let is_settled = stands.is_some_and(is_foreign);
            if stands.is_some_and(|stands| stands.value == fact.value) {
                found.unchanged += 1;
            } else if is_settled {
                found.kept.push(Kept { fact, why: settled_elsewhere() });
            } else if let Some(why) = &refusal {
                found.kept.push(Kept { fact, why: why.clone() });
            } else {
                self.note(&fact);
                found.changes.push(Change { fact, before });
            }
        }
    }

    /// Why nothing of a case is taken, if nothing is.
    fn refusal(
        &self,
        definitions: &Definitions,
        owed: &Owed,
        facts: &[(Option<Recorded>, FactRow)],
    ) -> Option<Bilingual> {
        if owed.is_whole && self.foreign.contains(&owed.case()) {
            return Some(settled_elsewhere());
        }
        let sources = self.sources.get(&owed.society_id).cloned().unwrap_or_default();
        let mut new = facts.iter().filter(|(before, _)| before.is_none());
        let mixed = new.find_map(|(_, fact)| {
            sources.admits(definitions, &fact.measure, fact.is_total()).err()
        });
        if mixed.is_some() {
            return mixed;
        }
        let mut after = self.counts.get(&owed.case()).cloned().unwrap_or_default();
        let own = facts
            .iter()
            .filter(|(before, _)| before.as_ref().is_none_or(|one| !is_foreign(&one.fact)));
        after.extend(own.map(|(_, fact)| (fact.measure.clone(), fact.value)));
        contradictions(&after).first().map(contradicted)
    }

    /// What was collected of cases that our records know no longer counts no more.
    fn end(&mut self, owed: &[Owed], found: &mut Collection) {
        let there: BTreeSet<Case> = owed.iter().map(Owed::case).collect();
        for before in std::mem::take(&mut self.known).into_values() {
            let case = case_of(&before.fact);
            let is_ours = !is_foreign(&before.fact) && !self.foreign.contains(&case);
            if is_ours && before.fact.value > 0 && !there.contains(&case) {
                let fact = FactRow { value: 0, ..before.fact.clone() };
                self.note(&fact);
                found.changes.push(Change { fact, before: Some(before) });
            }
        }
    }

    /// Leaves the nominations of a society alone whose counts would contradict each other over all its
    /// cases, as they may where a file brought some of them.
    fn keep_contradictory(&self, definitions: &Definitions, found: &mut Collection) {
        let mut totals: BTreeMap<&str, Counts> = BTreeMap::new();
        for ((society, _), counts) in &self.counts {
            let total = totals.entry(society).or_default();
            for (measure, value) in counts {
                let sum = total.entry(measure.clone()).or_default();
                *sum = sum.saturating_add(*value);
            }
        }
        for change in std::mem::take(&mut found.changes) {
            let of_society = totals.get(change.fact.society_id.as_str());
            let is_of_nominations = definitions.is_of_nominations(&change.fact.measure);
            let contradiction = of_society
                .filter(|_| is_of_nominations)
                .and_then(|counts| contradictions(counts).first().map(contradicted));
            match contradiction {
                Some(why) => found.kept.push(Kept { fact: change.fact, why }),
                None => found.changes.push(change),
            }
        }
    }
}

fn is_foreign(fact: &FactRow) -> bool {
    !fact.source.starts_with(COLLECTED)
}

fn case_of(fact: &FactRow) -> Case {
    (fact.society_id.clone(), fact.case_ref.clone())
}

fn settled_elsewhere() -> Bilingual {
    Bilingual::new(
        "该案的事实另有来源（导入或异议更正），不作改动",
        "the case stands by an import or the answer to a dispute, and is left alone",
    )
}

fn contradicted(found: &Contradiction) -> Bilingual {
    Bilingual::new(
        format!("与已有事实矛盾，不作改动：{found}"),
        format!("it would contradict the facts that stand, and is left alone: {found}"),
    )
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
            is_whole: true,
            told: due_and_done("taskbooks", ["taskbook_due", "taskbook_met"], is_done),
        }
    }

    fn nomination(case: &str, told: &[(&'static str, u32)]) -> Owed {
        let told = told.iter().map(|(measure, value)| (*measure, *value));
        Owed {
            society_id: "A".to_owned(),
            case_ref: case.to_owned(),
            case_title: case.to_uppercase(),
            is_whole: false,
            told: told
                .map(|(measure, value)| Told { measure, value, room: "nominations" })
                .collect(),
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
        let mut facts = owed("t1", false).facts(2027);
        facts[1].value = 1;
        facts[1].source = "record_dispute/7".to_owned();
        let found = collect(&[owed("t1", false)], &facts);
        assert_eq!((found.changes.len(), found.unchanged, found.kept.len()), (0, 1, 1));
        let mut total = owed("", false).facts(2027).swap_remove(0);
        total.source = "import/history".to_owned();
        let found = collect(&[owed("t1", true)], &[total]);
        assert_eq!((found.kept.len(), found.changes.len()), (2, 0), "the due is there as a total");
    }

    #[test]
    fn of_a_nomination_each_fact_stands_by_itself() {
        let accepted =
            [("submitted", 1), ("submitted_early", 1), ("form_passed", 1), ("accepted", 1)];
        let first = collect(&[nomination("n1", &accepted[..3])], &[]);
        assert_eq!(first.changes.len(), 3);
        let mut standing: Vec<FactRow> = first.changes.into_iter().map(|one| one.fact).collect();
        // By the answer to a dispute it came too late; what became of it later is collected all the same.
        let early = standing.iter_mut().find(|fact| fact.measure == "submitted_early").unwrap();
        early.value = 0;
        early.source = "record_dispute/7".to_owned();
        let found = collect(&[nomination("n1", &accepted)], &standing);
        assert_eq!(told(&found), [("n1", "accepted", 1)]);
        assert_eq!((found.unchanged, found.kept.len()), (2, 1));
        // What is open now was known once: it stays as it stands.
        let open = collect(&[nomination("n1", &[])], &standing);
        assert_eq!((open.changes.len(), open.kept.len()), (0, 0));
    }

    #[test]
    fn what_would_contradict_the_facts_that_stand_is_left_alone() {
        let mut stands = nomination("n1", &[("submitted", 1), ("form_passed", 0)]).facts(2027);
        stands[1].source = "import".to_owned();
        let found = collect(&[nomination("n1", &[("form_passed", 1), ("accepted", 1)])], &stands);
        assert_eq!((found.changes.len(), found.kept.len()), (0, 2), "not accepted without passing");
        // A file brought another case without its examination: over both cases more would be accepted
        // than passed.
        let mut other = nomination("paper", &[("submitted", 1), ("accepted", 1)]).facts(2027);
        for fact in &mut other {
            fact.source = "import".to_owned();
        }
        let own = nomination("n1", &[("submitted", 1), ("form_passed", 1), ("accepted", 1)]);
        let found = collect(&[own, owed("t1", true)], &other);
        assert_eq!(told(&found), [("t1", "taskbook_due", 1), ("t1", "taskbook_met", 1)]);
        assert_eq!(found.kept.len(), 3);
    }

    #[test]
    fn disclosures_count_up_to_what_is_required() {
        let made = |count: usize| (0..count).map(|n| (n.to_string(), "t".to_owned())).collect();
        let sum = |count| {
            let owed = owed_disclosures("A", made(count), 6);
            let is_made = |one: &&Owed| one.told.iter().all(|told| told.value == 1);
            (owed.len(), owed.iter().filter(is_made).count())
        };
        assert_eq!([sum(0), sum(4), sum(6), sum(9)], [(6, 0), (6, 4), (6, 6), (6, 6)]);
    }
}
