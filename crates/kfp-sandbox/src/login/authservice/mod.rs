//! oidc-authservice, the login service of Kubeflow up to 1.8: commit e236439 (releases 1.7 and 1.8), and with a switch
//! the one of 1.6.
//!
//! The gateway asks it about every request, the login's own paths included, and it answers those itself. Its
//! further way in for programs, the Kubernetes TokenReview, is not played here.

mod first;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use ring::hmac;

use crate::fault::Switch;
use crate::login::call::Call;
use crate::login::cookies::{self, Cookies};
use crate::login::dex::{CLIENT_ID, Dex};
use crate::login::go_http::{self, Answer};
use crate::login::paths;
use crate::login::pending::Pending;
use crate::login::seal::Seal;
use crate::login::sessions::{Session, Sessions};

/// The session cookie.
const SESSION_COOKIE: &str = "authservice_session";
/// The cookie of a login in progress: one name for all tabs, and set anew by every refused request.
const STATE_COOKIE: &str = "oidc_state_csrf";
const CALLBACK: &str = "/authservice/oidc/callback";
const LOGOUT: &str = "/authservice/logout";
/// How the service writes "delete this cookie".
const DELETED: &str = "Path=/; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0";
/// How long the service means a login to last; the cookie's `Max-Age` says the same in nanoseconds, as if they
/// were seconds.
const STATE_LIFE: Duration = Duration::from_mins(20);
/// The header that carries the user to the applications.
const USER_ID: HeaderName = HeaderName::from_static("kubeflow-userid");

/// Whether a path needs no session.
fn is_free(path: &str) -> bool {
    path.starts_with("/dex") || path.starts_with("/authservice/")
}

/// The service with its store of sessions.
#[derive(Debug)]
pub(crate) struct AuthService {
    dex: Arc<Dex>,
    seal: Arc<Seal>,
    sessions: Arc<Sessions>,
    mac: hmac::Key,
    /// State of a login → the address that began it.
    logins: Pending<String>,
    /// Value of the session cookie → session.
    store: Mutex<HashMap<String, Session>>,
}

impl AuthService {
    pub(crate) fn new(dex: Arc<Dex>, seal: Arc<Seal>, sessions: Arc<Sessions>) -> Self {
        let mac = hmac::Key::new(hmac::HMAC_SHA256, &seal.random_bytes::<32>());
        Self {
            dex,
            seal,
            sessions,
            mac,
            logins: Pending::new(STATE_LIFE),
            store: Mutex::default(),
        }
    }

    /// Answers one question of the gateway: 200 with the user, or what the browser is told instead.
    pub(crate) fn handle(&self, call: Call<'_>) -> Answer {
        if let Some(clean) = paths::cleaned_decoded(call.target) {
            return go_http::bare_redirect(StatusCode::MOVED_PERMANENTLY, &clean);
        }
        if self.sessions.is_on(Switch::AuthserviceFirst) {
            return self.handle_as_first(call);
        }
        match (call.method, call.path()) {
            (&Method::GET, CALLBACK) => self.callback(call),
            (&Method::POST, LOGOUT) => self.log_out(call),
            (&Method::OPTIONS, _) => go_http::empty(StatusCode::OK),
            (_, path) if is_free(path) => go_http::empty(StatusCode::OK),
            _ => self.check(call),
        }
    }

    /// What it answers until it has reached Dex for the first time.
    pub(crate) fn handle_unready(call: Call<'_>) -> Answer {
        if is_free(call.path()) {
            return go_http::empty(StatusCode::OK);
        }
        go_http::with_body(
            StatusCode::SERVICE_UNAVAILABLE,
            Some("text/plain"),
            "OIDC Setup is not complete yet.".to_owned(),
        )
    }

    fn check(&self, call: Call<'_>) -> Answer {
        match self.user(call) {
            Some(email) => admitted(&email),
            None => self.begin_login(call),
        }
    }

    /// The user by the cookie, or by a bearer: the cookie's value or an id token.
    fn user(&self, call: Call<'_>) -> Option<String> {
        let by_cookie = Cookies::read(call.headers)
            .first(SESSION_COOKIE)
            .and_then(|value| self.session(value));
        if let Some(session) = by_cookie {
            return Some(session.identity.email);
        }
        let bearer = bearer(call)?;
        if let Some(session) = self.session(bearer) {
            return Some(session.identity.email);
        }
        Some(self.dex.person_of(bearer)?.email)
    }

    fn session(&self, value: &str) -> Option<Session> {
        let mut store = self.lock();
        let session = store.get(value)?;
        if self.sessions.is_live(session) {
            return Some(session.clone());
        }
        store.remove(value);
        None
    }

