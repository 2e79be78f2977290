//! By which majority does a society's council resolve? By its charter (章程), version after version as CAST
//! confirmed them; by the model charter where it has none.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{ids::SocietyCharterId, vocabulary::CharterBase};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::registry::RegistryFault;
use crate::shared::Bilingual;

/// The longest name of a file or clause, in characters.
const LONGEST_CLAUSE: usize = 500;
/// The largest number below the line: a council has no more members than that.
const LARGEST: u32 = 1_000;

/// The terms of the model charter (社会团体章程示范文本): what holds where a society has no charter of its own here.
#[expect(clippy::expect_used, reason = "the text is part of the program and a test reads it")]
pub static MODEL_CHARTER: LazyLock<CharterTerms> = LazyLock::new(|| {
    toml::from_str(include_str!("../../rules/charter/default.toml"))
        .expect("rules/charter/default.toml is right")
});

/// A share of a number of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CharterShare)]
pub struct Share {
    /// Above the line.
    pub numerator: u32,
    /// Below the line.
    pub denominator: u32,
    /// Whether the share itself is too little: of 过半数 it is, of 三分之二以上 it is not.
    #[serde(default)]
    pub is_exclusive: bool,
}

impl Share {
    /// Whether `part` of `whole` is enough; in whole numbers.
    pub fn is_reached(self, part: u32, whole: u32) -> bool {
        let part = u64::from(part) * u64::from(self.denominator);
        let least = u64::from(whole) * u64::from(self.numerator);
        whole > 0 && if self.is_exclusive { part > least } else { part >= least }
    }

    /// Why there is no such share: the place of what is wrong, of those of numerator and denominator, and
    /// the sentence in both languages.
    fn fault(self, [above, below]: [&'static str; 2]) -> Option<[&'static str; 3]> {
        if !(1..=LARGEST).contains(&self.denominator) {
            Some([below, "分母须为 1 至 1000", "the denominator is 1 to 1,000"])
        } else if self.numerator == 0 || self.numerator > self.denominator {
            Some([above, "分子须为 1 至分母", "the numerator is 1 to the denominator"])
        } else if self.is_exclusive && self.numerator == self.denominator {
            Some([above, "不能多于全体", "more than all is not to be had"])
        } else {
            None
        }
    }
}

/// By which majority a council resolves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CharterTerms {
    /// The file and clause that say so.
    pub clause: String,
    /// How many of the members must be present; who is recused is present.
    pub quorum: Share,
    /// How many must be in favour.
    pub threshold: Share,
    /// Of whom the threshold is a share: `present` or `members`.
    #[schema(value_type = String)]
    pub base: CharterBase,
    /// Whether those who abstain count among them.
    pub counts_abstained: bool,
    /// Whether those who are recused count among them.
    pub counts_recused: bool,
}

/// A version of a society's charter to be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSocietyCharter)]
pub struct NewCharter {
    /// The first day of meetings that go by it.
    pub valid_from: NaiveDate,
    /// What it asks for.
    pub terms: CharterTerms,
}

impl Validate for NewCharter {
    /// The rules of a charter are told by the use case, with the place of each.
    fn validate(&self) -> Result<(), validator::ValidationErrors> {
        Ok(())
    }
}

/// Checks what a charter says of itself.
///
/// # Errors
/// The first field that breaks its rule.
pub(super) fn check(new: &NewCharter) -> Result<(), RegistryFault> {
    let terms = &new.terms;
    let fault = |pointer, code, zh: String, en: String| RegistryFault {
        pointer,
        code,
        message: Bilingual::new(zh, en),
    };
    let shares = [
        (["/terms/quorum/numerator", "/terms/quorum/denominator"], terms.quorum),
        (["/terms/threshold/numerator", "/terms/threshold/denominator"], terms.threshold),
    ];
    for (pointers, share) in shares {
        if let Some([pointer, zh, en]) = share.fault(pointers) {
            return Err(fault(pointer, "share", zh.to_owned(), en.to_owned()));
        }
    }
    let length = terms.clause.trim().chars().count();
    if !(1..=LONGEST_CLAUSE).contains(&length) {
        return Err(fault(
            "/terms/clause",
            "length",
            format!("请写明章程文件及条款，不超过 {LONGEST_CLAUSE} 字"),
            format!("name the file and the clause, in {LONGEST_CLAUSE} characters at most"),
        ));
    }
    Ok(())
}

/// A version of a society's charter, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Charter {
    pub(crate) id: SocietyCharterId,
    /// Its number within the society, from 1.
    pub(crate) number: i32,
    pub(crate) valid_from: NaiveDate,
    pub(crate) terms: CharterTerms,
    pub(crate) entered_by: String,
    pub(crate) entered_at: DateTime<Utc>,
    /// By whom and when; it has no effect before.
    pub(crate) confirmed: Option<(String, DateTime<Utc>)>,
}

/// The version that holds on `day`: of those that are confirmed the one that began last; of two that began together
/// the one that was entered later, which mends the other.
pub(super) fn in_force(versions: &[Charter], day: NaiveDate) -> Option<&Charter> {
    versions
        .iter()
        .filter(|one| one.confirmed.is_some() && one.valid_from <= day)
        .max_by_key(|one| (one.valid_from, one.number))
}

/// Where a version stands: `pending`, `superseded`, `in_force`, `coming` or `past`.
pub(super) fn standing(versions: &[Charter], one: &Charter, today: NaiveDate) -> &'static str {
    if one.confirmed.is_none() {
        return if is_newest(versions, one) { "pending" } else { "superseded" };
    }
    match in_force(versions, today) {
        Some(now) if now.number == one.number => "in_force",
        _ if one.valid_from > today => "coming",
        _ => "past",
    }
}

