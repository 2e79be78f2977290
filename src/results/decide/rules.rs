//! May a decision be made, released, struck?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ReviewMeetingId},
    vocabulary::{DecisionOutcome, ReleaseStage, ResultPaperKind},
};

use super::draw::{Drawn, NominatedAs, draw};
use crate::{
    meetings::model::{BallotOutcome, Grade},
    results::{
        book::{AwardCaps, ResultRules},
        record::Decision,
    },
};

/// What keeps a release from being drafted or released.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::results) enum Gap {
    /// There is no nomination to decide.
    Nothing,
    /// No ballot on it at the grade that it was nominated for.
    NoBallot(NominationId),
    /// Votes on it are equal at the last place, and the ballot that decides is not held yet.
    OpenTie(NominationId),
    /// It would receive less than it was nominated for.
    Lowered(NominationId),
    /// It would receive more than it may be raised to.
    Raised(NominationId),
    /// The integrity register bars somebody or something of it (X25 art. 92).
    Barred(NominationId),
    /// The body's opinion on it is not locked.
    NoOpinion(NominationId),
    /// Something else follows for it now than when the draft was made.
    Moved(NominationId),
    /// More awards than there may be (X25 art. 9).
    TooMany(Counted, u32, u32),
    /// Nobody looked back at who judged in spite of a conflict since the last meeting.
    NoLookBack,
    /// The document is not there, or no second person confirmed it.
    NoPaper(ResultPaperKind),
    /// The council has set no limit of people or units for the grade.
    NoLimits(String, Grade),
}

/// Which awards are counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::results) enum Counted {
    /// Those of the categories that share a number.
    Total,
    /// Those of the special grade of a category.
    Special(String),
    /// Those of the first grade of a category.
    First(String),
    /// Those of a category.
    All(String),
}

impl Gap {
    /// The nomination that it is about.
    pub(in crate::results) const fn nomination(&self) -> Option<NominationId> {
        match self {
            Self::NoBallot(id)
            | Self::OpenTie(id)
            | Self::Lowered(id)
            | Self::Raised(id)
            | Self::Barred(id)
            | Self::NoOpinion(id)
            | Self::Moved(id) => Some(*id),
            Self::Nothing
            | Self::TooMany(..)
            | Self::NoLookBack
            | Self::NoPaper(_)
            | Self::NoLimits(..) => None,
        }
    }
}

/// Awards of a category by grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::results) struct Won {
    /// Of the special grade.
    pub(in crate::results) special: u32,
    /// Of the first.
    pub(in crate::results) first: u32,
    /// Of the second.
    pub(in crate::results) second: u32,
    /// Of an award without grades.
    pub(in crate::results) plain: u32,
}

impl Won {
    /// Counts one more.
    pub(in crate::results) const fn add(&mut self, grade: Option<Grade>) {
        let count = match grade {
            Some(Grade::Special) => &mut self.special,
            Some(Grade::First) => &mut self.first,
            Some(Grade::Second) => &mut self.second,
            None => &mut self.plain,
        };
        *count = count.saturating_add(1);
    }

    const fn all(&self) -> u32 {
        let graded = self.special.saturating_add(self.first).saturating_add(self.second);
        graded.saturating_add(self.plain)
    }
}

/// Where awards are more than there may be: together, of the special grade and, of a hundred of a category, of the
/// first (X25 art. 9).
pub(in crate::results) fn too_many(caps: &AwardCaps, won: &BTreeMap<String, Won>) -> Vec<Gap> {
    let mut found = Vec::new();
    let mut hold = |counted: Counted, won: u32, most: u32| {
        if won > most {
            found.push(Gap::TooMany(counted, won, most));
        }
    };
    let shared = won.iter().filter(|(category, _)| caps.total_of.contains(category));
    let total = shared.fold(0_u32, |sum, (_, own)| sum.saturating_add(own.all()));
    hold(Counted::Total, total, caps.total);
    for (category, own) in won {
        hold(Counted::Special(category.clone()), own.special, caps.special);
        let hundredths = u64::from(own.all()).saturating_mul(u64::from(caps.first_percent));
        let most = u32::try_from(hundredths / 100).unwrap_or(u32::MAX);
        hold(Counted::First(category.clone()), own.first, most);
        match category.as_str() {
            "TOP" => hold(Counted::All(category.clone()), own.all(), caps.top),
            "INT" => hold(Counted::All(category.clone()), own.all(), caps.int),
            _ => {}
        }
    }
    found
}

