//! What does the outbox do by the clock? Reminds, composes and sends; run as often as one likes, on as many
//! nodes as there are, it does each thing once.

use chrono::{DateTime, Utc};
use entity::{
    ids::{AccountId, NoticeId, NoticeMailId},
    vocabulary::MailState,
};
use sea_orm::DbErr;

use super::{
    letters,
    model::{self, Kept, Mail},
    notice::Kind,
    remind::remind_due,
    secret_links::parted,
    store::{self, Composed, Outcome},
    tell::place_of_notice,
    templates::{Goes, TemplateError, Templates, templates},
    timing::{digest_day, digests, pause},
};
use crate::{
    app::App,
    mail::{Letter, PostError},
    persistence::WriteTx,
    shared::Secret,
};

/// Why the outbox stands still.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The templates are not whole.
    #[error(transparent)]
    Templates(#[from] TemplateError),
    /// The records.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// Reminds of what is due, composes what is to be sent, and sends it. Returns how much was done.
///
/// # Errors
/// [`SweepError`].
pub async fn sweep(app: &App) -> Result<u32, SweepError> {
    let templates = templates()?;
    let reminded = remind_due(app).await?;
    let composed = compose(app, templates).await?;
    let collected = collect(app, templates).await?;
    let sent = deliver(app, templates).await?;
    Ok(reminded + composed + collected + sent)
}

/// Makes a message of each notice that goes by itself.
async fn compose(app: &App, templates: &Templates) -> Result<u32, DbErr> {
    const MOST: u64 = 500;
    let mut composed = 0;
    for notice in store::unmailed(app.database.reader(), MOST).await? {
        let is_held = notice
            .kind
            .and_then(|kind| templates.of(kind))
            .is_some_and(|template| template.goes == Goes::Held);
        let new = Composed {
            id: app.ids.next(),
            recipient: &notice.recipient,
            account: notice.account,
            kind: notice.kind,
            day: None,
            subject: &notice.subject,
            state: if is_held { MailState::Held } else { MailState::Waiting },
            caused_by: notice.caused_by.clone(),
        };
        if write(app, new, &[notice.id]).await? {
            composed += 1;
        }
    }
    Ok(composed)
}

/// Makes the digests of the day.
async fn collect(app: &App, templates: &Templates) -> Result<u32, DbErr> {
    let Some((day, until)) = digest_day(app.clock.now(), templates.digest_hour) else {
        return Ok(0);
    };
    let pending = store::for_digest(app.database.reader(), until).await?;
    let mut composed = 0;
    for (account, notices) in digests(until, &pending) {
        let new = Composed {
            id: app.ids.next(),
            recipient: &super::tell::word_of(account),
            account: Some(account),
            kind: None,
            day: Some(day),
            subject: &format!("digest/{day}"),
            state: MailState::Waiting,
            caused_by: None,
        };
        if write(app, new, &notices).await? {
            composed += 1;
        }
    }
    Ok(composed)
}

/// Writes a message with its notices; nothing where another node was first.
async fn write(app: &App, new: Composed<'_>, notices: &[NoticeId]) -> Result<bool, DbErr> {
    let tx = app.database.begin_write().await?;
    let is_written = put(&tx, new, notices, app.clock.now()).await?;
    if is_written {
        tx.commit().await?;
    }
    Ok(is_written)
}

/// Writes a message with its notices, in the transaction of whoever has something to say; false, and half written,
/// where another node was first. A digest takes with it what earlier ones have not brought.
pub(super) async fn put(
    tx: &WriteTx,
    new: Composed<'_>,
    notices: &[NoticeId],
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let (id, account, is_digest) = (new.id, new.account, new.day.is_some());
    if !store::insert_mail(&**tx, new, now).await? {
        return Ok(false);
    }
    if store::carry(&**tx, notices, id).await? == 0 {
        return Ok(false);
    }
    if let Some(account) = account.filter(|_| is_digest) {
        store::take_digests(&**tx, account, id, now).await?;
    }
    Ok(true)
}

/// Sends what is due. A server that cannot be reached is not asked again in the same round.
async fn deliver(app: &App, templates: &Templates) -> Result<u32, DbErr> {
    const MOST: u64 = 50;
    let mut sent = 0;
    for mail in store::deliverable(app.database.reader(), app.clock.now(), MOST).await? {
        let now = app.clock.now();
        let Some(mail) = store::claim(app.database.reader(), mail, now).await? else { continue };
        match deliver_one(app, templates, &mail).await? {
            Some(Ok(())) => sent += 1,
            Some(Err(Fault::Post(PostError::Unreachable))) => break,
            Some(Err(_)) | None => {}
        }
    }
    Ok(sent)
}

/// Tries a message that this node took, and keeps what became of it.
async fn deliver_one(
    app: &App,
    templates: &Templates,
    mail: &Mail,
) -> Result<Option<Result<(), Fault>>, DbErr> {
    let database = app.database.reader();
    let notices = store::of_mail(database, mail.id).await?;
    let attempt = attempt(app, templates, mail, &notices).await?;
    let Some(tried) = attempt else {
        store::give_way(database, mail).await?;
        return Ok(None);
    };
    let outcome = outcome(mail, tried, app.clock.now());
    if let Outcome::Later(_, error) | Outcome::Failed(error) = &outcome {
        tracing::warn!(mail.id = %mail.id, mail.attempts, error, "a message did not leave");
    }
    keep(app, mail, &outcome).await?;
    Ok(attempt)
}

/// Keeps what became of an attempt. A secret that a message brings is wiped with the last one.
async fn keep(app: &App, mail: &Mail, outcome: &Outcome) -> Result<(), DbErr> {
    let is_over = !matches!(outcome, Outcome::Later(..));
    let tx = app.database.begin_write().await?;
    let is_kept = store::finish(&*tx, mail, outcome).await?;
    if is_kept && is_over && mail.kind.is_some_and(Kind::brings_secret) {
        store::wipe(&*tx, mail.id).await?;
    }
    tx.commit().await
}

/// What kept a message from leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    NoAddress,
    Bounced,
    Sealed,
    Post(PostError),
}

