//! What is shown of a context: never a secret.

use kfp_core::connect::{ConnectError, Context, ContextFile};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{Column, Row, column, moment, wide};

/// A context without its secrets, and without what this version does not know, which may be one.
#[derive(Debug, Serialize)]
pub(super) struct View {
    name: String,
    current: bool,
    endpoint: String,
    namespace: Option<String>,
    credentials: Vec<String>,
    cookie_expires_at: Option<String>,
    token_file: Option<String>,
    /// The program alone: its arguments may be secrets.
    token_command: Option<String>,
    ca_file: Option<String>,
}

impl View {
    pub(super) fn of_all(file: &ContextFile) -> Vec<Self> {
        let contexts = file.contexts.iter();
        contexts
            .map(|(name, context)| Self::new(file, name, context))
            .collect()
    }

    /// One of them.
    pub(super) fn of(file: &ContextFile, name: &str) -> Result<Self, Failure> {
        match file.contexts.get(name) {
            Some(context) => Ok(Self::new(file, name, context)),
            None => Err(Failure::Connect(ConnectError::UnknownContext {
                name: name.to_owned(),
                names: file.contexts.keys().cloned().collect(),
            })),
        }
    }

    fn new(file: &ContextFile, name: &str, context: &Context) -> Self {
        let path = |path: &Option<std::path::PathBuf>| {
            path.as_ref().map(|path| path.display().to_string())
        };
        let kinds = context.credentials().into_iter();
        Self {
            name: name.to_owned(),
            current: file.current.as_deref() == Some(name),
            endpoint: without_password(&context.endpoint),
            namespace: context.namespace.clone(),
            credentials: kinds.map(|kind| kind.to_string()).collect(),
            cookie_expires_at: context.cookie_expires_at.map(|time| moment(Some(time))),
            token_file: path(&context.token_file),
            token_command: context
                .token_command
                .as_ref()
                .and_then(|words| words.first().cloned()),
            ca_file: path(&context.ca_file),
        }
    }
}

/// What somebody wrote into the file by hand may hold a password.
fn without_password(endpoint: &str) -> String {
    match endpoint.parse::<kfp_core::BaseUrl>() {
        Ok(base) => base.to_string(),
        Err(_) if endpoint.is_empty() => String::new(),
        Err(problem) => format!("({problem})"),
    }
}

impl Row for View {
    const COLUMNS: &'static [Column] = &[
        column("CURRENT"),
        column("NAME"),
        column("ENDPOINT"),
        column("NAMESPACE"),
        column("CREDENTIALS"),
        wide("EXPIRES"),
        wide("CA FILE"),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            if self.current { "*" } else { "" }.to_owned(),
            self.name.clone(),
            self.endpoint.clone(),
            self.namespace.clone().unwrap_or_default(),
            self.credentials.join(", "),
            self.cookie_expires_at.clone().unwrap_or_default(),
            self.ca_file.clone().unwrap_or_default(),
        ]
    }

    fn id(&self) -> &str {
        &self.name
    }
}
