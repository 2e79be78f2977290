//! Under which keys are the records filed, so that only what shares a key is compared?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use indexmap::IndexSet;
use rayon::prelude::*;

use super::evidence::Source;
use super::facts;
use super::frequencies::NameFrequencies;
use super::input::{ConflictInput, ExpertFacts, Facts, Mention, PersonFacts, Places, UnitFacts};
use super::keys::{doi_key, title_key};
use super::names::{NameIndex, NameMatch, PersonName};
use super::policy::{ConflictPolicy, UnitLevel};

/// Positions in a list by key.
pub(super) type Files = BTreeMap<String, Vec<usize>>;

/// Everything filed under keys. Positions are those of the input, of people those of `people`.
pub(super) struct Index<'input> {
    pub(super) input: ConflictInput<'input>,
    pub(super) policy: &'input ConflictPolicy,
    pub(super) frequencies: NameFrequencies,
    pub(super) places: Places<'input>,
    pub(super) experts: Vec<ExpertFacts<'input>>,
    pub(super) people: Vec<PersonFacts<'input>>,
    pub(super) completing_units: Vec<UnitFacts<'input>>,
    pub(super) rounds: Rounds,
    pub(super) by_person: PersonFiles,
    pub(super) by_unit: UnitFiles,
    pub(super) papers: PaperFiles,
    pub(super) authors: AuthorFiles,
    pub(super) nomination_at: BTreeMap<&'input str, usize>,
    pub(super) expert_at: BTreeMap<&'input str, usize>,
    /// Experts by name; made when a list names people whom it does not give by id.
    called: OnceLock<ExpertNames>,
    /// By what people are known in facts; made when something is found of one.
    known_people: OnceLock<BTreeMap<Source, String>>,
    /// Nominations that ask to keep an expert out, with the place in their list.
    pub(super) excluded_by: BTreeMap<&'input str, Vec<(usize, usize)>>,
}

/// The names of experts, and whose they are.
struct ExpertNames {
    names: NameIndex,
    expert_of: Vec<usize>,
}

/// The nominations in time, by their positions.
pub(super) struct Rounds {
    /// The year of the round under examination, where one is known.
    pub(super) reference: Option<i32>,
    /// The year that windows count back from.
    pub(super) year_of: Vec<Option<i32>>,
    /// Whether the nomination is of the round under examination.
    pub(super) is_current: Vec<bool>,
}

/// People by what identifies them.
pub(super) struct PersonFiles {
    pub(super) names: NameIndex,
    pub(super) orcid: Files,
    pub(super) mail: Files,
    /// Completers by mail domain.
    pub(super) mail_organisation: Files,
    /// People of each nomination.
    pub(super) of_nomination: Vec<Vec<usize>>,
}

/// Completers of the round, and its completing units, by the keys of units.
#[derive(Default)]
pub(super) struct UnitFiles {
    /// Completers by their present units.
    pub(super) work: Files,
    /// Completers by their units at the time of the work, where those are not the present ones.
    pub(super) completion: Files,
    /// Completers by the bodies above either.
    pub(super) above: Files,
    /// Completing units.
    pub(super) named: Files,
    /// Completing units by the bodies above them.
    pub(super) above_named: Files,
}

/// Papers of nominations.
pub(super) struct PaperFiles {
    /// By DOI and title.
    pub(super) by_key: Files,
    pub(super) authors: NameIndex,
    /// Paper of each name in `authors`.
    pub(super) paper_of: Vec<usize>,
}

/// Authors of publications, each spelling once.
pub(super) struct AuthorFiles {
    /// Positions in `names` by publication; empty for lists too long even for a note.
    pub(super) lists: Vec<Vec<usize>>,
    pub(super) names: Vec<PersonName>,
    /// People with the name of each author.
    pub(super) people: Vec<Vec<(usize, NameMatch)>>,
}

