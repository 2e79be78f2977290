//! Which way does a nomination go, from the first draft to the award? One table, for every award.

use std::sync::LazyLock;

use entity::vocabulary::{NominationState as State, Route};

use super::states_review::{CORRECTED, OF_REVIEW};

use State::{
    Abandoned, AcceptancePublicity, Accepted, Awarded, CommitteePassed, CommitteeReview,
    CorrectionRequired, CouncilApproved, CouncilDecision, Deferred, Draft, FirstReviewPassed,
    FirstReviewPublicity, FormCheck, InternalPublicity, InternalReview, NetworkReview,
    NetworkReviewDone, ObjectionClear, ObjectionInvestigating, ObjectionOpen, ObjectionResolved,
    PanelReview, Recommended, Rejected, Removed, ReturnAsked, Revoked, Submitted, Terminated,
    UpheldTerminated, Withdrawn,
};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $zh:literal, $en:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $en] $variant,)+ }

        impl $name {
            /// The word as sent.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            /// What it is called, in Chinese.
            pub const fn zh(self) -> &'static str { match self { $(Self::$variant => $zh),+ } }
            /// What it is called, in English.
            pub const fn en(self) -> &'static str { match self { $(Self::$variant => $en),+ } }
        }
    )+};
}

words! {
    /// Who takes a step.
    Who {
        Clerk = "clerk", "学会填报员", "society clerk";
        Approver = "approver", "学会审核人", "society approver";
        Society = "society", "学会", "society";
        Cast = "cast", "中国科协", "CAST";
        Office = "office", "奖励办公室", "award office";
        Panel = "panel", "评审组", "review panel";
        Committee = "committee", "评审委员会", "award committee";
        Council = "council", "奖励委员会", "award council";
        Ministry = "ministry", "科技部", "ministry";
        Central = "central", "党中央、国务院", "central authorities";
    }
    /// What must hold before a step is taken.
    Guard {
        BeforeClose = "before_close", "提名截止前", "before nominating ends";
        WindowOpen = "window_open", "在提名期内", "while nominating is open";
        Reason = "reason", "写明理由", "a reason is given";
        SecondPerson = "second_person", "审核人不是提请人", "not the person who asked";
        OwnRoute = "own_route", "学会本届直接提名", "the society nominates by itself in the round";
        CastRoute = "cast_route", "学会本届经中国科协推荐", "the society recommends through CAST in the round";
        SecondOfCast = "second_of_cast", "复核人不是拟退回的人", "not the person who asked to return it";
        PublicityOver = "publicity_over", "公示期满", "the publicity is over";
        ObjectionsSettled = "objections_settled", "异议已处理且不影响提名", "objections settled, without effect on it";
        ContentUnchanged = "content_unchanged", "内容与公示时一致", "it says what was made public";
        ResolutionCarried = "resolution_carried", "理事会决议通过", "the council's resolution is carried";
        QuotaPlace = "quota_place", "限额有余", "a place of the quota is free";
        Complete = "complete", "材料齐全、签章完备", "complete, signed and sealed";
        Exclusions = "exclusions", "请求回避不超过 3 人且有理由", "at most 3 exclusions, with reasons";
        Unclassified = "unclassified", "不涉密", "nothing classified";
        CorrectionAllowed = "correction_allowed", "当届设有补正期", "the round knows corrections";
        CorrectionInTime = "correction_in_time", "在补正期内", "within the time for corrections";
        CorrectionLate = "correction_late", "逾期未补正", "the time for corrections is over";
        ObjectionInTime = "objection_in_time", "在公示期内提出", "raised while it is public";
        ObjectionProved = "objection_proved", "附有证明材料", "with evidence";
        ObjectionRefused = "objection_refused", "异议不予受理", "the objection is not taken";
        NoObjection = "no_objection", "公示期内无异议", "no objection was raised";
        BothInTime = "both_in_time", "双方按期提交材料", "both sides answered in time";
        Postponed = "postponed", "经同意延期", "more time was granted";
        NominatorLate = "nominator_late", "提名者逾期且未申请延期", "the nominator let the time pass";
        ObjectionUpheld = "objection_upheld", "异议成立", "the objection is upheld";
        NextRound = "next_round", "次届同一环节、材料齐全", "the same point of the next round, material complete";
        AfterAcceptance = "after_acceptance", "受理公示之后", "after the publicity of acceptance";
        AfterFirstReview = "after_first_review", "初评公示之后", "after the publicity of the first review";
        RemoteReview = "remote_review", "当届采用网络评审", "the round has a remote review";
        Quorum = "quorum", "到会不少于三分之二", "two thirds are present";
        Threshold = "threshold", "得票达到规定比例", "enough votes";
        WithdrawalAllowed = "withdrawal_allowed", "当届允许撤回", "the round allows withdrawing";
        Barred = "barred", "发现不得提名的情形", "found to be barred";
        Integrity = "integrity", "无影响期内的失信记录", "no bar in its term";
        NotObjected = "not_objected", "无未决异议", "no objection stands open";
        ReleasedByTwo = "released_by_two", "两人发布", "released by two";
        SecondOfOffice = "second_of_office", "由第二人复核", "a second person of the office agrees";
        Reversal = "reversal", "更正决定并写明依据", "a decision is corrected";
    }
    /// Which awards a step is for.
    Awards {
        Every = "every", "各奖种", "every award";
        Three = "three", "自然、发明、进步奖", "NAT, INV, PRO";
        TopAndThree = "top_and_three", "最高奖和三大奖", "TOP, NAT, INV, PRO";
        TopAndInt = "top_and_int", "最高奖、国际合作奖", "TOP, INT";
        Int = "int", "国际合作奖", "INT";
    }
}

