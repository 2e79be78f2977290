//! What may be shown of a ballot?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    slips::{ReadSlip, Reading, reading},
    store::BallotRow,
};
use crate::meetings::model::Share;

/// A ballot, as its reader may see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Ballot)]
pub(super) struct BallotView {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// Key of the meeting.
    #[schema(value_type = String)]
    pub(super) meeting_id: Uuid,
    /// At which point of the way: `first_review`, `committee` or `council`.
    pub(super) stage: String,
    /// What it is called.
    pub(super) title: String,
    /// Code of the category.
    pub(super) category: String,
    /// `special`, `first` or `second`; none where the award has no grades.
    pub(super) grade: Option<String>,
    /// Whether it raises what was nominated for a lower grade.
    pub(super) is_raise: bool,
    /// `named` or `secret`.
    pub(super) variant: String,
    /// Which turn it is, from 1.
    pub(super) turn: i32,
    /// Key of the ballot whose tie it decides.
    #[schema(value_type = Option<String>)]
    pub(super) of_ballot: Option<Uuid>,
    /// Most lines that a paper may mark.
    pub(super) cap: i32,
    /// Most lines that may pass.
    pub(super) places: i32,
    /// What a line needs of those present.
    pub(super) threshold: Share,
    /// How many of those expected are to be present.
    pub(super) quorum: Share,
    /// `draft`, `open`, `closed` or `void`.
    pub(super) state: String,
    /// When it was opened.
    pub(super) opened_at: Option<DateTime<Utc>>,
    /// When it was closed and counted.
    pub(super) closed_at: Option<DateTime<Utc>>,
    /// What is voted on, by number.
    pub(super) lines: Vec<LineView>,
    /// How many have cast their papers; for the office and the chair.
    pub(super) progress: Option<ProgressView>,
    /// What was counted; for the office and the chair, once it is closed.
    pub(super) tally: Option<TallyView>,
    /// The reader's own vote, where he has a seat.
    pub(super) own: Option<OwnVoteView>,
    /// Who is on the roll, and who has cast; for the office.
    pub(super) voters: Vec<VoterView>,
    /// The slips of paper that were read; for who reads them, while it is open.
    pub(super) slips: Vec<SlipView>,
    /// What the reader may do now.
    pub(super) may: BallotMay,
    /// Version, for `If-Match`.
    pub(super) version: i64,
}

/// A line of a ballot.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotLine)]
pub(super) struct LineView {
    /// Its number, from 1.
    pub(super) number: i32,
    /// Key of the item.
    #[schema(value_type = String)]
    pub(super) item_id: Uuid,
    /// Place of the item on the agenda; 0 where it is no longer there.
    pub(super) position: u32,
    /// The nomination's number; for the office.
    pub(super) nomination: Option<String>,
    /// The nomination's title; none where it is hidden from the reader, or the reader keeps out of it.
    pub(super) title: Option<String>,
    /// Whether the reader keeps out of it.
    pub(super) is_recused: bool,
}

/// How many papers were cast.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = BallotProgress)]
pub(super) struct ProgressView {
    /// Members who have cast.
    pub(super) cast: u32,
    /// Members who are present.
    pub(super) of: u32,
    /// Members who are expected.
    pub(super) expected: u32,
}

/// What was counted.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotTally)]
pub(super) struct TallyView {
    /// By line.
    pub(super) rows: Vec<TallyRowView>,
    /// Places that are left for the lines that are tied.
    pub(super) left: u32,
    /// Papers.
    pub(super) papers: u32,
    /// Papers that do not count, by why: `over_cap`, `marks_recused`, `unreadable`.
    pub(super) invalid: BTreeMap<String, u32>,
    /// SHA-256 of the tally; empty for who keeps out of a line of it.
    pub(super) digest: String,
}

/// What was counted of a line.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotTallyRow)]
pub(super) struct TallyRowView {
    /// Its number.
    pub(super) line: u32,
    /// Votes.
    pub(super) votes: u32,
    /// Those of whom they are a share.
    pub(super) of: u32,
    /// Whether enough were present for it.
    pub(super) is_quorate: bool,
    /// Whether the votes were enough.
    pub(super) reaches: bool,
    /// `passed`, `tied` (equal with others at the last place) or `failed`.
    pub(super) outcome: String,
}

/// The reader's own vote.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnVote)]
pub(super) struct OwnVoteView {
    /// Whether he is on the roll as present.
    pub(super) is_present: bool,
    /// Whether he has cast his paper.
    pub(super) has_cast: bool,
    /// When; none where the ballot is secret.
    pub(super) cast_at: Option<DateTime<Utc>>,
    /// SHA-256 of his paper, which the audit chain holds; none where the ballot is secret.
    pub(super) digest: Option<String>,
}

/// A member on the roll.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotVoter)]
pub(super) struct VoterView {
    /// Key of the seat.
    #[schema(value_type = String)]
    pub(super) seat_id: Uuid,
    /// Number of the seat.
    pub(super) number: u32,
    /// Name.
    pub(super) name: String,
    /// Whether he is present.
    pub(super) is_present: bool,
    /// The numbers of the lines of which he keeps out.
    pub(super) recused: Vec<u32>,
    /// Whether he has cast his paper.
    pub(super) has_cast: bool,
}

