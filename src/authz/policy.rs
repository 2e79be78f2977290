//! Which role may take which action, and on how much? (domain.md §7, least sight.)

use entity::vocabulary::Role;

use super::actor::Actor;

/// Something that a person asks to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See the rounds and their counts.
    ReadRounds,
    /// See nominations.
    ReadNominations,
    /// See whom the engine matched to a nomination, and the conflicts.
    ReadMatches,
    /// See the pool of experts.
    ReadExperts,
    /// Start a match run.
    RunMatch,
}

impl Action {
    /// Every action, for the table and its test.
    pub const ALL: &'static [Self] = &[
        Self::ReadRounds,
        Self::ReadNominations,
        Self::ReadMatches,
        Self::ReadExperts,
        Self::RunMatch,
    ];
}

/// How much of the records an action reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// What belongs to these societies (by code).
    Societies(Vec<String>),
}

/// Leave to act, with its reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// The reach.
    pub scope: Scope,
}

/// The action is not granted to the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not granted")]
pub struct Denied;

/// The reach of one role, or none.
fn reach(role: Role, action: Action) -> Option<bool> {
    const ALL: Option<bool> = Some(true);
    const OWN: Option<bool> = Some(false);
    match (role, action) {
        (Role::Supervisor, Action::RunMatch) => None,
        (Role::AwardOffice | Role::AwardAdmin | Role::Supervisor, _) | (_, Action::ReadRounds) => {
            ALL
        }
        (Role::SocietyClerk | Role::SocietyHead, Action::ReadNominations) => OWN,
        _ => None,
    }
}

/// Decides whether `actor` may take `action`, and how far it reaches: the widest of his grants.
pub fn permit(actor: &Actor, action: Action) -> Result<Permit, Denied> {
    let mut societies = Vec::new();
    let mut is_granted = false;
    for grant in &actor.grants {
        match reach(grant.role, action) {
            Some(true) => return Ok(Permit { scope: Scope::All }),
            Some(false) => {
                is_granted = true;
                societies.extend(grant.society_code.clone());
            }
            None => {}
        }
    }
    if is_granted { Ok(Permit { scope: Scope::Societies(societies) }) } else { Err(Denied) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authz::Grant;
    use entity::ids::AccountId;

    /// The whole table, a line a role: a change to who may do what shows in this test.
    #[test]
    fn the_policy_is_this_table() {
        let table: Vec<String> = Role::ALL
            .iter()
            .map(|&role| {
                let cells: Vec<&str> = Action::ALL
                    .iter()
                    .map(|&action| match reach(role, action) {
                        Some(true) => "all",
                        Some(false) => "own",
                        None => "-",
                    })
                    .collect();
                format!("{}: {}", role.as_str(), cells.join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                // ReadRounds ReadNominations ReadMatches ReadExperts RunMatch
                "society_clerk: all own - - -",
                "society_head: all own - - -",
                "award_office: all all all all all",
                "award_admin: all all all all all",
                "reviewer: all - - - -",
                "cast: all - - - -",
                "supervisor: all all all all -",
            ]
        );
    }

    #[test]
    fn the_widest_grant_counts_and_no_grant_grants_nothing() {
        let mut actor = Actor {
            account: AccountId(uuid::Uuid::nil()),
            username: "someone".to_owned(),
            grants: vec![],
        };
        assert_eq!(permit(&actor, Action::ReadRounds), Err(Denied));
        let clerk =
            |code: &str| Grant { role: Role::SocietyClerk, society_code: Some(code.to_owned()) };
        actor.grants = vec![clerk("A-01"), clerk("A-02")];
        let own = Scope::Societies(vec!["A-01".to_owned(), "A-02".to_owned()]);
        assert_eq!(permit(&actor, Action::ReadNominations).unwrap().scope, own);
        actor.grants.push(Grant { role: Role::AwardOffice, society_code: None });
        assert_eq!(permit(&actor, Action::ReadNominations).unwrap().scope, Scope::All);
    }
}
