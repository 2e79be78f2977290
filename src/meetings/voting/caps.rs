//! Do the awards keep to their numbers (X25 art. 9)?
//!
//! The numbers stand in the book of the results, which a room above this one reads whole: here only what a ballot of
//! the council needs of it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{awards::BookError, meetings::model::Grade};

/// The book of the results that ships, for rounds that are bound to none yet.
const SHIPPED: &str = include_str!("../../../rules/results/default.toml");

/// How many awards there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Most awards together.
    pub total: u32,
    /// Most awards of the special grade in a category.
    pub special: u32,
    /// Most awards of the first grade, of a hundred of a category.
    pub first_percent: u32,
}

/// The awards of a category by grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Won {
    /// Of the special grade.
    pub special: u32,
    /// Of the first grade.
    pub first: u32,
    /// Of the second grade.
    pub second: u32,
}

impl Won {
    /// All of them.
    pub const fn all(self) -> u32 {
        self.special.saturating_add(self.first).saturating_add(self.second)
    }

    /// Counts one more.
    fn add(&mut self, grade: Grade) {
        match grade {
            Grade::Special => self.special += 1,
            Grade::First => self.first += 1,
            Grade::Second => self.second += 1,
        }
    }
}

/// A number that is exceeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// All awards together.
    Total,
    /// The special grade of a category.
    Special(String),
    /// The first grade of a category, and how many there may be.
    First(String, u32),
}

/// Most awards of the first grade beside so many of the others: the greatest f for which f·100 is no more than
/// (special + f + second)·percent. Whatever it is where a hundred of a hundred may be of the first grade.
pub const fn first_most(special: u32, second: u32, percent: u32) -> u32 {
    let rest = 100_u32.saturating_sub(percent);
    if rest == 0 {
        return u32::MAX;
    }
    percent.saturating_mul(special.saturating_add(second)) / rest
}

/// The numbers that awards by category exceed.
pub fn breaches(caps: &Caps, won: &BTreeMap<String, Won>) -> Vec<Breach> {
    let all: u32 = won.values().copied().map(Won::all).sum();
    let mut found = Vec::new();
    if all > caps.total {
        found.push(Breach::Total);
    }
    for (category, won) in won {
        if won.special > caps.special {
            found.push(Breach::Special(category.clone()));
        }
        let most = first_most(won.special, won.second, caps.first_percent);
        if won.first > most {
            found.push(Breach::First(category.clone(), most));
        }
    }
    found
}

/// What the book of the results says of numbers and grades; the rest of it is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Limits {
    caps: AwardNumbers,
    /// What becomes of grades.
    pub(super) grades: GradeLimits,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct AwardNumbers {
    total: u32,
    total_of: Vec<String>,
    special: u32,
    first_percent: u32,
    top: u32,
    int: u32,
}

/// What becomes of grades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct GradeLimits {
    /// Whether what fails its grade is awarded none below it (X25 art. 81).
    pub(super) no_downgrade: bool,
    /// Whether what was nominated for the second grade may be raised by a vote.
    pub(super) raise_second: bool,
}

/// What the council has awarded so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// By category and grade.
    pub(super) won: BTreeMap<String, Won>,
    /// By category, where there are no grades.
    pub(super) plain: BTreeMap<String, u32>,
}

impl Standing {
    /// Counts one award more.
    pub(super) fn add(&mut self, category: &str, grade: Option<Grade>) {
        match grade {
            Some(grade) => self.won.entry(category.to_owned()).or_default().add(grade),
            None => *self.plain.entry(category.to_owned()).or_default() += 1,
        }
    }
}

impl Limits {
    /// Reads them from the text of the book; from the one that ships where a round is bound to none.
    pub(super) fn of_book(text: Option<&str>) -> Result<Self, BookError> {
        toml::from_str(text.unwrap_or(SHIPPED))
            .map_err(|error| BookError { place: "results".to_owned(), why: error.to_string() })
    }

    /// The numbers that all categories with grades share.
    pub(super) const fn caps(&self) -> Caps {
        let AwardNumbers { total, special, first_percent, .. } = self.caps;
        Caps { total, special, first_percent }
    }

    fn shares_the_total(&self, category: &str) -> bool {
        self.caps.total_of.iter().any(|code| code == category)
    }

    /// The awards that are left of the number which a category shares, or has by itself; none where it has no bound.
    pub(super) fn left_of(&self, standing: &Standing, category: &str) -> Option<u32> {
        if self.shares_the_total(category) {
            let of_total = standing.won.iter().filter(|(code, _)| self.shares_the_total(code));
            let all: u32 = of_total.map(|(_, won)| won.all()).sum();
            return Some(self.caps.total.saturating_sub(all));
        }
        let most = match category {
            "TOP" => self.caps.top,
            "INT" => self.caps.int,
            _ => return None,
        };
        Some(most.saturating_sub(standing.plain.get(category).copied().unwrap_or_default()))
    }

    /// How many lines of a ballot of the council may pass.
    pub(super) fn places(
        &self,
        standing: &Standing,
        category: &str,
        (grade, is_raise): (Option<Grade>, bool),
    ) -> u32 {
        let won = standing.won.get(category).copied().unwrap_or_default();
        // What is raised has its award already: it takes no further one of the total.
        let left = if is_raise { None } else { self.left_of(standing, category) };
        let left = left.unwrap_or(u32::MAX);
        let percent = self.caps.first_percent;
        let of_grade = match grade {
            None | Some(Grade::Second) => u32::MAX,
            Some(Grade::Special) => self.caps.special.saturating_sub(won.special),
            Some(Grade::First) => {
                let most = if is_raise {
                    // The number of all stays as it is.
                    won.all().saturating_mul(percent) / 100
                } else {
                    first_most(won.special, won.second, percent)
                };
                most.saturating_sub(won.first)
            }
        };
        left.min(of_grade)
    }

    /// The numbers that what the council has awarded exceeds.
    pub(super) fn breaches(&self, standing: &Standing) -> Vec<Breach> {
        let of_total = standing.won.iter().filter(|(code, _)| self.shares_the_total(code));
        let won = of_total.map(|(code, won)| (code.clone(), *won)).collect();
        breaches(&self.caps(), &won)
    }
}

/// Whether a ballot of the council on one grade comes before one on another: the second grade first, so that it is
/// known how many of the first grade there may be.
pub(super) const fn turn_of(grade: Option<Grade>) -> u32 {
    match grade {
        None | Some(Grade::Second) => 0,
        Some(Grade::Special) => 1,
        Some(Grade::First) => 2,
    }
}
