//! For which side does a person act, and what does each see?

use entity::vocabulary::{Role, TaskbookParty};

use super::errors::SupervisionError;
use crate::authz::{Action, Actor, Denied, Scope, permit};

/// What a person may see of taskbooks and what hangs on them.
#[derive(Clone, Debug)]
pub(super) struct Sight {
    scope: Scope,
    username: String,
}

impl Sight {
    /// The sight of `actor`.
    ///
    /// # Errors
    /// None at all.
    pub(super) fn of(actor: &Actor) -> Result<Self, Denied> {
        let scope = permit(actor, Action::ReadSupervision)?.scope;
        Ok(Self { scope, username: actor.username.clone() })
    }

    /// Whether everything is seen.
    pub(super) fn is_whole(&self) -> bool {
        self.scope == Scope::All
    }

    /// Whether what belongs to a society is seen.
    pub(super) fn sees(&self, society: &str) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Societies(codes) => codes.iter().any(|code| code == society),
        }
    }

    /// Whether a taskbook is seen: by its society, and by the account that signs for its department.
    pub(super) fn sees_taskbook(&self, society: &str, department_account: Option<&str>) -> bool {
        self.sees(society) || department_account == Some(self.username.as_str())
    }
}

/// Whether `actor` may do a society's part about something of that society: its own people, and CAST
/// for everyone.
pub(super) fn may_act_for(actor: &Actor, society: Option<&str>) -> bool {
    if permit(actor, Action::ManageSupervision).is_ok() {
        return true;
    }
    match (permit(actor, Action::WorkOnTaskbook), society) {
        (Ok(permit), Some(society)) => match permit.scope {
            Scope::All => true,
            Scope::Societies(codes) => codes.iter().any(|code| code == society),
        },
        _ => false,
    }
}

/// Lets pass who [`may_act_for`] the society. Who may see the thing learns that it is not his to
/// change; who may not see it, no more than that there is nothing.
pub(super) fn must_act_for(actor: &Actor, society: Option<&str>) -> Result<(), SupervisionError> {
    let sight = Sight::of(actor)?;
    if may_act_for(actor, society) {
        return Ok(());
    }
    let is_seen = society.map_or(sight.is_whole(), |code| sight.sees(code));
    Err(if is_seen { SupervisionError::Denied } else { SupervisionError::NotFound })
}

/// The side for which a person acts on a taskbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// CAST.
    Cast,
    /// The society; its head signs, its clerks do the rest.
    Society {
        /// Whether the person is the society's head.
        is_head: bool,
    },
    /// The department of the government.
    Department,
}

impl Side {
    /// As which party a signature of this side counts; none for a clerk.
    pub(super) const fn party(self) -> Option<TaskbookParty> {
        match self {
            Self::Cast => Some(TaskbookParty::Cast),
            Self::Society { is_head: true } => Some(TaskbookParty::Society),
            Self::Society { is_head: false } => None,
            Self::Department => Some(TaskbookParty::Department),
        }
    }
}

/// The side of `actor` on a taskbook of `society`; none for somebody who has no part in it.
pub(super) fn side(actor: &Actor, society: &str, department_account: Option<&str>) -> Option<Side> {
    if permit(actor, Action::ManageSupervision).is_ok() {
        return Some(Side::Cast);
    }
    let Scope::Societies(codes) = permit(actor, Action::WorkOnTaskbook).ok()?.scope else {
        return None;
    };
    if codes.iter().any(|code| code == society) {
        let is_head = actor.grants.iter().any(|grant| {
            grant.role == Role::SocietyHead && grant.society_code.as_deref() == Some(society)
        });
        return Some(Side::Society { is_head });
    }
    let is_department = actor.grants.iter().any(|grant| grant.role == Role::Department)
        && department_account == Some(actor.username.as_str());
    is_department.then_some(Side::Department)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authz::Grant;

    fn actor(role: Role, society: Option<&str>) -> Actor {
        Actor {
            account: entity::ids::AccountId(uuid::Uuid::nil()),
            username: "someone".to_owned(),
            grants: vec![Grant { role, society_code: society.map(str::to_owned) }],
        }
    }

    #[test]
    fn each_signs_for_one_party_alone() {
        let of = |role, society| side(&actor(role, society), "A-01", Some("someone"));
        let party = |role, society| of(role, society).and_then(Side::party);
        assert_eq!(party(Role::Cast, None), Some(TaskbookParty::Cast));
        assert_eq!(party(Role::SocietyHead, Some("A-01")), Some(TaskbookParty::Society));
        assert_eq!(of(Role::SocietyClerk, Some("A-01")), Some(Side::Society { is_head: false }));
        assert_eq!(party(Role::SocietyClerk, Some("A-01")), None);
        assert_eq!(party(Role::Department, None), Some(TaskbookParty::Department));
        assert_eq!(side(&actor(Role::Department, None), "A-01", Some("another")), None);
        for stranger in [Role::AwardOffice, Role::Reviewer, Role::Supervisor] {
            assert_eq!(of(stranger, None), None);
        }
        assert_eq!(of(Role::SocietyHead, Some("A-02")), None);
    }

    #[test]
    fn a_society_and_a_department_see_their_own_and_the_supervisor_all() {
        let sight = |role, society| Sight::of(&actor(role, society)).ok();
        let own = sight(Role::SocietyClerk, Some("A-01")).unwrap();
        assert!(own.sees_taskbook("A-01", None) && !own.sees_taskbook("A-02", None));
        let department = sight(Role::Department, None).unwrap();
        assert!(department.sees_taskbook("A-01", Some("someone")));
        assert!(!department.sees_taskbook("A-01", None) && !department.sees("A-01"));
        assert!(sight(Role::Supervisor, None).unwrap().is_whole());
        assert!(sight(Role::AwardOffice, None).is_none() && sight(Role::Reviewer, None).is_none());
    }
}
