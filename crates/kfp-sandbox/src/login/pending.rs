//! What a login service remembers between two hops of a login.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

/// More logins than this at the same time are a defect of the caller; the oldest are forgotten.
const LIMIT: usize = 10_000;

/// Values under keys nobody can guess, each for a while.
#[derive(Debug)]
pub(crate) struct Pending<T> {
    life: Duration,
    values: Mutex<HashMap<String, (OffsetDateTime, T)>>,
}

impl<T: Clone> Pending<T> {
    pub(crate) fn new(life: Duration) -> Self {
        Self {
            life,
            values: Mutex::default(),
        }
    }

    pub(crate) fn put(&self, key: String, value: T, now: OffsetDateTime) {
        let mut values = self.lock();
        if values.len() >= LIMIT {
            values.retain(|_, (until, _)| *until > now);
        }
        if values.len() >= LIMIT
            && let Some(oldest) = values
                .iter()
                .min_by_key(|(_, (until, _))| *until)
                .map(|(key, _)| key.clone())
        {
            values.remove(&oldest);
        }
        values.insert(key, (now + self.life, value));
    }

    /// The value, which stays.
    pub(crate) fn get(&self, key: &str, now: OffsetDateTime) -> Option<T> {
        let values = self.lock();
        values
            .get(key)
            .filter(|(until, _)| *until > now)
            .map(|(_, value)| value.clone())
    }

    /// The value, which can be had only once.
    pub(crate) fn take(&self, key: &str, now: OffsetDateTime) -> Option<T> {
        let (until, value) = self.lock().remove(key)?;
        (until > now).then_some(value)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (OffsetDateTime, T)>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_once_and_not_after_its_time() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let pending = Pending::new(Duration::from_secs(10));
        pending.put("a".to_owned(), 1, now);
        pending.put("b".to_owned(), 2, now);
        assert_eq!(pending.get("a", now), Some(1));
        assert_eq!(pending.take("a", now), Some(1));
        assert_eq!(pending.take("a", now), None);
        assert_eq!(pending.take("b", now + Duration::from_secs(11)), None);
    }

    #[test]
    fn the_oldest_gives_way() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let pending = Pending::new(Duration::from_hours(1));
        for number in 0..=LIMIT {
            pending.put(
                number.to_string(),
                number,
                now + Duration::from_millis(number as u64),
            );
        }
        assert_eq!(pending.get("0", now), None);
        assert_eq!(pending.get(&LIMIT.to_string(), now), Some(LIMIT));
    }
}
