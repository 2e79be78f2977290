//! How does somebody without an account get a link that only he may know? In a letter of its own. The link is
//! sealed together with the address, and both are wiped when the letter has gone, was given up or taken back.

use chrono::{DateTime, Utc};
use entity::{ids::NoticeId, vocabulary::MailState};
use sea_orm::DbErr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    letters::single,
    notice::{Kind, Notice},
    store::{self, Composed, NewRow},
    sweep::put,
    tell::{place_of_notice, word_of_address},
    templates::{Template, Templates, templates},
};
use crate::{
    app::App,
    audit,
    persistence::WriteTx,
    shared::{Language, Secret},
};

/// Subject and text of a letter in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LetterWording)]
pub struct Wording {
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Where a letter with a secret link stands.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What it is about.
    pub subject: String,
    /// State.
    pub state: MailState,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it left.
    pub sent_at: Option<DateTime<Utc>>,
    pub(super) recipient: String,
}

impl Delivery {
    /// Whether it is for this address.
    pub fn is_to(&self, app: &App, address: &str) -> bool {
        self.recipient == word_of_address(app, address)
    }
}

fn custom(error: &dyn std::fmt::Display) -> DbErr {
    DbErr::Custom(error.to_string())
}

/// The words of a kind, among all that there are.
fn words_of(kind: Kind) -> Result<(&'static Templates, &'static Template), DbErr> {
    let templates = templates().map_err(|error| custom(&error))?;
    let template = templates.of(kind).ok_or_else(|| custom(&"no template"))?;
    Ok((templates, template))
}

/// What the letter that brings `notice` says, in Chinese and in English; with the link of the notice, which is
/// not the secret one.
///
/// # Errors
/// There are no words for it, which the start would have said.
pub fn preview(app: &App, notice: &Notice) -> Result<[Wording; 2], DbErr> {
    let (templates, template) = words_of(notice.kind)?;
    let site = app.config.mail.site.as_str();
    Ok([Language::Chinese, Language::English].map(|language| {
        let said = (&notice.facts, notice.link.as_deref());
        let (subject, text) = single(templates, template, said, (site, language));
        Wording { subject, text }
    }))
}

/// Writes a letter to `address` that brings `path`, a link below the address of Laurel that only its recipient
/// may know. Where others look at the letter, the link of the notice stands in its place. Called after the deed
/// was recorded (`audit::record`), in the same transaction.
///
/// # Errors
/// The records failing.
pub async fn send_link(
    app: &App,
    tx: &WriteTx,
    (address, path): (&str, &Secret),
    notice: &Notice,
) -> Result<(), DbErr> {
    let (_, template) = words_of(notice.kind)?;
    let now = app.clock.now();
    let id: NoticeId = app.ids.next();
    let both = format!("{}\n{}", address.trim(), path.expose());
    let sealed = app.sealer.seal(&place_of_notice(id), &both).map_err(|error| custom(&error))?;
    let recipient = word_of_address(app, address);
    let caused_by = audit::last_actor(&**tx).await?;
    let row = NewRow {
        id,
        account: None,
        address: Some(sealed),
        recipient: &recipient,
        family: &template.family,
        is_digest: false,
        caused_by: caused_by.as_deref(),
        notice,
        now,
    };
    store::insert(&**tx, row).await?;
    let mail = Composed {
        id: app.ids.next(),
        recipient: &recipient,
        account: None,
        kind: Some(notice.kind),
        day: None,
        subject: &notice.subject,
        state: MailState::Waiting,
        caused_by,
    };
    put(tx, mail, &[id], now).await.map(|_| ())
}

/// Takes back the letters about `subjects` that have not gone, also those that a node has taken to send. A letter
/// is either sent or taken back: what the mail server takes at this very moment is kept as sent, and what it does
/// not take is not tried again.
///
/// # Errors
/// The records failing.
pub async fn take_back_links(tx: &WriteTx, subjects: Vec<String>) -> Result<(), DbErr> {
    for mail in store::take_back(&**tx, subjects).await? {
        store::wipe(&**tx, mail).await?;
    }
    Ok(())
}

/// The address of what was sealed, with the link where it brings one.
pub(super) fn parted(sealed: &str) -> (Secret, Option<String>) {
    match sealed.split_once('\n') {
        Some((address, path)) => (Secret::new(address), Some(path.to_owned())),
        None => (Secret::new(sealed), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_alone_or_with_a_link() {
        let (address, link) = parted("jia@example.org");
        assert_eq!((address.expose(), link), ("jia@example.org", None));
        let (address, link) = parted("jia@example.org\n/nominee/x");
        assert_eq!((address.expose(), link.as_deref()), ("jia@example.org", Some("/nominee/x")));
    }
}
