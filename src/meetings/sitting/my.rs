//! In which meetings does somebody have a seat, and what does he see of them?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{AgendaItemId, NominationId, ReviewBodyId, ReviewMeetingId, ReviewSeatId, RoundId},
    vocabulary::{AgendaState, ReviewMeetingState as State, SeatDuty, SheetState},
};

use super::{
    facts_store,
    my_views::{
        AliasSheet, EarlierOpinion, MyAgendaItem, MyItemFacts, MyItemMay, MyMeeting, MyMeetingMay,
        MyMeetingRow, MyOpinion, MySeat,
    },
    show::{Beside, standing},
    store::{self, BodyRow, ItemRow, SeatRow},
    whole::{Whole, place},
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit},
    awards::{BlindRule, SheetSight, Sight},
    meetings::{
        MeetingError,
        model::{Seat, Stage},
        opinion::{self, Kept, OpinionRow},
        store::book_of,
    },
    nominations::{self, NominationDetail},
    persistence::ReadTx,
    reviews::{self, model::SheetRow},
};

/// The meetings in which the reader has a seat, in the order in which they begin; drafts are nobody's yet.
///
/// # Errors
/// Not granted, the records failing.
pub(super) async fn list(app: &App, actor: &Actor) -> Result<Vec<MyMeetingRow>, MeetingError> {
    permit(actor, Action::SitInMeetings)?;
    let tx = app.database.begin_read().await?;
    let seats = store::own_seats(&*tx, actor.account, None).await?;
    let bodies = store::bodies_named(&*tx, seats.iter().map(|seat| seat.body_id)).await?;
    let rounds: BTreeSet<RoundId> = bodies.iter().map(|body| body.round_id).collect();
    let mut years = BTreeMap::new();
    for round in rounds {
        years.insert(round, facts_store::year_of(&*tx, round).await?);
    }
    let meetings = store::of_bodies(&*tx, &bodies).await?;
    let known: BTreeMap<ReviewBodyId, &BodyRow> =
        bodies.iter().map(|body| (body.id, body)).collect();
    let row = |row: store::MeetingRow| {
        let body = known.get(&row.body_id)?;
        let seat: &SeatRow = seats.iter().find(|seat| seat.body_id == row.body_id)?;
        Some(MyMeetingRow {
            id: row.id.0,
            round: years.get(&body.round_id).copied().unwrap_or_default(),
            body: body.name.clone(),
            stage: row.stage.as_str().to_owned(),
            title: row.title,
            state: row.state.as_str().to_owned(),
            starts_at: row.starts_at,
            place: row.place,
            duty: seat.duty.as_str().to_owned(),
        })
    };
    let shown = meetings.into_iter().filter(|row| row.state != State::Draft);
    Ok(shown.filter_map(row).collect())
}

/// Who may write and lock the opinion of his body: everybody who has a duty there. Where the scribe keeps out, another
/// has to.
pub(in crate::meetings) const fn writes(duty: SeatDuty) -> bool {
    match duty {
        SeatDuty::Chair | SeatDuty::ViceChair | SeatDuty::Secretary | SeatDuty::Scribe => true,
        SeatDuty::Member => false,
    }
}

/// A meeting that was called, and the reader's seat in it.
pub(in crate::meetings) async fn seated(
    tx: &ReadTx,
    actor: &Actor,
    id: ReviewMeetingId,
) -> Result<(Whole, Seat), MeetingError> {
    permit(actor, Action::SitInMeetings)?;
    let seat = store::seat_of(&**tx, id, actor.account).await?.ok_or(MeetingError::NotFound)?;
    let whole = store::whole_of(&**tx, id).await?;
    let whole = whole.filter(|whole| whole.row.state != State::Draft);
    Ok((whole.ok_or(MeetingError::NotFound)?, seat))
}

/// What a round hides from who judges, as far as a meeting asks.
#[derive(Clone, Copy, Debug)]
struct Hidden {
    /// Whose the nomination is, who nominates it, or its number: then its dossier is not given out here.
    any: bool,
    nominee: bool,
    number: bool,
}

impl Hidden {
    const fn of(blind: BlindRule) -> Self {
        let nominee = matches!(blind.nominee, Sight::Hidden);
        let number = matches!(blind.number, Sight::Hidden);
        let nominator = matches!(blind.nominator, Sight::Hidden);
        Self { any: nominee || number || nominator, nominee, number }
    }
}

async fn blind(tx: &ReadTx, whole: &Whole) -> Result<BlindRule, MeetingError> {
    Ok(reviews::book_of(&**tx, whole.body.round_id).await?.blind)
}

/// What is told of the items of a meeting to one seat.
struct Seen<'a> {
    app: &'a App,
    whole: &'a Whole,
    seat: &'a Seat,
    hidden: Hidden,
    beside: Beside,
    sheets: BTreeMap<NominationId, Vec<AliasSheet>>,
    earlier: BTreeMap<NominationId, Vec<(Stage, OpinionRow)>>,
}

