//! How does a dossier become a nomination? Checked whole, given its place and its receipt, in one
//! transaction.

use entity::{
    ids::{DossierId, NominationId, SubmissionId},
    vocabulary::NominationState,
};

use super::{
    archive::{Archive, ArchivedFile, FormName, Label},
    carry::{Nominator, carry},
    errors::SubmissionError,
    gather::{Gathered, Ground, facts, findings_digest, place_subject},
    receipt::{FORMAT, Receipt, RuleSetName, Statement},
    store::{self, Submission},
};
use crate::{
    app::App,
    authz::{Action, Actor},
    idempotency, jobs,
    nominations::{
        attachments::Attachment,
        checks::{self, Finding},
        dossier::{DossierError, Reached},
        process::{self, Because, Held},
        store::{Placing, keep_submitted, keep_units},
    },
    persistence::WriteTx,
    quotas::{self, Claim, Stamp},
    search::FOLLOW,
    shared::random_token,
};

/// Bytes of a salt.
const SALT_BYTES: usize = 24;

/// What the rule check finds in a dossier that is held or read, by the rules of its round.
pub(super) fn findings_of(ground: &Ground, known: &Reached, gathered: &Gathered) -> Vec<Finding> {
    checks::check(ground.book, &facts(ground, known, gathered))
}

/// Submits a dossier that stands at `version`, and says under which key its receipt is found.
///
/// # Errors
/// The dossier is not the actor's, not approved by the council, or has changed; a rule fails; no place is
/// left; it is too late; the request was answered before; the records failing.
pub async fn submit(
    app: &App,
    actor: &Actor,
    (id, version): (DossierId, i64),
    key: Option<&idempotency::Key>,
) -> Result<SubmissionId, SubmissionError> {
    let tx = app.database.begin_write().await?;
    let held = process::hold(app, &tx, actor, (Action::SubmitNominations, id)).await?;
    let submission = enter(app, &tx, actor, (&held, version), key).await?;
    tx.commit().await.map_err(DossierError::from)?;
    app.wake.ring();
    Ok(submission)
}

/// Takes a dossier that is held, and stood at `version`, into the round, and says under which key its receipt is
/// found. The caller commits.
pub(super) async fn enter(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (held, version): (&Held, i64),
    key: Option<&idempotency::Key>,
) -> Result<SubmissionId, SubmissionError> {
    let known = &held.dossier;
    let submission: SubmissionId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&**tx, key, &submission.to_string(), app.clock.now()).await?
    {
        return Err(DossierError::Repeated.into());
    }
    // Holding took the dossier one version on.
    if known.version != version.saturating_add(1) {
        return Err(SubmissionError::Stale);
    }
    // Before the facts: of two that name one person the second sees the keys of the first.
    store::take_turn(&**tx, known.round).await?;
    let ground = Ground::of(app, &**tx, known.round).await?;
    let gathered = Gathered::of(app, &**tx, known, held.content.clone()).await?;
    let findings = findings_of(&ground, known, &gathered);
    if !checks::is_submittable(&findings) {
        let failed = findings.into_iter().filter(checks::Finding::bars);
        return Err(SubmissionError::Findings(failed.collect()));
    }
    let step = (actor, Because::default());
    process::take(app, tx, held, NominationState::Submitted, step).await?;
    take_place(app, tx, actor, (&ground, known)).await?;
    let handed = (NominationState::Submitted, submission, actor.username.as_str());
    hand_in(app, tx, (&ground, held), (&gathered, findings), handed).await?;
    Ok(submission)
}

/// Keeps what was checked as handed in: its receipt, what the later stages read, the record of it.
pub(super) async fn hand_in(
    app: &App,
    tx: &WriteTx,
    (ground, held): (&Ground, &Held),
    (gathered, findings): (&Gathered, Vec<Finding>),
    (state, submission, by): (NominationState, SubmissionId, &str),
) -> Result<(), SubmissionError> {
    let known = &held.dossier;
    let receipt = receipt(app, tx, (ground, held), (gathered, &findings)).await?;
    nominate(app, tx, (ground, state), (known, gathered)).await?;
    let kept = Submission {
        id: submission,
        dossier: known.id,
        attempt: receipt.statement.attempt,
        version: receipt.statement.version,
        digest: receipt.statement.digest.clone(),
        findings,
        receipt,
        by: by.to_owned(),
        at: app.clock.now(),
    };
    store::insert(&**tx, &kept).await?;
    let payload = serde_json::json!({ "kind": "nomination" });
    jobs::enqueue(&**tx, app.ids, app.clock.now(), FOLLOW, payload)
        .await
        .map_err(DossierError::from)?;
    let subject = ("submit", format!("dossier/{}", known.id));
    process::note(app, tx, by, subject, (None, Some(kept.digest))).await?;
    Ok(())
}

