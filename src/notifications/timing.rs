//! When does a digest go, when is something reminded of, and when is a letter tried again?

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, Utc};
use entity::ids::{AccountId, NoticeId};

use crate::shared::china_day;

const BEIJING_SECONDS: i32 = 8 * 3600;

/// A notice that waits for a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    pub(super) notice: NoticeId,
    pub(super) account: AccountId,
    pub(super) created_at: DateTime<Utc>,
}

/// The day whose digests go at `now`, and the first instant that they no longer tell of. Before the hour
/// of the day there is none: one that was missed goes with the next.
pub(super) fn digest_day(now: DateTime<Utc>, hour: u32) -> Option<(NaiveDate, DateTime<Utc>)> {
    let day = china_day(now);
    let beijing = FixedOffset::east_opt(BEIJING_SECONDS)?;
    let until = day.and_hms_opt(hour, 0, 0)?.and_local_timezone(beijing).single()?.to_utc();
    (now >= until).then_some((day, until))
}

/// What goes into each person's digest, oldest first.
pub(super) fn digests(
    until: DateTime<Utc>,
    pending: &[Pending],
) -> BTreeMap<AccountId, Vec<NoticeId>> {
    let mut sorted: Vec<&Pending> = pending.iter().filter(|one| one.created_at < until).collect();
    sorted.sort_by_key(|one| (one.created_at, one.notice));
    let mut digests: BTreeMap<AccountId, Vec<NoticeId>> = BTreeMap::new();
    for one in sorted {
        digests.entry(one.account).or_default().push(one.notice);
    }
    digests
}

/// When something due at `due_at` is reminded of next after `after`; none after the last time. What was
/// missed is not made up for: the next time tells as much.
pub(super) fn next_reminder(
    due_at: DateTime<Utc>,
    offsets: &[i64],
    after: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    offsets
        .iter()
        .filter_map(|&hours| due_at.checked_add_signed(Duration::try_hours(hours)?))
        .filter(|&at| at > after)
        .min()
}

/// How far off `due_at` is, in Chinese and English.
pub(super) fn distance(due_at: DateTime<Utc>, now: DateTime<Utc>) -> (String, String) {
    let left = due_at - now;
    let is_over = left < Duration::zero();
    let hours = left.abs().num_minutes().saturating_add(30) / 60;
    let (count, zh, en) =
        if hours >= 24 { ((hours + 12) / 24, "天", "day") } else { (hours, "小时", "hour") };
    let plural = if count == 1 { "" } else { "s" };
    match (count, is_over) {
        (0, false) => ("即将到期".to_owned(), "within the hour".to_owned()),
        (0, true) => ("刚刚逾期".to_owned(), "just over".to_owned()),
        (_, false) => (format!("还有 {count} {zh}"), format!("{count} {en}{plural} left")),
        (_, true) => (format!("已逾期 {count} {zh}"), format!("{count} {en}{plural} overdue")),
    }
}