impl<'a> Seen<'a> {
    async fn of(
        app: &'a App,
        tx: &ReadTx,
        (whole, seat): (&'a Whole, &'a Seat),
    ) -> Result<Self, MeetingError> {
        // Of what he keeps out of nothing is even read.
        let items: Vec<&ItemRow> =
            whole.items.iter().filter(|item| !whole.keeps_out(item.id, seat.id)).collect();
        let blind = blind(tx, whole).await?;
        let hidden = Hidden::of(blind);
        let beside = Beside::of(tx, whole, &items).await?;
        let is_shown = whole.row.state == State::Open && whole.row.stage == Stage::FirstReview;
        // By name nobody sees who gave a sheet, whatever a book says.
        let is_told = !matches!(blind.panel_sees, SheetSight::None);
        let sheets = if is_shown && is_told {
            sheets(app, tx, (whole, &beside)).await?
        } else {
            BTreeMap::new()
        };
        let ids = items.iter().map(|item| item.nomination_id);
        let earlier = opinion::earlier(&**tx, ids, whole.row.stage).await?;
        Ok(Self { app, whole, seat, hidden, beside, sheets, earlier })
    }

    fn item(&self, item: &ItemRow) -> Result<MyAgendaItem, MeetingError> {
        let is_recused = self.whole.keeps_out(item.id, self.seat.id);
        let facts = if is_recused { None } else { Some(self.facts(item)?) };
        Ok(MyAgendaItem { position: place(item.position), is_recused, facts })
    }

    fn facts(&self, item: &ItemRow) -> Result<MyItemFacts, MeetingError> {
        let place = self.beside.places.get(&item.nomination_id);
        let number = place.map(|place| place.number.clone());
        let title = place.map(|place| place.title.clone());
        let sheets = self.sheets.get(&item.nomination_id).cloned().unwrap_or_default();
        let rank = self.beside.ranks.get(&item.nomination_id).and_then(|row| row.rank);
        let kept = self.beside.opinions.get(&item.id);
        let earlier = self.earlier.get(&item.nomination_id).into_iter().flatten();
        let earlier = earlier.map(|(stage, row)| {
            let text = opinion::text(self.app, row)?;
            Ok(EarlierOpinion { stage: stage.as_str().to_owned(), text })
        });
        Ok(MyItemFacts {
            id: item.id.0,
            number: number.filter(|_| !self.hidden.number),
            title: title.filter(|_| !self.hidden.nominee),
            alias: self.hidden.nominee.then(|| alias(self.app, item.nomination_id)),
            category: place.map(|place| place.category.clone()).unwrap_or_default(),
            state: item.state.as_str().to_owned(),
            begins: item.slot_begins,
            defence: item.defence.as_str().to_owned(),
            files: self.beside.files(item.id),
            rank: rank.filter(|_| !sheets.is_empty()),
            sheets,
            opinion: kept.map(|kept| self.opinion(item.id, kept)).transpose()?,
            earlier: earlier.collect::<Result<_, MeetingError>>()?,
            may: self.may(item, kept),
            version: item.version,
        })
    }

    fn opinion(&self, item: AgendaItemId, kept: &Kept) -> Result<MyOpinion, MeetingError> {
        let standing = standing(self.whole, item, kept);
        let is_shown = kept.row.locked_at.is_some() || writes(self.seat.duty);
        let own = kept.signatures.iter().find(|one| one.seat_id == self.seat.id);
        Ok(MyOpinion {
            id: kept.row.id.0,
            text: if is_shown { Some(opinion::text(self.app, &kept.row)?) } else { None },
            digest: kept.row.digest.clone(),
            answer: own.map(|one| one.answer.as_str().to_owned()),
            state: standing.state,
            signed: standing.signed,
            of: standing.of,
            version: kept.row.version,
        })
    }

    fn may(&self, item: &ItemRow, kept: Option<&Kept>) -> MyItemMay {
        let is_open = self.whole.row.state == State::Open;
        let is_locked = kept.is_some_and(|kept| kept.row.locked_at.is_some());
        let is_signed =
            kept.is_some_and(|kept| kept.signatures.iter().any(|one| one.seat_id == self.seat.id));
        let writes = is_open && writes(self.seat.duty) && !is_locked;
        let came = self.whole.came().contains(&self.seat.id);
        MyItemMay {
            recuse: self.whole.is_on() && item.state != AgendaState::Voting,
            write: writes,
            lock: writes && kept.is_some(),
            sign: is_open && is_locked && !is_signed && came,
            read: self.whole.is_on() && !self.hidden.any,
        }
    }
}

/// A word by which a nomination is spoken of where its name is hidden.
fn alias(app: &App, id: NominationId) -> String {
    let print = app.sealer.fingerprint(format!("meeting/{id}").as_bytes()).to_uppercase();
    print.chars().take(6).collect()
}

