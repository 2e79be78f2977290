//! Does the expert belong, or did he belong, to a unit of the nomination's completers?

use std::collections::{BTreeMap, BTreeSet};

use super::detect::Hit;
use super::evidence::{Evidence, Source, SourceKind};
use super::facts::fact;
use super::index::Index;
use super::input::{ExpertFacts, Mention, Past};
use super::kinds::ConflictKind;

/// Confidence that two names of one legal person are that: same name, alias, same mail domain.
const SAME_NAME: u16 = 1_000;
const SAME_BY_ALIAS: u16 = 980;
pub(super) const SAME_MAIL_DOMAIN: u16 = 800;
/// Completers named in one sentence.
const MOST_NAMED: usize = 3;

/// All hits of the expert that rest on where he works.
pub(super) fn find(index: &Index<'_>, expert: usize, hits: &mut Vec<Hit>) {
    let expert = &index.experts[expert];
    let mut barred = BTreeSet::new();
    let weighs_as_much = completion_weighs_as_much(index);
    for &mention in &expert.present {
        let keys = index.level_keys(mention);
        for (kind, files, tells_all) in [
            (ConflictKind::SameUnit, &index.by_unit.work, true),
            (ConflictKind::CompletionUnit, &index.by_unit.completion, weighs_as_much),
        ] {
            let people = gather(keys.iter().copied(), files);
            if tells_all {
                barred.extend(people.iter().map(|&at| index.people[at].nomination));
            }
            push(index, kind, mention, &people, hits);
        }
    }
    for &mention in &expert.present {
        let identity = index.places.identity(mention);
        let mut people = gather(identity.keys(), &index.by_unit.above);
        for files in [&index.by_unit.work, &index.by_unit.completion] {
            people.extend(gather(identity.above.iter().map(String::as_str), files));
        }
        people.retain(|&at| !barred.contains(&index.people[at].nomination));
        push(index, ConflictKind::RelatedUnit, mention, &people, hits);
    }
    for past in &expert.past {
        former(index, expert, past, &barred, hits);
    }
    mail(index, expert, &barred, hits);
}

/// Whether the unit of a completer at the time of the work weighs as much as his present one: what weighs less takes the
/// place of nothing.
pub(super) fn completion_weighs_as_much(index: &Index<'_>) -> bool {
    let severity = |kind| index.policy.severity_of(kind);
    severity(ConflictKind::CompletionUnit) >= severity(ConflictKind::SameUnit)
}

/// What is filed under any of the keys.
pub(super) fn gather<'key>(
    keys: impl Iterator<Item = &'key str>,
    files: &BTreeMap<String, Vec<usize>>,
) -> BTreeSet<usize> {
    keys.filter_map(|key| files.get(key)).flatten().copied().collect()
}

/// One hit for each nomination of the people.
fn push(
    index: &Index<'_>,
    kind: ConflictKind,
    mention: Mention<'_>,
    people: &BTreeSet<usize>,
    hits: &mut Vec<Hit>,
) {
    for (nomination, people) in by_nomination(index, people) {
        let theirs = written(index, mention, kind, &people);
        let (verb_zh, verb_en) = match kind {
            ConflictKind::SameUnit => ("同一单位", "the same unit as"),
            ConflictKind::CompletionUnit => {
                ("同一单位（完成时）", "the unit, at the time of the work, of")
            }
            _ => ("上下级单位", "above or below the unit of"),
        };
        let (who_zh, who_en) = who(index, &people);
        hits.push(Hit {
            nomination,
            kind,
            severity: index.policy.severity_of(kind),
            confidence: certainty(index, mention, &people),
            evidence: Evidence {
                source: people.first().map(|&at| super::persons::source(&index.people[at])),
                zh: format!("专家单位「{}」与{who_zh}的单位「{theirs}」为{verb_zh}", mention.raw),
                en: format!("the expert's unit ({}) is {verb_en} {who_en} ({theirs})", mention.raw),
                via: by_way_of(index, &[mention.raw, theirs], &people),
                facts: with_each(index, |_| mention.raw, &people),
            },
        });
    }
}

