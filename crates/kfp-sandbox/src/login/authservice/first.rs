//! The service as Kubeflow 1.6 has it (commit 28c59ef).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::HeaderName;
use http::{Method, StatusCode};

use super::{AuthService, DELETED, SESSION_COOKIE, admitted, to_dex};
use crate::login::call::Call;
use crate::login::cookies::{self, Cookies};
use crate::login::go_http::{self, Answer};
use crate::login::sessions::Session;

const CALLBACK: &str = "/login/oidc";
const LOGOUT: &str = "/logout";
/// In which programs bring a session's value.
const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// The value of a session that this service did not make: the real program fails, and the gateway turns its 500 into an
/// empty 403.
struct Unreadable;

impl AuthService {
    pub(super) fn handle_as_first(&self, call: Call<'_>) -> Answer {
        let answer = match (call.method, call.path()) {
            (&Method::GET, CALLBACK) => return self.callback_as_first(call),
            (&Method::GET, LOGOUT) => self.log_out_as_first(call),
            (&Method::OPTIONS, _) => return go_http::empty(StatusCode::OK),
            (_, path) if path.starts_with("/dex") => return go_http::empty(StatusCode::OK),
            _ => self.session_brought(call).map(|brought| match brought {
                Some((_, session)) => admitted(&session.identity.email),
                None => self.begin_login_as_first(call),
            }),
        };
        answer.unwrap_or_else(|Unreadable| go_http::empty(StatusCode::INTERNAL_SERVER_ERROR))
    }

    /// The session of a request with its value.
    fn session_brought(&self, call: Call<'_>) -> Result<Option<(String, Session)>, Unreadable> {
        let cookies = Cookies::read(call.headers);
        let Some(value) = cookies.first(SESSION_COOKIE).or_else(|| call.header(TOKEN)) else {
            return Ok(None);
        };
        if !self.is_own_value(value) {
            return Err(Unreadable);
        }
        Ok(self
            .session(value)
            .map(|session| (value.to_owned(), session)))
    }

    /// The state is in no cookie, so that logins of several tabs do not disturb each other.
    fn begin_login_as_first(&self, call: Call<'_>) -> Answer {
        let state = URL_SAFE_NO_PAD.encode(self.seal.random_bytes::<72>());
        let (target, now) = (call.target.to_owned(), self.sessions.now());
        self.logins.put(state.clone(), target, now);
        to_dex(call, CALLBACK, "profile email groups openid", &state)
    }

    fn callback_as_first(&self, call: Call<'_>) -> Answer {
        let query = |name| call.query(name).unwrap_or_default();
        let begun = self.logins.take(&query("state"), self.sessions.now());
        let granted = begun.zip(self.dex.redeem(&query("code"), None));
        let Some((target, (identity, id_token))) = granted else {
            return go_http::empty(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let mut answer = go_http::redirect(call.method, StatusCode::FOUND, &target);
        let session = self.sessions.begin(identity, id_token);
        self.keep(session, "", &mut answer);
        answer
    }

    fn log_out_as_first(&self, call: Call<'_>) -> Result<Answer, Unreadable> {
        let mut answer = go_http::redirect(call.method, StatusCode::SEE_OTHER, "/");
        if let Some((value, _)) = self.session_brought(call)? {
            self.lock().remove(&value);
            cookies::set(&mut answer, SESSION_COOKIE, "", DELETED);
        }
        Ok(answer)
    }
}
