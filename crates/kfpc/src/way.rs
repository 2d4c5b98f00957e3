//! What stands between this machine and the address: proxies, and whose certificates are trusted.

use std::path::PathBuf;

use bytes::Bytes;
use http::{Request, Uri};
use hyper_util::client::proxy::matcher::Matcher;
use kfp_core::connect::Connection;
use kfp_core::error::TransportFault;
use kfp_core::transport::Transport as _;
use kfp_core::{BaseUrl, Origin};
use serde::Serialize;

use crate::certificate::SignedBy;
use crate::transport::{HttpTransport, Reach};

/// Variables of proxies by the scheme of the address, in the order in which they are looked at.
const OF_HTTPS: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const OF_HTTP: [&str; 4] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
/// Authorities in the place of the system's.
const AUTHORITIES: &str = "SSL_CERT_FILE";

/// What stands between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Way {
    /// The proxy, if one is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) proxy: Option<Proxy>,
    /// A file of certificates that are trusted beside the system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ca_file: Option<PathBuf>,
    /// A file of certificates that are trusted in the place of the system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) system_ca_file: Option<PathBuf>,
    /// Whose authorities vouched for the other side; known once somebody answered over TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) vouched_by: Option<Authorities>,
    /// Who signed the certificate of the other side, trusted or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_by: Option<SignedBy>,
}

/// Some of the authorities that are trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Authorities {
    /// Those of the system, or of what stands in their place.
    System,
    /// Those of the file beside them.
    CaFile,
}

/// A proxy that is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Proxy {
    /// The variable that sets it.
    pub(crate) from: &'static str,
    pub(crate) used: Use,
    /// Where it is: scheme, host and port, and nothing of a user or a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
    /// Whether it is the proxy that resolves the name of the host; known where it is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resolves_names: Option<bool>,
}

/// Whether a proxy is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Use {
    /// It is.
    Asked,
    /// What is near never is: a credential for this machine is not shown to a proxy.
    Near,
    /// `NO_PROXY` names the host.
    Excepted,
    /// What is set is no address.
    Unusable,
}

impl Way {
    /// That of a connection, in the environment of this process.
    pub(crate) fn of(connection: &Connection) -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            proxy: proxy(connection, set),
            ca_file: connection.ca_file().map(Into::into),
            system_ca_file: set(AUTHORITIES).map(PathBuf::from),
            vouched_by: None,
            signed_by: None,
        }
    }

    /// Asks once more, without the file where there is one, whose authorities vouched. To be called when an answer came.
    pub(crate) async fn ask_who_vouched(&mut self, connection: &Connection) {
        let base = connection.base();
        if !base.origin().is_some_and(Origin::is_https) {
            return;
        }
        self.vouched_by = if self.ca_file.is_none() {
            Some(Authorities::System)
        } else {
            without_file(base).await
        };
    }
}

/// `None` where nothing can be said: the way may be down by now.
async fn without_file(base: &BaseUrl) -> Option<Authorities> {
    let transport = HttpTransport::new(None, Reach::of(base.origin())).ok()?;
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = base.join("/").ok()?;
    match transport.send(request).await {
        Ok(_) => Some(Authorities::System),
        Err(error) if error.fault() == TransportFault::UnknownIssuer => Some(Authorities::CaFile),
        Err(_) => None,
    }
}

fn proxy(connection: &Connection, set: impl Fn(&str) -> Option<String>) -> Option<Proxy> {
    let base = connection.base();
    let origin = base.origin()?;
    let names = if origin.is_https() { OF_HTTPS } else { OF_HTTP };
    let (from, value) = names
        .into_iter()
        .find_map(|name| Some((name, set(name)?)))?;
    let no_proxy = set("NO_PROXY")
        .or_else(|| set("no_proxy"))
        .unwrap_or_default();
    let (used, address) = asked(origin, &value, &no_proxy);
    // Of SOCKS the old spellings leave it to the caller.
    let resolves_names = address.as_deref().map(|address| {
        !["socks4://", "socks5://"]
            .iter()
            .any(|it| address.starts_with(it))
    });
    Some(Proxy {
        from,
        used,
        address,
        resolves_names,
    })
}

/// As `reqwest` decides: by the same rules, which are curl's.
fn asked(origin: &Origin, proxy: &str, no_proxy: &str) -> (Use, Option<String>) {
    if origin.is_near() {
        return (Use::Near, None);
    }
    let Ok(target) = origin.to_string().parse::<Uri>() else {
        return (Use::Unusable, None);
    };
    let matcher = |no: &str| Matcher::builder().all(proxy).no(no).build();
    if matcher("").intercept(&target).is_none() {
        return (Use::Unusable, None);
    }
    let Some(found) = matcher(no_proxy).intercept(&target) else {
        return (Use::Excepted, None);
    };
    let address = found.uri();
    let port = address
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let shown = format!(
        "{}://{}{port}",
        address.scheme_str().unwrap_or("http"),
        address.host().unwrap_or_default()
    );
    (Use::Asked, Some(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str, proxy: &str, no_proxy: &str) -> (Use, Option<String>) {
        asked(&address.parse().unwrap(), proxy, no_proxy)
    }

    #[test]
    fn a_proxy_is_told_without_its_password() {
        let far = "https://kubeflow.example.com";
        let (used, address) = of(far, "http://me:secret@proxy.example.com:3128", "");
        assert_eq!(used, Use::Asked);
        assert_eq!(address.unwrap(), "http://proxy.example.com:3128");
        assert_eq!(of(far, "proxy:3128", "").0, Use::Asked);
        assert_eq!(of(far, "http://", "").0, Use::Unusable);
    }

    #[test]
    fn exceptions_hold() {
        let far = "https://kubeflow.example.com";
        for no_proxy in [
            "kubeflow.example.com",
            ".example.com",
            "a, example.com",
            "*",
        ] {
            assert_eq!(
                of(far, "http://proxy:3128", no_proxy).0,
                Use::Excepted,
                "{no_proxy}"
            );
        }
        assert_eq!(of(far, "http://proxy:3128", "other.com").0, Use::Asked);
        assert_eq!(
            of("http://127.0.0.1:8080", "http://proxy:3128", "").0,
            Use::Near
        );
    }
}
