//! How is a body made?

use entity::{
    ids::{ReviewBodyId, RoundId},
    vocabulary::{BodyKind, SeatDuty},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    draw::{DrawnPanel, drawn},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, idempotency, matching,
    meetings::{
        MeetingError,
        sitting::{
            record,
            store::{BodyRow, SeatRow, held_body},
        },
    },
    persistence::WriteTx,
};

/// What a body is, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReviewBodyKind)]
pub(super) enum KindWord {
    /// A panel.
    Panel,
    /// A committee.
    Committee,
    /// The council.
    Council,
}

impl KindWord {
    const fn kind(self) -> BodyKind {
        match self {
            Self::Panel => BodyKind::Panel,
            Self::Committee => BodyKind::Committee,
            Self::Council => BodyKind::Council,
        }
    }
}

/// A body to be made.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReviewBody {
    /// What it is.
    pub(super) kind: KindWord,
    /// What it is called.
    #[validate(length(min = 1, max = 120))]
    #[schema(min_length = 1, max_length = 120)]
    pub(super) name: String,
    /// Code of the category: of a committee always, of a panel where it has one, of the council never.
    #[serde(default)]
    pub(super) category: Option<String>,
    /// The panel whose nominations a panel reviews; called as the body is unless given.
    #[serde(default)]
    #[validate(length(min = 1, max = 120))]
    #[schema(min_length = 1, max_length = 120)]
    pub(super) panel: Option<String>,
}

/// A body under another name.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewBodyName {
    /// What it is called.
    #[validate(length(min = 1, max = 120))]
    #[schema(min_length = 1, max_length = 120)]
    pub(super) name: String,
}

/// Nothing: the division of the round says it all.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeatDivision {}

/// What a record calls a body.
fn subject(id: ReviewBodyId) -> String {
    format!("review_body/{id}")
}

fn name_taken() -> MeetingError {
    MeetingError::refused("同类评审组织中已有此名称", "a body of this kind has the name already")
}

/// The category of a body, as its kind asks for it.
fn category_of(new: &NewReviewBody, known: &[String]) -> Result<Option<String>, MeetingError> {
    let said = new.category.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let is_known = said.is_none_or(|code| known.iter().any(|known| known == code));
    let is_fit = match new.kind {
        KindWord::Panel => true,
        KindWord::Committee => said.is_some(),
        KindWord::Council => said.is_none(),
    };
    if is_fit && is_known {
        return Ok(said.map(str::to_owned));
    }
    Err(MeetingError::field(
        "/category",
        "category",
        "评审委员会须填写本年度的奖种代码，奖励委员会不填",
        "a committee names a category of the round, and the council names none",
    ))
}

