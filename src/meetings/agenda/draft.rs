//! How is a meeting drafted, and its agenda changed?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, Utc};
use entity::{
    ids::{AgendaItemId, NominationId, ReviewBodyId, ReviewMeetingId},
    vocabulary::{AgendaState, DefenceState, ReviewMeetingState as State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    candidates_store::{Asking, Judged, judged, of_body},
    eligible::{Obstacle, stage_of},
    ordering::ordered,
    slots::{Break, slots},
};
use crate::{
    app::App,
    assignments,
    authz::{Action, Actor, permit, wall_of},
    idempotency,
    meetings::{
        MeetingError,
        book::{DefenceRule, MeetingBook},
        sitting::{
            News, held_by_office, order_digest, places_of, record,
            store::{self, BodyRow, ItemRow, MeetingRow},
            subject, tell_members, tell_societies,
            whole::Whole,
        },
        store::{bind_book, book_of},
    },
    nominations::Place,
    persistence::WriteTx,
    reviews::BadField,
    shared::Bilingual,
};

/// The most items of an agenda.
const MOST_ITEMS: usize = 500;
/// The most minutes that an item takes.
const MOST_MINUTES: u32 = 480;

/// The years in which meetings are: no sum of their times runs out of the calendar.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;

/// A meeting to be drafted.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct NewReviewMeeting {
    /// Key of the body.
    #[schema(value_type = String)]
    pub(in crate::meetings) body: Uuid,
    /// What it is called.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(in crate::meetings) title: String,
    /// When it begins.
    pub(in crate::meetings) starts_at: DateTime<Utc>,
    /// Where.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(in crate::meetings) place: String,
    /// Whether its items have defences.
    #[serde(default)]
    pub(in crate::meetings) has_defences: bool,
    /// Keys of the nominations; none for every one that the body may take up.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub(in crate::meetings) nominations: Option<Vec<Uuid>>,
}

/// An item of an agenda that is changed.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct AgendaLine {
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub(in crate::meetings) nomination: Uuid,
    /// Whether it has a defence.
    pub(in crate::meetings) has_defence: bool,
}

/// A time in which nothing is heard.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct AgendaBreak {
    /// Its first instant.
    pub(in crate::meetings) from: DateTime<Utc>,
    /// The first instant behind it.
    pub(in crate::meetings) until: DateTime<Utc>,
}

/// A meeting as it is to be: its whole agenda, in its order.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct ReviewMeetingChange {
    /// What it is called.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(in crate::meetings) title: String,
    /// When it begins.
    pub(in crate::meetings) starts_at: DateTime<Utc>,
    /// Where.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(in crate::meetings) place: String,
    /// Minutes of an item; as the rules say unless given.
    #[serde(default)]
    #[validate(range(min = 1, max = 480))]
    #[schema(minimum = 1, maximum = 480)]
    pub(in crate::meetings) minutes: Option<u32>,
    /// Minutes between two; as the rules say unless given.
    #[serde(default)]
    #[validate(range(max = 480))]
    #[schema(maximum = 480)]
    pub(in crate::meetings) gap: Option<u32>,
    /// Times in which nothing is heard.
    #[serde(default)]
    #[validate(nested)]
    pub(in crate::meetings) breaks: Vec<AgendaBreak>,
    /// The items, in their order.
    #[validate(nested)]
    pub(in crate::meetings) items: Vec<AgendaLine>,
}

/// How long items take.
#[derive(Clone, Debug)]
struct Course {
    minutes: u32,
    gap: u32,
    breaks: Vec<Break>,
}

impl Course {
    fn of(rule: DefenceRule) -> Self {
        Self { minutes: rule.minutes.min(MOST_MINUTES), gap: rule.gap, breaks: Vec::new() }
    }

    /// When each of so many items begins, in their order.
    fn slots(&self, count: usize, begins: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let order: Vec<usize> = (0..count).collect();
        slots(&order, begins, (self.minutes, self.gap), &self.breaks)
    }
}

/// That these are times at which something can be.
fn in_calendar(times: impl IntoIterator<Item = DateTime<Utc>>) -> Result<(), MeetingError> {
    if times.into_iter().all(|time| YEARS.contains(&time.year())) {
        return Ok(());
    }
    let (zh, en) = ("时间须在 1990–2200 年之间", "times are between the years 1990 and 2200");
    Err(MeetingError::field("/starts_at", "range", zh, en))
}

