//! What is a reviewer to judge, and how far is he?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ReviewAssignmentId, ReviewPhaseId, RoundId},
    vocabulary::NominationState,
};

use super::{
    law::{AssignmentFacts, Draft, QueueRow, may_write, next},
    save::{commitment, said},
    store::{self, AssignmentRecord, SheetRecord},
    views::{OpenSheet, QueueProgress, QueueView, ScoringPhase, SheetView},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards::{self, BlindRule},
    nominations::{self, Place, Veil},
    persistence::ReadTx,
    reviews::{ReviewBook, ReviewError, SheetRule, book_of, model::Phase, phases},
};

/// What a reviewer says that he has no interest by.
const NO_INTEREST: &str = "none";

/// The sheet of a category.
pub(in crate::reviews) fn rule_of<'b>(
    book: &'b ReviewBook,
    category: &str,
) -> Result<&'b SheetRule, ReviewError> {
    book.sheet(category)
        .ok_or_else(|| ReviewError::Inside(format!("no sheet for the category {category}")))
}

/// What a nomination is called before its reviewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::reviews) struct Called {
    /// The number that people quote.
    pub(in crate::reviews) number: Option<String>,
    /// Project name.
    pub(in crate::reviews) title: Option<String>,
    /// A name that tells nothing.
    pub(in crate::reviews) alias: Option<String>,
}

impl Called {
    /// By what a book shows: where people are hidden the title goes with them, as it may name one.
    pub(in crate::reviews) fn of(app: &App, blind: BlindRule, place: &Place) -> Self {
        let veil = Veil::of(&blind);
        let is_whole = !veil.number && !veil.nominee;
        Self {
            number: (!veil.number).then(|| place.number.clone()),
            title: (!veil.nominee).then(|| place.title.clone()),
            alias: (!is_whole).then(|| nominations::alias_of(app, place.id)),
        }
    }

    /// By what rows are put in order.
    fn order(&self) -> (Option<&str>, Option<&str>) {
        (self.number.as_deref(), self.alias.as_deref())
    }
}

/// An assignment that its reviewer may judge now.
pub(in crate::reviews) struct DeskRow {
    /// The assignment.
    pub(in crate::reviews) id: ReviewAssignmentId,
    /// The phase.
    pub(in crate::reviews) phase: ReviewPhaseId,
    /// What it is called.
    pub(in crate::reviews) called: Called,
    /// Its sheet, with what it says; none before it is first kept.
    pub(in crate::reviews) sheet: Option<(SheetRecord, Draft)>,
}

/// Everything that a reviewer may judge now.
pub(in crate::reviews) struct Desk {
    /// The phases that are open, with the years of their rounds and their sheets.
    pub(in crate::reviews) phases: Vec<(Phase, i32, SheetRule)>,
    /// The assignments in them, in the order in which they are gone through.
    pub(in crate::reviews) rows: Vec<DeskRow>,
    now: DateTime<Utc>,
}

impl Desk {
    /// The desk of the actor.
    ///
    /// # Errors
    /// Not a reviewer, or one whom no expert of the pool is tied to.
    pub(in crate::reviews) async fn of(
        app: &App,
        tx: &ReadTx,
        actor: &Actor,
    ) -> Result<Self, ReviewError> {
        permit(actor, Action::ReviewDossiers)?;
        let now = app.clock.now();
        let expert = store::expert_of(&**tx, actor.account).await?.ok_or(ReviewError::NotFound)?;
        let accepted = store::accepted(&**tx, expert).await?;
        let rounds: BTreeSet<RoundId> = accepted.iter().map(|row| row.round_id).collect();
        let mut open = phases::opened(&**tx, &rounds).await?;
        open.retain(|phase| phase.is_open(now));
        let signed = signed(tx, actor, &open).await?;
        let rounds: BTreeSet<RoundId> = open.iter().map(|phase| phase.round).collect();
        let mut books = BTreeMap::new();
        for round in &rounds {
            books.insert(*round, book_of(&**tx, *round).await?);
        }
        let mut sheets = store::sheets_by(&**tx, expert).await?;
        let ids: Vec<NominationId> = accepted.iter().map(|row| row.nomination_id).collect();
        let places = nominations::places(&**tx, &ids).await?;
        let places: BTreeMap<NominationId, Place> =
            places.into_iter().map(|place| (place.id, place)).collect();
        let mut rows = Vec::new();
        for row in &accepted {
            let Some(place) = places.get(&row.nomination_id) else { continue };
            let of =
                |phase: &&Phase| phase.round == row.round_id && phase.category == place.category;
            let Some(phase) = open.iter().find(of) else { continue };
            let facts = facts(row, place, signed.contains(&row.round_id));
            let Some(book) = books.get(&row.round_id) else { continue };
            if may_write(Some(phase), facts, now).is_err() {
                continue;
            }
            let sheet = match sheets.remove(&row.id) {
                Some(sheet) => {
                    let draft = said(app, &sheet)?;
                    Some((sheet, draft))
                }
                None => None,
            };
            let called = Called::of(app, book.blind, place);
            rows.push(DeskRow { id: row.id, phase: phase.id, called, sheet });
        }
        Self::in_order(tx, (open, books), rows, now).await
    }

