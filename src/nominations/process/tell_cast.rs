//! What are CAST's officers told of what a society recommends to them? Nobody else is told of it by this: that one of
//! them asks for a return is nothing yet outside CAST.

use entity::vocabulary::Role;

use super::{errors::ProcessError, step::Held};
use crate::{
    app::App,
    awards,
    notifications::{self, Kind, Notice, To},
    persistence::WriteTx,
};

/// What changed for CAST of a dossier that lies with it, or lay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::nominations) enum Moved {
    /// It was recommended and waits for an answer.
    Recommended,
    /// One officer asks to return it: another one confirms.
    ReturnAsked,
    /// It is not returned after all.
    Kept,
    /// Its society took it back.
    TakenBack,
}

impl Moved {
    const fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Recommended => ("新收到推荐，待答复", "recommended, and waits for an answer"),
            Self::ReturnAsked => ("拟退回，待第二人复核", "to be returned once another confirms"),
            Self::Kept => ("不予退回，继续待答复", "not to be returned, and waits again"),
            Self::TakenBack => ("学会已收回", "taken back by its society"),
        }
    }
}

/// Tells CAST's officers. After the deed was recorded.
///
/// # Errors
/// The records failing.
pub(in crate::nominations) async fn tell_cast(
    app: &App,
    tx: &WriteTx,
    held: &Held,
    moved: Moved,
) -> Result<(), ProcessError> {
    let known = &held.dossier;
    let rounds = awards::list_rounds(&**tx).await?;
    let year = rounds.iter().find(|one| one.id == known.round).map(|one| one.year);
    let (zh, en) = moved.told();
    let facts = [
        ("number", known.number.as_str()),
        ("title", known.title.as_str()),
        ("decision_zh", zh),
        ("decision_en", en),
    ];
    let notice = Notice {
        kind: Kind::RecommendationMoved,
        subject: format!("dossier/{}", known.id),
        facts: facts.map(|(name, fact)| (name.to_owned(), fact.to_owned())).into(),
        link: year.map(|year| format!("/rounds/{year}/quota-ledger")),
    };
    Ok(notifications::tell(app, tx, &To::Role(Role::Cast), &notice).await?)
}
