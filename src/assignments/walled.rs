//! What may a member of the award office neither see nor do who has an interest in a nomination himself (R14)?
//!
//! A plan is shown to him as if it had none of those nominations: in its rows, its sums and the loads of its experts.
//! Who was asked for one of them, and who could be, is not shown to him at all. What is done with a plan as a whole,
//! and a file of all of it, is for others of the office.

use std::collections::BTreeSet;

use entity::ids::{AssignmentPlanId, NominationId, ReviewAssignmentId};

use super::{
    begin::NewPlan,
    edit::Before,
    errors::AssignmentError,
    invite::Invitations,
    model::{Ground, Key, Pairs},
    plan::Whole,
    propose::{Edit, SolveWhat, consequences},
    store,
    views::Consequences,
};
use crate::{
    app::App,
    authz::{Actor, Wall, wall_in_round, wall_of},
    awards,
};

/// Lets the actor do something with a plan as a whole, or read all of it at once. Of a plan that is not there nothing
/// is said here.
///
/// # Errors
/// He is kept from a nomination of its round.
pub(super) async fn to_whole_plan(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
) -> Result<(), AssignmentError> {
    let database = app.database.reader();
    let Some(plan) = store::find_plan(database, id).await? else { return Ok(()) };
    Ok(wall_in_round(database, actor, plan.round_id).await?.admit_to_all()?)
}

/// Lets the actor begin a plan. One that comes to keep to the panels is solved anew, with all nominations of the round;
/// any other is what its run or its plan was.
///
/// # Errors
/// He is kept from a nomination of the round, and asks that the plan keep to its panels.
pub(super) async fn to_whole_round(
    app: &App,
    actor: &Actor,
    (year, new): (i32, &NewPlan),
) -> Result<(), AssignmentError> {
    if !new.within_panels {
        return Ok(());
    }
    let database = app.database.reader();
    let Some(round) = awards::find_round(database, year).await? else { return Ok(()) };
    Ok(wall_in_round(database, actor, round.id).await?.admit_to_all()?)
}

/// Lets the actor to one nomination.
///
/// # Errors
/// He is kept from it.
pub(super) async fn to_nomination(
    app: &App,
    actor: &Actor,
    id: NominationId,
) -> Result<(), AssignmentError> {
    Ok(wall_of(app.database.reader(), actor).await?.admit(id)?)
}

