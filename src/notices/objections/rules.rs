//! What do the rules of objections say? Data of `rules/objections`: who may object, in how many days each
//! party answers, for which reasons an objection is not taken.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entity::vocabulary::{DayCount, ObjectionParty};
use serde::Deserialize;

use crate::{
    awards::Calendar,
    shared::{Bilingual, china_day, end_of_day_after},
};

const TEXT: &str = include_str!("../../../rules/objections/default.toml");

/// The rules of a round.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionRules {
    /// Version of the rules.
    pub version: String,
    /// The awards that know objections.
    pub categories: Vec<String>,
    /// How objections come in.
    pub intake: Intake,
    /// What may come with them.
    pub evidence: Evidence,
    /// Asking for more time.
    pub extension: ExtensionRule,
    /// Seeing who objected.
    pub opening: Opening,
    /// How long each task takes.
    pub clock: Vec<Clock>,
    /// Why an objection is not taken.
    pub refusal: Vec<Refusal>,
}

/// How objections come in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// Whether a name may be left out, where the round does not say.
    pub allows_anonymous: bool,
    /// Most objections against one entry of a publicity in an hour.
    pub most_an_hour: u64,
    /// The clause.
    pub basis: Bilingual,
}

/// What may come with an objection.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Most files at a time.
    pub most_files: usize,
    /// Most bytes of a file.
    pub most_bytes: usize,
    /// The clause.
    pub basis: Bilingual,
}

/// Asking for more time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRule {
    /// Whether it may be asked for.
    pub is_allowed: bool,
    /// Most days.
    pub most_days: u32,
    /// How they are counted.
    pub count: DayCount,
    /// Days that are left at least after a refusal.
    pub days_after_refusal: u32,
    /// The clause.
    pub basis: Bilingual,
}

/// Seeing who objected.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Hours in which what was granted is seen.
    pub hours: i64,
    /// The clause.
    pub basis: Bilingual,
}

/// How long a task takes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// `screen`, `investigate` or `answer`.
    pub task: String,
    /// Whose.
    pub party: ObjectionParty,
    /// How many days.
    pub days: u32,
    /// How they are counted.
    pub count: DayCount,
    /// The clause, and what follows from silence.
    pub basis: Bilingual,
}

/// Why an objection is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Code.
    pub code: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// The clause.
    pub basis: Bilingual,
}

static SHIPPED: LazyLock<Result<ObjectionRules, toml::de::Error>> =
    LazyLock::new(|| toml::from_str(TEXT));

/// The end of a day in Beijing, as the first instant that is too late.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    // Midnight in UTC is eight in the morning of the same day in Beijing.
    end_of_day_after(day.and_time(NaiveTime::MIN).and_utc(), 0)
}

impl ObjectionRules {
    /// The rules in force.
    ///
    /// # Errors
    /// The file does not parse, which a test of this room would have seen.
    pub fn in_force() -> Result<&'static Self, toml::de::Error> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// The clock of a task; none where the rules know no such task.
    pub fn clock(&self, party: ObjectionParty, task: &str) -> Option<&Clock> {
        self.clock.iter().find(|one| one.party == party && one.task == task)
    }

    /// The first instant that is too late for a task given at `now`: the day itself is not counted, the
    /// last day is whole. A task without a clock has a day.
    pub fn due(
        &self,
        calendar: &Calendar,
        (party, task): (ObjectionParty, &str),
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let (days, count) = self
            .clock(party, task)
            .map_or((1, DayCount::Working), |clock| (clock.days, clock.count));
        end_of(calendar.last_day(china_day(now), days, count, false))
    }

    /// The first instant that is too late after `days` more, counted from the last day that stood.
    pub fn extended(&self, calendar: &Calendar, due: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        let last = china_day(due - chrono::TimeDelta::seconds(1));
        let days = days.clamp(1, self.extension.most_days);
        end_of(calendar.last_day(last, days, self.extension.count, false))
    }

    /// What is left when an extension is refused at `now`.
    pub fn after_refusal(
        &self,
        calendar: &Calendar,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let days = self.extension.days_after_refusal;
        due.max(end_of(calendar.last_day(china_day(now), days, DayCount::Working, false)))
    }

    /// A reason not to take an objection.
    pub fn refusal(&self, code: &str) -> Option<&Refusal> {
        self.refusal.iter().find(|one| one.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_rules_that_ship_know_every_party_and_the_three_awards() {
        let rules = ObjectionRules::in_force().unwrap();
        assert_eq!(rules.categories, ["NAT", "INV", "PRO"]);
        for party in [ObjectionParty::Nominator, ObjectionParty::Nominee, ObjectionParty::Objector]
        {
            assert!(rules.clock(party, "answer").is_some(), "{party:?}");
        }
        for task in ["screen", "investigate"] {
            assert!(rules.clock(ObjectionParty::Office, task).is_some(), "{task}");
        }
        assert!(rules.refusal("settled_theory").is_some() && rules.refusal("x").is_none());
    }

    #[test]
    fn working_days_are_counted_after_the_day_of_the_deed_to_the_end_of_the_last() {
        let rules = ObjectionRules::in_force().unwrap();
        let calendar = Calendar::in_force().unwrap();
        let due = |now| rules.due(calendar, (ObjectionParty::Office, "screen"), at(now));
        // Friday 27 November 2026, 10:00 in Beijing: five working days end with Friday 4 December.
        assert_eq!(due("2026-11-27T02:00:00Z"), at("2026-12-04T16:00:00Z"));
        // The last second of that day in Beijing, and the first of Saturday: no day is lost or won.
        assert_eq!(due("2026-11-27T15:59:59Z"), at("2026-12-04T16:00:00Z"));
        assert_eq!(due("2026-11-27T16:00:00Z"), at("2026-12-04T16:00:00Z"));
        assert_eq!(due("2026-11-29T16:00:00Z"), at("2026-12-07T16:00:00Z"), "Monday");
        // Over National Day: 30 September to 10 October, a Saturday that is worked.
        assert_eq!(due("2026-09-30T02:00:00Z"), at("2026-10-13T16:00:00Z"));
        let natural = rules.due(
            calendar,
            (ObjectionParty::Office, "investigate"),
            at("2026-11-27T02:00:00Z"),
        );
        assert_eq!(natural, at("2027-01-26T16:00:00Z"));
    }

    #[test]
    fn an_extension_goes_on_from_the_last_day_and_a_refusal_leaves_some() {
        let rules = ObjectionRules::in_force().unwrap();
        let calendar = Calendar::in_force().unwrap();
        let due = at("2026-12-04T16:00:00Z");
        assert_eq!(rules.extended(calendar, due, 5), at("2026-12-11T16:00:00Z"));
        assert_eq!(
            rules.extended(calendar, due, 999),
            rules.extended(calendar, due, rules.extension.most_days)
        );
        assert_eq!(rules.after_refusal(calendar, due, at("2026-11-27T02:00:00Z")), due);
        let late = rules.after_refusal(calendar, due, at("2026-12-05T02:00:00Z"));
        assert_eq!(late, at("2026-12-09T16:00:00Z"), "asked in time, refused after it");
    }
}
