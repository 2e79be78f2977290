//! How does the award office let a message go, hold it, send it again, or learn that it came back?

use std::collections::BTreeSet;

use chrono::Duration;
use entity::{ids::NoticeMailId, vocabulary::MailState};
use sea_orm::DbErr;

use super::{
    model::{self, Bar, Mail},
    notice::Kind,
    store,
    templates::{Goes, TemplateError, Templates, templates},
};
use crate::{app::App, audit, persistence::WriteTx};

/// Records of deeds this near to a notice are taken as its cause.
const NEAR: Duration = Duration::minutes(1);

/// Why a message stays as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutboxError {
    /// There is none.
    #[error("not found")]
    NotFound,
    /// Somebody else was first.
    #[error("changed in the meantime")]
    Stale,
    /// It may not be released.
    #[error("barred")]
    Barred(Bar),
    /// Its state does not allow it.
    #[error("not in this state")]
    State,
    #[error(transparent)]
    Templates(#[from] TemplateError),
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// What the office does with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed<'a> {
    /// A held one goes.
    Release,
    /// A waiting one is held.
    Hold(&'a str),
    /// One that was given up or came back is tried again.
    Resend,
}

/// Who had a hand in what a message tells of.
async fn hands(app: &App, mail: &Mail) -> Result<BTreeSet<String>, DbErr> {
    let database = app.database.reader();
    let notices = store::of_mail(database, mail.id).await?;
    let Some(first) = notices.first() else { return Ok(BTreeSet::new()) };
    let (from, until) = (first.created_at - NEAR, first.created_at + NEAR);
    audit::actors_about(database, &first.subject, (from, until)).await
}

/// The kind of a message that tells a decision.
pub(super) fn decision(templates: &Templates, mail: &Mail) -> Option<Kind> {
    mail.kind.filter(|&kind| templates.of(kind).is_some_and(|one| one.goes == Goes::Held))
}

/// Whether `by` may let a message go, as the page shows it.
pub(super) async fn bar(app: &App, mail: &Mail, by: &str) -> Result<Option<Bar>, OutboxError> {
    if mail.state != MailState::Held {
        return Ok(None);
    }
    Ok(judge(app, templates()?, mail, by).await?.err())
}

/// What it asks of the records is only ever added to, so that it may be read beside the transaction.
async fn judge(
    app: &App,
    templates: &Templates,
    mail: &Mail,
    by: &str,
) -> Result<Result<(), Bar>, DbErr> {
    let Some(kind) = decision(templates, mail) else {
        // Held by the office itself: whoever has second thoughts lets it go.
        let free = Mail { caused_by: None, ..mail.clone() };
        return Ok(model::may_release(&free, by, &BTreeSet::new(), true));
    };
    let database = app.database.reader();
    let is_previewed = store::previewed(database, kind, &templates.version).await?;
    Ok(model::may_release(mail, by, &hands(app, mail).await?, is_previewed))
}

/// Does something with a message of the version seen.
pub(super) async fn act(
    app: &App,
    by: &str,
    id: NoticeMailId,
    seen: i64,
    deed: Deed<'_>,
) -> Result<(), OutboxError> {
    let templates = templates()?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut mail = store::find_mail(&*tx, id).await?.ok_or(OutboxError::NotFound)?;
    if mail.version != seen {
        return Err(OutboxError::Stale);
    }
    let (to, action, reason) = match deed {
        Deed::Release => {
            judge(app, templates, &mail, by).await?.map_err(OutboxError::Barred)?;
            mail.released_by = Some(by.to_owned());
            (MailState::Waiting, "release", None)
        }
        Deed::Hold(reason) => {
            let is_going = mail.claimed_until.is_some_and(|until| until > now);
            if mail.state != MailState::Waiting || is_going {
                return Err(OutboxError::State);
            }
            mail.held_by = Some(by.to_owned());
            (MailState::Held, "hold", Some(reason.to_owned()))
        }
        Deed::Resend => {
            // A secret that it brought is wiped: who made it makes another.
            let is_wiped = mail.kind.is_some_and(Kind::brings_secret);
            if is_wiped || !matches!(mail.state, MailState::Failed | MailState::Bounced) {
                return Err(OutboxError::State);
            }
            mail.attempts = 0;
            mail.last_error = None;
            (MailState::Waiting, "resend", None)
        }
    };
    mail.next_at = now;
    if !store::step(&*tx, &mail, to).await? {
        return Err(OutboxError::Stale);
    }
    record(app, &tx, (by, action), id, reason).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

/// A message that was sent came back, with an enhanced status (RFC 3463) where the report has one. Told
/// twice, it is one.
pub(super) async fn bounce(
    app: &App,
    by: &str,
    id: NoticeMailId,
    status: Option<&str>,
) -> Result<(), OutboxError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut mail = store::find_mail(&*tx, id).await?.ok_or(OutboxError::NotFound)?;
    if mail.state == MailState::Bounced {
        return Ok(());
    }
    if mail.state != MailState::Sent {
        return Err(OutboxError::State);
    }
    mail.last_error =
        Some(status.map_or_else(|| "bounced".to_owned(), |one| format!("bounced {one}")));
    if !store::step(&*tx, &mail, MailState::Bounced).await? {
        return Err(OutboxError::Stale);
    }
    if let Some(account) = mail.account {
        store::mark_bounced(&*tx, account, now).await?;
    }
    record(app, &tx, (by, "bounce"), id, None).await?;
    tx.commit().await?;
    Ok(())
}

async fn record(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    id: NoticeMailId,
    reason: Option<String>,
) -> Result<(), DbErr> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("outbox.{action}"),
        subject: format!("notice_mail/{id}"),
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await
}

/// Keeps that a template was looked at on real recipients.
pub(super) async fn keep_preview(
    app: &App,
    by: &str,
    kind: Kind,
    recipients: usize,
) -> Result<(), OutboxError> {
    let version = templates()?.version.as_str();
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    store::keep_preview(&*tx, app.ids, (kind, version), recipients, (by, now)).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "outbox.preview".to_owned(),
        subject: format!("template/{}", kind.as_str()),
        reason: Some(version.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
