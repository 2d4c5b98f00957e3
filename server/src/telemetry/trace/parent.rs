//! The header `traceparent` of W3C Trace Context: where a request stands in a trace.

use std::fmt;

use http::{HeaderMap, HeaderValue};
use kfp_core::headers::TRACE_PARENT;

/// A place in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TraceParent {
    /// The whole trace; never zero.
    pub(crate) trace: u128,
    /// The step of it that makes the request; never zero.
    pub(crate) span: u64,
    /// Whether whoever began the trace wants it to be kept.
    pub(crate) is_sampled: bool,
}

impl TraceParent {
    /// The place that a request names, if it names one and in a way that can be read.
    ///
    /// # Spec
    /// <https://www.w3.org/TR/trace-context/#traceparent-header>: a newer version is read as far as this one goes.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(TRACE_PARENT).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Self::parse(value.to_str().ok()?),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace, span, flags) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let version = digits(version, 2)?;
        if version == 0xff || (version == 0 && parts.next().is_some()) {
            return None;
        }
        let trace = digits(trace, 32).filter(|trace| *trace != 0)?;
        let span = digits(span, 16).filter(|span| *span != 0)?;
        Some(Self {
            trace,
            span: u64::try_from(span).ok()?,
            is_sampled: digits(flags, 2)? & 1 == 1,
        })
    }

    /// The value of the header.
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_str(&self.to_string()).expect("hexadecimal digits are a header value")
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags = u8::from(self.is_sampled);
        write!(f, "00-{:032x}-{:016x}-{flags:02x}", self.trace, self.span)
    }
}

/// So many hexadecimal digits, small ones, as the specification wants them.
fn digits(text: &str, count: usize) -> Option<u128> {
    let are_digits = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (text.len() == count && are_digits)
        .then(|| u128::from_str_radix(text, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_place_is_read_and_written() {
        let parent = TraceParent::parse(GIVEN).expect("a place");
        assert!(parent.is_sampled);
        assert_eq!(parent.header(), GIVEN);
        let newer = format!("cc{}-and-more", &GIVEN[2..]);
        assert_eq!(TraceParent::parse(&newer), Some(parent));
        let unknown_flags = format!("{}fe", &GIVEN[..53]);
        let parent = TraceParent::parse(&unknown_flags).expect("a place");
        assert!(!parent.is_sampled);
        assert_eq!(parent.header(), format!("{}00", &GIVEN[..53]));
    }

    #[test]
    fn what_names_no_place_is_left_out() {
        for bad in [
            "",
            "00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-000f067aa0ba902b7-01",
        ] {
            assert_eq!(TraceParent::parse(bad), None, "{bad}");
        }
        let mut twice = HeaderMap::new();
        twice.append(TRACE_PARENT, HeaderValue::from_static(GIVEN));
        assert!(TraceParent::of(&twice).is_some());
        twice.append(TRACE_PARENT, HeaderValue::from_static(GIVEN));
        assert_eq!(TraceParent::of(&twice), None);
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(trace in 1_u128.., span in 1_u64.., is_sampled: bool) {
            let parent = TraceParent { trace, span, is_sampled };
            prop_assert_eq!(TraceParent::parse(&parent.to_string()), Some(parent));
        }

        #[test]
        fn never_panics(text in "\\PC{0,80}") {
            let _ = TraceParent::parse(&text);
        }
    }
}
