//! What does the office see of bodies, and what does a check of a name say?

use std::collections::BTreeMap;

use entity::{
    ids::{AccountId, ExpertId, ReviewBodyId, ReviewSeatId},
    vocabulary::ReviewMeetingState,
};

use super::{
    store,
    views::{BodyView, SeatCheck, SeatConflict, SeatExpert, SeatView},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards,
    meetings::{
        MeetingError,
        book::MeetingBook,
        sitting::{
            facts_store::year_of,
            is_of_size, size_of,
            store::{BodyRow, SeatRow, accounts, bodies, bodies_named, of_bodies, seats},
            whole::place,
        },
        store::book_of,
    },
    persistence::ReadTx,
    recusals,
};

/// What stands beside seats.
struct Beside {
    accounts: BTreeMap<ReviewSeatId, AccountId>,
    usernames: BTreeMap<AccountId, String>,
    codes: BTreeMap<ExpertId, String>,
}

impl Beside {
    async fn of(tx: &ReadTx, rows: &[SeatRow]) -> Result<Self, MeetingError> {
        let accounts = accounts(&**tx, rows).await?;
        let usernames = store::usernames(&**tx, accounts.values().copied()).await?;
        let codes = store::codes(&**tx, rows.iter().filter_map(|row| row.expert_id)).await?;
        Ok(Self { accounts, usernames, codes })
    }

    fn seat(&self, row: &SeatRow) -> SeatView {
        let account = self.accounts.get(&row.id);
        let expert = row.expert_id.map(|id| SeatExpert {
            id: id.0,
            code: self.codes.get(&id).cloned().unwrap_or_default(),
        });
        SeatView {
            id: row.id.0,
            body: row.body_id.0,
            number: place(row.number),
            name: row.name.clone(),
            unit: row.unit.clone(),
            duty: row.duty.as_str().to_owned(),
            username: account.and_then(|id| self.usernames.get(id)).cloned(),
            expert,
            ended_at: row.ended_at,
            ended_why: row.ended_why.clone(),
            check: None,
            version: row.version,
        }
    }
}

/// The bodies of a round with their seats, by kind and name.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<BodyView>, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(MeetingError::NotFound)?;
    let rows = bodies(&*tx, round.id).await?;
    shown(&tx, actor, rows).await
}

/// One of them.
///
/// # Errors
/// Not granted, no such body, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    id: ReviewBodyId,
) -> Result<BodyView, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    let rows = bodies_named(&*tx, [id]).await?;
    shown(&tx, actor, rows).await?.pop().ok_or(MeetingError::NotFound)
}

/// A seat.
///
/// # Errors
/// Not granted, no such seat, the records failing.
pub(super) async fn seat(
    app: &App,
    actor: &Actor,
    id: ReviewSeatId,
) -> Result<SeatView, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    let row = store::find_seat(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let beside = Beside::of(&tx, std::slice::from_ref(&row)).await?;
    Ok(beside.seat(&row))
}

async fn shown(
    tx: &ReadTx,
    actor: &Actor,
    rows: Vec<BodyRow>,
) -> Result<Vec<BodyView>, MeetingError> {
    let Some(round) = rows.first().map(|row| row.round_id) else { return Ok(Vec::new()) };
    let book = book_of(&**tx, round).await?;
    let ids: Vec<ReviewBodyId> = rows.iter().map(|row| row.id).collect();
    let all = seats(&**tx, &ids).await?;
    let beside = Beside::of(tx, &all).await?;
    let meetings = of_bodies(&**tx, &rows).await?;
    let may = permit(actor, Action::ManageMeetings).is_ok();
    let view = |row: BodyRow| {
        let own = all.iter().filter(|seat| seat.body_id == row.id);
        let own: Vec<SeatView> = own.map(|seat| beside.seat(seat)).collect();
        let is_open = |id| {
            meetings.iter().any(|one| one.body_id == id && one.state == ReviewMeetingState::Open)
        };
        let is_open = is_open(row.id);
        body_view(row, own, (&book, may && !is_open))
    };
    Ok(rows.into_iter().map(view).collect())
}

fn body_view(
    row: BodyRow,
    seats: Vec<SeatView>,
    (book, may_change): (&MeetingBook, bool),
) -> BodyView {
    let size = size_of(book, row.kind);
    let living = seats.iter().filter(|seat| seat.ended_at.is_none()).count();
    BodyView {
        id: row.id.0,
        kind: row.kind.as_str().to_owned(),
        name: row.name,
        category: row.category,
        panel: row.panel,
        seats,
        least: size.0,
        most: size.1,
        is_fit: is_of_size(living, size),
        may_change,
        version: row.version,
    }
}

/// What the register of conflicts says of a seat whose expert is not known, by its name and unit, against the nominations
/// of the round; none where an expert of the pool sits there, of whom it says all that it knows.
///
/// # Errors
/// Not granted, the records failing.
pub(super) async fn check(
    app: &App,
    actor: &Actor,
    seat: &SeatView,
) -> Result<Option<SeatCheck>, MeetingError> {
    if seat.expert.is_some() {
        return Ok(None);
    }
    let database = app.database.reader();
    let body = bodies_named(database, [seat.body.into()]).await?.pop();
    let body = body.ok_or(MeetingError::NotFound)?;
    let year = year_of(database, body.round_id).await?;
    let line = [&seat.name, &seat.unit].map(|cell| one_line(cell)).join("\t");
    let found = recusals::check_names(app, actor, (year, line)).await?;
    let row = found.rows.into_iter().next();
    Ok(row.map(|row| SeatCheck {
        grade: row.grade,
        expert: row.expert.map(|expert| SeatExpert { id: expert.id, code: expert.code }),
        barred: u64::try_from(row.nominations_barred).unwrap_or(u64::MAX),
        flagged: u64::try_from(row.nominations_flagged).unwrap_or(u64::MAX),
        reasons: row
            .reasons
            .into_iter()
            .map(|reason| SeatConflict {
                severity: reason.severity,
                number: reason.nomination.number,
                title: reason.nomination.title,
                zh: reason.zh,
                en: reason.en,
            })
            .collect(),
    }))
}

/// A cell without what would make it two.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
