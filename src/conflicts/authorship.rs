//! Has the expert published with a completer, or written a paper that the nomination cites?

use std::collections::{BTreeMap, BTreeSet};

use super::detect::Hit;
use super::evidence::{Evidence, Source, SourceKind};
use super::frequencies::{PARTS, confidence};
use super::identity::{Identity, Tie, unit_tie};
use super::index::{Index, paper_keys};
use super::input::ExpertFacts;
use super::kinds::{ConflictKind, Severity};
use super::names::NameMatch;
use super::persons::role;

/// Confidence that a paper of the profile is the paper cited: same DOI, same title.
const SAME_DOI: u16 = 1_000;
const SAME_TITLE: u16 = 980;
/// Completers of a nomination, for the chance that a namesake's co-author bears the name of one; a
/// figure for all, so that one more person in a nomination changes nothing else.
const TYPICAL_TEAM: usize = 10;
/// Publications named in one sentence.
const MOST_NAMED: usize = 3;

/// How an author's name and a completer meet on the expert's publications.
struct Meeting {
    /// Publications within the window and undated ones.
    recent: BTreeSet<usize>,
    /// Publications before it.
    older: BTreeSet<usize>,
    /// The best agreement of names, with the share of people who bear the name (of 10^12).
    names: Option<(NameMatch, u128)>,
    /// Confidence by way of another expert of the pool who is this completer.
    known: u16,
    /// How much likelier another completer beside this one on an author list makes it that both
    /// are meant; 1 without such a list.
    joint_gain: u64,
}

impl Default for Meeting {
    fn default() -> Self {
        Self {
            recent: BTreeSet::new(),
            older: BTreeSet::new(),
            names: None,
            known: 0,
            joint_gain: 1,
        }
    }
}

/// A completer's name on an author list: the author, and the share of people who bear it.
type OnList = BTreeMap<usize, (usize, u128)>;

type Meetings = BTreeMap<usize, BTreeMap<usize, Meeting>>;

/// All hits of the expert that rest on publications.
pub(super) fn find(index: &Index<'_>, known: &[Vec<Identity>], expert: usize, hits: &mut Vec<Hit>) {
    let facts = &index.experts[expert];
    let cited = cited_papers(index, facts, hits);
    named_on_papers(index, facts, &cited, hits);
    let mut meetings = Meetings::new();
    for &publication in &facts.publications {
        by_authors(index, facts, publication, &mut meetings);
        by_pool(index, known, expert, publication, &mut meetings);
    }
    for (&nomination, people) in &meetings {
        for (&person, meeting) in people {
            hits.extend(coauthor_hit(index, facts, nomination, person, meeting));
        }
    }
}

