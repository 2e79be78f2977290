//! What is told of a dossier's way and of a round's timetable?

use chrono::Datelike as _;
use entity::{
    ids::DossierId,
    vocabulary::{NominationState, Route},
};

use super::{
    errors::ProcessError,
    publicity_rules::{completing_units, earliest_end},
    record::{Process, Step},
    states, store,
    told::told_steps,
    views::{CalendarYear, ProcessDeeds, ProcessView, TimetableView},
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit},
    awards::{self, Calendar, KeptExtension, Timetable},
    identity,
    nominations::dossier,
    shared::china_day,
    societies,
};

fn may(actor: &Actor, action: Action, society: &str) -> bool {
    permit(actor, action).is_ok_and(|permit| permit.covers(society))
}

/// What the actor may do, by right and by the table.
fn deeds(actor: &Actor, society: &str, process: &Process, category: &str) -> ProcessDeeds {
    use NominationState::{
        Draft, InternalPublicity, InternalReview, Recommended, ReturnAsked, Submitted,
    };
    let state = process.state;
    let goes = |to| states::find(category, state, to).is_some();
    let writes = may(actor, Action::WriteNominations, society);
    let approves = may(actor, Action::ApproveNominations, society);
    let is_public = state == InternalPublicity;
    let publicity = process.publicity.as_ref();
    let is_other = process.review.requested_by.as_deref().is_some_and(|by| by != actor.username);
    ProcessDeeds {
        request_review: writes && goes(InternalReview),
        pass: approves && is_other && goes(InternalPublicity),
        send_back: approves && state == InternalReview,
        take_back: goes(Draft)
            && match state {
                // Whoever may return it returns it.
                InternalReview => writes && !approves,
                Recommended | ReturnAsked => approves,
                // It is asked to be withdrawn instead.
                Submitted => false,
                _ => writes,
            },
        begin_publicity: writes && is_public && publicity.is_none(),
        end_publicity: writes
            && is_public
            && publicity.is_some_and(super::record::Publicity::is_open),
        resolve: states::is_resolved_on(category, state)
            && if is_public {
                writes && publicity.is_some_and(super::record::Publicity::is_clear)
            } else {
                approves && is_other
            },
    }
}

/// The states of the society's part of the way, for a category and a route.
fn way(category: &str, route: Route) -> Vec<String> {
    use NominationState::{
        CouncilApproved, Draft, InternalPublicity, InternalReview, Recommended, Submitted,
    };
    let leads = |to| states::workflow(category).any(|one| one.to == to);
    [Draft, InternalReview, InternalPublicity, CouncilApproved, Recommended, Submitted]
        .into_iter()
        .filter(|&state| state == Draft || leads(state))
        .filter(|&state| state != Recommended || route == Route::ViaCast)
        .map(|state| state.as_str().to_owned())
        .collect()
}

/// The user names of those who acted, by `steps` that are told.
fn actors<'p>(process: &'p Process, steps: &'p [Step]) -> Vec<&'p str> {
    let review = [&process.review.requested_by, &process.review.passed_by];
    let publicities = process.publicity.iter().chain(&process.earlier_publicities);
    let resolutions = process.resolution.iter().chain(&process.earlier_resolutions);
    let mut actors: Vec<&str> = steps.iter().map(|one| one.by.as_str()).collect();
    actors.extend(review.into_iter().filter_map(|one| one.as_deref()));
    actors.extend(resolutions.map(|one| one.recorded_by.as_str()));
    for one in publicities {
        actors.push(&one.begun_by);
        actors.extend(one.closed_by.as_deref());
    }
    actors
}

