//! Walks a recorded topic against the sandbox and compares every answer.

use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::client::{Answer, Call};
use crate::packages::{content, form};
use crate::placeholders::Bindings;
use crate::python_json::to_python_json;
use crate::rig::Rig;
use crate::swagger::Swagger;

/// Headers that a client may look at.
const HEADERS: [&str; 5] = [
    "content-type",
    "grpc-metadata-content-type",
    "www-authenticate",
    "location",
    "x-content-type-options",
];

/// What a page token may hold unescaped in a query.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A recorded exchange that is not replayed or may differ, with the reason. `id` is the start of its id.
pub type Exception = (&'static str, &'static str);

/// A recorded topic on its way through the sandbox.
pub struct Replay<'a> {
    pub rig: &'a Rig,
    pub bindings: Bindings,
    exchanges: Vec<Value>,
    topic: &'static str,
    exceptions: &'static [Exception],
    /// Members of bodies that are not compared.
    pub ignored: &'static [&'static str],
    /// How far time moves from one exchange to the next: rows of one second stand in the order of their random ids.
    pub step: Duration,
    equal: usize,
    equal_up_to_ties: usize,
    skipped: Vec<(String, String)>,
    differences: Vec<String>,
    swagger: Swagger,
    /// Answers that were held against the schema.
    validated: usize,
}

impl<'a> Replay<'a> {
    pub fn of(rig: &'a Rig, topic: &'static str, exceptions: &'static [Exception]) -> Self {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/recorded/kfp/{topic}.json"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let exchanges = document["exchanges"].as_array().expect("exchanges").clone();
        Self {
            rig,
            bindings: Bindings::default(),
            exchanges,
            topic,
            exceptions,
            ignored: &[],
            step: Duration::from_secs(1),
            equal: 0,
            equal_up_to_ties: 0,
            skipped: Vec::new(),
            differences: Vec::new(),
            swagger: Swagger::read(),
            validated: 0,
        }
    }

    /// Puts another text in the place of one that was recorded.
    pub fn substitute(&mut self, recorded: &str, actual: &str) {
        let text = Value::Array(std::mem::take(&mut self.exchanges)).to_string();
        let exchanges: Vec<Value> =
            serde_json::from_str(&text.replace(recorded, actual)).expect("JSON still");
        self.exchanges = exchanges;
    }

    /// The recorded exchange whose id starts with `start`.
    pub fn recorded(&self, start: &str) -> Value {
        let found = self
            .exchanges
            .iter()
            .find(|exchange| id_of(exchange).starts_with(start));
        found
            .unwrap_or_else(|| panic!("no exchange {start}"))
            .clone()
    }

    /// Replays everything up to the exchange whose id starts with `start`, that one left out.
    pub async fn run_until(&mut self, start: &str) {
        let end = self
            .exchanges
            .iter()
            .position(|exchange| id_of(exchange).starts_with(start));
        let rest = self
            .exchanges
            .split_off(end.unwrap_or_else(|| panic!("no exchange {start}")));
        let now = std::mem::replace(&mut self.exchanges, rest);
        for exchange in &now {
            self.replay(exchange).await;
        }
    }

    /// Replays the rest, prints the count and fails on any difference that is not excepted.
    pub async fn finish(mut self) {
        for exchange in &std::mem::take(&mut self.exchanges) {
            self.replay(exchange).await;
        }
        let replayed = self.equal + self.equal_up_to_ties + self.differences.len();
        println!(
            "{}: {replayed} replayed, {} equal, {} equal up to the order of ties, {} not replayed, {} as the schema says",
            self.topic,
            self.equal,
            self.equal_up_to_ties,
            self.skipped.len(),
            self.validated
        );
        for (id, reason) in &self.skipped {
            println!("  not replayed: {id}: {reason}");
        }
        let unused: Vec<_> = self
            .exceptions
            .iter()
            .filter(|(start, _)| !self.skipped.iter().any(|(id, _)| id.starts_with(start)))
            .collect();
        assert!(
            unused.is_empty(),
            "exceptions that excuse nothing: {unused:?}"
        );
        assert!(
            self.differences.is_empty(),
            "{} differences:\n{}",
            self.differences.len(),
            self.differences.join("\n")
        );
        assert!(replayed > 0);
    }

