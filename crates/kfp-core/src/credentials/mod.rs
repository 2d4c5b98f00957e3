//! How a caller proves who it is.

mod claims;
#[cfg(feature = "native")]
mod command;
mod token;
#[cfg(feature = "native")]
mod token_file;

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

pub use claims::Claims;
#[cfg(feature = "native")]
pub use token_file::TokenFile;

use crate::address::Origin;
use crate::error::CredentialsError;

/// Where a projected token is mounted by convention.
pub const TOKEN_PATH: &str = "/var/run/secrets/kubeflow/pipelines/token";

/// The environment variable by which KFP's own clients are told of another path.
pub const TOKEN_PATH_VARIABLE: &str = "KF_PIPELINES_SA_TOKEN_PATH";

/// The audience that KFP asks of a token.
pub const TOKEN_AUDIENCE: &str = "pipelines.kubeflow.org";

/// What is sent to prove who we are, and to which origin alone.
///
/// Never sent over plain http but to loopback and to services of the cluster: see [`Origin::is_protected`]. Exactly one
/// kind is sent: a token together with the identity header is refused by the mesh, and a token together with a cookie
/// makes the gateway ignore the cookie.
///
/// ```
/// use kfp_core::credentials::Credentials;
///
/// let origin = "https://kubeflow.example.com".parse()?;
/// let credentials = Credentials::cookie(origin, "oauth2_proxy_kubeflow=secret")?;
/// assert_eq!(format!("{credentials:?}"), "Credentials(cookie for https://kubeflow.example.com)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Credentials(Option<Arc<Bound>>);

struct Bound {
    origin: Origin,
    kind: Kind,
}

enum Kind {
    Bearer(SecretString),
    Cookie(SecretString),
    Header(HeaderName, SecretString),
    #[cfg(feature = "native")]
    TokenFile(TokenFile),
    #[cfg(feature = "native")]
    Command(command::TokenCommand),
}

impl Credentials {
    /// Nothing is sent: for what needs no identity, and for the browser, which adds the session cookie itself.
    pub fn none() -> Self {
        Self(None)
    }

    /// A token that does not change. `Bearer` before it, and white space and quotes around it, are taken
    /// off.
    ///
    /// # Errors
    /// [`CredentialsError::Bearer`] when there is none, or it cannot stand in a header.
    pub fn bearer(
        origin: Origin,
        token: impl Into<SecretString>,
    ) -> Result<Self, CredentialsError> {
        let token = token.into();
        let text = token::tidy(token.expose_secret());
        token::check_header_text(text).map_err(|fault| CredentialsError::Bearer { fault })?;
        Ok(Self::bound(origin, Kind::Bearer(text.into())))
    }

    /// A session cookie, as `name=value` or several of them with `; ` between.
    ///
    /// # Errors
    /// [`CredentialsError::Cookie`] when it has no name, or cannot stand in a header.
    pub fn cookie(
        origin: Origin,
        cookie: impl Into<SecretString>,
    ) -> Result<Self, CredentialsError> {
        let cookie = cookie.into();
        let text = cookie.expose_secret().trim();
        let is_plain = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        let has_name = text
            .split_once('=')
            .is_some_and(|(name, _)| !name.trim().is_empty());
        if !is_plain || !has_name {
            return Err(CredentialsError::Cookie);
        }
        Ok(Self::bound(origin, Kind::Cookie(text.into())))
    }

