//! The sandbox's gateway and a real Envoy in front of the same login services give the same answers.

use anyhow::Result;
use e2e::envoy::{Application, Exchange, Mesh, Ports, Recorder, Reply, get, load, send, sign_in};
use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};

use crate::answer::Answer;

const ERAS: [LoginEra; 2] = [LoginEra::Authservice, LoginEra::Oauth2Proxy];
const OWNER: (&str, &str) = ("jbpark8@example.com", "jbpark8");

/// Name of an era's recordings and of its session cookie.
fn names(era: LoginEra) -> (&'static str, &'static str) {
    match era {
        LoginEra::Authservice => ("era1", "authservice_session"),
        LoginEra::Oauth2Proxy => ("era2", "oauth2_proxy_kubeflow"),
    }
}

/// Both gateways in front of one recorder.
struct Rig {
    era: LoginEra,
    sandbox: Sandbox,
    mesh: Mesh,
    _console: Recorder,
}

impl Rig {
    async fn start(era: LoginEra) -> Result<Self> {
        let mut config = SandboxConfig::default();
        config.login = era;
        config.seed = false;
        let sandbox = Sandbox::start(config).await?;
        let console = Recorder::start().await?;
        sandbox.set_console(format!("http://{}", console.address()));
        let addresses = sandbox.addresses();
        let (login, kfp) = (addresses.login, addresses.kfp);
        let mesh = Mesh::start(
            Ports::reserve()?,
            login,
            kfp,
            Application::At(console.address()),
        )
        .await?;
        Ok(Self {
            era,
            sandbox,
            mesh,
            _console: console,
        })
    }

    /// Sends the same request to both and compares what they answer.
    async fn compare(&self, exchange: &Exchange, cookie: &str) -> Result<Reply> {
        let headers = exchange.headers_with(cookie);
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (method, url, body) = (&exchange.method, &exchange.url, &exchange.body);
        let real = send(
            self.mesh.gateway(self.era),
            method,
            url,
            &headers,
            body.clone(),
        )
        .await?;
        let played = send(
            self.sandbox.addresses().gateway,
            method,
            url,
            &headers,
            body.clone(),
        )
        .await?;
        assert_eq!(
            Answer::of(&played),
            Answer::of(&real),
            "{}: the sandbox's answer is not Envoy's",
            exchange.id
        );
        assert_eq!(
            exchange.status,
            Some(u64::from(real.status.as_u16())),
            "{}",
            exchange.id
        );
        Ok(real)
    }

    /// Two fresh sessions of the owner: one begun at Envoy, one at the sandbox's gateway. Each is good at both.
    async fn sessions(&self) -> Result<[String; 2]> {
        let name = names(self.era).1;
        let at = async |gateway| -> Result<String> {
            let jar = sign_in(gateway, OWNER.0, OWNER.1).await?;
            Ok(format!("{name}={}", jar.value(name).unwrap_or_default()))
        };
        Ok([
            at(self.mesh.gateway(self.era)).await?,
            at(self.sandbox.addresses().gateway).await?,
        ])
    }
}

#[tokio::test]
async fn without_a_session_both_answer_the_same() -> Result<()> {
    for era in ERAS {
        let rig = Rig::start(era).await?;
        for exchange in load(&format!("no-session.{}", names(era).0))? {
            // The style sheet of the real sign-in page is not part of the sandbox.
            if exchange.id == "o2-static" && era == LoginEra::Oauth2Proxy {
                continue;
            }
            rig.compare(&exchange, "").await?;
        }
        rig.sandbox.shutdown().await;
    }
    Ok(())
}

