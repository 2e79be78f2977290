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
    /// See the dossiers that a society works on.
    ReadDossiers,
    /// Write in a society's dossiers.
    WriteNominations,
    /// Submit a society's dossiers, and answer what is asked to be withdrawn.
    SubmitNominations,
    /// Pass or return what a society's clerks wrote.
    ApproveNominations,
    /// Read what societies recommend to CAST, forward it or return it.
    AnswerRecommendations,
    /// See the formal examination, and the dossiers that were handed in.
    ReadExaminations,
    /// Examine: say what holds of each rule, accept or not, ask for corrections.
    Examine,
    /// Say when a round opens and closes, and put deadlines off.
    ManageTimetable,
    /// Draft, release and correct what the award office makes public.
    ManagePublicities,
    /// See whom the engine matched to a nomination, and the conflicts.
    ReadMatches,
    /// See the pool of experts.
    ReadExperts,
    /// Start a match run.
    RunMatch,
    /// See assignment plans and what became of the invitations.
    ReadAssignments,
    /// Change, apply and take back plans, invite reviewers, put others in their place.
    ManageAssignments,
    /// Answer invitations to review, and read what one is to review.
    ReviewDossiers,
    /// See conflicts with their reasons, declarations, and what rechecks found.
    ReadRecusals,
    /// Decide conflicts, declare for experts, check names, recheck.
    DecideRecusals,
    /// Declare an interest of one's own.
    DeclareInterest,
    /// See which records may be one person.
    ReadPersons,
    /// Say which records are one person, and which are not.
    LinkPersons,
    /// See the register of societies and their standing.
    ReadSocieties,
    /// Keep the register: names, officers, checks, the route of nomination.
    ManageSocieties,
    /// Enter what a society's charter says of the votes of its council.
    EnterCharter,
    /// Say which clerks act for a society, and until when.
    DelegateClerks,
    /// Apply for the right to nominate, and appeal a refusal.
    ApplyForQualification,
    /// Check and decide who may nominate.
    DecideQualification,
    /// See a society's track record and the cases behind it.
    ReadTrackRecord,
    /// Dispute an item of a track record.
    DisputeRecord,
    /// Answer disputes and record integrity events.
    KeepTrackRecord,
    /// See quotas: the ledger, published decisions and what explains them.
    ReadQuotas,
    /// Write policies and try them out.
    SimulateQuotas,
    /// Propose, confirm, override and publish quotas, and decide appeals.
    DecideQuotas,
    /// Appeal a published quota, and give places back.
    AnswerQuota,
    /// See taskbooks, meetings, assessments and disclosures.
    ReadSupervision,
    /// Make taskbooks, hold meetings, order assessments, open the next stage.
    ManageSupervision,
    /// Fill in a society's taskbook: sign it, report results, disclose.
    WorkOnTaskbook,
    /// See objections: all but who objected.
    ReadObjections,
    /// See how many objections there are.
    CountObjections,
    /// Screen objections, ask the parties, propose and decide.
    HandleObjections,
    /// Answer what is asked of a society about objections to its nominations.
    AnswerObjections,
    /// Ask to see who objected, and let another see it.
    OpenObjectorIdentity,
    /// See the outbox, release and hold messages, preview templates.
    KeepOutbox,
    /// Set where another person is written to.
    KeepAddresses,
    /// See phases, sheets once their phase is closed, questions, aggregates.
    ReadReviews,
    /// Open and close phases, pass questions on, make copies without names, compute aggregates.
    ManageReviews,
    /// Answer what reviewers ask about a society's nominations.
    AnswerQuestions,
    /// Take part in the meetings in which one has a seat: be present, keep out, sign, vote.
    SitInMeetings,
    /// See bodies, meetings and their agendas.
    ReadMeetings,
    /// Make bodies, call and hold meetings, draft and open ballots.
    ManageMeetings,
    /// See who voted how, once a ballot by name is closed.
    ReadBallots,
    /// See releases with their decisions, and what was released of one's own.
    ReadResults,
    /// Draft and release results, and keep the documents behind them.
    DecideResults,
    /// Ask for what takes a nomination out of review or an award back, or corrects a decision.
    OrderFalls,
}

