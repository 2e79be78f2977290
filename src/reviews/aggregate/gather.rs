//! From what is the aggregate of a phase computed?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, ReviewAssignmentId},
    vocabulary::{NominationState, SheetState},
};

use super::store::PhaseRow;
use crate::{
    aggregation::{Input, RankGroup, SheetInput, seed_of},
    nominations::Place,
    reviews::{ReviewBook, ReviewError, model::SheetRow},
};

/// What a phase comes to, before it is computed.
pub(super) struct Gathered {
    pub(super) phase: PhaseRow,
    pub(super) book: ReviewBook,
    /// The nominations of the phase.
    pub(super) places: BTreeMap<NominationId, Place>,
    /// The sheets that were submitted.
    pub(super) sheets: Vec<SheetRow>,
    pub(super) input: Input,
}

/// Whether a nomination in this state has fallen out of review: what was given to it ranks nobody any more.
const fn has_fallen(state: NominationState) -> bool {
    use NominationState::{Abandoned, Removed, Terminated, UpheldTerminated, Withdrawn};
    matches!(state, Abandoned | Removed | Terminated | UpheldTerminated | Withdrawn)
}

impl Gathered {
    /// Of what was read of a phase: the nominations that are still in review, and their submitted sheets.
    pub(super) fn from_rows(
        (phase, book): (PhaseRow, ReviewBook),
        (places, mut sheets): (Vec<Place>, Vec<SheetRow>),
    ) -> Result<Self, ReviewError> {
        let stays = |place: &Place| !has_fallen(place.state);
        let places: BTreeMap<NominationId, Place> =
            places.into_iter().filter(stays).map(|place| (place.id, place)).collect();
        let counts = |sheet: &SheetRow| {
            sheet.state == SheetState::Submitted && places.contains_key(&sheet.nomination)
        };
        sheets.retain(counts);
        let input = input(&phase, &book, (&places, &sheets))?;
        Ok(Self { phase, book, places, sheets, input })
    }

    /// When whose sheet of which nomination was submitted, in seconds.
    pub(super) fn times(&self) -> BTreeMap<(String, String), i64> {
        let of = |sheet: &SheetRow| Some((key_of(sheet), sheet.submitted_at?.timestamp()));
        self.sheets.iter().filter_map(of).collect()
    }

    /// The assignment of whose sheet of which nomination.
    pub(super) fn assignments(&self) -> BTreeMap<(String, String), ReviewAssignmentId> {
        self.sheets.iter().map(|sheet| (key_of(sheet), sheet.assignment)).collect()
    }

    /// How many sheets of each nomination may still come, of those assignments that live.
    pub(super) fn awaited(
        &self,
        living: &[(ReviewAssignmentId, NominationId)],
    ) -> BTreeMap<String, u32> {
        let submitted: BTreeSet<ReviewAssignmentId> =
            self.sheets.iter().map(|sheet| sheet.assignment).collect();
        let mut awaited = BTreeMap::new();
        for (assignment, nomination) in living {
            if !submitted.contains(assignment) {
                *awaited.entry(nomination.to_string()).or_default() += 1;
            }
        }
        awaited
    }
}

/// By what a sheet is known to the engine.
fn key_of(sheet: &SheetRow) -> (String, String) {
    (sheet.nomination.to_string(), sheet.expert.to_string())
}

fn input(
    phase: &PhaseRow,
    book: &ReviewBook,
    (places, sheets): (&BTreeMap<NominationId, Place>, &[SheetRow]),
) -> Result<Input, ReviewError> {
    let missing = |what: &str| ReviewError::Inside(format!("review_phase/{}: {what}", phase.id));
    let empty = book.aggregate_of(&phase.category).ok_or_else(|| missing("no sheet"))?;
    // Before it is closed nothing is drawn.
    let seed = phase.seed.as_deref().map_or(Some([0; 32]), seed_of);
    let group = |place: &Place| match book.aggregation.group {
        RankGroup::Category => phase.category.clone(),
        RankGroup::Panel => place.panel.clone().unwrap_or_default(),
    };
    let sheet = |sheet: &SheetRow| {
        let (nomination, reviewer) = key_of(sheet);
        SheetInput { nomination, reviewer, points: sheet.points.clone() }
    };
    let mut sheets: Vec<SheetInput> = sheets.iter().map(sheet).collect();
    sheets.sort_by(|one, other| {
        (&one.nomination, &one.reviewer).cmp(&(&other.nomination, &other.reviewer))
    });
    Ok(Input {
        sheets,
        groups: places.iter().map(|(id, place)| (id.to_string(), group(place))).collect(),
        is_calibrated: phase.is_calibrated,
        seed: seed.ok_or_else(|| missing("no seed"))?,
        ..empty
    })
}

/// The key that the engine knows a nomination by.
pub(super) fn nomination_of(key: &str) -> Result<NominationId, ReviewError> {
    uuid::Uuid::parse_str(key)
        .map(NominationId)
        .map_err(|_| ReviewError::Inside(format!("no nomination: {key}")))
}
