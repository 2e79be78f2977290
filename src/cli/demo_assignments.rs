//! Who is asked to review in the demonstration round? A plan from the match, changed, applied and invited to
//! by the use cases that the rooms call; the account `reviewer` has answered some of its invitations.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::Duration;
use entity::ids::{AssignmentPlanId, ExpertId, ReviewAssignmentId};

use crate::{
    app::App,
    assignments::{
        self, Application, Commitment, Declining, Edit, Interest, Invitations, NewPlan,
        PlanChangeText, Reason, Signature, SolveWhat,
    },
    authz::Actor,
    awards, experts, identity, matching, notifications,
};

/// Days for an answer.
const DAYS_TO_ANSWER: i64 = 14;

/// The account of this user name, as one who acts.
///
/// # Errors
/// There is none; the records failing.
pub(super) async fn actor(app: &App, username: &str) -> anyhow::Result<Actor> {
    let id = notifications::account_named(app, username).await?;
    let found = identity::find_account(app.database.reader(), id, app.clock.now()).await?;
    Ok(found.with_context(|| format!("the account {username}"))?.actor())
}

/// The numbers of the experts of a round's match, those with the most nominations first.
///
/// # Errors
/// There is no such round; the records failing.
pub(super) async fn codes_by_load(app: &App, year: i32) -> anyhow::Result<Vec<String>> {
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.context("the round")?;
    let mut loads: BTreeMap<String, usize> = BTreeMap::new();
    for row in matching::exported_assignments(database, round.id).await? {
        *loads.entry(row.expert_id).or_default() += 1;
    }
    let mut loads: Vec<(String, usize)> = loads.into_iter().collect();
    loads.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(loads.into_iter().map(|(code, _)| code).collect())
}

/// The same by their keys.
async fn by_load(app: &App, year: i32) -> anyhow::Result<Vec<ExpertId>> {
    let keys = experts::keys_by_code(app.database.reader()).await?;
    let codes = codes_by_load(app, year).await?;
    Ok(codes.iter().filter_map(|code| keys.get(code).copied()).collect())
}

/// Fills the room.
pub(super) async fn fill(app: &App, year: i32) -> anyhow::Result<()> {
    let office = actor(app, "office").await?;
    let reviewer = actor(app, "reviewer").await?;
    let experts = by_load(app, year).await?;
    let [first, second, third, ..] = experts.as_slice() else { return Ok(()) };
    assignments::tie(app, &office, *first, "reviewer").await?;
    let new = NewPlan {
        name: "网络评审指派方案".to_owned(),
        run: None,
        from: None,
        within_panels: false,
    };
    let plan = assignments::create(app, &office, year, &new, None).await?;
    pin(app, &office, (plan, *first)).await?;
    let how = Application { override_reason: Some("演示：按匹配结果下达".to_owned()) };
    assignments::apply(app, &office, (plan, 2), &how).await?;
    let of = |expert| assignments::of_expert(app, &office, (plan, expert));
    let mut asked: Vec<ReviewAssignmentId> = Vec::new();
    for expert in [*first, *second, *third] {
        asked.extend(of(expert).await?.into_iter().map(|(id, _)| id));
    }
    let invitations = Invitations {
        assignments: Some(asked.iter().map(|id| id.0).collect()),
        due_at: app.clock.now() + Duration::days(DAYS_TO_ANSWER),
    };
    assignments::invite(app, &office, plan, &invitations, None).await?;
    answer(app, &reviewer, &of(*first).await?).await?;
    let second = of(*second).await?;
    freeze(app, &office, second.first().map(|(id, _)| *id)).await?;
    begin_another(app, &office, year, plan).await
}

/// A pair that somebody fixed.
async fn pin(
    app: &App,
    office: &Actor,
    (plan, expert): (AssignmentPlanId, ExpertId),
) -> anyhow::Result<()> {
    let nominations = assignments::nominations_of(app, office, (plan, expert)).await?;
    let nomination = nominations.first().context("a nomination of the expert")?;
    let change = PlanChangeText {
        kind: "pin".to_owned(),
        nomination: nomination.0,
        expert: expert.0,
        instead_of: None,
    };
    let edit = Edit {
        changes: vec![change],
        reason: "熟悉该方向，固定".to_owned(),
        solve: SolveWhat::None,
    };
    assignments::change(app, office, (plan, 1), &edit).await?;
    Ok(())
}

/// Signs, accepts one, declines another, leaves the rest to be answered.
async fn answer(
    app: &App,
    reviewer: &Actor,
    own: &[(ReviewAssignmentId, i64)],
) -> anyhow::Result<()> {
    let text = Commitment::in_force().map_err(anyhow::Error::msg)?;
    let signature = Signature { version: text.version.clone(), digest: text.digest() };
    assignments::sign(app, reviewer, &signature).await?;
    if let Some((id, version)) = own.first().copied() {
        let none = Interest { declared: false, kind: None, words: None };
        assignments::declare(app, reviewer, (id, version), &none).await?;
        assignments::accept(app, reviewer, (id, version + 1)).await?;
    }
    if let Some(of) = own.get(1).copied() {
        let why = Declining { reason: "not_my_field".to_owned(), words: None };
        assignments::decline(app, reviewer, of, &why).await?;
    }
    Ok(())
}

/// An assignment that is suspended: a conflict appeared afterwards.
async fn freeze(app: &App, office: &Actor, id: Option<ReviewAssignmentId>) -> anyhow::Result<()> {
    let Some(id) = id else { return Ok(()) };
    let why = Reason { reason: "收到举报，核查是否存在合作关系".to_owned() };
    assignments::freeze_one(app, office, id, &why).await?;
    Ok(())
}

/// A second plan, to be compared.
async fn begin_another(
    app: &App,
    office: &Actor,
    year: i32,
    plan: AssignmentPlanId,
) -> anyhow::Result<()> {
    let new = NewPlan {
        name: "备选方案".to_owned(),
        run: None,
        from: Some(plan.0),
        within_panels: false,
    };
    assignments::create(app, office, year, &new, None).await?;
    Ok(())
}