    fn begin_login(&self, call: Call<'_>) -> Answer {
        let state = self.new_value();
        let now = self.sessions.now();
        self.logins.put(state.clone(), call.target.to_owned(), now);
        let mut answer = to_dex(call, CALLBACK, "openid profile email groups", &state);
        let expires = cookies::date_after(now, STATE_LIFE);
        let attributes = format!(
            "Path=/; Expires={expires}; Max-Age={}",
            STATE_LIFE.as_nanos()
        );
        cookies::set(&mut answer, STATE_COOKIE, &state, &attributes);
        answer
    }

    fn callback(&self, call: Call<'_>) -> Answer {
        let now = self.sessions.now();
        let Some(code) = call.query("code") else {
            return go_http::redirect(call.method, StatusCode::FOUND, "/authservice/site/homepage");
        };
        let state = call.query("state").unwrap_or_default();
        let begun = (Cookies::read(call.headers).first(STATE_COOKIE) == Some(state.as_str()))
            .then(|| self.logins.take(&state, now))
            .flatten();
        let Some(target) = begun else {
            return go_http::with_body(
                StatusCode::BAD_REQUEST,
                Some("text/plain"),
                "CSRF check failed. This may happen if you opened the login form in more than 1 tabs. Please try \
                 to login again."
                    .to_owned(),
            );
        };
        let Some((identity, id_token)) = self.dex.redeem(&code, None) else {
            return go_http::empty(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let mut answer = go_http::redirect(call.method, StatusCode::FOUND, &target);
        cookies::set(&mut answer, STATE_COOKIE, "", DELETED);
        let session = self.sessions.begin(identity, id_token);
        self.keep(session, "; SameSite=Lax", &mut answer);
        answer
    }

    /// Keeps a session, and has the browser bring it back.
    fn keep(&self, session: Session, attributes: &str, answer: &mut Answer) {
        let value = self.new_value();
        self.lock().insert(value.clone(), session);
        let life = self.sessions.life();
        let expires = cookies::date_after(self.sessions.now(), life);
        let attributes = format!(
            "Path=/; Expires={expires}; Max-Age={}{attributes}",
            life.as_secs()
        );
        cookies::set(answer, SESSION_COOKIE, &value, &attributes);
    }

    /// Logging out wants the cookie's value as bearer, so that no other site can do it.
    fn log_out(&self, call: Call<'_>) -> Answer {
        let Some(value) = bearer(call) else {
            return go_http::empty(StatusCode::UNAUTHORIZED);
        };
        if !self.is_own_value(value) {
            // The real program fails here; the gateway turns its 500 into an empty 403.
            return go_http::empty(StatusCode::INTERNAL_SERVER_ERROR);
        }
        if self.lock().remove(value).is_none() {
            return go_http::empty(StatusCode::UNAUTHORIZED);
        }
        let mut answer = go_http::with_body(
            StatusCode::CREATED,
            Some("application/json"),
            r#"{"afterLogoutURL":"/authservice/site/after_logout"}"#.to_owned(),
        );
        cookies::set(&mut answer, SESSION_COOKIE, "", DELETED);
        answer
    }

    /// 160 characters: 88 random bytes and what proves that this service made them.
    fn new_value(&self) -> String {
        let random = self.seal.random_bytes::<88>();
        let tag = hmac::sign(&self.mac, &random);
        URL_SAFE_NO_PAD.encode([&random[..], tag.as_ref()].concat())
    }

    fn is_own_value(&self, value: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(value) else {
            return false;
        };
        let Some((random, tag)) = bytes.split_at_checked(88) else {
            return false;
        };
        hmac::verify(&self.mac, random, tag).is_ok()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The request may pass.
fn admitted(email: &str) -> Answer {
    let mut answer = go_http::empty(StatusCode::OK);
    if let Ok(user) = HeaderValue::from_str(email) {
        answer.headers_mut().insert(USER_ID, user);
    }
    answer
}

fn to_dex(call: Call<'_>, callback: &str, scope: &str, state: &str) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", CLIENT_ID)
        .append_pair("redirect_uri", callback)
        .append_pair("response_type", "code")
        .append_pair("scope", scope)
        .append_pair("state", state)
        .finish();
    let location = format!("/dex/auth?{query}");
    go_http::redirect(call.method, StatusCode::FOUND, &location)
}

fn bearer(call: Call<'_>) -> Option<&str> {
    let bearer = call.header(AUTHORIZATION)?.strip_prefix("Bearer ")?;
    Some(bearer.trim())
}
