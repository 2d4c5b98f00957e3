use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// What the console answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    /// The code of a problem document, or the reason in KFP's shape.
    pub(crate) fn code(&self) -> String {
        let body = self.json();
        let code = match self.header("content-type") {
            "application/problem+json" => &body["code"],
            "application/json" => &body["details"][1]["reason"],
            other => panic!("{other} is no error document: {body}"),
        };
        code.as_str()
            .unwrap_or_else(|| panic!("no code in {body}"))
            .to_owned()
    }

    /// Status and code in one, for tables.
    pub(crate) fn problem(&self) -> (u16, String) {
        (self.status.as_u16(), self.code())
    }
}
