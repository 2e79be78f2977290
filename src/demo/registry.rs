//! What does the register hold of each fictional society: people, checks, grades, and how far its
//! right to nominate has come?

use super::{
    names::NameGiver,
    random::{Chance, happens, pick},
    vocabulary::Vocabulary,
};

/// What became of a society's application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// Granted; it ends after this many days.
    Granted(i64),
    /// On trial.
    Probation,
    /// Being filled in.
    Draft,
    /// Handed in.
    Submitted,
    /// Sent back.
    Returned,
    /// Checked, waits for a decision.
    Checked,
    /// Refused a few days ago.
    Refused,
    /// Refused, and appealed.
    Appealed,
    /// Granted, then suspended.
    Suspended,
    /// Granted, then revoked.
    Revoked,
    /// Never asked.
    None,
}

/// What the register holds of a society.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoSociety {
    /// Code.
    pub society_id: String,
    /// President, secretary-general and chief of the supervisors.
    pub officers: [String; 3],
    /// Who is called.
    pub contact: String,
    /// Mailbox of the contact, before the `@`.
    pub mailbox: String,
    /// Places of the results of the last three checks among their words.
    pub checks: [usize; 3],
    /// Place of the assessment grade among its words (5A first), with the year of the announcement.
    pub grade: Option<(usize, i32)>,
    /// How far its right to nominate has come.
    pub past: Past,
}

/// The society of the clerk and the head of the demonstration.
const OWN: &str = "D-B-12";

/// What the first societies show, one state each.
const SHOWN: [Past; 10] = [
    Past::Granted(900),
    Past::Probation,
    Past::Appealed,
    Past::Submitted,
    Past::Checked,
    Past::Returned,
    Past::Suspended,
    Past::Refused,
    Past::Revoked,
    Past::Draft,
];

fn past(code: &str, rank: usize) -> Past {
    if code == OWN {
        return Past::Granted(30);
    }
    match SHOWN.get(rank) {
        Some(shown) => *shown,
        None if rank == SHOWN.len() => Past::Granted(-10),
        None if rank.is_multiple_of(9) => Past::None,
        None => Past::Granted(200 + 37 * i64::try_from(rank).unwrap_or(0) % 1100),
    }
}

/// What the register holds of every society of the vocabulary.
pub(super) fn registry(
    vocabulary: &Vocabulary,
    chance: &mut Chance,
    names: &mut NameGiver,
) -> Vec<DemoSociety> {
    let mut registry = Vec::with_capacity(vocabulary.societies.len());
    let mut rank = 0;
    for entry in &vocabulary.societies {
        let contact = names.give(chance);
        registry.push(DemoSociety {
            society_id: entry.code.clone(),
            officers: std::array::from_fn(|_| names.give(chance).han),
            contact: contact.han,
            mailbox: contact.mailbox,
            checks: std::array::from_fn(|_| usize::from(happens(12, chance))),
            grade: happens(70, chance)
                .then(|| (pick(&[0, 1, 1, 2, 2, 2, 3], chance).copied().unwrap_or(2), 2022))
                .map(|(grade, year)| (grade, year + i32::from(happens(50, chance)))),
            past: past(&entry.code, rank),
        });
        if entry.code != OWN {
            rank += 1;
        }
    }
    registry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{DemoSize, generate};

    #[test]
    fn every_state_is_shown_and_every_code_is_right_and_none_is_real() {
        let round = generate(DemoSize::Small, 2027);
        for shown in SHOWN {
            assert!(round.registry.iter().any(|society| society.past == shown), "{shown:?}");
        }
        assert!(round.registry.iter().any(|society| society.past == Past::Granted(-10)));
        let mut codes = std::collections::BTreeSet::new();
        for society in &round.societies {
            let code = society.credit_code.clone().unwrap();
            assert_eq!(&code.chars().skip(2).take(6).collect::<String>(), "999999");
            crate::societies::CreditCode::parse(&code).unwrap();
            assert!(codes.insert(code));
        }
    }
}
