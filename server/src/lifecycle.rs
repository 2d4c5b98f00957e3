//! Ready, draining, gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether new requests should be sent here. Closes once and never opens again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// From now on requests may come.
    pub(crate) fn open(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// From now on requests should go elsewhere.
    pub(crate) fn close(&self) {
        self.0.store(false, Ordering::Release);
    }

    pub(crate) fn is_open(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Ends when the process is asked to stop: Ctrl-C, or SIGTERM as Kubernetes sends it.
pub async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM will not be noticed");
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