/// From the expert over the units, each once, to the first of the people.
fn by_way_of(index: &Index<'_>, units: &[&str], people: &[usize]) -> Vec<Source> {
    let mut units = units.to_vec();
    units.dedup();
    let person = people.first().map(|&at| super::persons::source(&index.people[at]));
    units.iter().map(|&unit| Source::new(SourceKind::Unit, unit)).chain(person).collect()
}

/// That the expert has a unit in common with each of the people.
fn with_each<'unit>(
    index: &Index<'_>,
    unit: impl Fn(usize) -> &'unit str,
    people: &[usize],
) -> Vec<String> {
    let with = |&at: &usize| {
        let unit = Source::new(SourceKind::Unit, unit(at));
        fact(index, [&unit, &super::persons::source(&index.people[at])])
    };
    people.iter().map(with).collect()
}

fn by_nomination(index: &Index<'_>, people: &BTreeSet<usize>) -> BTreeMap<usize, Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &at in people {
        groups.entry(index.people[at].nomination).or_default().push(at);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|&at| (index.people[at].record.order, &index.people[at].record.name));
    }
    groups
}

/// 第1、3、5等7名完成人.
fn who(index: &Index<'_>, people: &[usize]) -> (String, String) {
    let orders: Vec<String> = people
        .iter()
        .take(MOST_NAMED)
        .map(|&at| index.people[at].record.order.to_string())
        .collect();
    let (zh, en) = (orders.join("、"), orders.join(", "));
    let count = people.len();
    if count > MOST_NAMED {
        (format!("第{zh}等{count}名完成人"), format!("completers {en} and others, {count} in all"))
    } else if count > 1 {
        (format!("第{zh}完成人"), format!("completers {en}"))
    } else {
        (format!("第{zh}完成人"), format!("completer {en}"))
    }
}

/// How the first of the people writes the unit in question.
fn written<'index>(
    index: &'index Index<'_>,
    mention: Mention<'_>,
    kind: ConflictKind,
    people: &[usize],
) -> &'index str {
    let Some(&first) = people.first() else {
        return "";
    };
    let person = &index.people[first];
    let closest = |mentions: &mut dyn Iterator<Item = &Mention<'index>>| {
        mentions
            .map(|theirs| (index.places.relation(mention, *theirs), theirs.raw))
            .min()
            .map_or("", |(_, raw)| raw)
    };
    match kind {
        ConflictKind::SameUnit => closest(&mut person.work.iter()),
        ConflictKind::CompletionUnit => closest(&mut person.completion.iter()),
        _ => closest(&mut person.mentions()),
    }
}

fn certainty(index: &Index<'_>, mention: Mention<'_>, people: &[usize]) -> u16 {
    sureness(index, mention, people.iter().flat_map(|&at| index.people[at].mentions().copied()))
}

/// How sure it is that a unit and one of others are one legal person.
pub(super) fn sureness<'name>(
    index: &Index<'_>,
    mention: Mention<'_>,
    mut others: impl Iterator<Item = Mention<'name>>,
) -> u16 {
    let ours = index.places.identity(mention);
    let same = others.any(|theirs| {
        let theirs = index.places.identity(theirs);
        theirs.legal == ours.legal && !theirs.by_alias && !ours.by_alias
    });
    if same { SAME_NAME } else { SAME_BY_ALIAS }
}

/// As what a past unit counts for a nomination; none where the expert left it long enough ago.
pub(super) fn former_kind(
    index: &Index<'_>,
    past: &Past<'_>,
    nomination: usize,
) -> Option<ConflictKind> {
    match (past.left, index.rounds.year_of[nomination]) {
        (Some(left), Some(year)) => {
            let is_recent = year.saturating_sub(left) <= index.policy.windows.former_unit_years;
            is_recent.then_some(ConflictKind::FormerUnit)
        }
        _ => Some(ConflictKind::FormerUnitUndated),
    }
}

