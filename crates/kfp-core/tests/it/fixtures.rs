//! Recorded answers as values.

use std::fmt::Write as _;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderName, HeaderValue, Response};
use serde::Deserialize;
use serde_json::Value;

/// One exchange with KFP.
#[derive(Debug, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) id: String,
    pub(crate) request: RecordedRequest,
    pub(crate) response: RecordedResponse,
    /// `kubernetes` when the call went to the Kubernetes API server.
    pub(crate) server: Option<String>,
    /// The body was cut when it was recorded.
    #[serde(default)]
    pub(crate) cut: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RecordedRequest {
    pub(crate) method: String,
    pub(crate) path: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RecordedResponse {
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) body: Value,
}

/// A refusal of something between the client and KFP.
#[derive(Debug, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) from: String,
    pub(crate) id: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Value,
    pub(crate) expected: String,
}

#[derive(Deserialize)]
struct File {
    exchanges: Vec<Exchange>,
}

macro_rules! kfp_files {
    ($($topic:literal),+) => {
        &[$(($topic, include_str!(concat!("../fixtures/kfp/", $topic, ".json")))),+]
    };
}

const KFP: &[(&str, &str)] = kfp_files!(
    "auth",
    "experiments",
    "http",
    "kubernetes",
    "more",
    "order",
    "pipelines",
    "recurringruns",
    "runs",
    "singleuser",
    "variants"
);

/// Every recorded exchange with KFP.
pub(crate) fn kfp() -> Vec<Exchange> {
    let files = KFP.iter().map(|(topic, text)| {
        let text = filled_in(text);
        serde_json::from_str::<File>(&text).unwrap_or_else(|error| panic!("{topic}: {error}"))
    });
    files.flat_map(|file| file.exchanges).collect()
}

/// Every recorded refusal of the gateway and the mesh.
pub(crate) fn refusals() -> Vec<Refusal> {
    serde_json::from_str(include_str!("../fixtures/gateway/refusals.json"))
        .expect("the fixture is JSON")
}

/// One answer of any recorded program.
#[derive(Debug, Deserialize)]
pub(crate) struct Recorded {
    /// Folder and file.
    pub(crate) file: String,
    pub(crate) id: String,
    /// `kfp`, `kubernetes` or `gateway`.
    pub(crate) server: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Value,
    /// The body was cut when it was recorded.
    pub(crate) cut: bool,
}

/// Every recorded answer there is.
pub(crate) fn recorded() -> Vec<Recorded> {
    let packed = include_bytes!("../fixtures/recorded.jsonl.gz").as_slice();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).unwrap();
    let text = filled_in(&text);
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(read).collect()
}

/// Puts a time for each `<time-N>`, later for a greater N, and a token for each `<token: what it is>`.
fn filled_in(text: &str) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some(start) = rest.find("<t") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let placeholder = rest.find('>').map_or("", |end| &rest[1..end]);
        if let Some(time) = placeholder.strip_prefix("time") {
            let number: u32 = time.trim_start_matches('-').parse().unwrap_or(0);
            let (hours, minutes, seconds) = (10 + number / 3600, number / 60 % 60, number % 60);
            write!(out, "2026-11-25T{hours:02}:{minutes:02}:{seconds:02}Z").unwrap();
            rest = &rest[placeholder.len() + 2..];
        } else if placeholder.starts_with("token") {
            out.push_str("dG9rZW4+/w==");
            rest = &rest[placeholder.len() + 2..];
        } else {
            out.push_str("<t");
            rest = &rest[2..];
        }
    }
    out + rest
}

/// The answer as it came over the wire.
pub(crate) fn answer(status: u16, headers: &[(String, String)], body: &Value) -> (Parts, Bytes) {
    let mut response = Response::new(());
    *response.status_mut() = status.try_into().expect("a status");
    for (name, value) in headers {
        let name = HeaderName::try_from(name.as_str()).expect("a header name");
        response.headers_mut().append(
            name,
            HeaderValue::try_from(value.as_str()).expect("a header value"),
        );
    }
    (response.into_parts().0, Bytes::from(text_of(body)))
}

fn text_of(body: &Value) -> String {
    match body {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(page) if page.contains_key("html_page_bytes") => {
            let text = |key: &str| page[key].as_str().unwrap_or_default().to_owned();
            let forms = page["forms"].as_array().into_iter().flatten();
            let tags: String = forms.filter_map(|form| form["tag"].as_str()).collect();
            format!(
                "<!DOCTYPE html><html><head><title>{}</title></head><body>{}{tags}</body></html>",
                text("title"),
                text("text")
            )
        }
        other => other.to_string(),
    }
}
