//! Envoy's path normalisation as Istio configures it (`BASE`): it happens before every filter and every policy.

use http::uri::PathAndQuery;

/// The normalised path and query: unreserved characters decoded, `\` turned into `/`, dot segments resolved.
/// Repeated slashes and encoded slashes stay. `None` for what Envoy refuses.
pub(super) fn normalise(target: &str) -> Option<PathAndQuery> {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let path = resolve_dots(&decode_unreserved(path)?);
    let whole = match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    whole.parse().ok()
}

/// `%61` becomes `a`, `%2e` becomes `.`; `%2F` and everything else that means something stays. `%00` is refused.
fn decode_unreserved(path: &str) -> Option<String> {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(character) = rest.chars().next() {
        if character == '%'
            && let Some(byte) = rest
                .get(1..3)
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            match byte {
                0 => return None,
                b'-' | b'.' | b'_' | b'~' => decoded.push(char::from(byte)),
                byte if byte.is_ascii_alphanumeric() => decoded.push(char::from(byte)),
                _ => decoded.push_str(&rest[..3]),
            }
            rest = &rest[3..];
            continue;
        }
        decoded.push(if character == '\\' { '/' } else { character });
        rest = &rest[character.len_utf8()..];
    }
    Some(decoded)
}

fn resolve_dots(path: &str) -> String {
    let mut elements: Vec<&str> = Vec::new();
    let mut ends_open = false;
    for element in path.strip_prefix('/').unwrap_or(path).split('/') {
        ends_open = matches!(element, "." | "..");
        match element {
            "." => {}
            ".." => {
                elements.pop();
            }
            other => elements.push(other),
        }
    }
    let mut resolved = String::from("/");
    resolved.push_str(&elements.join("/"));
    if ends_open && !resolved.ends_with('/') {
        resolved.push('/');
    }
    resolved
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(from: &str, to: &str) {
        assert_eq!(normalise(from).unwrap().as_str(), to, "{from}");
    }

    #[test]
    fn paths_as_recorded() {
        check("/kfp-console/../pipeline/x", "/pipeline/x");
        check("/kfp-console/%2e%2e/pipeline/x", "/pipeline/x");
        check(
            "/kfp-console/..%2fpipeline/x",
            "/kfp-console/..%2fpipeline/x",
        );
        check("/kfp-console/a/./b", "/kfp-console/a/b");
        check("/kfp-console//api//runs", "/kfp-console//api//runs");
        check("//kfp-console/api/runs", "//kfp-console/api/runs");
        check("/kfp-console/a%2Fb", "/kfp-console/a%2Fb");
        check("/kfp-console/a%5Cb", "/kfp-console/a%5Cb");
        check("/kfp-console/a\\b", "/kfp-console/a/b");
        check("/kfp-console/%61pi/x", "/kfp-console/api/x");
        check("/kfp-console/%C3%A4", "/kfp-console/%C3%A4");
        check("/kfp-console/../../../x", "/x");
        check("/kfp-console/api/names/..%2e", "/kfp-console/api/names/...");
        check("/kfp-console/api/names/%2e", "/kfp-console/api/names/");
        check("/kfp-console/?a=b/../c", "/kfp-console/?a=b/../c");
        assert_eq!(normalise("/kfp-console/%00"), None);
    }

    proptest! {
        #[test]
        fn a_normalised_path_has_no_dot_segment_and_stays(target in "/[a-z./%\\\\25EFef?=-]{0,24}") {
            if let Some(once) = normalise(&target) {
                prop_assert!(once.path().split('/').all(|element| element != "." && element != ".."));
            }
        }
    }
}