impl Action {
    /// Every action, for the table and its test.
    pub const ALL: &'static [Self] = &[
        Self::ReadRounds,
        Self::ReadNominations,
        Self::ReadDossiers,
        Self::WriteNominations,
        Self::SubmitNominations,
        Self::ApproveNominations,
        Self::AnswerRecommendations,
        Self::ReadExaminations,
        Self::Examine,
        Self::ManageTimetable,
        Self::ManagePublicities,
        Self::ReadMatches,
        Self::ReadExperts,
        Self::RunMatch,
        Self::ReadAssignments,
        Self::ManageAssignments,
        Self::ReviewDossiers,
        Self::ReadRecusals,
        Self::DecideRecusals,
        Self::DeclareInterest,
        Self::ReadPersons,
        Self::LinkPersons,
        Self::ReadSocieties,
        Self::ManageSocieties,
        Self::EnterCharter,
        Self::DelegateClerks,
        Self::ApplyForQualification,
        Self::DecideQualification,
        Self::ReadTrackRecord,
        Self::DisputeRecord,
        Self::KeepTrackRecord,
        Self::ReadQuotas,
        Self::SimulateQuotas,
        Self::DecideQuotas,
        Self::AnswerQuota,
        Self::ReadSupervision,
        Self::ManageSupervision,
        Self::WorkOnTaskbook,
        Self::ReadObjections,
        Self::CountObjections,
        Self::HandleObjections,
        Self::AnswerObjections,
        Self::OpenObjectorIdentity,
        Self::KeepOutbox,
        Self::KeepAddresses,
        Self::ReadReviews,
        Self::ManageReviews,
        Self::AnswerQuestions,
        Self::SitInMeetings,
        Self::ReadMeetings,
        Self::ManageMeetings,
        Self::ReadBallots,
        Self::ReadResults,
        Self::DecideResults,
        Self::OrderFalls,
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

impl Permit {
    /// Whether what belongs to the society `code` is within reach.
    pub fn covers(&self, code: &str) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Societies(codes) => codes.iter().any(|own| own == code),
        }
    }
}

/// The action is not granted to the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not granted")]
pub struct Denied;

/// What a role may do to everything, and what to its own society alone.
struct Duties {
    all: &'static [Action],
    /// The same, beyond what those share with whom the list is shared.
    more: &'static [Action],
    own: &'static [Action],
}

/// What a society's clerk and its head both do.
const OF_SOCIETY: &[Action] = &[
    Action::ReadNominations,
    Action::ReadDossiers,
    Action::WriteNominations,
    Action::ReadSocieties,
    Action::ReadTrackRecord,
    Action::DisputeRecord,
    Action::ReadQuotas,
    Action::ReadSupervision,
    Action::WorkOnTaskbook,
    Action::AnswerObjections,
    Action::AnswerQuestions,
    Action::ReadResults,
];

/// What only the head of a society answers for.
const OF_HEAD: &[Action] = &[
    Action::ReadNominations,
    Action::ReadDossiers,
    Action::WriteNominations,
    Action::SubmitNominations,
    Action::ApproveNominations,
    Action::ReadSocieties,
    Action::EnterCharter,
    Action::DelegateClerks,
    Action::ApplyForQualification,
    Action::ReadTrackRecord,
    Action::DisputeRecord,
    Action::ReadQuotas,
    Action::AnswerQuota,
    Action::ReadSupervision,
    Action::WorkOnTaskbook,
    Action::AnswerObjections,
    Action::AnswerQuestions,
    Action::ReadResults,
];

const OF_OFFICE: &[Action] = &[
    Action::ReadRounds,
    Action::ReadNominations,
    Action::ReadMatches,
    Action::ReadExperts,
    Action::RunMatch,
    Action::ReadAssignments,
    Action::ManageAssignments,
    Action::ReadRecusals,
    Action::DecideRecusals,
    Action::DeclareInterest,
    Action::ReadPersons,
    Action::LinkPersons,
    Action::ReadExaminations,
    Action::Examine,
    Action::ManageTimetable,
    Action::ManagePublicities,
    Action::ReadSocieties,
    Action::ReadTrackRecord,
    Action::ReadQuotas,
    Action::ReadObjections,
    Action::CountObjections,
    Action::HandleObjections,
    Action::KeepOutbox,
    Action::ReadReviews,
    Action::ManageReviews,
    Action::ReadMeetings,
    Action::ManageMeetings,
    Action::ReadBallots,
    Action::ReadResults,
    Action::DecideResults,
];

