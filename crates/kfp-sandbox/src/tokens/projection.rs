//! A projected token file, written and rotated as the kubelet does.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::service_account::{BoundPod, TokenIssuer, TokenRequest};
use crate::clock::Clock;
use crate::error::SandboxError;

/// The kubelet renews a token when this share of its life is over.
const ROTATE_AT_PERCENT: u32 = 80;

/// A token file that is kept fresh until this value is dropped.
#[derive(Debug)]
pub struct ProjectedToken {
    path: PathBuf,
    _stop: DropGuard,
}

impl ProjectedToken {
    /// The token's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the first token to `path` and starts its rotation on `tasks`.
    ///
    /// # Errors
    /// [`SandboxError::Projection`] when the first token cannot be written.
    pub(crate) async fn start(
        path: PathBuf,
        request: TokenRequest,
        account_uid: String,
        issuer: Arc<TokenIssuer>,
        clock: Clock,
        tasks: &TaskTracker,
    ) -> Result<Self, SandboxError> {
        let pod = BoundPod {
            name: format!("{}-0", request.service_account),
            uid: Uuid::new_v4(),
        };
        let until_rotation = request.expires_in * ROTATE_AT_PERCENT / 100;
        let mint = move || issuer.mint(&request, &account_uid, Some(&pod), clock.now());
        write_atomically(&path, &mint())
            .await
            .map_err(|source| SandboxError::Projection {
                path: path.clone(),
                source,
            })?;
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let file = path.clone();
        tasks.spawn(async move {
            while stopped.run_until_cancelled(tokio::time::sleep(until_rotation)).await.is_some() {
                if let Err(error) = write_atomically(&file, &mint()).await {
                    tracing::warn!(%error, path = %file.display(), "the projected token could not be renewed");
                }
            }
        });
        Ok(Self {
            path,
            _stop: stop.drop_guard(),
        })
    }
}

/// Writes `token` beside `path` and renames it over `path`, so that a reader sees the old token or the new one and
/// never half of either.
async fn write_atomically(path: &Path, token: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", Uuid::new_v4()));
    let fresh = path.with_file_name(name);
    tokio::fs::write(&fresh, token).await?;
    restrict(&fresh).await?;
    tokio::fs::rename(&fresh, path).await
}

/// The kubelet gives the file to its owner alone.
#[cfg(unix)]
async fn restrict(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    tokio::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).await
}

#[cfg(not(unix))]
#[expect(clippy::unused_async, reason = "the same signature on every system")]
async fn restrict(_path: &Path) -> io::Result<()> {
    Ok(())
}
