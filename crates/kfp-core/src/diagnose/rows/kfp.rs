//! KFP itself refuses.

use super::super::symptom::Target;
use super::{Mender, Signature, certain_if, certain_or_likely, likely_if};
use crate::diagnose::facts::Facts;
use crate::error::{DeniedAccess, StatusCodeName, TokenFault};

pub(super) const ROWS: &[Signature] = &[
    Signature {
        id: "D48",
        sign: "500 Internal error: Unauthenticated: Request header error…",
        cause: "KFP 2.0.0-alpha (Kubeflow 1.6 and 1.7) answers a missing or bad identity with 500.",
        fix: "Send the audience-scoped token, as for 401; a notebook selects the PodDefault that mounts it.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            certain_if(
                f.is_status(500)
                    && f.says_any(&[
                        "Internal error: Unauthenticated",
                        "Unauthenticated: Request header error",
                    ]),
            )
        },
    },
    Signature {
        id: "D49",
        sign: "401 there is no user identity header",
        cause: "KFP saw no identity: no token was sent, the token file is missing, or a proxy removed the header on the \
            way (sidecars of 1.9.0; a plain port-forward adds none).",
        fix: "Mount a projected token with audience pipelines.kubeflow.org and send it; in a notebook select the \
            PodDefault that does so.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| certain_if(saw_no_identity(f) && !f.sent.user_header),
    },
    Signature {
        id: "D50",
        sign: "401, the token is for another audience",
        cause: "The pod's ordinary token was sent; it is for the API server of Kubernetes.",
        fix: "Send a projected token with audience pipelines.kubeflow.org; a server with another TOKEN_REVIEW_AUDIENCE \
            wants that one.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| certain_if(is_unauthenticated(f) && f.says("audience")),
    },
    Signature {
        id: "D51",
        sign: "401, the token has expired; it worked for an hour or two",
        cause: "The token was read once and kept while the kubelet wrote a new one; or clocks differ, or the service \
            account or the pod is gone.",
        fix: "Read the token file for each call, and once more after a 401.",
        mender: Mender::Caller,
        next_probe: Some("Read the token file again and compare its expiry with the clock."),
        fits: |f| {
            let refused = is_unauthenticated(f) && !f.says("audience");
            certain_or_likely(
                refused && f.says("has expired"),
                refused
                    && f.says_any(&[
                        "Review.Status.Authenticated is false",
                        "invalid bearer token",
                    ]),
            )
        },
    },
    Signature {
        id: "D52",
        sign: "no token file at /var/run/secrets/kubeflow/pipelines/token",
        cause: "The pod has no projected token: no PodDefault, its label was not selected when the notebook was made, the \
            namespace is kubeflow, where PodDefaults do nothing, or the program runs outside the cluster.",
        fix: "Create the PodDefault and select it when the notebook is made; a Deployment declares the volume itself; \
            outside, go through the gateway.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            let said = f.is_foreign_text() && f.says("Failed to read a token from file");
            certain_or_likely(
                said || f.no_token == Some(TokenFault::Missing),
                matches!(f.no_token, Some(TokenFault::Empty | TokenFault::NotAFile)),
            )
        },
    },
    Signature {
        id: "D53",
        sign: "403, a service account is not authorized in the namespace",
        cause: "The service account has no role there.",
        fix: "Bind the ClusterRole kubeflow-view or kubeflow-edit to it in that namespace, as kind ServiceAccount.",
        mender: Mender::NamespaceOwner,
        next_probe: None,
        fits: |f| {
            certain_if(
                denied(f).is_some_and(|denied| {
                    is_service_account(&denied) && !denied.namespace.is_empty()
                }),
            )
        },
    },
    Signature {
        id: "D54",
        sign: "403 with an empty namespace in it, or 400: the request names none",
        cause: "A multi-user KFP was asked without a namespace.",
        fix: "Name the namespace: in every list, in every create, and in the query of an upload.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            certain_if(
                denied(f).is_some_and(|denied| denied.namespace.is_empty())
                    || f.api_code() == Some(StatusCodeName::InvalidArgument)
                        && f.says("empty namespace"),
            )
        },
    },
    Signature {
        id: "D55",
        sign: "403, a person is not authorized in the namespace",
        cause: "The person has no role there; or it was given to a group, which KFP never asks for; or the name differs, \
            be it in one capital, from what the gateway writes.",
        fix: "Bind the role to the very name that the refusal shows, as kind User.",
        mender: Mender::NamespaceOwner,
        next_probe: Some(
            "`kubectl auth can-i list experiments.pipelines.kubeflow.org -n NAMESPACE --as NAME`, without --as-group.",
        ),
        fits: |f| {
            likely_if(
                denied(f).is_some_and(|denied| {
                    !is_service_account(&denied) && !denied.namespace.is_empty()
                }),
            )
        },
    },
    Signature {
        id: "D56",
        sign: "401 there is no user identity header, although kubeflow-userid was sent",
        cause: "KFP looks for another header: without KUBEFLOW_USERID_HEADER it expects Google's.",
        fix: "Set KUBEFLOW_USERID_HEADER=kubeflow-userid and an empty KUBEFLOW_USERID_PREFIX on ml-pipeline.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| certain_if(saw_no_identity(f) && f.sent.user_header),
    },
    Signature {
        id: "D59",
        sign: "500 or 503 on every call while healthz is fine",
        cause: "KFP may not, or cannot, create the reviews by which it asks Kubernetes who may do what.",
        fix: "Restore the ClusterRole of ml-pipeline (tokenreviews and subjectaccessreviews: create), and let it reach the \
            API server.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| {
            certain_if(
                (f.is_status(500) || f.is_status(503))
                    && f.says_any(&["SubjectAccessReview", "TokenReview"]),
            )
        },
    },
    Signature {
        id: "D60",
        sign: "403 with an empty group in its text",
        cause: "A bug of KFP 2.0 beta: it asks for no group of resources, which no role can give.",
        fix: "Upgrade KFP to 2.0.0 or later.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| {
            certain_if(f.api_code() == Some(StatusCodeName::PermissionDenied) && f.says("Group:,"))
        },
    },
    Signature {
        id: "D61",
        sign: "403 endpoint is not meant for external usage, or 410 for _proxy",
        cause: "The stock user interface blocks some addresses of the API that it passes on.",
        fix: "Call ml-pipeline:8888 inside the cluster.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            certain_if(
                f.is_status(403) && f.says("not meant for external usage")
                    || f.is_status(410) && f.says("_proxy"),
            )
        },
    },
    Signature {
        id: "D62",
        sign: "403 VIEWERS, when logs or artifacts are opened",
        cause: "The stock user interface asks for verbs of viewers.kubeflow.org, which the person does not have.",
        fix: "Bind kubeflow-view, which holds them, to the person in that namespace.",
        mender: Mender::NamespaceOwner,
        next_probe: None,
        fits: |f| certain_if(f.says("VIEWERS") && f.is_status(403) && f.to == Target::MlPipelineUi),
    },
];

/// The refusal names each way of telling who calls that was tried, so one of a token holds these words as well.
fn saw_no_identity(f: &Facts<'_>) -> bool {
    is_unauthenticated(f)
        && !f.is_status(500)
        && f.says("there is no user identity header")
        && !f.says_any(&[
            "audience",
            "Review.Status",
            "bearer token",
            "Failed to review",
        ])
}

fn is_unauthenticated(f: &Facts<'_>) -> bool {
    f.api_code() == Some(StatusCodeName::Unauthenticated) || f.is_foreign_text() && f.says("401")
}

fn denied<'f>(f: &'f Facts<'_>) -> Option<DeniedAccess<'f>> {
    f.api_error()?.denied_access()
}

fn is_service_account(denied: &DeniedAccess<'_>) -> bool {
    denied.user.starts_with("system:serviceaccount:")
}
