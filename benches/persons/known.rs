//! A country of which it is known who is who: nominations whose completers are in the pool too, each told by something
//! else, and with them everybody else of the country who bears one of their names. Everybody is invented.

use std::collections::{BTreeMap, BTreeSet};

use laurel::conflicts::IdentityRules;
use laurel::persons::{Dossier, PersonPolicy, Proposal, Record, RecordKind, Records, Spell};
use laurel::search::pinyin::name_pinyin;

use super::names::{Draw, Names};

/// Completers of a nomination.
const TEAM: usize = 6;

/// By what it can be told that an expert and a completer are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tie {
    Unit,
    Department,
    Moved,
    Letters,
    Orcid,
    Mail,
    Paper,
    Companions,
    Name,
}

impl Tie {
    pub(crate) const ALL: [Self; 9] = [
        Self::Unit,
        Self::Department,
        Self::Moved,
        Self::Letters,
        Self::Orcid,
        Self::Mail,
        Self::Paper,
        Self::Companions,
        Self::Name,
    ];

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Unit => "one unit",
            Self::Department => "a unit and its department",
            Self::Moved => "a former unit, known",
            Self::Letters => "one unit, the name in letters",
            Self::Orcid => "ORCID, at two units",
            Self::Mail => "mail address, at two units",
            Self::Paper => "a paper, at two units",
            Self::Companions => "two people beside both, at two units",
            Self::Name => "nothing but the name",
        }
    }
}

/// How large.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) nominations: usize,
    /// People of the country, beside those who are completers.
    pub(crate) population: usize,
}

impl Size {
    /// The policy that ships, for a country of this size.
    pub(crate) fn policy(self) -> PersonPolicy {
        let shipped = PersonPolicy::default();
        let people = u64::try_from(self.population).unwrap_or(u64::MAX);
        let whole = shipped.prior.population_all.max(1);
        let scaled = |part: u64| part.saturating_mul(people) / whole;
        let prior = IdentityRules {
            population_all: people,
            population_family: scaled(shipped.prior.population_family),
            population_unit: scaled(shipped.prior.population_unit),
            ..shipped.prior.clone()
        };
        PersonPolicy { prior, ..shipped }
    }
}

/// Records, and which of them are one person.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) records: Records,
    /// Keys of an expert and a completer who are one person, and what tells it.
    truth: BTreeMap<(String, String), Tie>,
}

impl Known {
    /// A country by a seed.
    pub(crate) fn draw(names: &Names, units: &[String], size: Size, seed: u64) -> Self {
        let mut country = Country { names, units, draw: Draw::new(seed), known: Self::default() };
        for _ in 0..size.nominations {
            country.nomination();
        }
        let records = &country.known.records.records;
        let experts = records.iter().filter(|one| one.kind == RecordKind::Expert);
        let borne: BTreeSet<String> = experts.map(|one| one.name.clone()).collect();
        for _ in 0..size.population {
            let name = names.draw(&mut country.draw);
            if borne.contains(&name) {
                let unit = country.unit();
                let namesake = country.expert(&name, vec![spell(&unit)]);
                country.known.records.records.push(namesake);
            }
        }
        country.known
    }
}

/// Universities of nobody.
pub(crate) fn universities() -> Vec<String> {
    let kinds = ["大学", "师范大学"];
    let of = move |first: char| {
        let places = "岭台原川泽岛峰林渡桥".chars();
        places.flat_map(move |second| kinds.map(|kind| format!("{first}{second}{kind}")))
    };
    "青白云松竹梅兰石溪湖鹿鹤雁鹭".chars().flat_map(of).collect()
}

fn spell(unit: &str) -> Spell {
    Spell { unit: unit.to_owned(), from: None, to: None }
}

/// A name as a journal prints it.
fn in_letters(name: &str) -> String {
    let spaced = name_pinyin(name).spaced;
    let (family, given) = spaced.split_once(' ').unwrap_or((spaced.as_str(), ""));
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    format!("{} {}", capital(&given.replace(' ', "")), capital(family))
}

struct Country<'of> {
    names: &'of Names,
    units: &'of [String],
    draw: Draw,
    known: Known,
}

