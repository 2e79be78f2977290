//! When may a society work on its nominations of a round, and how long are they made public?

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{ids::DossierId, vocabulary::DayCount};
use serde::Deserialize;

use crate::shared::china_day;

const SHIPPED: &str = include_str!("../../rules/rounds/timetable.toml");

/// The one deadline that is extended so far: the end of nominating.
pub const CLOSES_AT: &str = "closes_at";

/// How a publicity is counted where a round says nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicityRule {
    /// Days at the least.
    pub least_days: u32,
    /// Which days count.
    pub count: DayCount,
    /// Whether the first day is one of them.
    pub counts_first_day: bool,
    /// Where it is written.
    pub basis: String,
}

/// How long what follows nominating is planned to last, in natural days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRule {
    /// The formal examination, after the end of nominating.
    pub examination: u32,
    /// Publicity of what was accepted; at the least.
    pub acceptance_publicity: u32,
    /// The first review.
    pub review: u32,
    /// Publicity of what passed the first review; at the least.
    pub first_review_publicity: u32,
}

/// What holds for a round whose notice says nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimetableRule {
    /// The society's own publicity.
    pub publicity: PublicityRule,
    /// What follows nominating.
    pub stages: StageRule,
}

static RULE: LazyLock<Result<TimetableRule, toml::de::Error>> =
    LazyLock::new(|| toml::from_str(SHIPPED));

impl TimetableRule {
    /// The rule in force.
    ///
    /// # Errors
    /// The file does not parse, which a test of this room would have seen.
    pub fn in_force() -> Result<&'static Self, toml::de::Error> {
        RULE.as_ref().map_err(Clone::clone)
    }
}

/// The timetable of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// When nominating begins.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// The last day on which papers and applications count.
    pub cutoff: Option<NaiveDate>,
    /// Least days of a society's publicity.
    pub publicity_days: u32,
    /// Which days of it count.
    pub publicity_count: DayCount,
    /// Working days for a correction that the formal examination asks for; 0 where there is none, as the
    /// national rule has it.
    pub correction_days: u32,
    /// The notice that says so.
    pub basis: String,
    /// Counts the changes.
    pub version: i64,
}

/// A deadline that was put off for a round, a society or one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Whose; none for every society.
    pub society: Option<String>,
    /// Which dossier alone.
    pub dossier: Option<DossierId>,
    /// The first instant that is too late now.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub asked_by: String,
    /// Who confirmed it; until then it has no effect.
    pub confirmed_by: Option<String>,
}

impl Extension {
    /// Whether it is in force for what a society does to a dossier, or to any of its dossiers.
    fn is_for(&self, society: &str, dossier: Option<DossierId>) -> bool {
        self.confirmed_by.is_some()
            && self.society.as_deref().is_none_or(|one| one == society)
            && self.dossier.is_none_or(|one| Some(one) == dossier)
    }
}

/// Where an instant lies beside a half-open time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// It has not begun.
    Before,
    /// It runs.
    Open,
    /// It is over.
    Over,
}

impl Moment {
    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Open => "open",
            Self::Over => "over",
        }
    }
}

/// The time in which somebody may nominate: `[opens_at, closes_at)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its first instant.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late, extensions counted.
    pub closes_at: DateTime<Utc>,
}

impl Window {
    /// Where `now` lies; by the server's clock alone.
    pub fn at(&self, now: DateTime<Utc>) -> Moment {
        if now < self.opens_at {
            Moment::Before
        } else if now < self.closes_at {
            Moment::Open
        } else {
            Moment::Over
        }
    }

    /// The last day of nominating, in Beijing.
    pub fn last_day(&self) -> NaiveDate {
        china_day(self.closes_at - chrono::Duration::microseconds(1))
    }
}

impl Timetable {
    /// The time of a society and, where one is named, a dossier: the latest of what holds for it.
    pub fn window(
        &self,
        extensions: &[Extension],
        society: &str,
        dossier: Option<DossierId>,
    ) -> Window {
        let extended = extensions.iter().filter(|one| one.is_for(society, dossier));
        let closes_at = extended.map(|one| one.until).fold(self.closes_at, DateTime::max);
        Window { opens_at: self.opens_at, closes_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::ids::DossierId;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn timetable() -> Timetable {
        Timetable {
            opens_at: at("2026-11-01T00:00:00+08:00"),
            closes_at: at("2026-12-16T17:00:00+08:00"),
            cutoff: None,
            publicity_days: 7,
            publicity_count: DayCount::Natural,
            correction_days: 0,
            basis: "通知".to_owned(),
            version: 1,
        }
    }

    fn extension(society: Option<&str>, until: &str, is_confirmed: bool) -> Extension {
        Extension {
            society: society.map(str::to_owned),
            dossier: None,
            until: at(until),
            reason: "服务器故障".to_owned(),
            asked_by: "office".to_owned(),
            confirmed_by: is_confirmed.then(|| "admin".to_owned()),
        }
    }

    #[test]
    fn the_time_is_half_open_to_the_second() {
        let window = timetable().window(&[], "A", None);
        for (now, moment) in [
            ("2026-10-31T23:59:59.999999+08:00", Moment::Before),
            ("2026-11-01T00:00:00+08:00", Moment::Open),
            ("2026-12-16T16:59:59.999999+08:00", Moment::Open),
            ("2026-12-16T17:00:00+08:00", Moment::Over),
            ("2026-12-16T17:00:01+08:00", Moment::Over),
        ] {
            assert_eq!(window.at(at(now)), moment, "{now}");
        }
        assert_eq!(window.last_day(), "2026-12-16".parse().unwrap());
        let midnight = Window { closes_at: at("2026-12-16T16:00:00Z"), ..window };
        assert_eq!(
            midnight.last_day(),
            "2026-12-16".parse().unwrap(),
            "24:00 is of the day before"
        );
    }

    #[test]
    fn the_latest_extension_in_force_counts_and_only_for_its_own() {
        let table = timetable();
        let mut extensions = vec![
            extension(Some("A"), "2026-12-20T00:00:00+08:00", true),
            extension(Some("B"), "2026-12-25T00:00:00+08:00", true),
            extension(None, "2026-12-18T00:00:00+08:00", true),
            extension(Some("A"), "2026-12-31T00:00:00+08:00", false),
        ];
        let dossier = DossierId(uuid::Uuid::nil());
        let closes = |extensions: &[Extension], society, dossier| {
            table.window(extensions, society, dossier).closes_at
        };
        assert_eq!(closes(&extensions, "A", None), at("2026-12-20T00:00:00+08:00"));
        assert_eq!(closes(&extensions, "C", None), at("2026-12-18T00:00:00+08:00"));
        extensions[0].dossier = Some(dossier);
        assert_eq!(closes(&extensions, "A", None), at("2026-12-18T00:00:00+08:00"));
        assert_eq!(closes(&extensions, "A", Some(dossier)), at("2026-12-20T00:00:00+08:00"));
        // One that lies before the deadline shortens nothing.
        let early = [extension(None, "2026-12-01T00:00:00+08:00", true)];
        assert_eq!(closes(&early, "A", None), table.closes_at);
    }

    #[test]
    fn the_rule_in_force_can_be_read() {
        let rule = TimetableRule::in_force().unwrap();
        assert_eq!((rule.publicity.least_days, rule.publicity.count), (7, DayCount::Natural));
        let stages = rule.stages;
        assert!(stages.examination > 0 && stages.review > 0, "something is planned");
        assert_eq!((stages.acceptance_publicity, stages.first_review_publicity), (30, 20));
    }
}
