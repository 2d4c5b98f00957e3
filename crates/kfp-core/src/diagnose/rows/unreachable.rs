//! A proxy, or the caller itself, does not reach the service.

use super::super::symptom::Vantage;
use super::{Fit, Mender, Signature, certain_if, likely_if};
use crate::diagnose::facts::Facts;
use crate::error::TransportFault;

/// Since Envoy 1.38.1 the reason is kept out of the body.
const LOG: &str = "Read the access log of the proxy that answered: the failure reason is in it.";

pub(super) const ROWS: &[Signature] = &[
    Signature {
        id: "D30",
        sign: "503 connection refused behind the proxy",
        cause: "Nothing listens: the pod is starting, the target port is wrong, or the program listens on 127.0.0.1 alone.",
        fix: "Compare the service's target port with what the program listens on; listen on all addresses.",
        mender: Mender::Developer,
        next_probe: Some(LOG),
        fits: |f| {
            connect_error(
                f,
                &["Connection refused", "delayed connect error: 111"],
                Fit::Likely,
            )
        },
    },
    Signature {
        id: "D31",
        sign: "503 WRONG_VERSION_NUMBER behind the proxy",
        cause: "The caller speaks mutual TLS and the target speaks plain text: it has no sidecar, or its port is left out.",
        fix: "Inject the target, or set TLS to DISABLE for it in a DestinationRule.",
        mender: Mender::Developer,
        next_probe: Some(LOG),
        fits: |f| connect_error(f, &["WRONG_VERSION_NUMBER"], Fit::Possible),
    },
    Signature {
        id: "D32",
        sign: "503 CERTIFICATE_VERIFY_FAILED behind the proxy",
        cause: "The target runs as another service account or in another trust domain than is expected, or the root was \
            changed.",
        fix: "Check the target's service account; restart its pods after a change of the root.",
        mender: Mender::Administrator,
        next_probe: Some(LOG),
        fits: |f| connect_error(f, &["CERTIFICATE_VERIFY_FAILED"], Fit::Possible),
    },
    Signature {
        id: "D33",
        sign: "503 TLSV1_ALERT_UNKNOWN_CA behind the proxy",
        cause: "The target does not trust the caller's authority: two control planes, or a reinstalled istiod.",
        fix: "Restart the workloads after the authority changed.",
        mender: Mender::Administrator,
        next_probe: Some(LOG),
        fits: |f| connect_error(f, &["UNKNOWN_CA"], Fit::Possible),
    },
    Signature {
        id: "D34",
        sign: "503 reset reason: connection termination",
        cause: "The service closed the connection before it answered: it crashed, its keep-alive is shorter than the \
            proxy's, or plain text came to a port that wants mutual TLS.",
        fix: "Give the caller a sidecar or ISTIO_MUTUAL in a DestinationRule; look for restarts of the service; let its \
            keep-alive outlive Envoy's.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| upstream(f, &["connection termination"]),
    },
    Signature {
        id: "D35",
        sign: "503 connection timeout behind the proxy",
        cause: "Packets are dropped: a NetworkPolicy without a rule for this caller, a security group, a stale endpoint.",
        fix: "Allow the gateway's namespace to the service's port in a NetworkPolicy.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| upstream(f, &["connection timeout"]),
    },
    Signature {
        id: "D36",
        sign: "503 no healthy upstream",
        cause: "The service has no ready pod: not ready, a selector that matches nothing, or ejected as an outlier.",
        fix: "See why the pods are not ready, and that the service's selector matches their labels.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| upstream(f, &["no healthy upstream"]),
    },
    Signature {
        id: "D37",
        sign: "503 without a body",
        cause: "The route names a host or a subset that the proxy does not know: misspelled, in another namespace, or \
            pruned by a Sidecar.",
        fix: "Write the service's full name, …svc.cluster.local, into the VirtualService.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| certain_if(f.is_status(503) && f.is_empty()),
    },
    Signature {
        id: "D38",
        sign: "504 upstream request timeout",
        cause: "The route's time is up: a slow list, or a stream of logs (ml-pipeline-ui's route allows 300 s).",
        fix: "Ask for smaller pages; set a longer timeout, or none, on a route that streams.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| certain_if(f.is_status(504) && f.says("upstream request timeout")),
    },
    Signature {
        id: "D39",
        sign: "404 without a body",
        cause: "No route matches: another host or port, no Gateway, or one with the wrong selector.",
        fix: "Check hosts and gateways of the VirtualService.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| certain_if(f.is_status(404) && f.is_empty() && !f.passed_a_proxy()),
    },
    Signature {
        id: "D40",
        sign: "no answer: the connection is closed or reset",
        cause: "Plain text went straight to a sidecar that insists on mutual TLS, or TLS without a certificate of the mesh.",
        fix: "Give the caller a sidecar.",
        mender: Mender::Developer,
        next_probe: Some(
            "Look whether the calling pod has a sidecar, and whether ml-pipeline restarted just then.",
        ),
        fits: |f| {
            let closed = matches!(
                f.nothing,
                Some(TransportFault::Closed | TransportFault::NotHttp)
            );
            let said = f.is_foreign_text()
                && f.says_any(&["Connection reset by peer", "RemoteDisconnected"]);
            likely_if((closed || said) && f.from == Vantage::Pod)
        },
    },
    Signature {
        id: "D57",
        sign: "the name does not resolve",
        cause: "The host was made of the user's namespace: ml-pipeline runs where Kubeflow is installed.",
        fix: "Call ml-pipeline.kubeflow, or the service in the namespace where KFP is installed.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            certain_if(
                f.nothing == Some(TransportFault::NameNotFound) && f.from == Vantage::Pod
                    || f.is_foreign_text()
                        && f.says_any(&[
                            "NameResolutionError",
                            "Name or service not known",
                            "no such host",
                        ]),
            )
        },
    },
    Signature {
        id: "D67",
        sign: "the kubelet ends the container: its probes fail since mutual TLS is strict",
        cause: "The kubelet has no certificate of the mesh, and the rewriting of its probes is switched off.",
        fix: "Annotate the pod `sidecar.istio.io/rewriteAppHTTPProbers: \"true\"`.",
        mender: Mender::Developer,
        next_probe: Some(
            "Look at the pod's annotations and at the probe's own port: outside the mesh it would answer.",
        ),
        fits: |f| {
            likely_if(
                f.is_foreign_text()
                    && f.says("probe failed")
                    && f.says_any(&[
                        "connection reset by peer",
                        "EOF",
                        "malformed HTTP response",
                        "connection refused",
                    ]),
            )
        },
    },
];

fn upstream(f: &Facts<'_>, words: &[&str]) -> Option<Fit> {
    certain_if((f.is_status(503) || f.is_foreign_text()) && f.says_any(words))
}

/// Certain where the body tells the reason; else as likely as it is among those that look the same without it.
fn connect_error(f: &Facts<'_>, words: &[&str], unless_told: Fit) -> Option<Fit> {
    if let Some(fit) = upstream(f, words) {
        return Some(fit);
    }
    let hidden = f.is_status(503)
        && f.says("connection failure")
        && !f.says("transport failure reason")
        && !f.says("delayed connect error");
    hidden.then_some(unless_told)
}
