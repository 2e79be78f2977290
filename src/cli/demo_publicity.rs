//! How does the demonstration get a publicity? The office drafted it weeks ago, a second person released it,
//! and one entry was corrected since.

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::{AccountId, PublicityId},
    vocabulary::{PublicityKind, Role},
};

use super::terminal;
use crate::{
    app::App,
    authz::{Actor, Grant},
    notices::publicity::{self, NewCorrection, NewPublicity, Replaced},
    shared::HeldClock,
};

/// So many days ago it was drafted.
const AGE: i64 = 19;

/// So many nominations wait for a second publicity.
const LATER: usize = 3;

fn person(username: &str, role: Role) -> Actor {
    Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: username.to_owned(),
        grants: vec![Grant { role, society_code: None }],
    }
}

/// Makes public what was accepted, open since some days.
///
/// # Errors
/// The records failing, or data that the use cases do not take.
pub(super) async fn fill(app: &App, clock: &HeldClock, year: i32) -> anyhow::Result<()> {
    let today = app.clock.now();
    let done = make_public(app, clock, (year, today)).await;
    clock.release();
    done
}

async fn make_public(
    app: &App,
    clock: &HeldClock,
    (year, today): (i32, DateTime<Utc>),
) -> anyhow::Result<()> {
    let (drafter, releaser) =
        (person("office", Role::AwardOffice), person("admin", Role::AwardAdmin));
    // At the end of a working day: shortly before midnight there would be no time left for the release.
    let written = publicity::next_midnight(today - Duration::days(AGE)) - Duration::hours(6);
    clock.hold(written);
    let kind = PublicityKind::Acceptance;
    let preview = publicity::preview(app, &drafter, (year, kind)).await?;
    let later = preview.count.saturating_sub(LATER);
    let left_out = preview.nominations.iter().skip(later).map(|one| one.id).collect();
    let new = NewPublicity {
        kind,
        title: format!("{year} 年度国家科学技术奖提名受理公示"),
        notice: "依据《国家科学技术奖励条例实施细则》，现将受理的提名予以公示。任何单位或者个人对公示内容有异议的，\
                 应当在公示期内提出，写明异议事项并附证据材料；逾期不予受理。提倡实名提出异议，对提出者的身份予以保密。"
            .to_owned(),
        opens_at: preview.opens_at,
        closes_at: None,
        categories: Vec::new(),
        left_out,
        confirmed_count: Some(later),
    };
    let id = publicity::draft(app, &drafter, (year, &new), None).await?;
    clock.hold(written + Duration::minutes(20));
    publicity::release(app, &releaser, (id, 1), Some(later)).await?;
    clock.hold(today - Duration::days(2));
    correct(app, (&drafter, &releaser), id).await?;
    terminal::say(&format!("公示 / made public: {later}"));
    Ok(())
}

/// Corrects the post of the first completer of the second entry.
async fn correct(
    app: &App,
    (drafter, releaser): (&Actor, &Actor),
    id: PublicityId,
) -> anyhow::Result<()> {
    const POSITION: i32 = 2;
    let entry = publicity::entry_of(app, drafter, (id, POSITION)).await?;
    let table = entry.content.field("completers").and_then(|field| field.table.clone());
    let mut table = table.context("the entry shows its completers")?;
    let post = table.codes.iter().position(|code| code == "post").context("a post is shown")?;
    let cell = table.rows.first_mut().and_then(|row| row.get_mut(post));
    "重点实验室副主任".clone_into(cell.context("there is a first completer")?);
    let new = NewCorrection {
        text: "第一完成人的行政职务刊登有误，现予更正。".to_owned(),
        position: Some(POSITION),
        replaced: vec![Replaced {
            code: "completers".to_owned(),
            text: None,
            rows: Some(table.rows),
        }],
    };
    publicity::draft_correction(app, drafter, (id, 2), &new, None).await?;
    publicity::release_correction(app, releaser, (id, 3), 1).await?;
    Ok(())
}