/// A slip of paper; never what stands on it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotSlip)]
pub(super) struct SlipView {
    /// The number on it.
    pub(super) slip: String,
    /// `waiting`, `differs` or `settled`.
    pub(super) state: String,
    /// Whether the reader has read it.
    pub(super) is_read_by_you: bool,
}

/// What the reader may do with a ballot now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub(super) struct BallotMay {
    /// Change it.
    pub(super) edit: bool,
    /// Discard it.
    pub(super) discard: bool,
    /// Open it.
    pub(super) open: bool,
    /// Close and count it.
    pub(super) close: bool,
    /// Cast a paper.
    pub(super) cast: bool,
    /// Read slips of paper.
    pub(super) enter: bool,
    /// Vote on its tie again.
    pub(super) tie: bool,
    /// Make it void.
    pub(super) void: bool,
    /// Read who voted how.
    pub(super) papers: bool,
    /// Count it once more.
    pub(super) recount: bool,
}

/// A ballot in the list of a meeting.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotSummary)]
pub(super) struct SummaryView {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// What it is called.
    pub(super) title: String,
    /// Code of the category.
    pub(super) category: String,
    /// The grade.
    pub(super) grade: Option<String>,
    /// Whether it raises what was nominated for a lower grade.
    pub(super) is_raise: bool,
    /// `named` or `secret`.
    pub(super) variant: String,
    /// Which turn it is.
    pub(super) turn: i32,
    /// Key of the ballot whose tie it decides.
    #[schema(value_type = Option<String>)]
    pub(super) of_ballot: Option<Uuid>,
    /// `draft`, `open`, `closed` or `void`.
    pub(super) state: String,
    /// Version.
    pub(super) version: i64,
}

/// An item of the agenda that a ballot may list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotCandidate)]
pub(super) struct CandidateView {
    /// Key of the item.
    #[schema(value_type = String)]
    pub(super) item_id: Uuid,
    /// Its place on the agenda.
    pub(super) position: u32,
    /// The nomination's number.
    pub(super) nomination: String,
    /// Its title.
    pub(super) title: String,
    /// Code of its category.
    pub(super) category: String,
    /// The grade for which it was nominated.
    pub(super) grade: Option<String>,
    /// Whether it was put off to another meeting.
    pub(super) is_put_off: bool,
    /// The grades for which a ballot lists it already; an empty word where the award has none.
    pub(super) listed: Vec<String>,
}

/// What a member has in his hands who cast a paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotReceipt)]
pub(super) struct ReceiptView {
    /// Key of the ballot.
    #[schema(value_type = String)]
    pub(super) ballot_id: Uuid,
    /// SHA-256 of the paper, which the audit chain holds; none where the ballot is secret.
    pub(super) digest: Option<String>,
    /// When it was cast; none where the ballot is secret.
    pub(super) cast_at: Option<DateTime<Utc>>,
}

/// A paper of a ballot by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotPaper)]
pub(super) struct PaperView {
    /// Key of the seat.
    #[schema(value_type = String)]
    pub(super) seat_id: Uuid,
    /// Number of the seat.
    pub(super) number: u32,
    /// Who sits there.
    pub(super) name: String,
    /// The numbers of the lines that it marks.
    pub(super) marks: Vec<u32>,
    /// `valid`, `over_cap`, `marks_recused` or `unreadable`.
    pub(super) validity: String,
    /// `electronic` or `paper`.
    pub(super) source: String,
}

/// Whether a recount said the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BallotRecount)]
pub(super) struct RecountView {
    /// Whether.
    pub(super) is_equal: bool,
    /// SHA-256 of what was counted now.
    pub(super) digest: String,
}

/// What the council has awarded of a category, and what is left.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CapStanding)]
pub(super) struct CapStandingView {
    /// Code of the category.
    pub(super) category: String,
    /// Awards of the special grade.
    pub(super) special: u32,
    /// Most of them.
    pub(super) special_most: u32,
    /// Awards of the first grade.
    pub(super) first: u32,
    /// Most of them beside the others.
    pub(super) first_most: u32,
    /// Awards of the second grade.
    pub(super) second: u32,
    /// Awards without a grade.
    pub(super) plain: u32,
    /// What is left of the number that it shares with others, or has by itself; none where there is no bound.
    pub(super) total_left: Option<u32>,
}

impl SummaryView {
    /// A ballot in a list.
    pub(super) fn of(row: &BallotRow) -> Self {
        Self {
            id: row.id.0,
            title: row.title.clone(),
            category: row.category.clone(),
            grade: row.grade.map(|grade| grade.as_str().to_owned()),
            is_raise: row.is_raise,
            variant: row.variant.as_str().to_owned(),
            turn: row.turn,
            of_ballot: row.of_ballot.map(|id| id.0),
            state: row.state.as_str().to_owned(),
            version: row.version,
        }
    }
}

impl SlipView {
    /// A slip that these have read.
    pub(super) fn of(slip: &str, read: &[ReadSlip], username: &str) -> Self {
        let state = match reading(read) {
            Reading::Waiting => "waiting",
            Reading::Differs { .. } => "differs",
            Reading::Settled(_) => "settled",
        };
        Self {
            slip: slip.to_owned(),
            state: state.to_owned(),
            is_read_by_you: read.iter().any(|one| one.by == username),
        }
    }
}
