//! Does an examiner see the sealed and signed pages of a submitted dossier, and does nobody else?

use entity::{
    dossier, nomination,
    vocabulary::{NominationState, Role},
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [the_pages_of_a_submitted_dossier_are_listed, drafts_and_strangers_are_kept_apart],
}

/// A dossier that was submitted, and one that was not.
async fn dossiers(app: &TestApp) -> (uuid::Uuid, uuid::Uuid) {
    let database = app.app.database.reader();
    let submitted: Vec<uuid::Uuid> = nomination::Entity::find()
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.id.0)
        .collect();
    let all = dossier::Entity::find().all(database).await.unwrap();
    let one = all.iter().find(|row| submitted.contains(&row.id.0)).unwrap().id.0;
    let draft = dossier::Entity::find()
        .filter(dossier::Column::State.eq(NominationState::Draft))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    (one, draft.id.0)
}

async fn picture(visitor: &Visitor, path: &str) -> Answer {
    visitor.get(path).await
}

async fn the_pages_of_a_submitted_dossier_are_listed(app: &TestApp) {
    let (submitted, _) = dossiers(app).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let path = format!("/dossiers/{submitted}/seals");
    let gallery = office.data(&path).await;
    let pages = gallery["pages"].as_array().unwrap();
    assert!(!pages.is_empty(), "{gallery}");
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page["number"], at + 1);
        assert!(page["label"]["zh"] != "" && page["label"]["en"] != "", "{page}");
        assert!(!page["marks"].as_array().unwrap().is_empty(), "{page}");
        let shown = picture(&office, &format!("{path}/{}.png", at + 1)).await;
        if page["has_picture"] == true {
            assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
        } else {
            assert_eq!(shown.outcome().0, 404, "a page that is drawn has no picture");
            if page["attachment"].is_u64() {
                let file = office.get(&format!("{path}/{}.pdf", at + 1)).await;
                assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"));
            }
        }
    }
    assert!(pages.iter().any(|page| page["attachment"].is_u64()), "{gallery}");
    for wrong in ["0.png", "9999.png", "1", "x.png", "9999.pdf", "1.exe"] {
        assert_eq!(picture(&office, &format!("{path}/{wrong}")).await.outcome().0, 404, "{wrong}");
    }
}

async fn drafts_and_strangers_are_kept_apart(app: &TestApp) {
    let (submitted, draft) = dossiers(app).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let path = |id: uuid::Uuid| format!("/dossiers/{id}/seals");
    assert_eq!(supervisor.get(&path(submitted)).await.status, 200);
    assert_eq!(supervisor.get(&path(draft)).await.outcome().0, 404, "a draft is its society's");
    for role in [Role::SocietyClerk, Role::SocietyHead, Role::Reviewer, Role::Cast] {
        let visitor = app.sign_in(role).await;
        for id in [submitted, draft] {
            assert_eq!(visitor.get(&path(id)).await.outcome().0, 403, "{role:?}");
            let shown = picture(&visitor, &format!("{}/1.png", path(id))).await;
            assert_eq!(shown.outcome().0, 403, "{role:?}");
        }
    }
    assert_eq!(app.anyone().get(&path(submitted)).await.outcome().0, 401);
}
