//! Is the expert a party to the nomination, to a competing one, or a companion of its completers?

use std::collections::BTreeSet;

use crate::nominations::model::PersonRole;

use super::detect::Hit;
use super::evidence::{Evidence, Source, SourceKind};
use super::identity::{Identity, Tie, unit_names};
use super::index::Index;
use super::input::PersonFacts;
use super::kinds::{ConflictKind, Severity};
use super::names::NameMatch;
use super::policy::CompetitionScope;

/// All hits of the expert that rest on who he is.
pub(super) fn find(index: &Index<'_>, known: &[Vec<Identity>], expert: usize, hits: &mut Vec<Hit>) {
    for identity in &known[expert] {
        if identity.confidence > 0 || identity.bars {
            party(index, identity, hits);
        }
    }
    let own: Vec<&Identity> = known[expert]
        .iter()
        .filter(|identity| identity.bars && index.people[identity.person].is_completer())
        .collect();
    for identity in &own {
        competitors(index, identity, hits);
        companions(index, identity, hits);
    }
    excluded(index, expert, hits);
}

/// The severity of a kind that rests on an identity: what is not sure asks a person.
pub(super) fn weighed(index: &Index<'_>, kind: ConflictKind, identity: &Identity) -> Severity {
    let full = index.policy.severity_of(kind);
    if identity.bars {
        full
    } else if identity.confidence >= index.policy.identity.flag_from && !identity.orcid_differs {
        full.min(Severity::Flag)
    } else {
        full.min(Severity::Note)
    }
}

fn party(index: &Index<'_>, identity: &Identity, hits: &mut Vec<Hit>) {
    let person = &index.people[identity.person];
    let kind = match person.record.role {
        PersonRole::Completer => ConflictKind::Completer,
        PersonRole::NominatingExpert => ConflictKind::NominatingExpert,
        PersonRole::SocietyOfficer => ConflictKind::SocietyOfficer,
    };
    let (why_zh, why_en) = grounds(identity, person);
    let (role_zh, role_en) = role(person);
    hits.push(Hit {
        nomination: person.nomination,
        kind,
        severity: weighed(index, kind, identity),
        confidence: identity.confidence,
        evidence: Evidence::new(
            source(person),
            format!("专家与本项目{role_zh}{}{why_zh}", person.record.name),
            format!("the expert and {role_en} {}: {why_en}", person.record.name),
        ),
    });
}

/// What agrees and what does not, as two sentences.
fn grounds(identity: &Identity, person: &PersonFacts<'_>) -> (String, String) {
    let (mut zh, mut en) = match identity.names {
        Some(NameMatch::Han) => ("姓名相同".to_owned(), "same name".to_owned()),
        Some(NameMatch::Romanized) => {
            ("姓名拼音相同".to_owned(), "same name in letters".to_owned())
        }
        Some(NameMatch::Initials) => {
            ("姓氏与名字首字母相同".to_owned(), "same family name and initials".to_owned())
        }
        None => ("姓名不同".to_owned(), "different names".to_owned()),
    };
    let (tie_zh, tie_en) = match (identity.tie, &identity.units) {
        (Tie::Decided, _) => ("经认定是同一人".to_owned(), "decided to be one person".to_owned()),
        (Tie::Orcid, _) => ("ORCID 相同".to_owned(), "same ORCID".to_owned()),
        (Tie::Mail, _) => ("电子邮箱相同".to_owned(), "same mail address".to_owned()),
        (Tie::MailOrganisation, _) => {
            ("邮箱属同一机构".to_owned(), "mail addresses of one organisation".to_owned())
        }
        (Tie::SameUnit, Some((ours, theirs))) => {
            (format!("单位相同（{ours}／{theirs}）"), format!("same unit ({ours} / {theirs})"))
        }
        (Tie::RelatedUnit, Some((ours, theirs))) => (
            format!("单位为上下级（{ours}／{theirs}）"),
            format!("one unit above the other ({ours} / {theirs})"),
        ),
        (Tie::SiblingUnit, Some((ours, theirs))) => (
            format!("单位同属一个上级（{ours}／{theirs}）"),
            format!("units below one body ({ours} / {theirs})"),
        ),
        _ => {
            let theirs = unit_names(person);
            if theirs.is_empty() {
                ("对方单位不详".to_owned(), "the other's unit is unknown".to_owned())
            } else {
                (
                    format!("单位不同（对方：{theirs}），可能是同名的另一人"),
                    format!("different units (the other's: {theirs}), maybe a namesake"),
                )
            }
        }
    };
    for (text, more) in [(&mut zh, tie_zh), (&mut en, tie_en)] {
        let comma = if more.is_ascii() { ", " } else { "，" };
        text.push_str(if text.is_ascii() { ", " } else { comma });
        text.push_str(&more);
    }
    further_grounds(identity, &mut zh, &mut en);
    (zh, en)
}

/// What speaks for or against beside name and unit.
fn further_grounds(identity: &Identity, zh: &mut String, en: &mut String) {
    if !identity.keywords.is_empty() {
        let words = identity.keywords.join("、");
        zh.extend(["，研究方向相合（", &words, "）"]);
        en.extend([", keywords in common (", &words, ")"]);
    }
    if identity.with_team {
        zh.push_str("，与其他完成人合著");
        en.push_str(", papers with other completers");
    }
    if identity.orcid_differs {
        zh.push_str("，但 ORCID 不同");
        en.push_str(", but different ORCIDs");
    }
}

