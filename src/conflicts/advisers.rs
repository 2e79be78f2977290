//! Was the expert the teacher of a completer, or a completer his? Theses say so; early papers
//! together, with years between, suggest it.

use std::collections::{BTreeMap, BTreeSet};

use crate::units::{UnitIdentity, UnitRelation};

use super::authorship::graded;
use super::denials::{Denials, Heed};
use super::detect::{Found, Hit};
use super::evidence::{Evidence, Source, SourceKind};
use super::facts::fact;
use super::frequencies::confidence;
use super::identity::Identity;
use super::index::Index;
use super::input::Mention;
use super::kinds::{ConflictKind, Severity};
use super::model::Thesis;
use super::names::{NameMatch, PersonName};
use super::persons::role;

/// Confidence that early papers with years between tell of an adviser; ours.
const BY_PAPERS: u16 = 500;
/// Papers that count as early.
const EARLY: usize = 10;

/// One of a thesis's two sides, as an expert or as a completer.
#[derive(Clone, Copy)]
struct Who {
    at: usize,
    confidence: u16,
    is_sure: bool,
}

/// Hits of all theses, by expert.
pub(super) fn find(index: &Index<'_>, pool: (&[Vec<Identity>], &Denials), found: &mut Found) {
    for thesis in index.input.theses {
        let unit = thesis.unit.as_deref().and_then(|unit| index.places.place(unit));
        let student_id = thesis.student_id.as_slice();
        let student = std::slice::from_ref(&thesis.student);
        let students = Side::read(index, pool, unit.as_ref(), student, student_id);
        let advisers =
            Side::read(index, pool, unit.as_ref(), &thesis.advisers, &thesis.adviser_ids);
        join(index, thesis, &students, &advisers, false, found);
        join(index, thesis, &advisers, &students, true, found);
    }
}

/// Who may be meant on one side.
struct Side {
    experts: Vec<Who>,
    completers: Vec<Who>,
}

impl Side {
    fn read(
        index: &Index<'_>,
        (known, denials): (&[Vec<Identity>], &Denials),
        unit: Option<&UnitIdentity>,
        names: &[String],
        ids: &[String],
    ) -> Self {
        let by_id: BTreeSet<usize> =
            ids.iter().filter_map(|id| index.expert_at.get(id.as_str()).copied()).collect();
        let mut experts: BTreeMap<usize, Who> = BTreeMap::new();
        let mut completers: BTreeMap<usize, Who> = BTreeMap::new();
        for &expert in &by_id {
            put(&mut experts, Who { at: expert, confidence: 1_000, is_sure: true });
            for identity in known[expert].iter().filter(|identity| identity.bars) {
                let confidence = identity.confidence;
                put(&mut completers, Who { at: identity.person, confidence, is_sure: true });
            }
        }
        for name in names {
            let name = PersonName::read(name);
            let is_his = |expert: &usize| {
                index.experts[*expert].names.iter().any(|own| own.agrees(&name).is_some())
            };
            let owners: Vec<usize> = by_id.iter().copied().filter(is_his).collect();
            // Of a name that is given by its id too, nobody else is meant.
            if owners.is_empty() {
                for (expert, matched) in index.experts_called(&name) {
                    put(&mut experts, expert_called(index, unit, expert, &name, matched));
                }
            }
            for (person, matched) in index.by_person.names.find(&name) {
                let mut apart = owners.iter().map(|&own| denials.part(own, person, Heed::OfTwo));
                if owners.is_empty() || !apart.all(|is_apart| is_apart) {
                    put(&mut completers, completer_called(index, unit, person, &name, matched));
                }
            }
        }
        let completers = completers.into_values().filter(|who| {
            let person = &index.people[who.at];
            person.is_completer() && index.rounds.is_current[person.nomination]
        });
        Self { experts: experts.into_values().collect(), completers: completers.collect() }
    }
}

fn put(side: &mut BTreeMap<usize, Who>, who: Who) {
    let known = side.entry(who.at).or_insert(who);
    known.confidence = known.confidence.max(who.confidence);
    known.is_sure |= who.is_sure;
}

fn expert_called(
    index: &Index<'_>,
    unit: Option<&UnitIdentity>,
    expert: usize,
    name: &PersonName,
    matched: NameMatch,
) -> Who {
    let facts = &index.experts[expert];
    let units = facts.present.iter().chain(facts.past.iter().map(|past| &past.mention));
    let parts = super::identity::parts(index, facts, name, matched);
    who(index, expert, parts, matched, closest(index, unit, units))
}

