//! What belongs to a meeting, taken together?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{AgendaItemId, ExpertId, NominationId, ReviewSeatId},
    vocabulary::ReviewMeetingState as State,
};

use super::{
    roll::{SeatFacts, Span, roll},
    store::{AttendanceRow, BodyRow, ItemRow, MeetingRow, RecusalRow, SeatRow},
};
use crate::meetings::model::{HeldMeeting, Item, Meeting, Roll};

/// A meeting with its body, its agenda, who was there and who keeps out.
#[derive(Clone, Debug)]
pub(in crate::meetings) struct Whole {
    /// The meeting.
    pub(in crate::meetings) row: MeetingRow,
    /// Its body.
    pub(in crate::meetings) body: BodyRow,
    /// The seats of the body, those that ended among them, by number.
    pub(in crate::meetings) seats: Vec<SeatRow>,
    /// The expert of the pool who sits there, where that is known.
    pub(in crate::meetings) experts: BTreeMap<ReviewSeatId, ExpertId>,
    /// The agenda, by position.
    pub(in crate::meetings) items: Vec<ItemRow>,
    /// Who was there, and when.
    pub(in crate::meetings) attendance: Vec<AttendanceRow>,
    /// Who keeps out, and who kept out until that was lifted.
    pub(in crate::meetings) recusals: Vec<RecusalRow>,
}

/// A place on an agenda as the other rooms count it.
pub(in crate::meetings) fn place(position: i32) -> u32 {
    u32::try_from(position).unwrap_or_default()
}

/// An item as the other rooms know it.
pub(in crate::meetings) fn item(row: &ItemRow) -> Item {
    Item {
        id: row.id,
        nomination: row.nomination_id,
        position: place(row.position),
        state: row.state,
        defence: row.defence,
        version: row.version,
    }
}

impl Whole {
    /// The seats that have not ended.
    pub(in crate::meetings) fn living(&self) -> impl Iterator<Item = &SeatRow> {
        self.seats.iter().filter(|seat| seat.ended_at.is_none())
    }

    /// An item of the agenda.
    pub(in crate::meetings) fn item(&self, id: AgendaItemId) -> Option<&ItemRow> {
        self.items.iter().find(|item| item.id == id)
    }

    /// A seat that has not ended.
    pub(in crate::meetings) fn seat(&self, id: ReviewSeatId) -> Option<&SeatRow> {
        self.living().find(|seat| seat.id == id)
    }

    /// The recusals of an item that are in force.
    pub(in crate::meetings) fn out_of(
        &self,
        item: AgendaItemId,
    ) -> impl Iterator<Item = &RecusalRow> {
        self.recusals.iter().filter(move |row| row.item_id == item && row.lifted_at.is_none())
    }

    /// Whether a seat keeps out of an item.
    pub(in crate::meetings) fn keeps_out(&self, item: AgendaItemId, seat: ReviewSeatId) -> bool {
        self.out_of(item).any(|row| row.seat_id == seat)
    }

    /// The roll at an instant, with who keeps out by the positions of the items.
    pub(in crate::meetings) fn roll(&self, at: DateTime<Utc>) -> Roll {
        let seats: Vec<SeatFacts> = self
            .seats
            .iter()
            .map(|seat| SeatFacts { id: seat.id, ended_at: seat.ended_at })
            .collect();
        let span = |row: &AttendanceRow| Span {
            seat: row.seat_id,
            entered_at: row.entered_at,
            left_at: row.left_at,
        };
        let attendance: Vec<Span> = self.attendance.iter().map(span).collect();
        let recusals: BTreeSet<(u32, ReviewSeatId)> = self
            .items
            .iter()
            .flat_map(|item| {
                self.out_of(item.id).map(move |row| (place(item.position), row.seat_id))
            })
            .collect();
        roll(&seats, &attendance, &recusals, at)
    }

    /// Who was there at any time of the meeting, of the seats that have not ended.
    pub(in crate::meetings) fn came(&self) -> BTreeSet<ReviewSeatId> {
        let came = self.attendance.iter().map(|row| row.seat_id);
        came.filter(|seat| self.seat(*seat).is_some()).collect()
    }

    /// Whose word an opinion on an item waits for: of those who came, those who do not keep out of it.
    pub(in crate::meetings) fn signers(&self, item: AgendaItemId) -> BTreeSet<ReviewSeatId> {
        self.came().into_iter().filter(|seat| !self.keeps_out(item, *seat)).collect()
    }

    /// Who keeps out of each item of the agenda, by the numbers of the seats: of those that are in force, and of those
    /// that `apart` keeps from a nomination.
    pub(in crate::meetings) fn sets(
        &self,
        apart: &BTreeSet<(NominationId, ExpertId)>,
    ) -> Vec<BTreeSet<u32>> {
        self.items.iter().map(|item| self.set(item.nomination_id, Some(item.id), apart)).collect()
    }

    /// Who keeps out of a nomination, and of its item where it is on the agenda.
    pub(in crate::meetings) fn set(
        &self,
        nomination: NominationId,
        item: Option<AgendaItemId>,
        apart: &BTreeSet<(NominationId, ExpertId)>,
    ) -> BTreeSet<u32> {
        let is_out = |seat: &&SeatRow| {
            let is_barred =
                self.experts.get(&seat.id).is_some_and(|one| apart.contains(&(nomination, *one)));
            is_barred || item.is_some_and(|item| self.keeps_out(item, seat.id))
        };
        self.living().filter(is_out).map(|seat| place(seat.number)).collect()
    }

    /// The seats that `apart` keeps from an item and of which the agenda does not say so yet.
    pub(in crate::meetings) fn unsaid_of(
        &self,
        item: &ItemRow,
        apart: &BTreeSet<(NominationId, ExpertId)>,
    ) -> Vec<ReviewSeatId> {
        let is_apart = |seat: &&SeatRow| {
            let expert = self.experts.get(&seat.id);
            expert.is_some_and(|one| apart.contains(&(item.nomination_id, *one)))
        };
        let unsaid = self.living().filter(is_apart).map(|seat| seat.id);
        unsaid.filter(|seat| !self.keeps_out(item.id, *seat)).collect()
    }

    /// The pairs of item and seat that `apart` keeps from each other and of which the agenda does not say so yet.
    pub(in crate::meetings) fn unsaid(
        &self,
        apart: &BTreeSet<(NominationId, ExpertId)>,
    ) -> Vec<(AgendaItemId, ReviewSeatId)> {
        let of = |item| self.unsaid_of(item, apart).into_iter().map(move |seat| (item.id, seat));
        self.items.iter().flat_map(of).collect()
    }

    /// Whether the meeting is called or goes on.
    pub(in crate::meetings) fn is_on(&self) -> bool {
        matches!(self.row.state, State::Called | State::Open)
    }

    /// The meeting as the other rooms know it.
    pub(in crate::meetings) fn meeting(&self) -> Meeting {
        Meeting {
            id: self.row.id,
            round: self.body.round_id,
            body: self.body.id,
            kind: self.body.kind,
            category: self.body.category.clone(),
            stage: self.row.stage,
            state: self.row.state,
            starts_at: self.row.starts_at,
            version: self.row.version,
        }
    }

    /// The meeting as it is held, with its roll of an instant.
    pub(in crate::meetings) fn held(&self, now: DateTime<Utc>) -> HeldMeeting {
        HeldMeeting {
            meeting: self.meeting(),
            items: self.items.iter().map(item).collect(),
            roll: self.roll(now),
        }
    }
}
