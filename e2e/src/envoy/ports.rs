//! Where a mesh listens, known before it is there.

use std::net::SocketAddr;

use anyhow::Result;

use super::port::Port;

/// Ports of a mesh that is not yet there: an application may be told its way out before Envoy runs.
#[derive(Debug)]
pub struct Ports {
    pub(super) gateways: [Port; 2],
    pub(super) replicas: Vec<ReplicaPorts>,
    pub(super) console: Port,
    pub(super) console_without_policy: Port,
    pub(super) ml_pipeline: Port,
    pub(super) console_to_ml_pipeline: Port,
    pub(super) notebook_to_ml_pipeline: Port,
    pub(super) notebook_to_console: Port,
    pub(super) notebook_to_console_without_policy: Port,
    pub(super) rogue_to_console: Port,
}

/// Ports around one replica of the console.
#[derive(Debug)]
pub(super) struct ReplicaPorts {
    /// Its sidecar, as it is deployed: mutual TLS alone, the gateway alone.
    pub(super) inbound: Port,
    /// To it for a program with the gateway's certificate.
    pub(super) from_gateway: Port,
}

impl Ports {
    /// Takes ports for a console of one replica.
    ///
    /// # Errors
    /// When there are none.
    pub fn reserve() -> Result<Self> {
        Self::reserve_for(1)
    }

    /// Takes ports for so many replicas.
    ///
    /// # Errors
    /// When there are none.
    pub fn reserve_for(replicas: usize) -> Result<Self> {
        let replicas = (0..replicas).map(|_| {
            Ok(ReplicaPorts {
                inbound: Port::reserve()?,
                from_gateway: Port::reserve()?,
            })
        });
        Ok(Self {
            gateways: [Port::reserve()?, Port::reserve()?],
            replicas: replicas.collect::<Result<_>>()?,
            console: Port::reserve()?,
            console_without_policy: Port::reserve()?,
            ml_pipeline: Port::reserve()?,
            console_to_ml_pipeline: Port::reserve()?,
            notebook_to_ml_pipeline: Port::reserve()?,
            notebook_to_console: Port::reserve()?,
            notebook_to_console_without_policy: Port::reserve()?,
            rogue_to_console: Port::reserve()?,
        })
    }

    pub(super) fn all(&self) -> Vec<SocketAddr> {
        let replicas = self
            .replicas
            .iter()
            .flat_map(|replica| [&replica.inbound, &replica.from_gateway]);
        self.gateways
            .iter()
            .chain(replicas)
            .chain([
                &self.console,
                &self.console_without_policy,
                &self.ml_pipeline,
                &self.console_to_ml_pipeline,
                &self.notebook_to_ml_pipeline,
                &self.notebook_to_console,
                &self.notebook_to_console_without_policy,
                &self.rogue_to_console,
            ])
            .map(Port::address)
            .collect()
    }

    /// Where the console reaches `ml-pipeline` with its own identity.
    pub fn console_to_ml_pipeline(&self) -> SocketAddr {
        self.console_to_ml_pipeline.address()
    }
}
