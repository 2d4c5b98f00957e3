//! Reading and writing cookies as the login services' Go libraries do.

use std::time::Duration;

use http::HeaderMap;
use http::header::{COOKIE, HeaderValue, SET_COOKIE};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::go_http::Answer;

const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// The cookies of a request, in the order they came.
#[derive(Debug)]
pub(crate) struct Cookies<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Cookies<'a> {
    /// Reads the first `Cookie` line. The gateway forwards no other to its login service, so a session in a
    /// second line is not seen.
    pub(crate) fn read(headers: &'a HeaderMap) -> Self {
        let line = headers
            .get(COOKIE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let pairs = line
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='));
        Self(pairs.map(|(name, value)| (name, unquote(value))).collect())
    }

    /// The first value of `name`: a second cookie of the same name does not count.
    pub(crate) fn first(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(found, _)| *found == name)
            .map(|(_, value)| *value)
    }

    /// Every name that came, as often as it came.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|(name, _)| *name)
    }
}

fn unquote(value: &str) -> &str {
    value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value)
}

/// Adds one `Set-Cookie` line. `value` and `attributes` are the service's own, never a client's.
pub(crate) fn set(answer: &mut Answer, name: &str, value: &str, attributes: &str) {
    if let Ok(line) = HeaderValue::from_str(&format!("{name}={value}; {attributes}")) {
        answer.headers_mut().append(SET_COOKIE, line);
    }
}

/// `time` as HTTP writes it.
pub(crate) fn http_date(time: OffsetDateTime) -> String {
    time.to_offset(time::UtcOffset::UTC)
        .format(HTTP_DATE)
        .unwrap_or_default()
}

/// The date `life` after `now`.
pub(crate) fn date_after(now: OffsetDateTime, life: Duration) -> String {
    http_date(
        now.checked_add(time::Duration::try_from(life).unwrap_or(time::Duration::MAX))
            .unwrap_or(now),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_line_and_the_first_value_count() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; s=\"good\"; s=bad"));
        headers.append(COOKIE, HeaderValue::from_static("t=2"));
        let cookies = Cookies::read(&headers);
        assert_eq!(cookies.first("s"), Some("good"));
        assert_eq!(cookies.first("t"), None);
        assert_eq!(cookies.names().collect::<Vec<_>>(), ["a", "s", "s"]);
    }

    #[test]
    fn dates_are_written_as_http_wants_them() {
        let date = time::macros::datetime!(2026-11-05 07:08:09 UTC);
        assert_eq!(http_date(date), "Thu, 05 Nov 2026 07:08:09 GMT");
    }
}
