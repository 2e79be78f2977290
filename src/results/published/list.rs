//! What does the public list of a round say?

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    meetings::model::Grade,
    results::{book::PublicField, record::Winner},
    shared::Bilingual,
};

/// The awards of a round, as everybody reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRound {
    /// Its year.
    pub year: i32,
    /// When the last of them was released.
    pub released_at: DateTime<Utc>,
    /// The documents by which they were approved.
    pub approvals: Vec<Approval>,
    /// The categories of the round, by code, in their official order.
    pub categories: Vec<(String, Bilingual)>,
    /// The awards, by category, grade and number.
    pub awards: Vec<PublishedAward>,
    /// On which terms the data may be used.
    pub licence: Bilingual,
    /// The newest bundle; none until it is made.
    pub bundle: Option<PublishedBundle>,
}

/// A document by which awards were approved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Approval {
    /// The number that it bears.
    pub number: String,
    /// The day that it bears.
    pub dated: NaiveDate,
}

/// The file from which anyone can compute the round anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedBundle {
    /// From 1: each release of awards makes another.
    pub number: u32,
    /// SHA-256 of its body, as its second line says it.
    pub body_digest: String,
    /// SHA-256 of the file.
    pub file_digest: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// An award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedAward {
    /// The number that people quote.
    pub number: String,
    /// Project name; none where the award goes to a person.
    pub title: Option<String>,
    /// Code of its category.
    pub category: String,
    /// Its grade; none where the award has none.
    pub grade: Option<Grade>,
    /// Who receives it, by rank.
    pub people: Vec<Winner>,
    /// The units that receive it, or in which who receives it works.
    pub units: Vec<String>,
    /// Who nominated.
    pub nominator: Option<String>,
    /// When it was released.
    pub released_at: Option<DateTime<Utc>>,
    /// By what it was taken back.
    pub revoked: Option<Revoked>,
}

/// By what an award was taken back (X25 art. 94).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The ground.
    pub basis: String,
    /// Number of the document.
    pub document: Option<String>,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

/// An award as it is kept.
pub(super) struct Given {
    pub(super) award: PublishedAward,
    pub(super) title: String,
}

/// What of an award is public: the parts that its category shows; of one that was taken back nobody is named.
pub(super) fn shown(fields: &[PublicField], given: Given) -> PublishedAward {
    let Given { mut award, title } = given;
    let shows = |field: PublicField| fields.contains(&field);
    let is_named = award.revoked.is_none();
    award.title = shows(PublicField::Title).then_some(title);
    award.nominator = award.nominator.filter(|_| shows(PublicField::Nominator));
    award.grade = award.grade.filter(|_| shows(PublicField::Grade));
    if !shows(PublicField::Units) || !is_named {
        award.units.clear();
        for one in &mut award.people {
            one.unit = None;
        }
    } else if award.units.is_empty() {
        let units = award.people.iter().filter_map(|one| one.unit.clone());
        for unit in units {
            if !award.units.contains(&unit) {
                award.units.push(unit);
            }
        }
    }
    if !shows(PublicField::People) || !is_named {
        award.people.clear();
    }
    award
}

/// The awards in the order in which they are read.
pub(super) fn sorted(
    mut awards: Vec<PublishedAward>,
    categories: &[(String, Bilingual)],
) -> Vec<PublishedAward> {
    let place = |code: &String| categories.iter().position(|(known, _)| known == code);
    awards.sort_by_cached_key(|one| {
        (place(&one.category).unwrap_or(usize::MAX), one.grade, one.number.clone())
    });
    awards
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::in_force;

    fn award(number: &str, category: &str, grade: Option<Grade>) -> PublishedAward {
        let winner =
            |rank: u32| Winner {
                rank, name: format!("甲{rank}"), unit: Some("某所".to_owned())
            };
        PublishedAward {
            number: number.to_owned(),
            title: None,
            category: category.to_owned(),
            grade,
            people: vec![winner(1), winner(2)],
            units: Vec::new(),
            nominator: Some("某学会".to_owned()),
            released_at: None,
            revoked: None,
        }
    }

    fn public(category: &str, award: PublishedAward) -> PublishedAward {
        let fields = &in_force().unwrap().public.fields[category];
        shown(fields, Given { award, title: "某项目".to_owned() })
    }

    #[test]
    fn each_category_shows_its_own_parts() {
        let nat = public("NAT", award("1", "NAT", Some(Grade::First)));
        assert_eq!(nat.title.as_deref(), Some("某项目"));
        assert_eq!((nat.grade, nat.people.len(), nat.units.len()), (Some(Grade::First), 2, 0));
        assert!(nat.people.iter().all(|one| one.unit.is_none()));
        let top = public("TOP", award("2", "TOP", None));
        assert_eq!((top.title, top.units), (None, vec!["某所".to_owned()]));
        let given = PublishedAward {
            units: vec!["甲厂".to_owned()],
            ..award("3", "PRO", Some(Grade::Second))
        };
        assert_eq!(public("PRO", given).units, ["甲厂"]);
    }

    #[test]
    fn of_an_award_that_was_taken_back_nobody_is_named() {
        let revoked = Revoked { basis: "第九十四条".to_owned(), document: None, at: None };
        let taken = PublishedAward {
            revoked: Some(revoked),
            units: vec!["甲厂".to_owned()],
            ..award("1", "PRO", Some(Grade::Second))
        };
        let shown = public("PRO", taken);
        assert!(shown.people.is_empty() && shown.units.is_empty() && shown.title.is_some());
    }

    #[test]
    fn awards_stand_by_category_grade_and_number() {
        let categories: Vec<(String, Bilingual)> =
            ["TOP", "NAT"].map(|code| (code.to_owned(), Bilingual::default())).into();
        let of = |number: &str, category, grade| award(number, category, grade);
        let all = sorted(
            vec![
                of("4", "NAT", Some(Grade::Second)),
                of("3", "NAT", Some(Grade::First)),
                of("2", "NAT", Some(Grade::First)),
                of("1", "TOP", None),
            ],
            &categories,
        );
        let numbers: Vec<&str> = all.iter().map(|one| one.number.as_str()).collect();
        assert_eq!(numbers, ["1", "2", "3", "4"]);
    }
}
