//! A part that can be gone, and come back at the same address.

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::switch::{Switch, Switches};
use crate::listener;

/// A listener that is closed while a switch is on.
#[derive(Debug)]
pub(crate) struct Process {
    switches: Switches,
    down: Switch,
    stop: CancellationToken,
}

impl Process {
    /// Gone while `down` is on, and for good after `stop`.
    pub(crate) fn new(switches: Switches, down: Switch, stop: CancellationToken) -> Self {
        Self {
            switches,
            down,
            stop,
        }
    }

    /// Serves until `stop`, as programs in Go do.
    pub(crate) async fn serve(self, first: TcpListener, router: Router) {
        let Ok(address) = first.local_addr() else {
            return;
        };
        let mut listener = Some(first);
        while let Some(open) = listener.take() {
            let life = self.stop.child_token();
            let serving = listener::serve_as_go(open, router.clone(), life.clone());
            let dying = async {
                self.switches.until(self.down, true).await;
                life.cancel();
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = serving => {}
                () = dying => {}
            }
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = self.switches.until(self.down, false) => {}
            }
            if self.stop.is_cancelled() {
                return;
            }
            match TcpListener::bind(address).await {
                Ok(again) => listener = Some(again),
                Err(error) => {
                    tracing::error!(%error, %address, "the address was taken while the process was down");
                }
            }
        }
    }
}
