//! What is shown of a ballot, and to whom?
//!
//! Whoever keeps out of a line sees nothing of it. A member sees his own vote and no count; the chair sees counts once
//! the ballot is closed; the office sees who has cast, and never a mark while it is open.

use std::collections::BTreeSet;

use entity::{
    ids::ReviewSeatId,
    vocabulary::{BallotState, BallotVariant, ReviewMeetingState},
};

use super::{
    caps::{Limits, Standing, first_most},
    counting::OpenPaper,
    law::{Law, number},
    outcome::is_last_turn,
    roll::RollEntry,
    store::{Kept, LineRow, Listed},
    tally::{Tally, TallyRow},
    views::{
        BallotMay, BallotView, CapStandingView, LineView, OwnVoteView, PaperView, ProgressView,
        SlipView, TallyRowView, TallyView, VoterView,
    },
};
use crate::meetings::model::{Meeting, Seat};

/// Who reads, and what he may do in the meeting.
#[derive(Clone, Debug)]
pub(super) enum Audience {
    /// The office, or the supervisor.
    Office {
        /// Whether he holds meetings.
        manages: bool,
        /// Whether he sets ballots aside.
        sets_aside: bool,
    },
    /// Who has a seat, and whether it is the chair's.
    Seat {
        /// The seat.
        seat: ReviewSeatId,
        /// Whether he takes the chair.
        is_chair: bool,
    },
}

impl Audience {
    const fn sees_counts(&self) -> bool {
        match self {
            Self::Office { .. } => true,
            Self::Seat { is_chair, .. } => *is_chair,
        }
    }

    const fn manages(&self) -> bool {
        matches!(self, Self::Office { manages: true, .. })
    }

    const fn steers(&self) -> bool {
        self.manages() || matches!(self, Self::Seat { is_chair: true, .. })
    }

    fn entry<'a>(&self, kept: &'a Kept) -> Option<&'a RollEntry> {
        match self {
            Self::Office { .. } => None,
            Self::Seat { seat, .. } => kept.roll.iter().find(|entry| entry.seat == *seat),
        }
    }
}

/// Everything of which the view of a ballot is made.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) kept: Kept,
    pub(super) meeting: Meeting,
    pub(super) law: Law,
    pub(super) tally: Option<Tally>,
    pub(super) agenda: Vec<Listed>,
    /// Every seat of the body.
    pub(super) seats: Vec<Seat>,
    /// Whether members do not see whom a nomination is of.
    pub(super) is_veiled: bool,
    /// Whether another ballot decides its tie.
    pub(super) is_followed: bool,
    pub(super) slips: Vec<SlipView>,
}

impl Facts {
    /// The ballot as this reader may see it.
    pub(super) fn view(&self, audience: &Audience) -> BallotView {
        let row = &self.kept.ballot;
        let recused = self.recused(audience);
        let counts = audience.sees_counts() && self.knows_of_what_he_keeps_out(audience);
        BallotView {
            id: row.id.0,
            meeting_id: row.meeting_id.0,
            stage: self.meeting.stage.as_str().to_owned(),
            title: row.title.clone(),
            category: row.category.clone(),
            grade: row.grade.map(|grade| grade.as_str().to_owned()),
            is_raise: row.is_raise,
            variant: row.variant.as_str().to_owned(),
            turn: row.turn,
            of_ballot: row.of_ballot.map(|id| id.0),
            cap: row.cap,
            places: row.places,
            threshold: self.law.threshold,
            quorum: self.law.quorum,
            state: row.state.as_str().to_owned(),
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            lines: self.lines(audience, &recused),
            progress: self.progress().filter(|_| counts),
            tally: self.tally_view(&recused).filter(|_| counts),
            own: self.own(audience),
            voters: self.voters(audience),
            slips: if audience.manages() { self.slips.clone() } else { Vec::new() },
            may: self.may(audience),
            version: row.version,
        }
    }

    /// Whether the roll says of what the reader keeps out. Before it is frozen it does not: then he is told of nothing.
    fn knows_of_what_he_keeps_out(&self, audience: &Audience) -> bool {
        matches!(audience, Audience::Office { .. }) || audience.entry(&self.kept).is_some()
    }

    /// The lines of which the reader keeps out: of them he sees nothing.
    fn recused(&self, audience: &Audience) -> BTreeSet<u32> {
        audience.entry(&self.kept).map(|entry| entry.recused.clone()).unwrap_or_default()
    }

    fn lines(&self, audience: &Audience, recused: &BTreeSet<u32>) -> Vec<LineView> {
        let is_office = matches!(audience, Audience::Office { .. });
        let knows = self.knows_of_what_he_keeps_out(audience);
        let line = |line: &LineRow| {
            let listed = self.agenda.iter().find(|one| one.item == line.item_id);
            let is_recused = u32::try_from(line.number).is_ok_and(|one| recused.contains(&one));
            let is_told = knows && !(self.is_veiled || is_recused);
            LineView {
                number: line.number,
                item_id: line.item_id.0,
                position: listed.map_or(0, |one| one.position),
                nomination: listed.filter(|_| is_office).map(|one| one.number.clone()),
                title: listed.filter(|_| is_told).map(|one| one.title.clone()),
                is_recused,
            }
        };
        self.kept.lines.iter().map(line).collect()
    }

    fn progress(&self) -> Option<ProgressView> {
        let roll = &self.kept.roll;
        (!roll.is_empty()).then(|| ProgressView {
            cast: number(roll.iter().filter(|entry| entry.has_cast).count()),
            of: number(roll.iter().filter(|entry| entry.is_present).count()),
            expected: number(roll.len()),
        })
    }

