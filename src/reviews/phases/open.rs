//! How does a phase open? The book is bound, the seed drawn, and every nomination of the category that may go on goes on.
//! Who is left behind may be taken in while it is open.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ReviewPhaseId},
    vocabulary::{NominationState as State, ReviewPhaseState, Role, RoundState},
};

use super::{
    draft::{held, must_lie_ahead, note},
    store::{self, PhaseItemRow, PhaseRow},
    views::LeftBehind,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards::{self, Sight},
    nominations::{self, CourseError, Guard, NextStep, Place},
    notices,
    notifications::{self, Kind, Reminder, To},
    persistence::WriteTx,
    reviews::{BadField, ReviewBook, ReviewError, Unblinds, bind_book, lint_blind},
    shared::{Bilingual, hex_sha256, random_token},
};

/// Where those stand who may go on, if nothing keeps them.
const READY: [State; 3] = [State::Accepted, State::ObjectionClear, State::ObjectionResolved];
/// Where those stand who are not that far, and why.
const NOT_YET: [(State, &str); 3] = [
    (State::AcceptancePublicity, "public"),
    (State::ObjectionOpen, "objected"),
    (State::ObjectionInvestigating, "objected"),
];

/// Numbers that a refusal names at the most.
const MOST_NAMED: usize = 20;

/// Bytes of a seed.
const SEED_BYTES: usize = 32;

/// Where the notices about a phase belong.
pub(super) fn subject(id: ReviewPhaseId) -> String {
    format!("review_phase/{id}")
}

/// Opens a phase, or takes those into an open one who were left behind and may go on now. Says who stays behind.
///
/// # Errors
/// Not the actor's to do, no such phase, one that is closed or over, a book that tells what it hides, nobody who may go
/// on, a nomination without a copy where names are hidden, somebody was faster.
pub async fn open(
    app: &App,
    actor: &Actor,
    of: (ReviewPhaseId, i64),
) -> Result<Vec<LeftBehind>, ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut row = held(&tx, actor, of).await?;
    if row.state == ReviewPhaseState::Closed {
        return Err(ReviewError::refused("阶段已结束", "the phase is closed"));
    }
    must_lie_ahead((row.opens_at, row.closes_at), now)?;
    let book = bind_book(app, &tx, row.round_id, &actor.username).await?;
    must_hide(&book)?;
    let candidates = Candidates::of(app, &tx, &row).await?;
    if book.blind.nominee == Sight::Hidden {
        must_have_copies(&tx, &candidates.ready).await?;
    }
    let by = actor.username.as_str();
    let (taken, left) = candidates.admit(app, &tx, by).await?;
    if taken.is_empty() {
        return Err(nobody(&left));
    }
    let numbers = format!("{} / {}", taken.len(), left.len());
    store::insert_items(&*tx, taken.into_iter().map(|id| item(row.id, id, now)).collect()).await?;
    if row.state == ReviewPhaseState::Draft {
        begin(app, &tx, &mut row, (by, now)).await?;
    }
    store::save(&*tx, &mut row).await?;
    let said = (row.seed_digest.clone(), Some(numbers));
    note(app, &tx, (by, "open_phase"), &row, said).await?;
    tx.commit().await?;
    Ok(left)
}

fn item(phase_id: ReviewPhaseId, nomination_id: NominationId, now: DateTime<Utc>) -> PhaseItemRow {
    PhaseItemRow { phase_id, nomination_id, entered_at: now, left_at: None, left_why: None }
}

/// Draws the seed, and lets the round and the reminders follow.
async fn begin(
    app: &App,
    tx: &WriteTx,
    row: &mut PhaseRow,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), ReviewError> {
    // 32 bytes that nobody knows beforehand; the digest goes into the chain before the first sheet is kept.
    let seed = hex_sha256(random_token(SEED_BYTES).as_bytes());
    row.seed_digest = Some(hex_sha256(seed.as_bytes()));
    row.seed = Some(seed);
    row.state = ReviewPhaseState::Open;
    row.opened_by = Some(by.to_owned());
    row.opened_at = Some(now);
    let rounds = awards::list_rounds(&**tx).await?;
    let round = rounds.into_iter().find(|one| one.id == row.round_id);
    let round = round.ok_or(ReviewError::NotFound)?;
    if round.state == RoundState::Open {
        awards::set_round_state(tx, round.id, RoundState::Reviewing).await?;
    }
    remind(app, tx, row, round.year).await
}

/// Reminds of the end of a phase, or moves the reminder with it. Whom it concerns is asked when the time comes.
pub(super) async fn remind(
    app: &App,
    tx: &WriteTx,
    row: &PhaseRow,
    year: i32,
) -> Result<(), ReviewError> {
    let reminder = Reminder {
        kind: Kind::SheetDue,
        to: To::Role(Role::AwardOffice),
        subject: subject(row.id),
        due_at: row.closes_at,
        facts: [("round".to_owned(), year.to_string())].into(),
        link: Some("/my-sheets".to_owned()),
    };
    Ok(notifications::remind(app, tx, &reminder).await?)
}

