//! Has the expert published with a completer, or written a paper that the nomination cites?

use std::collections::{BTreeMap, BTreeSet};

use super::beside::{is_crowded, joint_gains, listed_beside};
use super::denials::{Denials, Heed, NotMeant};
use super::detect::Hit;
use super::evidence::{Evidence, Source, SourceKind};
use super::facts::{fact, of_pool};
use super::frequencies::confidence;
use super::identity::{Identity, Tie, unit_tie};
use super::index::{Index, paper_keys};
use super::input::ExpertFacts;
use super::kinds::{ConflictKind, Severity};
use super::names::{NameMatch, PersonName};
use super::persons::role;

/// Confidence that a paper of the profile is the paper cited: same DOI, same title.
const SAME_DOI: u16 = 1_000;
const SAME_TITLE: u16 = 980;
/// Publications named in one sentence.
const MOST_NAMED: usize = 3;

/// How an author's name and a completer meet on the expert's publications.
struct Meeting {
    /// Publications within the window and undated ones.
    recent: BTreeSet<usize>,
    /// Publications before it.
    older: BTreeSet<usize>,
    /// Publications of so many authors that they say nothing of a relation.
    crowded: BTreeSet<usize>,
    /// The best agreement of names, with the share of people who bear the name (of 10^12).
    names: Option<(NameMatch, u128)>,
    /// Confidence by way of another expert of the pool who may be this completer.
    known: u16,
    /// The same of one who is kept out as this completer.
    barred: u16,
    /// Experts of the pool who are kept out so.
    kept_out: BTreeSet<usize>,
    /// How much likelier another completer beside this one on an author list makes it that both
    /// are meant; 1 without such a list.
    joint_gain: u64,
}

impl Default for Meeting {
    fn default() -> Self {
        Self {
            recent: BTreeSet::new(),
            older: BTreeSet::new(),
            crowded: BTreeSet::new(),
            names: None,
            known: 0,
            barred: 0,
            kept_out: BTreeSet::new(),
            joint_gain: 1,
        }
    }
}

type Meetings = BTreeMap<usize, BTreeMap<usize, Meeting>>;

/// What is known of the pool, and which denials count.
#[derive(Clone, Copy)]
struct Pool<'known> {
    known: &'known [Vec<Identity>],
    denials: &'known Denials,
    heed: Heed,
}

/// All hits of the expert that rest on publications.
pub(super) fn find(
    index: &Index<'_>,
    (known, denials): (&[Vec<Identity>], &Denials),
    expert: usize,
    hits: &mut Vec<Hit>,
) {
    let cited = cited_papers(index, expert, hits);
    named_on_papers(index, (expert, denials), &cited, hits);
    let joint = |heed| joint_hits(index, Pool { known, denials, heed }, expert);
    let mut found = joint(Heed::OfAny);
    let papers = index.experts[expert].publications.iter();
    if denials.are_by_one(papers.flat_map(|&at| others_of(index, expert, at))) {
        let open = joint(Heed::OfTwo).into_iter();
        found.extend(open.filter(|(_, hit)| hit.severity == Severity::Bar));
    }
    hits.extend(found.into_values());
}

/// The experts of the pool, but this one, who wrote a publication.
fn others_of(index: &Index<'_>, expert: usize, publication: usize) -> impl Iterator<Item = usize> {
    let ids = index.input.publications[publication].expert_ids.iter();
    ids.filter_map(move |id| index.expert_at.get(id.as_str()).copied())
        .filter(move |&other| other != expert)
}

/// The hits of joint publications, by nomination and completer.
fn joint_hits(index: &Index<'_>, pool: Pool<'_>, expert: usize) -> BTreeMap<(usize, usize), Hit> {
    let facts = &index.experts[expert];
    let mut meetings = Meetings::new();
    for &publication in &facts.publications {
        let not_meant = not_meant(index, pool, expert, publication);
        by_authors(index, facts, (publication, &not_meant), &mut meetings);
        by_pool(index, pool, expert, publication, &mut meetings);
    }
    let mut hits = BTreeMap::new();
    for (&nomination, people) in &meetings {
        for (&person, meeting) in people {
            let hit = coauthor_hit(index, facts, nomination, person, meeting);
            hits.extend(hit.map(|hit| ((nomination, person), hit)));
        }
    }
    hits
}

/// The people whom printed names do not mean, because they are those of experts who are not they.
fn not_meant(index: &Index<'_>, pool: Pool<'_>, expert: usize, publication: usize) -> NotMeant {
    if pool.denials.is_empty() {
        return NotMeant::new();
    }
    let authors: Vec<usize> = others_of(index, expert, publication).collect();
    let list = index.authors.lists[publication].iter();
    let list: Vec<&PersonName> = list.map(|&at| &index.authors.names[at]).collect();
    pool.denials.not_meant(index, &list, &authors, pool.heed)
}

