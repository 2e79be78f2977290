//! What does the office see of meetings, without what one of it is kept from?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{AgendaItemId, ExpertId, NominationId, ReviewBodyId, ReviewMeetingId, ReviewSeatId},
    vocabulary::{OpinionAnswer, ReviewMeetingState as State, ReviewPhaseState},
};

use super::{
    facts_store,
    record::is_admin,
    roll::needed,
    store::{self, BodyRow, ItemRow, SeatRow},
    views::{
        AgendaEntry, AgendaLeftOut, AgendaNomination, AgendaRecusal, AttendanceView,
        OpinionStanding, ReviewMeeting, ReviewMeetingBody, ReviewMeetingMay, ReviewMeetingRow,
        ReviewMeetingSeat,
    },
    whole::{Whole, place},
};
use crate::{
    app::App,
    authz::{Action, Actor, Wall, permit, wall_of},
    awards, identity,
    meetings::{
        MeetingError,
        agenda::{self, Asking},
        defence::{self, DefenceFile, FileRow},
        opinion::{self, Kept},
        store::book_of,
    },
    nominations::{self, Place},
    persistence::ReadTx,
    reviews::{self, model::AggregateRow},
};

/// The body of a meeting, as it is shown.
fn body_view(body: &BodyRow) -> ReviewMeetingBody {
    ReviewMeetingBody {
        id: body.id.0,
        kind: body.kind.as_str().to_owned(),
        name: body.name.clone(),
        category: body.category.clone(),
    }
}

/// A nomination, as an agenda names it.
pub(super) fn nomination_view(place: &Place) -> AgendaNomination {
    AgendaNomination {
        id: place.id.0,
        number: place.number.clone(),
        title: place.title.clone(),
        category: place.category.clone(),
    }
}

/// The meetings of a round, in the order in which they begin.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<ReviewMeetingRow>, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(MeetingError::NotFound)?;
    let wall = wall_of(&*tx, actor).await?;
    let bodies = store::bodies(&*tx, round.id).await?;
    let ids: Vec<ReviewBodyId> = bodies.iter().map(|body| body.id).collect();
    let mut seats: BTreeMap<ReviewBodyId, u64> = BTreeMap::new();
    for seat in store::seats(&*tx, &ids).await?.iter().filter(|seat| seat.ended_at.is_none()) {
        *seats.entry(seat.body_id).or_default() += 1;
    }
    let meetings = store::of_bodies(&*tx, &bodies).await?;
    let mut items: BTreeMap<ReviewMeetingId, u64> = BTreeMap::new();
    for item in store::items_of(&*tx, meetings.iter().map(|row| row.id)).await? {
        if !wall.hides(item.nomination_id) {
            *items.entry(item.meeting_id).or_default() += 1;
        }
    }
    let known: BTreeMap<ReviewBodyId, BodyRow> =
        bodies.into_iter().map(|body| (body.id, body)).collect();
    let row = |row: store::MeetingRow| {
        Some(ReviewMeetingRow {
            id: row.id.0,
            body: body_view(known.get(&row.body_id)?),
            stage: row.stage.as_str().to_owned(),
            title: row.title,
            state: row.state.as_str().to_owned(),
            starts_at: row.starts_at,
            place: row.place,
            items: items.get(&row.id).copied().unwrap_or_default(),
            seats: seats.get(&row.body_id).copied().unwrap_or_default(),
            version: row.version,
        })
    };
    Ok(meetings.into_iter().filter_map(row).collect())
}

/// What stands beside the items of a meeting.
pub(super) struct Beside {
    pub(super) places: BTreeMap<NominationId, Place>,
    pub(super) files: BTreeMap<AgendaItemId, Vec<FileRow>>,
    pub(super) opinions: BTreeMap<AgendaItemId, Kept>,
    pub(super) ranks: BTreeMap<NominationId, AggregateRow>,
}

impl Beside {
    /// What stands beside these items.
    pub(super) async fn of(
        tx: &ReadTx,
        whole: &Whole,
        items: &[&ItemRow],
    ) -> Result<Self, MeetingError> {
        let ids: Vec<NominationId> = items.iter().map(|item| item.nomination_id).collect();
        let places = nominations::places(&**tx, &ids).await?;
        let keys: Vec<AgendaItemId> = items.iter().map(|item| item.id).collect();
        let categories: BTreeSet<&str> = places.iter().map(|one| one.category.as_str()).collect();
        let mut ranks = BTreeMap::new();
        for category in categories {
            let phase = reviews::phase_of(&**tx, whole.body.round_id, category).await?;
            let Some(phase) = phase.filter(|one| one.state == ReviewPhaseState::Closed) else {
                continue;
            };
            let rows = reviews::ranks_of(&**tx, phase.id, &ids).await?;
            ranks.extend(rows.into_iter().map(|row| (row.nomination, row)));
        }
        Ok(Self {
            files: defence::files_of(&**tx, keys.iter().copied()).await?,
            opinions: opinion::of_items(&**tx, keys).await?,
            places: places.into_iter().map(|place| (place.id, place)).collect(),
            ranks,
        })
    }

