//! Which of all that could be meant is meant.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use http::HeaderName;

use super::choice::{Choice, Setting, Source};
use super::context::{Context, ContextFile};
use super::error::ConnectError;
use super::python::{self, PythonContext};
use super::settings::{Given, Settings};
use super::{ENDPOINT_VARIABLE, INSTALL_NAMESPACE_VARIABLE, NAMESPACE_VARIABLE};
use crate::address::{BaseUrl, Origin};
use crate::client::Client;
use crate::credentials::{Credentials, TOKEN_PATH, TOKEN_PATH_VARIABLE};
use crate::error::CredentialsError;
use crate::model::Namespace;
use crate::transport::native::NativeTransport;
#[cfg(feature = "tls")]
use crate::transport::tls::Trust;

/// Where KFP is installed unless somebody says otherwise.
const INSTALL_NAMESPACE: &str = "kubeflow";
/// Where Kubernetes tells a pod its namespace.
const POD_NAMESPACE_FILE: &str = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

/// An address, a namespace and credentials that belong together.
#[derive(Clone, Debug)]
pub struct Connection {
    base: BaseUrl,
    credentials: Credentials,
    namespace: Option<Namespace>,
    ca_file: Option<PathBuf>,
    choices: Vec<Choice>,
}

impl Connection {
    /// The address.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The credentials, bound to the address.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The namespace to work in; `None` when nobody says one.
    pub fn namespace(&self) -> Option<&Namespace> {
        self.namespace.as_ref()
    }

    /// A file of certificates to trust beside those of the system.
    pub fn ca_file(&self) -> Option<&Path> {
        self.ca_file.as_deref()
    }

    /// What was taken from where: the address, the credentials, the namespace.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// A client over plain HTTP; at an https address each call says that there is no TLS. See [`connect`](Self::connect).
    pub fn client(&self) -> Client<NativeTransport> {
        self.client_over(NativeTransport::new())
    }

    /// A client over a transport of the caller's.
    pub fn client_over<T: crate::transport::Transport>(&self, transport: T) -> Client<T> {
        Client::new(self.base.clone(), transport, self.credentials.clone())
    }

    /// A client that speaks what the address wants: with the feature `tls` also https, trusting the system's authorities and
    /// those of [`ca_file`](Self::ca_file). Sends nothing.
    ///
    /// # Errors
    /// [`ConnectError::Trust`] when that file cannot be used.
    pub fn connect(&self) -> Result<Client<NativeTransport>, ConnectError> {
        #[cfg(feature = "tls")]
        if self.base.origin().is_some_and(Origin::is_https) {
            let trust = match &self.ca_file {
                Some(path) => {
                    Trust::with_file(path).map_err(|source| ConnectError::Trust { source })?
                }
                None => Trust::of_system(),
            };
            return Ok(self.client_over(NativeTransport::new().trusting(&trust)));
        }
        Ok(self.client())
    }

    pub(super) fn resolve(settings: &Settings) -> Result<Self, ConnectError> {
        let search = Search {
            settings,
            file: OnceCell::new(),
        };
        let (base, from) = search.endpoint()?;
        let origin = base
            .origin()
            .cloned()
            .ok_or_else(|| ConnectError::Endpoint {
                from: from.to_string().into(),
                source: crate::address::InvalidAddress::NoHost,
            })?;
        let mut choices = vec![Choice {
            setting: Setting::Endpoint,
            from,
        }];
        let (credentials, choice) = search.credentials(&origin)?;
        choices.push(choice);
        let namespace = search.namespace()?;
        let namespace = namespace.map(|(namespace, from)| {
            choices.push(Choice {
                setting: Setting::Namespace,
                from,
            });
            namespace
        });
        let of_context = search.context_for(&origin)?;
        let ca_file = settings
            .ca_file
            .clone()
            .or_else(|| of_context?.1.ca_file.clone());
        Ok(Self {
            base,
            credentials,
            namespace,
            ca_file,
            choices,
        })
    }
}

type Named<'a> = (&'a str, &'a Context);

/// The settings, and what is read of the files as far as it is needed.
struct Search<'a> {
    settings: &'a Settings,
    file: OnceCell<ContextFile>,
}

