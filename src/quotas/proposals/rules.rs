//! What may be done with a proposal, when, and by whom?

use chrono::{DateTime, Utc};
use entity::vocabulary::{AppealState, ProposalState};

/// Where a proposal stands for its readers: the stored state, and what follows from the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Decisions may be changed.
    Draft,
    /// An officer stands by it; a second person is needed.
    Confirmed,
    /// Published; societies may appeal.
    Appeals,
    /// The window is closed; appeals wait for their decision.
    Deciding,
    /// Nothing can change it any more.
    Final,
}

impl Standing {
    /// Every standing in order.
    pub const ALL: &'static [Self] =
        &[Self::Draft, Self::Confirmed, Self::Appeals, Self::Deciding, Self::Final];

    /// The word that is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Confirmed => "confirmed",
            Self::Appeals => "appeals",
            Self::Deciding => "deciding",
            Self::Final => "final",
        }
    }

    /// Where a proposal stands at `now` with so many appeals open.
    pub fn of(
        state: ProposalState,
        appeals_until: Option<DateTime<Utc>>,
        open_appeals: usize,
        now: DateTime<Utc>,
    ) -> Self {
        match state {
            ProposalState::Draft => Self::Draft,
            ProposalState::Confirmed => Self::Confirmed,
            ProposalState::Published if appeals_until.is_some_and(|until| now < until) => {
                Self::Appeals
            }
            ProposalState::Published if open_appeals > 0 => Self::Deciding,
            ProposalState::Published => Self::Final,
        }
    }
}

/// Something that is done with a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Decide other places for a society than were proposed.
    Override,
    /// Stand by the whole.
    Confirm,
    /// Send it back to be changed.
    Return,
    /// Make it known and count by it.
    Publish,
    /// A society appeals.
    Appeal,
    /// An appeal is decided.
    DecideAppeal,
}

impl Deed {
    /// Every deed in order.
    pub const ALL: &'static [Self] = &[
        Self::Override,
        Self::Confirm,
        Self::Return,
        Self::Publish,
        Self::Appeal,
        Self::DecideAppeal,
    ];

    /// The word that is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Confirm => "confirm",
            Self::Return => "return",
            Self::Publish => "publish",
            Self::Appeal => "appeal",
            Self::DecideAppeal => "decide_appeal",
        }
    }

    /// Where a proposal must stand for it. The one table of transitions.
    pub const fn wants(self) -> &'static [Standing] {
        match self {
            Self::Override | Self::Confirm => &[Standing::Draft],
            Self::Return | Self::Publish => &[Standing::Confirmed],
            Self::Appeal => &[Standing::Appeals],
            Self::DecideAppeal => &[Standing::Appeals, Standing::Deciding],
        }
    }
}

/// Who did what with a proposal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hands<'a> {
    /// Who confirmed.
    pub confirmed: Option<&'a str>,
    /// Who published.
    pub published: Option<&'a str>,
    /// Who decided other places for the society than were proposed.
    pub overrode: Option<&'a str>,
}

/// Why something may not be done with a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalRule {
    /// It stands elsewhere.
    Standing(Standing),
    /// A second person is needed.
    SamePerson,
    /// Who confirmed, published or changed the decision does not judge an appeal against it.
    Involved,
    /// The year is not after the newest round whose awards are known.
    YearPast {
        /// That round.
        newest: i32,
    },
    /// Places of a round whose awards are not known differ from those that the history ends with.
    Pending {
        /// That round.
        round: i32,
    },
    /// The year has another proposal that was confirmed, or a ledger.
    YearTaken,
    /// More places are decided than there are.
    OverTotal {
        /// Places in all.
        total: i32,
        /// Places decided.
        decided: i32,
        /// The decisions that give more than was proposed: code, name and how many more.
        above: Vec<(String, String, i32)>,
    },
    /// The window is closed.
    TooLate {
        /// When it closed.
        until: DateTime<Utc>,
    },
    /// The society has appealed.
    AppealedBefore,
    /// The appeal is decided.
    AppealDecided,
    /// An appeal asks for, and grants, more places than the decision.
    NotMore {
        /// Places decided.
        decided: i32,
    },
    /// No more is granted than was asked for.
    MoreThanWanted {
        /// Places asked for.
        wanted: i32,
    },
    /// Fewer places are kept back than the appeal needs.
    ReserveShort {
        /// Places kept back.
        held: i32,
        /// The most that may be decided.
        most: i32,
    },
    /// The ledger keeps enough back, of places that societies gave back or CAST added; but with more than this the
    /// decisions would come to more than the total that was published.
    TotalShort {
        /// Places of the total that no decision gives.
        held: i32,
        /// The most that may be decided.
        most: i32,
    },
}

