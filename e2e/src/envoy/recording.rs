//! Requests of the recordings that the sandbox is held against.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// One recorded request, and what the real programs answered.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Name of the exchange.
    pub id: String,
    /// Method.
    pub method: String,
    /// Path and query, placeholders filled in.
    pub url: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
    /// The recorded status; none where there was no HTTP answer.
    pub status: Option<u64>,
}

impl Exchange {
    /// The headers with this cookie header in place of the recorded one.
    pub fn headers_with(&self, cookie: &str) -> Vec<(&str, String)> {
        self.headers
            .iter()
            .map(|(name, value)| {
                let value = if name.eq_ignore_ascii_case("cookie") {
                    cookie.to_owned()
                } else {
                    value.clone()
                };
                (name.as_str(), value)
            })
            .collect()
    }
}

/// Reads a recording by its name.
///
/// # Errors
/// When there is none.
pub fn load(name: &str) -> Result<Vec<Exchange>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/kfp-sandbox/tests/recorded/gateway")
        .join(format!("{name}.json"));
    let text = std::fs::read_to_string(&file).with_context(|| format!("no recording {name}"))?;
    let exchanges: Vec<Value> = serde_json::from_str(&text)?;
    Ok(exchanges.iter().map(read).collect())
}

fn read(exchange: &Value) -> Exchange {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let request = &exchange["request"];
    let headers = request["headers"].as_array().into_iter().flatten();
    Exchange {
        id: text(&exchange["id"]),
        method: text(&request["method"]),
        url: fill(&text(&request["url"])),
        headers: headers
            .map(|pair| (text(&pair[0]), text(&pair[1])))
            .collect(),
        body: text(&request["body"]),
        status: exchange["response"]["status"].as_u64(),
    }
}

/// Puts values of the right kind where the recording has placeholders.
fn fill(url: &str) -> String {
    let mut filled = url.replace("<code>", "abcdefghijklmnopqrstuvwxy");
    while let Some(start) = filled.find("<state") {
        let end = filled[start..]
            .find('>')
            .map_or(filled.len(), |end| start + end + 1);
        filled.replace_range(start..end, "nonce%3A%2Fkfp-console%2F");
    }
    filled
}
