//! Many viewers of one namespace: what they cost the console, and how soon they see a change.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Map, Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::console::Program;
use crate::kfp::{Kfp, NAMESPACE};
use crate::load::{count, exchange};

/// Files that a process needs beside its websockets.
const OTHER_FILES: usize = 1_000;
/// Handshakes at once.
const AT_ONCE: usize = 64;
/// For how long nothing happens while the processor is looked at.
const QUIET: Duration = Duration::from_secs(10);
/// Changes that are waited for.
const CHANGES: usize = 10;
/// Before each of them, so that it is not the budget for KFP that is measured: a change takes some three calls of it.
const PAUSE: Duration = Duration::from_secs(4);
/// Everybody is one user here, and nobody is sent away.
const FLAGS: [&str; 4] = [
    "--live-sockets=30000",
    "--live-sockets-of-user=30000",
    "--max-connections=40000",
    "--live-longest=2h",
];

/// What happened to one of the viewers.
enum Event {
    /// It has everything.
    Ready,
    /// It has seen the change.
    Seen(Instant),
    /// It was cut off.
    Lost,
}

/// The changes that are waited for, one after the other: the run is archived by those of an odd number, and restored by the
/// others.
#[derive(Debug)]
struct Changes {
    run: String,
    number: AtomicUsize,
}

impl Changes {
    /// The number of the change that is waited for, if that is in it.
    fn in_diff(&self, diff: &str) -> Option<usize> {
        let number = self.number.load(Ordering::SeqCst);
        let state = if number % 2 == 1 {
            "\"ARCHIVED\""
        } else {
            "\"AVAILABLE\""
        };
        (diff.contains(&self.run) && diff.contains(state)).then_some(number)
    }
}

/// Opens so many websockets, or as many as there are files for.
pub(crate) async fn run(kfp: &Kfp, wanted: usize) -> Map<String, Value> {
    let viewers = wanted.min(files().saturating_sub(OTHER_FILES));
    let program = Program::start(kfp, &FLAGS).await;
    let run = first_run(&program).await;
    let changes = Arc::new(Changes {
        run,
        number: AtomicUsize::new(0),
    });
    let (tell, mut told) = unbounded_channel();
    let before = program.rss_mib();
    let began = Instant::now();
    futures::stream::iter(0..viewers)
        .for_each_concurrent(AT_ONCE, async |_| {
            let socket = open(&program).await;
            tokio::spawn(view(socket, Arc::clone(&changes), tell.clone()));
        })
        .await;
    for _ in 0..viewers {
        let event = told.recv().await.expect("everybody is told everything");
        assert!(matches!(event, Event::Ready), "a viewer was cut off");
    }
    let opened = began.elapsed();
    let quiet = program.cpu_seconds();
    tokio::time::sleep(QUIET).await;
    let quiet = (program.cpu_seconds() - quiet) / QUIET.as_secs_f64();
    let mut busy = 0.0;
    let mut delays = Vec::new();
    for _ in 0..CHANGES {
        tokio::time::sleep(PAUSE).await;
        let before = program.cpu_seconds();
        delays.extend(delays_of_a_change(&program, &changes, viewers, &mut told).await);
        busy += program.cpu_seconds() - before;
    }
    let busy = busy * 1_000.0 / count(CHANGES);
    delays.sort_unstable();
    let at = |part: usize| {
        let last = delays.len().saturating_sub(1);
        let delay = delays.get((delays.len() * part / 100).min(last));
        delay.copied().unwrap_or_default().as_secs_f64() * 1_000.0
    };
    let after = program.rss_mib();
    let figures = [
        ("opened_in_s", opened.as_secs_f64()),
        ("rss_mib", after),
        (
            "kib_of_a_viewer",
            (after - before) * 1024.0 / count(viewers),
        ),
        ("processor_percent_when_quiet", quiet * 100.0),
        ("processor_ms_of_a_change", busy),
        ("change_p50_ms", at(50)),
        ("change_p99_ms", at(99)),
        ("change_last_ms", at(100)),
    ];
    let mut report = Map::new();
    report.insert("viewers".to_owned(), json!(viewers));
    println!("\n| {viewers} viewers | |\n| --- | ---: |");
    for (name, value) in figures {
        let value = (value * 100.0).round() / 100.0;
        println!("| {name} | {value} |");
        report.insert(format!("viewers_{name}"), json!(value));
    }
    report
}

