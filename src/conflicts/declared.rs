//! Which nominations does a declared interest reach, and how far does it count? A declaration names
//! an expert and a nomination, a completer, a unit or a society; a name alone asks a person, whether it
//! is the completer's or the expert's.

use std::collections::{BTreeMap, BTreeSet};

use crate::units::UnitRelation;

use super::authorship::graded;
use super::detect::{Found, Hit};
use super::evidence::{Evidence, Source, SourceKind};
use super::frequencies::confidence;
use super::index::Index;
use super::kinds::{ConflictKind, Severity};
use super::model::{Declaration, DeclaredBy, DeclaredKind, Meant};
use super::names::PersonName;
use super::persons::role;
use super::policy::ConflictPolicy;

/// A nomination that a declaration reaches.
struct Target {
    nomination: usize,
    /// The completer whom it means; none where it names the nomination alone, or a society.
    person: Option<usize>,
    confidence: u16,
    /// Whether it is sure that this one is meant.
    is_sure: bool,
}

/// Hits of all declarations, by expert.
pub(super) fn find(index: &Index<'_>, found: &mut Found) {
    for declaration in index.input.declarations {
        let Some(&expert) = index.expert_at.get(declaration.expert_id.as_str()) else {
            continue;
        };
        for target in targets(index, declaration) {
            let hit = hit(index, declaration, &target);
            found.entry(expert).or_default().push(hit);
        }
    }
}

fn targets(index: &Index<'_>, declaration: &Declaration) -> Vec<Target> {
    if let Some(id) = &declaration.nomination_id {
        return index
            .nomination_at
            .get(id.as_str())
            .map(|&nomination| Target {
                nomination,
                person: called(index, nomination, declaration.person.as_deref()),
                confidence: 1_000,
                is_sure: true,
            })
            .into_iter()
            .collect();
    }
    match (&declaration.person, &declaration.unit, declaration.kind) {
        (Some(name), unit, _) => completers(index, name, unit.as_deref()),
        (None, Some(unit), DeclaredKind::SocietyStaff) => society(index, unit),
        (None, Some(unit), _) => of_unit(index, unit),
        (None, None, DeclaredKind::OfficeStaff) => (0..index.input.nominations.len())
            .filter(|&nomination| index.rounds.is_current[nomination])
            .map(|nomination| Target { nomination, person: None, confidence: 1_000, is_sure: true })
            .collect(),
        (None, None, _) => Vec::new(),
    }
}

/// The completer of a nomination who bears the name.
fn called(index: &Index<'_>, nomination: usize, name: Option<&str>) -> Option<usize> {
    let name = PersonName::read(name?);
    let mut people: Vec<usize> = index.by_person.of_nomination[nomination]
        .iter()
        .copied()
        .filter(|&at| index.by_person.names.name(at).agrees(&name).is_some())
        .collect();
    people.sort_by_key(|&at| index.people[at].record.order);
    people.first().copied()
}

/// Completers of the round who bear the name; the unit, where one is given, must be theirs or stand
/// above or below it.
fn completers(index: &Index<'_>, name: &str, unit: Option<&str>) -> Vec<Target> {
    let read = PersonName::read(name);
    let unit = unit.and_then(|unit| index.places.place(unit));
    let rules = &index.policy.identity;
    let mut targets = Vec::new();
    for (at, matched) in index.by_person.names.find(&read) {
        let person = &index.people[at];
        if !person.is_completer() {
            continue;
        }
        let relation = unit.as_ref().map(|unit| {
            let theirs = person.mentions().map(|theirs| index.places.identity(*theirs));
            theirs
                .map(|theirs| index.places.tree().relation(unit, theirs))
                .min()
                .unwrap_or(UnitRelation::Different)
        });
        let population = match relation {
            Some(UnitRelation::Same | UnitRelation::Alias) => rules.population_unit,
            Some(UnitRelation::Below | UnitRelation::Above) => rules.population_family,
            Some(UnitRelation::Sibling | UnitRelation::Different) => continue,
            None => rules.population_all,
        };
        let own = index.by_person.names.name(at);
        let name = if own.han.is_empty() { &read } else { own };
        let parts = index.frequencies.parts(name, matched);
        targets.push(Target {
            nomination: person.nomination,
            person: Some(at),
            confidence: confidence(parts, population, 1, 1),
            // Somebody who knows him says where he works: no other of that name is meant.
            is_sure: relation.is_some(),
        });
    }
    targets
}

