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

    /// Writes the first token to `path` and starts its rotation on `tasks`, until `stop`.
    ///
    /// # Errors
    /// [`SandboxError::Projection`] when the first token cannot be written.
    pub(crate) async fn start(
        path: PathBuf,
        request: TokenRequest,
        account_uid: String,
        (issuer, clock): (Arc<TokenIssuer>, Clock),
        (tasks, stop): (&TaskTracker, CancellationToken),
    ) -> Result<Self, SandboxError> {
        let pod = BoundPod {
            name: format!("{}-0", request.service_account),
            uid: Uuid::new_v4(),
        };
        let until_rotation = clock.machine_time(request.expires_in * ROTATE_AT_PERCENT / 100);
        let mint = move || issuer.mint(&request, &account_uid, Some(&pod), clock.now());
        write_atomically(&path, &mint())
            .await
            .map_err(|source| SandboxError::Projection {
                path: path.clone(),
                source,
            })?;
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::tokens::SigningKey;

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_when_four_fifths_of_its_life_are_over() {
        let folder = tempfile::tempdir().unwrap();
        let request = TokenRequest {
            expires_in: Duration::from_secs(1000),
            ..TokenRequest::for_pipelines("a", "b")
        };
        let issuer = Arc::new(TokenIssuer::new(SigningKey::generate().unwrap()));
        let tasks = TaskTracker::new();
        let projected = ProjectedToken::start(
            folder.path().join("token"),
            request,
            "uid".to_owned(),
            (issuer, Clock::system()),
            (&tasks, CancellationToken::new()),
        )
        .await
        .unwrap();
        let read = || std::fs::read_to_string(projected.path()).unwrap();
        let first = read();

        // The rotation's timer starts when its task first runs.
        tokio::task::yield_now().await;
        tokio::time::advance(Duration::from_secs(799)).await;
        assert_eq!(read(), first);
        let mut renewals = 0;
        for _ in 0..200 {
            tokio::time::advance(Duration::from_millis(20)).await;
            // Files are written off the async threads; a reader sees a whole token at any time.
            tokio::task::spawn_blocking(|| ()).await.unwrap();
            let token = read();
            assert_eq!(token.split('.').count(), 3);
            if token != first {
                renewals += 1;
                break;
            }
        }
        assert_eq!(renewals, 1, "the token was not renewed");
        drop(projected);
        tasks.close();
        tasks.wait().await;
    }
}
