//! The header `x-forwarded-client-cert`, of which only the last element may be believed.
//!
//! A sidecar *appends* its own element to whatever the peer sent. Its own one is well formed; what stands before may
//! be anything, an open quote included, which would swallow the true element for a parser that reads forwards. So this
//! one reads backwards and never looks past the comma before the last element.
//!
//! Spec: <https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert>

/// The one URI of the certificate in the last element; `None` if there is none or more than one.
pub(super) fn uri_of_last_element(line: &str) -> Option<&str> {
    let mut uris = split(last_element(line), b';').filter_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case("URI")
            .then(|| value.trim().trim_matches('"'))
    });
    let uri = uris.next()?;
    // A certificate of the mesh holds exactly one identity; with two it would be unclear who speaks.
    if uris.next().is_some() || uri.is_empty() {
        None
    } else {
        Some(uri)
    }
}

/// What stands behind the last comma outside quotes, counted from the end.
fn last_element(line: &str) -> &str {
    let bytes = line.as_bytes();
    let mut quoted = false;
    for at in (0..bytes.len()).rev() {
        match bytes[at] {
            b'"' if !is_escaped(bytes, at) => quoted = !quoted,
            b',' if !quoted => return &line[at + 1..],
            _ => {}
        }
    }
    line
}

/// Splits at a separator outside quotes.
fn split(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = text.as_bytes();
        let mut quoted = false;
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'"' && !is_escaped(bytes, at) {
                quoted = !quoted;
            } else if byte == separator && !quoted {
                rest = Some(&text[at + 1..]);
                return Some(&text[..at]);
            }
        }
        rest = None;
        Some(text)
    })
}

fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at]
        .iter()
        .rev()
        .take_while(|&&byte| byte == b'\\')
        .count()
        % 2
        == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TRUE: &str = "By=spiffe://td/ns/kubeflow/sa/kfp-console;Hash=0a;Subject=\"CN=x,O=\\\"y\\\"\";URI=spiffe://td/ns/a/sa/b";

    #[test]
    fn reads_the_elements_of_envoy() {
        assert_eq!(uri_of_last_element(TRUE), Some("spiffe://td/ns/a/sa/b"));
        assert_eq!(
            uri_of_last_element(&format!("URI=spiffe://td/ns/x/sa/y,{TRUE}")),
            Some("spiffe://td/ns/a/sa/b")
        );
        assert_eq!(
            uri_of_last_element("Hash=0a;uri=spiffe://a"),
            Some("spiffe://a")
        );
    }

    #[test]
    fn open_quote_of_a_forged_element_swallows_nothing() {
        let line = format!("By=a;Subject=\"open;URI=spiffe://td/ns/istio-system/sa/gateway,{TRUE}");
        assert_eq!(uri_of_last_element(&line), Some("spiffe://td/ns/a/sa/b"));
    }

    #[test]
    fn nothing_and_too_much_are_nobody() {
        for line in [
            "",
            ",",
            "By=a;Hash=b",
            "URI=",
            "URI=a;URI=b",
            "URI=a,",
            "Subject=\"URI=a\"",
        ] {
            assert_eq!(uri_of_last_element(line), None, "{line}");
        }
    }

    proptest! {
        /// Whatever a peer puts before it, the sidecar's own element decides.
        #[test]
        fn what_stands_before_never_counts(forged in "[ -~]{0,200}") {
            let line = format!("{forged},{TRUE}");
            prop_assert_eq!(uri_of_last_element(&line), Some("spiffe://td/ns/a/sa/b"));
        }

        #[test]
        fn never_panics(line in "\\PC{0,200}") {
            let _ = uri_of_last_element(&line);
        }
    }
}
