//! How does a nominee come by a link, and how is it taken back?

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, NomineeLinkId},
    vocabulary::NominationState,
};
use serde::{Deserialize, Serialize};

use super::{
    delivery::subject_of,
    nominee::{Nominee, nominees},
    standing::{ConfirmationState, Link, standing},
    statements::CONSENT,
    store,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, Denied, permit},
    idempotency,
    nominations::dossier::{self, StoreFault, Whole},
    notifications,
    persistence::WriteTx,
    shared::{end_of_day_after, random_token},
};

/// Bytes of chance in a link.
const TOKEN_BYTES: usize = 32;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The actor's role may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such dossier, or it is not the actor's to know.
    #[error("未找到 / not found")]
    NotFound,
    /// It was submitted, or ended.
    #[error("提名材料已提交或者已结束 / the dossier was submitted or has ended")]
    Closed,
    /// The person at this place of the request is none of the dossier.
    #[error("第 {0} 行不是该提名材料的完成人 / row {0} is no person of the dossier")]
    NoPerson(usize),
    /// The person at this place of the request has no name yet, or the dossier no title.
    #[error("第 {0} 行缺少姓名或者项目名称 / row {0} lacks a name or the title")]
    Incomplete(usize),
    /// The person at this place of the request has no e-mail address.
    #[error("第 {0} 行没有可用的电子邮箱 / row {0} has no e-mail address")]
    NoAddress(usize),
    /// The person at this place of the request was written to lately, or often; or the address was.
    #[error("第 {place} 行或其邮箱刚发过邮件 / row {place} or its address was written to lately")]
    TooSoon {
        /// The place.
        place: usize,
        /// The first instant at which the next letter may go.
        from: DateTime<Utc>,
        /// Seconds until then.
        seconds: i64,
    },
    /// The person has no link that could be taken back.
    #[error("没有可以撤销的链接 / there is no link to take back")]
    NoLink,
    /// The request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records failing.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl From<sea_orm::DbErr> for PeopleError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// A link that was just made. The word in it is here and nowhere else.
#[derive(Clone, Debug)]
pub struct IssuedLink {
    /// Row of the person.
    pub row: String,
    /// Name.
    pub name: String,
    /// The word; none where a repeated request is answered.
    pub token: Option<String>,
    /// First instant at which it does not open any more.
    pub expires_at: DateTime<Utc>,
}

/// A link as the answer of its request is kept: without its word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) row: String,
    pub(super) name: String,
    pub(super) expires_at: DateTime<Utc>,
}

/// Whether people of a dossier in this state may be asked, and may answer: until it is submitted, and
/// while it is being corrected.
pub(super) fn may_ask(state: NominationState) -> bool {
    use NominationState::{
        CorrectionRequired, CouncilApproved, Draft, InternalPublicity, InternalReview, Recommended,
        ReturnAsked,
    };
    matches!(
        state,
        Draft
            | InternalReview
            | InternalPublicity
            | CouncilApproved
            | Recommended
            | ReturnAsked
            | CorrectionRequired
    )
}

