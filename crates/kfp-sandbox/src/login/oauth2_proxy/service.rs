//! What oauth2-proxy decides and answers, with the settings of Kubeflow's manifests.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{AUTHORIZATION, CACHE_CONTROL, EXPIRES, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{pages, redirect};
use crate::fault::Switch;
use crate::login::call::Call;
use crate::login::cookies::{self, Cookies};
use crate::login::dex::{CLIENT_ID, Dex};
use crate::login::go_http::{self, Answer};
use crate::login::paths;
use crate::login::seal::Seal;
use crate::login::sessions::{Session, Sessions};

/// The session cookie. Above 4 KB the real program splits it into `…_0`, `…_1`; both forms are read.
const SESSION_COOKIE: &str = "oauth2_proxy_kubeflow";
/// The cookie of a login in progress: one name for all tabs.
const CSRF_COOKIE: &str = "oauth2_proxy_kubeflow_csrf";
/// How long a login may take.
const CSRF_LIFE: Duration = Duration::from_mins(15);
const CALLBACK: &str = "/oauth2/callback";
const EMAIL: HeaderName = HeaderName::from_static("x-auth-request-email");
const GAP_AUTH: HeaderName = HeaderName::from_static("gap-auth");
const USER: HeaderName = HeaderName::from_static("x-auth-request-user");

/// What the browser keeps during a login, and must bring back.
#[derive(Debug, Serialize, Deserialize)]
struct Csrf {
    nonce: String,
    verifier: String,
    /// End of the login in seconds since 1970.
    until: i64,
}

/// The service.
#[derive(Debug)]
pub(crate) struct OAuth2Proxy {
    dex: Arc<Dex>,
    seal: Arc<Seal>,
    sessions: Arc<Sessions>,
}

impl OAuth2Proxy {
    pub(crate) fn new(dex: Arc<Dex>, seal: Arc<Seal>, sessions: Arc<Sessions>) -> Self {
        Self {
            dex,
            seal,
            sessions,
        }
    }

    /// Answers one request: a page of the service, or whether the request may pass (200 with the headers for the
    /// application) and if not, what the browser is told.
    pub(crate) fn handle(&self, call: Call<'_>) -> Answer {
        if let Some(clean) = paths::cleaned_as_written(call.target) {
            return go_http::bare_redirect(StatusCode::MOVED_PERMANENTLY, &clean);
        }
        match call.path() {
            "/ping" | "/ready" => go_http::with_body(StatusCode::OK, None, "OK".to_owned()),
            "/robots.txt" => go_http::with_body(
                StatusCode::OK,
                None,
                "User-agent: *\nDisallow: /\n".to_owned(),
            ),
            "/oauth2/sign_in" if self.is_first() => uncached(self.begin(call, |_| ())),
            "/oauth2/sign_in" => sign_in_page(call, StatusCode::OK),
            "/oauth2/sign_out" => uncached(self.sign_out(call)),
            "/oauth2/start" => uncached(self.begin(call, |_| ())),
            CALLBACK => uncached(self.callback(call)),
            "/oauth2/userinfo" => uncached(self.user_info(call)),
            "/oauth2/auth" => self.auth(call),
            path if path.starts_with("/dex/") => {
                go_http::with_body(StatusCode::OK, None, String::new())
            }
            _ => self.check(call),
        }
    }

    /// The gateway's question: may this request pass?
    fn check(&self, call: Call<'_>) -> Answer {
        // The first release looks for this anywhere in the address, its query too.
        if self.is_first() && call.target.contains("/dex/") {
            return go_http::with_body(StatusCode::OK, None, String::new());
        }
        let Some(session) = self.session(call) else {
            return self.refuse(call);
        };
        let mut answer = match paths::cleaned_decoded(call.target) {
            Some(clean) => go_http::bare_redirect(StatusCode::MOVED_PERMANENTLY, &clean),
            None => go_http::with_body(
                StatusCode::OK,
                Some("text/plain; charset=utf-8"),
                "Authenticated".to_owned(),
            ),
        };
        self.add_identity(&mut answer, &session);
        answer
    }