/// Archives the run, or restores it, and waits until everybody has seen that. Measured from before it is asked for.
async fn delays_of_a_change(
    program: &Program,
    changes: &Changes,
    viewers: usize,
    told: &mut UnboundedReceiver<Event>,
) -> Vec<Duration> {
    let number = changes.number.fetch_add(1, Ordering::SeqCst) + 1;
    let verb = if number % 2 == 1 {
        "archive"
    } else {
        "unarchive"
    };
    let path = format!("/apis/v2beta1/runs/{}:{verb}", changes.run);
    let began = Instant::now();
    let mut stream = TcpStream::connect(program.address())
        .await
        .expect("a connection");
    exchange(&mut stream, &program.post(&path), &mut Vec::new()).await;
    let mut delays = Vec::with_capacity(viewers);
    while delays.len() < viewers {
        let event = told.recv().await.expect("everybody sees it");
        assert!(!matches!(event, Event::Lost), "a viewer was cut off");
        if let Event::Seen(at) = event {
            delays.push(at - began);
        }
    }
    delays
}

type Socket = WebSocketStream<TcpStream>;

async fn open(program: &Program) -> Socket {
    let mut request = http::Request::builder()
        .uri(format!("ws://{}/kfp-console/api/live", program.address()))
        .header("host", program.address().to_string())
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    for (name, value) in Program::HEADERS {
        request = request.header(name, value);
    }
    let request = request.body(()).expect("a request");
    let stream = TcpStream::connect(program.address())
        .await
        .expect("a connection");
    // The memory of the clients is not what is measured, but there are many.
    let config = WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(0);
    let opened = client_async_with_config(request, stream, Some(config)).await;
    let (mut socket, _) = opened.expect("a websocket");
    let topic = json!({"kind": "runs", "namespace": NAMESPACE});
    let subscribe = json!({"subscribe": {"topic": topic}}).to_string();
    socket
        .send(Message::Text(subscribe.into()))
        .await
        .expect("sent");
    socket
}

async fn view(mut socket: Socket, changes: Arc<Changes>, tell: UnboundedSender<Event>) {
    let mut last = 0;
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else {
            continue;
        };
        let event = if text.starts_with(r#"{"snapshot""#) {
            Event::Ready
        } else if text.starts_with(r#"{"diff""#)
            && let Some(number) = changes.in_diff(&text)
            && number > last
        {
            last = number;
            Event::Seen(Instant::now())
        } else {
            continue;
        };
        if tell.send(event).is_err() {
            return;
        }
    }
    // Nobody waits any more where all have seen everything.
    let _ = tell.send(Event::Lost);
}

/// Any run of the namespace that is not archived.
async fn first_run(program: &Program) -> String {
    let path =
        format!("/apis/v2beta1/runs?namespace={NAMESPACE}&page_size=1&sort_by=created_at%20desc");
    let mut stream = TcpStream::connect(program.address())
        .await
        .expect("a connection");
    let mut buffer = Vec::new();
    let target = program.target(&path);
    let body = exchange(&mut stream, &target.request, &mut buffer).await;
    let list: Value = serde_json::from_slice(body).expect("JSON");
    let run = &list["runs"][0];
    assert_eq!(run["storage_state"], "AVAILABLE");
    run["run_id"].as_str().expect("a run").to_owned()
}

/// How many files this process, and so the console, may have open.
fn files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").expect("a process of Linux");
    let files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let now = files.and_then(|line| line.split_whitespace().next());
    now.and_then(|number| number.parse().ok())
        .unwrap_or(usize::MAX)
}
