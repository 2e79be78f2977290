//! The laws that hold over the whole database, whatever happened to it; one function a law.

mod ballots_store;
mod decided;
mod people_store;
mod quota_store;
mod record;
mod results_store;
mod reviews_store;
mod store;

use crate::{app::App, audit};

/// A law and what breaks it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The law, in both languages.
    pub law: &'static str,
    /// What was found against it; empty when it holds.
    pub breaches: Vec<String>,
}

/// Checks every law.
///
/// # Errors
/// The records failing.
pub async fn check(app: &App) -> Result<Vec<Finding>, sea_orm::DbErr> {
    let database = app.database.reader();
    let chain = audit::read_all(database).await?;
    let broken = audit::verify(chain.iter().map(|(link, hash)| (link, hash.as_str()))).err();
    let law = |law, breaches| Finding { law, breaches };
    let mut laws = vec![
        law(
            "审计链完整 / the audit chain is whole",
            broken.into_iter().map(|one| one.to_string()).collect(),
        ),
        law(
            "应回避者未入选 / nobody barred is assigned",
            store::barred_but_assigned(database).await?,
        ),
        law("无人超负荷 / nobody is above the load", store::above_load(database).await?),
        law(
            "入选均有理由 / every assigned pair has a reason",
            store::assigned_without_reason(database).await?,
        ),
        law(
            "限额方案与总数相符 / what a quota proposal decides is its total",
            quota_store::inexact(database).await?,
        ),
        law("限额台账平衡 / the quota ledger balances", quota_store::unbalanced(database).await?),
        law(
            "已用的确认链接各有一份答复 / every used link of a nominee has its answer",
            people_store::links_apart_from_answers(database).await?,
        ),
    ];
    laws.extend(record::laws(app).await?);
    laws.extend(decided::laws(app).await?);
    Ok(laws)
}
