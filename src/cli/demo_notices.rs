//! What are the people of the demonstration told, and where are they written to? Told by the use cases
//! that the rooms call; the letters of the demonstration lie in its folder `outbox`.

use anyhow::Context as _;
use entity::vocabulary::{MailLanguage, NominationState};

use super::accounts::OPERATOR;
use crate::{
    app::App,
    audit, awards,
    nominations::{self, model::Nomination},
    notifications::{self, Kind, NewAddress, Notice, To},
};

/// Who decided what is told.
const DECIDES: &str = "office";

/// Who is written to, and in which language; the others are told in Laurel alone.
const WRITTEN_TO: [(&str, Option<MailLanguage>); 5] = [
    ("head", None),
    ("clerk", Some(MailLanguage::Chinese)),
    ("office", Some(MailLanguage::Chinese)),
    ("office2", Some(MailLanguage::Chinese)),
    ("admin", Some(MailLanguage::English)),
];

/// The society whose people have accounts.
const SOCIETY: &str = "D-B-12";

/// So many acceptances are told.
const ACCEPTANCES: usize = 3;

/// Gives addresses, opens a calendar, and tells a society of nominations that are accepted.
pub(super) async fn fill(app: &App, year: i32) -> anyhow::Result<()> {
    for (username, language) in WRITTEN_TO {
        let account = notifications::account_named(app, username).await?;
        let address = format!("{username}@laurel.example.org");
        let new = (NewAddress::Set(&address), language);
        notifications::set_address(app, OPERATOR, account, 0, new).await?;
    }
    let head = notifications::account_named(app, "head").await?;
    notifications::renew_calendar(app, OPERATOR, head).await?;
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.context("the round")?;
    let of_round = nominations::round_dossiers(database, round.id, year, was_accepted).await?;
    let is_own = |one: &&Nomination| one.society_id.as_deref() == Some(SOCIETY);
    for nomination in of_round.nominations.iter().filter(is_own).take(ACCEPTANCES) {
        let key = of_round.keys.get(&nomination.nomination_id).context("its key")?;
        tell_accepted(app, year, nomination, &key.to_string()).await?;
    }
    notifications::sweep(app).await?;
    Ok(())
}

/// What was objected to since was accepted all the same.
const fn was_accepted(state: NominationState) -> bool {
    use NominationState::{ObjectionInvestigating, ObjectionOpen};
    state.is_matched() || matches!(state, ObjectionOpen | ObjectionInvestigating)
}

async fn tell_accepted(
    app: &App,
    year: i32,
    nomination: &Nomination,
    key: &str,
) -> anyhow::Result<()> {
    let notice = Notice {
        kind: Kind::Accepted,
        subject: format!("nomination/{key}"),
        facts: [
            ("number".to_owned(), nomination.nomination_id.clone()),
            ("title".to_owned(), nomination.title.clone()),
        ]
        .into(),
        link: Some(format!("/rounds/{year}/nominations/{key}")),
    };
    let tx = app.database.begin_write().await?;
    let entry = audit::Entry {
        actor: DECIDES.to_owned(),
        action: "nominations.tell_accepted".to_owned(),
        subject: notice.subject.clone(),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    notifications::tell(app, &tx, &To::Society(SOCIETY.to_owned()), &notice).await?;
    tx.commit().await?;
    Ok(())
}
