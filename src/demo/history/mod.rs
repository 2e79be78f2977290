//! Five past rounds of societies whose true quality is known: what did each submit, and what came of
//! it? Made from a stated model (`rates`, `kinds`) and a seed, so that the quota engine can be judged
//! against the truth and the demonstration has a record to show.

mod cases;
mod kinds;
mod outcomes;
mod rates;
mod society;

#[cfg(test)]
mod tests;

pub use kinds::{Quality, SocietyKind};
pub use rates::{Chances, Event, SocietyChances};

use crate::track_record::CaseFact;
use crate::track_record::model::HistoryRow;

use super::random::{Stage, stream};
use society::SocietyMaker;

/// The rounds of the demonstration's past.
pub const PAST_ROUNDS: [i32; 5] = [2017, 2019, 2021, 2023, 2025];

/// Every measure that the model fills.
pub const MEASURES: [&str; 29] = [
    "submitted",
    "form_passed",
    "accepted",
    "withdrawn",
    "first_review_passed",
    "awarded",
    "objections_upheld",
    "form_passed_first",
    "grade_kept",
    "objections_accepted",
    "objections_due",
    "objections_in_time",
    "abandoned",
    "misconduct",
    "publicity_complete",
    "submitted_early",
    "defences_due",
    "defences_attended",
    "selection_complete",
    "followups_due",
    "followups_sound",
    "complaints_upheld",
    "fees_charged",
    "taskbook_due",
    "taskbook_met",
    "disclosures_due",
    "disclosures_made",
    "annual_checks_due",
    "annual_checks_passed",
];

/// How many places a society has in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// One to four by its size, changing a little over the rounds, as it was up to 2017.
    BySize,
    /// The same number for every society in every round, all of them used but by those whose kind it
    /// is to submit few.
    Fixed(u32),
}

/// What past to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPlan {
    /// Code, name and discipline group of each society.
    pub societies: Vec<(String, String, String)>,
    /// The rounds, oldest first.
    pub rounds: Vec<i32>,
    /// Places of the societies.
    pub places: Places,
    /// How many of a hundred societies are of each kind, in the order of [`SocietyKind::ALL`].
    pub shares: [usize; SocietyKind::ALL.len()],
}

/// Shares of the kinds in the demonstration.
pub const DEMO_SHARES: [usize; SocietyKind::ALL.len()] = [17, 31, 14, 9, 9, 7, 6, 7];

/// Shares without the two kinds that are made to deceive: luck and skill as they fall.
pub const PLAIN_SHARES: [usize; SocietyKind::ALL.len()] = [20, 36, 16, 10, 10, 0, 0, 8];

impl PastPlan {
    /// The plan of a study: numbered societies in five groups.
    pub fn numbered(societies: usize, rounds: &[i32], places: Places) -> Self {
        let society = |number: usize| {
            let (group, _) = rates::GROUP_SHIFTS[number % rates::GROUP_SHIFTS.len()];
            (format!("S{number:04}"), format!("示范第{number}学会"), group.to_owned())
        };
        Self {
            societies: (1..=societies).map(society).collect(),
            rounds: rounds.to_vec(),
            places,
            shares: DEMO_SHARES,
        }
    }
}

/// What a society of the past rounds really is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueSociety {
    /// Its code.
    pub society_id: String,
    /// Its kind.
    pub kind: SocietyKind,
    /// For each round in which it took part: the year, its quality, and its chances.
    pub rounds: Vec<(i32, Quality, SocietyChances)>,
}

impl TrueSociety {
    /// Its quality in the last round.
    pub fn quality(&self) -> Quality {
        self.rounds.last().map_or(0, |(_, quality, _)| *quality)
    }
}

/// The past rounds, and the truth behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastRounds {
    /// One row for each society and round, by society and round.
    pub rows: Vec<HistoryRow>,
    /// The cases behind the rows; none where they were not asked for.
    pub facts: Vec<CaseFact>,
    /// What each society really is; for tests and studies, never imported.
    pub truth: Vec<TrueSociety>,
}

/// Makes past rounds without their cases.
pub fn past_rounds(plan: &PastPlan, seed: u64) -> PastRounds {
    let made = SocietyMaker::new(plan, stream(seed, Stage::History)).make();
    PastRounds {
        rows: made.iter().flat_map(society::rows).collect(),
        facts: Vec::new(),
        truth: made.into_iter().map(|society| society.truth).collect(),
    }
}

/// The past of the demonstration's fictional societies, case by case.
pub fn demo_past(seed: u64) -> PastRounds {
    let vocabulary = &super::vocabulary::VOCABULARY;
    let plan = PastPlan {
        societies: vocabulary
            .societies
            .iter()
            .map(|one| (one.code.clone(), one.name.clone(), one.group.clone()))
            .collect(),
        rounds: PAST_ROUNDS.to_vec(),
        places: Places::BySize,
        shares: DEMO_SHARES,
    };
    let made = SocietyMaker::new(&plan, stream(seed, Stage::History)).make();
    PastRounds {
        rows: made.iter().flat_map(society::rows).collect(),
        facts: cases::facts(vocabulary, &made, stream(seed, Stage::PastTitles)),
        truth: made.into_iter().map(|society| society.truth).collect(),
    }
}