    /// The refusal depends on the address alone: what looks like an API gets `{}`, all else the sign-in page.
    /// Whatever session cookies came are cleared, on pages of the older release twice.
    fn refuse(&self, call: Call<'_>) -> Answer {
        if self.is_first() {
            return self.begin(call, |answer| self.clear_session(call, answer));
        }
        if redirect::is_api(call.target) {
            let body = if call.method == Method::HEAD {
                String::new()
            } else {
                "{}".to_owned()
            };
            let mut answer =
                go_http::with_body(StatusCode::UNAUTHORIZED, Some("application/json"), body);
            self.clear_session(call, &mut answer);
            return answer;
        }
        let mut answer = sign_in_page(call, StatusCode::FORBIDDEN);
        self.clear_session(call, &mut answer);
        if !self.is_later() {
            self.clear_session(call, &mut answer);
        }
        answer
    }

    /// Begins a login: the browser takes a secret along in a cookie, and goes to Dex. `before` sets other cookies.
    fn begin(&self, call: Call<'_>, before: impl FnOnce(&mut Answer)) -> Answer {
        let nonce = URL_SAFE_NO_PAD.encode(self.seal.random_bytes::<32>());
        let verifier = URL_SAFE_NO_PAD.encode(self.seal.random_bytes::<72>());
        let now = self.sessions.now();
        let until = (now + CSRF_LIFE).unix_timestamp();
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
        let state = format!("{nonce}:{}", redirect::return_address(call));
        // By default the first release has people agree at every login.
        let (asks_approval, asks_nothing) = if self.is_first() {
            (Some(("approval_prompt", "force")), None)
        } else {
            (None, Some(("prompt", "none")))
        };
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(asks_approval)
            .append_pair("client_id", CLIENT_ID)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .extend_pairs(asks_nothing)
            .append_pair("redirect_uri", CALLBACK)
            .append_pair("response_type", "code")
            .append_pair("scope", "profile email groups openid")
            .append_pair("state", &state)
            .finish();
        let mut answer = go_http::redirect(
            call.method,
            StatusCode::FOUND,
            &format!("/dex/auth?{query}"),
        );
        before(&mut answer);
        let value = self.seal.seal(
            CSRF_COOKIE,
            &Csrf {
                nonce,
                verifier,
                until,
            },
        );
        self.set(&mut answer, CSRF_COOKIE, &value, CSRF_LIFE);
        answer
    }

    /// Ends a login: the code is redeemed with the secret that the browser brings back.
    fn callback(&self, call: Call<'_>) -> Answer {
        let failed = || {
            pages::error(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The login failed. Please begin again.",
            )
        };
        let forbidden = || {
            pages::error(
                StatusCode::FORBIDDEN,
                "Login Failed: Unable to find a valid CSRF token. Please try again.",
            )
        };
        let state = call.query("state").unwrap_or_default();
        let Some((nonce, target)) = state.split_once(':') else {
            return failed();
        };
        let cookie = Cookies::read(call.headers).first(CSRF_COOKIE);
        let Some(csrf) = cookie.and_then(|value| self.seal.open::<Csrf>(CSRF_COOKIE, value)) else {
            return forbidden();
        };
        if csrf.until < self.sessions.now().unix_timestamp() {
            return forbidden();
        }
        let code = call.query("code").unwrap_or_default();
        let Some((identity, id_token)) = self.dex.redeem(&code, Some(&csrf.verifier)) else {
            return failed();
        };
        if csrf.nonce != nonce {
            return forbidden();
        }
        let target = if redirect::is_valid(target) {
            target
        } else {
            "/"
        };
        let mut answer = go_http::redirect(call.method, StatusCode::FOUND, target);
        self.clear(&mut answer, CSRF_COOKIE);
        let value = self
            .seal
            .seal(SESSION_COOKIE, &self.sessions.begin(identity, id_token));
        self.set(&mut answer, SESSION_COOKIE, &value, self.sessions.life());
        answer
    }

    /// Clears the browser's cookie and no more: a copy of it stays good.
    fn sign_out(&self, call: Call<'_>) -> Answer {
        let mut answer = go_http::redirect(
            call.method,
            StatusCode::FOUND,
            &redirect::return_address(call),
        );
        self.clear_session(call, &mut answer);
        answer
    }

    fn user_info(&self, call: Call<'_>) -> Answer {
        let Some(session) = self.session(call) else {
            return go_http::error(StatusCode::UNAUTHORIZED, "Unauthorized");
        };
        let body = json!({"user": session.identity.subject, "email": session.identity.email});
        go_http::with_body(
            StatusCode::OK,
            Some("application/json"),
            format!("{body}\n"),
        )
    }

    fn auth(&self, call: Call<'_>) -> Answer {
        let Some(session) = self.session(call) else {
            return go_http::error(StatusCode::UNAUTHORIZED, "Unauthorized");
        };
        let mut answer = go_http::empty(StatusCode::ACCEPTED);
        self.add_identity(&mut answer, &session);
        answer
    }

