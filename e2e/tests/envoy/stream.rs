//! What an application sends bit by bit arrives bit by bit, in both directions: nothing on the way collects it.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::routing::any;
use e2e::envoy::{Application, Mesh, Ports, open, sign_in};
use futures::StreamExt as _;
use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// An application that sends what the test tells it to, and tells the test what it receives.
#[derive(Clone)]
struct Scripted {
    sends: Arc<Mutex<Option<UnboundedReceiver<Bytes>>>>,
    received: UnboundedSender<Bytes>,
}

async fn answer(State(script): State<Scripted>, request: Request) -> Body {
    let received = script.received.clone();
    tokio::spawn(async move {
        let mut body = request.into_body().into_data_stream();
        while let Some(Ok(bytes)) = body.next().await {
            // The test may have seen enough.
            let _ = received.send(bytes);
        }
    });
    let sends = script.sends.lock().await.take();
    Body::from_stream(futures::stream::unfold(sends, async |sends| {
        let mut sends = sends?;
        let bytes = sends.recv().await?;
        Some((Ok::<_, Infallible>(bytes), Some(sends)))
    }))
}

struct Rig {
    sandbox: Sandbox,
    mesh: Mesh,
    era: LoginEra,
    send: UnboundedSender<Bytes>,
    received: UnboundedReceiver<Bytes>,
}

impl Rig {
    async fn start(era: LoginEra) -> Result<Self> {
        let mut config = SandboxConfig::default();
        config.login = era;
        config.seed = false;
        let sandbox = Sandbox::start(config).await?;
        let (send, sends) = unbounded_channel();
        let (tell, received) = unbounded_channel();
        let script = Scripted {
            sends: Arc::new(Mutex::new(Some(sends))),
            received: tell,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address: SocketAddr = listener.local_addr()?;
        let router = Router::new().fallback(any(answer)).with_state(script);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (login, kfp) = (sandbox.addresses().login, sandbox.addresses().kfp);
        let mesh = Mesh::start(Ports::reserve()?, login, kfp, Application::At(address)).await?;
        Ok(Self {
            sandbox,
            mesh,
            era,
            send,
            received,
        })
    }
}

#[tokio::test]
async fn every_bit_arrives_before_the_next_one_is_sent() -> Result<()> {
    for era in [LoginEra::Authservice, LoginEra::Oauth2Proxy] {
        let mut rig = Rig::start(era).await?;
        let gateway = rig.mesh.gateway(rig.era);
        let jar = sign_in(gateway, "jbpark8@example.com", "jbpark8").await?;
        let cookie = jar.header();
        let (say, says) = unbounded_channel::<Bytes>();
        let body = futures::stream::unfold(says, async |mut says| {
            let bytes = says.recv().await?;
            Some((Ok::<_, Infallible>(bytes), says))
        });
        let headers = [
            ("Host", "kubeflow.example.com"),
            ("Cookie", cookie.as_str()),
        ];
        let url = "/kfp-console/api/stream";
        // The head of the answer needs nothing of either body.
        let opening = open(gateway, "POST", url, &headers, Body::from_stream(body)).await?;
        assert_eq!(opening.status, 200);
        let mut answer = opening.body.into_data_stream();
        for bit in ["first", "second", "third"] {
            rig.send.send(Bytes::from_static(bit.as_bytes()))?;
            let arrived = answer.next().await.context("the answer ended")??;
            assert_eq!(arrived, bit);
            say.send(Bytes::from_static(bit.as_bytes()))?;
            let arrived = rig.received.recv().await.context("the request ended")?;
            assert_eq!(arrived, bit);
        }
        drop(rig.send);
        assert!(answer.next().await.is_none());
        rig.sandbox.shutdown().await;
    }
    Ok(())
}
