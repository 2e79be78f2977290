//! Are the public pages light, still, safe to keep and safe to open?

use std::{collections::BTreeSet, path::Path};

use entity::nomination;
use laurel::notices::publicity::heads;
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};

use super::{instant, new, page, pass, released, set};
use crate::{
    harness::{Answer, TestApp},
    objections,
};

db_tests! {
    round: [
        every_page_of_the_demonstration_is_light_and_nothing_runs_in_it,
        the_pages_of_an_objection_are_light_and_nothing_runs_in_them,
        hostile_words_neither_run_nor_compute,
        a_page_that_the_reader_has_is_not_sent_again,
        a_list_is_filtered_and_searched_without_scripts,
    ],
}

const MOST_BYTES: usize = 30 * 1024;

pub(super) fn is_light_and_still(path: &str, answer: &Answer) {
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

/// The links to public pages, without those to the other language and to files.
pub(super) fn public_links(text: &str) -> Vec<String> {
    let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
        .filter_map(|href| href.split('#').next().map(str::to_owned))
        .filter(|href| href.starts_with("/public") && !href.contains("lang="))
        .filter(|href| Path::new(href).extension().is_none_or(|end| end != "csv" && end != "json"))
        .collect()
}

async fn every_page_of_the_demonstration_is_light_and_nothing_runs_in_it(app: &TestApp) {
    let mut seen = BTreeSet::new();
    let mut pages = vec!["/public".to_owned()];
    while let Some(path) = pages.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = page(app, &path).await;
        is_light_and_still(&path, &answer);
        let sign = if path.contains('?') { '&' } else { '?' };
        is_light_and_still(&path, &page(app, &format!("{path}{sign}lang=en")).await);
        pages.extend(public_links(&answer.text));
    }
    // The walk came everywhere.
    for path in [
        "/public/publicities",
        "/public/how-to-object",
        "/public/verify",
        "/public/societies",
        "/public/quotas",
        "/public/objections/follow",
    ] {
        assert!(seen.contains(path), "{path}: {seen:?}");
    }
    assert!(seen.iter().any(|path| path.starts_with("/public/societies/")), "{seen:?}");
    let now = app.app.clock.now();
    let all = heads(&app.app).await.unwrap();
    let public: Vec<_> = all.iter().filter(|head| head.opens_at <= now).collect();
    assert!(!public.is_empty(), "the demonstration shows something");
    for head in public {
        let address = format!("/public/publicities/{}", head.number);
        assert!(seen.contains(&format!("{address}/corrections")) || head.corrections.is_empty());
        for position in 1..=head.count {
            assert!(seen.contains(&format!("{address}/{position}")), "{address}/{position}");
        }
        let form = format!("/public/objections/new?publicity={}&entry=1", head.number);
        assert_eq!(seen.contains(&form), now < head.closes_at, "{form}");
    }
}

async fn the_pages_of_an_objection_are_light_and_nothing_runs_in_them(app: &TestApp) {
    objections::publish(app).await;
    let mut fields = objections::named("1", "a-word-of-the-form-1");
    let files = [objections::PDF];
    let send = async |fields: &[(&str, &str)]| {
        objections::send_form(&app.anyone(), "/public/objections", fields, &files).await
    };
    let receipt = send(&fields).await;
    is_light_and_still("the receipt", &receipt);
    let code = objections::code_in(&receipt.text);
    is_light_and_still("the case", &objections::follow(app, &code).await);
    // What is sent back with what is missing is as light as what was sent.
    fields.retain(|(name, _)| *name != "kind");
    fields.retain(|(name, _)| *name != "token");
    fields.push(("token", "a-word-of-the-form-2"));
    let refused = send(&fields).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    is_light_and_still("the form again", &Answer { status: 200, ..refused });
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
