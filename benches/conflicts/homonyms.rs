//! Are people who only share a name told apart? Nobody here is anybody else, so that every bar on whom
//! somebody is taken for is a false one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use laurel::conflicts::{ConflictInput, ConflictKind, ConflictPolicy, Finding, Severity, detect};
use laurel::experts::model::Expert;
use laurel::nominations::model::{Nomination, Person};
use laurel::units::{UnitRelation, UnitTree};

use super::names::{Draw, Names, Table};

/// Pairs of every place.
const PAIRS: usize = 4_000;
/// Nominations, completers of each, and people of whom those who share a name with one are the pool.
const ROUND: (usize, usize, usize) = (1_534, 7, 1_000_000);
const DISCIPLINES: usize = 60;
const CATEGORIES: [&str; 3] = ["NAT", "INV", "PRO"];
const YEAR: i32 = 2027;

/// The part of namesakes at other units, or at two units of one body, who may be barred.
const MOST_ELSEWHERE: f64 = 0.001;
/// The part of all namesakes, at whatever units people are, who may be taken for a completer and barred, and
/// of those whom nothing else bars from that nomination.
const MOST_SPREAD: f64 = 0.01;
const MOST_ALONE: f64 = 0.001;

/// Where the two of a name are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At two universities.
    Elsewhere,
    /// At two hospitals of one university.
    Beside,
    /// At a university and at its hospital.
    Above,
    /// At two departments of one university.
    Same,
}

impl Place {
    const ALL: [Self; 4] = [Self::Elsewhere, Self::Beside, Self::Above, Self::Same];

    fn name(self) -> &'static str {
        match self {
            Self::Elsewhere => "two universities",
            Self::Beside => "two hospitals of one university",
            Self::Above => "a university and its hospital (bars by the policy)",
            Self::Same => "two departments of one university (bars by the policy)",
        }
    }

    /// Whether the policy bars whoever has the name there, be he the same person or not.
    fn bars(self) -> bool {
        matches!(self, Self::Above | Self::Same)
    }

    fn units(self, universities: &[String], draw: &mut Draw) -> (String, String) {
        let first = &universities[draw.below(universities.len())];
        match self {
            Self::Elsewhere => {
                (first.clone(), universities[draw.below(universities.len())].clone())
            }
            Self::Beside => (format!("{first}附属第一医院"), format!("{first}附属第二医院")),
            Self::Above => (first.clone(), format!("{first}附属第一医院")),
            Self::Same => (format!("{first}物理学院"), format!("{first}化学学院")),
        }
    }

    /// Whether two units are to each other what they are meant to be.
    fn is_right(self, tree: &UnitTree, first: &str, second: &str) -> bool {
        let (Some(first), Some(second)) = (tree.identify(first), tree.identify(second)) else {
            return false;
        };
        let relation = tree.relation(&first, &second);
        match self {
            Self::Elsewhere => relation == UnitRelation::Different,
            Self::Beside => relation == UnitRelation::Sibling,
            Self::Above => matches!(relation, UnitRelation::Above | UnitRelation::Below),
            Self::Same => matches!(relation, UnitRelation::Same | UnitRelation::Alias),
        }
    }
}

/// Experts, and nominations with completers of their names.
#[derive(Default)]
struct Round {
    experts: Vec<Expert>,
    nominations: Vec<Nomination>,
    people: Vec<Person>,
    /// Numbers of a nomination and an expert of one name.
    pairs: BTreeSet<(String, String)>,
}

/// What is done in a discipline, as title and keyword.
fn subject(discipline: &str) -> String {
    format!("第{discipline}类体系的表征")
}

impl Round {
    fn nomination(&mut self, number: usize, discipline: &str, category: Option<&str>) -> String {
        let nomination_id = format!("J{number}");
        self.nominations.push(Nomination {
            nomination_id: nomination_id.clone(),
            title: format!("{number}号项目：{}", subject(discipline)),
            category: category.map(str::to_owned),
            round: Some(YEAR),
            ..Nomination::default()
        });
        nomination_id
    }

