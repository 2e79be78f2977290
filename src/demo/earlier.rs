//! What was nominated in the round before, whose decisions the demonstration shows? Drawn after everything else, so
//! that the round itself stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::nominations::model::{Nomination, Person, PersonRole};

use super::DemoRound;
use super::names::NameGiver;
use super::nominations::{NominationMaker, topic_counts};
use super::organisations::Organisations;
use super::random::{Stage, stream};
use super::size::{CATEGORIES, Counts, DemoSize};
use super::teams::{Team, TeamMaker};
use super::vocabulary::Vocabulary;

/// The year of the round before.
pub const EARLIER_ROUND: i32 = 2025;

/// The panels that judge the first and the last of its categories, each the whole of it.
pub const EARLIER_PANELS: [&str; 2] = ["自然科学奖评审组", "进步奖评审组"];

/// So many are made for each that is shown: those with a unit of one of their reviewers are left out.
const SPARE: usize = 5;

/// What is shown of a category.
#[derive(Clone, Copy)]
struct Share {
    shown: usize,
    /// Of these at the special grade.
    special: usize,
    /// Of these at the first grade; the others are at the second.
    first: usize,
    /// The panel of all of them, where there is one.
    panel: Option<&'static str>,
}

/// By category, in their usual order: NAT is decided, INV is with its reviewers, PRO before its panel.
const SHARES: [Share; 3] = [
    Share { shown: 8, special: 0, first: 1, panel: Some(EARLIER_PANELS[0]) },
    Share { shown: 40, special: 0, first: 6, panel: None },
    Share { shown: 24, special: 1, first: 5, panel: Some(EARLIER_PANELS[1]) },
];

/// The nominations among which the shown ones are chosen, with their people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    nominations: Vec<Nomination>,
    people: Vec<Person>,
}

/// Makes the nominations; none has a title of `taken`, and nobody the name of somebody else.
pub(super) fn make<'a>(
    (vocabulary, organisations): (&'a Vocabulary, &'a Organisations<'a>),
    (seed, size): (u64, DemoSize),
    names: &mut NameGiver,
    taken: &BTreeSet<&str>,
) -> Earlier {
    let counts = Counts {
        submitted: SHARES.map(|share| share.shown * SPARE),
        rejected: [0; 3],
        withdrawn: [0; 3],
        experts: 0,
        narrow_experts: 0,
        special: 0,
        plants: 0,
    };
    let shares = topic_counts(vocabulary, &counts, size.topics());
    let chance = stream(seed, Stage::Earlier);
    let mut drafts = NominationMaker::new(vocabulary, chance).make(&shares, &counts);
    drafts.retain(|draft| !taken.contains(draft.record.title.as_str()));
    let chance = stream(seed, Stage::EarlierPeople);
    let mut maker = TeamMaker::new(vocabulary, organisations, chance, names);
    let mut people = Vec::new();
    for draft in &mut drafts {
        // As few people and units as the second grade allows: which are of a higher one is seen later.
        draft.record.grade = Some("second".to_owned());
        let Team { completers, others } = maker.make(draft, names);
        people.extend(completers.into_iter().chain(others).map(|member| member.record));
    }
    let nominations = drafts.into_iter().map(|draft| draft.record).collect();
    Earlier { nominations, people }
}

impl Earlier {
    /// The nominations that are shown, numbered, with their people: nobody of them was at one of the `units` of those
    /// who review the first two categories. The first of each category is by the society of this code and name.
    pub fn shown(
        &self,
        units: &BTreeSet<String>,
        (code, name): (&str, &str),
    ) -> (Vec<Nomination>, Vec<Person>) {
        let mut by_nomination: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
        for person in &self.people {
            by_nomination.entry(&person.nomination_id).or_default().push(person);
        }
        let of = |id: &str| by_nomination.get(id).map_or(&[][..], Vec::as_slice);
        let is_at = |person: &&Person| {
            [&person.unit, &person.work_unit].into_iter().flatten().any(|unit| units.contains(unit))
        };
        let (mut nominations, mut people) = (Vec::new(), Vec::new());
        for ((category, character), share) in CATEGORIES.into_iter().zip(SHARES) {
            // A panel is made up of other people than reviewers.
            let may = |one: &&Nomination| {
                one.category.as_deref() == Some(category)
                    && (category == "PRO" || !of(&one.nomination_id).iter().any(is_at))
            };
            let chosen = self.nominations.iter().filter(may).take(share.shown);
            for (at, one) in chosen.enumerate() {
                let mut record = one.clone();
                record.nomination_id = format!("{EARLIER_ROUND}-{character}-{:04}", 9001 + at);
                record.round = Some(EARLIER_ROUND);
                record.grade = Some(share.grade(at).to_owned());
                record.panel = share.panel.map(str::to_owned).or(record.panel);
                if at == 0 {
                    record.society_id = Some(code.to_owned());
                    record.nominator = Some(name.to_owned());
                    record.nominator_type = Some("society".to_owned());
                }
                let own = of(&one.nomination_id).iter().copied();
                let own = own.filter(|person| at > 0 || person.role == PersonRole::Completer);
                people.extend(own.map(|person| Person {
                    nomination_id: record.nomination_id.clone(),
                    ..person.clone()
                }));
                nominations.push(record);
            }
        }
        (nominations, people)
    }
}

impl Share {
    /// The grade of the nomination at this place.
    const fn grade(self, at: usize) -> &'static str {
        if at < self.special {
            "special"
        } else if at < self.special + self.first {
            "first"
        } else {
            "second"
        }
    }
}

impl DemoRound {
    /// Under every name that is written for them, the units where the experts of these codes are or were.
    pub fn units_of(&self, experts: &[String]) -> BTreeSet<String> {
        let is_one = |code: &String| experts.contains(code);
        let mut units: BTreeSet<String> = BTreeSet::new();
        for expert in self.experts.iter().filter(|one| is_one(&one.expert_id)) {
            units.insert(expert.unit.clone());
            units.extend(expert.former_units.iter().cloned());
        }
        let rows = self.affiliations.iter().filter(|row| is_one(&row.person_ref));
        units.extend(rows.map(|row| row.unit.clone()));
        let is_of = |unit: &String| units.contains(unit);
        let aliases: Vec<String> = self
            .units
            .iter()
            .filter(|row| is_of(&row.unit) || row.alias.as_ref().is_some_and(is_of))
            .flat_map(|row| [Some(row.unit.clone()), row.alias.clone()])
            .flatten()
            .collect();
        units.extend(aliases);
        units
    }
}
