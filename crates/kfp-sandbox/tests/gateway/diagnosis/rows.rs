//! What to ask for each row.

use kfp_sandbox::LoginEra;

use super::probe::Whom::{Gateway, Kfp, Kubernetes, Mesh};
use super::probe::{Probe, get};

const SERVICE_TIME: &str = "x-envoy-upstream-service-time";
const DENIED: &str = "RBAC: access denied";
const CONSOLE: &str = "/kfp-console/api/x";
const LIST: &str = "/apis/v2beta1/experiments?namespace=team-vision";
const OTHERS: &str = "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8";

/// The request of a row; none where no server answers.
pub(super) fn probe(id: &str) -> Option<Probe> {
    let number: u32 = id.strip_prefix('D')?.parse().ok()?;
    match number {
        1..=11 => denied(id),
        12..=29 | 68..=71 => login(id),
        30..=40 => unreachable(id),
        41..=47 | 58 => wrong_app(id),
        _ => refused_by_kfp(id).or_else(|| at_install(id)),
    }
}

fn denied(id: &str) -> Option<Probe> {
    let probe = match id {
        "D01" => get(Mesh, LIST).with("kubeflow-userid", "viewer@example.com"),
        "D02" => get(Gateway, CONSOLE).signed_in().having(SERVICE_TIME, ""),
        "D03" => get(Gateway, CONSOLE)
            .with("Authorization", "Basic eA==")
            .lacking(SERVICE_TIME),
        "D04" => get(Mesh, "/pipeline/apis/v2beta1/healthz").host("ml-pipeline-ui.kubeflow"),
        "D05" => get(Gateway, "/").signed_in().having(SERVICE_TIME, ""),
        "D06" => get(Mesh, "/").host("model.team-vision.svc.cluster.local"),
        "D07" => get(Mesh, LIST)
            .with("kubeflow-userid", "viewer@example.com")
            .lacking(SERVICE_TIME)
            .having("x-envoy-decorator-operation", "ml-pipeline"),
        "D08" => get(Gateway, "/pipeline/")
            .signed_in()
            .having(SERVICE_TIME, ""),
        "D09" => get(Gateway, "/kfam/v1/bindings")
            .signed_in()
            .having(SERVICE_TIME, ""),
        "D10" => get(Mesh, "/").host("notebook.team-vision"),
        "D11" => get(Mesh, LIST).with("Authorization", "{account}"),
        _ => return None,
    };
    Some(
        probe
            .gives(403)
            .saying(DENIED)
            .having("content-length", "19"),
    )
}