#[tokio::test]
async fn with_a_session_applications_receive_the_same() -> Result<()> {
    for era in ERAS {
        let rig = Rig::start(era).await?;
        for session in rig.sessions().await? {
            for exchange in load(&format!("session.{}", names(era).0))? {
                // Routes that only the recording's gateway had, and the dashboard's API.
                if matches!(
                    exchange.id.as_str(),
                    "plain-keepauth" | "spoof-stockapp" | "dash"
                ) {
                    continue;
                }
                let reply = rig.compare(&exchange, &session).await?;
                if exchange.id.starts_with("spoof") {
                    assert!(
                        !reply.text().contains("[\"kubeflow-userid\",\"a"),
                        "{}",
                        reply.text()
                    );
                    assert!(
                        reply
                            .text()
                            .contains("[\"kubeflow-userid\",\"jbpark8@example.com\"]")
                    );
                }
            }
        }
        rig.sandbox.shutdown().await;
    }
    Ok(())
}

#[tokio::test]
async fn odd_paths_are_normalised_the_same() -> Result<()> {
    for era in ERAS {
        let rig = Rig::start(era).await?;
        let [session, _] = rig.sessions().await?;
        let own = format!("{}-", names(era).0);
        for exchange in load("paths")?
            .iter()
            .filter(|exchange| exchange.id.contains(&own) && !exchange.id.contains("7.14.3"))
        {
            // What cannot be sent from here, was shortened for the recording, or leads to ml-pipeline-ui, which is not behind
            // this Envoy.
            let cannot_be_sent = exchange.url.contains([' ', '#', '…']) || !exchange.url.is_ascii();
            if cannot_be_sent || exchange.url.contains("pipeline") {
                continue;
            }
            let reply = rig.compare(exchange, &session).await?;
            assert!(
                !reply.text().contains("[\"kubeflow-userid\",\"spoof"),
                "{}",
                reply.text()
            );
        }
        rig.sandbox.shutdown().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_lost_session_looks_the_same_whatever_ended_it() -> Result<()> {
    for era in ERAS {
        let rig = Rig::start(era).await?;
        let [session, other] = rig.sessions().await?;
        let ask = async |cookie: &str, url: &str| -> Result<Reply> {
            let real = get(rig.mesh.gateway(era), url, &[("Cookie", cookie)]).await?;
            let played = get(rig.sandbox.addresses().gateway, url, &[("Cookie", cookie)]).await?;
            assert_eq!(Answer::of(&played), Answer::of(&real), "{url}");
            Ok(real)
        };
        assert_eq!(ask(&session, "/kfp-console/api/x").await?.status, 200);
        if era == LoginEra::Oauth2Proxy {
            rig.sandbox.expire_tokens();
            assert_eq!(
                ask(&session, "/kfp-console/").await?.text(),
                "Jwt is expired"
            );
        }
        rig.sandbox.end_session(OWNER.0);
        let lost = ask(&other, "/kfp-console/api/x").await?;
        assert_eq!(
            lost.status,
            if era == LoginEra::Oauth2Proxy {
                401
            } else {
                302
            }
        );
        ask(&other, "/kfp-console/").await?;
        rig.sandbox.set_login_down(true);
        let down = ask(&other, "/kfp-console/api/x").await?;
        assert_eq!((down.status.as_u16(), down.text()), (403, ""));
        rig.sandbox.shutdown().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_console_without_a_ready_endpoint_is_worded_the_same() -> Result<()> {
    for era in ERAS {
        let mut config = SandboxConfig::default();
        config.login = era;
        config.seed = false;
        let sandbox = Sandbox::start(config).await?;
        let addresses = *sandbox.addresses();
        let mesh = Mesh::start(
            Ports::reserve()?,
            addresses.login,
            addresses.kfp,
            Application::NotReady,
        )
        .await?;
        let jar = sign_in(addresses.gateway, OWNER.0, OWNER.1).await?;
        let cookie = jar.header();
        let real = get(mesh.gateway(era), "/kfp-console/", &[("Cookie", &cookie)]).await?;
        let played = get(addresses.gateway, "/kfp-console/", &[("Cookie", &cookie)]).await?;
        assert_eq!(
            (real.status.as_u16(), real.text()),
            (503, "no healthy upstream")
        );
        assert_eq!(Answer::of(&played), Answer::of(&real));
        sandbox.shutdown().await;
    }
    Ok(())
}
