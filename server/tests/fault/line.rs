//! A line of TCP that a test leads elsewhere.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// Leads every connection to where it is told to. Another end cuts what is open.
pub(crate) struct Line {
    pub(crate) address: SocketAddr,
    to: watch::Sender<Option<SocketAddr>>,
    serving: AbortHandle,
}

impl Line {
    pub(crate) async fn to(end: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (to, led) = watch::channel(Some(end));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(lead(stream, led.clone()));
            }
        });
        Self {
            address,
            to,
            serving: serving.abort_handle(),
        }
    }

    /// From now on connections lead there; to nowhere they are closed at once.
    pub(crate) fn lead(&self, end: Option<SocketAddr>) {
        self.to.send_replace(end);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn lead(mut stream: TcpStream, mut led: watch::Receiver<Option<SocketAddr>>) {
    let Some(end) = *led.borrow_and_update() else {
        return;
    };
    let Ok(mut far) = TcpStream::connect(end).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut stream, &mut far) => {}
        _ = led.changed() => {}
    }
}