    /// The identity header of a gateway, usually `kubeflow-userid`: for callers that the mesh admits by name.
    ///
    /// # Errors
    /// [`CredentialsError::Header`] when the value is blank, which would end KFP's process, or cannot stand in a header.
    pub fn header(
        origin: Origin,
        name: HeaderName,
        user: impl Into<SecretString>,
    ) -> Result<Self, CredentialsError> {
        let user = user.into();
        let text = user.expose_secret().trim();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
            return Err(CredentialsError::Header);
        }
        Ok(Self::bound(origin, Kind::Header(name, text.into())))
    }

    /// A file with a service-account token, read for every call, as the kubelet replaces it.
    #[cfg(feature = "native")]
    pub fn token_file(origin: Origin, path: impl Into<std::path::PathBuf>) -> Self {
        Self::bound(origin, Kind::TokenFile(TokenFile::new(path)))
    }

    /// A program with arguments that prints a token: run at the first call, and again when KFP refuses the token.
    ///
    /// # Errors
    /// [`CredentialsError::Command`] when no program is named.
    #[cfg(feature = "native")]
    pub fn command(origin: Origin, command: Vec<String>) -> Result<Self, CredentialsError> {
        let command = command::TokenCommand::new(command)?;
        Ok(Self::bound(origin, Kind::Command(command)))
    }

    fn bound(origin: Origin, kind: Kind) -> Self {
        Self(Some(Arc::new(Bound { origin, kind })))
    }

    /// Whether reading again may give another credential.
    pub(crate) fn can_change(&self) -> bool {
        match self.0.as_deref() {
            #[cfg(feature = "native")]
            Some(Bound {
                kind: Kind::TokenFile(_) | Kind::Command(_),
                ..
            }) => true,
            _ => false,
        }
    }

    /// The header to send to an origin; `None` for the page's own origin is never a match. `refused` is the value that
    /// was sent and not taken.
    ///
    /// # Errors
    /// When the credentials may not be sent there, or the token file cannot be used.
    #[cfg_attr(
        not(feature = "native"),
        expect(
            clippy::unused_async,
            reason = "only a token file has to be waited for"
        )
    )]
    pub(crate) async fn header_for(
        &self,
        target: Option<&Origin>,
        refused: Option<&HeaderValue>,
    ) -> Result<Option<(HeaderName, HeaderValue)>, CredentialsError> {
        #[cfg(not(feature = "native"))]
        let _ = refused;
        let Some(bound) = self.0.as_deref() else {
            return Ok(None);
        };
        let asked = || {
            target.map_or_else(
                || "the page's own origin".into(),
                |origin| origin.to_string().into(),
            )
        };
        if target != Some(&bound.origin) {
            return Err(CredentialsError::OtherOrigin {
                bound: bound.origin.to_string().into(),
                asked: asked(),
            });
        }
        if !bound.origin.is_protected() {
            return Err(CredentialsError::PlainHttp { asked: asked() });
        }
        let (name, value) = match &bound.kind {
            Kind::Bearer(token) => (header::AUTHORIZATION, token::bearer(token)),
            Kind::Cookie(cookie) => (header::COOKIE, token::sensitive(cookie.expose_secret())),
            Kind::Header(name, user) => (name.clone(), token::sensitive(user.expose_secret())),
            #[cfg(feature = "native")]
            Kind::TokenFile(file) => (header::AUTHORIZATION, token::bearer(&file.read().await?)),
            #[cfg(feature = "native")]
            Kind::Command(command) => {
                let token = command.token(refused).await?;
                (header::AUTHORIZATION, token::bearer(&token))
            }
        };
        Ok(Some((
            name,
            value.map_err(|fault| CredentialsError::Bearer { fault })?,
        )))
    }
}