    /// The files of an item, as they are shown.
    pub(super) fn files(&self, item: AgendaItemId) -> Vec<DefenceFile> {
        self.files.get(&item).into_iter().flatten().map(DefenceFile::of).collect()
    }
}

/// One meeting.
///
/// # Errors
/// Not granted, no such meeting, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    id: ReviewMeetingId,
) -> Result<ReviewMeeting, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    let whole = store::whole_of(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let wall = wall_of(&*tx, actor).await?;
    let mut shown = view(app, &tx, (actor, &wall), &whole).await?;
    identity::name_actors(&*tx, std::slice::from_mut(&mut shown)).await?;
    Ok(shown)
}

/// One item.
///
/// # Errors
/// Not granted, no such item, one from which the reader is kept, the records failing.
pub(in crate::meetings) async fn entry(
    app: &App,
    actor: &Actor,
    id: AgendaItemId,
) -> Result<AgendaEntry, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    let item = store::find_item(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    if wall_of(&*tx, actor).await?.hides(item.nomination_id) {
        return Err(MeetingError::Walled);
    }
    let whole = store::whole_of(&*tx, item.meeting_id).await?.ok_or(MeetingError::NotFound)?;
    let beside = Beside::of(&tx, &whole, &[&item]).await?;
    let apart = apart(&tx, &whole).await?;
    entry_view((&whole, &apart), &beside, &item).ok_or(MeetingError::NotFound)
}

/// Who is kept from what, as far as the agenda does not say so itself yet.
async fn apart(
    tx: &ReadTx,
    whole: &Whole,
) -> Result<BTreeSet<(NominationId, ExpertId)>, MeetingError> {
    if whole.row.state == State::Draft {
        return Ok(facts_store::apart(&**tx, whole).await?);
    }
    Ok(BTreeSet::new())
}

async fn view(
    app: &App,
    tx: &ReadTx,
    (actor, wall): (&Actor, &Wall),
    whole: &Whole,
) -> Result<ReviewMeeting, MeetingError> {
    let items: Vec<&ItemRow> =
        whole.items.iter().filter(|item| !wall.hides(item.nomination_id)).collect();
    let is_whole = items.len() == whole.items.len();
    let beside = Beside::of(tx, whole, &items).await?;
    let apart = apart(tx, whole).await?;
    let sets: Vec<BTreeSet<u32>> =
        items.iter().map(|item| whole.set(item.nomination_id, Some(item.id), &apart)).collect();
    let order: Vec<usize> = (0..sets.len()).collect();
    let book = book_of(&**tx, whole.body.round_id).await?;
    let roll = whole.roll(app.clock.now());
    let row = &whole.row;
    let of = (whole, &apart);
    Ok(ReviewMeeting {
        id: row.id.0,
        round: facts_store::year_of(&**tx, whole.body.round_id).await?,
        body: body_view(&whole.body),
        stage: row.stage.as_str().to_owned(),
        title: row.title.clone(),
        state: row.state.as_str().to_owned(),
        starts_at: row.starts_at,
        place: row.place.clone(),
        current: row.current_item.filter(|id| items.iter().any(|one| one.id == *id)).map(|id| id.0),
        opened_by: row.opened_by.clone(),
        opened_at: row.opened_at,
        closed_by: row.closed_by.clone(),
        closed_at: row.closed_at,
        order_digest: row.order_digest.clone().filter(|_| is_whole),
        moves: agenda::moves(&sets, &order),
        attendance: AttendanceView {
            expected: roll.expected,
            present: u32::try_from(roll.present.len()).unwrap_or(u32::MAX),
            needed: needed(roll.expected, book.quorum),
        },
        seats: whole.living().map(|seat| seat_view(seat, &roll.present)).collect(),
        items: items.iter().filter_map(|item| entry_view(of, &beside, item)).collect(),
        left_out: left_out(app, tx, (actor, wall), whole).await?,
        needs_opinion: book.opinion.needed_for.contains(&row.stage),
        may: may(actor, whole, is_whole),
        names: BTreeMap::new(),
        version: row.version,
    })
}

