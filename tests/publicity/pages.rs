//! Are the public pages light, still, safe to keep and safe to open?

use entity::nomination;
use laurel::notices::publicity::heads;
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};

use super::{instant, new, page, pass, released, set};
use crate::harness::{Answer, TestApp};

db_tests! {
    round: [
        every_page_of_the_demonstration_is_light_and_nothing_runs_in_it,
        hostile_words_neither_run_nor_compute,
        a_page_that_the_reader_has_is_not_sent_again,
        a_list_is_filtered_and_searched_without_scripts,
    ],
}

const MOST_BYTES: usize = 30 * 1024;

fn is_light_and_still(path: &str, answer: &Answer) {
    assert_eq!(answer.status, 200, "{path}");
    assert!(answer.text.len() <= MOST_BYTES, "{path}: {} bytes", answer.text.len());
    assert!(!answer.text.contains("<script") && !answer.text.contains("javascript:"), "{path}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src "), "{path}: {policy}");
    assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{path}: {policy}");
}

/// The links to further pages of the same list.
fn further(text: &str, address: &str) -> Vec<String> {
    let of_list = |href: &&str| href.starts_with(&format!("{address}?")) && href.contains("page=");
    let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(of_list).map(|href| href.replace("&#38;", "&").replace("&amp;", "&")).collect()
}

async fn every_page_of_the_demonstration_is_light_and_nothing_runs_in_it(app: &TestApp) {
    let all = heads(&app.app).await.unwrap();
    assert!(!all.is_empty(), "the demonstration shows something");
    let mut pages = vec![
        "/public".to_owned(),
        "/public/publicities".to_owned(),
        "/public/how-to-object".to_owned(),
        "/public/verify".to_owned(),
    ];
    for head in &all {
        let address = format!("/public/publicities/{}", head.number);
        pages.push(format!("{address}/corrections"));
        pages.extend((1..=head.count).map(|position| format!("{address}/{position}")));
        pages.push(address);
    }
    while let Some(path) = pages.pop() {
        for language in ["zh", "en"] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let answer = page(app, &format!("{path}{sign}lang={language}")).await;
            is_light_and_still(&path, &answer);
            if language == "zh" && !path.contains('?') {
                let without: Vec<String> = further(&answer.text, &path)
                    .into_iter()
                    .map(|href| href.replace("lang=zh&", ""))
                    .collect();
                pages.extend(without);
            }
        }
    }
}

async fn hostile_words_neither_run_nor_compute(app: &TestApp) {
    let passed = pass(app, 2).await;
    nomination::Entity::update_many()
        .col_expr(
            nomination::Column::Title,
            Expr::value("=HYPERLINK(\"http://x\")<script>alert(1)</script>"),
        )
        .filter(nomination::Column::Id.eq(passed[0].id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let long = "甲<&\"'".repeat(9_000);
    nomination::Entity::update_many()
        .col_expr(nomination::Column::Title, Expr::value(long))
        .filter(nomination::Column::Id.eq(passed[1].id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let shown = released(app, &new(app, None)).await;
    set(app, instant(&shown, "opens_at"));
    let address = format!("/public/publicities/{}", shown["number"].as_str().unwrap());
    let csv = page(app, &format!("{address}.csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").starts_with("attachment"));
    assert!(csv.text.starts_with('\u{feff}'));
    assert!(
        csv.text.contains("'=HYPERLINK") && !csv.text.contains(",\"=HYPERLINK"),
        "{}",
        csv.text
    );
    let list = page(app, &address).await;
    is_light_and_still(&address, &list);
    for position in [1, 2] {
        let path = format!("{address}/{position}");
        let first = page(app, &path).await;
        is_light_and_still(&path, &first);
        for href in further(&first.text, &path) {
            is_light_and_still(&href, &page(app, &href).await);
        }
    }
    let searched = page(app, &format!("{address}?q=%3Cscript%3E%22")).await;
    is_light_and_still("search", &searched);
}

async fn a_page_that_the_reader_has_is_not_sent_again(app: &TestApp) {
    let anyone = app.anyone();
    let get = |tag: &str, packed: &str| {
        anyone
            .bare(Method::GET, "/public")
            .header("if-none-match", tag.to_owned())
            .header("accept-encoding", packed.to_owned())
    };
    let first = Answer::of(get("", "identity")).await;
    let tag = first.header("etag").to_owned();
    assert!(first.header("cache-control").starts_with("public, max-age="), "{first:?}");
    let again = Answer::of(get(&tag, "identity")).await;
    assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", tag.as_str()));
    let packed = Answer::of(get(&tag, "gzip")).await;
    assert_eq!((packed.status, packed.header("content-encoding")), (200, "gzip"));
    assert_ne!(packed.header("etag"), tag);
    // A minute later the time that is left is another.
    app.clock.advance(chrono::Duration::minutes(1));
    let later = Answer::of(get(&tag, "identity")).await;
    assert_eq!(later.status, 200);
}

async fn a_list_is_filtered_and_searched_without_scripts(app: &TestApp) {
    let passed = pass(app, 6).await;
    let shown = released(app, &new(app, None)).await;
    set(app, instant(&shown, "opens_at"));
    let address = format!("/public/publicities/{}", shown["number"].as_str().unwrap());
    let by_number = page(app, &format!("{address}?q={}", passed[0].number)).await.text;
    assert!(by_number.contains(&passed[0].number) && !by_number.contains(&passed[1].number));
    let category = passed[0].category.clone().unwrap();
    let other = if category == "NAT" { "PRO" } else { "NAT" };
    let filtered = page(app, &format!("{address}?category={category}")).await.text;
    assert!(filtered.contains(&passed[0].number));
    let filtered = page(app, &format!("{address}?category={other}")).await.text;
    assert!(!filtered.contains(&passed[0].number));
    let english = page(app, &format!("{address}?lang=en&category={category}")).await.text;
    assert!(english.contains("<html lang=\"en\">") && english.contains("How to object"));
    assert_eq!(page(app, &format!("{address}?page=999&q=%00")).await.status, 200);
    assert_eq!(page(app, &format!("{address}/0")).await.status, 404);
    assert_eq!(page(app, &format!("{address}/x")).await.status, 404);
}
