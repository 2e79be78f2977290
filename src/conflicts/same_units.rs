//! Does the expert belong, or did he belong, to a unit of the nomination's completers?

use std::collections::{BTreeMap, BTreeSet};

use super::detect::Hit;
use super::evidence::{Evidence, Source, SourceKind};
use super::index::Index;
use super::input::{ExpertFacts, Mention, Past};
use super::kinds::ConflictKind;

/// Confidence that two names of one legal person are that: same name, alias, same mail domain.
const SAME_NAME: u16 = 1_000;
const SAME_BY_ALIAS: u16 = 980;
const SAME_MAIL_DOMAIN: u16 = 800;
/// Completers named in one sentence.
const MOST_NAMED: usize = 3;

/// All hits of the expert that rest on where he works.
pub(super) fn find(index: &Index<'_>, expert: usize, hits: &mut Vec<Hit>) {
    let expert = &index.experts[expert];
    let mut barred = BTreeSet::new();
    for &mention in &expert.present {
        let keys = index.level_keys(mention);
        for (kind, files) in [
            (ConflictKind::SameUnit, &index.by_unit.work),
            (ConflictKind::CompletionUnit, &index.by_unit.completion),
        ] {
            let people = gather(keys.iter().copied(), files);
            barred.extend(people.iter().map(|&at| index.people[at].nomination));
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

/// Completers under any of the keys.
fn gather<'key>(
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
            },
        });
    }
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
    let ours = index.places.identity(mention);
    let same = people.iter().any(|&at| {
        index.people[at].mentions().any(|theirs| {
            let theirs = index.places.identity(*theirs);
            theirs.legal == ours.legal && !theirs.by_alias && !ours.by_alias
        })
    });
    if same { SAME_NAME } else { SAME_BY_ALIAS }
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
        let kind = match (past.left, index.rounds.year_of[nomination]) {
            (Some(left), Some(year)) => {
                if year.saturating_sub(left) > index.policy.windows.former_unit_years {
                    continue;
                }
                ConflictKind::FormerUnit
            }
            _ => ConflictKind::FormerUnitUndated,
        };
        let (who_zh, who_en) = who(index, &people);
        let (time_zh, time_en) = past.left.map_or_else(
            || ("时间不详".to_owned(), "time unknown".to_owned()),
            |left| (format!("至{left}年"), format!("until {left}")),
        );
        let raw = past.mention.raw;
        let source = past.from_affiliations.then(|| {
            let id = &expert.record.expert_id;
            Source::new(SourceKind::Affiliation, format!("{id}#{raw}"))
        });
        hits.push(Hit {
            nomination,
            kind,
            severity: index.policy.severity_of(kind),
            confidence: certainty(index, past.mention, &people),
            evidence: Evidence {
                source,
                zh: format!("专家曾在{who_zh}的单位「{raw}」工作（{time_zh}）"),
                en: format!("the expert was at the unit of {who_en} ({raw}; {time_en})"),
            },
        });
    }
}

/// Mail addresses of one organisation, where the units' names do not say so already.
fn mail(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    barred: &BTreeSet<usize>,
    hits: &mut Vec<Hit>,
) {
    let people: BTreeSet<usize> = expert
        .mail_organisations
        .iter()
        .filter_map(|domain| index.by_person.mail_organisation.get(domain))
        .flatten()
        .copied()
        .filter(|&at| !barred.contains(&index.people[at].nomination))
        .collect();
    let domain = expert.mail_organisations.join("、");
    for (nomination, people) in by_nomination(index, &people) {
        let (who_zh, who_en) = who(index, &people);
        hits.push(Hit {
            nomination,
            kind: ConflictKind::SameUnit,
            severity: index.policy.severity.same_mail_domain,
            confidence: SAME_MAIL_DOMAIN,
            evidence: Evidence {
                source: people.first().map(|&at| super::persons::source(&index.people[at])),
                zh: format!("专家与{who_zh}的邮箱属同一机构（{domain}）"),
                en: format!("mail addresses of the expert and {who_en} are of {domain}"),
            },
        });
    }
}
