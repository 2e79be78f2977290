//! How are the experts of a plan invited, and told when an invitation is taken back?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{AssignmentPlanId, ExpertId, ReviewAssignmentId},
    vocabulary::{AssignmentState, PlanState, Role},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    errors::AssignmentError,
    model::Key,
    plan::{Whole, note},
    recheck::{Look, MOST_LOOKS},
    rules::{Broken, Rule},
    store::{self, PlanRow, ReviewRow},
    wording::told,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    notifications::{self, Kind, Notice, Reminder, To},
    persistence::WriteTx,
    shared::hex_sha256,
};

/// Where a reviewer finds his invitations.
const PAGE: &str = "/my-reviews";

/// Whom to invite, and until when they may answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SendInvitations)]
pub struct Invitations {
    /// Keys of the assignments; all that are proposed where none are named.
    #[serde(default)]
    #[validate(length(min = 1, max = 2000))]
    #[schema(value_type = Option<Vec<String>>)]
    pub assignments: Option<Vec<Uuid>>,
    /// The first instant that is too late.
    pub due_at: DateTime<Utc>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Assignments that were invited to.
    pub invited: u64,
    /// Experts whom neither an account nor an e-mail address reaches.
    pub unreachable: Vec<ExpertId>,
    /// Numbers of nominations that have left review since the plan, so that nobody was asked for them.
    // An answer that was kept before this was told is repeated without it.
    #[serde(default)]
    pub left: Vec<String>,
}

/// Invites the experts of a plan that is in force. They are looked at again first: nobody is asked for what a bar
/// keeps him from, and then nobody else either, so that the office sees it. For a nomination that has left review nobody
/// is asked: it is passed over where the whole plan is invited, and refused where its assignment is named.
///
/// # Errors
/// Not the actor's to do, a repeated request, no plan in force, a deadline that is not ahead, a bar, an assignment named
/// whose nomination has left review, the facts do not stop changing.
pub async fn invite(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
    asked: &Invitations,
    key: Option<&idempotency::Key>,
) -> Result<Invited, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    if let Some(key) = key
        && idempotency::recall(app.database.reader(), key).await.is_ok()
    {
        // It was done: what has happened since does not change the answer.
        return Err(AssignmentError::Repeated);
    }
    if asked.due_at <= app.clock.now() {
        return Err(AssignmentError::Deadline);
    }
    for _ in 0..MOST_LOOKS {
        let database = app.database.reader();
        let row = store::find_plan(database, id).await?.ok_or(AssignmentError::NotFound)?;
        let rows = wanted(store::of_plan(database, id).await?, asked);
        let experts: BTreeSet<ExpertId> = rows.iter().map(|one| one.expert_id).collect();
        let look = Look::at(app, row.round_id, &experts).await?;
        if let Some(invited) = send(app, actor, id, (asked, key), &look).await? {
            return Ok(invited);
        }
    }
    Err(AssignmentError::Stale)
}

/// The assignments that invitations are asked for.
fn wanted(mut rows: Vec<ReviewRow>, asked: &Invitations) -> Vec<ReviewRow> {
    let named: Option<BTreeSet<Uuid>> =
        asked.assignments.as_ref().map(|ids| ids.iter().copied().collect());
    rows.retain(|one| {
        one.state == AssignmentState::Proposed
            && one.frozen_at.is_none()
            && named.as_ref().is_none_or(|named| named.contains(&one.id.0))
    });
    rows
}

/// The same, with those of the whole plan held until the transaction ends. Where all of it is asked for, what has left
/// review is passed over; then the numbers of what was.
async fn hold_wanted(
    tx: &WriteTx,
    id: AssignmentPlanId,
    asked: &Invitations,
) -> Result<(Vec<ReviewRow>, Vec<String>), AssignmentError> {
    store::hold_of_plan(&**tx, id).await?;
    let mut rows = wanted(store::of_plan(&**tx, id).await?, asked);
    let asked_for = rows.iter().map(|one| one.nomination_id).collect();
    let left = store::left_review(&**tx, asked_for).await?;
    let mut numbers: Vec<String> = left.values().cloned().collect();
    numbers.sort_unstable();
    if asked.assignments.is_some() && !numbers.is_empty() {
        return Err(AssignmentError::LeftReview(numbers));
    }
    rows.retain(|one| !left.contains_key(&one.nomination_id));
    Ok((rows, numbers))
}

