//! How is an answer kept? Once, for the facts that were shown, from whoever knows the end of the
//! identity number.

use entity::{
    ids::{DossierId, NomineeAnswerId},
    vocabulary::NomineeReply,
};

use super::{
    identity,
    issue::{PeopleError, record},
    nominee::Nominee,
    open::BY_LINK,
    reply::{Reply, ReplyFault},
    show,
    standing::{Answer, Link, LinkState},
    statements::CONSENT,
    store,
    views::ForNominee,
};
use crate::{app::App, nominations::dossier::Whole, persistence::WriteTx};

/// What became of an answer.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is kept; or another was kept before, which stands. The link shows which.
    Kept,
    /// The dossier changed while the page was read: nothing is kept, and the page asks anew.
    Changed(Box<ForNominee>),
    /// Something is missing or wrong: nothing is kept.
    Faulty(Box<ForNominee>, Vec<ReplyFault>),
    /// This was the last wrong identity check: the link is closed.
    Closed,
    /// The link opens nothing.
    Nothing,
}

/// Keeps what the nominee answers by the link with the word `token`.
///
/// # Errors
/// The records failing.
pub async fn answer(app: &App, token: &str, reply: &Reply) -> Result<Outcome, PeopleError> {
    let now = app.clock.now();
    let found = store::find_link(app.database.reader(), token).await?;
    let Some(found) = found else { return Ok(Outcome::Nothing) };
    let tx = app.database.begin_write().await?;
    store::hold_dossier(&*tx, found.dossier).await?;
    let Some(held) = store::hold_link(&*tx, token).await? else { return Ok(Outcome::Nothing) };
    let (id, link) = (held.dossier, held.link);
    match link.state(now, CONSENT.link.tries) {
        LinkState::Live => {}
        LinkState::Used => return Ok(Outcome::Kept),
        LinkState::Expired | LinkState::Revoked | LinkState::Closed => return Ok(Outcome::Nothing),
    }
    let Some((whole, nominee)) = show::asked(app, &tx, id, &link.row).await? else {
        return Ok(Outcome::Nothing);
    };
    let page = show::for_nominee(&tx, &whole, &nominee, &link).await?;
    if reply.facts_digest != nominee.facts.digest {
        return Ok(Outcome::Changed(Box::new(page)));
    }
    let faults = reply.faults(&nominee, &CONSENT);
    if !faults.is_empty() {
        return Ok(Outcome::Faulty(Box::new(page), faults));
    }
    if !proves_identity(reply, &nominee) {
        return count_wrong(app, tx, (whole, nominee), link).await;
    }
    keep(app, &tx, (id, &link), &nominee, reply).await?;
    tx.commit().await?;
    Ok(Outcome::Kept)
}

/// A refusal gives nothing away and may be about the very number, so it needs no proof.
fn proves_identity(reply: &Reply, nominee: &Nominee) -> bool {
    let proves = |number: &str| identity::ends_with(number, &reply.identity);
    reply.reply == NomineeReply::Refused
        || nominee.identity.as_ref().is_none_or(|number| proves(number.expose()))
}

/// Counts a failed identity check, and closes the link by the last one.
async fn count_wrong(
    app: &App,
    tx: WriteTx,
    (whole, nominee): (Whole, Nominee),
    mut link: Link,
) -> Result<Outcome, PeopleError> {
    store::count_wrong_try(&*tx, link.id).await?;
    link.wrong_tries += 1;
    let is_last = link.wrong_tries >= CONSENT.link.tries;
    let page = show::for_nominee(&tx, &whole, &nominee, &link).await?;
    let action = if is_last { "close_nominee_link" } else { "fail_nominee_identity" };
    record(app, &tx, (BY_LINK, action), (whole.id, &link.row), None).await?;
    tx.commit().await?;
    if is_last {
        return Ok(Outcome::Closed);
    }
    let left = page.tries_left;
    let fault = ReplyFault::new(
        "identity",
        &format!(
            "与提名材料中的证件号码不符，还可以试 {left} 次；如果材料中的号码有误，请选择拒绝并说明"
        ),
        &format!(
            "not the end of the number in the dossier; tries left: {left}. If the dossier is wrong, refuse and say so"
        ),
    );
    Ok(Outcome::Faulty(Box::new(page), vec![fault]))
}

/// Writes an answer down.
async fn keep(
    app: &App,
    tx: &WriteTx,
    (id, link): (DossierId, &Link),
    nominee: &Nominee,
    reply: &Reply,
) -> Result<(), PeopleError> {
    let is_confirmed = reply.reply == NomineeReply::Confirmed;
    let relations = if is_confirmed { reply.declared() } else { Vec::new() };
    let now = app.clock.now();
    let answer = Answer {
        id: app.ids.next::<NomineeAnswerId>(),
        link: link.id,
        row: link.row.clone(),
        facts_digest: nominee.facts.digest.clone(),
        reply: reply.reply,
        statements: if is_confirmed { CONSENT.all_agreed() } else { Vec::new() },
        signature: reply.signature.clone(),
        relation_count: u32::try_from(relations.len()).unwrap_or(u32::MAX),
        refusal_reason: (!is_confirmed).then(|| reply.reason.clone()),
        answered_at: now,
    };
    store::mark_used(&**tx, link.id, now).await?;
    store::insert_answer(&**tx, &app.sealer, id, &answer, &relations).await?;
    let action = if is_confirmed { "confirm_nomination" } else { "refuse_nomination" };
    let digest = Some(answer.facts_digest);
    record(app, tx, (BY_LINK, action), (id, &link.row), digest).await
}
