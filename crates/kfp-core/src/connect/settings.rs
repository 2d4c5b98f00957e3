//! What a caller says about the connection.

use std::fmt;
use std::path::PathBuf;

use secrecy::SecretString;

use super::choice::Setting;
use super::error::ConnectError;
use super::resolve::Connection;
use super::surroundings::Surroundings;

/// What a caller says, and the surroundings in which the rest is looked up. Everything is optional.
#[derive(Clone)]
pub struct Settings {
    pub(super) surroundings: Surroundings,
    pub(super) endpoint: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) install_namespace: Option<String>,
    pub(super) context: Option<String>,
    pub(super) contexts_file: Option<PathBuf>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) credentials: Vec<Given>,
}

/// A credential that a caller gave.
#[derive(Clone)]
pub(super) enum Given {
    Bearer(SecretString),
    Cookie(SecretString),
    Header(String, SecretString),
    TokenFile(PathBuf),
    TokenCommand(Vec<String>),
}

impl Given {
    pub(super) fn setting(&self) -> Setting {
        match self {
            Self::Bearer(_) => Setting::Bearer,
            Self::Cookie(_) => Setting::Cookie,
            Self::Header(..) => Setting::Header,
            Self::TokenFile(_) => Setting::TokenFile,
            Self::TokenCommand(_) => Setting::TokenCommand,
        }
    }
}

impl Settings {
    /// Nothing said; the rest from the variables and files of this process.
    pub fn from_env() -> Self {
        Self::in_surroundings(Surroundings::of_process())
    }

    /// Nothing said; the rest from other surroundings.
    pub fn in_surroundings(surroundings: Surroundings) -> Self {
        Self {
            surroundings,
            endpoint: None,
            namespace: None,
            install_namespace: None,
            context: None,
            contexts_file: None,
            ca_file: None,
            credentials: Vec::new(),
        }
    }

    /// Sets the address; that of a page in the browser will do.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the namespace to work in.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Sets the namespace where KFP is installed: part of the default address, and never the one to work in.
    #[must_use]
    pub fn install_namespace(mut self, namespace: impl Into<String>) -> Self {
        self.install_namespace = Some(namespace.into());
        self
    }

    /// Takes what is not said from a named context.
    #[must_use]
    pub fn context(mut self, name: impl Into<String>) -> Self {
        self.context = Some(name.into());
        self
    }

    /// Sets the file of contexts.
    #[must_use]
    pub fn contexts_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.contexts_file = Some(path.into());
        self
    }

    /// Sets a file of certificates to trust beside those of the system.
    #[must_use]
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// Sets a bearer token.
    #[must_use]
    pub fn bearer(self, token: impl Into<SecretString>) -> Self {
        self.with(Given::Bearer(token.into()))
    }

    /// Sets a session cookie, as `name=value`.
    #[must_use]
    pub fn cookie(self, cookie: impl Into<SecretString>) -> Self {
        self.with(Given::Cookie(cookie.into()))
    }

    /// Sets a header that proves who we are, such as a gateway's identity header.
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.with(Given::Header(name.into(), value.into()))
    }

    /// Sets a file with a bearer token, which is read for every call.
    #[must_use]
    pub fn token_file(self, path: impl Into<PathBuf>) -> Self {
        self.with(Given::TokenFile(path.into()))
    }

    /// Sets a program with arguments that prints a bearer token; run again when the token is refused.
    #[must_use]
    pub fn token_command<S: Into<String>>(self, command: impl IntoIterator<Item = S>) -> Self {
        self.with(Given::TokenCommand(
            command.into_iter().map(Into::into).collect(),
        ))
    }

    fn with(mut self, given: Given) -> Self {
        self.credentials.push(given);
        self
    }

    /// Where the file of contexts is; `None` without a home.
    pub fn contexts_path(&self) -> Option<PathBuf> {
        if let Some(path) = &self.contexts_file {
            return Some(path.clone());
        }
        if let Some(path) = self.surroundings.variable(super::CONTEXTS_VARIABLE) {
            return Some(self.surroundings.path(path));
        }
        Some(
            self.surroundings
                .config_folder()?
                .join("kfp-console/contexts.json"),
        )
    }

    /// Finds the address, the namespace and the credentials.
    ///
    /// # Errors
    /// [`ConnectError`] says what was looked at, or what cannot be used and where it came from.
    pub fn resolve(self) -> Result<Connection, ConnectError> {
        Connection::resolve(&self)
    }
}

/// Says what was given, never what a secret is.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials: Vec<Setting> = self.credentials.iter().map(Given::setting).collect();
        f.debug_struct("Settings")
            .field("endpoint", &self.endpoint.is_some())
            .field("namespace", &self.namespace)
            .field("install_namespace", &self.install_namespace)
            .field("context", &self.context)
            .field("credentials", &credentials)
            .finish_non_exhaustive()
    }
}
