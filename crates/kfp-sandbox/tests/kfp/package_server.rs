//! The file server that the recordings' URLs lead to.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::packages::package;

/// Serves one package, one file that is none, and nothing else, in the words of the server that was recorded.
#[derive(Debug)]
pub struct PackageServer {
    address: String,
    task: tokio::task::JoinHandle<()>,
}

impl PackageServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
        let address = listener.local_addr().expect("an address").to_string();
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = [0_u8; 1024];
                let length = stream.read(&mut head).await.unwrap_or_default();
                let head = String::from_utf8_lossy(&head[..length]).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default();
                let _ = stream.write_all(&answer(path)).await;
            }
        });
        Self { address, task }
    }

    pub fn address(&self) -> String {
        self.address.clone()
    }
}

impl Drop for PackageServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn answer(path: &str) -> Vec<u8> {
    let (status, body) = match path {
        "/test_data/sdk_compiled_pipelines/valid/hello_world.yaml" => {
            ("200 OK", package("hello.yaml"))
        }
        "/README.md" => ("200 OK", b"# Read me".to_vec()),
        _ => ("404 File not found", Vec::new()),
    };
    let mut answer = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend(body);
    answer
}
