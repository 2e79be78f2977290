//! What is a total, what is wrong with a sheet, which is next, and may it be written now?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::ReviewAssignmentId,
    vocabulary::{AssignmentState, ReviewPhaseState},
};
use serde::Serialize;

use crate::{
    reviews::{
        BadField, CommentRule, CommentWord, CriterionKind, CriterionRule, SheetRule, model::Phase,
    },
    shared::Bilingual,
};

/// The most characters of a reason.
pub(super) const MOST_WORDS: usize = 2_000;

/// What a reviewer wrote into a sheet, by criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::reviews) struct Draft {
    /// Points.
    pub(in crate::reviews) points: BTreeMap<String, u32>,
    /// Chosen words.
    pub(in crate::reviews) choices: BTreeMap<String, String>,
    /// Reasons.
    pub(in crate::reviews) comments: BTreeMap<String, String>,
}

impl Draft {
    /// The same without blanks around its reasons, and without those that say nothing.
    pub(in crate::reviews) fn trimmed(mut self) -> Self {
        for text in self.comments.values_mut() {
            *text = text.trim().to_owned();
        }
        self.comments.retain(|_, text| !text.is_empty());
        self
    }
}

/// The total of a sheet in hundredths of a point: the sum of weight times points, as weights add up to 100. None until
/// each criterion with points has its own, or where one has more than it may.
pub(in crate::reviews) fn total(sheet: &SheetRule, points: &BTreeMap<String, u32>) -> Option<i32> {
    let mut sum = 0_u32;
    for one in sheet.criteria.iter().filter(|one| one.kind == CriterionKind::Points) {
        let given = *points.get(&one.code).filter(|given| **given <= one.most)?;
        sum = sum.checked_add(one.weight.checked_mul(given)?)?;
    }
    i32::try_from(sum).ok()
}

/// Something of a sheet that breaks a rule of its book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reviews) enum SheetFault {
    /// A criterion has no points.
    MissingPoints(String),
    /// A criterion has more points than it may.
    OverMost(String, u32),
    /// Points lie between two steps.
    OffStep(String, u32),
    /// Nothing is chosen.
    MissingChoice(String),
    /// What is chosen is no word of the list.
    UnknownChoice(String),
    /// A reason of so many characters is needed.
    CommentNeeded(String, u32),
    /// A reason is longer than it may be.
    LongComment(String),
    /// The sheet has no such criterion; in which part it was sent.
    Unknown(&'static str, String),
}

impl SheetFault {
    /// Whether a sheet is not even kept with it: no form sends such a thing.
    pub(in crate::reviews) const fn is_of_form(&self) -> bool {
        !matches!(self, Self::MissingPoints(_) | Self::MissingChoice(_) | Self::CommentNeeded(..))
    }

    /// Its place in a sheet, the rule's word, and what is allowed.
    pub(in crate::reviews) fn told(&self) -> BadField {
        let (part, criterion, code, zh, en) = match self {
            Self::MissingPoints(code) => {
                ("points", code, "missing", "请打分".to_owned(), "points are missing".to_owned())
            }
            Self::OverMost(code, most) => {
                ("points", code, "most", format!("最高 {most} 分"), format!("{most} at the most"))
            }
            Self::OffStep(code, step) => (
                "points",
                code,
                "step",
                format!("以 {step} 分为一档"),
                format!("in steps of {step}"),
            ),
            Self::MissingChoice(code) => {
                ("choices", code, "missing", "请选择".to_owned(), "choose one".to_owned())
            }
            Self::UnknownChoice(code) => (
                "choices",
                code,
                "unknown",
                "没有该选项".to_owned(),
                "there is no such option".to_owned(),
            ),
            Self::CommentNeeded(code, least) => (
                "comments",
                code,
                "reason",
                format!("请写明理由，不少于 {least} 个字"),
                format!("a reason of {least} characters at the least is needed"),
            ),
            Self::LongComment(code) => (
                "comments",
                code,
                "long",
                format!("至多 {MOST_WORDS} 个字"),
                format!("{MOST_WORDS} characters at the most"),
            ),
            Self::Unknown(part, code) => (
                *part,
                code,
                "unknown",
                "评审表没有该指标".to_owned(),
                "the sheet has no such criterion".to_owned(),
            ),
        };
        let escaped = criterion.replace('~', "~0").replace('/', "~1");
        BadField::new(format!("/{part}/{escaped}"), code, Bilingual::new(zh, en))
    }
}