impl<'input> Index<'input> {
    pub(super) fn new(input: ConflictInput<'input>, policy: &'input ConflictPolicy) -> Self {
        let latest = input.nominations.iter().filter_map(|one| one.round).max();
        let reference = policy.reference_year.or(latest);
        let nomination_at = positions(input.nominations.iter().map(|one| &*one.nomination_id));
        let facts = Facts::read(&input, &nomination_at, reference);
        let by_person = PersonFiles::new(&facts.people, input.nominations.len());
        let mut index = Self {
            policy,
            frequencies: NameFrequencies::standard(),
            rounds: Rounds::new(&input, reference),
            by_unit: UnitFiles::default(),
            papers: PaperFiles::new(&input, policy, &nomination_at),
            authors: AuthorFiles::new(&input, policy, &by_person.names),
            by_person,
            nomination_at,
            expert_at: positions(input.experts.iter().map(|one| &*one.expert_id)),
            called: OnceLock::new(),
            known_people: OnceLock::new(),
            excluded_by: excluded_by(&input),
            places: facts.places,
            experts: facts.experts,
            people: facts.people,
            completing_units: facts.completing_units,
            input,
        };
        index.by_unit = UnitFiles::new(&index);
        index
    }

    /// Experts who bear a name, with the manner; each once, in the order of the input.
    pub(super) fn experts_called(&self, name: &PersonName) -> BTreeMap<usize, NameMatch> {
        let called = self.called.get_or_init(|| {
            let experts = self.experts.iter().enumerate();
            let all = experts.flat_map(|(at, one)| one.names.iter().map(move |name| (at, name)));
            let (expert_of, names): (Vec<usize>, Vec<PersonName>) =
                all.map(|(at, name)| (at, name.clone())).unzip();
            ExpertNames { names: NameIndex::new(names), expert_of }
        });
        let mut experts = BTreeMap::new();
        for (at, matched) in called.names.find(name) {
            let best = experts.entry(called.expert_of[at]).or_insert(matched);
            *best = matched.min(*best);
        }
        experts
    }

    /// By what people are known in facts.
    pub(super) fn known_people(&self) -> &BTreeMap<Source, String> {
        self.known_people.get_or_init(|| facts::known_people(&self.people))
    }

    /// The keys under which a unit is "the same" at the policy's level.
    pub(super) fn level_keys(&self, mention: Mention<'_>) -> Vec<&str> {
        let identity = self.places.identity(mention);
        let mut keys: Vec<&str> = identity.keys().collect();
        if self.policy.units.same_unit_level == UnitLevel::Parent {
            keys.extend(identity.above.first().map(String::as_str));
        }
        keys
    }
}

impl Rounds {
    fn new(input: &ConflictInput<'_>, reference: Option<i32>) -> Self {
        let rounds = || input.nominations.iter().map(|one| one.round);
        Self {
            reference,
            year_of: rounds().map(|round| round.or(reference)).collect(),
            is_current: rounds().map(|round| round.is_none() || round == reference).collect(),
        }
    }

    /// Whether a year lies so many years or fewer before the round; a year that is not known does.
    pub(super) fn are_within(&self, year: Option<i32>, years: i32) -> bool {
        match (self.reference, year) {
            (Some(now), Some(then)) => now.saturating_sub(then) <= years,
            _ => true,
        }
    }
}