/// Papers of nominations that are publications of the expert's profile: hits for each, and the
/// papers found.
fn cited_papers(index: &Index<'_>, expert: usize, hits: &mut Vec<Hit>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for &at in &index.experts[expert].publications {
        let publication = &index.input.publications[at];
        for key in paper_keys(publication.doi.as_deref(), &publication.title) {
            let certainty = if key.starts_with("doi:") { SAME_DOI } else { SAME_TITLE };
            for &paper in index.papers.by_key.get(&key).into_iter().flatten() {
                if !found.insert(paper) {
                    continue;
                }
                let record = &index.input.papers[paper];
                let nomination = index.nomination_at[record.nomination_id.as_str()];
                let id = &publication.publication_id;
                let own = paper_evidence(
                    &record.nomination_id,
                    &record.title,
                    &format!("是专家的论文（{id}）"),
                    &format!("is a publication of the expert ({id})"),
                );
                hits.push(Hit {
                    nomination,
                    kind: ConflictKind::OwnPaper,
                    severity: index.policy.severity_of(ConflictKind::OwnPaper),
                    confidence: certainty,
                    evidence: of_pool(index, expert, own),
                });
                let year = record.year.or(publication.year);
                if within(index, year, nomination) != Some(false) {
                    hits.push(Hit {
                        nomination,
                        kind: ConflictKind::Coauthor,
                        severity: index.policy.severity_of(ConflictKind::Coauthor),
                        confidence: certainty,
                        evidence: paper_evidence(
                            &record.nomination_id,
                            &record.title,
                            "由专家与完成人合著",
                            "was written by the expert with the completers",
                        ),
                    });
                }
            }
        }
    }
    found
}

fn paper_evidence(nomination_id: &str, title: &str, zh: &str, en: &str) -> Evidence {
    Evidence::new(
        Source::new(SourceKind::Paper, format!("{nomination_id}#{title}")),
        format!("代表作《{title}》{zh}"),
        format!("the cited paper \"{title}\" {en}"),
    )
}

/// Papers of nominations with an author of the expert's name, unless it is that of a completer who he is
/// not. A name alone is at most a flag; a unit in common with a completer, and a rare enough name, bar.
fn named_on_papers(
    index: &Index<'_>,
    (at, denials): (usize, &Denials),
    cited: &BTreeSet<usize>,
    hits: &mut Vec<Hit>,
) {
    let expert = &index.experts[at];
    let mut named: BTreeMap<usize, BTreeMap<usize, NameMatch>> = BTreeMap::new();
    for name in &expert.names {
        for (author, matched) in index.papers.authors.find(name) {
            let authors = named.entry(index.papers.paper_of[author]).or_default();
            let best = authors.entry(author).or_insert(matched);
            *best = matched.min(*best);
        }
    }
    let rules = &index.policy.identity;
    for (paper, authors) in named {
        let best = authors.iter().map(|(&author, &matched)| (matched, author)).min();
        let Some((matched, author)) = best.filter(|_| !cited.contains(&paper)) else {
            continue;
        };
        let record = &index.input.papers[paper];
        let nomination = index.nomination_at[record.nomination_id.as_str()];
        let name = index.papers.authors.name(author);
        let is_anothers =
            |heed| authors.len() == 1 && denials.is_anothers(index, (at, nomination), name, heed);
        let tie = closest_tie(index, expert, nomination);
        let parts = super::identity::parts(index, expert, name, matched);
        let confidence = confidence(parts, population(index, tie), 1, 1);
        let full = index.policy.severity_of(ConflictKind::OwnPaper);
        let sure = tie == Tie::SameUnit && confidence >= rules.bar_from;
        let severity = graded(index, full, sure, confidence);
        // What one person alone denied takes no bar away.
        let heed = if severity == Severity::Bar { Heed::OfTwo } else { Heed::OfAny };
        if is_anothers(heed) {
            continue;
        }
        let (how_zh, how_en) = match matched {
            NameMatch::Han => ("同名", "of the expert's name"),
            NameMatch::Romanized => ("拼音同名", "of the expert's name in letters"),
            NameMatch::Initials => ("缩写同名", "of the expert's name abbreviated"),
        };
        hits.push(Hit {
            nomination,
            kind: ConflictKind::OwnPaper,
            severity,
            confidence,
            evidence: paper_evidence(
                &record.nomination_id,
                &record.title,
                &format!("有作者与专家{how_zh}"),
                &format!("has an author {how_en}"),
            ),
        });
    }
}

