//! Which phases has a round, when does each begin and end, and which run? What was set or released counts;
//! everything else is planned, and a plan alone begins and ends nothing.

use chrono::{DateTime, Duration, Utc};

use super::timetable::{StageRule, Window};
use crate::shared::end_of_day_after;

/// A phase of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseKind {
    /// 提名
    Nominating,
    /// 形式审查
    Examination,
    /// 补正
    Corrections,
    /// 受理公示
    AcceptancePublicity,
    /// 对受理公示的异议
    Objections,
    /// 初评
    Review,
    /// 初评结果公示
    FirstReviewPublicity,
    /// 对初评结果的异议
    FirstReviewObjections,
}

impl PhaseKind {
    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nominating => "nominating",
            Self::Examination => "examination",
            Self::Corrections => "corrections",
            Self::AcceptancePublicity => "acceptance_publicity",
            Self::Objections => "objections",
            Self::Review => "review",
            Self::FirstReviewPublicity => "first_review_publicity",
            Self::FirstReviewObjections => "first_review_objections",
        }
    }
}

/// Where a phase stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseStanding {
    /// It has not begun.
    Before,
    /// It runs.
    Open,
    /// It runs although its planned end has passed.
    Late,
    /// It is over.
    Over,
}

impl PhaseStanding {
    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Open => "open",
            Self::Late => "late",
            Self::Over => "over",
        }
    }
}

/// Where a phase begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The instant: the first of the phase, or the first after it.
    pub at: DateTime<Utc>,
    /// Whether it is only planned.
    pub is_planned: bool,
}

impl Bound {
    const fn fixed(at: DateTime<Utc>) -> Self {
        Self { at, is_planned: false }
    }

    /// So many natural days later: planned where this is, or where nothing fixes the length.
    fn later(self, days: u32, is_planned: bool) -> Self {
        Self { at: end_after(self.at, days), is_planned: self.is_planned || is_planned }
    }
}

/// A phase with its time, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Which.
    pub kind: PhaseKind,
    /// Its first instant.
    pub begins: Bound,
    /// The first instant after it.
    pub ends: Bound,
}

impl Phase {
    /// Where it stands at `now`, by the server's clock alone.
    pub fn standing(&self, now: DateTime<Utc>) -> PhaseStanding {
        if self.begins.is_planned || now < self.begins.at {
            PhaseStanding::Before
        } else if now < self.ends.at {
            PhaseStanding::Open
        } else if self.ends.is_planned {
            PhaseStanding::Late
        } else {
            PhaseStanding::Over
        }
    }
}

/// When the released publicities of one kind are public: there may be several in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicTime {
    /// The first instant of the first.
    pub first_opens: DateTime<Utc>,
    /// The first instant of the last.
    pub last_opens: DateTime<Utc>,
    /// The first instant at which all are over.
    pub closes: DateTime<Utc>,
}

impl PublicTime {
    /// Of publicities from when until when; none where there are none.
    pub fn of(times: impl IntoIterator<Item = (DateTime<Utc>, DateTime<Utc>)>) -> Option<Self> {
        times
            .into_iter()
            .map(|(opens, closes)| Self { first_opens: opens, last_opens: opens, closes })
            .reduce(|all, one| Self {
                first_opens: all.first_opens.min(one.first_opens),
                last_opens: all.last_opens.max(one.last_opens),
                closes: all.closes.max(one.closes),
            })
    }
}

/// What the phases of a round follow from.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// The time of nominating, with what was put off for everybody.
    pub nominating: Window,
    /// Working days for a correction; 0 where there is none.
    pub correction_days: u32,
    /// Natural days for looking into an objection.
    pub investigation_days: u32,
    /// How long the other stages are planned to last.
    pub stages: &'a StageRule,
    /// The publicities of acceptance that were released.
    pub acceptance: Option<PublicTime>,
    /// The publicities of the first review that were released.
    pub first_review: Option<PublicTime>,
}

/// The end of a number of natural days from `from` on: a day that has begun already is not counted.
fn end_after(from: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let begins_a_day = end_of_day_after(from - Duration::microseconds(1), 0) == from;
    match days {
        0 => from,
        _ if begins_a_day => end_of_day_after(from, days - 1),
        _ => end_of_day_after(from, days),
    }
}

impl Course<'_> {
    /// The phases in their order.
    pub fn phases(&self) -> Vec<Phase> {
        let Window { opens_at, closes_at } = self.nominating;
        let (opens, closes) = (Bound::fixed(opens_at), Bound::fixed(closes_at));
        let public = self.acceptance_publicity(closes);
        let examined = self.examined(closes);
        let again = self.first_review_publicity(public.ends);
        let phase = |kind, begins, ends| Phase { kind, begins, ends };
        let mut phases = vec![
            phase(PhaseKind::Nominating, opens, closes),
            // What was submitted is examined as it comes.
            phase(PhaseKind::Examination, opens, examined),
        ];
        if self.correction_days > 0 {
            phases.push(phase(PhaseKind::Corrections, opens, examined));
        }
        phases.extend([
            public,
            self.objections(PhaseKind::Objections, public),
            phase(PhaseKind::Review, public.ends, again.begins),
            again,
            self.objections(PhaseKind::FirstReviewObjections, again),
        ]);
        phases
    }

    /// The last publicity of acceptance, where it was released: one that opens while nominations still come
    /// shows only what came early.
    fn last_acceptance(&self, closes: Bound) -> Option<PublicTime> {
        self.acceptance.filter(|one| one.last_opens >= closes.at)
    }

    fn acceptance_publicity(&self, closes: Bound) -> Phase {
        let planned = closes.later(self.stages.examination, true);
        let begins = self.acceptance.map_or(planned, |one| Bound::fixed(one.first_opens));
        let ends = self.last_acceptance(closes).map_or_else(
            || planned.later(self.stages.acceptance_publicity, true),
            |one| Bound::fixed(one.closes),
        );
        Phase { kind: PhaseKind::AcceptancePublicity, begins, ends }
    }

    /// The end of the examination: what is made public last was examined.
    fn examined(&self, closes: Bound) -> Bound {
        let planned = closes.later(self.stages.examination, true);
        self.last_acceptance(closes).map_or(planned, |last| Bound::fixed(last.last_opens))
    }

    fn first_review_publicity(&self, from: Bound) -> Phase {
        let planned = from.later(self.stages.review, true);
        let (begins, ends) = self.first_review.map_or_else(
            || (planned, planned.later(self.stages.first_review_publicity, true)),
            |one| (Bound::fixed(one.first_opens), Bound::fixed(one.closes)),
        );
        Phase { kind: PhaseKind::FirstReviewPublicity, begins, ends }
    }

    /// Objections come while something is public, and are looked into for a time after it.
    fn objections(&self, kind: PhaseKind, public: Phase) -> Phase {
        let ends = public.ends.later(self.investigation_days, false);
        Phase { kind, begins: public.begins, ends }
    }
}

#[cfg(test)]
#[path = "timetable_phases_tests.rs"]
mod tests;
