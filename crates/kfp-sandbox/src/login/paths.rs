//! What the login services do to the path of a request before anything else: both answer an unclean path with a
//! redirect to the clean one, because Go's multiplexers do.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Characters that Go's `url.URL` writes unescaped in a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b',')
    .remove(b'/')
    .remove(b':')
    .remove(b';')
    .remove(b'=')
    .remove(b'@')
    .remove(b'!')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');

/// The path and query of a request, apart.
pub(crate) fn split(target: &str) -> (&str, Option<&str>) {
    match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    }
}

/// Where a request whose path is unclean *as written* is sent, or `None` for a clean path. An encoded slash or
/// dot is left alone.
pub(crate) fn cleaned_as_written(target: &str) -> Option<String> {
    let (path, query) = split(target);
    let clean = clean(path);
    (clean != path).then(|| with_query(clean, query))
}

/// Where a request whose path is unclean *once decoded* is sent, or `None` for a clean path. This is what
/// destroys a URI that travels as one percent-encoded path element.
pub(crate) fn cleaned_decoded(target: &str) -> Option<String> {
    let (path, query) = split(target);
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let clean = clean(&decoded);
    (clean != decoded).then(|| with_query(utf8_percent_encode(&clean, PATH).to_string(), query))
}

fn with_query(path: String, query: Option<&str>) -> String {
    match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    }
}

/// Go's `path.Clean` with the trailing slash kept: no empty, `.` or `..` element.
fn clean(path: &str) -> String {
    let mut elements: Vec<&str> = Vec::new();
    for element in path.split('/') {
        match element {
            "" | "." => {}
            ".." => {
                elements.pop();
            }
            other => elements.push(other),
        }
    }
    let mut clean = String::from("/");
    clean.push_str(&elements.join("/"));
    if path.ends_with('/') && !elements.is_empty() {
        clean.push('/');
    }
    clean
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_an_unclean_path_is_sent_elsewhere() {
        assert_eq!(cleaned_as_written("/kfp-console/api/runs?x=1&y=a//b"), None);
        assert_eq!(
            cleaned_as_written("/kfp-console//api/runs?y=a//b").as_deref(),
            Some("/kfp-console/api/runs?y=a//b")
        );
        assert_eq!(
            cleaned_as_written("/kfp-console/api/x//").as_deref(),
            Some("/kfp-console/api/x/")
        );
        assert_eq!(cleaned_as_written("/a/s3%3A%2F%2Fb"), None);
    }

    #[test]
    fn an_encoded_uri_loses_a_slash_once_decoded() {
        assert_eq!(
            cleaned_decoded("/api/artifacts/s3%3A%2F%2Fb%2Fk").as_deref(),
            Some("/api/artifacts/s3:/b/k")
        );
        assert_eq!(
            cleaned_decoded("/api/a%2F..%2Fb").as_deref(),
            Some("/api/b")
        );
        assert_eq!(cleaned_decoded("/api/a%2Fb"), None);
        assert_eq!(cleaned_decoded("/api/a%252F%252Fb"), None);
    }

    proptest! {
        #[test]
        fn a_cleaned_path_is_clean(path in "(/[a-z.%2F]{0,6}){0,6}/?") {
            if let Some(clean) = cleaned_as_written(&path) {
                prop_assert_eq!(cleaned_as_written(&clean), None);
            }
        }
    }
}