fn login(id: &str) -> Option<Probe> {
    let refused = |status: u16, text: &'static str| {
        get(Gateway, CONSOLE)
            .signed_in()
            .gives(status)
            .saying(text)
            .having("www-authenticate", "Bearer realm=\"http")
            .lacking(SERVICE_TIME)
    };
    let bearer = |value: &str, text| {
        get(Gateway, CONSOLE)
            .with("Authorization", value)
            .gives(401)
            .saying(text)
    };
    let probe = match id {
        "D12" => get(Gateway, CONSOLE)
            .in_era(LoginEra::Authservice)
            .gives(302)
            .having("location", "/dex/auth?"),
        "D13" => get(Gateway, "/pipeline/apis/v2beta1/experiments")
            .signed_in()
            .gives(200)
            .having("content-type", "text/html")
            .saying("Log in to"),
        "D14" => refused(401, "Jwt is expired").having("www-authenticate", "invalid_token"),
        "D15" => bearer("{account}", "Jwt issuer is not configured"),
        "D16" => bearer("{changed}", "Jwt verification fails"),
        "D17" => refused(401, "Jwks doesn't have key to match kid or alg from Jwt"),
        "D18" => refused(401, "Jwt not yet valid"),
        "D19" => bearer("Bearer some-text", "Jwt is not in the form of"),
        "D20" => refused(401, "Jwks remote fetch is failed"),
        "D21" => refused(401, "Jwt is missing"),
        "D22" => refused(403, "Audiences in Jwt are not allowed"),
        "D23" => get(Gateway, "/kfp-console/runs")
            .gives(403)
            .saying("<title>Sign In</title>")
            .saying("/oauth2/start"),
        "D24" | "D70" => get(Gateway, "/pipeline/apis/v2beta1/healthz")
            .gives(401)
            .saying("{}")
            .having("content-type", "application/json"),
        "D25" => get(Gateway, CONSOLE)
            .signed_in()
            .gives(403)
            .saying_nothing()
            .having("content-length", "0"),
        "D26" => get(Gateway, "/oauth2/callback?code=x&state=y%3A%2F")
            .gives(403)
            .saying("Unable to find a valid CSRF token"),
        "D27" => get(Gateway, "/authservice/oidc/callback?code=x&state=y")
            .in_era(LoginEra::Authservice)
            .gives(400)
            .saying("CSRF check failed"),
        "D28" => get(Gateway, CONSOLE)
            .with("Cookie", "{large}")
            .gives(431)
            .saying("Request Header Fields Too Large"),
        "D68" => get(Gateway, CONSOLE)
            .signed_in()
            .gives(302)
            .having("location", "https://login.example.com/"),
        "D69" => get(Gateway, "/kfp-console//api/runs")
            .signed_in()
            .gives(301)
            .having("location", "/kfp-console/api/runs"),
        "D71" => get(
            Gateway,
            "/oauth2/start?rd=%2Fkfp-console%2F%3Fback%3D%2F%2Fx",
        )
        .gives(302)
        .having("location", "/dex/auth?")
        // The address to return to stands behind the colon.
        .ending("location", "%3A%2F"),
        _ => return None,
    };
    Some(probe)
}

fn unreachable(id: &str) -> Option<Probe> {
    let console = || get(Gateway, CONSOLE).signed_in().lacking(SERVICE_TIME);
    let probe = match id {
        "D30" => console()
            .gives(503)
            .saying("delayed connect error: Connection refused"),
        "D31" => console().gives(503).saying("WRONG_VERSION_NUMBER"),
        "D32" => console().gives(503).saying("CERTIFICATE_VERIFY_FAILED"),
        "D33" => console().gives(503).saying("TLSV1_ALERT_UNKNOWN_CA"),
        "D34" => console()
            .gives(503)
            .saying("reset reason: connection termination"),
        "D35" => console()
            .gives(503)
            .saying("reset reason: connection timeout"),
        "D36" => console().gives(503).saying("no healthy upstream"),
        "D37" => console().gives(503).saying_nothing(),
        "D38" => console().gives(504).saying("upstream request timeout"),
        "D39" => console().gives(404).saying_nothing(),
        "D40" => get(Mesh, LIST).with("Authorization", "{account}").gives(0),
        _ => return None,
    };
    Some(probe)
}

fn wrong_app(id: &str) -> Option<Probe> {
    let probe = match id {
        "D41" => get(Gateway, "/kfp-console/runs")
            .signed_in()
            .gives(200)
            .saying("Kubeflow Central Dashboard"),
        "D42" => get(Gateway, CONSOLE)
            .post()
            .signed_in()
            .gives(404)
            .saying("Cannot POST /kfp-console/api/x"),
        "D43" => get(Gateway, "/jupyter/api/namespaces/x/notebooks")
            .post()
            .signed_in()
            .gives(403)
            .saying("Could not find CSRF cookie XSRF-TOKEN in the request."),
        "D44" => get(Gateway, "/pipeline-console/")
            .signed_in()
            .gives(404)
            .saying("Cannot GET /pipeline-console/")
            .having("x-powered-by", "Express"),
        "D45" => get(Gateway, "/kfp-console/")
            .signed_in()
            .gives(200)
            .having("x-frame-options", "DENY"),
        "D46" => get(Gateway, "/kfp-console/")
            .signed_in()
            .gives(200)
            .having("content-security-policy", "script-src 'self'"),
        "D47" => get(Gateway, "/api/workgroup/env-info")
            .signed_in()
            .gives(500)
            .saying("{\"error\":{}}"),
        "D58" => get(Gateway, "/kfp-console/runs/details/x")
            .signed_in()
            .gives(404),
        _ => return None,
    };
    Some(probe)
}

