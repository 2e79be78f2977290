//! What is shown of a meeting to the office?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{identity::Acted, meetings::defence::DefenceFile};

/// A meeting of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct ReviewMeetingRow {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// The body.
    pub(in crate::meetings) body: ReviewMeetingBody,
    /// `first_review`, `committee` or `council`.
    pub(in crate::meetings) stage: String,
    /// What it is called.
    pub(in crate::meetings) title: String,
    /// `draft`, `called`, `open`, `closed` or `cancelled`.
    pub(in crate::meetings) state: String,
    /// When it begins.
    pub(in crate::meetings) starts_at: DateTime<Utc>,
    /// Where.
    pub(in crate::meetings) place: String,
    /// Items of its agenda that the reader may know of.
    pub(in crate::meetings) items: u64,
    /// Seats of its body.
    pub(in crate::meetings) seats: u64,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

/// The body of a meeting.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct ReviewMeetingBody {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// `panel`, `committee` or `council`.
    pub(in crate::meetings) kind: String,
    /// What it is called.
    pub(in crate::meetings) name: String,
    /// Code of the category that it is for.
    pub(in crate::meetings) category: Option<String>,
}

/// A seat, as far as a meeting asks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct ReviewMeetingSeat {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// Its number.
    pub(in crate::meetings) number: u32,
    /// Name.
    pub(in crate::meetings) name: String,
    /// Unit.
    pub(in crate::meetings) unit: String,
    /// `chair`, `vice_chair`, `secretary`, `scribe` or `member`.
    pub(in crate::meetings) duty: String,
    /// Whether he is there.
    pub(in crate::meetings) is_present: bool,
}

/// Who is there, and how many have to be.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ReviewAttendance)]
pub(in crate::meetings) struct AttendanceView {
    /// Seats.
    pub(in crate::meetings) expected: u32,
    /// Those who are there.
    pub(in crate::meetings) present: u32,
    /// The fewest who have to be.
    pub(in crate::meetings) needed: u32,
}

/// A nomination on an agenda.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct AgendaNomination {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// The number that people quote.
    pub(in crate::meetings) number: String,
    /// Project name.
    pub(in crate::meetings) title: String,
    /// Code of its category.
    pub(in crate::meetings) category: String,
}

/// That a seat keeps out of an item.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct AgendaRecusal {
    /// Key; none before the meeting is called, while the register of conflicts alone says it.
    #[schema(value_type = Option<String>)]
    pub(in crate::meetings) id: Option<Uuid>,
    /// Key of the seat.
    #[schema(value_type = String)]
    pub(in crate::meetings) seat: Uuid,
    /// `engine`, `declared` or `office`.
    pub(in crate::meetings) source: String,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

/// How far the opinion on an item is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct OpinionStanding {
    /// `draft` or `locked`.
    pub(in crate::meetings) state: String,
    /// Who signed it, those who dissent among them.
    pub(in crate::meetings) signed: u32,
    /// Those who dissent.
    pub(in crate::meetings) dissents: u32,
    /// Whose word it waits for in all.
    pub(in crate::meetings) of: u32,
}

/// An item of an agenda.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct AgendaEntry {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// The nomination.
    pub(in crate::meetings) nomination: AgendaNomination,
    /// Its place, from 1.
    pub(in crate::meetings) position: u32,
    /// `waiting`, `present`, `voting`, `done` or `put_off`.
    pub(in crate::meetings) state: String,
    /// When it begins.
    pub(in crate::meetings) begins: Option<DateTime<Utc>>,
    /// Minutes.
    pub(in crate::meetings) minutes: u32,
    /// `none`, `due`, `attended` or `absent`.
    pub(in crate::meetings) defence: String,
    /// What was handed in for the defence.
    pub(in crate::meetings) files: Vec<DefenceFile>,
    /// Who keeps out.
    pub(in crate::meetings) recused: Vec<AgendaRecusal>,
    /// Rank by the remote review, once its phase is closed.
    pub(in crate::meetings) rank: Option<u32>,
    /// Mean of the remote review, in hundredths of a point.
    pub(in crate::meetings) used: Option<i32>,
    /// How far the opinion on it is.
    pub(in crate::meetings) opinion: Option<OpinionStanding>,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

/// A nomination that the body could take up and that is not on the agenda.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct AgendaLeftOut {
    /// The nomination.
    pub(in crate::meetings) nomination: AgendaNomination,
    /// `free`, or what keeps it: `objected`, `integrity`, `elsewhere`.
    pub(in crate::meetings) why: String,
}

