//! When does a day end in Beijing? Deadlines are counted in the days of Asia/Shanghai.

use chrono::{DateTime, Days, FixedOffset, NaiveTime, Utc};

use super::clock::china_day;

/// UTC+8 without daylight saving: what Asia/Shanghai has kept since 1992.
const OFFSET_SECONDS: i32 = 8 * 3600;

/// The end of the `days`-th day after the day of `instant`, as the first instant that is too late. The
/// day on which something happens is not counted, and the last day ends at 24:00 (民法典 arts 201, 203).
pub fn end_of_day_after(instant: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let Some(offset) = FixedOffset::east_opt(OFFSET_SECONDS) else {
        return instant;
    };
    china_day(instant)
        .checked_add_days(Days::new(u64::from(days) + 1))
        .and_then(|day| day.and_time(NaiveTime::MIN).and_local_timezone(offset).single())
        .map_or(instant, |end| end.to_utc())
}

/// An instant as people in Beijing write it, to the second.
pub fn beijing(instant: DateTime<Utc>) -> String {
    const TO_THE_SECOND: &str = "%Y-%m-%d %H:%M:%S";
    FixedOffset::east_opt(OFFSET_SECONDS).map_or_else(
        || instant.format(TO_THE_SECOND).to_string(),
        |offset| instant.with_timezone(&offset).format(TO_THE_SECOND).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_deed_is_not_counted_and_the_last_ends_at_midnight_in_beijing() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for (published, until) in [
            // 10:00 on 3 March in Beijing: the 15th day after is 18 March.
            ("2029-03-03T02:00:00Z", "2029-03-18T16:00:00Z"),
            // The last second of 3 March in Beijing, and the first of 4 March.
            ("2029-03-03T15:59:59Z", "2029-03-18T16:00:00Z"),
            ("2029-03-03T16:00:00Z", "2029-03-19T16:00:00Z"),
        ] {
            assert_eq!(end_of_day_after(at(published), 15), at(until), "{published}");
        }
        assert_eq!(beijing(at("2029-03-03T16:00:00Z")), "2029-03-04 00:00:00");
        assert_eq!(end_of_day_after(at("2028-02-28T00:00:00Z"), 1), at("2028-02-29T16:00:00Z"));
    }
}