fn refused_by_kfp(id: &str) -> Option<Probe> {
    const VIEWER: &str = "viewer@example.com";
    let kfp = |path| get(Kfp, path);
    let unauthenticated = |value: &str| {
        get(Mesh, LIST)
            .with("Authorization", value)
            .gives(401)
            .saying("\"code\":16")
    };
    let probe = match id {
        "D48" => get(Mesh, LIST)
            .gives(500)
            .saying("Internal error: Unauthenticated")
            .saying("\"code\":13"),
        "D49" => get(Mesh, LIST)
            .gives(401)
            .saying("there is no user identity header"),
        "D50" => unauthenticated("{of-api-server}").saying("audience"),
        "D51" => unauthenticated("{over}").saying("Review.Status.Authenticated is false"),
        "D53" => get(Mesh, OTHERS)
            .with("Authorization", "{account}")
            .gives(403)
            .saying("User 'system:serviceaccount:team-vision:default-viewer' is not authorized")
            .saying("Namespace:kubeflow-jbpark8"),
        "D54" => kfp("/apis/v2beta1/experiments")
            .with("kubeflow-userid", VIEWER)
            .gives(400)
            .saying("namespace"),
        "D55" => kfp(LIST)
            .with("kubeflow-userid", "VIEWER@EXAMPLE.COM")
            .gives(403)
            .saying("\"code\":7"),
        "D56" => kfp(LIST)
            .with("kubeflow-userid", VIEWER)
            .gives(401)
            .saying("there is no user identity header"),
        "D59" => kfp(LIST)
            .with("kubeflow-userid", VIEWER)
            .gives(500)
            .saying("Failed to create SubjectAccessReview"),
        "D60" => kfp(OTHERS)
            .with("kubeflow-userid", VIEWER)
            .gives(403)
            .saying("Group:,"),
        "D61" => get(Gateway, "/pipeline/apis/v1beta1/workflows/x")
            .signed_in()
            .gives(403)
            .saying("endpoint is not meant for external usage"),
        "D62" => get(
            Gateway,
            "/pipeline/k8s/pod/logs?podname=x&podnamespace=team-vision",
        )
        .with("Cookie", "{newcomer}")
        .gives(403)
        .saying("VIEWERS"),
        _ => return None,
    };
    Some(probe)
}

fn at_install(id: &str) -> Option<Probe> {
    const POD: &str = r#"{"metadata": {"name": "x"}, "spec": {"containers": [{"name": "main"}]}}"#;
    let pod = |path| {
        get(Kubernetes, path)
            .sending(POD)
            .with("Authorization", "{admin}")
    };
    let probe = match id {
        "D63" => pod("/api/v1/namespaces/strict/pods")
            .gives(403)
            .saying("violates PodSecurity \\\"restricted"),
        "D64" => pod("/api/v1/namespaces/team-audio/pods")
            .gives(400)
            .saying("conflict occurred while applying poddefaults: one,two"),
        "D65" => get(
            Kubernetes,
            "/apis/pipelines.kubeflow.org/v2beta1/namespaces/x/pipelines",
        )
        .post()
        .with("Authorization", "{admin}")
        .gives(500)
        .saying("failed calling webhook"),
        "D66" => get(Gateway, "/ml_metadata.MetadataStoreService/GetContexts")
            .post()
            .signed_in()
            .gives(200)
            .having("grpc-status", "8")
            .having(
                "grpc-message",
                "received initial metadata size exceeds limit",
            ),
        _ => return None,
    };
    Some(probe)
}