impl Awards {
    /// Whether a step for these is one for nominations of a category.
    pub fn includes(self, category: &str) -> bool {
        match self {
            Self::Every => true,
            Self::Three => matches!(category, "NAT" | "INV" | "PRO"),
            Self::TopAndThree => matches!(category, "TOP" | "NAT" | "INV" | "PRO"),
            Self::TopAndInt => matches!(category, "TOP" | "INT"),
            Self::Int => category == "INT",
        }
    }
}

/// A step that a nomination may take. X25: 国家科学技术奖励条例实施细则 (2025).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Where it stands.
    pub from: State,
    /// Where it goes.
    pub to: State,
    /// Who takes the step.
    pub who: Who,
    /// For which awards.
    pub awards: Awards,
    /// What must hold, in the order in which it is looked at.
    pub guards: &'static [Guard],
    /// The clause behind it.
    pub clause: &'static str,
}

impl Transition {
    /// Whether it is one for societies that nominate by `route`.
    pub fn is_for(&self, route: Route) -> bool {
        let others = match route {
            Route::Direct => Guard::CastRoute,
            Route::ViaCast => Guard::OwnRoute,
        };
        !self.guards.contains(&others)
    }
}

/// A row of the table.
pub(super) const fn step(
    (from, to): (State, State),
    who: Who,
    awards: Awards,
    guards: &'static [Guard],
    clause: &'static str,
) -> Transition {
    Transition { from, to, who, awards, guards, clause }
}

