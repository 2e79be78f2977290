//! Where are policies kept?

use std::collections::BTreeMap;

use entity::{ids::QuotaPolicyId, quota_policy};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, TryInsertResult,
    sea_query::OnConflict,
};

use super::{
    super::{engine::Policy, ledger::Stamp},
    views::{PolicyDetail, PolicyView},
};
use crate::identity;

/// A policy as it was stored.
#[derive(Clone, Debug)]
pub struct StoredPolicy {
    /// Key.
    pub id: QuotaPolicyId,
    /// Its text.
    pub content: String,
    /// SHA-256 of the text.
    pub digest: String,
    /// What was read from it.
    pub policy: Policy,
}

/// A text that was stored was a policy then, and stays one while the engine keeps its keys.
fn read(row: &quota_policy::Model) -> Result<Policy, DbErr> {
    Policy::parse(&row.content)
        .map_err(|error| DbErr::Custom(format!("stored policy {}: {error}", row.id)))
}

fn view(row: quota_policy::Model, policy: &Policy) -> PolicyView {
    PolicyView {
        id: row.id.0,
        name: row.name,
        version: row.version,
        title: policy.title.zh.clone(),
        title_en: policy.title.en.clone(),
        digest: row.digest,
        note: row.note,
        author: row.author,
        created_at: row.created_at,
        names: BTreeMap::new(),
    }
}

/// Every policy, newest first.
pub(super) async fn list(database: &impl ConnectionTrait) -> Result<Vec<PolicyView>, DbErr> {
    let rows = quota_policy::Entity::find()
        .order_by_desc(quota_policy::Column::CreatedAt)
        .order_by_desc(quota_policy::Column::Id)
        .all(database)
        .await?;
    let views = rows.into_iter().map(|row| read(&row).map(|policy| view(row, &policy)));
    let mut views = views.collect::<Result<Vec<_>, _>>()?;
    identity::name_actors(database, &mut views).await?;
    Ok(views)
}

/// One policy with its text.
pub(super) async fn detail(
    database: &impl ConnectionTrait,
    id: QuotaPolicyId,
) -> Result<Option<PolicyDetail>, DbErr> {
    let Some(row) = quota_policy::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let (content, policy) = (row.content.clone(), read(&row)?);
    let mut told = view(row, &policy);
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(PolicyDetail { policy: told, content, read: policy }))
}

/// One policy as it was stored.
pub async fn find(
    database: &impl ConnectionTrait,
    id: QuotaPolicyId,
) -> Result<Option<StoredPolicy>, DbErr> {
    let Some(row) = quota_policy::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let policy = read(&row)?;
    Ok(Some(StoredPolicy { id: row.id, content: row.content, digest: row.digest, policy }))
}

/// The key of the policy with this digest.
pub(super) async fn with_digest(
    database: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<QuotaPolicyId>, DbErr> {
    let row = quota_policy::Entity::find().filter(quota_policy::Column::Digest.eq(digest));
    Ok(row.one(database).await?.map(|row| row.id))
}

/// A policy to be stored.
pub(super) struct NewPolicy<'a> {
    pub(super) policy: &'a Policy,
    pub(super) content: &'a str,
    pub(super) digest: &'a str,
    pub(super) note: &'a str,
}

/// Stores a policy as the next version under its name; none where somebody else was first in the meantime,
/// with the very text or with another of that number.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    new: &NewPolicy<'_>,
    stamp: &Stamp<'_>,
) -> Result<Option<QuotaPolicyId>, DbErr> {
    let known = quota_policy::Entity::find()
        .filter(quota_policy::Column::Name.eq(&new.policy.id))
        .count(database)
        .await?;
    let id = stamp.ids.next();
    let row = quota_policy::Model {
        id,
        name: new.policy.id.clone(),
        version: i32::try_from(known).unwrap_or(i32::MAX).saturating_add(1),
        digest: new.digest.to_owned(),
        content: new.content.to_owned(),
        note: new.note.to_owned(),
        author: stamp.by.to_owned(),
        created_at: stamp.now,
    };
    // No target is named: a text is there once, and so is a number under a name.
    let inserted = quota_policy::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)).then_some(id))
}
