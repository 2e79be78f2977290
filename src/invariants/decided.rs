//! Which laws do reviews, votes and results keep? Read by [`super::check`].

use crate::app::App;

use super::{Finding, ballots_store, results_store, reviews_store};

/// The laws of reviews, votes and results.
///
/// # Errors
/// The records failing.
pub(super) async fn laws(app: &App) -> Result<Vec<Finding>, sea_orm::DbErr> {
    let database = app.database.reader();
    let law = |law, breaches| Finding { law, breaches };
    Ok(vec![
        law(
            "评审表均属其任务和阶段 / every sheet is of its assignment and its phase",
            reviews_store::sheets_apart(database).await?,
        ),
        law(
            "总分即加权之和 / every total is the weighted sum of its points",
            reviews_store::wrong_totals(database).await?,
        ),
        law(
            "汇总可以重算 / every aggregate is what its sheets come to",
            reviews_store::wrong_aggregates(database).await?,
        ),
        law(
            "计票可以重算 / every tally is what its papers say",
            ballots_store::miscounted(app).await?,
        ),
        law(
            "终局决定与状态一致 / a final decision and its step go together",
            results_store::decisions_apart_from_steps(database).await?,
        ),
        law(
            "发布均经两人 / every release took two people",
            results_store::released_alone(database).await?,
        ),
        law(
            "授奖数不超限 / no more awards than there may be",
            results_store::above(database).await?,
        ),
        law(
            "结果数据包真实 / every bundle is true and lies as it was made",
            results_store::untrue_bundles(app).await?,
        ),
    ])
}