fn too_many() -> MeetingError {
    MeetingError::field(
        "/items",
        "length",
        "议程须为 1–500 项，每项提名一次",
        "an agenda has 1 to 500 items, each nomination once",
    )
}

/// The nominations with which a meeting is drafted: those that are named, or every one that the body may take up.
async fn chosen(
    app: &App,
    (body, actor): (&BodyRow, &Actor),
    named: Option<&[Uuid]>,
) -> Result<Vec<Place>, MeetingError> {
    let database = app.database.reader();
    let stage = stage_of(body.kind);
    let asking = Asking { round: body.round_id, stage, own: None, is_drafting: true };
    let wall = wall_of(database, actor).await?;
    let mut places = of_body(database, body, stage).await?;
    let Some(named) = named else {
        places.retain(|place| !wall.hides(place.id));
        let judged = judged(app, database, asking, places).await?;
        let free = judged.into_iter().filter_map(|(place, outcome)| outcome.ok().map(|_| place));
        return Ok(free.take(MOST_ITEMS).collect());
    };
    let wanted: BTreeSet<NominationId> = named.iter().copied().map(NominationId).collect();
    if named.is_empty() || named.len() > MOST_ITEMS || wanted.len() != named.len() {
        return Err(too_many());
    }
    if wanted.iter().any(|id| wall.hides(*id)) {
        return Err(MeetingError::Walled);
    }
    places.retain(|place| wanted.contains(&place.id));
    if places.len() != wanted.len() {
        return Err(unknown());
    }
    free(judged(app, database, asking, places).await?)
}

fn unknown() -> MeetingError {
    MeetingError::field(
        "/items",
        "not_of_body",
        "有提名不属于该评审组织，或者不在可提交会议的状态",
        "a nomination is not the body's, or does not stand where it could be taken up",
    )
}

/// All of them, where nothing keeps one.
fn free(judged: Vec<Judged>) -> Result<Vec<Place>, MeetingError> {
    let kept: Vec<BadField> = judged
        .iter()
        .filter_map(|(place, outcome)| {
            let obstacle: Obstacle = outcome.err()?;
            let pointer = format!("/items/{}", place.id);
            Some(BadField::new(pointer, obstacle.code(), obstacle.words(&place.number)))
        })
        .collect();
    if kept.is_empty() {
        return Ok(judged.into_iter().map(|(place, _)| place).collect());
    }
    let words = Bilingual::new(
        format!("{} 项提名不能列入议程", kept.len()),
        format!("{} nominations cannot be put on the agenda", kept.len()),
    );
    Err(MeetingError::Refused(words, kept))
}

