//! Do the public pages go on while the portal is closed?

use reqwest::Method;

use super::page;
use crate::harness::{Answer, TestApp};

db_tests! { round: [the_public_pages_go_on_while_the_portal_is_closed] }

async fn the_public_pages_go_on_while_the_portal_is_closed(app: &TestApp) {
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
    std::fs::remove_file(&file).unwrap();
    assert_eq!(anyone.get("/rounds").await.outcome(), (401, "signed_out".to_owned()));
}
