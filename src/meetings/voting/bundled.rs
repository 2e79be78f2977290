//! What of the ballots of a round is given out, so that anyone can count them?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{BallotId, NominationId, ReviewMeetingId, ReviewSeatId, RoundId},
    vocabulary::{BallotState, BodyKind, PaperValidity},
};

use super::{
    counting::{Count, count, law_of, tally_of},
    law::Law,
    roll::{RollEntry, roll_of},
    store::{self, Kept},
    tally::Tally,
};
use crate::{
    app::App,
    meetings::{
        MeetingError,
        model::{Grade, Meeting, Roll, Stage},
    },
    persistence::ReadTx,
};

/// A paper without who cast it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundledPaper {
    /// The label of the voter, anew for each ballot; none where the ballot is secret.
    pub voter: Option<String>,
    /// The lines that it marks; 0, which no line is, where nobody could read it.
    pub marks: BTreeSet<u32>,
    /// Whether it counts.
    pub validity: PaperValidity,
}

/// A closed ballot, with labels in the place of seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundledBallot {
    /// The meeting.
    pub meeting: ReviewMeetingId,
    /// The ballot.
    pub ballot: BallotId,
    /// What the body is.
    pub kind: BodyKind,
    /// At which point of the way.
    pub stage: Stage,
    /// Code of the category.
    pub category: String,
    /// The grade that was voted on.
    pub grade: Option<Grade>,
    /// Whether it raises what was nominated for a lower one.
    pub is_raise: bool,
    /// Which turn it was, from 1.
    pub turn: u32,
    /// Its lines, from 1.
    pub lines: Vec<NominationId>,
    /// By what it was counted.
    pub law: Law,
    /// Who was there, and who kept out of which line, by labels.
    pub roll: Roll<String>,
    /// Its papers, in the order of what they mark.
    pub papers: Vec<BundledPaper>,
    /// What was counted.
    pub tally: Tally,
}

/// The closed ballots of a round, without who voted how: seats have labels in their place, anew for each ballot, so
/// that nobody follows a member from one to the next. Papers say what they mark and whether that counts, and by which
/// way they came no more.
///
/// # Errors
/// A paper cannot be opened; the records failing.
pub async fn bundle_ballots(
    app: &App,
    tx: &ReadTx,
    round: RoundId,
) -> Result<Vec<BundledBallot>, MeetingError> {
    let mut bundled = Vec::new();
    for (meeting, row) in store::of_round(&**tx, round, None).await? {
        if row.state != BallotState::Closed {
            continue;
        }
        let kept = store::kept(&**tx, row.id).await?.ok_or(MeetingError::NotFound)?;
        let count = count(&app.sealer, &kept)?;
        bundled.push(of_kept(app, &meeting, (&kept, &count))?);
    }
    Ok(bundled)
}

/// Labels of the seats on a roll: `V01` and so on, in an order that only the key of this machine gives.
fn labels(app: &App, ballot: BallotId, roll: &[RollEntry]) -> BTreeMap<ReviewSeatId, String> {
    let print =
        |seat: ReviewSeatId| app.sealer.fingerprint(format!("voter/{ballot}/{seat}").as_bytes());
    let mut seats: Vec<(String, ReviewSeatId)> =
        roll.iter().map(|entry| (print(entry.seat), entry.seat)).collect();
    seats.sort();
    (1..).zip(seats).map(|(number, (_, seat))| (seat, format!("V{number:02}"))).collect()
}

fn of_kept(
    app: &App,
    meeting: &Meeting,
    (kept, count): (&Kept, &Count),
) -> Result<BundledBallot, MeetingError> {
    let row = &kept.ballot;
    let labels = labels(app, row.id, &kept.roll);
    let label = |seat: ReviewSeatId| labels.get(&seat).cloned().unwrap_or_default();
    let Roll { expected, present, recused } = roll_of(&kept.roll);
    let all = |seats: BTreeSet<ReviewSeatId>| -> BTreeSet<String> {
        seats.into_iter().map(label).collect()
    };
    let mut papers: Vec<BundledPaper> = count
        .papers
        .iter()
        .map(|paper| BundledPaper {
            voter: paper.seat.map(label),
            marks: paper.paper.marks.clone(),
            validity: paper.validity,
        })
        .collect();
    papers.sort_by(|one, other| (&one.marks, &one.voter).cmp(&(&other.marks, &other.voter)));
    Ok(BundledBallot {
        meeting: meeting.id,
        ballot: row.id,
        kind: meeting.kind,
        stage: meeting.stage,
        category: row.category.clone(),
        grade: row.grade,
        is_raise: row.is_raise,
        turn: u32::try_from(row.turn).unwrap_or_default(),
        lines: kept.lines.iter().map(|line| line.nomination_id).collect(),
        law: law_of(row)?,
        roll: Roll {
            expected,
            present: all(present),
            recused: recused.into_iter().map(|(line, seats)| (line, all(seats))).collect(),
        },
        papers,
        tally: tally_of(row)?.unwrap_or_default(),
    })
}