    async fn replay(&mut self, exchange: &Value) {
        let id = id_of(exchange).to_owned();
        if let Some((_, reason)) = self
            .exceptions
            .iter()
            .find(|(start, _)| id.starts_with(start))
        {
            self.skipped.push((id, (*reason).to_owned()));
            return;
        }
        let call = match self.call(exchange) {
            Ok(call) => call,
            Err(reason) => {
                self.skipped.push((id, reason));
                return;
            }
        };
        self.rig.clock.advance(self.step);
        let addresses = self.rig.sandbox.addresses();
        let address = if exchange["server"] == "kubernetes" {
            addresses.kubernetes
        } else {
            addresses.kfp
        };
        let (method, target) = (call.method.clone(), call.target.clone());
        let answer = call.send(address).await;
        if let Some(answer) = &answer {
            self.validate(&id, method.as_str(), &target, answer);
        }
        match self.judge(exchange, answer) {
            Ok(true) => self.equal += 1,
            Ok(false) => self.equal_up_to_ties += 1,
            Err(difference) => self.differences.push(format!("{id}: {difference}")),
        }
    }

    /// Holds an answer of the gateway against the published schema; the upload handlers refuse in a shape of their own.
    fn validate(&mut self, id: &str, method: &str, target: &str, answer: &Answer) {
        let path = target.split('?').next().unwrap_or_default();
        let body = answer.value();
        if body.get("error_message").is_some() || !body.is_object() {
            return;
        }
        let status = answer.status.as_u16();
        match self.swagger.check(id, (method, path), status, &body) {
            Some(Ok(())) => self.validated += 1,
            Some(Err(why)) => self
                .differences
                .push(format!("{id}: not as the schema says: {why}")),
            None => {}
        }
    }