/// Drafts a meeting of a body, its agenda in the order that moves the fewest people.
///
/// # Errors
/// Not granted, no such round or body, nominations that cannot be taken up or from which the officer is kept, the same
/// request before, the records failing.
pub(super) async fn create(
    app: &App,
    actor: &Actor,
    (year, key): (i32, &idempotency::Key),
    new: &NewReviewMeeting,
) -> Result<ReviewMeetingId, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    in_calendar([new.starts_at])?;
    // What the same request drafted before is not in its own way.
    if idempotency::recall(app.database.reader(), key).await.is_ok() {
        return Err(MeetingError::Repeated);
    }
    let by = actor.username.as_str();
    let body = body_of(app, year, new.body.into()).await?;
    let places = chosen(app, (&body, actor), new.nominations.as_deref()).await?;
    let (id, now): (ReviewMeetingId, _) = (app.ids.next(), app.clock.now());
    let row = drafted(id, &body, new);
    let book = book_of(app.database.reader(), body.round_id).await?;
    let items = items(app, (&row, &body), &places, (&book, new.has_defences)).await?;
    let tx = app.database.begin_write().await?;
    if !idempotency::keep(&*tx, key, &id.to_string(), now).await? {
        return Err(MeetingError::Repeated);
    }
    store::held_body(&tx, body.id).await?;
    bind_book(app, &tx, body.round_id, by).await?;
    // Nobody else has drafted with them meanwhile.
    let (stage, round) = (row.stage, body.round_id);
    let asking = Asking { round, stage, own: None, is_drafting: true };
    free(judged(app, &*tx, asking, places).await?)?;
    insert(&tx, row, items).await?;
    record(app, &tx, (by, "draft"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(id)
}

async fn insert(tx: &WriteTx, row: MeetingRow, items: Vec<ItemRow>) -> Result<(), MeetingError> {
    store::insert(&**tx, row).await?;
    for item in items {
        store::insert_item(&**tx, item).await?;
    }
    Ok(())
}

async fn body_of(app: &App, year: i32, id: ReviewBodyId) -> Result<BodyRow, MeetingError> {
    let database = app.database.reader();
    let round = crate::awards::find_round(database, year).await?.ok_or(MeetingError::NotFound)?;
    let found = store::bodies_named(database, [id]).await?.pop();
    found.filter(|body| body.round_id == round.id).ok_or(MeetingError::NotFound)
}

fn drafted(id: ReviewMeetingId, body: &BodyRow, new: &NewReviewMeeting) -> MeetingRow {
    MeetingRow {
        id,
        body_id: body.id,
        stage: stage_of(body.kind),
        title: new.title.trim().to_owned(),
        state: State::Draft,
        starts_at: new.starts_at,
        place: new.place.trim().to_owned(),
        current_item: None,
        opened_by: None,
        opened_at: None,
        closed_by: None,
        closed_at: None,
        order_digest: None,
        version: 1,
    }
}

/// The first agenda of a meeting.
async fn items(
    app: &App,
    (row, body): (&MeetingRow, &BodyRow),
    places: &[Place],
    (book, has_defences): (&MeetingBook, bool),
) -> Result<Vec<ItemRow>, MeetingError> {
    let database = app.database.reader();
    let ids: Vec<NominationId> = places.iter().map(|place| place.id).collect();
    let apart = assignments::kept_apart(database, body.round_id, Some(&ids)).await?;
    let whole = store::unheard(database, (row, body)).await?;
    let sets = places.iter().map(|place| whole.set(place.id, None, &apart)).collect();
    let order = ordered(sets, Vec::new()).await?.0;
    let course = Course::of(book.defence);
    let begins = course.slots(places.len(), row.starts_at);
    let named = order.iter().filter_map(|at| places.get(*at)).zip(begins).zip(1..);
    let item = |((place, begins), position): ((&Place, DateTime<Utc>), i32)| ItemRow {
        id: app.ids.next(),
        meeting_id: row.id,
        nomination_id: place.id,
        position,
        state: AgendaState::Waiting,
        slot_begins: Some(begins),
        slot_minutes: i32::try_from(course.minutes).unwrap_or(i32::MAX),
        defence: if has_defences { DefenceState::Due } else { DefenceState::NotHeld },
        version: 1,
    };
    Ok(named.map(item).collect())
}

/// Changes a meeting before it is opened: time, place, and the whole agenda. Once it was called the nominations stay
/// those that were called, and everybody whom a change concerns is told.
///
/// # Errors
/// Not granted, no such meeting, another version, one that was opened, an agenda that is none, nominations that cannot be
/// taken up or from which the officer is kept, the records failing.
pub(super) async fn change(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
    said: &ReviewMeetingChange,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    in_calendar(said.breaks.iter().flat_map(|one| [one.from, one.until]).chain([said.starts_at]))?;
    let tx = app.database.begin_write().await?;
    let whole = held_by_office(&tx, actor, (id, seen)).await?;
    if !matches!(whole.row.state, State::Draft | State::Called) {
        return Err(MeetingError::refused(
            "会议已经开始、结束或者取消，不能修改",
            "the meeting goes on, is over or was called off",
        ));
    }
    let lines = lines(said)?;
    let taken: BTreeSet<NominationId> = whole.items.iter().map(|item| item.nomination_id).collect();
    let is_called = whole.row.state == State::Called;
    let added: BTreeSet<NominationId> = lines
        .iter()
        .map(|line| NominationId(line.nomination))
        .filter(|id| !taken.contains(id))
        .collect();
    if is_called && (!added.is_empty() || lines.len() != taken.len()) {
        return Err(MeetingError::refused(
            "会议已经通知，议程只能调整顺序和时间",
            "the meeting was called; only the order and the times of its items change",
        ));
    }
    admit_new(app, &tx, (&whole, actor), &added).await?;
    let book = book_of(&*tx, whole.body.round_id).await?;
    let before = whole.clone();
    let now = rewritten(app, &tx, whole, (said, book.defence)).await?;
    record(
        app,
        &tx,
        (&actor.username, "change"),
        (subject(id), None),
        now.row.order_digest.clone(),
    )
    .await?;
    if is_called {
        tell_changes(app, &tx, &before, &now).await?;
    }
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

/// The items as they are to be: each nomination once.
fn lines(said: &ReviewMeetingChange) -> Result<&[AgendaLine], MeetingError> {
    let each: BTreeSet<Uuid> = said.items.iter().map(|line| line.nomination).collect();
    let is_one = !said.items.is_empty() && said.items.len() <= MOST_ITEMS;
    if is_one && each.len() == said.items.len() { Ok(&said.items) } else { Err(too_many()) }
}

/// Lets nominations to an agenda that is drafted.
async fn admit_new(
    app: &App,
    tx: &WriteTx,
    (whole, actor): (&Whole, &Actor),
    added: &BTreeSet<NominationId>,
) -> Result<(), MeetingError> {
    if added.is_empty() {
        return Ok(());
    }
    let wall = wall_of(&**tx, actor).await?;
    if added.iter().any(|id| wall.hides(*id)) {
        return Err(MeetingError::Walled);
    }
    let (stage, own) = (whole.row.stage, Some(whole.row.id));
    let mut places = of_body(&**tx, &whole.body, stage).await?;
    places.retain(|place| added.contains(&place.id));
    if places.len() != added.len() {
        return Err(unknown());
    }
    let asking = Asking { round: whole.body.round_id, stage, own, is_drafting: true };
    free(judged(app, &**tx, asking, places).await?).map(|_| ())
}

/// Writes the agenda anew, keeping the items that stay, and says what stands then.
async fn rewritten(
    app: &App,
    tx: &WriteTx,
    mut whole: Whole,
    (said, rule): (&ReviewMeetingChange, DefenceRule),
) -> Result<Whole, MeetingError> {
    let course = Course {
        minutes: said.minutes.unwrap_or(rule.minutes),
        gap: said.gap.unwrap_or(rule.gap),
        breaks: said.breaks.iter().map(|one| (one.from, one.until)).collect(),
    };
    let begins = course.slots(said.items.len(), said.starts_at);
    let mut before: BTreeMap<NominationId, ItemRow> =
        whole.items.drain(..).map(|item| (item.nomination_id, item)).collect();
    for ((line, begins), position) in said.items.iter().zip(begins).zip(1..) {
        let known = before.remove(&NominationId(line.nomination));
        let is_new = known.is_none();
        let item = placed(app, (&whole.row, known), (line, begins, position), course.minutes);
        if is_new {
            store::insert_item(&**tx, item.clone()).await?;
        } else {
            store::save_item(&**tx, item.clone()).await?;
        }
        whole.items.push(item);
    }
    for item in before.into_values() {
        store::delete_item(&**tx, item.id).await?;
    }
    whole.row.title = said.title.trim().to_owned();
    whole.row.place = said.place.trim().to_owned();
    whole.row.starts_at = said.starts_at;
    if whole.row.order_digest.is_some() {
        whole.row.order_digest = Some(order_digest(&whole));
    }
    whole.row.version += 1;
    store::save(&**tx, whole.row.clone()).await?;
    Ok(whole)
}

/// An item at its new place.
fn placed(
    app: &App,
    (meeting, known): (&MeetingRow, Option<ItemRow>),
    (line, begins, position): (&AgendaLine, DateTime<Utc>, i32),
    minutes: u32,
) -> ItemRow {
    let id: AgendaItemId = known.as_ref().map_or_else(|| app.ids.next(), |item| item.id);
    ItemRow {
        id,
        meeting_id: meeting.id,
        nomination_id: NominationId(line.nomination),
        position,
        state: known.as_ref().map_or(AgendaState::Waiting, |item| item.state),
        slot_begins: Some(begins),
        slot_minutes: i32::try_from(minutes).unwrap_or(i32::MAX),
        defence: if line.has_defence { DefenceState::Due } else { DefenceState::NotHeld },
        version: known.map_or(0, |item| item.version) + 1,
    }
}

/// Tells members of the change, and those societies whose defences have another time.
async fn tell_changes(
    app: &App,
    tx: &WriteTx,
    before: &Whole,
    now: &Whole,
) -> Result<(), MeetingError> {
    let moved = now.items.iter().filter(|item| {
        let was = before.item(item.id);
        let is_elsewhere = before.row.place != now.row.place;
        is_elsewhere
            || was.is_none_or(|was| {
                (was.slot_begins, was.defence) != (item.slot_begins, item.defence)
            })
    });
    let moved: BTreeSet<AgendaItemId> = moved.map(|item| item.id).collect();
    let places = places_of(tx, now).await?;
    tell_members(app, tx, now, News::Changed).await?;
    tell_societies(app, tx, (now, &places), (&moved, News::Changed)).await
}
