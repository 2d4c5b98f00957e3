//! From a recorded request to a call.

use bytes::Bytes;
use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::client::Call;
use crate::packages::{content, form};
use crate::placeholders::Bindings;
use crate::python_json::to_python_json;
use crate::replay::Replay;
use crate::topic_more::orphan;

/// What a page token may hold unescaped in a query.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Replay<'_> {
    /// The request of an exchange, or why it cannot be sent.
    pub fn call(&mut self, exchange: &Value) -> Result<Call, String> {
        let request = &exchange["request"];
        let Some(method) = request["method"].as_str() else {
            return Err("a fact beside the calls".to_owned());
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
            // A name of that length is made of another letter than the rest.
            let letter = if name == "kubeflow-userid" { "u" } else { "a" };
            let value = sized(header[1].as_str().unwrap_or_default(), letter);
            let value = self.put_in(&value)?;
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
        Ok(Call {
            method,
            target,
            headers,
            body,
        })
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
            Value::String(text) if text == "<JSON string of the Workflow>" => Ok(orphan()),
            Value::String(text) if text == "<JSON string of the Workflow object>" => {
                let workflow = self.reported("walk").map_err(unbound)?;
                Ok(Bytes::from(Value::from(workflow).to_string()))
            }
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

    /// The workflow of a run as its agent reports it at its end.
    fn reported(&self, run: &str) -> Result<String, String> {
        let document = serde_json::json!({
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Workflow",
            "metadata": {
                "name": format!("<workflow:{run}>"),
                "namespace": "team-a",
                "labels": {"pipeline/runid": format!("<run:{run}>")},
            },
            "spec": {},
            "status": {"phase": "Succeeded"},
        });
        Ok(self.bindings.fill_value(&document)?.to_string())
    }

    fn put_in(&mut self, text: &str) -> Result<String, String> {
        self.bind_tokens(text);
        self.bindings.fill(text).map_err(unbound)
    }

    /// The query; what is put in is escaped, what was recorded is as it was sent.
    fn put_in_query(&mut self, text: &str) -> Result<String, String> {
        let text = sized(text, "a");
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
}

#[expect(clippy::needless_pass_by_value, reason = "given to `map_err`")]
fn unbound(placeholder: String) -> String {
    format!("names {placeholder}, which nothing before it made")
}

/// `<8 KiB of a>`, `<64 KiB>`: that much of a letter.
fn sized(text: &str, letter: &str) -> String {
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
        (Some(count), Some("KiB")) => format!("{before}{}{after}", letter.repeat(count * 1024)),
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
