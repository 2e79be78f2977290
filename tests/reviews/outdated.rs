//! Is an aggregate computed anew once other sheets count, and never kept of those that count no more?

use entity::{job, review_phase, review_sheet, vocabulary::SheetState};
use laurel::{
    jobs::Claimed,
    reviews::{aggregate, ranking},
};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QuerySelect as _,
    sea_query::Expr,
};
use serde_json::json;

use super::aggregates::{aggregate_of, closed, judged, phase_of, row_of, shut};
use crate::harness::TestApp;

db_tests! {
    round: [
        a_sheet_of_a_frozen_assignment_counts_no_more,
        what_was_computed_of_other_sheets_is_not_kept,
    ],
}

/// How often an aggregate was asked for.
async fn asked(app: &TestApp) -> u64 {
    let jobs = job::Entity::find().filter(job::Column::Kind.eq(aggregate::JOB));
    jobs.count(app.app.database.reader()).await.unwrap()
}

async fn a_sheet_of_a_frozen_assignment_counts_no_more(app: &TestApp) {
    let (desk, reviewers) = judged(app).await;
    closed(app, &desk).await;
    let (office, first) = (&desk.office, desk.nominations[0]);
    let before = office.data(&aggregate_of(&desk)).await;
    let often = asked(app).await;
    app.tick().await;
    assert_eq!(asked(app).await, often, "the same sheets count");

    let review = format!("/review-assignments/{}", reviewers[0].own[0]);
    let reason = json!({ "reason": "核查是否存在利害关系" });
    for (deed, sheets) in [("freeze", 2), ("unfreeze", 3)] {
        let version = office.data(&review).await["version"].as_i64().unwrap();
        let path = format!("{review}/{deed}");
        let done = office.change(Method::POST, &path, version, &reason).await;
        assert_eq!(done.status, 200, "{deed}: {}", done.text);
        let often = asked(app).await;
        app.tick().await;
        app.tick().await;
        assert_eq!(asked(app).await, often + 1, "{deed}: asked for once");
        app.run_jobs().await;
        let after = office.data(&aggregate_of(&desk)).await;
        assert_eq!(row_of(&after["rows"], first).unwrap()["sheets"], sheets, "{deed}");
        let is_as_before = after["run"]["inputs_digest"] == before["run"]["inputs_digest"];
        assert_eq!(is_as_before, sheets == 3, "{deed}");
    }
}

async fn what_was_computed_of_other_sheets_is_not_kept(app: &TestApp) {
    let (desk, reviewers) = judged(app).await;
    shut(&desk).await;
    let phase = phase_of(&desk);
    // Somebody holds the phase and voids a sheet of it, and the others do not see it yet.
    let tx = app.app.database.begin_write().await.unwrap();
    let held = review_phase::Entity::find_by_id(phase).lock_exclusive().one(&*tx).await;
    assert!(held.unwrap().is_some());
    let voided = review_sheet::Entity::update_many()
        .col_expr(review_sheet::Column::State, Expr::value(SheetState::Void))
        .filter(review_sheet::Column::AssignmentId.eq(reviewers[0].own[0]))
        .exec(&*tx);
    assert_eq!(voided.await.unwrap().rows_affected, 1);
    let job = Claimed {
        id: app.app.ids.next(),
        kind: aggregate::JOB.to_owned(),
        payload: json!({ "phase": phase }),
        attempts: 1,
    };
    let mut computed = std::pin::pin!(aggregate::handle_job(&app.app, &job));
    let some_time = std::time::Duration::from_secs(2);
    let early = tokio::time::timeout(some_time, &mut computed).await;
    assert!(early.is_err(), "it was kept while another held the phase");
    tx.commit().await.unwrap();
    computed.await.unwrap();
    let kept = ranking(app.app.database.reader(), phase).await.unwrap();
    assert!(kept.is_empty(), "{kept:?}");
    app.run_jobs().await;
    let kept = ranking(app.app.database.reader(), phase).await.unwrap();
    let first = kept.iter().find(|row| row.nomination == desk.nominations[0]).unwrap();
    assert_eq!((first.sheets, first.raw), (2, Some(7_500)));
}
