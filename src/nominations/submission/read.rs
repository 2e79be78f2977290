//! What stands in the way of a society's dossiers, and what became of those that were submitted?

use std::collections::BTreeMap;

use entity::{
    ids::DossierId,
    vocabulary::{CounterKind, NominationState, Route},
};

use super::{
    archive::Archive,
    errors::SubmissionError,
    gather::{Gathered, Ground},
    recommendation::{self, RecommendationView},
    store,
    submit::{archive, findings_of},
    views::{BlockedView, CheckView, HomeView, PlacesView, SubmissionsView},
    withdraw::effect,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, identity,
    nominations::{
        checks::{self, Finding},
        dossier::{self, DossierError, Reached},
        process,
    },
    persistence::ReadTx,
    quotas::{PROCEDURE, free_of},
};

/// Blockers that the society's home shows of one dossier.
const SHOWN: usize = 3;

/// What the rule check finds in a dossier as it stands.
///
/// # Errors
/// Not the actor's to know, the records failing.
pub(super) async fn check(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<CheckView, SubmissionError> {
    let known = dossier::reach(app, actor, id).await?;
    let tx = app.database.begin_read().await?;
    let ground = Ground::of(app, &*tx, known.round).await?;
    let findings = look(app, &tx, &ground, &known).await?;
    Ok(CheckView {
        version: known.version,
        checked_at: app.clock.now(),
        is_submittable: checks::is_submittable(&findings),
        findings,
    })
}

async fn look(
    app: &App,
    tx: &ReadTx,
    ground: &Ground,
    known: &Reached,
) -> Result<Vec<Finding>, SubmissionError> {
    let content = dossier::content(app, &**tx, known).await?;
    let gathered = Gathered::of(app, &**tx, known, content).await?;
    Ok(findings_of(ground, known, &gathered))
}

/// Submissions and withdrawals of a dossier, and what may be done next.
///
/// # Errors
/// Not the actor's to know, the records failing.
pub(super) async fn submissions(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<SubmissionsView, SubmissionError> {
    let known = dossier::reach(app, actor, id).await?;
    let tx = app.database.begin_read().await?;
    let ground = Ground::of(app, &*tx, known.round).await?;
    let window = awards::window(&*tx, known.round, &known.society, Some(id)).await?;
    let rule = awards::withdrawal_of(&*tx, known.round).await?;
    let effect = effect(app, (&rule, window), (&ground, &known));
    let next = process::next(&known.form.category, known.state, ground.route(&known.society));
    let may =
        permit(actor, Action::SubmitNominations).is_ok_and(|permit| permit.covers(&known.society));
    let may_submit = may && next == Some(NominationState::Submitted);
    let kept = (store::of_dossier(&*tx, id).await?, store::withdrawals_of(&*tx, id).await?);
    let mut view = SubmissionsView::of(known.version, may_submit, (effect, rule.basis), kept);
    view.may_recommend = may && next == Some(NominationState::Recommended);
    let recommendation = RecommendationView::of(&process::steps_of(&*tx, id).await?);
    view.recommendation = recommendation.map(RecommendationView::for_society);
    let names = identity::display_names(&*tx, view.actors()).await;
    view.names = names.map_err(DossierError::from)?;
    Ok(view)
}

/// A dossier as one file, its attachments' bytes in it when they are asked for. Whoever may write in the
/// dossier may take it whole; that it was taken is recorded.
///
/// # Errors
/// Not the actor's, the records or the store of files failing.
pub(super) async fn archived(
    app: &App,
    actor: &Actor,
    (id, with_files): (DossierId, bool),
) -> Result<Archive, SubmissionError> {
    use base64::Engine as _;
    let permit = permit(actor, Action::WriteNominations)?;
    let known = dossier::reach(app, actor, id).await?;
    if !permit.covers(&known.society) {
        return Err(SubmissionError::NOT_FOUND);
    }
    let tx = app.database.begin_write().await?;
    let ground = Ground::of(app, &*tx, known.round).await?;
    let content = dossier::content(app, &*tx, &known).await?;
    let gathered = Gathered::of(app, &*tx, &known, content).await?;
    let mut archive = archive(&tx, ground.round.year, &known, &gathered).await?;
    let subject = ("take_archive", format!("dossier/{id}"));
    process::note(app, &tx, &actor.username, subject, (None, Some(archive.digest()))).await?;
    tx.commit().await.map_err(DossierError::from)?;
    if with_files {
        for file in &archive.attachments {
            let bytes = app.files.get(&file.digest).await?;
            let text = base64::engine::general_purpose::STANDARD.encode(bytes);
            archive.files.insert(file.digest.clone(), text);
        }
    }
    Ok(archive)
}

/// The society's work in the round of `year`.
///
/// # Errors
/// No such round, the role, the records failing.
pub(super) async fn home(app: &App, actor: &Actor, year: i32) -> Result<HomeView, SubmissionError> {
    let permit = permit(actor, Action::ReadDossiers)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(SubmissionError::NOT_FOUND)?;
    let ground = Ground::of(app, &*tx, round.id).await?;
    let all = dossier::of_round(&*tx, round.id, &permit.scope).await?;
    let mut states: BTreeMap<String, u32> = BTreeMap::new();
    let mut dossiers = Vec::new();
    for known in &all {
        let state = known.told_state(actor).as_str();
        *states.entry(state.to_owned()).or_default() += 1;
        let route = ground.route(&known.society);
        let next = process::next(&known.form.category, known.state, route);
        let findings =
            if next.is_some() { look(app, &tx, &ground, known).await? } else { Vec::new() };
        let failing: Vec<Finding> = findings.into_iter().filter(Finding::bars).collect();
        dossiers.push(BlockedView {
            id: known.id.0,
            number: known.number.clone(),
            title: known.title.clone(),
            state: state.to_owned(),
            next: next.map(|state| state.as_str().to_owned()),
            failing: failing.len(),
            blockers: failing.into_iter().take(SHOWN).collect(),
        });
    }
    let society = all.first().map(|known| known.society.clone());
    let society = society.or_else(|| match &permit.scope {
        crate::authz::Scope::Societies(codes) => codes.first().cloned(),
        crate::authz::Scope::All => None,
    });
    let society = society.unwrap_or_default();
    let window = awards::window(&*tx, round.id, &society, None).await?;
    Ok(HomeView {
        round: year,
        now: app.clock.now(),
        opens_at: window.map(|window| window.opens_at),
        closes_at: window.map(|window| window.closes_at),
        places: match ground.route(&society) {
            Route::Direct => places(&ground, &society),
            Route::ViaCast => recommendation::places(&ground, &society, &all),
        },
        states,
        dossiers,
    })
}

fn places(ground: &Ground, society: &str) -> Vec<PlacesView> {
    let of = |rule: &crate::quotas::BucketRule| {
        let counter = ground.counters.iter().find(|one| {
            one.kind == CounterKind::Society && one.bucket == rule.code && one.society == society
        })?;
        Some(PlacesView {
            bucket: rule.code.as_str().to_owned(),
            name: rule.name.clone(),
            name_en: rule.name_en.clone(),
            places: counter.places,
            used: counter.used,
            free: free_of(counter, &ground.counters),
        })
    };
    PROCEDURE.buckets.iter().filter_map(of).collect()
}
