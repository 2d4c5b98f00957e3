//! In the course of which request something happens.

use http::{HeaderMap, HeaderValue};
use kfp_core::headers::{REQUEST_ID, TRACE_PARENT, TRACE_STATE};

use super::parent::TraceParent;

/// So long a `tracestate` must be passed on at least; longer ones are dropped.
const LONGEST_STATE: usize = 512;

tokio::task_local! {
    static CURRENT: Course;
}

/// What a call to another program says of the request in whose course it is made: its place in the trace, and its name.
///
/// The gateway begins a trace and its proxies keep what they saw, but they cannot know which call belongs to which
/// request. Passing these headers on tells them; it needs no collector of our own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Course {
    parent: Option<TraceParent>,
    state: Option<HeaderValue>,
    request_id: Option<HeaderValue>,
}

impl Course {
    /// That of a request as it came.
    pub(crate) fn of_request(headers: &HeaderMap, request_id: Option<HeaderValue>) -> Self {
        let parent = TraceParent::of(headers);
        let mut states = headers.get_all(TRACE_STATE).iter();
        let state = match (parent, states.next(), states.next()) {
            (Some(_), Some(state), None) if is_passed_on(state) => Some(state.clone()),
            _ => None,
        };
        Self {
            parent,
            state,
            request_id,
        }
    }

    /// That of the request which is being served; of none outside of one.
    pub(crate) fn current() -> Self {
        CURRENT.try_with(Self::clone).unwrap_or_default()
    }

    /// Serves a request: what happens in the future is in this course.
    pub(crate) async fn around<F: Future>(self, serving: F) -> F::Output {
        CURRENT.scope(self, serving).await
    }

    /// The step of the trace that it stands at.
    pub(crate) fn parent(&self) -> Option<TraceParent> {
        self.parent
    }

    /// The same course, one step further.
    pub(crate) fn below(mut self, parent: Option<TraceParent>) -> Self {
        self.parent = parent;
        self
    }

    /// Writes it into the headers of a call.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let parent = self.parent.map(TraceParent::header);
        for (name, value) in [
            (TRACE_PARENT, parent),
            (TRACE_STATE, self.state.clone()),
            (REQUEST_ID, self.request_id.clone()),
        ] {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
    }
}

fn is_passed_on(state: &HeaderValue) -> bool {
    let printable = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    !state.is_empty() && state.len() <= LONGEST_STATE && state.as_bytes().iter().all(printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn passed_on(pairs: &[(&'static str, &str)]) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().expect("a header value"));
        }
        let mut written = HeaderMap::new();
        Course::of_request(&headers, Some(HeaderValue::from_static("r-1"))).write(&mut written);
        let text = |value: &HeaderValue| value.to_str().expect("ASCII").to_owned();
        written
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn place_state_and_name_are_passed_on_and_nothing_else() {
        let seen = passed_on(&[
            ("traceparent", GIVEN),
            ("tracestate", "vendor=1"),
            ("baggage", "user=a"),
            ("x-request-id", "another"),
        ]);
        assert_eq!(
            seen,
            [
                pair("traceparent", GIVEN),
                pair("tracestate", "vendor=1"),
                pair("x-request-id", "r-1")
            ]
        );
    }

    #[test]
    fn a_state_without_a_place_or_without_end_is_dropped() {
        let name_alone = [pair("x-request-id", "r-1")];
        assert_eq!(passed_on(&[("tracestate", "vendor=1")]), name_alone);
        assert_eq!(
            passed_on(&[("traceparent", "00"), ("tracestate", "vendor=1")]),
            name_alone
        );
        let long = format!("a={}", "x".repeat(511));
        let seen = passed_on(&[("traceparent", GIVEN), ("tracestate", &long)]);
        assert_eq!(
            seen,
            [pair("traceparent", GIVEN), pair("x-request-id", "r-1")]
        );
    }

    #[tokio::test]
    async fn it_holds_while_the_request_is_served() {
        assert_eq!(Course::current().parent(), None);
        let mut headers = HeaderMap::new();
        headers.insert(TRACE_PARENT, HeaderValue::from_static(GIVEN));
        let course = Course::of_request(&headers, None);
        let inside = course
            .around(async {
                tokio::task::yield_now().await;
                Course::current().parent()
            })
            .await;
        assert_eq!(
            inside.map(|parent| parent.to_string()).as_deref(),
            Some(GIVEN)
        );
        assert_eq!(Course::current().parent(), None);
    }
}
