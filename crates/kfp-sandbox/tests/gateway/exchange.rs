//! Recorded exchanges, and comparing an answer with one.

use http::HeaderMap;
use serde_json::Value;

use crate::browser::Reply;

/// One recorded exchange.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) id: String,
    pub(crate) era: String,
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
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
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
        era: text(&exchange["era"]),
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

/// Whether something holds, else how an answer differs.
fn ensure(holds: bool, how: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(how()) }
}

/// Compares status, headers and body, and what reached the application if it echoed.
pub(crate) fn judge(exchange: &Exchange, reply: &Reply) -> Result<(), String> {
    match exchange.app() {
        None => judge_answer(exchange, reply),
        Some("kfp-console") => {
            judge_answer(exchange, reply)?;
            judge_echo(exchange, reply)
        }
        // The other applications of the recordings echoed too; here they are what they are.
        Some(app) => ensure(reply.header("x-powered-by") == "Express", || {
            format!(
                "{app} does not answer: {} {:.200}",
                reply.status,
                reply.lossy()
            )
        }),
    }
}

fn judge_answer(exchange: &Exchange, reply: &Reply) -> Result<(), String> {
    let recorded = &exchange.response;
    let status = reply.status.as_u16();
    ensure(recorded["status"] == status, || {
        format!(
            "status {status}, recorded {}; body {:.200}",
            recorded["status"],
            reply.lossy()
        )
    })?;
    ensure(reply.headers.contains_key("date"), || "no date".to_owned())?;
    let body = &recorded["body"];
    // Of another length: a page of the sandbox's own, and what names the recording's user.
    let own_body = body.is_object()
        || body.as_str().is_some_and(|body| {
            [
                "<cut, ",
                "<binary, ",
                "Central Dashboard",
                "user@example.com",
            ]
            .iter()
            .any(|own| body.contains(own))
        });
    judge_headers(exchange, &reply.headers, own_body)?;
    let text = reply.lossy();
    match body {
        Value::String(recorded) if recorded.contains("Central Dashboard") => ensure(
            text.contains("<title>Kubeflow Central Dashboard</title>"),
            || format!("not the dashboard: {text:.200}"),
        ),
        Value::String(recorded)
            if ["<cut, ", "<binary, "]
                .iter()
                .any(|own| recorded.contains(own)) =>
        {
            Ok(())
        }
        Value::String(recorded) => ensure(matches(recorded, &text), || {
            format!("body {text:?} is not {recorded:?}")
        }),
        // Dex writes its page of connectors behind the redirect that nobody waits to see.
        page if page.get("html_page_bytes").is_some() && !reply.status.is_redirection() => {
            judge_page(page, &text)
        }
        _ => Ok(()),
    }
}

fn judge_headers(exchange: &Exchange, actual: &HeaderMap, own_body: bool) -> Result<(), String> {
    let skip = |name: &str| {
        FRAMING.contains(&name) || (own_body && matches!(name, "content-length" | "content-type"))
    };
    let mut names: Vec<String> = pairs(&exchange.response["headers"])
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| !skip(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    // Of some exchanges the recording holds no headers.
    if exchange.response["headers"] == Value::Array(Vec::new()) {
        return Ok(());
    }
    for name in &names {
        let recorded = exchange.answered(name);
        let found: Vec<&str> = actual
            .get_all(name.as_str())
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        let fits = recorded.len() == found.len()
            && recorded
                .iter()
                .zip(&found)
                .all(|(recorded, found)| matches(recorded, found));
        ensure(fits, || {
            format!("header {name} {found:?} is not {recorded:?}")
        })?;
    }
    let also: Vec<&str> = actual
        .keys()
        .map(http::HeaderName::as_str)
        .filter(|name| {
            !skip(name) && *name != "content-length" && !names.iter().any(|known| known == name)
        })
        .collect();
    ensure(also.is_empty(), || {
        format!("headers that the real gateway does not send: {also:?}")
    })
}

/// A page of the sandbox has the title and the forms of the real one, and says that it is simulated.
fn judge_page(page: &Value, html: &str) -> Result<(), String> {
    let title = page["title"].as_str().unwrap();
    ensure(html.contains(&format!("<title>{title}</title>")), || {
        format!("title {title}")
    })?;
    for form in page["forms"].as_array().unwrap() {
        let tag = form["tag"].as_str().unwrap();
        ensure(contains(html, tag), || format!("form {tag}"))?;
        for input in form["inputs"].as_array().unwrap() {
            let input = input.as_str().unwrap();
            for attribute in ["name=", "type=", "value=", "id="] {
                // The id of a login is of that login.
                let is_id = attribute == "value=" && input.contains("name=\"req\"");
                if let Some(value) = quoted_after(input, attribute).filter(|_| !is_id) {
                    let wanted = format!("{attribute}\"{}\"", sample(value));
                    ensure(contains(html, &wanted), || format!("lacks {wanted}"))?;
                }
            }
        }
    }
    Ok(())
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
    // `yyy… <51200 bytes>`: shortened for the recording.
    if let Some((head, bytes)) = recorded.split_once("… <")
        && let Some(bytes) = bytes.strip_suffix(" bytes>")
    {
        return actual.starts_with(head) && actual.len().to_string() == bytes;
    }
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
    let mut filled = url.replace("<code>", "abcdefghijkl");
    while let Some(start) = filled.find("<state") {
        let end = start + filled[start..].find('>').unwrap() + 1;
        let state = match &filled[start..end] {
            "<state, 16 bytes>" => "abcdefghijklmnop",
            _ => "nonce%3A%2Fkfp-console%2F",
        };
        filled.replace_range(start..end, state);
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
fn judge_echo(exchange: &Exchange, reply: &Reply) -> Result<(), String> {
    let recorded = exchange.echo().unwrap();
    let actual: Value = serde_json::from_slice(&reply.body)
        .map_err(|_| format!("no echo: {:.200}", reply.lossy()))?;
    for member in ["app", "method", "path", "body_bytes"] {
        if member == "path" && exchange.url.contains("bytes>") {
            continue;
        }
        let (wanted, found) = (&recorded[member], &actual[member]);
        ensure(wanted == found, || {
            format!("{member} at the application: {found} is not {wanted}")
        })?;
    }
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
    ensure(names(&found) == names(&expected), || {
        format!(
            "headers at the application {:?} are not {:?}",
            names(&found),
            names(&expected)
        )
    })?;
    for ((name, expected), (_, found)) in expected.iter().zip(&found) {
        let is_long = ["bytes>", "<cut, "]
            .iter()
            .any(|mark| expected.contains(mark))
            || (name == "x-envoy-original-path" && exchange.url.contains("bytes>"));
        ensure(is_long || matches(expected, found), || {
            format!("{name} at the application: {found:?} is not {expected:?}")
        })?;
    }
    Ok(())
}