/// Lets `deed` pass where the proposal stands.
pub(in crate::quotas) fn allows(deed: Deed, standing: Standing) -> Result<(), ProposalRule> {
    if deed.wants().contains(&standing) { Ok(()) } else { Err(ProposalRule::Standing(standing)) }
}

/// Whether `by` may be the second person.
pub(in crate::quotas) fn may_publish(hands: Hands<'_>, by: &str) -> Result<(), ProposalRule> {
    if hands.confirmed == Some(by) { Err(ProposalRule::SamePerson) } else { Ok(()) }
}

/// Whether `by` may judge an appeal.
pub(in crate::quotas) fn may_judge(hands: Hands<'_>, by: &str) -> Result<(), ProposalRule> {
    let involved = [hands.confirmed, hands.published, hands.overrode];
    if involved.contains(&Some(by)) { Err(ProposalRule::Involved) } else { Ok(()) }
}

/// A decision as the balance looks at it.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// Code.
    pub society: String,
    /// Name.
    pub name: String,
    /// Places proposed.
    pub proposed: i32,
    /// Places decided.
    pub decided: i32,
}

/// The places kept back once everything is decided: with those of the societies exactly the total.
pub(in crate::quotas) fn held(total: i32, decisions: &[Weighed]) -> Result<i32, ProposalRule> {
    let decided: i32 = decisions.iter().map(|one| one.decided).sum();
    if decided <= total {
        return Ok(total - decided);
    }
    let above = decisions
        .iter()
        .filter(|one| one.decided > one.proposed)
        .map(|one| (one.society.clone(), one.name.clone(), one.decided - one.proposed))
        .collect();
    Err(ProposalRule::OverTotal { total, decided, above })
}

/// Whether an appeal may be filed: in the window, half-open, to the second.
pub(in crate::quotas) fn may_appeal(
    standing: Standing,
    until: Option<DateTime<Utc>>,
    (decided, wanted): (i32, i32),
) -> Result<(), ProposalRule> {
    if let (Standing::Deciding | Standing::Final, Some(until)) = (standing, until) {
        return Err(ProposalRule::TooLate { until });
    }
    allows(Deed::Appeal, standing)?;
    if wanted <= decided { Err(ProposalRule::NotMore { decided }) } else { Ok(()) }
}

/// Places that are left for appeals.
#[derive(Clone, Copy, Debug)]
pub(in crate::quotas) struct Left {
    /// Those that the round keeps back now.
    pub(in crate::quotas) in_ledger: i32,
    /// Those of the proposal's total that no decision gives.
    pub(in crate::quotas) in_total: i32,
}

impl Left {
    /// `more` places on top of those decided, where so many are left in the ledger and of the total.
    fn spares(self, decided: i32, more: i32) -> Result<i32, ProposalRule> {
        let held = self.in_ledger.min(self.in_total);
        let most = decided + held;
        if more <= held {
            Ok(more)
        } else if self.in_total < self.in_ledger {
            Err(ProposalRule::TotalShort { held, most })
        } else {
            Err(ProposalRule::ReserveShort { held, most })
        }
    }
}

/// The places that an appeal adds to a decision.
pub(in crate::quotas) fn granted(
    state: AppealState,
    (decided, wanted): (i32, i32),
    places: Option<i32>,
    left: Left,
) -> Result<i32, ProposalRule> {
    match (state, places) {
        (AppealState::Upheld, Some(places)) if places <= decided => {
            Err(ProposalRule::NotMore { decided })
        }
        (AppealState::Upheld, Some(places)) if places > wanted => {
            Err(ProposalRule::MoreThanWanted { wanted })
        }
        (AppealState::Upheld, Some(places)) => left.spares(decided, places - decided),
        (AppealState::Upheld, None) => Err(ProposalRule::NotMore { decided }),
        (AppealState::Open | AppealState::Rejected, _) => Ok(0),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