    /// The request of an exchange, or why it cannot be sent.
    fn call(&mut self, exchange: &Value) -> Result<Call, String> {
        let request = &exchange["request"];
        let Some(method) = request["method"].as_str() else {
            return Err("no HTTP call: bytes on a socket or a fact beside the calls".to_owned());
        };
        let path = self.put_in(request["path"].as_str().unwrap_or_default())?;
        let query = self.put_in_query(request["query"].as_str().unwrap_or_default())?;
        let target = if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        };
        let mut headers = Vec::new();
        for header in request["headers"].as_array().into_iter().flatten() {
            let name = header[0].as_str().unwrap_or_default();
            let value = self.put_in(&sized(header[1].as_str().unwrap_or_default()))?;
            // A byte beyond ASCII was sent as Latin-1.
            let bytes = value
                .chars()
                .map(|character| u8::try_from(character).unwrap_or(b'?'))
                .collect();
            if !name.eq_ignore_ascii_case("transfer-encoding") {
                headers.push((name.to_owned(), bytes));
            }
        }
        let body = self.body(&request["body"], &headers)?;
        let method = Method::from_bytes(method.as_bytes()).map_err(|error| error.to_string())?;
        if method == Method::CONNECT {
            return Err("the test's HTTP client cannot send CONNECT with a path".to_owned());
        }
        let call = Call {
            method,
            target,
            headers,
            body,
        };
        if call.is_sendable() {
            Ok(call)
        } else {
            Err("the test's HTTP client cannot send this address".to_owned())
        }
    }

    fn body(&mut self, body: &Value, headers: &[(String, Vec<u8>)]) -> Result<Bytes, String> {
        if let Some(part) = body["multipart"].get(0) {
            let text = part["content"].as_str().unwrap_or_default();
            let file =
                content(text).ok_or_else(|| format!("the file is only described: {text}"))?;
            let content_type = headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
            let content_type =
                String::from_utf8_lossy(content_type.map_or(b"", |(_, value)| value)).into_owned();
            let boundary = content_type
                .split_once("boundary=")
                .map_or("none", |(_, boundary)| boundary);
            let name = part["name"].as_str().unwrap_or_default();
            return Ok(form(
                boundary,
                name,
                part["filename"].as_str().unwrap_or_default(),
                &file,
            )
            .into());
        }
        match body {
            Value::Null => Ok(Bytes::new()),
            Value::String(text) if text.starts_with('<') => content(text)
                .map(Bytes::from)
                .ok_or_else(|| format!("the body is only described: {text}")),
            Value::String(text) if text.contains('\u{fffd}') => Ok(text
                .replace('\u{fffd}', "\u{1}")
                .bytes()
                .map(|byte| if byte == 1 { 0xff } else { byte })
                .collect()),
            Value::String(text) => Ok(Bytes::from(self.bindings.fill(text).map_err(unbound)?)),
            value => {
                self.bind_tokens(&value.to_string());
                Ok(Bytes::from(to_python_json(
                    &self.bindings.fill_value(&uncut(value)).map_err(unbound)?,
                )))
            }
        }
    }

    fn put_in(&mut self, text: &str) -> Result<String, String> {
        self.bind_tokens(text);
        self.bindings.fill(text).map_err(unbound)
    }

    /// The query; what is put in is escaped, what was recorded is as it was sent.
    fn put_in_query(&mut self, text: &str) -> Result<String, String> {
        let text = sized(text);
        let mut escaped = Bindings::default();
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once('<') {
            let name = after.split('>').next().unwrap_or_default();
            if let Some(value) = self.bindings.get(name) {
                escaped.bind(name, utf8_percent_encode(value, IN_QUERY).to_string());
            }
            rest = after;
        }
        escaped.fill(&text).map_err(unbound)
    }

    fn bind_tokens(&mut self, text: &str) {
        for part in text.split('<').skip(1) {
            let name = part.split('>').next().unwrap_or_default();
            if self.bindings.get(name).is_none()
                && let Some(token) = self.rig.described_token(name)
            {
                self.bindings.bind(name, token);
            }
        }
    }

    /// A body without what is not compared.
    fn comparable(&self, mut body: Value) -> Value {
        if let Some(members) = body.as_object_mut() {
            for key in self.ignored {
                members.shift_remove(*key);
                for run in members
                    .get_mut("runs")
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
                {
                    run.as_object_mut().map(|run| run.shift_remove(*key));
                }
            }
            // The token of a next page in Kubernetes holds a revision.
            if let Some(Value::String(token)) = members
                .get_mut("metadata")
                .and_then(|metadata| metadata.get_mut("continue"))
            {
                *token = without_revision(token);
            }
            // Error details hold a stack after their first line.
            if let Some(Value::String(details)) = members.get_mut("error_details") {
                details.truncate(details.find('\n').unwrap_or(details.len()));
            }
        }
        body
    }

    /// `Ok(false)`: equal but for the order of rows that sort alike.
    fn judge(&mut self, exchange: &Value, answer: Option<Answer>) -> Result<bool, String> {
        let Some(answer) = answer else {
            return if exchange.get("error").is_some() {
                Ok(true)
            } else {
                Err("no answer".to_owned())
            };
        };
        let response = &exchange["response"];
        if response["status"] != answer.status.as_u16() {
            return Err(format!(
                "recorded {}, got {} {}",
                response["status"],
                answer.status,
                answer.value()["message"]
            ));
        }
        for name in HEADERS {
            let recorded = response["headers"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|header| {
                    header[0]
                        .as_str()
                        .is_some_and(|header| header.eq_ignore_ascii_case(name))
                });
            let actual = answer
                .headers
                .get(name)
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            match (recorded, actual) {
                (None, None) => {}
                (Some(recorded), Some(actual)) => {
                    self.bindings.compare(&recorded[1], &actual.into(), name)?;
                }
                (recorded, actual) => {
                    return Err(format!(
                        "header {name}: recorded {recorded:?}, got {actual:?}"
                    ));
                }
            }
        }
        let body = match &response["body"] {
            Value::Null => {
                return if answer.body.is_empty() {
                    Ok(true)
                } else {
                    Err("has a body".to_owned())
                };
            }
            body => self.comparable(body.clone()),
        };
        let actual = self.comparable(answer.value());
        let mut attempt = self.bindings.clone();
        let compared = attempt.compare(&body, &actual, "body");
        match compared {
            Ok(()) => {
                self.bindings = attempt;
                Ok(true)
            }
            Err(_) if is_page_of_ties(exchange, &body, &actual) => Ok(false),
            Err(difference) => Err(difference),
        }
    }
}

