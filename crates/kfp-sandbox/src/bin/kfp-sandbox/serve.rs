//! `kfp-sandbox serve`.

use std::error::Error;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};

use kfp_sandbox::{Clock, Listen, Sandbox, SandboxConfig, Storage};
use tracing_subscriber::EnvFilter;

use super::cli::Serve;
use super::{report, stop};

/// Starts a sandbox, says where it listens, and stops it when asked to.
pub(super) async fn run(arguments: Serve) -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_new(&arguments.log)?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(|error| error.to_string())?;
    // Asked before the start, so that a signal during the start is not lost.
    let stopped = stop::asked_to_stop()?;
    let listen = listen(&arguments)?;
    let as_json = arguments.json;
    let sandbox = Sandbox::start(config(arguments, listen)).await?;
    let said = if as_json {
        report::json(&sandbox)
    } else {
        report::text(&sandbox)
    };
    let mut out = std::io::stdout().lock();
    out.write_all(said.as_bytes())?;
    out.flush()?;
    drop(out);
    stopped.await;
    sandbox.shutdown().await;
    Ok(())
}

fn config(arguments: Serve, listen: Listen) -> SandboxConfig {
    let mut config = SandboxConfig::default();
    config.storage = arguments.data.map_or(Storage::Memory, Storage::File);
    config.login = arguments.login.into();
    config.multi_user = !arguments.single_user;
    config.seed = !arguments.empty;
    config.console = arguments.console;
    config.session_life = arguments.session_life;
    config.listen = listen;
    config.clock = if arguments.stand_still {
        Clock::stepped(Clock::system().now())
    } else if arguments.speed > 1 {
        Clock::fast(arguments.speed)
    } else {
        Clock::system()
    };
    config
}

/// The gateway's port is the one asked for; the other parts take the ones after it.
fn listen(arguments: &Serve) -> Result<Listen, String> {
    let at = |offset: u16| {
        let port = match arguments.port {
            0 => Some(0),
            port => port.checked_add(offset),
        };
        port.map(|port| SocketAddr::new(arguments.host, port))
            .ok_or_else(|| format!("there are not enough ports after --port {}", arguments.port))
    };
    Ok(Listen {
        gateway: at(0)?,
        ml_pipeline: at(1)?,
        kfp: at(2)?,
        kubernetes: at(3)?,
        login: at(4)?,
        console_sidecar: at(5)?,
        control: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), at(6)?.port()),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use clap::Parser as _;

    use super::super::cli::Cli;
    use super::*;

    fn clock_of(flags: &[&str]) -> Clock {
        let arguments = Cli::parse_from(["kfp-sandbox", "serve"].iter().chain(flags)).into_serve();
        let listen = listen(&arguments).unwrap();
        config(arguments, listen).clock
    }

    #[test]
    fn time_stands_still_or_runs() {
        let still = clock_of(&["--stand-still"]);
        assert_eq!(still.now(), still.now());
        let fast = clock_of(&["--speed", "1000000"]);
        let (machine, earlier) = (Instant::now(), fast.now());
        while machine.elapsed().as_micros() < 10 {}
        assert!(fast.now() - earlier > machine.elapsed() * 1000);
    }
}
