//! Who has a websocket, and the end of all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{LimitsConfig, LiveConfig};
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};

/// The websockets of this console. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(crate) struct Live(Arc<Sockets>);

#[derive(Debug)]
struct Sockets {
    most: usize,
    most_of_user: usize,
    open: Mutex<Open>,
    draining: CancellationToken,
    serving: TaskTracker,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    by_user: HashMap<UserId, usize>,
}

/// The right to have a websocket; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    live: Live,
    user: UserId,
}

impl Live {
    pub(crate) fn new(config: &LiveConfig, limits: &LimitsConfig) -> Self {
        // Each takes a connection for minutes; were there none left, nobody would be answered at all.
        let kept_free = (limits.max_connections / 8).max(1);
        let connections = limits.max_connections.saturating_sub(kept_free);
        Self(Arc::new(Sockets {
            most: config.live_sockets.min(connections),
            most_of_user: config.live_sockets_of_user,
            open: Mutex::default(),
            draining: CancellationToken::new(),
            serving: TaskTracker::new(),
        }))
    }

    /// Takes a place for a websocket of a user.
    ///
    /// # Errors
    /// A 503 if there is none, for this user or at all.
    pub(super) fn enter(&self, user: &UserId) -> Result<Place, Failure> {
        let busy = |detail: &str| Failure::new(ProblemCode::Overloaded, detail);
        if self.0.draining.is_cancelled() {
            return Err(busy("This console is about to stop."));
        }
        let mut open = self.open();
        if open.all >= self.0.most {
            return Err(busy("As many websockets as allowed are open."));
        }
        let of_user = open.by_user.entry(user.clone()).or_default();
        if *of_user >= self.0.most_of_user {
            return Err(busy(
                "As many websockets as one user may have are open: one for each tab.",
            ));
        }
        *of_user += 1;
        open.all += 1;
        Ok(Place {
            live: self.clone(),
            user: user.clone(),
        })
    }

    /// Ends when all websockets are to end.
    pub(super) fn draining(&self) -> &CancellationToken {
        &self.0.draining
    }

    /// Those that are being served.
    pub(super) fn serving(&self) -> &TaskTracker {
        &self.0.serving
    }

    /// Tells every page to go elsewhere, and waits for them no longer than this.
    pub(crate) async fn drain(&self, longest: Duration) {
        self.end();
        self.0.serving.close();
        if tokio::time::timeout(longest, self.0.serving.wait())
            .await
            .is_err()
        {
            tracing::warn!("websockets were still open after the drain timeout");
        }
    }

    /// Tells every page to go elsewhere.
    pub(crate) fn end(&self) {
        self.0.draining.cancel();
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.live.open();
        open.all -= 1;
        if let Some(of_user) = open.by_user.get_mut(&self.user) {
            *of_user -= 1;
            if *of_user == 0 {
                open.by_user.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(flags: &[&str]) -> Live {
        let config = crate::Config::from_flags(flags).expect("flags");
        Live::new(&config.live, &config.limits)
    }

    #[test]
    fn one_user_cannot_take_all_places_and_gets_them_back() {
        let live = live(&["--live-sockets=3", "--live-sockets-of-user=2"]);
        let (ann, ben) = (UserId::for_test("ann"), UserId::for_test("ben"));
        let first = live.enter(&ann).expect("a place");
        let _second = live.enter(&ann).expect("a place");
        assert!(live.enter(&ann).is_err());
        let _third = live.enter(&ben).expect("a place");
        assert!(live.enter(&ben).is_err(), "there are three");
        drop(first);
        let _fourth = live.enter(&ben).expect("a place");
        assert_eq!(live.open().by_user.len(), 2);
    }

    #[test]
    fn websockets_never_take_the_last_connections() {
        let live = live(&["--max-connections=8", "--live-sockets=100"]);
        let ann = UserId::for_test("ann");
        let places: Vec<_> = (0..100).map_while(|_| live.enter(&ann).ok()).collect();
        assert_eq!(places.len(), 7);
        let live = self::live(&["--max-connections=4", "--live-sockets=100"]);
        let places: Vec<_> = (0..100).map_while(|_| live.enter(&ann).ok()).collect();
        assert_eq!(places.len(), 3, "an eighth of few is still one");
        let live = self::live(&["--live-sockets-of-user=100000"]);
        let places: Vec<_> = (0..20_000).map_while(|_| live.enter(&ann).ok()).collect();
        assert_eq!(places.len(), 12_000, "as many as are promised");
    }

    #[tokio::test]
    async fn nobody_enters_while_it_drains() {
        let live = live(&[]);
        live.drain(Duration::from_secs(1)).await;
        assert!(live.enter(&UserId::for_test("ann")).is_err());
    }
}