impl Search<'_> {
    fn endpoint(&self) -> Result<(BaseUrl, Source), ConnectError> {
        let surroundings = &self.settings.surroundings;
        let mut looked_at = vec!["the call (nothing given)".to_owned()];
        if let Some(text) = &self.settings.endpoint {
            return parsed(text, Source::Caller);
        }
        if self.settings.context.is_some() {
            if let Some(found) = self.endpoint_of_context()? {
                return Ok(found);
            }
            looked_at.push("the context (it has no address)".to_owned());
        }
        if let Some(text) = surroundings.variable(ENDPOINT_VARIABLE) {
            return parsed(&text, Source::Variable(ENDPOINT_VARIABLE));
        }
        looked_at.push(format!("${ENDPOINT_VARIABLE} (not set)"));
        if self.settings.context.is_none() {
            if let Some(found) = self.endpoint_of_context()? {
                return Ok(found);
            }
            looked_at.push("the current context (there is none)".to_owned());
        }
        if surroundings.is_pod() {
            let installed = self.install_namespace()?;
            let text = format!("http://ml-pipeline.{installed}.svc.cluster.local:8888");
            return parsed(&text, Source::PodDefault);
        }
        looked_at.push("the pod (this is none: $KUBERNETES_SERVICE_HOST is not set)".to_owned());
        Err(ConnectError::NoEndpoint { looked_at })
    }

    fn endpoint_of_context(&self) -> Result<Option<(BaseUrl, Source)>, ConnectError> {
        match self.context()? {
            Some((name, context)) if !context.endpoint.trim().is_empty() => {
                parsed(&context.endpoint, Source::Context(name.to_owned())).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn install_namespace(&self) -> Result<Namespace, ConnectError> {
        if let Some(text) = &self.settings.install_namespace {
            return namespace(text, &Source::Caller);
        }
        let variable = INSTALL_NAMESPACE_VARIABLE;
        match self.settings.surroundings.variable(variable) {
            Some(text) => namespace(&text, &Source::Variable(variable)),
            None => namespace(INSTALL_NAMESPACE, &Source::PodDefault),
        }
    }

    fn namespace(&self) -> Result<Option<(Namespace, Source)>, ConnectError> {
        let settings = self.settings;
        let surroundings = &settings.surroundings;
        let found = |text: &str, from: Source| Ok(Some((namespace(text, &from)?, from)));
        if let Some(text) = &settings.namespace {
            return found(text, Source::Caller);
        }
        let of_context = |context: Option<Named<'_>>| {
            let (name, context) = context?;
            Some((context.namespace.clone()?, Source::Context(name.to_owned())))
        };
        if settings.context.is_some()
            && let Some((text, from)) = of_context(self.context()?)
        {
            return found(&text, from);
        }
        if let Some(text) = surroundings.variable(NAMESPACE_VARIABLE) {
            return found(&text, Source::Variable(NAMESPACE_VARIABLE));
        }
        if let Some((text, from)) = of_context(self.context()?) {
            return found(&text, from);
        }
        if let Some((python, path)) = self.python()?
            && let Some(text) = python.namespace()
        {
            return found(&text, Source::PythonContext(path));
        }
        if surroundings.is_pod()
            && let Ok(text) = std::fs::read_to_string(surroundings.path(POD_NAMESPACE_FILE))
        {
            return found(&text, Source::PodFile(POD_NAMESPACE_FILE));
        }
        Ok(None)
    }

    /// Chosen apart from the address: one that is given turns nothing off.
    fn credentials(&self, origin: &Origin) -> Result<(Credentials, Choice), ConnectError> {
        let surroundings = &self.settings.surroundings;
        if let Some(given) = only_one(&self.settings.credentials)? {
            return built(given, origin, Source::Caller);
        }
        if let Some((name, context)) = self.context_for(origin)? {
            let kept = kept(context, |path| surroundings.path(path));
            if let Some(given) = only_one(&kept)? {
                return built(given, origin, Source::Context(name.to_owned()));
            }
        }
        // A PodDefault names the usual path too: nobody chose to send that token out of the cluster.
        let named = surroundings
            .variable(TOKEN_PATH_VARIABLE)
            .filter(|path| path != TOKEN_PATH || origin.is_in_cluster());
        if let Some(path) = named {
            let given = Given::TokenFile(surroundings.path(path));
            return built(&given, origin, Source::Variable(TOKEN_PATH_VARIABLE));
        }
        // A token that nobody asked for goes to a service of the cluster alone.
        let path = surroundings.path(TOKEN_PATH);
        if origin.is_in_cluster() && path.exists() {
            let given = Given::TokenFile(path);
            return built(&given, origin, Source::PodFile(TOKEN_PATH));
        }
        if !origin.is_in_cluster()
            && let Some((python, path)) = self.python()?
            && let Some(given) = python.given()
        {
            return built(&given, origin, Source::PythonContext(path));
        }
        let choice = Choice {
            setting: Setting::NoCredentials,
            from: Source::Nothing,
        };
        Ok((Credentials::none(), choice))
    }

    /// The context that was named, else the current one.
    fn context(&self) -> Result<Option<Named<'_>>, ConnectError> {
        let file = self.file()?;
        let named = self.settings.context.as_ref();
        let Some(name) = named.or(file.current.as_ref()) else {
            return Ok(None);
        };
        match file.contexts.get_key_value(name) {
            Some((name, context)) => Ok(Some((name, context))),
            None => Err(ConnectError::UnknownContext {
                name: name.clone(),
                names: file.contexts.keys().cloned().collect(),
            }),
        }
    }

    /// The context, if it is about this origin: a credential of one address is never sent to another.
    fn context_for(&self, origin: &Origin) -> Result<Option<Named<'_>>, ConnectError> {
        let context = self.context()?;
        Ok(context.filter(|(_, context)| {
            let about = context.endpoint.parse::<Origin>();
            about.is_ok_and(|about| about == *origin)
        }))
    }

    fn file(&self) -> Result<&ContextFile, ConnectError> {
        if let Some(file) = self.file.get() {
            return Ok(file);
        }
        let read = match self.settings.contexts_path() {
            Some(path) => {
                ContextFile::read(&path).map_err(|source| ConnectError::Contexts { source })?
            }
            None => ContextFile::default(),
        };
        Ok(self.file.get_or_init(|| read))
    }

    fn python(&self) -> Result<Option<(PythonContext, PathBuf)>, ConnectError> {
        let Some(path) = python::path(&self.settings.surroundings) else {
            return Ok(None);
        };
        let context =
            PythonContext::read(&path).map_err(|source| ConnectError::Contexts { source })?;
        Ok(Some((context, path)))
    }
}

