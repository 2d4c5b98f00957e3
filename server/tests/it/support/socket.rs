use std::net::SocketAddr;

use futures::{SinkExt as _, StreamExt as _};
use http::Request;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// A page's end of a websocket.
pub(crate) struct Socket(WebSocketStream<TcpStream>);

/// Opens a websocket; the status of the refusal where there is none.
pub(crate) async fn open(to: SocketAddr, headers: &[(&str, &str)]) -> Result<Socket, u16> {
    let mut request = Request::builder()
        .uri(format!("ws://{to}/kfp-console/api/live"))
        .header("host", to.to_string())
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(()).expect("a request");
    let stream = TcpStream::connect(to).await.expect("a connection");
    match client_async(request, stream).await {
        Ok((socket, _)) => Ok(Socket(socket)),
        Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(error) => panic!("no answer to the handshake: {error}"),
    }
}

impl Socket {
    pub(crate) async fn says(&mut self, message: &Value) {
        self.sends(&message.to_string()).await;
    }

    /// Sends whatever it is. That the console has had enough shows in what it says.
    pub(crate) async fn sends(&mut self, text: &str) {
        let _ = self.0.send(Message::Text(text.to_owned().into())).await;
    }

    pub(crate) async fn subscribes(&mut self, kind: &str, namespace: &str) {
        let topic = json!({"kind": kind, "namespace": namespace});
        self.says(&json!({"subscribe": {"topic": topic}})).await;
    }

    /// The next message that is no beat and does not say how the topic stands; `{"closed": code}` at the end.
    pub(crate) async fn hears(&mut self) -> Value {
        loop {
            let message = self.hears_all().await;
            if message.get("state").is_none() {
                return message;
            }
        }
    }

    /// The next message that is no beat.
    pub(crate) async fn hears_all(&mut self) -> Value {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(text.as_str()).expect("JSON");
                    if message.get("beat").is_none() {
                        return message;
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    return json!({"closed": frame.map(|frame| u16::from(frame.code))});
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return json!({"closed": null}),
            }
        }
    }
}
