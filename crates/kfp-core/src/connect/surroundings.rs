//! The environment and the files that are looked at.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

/// The environment variables and the root of the files. A test brings its own.
#[derive(Clone)]
pub struct Surroundings {
    lookup: Arc<Lookup>,
    root: PathBuf,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self::new(|name| std::env::var(name).ok(), "/")
    }

    /// Others: a variable's value by its name, and a folder in the place of `/`.
    pub fn new(
        lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
        root: impl Into<PathBuf>,
    ) -> Self {
        Self {
            lookup: Arc::new(lookup),
            root: root.into(),
        }
    }

    /// The value of a variable without white space around it; one that is empty counts as not set.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        let value = (self.lookup)(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Where a file that is named by its whole path lies here.
    pub(super) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = path.as_ref();
        path.strip_prefix("/")
            .map_or_else(|_| path.to_owned(), |inside| self.root.join(inside))
    }

    /// Whether this is a pod. Unlike Python's client we do not ask for a mounted Kubernetes token: a pod may have only
    /// that for KFP.
    pub(super) fn is_pod(&self) -> bool {
        self.variable("KUBERNETES_SERVICE_HOST").is_some()
            && self.variable("KUBERNETES_SERVICE_PORT").is_some()
    }

    /// The folder of a user's settings; `None` without a home.
    pub(super) fn config_folder(&self) -> Option<PathBuf> {
        let xdg = self.variable("XDG_CONFIG_HOME").map(PathBuf::from);
        let xdg = xdg.filter(|folder| folder.is_absolute());
        xdg.map(|folder| self.path(folder))
            .or_else(|| Some(self.home()?.join(".config")))
    }

    pub(super) fn home(&self) -> Option<PathBuf> {
        let home = PathBuf::from(self.variable("HOME")?);
        home.is_absolute().then(|| self.path(home))
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Surroundings({})", self.root.display())
    }
}
