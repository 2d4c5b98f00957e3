//! A network connection that can be cut and mended.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A TCP line to another address. While it is cut, what was open is closed and what comes is closed at once, so that
/// whoever calls sees a peer that does not answer.
#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    intact: Arc<watch::Sender<bool>>,
    accepting: JoinHandle<()>,
}

impl Line {
    /// Lays an intact line to `target`.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn to(target: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .context("no free port")?;
        let address = listener.local_addr()?;
        let intact = Arc::new(watch::Sender::new(true));
        let accepting = tokio::spawn(accept(listener, target, Arc::clone(&intact)));
        Ok(Self {
            address,
            intact,
            accepting,
        })
    }

    /// Where callers connect to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts the line.
    pub fn cut(&self) {
        self.intact.send_replace(false);
    }

    /// Makes it whole again.
    pub fn mend(&self) {
        self.intact.send_replace(true);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
    }
}

async fn accept(listener: TcpListener, target: SocketAddr, intact: Arc<watch::Sender<bool>>) {
    while let Ok((caller, _)) = listener.accept().await {
        tokio::spawn(carry(caller, target, intact.subscribe()));
    }
}

async fn carry(mut caller: TcpStream, target: SocketAddr, mut intact: watch::Receiver<bool>) {
    if !*intact.borrow_and_update() {
        return;
    }
    let Ok(mut peer) = TcpStream::connect(target).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut caller, &mut peer) => {}
        _ = intact.wait_for(|intact| !intact) => {}
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut reader, mut writer) = stream.split();
                    tokio::io::copy(&mut reader, &mut writer).await
                });
            }
        });
        address
    }

    /// What comes back for one byte; `None` for a closed line.
    async fn ask(stream: &mut TcpStream) -> Option<u8> {
        stream.write_u8(7).await.ok()?;
        stream.read_u8().await.ok()
    }

    #[tokio::test]
    async fn a_cut_line_closes_what_is_open_and_what_comes_until_it_is_mended() {
        let line = Line::to(echo().await).await.unwrap();
        let mut open = TcpStream::connect(line.address()).await.unwrap();
        assert_eq!(ask(&mut open).await, Some(7));
        line.cut();
        assert_eq!(open.read_u8().await.ok(), None);
        let mut new = TcpStream::connect(line.address()).await.unwrap();
        assert_eq!(ask(&mut new).await, None);
        line.mend();
        let mut again = TcpStream::connect(line.address()).await.unwrap();
        assert_eq!(ask(&mut again).await, Some(7));
    }
}