/// What the office's administrators do beyond its staff.
const OF_ADMIN: &[Action] =
    &[Action::OpenObjectorIdentity, Action::KeepAddresses, Action::OrderFalls];

const OF_CAST: &[Action] = &[
    Action::ReadRounds,
    Action::AnswerRecommendations,
    Action::ReadSocieties,
    Action::ManageSocieties,
    Action::EnterCharter,
    Action::DelegateClerks,
    Action::DecideQualification,
    Action::ReadTrackRecord,
    Action::KeepTrackRecord,
    Action::ReadQuotas,
    Action::SimulateQuotas,
    Action::DecideQuotas,
    Action::ReadSupervision,
    Action::ManageSupervision,
    Action::CountObjections,
];

/// The supervisor reads everything and changes nothing; without another's leave not even he sees who
/// objected.
const OF_SUPERVISOR: &[Action] = &[
    Action::ReadRounds,
    Action::ReadNominations,
    Action::ReadExaminations,
    Action::ReadMatches,
    Action::ReadAssignments,
    Action::ReadExperts,
    Action::ReadRecusals,
    Action::ReadPersons,
    Action::ReadSocieties,
    Action::ReadTrackRecord,
    Action::ReadQuotas,
    Action::ReadSupervision,
    Action::ReadObjections,
    Action::CountObjections,
    Action::OpenObjectorIdentity,
    Action::ReadReviews,
    Action::ReadMeetings,
    Action::ReadBallots,
    Action::ReadResults,
];

/// A reviewer reads and judges what he was invited to, and says where he has an interest.
const OF_REVIEWER: &[Action] =
    &[Action::ReviewDossiers, Action::DeclareInterest, Action::SitInMeetings];

/// A member of a committee or the council who is no reviewer: his rights come from his seat.
const OF_MEMBER: &[Action] = &[Action::SitInMeetings];

/// A department of the government sees and signs the taskbooks to which it is a party.
const OF_DEPARTMENT: &[Action] = &[Action::ReadSupervision, Action::WorkOnTaskbook];

const fn duties(role: Role) -> Duties {
    const ROUNDS: &[Action] = &[Action::ReadRounds];
    match role {
        Role::SocietyClerk => Duties { all: ROUNDS, more: &[], own: OF_SOCIETY },
        Role::SocietyHead => Duties { all: ROUNDS, more: &[], own: OF_HEAD },
        Role::AwardOffice => Duties { all: OF_OFFICE, more: &[], own: &[] },
        Role::AwardAdmin => Duties { all: OF_OFFICE, more: OF_ADMIN, own: &[] },
        // What is a reviewer's own is what he was invited to.
        Role::Reviewer => Duties { all: ROUNDS, more: &[], own: OF_REVIEWER },
        Role::Cast => Duties { all: OF_CAST, more: &[], own: &[] },
        Role::Supervisor => Duties { all: OF_SUPERVISOR, more: &[], own: &[] },
        // A department has no society: what is its own is the taskbooks that name its account.
        Role::Department => Duties { all: ROUNDS, more: &[], own: OF_DEPARTMENT },
        Role::CommitteeMember => Duties { all: ROUNDS, more: &[], own: OF_MEMBER },
    }
}

/// The reach of one role, or none.
fn reach(role: Role, action: Action) -> Option<bool> {
    let duties = duties(role);
    if duties.all.contains(&action) || duties.more.contains(&action) {
        return Some(true);
    }
    duties.own.contains(&action).then_some(false)
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

    /// The whole table, a line an action: a change to who may do what shows in this snapshot.
    #[test]
    fn the_policy_is_this_table() {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        let mut table = vec![format!("{:<22} {}", "", roles.join(" "))];
        table.extend(Action::ALL.iter().map(|&action| {
            let cells: Vec<String> = Role::ALL
                .iter()
                .map(|&role| {
                    let word = match reach(role, action) {
                        Some(true) => "all",
                        Some(false) => "own",
                        None => "-",
                    };
                    format!("{word:<width$}", width = role.as_str().len())
                })
                .collect();
            format!("{:<22} {}", format!("{action:?}"), cells.join(" ").trim_end())
        }));
        insta::assert_snapshot!(table.join("\n"));
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