/// The way of a dossier that the actor may read.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn process(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<ProcessView, ProcessError> {
    let known = dossier::reach(app, actor, id).await?;
    let now = app.clock.now();
    let tx = app.database.begin_read().await?;
    let process = store::process_of(&*tx, id, known.state).await?;
    let content = dossier::content(app, &*tx, &known).await?;
    let faults = dossier::faults_of(app, &*tx, &known, &content).await?.len();
    let rounds = awards::list_rounds(&*tx).await?;
    let round = rounds.into_iter().find(|one| one.id == known.round).map_or(0, |one| one.year);
    let window = awards::window(&*tx, known.round, &known.society, Some(id)).await?;
    let route = societies::route_of(&*tx, &known.society, round).await?;
    let length = store::length_of(&*tx, known.round).await?;
    let charter = societies::charter_on(&*tx, &known.society, china_day(now)).await?;
    let is_of_cast = may(actor, Action::AnswerRecommendations, &known.society);
    let steps = told_steps(&process.steps, is_of_cast);
    let names = identity::display_names(&*tx, actors(&process, &steps)).await?;
    drop(tx);
    let state = known.told_state(actor);
    let category = known.form.category.clone();
    let is_told = |to| is_of_cast || to != NominationState::ReturnAsked;
    let next = states::workflow(&category)
        .filter(|one| one.from == state && is_told(one.to))
        .filter(|one| one.is_for(route));
    Ok(ProcessView {
        id: id.0,
        faults,
        round,
        way: way(&category, route),
        content_digest: content.digest(known.form),
        charter,
        completing_units: completing_units(known.form, &content),
        publicity_days: length.days,
        publicity_count: length.count.as_str().to_owned(),
        earliest_end: earliest_end(Calendar::in_force()?, china_day(now), length),
        next: next.map(Into::into).collect(),
        may: deeds(actor, &known.society, &process, &category),
        names,
        now,
        opens_at: window.map(|window| window.opens_at),
        closes_at: window.map(|window| window.closes_at),
        moment: window.map(|window| window.at(now).as_str().to_owned()),
        number: known.number,
        title: known.title,
        society_id: known.society,
        category,
        state: state.as_str().to_owned(),
        version: known.version,
        requested_by: process.review.requested_by,
        passed_by: process.review.passed_by,
        steps: steps.into_iter().map(Into::into).collect(),
        publicity: process.publicity.map(Into::into),
        resolution: process.resolution.map(Into::into),
        earlier_publicities: process.earlier_publicities.into_iter().map(Into::into).collect(),
        earlier_resolutions: process.earlier_resolutions.into_iter().map(Into::into).collect(),
    })
}

/// The user names of those who asked for extensions and confirmed them.
fn askers(extensions: &[KeptExtension]) -> Vec<&str> {
    let asked = extensions.iter().map(|one| one.extension.asked_by.as_str());
    let confirmed = extensions.iter().filter_map(|one| one.extension.confirmed_by.as_deref());
    asked.chain(confirmed).collect()
}

/// The timetable of a round as the actor may know it.
///
/// # Errors
/// No such round, the records failing.
pub(super) async fn timetable(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<TimetableView, ProcessError> {
    permit(actor, Action::ReadRounds)?;
    let may_manage = permit(actor, Action::ManageTimetable).is_ok();
    let own = match permit(actor, Action::ReadDossiers).map(|permit| permit.scope) {
        Ok(Scope::Societies(codes)) => codes,
        _ => Vec::new(),
    };
    let now = app.clock.now();
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ProcessError::NOT_FOUND)?;
    let table = awards::timetable(&*tx, round.id).await?;
    let mut kept = awards::extensions(&*tx, round.id).await?;
    let length = store::length_of(&*tx, round.id).await?;
    let in_force: Vec<_> = kept.iter().map(|one| one.extension.clone()).collect();
    kept.retain(|one| {
        let society = one.extension.society.as_ref();
        let is_in_force = one.extension.confirmed_by.is_some();
        may_manage || (is_in_force && society.is_none_or(|society| own.contains(society)))
    });
    let names = identity::display_names(&*tx, askers(&kept)).await?;
    drop(tx);
    let window = |table: &Timetable| {
        let society = own.first().map_or("", String::as_str);
        table.window(&in_force, society, None)
    };
    let own_window = table.as_ref().map(window);
    let calendar = Calendar::in_force()?;
    let year_now = china_day(now).year();
    Ok(TimetableView {
        year,
        now,
        version: table.as_ref().map_or(0, |table| table.version),
        opens_at: table.as_ref().map(|table| table.opens_at),
        closes_at: table.as_ref().map(|table| table.closes_at),
        own_closes_at: own_window.map(|window| window.closes_at),
        moment: own_window.map(|window| window.at(now).as_str().to_owned()),
        cutoff: table.as_ref().and_then(|table| table.cutoff),
        publicity_days: length.days,
        publicity_count: length.count.as_str().to_owned(),
        correction_days: table.as_ref().map_or(0, |table| table.correction_days),
        basis: table.map(|table| table.basis).unwrap_or_default(),
        extensions: kept.into_iter().map(Into::into).collect(),
        names,
        calendar: [year_now, year_now + 1].map(|year| CalendarYear::of(calendar, year)).into(),
        may_manage,
    })
}