/// The society's own steps.
const OF_SOCIETY: &[Transition] = {
    use Awards::{Every, Int, TopAndThree};
    use Guard::{
        BeforeClose, Complete, ContentUnchanged, Exclusions, ObjectionsSettled, OwnRoute,
        PublicityOver, QuotaPlace, Reason, ResolutionCarried, SecondPerson, Unclassified,
        WindowOpen, WithdrawalAllowed,
    };
    use Who::{Approver, Clerk, Society};
    &[
        step((Draft, InternalReview), Clerk, Every, &[BeforeClose], "X25 art 51"),
        step((InternalReview, Draft), Society, Every, &[Reason], "X25 art 51"),
        step(
            (InternalReview, InternalPublicity),
            Approver,
            TopAndThree,
            &[BeforeClose, SecondPerson],
            "X25 art 54",
        ),
        step(
            (InternalReview, CouncilApproved),
            Approver,
            Int,
            &[BeforeClose, SecondPerson, ResolutionCarried],
            "X25 arts 51, 54",
        ),
        step((InternalPublicity, Draft), Society, Every, &[Reason], "X25 art 54"),
        step(
            (InternalPublicity, CouncilApproved),
            Society,
            TopAndThree,
            &[BeforeClose, PublicityOver, ObjectionsSettled, ContentUnchanged, ResolutionCarried],
            "X25 art 54",
        ),
        step((CouncilApproved, Draft), Society, Every, &[Reason], "X25 art 52"),
        step(
            (CouncilApproved, Submitted),
            Approver,
            Every,
            &[
                OwnRoute,
                WindowOpen,
                ContentUnchanged,
                QuotaPlace,
                Complete,
                Exclusions,
                Unclassified,
            ],
            "X25 arts 50, 53, 55",
        ),
        // To be written on and submitted again: our design, until nominating ends.
        step(
            (Submitted, Draft),
            Approver,
            Every,
            &[BeforeClose, WithdrawalAllowed, Reason],
            "X25 art 52",
        ),
    ]
};

/// By way of CAST, which nominates by its own right and within its own quota what societies recommend to it.
const OF_CAST: &[Transition] = {
    use Awards::Every;
    use Guard::{
        CastRoute, Complete, ContentUnchanged, Exclusions, QuotaPlace, Reason, SecondOfCast,
        Unclassified, WindowOpen,
    };
    use Who::{Approver, Cast};
    &[
        step(
            (CouncilApproved, Recommended),
            Approver,
            Every,
            &[CastRoute, WindowOpen, ContentUnchanged, Complete, Exclusions, Unclassified],
            "P16",
        ),
        step(
            (Recommended, Submitted),
            Cast,
            Every,
            &[WindowOpen, ContentUnchanged, QuotaPlace, Complete, Exclusions, Unclassified],
            "P16, X25 art 50",
        ),
        // That a second person confirms what is not taken is our design.
        step((Recommended, ReturnAsked), Cast, Every, &[Reason], "P16"),
        step((ReturnAsked, Recommended), Cast, Every, &[Reason], "P16"),
        step((ReturnAsked, CouncilApproved), Cast, Every, &[SecondOfCast], "P16"),
        // Nothing is nominated before CAST has answered; what its society takes back until then, it may recommend
        // again: our design.
        step((Recommended, Draft), Approver, Every, &[Reason], "P16"),
        step((ReturnAsked, Draft), Approver, Every, &[Reason], "P16"),
    ]
};

