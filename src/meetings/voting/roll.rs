//! Who is on the roll of a ballot? Whoever is expected when it is opened, there or not, with what he keeps out of;
//! what happens in the hall afterwards changes nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::ids::ReviewSeatId;

use super::{
    law::{Law, number},
    tally::{TallyRow, attending, tally},
};
use crate::meetings::{
    MeetingError,
    model::{Roll, Seat},
};

/// A seat on the roll of a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RollEntry {
    pub(super) seat: ReviewSeatId,
    pub(super) is_present: bool,
    /// The numbers of the lines of which it keeps out.
    pub(super) recused: BTreeSet<u32>,
    pub(super) has_cast: bool,
    /// When it cast its paper; none where it did not, or the ballot is secret.
    pub(super) cast_at: Option<DateTime<Utc>>,
}

/// The roll of a ballot as the meeting stands: its seats, and which position of the agenda each line has.
pub(super) fn freeze(seats: &[Seat], lines: &[(u32, u32)], now: &Roll) -> Vec<RollEntry> {
    let keeps_out = |position: &u32, seat: ReviewSeatId| {
        now.recused.get(position).is_some_and(|seats| seats.contains(&seat))
    };
    let entry = |seat: &Seat| RollEntry {
        seat: seat.id,
        is_present: now.present.contains(&seat.id),
        recused: lines
            .iter()
            .filter(|(_, position)| keeps_out(position, seat.id))
            .map(|(line, _)| *line)
            .collect(),
        has_cast: false,
        cast_at: None,
    };
    seats.iter().map(entry).collect()
}

/// The roll as it is counted by.
pub(super) fn roll_of(entries: &[RollEntry]) -> Roll {
    let mut recused: BTreeMap<u32, BTreeSet<ReviewSeatId>> = BTreeMap::new();
    for entry in entries {
        for line in &entry.recused {
            recused.entry(*line).or_default().insert(entry.seat);
        }
    }
    let present = entries.iter().filter(|entry| entry.is_present).map(|entry| entry.seat);
    Roll { expected: number(entries.len()), present: present.collect(), recused }
}

/// A line for which not enough are there: how many may judge it, are present and are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lacking {
    pub(super) line: u32,
    pub(super) judging: u32,
    pub(super) present: u32,
    pub(super) expected: u32,
}

/// The lines for which not enough are there.
pub(super) fn lacking(lines: u32, roll: &Roll, law: &Law) -> Vec<Lacking> {
    let lack = |row: &TallyRow| {
        let there = attending(row.line, roll);
        Lacking {
            line: row.line,
            judging: there.present - there.recused_present,
            present: there.present,
            expected: roll.expected,
        }
    };
    let rows = tally(lines, roll, &[], law).rows;
    rows.iter().filter(|row| !row.is_quorate).map(lack).collect()
}

/// SHA-256 of a roll, for the record.
///
/// # Errors
/// It cannot be written, which none of its parts allows.
pub(super) fn digest_of(roll: &Roll) -> Result<String, MeetingError> {
    let bytes =
        serde_json::to_vec(roll).map_err(|error| MeetingError::Inside(error.to_string()))?;
    Ok(crate::shared::hex_sha256(&bytes))
}
