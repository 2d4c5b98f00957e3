//! The path under which the gateway serves the console.

use super::Route;

/// The path under which the gateway serves the console, with both slashes, such as `/kfp-console/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prefix(pub(super) Box<str>);

impl Prefix {
    /// Takes the path of the document's base address; what stands behind its last slash is not part of it.
    pub(crate) fn new(base_path: &str) -> Self {
        let end = base_path.rfind('/').map_or(0, |slash| slash + 1);
        let folder = base_path.get(..end).unwrap_or_default();
        if folder.starts_with('/') {
            Self(folder.into())
        } else {
            Self("/".into())
        }
    }

    /// The prefix of the page: the address that the server wrote into its `<base>`.
    pub(crate) fn of_document() -> Self {
        let base = leptos::prelude::document().base_uri().ok().flatten();
        let path = base
            .and_then(|base| web_sys::Url::new(&base).ok())
            .map(|base| base.pathname());
        Self::new(path.as_deref().unwrap_or("/"))
    }

    /// The full path of a page.
    pub(crate) fn path(&self, route: &Route) -> String {
        self.join(&route.path())
    }

    /// Puts the prefix before a path that begins with `/`.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{}", self.0.trim_end_matches('/'), path)
    }

    /// Reads a full path. A path outside the prefix is unknown.
    pub(crate) fn parse(&self, full_path: &str) -> Route {
        let bare = self.0.trim_end_matches('/');
        match full_path.strip_prefix(bare) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Route::parse(rest),
            _ => Route::Unknown,
        }
    }
}