fn completer_called(
    index: &Index<'_>,
    unit: Option<&UnitIdentity>,
    person: usize,
    name: &PersonName,
    matched: NameMatch,
) -> Who {
    let own = index.by_person.names.name(person);
    let parts = index.frequencies.parts(if own.han.is_empty() { name } else { own }, matched);
    who(index, person, parts, matched, closest(index, unit, index.people[person].mentions()))
}

fn closest<'unit>(
    index: &Index<'_>,
    unit: Option<&UnitIdentity>,
    theirs: impl Iterator<Item = &'unit Mention<'unit>>,
) -> UnitRelation {
    let Some(unit) = unit else {
        return UnitRelation::Different;
    };
    theirs
        .map(|theirs| index.places.tree().relation(unit, index.places.identity(*theirs)))
        .min()
        .unwrap_or(UnitRelation::Different)
}

fn who(
    index: &Index<'_>,
    at: usize,
    parts: u128,
    matched: NameMatch,
    relation: UnitRelation,
) -> Who {
    let rules = &index.policy.identity;
    let is_same = matches!(relation, UnitRelation::Same | UnitRelation::Alias);
    let population = match relation {
        UnitRelation::Same | UnitRelation::Alias => rules.population_unit,
        UnitRelation::Different => rules.population_all,
        _ => rules.population_family,
    };
    let confidence = confidence(parts, population, 1, 1);
    let is_sure = is_same && (matched == NameMatch::Han || confidence >= rules.bar_from);
    Who { at, confidence, is_sure }
}

/// Every expert of one side with every completer of the other.
fn join(
    index: &Index<'_>,
    thesis: &Thesis,
    ours: &Side,
    theirs: &Side,
    expert_advised: bool,
    found: &mut Found,
) {
    for expert in &ours.experts {
        for completer in &theirs.completers {
            let confidence = u16::try_from(
                u32::from(expert.confidence) * u32::from(completer.confidence) / 1_000,
            )
            .unwrap_or(1_000);
            if confidence < index.policy.identity.report_coauthor_from {
                continue;
            }
            let nomination = index.people[completer.at].nomination;
            let full = index.policy.severity_of(ConflictKind::AdviserStudent);
            let years = index.policy.windows.adviser_years;
            let full = match (thesis.year, index.rounds.year_of[nomination]) {
                (Some(then), Some(now)) if now.saturating_sub(then) > years => {
                    full.min(Severity::Note)
                }
                _ => full,
            };
            let sure = expert.is_sure && completer.is_sure;
            found.entry(expert.at).or_default().push(Hit {
                nomination,
                kind: ConflictKind::AdviserStudent,
                severity: graded(index, full, sure, confidence),
                confidence,
                evidence: thesis_evidence(index, thesis, completer.at, expert_advised, sure),
            });
        }
    }
}

fn thesis_evidence(
    index: &Index<'_>,
    thesis: &Thesis,
    completer: usize,
    expert_advised: bool,
    sure: bool,
) -> Evidence {
    let person = &index.people[completer];
    let (role_zh, role_en) = role(person);
    let name = &person.record.name;
    let shown = match thesis.year {
        Some(year) => format!("《{}》({year})", thesis.title),
        None => format!("《{}》", thesis.title),
    };
    let (sure_zh, sure_en) = if sure {
        ("", "")
    } else {
        ("（按姓名，可能是同名的另一人）", " (by name, maybe a namesake)")
    };
    let (zh, en) = if expert_advised {
        (
            format!("专家是{role_zh}{name}的学位论文{shown}的导师{sure_zh}"),
            format!("the expert advised the thesis {shown} of {role_en} {name}{sure_en}"),
        )
    } else {
        (
            format!("{role_zh}{name}是专家的学位论文{shown}的导师{sure_zh}"),
            format!("{role_en} {name} advised the expert's thesis {shown}{sure_en}"),
        )
    };
    let source = Source::new(SourceKind::Thesis, &thesis.thesis_id);
    Evidence::new(source.clone(), zh, en).over([source, super::persons::source(person)])
}