impl Country<'_> {
    fn unit(&mut self) -> String {
        let at = self.draw.below(self.units.len());
        self.units.get(at).cloned().unwrap_or_default()
    }

    fn expert(&self, name: &str, units: Vec<Spell>) -> Record {
        let key = format!("expert:{:06}", self.known.records.records.len());
        Record { units, ..Record::named(&key, RecordKind::Expert, name) }
    }

    fn nomination(&mut self) {
        let number = self.known.records.dossiers.len();
        let dossier = Dossier { number: format!("N{number:05}"), ..Dossier::default() };
        self.known.records.dossiers.push(dossier);
        let team: Vec<String> = (0..TEAM).map(|_| self.names.draw(&mut self.draw)).collect();
        for place in 0..TEAM {
            self.member(number, &team, place);
        }
    }

    /// A completer of a nomination, and the same as an expert of the pool.
    fn member(&mut self, dossier: usize, team: &[String], place: usize) {
        let number = self.known.truth.len();
        let tie = Tie::ALL[number % Tie::ALL.len()];
        let (name, here, there) = (&team[place], self.unit(), self.unit());
        let units = match tie {
            Tie::Name => Vec::new(),
            Tie::Unit | Tie::Department | Tie::Letters => vec![spell(&here)],
            Tie::Moved => {
                let before = Spell { unit: here.clone(), from: Some(2_010), to: Some(2_018) };
                vec![spell(&there), before]
            }
            Tie::Orcid | Tie::Mail | Tie::Paper | Tie::Companions => vec![spell(&there)],
        };
        let mut expert = self.expert(name, units);
        let work = if tie == Tie::Department { format!("{here}物理系") } else { here };
        let written = if tie == Tie::Letters { in_letters(name) } else { name.clone() };
        let key = format!("person:{dossier:05}#{place}");
        let mut completer = Record {
            units: vec![spell(&work)],
            dossier: Some(dossier),
            ..Record::named(&key, RecordKind::Completer, &written)
        };
        match tie {
            Tie::Orcid => {
                let orcid = format!("0000-0002-{:04}-{:04}", number / 10_000, number % 10_000);
                (expert.orcid, completer.orcid) = (Some(orcid.clone()), Some(orcid));
            }
            Tie::Mail => {
                let mail = format!("who{number}@163.com");
                (expert.email, completer.email) = (Some(mail.clone()), Some(mail));
            }
            Tie::Paper => {
                let paper = format!("doi:10.1000/{number}");
                self.known.records.dossiers[dossier].papers.push(paper.clone());
                expert.papers.push(paper);
            }
            Tie::Companions => {
                let others = team.iter().filter(|other| *other != name);
                expert.companions = others.take(2).cloned().collect();
            }
            Tie::Unit | Tie::Department | Tie::Moved | Tie::Letters | Tie::Name => {}
        }
        self.known.truth.insert((expert.key.clone(), completer.key.clone()), tie);
        self.known.records.records.extend([expert, completer]);
    }
}

/// How proposals stand to what is known.
pub(crate) struct Score {
    pub(crate) proposed: usize,
    pub(crate) right: usize,
    /// Of each tie how many are proposed, of how many.
    by_tie: BTreeMap<Tie, (usize, usize)>,
}

impl Score {
    /// Of the proposals from a probability on, per mille.
    pub(crate) fn of(known: &Known, proposals: &[Proposal], least: u16) -> Self {
        let mut score = Self { proposed: 0, right: 0, by_tie: BTreeMap::new() };
        for &tie in known.truth.values() {
            score.by_tie.entry(tie).or_default().1 += 1;
        }
        let key = |at: usize| known.records.records[at].key.clone();
        for one in proposals.iter().filter(|one| one.probability >= least) {
            score.proposed += 1;
            if let Some(&tie) = known.truth.get(&(key(one.first), key(one.second))) {
                score.right += 1;
                score.by_tie.entry(tie).or_default().0 += 1;
            }
        }
        score
    }

    pub(crate) fn precision(&self) -> f64 {
        share(self.right, self.proposed)
    }

    pub(crate) fn recall(&self) -> f64 {
        share(self.right, self.by_tie.values().map(|(_, planted)| planted).sum())
    }

    pub(crate) fn recall_by(&self, tie: Tie) -> f64 {
        let (found, planted) = self.by_tie.get(&tie).copied().unwrap_or_default();
        share(found, planted)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
