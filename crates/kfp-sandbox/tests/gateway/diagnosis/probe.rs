//! One request, and how its answer is known.

use kfp_sandbox::LoginEra;

use crate::browser::{Broken, Reply};

/// Whom to ask.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whom {
    Gateway,
    /// The mesh as a pod reaches it.
    Mesh,
    Kfp,
    Kubernetes,
}

/// A request, in which `{session}` and the like stand for what the walk has, and the marks of its answer.
#[derive(Debug)]
pub(super) struct Probe {
    pub(super) whom: Whom,
    pub(super) era: LoginEra,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) host: Option<&'static str>,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: &'static str,
    status: u16,
    says: Vec<&'static str>,
    has: Vec<(&'static str, &'static str)>,
    ends: Vec<(&'static str, &'static str)>,
    lacks: Vec<&'static str>,
    empty: bool,
}

/// A GET.
pub(super) fn get(whom: Whom, path: &'static str) -> Probe {
    Probe {
        whom,
        era: LoginEra::Oauth2Proxy,
        method: "GET",
        path,
        host: None,
        headers: Vec::new(),
        body: "",
        status: 0,
        says: Vec::new(),
        has: Vec::new(),
        ends: Vec::new(),
        lacks: Vec::new(),
        empty: false,
    }
}

impl Probe {
    pub(super) fn post(mut self) -> Self {
        self.method = "POST";
        self
    }

    pub(super) fn sending(mut self, body: &'static str) -> Self {
        self.body = body;
        self.post()
    }

    pub(super) fn in_era(mut self, era: LoginEra) -> Self {
        self.era = era;
        self
    }

    pub(super) fn host(mut self, host: &'static str) -> Self {
        self.host = Some(host);
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn signed_in(self) -> Self {
        self.with("Cookie", "{session}")
    }

    /// The status of the answer; 0: none comes.
    pub(super) fn gives(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// A text in the body.
    pub(super) fn saying(mut self, text: &'static str) -> Self {
        self.says.push(text);
        self
    }

    pub(super) fn saying_nothing(mut self) -> Self {
        self.empty = true;
        self
    }

    /// A header whose value holds a text.
    pub(super) fn having(mut self, name: &'static str, value: &'static str) -> Self {
        self.has.push((name, value));
        self
    }

    /// A header whose value ends in a text.
    pub(super) fn ending(mut self, name: &'static str, value: &'static str) -> Self {
        self.ends.push((name, value));
        self
    }

    pub(super) fn lacking(mut self, name: &'static str) -> Self {
        self.lacks.push(name);
        self
    }

    /// Whether the answer has all marks.
    pub(super) fn is_met_by(&self, answer: &Result<Reply, Broken>) -> bool {
        let Ok(reply) = answer else {
            return self.status == 0;
        };
        reply.status == self.status
            && self.says.iter().all(|text| reply.text().contains(text))
            && self.has.iter().all(|(name, value)| {
                reply.headers.contains_key(*name) && reply.header(name).contains(value)
            })
            && self
                .ends
                .iter()
                .all(|(name, end)| reply.header(name).ends_with(end))
            && self
                .lacks
                .iter()
                .all(|name| !reply.headers.contains_key(*name))
            && (!self.empty || reply.body.is_empty())
    }
}