    /// What was counted, but for lines of which the reader keeps out.
    fn tally_view(&self, recused: &BTreeSet<u32>) -> Option<TallyView> {
        let tally = self.tally.as_ref()?;
        let row = |row: &TallyRow| TallyRowView {
            line: row.line,
            votes: row.votes,
            of: row.of,
            is_quorate: row.is_quorate,
            reaches: row.reaches,
            outcome: outcome(tally, row.line).to_owned(),
        };
        let rows = tally.rows.iter().filter(|row| !recused.contains(&row.line));
        Some(TallyView {
            rows: rows.map(row).collect(),
            left: tally.left,
            papers: number(self.kept.papers.len()),
            invalid: tally.invalid.iter().map(|(why, n)| (why.as_str().to_owned(), *n)).collect(),
            // Whoever knows all lines but one finds that one by trying: so few votes make so few tallies.
            digest: if recused.is_empty() {
                self.kept.ballot.tally_digest.clone().unwrap_or_default()
            } else {
                String::new()
            },
        })
    }

    fn own(&self, audience: &Audience) -> Option<OwnVoteView> {
        let entry = audience.entry(&self.kept)?;
        let paper = self.kept.papers.iter().find(|paper| paper.seat_id == Some(entry.seat));
        Some(OwnVoteView {
            is_present: entry.is_present,
            has_cast: entry.has_cast,
            cast_at: entry.cast_at,
            digest: paper.and_then(|paper| paper.digest.clone()),
        })
    }

    fn voters(&self, audience: &Audience) -> Vec<VoterView> {
        if !matches!(audience, Audience::Office { .. }) {
            return Vec::new();
        }
        let voter = |entry: &RollEntry| {
            let seat = self.seats.iter().find(|seat| seat.id == entry.seat);
            VoterView {
                seat_id: entry.seat.0,
                number: seat.map_or(0, |seat| seat.number),
                name: seat.map(|seat| seat.name.clone()).unwrap_or_default(),
                is_present: entry.is_present,
                recused: entry.recused.iter().copied().collect(),
                has_cast: entry.has_cast,
            }
        };
        let mut voters: Vec<VoterView> = self.kept.roll.iter().map(voter).collect();
        voters.sort_by_key(|voter| voter.number);
        voters
    }

    fn may(&self, audience: &Audience) -> BallotMay {
        use ReviewMeetingState::{Cancelled, Closed, Open};
        let row = &self.kept.ballot;
        let (is_draft, is_open, is_closed) = (
            row.state == BallotState::Draft,
            row.state == BallotState::Open,
            row.state == BallotState::Closed,
        );
        let (manages, steers) = (audience.manages(), audience.steers());
        let is_office = matches!(audience, Audience::Office { .. });
        let is_over = matches!(self.meeting.state, Closed | Cancelled);
        let entry = audience.entry(&self.kept);
        let turn = u32::try_from(row.turn).unwrap_or_default();
        let is_tied = self.tally.as_ref().is_some_and(|tally| !tally.tied.is_empty());
        let sets_aside = matches!(audience, Audience::Office { sets_aside: true, .. });
        BallotMay {
            edit: manages && is_draft && !is_over && row.of_ballot.is_none(),
            discard: manages && is_draft,
            open: steers && is_draft && self.meeting.state == Open,
            close: steers && is_open,
            cast: is_open && entry.is_some_and(|entry| entry.is_present && !entry.has_cast),
            enter: manages && is_open,
            tie: manages
                && is_closed
                && !is_over
                && is_tied
                && !self.is_followed
                && !is_last_turn(turn, &self.law),
            void: sets_aside && !is_over && !self.is_followed && (is_open || is_closed),
            papers: is_office && is_closed && row.variant == BallotVariant::Named,
            recount: is_office && is_closed,
        }
    }
}

/// What became of a line.
fn outcome(tally: &Tally, line: u32) -> &'static str {
    if tally.passed.contains(&line) {
        "passed"
    } else if tally.tied.contains(&line) {
        "tied"
    } else {
        "failed"
    }
}

/// The papers of a ballot by name, by seat; the line 0 of a paper that nobody can read is none of its marks.
pub(super) fn papers(papers: &[OpenPaper], seats: &[Seat]) -> Vec<PaperView> {
    let view = |paper: &OpenPaper| {
        let seat = seats.iter().find(|seat| Some(seat.id) == paper.seat)?;
        Some(PaperView {
            seat_id: seat.id.0,
            number: seat.number,
            name: seat.name.clone(),
            marks: paper.paper.marks.iter().copied().filter(|line| *line > 0).collect(),
            validity: paper.validity.as_str().to_owned(),
            source: paper.source.as_str().to_owned(),
        })
    };
    let mut views: Vec<PaperView> = papers.iter().filter_map(view).collect();
    views.sort_by_key(|paper| paper.number);
    views
}

/// What the council has awarded of each category, and what is left.
pub(super) fn caps(
    limits: &Limits,
    standing: &Standing,
    categories: impl IntoIterator<Item = String>,
) -> Vec<CapStandingView> {
    let numbers = limits.caps();
    let view = |category: String| {
        let won = standing.won.get(&category).copied().unwrap_or_default();
        CapStandingView {
            special: won.special,
            special_most: numbers.special,
            first: won.first,
            first_most: first_most(won.special, won.second, numbers.first_percent),
            second: won.second,
            plain: standing.plain.get(&category).copied().unwrap_or_default(),
            total_left: limits.left_of(standing, &category),
            category,
        }
    };
    categories.into_iter().map(view).collect()
}
