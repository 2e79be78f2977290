//! Have the expert and a completer a funded project or a patent in common, or does the nomination
//! rest on one of the expert's?

use std::collections::{BTreeMap, BTreeSet};

use super::authorship::{closest_tie, graded, population};
use super::beside::{Listed, OnList, joint_gains};
use super::denials::{Denials, Heed};
use super::detect::{Found, Hit};
use super::evidence::{Evidence, Source, SourceKind};
use super::facts::{fact, of_pool};
use super::frequencies::confidence;
use super::identity::{Identity, Tie, unit_tie};
use super::index::Index;
use super::kinds::{ConflictKind, Severity};
use super::names::PersonName;
use super::persons::role;

/// Confidence that a record of one number is one record.
const SAME_NUMBER: u16 = 1_000;

/// All rows of one number.
struct Joint<'input> {
    kind: ConflictKind,
    source: Source,
    title: &'input str,
    nominations: BTreeSet<usize>,
    experts: BTreeSet<usize>,
    names: BTreeSet<&'input str>,
    last: Option<i32>,
}

/// Hits of all grants and patents, by expert.
pub(super) fn find(
    index: &Index<'_>,
    (known, denials): (&[Vec<Identity>], &Denials),
    found: &mut Found,
) {
    for joint in joints(index) {
        let names: Vec<PersonName> =
            joint.names.iter().map(|name| PersonName::read(name)).collect();
        for &expert in &joint.experts {
            let others: Vec<usize> =
                joint.experts.iter().copied().filter(|&other| other != expert).collect();
            let of = |heed| by_names(index, &joint, &names, expert, (denials, &others, heed));
            let mut members = of(Heed::OfAny);
            if denials.are_by_one(others.iter().copied()) {
                // What one person alone denied takes no bar away.
                let open = of(Heed::OfTwo).into_iter();
                members.extend(open.filter(|(_, hit)| hit.severity == Severity::Bar));
            }
            let hits = found.entry(expert).or_default();
            rested_on(index, &joint, expert, hits);
            hits.extend(members.into_values());
            by_pool(index, known, &joint, expert, hits);
        }
        named(index, denials, (&joint, &names), found);
    }
}

/// The rows of grants and patents by their numbers, so that a nomination's row and an expert's meet.
fn joints<'input>(index: &Index<'input>) -> Vec<Joint<'input>> {
    let mut by_number: BTreeMap<(ConflictKind, String), Joint<'input>> = BTreeMap::new();
    for grant in index.input.grants {
        let ids = (grant.nomination_id.as_deref(), grant.expert_ids.as_slice());
        let key = (ConflictKind::SharedGrant, number(&grant.grant_id));
        let row = (SourceKind::Grant, &*grant.grant_id, &*grant.title, grant.to);
        add(index, &mut by_number, key, row, ids, &grant.members);
    }
    for patent in index.input.patents {
        let ids = (patent.nomination_id.as_deref(), patent.expert_ids.as_slice());
        let key = (ConflictKind::SharedPatent, number(&patent.patent_id));
        let row = (SourceKind::Patent, &*patent.patent_id, &*patent.title, patent.year);
        add(index, &mut by_number, key, row, ids, &patent.inventors);
    }
    by_number.into_values().collect()
}

/// A number without what people write differently: case, blanks, hyphens, the letters ZL.
pub(super) fn number(raw: &str) -> String {
    let plain: String = raw
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    plain.strip_prefix("ZL").map_or_else(|| plain.clone(), str::to_owned)
}

fn add<'input>(
    index: &Index<'input>,
    by_number: &mut BTreeMap<(ConflictKind, String), Joint<'input>>,
    key: (ConflictKind, String),
    (source, id, title, last): (SourceKind, &'input str, &'input str, Option<i32>),
    (nomination, experts): (Option<&'input str>, &'input [String]),
    names: &'input [String],
) {
    let kind = key.0;
    let joint = by_number.entry(key).or_insert_with(|| Joint {
        kind,
        source: Source::new(source, id),
        title,
        nominations: BTreeSet::new(),
        experts: BTreeSet::new(),
        names: BTreeSet::new(),
        last,
    });
    let source = Source::new(source, id);
    joint.source = joint.source.clone().min(source);
    joint.title = joint.title.min(title);
    joint.last = joint.last.max(last);
    joint.nominations.extend(nomination.and_then(|id| index.nomination_at.get(id)));
    joint.experts.extend(experts.iter().filter_map(|id| index.expert_at.get(id.as_str())));
    joint.names.extend(names.iter().map(String::as_str));
}

