//! What does the record say: gain, keep, lose or pause?
//!
//! A line is crossed only by the end of the interval that is hardest to get across, and only in
//! enough consecutive rounds; each round is judged by what was known then.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::policy::{Policy, VetoEffect};
use super::record::Record;
use super::score::{POINT, Score};
use crate::shared::Bilingual;

/// What is proposed for a society, before the total is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 暂停: a veto leaves it no places.
    Suspend,
    /// 压减: it loses places.
    Shrink,
    /// 保持: it keeps what it has.
    Hold,
    /// 扩大: it may gain places.
    Expand,
    /// 新进: on probation, with the places of a newcomer.
    Newcomer,
    /// 恢复: back after a suspension, with the places of a newcomer.
    Return,
}

impl Band {
    /// All bands.
    pub const ALL: [Self; 6] =
        [Self::Suspend, Self::Shrink, Self::Hold, Self::Expand, Self::Newcomer, Self::Return];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Shrink => "shrink",
            Self::Hold => "hold",
            Self::Expand => "expand",
            Self::Newcomer => "newcomer",
            Self::Return => "return",
        }
    }

    /// What it is called.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Suspend => Bilingual::new("暂停", "suspend"),
            Self::Shrink => Bilingual::new("压减", "shrink"),
            Self::Hold => Bilingual::new("保持", "hold"),
            Self::Expand => Bilingual::new("扩大", "expand"),
            Self::Newcomer => Bilingual::new("新进", "newcomer"),
            Self::Return => Bilingual::new("恢复", "return"),
        }
    }
}

/// A band, and what led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) band: Band,
    /// The veto in force, by its place in the policy.
    pub(super) veto: Option<usize>,
    /// Consecutive rounds, from the newest back, with the lower end on or above the expand line.
    pub(super) rounds_above: u32,
    /// Consecutive rounds with the upper end on or under the shrink line.
    pub(super) rounds_below: u32,
    /// Places used and held in the window, where known.
    pub(super) used: u32,
    pub(super) held: u32,
    /// Whether enough of the quota was used to gain.
    pub(super) is_used: bool,
}

/// Judges a society after the newest round; `scores` are of the newest round, the one before, …
pub(super) fn judge(
    record: &Record,
    policy: &Policy,
    society: usize,
    scores: &[Option<Score>],
) -> Verdict {
    let newest = record.rounds.len() - 1;
    let expand_line = i64::from(policy.expand.points) * POINT;
    let shrink_line = i64::from(policy.shrink.points) * POINT;
    let (used, held) = use_of_quota(record, policy, society);
    let veto = veto_in_force(record, policy, society);
    let mut verdict = Verdict {
        band: Band::Hold,
        veto,
        rounds_above: consecutive(scores, |score| score.low >= expand_line),
        rounds_below: consecutive(scores, |score| score.high <= shrink_line),
        used,
        held,
        is_used: u64::from(used) * 100
            >= u64::from(held) * u64::from(policy.expand.least_use_percent),
    };
    let seasoned = (0..=newest).filter(|round| record.attendance(society, *round).quota > 0);
    let effect = veto.map(|veto| policy.vetoes[veto].effect);
    verdict.band = if effect == Some(VetoEffect::Suspend) {
        Band::Suspend
    } else if (seasoned.count() as u64) < u64::from(policy.newcomer.rounds) {
        Band::Newcomer
    } else if record.attendance(society, newest).quota == 0 {
        Band::Return
    } else if effect == Some(VetoEffect::Shrink) {
        Band::Shrink
    } else if verdict.rounds_above >= policy.expand.rounds && verdict.is_used && effect.is_none() {
        Band::Expand
    } else if verdict.rounds_below >= policy.shrink.rounds {
        Band::Shrink
    } else {
        Band::Hold
    };
    verdict
}

fn consecutive(scores: &[Option<Score>], holds: impl Fn(&Score) -> bool) -> u32 {
    let run = scores.iter().take_while(|score| score.as_ref().is_some_and(&holds));
    u32::try_from(run.count()).unwrap_or(u32::MAX)
}

fn use_of_quota(record: &Record, policy: &Policy, society: usize) -> (u32, u32) {
    let rounds = record.rounds.len();
    let first = rounds.saturating_sub(policy.window.decay_permille.len());
    (first..rounds).fold((0, 0), |(used, held), round| {
        let attendance = record.attendance(society, round);
        (used + attendance.used, held + attendance.known_quota)
    })
}

/// The gravest veto in force; of several, the first of the policy.
fn veto_in_force(record: &Record, policy: &Policy, society: usize) -> Option<usize> {
    let in_force = |veto: &usize| is_in_force(record, policy, society, *veto);
    [VetoEffect::Suspend, VetoEffect::Shrink, VetoEffect::NoExpansion].into_iter().find_map(
        |effect| {
            let of_effect = |veto: &usize| policy.vetoes[*veto].effect == effect;
            (0..policy.vetoes.len()).filter(of_effect).find(in_force)
        },
    )
}

/// Whether enough events fell within the veto's rounds, ending no longer ago than it lasts.
fn is_in_force(record: &Record, policy: &Policy, society: usize, veto: usize) -> bool {
    let rule = &policy.vetoes[veto];
    let rounds = record.rounds.len();
    let (within, lasts) = (rule.within_rounds as usize, rule.lasts_rounds as usize);
    (0..lasts.min(rounds)).any(|age| {
        let end = rounds - age;
        let start = end.saturating_sub(within);
        let events = (start..end).map(|round| u64::from(record.events(society, round)[veto]));
        events.sum::<u64>() >= u64::from(rule.at_least)
    })
}
