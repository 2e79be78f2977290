//! What do the verdicts on a nomination come to? A verdict against it, or against what the machine decided,
//! counts when a second person agrees; where they disagree a third decides (X25 art. 64; two persons and a
//! third are our design).

use std::collections::BTreeMap;

use entity::vocabulary::{ExaminationRuling as Ruling, ExaminationStanding as Standing};

use super::model::Given;
use crate::nominations::{Address, CheckEvidence, CheckFinding, CheckSeverity, CheckVerdict};

/// Where one rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemStanding {
    /// Nobody has said anything of it.
    Open,
    /// Somebody has, and another must.
    Second,
    /// Two disagree, and a third must decide.
    Third,
    /// Nothing more is to be said.
    Settled(Ruling),
}

/// One rule of an examination.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Its number.
    pub rule: &'a str,
    /// What the machine found, in all places.
    pub findings: Vec<&'a CheckFinding>,
    /// What people said, in turn.
    pub given: Vec<&'a Given>,
    /// Where it stands.
    pub standing: ItemStanding,
}

impl Item<'_> {
    /// Whether the machine decided against the nomination.
    pub fn is_barred(&self) -> bool {
        self.findings.iter().any(|finding| finding.bars())
    }
}

/// What a ruling is worth after those before it.
fn standing(is_barred: bool, given: &[&Given]) -> ItemStanding {
    let rulings: Vec<Ruling> = given.iter().map(|one| one.verdict.ruling).collect();
    match rulings[..] {
        [] => ItemStanding::Open,
        [Ruling::Pass] if !is_barred => ItemStanding::Settled(Ruling::Pass),
        [_] => ItemStanding::Second,
        [first, second] if first == second => ItemStanding::Settled(first),
        [_, _] => ItemStanding::Third,
        [.., last] => ItemStanding::Settled(last),
    }
}

/// Whether a finding asks a person: what failed for refusal, and what a machine cannot decide. A reminder
/// stands beside it and decides nothing.
fn asks(finding: &CheckFinding) -> bool {
    finding.bars()
        || finding.verdict == CheckVerdict::NeedsPerson
            && finding.severity == CheckSeverity::Refusal
}

/// The rules on which somebody must say something or has, by number.
pub fn items_of<'a>(findings: &'a [CheckFinding], given: &'a [Given]) -> Vec<Item<'a>> {
    let mut by_rule: BTreeMap<&str, (Vec<&CheckFinding>, Vec<&Given>)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| asks(finding)) {
        by_rule.entry(&finding.rule).or_default().0.push(finding);
    }
    for one in given {
        by_rule.entry(&one.verdict.rule).or_default().1.push(one);
    }
    let item =
        |(rule, (findings, mut given)): (&'a str, (Vec<&'a CheckFinding>, Vec<&'a Given>))| {
            given.sort_by_key(|one| one.turn);
            let is_barred = findings.iter().any(|finding| finding.bars());
            let standing = standing(is_barred, &given);
            Item { rule, findings, given, standing }
        };
    by_rule.into_iter().map(item).collect()
}

/// What may be done with an examination next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Where it stands.
    pub standing: Standing,
    /// Rules that wait for somebody.
    pub open: u32,
    /// Rules that are settled against it.
    pub failing: u32,
}

/// Where an examination stands by its rules: what waits for the most people is named first.
pub fn readiness(items: &[Item<'_>]) -> Readiness {
    let count = |wanted: fn(&ItemStanding) -> bool| {
        let found = items.iter().filter(|item| wanted(&item.standing)).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    let unsaid = count(|one| *one == ItemStanding::Open);
    let second = count(|one| *one == ItemStanding::Second);
    let third = count(|one| *one == ItemStanding::Third);
    let failing = count(|one| *one == ItemStanding::Settled(Ruling::Fail));
    let standing = match (unsaid, second, third, failing) {
        (1.., ..) => Standing::Judging,
        (_, 1.., ..) => Standing::Second,
        (_, _, 1.., _) => Standing::Third,
        (0, 0, 0, 0) => Standing::Acceptable,
        _ => Standing::Refusable,
    };
    Readiness { standing, open: unsaid + second + third, failing }
}

/// Whether `by` may still say something of a rule: nobody speaks twice, and nothing is said of what is settled.
pub(super) fn may_speak(item: Option<&Item<'_>>, by: &str) -> bool {
    item.is_none_or(|item| {
        !matches!(item.standing, ItemStanding::Settled(_))
            && item.given.iter().all(|one| one.by != by)
    })
}

/// What was said in favour of a nomination before its correction and holds after it: of rules that are
/// settled, of which the machine says the same, and whose fields did not change.
pub(super) fn carried(
    (before, after): (&[CheckFinding], &[CheckFinding]),
    given: &[Given],
    changed: &[Address],
) -> Vec<Given> {
    let of = |findings: &[CheckFinding], rule: &str| -> Vec<CheckFinding> {
        findings.iter().filter(|finding| finding.rule == rule).cloned().collect()
    };
    let touches = |finding: &CheckFinding| {
        let fields = finding.evidence.iter().filter_map(|one| match one {
            CheckEvidence::Field(address) => Some(address),
            CheckEvidence::Text(_) => None,
        });
        fields
            .chain(&finding.address)
            .any(|one| changed.iter().any(|changed| changed.table() == one.table()))
    };
    let holds = |item: &Item<'_>| {
        let now = of(after, item.rule);
        item.standing == ItemStanding::Settled(Ruling::Pass)
            && now == of(before, item.rule)
            && !now.iter().any(touches)
    };
    let items = items_of(before, given);
    items
        .iter()
        .filter(|item| holds(item))
        .flat_map(|item| &item.given)
        .map(|one| (*one).clone())
        .collect()
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