/// The kind's severity within its years, else a note.
fn severity(index: &Index<'_>, joint: &Joint<'_>, nomination: usize) -> Severity {
    let full = index.policy.severity_of(joint.kind);
    let years = match joint.kind {
        ConflictKind::SharedGrant => index.policy.windows.grant_years,
        _ => index.policy.windows.patent_years,
    };
    match (joint.last, index.rounds.year_of[nomination]) {
        (Some(last), Some(year)) if year.saturating_sub(last) > years => full.min(Severity::Note),
        _ => full,
    }
}

/// 《题目》(number, year).
fn shown(joint: &Joint<'_>) -> String {
    match joint.last {
        Some(year) => format!("《{}》({}, {year})", joint.title, joint.source.key),
        None => format!("《{}》({})", joint.title, joint.source.key),
    }
}

const fn noun(kind: ConflictKind) -> (&'static str, &'static str) {
    match kind {
        ConflictKind::SharedGrant => ("科研项目", "funded project"),
        _ => ("专利", "patent"),
    }
}

/// The nomination itself names the record, and the expert is one of its people: no years count.
fn rested_on(index: &Index<'_>, joint: &Joint<'_>, expert: usize, hits: &mut Vec<Hit>) {
    let (noun_zh, noun_en) = noun(joint.kind);
    let shown = shown(joint);
    for &nomination in &joint.nominations {
        let member = Evidence::new(
            joint.source.clone(),
            format!("专家是本项目所列{noun_zh}的成员：{shown}"),
            format!("the expert is of a {noun_en} that the nomination names: {shown}"),
        );
        hits.push(Hit {
            nomination,
            kind: joint.kind,
            severity: index.policy.severity_of(joint.kind),
            confidence: SAME_NUMBER,
            evidence: of_pool(index, expert, member),
        });
    }
}

/// Completers who bear a name of the record and may be meant by it.
fn by_names(
    index: &Index<'_>,
    joint: &Joint<'_>,
    names: &[PersonName],
    expert: usize,
    (denials, others, heed): (&Denials, &[usize], Heed),
) -> BTreeMap<usize, Hit> {
    let facts = &index.experts[expert];
    let list: Vec<&PersonName> = names.iter().collect();
    let not_meant = denials.not_meant(index, &list, others, heed);
    let mut lists: BTreeMap<usize, OnList> = BTreeMap::new();
    let mut beside = 0;
    for (at, name) in names.iter().enumerate() {
        if facts.names.iter().any(|own| own.agrees(name).is_some()) {
            continue;
        }
        beside += 1;
        let apart = not_meant.get(&at);
        for (person, matched) in index.by_person.names.find(name) {
            let theirs = &index.people[person];
            let is_now = theirs.is_completer() && index.rounds.is_current[theirs.nomination];
            if !is_now || apart.is_some_and(|apart| apart.contains(&person)) {
                continue;
            }
            let own = index.by_person.names.name(person);
            let parts =
                index.frequencies.parts(if own.han.is_empty() { name } else { own }, matched);
            let listed = Listed { name: at, parts, matched };
            lists.entry(theirs.nomination).or_default().insert(person, listed);
        }
    }
    let mut hits = BTreeMap::new();
    for list in lists.values() {
        let gains: BTreeMap<usize, u64> = joint_gains(index, list, beside).into_iter().collect();
        for (&person, listed) in list {
            let gain = gains.get(&person).copied().unwrap_or(1);
            let hit = by_name(index, joint, expert, person, (listed.parts, gain));
            hits.extend(hit.map(|hit| (person, hit)));
        }
    }
    hits
}

/// A completer whose name stands on the record, borne by so many, and how much likelier others beside it make it
/// that he is meant.
fn by_name(
    index: &Index<'_>,
    joint: &Joint<'_>,
    expert: usize,
    person: usize,
    (parts, gain): (u128, u64),
) -> Option<Hit> {
    let facts = &index.people[person];
    let (tie, _) = unit_tie(index, &index.experts[expert], facts);
    let confidence = confidence(parts, population(index, tie), gain, 1);
    if confidence < index.policy.identity.report_coauthor_from {
        return None;
    }
    let corroborated = gain > 1 || tie == Tie::SameUnit;
    let sure = corroborated && confidence >= index.policy.identity.bar_from;
    let how = if corroborated { By::NameAndMore } else { By::Name };
    let full = severity(index, joint, facts.nomination);
    let severity = graded(index, full, sure, confidence);
    Some(with_person(index, joint, person, severity, confidence, how))
}

/// Completers whom the pool knows to be a member.
fn by_pool(
    index: &Index<'_>,
    known: &[Vec<Identity>],
    joint: &Joint<'_>,
    expert: usize,
    hits: &mut Vec<Hit>,
) {
    let mut members: BTreeMap<usize, (u16, Vec<usize>)> = BTreeMap::new();
    for &other in joint.experts.iter().filter(|&&other| other != expert) {
        for identity in known[other].iter().filter(|identity| identity.bars) {
            let person = &index.people[identity.person];
            if person.is_completer() && index.rounds.is_current[person.nomination] {
                let (sure, others) = members.entry(identity.person).or_default();
                *sure = identity.confidence.max(*sure);
                others.push(other);
            }
        }
    }
    for (person, (sure, others)) in members {
        let severity = severity(index, joint, index.people[person].nomination);
        hits.push(with_person(index, joint, person, severity, sure, By::Pool(&others)));
    }
}

