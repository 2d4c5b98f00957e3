//! One log line for every action that changes something, done or refused: who, what, where, and how it ended.
//!
//! Whoever hangs up does not get away without one: KFP finishes what it was sent.
//!
//! Unlike the line of a request it names the user in full, since this is what it is for. Neither a query nor a body stands
//! in it. Its target is `kfp_console::audit`, by which it can be filtered and sent elsewhere.

use axum::response::Response;

use crate::access::Found;
use crate::identity::UserId;
use crate::layers::RequestId;
use crate::upstream::Refusal;

/// The target of the lines.
const TARGET: &str = "kfp_console::audit";

/// An action that is about to be judged. If it is dropped before it has [ended](Self::ended), the line says that nobody
/// knows how.
#[derive(Debug)]
pub(crate) struct Action {
    request: Option<RequestId>,
    user: UserId,
    what: String,
    ids: String,
    /// Known once the access table has found it.
    pub(crate) namespace: Option<String>,
    is_open: bool,
}

impl Action {
    /// The action of a request; `None` for one that changes nothing.
    pub(crate) fn of(request: Option<&RequestId>, user: &UserId, found: &Found) -> Option<Self> {
        found.row.changes().then(|| Self {
            request: request.cloned(),
            user: user.clone(),
            what: format!("{:?}", found.row.operation),
            ids: found.ids.join(" "),
            namespace: None,
            is_open: true,
        })
    }

    /// Writes the line.
    pub(crate) fn ended(mut self, result: &Result<Response, Refusal>) {
        self.is_open = false;
        let (status, problem) = match result {
            Ok(response) => (response.status(), None),
            Err(Refusal::Answer(answer)) => (answer.status, None),
            Err(Refusal::Failure(failure)) => (failure.status(), Some(failure.code.slug())),
        };
        let asked = match result {
            Err(Refusal::Failure(failure)) => failure.access.as_ref(),
            _ => None,
        };
        let namespace = self
            .namespace
            .as_deref()
            .or_else(|| asked.map(|access| access.namespace.as_str()));
        let request = self.request.as_ref().map(RequestId::as_str);
        tracing::info!(
            target: TARGET,
            request,
            user = self.user.as_str(),
            action = self.what,
            objects = self.ids,
            namespace,
            done = status.is_success(),
            status = status.as_u16(),
            problem,
            "action"
        );
    }
}

impl Drop for Action {
    fn drop(&mut self) {
        if self.is_open {
            tracing::info!(
                target: TARGET,
                request = self.request.as_ref().map(RequestId::as_str),
                user = self.user.as_str(),
                action = self.what,
                objects = self.ids,
                namespace = self.namespace,
                done = "unknown",
                "action: the client left, or the request was ended, before the answer"
            );
        }
    }
}
