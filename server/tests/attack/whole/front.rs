//! What stands behind the gateway.

use std::net::SocketAddr;

use kfp_console::config::Defence;
use kfp_console::{Config, Console};

use super::Whole;
use super::bare::Bare;
use crate::support::flags;

/// A console, or what is in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Front {
    /// The console as it is delivered.
    Whole,
    /// Kubernetes allows everybody everything.
    WithoutReviews,
    /// A defence is left out.
    Without(Defence),
    /// One setting is another one.
    With(&'static str),
    /// No console: what comes is passed on to KFP with the console's token.
    Bare,
}

/// A front that serves until it is dropped.
pub(crate) enum Standing {
    Console(Box<Console>),
    Bare(Bare),
}

impl Standing {
    pub(super) async fn start(whole: &Whole, front: Front) -> Self {
        if front == Front::Bare {
            let token = std::fs::read_to_string(whole.folder.path().join("kfp"));
            let kfp = whole.sandbox.addresses().console_sidecar;
            return Self::Bare(Bare::start(kfp, token.expect("a token")).await);
        }
        let console = Console::start(config(whole, front)).await;
        Self::Console(Box::new(console.expect("a console")))
    }

    /// The same as the gateway names it.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Where the gateway's requests arrive.
    pub(crate) fn address(&self) -> SocketAddr {
        match self {
            Self::Console(console) => console.address(),
            Self::Bare(bare) => bare.address,
        }
    }
}

fn config(whole: &Whole, front: Front) -> Config {
    let addresses = whole.sandbox.addresses();
    let kubernetes = match front {
        Front::WithoutReviews => whole.allowing.address,
        _ => addresses.kubernetes,
    };
    let file = |name: &str| whole.folder.path().join(name).display().to_string();
    let mut flags = vec![
        "--listen=127.0.0.1:0".to_owned(),
        "--ops-listen=127.0.0.1:0".to_owned(),
        format!("--kfp-url=http://{}", addresses.console_sidecar),
        format!("--kfp-token-file={}", file("kfp")),
        format!("--kubernetes-url=http://{kubernetes}"),
        format!("--kubernetes-token-file={}", file("kubernetes")),
        // The simulated KFP has no such limits, and nothing that an attempt changed may be hidden from the next.
        "--kfp-rate=1000".to_owned(),
        "--kfp-burst=1000".to_owned(),
        "--read-cache=0s".to_owned(),
        "--drain-delay=0s".to_owned(),
    ];
    if let Front::With(flag) = front {
        flags::set(&mut flags, &[flag]);
    }
    let mut config = Config::from_flags(flags).expect("flags");
    if let Front::Without(defence) = front {
        config.without = Some(defence);
    }
    config
}
