//! What is shown of a meeting to who has a seat in it? Of what he keeps out of nothing but that he does.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::meetings::defence::DefenceFile;

/// A meeting in which the reader has a seat.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct MyMeetingRow {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// Year of the round.
    pub(in crate::meetings) round: i32,
    /// The body.
    pub(in crate::meetings) body: String,
    /// `first_review`, `committee` or `council`.
    pub(in crate::meetings) stage: String,
    /// What it is called.
    pub(in crate::meetings) title: String,
    /// `called`, `open`, `closed` or `cancelled`.
    pub(in crate::meetings) state: String,
    /// When it begins.
    pub(in crate::meetings) starts_at: DateTime<Utc>,
    /// Where.
    pub(in crate::meetings) place: String,
    /// `chair`, `vice_chair`, `secretary`, `scribe` or `member`.
    pub(in crate::meetings) duty: String,
}

/// The reader in his seat.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct MySeat {
    /// Number of the seat.
    pub(in crate::meetings) number: u32,
    /// `chair`, `vice_chair`, `secretary`, `scribe` or `member`.
    pub(in crate::meetings) duty: String,
    /// Whether he is there.
    pub(in crate::meetings) is_present: bool,
}

/// What one expert gave in the remote review, without who he is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct AliasSheet {
    /// Which of the experts, from 1.
    pub(in crate::meetings) expert: u32,
    /// Points by criterion.
    pub(in crate::meetings) points: BTreeMap<String, u32>,
    /// The total, in hundredths of a point.
    pub(in crate::meetings) total: Option<i32>,
}

/// The opinion on an item, as who sits in the body sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct MyOpinion {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// `draft` or `locked`.
    pub(in crate::meetings) state: String,
    /// The text; until it is locked for who may write it alone.
    pub(in crate::meetings) text: Option<String>,
    /// SHA-256 of the text, once it is locked.
    pub(in crate::meetings) digest: Option<String>,
    /// What the reader answered: `agree` or `dissent`.
    pub(in crate::meetings) answer: Option<String>,
    /// Who signed it, those who dissent among them.
    pub(in crate::meetings) signed: u32,
    /// Whose word it waits for in all.
    pub(in crate::meetings) of: u32,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

/// An opinion of a body that decided before.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct EarlierOpinion {
    /// `first_review` or `committee`.
    pub(in crate::meetings) stage: String,
    /// The text.
    pub(in crate::meetings) text: String,
}

/// What the reader may do with an item.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub(in crate::meetings) struct MyItemMay {
    /// Keep out of it.
    pub(in crate::meetings) recuse: bool,
    /// Write its opinion.
    pub(in crate::meetings) write: bool,
    /// Lock its opinion.
    pub(in crate::meetings) lock: bool,
    /// Sign its opinion, or dissent from it.
    pub(in crate::meetings) sign: bool,
    /// Read its dossier.
    pub(in crate::meetings) read: bool,
}

/// What is told of an item to who does not keep out of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct MyItemFacts {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// The number that people quote; none where the round hides it.
    pub(in crate::meetings) number: Option<String>,
    /// Project name; none where the round hides whose the nomination is.
    pub(in crate::meetings) title: Option<String>,
    /// A word in the place of the name, where that is hidden.
    pub(in crate::meetings) alias: Option<String>,
    /// Code of its category.
    pub(in crate::meetings) category: String,
    /// `waiting`, `present`, `voting`, `done` or `put_off`.
    pub(in crate::meetings) state: String,
    /// When it begins.
    pub(in crate::meetings) begins: Option<DateTime<Utc>>,
    /// `none`, `due`, `attended` or `absent`.
    pub(in crate::meetings) defence: String,
    /// What was handed in for the defence.
    pub(in crate::meetings) files: Vec<DefenceFile>,
    /// What the remote review gave it, for a panel whose meeting goes on.
    pub(in crate::meetings) sheets: Vec<AliasSheet>,
    /// Rank by the remote review, as the sheets.
    pub(in crate::meetings) rank: Option<u32>,
    /// The opinion on it.
    pub(in crate::meetings) opinion: Option<MyOpinion>,
    /// Opinions of bodies that decided before.
    pub(in crate::meetings) earlier: Vec<EarlierOpinion>,
    /// What the reader may do.
    pub(in crate::meetings) may: MyItemMay,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

/// An item of an agenda, as who sits in the body sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct MyAgendaItem {
    /// Its place, from 1.
    pub(in crate::meetings) position: u32,
    /// Whether the reader keeps out of it.
    pub(in crate::meetings) is_recused: bool,
    /// What is told of it; nothing where he keeps out.
    pub(in crate::meetings) facts: Option<MyItemFacts>,
}

/// What the reader may do in a meeting.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub(in crate::meetings) struct MyMeetingMay {
    /// Say that he is there, or that he goes.
    pub(in crate::meetings) attend: bool,
    /// Lead from item to item.
    pub(in crate::meetings) lead: bool,
}

/// A meeting, as who sits in the body sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct MyMeeting {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// Year of the round.
    pub(in crate::meetings) round: i32,
    /// The body.
    pub(in crate::meetings) body: String,
    /// `panel`, `committee` or `council`.
    pub(in crate::meetings) kind: String,
    /// `first_review`, `committee` or `council`.
    pub(in crate::meetings) stage: String,
    /// What it is called.
    pub(in crate::meetings) title: String,
    /// `called`, `open`, `closed` or `cancelled`.
    pub(in crate::meetings) state: String,
    /// When it begins.
    pub(in crate::meetings) starts_at: DateTime<Utc>,
    /// Where.
    pub(in crate::meetings) place: String,
    /// The reader.
    pub(in crate::meetings) you: MySeat,
    /// The agenda.
    pub(in crate::meetings) items: Vec<MyAgendaItem>,
    /// Whether every item needs an opinion.
    pub(in crate::meetings) needs_opinion: bool,
    /// What the reader may do.
    pub(in crate::meetings) may: MyMeetingMay,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}
