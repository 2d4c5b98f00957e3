//! The page: `index.html` with the prefix and a fresh nonce filled in.

use std::path::Path;

use http::{HeaderMap, header};

/// Where the prefix goes, in `<base href="{{BASE}}">`.
const BASE: &str = "{{BASE}}";
/// Where the nonce goes. The build tool writes it with these braces into the inline script that starts the program.
const NONCE: &str = "{{NONCE}}";

/// Fills in a page. Neither value can hold a character that ends an attribute, with quotes or without.
pub(super) fn fill(page: &str, prefix: &str, nonce: &str) -> String {
    page.replace(BASE, prefix).replace(NONCE, nonce)
}

/// Reads the page anew, so that a build is seen without a restart: it is small, and once per load of the program.
pub(super) async fn read(folder: &Path) -> std::io::Result<String> {
    tokio::fs::read_to_string(folder.join("index.html")).await
}

/// Whether a path is an address inside the program and not a file: a file has an ending.
pub(super) fn is_address(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    !last.contains('.')
}

/// Whether the asker wants a page, as a browser does that goes to an address.
pub(crate) fn is_wanted(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_every_place() {
        let page = "<base href=\"{{BASE}}\"><script nonce=\"{{NONCE}}\"></script><link nonce=\"{{NONCE}}\">";
        assert_eq!(
            fill(page, "/kfp-console/", "abc="),
            "<base href=\"/kfp-console/\"><script nonce=\"abc=\"></script><link nonce=\"abc=\">"
        );
    }

    #[test]
    fn files_are_told_from_addresses() {
        assert!(is_address("/"));
        assert!(is_address("/ns/team-a/experiments/1b2c-3d"));
        assert!(!is_address("/app-1a2b3c4d5e6f7a8b_bg.wasm"));
        assert!(!is_address("/favicon.ico"));
    }
}
