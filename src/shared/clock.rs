//! What time is it? One injected answer, so that tests can say.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, SubsecRound, Utc};

/// Tells the time in UTC, cut to microseconds: PostgreSQL keeps no finer ones.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
        let now = Utc::now();
        now.trunc_subsecs(6)
    }
}

/// The day in China at `now`: terms and deadlines are days of Asia/Shanghai, which has kept UTC+8
/// without summer time since 1991.
pub fn china_day(now: DateTime<Utc>) -> NaiveDate {
    const AHEAD_SECONDS: i32 = 8 * 3600;
    let local = FixedOffset::east_opt(AHEAD_SECONDS).map(|china| now.with_timezone(&china));
    local.map_or_else(|| now.date_naive(), |local| local.date_naive())
}

/// The machine's clock, which can be held at an instant or set ahead: the demonstration makes its past
/// with it, through the same use cases that make the present, and shows what the coming days bring.
#[derive(Clone, Debug, Default)]
pub struct HeldClock(Arc<Mutex<Hands>>);

#[derive(Debug, Default)]
struct Hands {
    held: Option<DateTime<Utc>>,
    ahead: Duration,
}

impl HeldClock {
    /// Shows `instant` until it is released.
    pub fn hold(&self, instant: DateTime<Utc>) {
        self.hands().held = Some(instant.trunc_subsecs(6));
    }

    /// Runs on again, as far ahead of the machine as it was set.
    pub fn release(&self) {
        self.hands().held = None;
    }

    /// Runs this far ahead of the machine.
    pub fn set_ahead(&self, ahead: Duration) {
        self.hands().ahead = ahead;
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for HeldClock {
    fn now(&self) -> DateTime<Utc> {
        let hands = self.hands();
        hands.held.unwrap_or_else(|| SystemClock.now() + hands.ahead)
    }
}

/// A clock that stands still until it is told to move.
#[derive(Clone, Debug)]
pub struct MockClock(Arc<Mutex<DateTime<Utc>>>);

impl MockClock {
    /// A clock that shows `now`.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for MockClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_ahead_runs_on_and_a_held_one_stands() {
        let clock = HeldClock::default();
        clock.set_ahead(Duration::days(9));
        let ahead = clock.now() - SystemClock.now();
        assert!(ahead > Duration::days(9) - Duration::minutes(1) && ahead <= Duration::days(9));
        let instant = "2026-12-31T15:59:59Z".parse().unwrap();
        clock.hold(instant);
        assert_eq!(clock.now(), instant);
        clock.release();
        assert!(clock.now() > SystemClock.now() + Duration::days(8));
    }

    #[test]
    fn the_day_in_china_begins_at_four_in_the_afternoon_of_utc() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let day = |text: &str| china_day(at(text)).to_string();
        assert_eq!(day("2026-12-31T15:59:59.999999Z"), "2026-12-31");
        assert_eq!(day("2026-12-31T16:00:00Z"), "2027-01-01");
    }
}
