//! Who is reminded of the end of nominating? Set with the timetable and with every extension that is
//! confirmed; looked at anew when the time comes, for by then many have handed everything in.

use std::collections::BTreeSet;

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::{CounterKind, NominationState, Role, Route},
};

use super::{
    closing_rules::{Draft, Work},
    errors::ProcessError,
    store,
};
use crate::{
    app::App,
    authz::Scope,
    awards::{self, Extension, KeptExtension, Timetable},
    nominations::dossier::{self, Reached},
    notifications::{self, DueReminder, Kind, Reminder, To},
    persistence::{ReadTx, WriteTx},
    quotas::{self, Counter},
    shared::china_day,
    societies::SocietyStanding,
    track_record,
};

/// The heads of all societies are reminded of the end that holds for everybody; a new timetable, or an
/// extension for all, moves the reminder with it.
pub(super) async fn remind_all(
    app: &App,
    tx: &WriteTx,
    (round, year): (RoundId, i32),
) -> Result<(), ProcessError> {
    let to = To::Role(Role::SocietyHead);
    // No society has this code: only what is for all of them counts.
    remind(app, tx, (round, year), ("", None), (to, format!("round/{year}"))).await
}

/// The head of the society that was given more time is reminded of the new end.
pub(super) async fn remind_extended(
    app: &App,
    tx: &WriteTx,
    kept: &KeptExtension,
) -> Result<(), ProcessError> {
    let rounds = awards::list_rounds(&**tx).await?;
    let Some(year) = rounds.iter().find(|one| one.id == kept.round).map(|one| one.year) else {
        return Ok(());
    };
    let of = (kept.round, year);
    let Some(society) = kept.extension.society.as_deref() else {
        return remind_all(app, tx, of).await;
    };
    let dossier = kept.extension.dossier;
    let subject = match dossier {
        Some(id) => format!("dossier/{id}"),
        None => format!("round/{year}"),
    };
    let to = To::Head(society.to_owned());
    remind(app, tx, of, (society, dossier), (to, subject)).await
}

async fn remind(
    app: &App,
    tx: &WriteTx,
    (round, year): (RoundId, i32),
    (society, dossier): (&str, Option<DossierId>),
    (to, subject): (To, String),
) -> Result<(), ProcessError> {
    let Some(window) = awards::window(&**tx, round, society, dossier).await? else {
        return Ok(());
    };
    let reminder = Reminder {
        kind: Kind::NominatingCloses,
        to,
        subject,
        due_at: window.closes_at,
        facts: [("round".to_owned(), year.to_string())].into(),
        link: Some(format!("/rounds/{year}/timetable")),
    };
    notifications::remind(app, tx, &reminder).await?;
    Ok(())
}

/// Tells those whom the end of nominating still concerns, each time once; says how many reminders told
/// somebody.
///
/// # Errors
/// The records failing.
pub async fn remind_due(app: &App) -> Result<u32, ProcessError> {
    let mut told = 0;
    for one in notifications::due_reminders(app, Kind::NominatingCloses).await? {
        let to = concerned(app, &one).await?;
        told += u32::from(notifications::tell_due(app, &one, &to).await?);
    }
    Ok(told)
}

async fn concerned(app: &App, one: &DueReminder) -> Result<Vec<To>, ProcessError> {
    if app.clock.now() >= one.due_at() {
        return Ok(Vec::new());
    }
    let tx = app.database.begin_read().await?;
    if let Some(year) = one.subject().strip_prefix("round/").and_then(|year| year.parse().ok()) {
        return of_round(app, &tx, (one, year)).await;
    }
    let id = one.subject().strip_prefix("dossier/").and_then(|id| uuid::Uuid::parse_str(id).ok());
    match id {
        Some(id) => of_dossier(app, &tx, (one, id.into())).await,
        None => Ok(Vec::new()),
    }
}

/// The head of the society of a dossier that has more time, while it is not handed in and may be.
async fn of_dossier(
    app: &App,
    tx: &ReadTx,
    (one, id): (&DueReminder, DossierId),
) -> Result<Vec<To>, ProcessError> {
    let Some(known) = dossier::find(&**tx, id).await? else { return Ok(Vec::new()) };
    let window = awards::window(&**tx, known.round, &known.society, Some(id)).await?;
    let holds = window.is_some_and(|window| window.closes_at == one.due_at());
    if !holds || known.is_handed_in() || known.is_recommended() {
        return Ok(Vec::new());
    }
    let rounds = awards::list_rounds(&**tx).await?;
    let year = rounds.iter().find(|round| round.id == known.round).map(|round| round.year);
    let today = china_day(app.clock.now());
    let rights = track_record::rights_on(&**tx, today, year.unwrap_or_default()).await?;
    let own = rights.iter().find(|society| society.society_id == known.society);
    let has_right = own.is_some_and(SocietyStanding::may_nominate);
    Ok(if has_right { vec![To::Head(known.society)] } else { Vec::new() })
}

/// What is known of a round when its reminder is due.
struct Round {
    table: Timetable,
    extensions: Vec<Extension>,
    counters: Vec<Counter>,
    dossiers: Vec<Reached>,
    /// Those that were ever handed in.
    placed: BTreeSet<DossierId>,
}

async fn of_round(
    app: &App,
    tx: &ReadTx,
    (one, year): (&DueReminder, i32),
) -> Result<Vec<To>, ProcessError> {
    let Some(found) = awards::find_round(&**tx, year).await? else { return Ok(Vec::new()) };
    let Some(table) = awards::timetable(&**tx, found.id).await? else { return Ok(Vec::new()) };
    let kept = awards::extensions(&**tx, found.id).await?;
    let round = Round {
        table,
        extensions: kept.into_iter().map(|kept| kept.extension).collect(),
        counters: quotas::counters_of(&**tx, year).await?,
        dossiers: dossier::of_round(&**tx, found.id, &Scope::All).await?,
        placed: store::ever_at(&**tx, found.id, NominationState::Submitted).await?,
    };
    let mut to = Vec::new();
    for society in track_record::rights_on(&**tx, china_day(app.clock.now()), year).await? {
        let code = &society.society_id;
        let is_for = match one.to() {
            To::Head(own) => own == code,
            _ => true,
        };
        let closes_at = round.table.window(&round.extensions, code, None).closes_at;
        // Whoever has more time is reminded of his own end.
        let holds = is_for && closes_at == one.due_at();
        if holds && round.work(&society).is_waited_for() {
            to.push(To::Head(code.clone()));
        }
    }
    Ok(to)
}

impl Round {
    /// How far a society is. A dossier with more time of its own waits for its own end.
    fn work(&self, society: &SocietyStanding) -> Work<'_> {
        let code = &society.society_id;
        let closes_at = |dossier| self.table.window(&self.extensions, code, dossier).closes_at;
        let mut work = Work {
            has_right: society.may_nominate(),
            has_ledger: !self.counters.is_empty(),
            of_round: &self.counters,
            counters: self
                .counters
                .iter()
                .filter(|one| match society.route {
                    Route::Direct => one.kind == CounterKind::Society && one.society == *code,
                    Route::ViaCast => one.kind == CounterKind::Cast,
                })
                .collect(),
            ..Work::default()
        };
        for known in self.dossiers.iter().filter(|known| known.society == *code) {
            let is_away = known.is_handed_in() || known.is_recommended();
            if is_away || closes_at(Some(known.id)) != closes_at(None) {
                work.handed_in += 1;
                continue;
            }
            work.drafts.push(Draft {
                category: known.form.category.clone(),
                has_place: self.placed.contains(&known.id),
            });
        }
        work
    }
}
