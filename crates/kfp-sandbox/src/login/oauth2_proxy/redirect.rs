//! What oauth2-proxy reads from addresses: where a login may return to, and who asks.

use http::HeaderName;

use crate::login::call::Call;

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

/// Where the browser goes in the end: what it asked for by parameter or header if that is allowed, else the
/// address of this request, else the start page.
pub(super) fn return_address(call: Call<'_>) -> String {
    let asked = [
        call.query("rd"),
        call.header(HeaderName::from_static("x-auth-request-redirect"))
            .map(str::to_owned),
    ];
    if let Some(asked) = asked.into_iter().flatten().find(|target| is_valid(target)) {
        return asked;
    }
    if call.target.starts_with("/oauth2") || !is_valid(call.target) {
        return "/".to_owned();
    }
    call.target.to_owned()
}

/// Whether a refusal is written for programs. The whole address counts, its query too.
pub(super) fn is_api(target: &str) -> bool {
    target.contains("/api/") || target.contains("/apis/") || target.starts_with("/ml_metadata")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_address_alone_decides_how_a_refusal_is_written() {
        for api in [
            "/kfp-console/api/runs",
            "/pipeline/apis/v2beta1/healthz",
            "/x?back=/api/x",
            "/ml_metadata.X/Y",
        ] {
            assert!(is_api(api), "{api}");
        }
        for page in [
            "/kfp-console/api",
            "/kfp-console/API/x",
            "/rpc/x",
            "/x/ml_metadata",
        ] {
            assert!(!is_api(page), "{page}");
        }
    }

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
