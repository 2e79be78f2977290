//! Which letters brought the links of a dossier, and in whose name do they go?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::RoundId;
use sea_orm::{ConnectionTrait, DbErr};

use super::super::{
    delivery::{Letter, LetterState, day_before, subject_of},
    nominee::Nominee,
    standing::Link,
};
use crate::{
    app::App,
    awards,
    notifications::{self, Delivery},
    shared::Secret,
    societies,
};

/// The letters with these links, oldest first.
pub(in super::super) async fn letters(
    app: &App,
    database: &impl ConnectionTrait,
    links: &[Link],
    people: &[Nominee],
) -> Result<Vec<Letter>, DbErr> {
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let of_subject: BTreeMap<String, &Link> =
        links.iter().map(|link| (subject_of(link.id), link)).collect();
    let found = notifications::deliveries(database, of_subject.keys().cloned().collect()).await?;
    let letter = |one: &Delivery| {
        let link = of_subject.get(&one.subject)?;
        let person = people.iter().find(|person| person.row == link.row);
        let address = person.and_then(|person| person.email.as_ref());
        Some(Letter {
            link: link.id,
            row: link.row.clone(),
            state: LetterState::of(one.state)?,
            queued_at: one.created_at,
            sent_at: one.sent_at,
            is_current: address.is_some_and(|address| one.is_to(app, address.expose())),
        })
    };
    Ok(found.iter().filter_map(letter).collect())
}

/// When letters with links went to the addresses of these people in the last 24 hours, whichever dossier named
/// them; by address.
pub(in super::super) async fn written_to(
    app: &App,
    database: &impl ConnectionTrait,
    people: &[Nominee],
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, Vec<DateTime<Utc>>>, DbErr> {
    let named = people.iter().filter_map(|person| person.email.as_ref());
    let addresses: Vec<&str> = named.map(Secret::expose).collect();
    if addresses.is_empty() {
        return Ok(BTreeMap::new());
    }
    notifications::links_sent_to(app, database, &addresses, day_before(now)).await
}

/// Name of the society that nominates, and year of the round.
pub(in crate::nominations) async fn from_whom(
    database: &impl ConnectionTrait,
    (round, society): (RoundId, &str),
) -> Result<(String, i32), DbErr> {
    let registered = societies::all(database).await?;
    let own = registered.into_iter().find(|one| one.society_id == society);
    let society = own.map_or_else(|| society.to_owned(), |one| one.name);
    let rounds = awards::list_rounds(database).await?;
    let round = rounds.into_iter().find(|one| one.id == round);
    Ok((society, round.map(|round| round.year).unwrap_or_default()))
}
