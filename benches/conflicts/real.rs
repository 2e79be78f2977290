//! What is found in real data: the completers who are in the pool, and co-authors inside a pool.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;

use anyhow::{Result, bail};
use laurel::conflicts::{ConflictInput, ConflictKind, ConflictPolicy, Finding, Severity, detect};
use laurel::exchange::{RowPolicy, Sheet, read_all};
use laurel::experts::model::{Expert, Publication};
use laurel::nominations::model::{Nomination, Person, PersonRole};

/// Experts, or papers, of a pool that are nominated to see whether the co-authors are found.
const NOMINATED: usize = 300;

/// Numbers of a nomination and an expert.
type Pairs = BTreeSet<(String, String)>;

/// All rows of a file.
pub(crate) fn rows<S: Sheet>(path: &Path) -> Result<Vec<S>> {
    match read_all::<S>(path, RowPolicy::Strict) {
        Ok(outcome) => Ok(outcome.records),
        Err(faults) => bail!("{faults}"),
    }
}

/// The pairs of a kind with a severity or a graver one.
fn pairs(findings: &[Finding], kind: ConflictKind, least: Severity) -> Pairs {
    let found = findings.iter().filter(|one| one.kind == kind && one.severity >= least);
    found.map(|one| (one.nomination_id.clone(), one.expert_id.clone())).collect()
}

/// Completers of the published round who are in the Chinese pool, by a rule of their own: same name,
/// and a unit that is equal or the beginning of the other.
pub(crate) fn completers(data: &Path) -> Result<bool> {
    let experts: Vec<Expert> = rows(&data.join("pool_zh/experts.csv"))?;
    let publications: Vec<Publication> = rows(&data.join("pool_zh/publications.csv"))?;
    let nominations: Vec<Nomination> = rows(&data.join("round2019/nominations.csv"))?;
    let people: Vec<Person> = rows(&data.join("round2019/people.csv"))?;
    let mut by_name: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
    for person in people.iter().filter(|one| one.role == PersonRole::Completer) {
        by_name.entry(&person.name).or_default().push(person);
    }
    let begins = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
    let mut truth = BTreeSet::new();
    for expert in &experts {
        for person in by_name.get(expert.name.as_str()).into_iter().flatten() {
            let theirs = [&person.unit, &person.work_unit];
            let mut theirs = theirs.into_iter().flatten();
            if theirs.any(|unit| begins(unit, &expert.unit)) {
                truth.insert((person.nomination_id.clone(), expert.expert_id.clone()));
            }
        }
    }
    let input = ConflictInput {
        experts: &experts,
        publications: &publications,
        nominations: &nominations,
        people: &people,
        ..ConflictInput::default()
    };
    let findings = detect(&input, &ConflictPolicy::default());
    let barred = pairs(&findings, ConflictKind::Completer, Severity::Bar);
    let right = truth.intersection(&barred).count();
    println!("| true pairs | barred | of them true | recall | precision by that truth |");
    println!("|---|---|---|---|---|");
    let (recall, precision) =
        (right as f64 / truth.len() as f64, right as f64 / barred.len() as f64);
    println!("| {} | {} | {right} | {recall:.3} | {precision:.3} |\n", truth.len(), barred.len());
    let mut by_kind: BTreeMap<(ConflictKind, Severity), usize> = BTreeMap::new();
    for finding in &findings {
        *by_kind.entry((finding.kind, finding.severity)).or_default() += 1;
    }
    println!("{} findings on {} pairs:\n", findings.len(), experts.len() * nominations.len());
    println!("| kind | severity | findings |\n|---|---|---|");
    for ((kind, severity), count) in by_kind {
        println!("| {} | {} | {count} |", kind.code(), severity.code());
    }
    let is_found = right == truth.len() && precision >= 0.9;
    println!("\nevery true pair barred, precision 0.9 at least: {}", super::said(is_found));
    Ok(is_found)
}

/// Experts of a pool, each nominated by himself with his name and unit, and who wrote with them by the numbers on
/// the papers.
struct Alone {
    experts: Vec<Expert>,
    publications: Vec<Publication>,
    nominations: Vec<Nomination>,
    people: Vec<Person>,
    /// Numbers of the nominated.
    ids: BTreeSet<String>,
    truth: Pairs,
    /// They, and who stands beside one of them on a list that is too long to say anything.
    known: Pairs,
}

impl Alone {
    fn read(data: &Path, pool: &str) -> Result<Self> {
        let experts: Vec<Expert> = rows(&data.join(pool).join("experts.csv"))?;
        let publications: Vec<Publication> = rows(&data.join(pool).join("publications.csv"))?;
        let step = (experts.len() / NOMINATED).max(1);
        let nominated: Vec<&Expert> =
            experts.iter().step_by(step).filter(|one| !one.unit.is_empty()).collect();
        let (nominations, people) = one_each(&nominated);
        let ids: BTreeSet<String> = nominated.iter().map(|one| one.expert_id.clone()).collect();
        let own: Pairs = ids.iter().map(|id| (id.clone(), id.clone())).collect();
        let limit = all_years().limits.largest_author_list;
        let truth = written_together(&own, &publications, 0..=limit);
        let mut known = written_together(&own, &publications, limit + 1..=usize::MAX);
        known.extend(truth.iter().cloned());
        Ok(Self { experts, publications, nominations, people, ids, truth, known })
    }

