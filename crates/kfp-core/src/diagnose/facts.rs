//! A symptom, read once for all rows.

use std::borrow::Cow;

use http::{HeaderMap, StatusCode, header};

use super::symptom::{Answer, Seen, Sent, Symptom, Target, Vantage};
use crate::error::{ApiError, ProxyReason, StatusCodeName, TokenFault, TransportFault};
use crate::response::{api_error, html, proxy};

/// How much of a body is looked at. Dex's and oauth2-proxy's pages name themselves within it.
const LOOKED_AT: usize = 8 * 1024;

/// What the rows ask of a symptom.
pub(super) struct Facts<'a> {
    pub(super) from: Vantage,
    pub(super) to: Target,
    pub(super) sent: Sent,
    pub(super) nothing: Option<TransportFault>,
    pub(super) no_token: Option<TokenFault>,
    answer: Option<Answer<'a>>,
    reason: Option<ProxyReason>,
    api_error: Option<ApiError>,
    text: Cow<'a, str>,
    is_foreign_text: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of(symptom: &Symptom<'a>) -> Self {
        let mut facts = Self {
            from: symptom.from,
            to: symptom.to,
            sent: symptom.sent,
            nothing: None,
            no_token: None,
            answer: None,
            reason: None,
            api_error: None,
            text: Cow::Borrowed(""),
            is_foreign_text: false,
        };
        match symptom.seen {
            Seen::Nothing(fault) => facts.nothing = Some(fault),
            Seen::NoToken(fault) => facts.no_token = Some(fault),
            Seen::Text(text) => {
                facts.text = Cow::Borrowed(text);
                facts.is_foreign_text = true;
            }
            Seen::Answer(answer) => facts.read(answer),
        }
        facts
    }

    fn read(&mut self, answer: Answer<'a>) {
        self.api_error = if answer.status.is_success() {
            None
        } else {
            api_error::read(answer.status, answer.body)
        };
        if self.api_error.is_none() {
            self.reason = proxy::of_answer(answer.status, answer.headers, answer.body);
        }
        self.text = String::from_utf8_lossy(&answer.body[..answer.body.len().min(LOOKED_AT)]);
        self.answer = Some(answer);
    }

    /// The status of the answer.
    pub(super) fn status(&self) -> Option<StatusCode> {
        self.answer.map(|answer| answer.status)
    }

    pub(super) fn is_status(&self, status: u16) -> bool {
        self.status().is_some_and(|seen| seen.as_u16() == status)
    }

    /// Who answered in the application's place.
    pub(super) fn reason(&self) -> Option<ProxyReason> {
        self.reason
    }

    /// Whether the mesh's policy refused.
    pub(super) fn is_rbac(&self) -> bool {
        self.reason == Some(ProxyReason::RbacDenied)
            || self.is_foreign_text && self.says("RBAC: access denied")
    }

    /// The class of an error in KFP's own words.
    pub(super) fn api_code(&self) -> Option<StatusCodeName> {
        self.api_error.as_ref().map(ApiError::code)
    }

    /// An error in KFP's own words.
    pub(super) fn api_error(&self) -> Option<&ApiError> {
        self.api_error.as_ref()
    }

    /// Whether a proxy further on, or the application, answered. An answer of the first proxy lacks the mark.
    pub(super) fn passed_a_proxy(&self) -> bool {
        self.has("x-envoy-upstream-service-time")
    }

    /// Whether the answer bears the mark of the far side's proxy, which a proxy of one's own would have removed.
    pub(super) fn bears_remote_mark(&self) -> bool {
        self.has("x-envoy-decorator-operation")
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.headers()
            .is_some_and(|headers| headers.contains_key(name))
    }

    /// A header's value; empty when there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers()
            .and_then(|headers| headers.get(name)?.to_str().ok())
            .unwrap_or_default()
    }

    pub(super) fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    fn headers(&self) -> Option<&'a HeaderMap> {
        self.answer.map(|answer| answer.headers)
    }

    /// Whether the body, or the text of another program, holds a passage.
    pub(super) fn says(&self, passage: &str) -> bool {
        self.text.contains(passage)
    }

    pub(super) fn says_any(&self, passages: &[&str]) -> bool {
        passages.iter().any(|passage| self.says(passage))
    }

    /// Whether what was seen is a text of another program and no answer.
    pub(super) fn is_foreign_text(&self) -> bool {
        self.is_foreign_text
    }

    /// Whether the body is a page.
    pub(super) fn is_page(&self) -> bool {
        self.answer.is_some_and(|answer| {
            html::is_html(self.header(header::CONTENT_TYPE.as_str()), answer.body)
        })
    }

    /// Whether there is no body.
    pub(super) fn is_empty(&self) -> bool {
        self.answer
            .is_some_and(|answer| answer.body.trim_ascii().is_empty())
    }
}
