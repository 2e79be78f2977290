//! What does each society do over the rounds? Its kind, its places, its nominations and its duties.

use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::SliceRandom;

use crate::track_record::model::HistoryRow;

use super::super::random::{Chance, apportion, happens};
use super::kinds::{Quality, SocietyKind};
use super::outcomes::{ANNUAL_CHECKS, DISCLOSURES, Draw, Measures, TASKS};
use super::rates::{Event, SocietyChances, UNEVENNESS};
use super::{MEASURES, PastPlan, Places, TrueSociety};

/// What a case of the record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CaseKind {
    /// A nomination of the round.
    Nomination,
    /// A nomination awarded two rounds before: its place in that round's cases.
    FollowUp { round: i32, at: usize },
    /// The taskbook of the round.
    Taskbook,
    /// The disclosures of the round.
    Disclosures,
    /// The annual checks since the last round.
    AnnualChecks,
    /// An upheld complaint.
    Complaint,
    /// A fee that was charged.
    Fee,
}

/// A case of a society in a round.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) kind: CaseKind,
    pub(super) measures: Measures,
}

/// A society in one round.
pub(super) struct MadeRound {
    pub(super) round: i32,
    pub(super) quota: u32,
    pub(super) cases: Vec<Case>,
}

impl MadeRound {
    /// A measure over all cases.
    pub(super) fn sum(&self, measure: &str) -> u32 {
        let of_case = |case: &Case| -> u32 {
            case.measures.iter().filter(|(name, _)| *name == measure).map(|(_, value)| value).sum()
        };
        self.cases.iter().map(of_case).sum()
    }
}

/// A society over the rounds.
pub(super) struct MadeSociety {
    pub(super) name: String,
    pub(super) group: String,
    pub(super) truth: TrueSociety,
    pub(super) rounds: Vec<MadeRound>,
}

/// Makes societies.
pub(super) struct SocietyMaker<'a> {
    plan: &'a PastPlan,
    chance: Chance,
}

impl<'a> SocietyMaker<'a> {
    pub(super) fn new(plan: &'a PastPlan, chance: Chance) -> Self {
        Self { plan, chance }
    }

    pub(super) fn make(mut self) -> Vec<MadeSociety> {
        let plan = self.plan;
        let shares = apportion(plan.societies.len(), &plan.shares);
        let mut kinds: Vec<SocietyKind> = SocietyKind::ALL
            .into_iter()
            .zip(shares)
            .flat_map(|(kind, share)| vec![kind; share])
            .collect();
        kinds.shuffle(&mut self.chance);
        plan.societies
            .iter()
            .zip(kinds)
            .map(|(society, kind)| self.society(society, kind))
            .collect()
    }

    fn society(
        &mut self,
        (code, name, group): &(String, String, String),
        kind: SocietyKind,
    ) -> MadeSociety {
        let rounds = &self.plan.rounds;
        let entry = match kind {
            SocietyKind::Newcomer => rounds.len().saturating_sub(self.chance.random_range(1..=2)),
            _ => 0,
        };
        let qualities = kind.qualities(rounds.len(), &mut self.chance);
        let mut unevenness: [Quality; Event::ALL.len()] = [0; Event::ALL.len()];
        for one in &mut unevenness {
            *one = self.chance.random_range(-UNEVENNESS..=UNEVENNESS);
        }
        let mut quota = self.first_quota(kind);
        let mut made: Vec<MadeRound> = Vec::new();
        let mut truth = Vec::new();
        for (at, (&round, quality)) in rounds.iter().zip(qualities).enumerate().skip(entry) {
            let chances = SocietyChances::new(kind, quality, group, &unevenness);
            if at > entry {
                quota = self.next_quota(kind, quota);
            }
            let submitted = self.submissions(kind, quota);
            let is_lucky = kind == SocietyKind::LuckySmall && at + 2 >= rounds.len();
            let mut draw = Draw { chances: &chances, is_lucky, chance: &mut self.chance };
            let cases = cases(&mut draw, submitted, &made);
            made.push(MadeRound { round, quota, cases });
            truth.push((round, quality, chances));
        }
        MadeSociety {
            name: name.clone(),
            group: group.clone(),
            truth: TrueSociety { society_id: code.clone(), kind, rounds: truth },
            rounds: made,
        }
    }

