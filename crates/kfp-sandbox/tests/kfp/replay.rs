//! Walks a recorded topic against the sandbox and compares every answer.

use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::client::Answer;
use crate::placeholders::Bindings;
use crate::raw;
use crate::rig::Rig;
use crate::swagger::Swagger;
use crate::tally::{Known, Outcome, Tally};

/// Headers that a client may look at.
const HEADERS: [&str; 5] = [
    "content-type",
    "grpc-metadata-content-type",
    "www-authenticate",
    "location",
    "x-content-type-options",
];

/// A recorded topic on its way through the sandbox.
pub struct Replay<'a> {
    pub rig: &'a Rig,
    pub bindings: Bindings,
    exchanges: Vec<Value>,
    topic: &'static str,
    known: Known,
    /// Members of bodies that are not compared.
    pub ignored: &'static [&'static str],
    /// How far time moves from one exchange to the next: rows of one second stand in the order of their random ids.
    pub step: Duration,
    swagger: Swagger,
    tally: Tally,
}

impl<'a> Replay<'a> {
    pub fn of(rig: &'a Rig, topic: &'static str, known: Known) -> Self {
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
            known,
            ignored: &[],
            step: Duration::from_secs(1),
            swagger: Swagger::read(),
            tally: Tally::default(),
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

    /// Replays the rest, and settles the account.
    pub async fn finish(mut self) {
        for exchange in &std::mem::take(&mut self.exchanges) {
            self.replay(exchange).await;
        }
        self.tally.settle(self.topic, self.known);
    }

    async fn replay(&mut self, exchange: &Value) {
        let id = id_of(exchange);
        let outcome = if Known::reason(self.known.unsendable, id).is_some() {
            Outcome::Unsendable(String::new())
        } else if let Some(request) = exchange["raw_request"].as_str() {
            self.replay_raw(exchange, request).await
        } else if let Some(statuses) = exchange["statuses"].as_array() {
            let actual: Vec<Value> = self.rig.race().await.into_iter().map(Value::from).collect();
            if *statuses == actual {
                Outcome::Equal
            } else {
                Outcome::Different(format!("recorded {statuses:?}, got {actual:?}"))
            }
        } else {
            self.replay_call(id, exchange).await
        };
        self.tally.add(id, outcome, self.known);
    }

    async fn replay_call(&mut self, id: &str, exchange: &Value) -> Outcome {
        let call = match self.call(exchange) {
            Ok(call) => call,
            Err(reason) => return Outcome::Unsendable(reason),
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
            self.validate(id, method.as_str(), &target, answer);
        }
        outcome(self.judge(exchange, answer))
    }

    /// Bytes on a socket: each answer with its first line, and whether the connection ends with it.
    async fn replay_raw(&mut self, exchange: &Value, request: &str) -> Outcome {
        let address = self.rig.sandbox.addresses().kfp;
        let received = raw::exchange(address, &raw::bytes(request)).await;
        let recorded = exchange["raw_response"].as_str().unwrap_or_default();
        let (recorded, actual) = (raw::answers(recorded.as_bytes()), raw::answers(&received));
        let lines = |answers: &[raw::RawAnswer]| -> Vec<String> {
            let of = |answer: &raw::RawAnswer| {
                let connection = answer.answer.headers.get("connection");
                let connection = connection.map(|value| value.to_str().unwrap_or_default());
                format!("{} connection: {connection:?}", answer.status_line)
            };
            answers.iter().map(of).collect()
        };
        if lines(&recorded) != lines(&actual) {
            return Outcome::Different(format!(
                "recorded {:?}, got {:?}",
                lines(&recorded),
                lines(&actual)
            ));
        }
        let mut ties = false;
        for (recorded, actual) in recorded.into_iter().zip(actual) {
            match self.judge(&recorded.answer.recorded(), Some(actual.answer)) {
                Ok(exactly) => ties |= !exactly,
                Err(difference) => return Outcome::Different(difference),
            }
        }
        outcome(Ok(!ties))
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
            Some(Ok(())) => self.tally.validated += 1,
            Some(Err(why)) => self
                .tally
                .fail(format!("{id}: not as the schema says: {why}")),
            None => {}
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
            Err(_) if is_page_of_ties(exchange, &body, &actual) => {
                // The rows differ, the next page's token is this one's.
                if let (Some(token), Some(actual)) = (
                    body["next_page_token"].as_str(),
                    actual["next_page_token"].as_str(),
                ) {
                    self.bindings.bind(token.trim_matches(['<', '>']), actual);
                }
                Ok(false)
            }
            Err(difference) => Err(difference),
        }
    }
}

fn outcome(judged: Result<bool, String>) -> Outcome {
    match judged {
        Ok(true) => Outcome::Equal,
        Ok(false) => Outcome::EqualUpToTies,
        Err(difference) => Outcome::Different(difference),
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
