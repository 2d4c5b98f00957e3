//! A pod's surroundings: the name of the service, and the files that Kubernetes mounts.

use std::ffi::OsStr;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use super::script::Script;

/// The name that the client uses when nobody names a host; the port is always 8888.
const SERVICE: &str = "ml-pipeline.kubeflow.svc.cluster.local";

/// Lays the pod's files over the machine's, for this process and its children alone. `/run` becomes an empty folder:
/// `/var/run/secrets` below it is where Kubernetes mounts.
const ENTER: &str = r#"
set -eu
mount --make-rprivate /
mount --bind "$POD_FILES/hosts" /etc/hosts
mount -t tmpfs tmpfs /run
mkdir -p /var/run/secrets
cp -r "$POD_FILES/secrets/." /var/run/secrets/
exec "$@"
"#;

/// Files and names of one pod.
#[derive(Debug)]
pub struct Pod {
    files: TempDir,
}

impl Pod {
    /// A pod of `namespace` with these two tokens, in a cluster whose pipeline API listens at `service`.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn new(
        namespace: &str,
        pipelines_token: &str,
        kubernetes_token: &str,
        service: SocketAddr,
    ) -> Result<Self> {
        let files = tempfile::tempdir().context("no folder for the pod's files")?;
        let root = files.path();
        write(
            root,
            "hosts",
            &format!("127.0.0.1 localhost\n{} {SERVICE}\n", service.ip()),
        )?;
        write(root, "secrets/kubeflow/pipelines/token", pipelines_token)?;
        let account = "secrets/kubernetes.io/serviceaccount";
        write(root, &format!("{account}/token"), kubernetes_token)?;
        write(root, &format!("{account}/namespace"), namespace)?;
        // The client only looks whether there is one.
        write(
            root,
            &format!("{account}/ca.crt"),
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        )?;
        Ok(Self { files })
    }

    /// A script in these surroundings.
    pub(super) fn script(&self, name: &str) -> Result<Script> {
        let runner = [
            "unshare",
            "--mount",
            "--map-root-user",
            "sh",
            "-c",
            ENTER,
            "pod",
        ]
        .map(OsStr::new);
        Ok(Script::under(&runner, name)?
            .env("POD_FILES", self.files.path())
            .env("KUBERNETES_SERVICE_HOST", "10.96.0.1")
            .env("KUBERNETES_SERVICE_PORT", "443"))
    }
}

fn write(root: &Path, name: &str, text: &str) -> Result<()> {
    let path = root.join(name);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