/// Papers of nominations that are publications of the expert's profile: hits for each, and the
/// papers found.
fn cited_papers(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    hits: &mut Vec<Hit>,
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for &at in &expert.publications {
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
                hits.push(Hit {
                    nomination,
                    kind: ConflictKind::OwnPaper,
                    severity: index.policy.severity_of(ConflictKind::OwnPaper),
                    confidence: certainty,
                    evidence: paper_evidence(
                        &record.nomination_id,
                        &record.title,
                        &format!("是专家的论文（{id}）"),
                        &format!("is a publication of the expert ({id})"),
                    ),
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
    Evidence {
        source: Some(Source::new(SourceKind::Paper, format!("{nomination_id}#{title}"))),
        zh: format!("代表作《{title}》{zh}"),
        en: format!("the cited paper \"{title}\" {en}"),
    }
}

/// Papers of nominations with an author of the expert's name. A name alone is at most a flag; a
/// unit in common with a completer, and a rare enough name, bar.
fn named_on_papers(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    cited: &BTreeSet<usize>,
    hits: &mut Vec<Hit>,
) {
    let mut named: BTreeMap<usize, (NameMatch, usize)> = BTreeMap::new();
    for name in &expert.names {
        for (at, matched) in index.papers.authors.find(name) {
            let paper = index.papers.paper_of[at];
            let best = named.entry(paper).or_insert((matched, at));
            *best = (*best).min((matched, at));
        }
    }
    let rules = &index.policy.identity;
    for (paper, (matched, author)) in named {
        if cited.contains(&paper) {
            continue;
        }
        let record = &index.input.papers[paper];
        let nomination = index.nomination_at[record.nomination_id.as_str()];
        let tie = index.by_person.of_nomination[nomination]
            .iter()
            .map(|&person| &index.people[person])
            .filter(|person| person.is_completer())
            .map(|person| unit_tie(index, expert, person).0)
            .min()
            .unwrap_or(Tie::Nothing);
        let parts =
            super::identity::parts(index, expert, index.papers.authors.name(author), matched);
        let confidence = confidence(parts, population(index, tie), 1, 1);
        let full = index.policy.severity_of(ConflictKind::OwnPaper);
        let sure = tie == Tie::SameUnit && confidence >= rules.bar_from;
        let (how_zh, how_en) = match matched {
            NameMatch::Han => ("同名", "of the expert's name"),
            NameMatch::Romanized => ("拼音同名", "of the expert's name in letters"),
            NameMatch::Initials => ("缩写同名", "of the expert's name abbreviated"),
        };
        hits.push(Hit {
            nomination,
            kind: ConflictKind::OwnPaper,
            severity: graded(index, full, sure, confidence),
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

fn population(index: &Index<'_>, tie: Tie) -> u64 {
    let rules = &index.policy.identity;
    match tie {
        Tie::SameUnit | Tie::MailOrganisation | Tie::Orcid | Tie::Mail => rules.population_unit,
        Tie::RelatedUnit | Tie::SiblingUnit => rules.population_family,
        Tie::Nothing => rules.population_all,
    }
}

fn graded(index: &Index<'_>, full: Severity, sure: bool, confidence: u16) -> Severity {
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
    publication: usize,
    meetings: &mut Meetings,
) {
    let mut lists: BTreeMap<usize, OnList> = BTreeMap::new();
    let authors = &index.authors.lists[publication];
    for &at in authors {
        let author = &index.authors.names[at];
        if expert.names.iter().any(|own| own.agrees(author).is_some()) {
            continue;
        }
        for &(person, matched) in &index.authors.people[at] {
            let facts = &index.people[person];
            if !facts.is_completer() || !index.rounds.is_current[facts.nomination] {
                continue;
            }
            // Han characters, on whichever side they stand, tell more than letters.
            let own = index.by_person.names.name(person);
            let name = if own.han.is_empty() { author } else { own };
            let parts = index.frequencies.parts(name, matched);
            lists.entry(facts.nomination).or_default().insert(person, (at, parts));
            let meeting = meet(index, facts.nomination, person, publication, meetings);
            let best = meeting.names.get_or_insert((matched, parts));
            *best = (*best).min((matched, parts));
        }
    }
    for (nomination, list) in lists {
        let chances = authors.len() * TYPICAL_TEAM;
        for (person, gain) in joint_gains(index, &list, chances) {
            let meeting = meetings.get_mut(&nomination).and_then(|known| known.get_mut(&person));
            if let Some(meeting) = meeting {
                meeting.joint_gain = meeting.joint_gain.max(gain);
            }
        }
    }
}

/// For each completer on the list: one by the probability that, were he a namesake, the rarest
/// other name would meet a completer by chance, up to the policy's bound.
fn joint_gains(index: &Index<'_>, list: &OnList, chances: usize) -> Vec<(usize, u64)> {
    let bound = index.policy.identity.joint_author_gain;
    list.iter()
        .filter_map(|(&person, &(author, _))| {
            let others = list.values().filter(|(other, _)| *other != author);
            let rarest = others.map(|(_, parts)| *parts).min()?;
            let by_chance = rarest.saturating_mul(chances as u128).max(1);
            let gain = u64::try_from(PARTS / by_chance).unwrap_or(bound);
            Some((person, gain.clamp(1, bound)))
        })
        .collect()
}

/// Completers who are known to be a co-author of the pool.
fn by_pool(
    index: &Index<'_>,
    known: &[Vec<Identity>],
    expert: usize,
    publication: usize,
    meetings: &mut Meetings,
) {
    let record = &index.input.publications[publication];
    if record.authors.len() > index.policy.limits.largest_author_list {
        return;
    }
    for other in &record.expert_ids {
        let Some(&other) = index.expert_at.get(other.as_str()) else {
            continue;
        };
        if other == expert {
            continue;
        }
        for identity in known[other].iter().filter(|identity| identity.bars) {
            let person = &index.people[identity.person];
            if person.is_completer() && index.rounds.is_current[person.nomination] {
                let meeting =
                    meet(index, person.nomination, identity.person, publication, meetings);
                meeting.known = meeting.known.max(identity.confidence);
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
    if within(index, year, nomination) == Some(false) {
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
    let corroborated = meeting.known > 0 || meeting.joint_gain > 1 || tie == Tie::SameUnit;
    let full = index.policy.severity_of(ConflictKind::Coauthor);
    let (joint, severity) = if meeting.recent.is_empty() {
        (&meeting.older, full.min(Severity::Note))
    } else {
        let sure = corroborated && confidence >= rules.bar_from;
        (&meeting.recent, graded(index, full, sure, confidence))
    };
    Some(Hit {
        nomination,
        kind: ConflictKind::Coauthor,
        severity,
        confidence,
        evidence: coauthor_evidence(index, person, meeting, joint),
    })
}

fn coauthor_evidence(
    index: &Index<'_>,
    person: usize,
    meeting: &Meeting,
    joint: &BTreeSet<usize>,
) -> Evidence {
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
    let (sure_zh, sure_en) = match (meeting.known > 0, meeting.joint_gain > 1) {
        (true, _) => ("", ""),
        (false, true) => {
            ("（按姓名；另有完成人同在作者之列）", " (by name; with another completer)")
        }
        (false, false) => ("（按姓名，可能是同名的另一人）", " (by name, maybe a namesake)"),
    };
    let name = &person.record.name;
    let window_zh = if meeting.recent.is_empty() { "期限以外" } else { "" };
    let window_en = if meeting.recent.is_empty() { ", before the window" } else { "" };
    Evidence {
        source: publications
            .first()
            .map(|one| Source::new(SourceKind::Publication, &one.publication_id)),
        zh: format!("专家与{role_zh}{name}{window_zh}合著{count}篇{sure_zh}：{titles}"),
        en: format!("{count} joint with {role_en} {name}{window_en}{sure_en}: {titles}"),
    }
}