/// Everything from which follows what is decided at a stage, and whether it may be.
#[derive(Clone, Debug)]
pub(in crate::results) struct Facts {
    /// The stage.
    pub(in crate::results) stage: ReleaseStage,
    /// Its nominations, by number.
    pub(in crate::results) nominated: Vec<NominatedAs>,
    /// The numbers that people quote.
    pub(in crate::results) numbers: BTreeMap<NominationId, String>,
    /// What the ballots said.
    pub(in crate::results) outcomes: Vec<BallotOutcome>,
    /// Those of whom the integrity register names somebody or something.
    pub(in crate::results) barred: BTreeSet<NominationId>,
    /// Those on which an opinion is needed and not locked.
    pub(in crate::results) unlocked: BTreeSet<NominationId>,
    /// The meetings behind it.
    pub(in crate::results) meetings: Vec<ReviewMeetingId>,
    /// When the last of them was closed.
    pub(in crate::results) last_closed: Option<DateTime<Utc>>,
    /// When somebody last looked back at the round.
    pub(in crate::results) looked_back: Option<DateTime<Utc>>,
    /// The awards that were released before.
    pub(in crate::results) won_before: BTreeMap<String, Won>,
}

impl Facts {
    fn category(&self, id: NominationId) -> &str {
        let one = self.nominated.iter().find(|one| one.nomination == id);
        one.map_or("", |one| one.category.as_str())
    }
}

/// What is decided of every nomination of a stage.
///
/// # Errors
/// Everything that stands in the way, in the order of the rules.
pub(in crate::results) fn decide(
    facts: &Facts,
    rules: &ResultRules,
) -> Result<Vec<Drawn>, Vec<Gap>> {
    if facts.nominated.is_empty() {
        return Err(vec![Gap::Nothing]);
    }
    let drawn = draw(&facts.outcomes, &facts.nominated, (facts.stage, rules.grades))?;
    let decided = || drawn.iter().filter(|one| one.outcome != DecisionOutcome::PutOff);
    if decided().next().is_none() {
        return Err(vec![Gap::Nothing]);
    }
    let named = |of: &BTreeSet<NominationId>, gap: fn(NominationId) -> Gap| {
        let found = decided().filter(|one| of.contains(&one.nomination));
        found.map(|one| gap(one.nomination)).collect::<Vec<Gap>>()
    };
    let mut gaps = named(&facts.barred, Gap::Barred);
    gaps.extend(named(&facts.unlocked, Gap::NoOpinion));
    if facts.stage == ReleaseStage::Award {
        gaps.extend(too_many(&rules.caps, &won(facts, &drawn)));
        if facts.looked_back.is_none_or(|at| facts.last_closed.is_some_and(|last| at <= last)) {
            gaps.push(Gap::NoLookBack);
        }
    }
    if gaps.is_empty() { Ok(drawn) } else { Err(gaps) }
}

/// Where what follows now is not what was drafted, apart from what the ministry struck.
pub(in crate::results) fn moved(drawn: &[Drawn], drafted: &[Decision]) -> Vec<Gap> {
    let mut left: BTreeMap<NominationId, &Decision> =
        drafted.iter().map(|one| (one.nomination, one)).collect();
    let is_as_drafted = |found: &Drawn, one: &Decision| {
        let is_struck = one.outcome == DecisionOutcome::Struck;
        let decided = if is_struck { DecisionOutcome::Awarded } else { one.outcome };
        let vote = (one.ballot, one.votes, one.of) == (found.ballot, found.votes, found.of);
        decided == found.outcome && (is_struck || one.grade == found.grade) && vote
    };
    let mut gaps: Vec<Gap> = drawn
        .iter()
        .filter(|found| {
            let kept = left.remove(&found.nomination);
            !kept.is_some_and(|one| is_as_drafted(found, one))
        })
        .map(|found| Gap::Moved(found.nomination))
        .collect();
    gaps.extend(left.into_keys().map(Gap::Moved));
    gaps
}

