//! A websocket passes the login, the gateway and the sidecar, and whoever has no session gets none.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use e2e::envoy::{Application, Mesh, Ports, sign_in};
use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use crate::platform::OWNER;

/// An application that agrees to every upgrade, keeps the head of the request, and sends back what it gets.
struct Echo {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Echo {
    async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&kept)));
            }
        });
        Ok(Self { address, heads })
    }
}

async fn answer(mut stream: TcpStream, heads: Arc<Mutex<Vec<String>>>) -> Result<()> {
    heads.lock().await.push(head(&mut stream).await?);
    let agreed = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                  Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    stream.write_all(agreed.as_bytes()).await?;
    let (mut reader, mut writer) = stream.split();
    copy(&mut reader, &mut writer).await?;
    Ok(())
}

/// Reads up to the empty line, and not a byte more.
async fn head(stream: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.context("no whole head")?);
    }
    Ok(String::from_utf8(head)?.to_lowercase())
}

/// Asks for a websocket; what the answer begins with, and the connection.
async fn ask(gateway: SocketAddr, cookie: &str) -> Result<(String, TcpStream)> {
    let request = format!(
        "GET /kfp-console/api/live HTTP/1.1\r\nHost: kubeflow.example.com\r\nUpgrade: websocket\r\n\
         Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Origin: http://kubeflow.example.com\r\nkubeflow-userid: admin@evil.example\r\nCookie: {cookie}\r\n\r\n"
    );
    let mut stream = TcpStream::connect(gateway).await?;
    stream.write_all(request.as_bytes()).await?;
    Ok((head(&mut stream).await?, stream))
}

#[tokio::test]
async fn both_sides_are_heard_at_once_and_the_user_is_the_sessions() -> Result<()> {
    for (era, refused) in [
        (LoginEra::Authservice, "http/1.1 302"),
        (LoginEra::Oauth2Proxy, "http/1.1 401"),
    ] {
        let mut config = SandboxConfig::default();
        config.login = era;
        config.seed = false;
        let sandbox = Sandbox::start(config).await?;
        let echo = Echo::start().await?;
        let (login, kfp) = (sandbox.addresses().login, sandbox.addresses().kfp);
        let at = Application::At(echo.address);
        let mesh = Mesh::start(Ports::reserve()?, login, kfp, at).await?;
        let jar = sign_in(mesh.gateway(era), OWNER, "jbpark8").await?;

        let (answer, _) = ask(mesh.gateway(era), "").await?;
        assert!(answer.starts_with(refused), "{answer}");
        assert!(echo.heads.lock().await.is_empty(), "it came through");

        let (answer, mut socket) = ask(mesh.gateway(era), &jar.header()).await?;
        assert!(answer.starts_with("http/1.1 101"), "{answer}");
        for said in [b"one", b"two"] {
            socket.write_all(said).await?;
            let mut heard = [0; 3];
            socket.read_exact(&mut heard).await?;
            assert_eq!(&heard, said);
        }
        let heads = echo.heads.lock().await;
        let seen = heads.first().context("nothing came through")?;
        assert!(
            seen.contains(&format!("kubeflow-userid: {OWNER}\r\n")),
            "{seen}"
        );
        for absent in ["cookie:", "authorization:", "admin@evil.example"] {
            assert!(!seen.contains(absent), "{absent}: {seen}");
        }
        drop(heads);
        sandbox.shutdown().await;
    }
    Ok(())
}