/// The nominations of a category that are on their way to the remote review.
struct Candidates {
    /// Who may go on, if nothing keeps them.
    ready: Vec<Place>,
    /// Who is not that far.
    not_yet: Vec<(Place, &'static str)>,
    /// The guards that hold for each of the ready.
    holds: BTreeMap<NominationId, Vec<Guard>>,
}

impl Candidates {
    async fn of(app: &App, tx: &WriteTx, row: &PhaseRow) -> Result<Self, ReviewError> {
        let reached = nominations::reached(&**tx, row.round_id).await?;
        let has = |place: &Place, state| {
            reached.get(&place.id).is_some_and(|states| states.contains(&state))
        };
        // Behind the first review there is no way back here.
        let is_of =
            |place: &Place| place.category == row.category && !has(place, State::FirstReviewPassed);
        let mut ready: Vec<Place> = Vec::new();
        for state in READY {
            let found = nominations::nominations_in_state(&**tx, row.round_id, state).await?;
            ready.extend(found.into_iter().filter(&is_of));
        }
        let mut not_yet = Vec::new();
        for (state, why) in NOT_YET {
            let found = nominations::nominations_in_state(&**tx, row.round_id, state).await?;
            not_yet.extend(found.into_iter().filter(&is_of).map(|place| (place, why)));
        }
        let ids: Vec<NominationId> = ready.iter().map(|place| place.id).collect();
        let barred = nominations::integrity_hits(app, &**tx, &ids).await?;
        let mut holds = BTreeMap::new();
        for place in &ready {
            let mut guards = vec![Guard::RemoteReview];
            if has(place, State::AcceptancePublicity) {
                guards.push(Guard::AfterAcceptance);
            }
            if !barred.contains_key(&place.id) {
                guards.push(Guard::Integrity);
            }
            if !notices::stands_open(&**tx, place.id).await? {
                guards.push(Guard::NotObjected);
            }
            holds.insert(place.id, guards);
        }
        Ok(Self { ready, not_yet, holds })
    }

    /// Takes those to the review whom the table of states lets go; who went, and who stays behind.
    async fn admit(
        self,
        app: &App,
        tx: &WriteTx,
        by: &str,
    ) -> Result<(Vec<NominationId>, Vec<LeftBehind>), ReviewError> {
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        for place in self.ready {
            let holds = self.holds.get(&place.id).map_or(&[][..], Vec::as_slice);
            let next = NextStep { to: State::NetworkReview, holds, reason: None };
            let why = match nominations::take_step(app, tx, (by, place.id), next).await {
                Ok(_) => {
                    taken.push(place.id);
                    continue;
                }
                Err(CourseError::Guard(Guard::NotObjected)) => "objected",
                Err(CourseError::Guard(Guard::Integrity)) => "integrity",
                Err(CourseError::Guard(_) | CourseError::NoWay(_)) => "not_public",
                Err(error) => return Err(error.into()),
            };
            left.push(behind(place, why));
        }
        left.extend(self.not_yet.into_iter().map(|(place, why)| behind(place, why)));
        left.sort_by(|one, other| one.nomination_id.cmp(&other.nomination_id));
        Ok((taken, left))
    }
}

fn behind(place: Place, why: &str) -> LeftBehind {
    LeftBehind {
        id: place.id.0,
        nomination_id: place.number,
        title: place.title,
        why: why.to_owned(),
    }
}

/// There is nobody to review; who stays behind, and why, is told with it.
fn nobody(left: &[LeftBehind]) -> ReviewError {
    let words = |why: &str| match why {
        "objected" => Bilingual::new("异议未决", "an objection stands open"),
        "integrity" => Bilingual::new("失信记录在影响期内", "the register bars somebody of it"),
        "public" => Bilingual::new("公示未结束", "its publicity is not over"),
        _ => Bilingual::new("未经受理公示", "it was never made public"),
    };
    let codes = ["objected", "integrity", "public", "not_public"];
    let field = |one: &LeftBehind| {
        let code = codes.into_iter().find(|code| *code == one.why).unwrap_or("not_public");
        BadField::new(format!("/nominations/{}", one.nomination_id), code, words(code))
    };
    ReviewError::Refused(
        Bilingual::new("没有可进入网络评审的提名", "no nomination may go on to the remote review"),
        left.iter().take(MOST_NAMED).map(field).collect(),
    )
}

/// Demands that a book tells nothing of what it hides.
fn must_hide(book: &ReviewBook) -> Result<(), ReviewError> {
    let refused = lint_blind(&book.blind).into_iter().filter(|one| one.is_refused);
    let field =
        |one: Unblinds| BadField::new(format!("/blind/{}", one.setting), "unblinds", one.words);
    let fields: Vec<BadField> = refused.map(field).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let en = "the book of the round tells what it hides";
    Err(ReviewError::Refused(Bilingual::new("本届评审规则会泄露其所隐去的内容", en), fields))
}

/// Demands a copy without names of each nomination.
async fn must_have_copies(tx: &WriteTx, ready: &[Place]) -> Result<(), ReviewError> {
    let ids: Vec<NominationId> = ready.iter().map(|place| place.id).collect();
    let missing = store::without_copy(&**tx, &ids).await?;
    let without = ready.iter().filter(|place| missing.contains(&place.id)).take(MOST_NAMED);
    let words = || Bilingual::new("没有已启用的匿名文本", "no copy without names is released");
    let field =
        |place: &Place| BadField::new(format!("/nominations/{}", place.number), "no_copy", words());
    let fields: Vec<BadField> = without.map(field).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let en = "names are hidden in this round, and copies without them are missing";
    Err(ReviewError::Refused(Bilingual::new("本届匿名评审，尚缺匿名文本", en), fields))
}