impl Fault {
    fn word(self) -> String {
        match self {
            Self::NoAddress => "no_address".to_owned(),
            Self::Bounced => "address_bounced".to_owned(),
            Self::Sealed => "unreadable".to_owned(),
            Self::Post(error) => error.to_string(),
        }
    }

    const fn is_final(self) -> bool {
        match self {
            Self::NoAddress | Self::Bounced | Self::Sealed => true,
            Self::Post(error) => error.is_final(),
        }
    }
}

fn outcome(mail: &Mail, attempt: Result<(), Fault>, now: DateTime<Utc>) -> Outcome {
    match attempt {
        Ok(()) => Outcome::Sent(now),
        Err(fault) => match pause(mail.attempts).filter(|_| !fault.is_final()) {
            Some(pause) => Outcome::Later(now + pause, fault.word()),
            None => Outcome::Failed(fault.word()),
        },
    }
}

/// Tries a message; none where nothing is left to say, or where it was taken back.
async fn attempt(
    app: &App,
    templates: &Templates,
    mail: &Mail,
    notices: &[Kept],
) -> Result<Option<Result<(), Fault>>, DbErr> {
    let mut notices = notices.to_vec();
    let (address, language) = match mail.account {
        Some(account) => address_of(app, account).await?,
        None => (address_within(app, &mut notices), None),
    };
    let site = app.config.mail.site.as_str();
    let Some((subject, body)) =
        letters::worded(templates, &notices, mail.day.is_some(), (site, language))
    else {
        return Ok(None);
    };
    // Taken back since this node took it, the address perhaps wiped: nothing is sent, and nothing has failed.
    if !store::is_still_due(app.database.reader(), mail).await? {
        return Ok(None);
    }
    let to = match address {
        Ok(to) => to,
        Err(fault) => return Ok(Some(Err(fault))),
    };
    let (id, body) = (NoticeMailId::to_string(&mail.id), Secret::new(body));
    let letter = Letter { id, to, subject, body, at: app.clock.now() };
    Ok(Some(app.post.send(&letter).await.map_err(Fault::Post)))
}

async fn address_of(
    app: &App,
    account: AccountId,
) -> Result<(Result<Secret, Fault>, Option<crate::shared::Language>), DbErr> {
    let Some(found) = store::writing(app.database.reader(), account).await? else {
        return Ok((Err(Fault::NoAddress), None));
    };
    let language = found.language.map(model::language);
    let address = match (&found.address, found.bounced_at) {
        (None, _) => Err(Fault::NoAddress),
        (Some(_), Some(_)) => Err(Fault::Bounced),
        (Some(sealed), None) => app
            .sealer
            .open_sealed(&super::own::place_of(account), sealed)
            .map(Secret::new)
            .map_err(|_| Fault::Sealed),
    };
    Ok((address, language))
}

/// The address that a notice for somebody without an account brings. A secret link that is sealed with it takes
/// the place of the notice's own.
fn address_within(app: &App, notices: &mut [Kept]) -> Result<Secret, Fault> {
    let with_address = notices.iter_mut().find_map(|one| Some((one.address.take()?, one)));
    let (sealed, notice) = with_address.ok_or(Fault::NoAddress)?;
    let opened = app.sealer.open_sealed(&place_of_notice(notice.id), &sealed);
    let (address, link) = parted(&opened.map_err(|_| Fault::Sealed)?);
    if link.is_some() {
        notice.link = link;
    }
    Ok(address)
}
