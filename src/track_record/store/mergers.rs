//! Which society's record goes on in which other's?

use std::collections::BTreeMap;

use entity::record_merger;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _};

use super::intake::Recording;
use crate::societies;

/// The successor of every society that was merged into another: as the register says and, where it is
/// silent, as a history said.
pub(in super::super) async fn mergers(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<String, String>, DbErr> {
    let registered = societies::mergers(database).await?;
    let rows = record_merger::Entity::find().all(database).await?;
    let recorded = rows.into_iter().map(|row| (row.society_code, row.successor_code));
    Ok(joined(registered, recorded))
}

/// Both together. What a history said gives way where the register says otherwise, and where it would
/// lead round in a circle: then the register tells of what came later.
fn joined(
    registered: BTreeMap<String, String>,
    recorded: impl Iterator<Item = (String, String)>,
) -> BTreeMap<String, String> {
    let mut joined = registered;
    for (society, successor) in recorded {
        if !joined.contains_key(&society) && !leads_to(&joined, &successor, &society) {
            joined.insert(society, successor);
        }
    }
    joined
}

/// Whether the chain of successors that begins with `first` comes to `goal`.
fn leads_to(successors: &BTreeMap<String, String>, first: &str, goal: &str) -> bool {
    let chain = std::iter::successors(Some(first), |one| successors.get(*one).map(String::as_str));
    chain.take(successors.len() + 1).any(|one| one == goal)
}

/// Notes that `society` was merged into `successor`.
pub(super) async fn add_merger(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    society: &str,
    successor: &str,
) -> Result<(), DbErr> {
    let row = record_merger::ActiveModel {
        society_code: Set(society.to_owned()),
        successor_code: Set(successor.to_owned()),
        recorded_by: Set(recording.by.to_owned()),
        recorded_at: Set(recording.now),
    };
    row.insert(database).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
    }

    #[test]
    fn the_register_and_the_histories_are_joined_and_the_register_decides() {
        let of = |registered: &[(&str, &str)], recorded: &[(&str, &str)]| {
            joined(pairs(registered), pairs(recorded).into_iter())
        };
        assert_eq!(of(&[("A", "B")], &[("C", "D")]), pairs(&[("A", "B"), ("C", "D")]));
        assert_eq!(of(&[("A", "B")], &[("A", "C")]), pairs(&[("A", "B")]));
        assert_eq!(of(&[("A", "B")], &[("B", "C")]), pairs(&[("A", "B"), ("B", "C")]), "a chain");
        assert_eq!(of(&[("A", "B")], &[("B", "A")]), pairs(&[("A", "B")]), "no circle of two");
        let three = of(&[("A", "B"), ("B", "C")], &[("C", "A")]);
        assert_eq!(three, pairs(&[("A", "B"), ("B", "C")]), "nor of three");
    }
}
