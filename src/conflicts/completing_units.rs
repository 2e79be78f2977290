//! Does the expert belong, or did he belong, to a completing unit of the nomination from which no completer comes? A
//! unit that is named beside the completers is a candidate itself (X25 art. 31), of a major project nobody else is
//! (art. 26): who works there is of one unit with a candidate. What a completer of the unit tells is not told twice.

use std::collections::BTreeSet;

use super::detect::Hit;
use super::evidence::{Evidence, Source, SourceKind};
use super::index::{Files, Index};
use super::input::{ExpertFacts, Mention, UnitFacts};
use super::kinds::ConflictKind;
use super::same_units::{
    SAME_MAIL_DOMAIN, completion_weighs_as_much, former_kind, gather, sureness, until,
};

/// All hits of the expert that rest on completing units.
pub(super) fn find(index: &Index<'_>, expert: usize, hits: &mut Vec<Hit>) {
    if index.completing_units.is_empty() {
        return;
    }
    let expert = &index.experts[expert];
    let told = same(index, expert, hits);
    related(index, expert, &told, hits);
    former(index, expert, &told, hits);
    mail(index, expert, &told, hits);
}

/// What need not be told of once more.
#[derive(Default)]
struct Told {
    /// Nominations with a completer of a present unit of the expert.
    nominations: BTreeSet<usize>,
    /// Completing units that are a present unit of the expert.
    units: BTreeSet<usize>,
}

impl Told {
    /// Of the units found those that are left to be told of; in `by_people` a completer tells the same. Whether one is
    /// told hangs on no other unit: naming one more takes nothing away.
    fn left<'index, 'input>(
        &self,
        index: &'index Index<'input>,
        found: &BTreeSet<usize>,
        by_people: &BTreeSet<usize>,
    ) -> Vec<&'index UnitFacts<'input>> {
        let unit = |&at: &usize| {
            let unit = &index.completing_units[at];
            let is_told = self.units.contains(&at)
                || self.nominations.contains(&unit.nomination)
                || by_people.contains(&unit.nomination);
            (!is_told).then_some(unit)
        };
        found.iter().filter_map(unit).collect()
    }
}

/// The nominations with a completer who is filed under any of the keys.
fn with_completers(index: &Index<'_>, keys: &[&str], files: &[&Files]) -> BTreeSet<usize> {
    let people = files.iter().flat_map(|files| gather(keys.iter().copied(), files));
    people.map(|at| index.people[at].nomination).collect()
}

/// Present units of the expert that are completing units.
fn same(index: &Index<'_>, expert: &ExpertFacts<'_>, hits: &mut Vec<Hit>) -> Told {
    let files = &index.by_unit;
    let mut told = Told::default();
    let completion = completion_weighs_as_much(index).then_some(&files.completion);
    let completers: Vec<&Files> = std::iter::once(&files.work).chain(completion).collect();
    for &mention in &expert.present {
        let keys = index.level_keys(mention);
        let by_people = with_completers(index, &keys, &completers);
        for at in gather(keys.iter().copied(), &files.named) {
            let unit = &index.completing_units[at];
            if !by_people.contains(&unit.nomination) {
                told.units.insert(at);
                hits.push(present(index, ConflictKind::SameUnit, mention, unit));
            }
        }
        told.nominations.extend(by_people);
    }
    told
}

/// Present units of the expert above or below completing units.
fn related(index: &Index<'_>, expert: &ExpertFacts<'_>, told: &Told, hits: &mut Vec<Hit>) {
    let files = &index.by_unit;
    for &mention in &expert.present {
        let identity = index.places.identity(mention);
        let keys: Vec<&str> = identity.keys().collect();
        let above: Vec<&str> = identity.above.iter().map(String::as_str).collect();
        let mut found = gather(keys.iter().copied(), &files.above_named);
        found.extend(gather(above.iter().copied(), &files.named));
        let mut by_people = with_completers(index, &keys, &[&files.above]);
        by_people.extend(with_completers(index, &above, &[&files.work, &files.completion]));
        for unit in told.left(index, &found, &by_people) {
            hits.push(present(index, ConflictKind::RelatedUnit, mention, unit));
        }
    }
}

