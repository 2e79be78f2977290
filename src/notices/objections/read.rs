//! Which objections does a person see?

use entity::{ids::ObjectionId, vocabulary::ObjectionParty};

use super::{
    held::{self, Held, ObjectionError},
    intake::{add_files, put},
    record::inspect,
    rules::ObjectionRules,
    society_view::{self, SocietyView, is_own_file},
    store::{self, File, Objection, Query},
    tasks,
    views::{self, Around, CountView, DetailView, RowView},
};
use crate::{
    app::App,
    authz::{self, Action, Actor, Permit, Scope},
    awards,
    files::{Attachment, Content},
    identity,
    persistence::ReadTx,
    web::Paging,
};

/// What the office's queue is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where they stand; `open`, `closed`, or a state.
    pub state: Option<String>,
    /// What they are about.
    pub kind: Option<entity::vocabulary::ObjectionKind>,
    /// Whom they wait for.
    pub waits_for: Option<ObjectionParty>,
    /// Only what is late.
    pub is_overdue: bool,
    /// Part of the number.
    pub number: Option<String>,
}

async fn around(tx: &ReadTx, case: &Objection) -> Result<Around, ObjectionError> {
    let database = &**tx;
    let brief = store::brief(database, case.nomination_id).await?;
    Ok(Around {
        brief: brief.ok_or(ObjectionError::NotFound)?,
        tasks: store::tasks(database, case.id).await?,
        events: store::events(database, case.id).await?,
        files: store::files(database, case.id).await?,
        requests: store::requests(database, case.id).await?,
    })
}

/// A page of the objections, what is due first at the head.
///
/// # Errors
/// Not granted, an unknown state; the records failing.
pub async fn list(
    app: &App,
    actor: &Actor,
    (filter, paging): (&Filter, Paging),
) -> Result<(Vec<RowView>, u64), ObjectionError> {
    authz::permit(actor, Action::ReadObjections)?;
    let now = app.clock.now();
    let state = filter.state.as_deref().filter(|word| !matches!(*word, "" | "all"));
    let query = Query {
        is_open: match state {
            Some("open") => Some(true),
            Some("closed") => Some(false),
            _ => None,
        },
        state: state.and_then(|word| word.parse().ok()),
        kind: filter.kind,
        overdue_at: filter.is_overdue.then_some(now),
        waits_for: filter.waits_for,
        number: filter.number.clone().filter(|text| !text.is_empty()),
    };
    let tx = app.database.begin_read().await?;
    let (cases, total) = store::list(&*tx, &query, (paging.offset, paging.limit)).await?;
    let nominations: Vec<_> = cases.iter().map(|case| case.nomination_id).collect();
    let briefs = store::briefs(&*tx, &nominations).await?;
    let row = |case: &Objection| Some(views::row(case, briefs.get(&case.nomination_id)?, now));
    Ok((cases.iter().filter_map(row).collect(), total))
}

/// An objection as the office and the supervisor see it.
///
/// # Errors
/// Not granted, not found; the records failing.
pub async fn read(app: &App, actor: &Actor, id: ObjectionId) -> Result<DetailView, ObjectionError> {
    authz::permit(actor, Action::ReadObjections)?;
    let tx = app.database.begin_read().await?;
    let case = store::find(&*tx, id).await?.ok_or(ObjectionError::NotFound)?;
    let around = around(&tx, &case).await?;
    let mut detail = views::detail(&case, &around, app.clock.now());
    let actors = detail.actors();
    detail.names = identity::display_names(&*tx, actors.iter().map(String::as_str)).await?;
    Ok(detail)
}

/// A file of evidence or material, for the office and the supervisor.
///
/// # Errors
/// Not granted, not found; the records or the store of files failing.
pub(super) async fn evidence(
    app: &App,
    actor: &Actor,
    (id, number): (ObjectionId, i32),
) -> Result<(Attachment, Vec<u8>), ObjectionError> {
    authz::permit(actor, Action::ReadObjections)?;
    let files = store::files(app.database.reader(), id).await?;
    let file = files.into_iter().find(|file| file.number == number);
    download(app, file.ok_or(ObjectionError::NotFound)?).await
}

/// A file that a society handed in, for the same society: the evidence is not there for it.
///
/// # Errors
/// Not granted, not found; the records or the store of files failing.
pub(super) async fn material(
    app: &App,
    actor: &Actor,
    (id, number): (ObjectionId, i32),
) -> Result<(Attachment, Vec<u8>), ObjectionError> {
    read_of_society(app, actor, id).await?;
    let files = store::files(app.database.reader(), id).await?;
    let file = files.into_iter().find(|file| file.number == number && is_own_file(file));
    download(app, file.ok_or(ObjectionError::NotFound)?).await
}