/// A dossier whose people `actor` may ask, held until the transaction ends.
pub(super) async fn held(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<Whole, PeopleError> {
    let permit = permit(actor, Action::WriteNominations)?;
    store::hold_dossier(&**tx, id).await?;
    let whole = dossier::whole(&**tx, &app.sealer, id)
        .await?
        .filter(|whole| permit.covers(&whole.society))
        .ok_or(PeopleError::NotFound)?;
    if may_ask(whole.state) { Ok(whole) } else { Err(PeopleError::Closed) }
}

/// The people of a dossier.
pub(super) fn people_of(app: &App, whole: &Whole) -> Vec<Nominee> {
    let fingerprint = |text: &str| app.sealer.fingerprint(text.as_bytes());
    nominees(whole.form, &whole.content, &fingerprint)
}

/// Those of `people` that `rows` name; without rows everybody who has to be asked and can be.
pub(super) async fn chosen(
    app: &App,
    tx: &WriteTx,
    id: DossierId,
    people: Vec<Nominee>,
    rows: Option<&[String]>,
) -> Result<Vec<Nominee>, PeopleError> {
    if let Some(rows) = rows {
        let find = |(place, row): (usize, &String)| {
            let found = people.iter().find(|one| one.row == *row);
            let found = found.ok_or(PeopleError::NoPerson(place))?;
            if found.can_be_asked() {
                Ok(found.clone())
            } else {
                Err(PeopleError::Incomplete(place))
            }
        };
        let is_first =
            |(place, row): &(usize, &String)| !rows.iter().take(*place).any(|one| one == *row);
        return rows.iter().enumerate().filter(is_first).map(find).collect();
    }
    let links = store::links(&**tx, id).await?;
    let answers = store::answers(&**tx, id).await?;
    let now = (app.clock.now(), CONSENT.link.tries);
    let mut missing = Vec::new();
    for (one, stands) in people.iter().zip(standing(&people, &links, &answers, now)) {
        use ConfirmationState::{NotAsked, Outdated};
        if matches!(stands.state, NotAsked | Outdated) && one.can_be_asked() {
            missing.push(one.clone());
        }
    }
    Ok(missing)
}

/// Makes a link for each person that `rows` name, or for everybody who was not asked or whose
/// confirmation does not hold any more. An earlier link of the same person is taken back.
///
/// # Errors
/// The dossier is not the actor's or was submitted, a row is no person or has no name, a repeated request.
pub async fn issue(
    app: &App,
    actor: &Actor,
    id: DossierId,
    rows: Option<&[String]>,
    key: Option<&idempotency::Key>,
) -> Result<Vec<IssuedLink>, PeopleError> {
    let tx = app.database.begin_write().await?;
    let whole = held(app, &tx, actor, id).await?;
    let people = chosen(app, &tx, id, people_of(app, &whole), rows).await?;
    let mut issued = Vec::with_capacity(people.len());
    for nominee in &people {
        let (link, token) = make(app, &tx, (actor, id), &nominee.row).await?;
        let (row, name, expires_at) = (link.row, nominee.name.clone(), link.expires_at);
        issued.push(IssuedLink { row, name, token: Some(token), expires_at });
    }
    if let Some(key) = key {
        keep(&tx, key, &issued, app.clock.now()).await?;
    }
    for nominee in &people {
        let digest = Some(nominee.facts.digest.clone());
        record(app, &tx, (&actor.username, "issue_nominee_link"), (id, &nominee.row), digest)
            .await?;
    }
    tx.commit().await?;
    Ok(issued)
}

/// Makes a link for the person in `row`, in the place of an earlier one, with the word that opens it.
pub(super) async fn make(
    app: &App,
    tx: &WriteTx,
    (actor, id): (&Actor, DossierId),
    row: &str,
) -> Result<(Link, String), PeopleError> {
    take_back(app, tx, id, row).await?;
    let now = app.clock.now();
    let token = random_token(TOKEN_BYTES);
    let link = Link {
        id: app.ids.next::<NomineeLinkId>(),
        row: row.to_owned(),
        issued_by: actor.username.clone(),
        issued_at: now,
        expires_at: end_of_day_after(now, CONSENT.link.days),
        opened_at: None,
        used_at: None,
        revoked_at: None,
        wrong_tries: 0,
    };
    store::insert_link(&**tx, id, &link, &token).await?;
    Ok((link, token))
}

/// Where the link with this word leads, below the address of this server.
pub(super) fn path_of(token: &str) -> String {
    format!("/nominee/{token}")
}

/// Takes back every link of a person that can still be opened, and the letters that would bring them; says how
/// many links.
async fn take_back(app: &App, tx: &WriteTx, id: DossierId, row: &str) -> Result<u64, PeopleError> {
    let links = store::links(&**tx, id).await?;
    let of_row = links.iter().filter(|link| link.row == row && link.revoked_at.is_none());
    let subjects = of_row.map(|link| subject_of(link.id)).collect();
    notifications::take_back_links(tx, subjects).await?;
    Ok(store::revoke_links(&**tx, id, row, app.clock.now()).await?)
}

/// Keeps what was answered, without the words of the links: they are told once.
async fn keep(
    tx: &WriteTx,
    key: &idempotency::Key,
    issued: &[IssuedLink],
    now: DateTime<Utc>,
) -> Result<(), PeopleError> {
    let told = issued.iter().map(|one| Told {
        row: one.row.clone(),
        name: one.name.clone(),
        expires_at: one.expires_at,
    });
    let reply = serde_json::to_string(&told.collect::<Vec<_>>()).unwrap_or_default();
    if idempotency::keep(&**tx, key, &reply, now).await? {
        Ok(())
    } else {
        Err(PeopleError::Repeated)
    }
}

/// Takes back the link of a person. An answer that was given by it stays.
///
/// # Errors
/// The dossier is not the actor's or was submitted, the person has no link.
pub async fn revoke(app: &App, actor: &Actor, id: DossierId, row: &str) -> Result<(), PeopleError> {
    let tx = app.database.begin_write().await?;
    held(app, &tx, actor, id).await?;
    if take_back(app, &tx, id, row).await? == 0 {
        return Err(PeopleError::NoLink);
    }
    record(app, &tx, (&actor.username, "revoke_nominee_link"), (id, row), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes the audit record of what `actor` did about a person.
pub(super) async fn record(
    app: &App,
    tx: &WriteTx,
    (actor, action): (&str, &str),
    (id, row): (DossierId, &str),
    digest: Option<String>,
) -> Result<(), PeopleError> {
    let entry = audit::Entry {
        actor: actor.to_owned(),
        action: format!("nominations.{action}"),
        subject: format!("dossier/{id}/nominees/{row}"),
        after_digest: digest,
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}
