//! Do the public pages go on while the portal is closed?

use laurel::notices::publicity::heads;
use reqwest::Method;

use super::page;
use crate::{
    harness::{Answer, TestApp},
    objections,
};

db_tests! { round: [the_public_pages_go_on_while_the_portal_is_closed] }

async fn the_public_pages_go_on_while_the_portal_is_closed(app: &TestApp) {
    objections::publish(app).await;
    let anyone = app.anyone();
    let portal = async || Answer::of(anyone.bare(Method::GET, "/sign-in")).await;
    assert_ne!(portal().await.header("retry-after"), "300");
    let file = app.folder().join("maintenance");
    std::fs::write(&file, "").unwrap();
    let closed = portal().await;
    assert_eq!((closed.status, closed.header("retry-after")), (503, "300"));
    assert!(closed.text.contains("系统维护中") && closed.text.contains("Under maintenance"));
    assert!(!closed.text.contains("<script"));
    let refused = anyone.get("/rounds").await;
    assert_eq!(refused.outcome(), (503, "unavailable".to_owned()));
    assert_eq!(refused.header("retry-after"), "300");
    for path in [
        "/public",
        "/public/publicities",
        "/public/how-to-object",
        "/public/verify",
        "/public/societies",
    ] {
        assert_eq!(page(app, path).await.status, 200, "{path}");
    }
    what_is_public_is_read(app).await;
    objections_are_taken(app).await;
    std::fs::remove_file(&file).unwrap();
    assert_eq!(anyone.get("/rounds").await.outcome(), (401, "signed_out".to_owned()));
}

/// A publicity, its entries, and the files beside both.
async fn what_is_public_is_read(app: &TestApp) {
    let all = heads(&app.app).await.unwrap();
    let number = &all[0].number;
    let address = format!("/public/publicities/{number}");
    for path in [address.clone(), format!("{address}/1")] {
        for ending in ["", ".csv", ".json"] {
            let path = format!("{path}{ending}");
            assert_eq!(page(app, &path).await.status, 200, "{path}");
        }
    }
    let corrections = format!("{address}/corrections");
    assert_eq!(page(app, &corrections).await.status, 200);
    let form = page(app, &format!("/public/objections/new?publicity={number}&entry=1")).await;
    assert!(form.status == 200 && form.text.contains("name=\"token\""), "{}", form.text);
}

/// The time for objections runs on, so they are taken, and followed.
async fn objections_are_taken(app: &TestApp) {
    let code = objections::object(app, "1", "a-word-of-the-form-1").await;
    assert_eq!(page(app, "/public/objections/follow").await.status, 200);
    let case = objections::follow(app, &code).await;
    assert!(case.status == 200 && case.text.contains("待审查"), "{}", case.text);
    let (_, version) = case.text.split_once("name=\"version\" value=\"").unwrap();
    let version = version.split('"').next().unwrap();
    let code = code.as_str();
    let why = "已与候选者当面澄清";
    let deed = [("code", code), ("version", version), ("deed", "withdraw"), ("text", why)];
    let path = "/public/objections/follow";
    let withdrawn = objections::send_form(&app.anyone(), path, &deed, &[]).await;
    assert_eq!(withdrawn.status, 200, "{}", withdrawn.text);
    assert!(withdrawn.text.contains("已撤回"), "{}", withdrawn.text);
}