    fn first_quota(&mut self, kind: SocietyKind) -> u32 {
        match (kind, self.plan.places) {
            (SocietyKind::LuckySmall | SocietyKind::Newcomer, Places::BySize)
            | (SocietyKind::LuckySmall, Places::Fixed(_)) => 1,
            (SocietyKind::Gaming, Places::BySize) => self.chance.random_range(3..=4),
            (_, Places::Fixed(places)) => places,
            (_, Places::BySize) => match self.chance.random_range(0..100) {
                0..25 => 1,
                25..60 => 2,
                60..85 => 3,
                _ => 4,
            },
        }
    }

    /// The places of the next round: seldom one more or one less.
    fn next_quota(&mut self, kind: SocietyKind, quota: u32) -> u32 {
        if self.plan.places != Places::BySize || kind == SocietyKind::LuckySmall {
            return quota;
        }
        let up = quota < 4 && happens(8, &mut self.chance);
        let down = quota > 1 && happens(6, &mut self.chance);
        quota + u32::from(up) - u32::from(down)
    }

    fn submissions(&mut self, kind: SocietyKind, quota: u32) -> u32 {
        if kind == SocietyKind::Gaming {
            return (quota * 2).div_ceil(5);
        }
        if self.plan.places != Places::BySize {
            return quota;
        }
        let percent = if kind == SocietyKind::Weak { 82 } else { 94 };
        let used = (0..quota).filter(|_| happens(percent, &mut self.chance)).count();
        u32::try_from(used).unwrap_or(quota)
    }
}

/// The cases of a round; `earlier` are the society's rounds before it.
fn cases(draw: &mut Draw<'_>, submitted: u32, earlier: &[MadeRound]) -> Vec<Case> {
    let mut cases: Vec<Case> = (0..submitted)
        .map(|_| Case { kind: CaseKind::Nomination, measures: draw.nomination() })
        .collect();
    if let Some(then) = earlier.len().checked_sub(2).and_then(|at| earlier.get(at)) {
        for (at, case) in then.cases.iter().enumerate() {
            if case.measures.contains(&("awarded", 1)) {
                let kind = CaseKind::FollowUp { round: then.round, at };
                cases.push(Case { kind, measures: draw.follow_up() });
            }
        }
    }
    for (kind, measures) in [
        (CaseKind::Taskbook, draw.items(["taskbook_due", "taskbook_met"], TASKS, Event::TaskMet)),
        (
            CaseKind::Disclosures,
            draw.items(["disclosures_due", "disclosures_made"], DISCLOSURES, Event::Disclosed),
        ),
        (
            CaseKind::AnnualChecks,
            draw.items(
                ["annual_checks_due", "annual_checks_passed"],
                ANNUAL_CHECKS,
                Event::AnnualCheckPassed,
            ),
        ),
    ] {
        cases.push(Case { kind, measures });
    }
    for (kind, measure, event) in [
        (CaseKind::Complaint, "complaints_upheld", Event::Complaint),
        (CaseKind::Fee, "fees_charged", Event::FeeCharged),
    ] {
        cases.extend(draw.incident(measure, event).map(|measures| Case { kind, measures }));
    }
    cases
}

/// The rows of a society: every measure of every round is the sum over its cases.
pub(super) fn rows(society: &MadeSociety) -> Vec<HistoryRow> {
    society
        .rounds
        .iter()
        .map(|made| {
            let of = |measure: &&str| ((*measure).to_owned(), made.sum(measure));
            let counts: BTreeMap<String, u32> = MEASURES.iter().map(of).collect();
            HistoryRow {
                society_id: society.truth.society_id.clone(),
                society: society.name.clone(),
                group: society.group.clone(),
                round: made.round,
                quota: made.quota,
                counts,
                merged_into: None,
            }
        })
        .collect()
}
