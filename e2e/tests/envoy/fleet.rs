//! A console of several replicas, each a program of its own, behind a real Envoy.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use e2e::envoy::{Application, Jar, Mesh, Ports, Replica, Reply, get, sign_in};
use e2e::fixture::ConsoleTokens;
use e2e::program::Program;
use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::load::Outcome;
use crate::platform::{OWN_EXPERIMENTS, OWNER, call};

const PROGRAM: &str = env!("CARGO_BIN_EXE_e2e-console");
/// The key of the replicas that share one.
const SHARED_KEY: &str = "0123456789abcdef0123456789abcdef-shared-by-replicas";
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(5);

/// Everything, running.
pub(crate) struct Fleet {
    pub(crate) sandbox: Sandbox,
    pub(crate) mesh: Mesh,
    pub(crate) replicas: Vec<Program>,
    /// The owner's session at the gateway.
    pub(crate) jar: Jar,
    flags: Vec<Vec<String>>,
    /// What those logged that have ended.
    earlier_log: String,
    tokens: ConsoleTokens,
    _keys: TempDir,
}

impl Fleet {
    /// So many replicas with one key, and with these flags in place of the usual ones.
    pub(crate) async fn start(replicas: usize, flags: &[&str]) -> Result<Self> {
        let keys = vec![SHARED_KEY; replicas];
        Self::start_with_keys(&keys, flags).await
    }

    /// One replica for each key.
    pub(crate) async fn start_with_keys(keys: &[&str], flags: &[&str]) -> Result<Self> {
        let mut config = SandboxConfig::default();
        config.login = LoginEra::Oauth2Proxy;
        let sandbox = Sandbox::start(config).await?;
        let tokens = ConsoleTokens::project(&sandbox).await?;
        let ports = Ports::reserve_for(keys.len())?;
        let way_out = format!("http://{}", ports.console_to_ml_pipeline());
        let folder = tempfile::tempdir()?;
        let (mut all_flags, mut replicas) = (Vec::new(), Vec::new());
        for (number, key) in keys.iter().enumerate() {
            let file = folder.path().join(number.to_string());
            std::fs::write(&file, key)?;
            let mut own = tokens.console_flags(&sandbox, &way_out);
            own.push(format!("--page-token-key-file={}", file.display()));
            for flag in flags {
                set(&mut own, flag);
            }
            replicas.push(Program::start(Path::new(PROGRAM), &own).await?);
            all_flags.push(own);
        }
        let endpoints = replicas.iter().map(|replica| Replica {
            address: replica.address(),
            readiness: replica.ops_address(),
        });
        let application = Application::Replicas(endpoints.collect());
        let addresses = *sandbox.addresses();
        let mesh = Mesh::start(ports, addresses.login, addresses.kfp, application).await?;
        let gateway = mesh.gateway(LoginEra::Oauth2Proxy);
        let jar = sign_in(gateway, OWNER, "jbpark8").await?;
        let fleet = Self {
            sandbox,
            mesh,
            replicas,
            jar,
            flags: all_flags,
            earlier_log: String::new(),
            tokens,
            _keys: folder,
        };
        for number in 0..keys.len() {
            fleet.until_it_is_sent_requests(number).await?;
        }
        Ok(fleet)
    }

    pub(crate) fn gateway(&self) -> SocketAddr {
        self.mesh.gateway(LoginEra::Oauth2Proxy)
    }

    /// A GET of the owner through the gateway, which chooses the replica.
    pub(crate) async fn get(&self, url: &str) -> Result<Reply> {
        let cookie = self.jar.header();
        get(self.gateway(), url, &[("Cookie", cookie.as_str())]).await
    }

    /// A GET of a user at one replica, as the gateway passes it on.
    pub(crate) async fn get_at(&self, replica: usize, user: &str, url: &str) -> Result<Reply> {
        let to = self.mesh.gateway_to_replica(replica);
        call(to, url, &[("kubeflow-userid", user)]).await
    }

    /// How many requests for a route a replica has answered.
    pub(crate) async fn answered(&self, replica: usize, route: &str) -> Result<u64> {
        let metrics = call(self.replicas[replica].ops_address(), "/metrics", &[]).await?;
        let route = format!("route=\"{route}\"");
        Ok(metrics
            .text()
            .lines()
            .filter(|line| line.starts_with("kfp_console_requests_total") && line.contains(&route))
            .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
            .sum())
    }

    /// A figure of a replica.
    pub(crate) async fn figure(&self, replica: usize, name: &str) -> Result<u64> {
        let metrics = call(self.replicas[replica].ops_address(), "/metrics", &[]).await?;
        let line = metrics.text().lines().find_map(|line| {
            let value = line.strip_prefix(name)?.trim();
            value.parse::<u64>().ok()
        });
        line.with_context(|| format!("no {name}"))
    }

