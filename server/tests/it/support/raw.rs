use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// What a server that is no HTTP server does with a connection once a request has arrived.
#[derive(Clone, Debug)]
pub(crate) enum RawServer {
    /// Writes these bytes and closes.
    Write(Vec<u8>),
    /// Writes these bytes and stays silent.
    WriteAndHang(Vec<u8>),
    /// Closes with a reset.
    Reset,
}

impl RawServer {
    pub(crate) async fn start(self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let behaviour = self.clone();
                tokio::spawn(async move {
                    let mut request = [0; 16 * 1024];
                    let _ = stream.read(&mut request).await;
                    match behaviour {
                        Self::Write(bytes) => {
                            let _ = stream.write_all(&bytes).await;
                            let _ = stream.shutdown().await;
                        }
                        Self::WriteAndHang(bytes) => {
                            let _ = stream.write_all(&bytes).await;
                            std::future::pending::<()>().await;
                        }
                        Self::Reset => {
                            let _ = stream.set_zero_linger();
                        }
                    }
                });
            }
        });
        address
    }
}