/// The sheets of the remote review that were submitted, without who gave them: in an order that tells nothing.
async fn sheets(
    app: &App,
    tx: &ReadTx,
    (whole, beside): (&Whole, &Beside),
) -> Result<BTreeMap<NominationId, Vec<AliasSheet>>, MeetingError> {
    let categories: BTreeSet<&str> =
        beside.places.values().map(|place| place.category.as_str()).collect();
    let known: Vec<NominationId> = beside.places.keys().copied().collect();
    let mut found: BTreeMap<NominationId, Vec<AliasSheet>> = BTreeMap::new();
    for category in categories {
        let Some(phase) = reviews::phase_of(&**tx, whole.body.round_id, category).await? else {
            continue;
        };
        let mut sheets: Vec<(String, SheetRow)> = reviews::sheets_about(&**tx, phase.id, &known)
            .await?
            .into_iter()
            .filter(|sheet| sheet.state == SheetState::Submitted)
            .map(|sheet| {
                let word = format!("alias/{}/{}/{}", phase.id, sheet.nomination, sheet.assignment);
                (app.sealer.fingerprint(word.as_bytes()), sheet)
            })
            .collect();
        sheets.sort_by(|one, other| one.0.cmp(&other.0));
        for (_, sheet) in sheets {
            let of = found.entry(sheet.nomination).or_default();
            let expert = u32::try_from(of.len()).unwrap_or(u32::MAX).saturating_add(1);
            of.push(AliasSheet { expert, points: sheet.points, total: sheet.total });
        }
    }
    Ok(found)
}

/// A meeting, as the reader sees it from his seat.
///
/// # Errors
/// Not granted, no meeting in which he has a seat, the records failing.
pub(in crate::meetings) async fn read(
    app: &App,
    actor: &Actor,
    id: ReviewMeetingId,
) -> Result<MyMeeting, MeetingError> {
    let tx = app.database.begin_read().await?;
    let (whole, seat) = seated(&tx, actor, id).await?;
    let seen = Seen::of(app, &tx, (&whole, &seat)).await?;
    let book = book_of(&*tx, whole.body.round_id).await?;
    let row = &whole.row;
    let is_head = matches!(seat.duty, SeatDuty::Chair | SeatDuty::ViceChair);
    let items: Result<Vec<MyAgendaItem>, MeetingError> =
        whole.items.iter().map(|item| seen.item(item)).collect();
    Ok(MyMeeting {
        id: row.id.0,
        round: facts_store::year_of(&*tx, whole.body.round_id).await?,
        body: whole.body.name.clone(),
        kind: whole.body.kind.as_str().to_owned(),
        stage: row.stage.as_str().to_owned(),
        title: row.title.clone(),
        state: row.state.as_str().to_owned(),
        starts_at: row.starts_at,
        place: row.place.clone(),
        you: MySeat {
            number: seat.number,
            duty: seat.duty.as_str().to_owned(),
            is_present: is_present(app, &whole, seat.id),
        },
        items: items?,
        needs_opinion: book.opinion.needed_for.contains(&row.stage),
        may: MyMeetingMay { attend: whole.is_on(), lead: row.state == State::Open && is_head },
        version: row.version,
    })
}

fn is_present(app: &App, whole: &Whole, seat: ReviewSeatId) -> bool {
    whole.roll(app.clock.now()).present.contains(&seat)
}

/// An item of a meeting in which the reader has a seat and out of which he does not keep.
///
/// # Errors
/// Anything less is not found; the records failing.
pub(in crate::meetings) async fn own_item(
    tx: &ReadTx,
    actor: &Actor,
    (meeting, item): (ReviewMeetingId, AgendaItemId),
) -> Result<(Whole, Seat), MeetingError> {
    let (whole, seat) = seated(tx, actor, meeting).await?;
    let is_known = whole.item(item).is_some() && !whole.keeps_out(item, seat.id);
    // What he was called to judge is his to read until it is over.
    if is_known && whole.is_on() { Ok((whole, seat)) } else { Err(MeetingError::NotFound) }
}

/// The dossier of an item. In a round that hides whose a nomination is, who nominates it or its number, there is none.
///
/// # Errors
/// As [`own_item`].
pub(super) async fn dossier(
    app: &App,
    actor: &Actor,
    of: (ReviewMeetingId, AgendaItemId),
) -> Result<NominationDetail, MeetingError> {
    let tx = app.database.begin_read().await?;
    let (whole, _) = own_item(&tx, actor, of).await?;
    if Hidden::of(blind(&tx, &whole).await?).any {
        return Err(MeetingError::NotFound);
    }
    let item = whole.item(of.1).ok_or(MeetingError::NotFound)?;
    let found = nominations::detail(&*tx, item.nomination_id, &Scope::All, false).await?;
    let mut found = found.ok_or(MeetingError::NotFound)?;
    // Whom the nominator asked to keep out are names of experts.
    found.excluded_experts.clear();
    Ok(found)
}