/// The closest tie between the units of an expert and those of the completers of a nomination.
pub(super) fn closest_tie(index: &Index<'_>, expert: &ExpertFacts<'_>, nomination: usize) -> Tie {
    index.by_person.of_nomination[nomination]
        .iter()
        .map(|&person| &index.people[person])
        .filter(|person| person.is_completer())
        .map(|person| unit_tie(index, expert, person).0)
        .min()
        .unwrap_or(Tie::Nothing)
}

pub(super) fn population(index: &Index<'_>, tie: Tie) -> u64 {
    let rules = &index.policy.identity;
    match tie {
        Tie::Decided | Tie::SameUnit | Tie::MailOrganisation | Tie::Orcid | Tie::Mail => {
            rules.population_unit
        }
        Tie::RelatedUnit | Tie::SiblingUnit => rules.population_family,
        Tie::Nothing => rules.population_all,
    }
}

pub(super) fn graded(index: &Index<'_>, full: Severity, sure: bool, confidence: u16) -> Severity {
    if sure {
        full
    } else if confidence >= index.policy.identity.flag_from {
        full.min(Severity::Flag)
    } else {
        full.min(Severity::Note)
    }
}

/// Whether a year lies in the window of joint publications; none if a year is unknown.
fn within(index: &Index<'_>, year: Option<i32>, nomination: usize) -> Option<bool> {
    let reference = index.rounds.year_of[nomination]?;
    Some(reference.saturating_sub(year?) <= index.policy.windows.coauthor_years)
}

/// Completers who bear the name of a co-author.
fn by_authors(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    (publication, not_meant): (usize, &NotMeant),
    meetings: &mut Meetings,
) {
    let (lists, beside) = listed_beside(index, expert, publication, not_meant);
    for (&nomination, list) in &lists {
        for (&person, listed) in list {
            let meeting = meet(index, nomination, person, publication, meetings);
            let best = meeting.names.get_or_insert((listed.matched, listed.parts));
            *best = (*best).min((listed.matched, listed.parts));
        }
    }
    if is_crowded(index, publication) {
        return;
    }
    for (nomination, list) in lists {
        for (person, gain) in joint_gains(index, &list, beside) {
            let meeting = meetings.get_mut(&nomination).and_then(|known| known.get_mut(&person));
            if let Some(meeting) = meeting {
                meeting.joint_gain = meeting.joint_gain.max(gain);
            }
        }
    }
}

/// Completers who are, or may be, a co-author of the pool. As whom he is taken tells more than his
/// printed name: of him the unit is known.
fn by_pool(
    index: &Index<'_>,
    pool: Pool<'_>,
    expert: usize,
    publication: usize,
    meetings: &mut Meetings,
) {
    let least = index.policy.identity.report_coauthor_from;
    for other in others_of(index, expert, publication) {
        let denied = pool.denials.standing(other, pool.heed);
        for identity in pool.known[other].iter().chain(denied) {
            let person = &index.people[identity.person];
            let is_told = identity.bars || identity.confidence >= least;
            if !is_told || !person.is_completer() || !index.rounds.is_current[person.nomination] {
                continue;
            }
            let meeting = meet(index, person.nomination, identity.person, publication, meetings);
            meeting.known = meeting.known.max(identity.confidence);
            if identity.bars {
                meeting.barred = meeting.barred.max(identity.confidence);
                meeting.kept_out.insert(other);
            }
        }
    }
}

fn meet<'meetings>(
    index: &Index<'_>,
    nomination: usize,
    person: usize,
    publication: usize,
    meetings: &'meetings mut Meetings,
) -> &'meetings mut Meeting {
    let meeting = meetings.entry(nomination).or_default().entry(person).or_default();
    let year = index.input.publications[publication].year;
    if is_crowded(index, publication) {
        meeting.crowded.insert(publication);
    } else if within(index, year, nomination) == Some(false) {
        meeting.older.insert(publication);
    } else {
        meeting.recent.insert(publication);
    }
    meeting
}

