//! The cookies of one site.

use http::{HeaderMap, HeaderValue, header};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use super::{LoginError, Session, is_session, joined, proof};

/// More than any login sets.
const MOST_COOKIES: usize = 50;

const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

struct Cookie {
    name: String,
    value: String,
    expires_at: Option<OffsetDateTime>,
}

/// The cookies of one site. Paths are not looked at: a login uses few, and all go to the same site.
#[derive(Default)]
pub(super) struct Jar(Vec<Cookie>);

impl Jar {
    /// Takes what an answer sets.
    pub(super) fn take(&mut self, headers: &HeaderMap, now: OffsetDateTime) {
        let lines = headers.get_all(header::SET_COOKIE).iter();
        for line in lines.filter_map(|line| line.to_str().ok()) {
            let mut parts = line.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            self.0.retain(|known| known.name != name);
            let expires_at = expiry(parts, now);
            let is_gone = value.is_empty() || expires_at.is_some_and(|end| end <= now);
            if !is_gone && self.0.len() < MOST_COOKIES {
                self.0.push(Cookie {
                    name: name.to_owned(),
                    value: value.to_owned(),
                    expires_at,
                });
            }
        }
    }

    /// All of them as a header; `None` when there are none.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        let mut value = HeaderValue::try_from(pairs.join("; ")).ok()?;
        value.set_sensitive(true);
        (!pairs.is_empty()).then_some(value)
    }

    /// A session that is there under a name that sessions have.
    pub(super) fn renewed(&self) -> Option<Session> {
        let is_there = self.0.iter().any(|cookie| is_session(&cookie.name));
        is_there.then(|| self.session().ok()).flatten()
    }

    /// What proves who we are.
    pub(super) fn session(&self) -> Result<Session, LoginError> {
        let all: Vec<_> = self
            .0
            .iter()
            .map(|cookie| (cookie.name.as_str(), cookie.value.as_str()))
            .collect();
        let kept = proof(&all);
        if kept.is_empty() {
            return Err(LoginError::NoSession);
        }
        let ends = self
            .0
            .iter()
            .filter(|cookie| kept.iter().any(|(name, _)| *name == cookie.name));
        Ok(Session {
            cookie: joined(&kept),
            expires_at: ends.filter_map(|cookie| cookie.expires_at).min(),
        })
    }
}

/// `Max-Age` before `Expires`. What cannot be read says nothing.
fn expiry<'a>(
    attributes: impl Iterator<Item = &'a str>,
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let mut by_date = None;
    for attribute in attributes {
        let Some((name, value)) = attribute.split_once('=') else {
            continue;
        };
        if name.eq_ignore_ascii_case("max-age") {
            if let Ok(seconds) = value.parse::<i64>() {
                return now.checked_add(Duration::seconds(seconds));
            }
        } else if name.eq_ignore_ascii_case("expires") {
            by_date = PrimitiveDateTime::parse(value, HTTP_DATE)
                .ok()
                .map(PrimitiveDateTime::assume_utc);
        }
    }
    by_date
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-26 9:00 UTC);

    fn jar(lines: &[&str]) -> Jar {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::SET_COOKIE, HeaderValue::from_str(line).unwrap());
        }
        let mut jar = Jar::default();
        jar.take(&headers, NOW);
        jar
    }

    #[test]
    fn a_session_is_kept_with_its_end() {
        let jar = jar(&[
            "_oauth2_proxy_csrf=1; Path=/; Max-Age=900",
            "oauth2_proxy_kubeflow=a; Path=/; Expires=Fri, 27 Nov 2026 09:00:00 GMT; HttpOnly",
        ]);
        let session = jar.session().unwrap();
        assert_eq!(session.cookie.expose_secret(), "oauth2_proxy_kubeflow=a");
        assert_eq!(session.expires_at, Some(datetime!(2026-11-27 9:00 UTC)));
    }

    #[test]
    fn what_is_taken_back_is_gone() {
        for line in [
            "a=",
            "a=x; Max-Age=0",
            "a=x; Expires=Thu, 01 Jan 1970 00:00:01 GMT",
        ] {
            let jar = jar(&["a=1", line]);
            assert!(jar.header().is_none(), "{line}");
            assert!(matches!(jar.session(), Err(LoginError::NoSession)));
        }
    }

    /// Authservice counts nanoseconds where seconds belong.
    #[test]
    fn an_end_beyond_all_calendars_is_no_end() {
        let jar = jar(&["authservice_session=a; Max-Age=86400000000000000"]);
        assert_eq!(jar.session().unwrap().expires_at, None);
    }
}
