//! Where a login may return to.

/// Whether a person may be sent there after the login: a path of this host, without anything that a browser
/// could read as another host. The check looks at the whole text, so a URI in the query spoils it too.
pub(super) fn is_valid(target: &str) -> bool {
    target.starts_with('/') && !has_odd_slashes(target)
}

/// Whether two slashes (or backslashes) stand together, or with nothing but blanks or one or two dots between.
fn has_odd_slashes(target: &str) -> bool {
    let is_slash = |character: char| matches!(character, '/' | '\\');
    let mut rest = target;
    while let Some(position) = rest.find(is_slash) {
        rest = &rest[position + 1..];
        let Some(end) = rest.find(is_slash) else {
            return false;
        };
        let between = &rest[..end];
        if between.chars().all(char::is_whitespace) || between == "." || between == ".." {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_as_recorded() {
        for good in [
            "/kfp-console/",
            "/kfp-console/?a=1&b=2#f",
            "/a\tb",
            "/oauth2/sign_out",
            "/_/kfp-console/?ns=team-a#/x",
            "/kfp-console/a?uri=s3%3A%2F%2Fb%2Fk",
            "/kfp-console/a?uri=s3:%2F%2Fb%2Fk",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "",
            "kfp-console/",
            "http://kubeflow.example.com/kfp-console/",
            "//evil.example/",
            "/\\evil.example/",
            "/kfp-console/\\x",
            "/kfp-console//x",
            "/kfp-console/a?uri=s3://b/k",
            "/kfp-console/a#uri=s3://b",
            "/kfp-console/a?p=x/../y",
            "/kfp-console/a?p=x/./y",
            "/kfp-console/a?t=1/ /2",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_valid_address_begins_with_another_host(target in "[/\\\\a. ?#]{0,12}") {
            if is_valid(&target) {
                let second = target.chars().nth(1);
                prop_assert!(!matches!(second, Some('/' | '\\')));
            }
        }
    }
}