/// Everything that is wrong with a sheet, criterion by criterion; nothing where it may be submitted.
pub(in crate::reviews) fn faults(sheet: &SheetRule, draft: &Draft) -> Vec<SheetFault> {
    let mut found: Vec<SheetFault> = Vec::new();
    for one in &sheet.criteria {
        match one.kind {
            CriterionKind::Points => found.extend(of_points(one, draft)),
            CriterionKind::Choice => found.extend(of_choice(one, draft)),
        }
        let words = draft.comments.get(&one.code).map_or(0, |text| text.trim().chars().count());
        if words > MOST_WORDS {
            found.push(SheetFault::LongComment(one.code.clone()));
        } else if words < least_words(one, draft) as usize {
            found.push(SheetFault::CommentNeeded(one.code.clone(), one.comment_least.max(1)));
        }
    }
    let is_of = |code: &str, kind: Option<CriterionKind>| {
        let mut criteria = sheet.criteria.iter().filter(|one| one.code == code);
        criteria.any(|one| kind.is_none_or(|kind| one.kind == kind))
    };
    let parts: [(&'static str, Vec<&String>, Option<CriterionKind>); 3] = [
        ("points", draft.points.keys().collect(), Some(CriterionKind::Points)),
        ("choices", draft.choices.keys().collect(), Some(CriterionKind::Choice)),
        ("comments", draft.comments.keys().collect(), None),
    ];
    for (part, codes, kind) in parts {
        let foreign = codes.into_iter().filter(|code| !is_of(code, kind));
        found.extend(foreign.map(|code| SheetFault::Unknown(part, code.clone())));
    }
    found
}

fn of_points(one: &CriterionRule, draft: &Draft) -> Option<SheetFault> {
    let code = || one.code.clone();
    match draft.points.get(&one.code) {
        None => Some(SheetFault::MissingPoints(code())),
        Some(given) if *given > one.most => Some(SheetFault::OverMost(code(), one.most)),
        Some(given) if !given.is_multiple_of(one.step) => {
            Some(SheetFault::OffStep(code(), one.step))
        }
        Some(_) => None,
    }
}

fn of_choice(one: &CriterionRule, draft: &Draft) -> Option<SheetFault> {
    match draft.choices.get(&one.code) {
        None => Some(SheetFault::MissingChoice(one.code.clone())),
        Some(chosen) if one.options.iter().all(|option| option.code != *chosen) => {
            Some(SheetFault::UnknownChoice(one.code.clone()))
        }
        Some(_) => None,
    }
}

/// The fewest characters of a reason for what stands there now; 0 where none is needed.
fn least_words(one: &CriterionRule, draft: &Draft) -> u32 {
    let is_asked = match one.kind {
        CriterionKind::Points => {
            let given = draft.points.get(&one.code).filter(|given| **given <= one.most);
            given.is_some_and(|given| one.comment.asks(*given))
        }
        CriterionKind::Choice => {
            let is_always = one.comment == CommentRule::Word(CommentWord::Always);
            is_always && draft.choices.contains_key(&one.code)
        }
    };
    if is_asked { one.comment_least.max(1) } else { 0 }
}

/// A row of a reviewer's queue, as the order of work asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QueueRow {
    /// The assignment.
    pub(super) id: ReviewAssignmentId,
    /// Whether its sheet is submitted.
    pub(super) is_submitted: bool,
    /// Whether the reviewer put it off.
    pub(super) is_skipped: bool,
}

/// The next one to judge behind `after`: in the order of the rows and round again, those that were put off last. None
/// where nothing else is left.
pub(super) fn next(
    rows: &[QueueRow],
    after: Option<ReviewAssignmentId>,
) -> Option<ReviewAssignmentId> {
    let place = after.and_then(|after| rows.iter().position(|row| row.id == after));
    let (before, behind) = rows.split_at_checked(place.map_or(0, |place| place + 1))?;
    let open =
        || behind.iter().chain(before).filter(|row| !row.is_submitted && Some(row.id) != after);
    let first = open().find(|row| !row.is_skipped).or_else(|| open().next());
    first.map(|row| row.id)
}

/// What an assignment is, as far as writing its sheet asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each thing that may be wanting")]
pub(super) struct AssignmentFacts {
    /// Where it stands.
    pub(super) state: AssignmentState,
    /// Whether it is frozen.
    pub(super) is_frozen: bool,
    /// Whether the reviewer signed the text in force.
    pub(super) is_signed: bool,
    /// Whether he said that he has no interest.
    pub(super) is_clear: bool,
    /// Whether the nomination is in its remote review.
    pub(super) is_under_review: bool,
}

/// Why a sheet is not to be written now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// The assignment was not accepted, or ended.
    NotAccepted,
    /// The commitment in force is not signed.
    Unsigned,
    /// It is frozen.
    Frozen,
    /// The phase has not begun, or there is none.
    NotYet,
    /// The phase is over.
    Over,
    /// The nomination is not in its remote review.
    Left,
}

impl Closed {
    /// The sentence by which it is told.
    pub(super) fn words(self) -> Bilingual {
        let (zh, en) = match self {
            Self::NotAccepted => {
                ("评审任务未接受或者已结束", "the review is not accepted, or over")
            }
            Self::Unsigned => {
                ("请先签署现行的保密承诺书", "please sign the commitment in force first")
            }
            Self::Frozen => ("评审任务已冻结", "the review is frozen"),
            Self::NotYet => ("网络评审尚未开始", "the remote review has not begun"),
            Self::Over => ("网络评审已截止", "the remote review is over"),
            Self::Left => ("该提名不在网络评审中", "the nomination is not in its remote review"),
        };
        Bilingual::new(zh, en)
    }
}

/// Whether the sheet of an assignment may be written at `now`.
pub(super) fn may_write(
    phase: Option<&Phase>,
    facts: AssignmentFacts,
    now: DateTime<Utc>,
) -> Result<(), Closed> {
    if facts.state != AssignmentState::Accepted || !facts.is_clear {
        return Err(Closed::NotAccepted);
    }
    if facts.is_frozen {
        return Err(Closed::Frozen);
    }
    if !facts.is_signed {
        return Err(Closed::Unsigned);
    }
    // A draft is nothing that a reviewer knows of.
    let phase = phase.filter(|phase| phase.state != ReviewPhaseState::Draft);
    let phase = phase.ok_or(Closed::NotYet)?;
    if phase.state == ReviewPhaseState::Closed || phase.closes_at <= now {
        return Err(Closed::Over);
    }
    if now < phase.opens_at {
        return Err(Closed::NotYet);
    }
    if facts.is_under_review { Ok(()) } else { Err(Closed::Left) }
}

#[cfg(test)]
#[path = "law_tests.rs"]
mod tests;
