//! The rows of values and of their changes. A personal datum is sealed on its way in, and opened on its
//! way out.

use std::collections::BTreeMap;

use entity::{
    dossier_change,
    dossier_value::{self, Column},
    ids::DossierId,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::OnConflict,
};

use super::super::{address::Address, content::Value, patch::Standing, record::Change};
use crate::{
    nominations::forms::Form,
    persistence::{SealError, Sealer},
    shared::IdSource,
};

/// Values could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// The database.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// A sealed value.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A value that is none.
    #[error("字段 {0} 的存储值已损坏 / the stored value of {0} is damaged")]
    Damaged(String),
}

/// Where values of one dossier are sealed and opened.
struct Place<'p> {
    dossier: DossierId,
    form: &'p Form,
    sealer: &'p Sealer,
}

impl Place<'_> {
    fn name(&self, address: &Address) -> String {
        format!("dossier/{}/{address}", self.dossier)
    }

    fn is_secret(&self, address: &Address) -> bool {
        address.of(self.form).is_some_and(|field| field.secret)
    }

    fn stored(
        &self,
        address: &Address,
        value: Option<&Value>,
    ) -> Result<Option<String>, StoreFault> {
        let Some(value) = value else { return Ok(None) };
        let text =
            serde_json::to_string(value).map_err(|_| StoreFault::Damaged(address.to_string()))?;
        if self.is_secret(address) {
            Ok(Some(self.sealer.seal(&self.name(address), &text)?))
        } else {
            Ok(Some(text))
        }
    }

    fn read(&self, address: &Address, text: Option<String>) -> Result<Option<Value>, StoreFault> {
        let Some(mut text) = text else { return Ok(None) };
        if self.is_secret(address) {
            text = self.sealer.open_sealed(&self.name(address), &text)?;
        }
        serde_json::from_str(&text).map(Some).map_err(|_| StoreFault::Damaged(address.to_string()))
    }

    fn change(&self, row: dossier_change::Model) -> Result<Change, StoreFault> {
        let address = address_of(&row.address)?;
        Ok(Change {
            before: self.read(&address, row.before)?,
            after: self.read(&address, row.after)?,
            version: row.version,
            by: row.changed_by,
            at: row.changed_at,
            address,
        })
    }
}

fn address_of(text: &str) -> Result<Address, StoreFault> {
    text.parse().map_err(|_| StoreFault::Damaged(text.to_owned()))
}

/// Every value of a dossier as it stands, or those at `only`.
pub(in super::super) async fn standing(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    (dossier, form): (DossierId, &Form),
    only: Option<&[Address]>,
) -> Result<BTreeMap<Address, Standing>, StoreFault> {
    let place = Place { dossier, form, sealer };
    let mut query = dossier_value::Entity::find().filter(Column::DossierId.eq(dossier));
    if let Some(only) = only {
        let only = only.iter().map(ToString::to_string);
        query = query.filter(Column::Address.is_in(only));
    }
    let mut standing = BTreeMap::new();
    for row in query.all(database).await? {
        let address = address_of(&row.address)?;
        let value = place.read(&address, row.value)?;
        let now = Standing { value, version: row.version, by: row.changed_by, at: row.changed_at };
        standing.insert(address, now);
    }
    Ok(standing)
}

/// Writes changes: each as a row of its own, and the value as it stands from then on.
pub(in super::super) async fn write(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    (dossier, form): (DossierId, &Form),
    ids: IdSource,
    changes: Vec<Change>,
) -> Result<(), StoreFault> {
    let place = Place { dossier, form, sealer };
    for change in changes {
        let address = change.address.to_string();
        let after = place.stored(&change.address, change.after.as_ref())?;
        let before = place.stored(&change.address, change.before.as_ref())?;
        let value = dossier_value::ActiveModel {
            id: Set(ids.next()),
            dossier_id: Set(dossier),
            address: Set(address.clone()),
            value: Set(after.clone()),
            version: Set(change.version),
            changed_by: Set(change.by.clone()),
            changed_at: Set(change.at),
        };
        let keys = [Column::DossierId, Column::Address];
        let columns = [Column::Value, Column::Version, Column::ChangedBy, Column::ChangedAt];
        dossier_value::Entity::insert(value)
            .on_conflict(OnConflict::columns(keys).update_columns(columns).to_owned())
            .exec_without_returning(database)
            .await?;
        dossier_change::ActiveModel {
            id: Set(ids.next()),
            dossier_id: Set(dossier),
            version: Set(change.version),
            address: Set(address),
            before: Set(before),
            after: Set(after),
            changed_by: Set(change.by),
            changed_at: Set(change.at),
        }
        .insert(database)
        .await?;
    }
    Ok(())
}

/// The changes of a dossier after a version, oldest first.
pub(in super::super) async fn changes(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    (dossier, form): (DossierId, &Form),
    after: i64,
) -> Result<Vec<Change>, StoreFault> {
    let place = Place { dossier, form, sealer };
    let rows = dossier_change::Entity::find()
        .filter(dossier_change::Column::DossierId.eq(dossier))
        .filter(dossier_change::Column::Version.gt(after))
        .order_by_asc(dossier_change::Column::Version)
        .order_by_asc(dossier_change::Column::Address)
        .all(database)
        .await?;
    rows.into_iter().map(|row| place.change(row)).collect()
}

/// The newest changes of a dossier before a version, newest first: so many, and the rest of the oldest version
/// among them; with that version where earlier ones lie before it.
pub(in super::super) async fn changes_before(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    (dossier, form): (DossierId, &Form),
    (before, most): (i64, u64),
) -> Result<(Vec<Change>, Option<i64>), StoreFault> {
    use dossier_change::Column;
    let place = Place { dossier, form, sealer };
    let older = |version: i64| {
        dossier_change::Entity::find()
            .filter(Column::DossierId.eq(dossier))
            .filter(Column::Version.lt(version))
    };
    let last: Option<i64> = older(before)
        .select_only()
        .column(Column::Version)
        .order_by_desc(Column::Version)
        .offset(most.saturating_sub(1))
        .limit(1)
        .into_tuple()
        .one(database)
        .await?;
    let first = last.unwrap_or_default();
    let rows = older(before)
        .filter(Column::Version.gte(first))
        .order_by_desc(Column::Version)
        .order_by_desc(Column::Address)
        .all(database)
        .await?;
    let has_earlier = older(first).count(database).await? > 0;
    let changes: Result<Vec<Change>, StoreFault> =
        rows.into_iter().map(|row| place.change(row)).collect();
    Ok((changes?, has_earlier.then_some(first)))
}