/// Hits by early papers: pairs of experts of whom one is surely a completer of the round.
pub(super) fn infer(index: &Index<'_>, known: &[Vec<Identity>], found: &mut Found) {
    let first_year: Vec<Option<i32>> = index
        .experts
        .iter()
        .map(|expert| {
            let years =
                expert.publications.iter().filter_map(|&at| index.input.publications[at].year);
            years.min()
        })
        .collect();
    let is_completer: Vec<bool> =
        known.iter().map(|known| completers(index, known).next().is_some()).collect();
    for (student, first) in first_year.iter().enumerate() {
        let Some(first) = *first else {
            continue;
        };
        for (adviser, papers) in early_companions(index, student) {
            let gap = first_year[adviser].map_or(0, |theirs| first.saturating_sub(theirs));
            if gap < index.policy.adviser.seniority_years {
                continue;
            }
            for (expert, other, expert_advised) in
                [(student, adviser, false), (adviser, student, true)]
            {
                if is_completer[other] {
                    let hits = found.entry(expert).or_default();
                    for identity in completers(index, &known[other]) {
                        hits.push(inferred(index, identity, &papers, gap, expert_advised));
                    }
                }
            }
        }
    }
}

/// Persons of the round whom an expert surely is.
fn completers<'known>(
    index: &Index<'_>,
    known: &'known [Identity],
) -> impl Iterator<Item = &'known Identity> {
    known.iter().filter(|identity| {
        let person = &index.people[identity.person];
        identity.bars && person.is_completer() && index.rounds.is_current[person.nomination]
    })
}

/// Experts with whom the first papers were written, with those papers.
fn early_companions(index: &Index<'_>, student: usize) -> Vec<(usize, Vec<usize>)> {
    let rules = &index.policy.adviser;
    let publications = &index.experts[student].publications;
    if publications.len() < rules.first_papers {
        return Vec::new();
    }
    let mut early: Vec<(i32, &str, usize)> = publications
        .iter()
        .filter_map(|&at| {
            let record = &index.input.publications[at];
            Some((record.year?, record.publication_id.as_str(), at))
        })
        .collect();
    early.sort_unstable();
    early.truncate(EARLY.max(rules.first_papers));
    let mut with: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, &(_, _, at)) in early.iter().enumerate() {
        let record = &index.input.publications[at];
        if record.authors.len() > index.policy.limits.largest_author_list {
            continue;
        }
        let others: BTreeSet<usize> = record
            .expert_ids
            .iter()
            .filter_map(|id| index.expert_at.get(id.as_str()).copied())
            .filter(|&other| other != student)
            .collect();
        for other in others {
            with.entry(other).or_default().push(at);
            if place < rules.first_papers {
                *first.entry(other).or_default() += 1;
            }
        }
    }
    with.into_iter()
        .filter(|(other, papers)| {
            let all_first = early.len() >= rules.first_papers
                && first.get(other).is_some_and(|&count| count >= rules.first_papers);
            let share =
                early.len() >= EARLY && papers.len() * 100 >= early.len() * rules.share_of_ten;
            all_first || share
        })
        .collect()
}

fn inferred(
    index: &Index<'_>,
    identity: &Identity,
    papers: &[usize],
    gap: i32,
    expert_advised: bool,
) -> Hit {
    let person = &index.people[identity.person];
    let (role_zh, role_en) = role(person);
    let name = &person.record.name;
    let count = papers.len();
    let paper = |&at: &usize| {
        Source::new(SourceKind::Publication, &index.input.publications[at].publication_id)
    };
    let source = papers.first().map(paper);
    let (zh, en) = if expert_advised {
        (
            format!(
                "{role_zh}{name}最早的论文中有{count}篇与专家合著，专家早发表{gap}年，可能是其导师"
            ),
            format!(
                "{count} of the first papers of {role_en} {name} are with the expert, who began {gap} years earlier: perhaps the adviser"
            ),
        )
    } else {
        (
            format!(
                "专家最早的论文中有{count}篇与{role_zh}{name}合著，其早发表{gap}年，可能是专家的导师"
            ),
            format!(
                "{count} of the expert's first papers are with {role_en} {name}, who began {gap} years earlier: perhaps the adviser"
            ),
        )
    };
    let person = super::persons::source(person);
    let facts = papers.iter().map(|at| fact(index, [&paper(at), &person])).collect();
    Hit {
        nomination: index.people[identity.person].nomination,
        kind: ConflictKind::InferredAdviser,
        severity: index.policy.severity_of(ConflictKind::InferredAdviser),
        confidence: u16::try_from(u32::from(BY_PAPERS) * u32::from(identity.confidence) / 1_000)
            .unwrap_or(BY_PAPERS),
        evidence: Evidence {
            via: source.clone().into_iter().chain(std::iter::once(person)).collect(),
            source,
            zh,
            en,
            facts,
        },
    }
}
