//! Does a dossier keep the form that it was begun on, whatever a later release ships under its name?

use entity::{dossier, form_text, ids::DossierId, vocabulary::Role};
use laurel::nominations::forms::{self, Form};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr,
};
use uuid::Uuid;

use super::{begin, clerk};
use crate::harness::TestApp;

db_tests! {
    round: [a_dossier_keeps_the_form_that_it_was_begun_on],
}

/// Binds a dossier to another text of its form, as if an earlier release had shipped that.
async fn bind(app: &TestApp, path: &str, text: String) {
    let form = Form::parse(&text).unwrap();
    let database = app.app.database.reader();
    let row = form_text::ActiveModel {
        id: Set(app.app.ids.next()),
        form_id: Set(form.id),
        digest: Set(form.digest.clone()),
        content: Set(text),
    };
    form_text::Entity::insert(row).exec_without_returning(database).await.unwrap();
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    dossier::Entity::update_many()
        .col_expr(dossier::Column::FormDigest, Expr::value(form.digest))
        .filter(dossier::Column::Id.eq(DossierId(id)))
        .exec(database)
        .await
        .unwrap();
}

async fn a_dossier_keeps_the_form_that_it_was_begun_on(app: &TestApp) {
    let clerk = clerk(app).await;
    let (own, other) = (begin(&clerk, "nat-1").await, begin(&clerk, "nat-1").await);
    let shipped = forms::find("nat-1").unwrap();
    let label = shipped.field("project", "title").unwrap().label.zh.clone();
    bind(app, &own, forms::text_of(shipped).replace(label.as_str(), "早先的叫法")).await;
    let shown = clerk.get(&format!("{own}/form")).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert_eq!(shown.json()["data"]["id"], "nat-1");
    assert!(shown.text.contains("早先的叫法"));
    for now in [format!("{other}/form"), "/forms/nat-1".to_owned()] {
        let shown = clerk.get(&now).await;
        assert!(shown.text.contains(label.as_str()) && !shown.text.contains("早先的叫法"), "{now}");
    }
    let stranger = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(stranger.get(&format!("{own}/form")).await.outcome().0, 404);
}