/// How a completer is known to be a member.
#[derive(Clone, Copy)]
enum By<'of> {
    /// As these experts.
    Pool(&'of [usize]),
    NameAndMore,
    Name,
}

fn with_person(
    index: &Index<'_>,
    joint: &Joint<'_>,
    person: usize,
    severity: Severity,
    confidence: u16,
    how: By<'_>,
) -> Hit {
    let facts = &index.people[person];
    let (role_zh, role_en) = role(facts);
    let (noun_zh, noun_en) = noun(joint.kind);
    let (how_zh, how_en) = match how {
        By::Pool(_) => ("", ""),
        By::NameAndMore => (
            "（按姓名；另有完成人或同一单位为证）",
            " (by name; with another completer or one unit)",
        ),
        By::Name => ("（按姓名，可能是同名的另一人）", " (by name, maybe a namesake)"),
    };
    let (shown, name) = (shown(joint), &facts.record.name);
    let person = super::persons::source(facts);
    let others = if let By::Pool(others) = how { others } else { &[] };
    let others = others
        .iter()
        .map(|&other| Source::new(SourceKind::Expert, &index.experts[other].record.expert_id));
    let records = others.chain([joint.source.clone()]);
    let mut told: Vec<String> = records.map(|one| fact(index, [&one, &person])).collect();
    told.sort();
    Hit {
        nomination: facts.nomination,
        kind: joint.kind,
        severity,
        confidence,
        evidence: Evidence::new(
            joint.source.clone(),
            format!("专家与{role_zh}{name}同在一项{noun_zh}{how_zh}：{shown}"),
            format!("one {noun_en} with {role_en} {name}{how_en}: {shown}"),
        )
        .over([joint.source.clone(), person])
        .telling(told),
    }
}

/// Experts whose name stands on a record that a nomination names, unless it is that of one of its people who they
/// are not: a name alone is at most a flag.
fn named(
    index: &Index<'_>,
    denials: &Denials,
    (joint, names): (&Joint<'_>, &[PersonName]),
    found: &mut Found,
) {
    if joint.nominations.is_empty() {
        return;
    }
    for name in names {
        for (expert, matched) in index.experts_called(name) {
            if joint.experts.contains(&expert) {
                continue;
            }
            let own = &index.experts[expert].names;
            let is_his = |other: &&PersonName| own.iter().any(|own| own.agrees(other).is_some());
            let is_alone = names.iter().filter(is_his).count() == 1;
            let parts = super::identity::parts(index, &index.experts[expert], name, matched);
            for &nomination in &joint.nominations {
                let Some(hit) = of_his_name(index, joint, (expert, nomination), parts) else {
                    continue;
                };
                // What one person alone denied takes no bar away.
                let heed = if hit.severity == Severity::Bar { Heed::OfTwo } else { Heed::OfAny };
                let pair = (expert, nomination);
                if !is_alone || !denials.is_anothers(index, pair, name, heed) {
                    found.entry(expert).or_default().push(hit);
                }
            }
        }
    }
}

/// Somebody of the expert's name, borne by so many, stands on a record that the nomination names.
fn of_his_name(
    index: &Index<'_>,
    joint: &Joint<'_>,
    (expert, nomination): (usize, usize),
    parts: u128,
) -> Option<Hit> {
    let tie = closest_tie(index, &index.experts[expert], nomination);
    let confidence = confidence(parts, population(index, tie), 1, 1);
    if confidence < index.policy.identity.report_coauthor_from {
        return None;
    }
    let sure = tie == Tie::SameUnit && confidence >= index.policy.identity.bar_from;
    let full = index.policy.severity_of(joint.kind);
    let (noun_zh, noun_en) = noun(joint.kind);
    let shown = shown(joint);
    Some(Hit {
        nomination,
        kind: joint.kind,
        severity: graded(index, full, sure, confidence),
        confidence,
        evidence: Evidence::new(
            joint.source.clone(),
            format!("本项目所列{noun_zh}的成员与专家同名：{shown}"),
            format!(
                "somebody of the expert's name is of a {noun_en} that the nomination names: {shown}"
            ),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_right_are_one() {
        assert_eq!(number("ZL 2020 1 0000000.1"), number("zl202010000000.1"));
        assert_eq!(number("ZL202010000000.1"), number("2020-10000000.1"));
        assert_ne!(number("ZL202010000000.1"), number("ZL202010000000.2"));
    }
}