    fn completer(&mut self, nomination_id: &str, order: u32, name: &str, unit: &str) {
        self.people.push(Person {
            nomination_id: nomination_id.to_owned(),
            order,
            name: name.to_owned(),
            unit: Some(unit.to_owned()),
            work_unit: Some(unit.to_owned()),
            ..Person::default()
        });
    }

    fn expert(&mut self, name: &str, unit: &str, discipline: &str) -> String {
        let expert_id = format!("E{}", self.experts.len());
        self.experts.push(Expert {
            expert_id: expert_id.clone(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            keywords: vec![subject(discipline)],
            ..Expert::default()
        });
        expert_id
    }

    /// Pairs at one kind of place, of one discipline or of two.
    fn at(place: Place, is_of_one: bool, names: &Names, universities: &[String]) -> Self {
        let (mut round, mut draw) = (Self::default(), Draw::new(7));
        let tree = UnitTree::new(&[]);
        for number in 0..PAIRS {
            let (name, (first, second)) =
                (names.draw(&mut draw), place.units(universities, &mut draw));
            if !place.is_right(&tree, &first, &second) {
                continue;
            }
            let nomination = round.nomination(number, "1", None);
            round.completer(&nomination, 1, &name, &second);
            let expert = round.expert(&name, &first, if is_of_one { "1" } else { "2" });
            round.pairs.insert((nomination, expert));
        }
        round
    }

    /// A round and the people of the country who share a name with one of its completers, names, units and
    /// disciplines as they are spread.
    fn spread(names: &Names, units: &Table) -> Self {
        let (mut round, mut draw) = (Self::default(), Draw::new(11));
        let rows: Vec<String> =
            (1..=DISCIPLINES).map(|rank| format!("{rank},{}", 6_000 / rank)).collect();
        let disciplines = Table::read(&format!("discipline,parts\n{}", rows.join("\n")), "parts");
        let mut of_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let (nominations, team, population) = ROUND;
        for number in 0..nominations {
            let discipline = disciplines.draw(&mut draw).to_owned();
            let nomination =
                round.nomination(number, &discipline, Some(CATEGORIES[number % CATEGORIES.len()]));
            for (order, _) in (1..).zip(0..team) {
                let (name, unit) = (names.draw(&mut draw), units.draw(&mut draw).to_owned());
                round.completer(&nomination, order, &name, &unit);
                of_name.entry(name).or_default().push(nomination.clone());
            }
        }
        for _ in 0..population {
            let name = names.draw(&mut draw);
            let Some(of_completers) = of_name.get(&name) else { continue };
            let unit = units.draw(&mut draw).to_owned();
            let discipline = disciplines.draw(&mut draw);
            let expert = round.expert(&name, &unit, discipline);
            round.pairs.extend(of_completers.iter().map(|one| (one.clone(), expert.clone())));
        }
        round
    }

    fn findings(&self) -> Vec<Finding> {
        let input = ConflictInput {
            experts: &self.experts,
            nominations: &self.nominations,
            people: &self.people,
            ..ConflictInput::default()
        };
        detect(&input, &ConflictPolicy::default())
    }
}

/// What became of pairs of namesakes.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    pairs: usize,
    barred: usize,
    /// Of those barred, whom nothing but the name and the unit bars.
    alone: usize,
    flagged: usize,
    noted: usize,
    /// Pairs of other nominations of the category that are barred with them.
    rivals: usize,
}

