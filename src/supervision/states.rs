//! Where may a taskbook go from where it stands? One table.

use entity::vocabulary::TaskbookState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use TaskbookState::{Closed, Draft, Executing, Signed, Suspended};

/// What happens to a taskbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TaskbookMove)]
pub enum Move {
    /// The last of the three parties signs.
    Sign,
    /// Something that is signed changes: the signatures are void.
    Amend,
    /// The work begins.
    Begin,
    /// CAST stops the work for a time, with a reason.
    Suspend,
    /// The work goes on.
    Resume,
    /// The last stage is done.
    Close,
    /// CAST ends the work before its time, with a reason.
    Terminate,
}

impl Move {
    /// Every move, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::Sign,
        Self::Amend,
        Self::Begin,
        Self::Suspend,
        Self::Resume,
        Self::Close,
        Self::Terminate,
    ];

    /// Whether it is only done with a reason.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Suspend | Self::Terminate)
    }

    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Amend => "amend",
            Self::Begin => "begin",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Close => "close",
            Self::Terminate => "terminate",
        }
    }
}

/// The state after a move; none where the state does not allow it.
pub(super) const fn after(state: TaskbookState, happens: Move) -> Option<TaskbookState> {
    match (state, happens) {
        (Draft, Move::Sign) => Some(Signed),
        (Draft | Signed | Suspended, Move::Amend) => Some(Draft),
        (Signed, Move::Begin) | (Suspended, Move::Resume) => Some(Executing),
        (Executing, Move::Suspend) => Some(Suspended),
        (Executing, Move::Close) | (Signed | Executing | Suspended, Move::Terminate) => {
            Some(Closed)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table, a line a state: the picture in docs/supervision.md is drawn from it.
    #[test]
    fn the_moves_of_a_taskbook_are_these() {
        let lines: Vec<String> = TaskbookState::ALL
            .iter()
            .flat_map(|&state| {
                Move::ALL.iter().filter_map(move |&happens| {
                    let next = after(state, happens)?;
                    Some(format!("{} --{}--> {}", state.as_str(), happens.as_str(), next.as_str()))
                })
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        draft --sign--> signed
        draft --amend--> draft
        signed --amend--> draft
        signed --begin--> executing
        signed --terminate--> closed
        executing --suspend--> suspended
        executing --close--> closed
        executing --terminate--> closed
        suspended --amend--> draft
        suspended --resume--> executing
        suspended --terminate--> closed
        ");
        let document = include_str!("../../docs/supervision.md");
        for line in &lines {
            let (from, rest) = line.split_once(" --").unwrap();
            let (happens, next) = rest.split_once("--> ").unwrap();
            let arrow = format!("{from} --> {next}: {happens}");
            assert!(document.contains(&arrow), "docs/supervision.md lacks {arrow}");
        }
    }
}
