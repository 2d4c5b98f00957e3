//! What kind of address a path is.

/// Whether a path is one of data: an address of the program or a file of it never begins so.
pub(super) fn is_data(path: &str) -> bool {
    ["/api", "/apis"].iter().any(|root| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Doubled slashes, dot segments, backslashes and escaped slashes are read in more than one way by the programs on the
/// way; none of our addresses holds one.
pub(super) fn is_odd(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    !path.starts_with('/')
        || ["//", "/./", "/../", "\\", "%2f", "%5c", "%00", "%2e%2e"]
            .iter()
            .any(|odd| lower.contains(odd))
        || lower.ends_with("/..")
        || lower.ends_with("/.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_told_from_pages() {
        for data in [
            "/api",
            "/api/",
            "/api/session",
            "/apis",
            "/apis/v2beta1/runs",
        ] {
            assert!(is_data(data), "{data}");
        }
        for page in ["/", "/apiary", "/ns/team-a/api/", "/API/session"] {
            assert!(!is_data(page), "{page}");
        }
    }

    #[test]
    fn odd_paths_are_known() {
        for odd in [
            "//api",
            "/api//session",
            "/a/./b",
            "/a/../b",
            "/a/..",
            "/a%2Fb",
            "/a%2fb",
            "/a\\b",
            "/a%5Cb",
            "/a/%2e%2E/b",
            "*",
        ] {
            assert!(is_odd(odd), "{odd}");
        }
        for even in [
            "/",
            "/api/session",
            "/apis/v2beta1/runs/1-2:archive",
            "/ns/team-a/experiments",
            "/a.b/c%20d",
        ] {
            assert!(!is_odd(even), "{even}");
        }
    }
}