/// Nominations with a completer of the unit, or that name it as a completing unit.
fn of_unit(index: &Index<'_>, unit: &str) -> Vec<Target> {
    let Some(identity) = index.places.place(unit) else {
        return Vec::new();
    };
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for key in identity.keys() {
        for files in [&index.by_unit.work, &index.by_unit.completion] {
            for &at in files.get(key).into_iter().flatten() {
                let known = first.entry(index.people[at].nomination).or_insert(at);
                let order =
                    |at: usize| (index.people[at].record.order, &index.people[at].record.name);
                if order(at) < order(*known) {
                    *known = at;
                }
            }
        }
    }
    let named = identity.keys().filter_map(|key| index.by_unit.named.get(key)).flatten();
    let named: BTreeSet<usize> = named
        .map(|&at| index.completing_units[at].nomination)
        .filter(|nomination| !first.contains_key(nomination))
        .collect();
    let of_people = first.into_iter().map(|(nomination, person)| (nomination, Some(person)));
    of_people
        .chain(named.into_iter().map(|nomination| (nomination, None)))
        .map(|(nomination, person)| Target { nomination, person, confidence: 1_000, is_sure: true })
        .collect()
}

/// Nominations of a society, by its code or its name.
fn society(index: &Index<'_>, society: &str) -> Vec<Target> {
    let fold = |text: &str| index.places.tree().namer().fold(text);
    let folded = fold(society);
    index
        .input
        .nominations
        .iter()
        .enumerate()
        .filter(|(_, record)| {
            record.society_id.as_deref() == Some(society)
                || record.nominator.as_deref().is_some_and(|name| fold(name) == folded)
        })
        .map(|(nomination, _)| Target {
            nomination,
            person: None,
            confidence: 1_000,
            is_sure: true,
        })
        .collect()
}

const fn found_as(kind: DeclaredKind) -> ConflictKind {
    match kind {
        DeclaredKind::Kin => ConflictKind::Kin,
        DeclaredKind::AdviserStudent => ConflictKind::AdviserStudent,
        DeclaredKind::EconomicInterest => ConflictKind::EconomicInterest,
        DeclaredKind::SameUnit => ConflictKind::SameUnit,
        DeclaredKind::Cooperation => ConflictKind::SharedGrant,
        DeclaredKind::SocietyStaff => ConflictKind::SocietyStaff,
        DeclaredKind::OfficeStaff => ConflictKind::OfficeStaff,
        DeclaredKind::Exclusion => ConflictKind::ExcludedByNominator,
        DeclaredKind::Other => ConflictKind::OtherDeclared,
    }
}

/// As which kind a declaration counts, and how far, before its years and its target are weighed.
pub fn declared_as(
    policy: &ConflictPolicy,
    by: DeclaredBy,
    kind: DeclaredKind,
) -> (ConflictKind, Severity) {
    let kind = found_as(kind);
    let full = policy.severity_of(kind);
    let by_others = matches!(by, DeclaredBy::Nominee | DeclaredBy::Nominator);
    if kind == ConflictKind::OtherDeclared && by_others {
        return (kind, full.min(policy.severity.other_declared_by_others));
    }
    (kind, full)
}