impl PersonFiles {
    fn new(people: &[PersonFacts<'_>], nominations: usize) -> Self {
        let names: Vec<PersonName> =
            people.par_iter().map(|person| PersonName::read(&person.record.name)).collect();
        let mut files = Self {
            names: NameIndex::new(names),
            orcid: Files::new(),
            mail: Files::new(),
            mail_organisation: Files::new(),
            of_nomination: vec![Vec::new(); nominations],
        };
        for (at, person) in people.iter().enumerate() {
            files.of_nomination[person.nomination].push(at);
            file(&mut files.orcid, person.orcid.as_deref(), at);
            file(&mut files.mail, person.mail.as_deref(), at);
            if person.is_completer() {
                let organisations = person.mail_organisations.iter().map(String::as_str);
                file(&mut files.mail_organisation, organisations, at);
            }
        }
        files
    }
}

impl UnitFiles {
    fn new(index: &Index<'_>) -> Self {
        let mut files = Self::default();
        for (at, person) in index.people.iter().enumerate() {
            if !person.is_completer() || !index.rounds.is_current[person.nomination] {
                continue;
            }
            let work = person.work.iter().flat_map(|unit| index.level_keys(*unit));
            let work: BTreeSet<&str> = work.collect();
            let then = person.completion.into_iter();
            let then: BTreeSet<&str> = then.flat_map(|unit| index.level_keys(unit)).collect();
            let above: BTreeSet<&str> = person
                .mentions()
                .flat_map(|unit| &index.places.identity(*unit).above)
                .map(String::as_str)
                .collect();
            if work.is_disjoint(&then) {
                file(&mut files.completion, then, at);
            }
            file(&mut files.work, work, at);
            file(&mut files.above, above, at);
        }
        for (at, unit) in index.completing_units.iter().enumerate() {
            if index.rounds.is_current[unit.nomination] {
                let above = index.places.identity(unit.mention).above.iter();
                file(&mut files.named, index.level_keys(unit.mention), at);
                file(&mut files.above_named, above.map(String::as_str), at);
            }
        }
        files
    }
}

impl PaperFiles {
    fn new(
        input: &ConflictInput<'_>,
        policy: &ConflictPolicy,
        nomination_at: &BTreeMap<&str, usize>,
    ) -> Self {
        let mut by_key = Files::new();
        let (mut names, mut paper_of) = (Vec::new(), Vec::new());
        for (at, paper) in input.papers.iter().enumerate() {
            if !nomination_at.contains_key(paper.nomination_id.as_str()) {
                continue;
            }
            let keys = paper_keys(paper.doi.as_deref(), &paper.title);
            file(&mut by_key, keys.iter().map(String::as_str), at);
            if paper.authors.len() <= policy.limits.largest_author_list {
                for author in &paper.authors {
                    names.push(PersonName::read(author));
                    paper_of.push(at);
                }
            }
        }
        Self { by_key, authors: NameIndex::new(names), paper_of }
    }
}

impl AuthorFiles {
    fn new(input: &ConflictInput<'_>, policy: &ConflictPolicy, people: &NameIndex) -> Self {
        let mut spellings: IndexSet<&str> = IndexSet::new();
        let mut lists = Vec::with_capacity(input.publications.len());
        for publication in input.publications {
            let authors = publication.authors.as_slice();
            let longest = policy.limits.longest_list_noted.max(policy.limits.largest_author_list);
            let is_short = authors.len() <= longest;
            let listed = authors.iter().filter(|_| is_short);
            lists.push(listed.map(|one| spellings.insert_full(one).0).collect());
        }
        let spellings: Vec<&str> = spellings.into_iter().collect();
        let names: Vec<PersonName> =
            spellings.par_iter().map(|author| PersonName::read(author)).collect();
        Self { lists, people: names.par_iter().map(|name| people.find(name)).collect(), names }
    }
}

/// The keys under which a paper is filed and looked for: `doi:…` first, then `title:…`.
pub fn paper_keys(doi: Option<&str>, title: &str) -> Vec<String> {
    let doi = doi.and_then(doi_key).map(|key| format!("doi:{key}"));
    let title = title_key(title).map(|key| format!("title:{key}"));
    doi.into_iter().chain(title).collect()
}

fn file<'key>(files: &mut Files, keys: impl IntoIterator<Item = &'key str>, at: usize) {
    for key in keys {
        match files.get_mut(key) {
            Some(file) => file.push(at),
            None => {
                files.insert(key.to_owned(), vec![at]);
            }
        }
    }
}

/// Position of each id; of two rows with one id the first counts.
fn positions<'input>(ids: impl Iterator<Item = &'input str>) -> BTreeMap<&'input str, usize> {
    let mut at = BTreeMap::new();
    for (position, id) in ids.enumerate() {
        at.entry(id).or_insert(position);
    }
    at
}

fn excluded_by<'input>(
    input: &ConflictInput<'input>,
) -> BTreeMap<&'input str, Vec<(usize, usize)>> {
    let mut files: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (nomination, record) in input.nominations.iter().enumerate() {
        for (place, expert) in record.excluded_experts.iter().enumerate() {
            files.entry(expert).or_default().push((nomination, place));
        }
    }
    files
}