async fn download(app: &App, file: File) -> Result<(Attachment, Vec<u8>), ObjectionError> {
    let bytes = app.files.get(&file.digest).await?;
    let ending = match file.media_type.as_str() {
        "application/pdf" => "pdf",
        "image/png" => "png",
        _ => "jpg",
    };
    let what = if is_own_file(&file) { "material" } else { "evidence" };
    let name = format!("{what}-{}.{ending}", file.number);
    Ok((Attachment { media_type: file.media_type, name }, bytes))
}

fn codes(permit: &Permit) -> &[String] {
    match &permit.scope {
        Scope::Societies(codes) => codes,
        Scope::All => &[],
    }
}

/// The objections to a society's own nominations, as the office released them.
///
/// # Errors
/// Not granted; the records failing.
pub(super) async fn list_of_society(
    app: &App,
    actor: &Actor,
) -> Result<Vec<SocietyView>, ObjectionError> {
    let permit = authz::permit(actor, Action::AnswerObjections)?;
    let tx = app.database.begin_read().await?;
    let mut views = Vec::new();
    for case in store::all_of_society(&*tx, codes(&permit)).await? {
        let around = around(&tx, &case).await?;
        views.extend(society_view::for_society(&case, &around, app.clock.now()));
    }
    Ok(views)
}

/// One of them.
///
/// # Errors
/// Not granted, not found; the records failing.
pub async fn read_of_society(
    app: &App,
    actor: &Actor,
    id: ObjectionId,
) -> Result<SocietyView, ObjectionError> {
    let permit = authz::permit(actor, Action::AnswerObjections)?;
    let tx = app.database.begin_read().await?;
    let case = store::find(&*tx, id).await?.ok_or(ObjectionError::NotFound)?;
    let around = around(&tx, &case).await?;
    let own = around.brief.society_code.as_ref();
    if !own.is_some_and(|code| codes(&permit).contains(code)) {
        return Err(ObjectionError::NotFound);
    }
    let view = society_view::for_society(&case, &around, app.clock.now());
    view.ok_or(ObjectionError::NotFound)
}

/// What a society says of a task of its own.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// The answer, with files of material.
    Answer(&'a str, &'a [Vec<u8>]),
    /// More time is needed: days and why.
    MoreTime(u32, &'a str),
}

/// A society answers what is asked of it or of its nominees, or asks for more time.
///
/// # Errors
/// Not granted, not found, changed since it was seen, late, no step, faults; the records or the store of
/// files failing.
pub async fn say(
    app: &App,
    actor: &Actor,
    (id, seen, task): (ObjectionId, i64, entity::ids::ObjectionTaskId),
    said: Said<'_>,
) -> Result<(), ObjectionError> {
    let view = read_of_society(app, actor, id).await?;
    if view.version != seen {
        return Err(ObjectionError::Stale);
    }
    if !view.tasks.iter().any(|one| one.id == task.0) {
        return Err(ObjectionError::NotFound);
    }
    let kept = match said {
        Said::Answer(_, files) => keep_material(app, files).await?,
        Said::MoreTime(..) => Vec::new(),
    };
    let mut held: Held = held::hold(app, id, None).await?;
    let events = store::events(&*held.tx, id).await?;
    if society_view::society_version(&held.case, &events) != seen {
        return Err(ObjectionError::Stale);
    }
    let by = (actor.username.as_str(), task);
    match said {
        Said::Answer(text, _) => {
            tasks::answer(app, &mut held, by, text).await?;
            let party = held.task(task)?.party;
            add_files(app, &held, (party, kept)).await?;
        }
        Said::MoreTime(days, reason) => {
            tasks::ask_more(app, &mut held, by, (days, reason)).await?;
        }
    }
    held.close(app).await
}

/// Looks into files of material and keeps their bytes, before the objection is held.
async fn keep_material(app: &App, files: &[Vec<u8>]) -> Result<Vec<Content>, ObjectionError> {
    let files = inspect(ObjectionRules::in_force()?, files.to_vec());
    put(app, files.map_err(ObjectionError::Wrong)?).await
}

/// How many objections of a round stand where; for whom nothing else of them is.
///
/// # Errors
/// Not granted, no such round; the records failing.
pub(super) async fn counts(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<CountView>, ObjectionError> {
    authz::permit(actor, Action::CountObjections)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.ok_or(ObjectionError::NotFound)?;
    let counts = store::counts(database, round.id).await?;
    let view = |((kind, state), count): ((entity::vocabulary::ObjectionKind, _), u64)| {
        let state: entity::vocabulary::ObjectionState = state;
        CountView { kind: kind.as_str().to_owned(), state: state.as_str().to_owned(), count }
    };
    Ok(counts.into_iter().map(view).collect())
}
