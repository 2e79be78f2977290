//! What does each reader see of notices and messages? Nobody sees an address.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that the reader is told.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnNotice)]
pub(super) struct NoticeView {
    /// Key.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// What it says, in a line.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Where in Laurel it leads.
    pub link: Option<String>,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
    /// Whether a newer notice stands for it.
    pub is_superseded: bool,
}

/// What the reader is told: the unread first, then the newest.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnNotices)]
pub(super) struct NoticesView {
    /// How many are unread.
    pub unread: u64,
    /// The notices, two hundred at most.
    pub notices: Vec<NoticeView>,
}

/// How many notices are unread.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = UnreadNotices)]
pub(super) struct UnreadView {
    /// How many.
    pub unread: u64,
}

/// Where and how a person is written to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MailSettings)]
pub(super) struct MailSettingsView {
    /// The address as its owner knows it again, such as `z***@example.org`.
    pub address: Option<String>,
    /// `zh` or `en`; none for both.
    pub language: Option<String>,
    /// Since when what is sent there comes back.
    pub bounced_at: Option<DateTime<Utc>>,
    /// Whether there is a calendar feed.
    pub has_calendar: bool,
    /// The version to send as `If-Match`; 0 before anything was set.
    pub version: i64,
}

/// The address of a calendar feed, told once.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CalendarFeed)]
pub(super) struct CalendarView {
    /// The path below the address of Laurel.
    pub path: String,
}

/// A message of the outbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxMessage)]
pub(super) struct MailView {
    /// Key.
    pub id: Uuid,
    /// The kind of its notice, or `digest`.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Whom it is for; none for somebody without an account, or where that is hidden.
    pub recipient: Option<String>,
    /// Whether the recipient is hidden: it could tell who objected.
    pub is_hidden: bool,
    /// What it says, in a line.
    pub subject: String,
    /// Who decided what it tells; none where nothing is decided.
    pub decided_by: Option<String>,
    /// Who held it.
    pub held_by: Option<String>,
    /// Who let it go.
    pub released_by: Option<String>,
    /// Why the reader may not let it go: `same_person` or `no_preview`.
    pub barred: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// A word for what went wrong, with a status where the server gave one.
    pub error: Option<String>,
    /// When it was composed.
    pub created_at: DateTime<Utc>,
    /// When it is tried next.
    pub next_at: Option<DateTime<Utc>>,
    /// When it left.
    pub sent_at: Option<DateTime<Utc>>,
    /// The version to send as `If-Match`.
    pub version: i64,
}

/// A message with its text.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OutboxMessageText)]
pub(super) struct MailTextView {
    /// The message.
    #[serde(flatten)]
    pub message: MailView,
    /// What it says.
    pub text: String,
}

/// The outbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Outbox)]
pub(super) struct OutboxView {
    /// How many messages are in each state.
    #[schema(value_type = Object)]
    pub counts: BTreeMap<&'static str, u64>,
    /// The newest messages, two hundred at most.
    pub messages: Vec<MailView>,
}

/// Somebody whom messages do not reach.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = UnreachableRecipient)]
pub(super) struct UnreachableView {
    /// The newest message that did not arrive.
    pub message: MailView,
    /// How many did not.
    pub count: usize,
}

/// A template and whether it was looked at.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NoticeTemplate)]
pub(super) struct TemplateView {
    /// The kind.
    pub kind: String,
    /// Version of the templates.
    pub version: String,
    /// `at_once`, `digest` or `held`.
    pub goes: String,
    /// Chinese subject.
    pub subject_zh: String,
    /// English subject.
    pub subject_en: String,
    /// Who looked at it on real recipients, in this version.
    pub previewed_by: Option<String>,
    /// When.
    pub previewed_at: Option<DateTime<Utc>>,
}

/// A message as one recipient would get it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TemplatePreview)]
pub(super) struct PreviewView {
    /// The message.
    pub id: Uuid,
    /// Whom it is for; none where that is hidden.
    pub recipient: Option<String>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}
