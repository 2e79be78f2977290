//! How many sheets stand on the assignments of a plan?

use entity::{ids::AssignmentPlanId, review_assignment, review_sheet, vocabulary::SheetState};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QuerySelect as _, QueryTrait as _,
};

/// Sheets of reviewers of a plan, drafts among them, but for those that are void.
pub(in super::super) async fn count_sheets(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
) -> Result<u64, DbErr> {
    let of_plan = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .filter(review_assignment::Column::PlanId.eq(plan))
        .into_query();
    review_sheet::Entity::find()
        .filter(review_sheet::Column::AssignmentId.in_subquery(of_plan))
        .filter(review_sheet::Column::State.ne(SheetState::Void))
        .count(database)
        .await
}