/// Nobody is kept from what he is to be asked for.
async fn must_be_free(
    tx: &WriteTx,
    row: &PlanRow,
    (rows, look): (&[ReviewRow], &Look),
) -> Result<(), AssignmentError> {
    let bars = store::barred(&**tx, (row.round_id, row.run_id)).await?;
    let keys = rows.iter().map(|one| (one.nomination_id, one.expert_id));
    let barred: Vec<Key> = keys.filter(|key| bars.contains(key) || look.is_barred(key)).collect();
    if barred.is_empty() {
        return Ok(());
    }
    let Whole { mut ground, .. } = Whole::hold(tx, row.id).await?;
    store::extend(&**tx, &mut ground, barred.iter().map(|key| key.1)).await?;
    let broken: Vec<Broken> =
        barred.into_iter().map(|key| Broken::of_pair(Rule::Bar, key)).collect();
    Err(AssignmentError::Broken(told(&ground, &broken)))
}

/// Sends the invitations, unless the facts or the assignments changed since they were looked at.
async fn send(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
    (asked, key): (&Invitations, Option<&idempotency::Key>),
    look: &Look,
) -> Result<Option<Invited>, AssignmentError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let row = store::hold_plan(&*tx, id).await?.ok_or(AssignmentError::NotFound)?;
    if row.state != PlanState::Applied {
        return Err(AssignmentError::Plan(row.state));
    }
    let (rows, left) = hold_wanted(&tx, id, asked).await?;
    must_be_free(&tx, &row, (&rows, look)).await?;
    let ids: Vec<ReviewAssignmentId> = rows.iter().map(|one| one.id).collect();
    let mut experts: BTreeMap<ExpertId, u32> = BTreeMap::new();
    for one in &rows {
        *experts.entry(one.expert_id).or_default() += 1;
    }
    let reached = Reached::of(&tx, experts.keys().copied().collect()).await?;
    let unreachable = experts.keys().filter(|id| reached.to(**id).is_none()).copied().collect();
    let result = Invited { invited: ids.len() as u64, unreachable, left };
    keep_reply(&tx, key, &result, now).await?;
    let invited = store::invite(&*tx, &ids, (now, asked.due_at)).await?;
    if invited != result.invited || !look.holds(&tx).await? {
        return Ok(None);
    }
    let digest = hex_sha256(&serde_json::to_vec(&ids).unwrap_or_default());
    let subject = format!("assignment_plan/{id}");
    note(&tx, now, (&actor.username, "invite"), subject, (Some(digest), None)).await?;
    let year = store::year_of(&*tx, row.round_id).await?;
    for (expert, count) in &experts {
        let Some(to) = reached.to(*expert) else { continue };
        tell_invited(app, &tx, (&row, *expert, year), (&to, *count, asked.due_at)).await?;
    }
    tx.commit().await?;
    Ok(Some(result))
}

/// Keeps the answer under the key of its request, which may come once.
async fn keep_reply(
    tx: &WriteTx,
    key: Option<&idempotency::Key>,
    result: &Invited,
    now: DateTime<Utc>,
) -> Result<(), AssignmentError> {
    let Some(key) = key else { return Ok(()) };
    let reply = serde_json::to_string(result).unwrap_or_default();
    if idempotency::keep(&**tx, key, &reply, now).await? {
        Ok(())
    } else {
        Err(AssignmentError::Repeated)
    }
}

/// By what experts are reached.
pub(super) struct Reached {
    accounts: BTreeMap<ExpertId, (entity::ids::AccountId, String)>,
    addresses: BTreeMap<ExpertId, String>,
}

impl Reached {
    pub(super) async fn of(tx: &WriteTx, experts: Vec<ExpertId>) -> Result<Self, AssignmentError> {
        let accounts = store::accounts_of(&**tx, &experts).await?;
        let addresses = store::addresses(&**tx, &experts).await?;
        Ok(Self { accounts, addresses })
    }

    /// The account, or the pool's e-mail address where there is none.
    pub(super) fn to(&self, expert: ExpertId) -> Option<To> {
        match self.accounts.get(&expert) {
            Some((account, _)) => Some(To::Account(*account)),
            None => self.addresses.get(&expert).cloned().map(To::Address),
        }
    }
}