    fn add_identity(&self, answer: &mut Answer, session: &Session) {
        let run_out;
        let token = if self.sessions.outlives_its_token(session) {
            run_out = self.dex.run_out_token(&session.identity);
            &run_out
        } else {
            &session.id_token
        };
        let headers = [
            (AUTHORIZATION, format!("Bearer {token}")),
            (GAP_AUTH, session.identity.email.clone()),
            (EMAIL, session.identity.email.clone()),
            (USER, session.identity.subject.clone()),
        ];
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                answer.headers_mut().insert(name, value);
            }
        }
    }

    fn session(&self, call: Call<'_>) -> Option<Session> {
        if let Some(session) = self.session_of_token(call) {
            return Some(session);
        }
        let cookies = Cookies::read(call.headers);
        let value = cookies
            .first(SESSION_COOKIE)
            .map(str::to_owned)
            .or_else(|| join_parts(&cookies))?;
        let session: Session = self.seal.open(SESSION_COOKIE, &value)?;
        self.sessions.is_live(&session).then_some(session)
    }

    /// Later releases are not asked about requests with a token.
    fn session_of_token(&self, call: Call<'_>) -> Option<Session> {
        if !self.is_first() {
            return None;
        }
        let token = call.header(AUTHORIZATION)?.strip_prefix("Bearer ")?;
        let identity = self.dex.person_of(token)?;
        Some(self.sessions.begin(identity, token.to_owned()))
    }

    fn clear_session(&self, call: Call<'_>, answer: &mut Answer) {
        for name in Cookies::read(call.headers)
            .names()
            .filter(|name| is_session_cookie(name))
        {
            self.clear(answer, name);
        }
    }

    fn is_first(&self) -> bool {
        self.sessions.is_on(Switch::Oauth2ProxyFirst)
    }

    fn is_later(&self) -> bool {
        self.sessions.is_on(Switch::Oauth2ProxyLater)
    }

    fn set(&self, answer: &mut Answer, name: &str, value: &str, life: Duration) {
        let end = if self.is_later() {
            format!("Max-Age={}", life.as_secs())
        } else {
            format!("Expires={}", cookies::date_after(self.sessions.now(), life))
        };
        cookies::set(answer, name, value, &format!("Path=/; {end}; HttpOnly"));
    }

    fn clear(&self, answer: &mut Answer, name: &str) {
        let end = if self.is_later() {
            "Max-Age=0".to_owned()
        } else {
            let an_hour_ago = self.sessions.now() - Duration::from_hours(1);
            format!("Expires={}", cookies::http_date(an_hour_ago))
        };
        cookies::set(answer, name, "", &format!("Path=/; {end}; HttpOnly"));
    }
}

fn sign_in_page(call: Call<'_>, status: StatusCode) -> Answer {
    if call.method == Method::HEAD {
        return uncached(go_http::empty(status));
    }
    uncached(pages::sign_in(status, &redirect::return_address(call)))
}

/// A session in parts. What calls itself a part but is the whole does not count.
fn join_parts(cookies: &Cookies<'_>) -> Option<String> {
    let parts: Vec<&str> = (0..)
        .map_while(|part| cookies.first(&format!("{SESSION_COOKIE}_{part}")))
        .collect();
    (parts.len() > 1).then(|| parts.concat())
}

/// `oauth2_proxy_kubeflow`, or that with a number for one part of a split cookie.
fn is_session_cookie(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(SESSION_COOKIE) else {
        return false;
    };
    rest.is_empty()
        || rest
            .strip_prefix('_')
            .is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn uncached(mut answer: Answer) -> Answer {
    let headers = answer.headers_mut();
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("no-cache, no-store, must-revalidate, max-age=0"),
    );
    headers.insert(
        EXPIRES,
        HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 UTC"),
    );
    headers.insert(
        HeaderName::from_static("x-accel-expires"),
        HeaderValue::from_static("0"),
    );
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_of_a_login_in_progress_is_no_session_cookie() {
        assert!(is_session_cookie("oauth2_proxy_kubeflow"));
        assert!(is_session_cookie("oauth2_proxy_kubeflow_1"));
        assert!(!is_session_cookie("oauth2_proxy_kubeflow_csrf"));
        assert!(!is_session_cookie("oauth2_proxy_kubeflow_"));
        assert!(!is_session_cookie("authservice_session"));
    }
}
