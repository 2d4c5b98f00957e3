//! Clients that ask for one address again and again.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What is asked for, in the bytes of the request.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    pub(crate) request: String,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    pub(crate) requests_a_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// The ones to warm up included.
    pub(crate) requests_in_all: f64,
}

impl Target {
    /// A GET that keeps its connection.
    pub(crate) fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Self {
        let lines = headers.iter().fold(String::new(), |lines, (name, value)| {
            lines + name + ": " + value + "\r\n"
        });
        Self {
            address,
            request: format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n{lines}\r\n"),
        }
    }
}

/// Asks on so many connections at once, on each as soon as the answer is there.
pub(crate) async fn run(target: &Target, connections: usize, duration: Duration) -> Figures {
    let warm = round(target, connections, duration / 10).await.len();
    let began = Instant::now();
    let mut times = round(target, connections, duration).await;
    let took = began.elapsed();
    times.sort_unstable();
    let at = |part: usize| {
        let time = times.get(times.len() * part / 100);
        time.copied().unwrap_or_default().as_secs_f64() * 1_000.0
    };
    Figures {
        requests_a_second: count(times.len()) / took.as_secs_f64(),
        p50_ms: at(50),
        p99_ms: at(99),
        requests_in_all: count(warm + times.len()),
    }
}

/// A number to reckon with.
pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).expect("fewer than four thousand million"))
}

async fn round(target: &Target, connections: usize, duration: Duration) -> Vec<Duration> {
    let end = Instant::now() + duration;
    let clients: Vec<_> = (0..connections)
        .map(|_| tokio::spawn(client(target.clone(), end)))
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await.expect("no panic"));
    }
    times
}

async fn client(target: Target, end: Instant) -> Vec<Duration> {
    let mut stream = TcpStream::connect(target.address)
        .await
        .expect("a connection");
    stream.set_nodelay(true).expect("an option of TCP");
    let mut times = Vec::new();
    let mut buffer = Vec::new();
    while Instant::now() < end {
        let asked = Instant::now();
        exchange(&mut stream, &target.request, &mut buffer).await;
        times.push(asked.elapsed());
    }
    times
}

/// One request and its whole answer, whose body is returned.
pub(crate) async fn exchange<'buffer>(
    stream: &mut TcpStream,
    request: &str,
    buffer: &'buffer mut Vec<u8>,
) -> &'buffer [u8] {
    stream.write_all(request.as_bytes()).await.expect("sent");
    buffer.clear();
    let head = loop {
        let read = stream.read_buf(buffer).await.expect("an answer");
        assert!(read > 0, "the connection ended");
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = std::str::from_utf8(&buffer[..head]).expect("a head is ASCII");
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    let length: usize = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.parse().ok())
        .expect("a length");
    while buffer.len() < head + length {
        let read = stream.read_buf(buffer).await.expect("an answer");
        assert!(read > 0, "the connection ended");
    }
    &buffer[head..]
}