/// What the reader may do with a meeting.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub(in crate::meetings) struct ReviewMeetingMay {
    /// Change time, place and agenda.
    pub(in crate::meetings) change: bool,
    /// Call it.
    pub(in crate::meetings) call: bool,
    /// Open it.
    pub(in crate::meetings) open: bool,
    /// Close it.
    pub(in crate::meetings) close: bool,
    /// Call it off.
    pub(in crate::meetings) cancel: bool,
    /// Note who is there.
    pub(in crate::meetings) attend: bool,
    /// Keep seats out of items.
    pub(in crate::meetings) recuse: bool,
    /// Let seats back to items.
    pub(in crate::meetings) lift: bool,
}

/// A meeting, as the office sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct ReviewMeeting {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// Year of the round.
    pub(in crate::meetings) round: i32,
    /// The body.
    pub(in crate::meetings) body: ReviewMeetingBody,
    /// `first_review`, `committee` or `council`.
    pub(in crate::meetings) stage: String,
    /// What it is called.
    pub(in crate::meetings) title: String,
    /// `draft`, `called`, `open`, `closed` or `cancelled`.
    pub(in crate::meetings) state: String,
    /// When it begins.
    pub(in crate::meetings) starts_at: DateTime<Utc>,
    /// Where.
    pub(in crate::meetings) place: String,
    /// Key of the item that is being heard.
    #[schema(value_type = Option<String>)]
    pub(in crate::meetings) current: Option<Uuid>,
    /// Who opened it.
    pub(in crate::meetings) opened_by: Option<String>,
    /// When.
    pub(in crate::meetings) opened_at: Option<DateTime<Utc>>,
    /// Who closed it.
    pub(in crate::meetings) closed_by: Option<String>,
    /// When.
    pub(in crate::meetings) closed_at: Option<DateTime<Utc>>,
    /// SHA-256 of the order in which the items come; none for who does not see them all.
    pub(in crate::meetings) order_digest: Option<String>,
    /// How often somebody goes out or comes in, by the order as it is.
    pub(in crate::meetings) moves: u32,
    /// Who is there, and how many have to be.
    pub(in crate::meetings) attendance: AttendanceView,
    /// The seats of the body.
    pub(in crate::meetings) seats: Vec<ReviewMeetingSeat>,
    /// The agenda.
    pub(in crate::meetings) items: Vec<AgendaEntry>,
    /// What the body could take up and does not, while the agenda may be changed.
    pub(in crate::meetings) left_out: Vec<AgendaLeftOut>,
    /// Whether every item needs an opinion.
    pub(in crate::meetings) needs_opinion: bool,
    /// What the reader may do.
    pub(in crate::meetings) may: ReviewMeetingMay,
    /// What those who acted are called, by user name.
    pub(in crate::meetings) names: BTreeMap<String, String>,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

impl Acted for ReviewMeeting {
    fn actors(&self) -> Vec<&str> {
        self.opened_by.iter().chain(&self.closed_by).map(String::as_str).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// A word that was said of a recusal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct ItemRecusalWord {
    /// Whether the recusal was lifted then.
    pub(in crate::meetings) is_lifted: bool,
    /// By whom.
    pub(in crate::meetings) by: String,
    /// When.
    pub(in crate::meetings) at: DateTime<Utc>,
    /// Why.
    pub(in crate::meetings) reason: String,
}

/// That a seat keeps out of an item, or did, with the reasons.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct ItemRecusal {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// Key of the seat.
    #[schema(value_type = String)]
    pub(in crate::meetings) seat: Uuid,
    /// Number of the seat.
    pub(in crate::meetings) number: u32,
    /// Who sits there.
    pub(in crate::meetings) name: String,
    /// `engine`, `declared` or `office`.
    pub(in crate::meetings) source: String,
    /// What was said of it, the earliest first.
    pub(in crate::meetings) words: Vec<ItemRecusalWord>,
    /// Who decided it.
    pub(in crate::meetings) decided_by: String,
    /// When.
    pub(in crate::meetings) decided_at: DateTime<Utc>,
    /// Who lifted it.
    pub(in crate::meetings) lifted_by: Option<String>,
    /// When.
    pub(in crate::meetings) lifted_at: Option<DateTime<Utc>>,
    /// What those who acted are called, by user name.
    pub(in crate::meetings) names: BTreeMap<String, String>,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

impl Acted for ItemRecusal {
    fn actors(&self) -> Vec<&str> {
        let words = self.words.iter().map(|word| word.by.as_str());
        words.chain([self.decided_by.as_str()]).chain(self.lifted_by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}