/// How long to wait after the failure of an attempt; none when it was the last.
pub(super) fn pause(attempts: i32) -> Option<Duration> {
    const MINUTES: [i64; 6] = [1, 4, 15, 60, 240, 720];
    let index = usize::try_from(attempts.checked_sub(1)?).ok()?;
    MINUTES.get(index).map(|&minutes| Duration::minutes(minutes))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_digest_goes_from_eight_in_beijing_on() {
        assert_eq!(digest_day(at("2027-03-02T23:59:59Z"), 8), None, "7:59:59 of 3 March");
        let (day, until) = digest_day(at("2027-03-03T00:00:00Z"), 8).unwrap();
        assert_eq!((day.to_string().as_str(), until), ("2027-03-03", at("2027-03-03T00:00:00Z")));
        let (day, until) = digest_day(at("2027-03-03T15:59:59Z"), 8).unwrap();
        assert_eq!((day.to_string().as_str(), until), ("2027-03-03", at("2027-03-03T00:00:00Z")));
        assert_eq!(digest_day(at("2027-03-03T16:00:00Z"), 8), None, "midnight begins a new day");
    }

    #[test]
    fn reminders_come_at_their_offsets_and_missed_ones_are_not_made_up_for() {
        let due = at("2027-03-10T09:00:00Z");
        let offsets = [-168, -24, 24];
        let next = |after: &str| next_reminder(due, &offsets, at(after));
        assert_eq!(next("2027-03-01T00:00:00Z"), Some(at("2027-03-03T09:00:00Z")));
        assert_eq!(next("2027-03-03T09:00:00Z"), Some(at("2027-03-09T09:00:00Z")));
        assert_eq!(next("2027-03-10T00:00:00Z"), Some(at("2027-03-11T09:00:00Z")));
        assert_eq!(next("2027-03-11T09:00:00Z"), None);
        assert_eq!(next_reminder(due, &[], at("2027-03-01T00:00:00Z")), None);
    }

    #[test]
    fn the_distance_is_in_days_or_hours() {
        let due = at("2027-03-10T09:00:00Z");
        for (now, zh, en) in [
            ("2027-03-03T09:00:00Z", "还有 7 天", "7 days left"),
            ("2027-03-09T09:00:02Z", "还有 1 天", "1 day left"),
            ("2027-03-10T06:00:00Z", "还有 3 小时", "3 hours left"),
            ("2027-03-10T08:59:00Z", "即将到期", "within the hour"),
            ("2027-03-11T09:00:00Z", "已逾期 1 天", "1 day overdue"),
        ] {
            assert_eq!(distance(due, at(now)), (zh.to_owned(), en.to_owned()), "{now}");
        }
    }

    #[test]
    fn a_letter_is_tried_seven_times_in_a_day() {
        let pauses: Vec<i64> = (0..9).filter_map(pause).map(|pause| pause.num_minutes()).collect();
        assert_eq!(pauses, [1, 4, 15, 60, 240, 720]);
        assert_eq!(pause(i32::MIN), None);
    }

    proptest! {
        /// Whenever the sweep runs, and however often: each person has one digest a day at the most, each
        /// notice goes once, and none that had its hour is left behind.
        #[test]
        fn nobody_gets_two_digests_a_day(
            notices in prop::collection::vec((0..4_u128, 0..14_400_i64), 0..40),
            mut sweeps in prop::collection::vec(0..20_000_i64, 1..80),
        ) {
            let start = at("2027-03-01T00:00:00Z");
            let all: Vec<Pending> = notices
                .iter()
                .enumerate()
                .map(|(number, &(account, minute))| Pending {
                    notice: NoticeId(Uuid::from_u128(number as u128)),
                    account: AccountId(Uuid::from_u128(account)),
                    created_at: start + Duration::minutes(minute),
                })
                .collect();
            sweeps.sort_unstable();
            let (mut sent, mut days) = (BTreeSet::new(), BTreeSet::new());
            for minute in sweeps {
                let now = start + Duration::minutes(minute);
                let Some((day, until)) = digest_day(now, 8) else { continue };
                prop_assert_eq!(day, china_day(now));
                let pending: Vec<Pending> = all
                    .iter()
                    .filter(|one| one.created_at <= now && !sent.contains(&one.notice))
                    .copied()
                    .collect();
                for (account, notices) in digests(until, &pending) {
                    // The table refuses a second one; here it must not even be tried.
                    prop_assert!(days.insert((account, day)), "a second digest on {}", day);
                    for notice in notices {
                        prop_assert!(sent.insert(notice), "a notice went twice");
                    }
                }
                prop_assert!(all.iter().all(|one| one.created_at >= until || sent.contains(&one.notice)));
            }
        }

        /// However late and often the sweep runs, nothing is reminded of twice, and the number of times is
        /// bounded by the offsets.
        #[test]
        fn nothing_is_reminded_of_twice(
            mut offsets in prop::collection::btree_set(-200..200_i64, 0..6),
            mut sweeps in prop::collection::vec(0..40_000_i64, 1..60),
        ) {
            let start = at("2027-03-01T00:00:00Z");
            let due = start + Duration::hours(300);
            let offsets: Vec<i64> = std::mem::take(&mut offsets).into_iter().collect();
            sweeps.sort_unstable();
            let mut next = next_reminder(due, &offsets, start);
            let mut told = BTreeSet::new();
            for minute in sweeps {
                let now = start + Duration::minutes(minute);
                if let Some(time) = next.filter(|&time| time <= now) {
                    prop_assert!(told.insert(time), "twice");
                    next = next_reminder(due, &offsets, now);
                    prop_assert!(next.is_none_or(|next| next > now));
                }
            }
            prop_assert!(told.len() <= offsets.len());
        }
    }
}
