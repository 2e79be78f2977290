//! How does the demonstration get its queue of records that may be one person? As the office does: it searches,
//! one person confirms a pair that waits for a second, another is said to be two people.

use entity::{
    ids::AccountId,
    vocabulary::{PersonLinkDeed, Role},
};

use crate::{
    app::App,
    authz::{Actor, Grant, Wall},
    awards,
    persons::{self, Asked},
};

/// Who searches and takes the first step.
const FIRST: &str = "office";

fn first() -> Actor {
    Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: FIRST.to_owned(),
        grants: vec![Grant { role: Role::AwardOffice, society_code: None }],
    }
}

/// Searches the round of `year`, and takes a step about the two most probable pairs.
pub(super) async fn fill(app: &App, year: i32) -> anyhow::Result<()> {
    persons::seek(app, FIRST, (year, &Wall::default())).await?;
    let Some(round) = awards::find_round(app.database.reader(), year).await? else {
        return Ok(());
    };
    let waiting = persons::waiting_pairs(app.database.reader(), round.id).await?;
    let steps = [
        (PersonLinkDeed::Confirm, "已与本人所在单位人事部门核对"),
        (PersonLinkDeed::Refuse, "出生年月不同，已电话核实为同名的两人"),
    ];
    // The least probable pair is the namesake.
    let pairs = [waiting.first(), waiting.last().filter(|_| waiting.len() > 2)];
    for ((id, seen), (deed, reason)) in pairs.into_iter().flatten().zip(steps) {
        let asked = Asked { id: *id, seen: *seen, deed, reason: Some(reason) };
        persons::take_step(app, &first(), asked).await?;
    }
    Ok(())
}
