//! Comparing two answers to the same request.

use std::collections::BTreeMap;

use e2e::envoy::Reply;
use serde_json::Value;

/// What an answer says, without what differs from one request to the next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    status: u16,
    headers: BTreeMap<String, Vec<String>>,
    body: String,
}

/// How an answer is framed and when it was made says nothing about it.
const FRAMING: [&str; 4] = ["connection", "content-length", "date", "transfer-encoding"];
/// The mesh's identity stands for the certificate behind it.
const CERTIFICATE: &str = "Hash=";

impl Answer {
    pub(crate) fn of(reply: &Reply) -> Self {
        if reply
            .text()
            .contains("<title>Kubeflow Central Dashboard</title>")
        {
            // The dashboard is another page in front of Envoy, and that it was the dashboard is all that counts.
            return Self {
                status: reply.status.as_u16(),
                headers: BTreeMap::new(),
                body: "dashboard".to_owned(),
            };
        }
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &reply.headers {
            if !FRAMING.contains(&name.as_str()) {
                let value = String::from_utf8_lossy(value.as_bytes());
                headers
                    .entry(name.as_str().to_owned())
                    .or_default()
                    .push(mask_header(name.as_str(), &value));
            }
        }
        Self {
            status: reply.status.as_u16(),
            headers,
            body: mask_body(reply.text()),
        }
    }
}

impl Answer {
    pub(crate) fn body(&self) -> &str {
        &self.body
    }
}

fn mask_header(name: &str, value: &str) -> String {
    match name {
        "x-envoy-upstream-service-time" => "<ms>".to_owned(),
        "set-cookie" => mask_cookie(value),
        _ => mask(value),
    }
}

/// A cookie with its name and attributes; a value and a date are only there or not.
fn mask_cookie(line: &str) -> String {
    let parts = line.split("; ").map(|part| match part.split_once('=') {
        Some(("Expires", date)) if !date.contains("1970") => "Expires=<date>".to_owned(),
        Some((name @ ("Path" | "Max-Age" | "SameSite" | "Expires"), value)) => {
            format!("{name}={value}")
        }
        Some((name, value)) if !value.is_empty() => format!("{name}=<value>"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// An application's echo of the request, or any other text.
fn mask_body(text: &str) -> String {
    let Ok(mut echo) = serde_json::from_str::<Value>(text) else {
        return mask(text);
    };
    if let Some(headers) = echo.get_mut("headers").and_then(Value::as_array_mut) {
        for header in headers.iter_mut() {
            let (name, value) = (
                header[0].as_str().unwrap_or_default(),
                header[1].as_str().unwrap_or_default(),
            );
            let value = match name {
                "x-request-id" => "<uuid>".to_owned(),
                "x-forwarded-for" => mask_client(value),
                "x-forwarded-client-cert" => mask_parameter(value, CERTIFICATE),
                _ => value.to_owned(),
            };
            header[1] = Value::String(value);
        }
        headers.retain(|header| header[0] != "content-length");
        // The order of different headers means nothing.
        headers.sort_by_key(ToString::to_string);
    }
    echo.to_string()
}

/// The hops that the client claims, and the client itself: Envoy names the machine's own address where it sees the
/// loopback's.
fn mask_client(hops: &str) -> String {
    match hops.rsplit_once(',') {
        Some((claimed, _)) => format!("{claimed},<client>"),
        None => "<client>".to_owned(),
    }
}

fn mask(text: &str) -> String {
    mask_parameter(&mask_parameter(text, "state="), "code_challenge=")
}

/// Replaces what follows each `name` up to the next separator.
fn mask_parameter(text: &str, name: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(name) {
        let (before, found) = rest.split_at(start + name.len());
        let end = found.find(['&', '"', ';', ' ', ',']).unwrap_or(found.len());
        masked.push_str(before);
        masked.push_str("<value>");
        rest = &found[end..];
    }
    masked + rest
}
