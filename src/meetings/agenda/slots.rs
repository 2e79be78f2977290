//! When does each item begin?

use chrono::{DateTime, TimeDelta, Utc};

/// A time in which nothing is heard: from its first instant to the first one behind it.
pub(in crate::meetings) type Break = (DateTime<Utc>, DateTime<Utc>);

/// When each item begins, by item, where they are taken in `order` from `begins` on: `minutes` each, with a `gap` of
/// minutes between two. What would run into a break begins after it.
pub(in crate::meetings) fn slots(
    order: &[usize],
    begins: DateTime<Utc>,
    (minutes, gap): (u32, u32),
    breaks: &[Break],
) -> Vec<DateTime<Utc>> {
    let mut breaks: Vec<&Break> = breaks.iter().filter(|one| one.0 < one.1).collect();
    breaks.sort_unstable();
    let (long, gap) = (TimeDelta::minutes(minutes.into()), TimeDelta::minutes(gap.into()));
    let mut found = vec![begins; order.len()];
    let mut next = begins;
    for &item in order {
        // In their order, so that what is put off by one is looked at against those behind it.
        for (from, until) in &breaks {
            if next < *until && *from < next + long {
                next = *until;
            }
        }
        if let Some(place) = found.get_mut(item) {
            *place = next;
        }
        next += long + gap;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(minute * 60, 0).unwrap()
    }

    fn minutes(order: &[usize], breaks: &[Break]) -> Vec<i64> {
        let found = slots(order, at(100), (10, 2), breaks);
        found.iter().map(|instant| instant.timestamp() / 60).collect()
    }

    #[test]
    fn one_begins_after_the_other_in_their_order() {
        assert_eq!(minutes(&[0, 1, 2], &[]), [100, 112, 124]);
        assert_eq!(minutes(&[2, 0, 1], &[]), [112, 124, 100]);
        assert_eq!(minutes(&[], &[]), [0_i64; 0]);
    }

    #[test]
    fn nothing_runs_into_a_break() {
        assert_eq!(minutes(&[0, 1, 2], &[(at(115), at(130))]), [100, 130, 142]);
        assert_eq!(minutes(&[0, 1], &[(at(110), at(112))]), [100, 112], "beside one is no harm");
        let two = [(at(135), at(150)), (at(105), at(128))];
        assert_eq!(minutes(&[0, 1], &two), [150, 162], "put off by one, it meets the next");
        assert_eq!(
            minutes(&[0], &[(at(120), at(90))]),
            [100],
            "what ends before it begins is none"
        );
    }
}
