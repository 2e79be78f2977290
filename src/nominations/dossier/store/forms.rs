//! By which text of its form does a dossier go, whatever this release ships?

use std::{
    collections::BTreeMap,
    sync::{LazyLock, RwLock},
};

use entity::form_text::{ActiveModel, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    sea_query::OnConflict,
};

use super::super::record::Dossier;
use crate::{
    nominations::forms::{self, Form},
    shared::IdSource,
};

/// Forms that earlier releases shipped, by digest: a handful, kept for the life of the process.
static EARLIER: LazyLock<RwLock<BTreeMap<String, &'static Form>>> = LazyLock::new(RwLock::default);

/// Keeps the text of `form`, once.
pub(in super::super) async fn keep_form(
    database: &impl ConnectionTrait,
    ids: IdSource,
    form: &Form,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(ids.next()),
        form_id: Set(form.id.clone()),
        digest: Set(form.digest.clone()),
        content: Set(forms::text_of(form).to_owned()),
    };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Digest).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// The form that `dossier` is bound to.
pub(in super::super) async fn form_of(
    database: &impl ConnectionTrait,
    dossier: &Dossier,
) -> Result<&'static Form, DbErr> {
    let digest = &dossier.form_digest;
    if let Some(form) = forms::find(&dossier.form_id).filter(|form| form.digest == *digest) {
        return Ok(form);
    }
    let known = EARLIER.read().ok().and_then(|earlier| earlier.get(digest).copied());
    if let Some(form) = known {
        return Ok(form);
    }
    let lost = |why: &str| DbErr::Custom(format!("form {} {digest}: {why}", dossier.form_id));
    let row = Entity::find()
        .filter(Column::Digest.eq(digest.as_str()))
        .one(database)
        .await?
        .ok_or_else(|| lost("not kept"))?;
    let form = Form::parse(&row.content).map_err(|error| lost(&error.to_string()))?;
    let form: &'static Form = Box::leak(Box::new(form));
    if let Ok(mut earlier) = EARLIER.write() {
        earlier.insert(digest.clone(), form);
    }
    Ok(form)
}
