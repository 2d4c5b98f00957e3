//! Where a KFP API is.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;

/// Why a text is not the address of a KFP API. Does not repeat the text, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAddress {
    /// There is no text, or no host in it.
    #[error("the address has no host")]
    NoHost,
    /// Another scheme than http and https.
    #[error("the scheme of the address is neither http nor https")]
    Scheme,
    /// A user name or password before the host.
    #[error("the address holds a user name or password; give credentials on their own")]
    UserInfo,
    /// The host or the port is not one.
    #[error("the host or port of the address is not valid")]
    Authority,
    /// The path holds a dot segment, or characters that have to be percent-encoded.
    #[error("the path of the address is not valid")]
    Path,
}

/// Scheme, host and port: what credentials are bound to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    https: bool,
    /// In lower case; IPv6 in brackets.
    host: Box<str>,
    port: u16,
}

impl Origin {
    /// Whether nobody on the way can read along: https, loopback, or a name inside the cluster.
    ///
    /// Names inside the cluster are those of one label, `NAME.NAMESPACE.svc`, the same with `.cluster.local`, and
    /// `NAME.kubeflow`. No such name can be registered on the internet.
    pub fn is_protected(&self) -> bool {
        self.https || self.is_near()
    }

    /// Whether it is this machine or a service of the cluster: such a host is reached directly and never through a proxy,
    /// which could not reach it and would read along.
    pub fn is_near(&self) -> bool {
        self.is_loopback() || self.is_in_cluster()
    }

    /// Whether it is TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// The host, in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn is_loopback(&self) -> bool {
        let address = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host.as_ref() == "localhost"
            || self.host.ends_with(".localhost")
            || address
                .parse::<Ipv4Addr>()
                .is_ok_and(|address| address.is_loopback())
            || address
                .parse::<Ipv6Addr>()
                .is_ok_and(|address| address.is_loopback())
    }

    /// Whether it is the name of a service inside the cluster.
    pub(crate) fn is_in_cluster(&self) -> bool {
        if self.host.starts_with('[') || self.host.parse::<Ipv4Addr>().is_ok() {
            return false;
        }
        let labels: Vec<&str> = self.host.split('.').collect();
        matches!(
            labels.as_slice(),
            [_] | [_, "kubeflow"] | [_, _, "svc"] | [_, _, "svc", "cluster", "local"]
        )
    }

    fn parse(https: bool, authority: &str) -> Result<Self, InvalidAddress> {
        if authority.contains('@') {
            return Err(InvalidAddress::UserInfo);
        }
        // A bare IPv6 address has no port of its own.
        let bracketed = authority
            .parse::<Ipv6Addr>()
            .map(|_| format!("[{authority}]"));
        let authority = bracketed.as_deref().unwrap_or(authority);
        let (host, port) = match authority.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((host, port)) if !port.contains(']') => {
                (host, port.parse().map_err(|_| InvalidAddress::Authority)?)
            }
            _ => (authority, if https { 443 } else { 80 }),
        };
        if host.is_empty() {
            return Err(InvalidAddress::NoHost);
        }
        let is_name = host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
        let is_ipv6 = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
        if port == 0 || !(is_name || is_ipv6) || host.split('.').any(str::is_empty) {
            return Err(InvalidAddress::Authority);
        }
        Ok(Self {
            https,
            host: host.to_ascii_lowercase().into(),
            port,
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, default_port) = if self.https {
            ("https", 443)
        } else {
            ("http", 80)
        };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == default_port {
            Ok(())
        } else {
            write!(f, ":{}", self.port)
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({self})")
    }
}

impl std::str::FromStr for Origin {
    type Err = InvalidAddress;

    /// Reads the origin of an address, whatever its path.
    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let base: BaseUrl = text.parse()?;
        base.origin.ok_or(InvalidAddress::NoHost)
    }
}

/// The address before `/apis/…`.
///
/// Reading repairs what people paste: white space and slashes at the end, a missing scheme, the query and fragment of
/// a page, a path that goes on into the API, and the dashboard's frame (`/_/pipeline`).
///
/// ```
/// use kfp_core::BaseUrl;
///
/// let base: BaseUrl = "https://kubeflow.example.com/_/pipeline/?ns=alice#/runs".parse()?;
/// assert_eq!(base.to_string(), "https://kubeflow.example.com/pipeline");
/// let base: BaseUrl = "ml-pipeline.kubeflow.svc.cluster.local:8888".parse()?;
/// assert_eq!(base.to_string(), "http://ml-pipeline.kubeflow.svc.cluster.local:8888");
/// # Ok::<(), kfp_core::InvalidAddress>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `None` is the page's own origin.
    origin: Option<Origin>,
    /// Empty, or begins with a slash and does not end with one.
    prefix: Box<str>,
}

impl BaseUrl {
    /// A prefix on the page's own origin; for the browser.
    ///
    /// # Errors
    /// [`InvalidAddress::Path`] when the prefix is not a path.
    pub fn same_origin(prefix: &str) -> Result<Self, InvalidAddress> {
        Ok(Self {
            origin: None,
            prefix: clean_path(prefix)?,
        })
    }

    /// The origin; `None` is the page's own.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The path before `/apis/…`: empty, or begins with a slash and does not end with one.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The address of a path and query that begins with a slash.
    ///
    /// # Errors
    /// When the result is no URI, mostly for its length.
    pub fn join(&self, path_and_query: &str) -> Result<Uri, http::uri::InvalidUri> {
        match &self.origin {
            Some(origin) => Uri::try_from(format!("{origin}{}{path_and_query}", self.prefix)),
            None => Uri::try_from(format!("{}{path_and_query}", self.prefix)),
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}")?;
        }
        f.write_str(&self.prefix)
    }
}