/// A person's place in the nomination, in Chinese and English.
pub(super) fn role(person: &PersonFacts<'_>) -> (String, String) {
    let order = person.record.order;
    match person.record.role {
        PersonRole::Completer => (format!("第{order}完成人"), format!("completer {order}")),
        PersonRole::NominatingExpert => ("提名专家".to_owned(), "nominating expert".to_owned()),
        PersonRole::SocietyOfficer => {
            ("提名学会负责人".to_owned(), "officer of the nominating society".to_owned())
        }
    }
}

/// The record of a person.
pub(super) fn source(person: &PersonFacts<'_>) -> Source {
    let record = person.record;
    Source::person(&record.nomination_id, record.role, record.order)
}

/// Other nominations of the round, category and scope of one that the expert completed.
fn competitors(index: &Index<'_>, identity: &Identity, hits: &mut Vec<Hit>) {
    let person = &index.people[identity.person];
    let own = person.nomination;
    if identity.confidence < index.policy.identity.competitor_from || !index.rounds.is_current[own]
    {
        return;
    }
    let mine = &index.input.nominations[own];
    if mine.category.is_none() {
        return;
    }
    let per_panel = index.policy.competition.scope == CompetitionScope::Panel;
    let label = if per_panel { mine.panel.as_ref() } else { mine.category.as_ref() };
    let Some(label) = label else {
        return;
    };
    let evidence = Evidence::new(
        source(person),
        format!(
            "专家是同类（{label}）项目 {} 的第{}完成人",
            mine.nomination_id, person.record.order
        ),
        format!(
            "the expert is completer {} of {}, of the same group ({label})",
            person.record.order, mine.nomination_id
        ),
    );
    for (other, record) in index.input.nominations.iter().enumerate() {
        let rival = index.rounds.is_current[other]
            && record.nomination_id != mine.nomination_id
            && record.category == mine.category
            && (!per_panel || record.panel == mine.panel);
        if rival {
            hits.push(Hit {
                nomination: other,
                kind: ConflictKind::Competitor,
                severity: weighed(index, ConflictKind::Competitor, identity),
                confidence: identity.confidence,
                evidence: evidence.clone(),
            });
        }
    }
}

/// Nominations whose completers completed another project together with the expert.
fn companions(index: &Index<'_>, identity: &Identity, hits: &mut Vec<Hit>) {
    let own = index.people[identity.person].nomination;
    let mine = &index.input.nominations[own];
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for &companion in &index.by_person.of_nomination[own] {
        let then = &index.people[companion];
        if companion == identity.person || !then.is_completer() {
            continue;
        }
        for unit in then.mentions() {
            for key in index.places.identity(*unit).keys() {
                let files = [&index.by_unit.work, &index.by_unit.completion];
                for &at in files.into_iter().filter_map(|files| files.get(key)).flatten() {
                    let now = &index.people[at];
                    if now.nomination != own
                        && now.record.name == then.record.name
                        && is_recent(index, mine.round, now.nomination)
                        && seen.insert((companion, at))
                    {
                        hits.push(companion_hit(index, identity, &mine.nomination_id, now));
                    }
                }
            }
        }
    }
}

fn is_recent(index: &Index<'_>, round: Option<i32>, nomination: usize) -> bool {
    let years = index.policy.windows.co_completer_years;
    match (round, index.rounds.year_of[nomination]) {
        (Some(then), Some(now)) => now.saturating_sub(then) <= years,
        _ => true,
    }
}

fn companion_hit(
    index: &Index<'_>,
    identity: &Identity,
    together: &str,
    now: &PersonFacts<'_>,
) -> Hit {
    let (role_zh, role_en) = role(now);
    let name = &now.record.name;
    Hit {
        nomination: now.nomination,
        kind: ConflictKind::CoCompleter,
        severity: weighed(index, ConflictKind::CoCompleter, identity),
        confidence: identity.confidence,
        evidence: Evidence::new(
            source(now),
            format!("专家与本项目{role_zh}{name}同为项目 {together} 的完成人"),
            format!("the expert and {role_en} {name} completed {together} together"),
        )
        .over([Source::new(SourceKind::Nomination, together), source(now)]),
    }
}

/// Those whom the nominator asked to keep out; beyond the number allowed they are only a flag.
fn excluded(index: &Index<'_>, expert: usize, hits: &mut Vec<Hit>) {
    let id = &index.experts[expert].record.expert_id;
    let most = index.policy.limits.most_excluded;
    let Some(places) = index.excluded_by.get(id.as_str()) else {
        return;
    };
    for &(nomination, place) in places {
        let record = &index.input.nominations[nomination];
        let full = index.policy.severity_of(ConflictKind::ExcludedByNominator);
        let within = place < most;
        let (more_zh, more_en) = if within {
            (String::new(), String::new())
        } else {
            (format!("，超出{most}人的限额"), format!(", beyond the {most} allowed"))
        };
        hits.push(Hit {
            nomination,
            kind: ConflictKind::ExcludedByNominator,
            severity: if within { full } else { full.min(Severity::Flag) },
            confidence: 1_000,
            evidence: Evidence::new(
                Source::new(SourceKind::Nomination, &record.nomination_id),
                format!("提名者申请该专家回避（实施细则第五十五条）{more_zh}"),
                format!("the nominator asked to keep the expert out (art. 55){more_en}"),
            ),
        });
    }
}