/// A token of a next page in Kubernetes as what it says, but for its revision.
fn without_revision(token: &str) -> String {
    let bytes = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    let mut said: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    said.as_object_mut().map(|said| said.shift_remove("rv"));
    said.to_string()
}

fn id_of(exchange: &Value) -> &str {
    exchange["id"].as_str().unwrap_or_default()
}

#[expect(clippy::needless_pass_by_value, reason = "given to `map_err`")]
fn unbound(placeholder: String) -> String {
    format!("names {placeholder}, which nothing before it made")
}

/// A page of a list whose rows sort alike may hold other rows, as many of as many, with or without a next page.
fn is_page_of_ties(exchange: &Value, recorded: &Value, actual: &Value) -> bool {
    let query = exchange["request"]["query"].as_str().unwrap_or_default();
    let is_part = recorded.get("next_page_token").is_some() || query.contains("page_token");
    let same_count = |key: &str| {
        let length = |value: &Value| value[key].as_array().map(Vec::len);
        length(recorded) == length(actual)
    };
    let keys = |value: &Value| {
        value
            .as_object()
            .map(|members| members.keys().cloned().collect::<Vec<_>>())
    };
    let mut sorted = (keys(recorded), keys(actual));
    if let (Some(left), Some(right)) = (&mut sorted.0, &mut sorted.1) {
        left.sort();
        right.sort();
    }
    is_part
        && recorded["total_size"] == actual["total_size"]
        && sorted.0 == sorted.1
        && [
            "experiments",
            "runs",
            "pipelines",
            "pipeline_versions",
            "recurringRuns",
        ]
        .into_iter()
        .all(same_count)
}

/// `<8 KiB of a>`, `<64 KiB>`: that much text.
fn sized(text: &str) -> String {
    let Some((before, rest)) = text.split_once('<') else {
        return text.to_owned();
    };
    let Some((inside, after)) = rest.split_once('>') else {
        return text.to_owned();
    };
    let mut words = inside.split(' ');
    match (
        words.next().and_then(|count| count.parse::<usize>().ok()),
        words.next(),
    ) {
        (Some(count), Some("KiB")) => format!("{before}{}{after}", "a".repeat(count * 1024)),
        _ => text.to_owned(),
    }
}

/// Text that was cut in the recording, `ddd<cut: 70000 characters in all>`, at its full length again.
fn uncut(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let Some((kept, rest)) = text.split_once("<cut: ") else {
                return value.clone();
            };
            let length = rest
                .split(' ')
                .next()
                .and_then(|count| count.parse::<usize>().ok());
            let last = kept.chars().last().unwrap_or('d');
            match length {
                Some(length) => Value::String(last.to_string().repeat(length)),
                None => value.clone(),
            }
        }
        Value::Array(items) => items.iter().map(uncut).collect(),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, value)| (key.clone(), uncut(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}
