//! Where the sources, the tools and the build results are.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

/// The one folder outside the checkout that holds tools and build results.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    /// `$KFP_CONSOLE_CACHE`, else `$XDG_CACHE_HOME/kfp-console`, else `~/.cache/kfp-console`.
    ///
    /// Relative values are ignored, as the base directory specification of freedesktop.org demands for
    /// `XDG_CACHE_HOME`: they would name another folder from every directory.
    fn locate(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        let absolute = |name: &str| {
            variable(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        absolute("KFP_CONSOLE_CACHE")
            .or_else(|| absolute("XDG_CACHE_HOME").map(|path| path.join("kfp-console")))
            .or_else(|| absolute("HOME").map(|path| path.join(".cache/kfp-console")))
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Tools installed by `cargo install`.
    pub(crate) fn bin(&self) -> PathBuf {
        self.root.join("bin")
    }

    /// Folder of the packages that come from npm.
    pub(crate) fn node(&self) -> PathBuf {
        self.root.join("node")
    }

    /// Programs of the packages that come from npm.
    pub(crate) fn node_bin(&self) -> PathBuf {
        self.root.join("node/node_modules/.bin")
    }

    /// The virtual environment of Python.
    pub(crate) fn python(&self) -> PathBuf {
        self.root.join("python")
    }

    /// Where the standard library for wasm32 is built.
    pub(crate) fn std(&self) -> PathBuf {
        self.root.join("std")
    }

    /// Built frontends, one folder per state of the sources.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }
}

/// What every routine needs to know of its surroundings.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    root: PathBuf,
    cache: Cache,
    target: PathBuf,
}

impl Context {
    /// Read the surroundings: the checkout this program was built from, and the environment.
    pub(crate) fn from_env() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        // A binary from a shared target folder may have been built from another checkout: cargo names ours.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| manifest.to_owned(), PathBuf::from);
        let Some(root) = manifest
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file())
        else {
            bail!(
                "no Cargo.lock above {}; start this through `cargo xtask` in the checkout",
                manifest.display()
            );
        };
        let cache = Cache::locate(|name| std::env::var_os(name)).context(
            "neither KFP_CONSOLE_CACHE nor XDG_CACHE_HOME nor HOME is set to an absolute path",
        )?;
        fs::create_dir_all(&cache)
            .with_context(|| format!("cannot create the cache folder {}", cache.display()))?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| cache.join("target"), |target| root.join(target));
        Ok(Self {
            root: root.to_owned(),
            cache: Cache { root: cache },
            target,
        })
    }

    /// The checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Build results of the native crates: `$CARGO_TARGET_DIR`, else a folder of the cache, so that a second
    /// checkout does not compile the dependencies again.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Build results of the browser program. A folder of its own, since another compiler may build it.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locate(variables: &[(&str, &str)]) -> Option<PathBuf> {
        Cache::locate(|name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).into())
        })
    }

    #[test]
    fn the_cache_folder_follows_the_most_specific_variable() {
        let home = ("HOME", "/home/ada");
        assert_eq!(locate(&[home]), Some("/home/ada/.cache/kfp-console".into()));
        assert_eq!(
            locate(&[home, ("XDG_CACHE_HOME", "/x")]),
            Some("/x/kfp-console".into())
        );
        assert_eq!(
            locate(&[home, ("XDG_CACHE_HOME", "/x"), ("KFP_CONSOLE_CACHE", "/k")]),
            Some("/k".into())
        );
        assert_eq!(locate(&[]), None);
    }

    #[test]
    fn relative_and_empty_values_are_ignored() {
        let home = ("HOME", "/home/ada");
        assert_eq!(
            locate(&[home, ("XDG_CACHE_HOME", ""), ("KFP_CONSOLE_CACHE", "cache")]),
            Some("/home/ada/.cache/kfp-console".into())
        );
    }
}