/// Says what kind and for whom, never what.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(bound) = self.0.as_deref() else {
            return f.write_str("Credentials(none)");
        };
        let origin = &bound.origin;
        match &bound.kind {
            Kind::Bearer(_) => write!(f, "Credentials(bearer token for {origin})"),
            Kind::Cookie(_) => write!(f, "Credentials(cookie for {origin})"),
            Kind::Header(name, _) => write!(f, "Credentials(header {name} for {origin})"),
            #[cfg(feature = "native")]
            Kind::TokenFile(file) => write!(
                f,
                "Credentials(token file {} for {origin})",
                file.path().display()
            ),
            #[cfg(feature = "native")]
            Kind::Command(command) => {
                write!(
                    f,
                    "Credentials(token command {} for {origin})",
                    command.program()
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::TokenFault;

    fn block_on<F: Future>(future: F) -> F::Output {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(future)
    }

    fn origin(text: &str) -> Origin {
        text.parse().unwrap()
    }

    fn sent(
        credentials: &Credentials,
        to: &str,
    ) -> Result<Option<(HeaderName, HeaderValue)>, CredentialsError> {
        block_on(credentials.header_for(Some(&origin(to)), None))
    }

    const HERE: &str = "http://127.0.0.1:8888";

    #[test]
    fn a_bearer_is_tidied_and_sent_to_its_origin() {
        let credentials = Credentials::bearer(origin(HERE), " Bearer  abc\n").unwrap();
        let (name, value) = sent(&credentials, HERE).unwrap().unwrap();
        assert_eq!(
            (name.as_str(), value.as_bytes()),
            ("authorization", &b"Bearer abc"[..])
        );
        assert!(value.is_sensitive());
    }

    #[test]
    fn nothing_is_sent_to_another_origin() {
        let credentials = Credentials::cookie(origin("https://a.example.com"), "n=v").unwrap();
        for other in [
            "https://b.example.com",
            "http://a.example.com",
            "https://a.example.com:8443",
        ] {
            assert!(
                matches!(
                    sent(&credentials, other),
                    Err(CredentialsError::OtherOrigin { .. })
                ),
                "{other}"
            );
        }
        assert!(block_on(credentials.header_for(None, None)).is_err());
    }

    #[test]
    fn nothing_is_sent_in_the_clear() {
        let there = "http://kubeflow.example.com";
        let credentials = Credentials::bearer(origin(there), "abc").unwrap();
        assert!(matches!(
            sent(&credentials, there),
            Err(CredentialsError::PlainHttp { .. })
        ));
    }

    #[test]
    fn an_identity_that_would_end_kfp_is_never_sent() {
        let name = HeaderName::from_static("kubeflow-userid");
        for user in ["", " ", "\t", "a\nb", "ä"] {
            let error = Credentials::header(origin(HERE), name.clone(), user).unwrap_err();
            assert_eq!(error, CredentialsError::Header, "{user:?}");
        }
    }

    #[test]
    fn a_cookie_has_a_name() {
        for cookie in ["", "value", "=value", "a=b\r\nc: d"] {
            assert_eq!(
                Credentials::cookie(origin(HERE), cookie).unwrap_err(),
                CredentialsError::Cookie,
                "{cookie:?}"
            );
        }
    }

    #[test]
    fn a_bearer_that_no_header_carries_is_refused() {
        for (token, fault) in [
            ("", TokenFault::Empty),
            ("Bearer ", TokenFault::Empty),
            ("a b", TokenFault::NotAHeaderValue),
            ("a\nb", TokenFault::NotAHeaderValue),
        ] {
            let error = Credentials::bearer(origin(HERE), token).unwrap_err();
            assert_eq!(error, CredentialsError::Bearer { fault }, "{token:?}");
        }
    }

    proptest! {
        #[test]
        fn no_secret_is_printed(secret in "[A-Za-z0-9]{16,40}") {
            let user = Credentials::header(origin(HERE), HeaderName::from_static("kubeflow-userid"), secret.clone());
            let all = [
                Credentials::bearer(origin(HERE), secret.clone()),
                Credentials::cookie(origin(HERE), format!("session={secret}")),
                user,
                Credentials::bearer(origin(HERE), format!("{secret} {secret}")),
                Credentials::cookie(origin(HERE), secret.clone()),
                Credentials::cookie(origin(HERE), format!("a={secret}\n")),
            ];
            for credentials in all {
                let there = credentials.as_ref().map(|credentials| sent(credentials, "https://other.example.com"));
                let here = credentials.as_ref().map(|credentials| sent(credentials, HERE));
                let printed = format!("{credentials:?} {there:?} {here:?}");
                prop_assert!(!printed.contains(&secret), "{}", printed);
                if let Err(error) = credentials {
                    prop_assert!(!error.to_string().contains(&secret));
                }
            }
        }
    }
}