/// Formal examination, acceptance, objections.
const OF_OFFICE: &[Transition] = {
    use Awards::{Every, Three, TopAndInt};
    use Guard::{
        AfterAcceptance, AfterFirstReview, BothInTime, CorrectionAllowed, CorrectionInTime,
        CorrectionLate, Integrity, NextRound, NoObjection, NominatorLate, NotObjected,
        ObjectionInTime, ObjectionProved, ObjectionRefused, ObjectionUpheld, Postponed,
        PublicityOver, RemoteReview,
    };
    use Who::{Office, Society};
    &[
        step((Submitted, FormCheck), Office, Every, &[], "X25 art 63"),
        step((FormCheck, Accepted), Office, Every, &[], "X25 art 64"),
        step((FormCheck, Rejected), Office, Every, &[], "X25 art 64"),
        step((FormCheck, CorrectionRequired), Office, Every, &[CorrectionAllowed], "P57"),
        step((CorrectionRequired, FormCheck), Society, Every, &[CorrectionInTime], "P57"),
        step((CorrectionRequired, Rejected), Office, Every, &[CorrectionLate], "P57"),
        step((Accepted, AcceptancePublicity), Office, Three, &[], "X25 art 65"),
        step(
            (Accepted, NetworkReview),
            Office,
            TopAndInt,
            &[RemoteReview, Integrity, NotObjected],
            "X25 arts 65, 76, 92",
        ),
        step(
            (Accepted, PanelReview),
            Office,
            TopAndInt,
            &[Integrity, NotObjected],
            "X25 arts 65, 77, 92",
        ),
        step(
            (AcceptancePublicity, ObjectionOpen),
            Office,
            Three,
            &[ObjectionInTime, ObjectionProved],
            "X25 art 67",
        ),
        step(
            (AcceptancePublicity, ObjectionClear),
            Office,
            Three,
            &[PublicityOver, NoObjection],
            "X25 art 67",
        ),
        // What was handed in within the publicity counts from then, though it was kept after the publicity had ended.
        step(
            (ObjectionClear, ObjectionOpen),
            Office,
            Three,
            &[ObjectionInTime, ObjectionProved],
            "X25 art 67",
        ),
        step(
            (ObjectionResolved, ObjectionOpen),
            Office,
            Three,
            &[ObjectionInTime, ObjectionProved],
            "X25 art 67",
        ),
        step((ObjectionOpen, ObjectionInvestigating), Office, Three, &[], "X25 arts 70, 72"),
        step((ObjectionOpen, ObjectionClear), Office, Three, &[ObjectionRefused], "X25 art 70"),
        step(
            (ObjectionInvestigating, ObjectionResolved),
            Office,
            Three,
            &[BothInTime],
            "X25 arts 73, 74",
        ),
        step((ObjectionInvestigating, Deferred), Office, Three, &[Postponed], "X25 art 74"),
        step((ObjectionInvestigating, Abandoned), Office, Three, &[NominatorLate], "X25 art 74"),
        step(
            (ObjectionInvestigating, UpheldTerminated),
            Office,
            Three,
            &[ObjectionUpheld],
            "X25 arts 74, 75",
        ),
        step((Deferred, ObjectionResolved), Office, Three, &[NextRound], "X25 art 74"),
        step(
            (ObjectionClear, NetworkReview),
            Office,
            Three,
            &[AfterAcceptance, RemoteReview, Integrity, NotObjected],
            "X25 arts 76, 92",
        ),
        step(
            (ObjectionClear, PanelReview),
            Office,
            Three,
            &[AfterAcceptance, Integrity, NotObjected],
            "X25 arts 77, 92",
        ),
        step(
            (ObjectionClear, CommitteeReview),
            Office,
            Three,
            &[AfterFirstReview, Integrity, NotObjected],
            "X25 arts 80, 92",
        ),
        step(
            (ObjectionResolved, NetworkReview),
            Office,
            Three,
            &[AfterAcceptance, RemoteReview, Integrity, NotObjected],
            "X25 arts 76, 92",
        ),
        step(
            (ObjectionResolved, PanelReview),
            Office,
            Three,
            &[AfterAcceptance, Integrity, NotObjected],
            "X25 arts 77, 92",
        ),
        step(
            (ObjectionResolved, CommitteeReview),
            Office,
            Three,
            &[AfterFirstReview, Integrity, NotObjected],
            "X25 arts 80, 92",
        ),
    ]
};

/// The states between submission and the council's decision, from which a nomination may fall out: by
/// the nominator's wish from the first on, by what is found from acceptance on.
const UNDER_WAY: &[State] = &[
    Submitted,
    FormCheck,
    CorrectionRequired,
    Accepted,
    AcceptancePublicity,
    ObjectionOpen,
    ObjectionClear,
    ObjectionInvestigating,
    ObjectionResolved,
    Deferred,
    NetworkReview,
    NetworkReviewDone,
    PanelReview,
    FirstReviewPassed,
    FirstReviewPublicity,
    CommitteeReview,
    CommitteePassed,
];