fn parsed(text: &str, from: Source) -> Result<(BaseUrl, Source), ConnectError> {
    match text.parse() {
        Ok(base) => Ok((base, from)),
        Err(source) => Err(ConnectError::Endpoint {
            from: from.to_string().into(),
            source,
        }),
    }
}

fn namespace(text: &str, from: &Source) -> Result<Namespace, ConnectError> {
    Namespace::new(text.trim()).map_err(|problem| ConnectError::Namespace {
        from: from.to_string().into(),
        problem,
    })
}

fn only_one(given: &[Given]) -> Result<Option<&Given>, ConnectError> {
    match given {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        [first, second, ..] => Err(ConnectError::TwoCredentials {
            first: first.setting(),
            second: second.setting(),
        }),
    }
}

/// The credentials that a context keeps.
fn kept(context: &Context, path: impl Fn(&Path) -> PathBuf) -> Vec<Given> {
    let header = context
        .header_name
        .clone()
        .zip(context.header_value.clone());
    let kept = [
        context.token.clone().map(Given::Bearer),
        context
            .token_file
            .as_deref()
            .map(|file| Given::TokenFile(path(file))),
        context.token_command.clone().map(Given::TokenCommand),
        context.cookie.clone().map(Given::Cookie),
        header.map(|(name, value)| Given::Header(name, value)),
    ];
    kept.into_iter().flatten().collect()
}

fn built(
    given: &Given,
    origin: &Origin,
    from: Source,
) -> Result<(Credentials, Choice), ConnectError> {
    let origin = origin.clone();
    let credentials = match given {
        Given::Bearer(token) => Credentials::bearer(origin, token.clone()),
        Given::Cookie(cookie) => Credentials::cookie(origin, cookie.clone()),
        Given::Header(name, value) => HeaderName::try_from(name.as_str())
            .map_err(|_| CredentialsError::Header)
            .and_then(|name| Credentials::header(origin, name, value.clone())),
        Given::TokenFile(path) => Ok(Credentials::token_file(origin, path)),
        Given::TokenCommand(command) => Credentials::command(origin, command.clone()),
    };
    let setting = given.setting();
    match credentials {
        Ok(credentials) => Ok((credentials, Choice { setting, from })),
        Err(source) => Err(ConnectError::Credentials {
            from: from.to_string().into(),
            source,
        }),
    }
}
