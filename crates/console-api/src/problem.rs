//! RFC 9457 problem documents.

use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const PROBLEM_CONTENT_TYPE: &str = "application/problem+json";

/// Says why a request of the console's own endpoints was not answered.
///
/// The body of every error answer under `{prefix}/api/`. It never holds a token, a cookie, a query string or a body
/// of the upstream.
///
/// # Spec
/// <https://www.rfc-editor.org/rfc/rfc9457>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Address, on the same origin, of the console's own page on this [`code`](Self::code), such as
    /// `/kfp-console/errors#access.denied`. The code says the same and is easier to branch on.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    /// One short sentence, the same for every occurrence of this code.
    pub title: String,
    /// The HTTP status that came with the document.
    pub status: u16,
    /// What happened this time, in a sentence that may be shown to a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The request id, to be quoted in a report and found in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Stable slug to branch on, such as `access.denied`.
    pub code: String,
    /// One imperative sentence that can be followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether the same request may succeed later without anything being changed.
    #[serde(default)]
    pub retryable: bool,
    /// What was asked of Kubernetes and refused, when this is a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<DeniedAccess>,
}

/// The access that Kubernetes did not grant to the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeniedAccess {
    /// The user as Kubernetes was asked about.
    pub user: String,
    /// The verb, such as `list`.
    pub verb: String,
    /// The resource in the group `pipelines.kubeflow.org`, such as `runs`.
    pub resource: String,
    /// The namespace; empty when the question was about the whole cluster.
    pub namespace: String,
}

fn about_blank() -> String {
    "about:blank".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_smallest_document_and_ignores_unknown_members() {
        let problem: Problem = serde_json::from_str(
            r#"{"title":"Not allowed","status":403,"code":"access.denied","new_member":[1]}"#,
        )
        .expect("a document with the required members");
        assert_eq!(problem.kind, "about:blank");
        assert!(!problem.retryable);
        assert_eq!(problem.access, None);
    }
}
