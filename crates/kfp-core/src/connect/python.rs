//! The context file of KFP's Python client, which is read and never written.

use std::path::PathBuf;

use serde::Deserialize;

use super::context::{Context, ContextFileError, parse, read_small};
use super::settings::Given;
use super::surroundings::Surroundings;

/// `~/.config/kfp/context.json`. Python's client does not look at XDG's variable either.
pub(super) fn path(surroundings: &Surroundings) -> Option<PathBuf> {
    Some(surroundings.home()?.join(".config/kfp/context.json"))
}

/// What it says: a namespace, a cookie, a header. It belongs to no address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PythonContext {
    #[serde(flatten)]
    context: Context,
}

impl PythonContext {
    pub(super) fn read(path: &std::path::Path) -> Result<Self, ContextFileError> {
        let fail = |fault| ContextFileError {
            path: path.to_owned(),
            fault,
        };
        // Python's client writes it with the rights of any file, so those are no reason to refuse it.
        match read_small(path).map_err(fail)? {
            Some((text, _)) => parse(&text).map_err(fail),
            None => Ok(Self::default()),
        }
    }

    pub(super) fn namespace(&self) -> Option<String> {
        let namespace = self.context.namespace.as_deref().unwrap_or_default().trim();
        (!namespace.is_empty()).then(|| namespace.to_owned())
    }

    /// A cookie before a header: only one of them is sent.
    pub(super) fn given(&self) -> Option<Given> {
        let cookie = self.context.cookie.clone().map(Given::Cookie);
        cookie.or_else(|| {
            let name = self.context.header_name.clone()?;
            Some(Given::Header(name, self.context.header_value.clone()?))
        })
    }
}