    /// Waits until the gateway has noticed that a replica is ready, and chooses it.
    pub(crate) async fn until_it_is_sent_requests(&self, replica: usize) -> Result<()> {
        let before = self.answered(replica, "/api/session").await?;
        let sent = async {
            while self.answered(replica, "/api/session").await? == before {
                self.get("/kfp-console/api/session").await?;
                sleep(LOOK_AGAIN).await;
            }
            Ok(())
        };
        timeout(PATIENCE, sent).await.context("never chosen")?
    }

    /// Stops a replica as Kubernetes does, and waits for its end.
    pub(crate) async fn stop_replica(&mut self, replica: usize) -> Result<()> {
        let program = &mut self.replicas[replica];
        program.ask_to_stop().await?;
        let status = program.ended().await?;
        ensure!(status.success(), "{status}:\n{}", program.log());
        Ok(())
    }

    /// Starts a replica that has ended, at the same address.
    pub(crate) async fn start_replica(&mut self, replica: usize) -> Result<()> {
        let ended = &self.replicas[replica];
        let mut flags = self.flags[replica].clone();
        set(&mut flags, &format!("--listen={}", ended.address()));
        set(&mut flags, &format!("--ops-listen={}", ended.ops_address()));
        let next = Program::start(Path::new(PROGRAM), &flags).await?;
        self.earlier_log.push_str(&ended.log());
        self.replicas[replica] = next;
        Ok(())
    }

    /// Everything that was answered with a yes is there, once.
    pub(crate) async fn assert_nothing_is_lost(&self, outcomes: &[Outcome]) -> Result<()> {
        let kept = self.names_of_experiments().await?;
        let created = outcomes.iter().filter_map(Outcome::created);
        let mut answered = 0;
        for name in created {
            assert_eq!(kept.get(name), Some(&1), "{name} was answered with a yes");
            answered += 1;
        }
        assert!(answered > 0, "nothing was written");
        Ok(())
    }

    async fn names_of_experiments(&self) -> Result<BTreeMap<String, u32>> {
        let mut names = BTreeMap::new();
        let mut token = String::new();
        loop {
            let url = format!("{OWN_EXPERIMENTS}&page_size=100&page_token={token}");
            let page = self.get(&url).await?;
            ensure!(page.status == 200, "{}", page.text());
            let page = page.json()?;
            for experiment in page["experiments"].as_array().context("no list")? {
                let name = experiment["display_name"].as_str().unwrap_or_default();
                *names.entry(name.to_owned()).or_default() += 1;
            }
            match page["next_page_token"].as_str() {
                Some(next) if !next.is_empty() => token = escaped(next),
                _ => return Ok(names),
            }
        }
    }

    /// Neither a console nor Envoy has written a token, the key, a cookie, a query or a body into its log.
    pub(crate) fn assert_no_secret_in_a_log(&self) -> Result<()> {
        let mut log = self.earlier_log.clone();
        for replica in &self.replicas {
            log.push_str(&replica.log());
        }
        for line in [
            "console serves",
            "\"http.route\":\"/apis/v2beta1/experiments\"",
        ] {
            assert!(log.contains(line), "the log is caught: {line}");
        }
        log.push_str(&self.mesh.log());
        let mut secrets = self.tokens.secrets()?;
        secrets.push(SHARED_KEY.to_owned());
        secrets.push("page_size".to_owned());
        secrets.push(crate::load::IN_EVERY_BODY.to_owned());
        let cookies = self.jar.header();
        secrets.extend(cookies.split("; ").map(|pair| {
            let value = pair.split_once('=').map_or(pair, |(_, value)| value);
            value.to_owned()
        }));
        for secret in secrets {
            assert!(secret.len() > 8, "too short to be looked for");
            let found: Vec<_> = log.lines().filter(|line| line.contains(&secret)).collect();
            assert!(found.is_empty(), "{found:#?}");
        }
        Ok(())
    }

    pub(crate) async fn stop(mut self) -> Result<()> {
        for replica in &mut self.replicas {
            replica.kill().await?;
        }
        drop(self.tokens);
        self.sandbox.shutdown().await;
        Ok(())
    }
}

/// Sets a flag, in place of one of the same name.
fn set(flags: &mut Vec<String>, flag: &str) {
    let name = flag.split_inclusive('=').next().unwrap_or(flag);
    flags.retain(|known| !known.starts_with(name));
    flags.push(flag.to_owned());
}

/// Waits until a condition holds.
pub(crate) async fn until(holds: impl AsyncFn() -> Result<bool>) -> Result<()> {
    let waiting = async {
        while !holds().await? {
            sleep(LOOK_AGAIN).await;
        }
        Ok(())
    };
    timeout(PATIENCE, waiting).await.context("never so")?
}

/// A value for a query.
pub(crate) fn escaped(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
