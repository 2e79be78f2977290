//! What was decided of pairs of records, by whom and why?

use std::collections::BTreeMap;

use entity::{ids::PersonLinkId, person_link, person_link_step, vocabulary::PersonLinkState};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::{
    groups::Groups,
    states::deciding,
    verdict::{AllSaid, Named, Said, decisions},
};
use crate::{
    conflicts::Decision, experts::model::Expert, nominations::RoundDossiers, shared::china_day,
};

/// What was decided so far.
pub(super) struct Decided {
    linked: Vec<person_link::Model>,
    refused: Vec<person_link::Model>,
}

fn keys(row: &person_link::Model) -> (&str, &str) {
    (row.first_key.as_str(), row.second_key.as_str())
}

impl Decided {
    /// Which records are one person and which are not, with every consequence; `more` is linked as well.
    pub(super) fn groups(&self, more: Option<(&str, &str)>) -> Groups {
        Groups::new(self.linked.iter().map(keys).chain(more), self.refused.iter().map(keys))
    }

    /// The same, were a pair refused as well.
    pub(super) fn groups_if_refused(&self, pair: (&str, &str)) -> Groups {
        let refused = self.refused.iter().map(keys).chain([pair]);
        Groups::new(self.linked.iter().map(keys), refused)
    }
}

/// The pairs that are linked and those that are refused. Until a second person agrees to unlink, a link
/// holds.
pub(super) async fn decided(database: &impl ConnectionTrait) -> Result<Decided, DbErr> {
    use person_link::{Column, Entity};
    let all = async |states: &[PersonLinkState]| {
        Entity::find()
            .filter(Column::State.is_in(states.iter().copied()))
            .order_by_asc(Column::FirstKey)
            .order_by_asc(Column::SecondKey)
            .all(database)
            .await
    };
    Ok(Decided {
        linked: all(&[PersonLinkState::Linked, PersonLinkState::Unlinking]).await?,
        refused: all(&[PersonLinkState::Refused]).await?,
    })
}

/// What was said in the deciding steps, by pair: of a link by both people, of a refusal by one or two.
async fn said(database: &impl ConnectionTrait, decided: &Decided) -> Result<AllSaid, DbErr> {
    let rows = || decided.linked.iter().chain(&decided.refused);
    let mut steps: BTreeMap<PersonLinkId, Vec<person_link_step::Model>> = BTreeMap::new();
    for step in person_link_step::Entity::find()
        .filter(person_link_step::Column::LinkId.is_in(rows().map(|row| row.id)))
        .order_by_asc(person_link_step::Column::DoneAt)
        .order_by_asc(person_link_step::Column::Id)
        .all(database)
        .await?
    {
        steps.entry(step.link_id).or_default().push(step);
    }
    let of = |row: &person_link::Model| {
        let steps = steps.get(&row.id).map_or(&[][..], Vec::as_slice);
        let led: Vec<_> = steps.iter().map(|step| (step.deed, step.state)).collect();
        let steps = steps.get(deciding(&led)).unwrap_or_default();
        let by: Vec<&str> = steps.iter().map(|step| step.done_by.as_str()).collect();
        let words: Vec<&str> = steps.iter().filter_map(|step| step.reason.as_deref()).collect();
        let said = Said {
            id: row.id.to_string(),
            by: by.join("、"),
            second: by.get(1).map(|&second| second.to_owned()),
            on: steps.last().map(|step| china_day(step.done_at)),
            words: words.join("；"),
        };
        ((row.first_key.clone(), row.second_key.clone()), said)
    };
    Ok(rows().map(of).collect())
}

/// What people decided of the experts of the pool and the people of a round, as the conflicts take it: an
/// expert who is a person of a nomination, by two people's word, is in conflict with it as that person; one
/// who is not is no namesake any more, which takes no bar away unless two said so. A link reaches through
/// others. Computed beside the server's other work.
///
/// # Errors
/// The records failing, the computation broken off.
pub async fn decisions_of_round(
    database: &impl ConnectionTrait,
    dossiers: &RoundDossiers,
    experts: &[Expert],
) -> Result<Vec<Decision>, DbErr> {
    let decided = decided(database).await?;
    if decided.linked.is_empty() && decided.refused.is_empty() {
        return Ok(Vec::new());
    }
    let said = said(database, &decided).await?;
    let named = Named::of(dossiers, experts);
    tokio::task::spawn_blocking(move || decisions(&decided.groups(None), &said, &named))
        .await
        .map_err(|error| DbErr::Custom(error.to_string()))
}