    fn input(&self) -> ConflictInput<'_> {
        ConflictInput {
            experts: &self.experts,
            publications: &self.publications,
            nominations: &self.nominations,
            people: &self.people,
            ..ConflictInput::default()
        }
    }
}

/// The papers are of all years.
fn all_years() -> ConflictPolicy {
    let mut policy = ConflictPolicy { reference_year: None, ..ConflictPolicy::default() };
    policy.windows.coauthor_years = 100;
    policy
}

/// As it was before a likely identity kept those who wrote with it from a nomination: a certain one alone does.
fn certain_alone() -> ConflictPolicy {
    let mut policy = all_years();
    policy.identity.competitor_from = policy.identity.bar_from;
    policy
}

/// Every co-author of a nominated expert must be found again where the pool knows both: told at least, and barred
/// where it is likely enough who the completer is.
pub(crate) fn coauthors(data: &Path) -> Result<bool> {
    println!(
        "| pool | pairs | found | asked or barred | barred | bars beyond the papers' numbers \
         | by certain identities alone: barred | beyond |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut all_hold = true;
    for pool in ["pool_zh", "pool_en"] {
        let alone = Alone::read(data, pool)?;
        let findings = detect(&alone.input(), &all_years());
        let of = |least| pairs(&findings, ConflictKind::Coauthor, least);
        let (found, barred) = (of(Severity::Note), of(Severity::Bar));
        let before = detect(&alone.input(), &certain_alone());
        let before = pairs(&before, ConflictKind::Coauthor, Severity::Bar);
        let beyond = barred.difference(&alone.known).count();
        let truth = &alone.truth;
        println!(
            "| {pool} | {} | {:.3} | {:.3} | {:.3} | {beyond} of {} | {:.3} | {} of {} |",
            truth.len(),
            share(&found, truth),
            share(&of(Severity::Flag), truth),
            share(&barred, truth),
            barred.len(),
            share(&before, truth),
            before.difference(&alone.known).count(),
            before.len(),
        );
        // Of one completer alone, his name in letters and his unit, nobody can be sure: in that pool no more is
        // asked of bars than that they are not fewer.
        let least = if pool == "pool_zh" { 0.99 } else { share(&before, truth) };
        all_hold &= share(&found, truth) >= 0.99 && share(&barred, truth) >= least;
        all_hold &= is_exact(beyond, &barred);
    }
    println!("\nas it should: {}", super::said(all_hold));
    Ok(all_hold)
}

/// Some people have two numbers in the pool, and some papers miss one: a few bars are beyond what the numbers know.
fn is_exact(beyond: usize, barred: &Pairs) -> bool {
    beyond * 25 <= barred.len()
}

/// As [`coauthors`], but the pool knows none of the completers, so that only the names on the papers are left.
pub(crate) fn by_names(data: &Path) -> Result<bool> {
    println!("| pool | pairs | found | barred | bars beyond the papers' numbers |");
    println!("|---|---|---|---|---|");
    let mut all_hold = true;
    // A name in letters may be anybody's: these are floors under what is reached, not goals.
    for (pool, floor) in [("pool_zh", 0.9), ("pool_en", 0.8)] {
        let mut alone = Alone::read(data, pool)?;
        let ids = &alone.ids;
        alone.truth.retain(|(_, other)| !ids.contains(other));
        alone.experts.retain(|one| !ids.contains(&one.expert_id));
        let findings = detect(&alone.input(), &all_years());
        let found = pairs(&findings, ConflictKind::Coauthor, Severity::Note);
        let barred = pairs(&findings, ConflictKind::Coauthor, Severity::Bar);
        let beyond = barred.difference(&alone.known).count();
        println!(
            "| {pool} | {} | {:.3} | {:.3} | {beyond} of {} |",
            alone.truth.len(),
            share(&found, &alone.truth),
            share(&barred, &alone.truth),
            barred.len(),
        );
        all_hold &= share(&found, &alone.truth) >= floor;
    }
    println!("\nas it should: {}", super::said(all_hold));
    Ok(all_hold)
}

fn share(found: &Pairs, of: &Pairs) -> f64 {
    of.intersection(found).count() as f64 / of.len().max(1) as f64
}

/// Papers are taken out of a pool and nominated, with those of their authors who are of the pool as
/// completers: who wrote another paper with one of them?
pub(crate) fn teams(data: &Path) -> Result<bool> {
    println!(
        "| pool | nominations | pairs | found | barred | bars beyond the papers' numbers \
         | by certain identities alone: barred | beyond |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut all_hold = true;
    for (pool, least) in [("pool_zh", 0.99), ("pool_en", 0.85)] {
        let experts: Vec<Expert> = rows(&data.join(pool).join("experts.csv"))?;
        let publications: Vec<Publication> = rows(&data.join(pool).join("publications.csv"))?;
        let limit = all_years().limits.largest_author_list;
        let (nominated, left) = taken_out(publications, limit);
        let (nominations, people) = of_papers(&nominated, &experts);
        let of_paper = |one: &Publication| {
            let paper = one.publication_id.clone();
            one.expert_ids.clone().into_iter().map(move |id| (paper.clone(), id))
        };
        let own: Pairs = nominated.iter().flat_map(of_paper).collect();
        let mut truth = written_together(&own, &left, 0..=limit);
        let mut known = written_together(&own, &left, limit + 1..=usize::MAX);
        truth.retain(|pair| !own.contains(pair));
        known.extend(truth.iter().cloned());
        let input = ConflictInput {
            experts: &experts,
            publications: &left,
            nominations: &nominations,
            people: &people,
            ..ConflictInput::default()
        };
        let of = |policy, least| {
            let mut told = pairs(&detect(&input, &policy), ConflictKind::Coauthor, least);
            told.retain(|pair| !own.contains(pair));
            told
        };
        let found = of(all_years(), Severity::Note);
        let barred = of(all_years(), Severity::Bar);
        let before = of(certain_alone(), Severity::Bar);
        let beyond = barred.difference(&known).count();
        println!(
            "| {pool} | {} | {} | {:.3} | {:.3} | {beyond} of {} | {:.3} | {} of {} |",
            nominations.len(),
            truth.len(),
            share(&found, &truth),
            share(&barred, &truth),
            barred.len(),
            share(&before, &truth),
            before.difference(&known).count(),
            before.len(),
        );
        all_hold &= share(&found, &truth) >= 0.99 && share(&barred, &truth) >= least;
        all_hold &= is_exact(beyond, &barred);
    }
    println!("\nas it should: {}", super::said(all_hold));
    Ok(all_hold)
}

/// Papers with two authors of the pool or more, evenly spread, and the others.
fn taken_out(publications: Vec<Publication>, limit: usize) -> (Vec<Publication>, Vec<Publication>) {
    let is_team = |one: &Publication| one.expert_ids.len() > 1 && one.authors.len() <= limit;
    let step = (publications.iter().filter(|one| is_team(one)).count() / NOMINATED).max(1);
    let mut teams = 0_usize;
    publications.into_iter().partition(|one| {
        teams += usize::from(is_team(one));
        is_team(one) && teams.is_multiple_of(step)
    })
}

fn of_papers(nominated: &[Publication], experts: &[Expert]) -> (Vec<Nomination>, Vec<Person>) {
    let by_id: BTreeMap<&str, &Expert> =
        experts.iter().map(|one| (one.expert_id.as_str(), one)).collect();
    let nominations = nominated.iter().map(|paper| Nomination {
        nomination_id: paper.publication_id.clone(),
        title: paper.title.clone(),
        abstract_text: paper.abstract_text.clone(),
        keywords: paper.keywords.clone(),
        ..Nomination::default()
    });
    let mut people = Vec::new();
    for paper in nominated {
        let authors = paper.expert_ids.iter().filter_map(|id| by_id.get(id.as_str()));
        people.extend(authors.zip(1..).map(|(one, order)| Person {
            nomination_id: paper.publication_id.clone(),
            order,
            name: one.name.clone(),
            unit: Some(one.unit.clone()),
            work_unit: Some(one.unit.clone()),
            ..Person::default()
        }));
    }
    (nominations.collect(), people)
}

/// Experts who wrote with one of these completers, on a list of so many authors.
fn written_together(
    completers: &Pairs,
    publications: &[Publication],
    authors: RangeInclusive<usize>,
) -> Pairs {
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in publications.iter().filter(|one| authors.contains(&one.authors.len())) {
        for id in &one.expert_ids {
            let others = one.expert_ids.iter().filter(|other| *other != id).map(String::as_str);
            beside.entry(id).or_default().extend(others);
        }
    }
    let mut found = Pairs::new();
    for (nomination, completer) in completers {
        let others = beside.get(completer.as_str()).into_iter().flatten();
        found.extend(others.map(|other| (nomination.clone(), (*other).to_owned())));
    }
    found
}

/// A nomination for each expert, of which he is the only completer; its number is his.
fn one_each(experts: &[&Expert]) -> (Vec<Nomination>, Vec<Person>) {
    let nominations = experts.iter().map(|one| Nomination {
        nomination_id: one.expert_id.clone(),
        title: String::from("—"),
        ..Nomination::default()
    });
    let people = experts.iter().map(|one| Person {
        nomination_id: one.expert_id.clone(),
        order: 1,
        name: one.name.clone(),
        unit: Some(one.unit.clone()),
        work_unit: Some(one.unit.clone()),
        email: one.email.clone(),
        ..Person::default()
    });
    (nominations.collect(), people.collect())
}
