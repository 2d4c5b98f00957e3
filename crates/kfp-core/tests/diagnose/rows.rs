//! What a person or a pod would do to meet each row.

use http::Method;
use kfp_core::diagnose::Target::{
    AccessManagement, Application, Dashboard, Kubernetes, Login, Metadata, MlPipeline,
    MlPipelineUi, ProfileService, WebApplication,
};
use kfp_core::diagnose::{Target, Vantage};
use kfp_sandbox::LoginEra;

const CONSOLE: &str = "/kfp-console/api/x";
const LIST: &str = "/apis/v2beta1/experiments?namespace=team-vision";
/// A pod that says nothing of how careful it is.
const POD: &str = r#"{"metadata": {"name": "x"}, "spec": {"containers": [{"name": "main"}]}}"#;
const OTHERS: &str = "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8";

/// At which of the sandbox's doors a request is made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Door {
    Gateway,
    /// The mesh, as a pod without a sidecar reaches it.
    Mesh,
    /// The mesh behind the sidecar of the console's pod.
    Sidecar,
    Kfp,
    Kubernetes,
}

/// A request. In header values `{session}` and the like stand for what the walk has.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) door: Door,
    pub(crate) from: Vantage,
    pub(crate) to: Target,
    pub(crate) era: LoginEra,
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) host: Option<&'static str>,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) body: &'static str,
}

impl Ask {
    fn new(door: Door, from: Vantage, to: Target, path: &'static str) -> Self {
        Self {
            door,
            from,
            to,
            era: LoginEra::Oauth2Proxy,
            method: Method::GET,
            path,
            host: None,
            headers: Vec::new(),
            body: "",
        }
    }

    fn post(mut self) -> Self {
        self.method = Method::POST;
        self
    }

    pub(crate) fn sending(mut self, body: &'static str) -> Self {
        self.body = body;
        self
    }

    fn old(mut self) -> Self {
        self.era = LoginEra::Authservice;
        self
    }

