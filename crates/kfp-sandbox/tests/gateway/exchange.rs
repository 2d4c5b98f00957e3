//! Recorded exchanges, and comparing an answer with one.

use http::HeaderMap;
use serde_json::Value;

use crate::browser::Reply;

/// One recorded exchange.
pub(crate) struct Exchange {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) response: Value,
}

impl Exchange {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// What the application behind the gateway received, if the answer is the echo.
    pub(crate) fn echo(&self) -> Option<&Value> {
        self.response
            .get("body")
            .filter(|body| body.get("app").is_some())
    }

    /// Which application echoed.
    pub(crate) fn app(&self) -> Option<&str> {
        self.echo().and_then(|echo| echo["app"].as_str())
    }

    /// Headers of the recorded answer under that name.
    pub(crate) fn answered(&self, name: &str) -> Vec<&str> {
        pairs(&self.response["headers"])
            .filter(|(found, _)| *found == name)
            .map(|(_, value)| value)
            .collect()
    }
}

/// Reads a recording.
pub(crate) fn load(file: &str) -> Vec<Exchange> {
    let path = format!(
        "{}/tests/recorded/gateway/{file}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).unwrap();
    let exchanges: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(!exchanges.is_empty());
    exchanges.iter().map(read).collect()
}

fn read(exchange: &Value) -> Exchange {
    let request = &exchange["request"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Exchange {
        id: text(&exchange["id"]),
        method: text(&request["method"]),
        url: text(&request["url"]),
        headers: pairs(&request["headers"])
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: text(&request["body"]),
        response: exchange["response"].clone(),
    }
}

fn pairs(headers: &Value) -> impl Iterator<Item = (&str, &str)> {
    headers
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)))
}

/// Headers that say how an answer is framed or when it was made, not what it is; and, on pages, their length: the
/// sandbox writes its own.
const FRAMING: [&str; 4] = ["date", "transfer-encoding", "connection", "accept-ranges"];

/// Compares status, headers and body.
pub(crate) fn assert_answer(exchange: &Exchange, reply: &Reply) {
    let id = &exchange.id;
    let recorded = &exchange.response;
    assert_eq!(
        reply.status.as_u16(),
        u16::try_from(recorded["status"].as_u64().unwrap()).unwrap(),
        "{id}: status; body {}",
        reply.text()
    );
    assert!(reply.headers.contains_key("date"), "{id}: date");
    let body = &recorded["body"];
    let own_body = body.is_object()
        || body
            .as_str()
            .is_some_and(|body| body.contains("<cut, ") || body.contains("Central Dashboard"));
    assert_headers(exchange, &reply.headers, own_body);
    match body {
        Value::String(text) if text.contains("Central Dashboard") => {
            assert!(
                reply
                    .text()
                    .contains("<title>Kubeflow Central Dashboard</title>"),
                "{id}: body"
            );
        }
        Value::String(text) if text.contains("<cut, ") => {}
        Value::String(text) => assert!(
            matches(text, reply.text()),
            "{id}: body {:?} is not {text:?}",
            reply.text()
        ),
        // Dex writes its page of connectors behind the redirect that nobody waits to see.
        page if page.get("html_page_bytes").is_some() && !reply.status.is_redirection() => {
            assert_page(id, page, reply.text());
        }
        _ => {}
    }
}

fn assert_headers(exchange: &Exchange, actual: &HeaderMap, own_body: bool) {
    let id = &exchange.id;
    let skip = |name: &str| {
        FRAMING.contains(&name) || (own_body && matches!(name, "content-length" | "content-type"))
    };
    let mut names: Vec<&str> = pairs(&exchange.response["headers"])
        .map(|(name, _)| name)
        .filter(|name| !skip(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        let recorded = exchange.answered(name);
        let found: Vec<&str> = actual
            .get_all(*name)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        assert!(
            recorded.len() == found.len()
                && recorded
                    .iter()
                    .zip(&found)
                    .all(|(recorded, found)| matches(recorded, found)),
            "{id}: header {name} {found:?} is not {recorded:?}"
        );
    }
    let also: Vec<&str> = actual
        .keys()
        .map(http::HeaderName::as_str)
        .filter(|name| !skip(name) && *name != "content-length" && !names.contains(name))
        .collect();
    assert!(
        also.is_empty(),
        "{id}: headers that the real gateway does not send: {also:?}"
    );
}

/// A page of the sandbox has the title and the forms of the real one, and says that it is simulated.
fn assert_page(id: &str, page: &Value, html: &str) {
    let title = page["title"].as_str().unwrap();
    assert!(
        html.contains(&format!("<title>{title}</title>")),
        "{id}: title {title}"
    );
    for form in page["forms"].as_array().unwrap() {
        let tag = form["tag"].as_str().unwrap();
        assert!(contains(html, tag), "{id}: form {tag}");
        for input in form["inputs"].as_array().unwrap() {
            let input = input.as_str().unwrap();
            for attribute in ["name=", "type=", "value=", "id="] {
                if let Some(value) = quoted_after(input, attribute) {
                    assert!(
                        contains(html, &format!("{attribute}\"{}\"", sample(value))),
                        "{id}: {attribute}{value}"
                    );
                }
            }
        }
    }
}

fn quoted_after<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let start = tag.find(&format!("{attribute}\""))? + attribute.len() + 1;
    tag[start..].split('"').next()
}