impl std::str::FromStr for BaseUrl {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let text = text.trim();
        let text = text.split(['?', '#']).next().unwrap_or_default();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, text),
        };
        let (authority, path) = rest
            .find('/')
            .map_or((rest, ""), |slash| rest.split_at(slash));
        let origin = match scheme.as_deref() {
            Some("https") => Origin::parse(true, authority)?,
            Some("http") => Origin::parse(false, authority)?,
            Some(_) => return Err(InvalidAddress::Scheme),
            // What is near speaks plain http: a port-forward, a service of the cluster.
            None => {
                let plain = Origin::parse(false, authority)?;
                if plain.is_protected() {
                    plain
                } else {
                    Origin::parse(true, authority)?
                }
            }
        };
        Ok(Self {
            origin: Some(origin),
            prefix: clean_path(path)?,
        })
    }
}

fn clean_path(path: &str) -> Result<Box<str>, InvalidAddress> {
    let mut prefix = String::new();
    let segments = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .skip_while(|segment| *segment == "_");
    for segment in segments.take_while(|segment| *segment != "apis") {
        let plain = segment
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@".contains(&b));
        if !plain || segment == "." || segment == ".." {
            return Err(InvalidAddress::Path);
        }
        prefix.push('/');
        prefix.push_str(segment);
    }
    Ok(prefix.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base(text: &str) -> String {
        text.parse::<BaseUrl>()
            .map_or_else(|error| format!("{error:?}"), |base| base.to_string())
    }

    #[test]
    fn what_people_paste_is_repaired() {
        for (given, expected) in [
            ("https://h/pipeline///", "https://h/pipeline"),
            (" https://h.example.com ", "https://h.example.com"),
            ("HTTPS://H.Example.com:443/", "https://h.example.com"),
            ("kf.example.com", "https://kf.example.com"),
            ("localhost:8080", "http://localhost:8080"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("[::1]:8080/x", "http://[::1]:8080/x"),
            ("::1", "http://[::1]"),
            ("http://fd00:10::8/pipeline", "http://[fd00:10::8]/pipeline"),
            ("http://[fd00:10::8]:8888", "http://[fd00:10::8]:8888"),
            ("https://FD00::1", "https://[fd00::1]"),
            (
                "ml-pipeline.kubeflow:8888",
                "http://ml-pipeline.kubeflow:8888",
            ),
            ("https://h/pipeline?x=1", "https://h/pipeline"),
            ("https://h/_/pipeline/?ns=alice#/runs", "https://h/pipeline"),
            ("https://h/_/_/pipeline", "https://h/pipeline"),
            ("https://h/pipeline/apis/v2beta1", "https://h/pipeline"),
            ("https://h//pipeline", "https://h/pipeline"),
        ] {
            assert_eq!(base(given), expected, "{given}");
        }
    }

    #[test]
    fn what_cannot_be_repaired_is_refused() {
        for (given, expected) in [
            ("", "NoHost"),
            ("https://", "NoHost"),
            ("https://:80", "NoHost"),
            ("ftp://h", "Scheme"),
            ("https://user:secret@h", "UserInfo"),
            ("https://h:port", "Authority"),
            ("https://h:0", "Authority"),
            ("https://h:70000", "Authority"),
            ("https://h o", "Authority"),
            ("https://h..x", "Authority"),
            ("https://[::1", "Authority"),
            ("https://h/a/../b", "Path"),
            ("https://h/a b", "Path"),
        ] {
            assert_eq!(base(given), expected, "{given}");
        }
    }

    #[test]
    fn only_protected_ways_may_carry_credentials() {
        for (given, expected) in [
            ("https://kf.example.com", true),
            ("http://kf.example.com", false),
            ("http://10.0.0.1", false),
            ("http://127.8.8.8", true),
            ("http://[::1]", true),
            ("http://[2001:db8::1]", false),
            ("http://localhost", true),
            ("http://localhost.example.com", false),
            ("http://ml-pipeline", true),
            ("http://ml-pipeline.kubeflow", true),
            ("http://ml-pipeline.kubeflow.svc", true),
            ("http://ml-pipeline.kubeflow.svc.cluster.local", true),
            ("http://a.b.svc.example.com", false),
            ("http://a.b.svc.cluster.local.example.com", false),
            ("http://kubeflow.example", false),
        ] {
            assert_eq!(
                given.parse::<Origin>().unwrap().is_protected(),
                expected,
                "{given}"
            );
        }
    }

    #[test]
    fn a_path_is_joined_behind_the_prefix() {
        let base: BaseUrl = "https://h/pipeline/".parse().unwrap();
        assert_eq!(
            base.join("/apis/v2beta1/runs?a=b").unwrap(),
            "https://h/pipeline/apis/v2beta1/runs?a=b"
        );
        let base = BaseUrl::same_origin("/kfp-console/").unwrap();
        assert_eq!(
            base.join("/apis/v2beta1/runs").unwrap(),
            "/kfp-console/apis/v2beta1/runs"
        );
        assert_eq!(BaseUrl::same_origin("").unwrap().join("/x").unwrap(), "/x");
    }

    proptest! {
        #[test]
        fn what_is_read_reads_back(text in "(https?://)?[a-z0-9.:@-]{1,20}(/[a-z_.]{0,5}){0,3}") {
            if let Ok(base) = text.parse::<BaseUrl>() {
                prop_assert_eq!(base.to_string().parse::<BaseUrl>().unwrap(), base);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = text.parse::<BaseUrl>();
        }
    }
}