/// What the notices to one expert about one plan are about.
fn subject(plan: AssignmentPlanId, expert: ExpertId) -> String {
    format!("assignment_plan/{plan}/expert/{expert}")
}

/// Tells an expert of one invitation under a plan, where he can be reached.
pub(super) async fn tell_asked(
    app: &App,
    tx: &WriteTx,
    (row, expert): (&PlanRow, ExpertId),
    due_at: DateTime<Utc>,
) -> Result<(), AssignmentError> {
    let Some(to) = Reached::of(tx, vec![expert]).await?.to(expert) else { return Ok(()) };
    let year = store::year_of(&**tx, row.round_id).await?;
    tell_invited(app, tx, (row, expert, year), (&to, 1, due_at)).await
}

/// Tells an expert of invitations, and reminds him of the answer.
pub(super) async fn tell_invited(
    app: &App,
    tx: &WriteTx,
    (row, expert, year): (&PlanRow, ExpertId, i32),
    (to, count, due_at): (&To, u32, DateTime<Utc>),
) -> Result<(), AssignmentError> {
    let facts: BTreeMap<String, String> = [
        ("round".to_owned(), year.to_string()),
        ("number".to_owned(), count.to_string()),
        ("until".to_owned(), due_at.to_rfc3339()),
    ]
    .into();
    let notice = Notice {
        kind: Kind::ReviewInvited,
        subject: subject(row.id, expert),
        facts: facts.clone(),
        link: Some(PAGE.to_owned()),
    };
    notifications::tell(app, tx, to, &notice).await?;
    let reminder = Reminder {
        kind: Kind::ReviewReplyDue,
        to: to.clone(),
        subject: notice.subject,
        due_at,
        facts,
        link: notice.link,
    };
    Ok(notifications::remind(app, tx, &reminder).await?)
}

/// Stops reminding an expert who has answered everything.
pub(super) async fn stop_reminding(
    app: &App,
    tx: &WriteTx,
    (plan, expert): (AssignmentPlanId, ExpertId),
) -> Result<(), AssignmentError> {
    let own = store::of_expert(&**tx, expert).await?;
    let waits = |one: &ReviewRow| one.plan_id == plan && one.state == AssignmentState::Invited;
    if own.iter().any(waits) {
        return Ok(());
    }
    let of = Kind::ReviewReplyDue;
    notifications::stop_reminders_of(app, tx, &subject(plan, expert), of).await?;
    Ok(())
}

/// Tells experts that their invitations were taken back.
pub(super) async fn tell_withdrawn(
    app: &App,
    tx: &WriteTx,
    row: &PlanRow,
    told: &BTreeMap<ExpertId, u32>,
) -> Result<(), AssignmentError> {
    let year = store::year_of(&**tx, row.round_id).await?;
    let reached = Reached::of(tx, told.keys().copied().collect()).await?;
    for (expert, count) in told {
        let subject = subject(row.id, *expert);
        notifications::stop_reminders_of(app, tx, &subject, Kind::ReviewReplyDue).await?;
        let Some(to) = reached.to(*expert) else { continue };
        let facts =
            [("round".to_owned(), year.to_string()), ("number".to_owned(), count.to_string())];
        let notice = Notice {
            kind: Kind::ReviewWithdrawn,
            subject,
            facts: facts.into(),
            link: Some(PAGE.to_owned()),
        };
        notifications::tell(app, tx, &to, &notice).await?;
    }
    Ok(())
}

/// Tells the award office that somebody is to be put in an expert's place.
pub(super) async fn tell_task(
    app: &App,
    tx: &WriteTx,
    row: &ReviewRow,
) -> Result<(), AssignmentError> {
    let year = store::year_of(&**tx, row.round_id).await?;
    let parties = store::parties(&**tx, &[row.nomination_id]).await?;
    let party = parties.get(&row.nomination_id);
    let facts = [
        ("round".to_owned(), year.to_string()),
        ("number".to_owned(), party.map_or_else(String::new, |one| one.number.clone())),
        ("title".to_owned(), party.map_or_else(String::new, |one| one.title.clone())),
    ];
    let notice = Notice {
        kind: Kind::ReviewTask,
        subject: format!("review_assignment/{}", row.id),
        facts: facts.into(),
        link: Some(format!("/rounds/{year}/assignments")),
    };
    notifications::tell(app, tx, &To::Role(Role::AwardOffice), &notice).await?;
    Ok(())
}