/// The severity of a declaration before its target is weighed.
fn severity(index: &Index<'_>, declaration: &Declaration, nomination: usize) -> Severity {
    let (_, full) = declared_as(index.policy, declaration.declared_by, declaration.kind);
    let years = match declaration.kind {
        // Kinship does not end, and what is asked for holds for the round.
        DeclaredKind::Kin | DeclaredKind::Exclusion => return full,
        DeclaredKind::AdviserStudent => index.policy.windows.adviser_years,
        DeclaredKind::Cooperation => index.policy.windows.grant_years,
        DeclaredKind::SameUnit => index.policy.windows.former_unit_years,
        _ => index.policy.windows.declared_years,
    };
    match (declaration.until, index.rounds.year_of[nomination]) {
        (Some(until), Some(year)) if year.saturating_sub(until) > years => full.min(Severity::Note),
        _ => full,
    }
}

fn hit(index: &Index<'_>, declaration: &Declaration, target: &Target) -> Hit {
    let full = severity(index, declaration, target.nomination);
    let meant = declaration.meant.unwrap_or(Meant { confidence: 1_000, is_sure: true });
    let confidence = target.confidence.min(meant.confidence);
    let severity = graded(index, full, target.is_sure && meant.is_sure, confidence);
    let source = Source::new(SourceKind::Declaration, &declaration.declaration_id);
    let person = target.person.map(|at| super::persons::source(&index.people[at]));
    let (zh, en) = words(index, declaration, target);
    Hit {
        nomination: target.nomination,
        kind: found_as(declaration.kind),
        severity,
        confidence,
        evidence: Evidence::new(source.clone(), zh, en).over(std::iter::once(source).chain(person)),
    }
}

fn words(index: &Index<'_>, declaration: &Declaration, target: &Target) -> (String, String) {
    let (who_zh, who_en) = match declaration.declared_by {
        DeclaredBy::Expert => ("专家本人申报", "the expert declares"),
        DeclaredBy::Nominee => ("完成人申报", "a completer declares"),
        DeclaredBy::Nominator => ("提名者申报", "the nominator declares"),
        DeclaredBy::Office => ("奖励办登记", "the award office records"),
    };
    let (what_zh, what_en) = match declaration.kind {
        DeclaredKind::Kin => ("近亲属", "close relatives"),
        DeclaredKind::AdviserStudent => ("师生关系", "adviser and student"),
        DeclaredKind::EconomicInterest => {
            ("经济利益或者竞争关系", "an economic interest or competition")
        }
        DeclaredKind::SameUnit => ("同一单位", "one unit"),
        DeclaredKind::Cooperation => ("合作项目", "a project in common"),
        DeclaredKind::SocietyStaff => ("提名学会工作人员", "staff of the nominating society"),
        DeclaredKind::OfficeStaff => ("奖励办工作人员", "staff of the award office"),
        DeclaredKind::Exclusion => ("申请该专家回避", "a request to keep the expert out"),
        DeclaredKind::Other => ("其他利害关系", "another interest"),
    };
    let (mut zh, mut en) = (format!("{who_zh}：{what_zh}"), format!("{who_en} {what_en}"));
    if let Some(at) = target.person {
        let person = &index.people[at];
        let (role_zh, role_en) = role(person);
        zh.extend(["，", &role_zh, &person.record.name]);
        en.extend([", ", &role_en, " ", &person.record.name]);
    } else if let Some(unit) = &declaration.unit {
        zh.extend(["，", unit]);
        en.extend([", ", unit]);
    }
    match (declaration.since, declaration.until) {
        (None, None) => {}
        (since, until) => {
            let year = |year: Option<i32>| year.map_or_else(String::new, |year| year.to_string());
            let span = format!("{}–{}", year(since), year(until));
            zh.extend(["（", &span, "）"]);
            en.extend([" (", &span, ")"]);
        }
    }
    if !target.is_sure {
        zh.push_str("（只有姓名，可能是同名的另一人）");
        en.push_str(" (by name alone, maybe a namesake)");
    }
    if declaration.meant.is_some() {
        zh.push_str("（按所填姓名，尚待奖励办认定是否其人）");
        en.push_str(" (by the name typed; the office has yet to say whether he is meant)");
    }
    if let Some(words) = declaration.words.as_deref().filter(|words| !words.trim().is_empty()) {
        zh.extend(["：", words.trim()]);
        en.extend([": ", words.trim()]);
    }
    (zh, en)
}
