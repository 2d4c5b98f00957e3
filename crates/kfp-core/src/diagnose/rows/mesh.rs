//! 403 `RBAC: access denied`: a policy of the mesh refused.

use super::super::symptom::{Authorization, Target, Vantage};
use super::{Mender, Signature, certain_if, certain_or_likely, likely_if};
use crate::diagnose::signature::Fit;

pub(super) const ROWS: &[Signature] = &[
    Signature {
        id: "D01",
        sign: "403 RBAC: access denied from ml-pipeline, with kubeflow-userid sent",
        cause: "The call bears the identity header, and the policy of ml-pipeline does not admit this service account as \
            one that may speak for users.",
        fix: "Send the audience-scoped token and leave kubeflow-userid out; to speak for users, have the policy of \
            ml-pipeline admit exactly this principal. KFP before 1.5 must be upgraded.",
        mender: Mender::Caller,
        next_probe: Some(
            "Repeat the call without kubeflow-userid: if it passes the mesh, this is it.",
        ),
        fits: |f| {
            let asked = f.is_rbac() && f.from == Vantage::Pod && f.to == Target::MlPipeline;
            certain_or_likely(
                asked && f.sent.user_header && f.passed_a_proxy(),
                asked && (f.sent.user_header || f.is_foreign_text()),
            )
        },
    },
    Signature {
        id: "D02",
        sign: "403 RBAC: access denied from the application, for everybody, with the time of an upstream",
        cause: "No AuthorizationPolicy admits the gateway to the application, or its selector or the gateway's principal \
            in it is not the real one.",
        fix: "Apply an ALLOW policy that selects the application's pods and names the principal of the gateway's own \
            service account.",
        mender: Mender::Developer,
        next_probe: Some(
            "Open the dashboard: if it works, only this application's policy is wrong.",
        ),
        fits: |f| {
            likely_if(
                f.is_rbac()
                    && f.from.passes_gateway()
                    && f.to == Target::Application
                    && f.passed_a_proxy(),
            )
        },
    },
    Signature {
        id: "D03",
        sign: "403 RBAC: access denied from the gateway itself, with an Authorization header that is no Bearer",
        cause: "Any Authorization header switches the login off; `Basic`, `bearer` in small letters or an empty scheme \
            holds no token, so the gateway refuses.",
        fix: "Remove the header and send the session cookie, or send exactly `Bearer` and a token of the login service.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| {
            certain_if(
                f.is_rbac()
                    && f.from.passes_gateway()
                    && !f.passed_a_proxy()
                    && f.sent.authorization == Some(Authorization::Other),
            )
        },
    },
    Signature {
        id: "D04",
        sign: "403 RBAC: access denied from ml-pipeline-ui, to a pod",
        cause: "Pods may not call the user interface: up to 1.9.0 nobody but the gateway may, later only with a token and \
            without kubeflow-userid.",
        fix: "Call http://ml-pipeline.kubeflow:8888 with the audience-scoped token and without kubeflow-userid.",
        mender: Mender::Caller,
        next_probe: Some(
            "Call ml-pipeline:8888 in its place: if that passes the mesh, this is it.",
        ),
        fits: |f| certain_if(f.is_rbac() && f.from == Vantage::Pod && f.to == Target::MlPipelineUi),
    },
    Signature {
        id: "D05",
        sign: "403 RBAC: access denied from everything in the mesh, the dashboard too",
        cause: "The network reroutes packets before the sidecar sees them (socket load balancing of Cilium, a replaced \
            kube-proxy), so no connection has an identity.",
        fix: "Limit socket load balancing to the host's namespace and let istio-cni chain; restart the pods.",
        mender: Mender::Administrator,
        next_probe: Some(
            "Open the dashboard and look at the access log of its sidecar: here it refuses too, and the log shows no \
             principal.",
        ),
        fits: everything_refused,
    },
    Signature {
        id: "D06",
        sign: "403 RBAC: access denied from a service in a profile's namespace, to a pod of kubeflow (1.11 and later)",
        cause: "The default Sidecar prunes what pods of kubeflow know of profile namespaces; the call leaves as plain \
            text and has no identity.",
        fix: "Give the calling workload a Sidecar that lists the hosts it needs, and the profile an ALLOW policy; better, \
            do not call there.",
        mender: Mender::Administrator,
        next_probe: Some(
            "Repeat the call from a pod of the same profile: there it has an identity.",
        ),
        fits: |f| {
            likely_if(f.is_rbac() && f.from == Vantage::Pod && f.to == Target::ProfileService)
        },
    },
    Signature {
        id: "D07",
        sign: "403 RBAC: access denied with the mark of the far side's proxy and no time of an upstream",
        cause: "The calling pod has no sidecar, so it has no identity in the mesh. A port-forward and the service proxy \
            of Kubernetes have none either.",
        fix: "Label the pod `sidecar.istio.io/inject: \"true\"`, restart it, and see that it has a second container.",
        mender: Mender::Developer,
        next_probe: Some(
            "Count the containers of the calling pod: without a sidecar there is one fewer.",
        ),
        fits: |f| {
            certain_if(
                f.is_rbac()
                    && f.from == Vantage::Pod
                    && f.bears_remote_mark()
                    && !f.passed_a_proxy(),
            )
        },
    },
    Signature {
        id: "D08",
        sign: "403 RBAC: access denied although the policies are right; principals have another domain",
        cause: "The mesh has another trust domain than the policies name, or it is an ambient mesh without a waypoint, \
            where rules on headers match nothing.",
        fix: "Name the trust domain as an alias or in the policies; in an ambient mesh, give the namespace kubeflow a \
            waypoint.",
        mender: Mender::Administrator,
        next_probe: Some(
            "Read a principal in the access log of a sidecar: here it begins with another domain than cluster.local.",
        ),
        fits: everything_refused,
    },
    Signature {
        id: "D09",
        sign: "403 RBAC: access denied from the access management",
        cause: "The access management admits the dashboard and nobody else.",
        fix: "Ask the dashboard's /api/workgroup/env-info in the browser, or Kubernetes by access reviews.",
        mender: Mender::Caller,
        next_probe: None,
        fits: |f| certain_if(f.is_rbac() && f.to == Target::AccessManagement),
    },
    Signature {
        id: "D10",
        sign: "403 RBAC: access denied from a user's pod",
        cause: "The namespace admits its owner and its contributors through the gateway, by name. A contributor without a \
            binding of the access management, or a caller without an identity, is nobody.",
        fix: "Have the owner add the contributor on the dashboard; give a calling pod a sidecar.",
        mender: Mender::NamespaceOwner,
        next_probe: Some("Open the same address as the owner of the namespace."),
        fits: |f| {
            let asked = f.is_rbac() && f.to == Target::ProfileService;
            certain_or_likely(asked && f.from.passes_gateway(), asked)
        },
    },
    Signature {
        id: "D11",
        sign: "403 RBAC: access denied from ml-pipeline for any bearer token",
        cause: "A release candidate of 1.9.0: the sidecar turns the token into an identity header that its own policy \
            then refuses.",
        fix: "Upgrade Kubeflow to 1.9.1 or later.",
        mender: Mender::Administrator,
        next_probe: Some("Ask for the release of Kubeflow; other releases do not do this."),
        fits: |f| {
            likely_if(
                f.is_rbac()
                    && f.from == Vantage::Pod
                    && f.to == Target::MlPipeline
                    && f.sent.authorization == Some(Authorization::Bearer)
                    && !f.sent.user_header,
            )
        },
    },
];

/// Likely where the stock policies always admit the gateway, possible where the application's own may be at fault.
fn everything_refused(f: &crate::diagnose::facts::Facts<'_>) -> Option<Fit> {
    let refused_behind_a_proxy = f.is_rbac() && f.passed_a_proxy();
    match f.to {
        _ if !refused_behind_a_proxy || f.to == Target::AccessManagement => None,
        Target::Dashboard | Target::MlPipeline | Target::MlPipelineUi
            if f.from.passes_gateway() =>
        {
            Some(Fit::Likely)
        }
        _ => Some(Fit::Possible),
    }
}