/// The awards of the round with those that are drawn.
fn won(facts: &Facts, drawn: &[Drawn]) -> BTreeMap<String, Won> {
    let mut won = facts.won_before.clone();
    for one in drawn.iter().filter(|one| one.outcome == DecisionOutcome::Awarded) {
        won.entry(facts.category(one.nomination).to_owned()).or_default().add(one.grade);
    }
    won
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::results::in_force;

    fn of(category: &str, [special, first, second, plain]: [u32; 4]) -> BTreeMap<String, Won> {
        BTreeMap::from([(category.to_owned(), Won { special, first, second, plain })])
    }

    #[test]
    fn article_9_holds_to_the_last_award() {
        let caps = &in_force().unwrap().caps;
        let broken = |won: &BTreeMap<String, Won>| too_many(caps, won);
        let nat = "NAT".to_owned();
        // 3 of 20 are 15 of a hundred; the special ones count among the twenty.
        assert!(broken(&of("NAT", [1, 3, 16, 0])).is_empty());
        let one_more = Gap::TooMany(Counted::First(nat.clone()), 4, 3);
        assert_eq!(broken(&of("NAT", [1, 4, 18, 0])), [one_more]);
        assert!(broken(&of("NAT", [3, 0, 0, 0])).is_empty());
        assert_eq!(broken(&of("NAT", [4, 0, 0, 0])), [Gap::TooMany(Counted::Special(nat), 4, 3)]);
        let mut whole = of("NAT", [0, 0, 150, 0]);
        whole.extend(of("INV", [0, 0, 100, 0]));
        whole.extend(of("PRO", [0, 0, 50, 0]));
        whole.extend(of("TOP", [0, 0, 0, 2]));
        whole.extend(of("INT", [0, 0, 0, 10]));
        assert!(broken(&whole).is_empty());
        whole.insert("PRO".to_owned(), Won { second: 51, ..Won::default() });
        assert_eq!(broken(&whole), [Gap::TooMany(Counted::Total, 301, 300)]);
        for (category, most) in [("TOP", 2), ("INT", 10)] {
            let counted = Counted::All(category.to_owned());
            let gap = Gap::TooMany(counted, most + 1, most);
            assert_eq!(broken(&of(category, [0, 0, 0, most + 1])), [gap]);
        }
    }

    fn facts(stage: ReleaseStage, at: [i64; 2]) -> Facts {
        let nomination: NominationId = Uuid::from_u128(1).into();
        let [last, looked] = at.map(|second| DateTime::from_timestamp(second, 0));
        Facts {
            stage,
            nominated: vec![NominatedAs {
                nomination,
                category: "TOP".to_owned(),
                grade: None,
                is_put_off: false,
                is_tied: false,
            }],
            numbers: BTreeMap::new(),
            outcomes: vec![BallotOutcome {
                ballot: Uuid::from_u128(2).into(),
                nomination,
                grade: None,
                votes: 20,
                present: 21,
                passed: true,
                turn: 1,
            }],
            barred: BTreeSet::new(),
            unlocked: BTreeSet::new(),
            meetings: Vec::new(),
            last_closed: last,
            looked_back: looked,
            won_before: BTreeMap::new(),
        }
    }

    #[test]
    fn every_rule_that_stands_in_the_way_is_named() {
        let rules = in_force().unwrap();
        let id: NominationId = Uuid::from_u128(1).into();
        let award = |at| facts(ReleaseStage::Award, at);
        assert!(decide(&award([10, 11]), rules).is_ok());
        assert_eq!(decide(&award([10, 10]), rules), Err(vec![Gap::NoLookBack]));
        let never = Facts { looked_back: None, ..award([10, 11]) };
        assert_eq!(decide(&never, rules), Err(vec![Gap::NoLookBack]));
        assert!(decide(&facts(ReleaseStage::Committee, [10, 9]), rules).is_ok());
        let both = Facts {
            barred: BTreeSet::from([id]),
            unlocked: BTreeSet::from([id]),
            won_before: of("TOP", [0, 0, 0, 2]),
            ..award([10, 11])
        };
        let counted = Counted::All("TOP".to_owned());
        assert_eq!(
            decide(&both, rules),
            Err(vec![Gap::Barred(id), Gap::NoOpinion(id), Gap::TooMany(counted, 3, 2)])
        );
        let empty = Facts { nominated: Vec::new(), ..award([10, 11]) };
        assert_eq!(decide(&empty, rules), Err(vec![Gap::Nothing]));
    }

    #[test]
    fn what_changed_since_the_draft_is_named_and_what_was_struck_is_no_change() {
        let [one, two] = [1, 2].map(|number| NominationId(Uuid::from_u128(number)));
        let drawn = |nomination, votes| Drawn {
            nomination,
            outcome: DecisionOutcome::Awarded,
            grade: Some(Grade::Second),
            ballot: None,
            votes: Some(votes),
            of: Some(21),
        };
        let drafted = |nomination, outcome| Decision {
            id: Uuid::nil().into(),
            release: Uuid::nil().into(),
            nomination,
            outcome,
            grade_nominated: Some(Grade::Second),
            grade: (outcome == DecisionOutcome::Awarded).then_some(Grade::Second),
            ballot: None,
            votes: Some(15),
            of: Some(21),
            people: None,
            units: None,
            basis: None,
            reverses: None,
            is_final: false,
        };
        let both = [drafted(one, DecisionOutcome::Awarded), drafted(two, DecisionOutcome::Struck)];
        assert!(moved(&[drawn(one, 15), drawn(two, 15)], &both).is_empty());
        assert_eq!(moved(&[drawn(one, 14), drawn(two, 15)], &both), [Gap::Moved(one)]);
        assert_eq!(moved(&[drawn(one, 15)], &both), [Gap::Moved(two)], "it left");
        assert_eq!(moved(&[drawn(one, 15), drawn(two, 15)], &both[..1]), [Gap::Moved(two)]);
    }

    proptest! {
        /// First grades are refused exactly where they are more than fifteen of a hundred.
        #[test]
        fn the_share_of_first_grades_is_that_of_the_text(
            special in 0_u32..4, first in 0_u32..60, second in 0_u32..240,
        ) {
            let caps = &in_force().unwrap().caps;
            let broken = too_many(caps, &of("NAT", [special, first, second, 0]));
            let is_over = first * 100 > (special + first + second) * 15;
            let told = broken.iter().any(|gap| {
                matches!(gap, Gap::TooMany(Counted::First(_), ..))
            });
            prop_assert_eq!(told, is_over);
        }
    }
}
