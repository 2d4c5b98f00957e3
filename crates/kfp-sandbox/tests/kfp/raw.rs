//! Requests that no HTTP library sends, as bytes on a socket.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Answer, Call};

/// How long an answer may take: a server that waits for more is not right.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer with its first line.
#[derive(Debug)]
pub struct RawAnswer {
    pub status_line: String,
    pub answer: Answer,
}

/// Sends bytes and reads until the connection ends.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let stream = TcpStream::connect(address).await.expect("it listens");
    let (mut from, mut to) = stream.into_split();
    let sending = async {
        // A server may answer and close before it has read everything.
        let _ = to.write_all(request).await;
        std::future::pending::<()>().await;
    };
    let mut received = Vec::new();
    let reading = async {
        // Closing with unread bytes breaks the connection; what came before counts.
        let _ = from.read_to_end(&mut received).await;
    };
    tokio::time::timeout(PATIENCE, async {
        tokio::select! {
            () = sending => {}
            () = reading => {}
        }
    })
    .await
    .expect("the connection ends");
    received
}

/// The bytes that a recorded text stands for: one a character.
pub fn bytes(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| u8::try_from(character).expect("Latin-1"))
        .collect()
}

/// The answers in what a connection gave.
pub fn answers(mut received: &[u8]) -> Vec<RawAnswer> {
    let mut answers = Vec::new();
    while !received.is_empty() {
        let end = received
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("no head: {:?}", String::from_utf8_lossy(received)));
        let head = String::from_utf8_lossy(&received[..end]).into_owned();
        received = &received[end + 4..];
        let mut lines = head.split("\r\n");
        let status_line = lines.next().expect("a line").to_owned();
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(':').expect("a header");
            headers.append(
                HeaderName::from_bytes(name.as_bytes()).expect("a name"),
                HeaderValue::from_str(value.trim()).expect("a value"),
            );
        }
        let body = take_body(&headers, &mut received);
        let status = status_line.split(' ').nth(1).expect("a status");
        let answer = Answer {
            status: status.parse::<StatusCode>().expect("a status"),
            headers,
            body: body.into(),
        };
        answers.push(RawAnswer {
            status_line,
            answer,
        });
    }
    answers
}

fn take_body(headers: &HeaderMap, received: &mut &[u8]) -> Vec<u8> {
    if headers.contains_key(TRANSFER_ENCODING) {
        return take_chunks(received);
    }
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse().ok());
    // A recorded body is shorter than its header says where ids were replaced: it is the last one then.
    let length = length.unwrap_or(usize::MAX).min(received.len());
    let body = received[..length].to_vec();
    *received = &received[length..];
    body
}

fn take_chunks(received: &mut &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = received
            .windows(2)
            .position(|window| window == b"\r\n")
            .expect("the length of a chunk");
        let length = str::from_utf8(&received[..end]).expect("digits");
        let length = usize::from_str_radix(length, 16).expect("a length");
        body.extend(&received[end + 2..end + 2 + length]);
        *received = &received[end + 2 + length + 2..];
        if length == 0 {
            return body;
        }
    }
}

impl Call {
    /// Sends a call that an HTTP library would not, an over-long address or `CONNECT` with a path.
    pub async fn send_raw(self, address: SocketAddr) -> Option<Answer> {
        let mut request = format!(
            "{} {} HTTP/1.1\r\nhost: sandbox\r\n",
            self.method, self.target
        )
        .into_bytes();
        for (name, value) in &self.headers {
            request.extend(name.as_bytes());
            request.extend(b": ");
            request.extend(value);
            request.extend(b"\r\n");
        }
        request.extend(
            format!(
                "connection: close\r\ncontent-length: {}\r\n\r\n",
                self.body.len()
            )
            .as_bytes(),
        );
        request.extend(&self.body);
        let received = exchange(address, &request).await;
        answers(&received).pop().map(|answer| answer.answer)
    }
}

#[test]
fn answers_of_a_connection_are_told_apart() {
    let received =
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 400 Bad Request: why\r\n\r\nwhy";
    let answers = answers(received);
    assert_eq!(answers[0].answer.body, Bytes::from("{}"));
    assert_eq!(answers[1].status_line, "HTTP/1.1 400 Bad Request: why");
    assert_eq!(answers[1].answer.body, Bytes::from("why"));
}