    /// By the end of their phase, then by number.
    async fn in_order(
        tx: &ReadTx,
        (open, books): (Vec<Phase>, BTreeMap<RoundId, ReviewBook>),
        mut rows: Vec<DeskRow>,
        now: DateTime<Utc>,
    ) -> Result<Self, ReviewError> {
        let rounds = awards::list_rounds(&**tx).await?;
        let mut phases = Vec::new();
        for phase in open.into_iter().filter(|phase| rows.iter().any(|row| row.phase == phase.id)) {
            let year = rounds.iter().find(|round| round.id == phase.round).map(|round| round.year);
            let Some(book) = books.get(&phase.round) else { continue };
            let rule = rule_of(book, &phase.category)?.clone();
            phases.push((phase, year.unwrap_or_default(), rule));
        }
        let place = |id: ReviewPhaseId| phases.iter().position(|(phase, ..)| phase.id == id);
        rows.sort_by(|one, other| {
            let by_phase = place(one.phase).cmp(&place(other.phase));
            let by_name = one.called.order().cmp(&other.called.order());
            by_phase.then(by_name).then(one.id.cmp(&other.id))
        });
        Ok(Self { phases, rows, now })
    }

    /// The phase of a row, with its sheet.
    pub(in crate::reviews) fn phase_of(&self, row: &DeskRow) -> Option<&(Phase, i32, SheetRule)> {
        self.phases.iter().find(|(phase, ..)| phase.id == row.phase)
    }

    /// The sheet of a row as its reviewer sees it.
    fn view(&self, row: &DeskRow) -> Option<SheetView> {
        let (_, _, rule) = self.phase_of(row)?;
        let kept = row.sheet.as_ref().map(|(sheet, draft)| (sheet, draft));
        Some(SheetView::of((row.id, row.phase), row.called.clone(), rule, kept))
    }
}

/// The rounds whose commitment the actor has signed.
async fn signed(
    tx: &ReadTx,
    actor: &Actor,
    open: &[Phase],
) -> Result<BTreeSet<RoundId>, ReviewError> {
    let mut signed = BTreeSet::new();
    let rounds: BTreeSet<RoundId> = open.iter().map(|phase| phase.round).collect();
    for round in rounds {
        if store::is_signed(&**tx, (round, actor.account), commitment()?).await? {
            signed.insert(round);
        }
    }
    Ok(signed)
}

/// What an assignment is, as far as writing its sheet asks.
pub(super) fn facts(row: &AssignmentRecord, place: &Place, is_signed: bool) -> AssignmentFacts {
    AssignmentFacts {
        state: row.state,
        is_frozen: row.frozen_at.is_some(),
        is_signed,
        is_clear: row.interest.as_deref() == Some(NO_INTEREST),
        is_under_review: place.state == NominationState::NetworkReview,
    }
}

/// The queue of the actor.
///
/// # Errors
/// As [`Desk::of`].
pub(super) async fn queue(app: &App, actor: &Actor) -> Result<QueueView, ReviewError> {
    let tx = app.database.begin_read().await?;
    let desk = Desk::of(app, &tx, actor).await?;
    let rows: Vec<SheetView> = desk.rows.iter().filter_map(|row| desk.view(row)).collect();
    let order: Vec<QueueRow> = rows
        .iter()
        .map(|row| QueueRow {
            id: ReviewAssignmentId(row.id),
            is_submitted: row.is_submitted(),
            is_skipped: row.skipped,
        })
        .collect();
    let owes =
        |phase: &Phase| rows.iter().any(|row| row.phase == phase.id.0 && !row.is_submitted());
    let ends = desk.phases.iter().filter(|(phase, ..)| owes(phase));
    let phases = desk.phases.iter().map(|(phase, year, rule)| ScoringPhase::of(phase, *year, rule));
    Ok(QueueView {
        now: desk.now,
        due_at: ends.map(|(phase, ..)| phase.closes_at).min(),
        progress: QueueProgress {
            done: order.iter().filter(|row| row.is_submitted).count(),
            of: order.len(),
        },
        phases: phases.collect(),
        next: next(&order, None).map(|id| id.0),
        rows,
    })
}

/// One sheet of the actor with what it asks for.
///
/// # Errors
/// Not his, or not to be judged now.
pub(super) async fn sheet(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<OpenSheet, ReviewError> {
    let tx = app.database.begin_read().await?;
    let desk = Desk::of(app, &tx, actor).await?;
    let row = desk.rows.iter().find(|row| row.id == id).ok_or(ReviewError::NotFound)?;
    let (phase, _, rule) = desk.phase_of(row).ok_or(ReviewError::NotFound)?;
    let sheet = desk.view(row).ok_or(ReviewError::NotFound)?;
    Ok(OpenSheet { sheet, criteria: rule.criteria.clone(), closes_at: phase.closes_at })
}
