//! The one source of time. Production reads the system; tests move a fake clock instead of sleeping.
//! Every stored time comes from here, already cut to the microseconds that PostgreSQL keeps.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use tokio::sync::watch;

/// A point in time, UTC, microsecond precision.
pub type Timestamp = DateTime<Utc>;

/// Tells the time and waits for it.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Fake(Arc<watch::Sender<Timestamp>>),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`Clock::advance`].
    pub fn fake(start: Timestamp) -> Self {
        Self(Source::Fake(Arc::new(watch::channel(cut(start)).0)))
    }

    /// Now, cut to microseconds.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => cut(Utc::now()),
            Source::Fake(now) => *now.borrow(),
        }
    }

    /// Waits until `duration` has passed on this clock.
    pub async fn sleep(&self, duration: Duration) {
        match &self.0 {
            Source::System => tokio::time::sleep(duration).await,
            Source::Fake(now) => {
                let until = now.borrow().checked_add_signed(delta(duration)).unwrap_or(Timestamp::MAX_UTC);
                let mut watch = now.subscribe();
                // The sender lives in `self`, so waiting can end only by the clock being moved.
                let _ = watch.wait_for(|now| *now >= until).await;
            }
        }
    }

    /// Moves a fake clock forward and wakes whoever slept until then.
    ///
    /// # Panics
    /// On the system's clock: only tests move time.
    pub fn advance(&self, duration: Duration) {
        match &self.0 {
            Source::System => panic!("the system's clock cannot be moved"),
            Source::Fake(now) => now.send_modify(|now| *now += delta(duration)),
        }
    }
}

fn cut(time: Timestamp) -> Timestamp {
    time.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(time)
}

fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fake_clock_wakes_sleepers_when_it_is_moved() {
        let clock = Clock::fake(Timestamp::UNIX_EPOCH);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(Duration::from_secs(60)).await }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(59));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
    }

    #[test]
    fn times_carry_no_nanoseconds() {
        assert_eq!(Clock::system().now().timestamp_subsec_nanos() % 1_000, 0);
    }
}
