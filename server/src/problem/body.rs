//! The two shapes in which a failure is written.

use bytes::Bytes;
use console_api::{PROBLEM_CONTENT_TYPE, Problem};
use http::HeaderValue;
use serde_json::json;

use super::Failure;

/// Which document a caller of a path expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// RFC 9457, everywhere but under `/apis/`.
    Problem,
    /// KFP's own error body, under `/apis/`.
    Kfp,
}

impl Shape {
    /// The shape for a path without the console's prefix.
    pub(crate) fn of(path: &str) -> Self {
        if path.starts_with("/apis/") || path == "/apis" {
            Self::Kfp
        } else {
            Self::Problem
        }
    }
}

/// Writes the document of a failure: its media type and its bytes.
/// `prefix` is the console's own, with both slashes.
pub(crate) fn write(
    failure: &Failure,
    shape: Shape,
    prefix: &str,
    request_id: &str,
) -> (HeaderValue, Bytes) {
    let (media_type, document) = match shape {
        Shape::Problem => (
            PROBLEM_CONTENT_TYPE,
            serde_json::to_vec(&problem(failure, prefix, request_id)),
        ),
        Shape::Kfp => (
            "application/json",
            serde_json::to_vec(&kfp(failure, request_id)),
        ),
    };
    let document = document.expect("a document of strings and numbers can be written");
    (HeaderValue::from_static(media_type), document.into())
}

/// The document of a failure that belongs to no request.
pub(crate) fn document(failure: &Failure, prefix: &str) -> Problem {
    Problem {
        instance: None,
        ..problem(failure, prefix, "")
    }
}

fn problem(failure: &Failure, prefix: &str, request_id: &str) -> Problem {
    Problem {
        kind: super::page::address(prefix, failure.code),
        title: failure.code.title().to_owned(),
        status: failure.status().as_u16(),
        detail: Some(failure.detail.clone()),
        instance: Some(request_id.to_owned()),
        code: failure.code.slug().to_owned(),
        hint: failure.hint.clone(),
        retryable: failure.code.retryable(),
        access: failure.access.clone(),
    }
}

/// The body that KFP's gateway writes: `code`, `message`, and the short text for people as the first detail.
///
/// The second detail is ours: a `google.rpc.ErrorInfo`, the standard place for a reason that programs can branch on.
fn kfp(failure: &Failure, request_id: &str) -> serde_json::Value {
    let code = failure.code.grpc();
    let short = failure.kfp_message.as_deref().unwrap_or(&failure.detail);
    let mut metadata = json!({ "title": failure.code.title(), "detail": failure.detail, "request_id": request_id });
    if let Some(hint) = &failure.hint {
        metadata["hint"] = hint.as_str().into();
    }
    metadata["retryable"] = if failure.code.retryable() {
        "true"
    } else {
        "false"
    }
    .into();
    json!({
        "code": code,
        "message": short,
        "details": [
            { "@type": "type.googleapis.com/google.rpc.Status", "code": code, "message": short },
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": failure.code.slug(),
                "domain": "kfp-console",
                "metadata": metadata,
            },
        ],
    })
}

#[cfg(test)]
mod tests {
    use console_api::DeniedAccess;
    use serde_json::Value;

    use super::*;
    use crate::problem::ProblemCode;

    fn denied() -> Failure {
        Failure::denied(DeniedAccess {
            user: "bob@example.com".to_owned(),
            verb: "list".to_owned(),
            resource: "runs".to_owned(),
            namespace: "team-a".to_owned(),
        })
    }

    #[test]
    fn shape_follows_the_path() {
        assert_eq!(Shape::of("/apis/v2beta1/runs"), Shape::Kfp);
        assert_eq!(Shape::of("/api/session"), Shape::Problem);
        assert_eq!(Shape::of("/ns/team-a/runs"), Shape::Problem);
        assert_eq!(Shape::of("/apishop"), Shape::Problem);
    }

    #[test]
    fn problem_document_can_be_read_back() {
        let (media_type, bytes) = write(&denied(), Shape::Problem, "/kfp-console/", "r-1");
        let problem: Problem = serde_json::from_slice(&bytes).expect("a problem");
        assert_eq!(media_type, PROBLEM_CONTENT_TYPE);
        assert_eq!(problem.kind, "/kfp-console/errors#access.denied");
        assert_eq!(problem.status, 403);
        assert_eq!(problem.code, "access.denied");
        assert_eq!(problem.instance.as_deref(), Some("r-1"));
        assert_eq!(
            problem.access.map(|access| access.namespace).as_deref(),
            Some("team-a")
        );
        assert_eq!(
            problem.hint.as_deref(),
            Some("Ask an owner of namespace team-a for the kubeflow-view role.")
        );
    }

    #[test]
    fn kfp_body_says_it_in_the_words_of_kfp() {
        let (media_type, bytes) = write(&denied(), Shape::Kfp, "/", "r-1");
        let body: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(media_type, "application/json");
        assert_eq!(body["code"], 7);
        assert_eq!(
            body["details"][0]["message"],
            "User 'bob@example.com' is not authorized with reason:  (request: &ResourceAttributes{Namespace:team-a,\
             Verb:list,Group:pipelines.kubeflow.org,Version:v1beta1,Resource:runs,Subresource:,Name:,\
             FieldSelector:nil,LabelSelector:nil,})"
        );
        assert_eq!(body["details"][1]["reason"], "access.denied");
        assert_eq!(body["details"][1]["metadata"]["request_id"], "r-1");
    }

    #[test]
    fn unknown_path_is_worded_as_kfp_does() {
        let failure = Failure::new(ProblemCode::UnknownPath, "Not Found");
        let (_, bytes) = write(&failure, Shape::Kfp, "/", "r-1");
        let body: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(
            (&body["code"], &body["message"]),
            (&Value::from(5), &Value::from("Not Found"))
        );
    }
}
