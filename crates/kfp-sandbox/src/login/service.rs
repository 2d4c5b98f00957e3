//! Both login services and the identity provider behind them, over one set of accounts and sessions.

use std::sync::Arc;
use std::time::Duration;

use super::authservice::AuthService;
use super::call::Call;
use super::dex::Dex;
use super::go_http::Answer;
use super::oauth2_proxy::OAuth2Proxy;
use super::seal::Seal;
use super::sessions::Sessions;
use crate::clock::Clock;
use crate::config::LoginEra;
use crate::directory::Person;
use crate::error::SandboxError;
use crate::fault::{Switch, Switches};

/// Everything around signing in.
#[derive(Debug)]
pub(crate) struct Login {
    dex: Arc<Dex>,
    oauth2_proxy: OAuth2Proxy,
    authservice: AuthService,
    sessions: Arc<Sessions>,
    switches: Switches,
}

impl Login {
    /// # Errors
    /// [`SandboxError::SigningKey`] when the system gives no randomness.
    pub(crate) fn new(
        people: &[Person],
        clock: Clock,
        session_life: Duration,
        switches: Switches,
    ) -> Result<Self, SandboxError> {
        let seal = Arc::new(Seal::generate()?);
        let sessions = Arc::new(Sessions::new(clock, session_life, switches.clone()));
        let dex = Arc::new(Dex::new(people, Arc::clone(&seal), Arc::clone(&sessions))?);
        Ok(Self {
            oauth2_proxy: OAuth2Proxy::new(
                Arc::clone(&dex),
                Arc::clone(&seal),
                Arc::clone(&sessions),
            ),
            authservice: AuthService::new(Arc::clone(&dex), seal, Arc::clone(&sessions)),
            dex,
            sessions,
            switches,
        })
    }

    /// What the login service of `era` answers; `None` while it is down.
    pub(crate) fn handle(&self, era: LoginEra, call: Call<'_>) -> Option<Answer> {
        if self.is_down(era) {
            return None;
        }
        Some(match era {
            LoginEra::Authservice if self.switches.is_on(Switch::LoginNotReady) => {
                AuthService::handle_unready(call)
            }
            LoginEra::Authservice => self.authservice.handle(call),
            LoginEra::Oauth2Proxy => self.oauth2_proxy.handle(call),
        })
    }

    /// The identity provider.
    pub(crate) fn dex(&self) -> &Dex {
        &self.dex
    }

    /// Sessions, for the gateway's clock and for tests.
    pub(crate) fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Whether nobody listens for the login service of `era`: oauth2-proxy does not start without Dex, while
    /// oidc-authservice answers that it is not ready.
    pub(crate) fn is_down(&self, era: LoginEra) -> bool {
        self.switches.is_on(Switch::LoginDown)
            || era == LoginEra::Oauth2Proxy && self.switches.is_on(Switch::LoginNotReady)
    }

    /// Takes the login services down, or up again. Dex stays.
    pub(crate) fn set_down(&self, down: bool) {
        self.switches.set(Switch::LoginDown, down);
    }

    /// What is set up otherwise.
    pub(crate) fn switches(&self) -> &Switches {
        &self.switches
    }
}
