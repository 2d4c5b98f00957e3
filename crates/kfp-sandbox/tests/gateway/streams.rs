//! Streams and websockets between a client and the console.

use kfp_sandbox::LoginEra;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::browser::sign_in;
use crate::rig::{ERAS, HOST, Rig};

/// Reads until the text ends so, or the peer is gone.
async fn read_to(stream: &mut TcpStream, end: &str) -> String {
    let mut read = String::new();
    let mut buffer = [0; 4096];
    while !read.ends_with(end) {
        match stream.read(&mut buffer).await.unwrap() {
            0 => break,
            count => read.push_str(std::str::from_utf8(&buffer[..count]).unwrap()),
        }
    }
    read
}

async fn ask(rig: &Rig, path: &str, more: &str) -> TcpStream {
    let jar = sign_in(rig.gateway(), "jbpark8@example.com").await;
    let mut client = TcpStream::connect(rig.gateway()).await.unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {}\r\n{more}\r\n",
        jar.header()
    );
    client.write_all(head.as_bytes()).await.unwrap();
    client
}

#[tokio::test]
async fn websockets_pass_with_a_session() {
    for era in ERAS {
        let rig = Rig::start(era).await;
        let console = TcpListener::bind("127.0.0.1:0").await.unwrap();
        rig.sandbox
            .set_console(format!("http://{}", console.local_addr().unwrap()));
        let application = tokio::spawn(async move {
            let (mut stream, _) = console.accept().await.unwrap();
            let head = read_to(&mut stream, "\r\n\r\n").await.to_ascii_lowercase();
            let switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
            stream.write_all(switching.as_bytes()).await.unwrap();
            let asked = read_to(&mut stream, "?").await;
            stream
                .write_all(format!("{asked}!").as_bytes())
                .await
                .unwrap();
            (head, asked)
        });
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        let mut client = ask(&rig, "/kfp-console/api/live", upgrade).await;
        let head = read_to(&mut client, "\r\n\r\n").await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        client.write_all(b"there?").await.unwrap();
        assert_eq!(read_to(&mut client, "!").await, "there?!");

        let (head, asked) = application.await.unwrap();
        assert_eq!(asked, "there?");
        assert!(head.starts_with("get /api/live http/1.1"), "{head}");
        assert!(head.contains("upgrade: websocket"));
        assert!(head.contains("kubeflow-userid: jbpark8@example.com"));
        drop(client);
        rig.sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn an_open_stream_arrives_piece_by_piece_and_outlives_the_session() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let console = TcpListener::bind("127.0.0.1:0").await.unwrap();
    rig.sandbox
        .set_console(format!("http://{}", console.local_addr().unwrap()));
    let (seen, first_was_seen) = oneshot::channel();
    let application = tokio::spawn(async move {
        let (mut stream, _) = console.accept().await.unwrap();
        read_to(&mut stream, "\r\n\r\n").await;
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(b"6\r\nfirst\n\r\n").await.unwrap();
        // A gateway that waited for more would never show the first piece.
        first_was_seen.await.unwrap();
        stream
            .write_all(b"7\r\nsecond\n\r\n0\r\n\r\n")
            .await
            .unwrap();
    });
    let mut client = ask(&rig, "/kfp-console/api/sse", "").await;
    let first = read_to(&mut client, "first\n\r\n").await;
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    rig.sandbox.expire_sessions();
    seen.send(()).unwrap();
    assert!(read_to(&mut client, "0\r\n\r\n").await.contains("second"));
    application.await.unwrap();
    rig.sandbox.shutdown().await;
}
