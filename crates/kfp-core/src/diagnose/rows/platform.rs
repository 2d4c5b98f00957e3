//! What an installation shows: events of Kubernetes, and answers of its API server.

use super::{Mender, Signature, certain_if};
use crate::diagnose::facts::Facts;

pub(super) const ROWS: &[Signature] = &[
    Signature {
        id: "D63",
        sign: "pod not created: violates PodSecurity \"restricted\"",
        cause: "A container of the pod, or Istio's init container, asks for more than the namespace's level permits.",
        fix: "Give the containers the securityContext of the restricted level; use istio-cni, which needs no init \
            container.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| said(f, "violates PodSecurity"),
    },
    Signature {
        id: "D64",
        sign: "pod not created: conflict occurred while applying poddefaults",
        cause: "Two PodDefaults, or one and the pod itself, give one name two values.",
        fix: "Deselect one of them, or make the values equal.",
        mender: Mender::NamespaceOwner,
        next_probe: None,
        fits: |f| said(f, "conflict occurred while applying poddefaults"),
    },
    Signature {
        id: "D65",
        sign: "failed calling webhook, for objects of KFP",
        cause: "The API server of Kubernetes does not reach KFP's webhook: the NetworkPolicy of ml-pipeline does not let it.",
        fix: "Allow the API server to port 8443 of ml-pipeline in its NetworkPolicy.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| said(f, "failed calling webhook"),
    },
    Signature {
        id: "D66",
        sign: "gRPC: received initial metadata size exceeds limit, from the metadata service",
        cause: "Cookies and tokens of the browser travel on to the metadata service and are too large for it.",
        fix: "Remove Cookie and Authorization in the route to the metadata service.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| {
            const WORDS: &str = "received initial metadata size exceeds limit";
            certain_if(f.header("grpc-message").contains(WORDS) || f.says(WORDS))
        },
    },
];

/// An event, or the refusal itself.
fn said(f: &Facts<'_>, words: &str) -> Option<super::Fit> {
    certain_if(f.says(words))
}
