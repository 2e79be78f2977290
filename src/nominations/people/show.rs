//! How is put together what a link shows?

use super::{
    issue::{PeopleError, may_ask, people_of},
    nominee::Nominee,
    standing::{Answer, Link},
    statements::CONSENT,
    store,
    views::{ForNominee, GivenAnswer},
};
use crate::{
    app::App,
    nominations::dossier::{self, Whole},
    persistence::WriteTx,
};
use entity::{ids::DossierId, vocabulary::NomineeReply};

/// A dossier that still asks its people, and the one in `row`; none where either is gone.
pub(super) async fn asked(
    app: &App,
    tx: &WriteTx,
    id: DossierId,
    row: &str,
) -> Result<Option<(Whole, Nominee)>, PeopleError> {
    let Some(whole) = dossier::whole(&**tx, &app.sealer, id).await? else { return Ok(None) };
    let nominee = people_of(app, &whole).into_iter().find(|one| one.row == row);
    Ok(nominee.filter(|one| may_ask(whole.state) && one.can_be_asked()).map(|one| (whole, one)))
}

/// What whoever opens the link is shown and asked.
pub(super) async fn for_nominee(
    tx: &WriteTx,
    whole: &Whole,
    nominee: &Nominee,
    link: &Link,
) -> Result<ForNominee, PeopleError> {
    let (society, round) = store::from_whom(&**tx, (whole.round, &whole.society)).await?;
    Ok(ForNominee {
        dossier: whole.id,
        society,
        round,
        form: whole.form.title.clone(),
        name: nominee.name.clone(),
        facts: nominee.facts.clone(),
        asks_identity: nominee.identity.is_some(),
        tries_left: CONSENT.link.tries - link.wrong_tries,
        expires_at: link.expires_at,
    })
}

/// What was answered by the link.
pub(super) async fn given(
    app: &App,
    tx: &WriteTx,
    (id, link): (DossierId, &Link),
    answer: Answer,
) -> Result<Option<GivenAnswer>, PeopleError> {
    let Some(whole) = dossier::whole(&**tx, &app.sealer, id).await? else { return Ok(None) };
    let now = people_of(app, &whole).into_iter().find(|one| one.row == link.row);
    let holds = now.is_some_and(|one| one.facts.digest == answer.facts_digest);
    let agreed = answer
        .statements
        .into_iter()
        .filter_map(|one| CONSENT.title(&one.code).map(|title| (title.clone(), one.version)));
    let (society, _) = store::from_whom(&**tx, (whole.round, &whole.society)).await?;
    Ok(Some(GivenAnswer {
        society,
        form: whole.form.title.clone(),
        title: whole.content.text("project", "title").to_owned(),
        reply: answer.reply,
        answered_at: answer.answered_at,
        signature: answer.signature,
        statements: agreed.collect(),
        relations: answer.relation_count,
        reason: answer.refusal_reason,
        is_outdated: answer.reply == NomineeReply::Confirmed && !holds,
        facts_digest: answer.facts_digest,
        expires_at: link.expires_at,
    }))
}
