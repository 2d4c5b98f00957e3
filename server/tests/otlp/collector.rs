//! A collector that keeps what it is sent, and reads it by the protocol's own numbers.
//!
//! The types of the exporter are not used: a misreading of theirs would then go unseen.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use bytes::Bytes;

/// `SPAN_KIND_SERVER`.
pub(crate) const SERVER: u64 = 2;
/// `SPAN_KIND_CLIENT`.
pub(crate) const CLIENT: u64 = 3;

type Bodies = Arc<Mutex<Vec<Bytes>>>;

pub(crate) struct Collector {
    pub(crate) address: SocketAddr,
    bodies: Bodies,
}

/// A span, as far as the tests look at it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Span {
    pub(crate) trace: String,
    pub(crate) id: String,
    pub(crate) parent: String,
    pub(crate) name: String,
    pub(crate) kind: u64,
    attributes: Vec<(String, String)>,
}

impl Span {
    /// The value of an attribute; empty if there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }
}

impl Collector {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let bodies = Bodies::default();
        let router = Router::new()
            .route("/v1/traces", post(keep))
            .with_state(Arc::clone(&bodies));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, bodies }
    }

    pub(crate) fn spans(&self) -> Vec<Span> {
        let bodies = self.bodies.lock().expect("not poisoned");
        bodies
            .iter()
            .flat_map(|body| messages(body, 1))
            .flat_map(|of_resource| messages(of_resource, 2))
            .flat_map(|of_scope| messages(of_scope, 2))
            .map(span)
            .collect()
    }

    /// Whether a text stands anywhere in what was sent.
    pub(crate) fn holds(&self, text: &str) -> bool {
        let bodies = self.bodies.lock().expect("not poisoned");
        bodies
            .iter()
            .any(|body| body.windows(text.len()).any(|part| part == text.as_bytes()))
    }
}

async fn keep(State(bodies): State<Bodies>, body: Bytes) {
    bodies.lock().expect("not poisoned").push(body);
}

/// The value of a field of a protobuf message.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Value<'_>)> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let value = match key & 7 {
            0 => Value::Number(varint(&mut bytes)),
            1 => Value::Bytes(take(&mut bytes, 8)),
            2 => {
                let length = varint(&mut bytes);
                Value::Bytes(take(&mut bytes, usize::try_from(length).expect("a length")))
            }
            5 => Value::Bytes(take(&mut bytes, 4)),
            other => panic!("{other} is no wire type of today"),
        };
        fields.push((key >> 3, value));
    }
    fields
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(count);
    *bytes = rest;
    taken
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)[0];
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

/// The messages in the fields of a number.
fn messages(bytes: &[u8], number: u64) -> Vec<&[u8]> {
    fields(bytes)
        .into_iter()
        .filter_map(|(field, value)| match value {
            Value::Bytes(bytes) if field == number => Some(bytes),
            _ => None,
        })
        .collect()
}

fn span(bytes: &[u8]) -> Span {
    let mut span = Span::default();
    for field in fields(bytes) {
        match field {
            (1, Value::Bytes(trace)) => span.trace = hex(trace),
            (2, Value::Bytes(id)) => span.id = hex(id),
            (4, Value::Bytes(parent)) => span.parent = hex(parent),
            (5, Value::Bytes(name)) => span.name = text(name),
            (6, Value::Number(kind)) => span.kind = kind,
            (9, Value::Bytes(pair)) => span.attributes.push(attribute(pair)),
            _ => {}
        }
    }
    span
}

fn attribute(pair: &[u8]) -> (String, String) {
    let key = messages(pair, 1).first().map(|key| text(key));
    let value = messages(pair, 2)
        .first()
        .and_then(|value| fields(value).into_iter().next())
        .map(|(_, value)| match value {
            Value::Number(number) => number.to_string(),
            Value::Bytes(bytes) => text(bytes),
        });
    (key.unwrap_or_default(), value.unwrap_or_default())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes it");
        text
    })
}