fn seat_view(seat: &SeatRow, present: &BTreeSet<ReviewSeatId>) -> ReviewMeetingSeat {
    ReviewMeetingSeat {
        id: seat.id.0,
        number: place(seat.number),
        name: seat.name.clone(),
        unit: seat.unit.clone(),
        duty: seat.duty.as_str().to_owned(),
        is_present: present.contains(&seat.id),
    }
}

fn entry_view(
    (whole, apart): (&Whole, &BTreeSet<(NominationId, ExpertId)>),
    beside: &Beside,
    item: &ItemRow,
) -> Option<AgendaEntry> {
    let said = whole.out_of(item.id).map(|row| AgendaRecusal {
        id: Some(row.id.0),
        seat: row.seat_id.0,
        source: row.source.as_str().to_owned(),
        version: row.version,
    });
    let unsaid = whole.unsaid_of(item, apart).into_iter().map(|seat| AgendaRecusal {
        id: None,
        seat: seat.0,
        source: "engine".to_owned(),
        version: 0,
    });
    let rank = beside.ranks.get(&item.nomination_id);
    let opinion = beside.opinions.get(&item.id);
    Some(AgendaEntry {
        id: item.id.0,
        nomination: nomination_view(beside.places.get(&item.nomination_id)?),
        position: place(item.position),
        state: item.state.as_str().to_owned(),
        begins: item.slot_begins,
        minutes: place(item.slot_minutes),
        defence: item.defence.as_str().to_owned(),
        files: beside.files(item.id),
        recused: said.chain(unsaid).collect(),
        rank: rank.and_then(|row| row.rank),
        used: rank.and_then(|row| row.used),
        opinion: opinion.map(|kept| standing(whole, item.id, kept)),
        version: item.version,
    })
}

/// How far an opinion is.
pub(super) fn standing(whole: &Whole, item: AgendaItemId, kept: &Kept) -> OpinionStanding {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let dissents = kept.signatures.iter().filter(|one| one.answer == OpinionAnswer::Dissent);
    let state = if kept.row.locked_at.is_some() { "locked" } else { "draft" };
    OpinionStanding {
        state: state.to_owned(),
        signed: count(kept.signatures.len()),
        dissents: count(dissents.count()),
        of: count(whole.signers(item).len()),
    }
}

/// What the body could take up and does not, while the agenda may be changed.
async fn left_out(
    app: &App,
    tx: &ReadTx,
    (actor, wall): (&Actor, &Wall),
    whole: &Whole,
) -> Result<Vec<AgendaLeftOut>, MeetingError> {
    if whole.row.state != State::Draft || permit(actor, Action::ManageMeetings).is_err() {
        return Ok(Vec::new());
    }
    let asking = Asking {
        round: whole.body.round_id,
        stage: whole.row.stage,
        own: Some(whole.row.id),
        is_drafting: true,
    };
    let taken: BTreeSet<NominationId> = whole.items.iter().map(|item| item.nomination_id).collect();
    let mut places = agenda::of_body(&**tx, &whole.body, whole.row.stage).await?;
    places.retain(|place| !taken.contains(&place.id) && !wall.hides(place.id));
    let judged = agenda::judged(app, &**tx, asking, places).await?;
    let left = judged.into_iter().filter_map(|(place, outcome)| {
        let why = match outcome {
            Ok(_) => "free",
            Err(agenda::Obstacle::State) => return None,
            Err(obstacle) => obstacle.code(),
        };
        Some(AgendaLeftOut { nomination: nomination_view(&place), why: why.to_owned() })
    });
    Ok(left.collect())
}

/// What the reader may do; with the whole of a meeting only who may see all of it.
fn may(actor: &Actor, whole: &Whole, is_whole: bool) -> ReviewMeetingMay {
    if permit(actor, Action::ManageMeetings).is_err() {
        return ReviewMeetingMay::default();
    }
    let state = whole.row.state;
    let is_before = matches!(state, State::Draft | State::Called);
    let is_alive = is_before || state == State::Open;
    ReviewMeetingMay {
        change: is_whole && is_before,
        call: is_whole && state == State::Draft && !whole.items.is_empty(),
        open: is_whole && state == State::Called,
        close: is_whole && state == State::Open,
        cancel: is_whole && is_before,
        attend: whole.is_on(),
        recuse: is_alive,
        lift: is_alive && is_admin(actor),
    }
}