/// How many of [`UNDER_WAY`] lie before acceptance.
const BEFORE_ACCEPTANCE: usize = 3;

static TABLE: LazyLock<Vec<Transition>> = LazyLock::new(|| {
    use Awards::{Every, Three};
    use Guard::{Reason, WithdrawalAllowed};
    let mut table = [OF_SOCIETY, OF_CAST, OF_OFFICE, OF_REVIEW, CORRECTED].concat();
    for (place, &from) in UNDER_WAY.iter().enumerate() {
        let is_of_three = OF_OFFICE
            .iter()
            .chain(OF_REVIEW)
            .filter(|one| one.to == from)
            .all(|one| one.awards == Three);
        let awards = if is_of_three && from != Submitted { Three } else { Every };
        let wish = &[WithdrawalAllowed, Reason];
        table.push(step((from, Withdrawn), Who::Approver, awards, wish, "X25 art 52"));
        if place >= BEFORE_ACCEPTANCE {
            table.extend(falls(from, awards));
        }
    }
    // What is found before the council has resolved; withdrawn is nothing any more.
    table.extend(falls(CouncilDecision, Every));
    table
});

/// The two ways by which a nomination falls out of review for what is found of it.
const fn falls(from: State, awards: Awards) -> [Transition; 2] {
    use Guard::{Barred, Reason, SecondOfOffice};
    const FOUND: &[Guard] = &[Barred, SecondOfOffice, Reason];
    const ENDED: &[Guard] = &[SecondOfOffice, Reason];
    [
        step((from, Removed), Who::Office, awards, FOUND, "X25 art 66"),
        step((from, Terminated), Who::Office, awards, ENDED, "X25 arts 74, 92"),
    ]
}

/// Every step, in the order of the way.
pub fn table() -> &'static [Transition] {
    &TABLE
}

/// The steps of nominations of a category: publicities and objections are left out where the award
/// knows none.
pub fn workflow(category: &str) -> impl Iterator<Item = &'static Transition> {
    table().iter().filter(move |one| one.awards.includes(category))
}

/// The step from one state to another in a category's workflow; none where the table has none.
pub fn find(category: &str, from: State, to: State) -> Option<&'static Transition> {
    workflow(category).find(|one| one.from == from && one.to == to)
}

/// Whether a dossier of a category that stands here waits for the council's word.
pub fn is_resolved_on(category: &str, state: State) -> bool {
    let step = find(category, state, CouncilApproved);
    step.is_some_and(|one| one.guards.contains(&Guard::ResolutionCarried))
}

/// The state to which a society that nominates by `route` takes a dossier next; none where the next step is
/// somebody else's.
pub fn next(category: &str, state: State, route: Route) -> Option<State> {
    let on = |one: &&Transition| one.from == state && !matches!(one.to, Draft | Withdrawn);
    let next = workflow(category).filter(|one| one.is_for(route)).find(on)?;
    matches!(next.who, Who::Clerk | Who::Approver | Who::Society).then_some(next.to)
}

/// Whether a nomination in this state is at its end: nothing but a revocation follows, or the correction of what was
/// decided.
pub fn is_terminal(state: State) -> bool {
    let onward = |one: &&Transition| one.from == state && !one.guards.contains(&Guard::Reversal);
    table().iter().filter(onward).all(|one| one.to == Revoked)
}

/// Which publicity lies behind a nomination that reached these states, in their order: what the steps of
/// `objection_clear` and `objection_resolved` ask for. None before the first.
pub fn behind(reached: &[State]) -> Option<Guard> {
    reached.iter().rev().find_map(|state| match state {
        AcceptancePublicity => Some(Guard::AfterAcceptance),
        FirstReviewPublicity => Some(Guard::AfterFirstReview),
        _ => None,
    })
}

/// Whether a nomination in this state is at its end and no award was ever given to it: one that was revoked had
/// been given.
pub fn is_without_award(state: State) -> bool {
    is_terminal(state) && !matches!(state, Awarded | Revoked)
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;
