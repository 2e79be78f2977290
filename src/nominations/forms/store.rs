//! By which text of its form does a dossier go, and on which forms does a round begin them, whatever this
//! release ships?

use std::{
    collections::BTreeMap,
    sync::{LazyLock, RwLock},
};

use entity::{form_text, ids::RoundId, round_form};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, sea_query::OnConflict,
};

use super::form::{Form, find, named, text_of};
use crate::{awards, persistence::insert_all, shared::IdSource};

/// Forms that earlier releases shipped, by digest: a handful, kept for the life of the process.
static EARLIER: LazyLock<RwLock<BTreeMap<String, &'static Form>>> = LazyLock::new(RwLock::default);

/// Keeps the text of `form`, once; that of an earlier release is kept already.
pub(in crate::nominations) async fn keep(
    database: &impl ConnectionTrait,
    ids: IdSource,
    form: &Form,
) -> Result<(), DbErr> {
    let text = text_of(form);
    if text.is_empty() {
        return Ok(());
    }
    let row = form_text::ActiveModel {
        id: Set(ids.next()),
        form_id: Set(form.id.clone()),
        digest: Set(form.digest.clone()),
        content: Set(text.to_owned()),
    };
    form_text::Entity::insert(row)
        .on_conflict(OnConflict::column(form_text::Column::Digest).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// The form `id` by the text with this digest.
pub(in crate::nominations) async fn kept(
    database: &impl ConnectionTrait,
    (id, digest): (&str, &str),
) -> Result<&'static Form, DbErr> {
    if let Some(form) = find(id).filter(|form| form.digest == digest) {
        return Ok(form);
    }
    let known = EARLIER.read().ok().and_then(|earlier| earlier.get(digest).copied());
    if let Some(form) = known {
        return Ok(form);
    }
    let lost = |why: &str| DbErr::Custom(format!("form {id} {digest}: {why}"));
    let row = form_text::Entity::find()
        .filter(form_text::Column::Digest.eq(digest))
        .one(database)
        .await?
        .ok_or_else(|| lost("not kept"))?;
    let form = Form::parse(&row.content).map_err(|error| lost(&error.to_string()))?;
    let form: &'static Form = Box::leak(Box::new(form));
    if let Ok(mut earlier) = EARLIER.write() {
        earlier.insert(digest.to_owned(), form);
    }
    Ok(form)
}

/// Binds a round that is being opened to the texts of `forms`.
pub(in crate::nominations) async fn pin(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (round, forms): (RoundId, &[&Form]),
) -> Result<(), DbErr> {
    let mut rows = Vec::with_capacity(forms.len());
    for (form, position) in forms.iter().zip(0..) {
        keep(database, ids, form).await?;
        rows.push(round_form::ActiveModel {
            round_id: Set(round),
            form_id: Set(form.id.clone()),
            position: Set(position),
            digest: Set(form.digest.clone()),
        });
    }
    insert_all(database, rows).await
}

/// The forms on which dossiers of a round are begun, as they are offered: those that it was opened with. A round
/// that is bound to none begins them on what its rule set names, or on all that ship.
///
/// # Errors
/// The records failing; a text that is not kept, or a form that the rule set names and nobody has.
pub async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<&'static Form>, DbErr> {
    let rows = round_form::Entity::find()
        .filter(round_form::Column::RoundId.eq(round))
        .order_by_asc(round_form::Column::Position)
        .all(database)
        .await?;
    if rows.is_empty() {
        let rules = awards::rules_of(database, round).await?;
        let names = rules.map(|rules| rules.forms).unwrap_or_default();
        return named(&names).map_err(|error| DbErr::Custom(error.to_string()));
    }
    let mut forms = Vec::with_capacity(rows.len());
    for row in rows {
        forms.push(kept(database, (&row.form_id, &row.digest)).await?);
    }
    Ok(forms)
}
