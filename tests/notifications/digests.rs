//! One digest a person a Beijing day, whatever happens to the server in between.

use chrono::Duration;
use entity::vocabulary::{MailState, Role};
use laurel::notifications::{self, Kind, To};

use super::{account_of, letters, mails, set_address, states, sweep, tell, to_tomorrow};
use crate::harness::TestApp;

db_tests! {
    empty: [what_is_not_urgent_goes_once_a_day, two_nodes_compose_one_digest],
}

async fn what_is_not_urgent_goes_once_a_day(app: &TestApp) {
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    set_address(&head, "head@example.org", Some("zh")).await;
    let to = To::Account(account_of(app, "test.society_head.d-b-12").await);
    to_tomorrow(app, 9);
    for number in 1..=3 {
        tell(app, "somebody", &to, Kind::PublicityReleased, &format!("publicity/{number}")).await;
    }
    sweep(app).await;
    assert!(mails(app).await.is_empty(), "they wait for the next morning");
    to_tomorrow(app, 8);
    app.clock.advance(Duration::seconds(-1));
    sweep(app).await;
    assert!(mails(app).await.is_empty(), "7:59:59");
    app.clock.advance(Duration::seconds(1));
    sweep(app).await;
    assert_eq!(states(app).await, [MailState::Sent]);
    tell(app, "somebody", &to, Kind::PublicityReleased, "publicity/4").await;
    for hours in 0..15 {
        app.clock.advance(Duration::hours(i64::from(hours > 0)));
        sweep(app).await;
    }
    assert_eq!(mails(app).await.len(), 1, "no second one on the same day");
    assert_eq!(letters(app).len(), 1);
    // An urgent one does not wait.
    tell(app, "somebody", &to, Kind::CorrectionAsked, "nomination/1").await;
    sweep(app).await;
    assert_eq!(letters(app).len(), 2);
    to_tomorrow(app, 10);
    sweep(app).await;
    assert_eq!(letters(app).len(), 3);
    let digests: Vec<_> = mails(app).await.into_iter().filter_map(|mail| mail.day).collect();
    assert_eq!(digests.len(), 2);
    assert_ne!(digests[0], digests[1]);
}

async fn two_nodes_compose_one_digest(app: &TestApp) {
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    set_address(&head, "head@example.org", None).await;
    let to = To::Account(account_of(app, "test.society_head.d-b-12").await);
    to_tomorrow(app, 7);
    for number in 1..=4 {
        tell(app, "somebody", &to, Kind::PublicityReleased, &format!("publicity/{number}")).await;
        tell(app, "somebody", &to, Kind::CorrectionAsked, &format!("nomination/{number}")).await;
    }
    app.clock.advance(Duration::hours(1));
    let (one, other, third) = tokio::join!(
        notifications::sweep(&app.app),
        notifications::sweep(&app.app),
        notifications::sweep(&app.app),
    );
    one.unwrap();
    other.unwrap();
    third.unwrap();
    sweep(app).await;
    assert_eq!(states(app).await, [MailState::Sent; 5], "four at once and one digest");
    assert_eq!(mails(app).await.iter().filter(|mail| mail.day.is_some()).count(), 1);
    assert!(mails(app).await.iter().all(|mail| mail.attempts == 1), "each was sent once");
}
