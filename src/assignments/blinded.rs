//! What of a nomination does the round's book of reviews hide from who is asked to judge it?

use entity::ids::RoundId;

use super::{
    errors::AssignmentError,
    review_views::{ConcernedParties, ConcernedPerson},
    store::Party,
};
use crate::{
    awards::{self, BlindRule, DeclaredBy},
    nominations::Veil,
    persistence::ReadTx,
};

/// Whose book it is.
const ROOM: &str = "reviews";
/// The text to which a round is bound by its first phase: until then it says what will be hidden.
const SHIPPED: &str = include_str!("../../rules/reviews/default.toml");

/// What the book of a round hides.
///
/// # Errors
/// The records failing; a book that cannot be read, which is a fault of ours.
pub(super) async fn blind_rule(tx: &ReadTx, round: RoundId) -> Result<BlindRule, AssignmentError> {
    let text = awards::book_text(&**tx, round, ROOM).await?;
    BlindRule::of_book(text.as_deref().unwrap_or(SHIPPED))
        .map_err(|error| AssignmentError::Inside(error.to_string()))
}

/// Whom a nomination concerns, as far as its reviewer may know; `alias` stands for what is hidden.
pub(super) fn concerned(party: &Party, rule: BlindRule, alias: &str) -> ConcernedParties {
    let veil = Veil::of(&rule);
    let is_told = !veil.nominee && rule.declaration == DeclaredBy::ByReviewer;
    let person = |(name, unit): &(String, Option<String>)| ConcernedPerson {
        name: name.clone(),
        unit: unit.clone(),
    };
    let shown = |is_hidden: bool, text: &str| {
        let said = if is_hidden { alias } else { text };
        said.to_owned()
    };
    ConcernedParties {
        nomination_id: shown(veil.number, &party.number),
        title: shown(veil.nominee, &party.title),
        category: party.category.clone(),
        people: party.people.iter().filter(|_| is_told).map(person).collect(),
        units: party.units.iter().filter(|_| is_told).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::awards::{FileSight, Sight};

    #[test]
    fn who_is_asked_is_told_of_nobody_whom_the_book_hides() {
        let party = Party {
            number: "2027-A-1".to_owned(),
            title: "示范".to_owned(),
            category: None,
            people: vec![("示例".to_owned(), Some("示范大学".to_owned()))],
            units: vec!["示范大学".to_owned()],
        };
        let shown = BlindRule::of_book(SHIPPED).unwrap();
        let open = concerned(&party, shown, "项目 7F3K");
        assert_eq!((open.nomination_id.as_str(), open.people.len()), ("2027-A-1", 1));
        let by_engine = BlindRule { declaration: DeclaredBy::ByEngine, ..shown };
        let told = concerned(&party, by_engine, "项目 7F3K");
        assert_eq!((told.title.as_str(), told.people.len(), told.units.len()), ("示范", 0, 0));
        let blind = BlindRule {
            nominee: Sight::Hidden,
            number: Sight::Hidden,
            attachments: FileSight::None,
            ..by_engine
        };
        let told = serde_json::to_string(&concerned(&party, blind, "项目 7F3K")).unwrap();
        assert!(!told.contains("示") && !told.contains("2027"), "{told}");
    }
}