/// Until when the expert was there, and the row that says so.
pub(super) fn until(expert: &ExpertFacts<'_>, past: &Past<'_>) -> (Option<Source>, String, String) {
    let (zh, en) = past.left.map_or_else(
        || ("时间不详".to_owned(), "time unknown".to_owned()),
        |left| (format!("至{left}年"), format!("until {left}")),
    );
    let source = past.from_affiliations.then(|| {
        let (id, unit) = (&expert.record.expert_id, past.mention.raw);
        Source::new(SourceKind::Affiliation, format!("{id}#{unit}"))
    });
    (source, zh, en)
}

fn former(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    past: &Past<'_>,
    barred: &BTreeSet<usize>,
    hits: &mut Vec<Hit>,
) {
    let keys = index.level_keys(past.mention);
    let mut people = gather(keys.iter().copied(), &index.by_unit.work);
    people.extend(gather(keys.iter().copied(), &index.by_unit.completion));
    people.retain(|&at| !barred.contains(&index.people[at].nomination));
    for (nomination, people) in by_nomination(index, &people) {
        let Some(kind) = former_kind(index, past, nomination) else { continue };
        let (who_zh, who_en) = who(index, &people);
        let (source, time_zh, time_en) = until(expert, past);
        let raw = past.mention.raw;
        hits.push(Hit {
            nomination,
            kind,
            severity: index.policy.severity_of(kind),
            confidence: certainty(index, past.mention, &people),
            evidence: Evidence {
                source,
                zh: format!("专家曾在{who_zh}的单位「{raw}」工作（{time_zh}）"),
                en: format!("the expert was at the unit of {who_en} ({raw}; {time_en})"),
                via: by_way_of(index, &[raw], &people),
                facts: with_each(index, |_| raw, &people),
            },
        });
    }
}

/// Mail addresses of one organisation, or the address of one of them at the unit of the other, where the
/// units' names do not say so already.
fn mail(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    barred: &BTreeSet<usize>,
    hits: &mut Vec<Hit>,
) {
    // A unit whose mail domain is known is a key of units too.
    let units: BTreeSet<&str> =
        expert.present.iter().flat_map(|unit| index.level_keys(*unit)).collect();
    let theirs = |organisation: &str| index.by_person.mail_organisation.get(organisation);
    let ours = expert.mail_organisations.iter().map(String::as_str);
    let by_mail = ours.flat_map(|one| [theirs(one), index.by_unit.work.get(one)]);
    let by_unit = units.iter().copied().map(theirs);
    let people: BTreeSet<usize> = by_mail
        .chain(by_unit)
        .flatten()
        .flatten()
        .copied()
        .filter(|&at| !barred.contains(&index.people[at].nomination))
        .collect();
    let known = expert.mail_organisations.iter().map(String::as_str).chain(units);
    let known: BTreeSet<&str> = known.collect();
    for (nomination, people) in by_nomination(index, &people) {
        let (who_zh, who_en) = who(index, &people);
        let shared = shared_organisation(index, &known, &people);
        hits.push(Hit {
            nomination,
            kind: ConflictKind::SameUnit,
            severity: index.policy.severity.same_mail_domain,
            confidence: SAME_MAIL_DOMAIN,
            evidence: Evidence {
                source: people.first().map(|&at| super::persons::source(&index.people[at])),
                zh: format!("专家与{who_zh}的邮箱（或其一的邮箱与另一的单位）属同一机构（{shared}）"),
                en: format!(
                    "mail addresses of the expert and {who_en}, or the address of one and the unit of \
                     the other, are of {shared}"
                ),
                via: by_way_of(index, &[shared], &people),
                facts: with_each(index, |at| shared_organisation(index, &known, &[at]), &people),
            },
        });
    }
}

/// The organisation of the first of the people that the expert shares.
fn shared_organisation<'known>(
    index: &Index<'_>,
    known: &BTreeSet<&'known str>,
    people: &[usize],
) -> &'known str {
    let Some(&first) = people.first() else {
        return "";
    };
    let person = &index.people[first];
    let mails = person.mail_organisations.iter().map(String::as_str);
    let units = person.work.iter().flat_map(|unit| index.level_keys(*unit));
    mails.chain(units).find_map(|one| known.get(one)).copied().unwrap_or_default()
}