/// Takes a place of the society's quota, or of CAST's; what is submitted again keeps its place, or gives it back
/// where by now it is of another bucket or by another route. Before anything that orders all writers behind each other.
async fn take_place(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (ground, known): (&Ground, &Reached),
) -> Result<(), SubmissionError> {
    let bucket = ground.bucket(known.form, &known.society).ok_or(SubmissionError::NOT_FOUND)?;
    let subject = place_subject(known.id);
    let society = ground.giver(&known.society);
    let claim = Claim { year: ground.round.year, society, bucket, subject: &subject };
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by: &actor.username };
    quotas::reserve_instead(tx, &claim, &stamp).await?;
    Ok(())
}

/// The attachments as an archive names them.
pub(super) fn archived(attachments: &[Attachment]) -> Vec<ArchivedFile> {
    let file = |one: &Attachment| ArchivedFile {
        number: one.number,
        name: one.name.clone(),
        media_type: one.media_type.clone(),
        size_bytes: one.size_bytes,
        digest: one.digest.clone(),
    };
    attachments.iter().map(file).collect()
}

/// The archive of a dossier that is held, with a salt that is made when it has none.
pub(super) async fn archive(
    tx: &WriteTx,
    year: i32,
    known: &Reached,
    gathered: &Gathered,
) -> Result<Archive, SubmissionError> {
    let salt = if let Some(salt) = store::salt_of(&**tx, known.id).await? {
        salt
    } else {
        let salt = random_token(SALT_BYTES);
        store::keep_salt(&**tx, known.id, &salt).await?;
        salt
    };
    let label = Label {
        salt,
        round: year,
        society_id: known.society.clone(),
        number: known.number.clone(),
    };
    let files = archived(&gathered.attachments);
    Ok(Archive::of(label, known.form, &gathered.content, files))
}

async fn receipt(
    app: &App,
    tx: &WriteTx,
    (ground, held): (&Ground, &Held),
    (gathered, findings): (&Gathered, &[Finding]),
) -> Result<Receipt, SubmissionError> {
    let known = &held.dossier;
    let archive = archive(tx, ground.round.year, known, gathered).await?;
    let last = store::newest(&**tx, known.id).await?;
    let society = ground.society(&known.society).map(|one| one.name.clone());
    let statement = Statement {
        format: FORMAT.to_owned(),
        dossier_id: known.id.to_string(),
        number: known.number.clone(),
        round: ground.round.year,
        society_id: known.society.clone(),
        society: society.unwrap_or_default(),
        category: known.form.category.clone(),
        grade: gathered.content.text("project", "grade").to_owned(),
        title: gathered.content.text("project", "title").trim().to_owned(),
        attempt: last.map_or(1, |last| last.attempt + 1),
        version: known.version - 1,
        digest: archive.digest(),
        attachments: u32::try_from(gathered.attachments.len()).unwrap_or(u32::MAX),
        form: FormName { id: known.form.id.clone(), digest: known.form.digest.clone() },
        rule_set: RuleSetName {
            name: ground.round.rule_set_name.clone(),
            digest: ground.round.rule_set_digest.clone(),
        },
        rule_book: Some(RuleSetName {
            name: ground.book.version.clone(),
            digest: ground.book.digest.clone(),
        }),
        findings_digest: findings_digest(findings),
        submitted_at: app.clock.now(),
    };
    Ok(statement.sign(&app.signer))
}

/// Writes what the later stages read.
async fn nominate(
    app: &App,
    tx: &WriteTx,
    (ground, state): (&Ground, NominationState),
    (known, gathered): (&Reached, &Gathered),
) -> Result<(), SubmissionError> {
    let society = ground.society(&known.society).map_or("", |one| one.name.as_str());
    let by = Nominator {
        number: &known.number,
        round: ground.round.year,
        society_id: &known.society,
        society,
        route: ground.route(&known.society),
    };
    let carried = carry(known.form, &gathered.content, &by);
    let placing = Placing { round: known.round, state, now: app.clock.now() };
    let place = (NominationId(known.id.0), placing);
    let said = (carried.nomination, &carried.people[..], &carried.papers[..]);
    keep_submitted(&**tx, app.ids, place, said).await?;
    keep_units(&**tx, app.ids, place.0, &carried.units).await?;
    let place = (known.round, known.id);
    store::replace(&**tx, app.ids, place, gathered.keys.clone()).await?;
    Ok(())
}