fn present(
    index: &Index<'_>,
    kind: ConflictKind,
    mention: Mention<'_>,
    unit: &UnitFacts<'_>,
) -> Hit {
    let (ours, theirs) = (mention.raw, unit.mention.raw);
    let (verb_zh, verb_en) = if kind == ConflictKind::SameUnit {
        ("同一单位", "the same as")
    } else {
        ("上下级单位", "above or below")
    };
    Hit {
        nomination: unit.nomination,
        kind,
        severity: index.policy.severity_of(kind),
        confidence: sureness(index, mention, std::iter::once(unit.mention)),
        evidence: Evidence::new(
            Source::new(SourceKind::Unit, theirs),
            format!("专家单位「{ours}」与本项目的完成单位「{theirs}」为{verb_zh}"),
            format!(
                "the expert's unit ({ours}) is {verb_en} {theirs}, a completing unit of the project"
            ),
        )
        .over(way(ours, theirs)),
    }
}

/// Completing units where the expert was.
fn former(index: &Index<'_>, expert: &ExpertFacts<'_>, told: &Told, hits: &mut Vec<Hit>) {
    let files = &index.by_unit;
    for past in &expert.past {
        let keys = index.level_keys(past.mention);
        let found = gather(keys.iter().copied(), &files.named);
        let by_people = with_completers(index, &keys, &[&files.work, &files.completion]);
        for unit in told.left(index, &found, &by_people) {
            let Some(kind) = former_kind(index, past, unit.nomination) else { continue };
            let theirs = unit.mention.raw;
            let (source, time_zh, time_en) = until(expert, past);
            hits.push(Hit {
                nomination: unit.nomination,
                kind,
                severity: index.policy.severity_of(kind),
                confidence: sureness(index, past.mention, std::iter::once(unit.mention)),
                evidence: Evidence {
                    source: source.or_else(|| Some(Source::new(SourceKind::Unit, theirs))),
                    zh: format!("专家曾在本项目的完成单位「{theirs}」工作（{time_zh}）"),
                    en: format!(
                        "the expert was at {theirs}, a completing unit of the project ({time_en})"
                    ),
                    via: way(past.mention.raw, theirs),
                    facts: Vec::new(),
                },
            });
        }
    }
}

/// Mail addresses of the expert at completing units, where the units' names do not say so already.
fn mail(index: &Index<'_>, expert: &ExpertFacts<'_>, told: &Told, hits: &mut Vec<Hit>) {
    let completers = [&index.by_unit.work, &index.by_person.mail_organisation];
    for organisation in &expert.mail_organisations {
        let key = [organisation.as_str()];
        let found = gather(key.into_iter(), &index.by_unit.named);
        let by_people = with_completers(index, &key, &completers);
        for unit in told.left(index, &found, &by_people) {
            let theirs = unit.mention.raw;
            hits.push(Hit {
                nomination: unit.nomination,
                kind: ConflictKind::SameUnit,
                severity: index.policy.severity.same_mail_domain,
                confidence: SAME_MAIL_DOMAIN,
                evidence: Evidence::new(
                    Source::new(SourceKind::Unit, theirs),
                    format!("专家的邮箱属于本项目的完成单位「{theirs}」"),
                    format!(
                        "the expert's mail address is of {theirs}, a completing unit of the project"
                    ),
                ),
            });
        }
    }
}

/// From the expert's unit to the completing unit, each spelling once.
fn way(ours: &str, theirs: &str) -> Vec<Source> {
    let mut units = vec![ours, theirs];
    units.dedup();
    units.into_iter().map(|unit| Source::new(SourceKind::Unit, unit)).collect()
}
