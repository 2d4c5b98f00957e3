//! A server on loopback that answers what it is told, byte for byte.

use std::sync::{Arc, Mutex};

use kfp_core::BaseUrl;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What becomes of one request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// These bytes, then nothing, on a connection that stays.
    Stall(Vec<u8>),
    /// The connection is reset without an answer.
    Reset,
}

impl Reply {
    /// A whole answer with JSON.
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::whole(status, "application/json", body)
    }

    /// A whole answer.
    pub(crate) fn whole(status: u16, content_type: &str, body: &str) -> Self {
        let length = body.len();
        Self::Bytes(
            format!(
                "HTTP/1.1 {status} Status\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n{body}"
            )
            .into(),
        )
    }
}

/// A server that gives its replies in order, the last one for ever.
pub(crate) struct Server {
    base: BaseUrl,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies: Vec<Reply> = replies.into_iter().collect();
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let base = format!("http://{}", listener.local_addr().unwrap())
            .parse()
            .unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            let mut stalled = Vec::new();
            for number in 0.. {
                let (stream, _) = listener.accept().await.expect("a connection");
                let reply = replies[number.min(replies.len() - 1)].clone();
                stalled.extend(serve(stream, reply, &seen).await);
            }
        });
        Self {
            base,
            requests,
            task,
        }
    }

    pub(crate) fn base(&self) -> BaseUrl {
        self.base.clone()
    }

    /// The requests so far, heads and bodies.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Gives the stream back when it is to stay open.
async fn serve(
    mut stream: TcpStream,
    reply: Reply,
    seen: &Mutex<Vec<String>>,
) -> Option<TcpStream> {
    if let Reply::Reset = reply {
        // A socket that is closed with bytes unread is reset by the kernel.
        stream.peek(&mut [0]).await.expect("a request");
        return None;
    }
    let request = read_request(&mut stream).await;
    seen.lock().unwrap().push(request);
    match reply {
        Reply::Bytes(bytes) => {
            // The client may have seen enough and gone.
            let _ = stream.write_all(&bytes).await;
            None
        }
        Reply::Stall(bytes) => {
            stream.write_all(&bytes).await.expect("the client waits");
            Some(stream)
        }
        Reply::Reset => None,
    }
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            let is_chunked = head
                .to_ascii_lowercase()
                .contains("transfer-encoding: chunked");
            if is_chunked && !body.ends_with("\r\n0\r\n\r\n") {
                // Its end is still on the way.
            } else if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        if stream.read_buf(&mut bytes).await.expect("a request") == 0 {
            return text;
        }
    }
}
