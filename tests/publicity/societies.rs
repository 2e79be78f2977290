//! Is the index of the societies light however many there are, and is each of them on it once?

use std::collections::BTreeSet;

use entity::{disclosure, society};
use laurel::persistence::insert_all;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _};

use super::{
    page,
    pages::{is_light_and_still, public_links},
};
use crate::harness::TestApp;

db_tests! {
    round: [
        the_index_of_210_societies_is_light_and_has_each_of_them_once,
        the_page_of_a_society_is_light_however_much_it_discloses,
    ],
}

const SOCIETIES: u64 = 210;
const INDEX: &str = "/public/societies";

/// Fills the register up to so many societies, each with something that it disclosed.
async fn fill(app: &TestApp) {
    let reader = app.app.database.reader();
    let like = society::Entity::find().one(reader).await.unwrap().unwrap();
    let there = society::Entity::find().count(reader).await.unwrap();
    let made = (there..SOCIETIES).map(|at| society::Model {
        id: app.app.ids.next(),
        code: format!("Z-{at:03}"),
        name: format!("示范工程与应用科学技术研究和普及促进学会第{at}"),
        name_en: Some(format!("Demonstration Society of Engineering & Applied Science No. {at}")),
        credit_code: None,
        ..like.clone()
    });
    let rows = made.map(|row| row.into_active_model().reset_all()).collect();
    insert_all(reader, rows).await.unwrap();
    let like = disclosure::Entity::find().one(reader).await.unwrap().unwrap();
    let all = society::Entity::find().all(reader).await.unwrap();
    let made = all.into_iter().map(|one| disclosure::Model {
        id: app.app.ids.next(),
        society_code: one.code,
        taskbook_id: None,
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        ..like.clone()
    });
    let rows = made.map(|row| row.into_active_model().reset_all()).collect();
    insert_all(reader, rows).await.unwrap();
}

async fn the_index_of_210_societies_is_light_and_has_each_of_them_once(app: &TestApp) {
    fill(app).await;
    let (mut seen, mut named) = (BTreeSet::new(), Vec::new());
    let mut pages = vec![INDEX.to_owned()];
    while let Some(path) = pages.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = page(app, &path).await;
        is_light_and_still(&path, &answer);
        let sign = if path.contains('?') { '&' } else { '?' };
        is_light_and_still(&path, &page(app, &format!("{path}{sign}lang=en")).await);
        let links = public_links(&answer.text);
        named.extend(links.iter().filter(|href| href.starts_with("/public/societies/")).cloned());
        pages.extend(links.into_iter().filter(|href| href.starts_with("/public/societies?")));
    }
    assert!(seen.len() > 2, "{seen:?}");
    assert_eq!(named.len() as u64, SOCIETIES, "none is on two pages");
    assert_eq!(named.iter().collect::<BTreeSet<_>>().len() as u64, SOCIETIES);
    // A page that is not there is the last one, or the first.
    let last = page(app, &format!("{INDEX}?page={}", seen.len())).await.text;
    let beyond = page(app, &format!("{INDEX}?page=999")).await.text;
    assert_eq!(public_links(&beyond), public_links(&last));
    for strange in ["0", "x", "-1"] {
        let answer = page(app, &format!("{INDEX}?page={strange}")).await;
        is_light_and_still(strange, &answer);
        assert!(answer.text.contains("aria-current=\"page\">1<"), "{}", answer.text);
    }
}

async fn the_page_of_a_society_is_light_however_much_it_discloses(app: &TestApp) {
    const MOST: usize = 20_000;
    let reader = app.app.database.reader();
    let like = disclosure::Entity::find().one(reader).await.unwrap().unwrap();
    let own = format!("/public/societies/{}", like.society_code);
    let bodies = ["靐".repeat(MOST), "\"&<".repeat(MOST / 3), "靐\n".repeat(MOST / 2)];
    let made = bodies.iter().map(|body| disclosure::Model {
        id: app.app.ids.next(),
        body: body.clone(),
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        ..like.clone()
    });
    let rows = made.map(|row| row.into_active_model().reset_all()).collect();
    insert_all(reader, rows).await.unwrap();
    let (mut seen, mut said) = (BTreeSet::new(), String::new());
    let mut pages = vec![own.clone()];
    while let Some(path) = pages.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = page(app, &path).await;
        is_light_and_still(&path, &answer);
        let further = format!("{own}?");
        pages.extend(
            public_links(&answer.text).into_iter().filter(|href| href.starts_with(&further)),
        );
        said.push_str(&answer.text);
    }
    assert!(seen.len() > 4, "{seen:?}");
    assert_eq!(said.matches('靐').count(), MOST + MOST / 2, "everything is told, once");
    assert_eq!(said.matches("&#60;").count(), MOST / 3);
}