/// The recording's user is the sandbox's owner, whose subject at Dex is another.
pub(crate) fn sample(text: &str) -> String {
    text.replace("user@example.com", "jbpark8@example.com")
        .replace("Cg4xNTg0MTE4NTY0MTc4NBIFbG9jYWw", "<value>")
}

/// Whether `actual` contains the recorded text, placeholders standing for anything.
fn contains(actual: &str, recorded: &str) -> bool {
    let pieces = split_at_placeholders(recorded);
    actual.match_indices(pieces[0].as_str()).any(|(start, _)| {
        let mut rest = &actual[start..];
        pieces.iter().all(|piece| match rest.find(piece.as_str()) {
            Some(position) => {
                rest = &rest[position + piece.len()..];
                true
            }
            None => false,
        })
    })
}

/// Whether `actual` is the recorded text, placeholders standing for anything.
pub(crate) fn matches(recorded: &str, actual: &str) -> bool {
    let recorded = sample(recorded);
    let pieces = split_at_placeholders(&recorded);
    let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
    if pieces.len() == 1 {
        return actual == first;
    }
    actual.len() >= first.len() + last.len()
        && actual.starts_with(first.as_str())
        && actual.ends_with(last.as_str())
        && contains(actual, &recorded)
}

/// A recorded address with values of the kind that the placeholders stand for.
pub(crate) fn filled(url: &str) -> String {
    let mut filled = url.replace("<code>", "abcdefghijklmnopqrstuvwxy");
    while let Some(start) = filled.find("<state") {
        let end = start + filled[start..].find('>').unwrap() + 1;
        filled.replace_range(start..end, "nonce%3A%2Fkfp-console%2F");
    }
    filled
}

/// The texts between placeholders such as `<state, 160 bytes>`; tags of HTML are no placeholders.
fn split_at_placeholders(recorded: &str) -> Vec<String> {
    const NAMES: [&str; 14] = [
        "<state",
        "<value",
        "<challenge>",
        "<http-date>",
        "<ms>",
        "<uuid>",
        "<sha256>",
        "<code>",
        "<jwt",
        "<oauth2_",
        "<authservice_",
        "<oidc_",
        "<session>",
        "<opaque>",
    ];
    let mut pieces = vec![String::new()];
    let mut rest = recorded;
    while !rest.is_empty() {
        if NAMES.iter().any(|name| rest.starts_with(name)) {
            let end = rest.find('>').unwrap() + 1;
            rest = &rest[end..];
            pieces.push(String::new());
        } else {
            let character = rest.chars().next().unwrap();
            pieces.last_mut().unwrap().push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    pieces
}

/// Compares what reached the application. `cookie` and `host` were made by the test.
pub(crate) fn assert_echo(exchange: &Exchange, reply: &Reply) {
    let id = &exchange.id;
    let recorded = exchange.echo().unwrap();
    let actual: Value =
        serde_json::from_str(reply.text()).unwrap_or_else(|_| panic!("{id}: {}", reply.text()));
    assert_eq!(actual["method"], recorded["method"], "{id}: method");
    if !exchange.url.contains("bytes>") {
        assert_eq!(actual["path"], recorded["path"], "{id}: path");
    }
    assert_eq!(actual["body_bytes"], recorded["body_bytes"], "{id}: body");
    let skip = |name: &str| matches!(name, "cookie" | "host" | "content-length");
    let sorted = |headers: &Value| {
        let mut sorted: Vec<(String, String)> = pairs(headers)
            .filter(|(name, _)| !skip(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        sorted.sort();
        sorted
    };
    let (expected, found) = (sorted(&recorded["headers"]), sorted(&actual["headers"]));
    let names = |headers: &[(String, String)]| {
        headers
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&found),
        names(&expected),
        "{id}: headers at the application"
    );
    for ((name, expected), (_, found)) in expected.iter().zip(&found) {
        let is_long = expected.contains("bytes>");
        assert!(
            is_long || matches(expected, found),
            "{id}: {name} at the application: {found:?} is not {expected:?}"
        );
    }
}