fn is_newest(versions: &[Charter], one: &Charter) -> bool {
    versions.iter().all(|other| other.number <= one.number)
}

/// Whether `by` may confirm a version: one that waits, is the newest, and that somebody else entered.
///
/// # Errors
/// A word for the rule, and the sentence.
pub(super) fn check_confirmation(
    versions: &[Charter],
    one: &Charter,
    by: &str,
) -> Result<(), (&'static str, Bilingual)> {
    let (code, zh, en) = if one.confirmed.is_some() {
        ("confirmed", "该版章程规则已确认", "this version is confirmed already")
    } else if !is_newest(versions, one) {
        (
            "superseded",
            "已有更新的版本，请确认最新一版",
            "a newer version was entered; confirm that one",
        )
    } else if one.entered_by == by {
        (
            "same_person",
            "录入人不能确认，须由另一人确认",
            "another person confirms what one has entered",
        )
    } else {
        return Ok(());
    };
    Err((code, Bilingual::new(zh, en)))
}

/// By what a resolution is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AppliedCharter {
    /// Key of the version; none for the model charter.
    #[serde(skip)]
    pub id: Option<SocietyCharterId>,
    /// Number of the version of the society's charter; none for the model charter.
    pub number: Option<i32>,
    /// Since when it holds; none for the model charter.
    pub valid_from: Option<NaiveDate>,
    /// What it asks for.
    pub terms: CharterTerms,
}

impl AppliedCharter {
    /// A version of a charter; the model charter where there is none.
    pub(super) fn of(version: Option<&Charter>) -> Self {
        match version {
            Some(one) => Self {
                id: Some(one.id),
                number: Some(one.number),
                valid_from: Some(one.valid_from),
                terms: one.terms.clone(),
            },
            None => Self { id: None, number: None, valid_from: None, terms: MODEL_CHARTER.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(numerator: u32, denominator: u32, is_exclusive: bool) -> Share {
        Share { numerator, denominator, is_exclusive }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn two_thirds_include_two_thirds_and_more_than_half_excludes_half() {
        let (two_thirds, majority) = (share(2, 3, false), share(1, 2, true));
        assert_eq!(
            [(2, 3), (1, 3), (0, 0)].map(|(part, of)| two_thirds.is_reached(part, of)),
            [true, false, false]
        );
        assert_eq!(
            [(5, 10), (6, 10), (3, 5)].map(|(part, of)| majority.is_reached(part, of)),
            [false, true, true]
        );
        assert!(share(u32::MAX, u32::MAX, false).is_reached(u32::MAX, u32::MAX));
    }

    #[test]
    fn a_charter_that_nobody_can_meet_or_that_names_no_clause_is_refused() {
        let new = |change: fn(&mut CharterTerms)| {
            let mut terms = MODEL_CHARTER.clone();
            change(&mut terms);
            check(&NewCharter { valid_from: day("2026-01-01"), terms })
                .err()
                .map(|fault| fault.pointer)
        };
        assert_eq!(new(|_| {}), None);
        let (quorum, threshold) = ("/terms/quorum/numerator", "/terms/threshold/numerator");
        assert_eq!(new(|terms| terms.quorum = share(0, 3, false)), Some(quorum));
        assert_eq!(
            new(|terms| terms.quorum = share(1, 0, false)),
            Some("/terms/quorum/denominator")
        );
        assert_eq!(
            new(|terms| terms.threshold = share(2, 1_001, false)),
            Some("/terms/threshold/denominator")
        );
        assert_eq!(new(|terms| terms.threshold = share(2, 1_000, false)), None);
        assert_eq!(new(|terms| terms.threshold = share(4, 3, false)), Some(threshold));
        assert_eq!(new(|terms| terms.threshold = share(3, 3, true)), Some(threshold));
        assert_eq!(new(|terms| terms.threshold = share(3, 3, false)), None);
        assert_eq!(new(|terms| terms.clause = " ".to_owned()), Some("/terms/clause"));
        assert_eq!(new(|terms| terms.clause = "章".repeat(501)), Some("/terms/clause"));
    }

    fn version(number: i32, valid_from: &str, is_confirmed: bool) -> Charter {
        Charter {
            id: SocietyCharterId(uuid::Uuid::nil()),
            number,
            valid_from: day(valid_from),
            terms: MODEL_CHARTER.clone(),
            entered_by: "head".to_owned(),
            entered_at: DateTime::UNIX_EPOCH,
            confirmed: is_confirmed.then(|| ("cast".to_owned(), DateTime::UNIX_EPOCH)),
        }
    }

    #[test]
    fn the_version_that_began_last_holds_and_what_waits_holds_nothing() {
        let versions = [
            version(1, "2020-01-01", true),
            version(2, "2025-01-01", true),
            version(3, "2025-01-01", true),
            version(4, "2027-01-01", true),
            version(5, "2020-01-01", false),
            version(6, "2020-01-01", false),
        ];
        let on = |text: &str| in_force(&versions, day(text)).map(|one| one.number);
        assert_eq!(["2019-12-31", "2024-12-31", "2025-01-01"].map(on), [None, Some(1), Some(3)]);
        let words = versions.each_ref().map(|one| standing(&versions, one, day("2026-01-01")));
        assert_eq!(words, ["past", "past", "in_force", "coming", "superseded", "pending"]);
        let refused = |at: usize, by: &str| {
            check_confirmation(&versions, &versions[at], by).err().map(|(code, _)| code)
        };
        assert_eq!(refused(5, "cast"), None);
        assert_eq!(refused(5, "head"), Some("same_person"));
        assert_eq!(refused(4, "cast"), Some("superseded"));
        assert_eq!(refused(3, "cast"), Some("confirmed"));
    }
}
