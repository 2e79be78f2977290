//! Which rights and funded projects do the dossiers of a round name? One query, whatever the number
//! of dossiers.

use std::collections::BTreeMap;

use entity::{
    dossier_value::{Column, Entity},
    ids::{DossierId, NominationId, RoundId},
    nomination,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _, sea_query::Query,
};

use super::{
    dossier::{Address, Content, Value},
    named_works::{NamedWorks, TABLES, named_in},
};

/// The value of a row, at its address.
fn value((address, text): (&str, &str)) -> Result<(Address, Value), DbErr> {
    let damaged = || DbErr::Custom(format!("the stored value of {address} is damaged"));
    let at: Address = address.parse().map_err(|_| damaged())?;
    Ok((at, serde_json::from_str(text).map_err(|_| damaged())?))
}

/// What the dossiers of the nominations of a round name; a nomination that came without a dossier
/// is not among them.
///
/// # Errors
/// The records failing.
pub async fn named_works(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, NamedWorks>, DbErr> {
    // A nomination bears the key of its dossier.
    let of_round = Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::RoundId.eq(round))
        .to_owned();
    let of_tables = TABLES.iter().fold(Condition::any(), |any, (section, field)| {
        any.add(Column::Address.starts_with(format!("{section}.{field}")))
    });
    let rows = Entity::find()
        .select_only()
        .columns([Column::DossierId, Column::Address, Column::Value])
        .filter(Column::DossierId.in_subquery(of_round))
        .filter(of_tables)
        .filter(Column::Value.is_not_null())
        .into_tuple::<(DossierId, String, String)>()
        .all(database)
        .await?;
    let mut said: BTreeMap<NominationId, Content> = BTreeMap::new();
    for (dossier, address, text) in rows {
        let (at, value) = value((&address, &text))?;
        said.entry(NominationId(dossier.0)).or_default().0.insert(at, value);
    }
    Ok(said.iter().map(|(&id, content)| (id, named_in(content))).collect())
}