    fn host(mut self, host: &'static str) -> Self {
        self.host = Some(host);
        self
    }

    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

fn page(to: Target, path: &'static str) -> Ask {
    Ask::new(Door::Gateway, Vantage::Browser, to, path).with("Cookie", "{session}")
}

fn signed_out(to: Target, path: &'static str) -> Ask {
    Ask::new(Door::Gateway, Vantage::Browser, to, path)
}

fn program(path: &'static str) -> Ask {
    Ask::new(Door::Gateway, Vantage::Program, Application, path)
}

fn pod(to: Target, path: &'static str) -> Ask {
    Ask::new(Door::Mesh, Vantage::Pod, to, path)
}

fn kfp(path: &'static str) -> Ask {
    Ask::new(Door::Kfp, Vantage::Pod, MlPipeline, path)
        .with("kubeflow-userid", "viewer@example.com")
}

pub(crate) fn admin(path: &'static str) -> Ask {
    Ask::new(Door::Kubernetes, Vantage::Pod, Kubernetes, path)
        .post()
        .with("Authorization", "{admin}")
}

/// What to ask; none for what no answer shows.
pub(crate) fn ask(id: &str) -> Option<Ask> {
    mesh(id)
        .or_else(|| login(id))
        .or_else(|| token(id))
        .or_else(|| routes(id))
        .or_else(|| refused_by_kfp(id))
}

fn mesh(id: &str) -> Option<Ask> {
    Some(match id {
        "D01" => Ask::new(Door::Sidecar, Vantage::Pod, MlPipeline, LIST)
            .with("kubeflow-userid", "viewer@example.com"),
        "D02" => page(Application, CONSOLE),
        "D03" => program(CONSOLE).with("Authorization", "Basic eA=="),
        "D04" => {
            pod(MlPipelineUi, "/pipeline/apis/v2beta1/healthz").host("ml-pipeline-ui.kubeflow")
        }
        "D05" => page(Dashboard, "/"),
        "D06" => pod(ProfileService, "/").host("model.team-vision.svc.cluster.local"),
        "D07" => pod(MlPipeline, LIST).with("kubeflow-userid", "viewer@example.com"),
        "D08" => page(MlPipelineUi, "/pipeline/"),
        "D09" => page(AccessManagement, "/kfam/v1/bindings"),
        "D10" => pod(ProfileService, "/").host("notebook.team-vision"),
        "D11" => pod(MlPipeline, LIST).with("Authorization", "{account}"),
        _ => return None,
    })
}

fn login(id: &str) -> Option<Ask> {
    Some(match id {
        "D12" => signed_out(Application, CONSOLE).old(),
        "D13" => page(MlPipeline, "/pipeline/apis/v2beta1/experiments"),
        "D23" => signed_out(Application, "/kfp-console/runs"),
        "D24" => signed_out(MlPipeline, "/pipeline/apis/v2beta1/healthz"),
        "D25" | "D68" => page(Application, CONSOLE),
        "D26" => signed_out(Login, "/oauth2/callback?code=x&state=y%3A%2F"),
        "D27" => signed_out(Login, "/authservice/oidc/callback?code=x&state=y").old(),
        "D28" => signed_out(Application, CONSOLE).with("Cookie", "{large}"),
        "D69" => page(Application, "/kfp-console//api/runs"),
        "D71" => signed_out(Login, "/oauth2/start?rd=%2Fkfp-console%2F%3Fback%3D%2F%2Fx"),
        _ => return None,
    })
}

fn token(id: &str) -> Option<Ask> {
    Some(match id {
        "D15" => program(CONSOLE).with("Authorization", "{account}"),
        "D16" => program(CONSOLE).with("Authorization", "{changed}"),
        "D19" => program(CONSOLE).with("Authorization", "Bearer some-text"),
        "D14" | "D17" | "D18" | "D20" | "D21" | "D22" | "D30" | "D31" | "D32" | "D33" | "D34"
        | "D35" | "D36" | "D37" | "D38" | "D39" => page(Application, CONSOLE),
        "D40" => pod(MlPipeline, LIST).with("Authorization", "{account}"),
        _ => return None,
    })
}

fn routes(id: &str) -> Option<Ask> {
    Some(match id {
        "D41" => page(Application, "/kfp-console/runs"),
        "D42" => page(Application, CONSOLE).post(),
        "D43" => page(WebApplication, "/jupyter/api/namespaces/x/notebooks").post(),
        "D44" => page(Application, "/pipeline-console/"),
        "D45" | "D46" => page(Application, "/kfp-console/"),
        "D47" => page(Dashboard, "/api/workgroup/env-info"),
        "D58" => page(Application, "/kfp-console/runs/details/x"),
        _ => return None,
    })
}

fn refused_by_kfp(id: &str) -> Option<Ask> {
    let account = |path, value| pod(MlPipeline, path).with("Authorization", value);
    Some(match id {
        "D48" | "D49" => pod(MlPipeline, LIST),
        "D50" => account(LIST, "{of-api-server}"),
        "D51" => account(LIST, "{over}"),
        "D53" => account(OTHERS, "{account}"),
        "D54" => kfp("/apis/v2beta1/experiments"),
        "D55" => Ask::new(Door::Kfp, Vantage::Pod, MlPipeline, LIST)
            .with("kubeflow-userid", "VIEWER@EXAMPLE.COM"),
        "D56" | "D59" => kfp(LIST),
        "D60" => kfp(OTHERS),
        "D61" => page(MlPipelineUi, "/pipeline/apis/v1beta1/workflows/x"),
        "D62" => Ask::new(
            Door::Gateway,
            Vantage::Browser,
            MlPipelineUi,
            "/pipeline/k8s/pod/logs?podname=x&podnamespace=team-vision",
        )
        .with("Cookie", "{newcomer}"),
        "D63" => admin("/api/v1/namespaces/strict/pods").sending(POD),
        "D64" => admin("/api/v1/namespaces/team-audio/pods").sending(POD),
        "D65" => admin("/apis/pipelines.kubeflow.org/v2beta1/namespaces/x/pipelines"),
        "D66" => page(Metadata, "/ml_metadata.MetadataStoreService/GetContexts").post(),
        _ => return None,
    })
}
