//! The real console between a real Envoy's gateway and sidecars, with the sandbox behind.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use e2e::envoy::{Application, Deployed, Jar, Mesh, Ports, Reply, get, send, sign_in};
use e2e::fixture::ConsoleTokens;
use kfp_console::{Config, Console};
use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};

/// Owner of `kubeflow-jbpark8`.
pub(crate) const OWNER: &str = "jbpark8@example.com";
/// The owner's experiments.
pub(crate) const OWN_EXPERIMENTS: &str =
    "/kfp-console/apis/v2beta1/experiments?namespace=kubeflow-jbpark8";
/// Somebody else's experiments.
pub(crate) const FOREIGN_EXPERIMENTS: &str =
    "/kfp-console/apis/v2beta1/experiments?namespace=team-nlp";
/// `x-forwarded-client-cert` of a caller that claims to be the gateway.
pub(crate) const FORGED_GATEWAY: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=00;Subject=\"\";\
     URI=spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";

/// Everything, running.
pub(crate) struct Platform {
    pub(crate) sandbox: Sandbox,
    pub(crate) console: Console,
    pub(crate) mesh: Mesh,
    era: LoginEra,
    pub(crate) tokens: ConsoleTokens,
}

impl Platform {
    pub(crate) async fn start(era: LoginEra) -> Result<Self> {
        Self::start_with_kfp(era, None).await
    }

    /// With `kfp` in the place of the sandbox's KFP API server.
    pub(crate) async fn start_with_kfp(era: LoginEra, kfp: Option<SocketAddr>) -> Result<Self> {
        Self::start_with(era, kfp, &Deployed::usual()?, &[]).await
    }

    /// With other manifests, and further flags of the console.
    pub(crate) async fn start_with(
        era: LoginEra,
        kfp: Option<SocketAddr>,
        deployed: &Deployed,
        flags: &[&str],
    ) -> Result<Self> {
        let mut config = SandboxConfig::default();
        config.login = era;
        let sandbox = Sandbox::start(config).await?;
        let tokens = ConsoleTokens::project(&sandbox).await?;
        let ports = Ports::reserve()?;
        let way_out = format!("http://{}", ports.console_to_ml_pipeline());
        let mut all = tokens.console_flags(&sandbox, &way_out);
        all.extend(flags.iter().map(|flag| (*flag).to_owned()));
        let config = Config::from_flags(all).context("the console does not take its flags")?;
        let console = Console::start(config).await?;
        let addresses = *sandbox.addresses();
        let kfp = kfp.unwrap_or(addresses.kfp);
        let mesh = Mesh::start_with(
            ports,
            addresses.login,
            kfp,
            Application::At(console.address()),
            deployed,
        )
        .await?;
        sandbox.set_console(format!("http://{}", console.address()));
        Ok(Self {
            sandbox,
            console,
            mesh,
            era,
            tokens,
        })
    }

    pub(crate) fn gateway(&self) -> SocketAddr {
        self.mesh.gateway(self.era)
    }

    pub(crate) async fn sign_in(&self, user: &str) -> Result<Jar> {
        let people = self.sandbox.people();
        let person = people
            .iter()
            .find(|person| person.user == user)
            .context("nobody of that name")?;
        sign_in(self.gateway(), &person.user, &person.password).await
    }

    /// A GET through the gateway.
    pub(crate) async fn get(&self, jar: &Jar, url: &str, more: &[(&str, &str)]) -> Result<Reply> {
        let cookie = jar.header();
        let mut headers = vec![("Cookie", cookie.as_str())];
        headers.extend_from_slice(more);
        get(self.gateway(), url, &headers).await
    }

    pub(crate) async fn stop(self) {
        self.console.shutdown().await;
        // The sandbox waits for its last rotated file.
        drop(self.tokens);
        self.sandbox.shutdown().await;
    }
}

/// A GET of another pod.
pub(crate) async fn call(to: SocketAddr, url: &str, headers: &[(&str, &str)]) -> Result<Reply> {
    let mut all = vec![("Host", "ml-pipeline.kubeflow")];
    all.extend_from_slice(headers);
    send(to, "GET", url, &all, "").await
}

/// Whether an answer is the mesh's refusal, byte for byte.
pub(crate) fn assert_refused_by_the_mesh(reply: &Reply, from_further_on: bool) {
    assert_eq!(
        (reply.status.as_u16(), reply.text()),
        (403, "RBAC: access denied")
    );
    assert_eq!(reply.header("content-type"), "text/plain");
    assert_eq!(reply.header("content-length"), "19");
    assert_eq!(
        reply.headers.contains_key("x-envoy-upstream-service-time"),
        from_further_on
    );
}