/// Makes a body without seats.
///
/// # Errors
/// Not granted, no such round, a category that its kind does not take, a name that another has, the same request before,
/// the records failing.
pub(super) async fn create(
    app: &App,
    actor: &Actor,
    (year, key): (i32, &idempotency::Key),
    new: &NewReviewBody,
) -> Result<ReviewBodyId, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.ok_or(MeetingError::NotFound)?;
    let known = awards::categories(database, round.id).await?;
    let known: Vec<String> = known.into_iter().map(|category| category.code).collect();
    let category = category_of(new, &known)?;
    let (id, kind): (ReviewBodyId, _) = (app.ids.next(), new.kind.kind());
    let name = new.name.trim().to_owned();
    let panel = new.panel.clone().unwrap_or_else(|| name.clone());
    let panel = (kind == BodyKind::Panel).then(|| panel.trim().to_owned());
    let tx = app.database.begin_write().await?;
    if !idempotency::keep(&*tx, key, &id.to_string(), app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    store::lock_round(&tx, round.id).await?;
    if store::has_body(&*tx, (round.id, kind), Some(&name)).await? {
        return Err(name_taken());
    }
    let row = BodyRow { id, round_id: round.id, kind, category, panel, name, version: 1 };
    store::insert_body(&*tx, row).await?;
    record(app, &tx, (&actor.username, "make_body"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(id)
}

/// Calls a body by another name.
///
/// # Errors
/// Not granted, no such body, another version, a name that another has, the records failing.
pub(super) async fn rename(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewBodyId, i64),
    said: &ReviewBodyName,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let row = held_body(&tx, id).await?.ok_or(MeetingError::NotFound)?;
    if row.version != seen {
        return Err(MeetingError::Stale);
    }
    let name = said.name.trim().to_owned();
    store::lock_round(&tx, row.round_id).await?;
    let of = (row.round_id, row.kind);
    if name != row.name && store::has_body(&*tx, of, Some(&name)).await? {
        return Err(name_taken());
    }
    let version = row.version + 1;
    store::save_body(&*tx, BodyRow { name, version, ..row }).await?;
    record(app, &tx, (&actor.username, "rename_body"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a body of every panel of the division that stands, with its experts in their seats; once in a round.
///
/// # Errors
/// Not granted, no such round, one that is not divided, panels that were made before, the same request before, the
/// records failing.
pub(super) async fn from_division(
    app: &App,
    actor: &Actor,
    (year, key): (i32, &idempotency::Key),
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.ok_or(MeetingError::NotFound)?;
    let panels = matching::standing_division(database, round.id).await?;
    let tx = app.database.begin_write().await?;
    if !idempotency::keep(&*tx, key, &round.id.to_string(), app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    let panels = panels.ok_or_else(|| {
        MeetingError::refused(
            "该年度没有采用中的评审组划分，请先在匹配页面划分评审组",
            "no division of the round into panels stands; divide it first",
        )
    })?;
    store::lock_round(&tx, round.id).await?;
    if store::has_body(&*tx, (round.id, BodyKind::Panel), None).await? {
        return Err(MeetingError::refused(
            "该年度已有评审组，不能再按划分生成",
            "the round has panels already",
        ));
    }
    let codes = panels.iter().flat_map(|panel| panel.experts.iter().cloned());
    let pool = store::pool(&*tx, codes.collect::<Vec<_>>()).await?;
    let categories = store::categories(&*tx, round.id).await?;
    for panel in drawn(&panels, &pool, &categories) {
        seat(app, &tx, (round.id, &actor.username), panel).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes a panel down with its seats.
async fn seat(
    app: &App,
    tx: &WriteTx,
    (round, by): (RoundId, &str),
    panel: DrawnPanel,
) -> Result<(), MeetingError> {
    let id: ReviewBodyId = app.ids.next();
    let row = BodyRow {
        id,
        round_id: round,
        kind: BodyKind::Panel,
        category: panel.category,
        panel: Some(panel.name.clone()),
        name: panel.name,
        version: 1,
    };
    store::insert_body(&**tx, row).await?;
    for (one, number) in panel.seats.into_iter().zip(1..) {
        let row = SeatRow {
            id: app.ids.next(),
            body_id: id,
            account_id: None,
            expert_id: Some(one.expert),
            name: one.name,
            unit: one.unit,
            // Who leads it and who writes is for people to say.
            duty: SeatDuty::Member,
            number,
            ended_at: None,
            ended_why: None,
            version: 1,
        };
        store::insert_seat(&**tx, row).await?;
    }
    record(app, tx, (by, "seat_panel"), (subject(id), None), None).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committee_has_a_category_and_the_council_has_none() {
        use KindWord::{Committee, Council, Panel};
        let known = ["NAT".to_owned(), "PRO".to_owned()];
        let of = |kind, category: Option<&str>| {
            let category = category.map(str::to_owned);
            let new = NewReviewBody { kind, name: "甲".to_owned(), category, panel: None };
            category_of(&new, &known).ok()
        };
        for (kind, said, fits) in [
            (Committee, Some("NAT"), true),
            (Committee, Some("XXX"), false),
            (Committee, Some(" "), false),
            (Council, None, true),
            (Council, Some("NAT"), false),
            (Panel, None, true),
            (Panel, Some("PRO"), true),
        ] {
            let expected = fits.then(|| said.map(str::to_owned));
            assert_eq!(of(kind, said), expected, "{kind:?} {said:?}");
        }
    }
}
