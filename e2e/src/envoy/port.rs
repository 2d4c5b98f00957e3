//! Ports that stay free for Envoy.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result};
use tokio::net::TcpSocket;

/// A loopback port of Envoy's.
///
/// The socket is bound and never listens. While it lives the system gives the port to nobody else; Envoy can take it all the
/// same, because both ask for a shared port.
#[derive(Debug)]
pub(super) struct Port {
    address: SocketAddr,
    _reservation: TcpSocket,
}

impl Port {
    pub(super) fn reserve() -> Result<Self> {
        let socket = TcpSocket::new_v4().context("no socket to be had")?;
        socket
            .set_reuseport(true)
            .context("ports cannot be shared here")?;
        socket
            .bind((Ipv4Addr::LOCALHOST, 0).into())
            .context("no free loopback port")?;
        let address = socket
            .local_addr()
            .context("a bound socket has an address")?;
        Ok(Self {
            address,
            _reservation: socket,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}