fn coauthor_hit(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    nomination: usize,
    person: usize,
    meeting: &Meeting,
) -> Option<Hit> {
    let rules = &index.policy.identity;
    let facts = &index.people[person];
    let (tie, _) = unit_tie(index, expert, facts);
    let by_name = meeting
        .names
        .map_or(0, |(_, parts)| confidence(parts, population(index, tie), meeting.joint_gain, 1));
    let confidence = by_name.max(meeting.known);
    if confidence < rules.report_coauthor_from {
        return None;
    }
    let corroborated = meeting.joint_gain > 1 || tie == Tie::SameUnit;
    let full = index.policy.severity_of(ConflictKind::Coauthor);
    let (joint, severity) = if !meeting.recent.is_empty() {
        // Whoever may be a completer is told with what he is taken for, and bars nobody.
        let sure = by_barred(index, meeting) || (corroborated && by_name >= rules.bar_from);
        let close = joint_weight(index, &meeting.recent) >= index.policy.limits.least_joint_weight;
        (&meeting.recent, graded(index, full, sure && close, confidence))
    } else if meeting.older.is_empty() {
        (&meeting.crowded, full.min(Severity::Note))
    } else {
        (&meeting.older, full.min(Severity::Note))
    };
    Some(Hit {
        nomination,
        kind: ConflictKind::Coauthor,
        severity,
        confidence,
        evidence: coauthor_evidence(index, person, meeting, joint),
    })
}

/// Whoever is kept out as a completer keeps out those who wrote with him, unless a namesake is likelier.
fn by_barred(index: &Index<'_>, meeting: &Meeting) -> bool {
    meeting.barred > 0 && meeting.barred >= index.policy.identity.competitor_from
}

/// What joint papers weigh together, per mille of one of few authors, at most the whole of it.
fn joint_weight(index: &Index<'_>, publications: &BTreeSet<usize>) -> u16 {
    let full = index.policy.limits.full_weight_authors;
    let weight = |&at: &usize| {
        let authors = index.input.publications[at].authors.len();
        if authors <= full { 1_000 } else { 1_000 * full / authors }
    };
    let sum: usize = publications.iter().map(weight).sum();
    u16::try_from(sum.min(1_000)).unwrap_or(1_000)
}

fn coauthor_evidence(
    index: &Index<'_>,
    person: usize,
    meeting: &Meeting,
    joint: &BTreeSet<usize>,
) -> Evidence {
    let facts = coauthor_facts(index, person, meeting, joint);
    let person = &index.people[person];
    let mut publications: Vec<_> = joint.iter().map(|&at| &index.input.publications[at]).collect();
    publications.sort_by_key(|one| (std::cmp::Reverse(one.year), &one.publication_id));
    let titles: Vec<String> = publications
        .iter()
        .take(MOST_NAMED)
        .map(|one| match one.year {
            Some(year) => format!("《{}》({year}, {})", one.title, one.publication_id),
            None => format!("《{}》({})", one.title, one.publication_id),
        })
        .collect();
    let titles = titles.join("、");
    let count = publications.len();
    let (role_zh, role_en) = role(person);
    let (sure_zh, sure_en) = match (by_barred(index, meeting), meeting.joint_gain > 1) {
        (true, _) => ("", ""),
        (false, true) => {
            ("（按姓名；另有完成人同在作者之列）", " (by name; with another completer)")
        }
        (false, false) => ("（按姓名，可能是同名的另一人）", " (by name, maybe a namesake)"),
    };
    let name = &person.record.name;
    let (window_zh, window_en) = window(index, meeting);
    let source =
        publications.first().map(|one| Source::new(SourceKind::Publication, &one.publication_id));
    Evidence {
        zh: format!("专家与{role_zh}{name}{window_zh}合著{count}篇{sure_zh}：{titles}"),
        en: format!("{count} joint with {role_en} {name}{window_en}{sure_en}: {titles}"),
        via: source.clone().into_iter().chain([super::persons::source(person)]).collect(),
        source,
        facts,
    }
}

/// That the completer wrote each of the papers, and that others of the pool who did are he.
fn coauthor_facts(
    index: &Index<'_>,
    person: usize,
    meeting: &Meeting,
    joint: &BTreeSet<usize>,
) -> Vec<String> {
    let person = super::persons::source(&index.people[person]);
    let papers = joint.iter().map(|&at| {
        Source::new(SourceKind::Publication, &index.input.publications[at].publication_id)
    });
    let others = meeting
        .kept_out
        .iter()
        .map(|&at| Source::new(SourceKind::Expert, &index.experts[at].record.expert_id));
    let mut facts: Vec<String> =
        papers.chain(others).map(|one| fact(index, [&one, &person])).collect();
    facts.sort();
    facts
}

/// When, and among how many: what takes weight from joint papers.
fn window(index: &Index<'_>, meeting: &Meeting) -> (&'static str, &'static str) {
    if !meeting.recent.is_empty() {
        let close = joint_weight(index, &meeting.recent) >= index.policy.limits.least_joint_weight;
        if close { ("", "") } else { ("在作者较多的论文中", ", among many authors") }
    } else if meeting.older.is_empty() {
        ("在作者过多、不计入的论文中", ", among too many authors to count")
    } else {
        ("期限以外", ", before the window")
    }
}
