//! Who is signed in, for how long, and the ways in which a test ends that.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::clock::Clock;
use crate::fault::{Switch, Switches};

/// A person at the identity provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The e-mail address: what Kubeflow calls the user.
    pub(crate) email: String,
    /// Dex's own subject, which no application should show.
    pub(crate) subject: String,
}

/// One session of one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) identity: Identity,
    /// The id token that Dex issued at the login.
    pub(crate) id_token: String,
    /// End of the session in seconds since 1970.
    expires_at: i64,
    /// The generation of this person's sessions at the login.
    generation: u64,
    /// The generation of all sessions at the login.
    epoch: u64,
    /// The generation of all id tokens at the login.
    token_epoch: u64,
}

/// The rules by which sessions live and end, shared by both login services.
#[derive(Debug)]
pub(crate) struct Sessions {
    clock: Clock,
    life: Duration,
    /// How often the sessions of a person were ended.
    ended: Mutex<HashMap<String, u64>>,
    epoch: AtomicU64,
    token_epoch: AtomicU64,
    switches: Switches,
}

impl Sessions {
    pub(crate) fn new(clock: Clock, life: Duration, switches: Switches) -> Self {
        Self {
            clock,
            life,
            ended: Mutex::default(),
            epoch: AtomicU64::default(),
            token_epoch: AtomicU64::default(),
            switches,
        }
    }

    /// A session from now on for its whole life: nothing renews it.
    pub(crate) fn begin(&self, identity: Identity, id_token: String) -> Session {
        let generation = self.generation_of(&identity.email);
        let life = i64::try_from(self.life.as_secs()).unwrap_or(i64::MAX);
        Session {
            identity,
            id_token,
            expires_at: self.clock.now().unix_timestamp().saturating_add(life),
            generation,
            epoch: self.epoch.load(Ordering::Relaxed),
            token_epoch: self.token_epoch.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn is_live(&self, session: &Session) -> bool {
        self.clock.now().unix_timestamp() < session.expires_at
            && session.epoch == self.epoch.load(Ordering::Relaxed)
            && session.generation == self.generation_of(&session.identity.email)
    }

    /// Whether the session goes on while its id token is to be treated as run out.
    pub(crate) fn outlives_its_token(&self, session: &Session) -> bool {
        self.switches.is_on(Switch::SessionTokensExpired)
            || session.token_epoch != self.token_epoch.load(Ordering::Relaxed)
    }

    /// Ends every session of one person, in every browser.
    pub(crate) fn end(&self, email: &str) {
        *self.lock_ended().entry(email.to_owned()).or_default() += 1;
    }

    /// Ends every session.
    pub(crate) fn end_all(&self) {
        self.epoch.fetch_add(1, Ordering::Relaxed);
    }

    /// Lets every id token issued so far count as run out, while the sessions go on.
    pub(crate) fn run_out_tokens(&self) {
        self.token_epoch.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether a part of the platform is set up otherwise.
    pub(crate) fn is_on(&self, switch: Switch) -> bool {
        self.switches.is_on(switch)
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    pub(crate) fn life(&self) -> Duration {
        self.life
    }

    fn generation_of(&self, email: &str) -> u64 {
        self.lock_ended().get(email).copied().unwrap_or_default()
    }

    fn lock_ended(&self) -> std::sync::MutexGuard<'_, HashMap<String, u64>> {
        // A panic while the lock was held cannot leave the map half changed.
        self.ended
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(sessions: &Sessions, email: &str) -> Session {
        let identity = Identity {
            email: email.to_owned(),
            subject: "s".to_owned(),
        };
        sessions.begin(identity, "token".to_owned())
    }

    #[test]
    fn a_session_ends_with_its_life() {
        let clock = Clock::system();
        let sessions = Sessions::new(clock.clone(), Duration::from_mins(1), Switches::default());
        let session = begin(&sessions, "a@example.com");
        clock.advance(Duration::from_secs(58));
        assert!(sessions.is_live(&session));
        clock.advance(Duration::from_secs(3));
        assert!(!sessions.is_live(&session));
    }

    #[test]
    fn ending_a_persons_sessions_touches_no_other_and_no_later_one() {
        let sessions = Sessions::new(
            Clock::system(),
            Duration::from_hours(1),
            Switches::default(),
        );
        let (first, other) = (
            begin(&sessions, "a@example.com"),
            begin(&sessions, "b@example.com"),
        );
        sessions.end("a@example.com");
        assert!(!sessions.is_live(&first));
        assert!(sessions.is_live(&other));
        assert!(sessions.is_live(&begin(&sessions, "a@example.com")));
    }
}
