//! What does a link open? The page that asks, the answer that was given, or nothing, and then it does
//! not say why: a word that was never given out is answered like one that was taken back.

use super::{
    issue::{PeopleError, record},
    show,
    standing::LinkState,
    statements::CONSENT,
    store,
    views::{ForNominee, GivenAnswer},
};
use crate::app::App;

/// Who acts by a link, as the audit chain names him: the subject says which person it is.
pub(super) const BY_LINK: &str = "nominee";

/// What a link opens.
#[derive(Clone, Debug)]
pub enum Opened {
    /// It asks.
    Asks(Box<ForNominee>),
    /// It was answered.
    Answered(Box<GivenAnswer>),
    /// It opens nothing.
    Nothing,
}

/// Opens the link with the word `token`, and notes when that was done for the first time.
///
/// # Errors
/// The records failing.
pub async fn open(app: &App, token: &str) -> Result<Opened, PeopleError> {
    let now = app.clock.now();
    if store::find_link(app.database.reader(), token).await?.is_none() {
        // No write lock for words that are guessed.
        return Ok(Opened::Nothing);
    }
    let tx = app.database.begin_write().await?;
    let Some(held) = store::hold_link(&*tx, token).await? else { return Ok(Opened::Nothing) };
    let (id, link) = (held.dossier, held.link);
    match link.state(now, CONSENT.link.tries) {
        LinkState::Used => {
            let Some(answer) = store::answer_of_link(&*tx, link.id).await? else {
                return Ok(Opened::Nothing);
            };
            let given = show::given(app, &tx, (id, &link), answer).await?;
            Ok(given.map_or(Opened::Nothing, |given| Opened::Answered(Box::new(given))))
        }
        LinkState::Live => {
            let Some((whole, nominee)) = show::asked(app, &tx, id, &link.row).await? else {
                return Ok(Opened::Nothing);
            };
            let page = show::for_nominee(&tx, &whole, &nominee, &link).await?;
            if store::mark_opened(&*tx, link.id, now).await? {
                record(app, &tx, (BY_LINK, "open_nominee_link"), (id, &link.row), None).await?;
                tx.commit().await?;
            }
            Ok(Opened::Asks(Box::new(page)))
        }
        LinkState::Expired | LinkState::Revoked | LinkState::Closed => Ok(Opened::Nothing),
    }
}
