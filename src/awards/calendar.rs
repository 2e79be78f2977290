//! Which days are worked, and when does a number of days end? Holidays are data, a file a year.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use entity::vocabulary::DayCount;
use serde::Deserialize;

use crate::shared::Bilingual;

const YEARS: [&str; 2] = [
    include_str!("../../rules/calendar/2026.toml"),
    include_str!("../../rules/calendar/2027.toml"),
];
const STATUTORY: &str = include_str!("../../rules/calendar/statutory.toml");

/// The longest time that is counted, in days: what no publicity comes near.
const MOST_DAYS: u32 = 366;

/// Days off in a row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaysOff {
    /// The holiday.
    pub name: Bilingual,
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
}

/// Weekends that are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worked {
    days: Vec<NaiveDate>,
}

/// The holidays of one year.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    #[serde(rename = "year")]
    number: i32,
    is_announced: bool,
    source: String,
    #[serde(default)]
    off: Vec<DaysOff>,
    #[serde(default)]
    worked: Worked,
}

/// The days off that fall on the same day each year (全国年节及纪念日放假办法 art. 2).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statutory {
    days: Vec<String>,
    source: String,
}

/// The working days of China: what the State Council's office announced, and for a year that nothing is
/// announced for, weekends and the days off of the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
    statutory: Statutory,
}

/// What the calendar knows of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownYear<'c> {
    /// Whether the year's arrangement has been announced; else only days of the law are known.
    pub is_announced: bool,
    /// Where it is written.
    pub source: &'c str,
    /// Its holidays, in their order; none where no file is about the year.
    pub off: &'c [DaysOff],
    /// The weekends that are worked.
    pub worked: &'c [NaiveDate],
}

/// The calendar that this release ships.
static SHIPPED: LazyLock<Result<Calendar, toml::de::Error>> = LazyLock::new(|| {
    let mut years = BTreeMap::new();
    for text in YEARS {
        let year: Year = toml::from_str(text)?;
        years.insert(year.number, year);
    }
    Ok(Calendar { years, statutory: toml::from_str(STATUTORY)? })
});

impl Calendar {
    /// The calendar in force.
    ///
    /// # Errors
    /// A file does not parse, which a test of this room would have seen.
    pub fn in_force() -> Result<&'static Self, toml::de::Error> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// What is known of a year.
    pub fn known(&self, year: i32) -> KnownYear<'_> {
        let source = self.statutory.source.as_str();
        let unknown = KnownYear { is_announced: false, source, off: &[], worked: &[] };
        self.years.get(&year).map_or(unknown, |year| KnownYear {
            is_announced: year.is_announced,
            source: &year.source,
            off: &year.off,
            worked: &year.worked.days,
        })
    }

    /// The holiday that a day belongs to, where the arrangement of its year names one.
    pub fn holiday(&self, day: NaiveDate) -> Option<&Bilingual> {
        let year = self.years.get(&day.year())?;
        year.off.iter().find(|off| (off.from..=off.to).contains(&day)).map(|off| &off.name)
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let is_weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        match self.years.get(&day.year()) {
            Some(year) if year.worked.days.contains(&day) => true,
            Some(_) => is_weekday && self.holiday(day).is_none(),
            None => is_weekday && !self.statutory.days.contains(&day.format("%m-%d").to_string()),
        }
    }

    /// The last of `days` days from `first` on, counted as `count` says; `counts_first` says whether the
    /// first day is one of them. At least one day, at most a year.
    pub fn last_day(
        &self,
        first: NaiveDate,
        days: u32,
        count: DayCount,
        counts_first: bool,
    ) -> NaiveDate {
        let counts = |day| count == DayCount::Natural || self.is_working(day);
        let mut left = days.clamp(1, MOST_DAYS);
        let mut day = if counts_first { first } else { after(first) };
        loop {
            if counts(day) {
                left -= 1;
            }
            if left == 0 || day == NaiveDate::MAX {
                return day;
            }
            day = after(day);
        }
    }

    /// How many days from `first` to `last`, both of them, count.
    pub fn days_between(&self, first: NaiveDate, last: NaiveDate, count: DayCount) -> u32 {
        let days = first.iter_days().take_while(|day| *day <= last);
        let counted = days.filter(|day| count == DayCount::Natural || self.is_working(*day));
        u32::try_from(counted.count()).unwrap_or(u32::MAX)
    }
}

fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> &'static Calendar {
        Calendar::in_force().unwrap()
    }

    #[test]
    fn the_working_days_of_2026_are_those_of_the_notice() {
        let calendar = calendar();
        for off in ["2026-01-01", "2026-01-02", "2026-02-16", "2026-02-23", "2026-10-07"] {
            assert!(!calendar.is_working(day(off)), "{off}");
            assert!(calendar.holiday(day(off)).is_some(), "{off}");
        }
        for worked in ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-10-10"] {
            assert!(calendar.is_working(day(worked)), "{worked} is a weekend that is worked");
        }
        assert!(!calendar.is_working(day("2026-11-28")) && calendar.is_working(day("2026-11-26")));
        let all = day("2026-01-01").iter_days().take(365);
        let working = all.filter(|day| calendar.is_working(*day)).count();
        assert_eq!(working, 248, "365 days less weekends and holidays, and the weekends worked");
    }

    #[test]
    fn a_year_without_a_notice_says_so_and_keeps_the_days_of_the_law() {
        let calendar = calendar();
        assert!(calendar.known(2026).is_announced && !calendar.known(2027).is_announced);
        let unknown = calendar.known(2031);
        assert!(!unknown.is_announced && unknown.off.is_empty() && !unknown.source.is_empty());
        assert!(!calendar.is_working(day("2027-02-08")), "正月初三");
        assert!(!calendar.is_working(day("2031-10-03")) && calendar.is_working(day("2031-10-06")));
    }

    #[test]
    fn the_holidays_and_worked_weekends_of_a_year_can_be_listed() {
        let known = calendar().known(2026);
        let names: Vec<&str> = known.off.iter().map(|off| off.name.zh.as_str()).collect();
        assert_eq!(names.len(), 7);
        assert_eq!((names[0], names[6]), ("元旦", "国庆节"));
        assert!(known.off.is_sorted_by_key(|off| off.from), "in their order");
        assert!(known.off.iter().all(|off| off.from <= off.to));
        assert_eq!(known.worked.len(), 6);
        assert!(known.worked.iter().all(|day| calendar().is_working(*day)));
    }

    #[test]
    fn days_are_counted_to_the_last() {
        use DayCount::{Natural, Working};
        let calendar = calendar();
        let last = |first, days, count, with| calendar.last_day(day(first), days, count, with);
        assert_eq!(last("2026-06-24", 5, Natural, true), day("2026-06-28"));
        assert_eq!(last("2026-06-24", 5, Natural, false), day("2026-06-29"));
        // 30 September to 8 October 2026: the seven days of National Day lie between.
        assert_eq!(last("2026-09-30", 2, Working, true), day("2026-10-08"));
        // Friday 9 October, Saturday 10 October is worked.
        assert_eq!(last("2026-10-09", 2, Working, true), day("2026-10-10"));
        // Over the turn of the year, into the New Year holiday of 2027.
        assert_eq!(last("2026-12-31", 2, Working, true), day("2027-01-04"));
        assert_eq!(last("2026-11-28", 1, Working, true), day("2026-11-30"), "begun on a Saturday");
        assert_eq!(last("2026-11-28", 0, Natural, true), day("2026-11-28"), "one day at least");
    }

    proptest! {
        #[test]
        fn the_last_day_has_the_number_of_days_before_it(
            offset in 0_u64..1500, days in 1_u32..90, is_working in any::<bool>(),
        ) {
            let count = if is_working { DayCount::Working } else { DayCount::Natural };
            let first = day("2026-01-01").checked_add_days(Days::new(offset)).unwrap();
            let last = calendar().last_day(first, days, count, true);
            prop_assert_eq!(calendar().days_between(first, last, count), days);
            prop_assert!(count == DayCount::Natural || calendar().is_working(last));
            let more = calendar().last_day(first, days + 1, count, true);
            prop_assert!(more > last, "one more day is later");
            prop_assert!(calendar().last_day(first, days, DayCount::Natural, true) <= last);
        }
    }
}
