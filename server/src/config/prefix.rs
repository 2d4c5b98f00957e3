//! The path under which the gateway serves the console.

use std::fmt;
use std::str::FromStr;

/// A path with a slash at both ends, such as `/kfp-console/`, or `/` alone.
///
/// Must not begin with `/pipeline`: a VirtualService of Kubeflow takes every path that begins with these characters,
/// `/pipelines-ui/` included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// The whole prefix, such as `/kfp-console/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What remains of a path behind the prefix, with its leading slash; `None` for a path outside.
    pub(crate) fn strip<'path>(&self, path: &'path str) -> Option<&'path str> {
        let bare = self.bare();
        if bare.is_empty() {
            return None;
        }
        path.strip_prefix(bare).filter(|rest| rest.starts_with('/'))
    }

    /// Whether the path is the prefix without its last slash, which a browser must be sent away from: relative
    /// links would resolve one level too high.
    pub(crate) fn is_bare(&self, path: &str) -> bool {
        !self.bare().is_empty() && path == self.bare()
    }

    fn bare(&self) -> &str {
        self.0.trim_end_matches('/')
    }
}

impl Default for Prefix {
    fn default() -> Self {
        Self("/kfp-console/".to_owned())
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Prefix {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let inner = text.trim_matches('/');
        let path = if inner.is_empty() {
            "/".to_owned()
        } else {
            format!("/{inner}/")
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
        if inner.split('/').any(|segment| {
            matches!(segment, "." | "..")
                || !segment.chars().all(plain)
                || (segment.is_empty() && !inner.is_empty())
        }) {
            return Err(
                "use path elements of letters, digits, `-`, `_` and `.`, such as `/kfp-console/`"
                    .to_owned(),
            );
        }
        if inner.starts_with("pipeline") {
            return Err(
                "a prefix that begins with `/pipeline` is taken by Kubeflow's own pipelines page"
                    .to_owned(),
            );
        }
        if inner
            .split('/')
            .any(|segment| matches!(segment, "api" | "apis" | "dex" | "authservice" | "oauth2"))
        {
            return Err(
                "`api`, `apis` and the paths of the login services cannot be part of the prefix"
                    .to_owned(),
            );
        }
        Ok(Self(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(text: &str) -> Prefix {
        text.parse().expect("a good prefix")
    }

    #[test]
    fn gets_its_slashes() {
        assert_eq!(prefix("kfp-console").as_str(), "/kfp-console/");
        assert_eq!(prefix("/kfp-console/").as_str(), "/kfp-console/");
        assert_eq!(prefix("/a/b").as_str(), "/a/b/");
        assert_eq!(prefix("/").as_str(), "/");
        assert_eq!(prefix("").as_str(), "/");
    }

    #[test]
    fn refuses_what_kubeflow_takes() {
        for bad in [
            "/pipeline",
            "/pipeline-console/",
            "/pipelines/",
            "/dex/",
            "/x/apis/",
            "/a//b",
            "/../",
            "/a b/",
            "/ü/",
        ] {
            assert!(bad.parse::<Prefix>().is_err(), "{bad}");
        }
    }

    #[test]
    fn strips_itself_only_at_an_element_border() {
        let prefix = prefix("/kfp-console/");
        assert_eq!(
            prefix.strip("/kfp-console/api/session"),
            Some("/api/session")
        );
        assert_eq!(prefix.strip("/kfp-console/"), Some("/"));
        assert_eq!(prefix.strip("/kfp-consoles/"), None);
        assert_eq!(prefix.strip("/api/session"), None);
        assert!(prefix.is_bare("/kfp-console"));
        assert!(!prefix.is_bare("/kfp-console/"));
        assert!(!Prefix("/".to_owned()).is_bare(""));
        assert_eq!(Prefix("/".to_owned()).strip("/api/session"), None);
    }
}
