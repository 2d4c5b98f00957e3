//! A session that the gateway renews by the way.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, HeaderValue, header};
use secrecy::{ExposeSecret as _, SecretString};
use time::OffsetDateTime;

use super::jar::Jar;
use super::{Session, session_of};

/// What the gateway gave in the place of the session that was sent. It is sent from then on.
#[derive(Clone, Default)]
pub(crate) struct Renewal(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The cookies that were sent at first.
    sent: Option<SecretString>,
    renewed: Option<Session>,
}

impl Renewal {
    /// The cookies to send in the place of these; `None` where they are still the right ones.
    pub(crate) fn before(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let cookie = headers.get(header::COOKIE)?.to_str().ok()?;
        let mut state = self.state();
        let sent = state.sent.get_or_insert_with(|| cookie.to_owned().into());
        if sent.expose_secret() != cookie {
            return None;
        }
        let renewed = state.renewed.as_ref()?.cookie.expose_secret();
        let mut value = HeaderValue::try_from(renewed).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Takes what an answer sets, if that is a session in the place of the one that was sent. A session that is taken back
    /// is none: the next call is refused, and says so.
    pub(crate) fn take(&self, headers: &HeaderMap, now: OffsetDateTime) {
        if !headers.contains_key(header::SET_COOKIE) {
            return;
        }
        let mut jar = Jar::default();
        jar.take(headers, now);
        let Some(session) = jar.renewed() else {
            return;
        };
        let mut state = self.state();
        let known = state.renewed.as_ref().map(|renewed| &renewed.cookie);
        let known = known.or(state.sent.as_ref());
        if let Some(renewed) = known.and_then(|known| in_place(known, &session)) {
            state.renewed = Some(renewed);
        }
    }

    /// What the session is now, when that is another than this.
    pub(crate) fn of(&self, cookie: &SecretString) -> Option<Session> {
        let state = self.state();
        let is_this = state.sent.as_ref()?.expose_secret() == cookie.expose_secret().trim();
        let renewed = state.renewed.as_ref().filter(|_| is_this)?;
        Some(Session {
            cookie: renewed.cookie.clone(),
            expires_at: renewed.expires_at,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The cookies with a session in the place of the one among them, and all others as they are; `None` when there is no
/// session among them. A session may be split into fewer parts than before, so all of the old ones go.
fn in_place(cookies: &SecretString, session: &Session) -> Option<Session> {
    let pairs = |text| {
        let pairs = str::split(text, ';').map(str::trim);
        pairs.filter(|pair| !pair.is_empty())
    };
    let (old, new) = (cookies.expose_secret(), session.cookie.expose_secret());
    pairs(old).find_map(whose)?;
    let renewed: Vec<_> = pairs(new).filter_map(whose).collect();
    let kept = pairs(old).filter(|pair| whose(pair).is_none_or(|whose| !renewed.contains(&whose)));
    let all: Vec<&str> = kept.chain(pairs(new)).collect();
    Some(Session {
        cookie: all.join("; ").into(),
        expires_at: session.expires_at,
    })
}

/// Whose session a pair is. The name alone says so: a value can hold any word.
fn whose(pair: &str) -> Option<&'static str> {
    session_of(pair.split_once('=')?.0.trim())
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewal(…)")
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-26 9:00 UTC);

    fn headers(name: &header::HeaderName, lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name, HeaderValue::from_str(line).unwrap());
        }
        headers
    }

    /// What is sent after a call with one cookie whose answer sets others.
    fn after(sent: &str, answered: &[&str]) -> Option<String> {
        let renewal = Renewal::default();
        let sent = headers(&header::COOKIE, &[sent]);
        assert_eq!(renewal.before(&sent), None);
        renewal.take(&headers(&header::SET_COOKIE, answered), NOW);
        let next = renewal.before(&sent)?;
        assert!(next.is_sensitive());
        assert!(!format!("{renewal:?}").contains("fresh"));
        Some(next.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_session_is_renewed_in_all_its_parts() {
        let name = "oauth2_proxy_kubeflow";
        assert_eq!(
            after(
                &format!("{name}_0=a; {name}_1=b"),
                &[&format!("{name}=fresh; Path=/; Max-Age=60")]
            ),
            Some(format!("{name}=fresh"))
        );
    }

    #[test]
    fn what_is_sent_beside_a_session_is_sent_on() {
        let name = "oauth2_proxy_kubeflow";
        for (sent, next) in [
            (
                format!("a=1; {name}=x; {name}_csrf=y"),
                format!("a=1; {name}_csrf=y; {name}=fresh"),
            ),
            (
                format!("authservice_session=b;{name}_0=x; {name}_1=y;a=1;"),
                format!("authservice_session=b; a=1; {name}=fresh"),
            ),
        ] {
            let set = format!("{name}=fresh; Path=/");
            assert_eq!(after(&sent, &[&set]), Some(next), "{sent}");
        }
    }

    #[test]
    fn a_renewed_session_is_renewed_in_its_turn() {
        let renewal = Renewal::default();
        let sent = "a=1; oauth2_proxy_kubeflow=x; authservice_session=y";
        let _ = renewal.before(&headers(&header::COOKIE, &[sent]));
        for set in ["oauth2_proxy_kubeflow=2", "authservice_session=3"] {
            renewal.take(&headers(&header::SET_COOKIE, &[set]), NOW);
        }
        let now = renewal.of(&sent.into()).unwrap().cookie;
        let all = "a=1; oauth2_proxy_kubeflow=2; authservice_session=3";
        assert_eq!(now.expose_secret(), all);
    }

    #[test]
    fn a_session_is_told_by_its_name_whatever_its_value_holds() {
        let sent = "oauth2_proxy_kubeflow=djIucsrf";
        let next = after(sent, &["oauth2_proxy_kubeflow=fresh"]);
        assert_eq!(next.as_deref(), Some("oauth2_proxy_kubeflow=fresh"));
    }

    #[test]
    fn nothing_but_a_session_takes_its_place() {
        let old = "oauth2_proxy_kubeflow=a";
        for set in [
            "lang=ko",
            "oauth2_proxy_kubeflow=",
            "oauth2_proxy_kubeflow=fresh; Max-Age=0",
            "oauth2_proxy_kubeflow_csrf=fresh",
        ] {
            assert_eq!(after(old, &[set]), None, "{set}");
        }
        assert_eq!(after("mine=a", &["oauth2_proxy_kubeflow=fresh"]), None);
    }

    #[test]
    fn the_end_of_the_new_session_is_known() {
        let renewal = Renewal::default();
        let old = "authservice_session=a";
        let _ = renewal.before(&headers(&header::COOKIE, &[old]));
        let set = ["authservice_session=fresh; Max-Age=3600"];
        renewal.take(&headers(&header::SET_COOKIE, &set), NOW);
        let session = renewal.of(&old.into()).unwrap();
        assert_eq!(session.expires_at, Some(datetime!(2026-11-26 10:00 UTC)));
        assert!(renewal.of(&"authservice_session=other".into()).is_none());
    }
}