impl Tally {
    fn of(round: &Round) -> Self {
        let findings = round.findings();
        let key = |one: &Finding| (one.nomination_id.clone(), one.expert_id.clone());
        let is_bar = |one: &&Finding| one.severity == Severity::Bar;
        let of_kind = |kind: ConflictKind| findings.iter().filter(move |one| one.kind == kind);
        let by_identity = [ConflictKind::Completer, ConflictKind::Competitor];
        let other = findings.iter().filter(|one| !by_identity.contains(&one.kind)).filter(is_bar);
        let otherwise: BTreeSet<(String, String)> = other.map(key).collect();
        let mut taken: BTreeMap<(String, String), Severity> = BTreeMap::new();
        for one in of_kind(ConflictKind::Completer) {
            let known = taken.entry(key(one)).or_insert(one.severity);
            *known = one.severity.max(*known);
        }
        let rivals: BTreeSet<(String, String)> =
            of_kind(ConflictKind::Competitor).filter(is_bar).map(key).collect();
        let mut tally = Self { pairs: round.pairs.len(), rivals: rivals.len(), ..Self::default() };
        // Others who share a name by chance are not at the place that is looked at.
        for (pair, severity) in taken.into_iter().filter(|(pair, _)| round.pairs.contains(pair)) {
            match severity {
                Severity::Bar => {
                    tally.barred += 1;
                    tally.alone += usize::from(!otherwise.contains(&pair));
                }
                Severity::Flag => tally.flagged += 1,
                Severity::Note => tally.noted += 1,
            }
        }
        tally
    }

    fn part(&self, of: usize) -> f64 {
        of as f64 / self.pairs.max(1) as f64
    }

    fn print(&self, place: &str, discipline: &str) {
        let Self { pairs, barred, alone, flagged, noted, rivals } = self;
        println!(
            "| {place} | {discipline} | {pairs} | {barred} | {alone} | {flagged} | {noted} \
             | {rivals} |"
        );
    }
}

/// Names by their frequency and units by the people who are there: of the real data, or where that is absent
/// the tables of the program and invented units, all alike.
fn tables(data: Option<&Path>, universities: &[String]) -> Result<(Names, Table)> {
    let Some(data) = data else {
        let rows: Vec<String> = universities.iter().map(|unit| format!("{unit},1")).collect();
        let units = Table::read(&format!("unit,parts\n{}", rows.join("\n")), "parts");
        return Ok((Names::standard(), units));
    };
    let read = |file: &str| std::fs::read_to_string(data.join(file));
    let names = Names::read(&read("names/surnames.csv")?, &read("names/given_chars.csv")?);
    let units = Table::read(&read("institutions/observed_units_award2019.csv")?, "n_persons");
    Ok((names, units))
}

fn verdict(what: &str, part: f64, most: f64) -> bool {
    let is_reached = part <= most;
    let said = super::said(is_reached);
    println!("{what}: {:.3} %, aim at most {:.1} %: {said}", part * 100.0, most * 100.0);
    is_reached
}

/// Prints how many namesakes are barred; true when few enough are.
pub(crate) fn study(data: Option<&Path>, universities: &[String]) -> Result<bool> {
    let (names, units) = tables(data, universities)?;
    println!(
        "| two people of one name, at | disciplines | pairs | barred as completer \
         | nothing else bars | flagged | noted | barred as his rivals' judge |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let (mut worst, mut is_whole) = (0.0_f64, true);
    for place in Place::ALL {
        for (is_of_one, discipline) in [(false, "two"), (true, "one, and a keyword")] {
            let tally = Tally::of(&Round::at(place, is_of_one, &names, universities));
            tally.print(place.name(), discipline);
            is_whole &= tally.pairs * 2 > PAIRS;
            if !place.bars() {
                worst = worst.max(tally.part(tally.barred));
            }
        }
    }
    let spread = Tally::of(&Round::spread(&names, &units));
    spread.print("units as people are spread", "as they are spread");
    println!();
    if !is_whole {
        println!("half of the units drawn are not to each other what they should be");
    }
    let elsewhere = verdict("other units, and two of one body", worst, MOST_ELSEWHERE);
    let barred = spread.part(spread.barred);
    let barred = verdict("as people are spread, barred as completer", barred, MOST_SPREAD);
    let alone = spread.part(spread.alone);
    let alone = verdict("as people are spread, and nothing else bars", alone, MOST_ALONE);
    Ok(is_whole && spread.pairs > 0 && elsewhere && barred && alone)
}