/// Lets the actor to one assignment.
///
/// # Errors
/// He is kept from its nomination.
pub(super) async fn to_review(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<(), AssignmentError> {
    let database = app.database.reader();
    let Some(row) = store::find_review(database, id).await? else { return Ok(()) };
    to_nomination(app, actor, row.nomination_id).await
}

/// Lets the actor fill the place of an assignment by moves, which may go through any nomination of its plan.
///
/// # Errors
/// He is kept from a nomination of the round.
pub(super) async fn to_moves(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<(), AssignmentError> {
    let found = store::find_review(app.database.reader(), id).await?;
    let Some(row) = found else { return Ok(()) };
    to_whole_plan(app, actor, row.plan_id).await
}

/// Lets the actor make an edit of a plan.
///
/// # Errors
/// He is kept from a nomination that it names, or, where it solves the whole plan again, from one of the round.
pub(super) async fn to_edit(
    app: &App,
    actor: &Actor,
    (id, edit): (AssignmentPlanId, &Edit),
) -> Result<(), AssignmentError> {
    let wall = wall_of(app.database.reader(), actor).await?;
    for change in &edit.changes {
        wall.admit(NominationId(change.nomination))?;
    }
    if edit.solve == SolveWhat::All { to_whole_plan(app, actor, id).await } else { Ok(()) }
}

/// Lets the actor take the last changes of a plan back.
///
/// # Errors
/// He is kept from a nomination that they touched.
pub(super) async fn to_last_changes(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
) -> Result<(), AssignmentError> {
    let database = app.database.reader();
    let wall = wall_of(database, actor).await?;
    if wall.is_none() {
        return Ok(());
    }
    let changes = store::changes(database, id).await?;
    let last = changes.last().map(|one| one.batch);
    for one in changes.into_iter().filter(|one| Some(one.batch) == last) {
        let stood: Vec<Before> =
            serde_json::from_value(one.before.unwrap_or_default()).unwrap_or_default();
        for touched in stood.iter().map(|before| before.nomination).chain(one.nomination_id) {
            wall.admit(touched)?;
        }
    }
    Ok(())
}

/// Lets the actor send invitations of a plan.
///
/// # Errors
/// He is kept from the nomination of one that he names, or, where he names none, from one of the round.
pub(super) async fn to_invitations(
    app: &App,
    actor: &Actor,
    (id, asked): (AssignmentPlanId, &Invitations),
) -> Result<(), AssignmentError> {
    let Some(named) = &asked.assignments else { return to_whole_plan(app, actor, id).await };
    let database = app.database.reader();
    let wall = wall_of(database, actor).await?;
    if wall.is_none() {
        return Ok(());
    }
    for row in store::of_plan(database, id).await? {
        if named.contains(&row.id.0) {
            wall.admit(row.nomination_id)?;
        }
    }
    Ok(())
}

impl Whole {
    /// The plan as somebody sees it who is kept from some nominations: as if it had none of them.
    pub(super) fn behind(mut self, wall: &Wall) -> Self {
        hide(&mut self.ground, wall);
        self.pairs.retain(|key, _| !wall.hides(key.0));
        self
    }
}

fn hide(ground: &mut Ground, wall: &Wall) {
    ground.nominations.retain(|id, _| !wall.hides(*id));
    ground.scores.retain(|key, _| !wall.hides(key.0));
    ground.bars.retain(|key| !wall.hides(key.0));
    ground.flags.retain(|key| !wall.hides(key.0));
}

/// What it brings about to turn `old` into `new`, as somebody sees it who is kept from some nominations.
pub(super) fn consequences_behind(
    wall: &Wall,
    ground: &Ground,
    (old, new): (&Pairs, &Pairs),
    asked: &BTreeSet<Key>,
) -> Consequences {
    if wall.is_none() {
        return consequences(ground, (old, new), asked);
    }
    let mut ground = ground.clone();
    hide(&mut ground, wall);
    let seen = |pairs: &Pairs| -> Pairs {
        let open = pairs.iter().filter(|(key, _)| !wall.hides(key.0));
        open.map(|(key, pair)| (*key, *pair)).collect()
    };
    consequences(&ground, (&seen(old), &seen(new)), asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignments::model::{NominationFacts, Pair};
    use entity::{ids::ExpertId, vocabulary::PairStanding};

    fn key(nomination: u128, expert: u128) -> Key {
        let id = uuid::Uuid::from_u128;
        (NominationId(id(nomination)), ExpertId(id(expert)))
    }

    fn facts(number: &str) -> NominationFacts {
        NominationFacts { number: number.to_owned(), ..NominationFacts::default() }
    }

    fn told(found: &Consequences) -> String {
        serde_json::to_string(found).unwrap()
    }

    /// Whoever is kept from the second nomination is told the same, whatever stands there.
    #[test]
    fn what_is_told_of_an_edit_does_not_hang_on_what_is_hidden() {
        let mut ground = Ground::default();
        ground.parameters.per_nomination = 1;
        ground.parameters.max_load = 1;
        for (at, number) in [(1, "N1"), (2, "N2")] {
            ground.nominations.insert(key(at, 0).0, facts(number));
        }
        let pair = Pair { standing: PairStanding::Assigned, score: Some(400_000) };
        let wall: Wall = [key(2, 0).0].into_iter().collect();
        let new = Pairs::from([(key(1, 7), pair)]);
        let asked = BTreeSet::from([key(1, 7)]);
        let of = |ground: &Ground, hidden: &[Key]| {
            let hidden: Pairs = hidden.iter().map(|key| (*key, pair)).collect();
            let after: Pairs = new.iter().chain(&hidden).map(|(key, pair)| (*key, *pair)).collect();
            told(&consequences_behind(&wall, ground, (&hidden, &after), &asked))
        };
        let nothing = of(&ground, &[]);
        assert!(nothing.contains("N1") && !nothing.contains("N2"), "{nothing}");
        assert_eq!(of(&ground, &[key(2, 7), key(2, 8)]), nothing, "not even by his load");
        ground.bars.insert(key(2, 7));
        ground.flags.insert(key(2, 8));
        assert_eq!(of(&ground, &[key(2, 8)]), nothing);
        let open = Wall::default();
        let whole = consequences_behind(&open, &ground, (&Pairs::new(), &new), &asked);
        assert!(told(&whole).contains("N2"), "who is kept from nothing sees its empty place");
    }
}
